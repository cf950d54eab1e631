"""One dialog of a kind at a time: the key that opens it may be pressed again before it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


@contextmanager
def only_one(page: QWidget, nombre: str) -> Iterator[bool]:
    """Whether no other `nombre` is open over the page; holds until the block ends."""
    key = f"abierto.{nombre}"
    if page.property(key):
        yield False
        return
    page.setProperty(key, True)
    try:
        yield True
    finally:
        if isValid(page):
            page.setProperty(key, False)
