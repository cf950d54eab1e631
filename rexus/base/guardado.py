"""What a thread has saved: told by whoever commits, asked by whoever must say what became of work that failed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_hilo = threading.local()
_MARCA = "_rexus_guardado"


def confirmado() -> None:
    """A unit of work of this thread was committed."""
    _hilo.cuantas = _cuantas() + 1


@contextmanager
def recordando() -> Iterator[None]:
    """Around work that may save: an error that leaves it knows whether anything was saved before (`quedo_algo`)."""
    antes = _cuantas()
    try:
        yield
    except Exception as error:
        setattr(error, _MARCA, _cuantas() > antes)
        raise


def quedo_algo(error: BaseException) -> bool | None:
    """Whether the work that raised it, or what it came from, had saved anything; None: it was no such work."""
    vistos: set[int] = set()
    uno: BaseException | None = error
    while uno is not None and id(uno) not in vistos:
        vistos.add(id(uno))
        marca: bool | None = getattr(uno, _MARCA, None)
        if marca is not None:
            return marca
        uno = uno.__cause__ or uno.__context__
    return None


def _cuantas() -> int:
    cuantas: int = getattr(_hilo, "cuantas", 0)
    return cuantas
