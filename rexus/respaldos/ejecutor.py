"""What makes sets for the scheduler and before critical operations: one at a time, noted where all seats see it."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from rexus.base import candado
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import RexusError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db import names
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import estado, hacer, hechos, prueba, sucesos
from rexus.respaldos import frase as frases
from rexus.respaldos.adelantados import Adelantados
from rexus.respaldos.calendario import TIPOS, Plan, plan_de, ultimo_exito, ultimo_slot
from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, PREFIJO, Conjunto
from rexus.respaldos.copias import Copias
from rexus.respaldos.errors import RespaldoError
from rexus.respaldos.fuentes import fuente_de
from rexus.respaldos.hechos import Hecho
from rexus.respaldos.podar import podar
from rexus.respaldos.retencion import politica_de
from rexus.respaldos.turno import Turno, turno_de
from rexus.seguridad import hay_cuentas
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria

log = get_logger(__name__)

_CANDADO: Final = ".haciendo"
# A backup of many gigabytes onto a slow disk. Who waits shows progress and may cancel.
_ESPERA_S: Final = 3_600.0
_MIRAR_S: Final = 0.1


@contextmanager
def a_solas(carpeta: Path, avance: Avance, espera: float = _ESPERA_S) -> Iterator[None]:
    """While the block lasts nobody else makes or prunes sets in `carpeta`: no thread, no other program.

    Waits for whoever does. Raises CanceladoError, SoloLecturaError, RespaldoError when it takes longer than `espera`
    seconds.
    """
    hasta = monotonic() + espera
    try:
        carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
        while (tomado := candado.tomar(carpeta / _CANDADO)) is None:
            avance.paso(0)
            if monotonic() > hasta:
                raise RespaldoError(
                    tr("Hay otro respaldo en curso"),
                    tr("Otro programa está respaldando en «{carpeta}» y no termina.").format(carpeta=carpeta),
                    tr("Esperar a que termine y repetirlo."),
                )
            sleep(_MIRAR_S)
    except OSError as error:
        raise SoloLecturaError(str(carpeta)) from error
    try:
        yield
    finally:
        tomado.soltar(quitar=True)


class Ejecutor:
    """On one registry. Opens nothing until it is asked; what it raises is a RexusError.

    `frase` gives the passphrase of the sets that are made; without it the settings decide (`frase.para_cifrar`).
    """

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        *,
        frase: Callable[[], str | None] | None = None,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._registry = registry
        self._settings = settings
        self._frase = frase or (lambda: frases.para_cifrar(settings))
        self._clock = clock
        self._en_servidor = registry.motor.es_servidor
        self._adelantados = Adelantados(self.carpeta)
        self._turno: Turno = turno_de(registry, self.carpeta)
        self._copias = Copias(registry, settings, clock=clock)
        self._hay_datos = False

    @property
    def carpeta(self) -> Path:
        """Where the sets lie."""
        return self._registry.paths.backups

    def hay_datos(self) -> bool:
        """Whether there is an installation to back up. Makes no database: a new home is empty until somebody begins."""
        if not self._hay_datos and self.se_puede:
            paths = self._registry.paths
            # The trail begins with the first sign-in in a window; a home that only commands use has none.
            en_archivos = all(paths.database(base).exists() for base in (names.USERS, names.INVENTARIO))
            self._hay_datos = (
                self._registry.leer(names.USERS, SISTEMA, hay_cuentas) if self._en_servidor else en_archivos
            )
        return self._hay_datos

    @property
    def se_puede(self) -> bool:
        """Whether this program makes backups of the engine that the databases are on."""
        try:
            fuente_de(self._registry)
        except RespaldoError:
            return False
        return True

    def es_mi_turno(self) -> bool:
        """Whether this seat makes the backups (`turno`)."""
        return self._turno.tomar()

    @property
    def de_otro(self) -> str:
        """The machine whose turn it is, if it is another's."""
        return self._turno.de

    def exitos(self, plan: Plan, ahora: datetime) -> dict[str, datetime]:
        """When the newest set was begun by the kind that it stands for; on a server also those of other seats."""
        malos = estado.malos(self.carpeta)
        # One that was found altered is no success: what it stood for is due again.
        conjuntos = [c for c in carpetas.listar(self.carpeta) if not {c.id, c.base} & malos]
        adelantados = self._adelantados.notar(conjuntos, ahora)
        de_aqui = {tipo: ultimo_exito(tipo, conjuntos, ahora, adelantados) for tipo in TIPOS}
        exitos = {tipo: exito for tipo, exito in de_aqui.items() if exito is not None}
        if self._en_servidor:
            zona = zona_horaria(self._settings)
            for tipo, hecho in self._registry.leer(names.INVENTARIO, SISTEMA, hechos.ver, largo=True).items():
                # The slot is what seats agree on, whatever the clock of the one that made it said.
                if _es_de_aqui(hecho) and hecho.conjunto in malos:
                    continue
                if tipo in TIPOS and hecho.slot == ultimo_slot(tipo, plan, zona, ahora).momento:
                    exitos[tipo] = max(exitos.get(tipo, hecho.slot), hecho.slot)
        return exitos

    @contextmanager
    def a_solas(self, avance: Avance) -> Iterator[None]:
        """While the block lasts nobody else makes or prunes sets of this home."""
        with a_solas(self.carpeta, avance):
            yield

    def hacer(
        self,
        tipo: str,
        *,
        avance: Avance,
        plan: Plan | None = None,
        motivo: str = "",
        actor: Actor = SISTEMA,
        al_paso: Callable[[str], None] = lambda _paso: None,
    ) -> Conjunto:
        """Make a set, verified, and on a server note it for the other seats. Within `a_solas`.

        `al_paso` is called with each of `hacer.PASOS` when it was done.
        """
        with self._turno.sosteniendo() if plan is not None else nullcontext():
            conjunto = self._copiar(tipo, avance, motivo, actor, al_paso)
        if self._en_servidor:
            self._anotar(conjunto, plan)
        return conjunto

    def _copiar(self, tipo: str, avance: Avance, motivo: str, actor: Actor, al_paso: Callable[[str], None]) -> Conjunto:
        registry, carpeta, clock = self._registry, self.carpeta, self._clock
        try:
            frase = self._frase()
        except RexusError as error:
            sucesos.anotar_falla(registry, actor, tipo, motivo, error)
            raise
        uno = hacer.incremental if tipo == INCREMENTAL else hacer.completo
        return uno(
            registry, carpeta, motivo=motivo, frase=frase, avance=avance, clock=clock, actor=actor, al_paso=al_paso
        )

    def podar(self, avance: Avance) -> int:
        """Take away the sets that need not stay; how many."""
        with a_solas(self.carpeta, avance):
            hecha = podar(
                self._registry,
                self.carpeta,
                politica_de(self._settings),
                self._clock(),
                zona_horaria(self._settings),
                avance=avance,
            )
        return len(hecha.eleccion.se_van)

    def copiar(self, avance: Avance) -> bool:
        """Copy one set that the other folder lacks; whether there was one (`copias.Copias.paso`)."""
        return self._copias.paso(avance)

    def probar(self, avance: Avance) -> bool:
        """Once a week, restore the newest set as a test, and read the copies in the other folder again; whether it did.

        How that came out is in `estado` and `estado_copias`. Raises CanceladoError, SoloLecturaError.
        """
        hecho = self._copias.por_revisar()
        if hecho:
            self._copias.revisar(avance)
        ahora = self._clock()
        if prueba.toca(estado.leer(self.carpeta), ahora) and prueba.candidato(self.carpeta, ahora) is not None:
            with a_solas(self.carpeta, avance):
                frase = frases.para_abrir(self._settings)
                prueba.hacer(self._registry, self.carpeta, frase=frase, avance=avance, clock=self._clock)
            hecho = True
        return hecho

    def ultimo_completo(self) -> Conjunto | None:
        """The newest full set of this home that is whole as far as is known; reads no more manifests than it must."""
        try:
            # Names alone: an operation waits for this.
            with os.scandir(self.carpeta) as hay:
                nombres = sorted((e.name for e in hay if e.name.startswith(PREFIJO)), reverse=True)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SoloLecturaError(str(self.carpeta)) from error
        ahora, malos = self._clock(), estado.malos(self.carpeta)
        for nombre in nombres:
            if f"_{INCREMENTAL}" in nombre or nombre.removeprefix(PREFIJO) in malos:
                continue
            try:
                hallado = carpetas.uno(self.carpeta, nombre)
            except (RexusError, OSError) as error:
                # What only looks like a set is told where sets are listed.
                log.debug("%s is no set: %s", nombre, error)
                continue
            if hallado.tipo == COMPLETO and hallado.fecha <= ahora:
                return hallado
        return None

    def ultimo_de_otros(self) -> datetime | None:
        """When any seat of the server began its newest full set; None on files, or without any."""
        if not self._en_servidor:
            return None
        hecho = self._registry.leer(names.INVENTARIO, SISTEMA, hechos.ver).get(COMPLETO)
        if hecho is None or hecho.fecha > self._clock():
            return None
        return None if _es_de_aqui(hecho) and hecho.conjunto in estado.malos(self.carpeta) else hecho.fecha

    def soltar(self) -> None:
        """On files, close the databases until they are needed; a server's connection stays for the turn."""
        if not self._en_servidor:
            self._registry.close()

    def close(self) -> None:
        """Give the turn back and close the registry."""
        self._turno.soltar()
        self._registry.close()

    def _anotar(self, conjunto: Conjunto, plan: Plan | None) -> None:
        plan = plan or plan_de(self._settings)
        zona = zona_horaria(self._settings)
        cuales = TIPOS if conjunto.tipo == COMPLETO else (INCREMENTAL,)
        slots = {tipo: ultimo_slot(tipo, plan, zona, conjunto.fecha).momento for tipo in cuales}
        try:
            self._registry.escribir(names.INVENTARIO, SISTEMA, hechos.anotar, conjunto, slots, largo=True)
        except RexusError as error:
            # The set is there and good; another seat may make one more.
            log.warning("the other seats do not know of %s: %s", conjunto.id, error)


def _es_de_aqui(hecho: Hecho) -> bool:
    """Whether this machine made it, so that what is known of the sets here is known of it."""
    return hecho.equipo == platform.node()
