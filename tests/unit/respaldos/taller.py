"""A workshop in a nutshell: a clock, a stopwatch, a shelf, and a scheduler that is switched on and off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rexus.base.actor import SISTEMA, Actor
from rexus.base.paths import paths_under
from rexus.base.progress import Avance
from rexus.respaldos.adelantados import Adelantados
from rexus.respaldos.calendario import TIPOS, Plan, ultimo_exito
from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, Conjunto, Tipo, nuevo_id, otro_id
from rexus.respaldos.programador import Programador
from rexus.respaldos.retencion import Politica, elegir
from rexus.settings import Settings
from tests.unit.respaldos.estante import conjunto


class Taller:
    """Time is what a test says: `pasar` lets it go by, `dormir` lets the machine sleep, `atrasar` sets the clock."""

    def __init__(self, carpeta: Path, ahora: datetime, zona: str = "America/Argentina/Buenos_Aires") -> None:
        self.carpeta = carpeta
        self.ahora = ahora
        self.mono = 0.0
        self.zona = ZoneInfo(zona)
        self.settings = Settings(paths_under(carpeta))
        self._valores: dict[str, object] = {}
        self.poner("sistema.zona", zona)
        self.estante: list[Conjunto] = []
        self.hechos: list[Conjunto] = []
        self.podados: list[str] = []
        #: Raised by the next attempts, in their order; None: it works.
        self.estorbos: list[Exception | None] = []
        #: How long making one takes.
        self.tarda = timedelta(seconds=30)
        self.en_turno = True
        #: Called one by one by `copiar`.
        self.copias_que_faltan: list[Callable[[], bool]] = []
        self.pruebas = 0
        self.programador: Programador | None = None
        self._sin_mirar = 0.0

    def poner(self, clave: str, valor: object) -> None:
        """Change a setting, as the database tells it."""
        self._valores[clave] = valor
        self.settings.adoptar_base(self._valores)

    # ── The scheduler and time ──

    def encender(self) -> Programador:
        """Start the program; the scheduler's first look comes 20 s later."""
        self.programador = Programador(
            lambda: self, self.settings, clock=lambda: self.ahora, monotono=lambda: self.mono
        )
        self._sin_mirar = 40.0
        return self.programador

    def apagar(self) -> None:
        """End the program."""
        self.programador = None

    def pasar(self, cuanto: timedelta, paso: timedelta = timedelta(minutes=1)) -> None:
        """Let time go by, with a look every minute while the program runs."""
        hasta = self.mono + cuanto.total_seconds()
        while self.mono < hasta:
            segundos = min(paso.total_seconds(), hasta - self.mono)
            self.ahora += timedelta(seconds=segundos)
            self.mono += segundos
            self._sin_mirar += segundos
            if self.programador is not None and self._sin_mirar >= 60:
                self._sin_mirar = 0.0
                self.programador.mirar()

    def dormir(self, cuanto: timedelta) -> None:
        """The clock goes on and the stopwatch does not."""
        self.ahora += cuanto

    def atrasar(self, cuanto: timedelta) -> None:
        """Set the clock back."""
        self.ahora -= cuanto

    # ── Oficio ──

    def hay_datos(self) -> bool:
        return True

    def es_mi_turno(self) -> bool:
        return self.en_turno

    @property
    def de_otro(self) -> str:
        return "" if self.en_turno else "otra"

    def exitos(self, _plan: Plan, ahora: datetime) -> dict[str, datetime]:
        # Read from the file each time, as after a start.
        adelantados = Adelantados(self.carpeta).notar(self.estante, ahora)
        todos = {tipo: ultimo_exito(tipo, self.estante, ahora, adelantados) for tipo in TIPOS}
        return {tipo: exito for tipo, exito in todos.items() if exito is not None}

    @contextmanager
    def a_solas(self, avance: Avance) -> Iterator[None]:
        yield

    def hacer(
        self, tipo: str, *, avance: Avance, plan: Plan | None = None, motivo: str = "", actor: Actor = SISTEMA
    ) -> Conjunto:
        avance.paso(0, 1)
        estorbo = self.estorbos.pop(0) if self.estorbos else None
        if estorbo is not None:
            raise estorbo
        base = next((c.id for c in reversed(self.estante) if c.tipo == COMPLETO and c.fecha <= self.ahora), None)
        que: Tipo = INCREMENTAL if tipo == INCREMENTAL and base is not None else COMPLETO
        id_ = nuevo_id(self.ahora, que, motivo)
        if id_ in {c.id for c in self.estante}:
            id_ = otro_id(id_, 2)
        hecho = conjunto(self.ahora, que, base=base if que == INCREMENTAL else None, motivo=motivo, id_=id_)
        self.ahora += self.tarda
        self.mono += self.tarda.total_seconds()
        avance.paso(1, 1)
        self.estante.append(hecho)
        self.hechos.append(hecho)
        return hecho

    def podar(self, _avance: Avance) -> int:
        _, se_van = elegir(self.estante, Politica(), self.ahora, self.zona)
        habia = len(self.estante)
        self.estante = [c for c in self.estante if c.id not in se_van]
        assert len(self.estante) >= min(3, habia), "never fewer than three"
        self.podados += se_van
        return len(se_van)

    def copiar(self, _avance: Avance) -> bool:
        return bool(self.copias_que_faltan) and self.copias_que_faltan.pop(0)()

    def probar(self, _avance: Avance) -> bool:
        self.pruebas += 1
        return False

    def exigidos(self) -> set[str]:
        """What the rules as they are written keep of all that was ever made: the last of 7 days, 4 weeks, 12 months."""
        local = {c.id: c.fecha.astimezone(self.zona) for c in sorted(self.hechos, key=lambda c: c.fecha)}
        ids: set[str] = set()
        for periodo, cuantos in (("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 12)):
            ids |= set(list({f"{fecha:{periodo}}": id_ for id_, fecha in local.items()}.values())[-cuantos:])
        return ids

    def soltar(self) -> None:
        pass

    def close(self) -> None:
        pass
