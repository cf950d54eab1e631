"""What a thread has saved: told by whoever commits or writes, asked by whoever must say what became of what failed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

_hilo = threading.local()
_MARCA = "_rexus_guardado"


class Quedo(Enum):
    """What became of work: something of it is saved; all of it was rolled back; nobody can tell."""

    GUARDADO = 1
    DESHECHO = 2
    DUDOSO = 3


class Hecho:
    """`quedo` is known once the work ended; None: it was no work that saves."""

    quedo: Quedo | None = None


def confirmado() -> None:
    """This thread saved something that lasts: a unit of work was committed, a file replaced, a password kept."""
    _hilo.guardadas, _hilo.deshechas = _guardadas() + 1, _deshechas()


def deshecho() -> None:
    """A unit of work of this thread, which had begun to write, was rolled back whole."""
    _hilo.guardadas, _hilo.deshechas = _guardadas(), _deshechas() + 1


@contextmanager
def recordando(*, puede_guardar: bool = True) -> Iterator[Hecho]:
    """Around work: what it saved is known afterwards, also to an error that leaves it (`que_quedo`).

    `puede_guardar`: it may save what is told to nobody here (a folder that is renamed, say), so that silence proves
    nothing.
    """
    guardadas, deshechas = _guardadas(), _deshechas()
    hecho = Hecho()
    callado = Quedo.DUDOSO if puede_guardar else None
    try:
        yield hecho
    except Exception as error:
        hecho.quedo = Quedo.DESHECHO if _deshechas() > deshechas else callado
        if _guardadas() > guardadas:
            hecho.quedo = Quedo.GUARDADO
        if hecho.quedo is not None:
            setattr(error, _MARCA, hecho.quedo)
        raise
    hecho.quedo = Quedo.GUARDADO if _guardadas() > guardadas else callado


def suponer(error: BaseException, quedo: Quedo) -> None:
    """Say of an error what is known of the work that it ended. What was saved before is not undone by what failed
    later; otherwise the error knows better."""
    if quedo is Quedo.GUARDADO or que_quedo(error) is None:
        setattr(error, _MARCA, quedo)


def que_quedo(error: BaseException) -> Quedo | None:
    """What became of the work that raised it, or what it came from; None: it was no such work."""
    vistos: set[int] = set()
    uno: BaseException | None = error
    while uno is not None and id(uno) not in vistos:
        vistos.add(id(uno))
        marca: Quedo | None = getattr(uno, _MARCA, None)
        if marca is not None:
            return marca
        uno = uno.__cause__ or uno.__context__
    return None


def _guardadas() -> int:
    cuantas: int = getattr(_hilo, "guardadas", 0)
    return cuantas


def _deshechas() -> int:
    cuantas: int = getattr(_hilo, "deshechas", 0)
    return cuantas
