"""Between the settings of this machine and the database that the workshop shares.

Every call may wait for the disk and the network. None opens anything before it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, assert_never

from rexus.base.actor import Actor
from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import (
    AccesoRechazadoError,
    BaseDanadaError,
    BaseInalcanzableError,
    BaseSinPrepararError,
    ConflictoError,
    NoEncontradoError,
    ResultadoDesconocidoError,
    RexusError,
)
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.configuracion import equipo, operaciones
from rexus.configuracion.aplicacion import Hecho, aplicar, imponer, no_aplicable
from rexus.configuracion.datos import Cambiado, Fila, Historial, Sincronizacion
from rexus.configuracion.entrega import entregar
from rexus.configuracion.instalacion import instalacion
from rexus.configuracion.operaciones import ETIQUETA, MODIFICAR, VER
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.settings import SCHEMA, LlaveroError, Pendiente, Settings

log = get_logger(__name__)

Eleccion = Literal["mio", "suyo"]

# The database cannot be used now, and it is not a matter of seconds: a change of a shared key waits in the file.
# (LlaveroError: the password for it cannot be had.)
AUSENTE: Final = (
    BaseInalcanzableError,
    ResultadoDesconocidoError,
    AccesoRechazadoError,
    BaseSinPrepararError,
    BaseDanadaError,
    LlaveroError,
)


class Sincronizador:
    """For whoever is signed in, `actor()`."""

    def __init__(self, registry: Registry, settings: Settings, actor: Callable[[], Actor]) -> None:
        self._registry = registry
        self._settings = settings
        self._actor = actor
        self._instalacion = instalacion(registry.conexion)
        settings.usar_base(self._instalacion)

    def traer(self) -> None:
        """Take over what the database holds. Raises BaseError."""
        with self._settings.turno:
            self._adoptar(self._registry.leer(INVENTARIO, self._actor(), operaciones.filas))

    def sincronizar(self, *, ajenos: bool = False) -> Result[Sincronizacion]:
        """Read the file again, apply the pending changes that this actor made, take over what the database holds.

        `ajenos` applies those of others too. Those that the actor has no right to make wait. What was changed on this
        seat joins the audit trail (`entrega`). Raises BaseError.
        """
        hecho = self._sincronizar(ajenos=ajenos)
        self.entregar()
        return hecho

    def entregar(self) -> None:
        """Hand the changes of this seat on to the audit trail, as far as it can be done now. Raises nothing."""
        entregar(self._registry, self._settings, self._actor())

    def _sincronizar(self, *, ajenos: bool) -> Result[Sincronizacion]:
        actor, settings = self._actor(), self._settings
        with settings.turno:
            settings.releer()
            pendientes = settings.pendientes()
            reparos = {c: motivo for c, p in pendientes.items() if (motivo := self._reparo(c, p))}
            posibles = {c: p for c, p in pendientes.items() if c not in reparos}
            mios = {c: p for c, p in posibles.items() if ajenos or p.quien == actor.usuario}
            if not mios or not actor.puede(MODIFICAR):
                self.traer()
                return Result(Sincronizacion((), (), tuple(posibles), reparos), NOTHING)
            resultado = self._registry.escribir(INVENTARIO, actor, aplicar, mios, por_version=True)
            hecho = resultado.value
            self._asentar(hecho, mios)
        de_otros = tuple(clave for clave in posibles if clave not in mios)
        if hecho.aplicados or hecho.conflictos:
            log.info("pending settings: %d applied, %d in conflict", len(hecho.aplicados), len(hecho.conflictos))
        return Result(Sincronizacion(hecho.aplicados, hecho.conflictos, de_otros, reparos), resultado.change)

    def cambiar(self, cambios: Mapping[str, Any], vistos: Mapping[str, Any] | None = None) -> Result[Cambiado]:
        """Change keys, each where it lives; None takes one back to the factory's value.

        `vistos` are the database's values that the user saw when deciding (else those last seen here): a key that
        holds another one by now is a conflict, and waits as pending. Without the database shared keys become pending.

        All but how the seat looks needs `configuracion.modificar`.

        Raises DatoInvalidoError with a reason for every value that does not fit, PermisoError, DictadaError for a key
        that the environment dictates; BaseError when the database is there and cannot serve now; nothing is saved
        then. ArchivoError and the like when this machine's file cannot be written: what lives in the database is saved.
        """
        actor, settings = self._actor(), self._settings
        if equipo.piden_permiso(cambios):
            self._registry.exigir(actor, MODIFICAR, Sincronizador.cambiar)
        preparados = equipo.preparar(settings, cambios)
        propios = {c: valor for c, valor in preparados.items() if SCHEMA[c].alcance == "equipo"}
        compartidos = {c: valor for c, valor in preparados.items() if c not in propios}
        hecho = self._compartir(actor, compartidos, vistos) if compartidos else Cambiado()
        guardados = equipo.guardar(settings, propios, actor.usuario) if propios else ()
        if guardados:
            self.entregar()
        todo = Cambiado((*hecho.guardados, *guardados), hecho.pendientes, hecho.conflictos, hecho.sin_base)
        return Result(todo, Change.of(ETIQUETA) if todo.guardados or todo.pendientes else NOTHING)

    def resolver(self, clave: str, eleccion: Eleccion, version: int) -> Result[Cambiado]:
        """Choose for a key in conflict: «mio» writes the pending value over the row of that `version`, «suyo» drops it.

        A row that changed again is a new conflict. Raises NoEncontradoError when nothing is pending, BaseError.
        """
        self._registry.exigir(self._actor(), MODIFICAR, Sincronizador.resolver)
        pendiente = self._pendiente(clave)
        match eleccion:
            case "suyo":
                self._settings.retirar({clave: pendiente})
                return Result(Cambiado(), Change.of(ETIQUETA))
            case "mio":
                if reparo := self._reparo(clave, pendiente):
                    frase = tr("El cambio pendiente de «{clave}» no se puede aplicar: {motivo}.")
                    raise ConflictoError(frase.format(clave=clave, motivo=reparo))
                with self._settings.turno:
                    resultado = self._registry.escribir(INVENTARIO, self._actor(), imponer, clave, pendiente, version)
                    self._asentar(resultado.value, {clave: pendiente})
                hecho = resultado.value
                return Result(Cambiado(hecho.aplicados, (), hecho.conflictos), resultado.change)
        assert_never(eleccion)

    def descartar(self, clave: str) -> Result[None]:
        """Undo a pending change. Raises NoEncontradoError when there is none."""
        self._registry.exigir(self._actor(), MODIFICAR, Sincronizador.descartar)
        self._settings.retirar({clave: self._pendiente(clave)})
        return Result(None, Change.of(ETIQUETA))

    def historial(self, clave: str | None = None, limite: int = 200) -> Historial:
        """Who changed a key, or any, newest first: those of this machine and those of the workshop.

        Needs `configuracion.ver`, with the database and without it. Raises PermisoError.
        """
        self._registry.exigir(self._actor(), VER)
        locales = equipo.historial(self._settings, clave)
        sin_base: RexusError | None = None
        try:
            comunes = self._registry.leer(INVENTARIO, self._actor(), operaciones.historial, clave, limite)
        except AUSENTE as error:
            comunes, sin_base = [], error
        todos = sorted([*locales, *reversed(comunes)], key=lambda cambio: cambio.fecha, reverse=True)
        return Historial(tuple(todos[:limite]), sin_base)

    def _compartir(self, actor: Actor, cambios: Mapping[str, Any], vistos: Mapping[str, Any] | None) -> Cambiado:
        settings = self._settings
        pedidos = equipo.pedidos(settings, cambios, actor.usuario, vistos)
        with settings.turno:
            otras = settings.ajenas()
            anteriores = {c: p for c, p in settings.pendientes().items() if c in cambios and c not in otras}
            try:
                hecho = self._registry.escribir(INVENTARIO, actor, aplicar, pedidos).value
            except AUSENTE as error:
                log.info("settings wait for the database: %s", error)
                return Cambiado((), equipo.dejar_pendientes(settings, pedidos), (), error)
            if hecho.conflictos:
                settings.proponer({c.clave: pedidos[c.clave] for c in hecho.conflictos})
            self._asentar(hecho, anteriores)
        return Cambiado(hecho.aplicados, (), hecho.conflictos)

    def _asentar(self, hecho: Hecho, pendientes: Mapping[str, Pendiente]) -> None:
        """What the database now holds is taken over; the pending changes that reached it are no longer pending."""
        self._adoptar(hecho.filas)
        llegados = {c: p for c, p in pendientes.items() if c in (*hecho.aplicados, *hecho.iguales)}
        if not llegados:
            return
        try:
            self._settings.retirar(llegados)
        except RexusError as error:
            # They are in the database, which is what was asked for; the next time finds them there and drops them.
            log.warning("pending settings not taken out of the file: %s", error)

    def _adoptar(self, filas: Mapping[str, Fila]) -> None:
        """Take over what the database holds."""
        self._settings.adoptar_base(
            {clave: fila.valor for clave, fila in filas.items()},
            versiones={clave: fila.version for clave, fila in filas.items()},
            instalacion=self._instalacion,
        )

    def _reparo(self, clave: str, pendiente: Pendiente) -> str:
        """Why a pending change cannot go to this database; empty when it can."""
        return no_aplicable(clave, pendiente, self._instalacion)

    def _pendiente(self, clave: str) -> Pendiente:
        pendiente = self._settings.pendientes().get(clave)
        if pendiente is None:
            raise NoEncontradoError(tr("No hay ningún cambio pendiente de «{clave}».").format(clave=clave))
        return pendiente
