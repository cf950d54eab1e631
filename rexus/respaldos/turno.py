"""One scheduler among many: whoever has the turn makes the backups, the others look whether it still lives.

On files the turn is a lock that the system drops with its holder. On a server it is a row with the seat's name and a
number that the seat raises. Seats' clocks may differ by hours: nobody compares them. Who waits measures with its own
stopwatch for how long the number has stood still, and takes the turn over when that was too long, provided that it
stands there still.
"""

from __future__ import annotations

import platform
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import select, update

from rexus.base import candado
from rexus.base.actor import SISTEMA
from rexus.base.candado import Candado
from rexus.base.errors import RexusError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.respaldos.orm import RespaldoTurno

log = get_logger(__name__)

PROGRAMADOR: Final = "programador"
# A seat that is killed is followed within this and one look: well below the five minutes of a missed slot.
CADUCA_S: Final = 120.0
_RENOVAR_PARTES: Final = 4


class Turno(Protocol):
    """May be asked for again and again; whoever has it keeps it until `soltar`, or until they die."""

    def tomar(self) -> bool:
        """Whether this seat has the turn now. Raises a RexusError when nobody can tell."""

    @property
    def de(self) -> str:
        """The machine that has it, as far as it is known; empty when it is this seat, or nobody knows."""

    def sosteniendo(self) -> AbstractContextManager[None]:
        """While the block lasts the turn is kept, however long it takes."""

    def soltar(self) -> None:
        """Give it back. Raises nothing."""


class TurnoDeArchivo:
    """For the programs of one home."""

    def __init__(self, archivo: Path) -> None:
        self._archivo = archivo
        self._candado: Candado | None = None

    def tomar(self) -> bool:
        """Whether the lock is held here. Raises SoloLecturaError when the folder cannot be written."""
        if self._candado is None:
            try:
                self._archivo.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._candado = candado.tomar(self._archivo)
            except OSError as error:
                raise SoloLecturaError(str(self._archivo.parent)) from error
        return self._candado is not None

    @property
    def de(self) -> str:
        """All of them are on this machine."""
        return ""

    def sosteniendo(self) -> AbstractContextManager[None]:
        """A lock needs no keeping."""
        return nullcontext()

    def soltar(self) -> None:
        """Give it back."""
        mio, self._candado = self._candado, None
        if mio is not None:
            mio.soltar()


class TurnoDeBase:
    """For the seats of a server. `caduca` is in seconds of `monotono`, which need not run while a machine sleeps."""

    def __init__(
        self,
        registry: Registry,
        *,
        caduca: float = CADUCA_S,
        monotono: Callable[[], float] = time.monotonic,
    ) -> None:
        self._registry = registry
        self._caduca = caduca
        self._monotono = monotono
        self._yo = str(uuid.uuid4())
        self._mio = False
        # The other seat and its number, and since when they stand still.
        self._visto: tuple[str, int] | None = None
        self._desde = 0.0
        self._de = ""

    def tomar(self) -> bool:
        """Whether this seat has the turn. Raises BaseError when the server does not say."""
        vencido = self._visto if self._visto and self._monotono() - self._desde >= self._caduca else None
        self._mio, visto, equipo = self._registry.escribir(
            INVENTARIO, SISTEMA, _pedir, self._yo, platform.node(), vencido, largo=True
        )
        if self._mio:
            if vencido is not None:
                log.warning("the turn to make backups was taken over from a seat that does not answer: %s", self._de)
            self._visto, self._de = None, ""
        else:
            self._de = equipo
            if visto != self._visto:
                self._visto, self._desde = visto, self._monotono()
        return self._mio

    @property
    def de(self) -> str:
        """The machine that has it; empty when it is this seat."""
        return self._de

    @contextmanager
    def sosteniendo(self) -> Iterator[None]:
        """Raise the number from a thread of its own while the block lasts."""
        fin = threading.Event()
        hilo = threading.Thread(target=self._renovar, args=(fin,), name="rexus-turno", daemon=True)
        hilo.start()
        try:
            yield
        finally:
            fin.set()
            hilo.join()

    def soltar(self) -> None:
        """Give it back, so that the next one need not wait. A server that is away finds out by itself."""
        if not self._mio:
            return
        self._mio = False
        try:
            self._registry.escribir(INVENTARIO, SISTEMA, _soltar, self._yo)
        except RexusError as error:
            log.info("the turn to make backups was not given back: %s", error)

    def _renovar(self, fin: threading.Event) -> None:
        while not fin.wait(self._caduca / _RENOVAR_PARTES):
            try:
                if not self.tomar():
                    # This machine slept meanwhile. What is being made is good all the same; there may be two then.
                    log.warning("another seat took the turn to make backups over: %s", self._de)
                    return
            except RexusError as error:
                log.warning("the turn to make backups was not kept: %s", error)


def turno_de(registry: Registry, carpeta: Path) -> Turno:
    """The turn among those who make backups of these databases; `carpeta` is where this home's backups are."""
    return TurnoDeBase(registry) if registry.motor.es_servidor else TurnoDeArchivo(carpeta / ".programador")


def _pedir(work: Work, yo: str, equipo: str, vencido: tuple[str, int] | None) -> tuple[bool, tuple[str, int], str]:
    """Take the turn if it is free, mine, or `vencido`; who had it, their number, and their machine."""
    t = RespaldoTurno
    fila = work.connection.execute(select(t.dueno, t.latido, t.equipo).where(t.nombre == PROGRAMADOR)).one()
    visto = (fila.dueno, fila.latido)
    if fila.dueno not in ("", yo) and visto != vencido:
        return False, visto, fila.equipo
    # Guarded: of two who saw the same, one changes it.
    dada = work.connection.execute(
        update(t)
        .where(t.nombre == PROGRAMADOR, t.dueno == fila.dueno, t.latido == fila.latido)
        .values(dueno=yo, equipo=equipo, latido=fila.latido + 1)
    )
    return dada.rowcount == 1, visto, fila.equipo


def _soltar(work: Work, yo: str) -> None:
    t = RespaldoTurno
    work.connection.execute(
        update(t).where(t.nombre == PROGRAMADOR, t.dueno == yo).values(dueno="", equipo="", latido=t.latido + 1)
    )
