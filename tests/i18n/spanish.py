"""Finds Spanish in a window that speaks English: in all that can be read, pointed at, or heard."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.i18n import catalogue

_MANY: Final = 60
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_TAG: Final = re.compile(r"<[^<>]*>")
# What no English sentence has. Of the short words those that English does not know either.
_SIGNS: Final = re.compile(
    r"[áéíóúñ¿¡«»ÁÉÍÓÚÑ]"
    # «Del» is a key.
    r"|\b(?-i:del)\b|\b(?:el|la|los|las|de|en|con|sin|para|por|un|una|y|se|que|hay|falta|faltan|hasta|desde|cada|todos)\b",
    re.IGNORECASE,
)


def texts_of(top: QObject) -> Iterator[tuple[str, str]]:
    """(where, text) of everything below an object, itself too."""
    for thing in (top, *top.findChildren(QObject)):
        for text in _said_by(thing):
            plain = _TAG.sub(" ", text).replace("&", "").strip()
            if plain:
                yield f"{type(thing).__name__} «{thing.objectName()}»", plain


def is_spanish(text: str, data: Collection[str] = ()) -> bool:
    """Whether a text is one of the source that English says otherwise, or has what no English has.

    `data` are texts that people typed, codes and commands: they are left out before looking.
    """
    if text in data:
        return False
    if text in _spanish():
        return True
    rest = text
    for known in data:
        rest = rest.replace(known, " ")
    return bool(_SIGNS.search(rest)) or any(pattern.fullmatch(rest) for pattern in _patterns())


@cache
def _spanish() -> frozenset[str]:
    english = set(catalogue.read().values())
    # What is also the English of something else says nothing.
    return frozenset(t.replace("&", "") for (_, t), e in catalogue.read().items() if t != e and t not in english)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Texts with something to fill in, of whose own words enough is left to know them by."""
    patterns = []
    for text in _spanish():
        parts = _PLACEHOLDER.split(text)
        if len(parts) > 1 and max((len(word) for part in parts for word in re.findall(r"\w+", part)), default=0) >= 5:
            patterns.append(re.compile(".+".join(re.escape(part) for part in parts), re.DOTALL))
    return tuple(patterns)


def _said_by(thing: QObject) -> Iterator[str]:
    match thing:
        case QAction():
            yield from (thing.text(), thing.toolTip(), thing.statusTip())
        case QWidget():
            yield from (thing.windowTitle(), thing.toolTip(), thing.statusTip(), thing.whatsThis())
            yield from (thing.accessibleName(), thing.accessibleDescription())
    match thing:
        case QLabel() | QAbstractButton() | QProgressBar():
            yield thing.text()
        case QGroupBox() | QMenu():
            yield thing.title()
        case QLineEdit():
            yield thing.placeholderText()
        case QTextEdit() | QPlainTextEdit():
            yield from (thing.toPlainText(), thing.placeholderText())
        case QAbstractSpinBox():
            yield from (thing.specialValueText(), thing.text())
        case QTabBar():
            for n in range(thing.count()):
                yield from (thing.tabText(n), thing.tabToolTip(n))
        case QComboBox():
            yield from _of_model(thing.model())
        case QHeaderView():
            return
        case QAbstractItemView():
            yield from _of_model(thing.model())


def _of_model(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    for column in range(_columns(model, QModelIndex())):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield _text(model.headerData(column, Qt.Orientation.Horizontal, role))
        for row in range(min(model.rowCount(QModelIndex()), _MANY)):
            yield from _of_item(model, model.index(row, column))


def _of_item(model: QAbstractItemModel, index: QModelIndex) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for role in roles:
        yield _text(index.data(role))
    for row in range(min(model.rowCount(index), _MANY)):
        for column in range(_columns(model, index)):
            yield from _of_item(model, model.index(row, column, index))


def _columns(model: QAbstractItemModel, index: QModelIndex) -> int:
    # A list keeps that it has one to itself.
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(index)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
