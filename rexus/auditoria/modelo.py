"""The trail as the window and the command line ask for it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Final, TypeVar

from rexus.auditoria import archivo, bandejas, cabezas, cadena, consulta, cortes, marcas, verificacion
from rexus.auditoria.archivo import CadenaRotaError, Registrado, Tramo
from rexus.auditoria.cadena import Eslabon
from rexus.auditoria.consulta import EventoIlegible, EventoVisto, Filtro, Opciones
from rexus.auditoria.cortes import Corte
from rexus.auditoria.reenvio import PLAZO_S, Reenviado, avanzar_cabezas, reenviar
from rexus.auditoria.verificacion import EQUIPO, Verificacion
from rexus.base.actor import SISTEMA, Actor
from rexus.base.paths import Paths
from rexus.base.progress import Avance
from rexus.base.text import fold
from rexus.db import names
from rexus.db.registry import Registry
from rexus.db.work import Work

T = TypeVar("T")

_TANDA: Final = 1_000


def carpeta_de_archivos(paths: Paths) -> Path:
    """Where this machine keeps the months that left the trail."""
    return paths.backups / "auditoria"


class Auditoria:
    """The trail, for whoever `actor` names at each call. Synchronous; opens nothing until it is asked."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        self._registry = registry
        self._actor = actor

    def al_dia(self, plazo: float = PLAZO_S, avance: Avance | None = None) -> Reenviado:
        """Hand on what waits in the outboxes. Raises BaseError."""
        return reenviar(self._registry, plazo=plazo, avance=avance)

    def ver(self, filtro: Filtro, limite: int = 100, antes_de: int | None = None) -> list[EventoVisto | EventoIlegible]:
        """A page of events, newest first (`consulta.ver`)."""
        return self._registry.leer(names.AUDITORIA, self._actor(), consulta.ver, filtro, limite, antes_de)

    def de_registro(
        self, tabla: str, registro: int | str, limite: int = 100, antes_de: int | None = None
    ) -> list[EventoVisto | EventoIlegible]:
        """The history of one record, newest first (`consulta.de_registro`)."""
        return self._registry.leer(
            names.AUDITORIA, self._actor(), consulta.de_registro, tabla, registro, limite, antes_de
        )

    def indice(self, filtro: Filtro, avance: Avance | None = None) -> array[int]:
        """The numbers of the whole result, newest first."""
        return self._registry.leer(names.AUDITORIA, self._actor(), consulta.indice, filtro, avance=avance)

    def filas(self, numeros: Sequence[int]) -> list[EventoVisto | EventoIlegible]:
        """The events of those numbers, in their order."""
        return self._registry.leer(names.AUDITORIA, self._actor(), consulta.filas, numeros)

    def opciones(self) -> Opciones:
        """What the filters can choose from."""
        return self._registry.leer(names.AUDITORIA, self._actor(), consulta.opciones)

    def escrito(self, filtro: Filtro) -> Filtro:
        """The filter as somebody typed it, as the trail writes it: case and accents of user, module and table make no
        difference. What occurs nowhere stays as it is, and finds nothing."""
        hay = self.opciones()
        tabla = filtro.tabla and fold(filtro.tabla)
        return replace(
            filtro, usuario=_como(filtro.usuario, hay.usuarios), modulo=_como(filtro.modulo, hay.modulos), tabla=tabla
        )

    def exportar(
        self,
        filtro: Filtro,
        destino: str,
        escribir: Callable[[Iterator[EventoVisto | EventoIlegible], Callable[[int], None]], T],
        avance: Avance | None = None,
    ) -> T:
        """Give `escribir` every event that the filter finds, newest first, and what records that they were taken out.

        `escribir(eventos, asentar)` must call `asentar(filas)` when it has written all of them, and before anybody can
        have them: what that raises must leave nothing. `destino` is the name of the file, for the record.
        """
        numeros = self.indice(filtro, avance)

        def eventos() -> Iterator[EventoVisto | EventoIlegible]:
            for desde in range(0, len(numeros), _TANDA):
                yield from self.filas(numeros[desde : desde + _TANDA])

        return escribir(eventos(), lambda filas: self.anotar_exportacion(filtro, filas, destino))

    def anotar_exportacion(self, filtro: Filtro, filas: int, destino: str) -> None:
        """Record that events were taken out."""
        self._registry.escribir(names.USERS, self._actor(), consulta.anotar_exportacion, filtro, filas, destino)

    # ── Proof ──

    def verificar(self, avance: Avance | None = None) -> Verificacion:
        """Prove the whole trail, the heads elsewhere, and that what left the outboxes is in it.

        Raises PermisoError without «auditoria.ver», BaseError, CanceladoError.
        """
        registry, actor = self._registry, self._actor()
        registry.exigir(actor, consulta.VER, Auditoria.verificar)
        llave = registry.llave(cadena.LLAVE)
        # Before the chain, which can only grow meanwhile.
        guardada = cabezas.leer_guardada(registry.paths)
        donde = {
            names.USERS: registry.leer(names.USERS, SISTEMA, cabezas.leer),
            EQUIPO: None if guardada is None else guardada.cabeza,
        }
        vistos = frozenset[str]() if guardada is None else guardada.cortes
        marcadas = {base: registry.leer(base, SISTEMA, marcas.todas, base) for base in bandejas.BASES}
        carpeta = carpeta_de_archivos(registry.paths)
        while True:
            antes = registry.leer(names.AUDITORIA, SISTEMA, cadena.ultimo_archivado)
            hecho = registry.leer(
                names.AUDITORIA, actor, verificacion.recorrer, llave, carpeta, donde, vistos, avance=avance, largo=True
            )
            # SQL Server shows each statement another moment: a seat that archives meanwhile looks like a hole.
            if hecho.ok or antes == registry.leer(names.AUDITORIA, SISTEMA, cadena.ultimo_archivado):
                break
        if hecho.ok:
            fallas = (marcas.falla(registry, base, de_la_base) for base, de_la_base in marcadas.items())
            if (falla := next((una for una in fallas if una is not None), None)) is not None:
                return verificacion.con_falla(hecho, falla)
        if hecho.ok and any(cabeza.restaurada for cabeza in hecho.cabezas):
            # Told this once. From here on that restore explains nothing any more.
            fin, hechos = registry.leer(names.AUDITORIA, SISTEMA, _fin_y_cortes, llave)
            cabezas.escribir_archivo(registry.paths, fin, cortes.por_venir(hechos, fin), en_vez_de=donde[EQUIPO])
        return hecho

    # ── Archives ──

    def por_archivar(self, meses: int) -> list[Tramo]:
        """What `archivar` would archive."""
        return self._registry.leer(names.AUDITORIA, self._actor(), archivo.por_archivar, meses)

    def archivar(self, meses: int, avance: Avance | None = None) -> list[Registrado]:
        """Put the whole months older than the last `meses` into signed files and take them out of the database.

        The trail is brought up to date and proven first. Raises CadenaRotaError when it is not whole, PermisoError
        without «auditoria.aprobar», SoloLecturaError, BaseError.
        """
        registry, actor = self._registry, self._actor()
        registry.exigir(actor, archivo.ARCHIVAR, Auditoria.archivar)
        # All of it: what a month holds must be settled before it goes.
        self.al_dia(inf, avance)
        hechos: list[Registrado] = []
        if not self.por_archivar(meses):
            return hechos
        visto = self.verificar(avance)
        if visto.falla is not None:
            raise CadenaRotaError(visto.falla)
        llave, carpeta = registry.llave(cadena.LLAVE), carpeta_de_archivos(registry.paths)
        while tramos := self.por_archivar(meses):
            hecho = registry.leer(
                names.AUDITORIA, actor, archivo.escribir, llave, tramos[0], carpeta, avance=avance, largo=True
            )
            ultimo = registry.escribir(names.AUDITORIA, actor, archivo.asentar, llave, hecho, largo=True)
            _, restaurados = registry.leer(names.AUDITORIA, SISTEMA, _fin_y_cortes, llave)
            avanzar_cabezas(registry, ultimo, restaurados, en_users=True, en_archivo=True)
            hechos.append(hecho)
        return hechos


def _como(escrito: str | None, hay: Sequence[str]) -> str | None:
    if escrito is None or escrito in hay:
        return escrito
    return next((uno for uno in hay if fold(uno) == fold(escrito)), escrito)


def _fin_y_cortes(work: Work, llave: bytes) -> tuple[Eslabon, tuple[Corte, ...]]:
    return cadena.ultimo(work), cortes.todos(work, llave)
