"""Reading and changing the configuration. Opens nothing until something is asked of it; most calls may wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rexus.base.actor import Actor
from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import PermisoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.configuracion import (
    ETIQUETA,
    MODIFICAR,
    VER,
    Cambiado,
    Historial,
    Plan,
    Sincronizacion,
    Sincronizador,
    asentar,
    equipo,
    exportar,
    leer_documento,
    planear,
)
from rexus.db.registry import Registry
from rexus.intercambio.reemplazo import archivo_nuevo
from rexus.modulos.configuracion.domain import Estado, visibles
from rexus.respaldos.automatico import entre_respaldos
from rexus.settings import SCHEMA, LlaveroError, Setting, Settings

log = get_logger(__name__)

_CLAVE = "db.clave"


@dataclass(frozen=True)
class Guardado:
    """What became of changes: `antes` are the values to go back to, by key, of those that took effect; `escritos` those
    that took their place."""

    cambiado: Cambiado
    antes: Mapping[str, Any]
    escritos: Mapping[str, Any]
    secretos: tuple[str, ...] = ()
    llavero: RexusError | None = None


@dataclass(frozen=True)
class Guardadas:
    """Where each password is kept (see `Estado.secreto`), and why the keyring could not be asked."""

    donde: Mapping[str, str]
    llavero: RexusError | None = None


class ConfiguracionModel:
    """For whoever is signed in; without `actor` nobody is, and only what is of this machine can be changed.

    Who is signed in needs `configuracion.modificar` for every change but how the seat looks, and `configuracion.ver` to
    look.
    """

    def __init__(self, registry: Registry | None, settings: Settings, actor: Callable[[], Actor] | None) -> None:
        self._registry = registry
        self._settings = settings
        self._actor = actor
        self._sincronizador = (
            Sincronizador(registry, settings, actor) if registry is not None and actor is not None else None
        )

    # ── What is known, without waiting ──

    @property
    def con_sesion(self) -> bool:
        """Whether somebody is signed in."""
        return self._sincronizador is not None

    @property
    def usuario(self) -> str:
        """Who is signed in; empty without anybody."""
        return self._actor().usuario if self._actor is not None else ""

    @property
    def puede_modificar(self) -> bool:
        """Whether whoever is signed in may change more than how the seat looks; without anybody, what is of this
        machine."""
        return self._actor is None or self._actor().puede(MODIFICAR)

    def estados(self, secretos: Mapping[str, str]) -> dict[str, Estado]:
        """Every key that the page shows. `secretos` says where the passwords are, as far as it is known."""
        settings = self._settings
        pendientes, en_conflicto, esperan = settings.pendientes(), settings.en_conflicto(), settings.espera_reinicio()
        ajenas = settings.ajenas()
        estados: dict[str, Estado] = {}
        for setting in visibles():
            clave = setting.clave
            variable = settings.variable(clave) or ""
            estados[clave] = Estado(
                valor="" if setting.secreta else settings.get(clave) if variable else settings.guardado(clave),
                fabrica=settings.de_fabrica(clave),
                origen=self._origen(setting, variable, secretos.get(clave)),
                base=settings.base(clave),
                variable=variable,
                motivo=self._motivo(setting),
                espera_reinicio=clave in esperan,
                en_conflicto=clave in en_conflicto,
                pendiente=pendientes.get(clave),
                otra_base=pendientes[clave].instalacion if clave in ajenas else "",
                secreto="entorno" if setting.secreta and variable else secretos.get(clave),
            )
        return estados

    # ── What may wait ──

    def guardar(
        self, cambios: Mapping[str, Any], vistos: Mapping[str, Any], secretos: Mapping[str, str]
    ) -> Result[Guardado]:
        """Change keys (None: back to the factory's value) and keep passwords.

        `vistos` are the database's values that the user saw. Passwords ask for the permission that changes do. Raises
        as `Sincronizador.cambiar`; nothing is saved then. A keyring that refuses undoes nothing of the rest:
        `Guardado.llavero` says so.
        """
        if secretos or equipo.piden_permiso(cambios):
            self._exigir(MODIFICAR, ConfiguracionModel.guardar)
        antes = {clave: self._anterior(clave) for clave in cambios}
        resultado = self._cambiar(cambios, vistos) if cambios else Result(Cambiado(), NOTHING)
        hechos = (*resultado.value.guardados, *resultado.value.pendientes)
        guardadas: list[str] = []
        llavero: RexusError | None = None
        for clave, texto in secretos.items():
            try:
                equipo.guardar_secreto(self._settings, clave, texto, self.usuario)
                guardadas.append(clave)
            except LlaveroError as error:
                llavero = error
        if guardadas:
            self._entregar()
        change = Change.of(ETIQUETA) if guardadas else resultado.change
        vueltas = {clave: antes[clave] for clave in hechos}
        escritos = equipo.preparar(self._settings, {clave: cambios[clave] for clave in hechos})
        return Result(Guardado(resultado.value, vueltas, escritos, tuple(guardadas), llavero), change)

    def guardar_conexion(self, cambios: Mapping[str, Any], secreto: str) -> None:
        """Keep another connection of this machine: the changed keys, and a password unless it is empty.

        The password first: without it the rest would be a connection that does not work. If the rest cannot be saved
        the password before comes back: with the new one the old connection would not work. Raises PermisoError,
        LlaveroError, and as `equipo.guardar`.
        """
        self._exigir(MODIFICAR, ConfiguracionModel.guardar_conexion)
        settings = self._settings
        preparados = equipo.preparar(settings, cambios)
        if not secreto:
            equipo.guardar(settings, preparados, self.usuario)
            return
        antes = settings.secreto(_CLAVE) if settings.origen_secreto(_CLAVE) == "llavero" else ""
        settings.guardar_secreto(_CLAVE, secreto)
        try:
            equipo.guardar(settings, preparados, self.usuario)
        except Exception:
            # Also of a bug: the old connection must go on working.
            self._reponer(antes)
            raise
        equipo.recordar_secreto(settings, _CLAVE, "guardado", self.usuario)

    def importar(
        self, cambios: Mapping[str, Any], vistos: Mapping[str, Any], avance: Avance | None = None
    ) -> Result[Guardado]:
        """Take over what a file holds, after a backup if the newest one is too old. Raises as `guardar`, and
        RespaldoPrevioError: nothing is changed then."""
        if equipo.piden_permiso(cambios):
            # Before the backup: who may not import has none made.
            self._exigir(MODIFICAR, ConfiguracionModel.importar)
        if self._registry is None or self._actor is None:
            return self.guardar(cambios, vistos, {})
        with entre_respaldos(self._registry, "importar la configuración", self._actor(), avance, aun_sin_base=True):
            return self.guardar(cambios, vistos, {})

    def deshacer(self, hecho: Guardado) -> Result[Guardado]:
        """Take changes back. What somebody else wrote over a shared one since is a conflict, never overwritten.

        Raises as `guardar`.
        """
        pendientes = self._settings.pendientes()
        vistos: dict[str, Any] = {}
        for clave, escrito in hecho.escritos.items():
            if SCHEMA[clave].alcance == "empresa":
                pendiente = pendientes.get(clave)
                # One that still waits never came to the database: it holds what the change was based on.
                vistos[clave] = escrito if pendiente is None or pendiente.valor != escrito else pendiente.base
        return self.guardar(hecho.antes, vistos, {})

    def secretos(self) -> Guardadas:
        """Where each password is. Raises PermisoError."""
        self._exigir(VER, ConfiguracionModel.secretos)
        donde: dict[str, str] = {}
        for setting in visibles():
            if setting.secreta:
                try:
                    donde[setting.clave] = self._settings.origen_secreto(setting.clave) or ""
                except LlaveroError as error:
                    return Guardadas({**donde, setting.clave: ""}, error)
        return Guardadas(donde)

    def quitar_secreto(self, clave: str) -> Result[None]:
        """Forget a password of the keyring. Raises LlaveroError, PermisoError."""
        self._exigir(MODIFICAR, ConfiguracionModel.quitar_secreto)
        equipo.quitar_secreto(self._settings, clave, self.usuario)
        self._entregar()
        return Result(None, Change.of(ETIQUETA))

    def actualizar(self, *, ajenos: bool = False) -> Result[Sincronizacion]:
        """Read the file and the database again, and apply what waits. Raises BaseError."""
        if self._sincronizador is None:
            self._settings.releer()
            return Result(Sincronizacion(), NOTHING)
        return self._sincronizador.sincronizar(ajenos=ajenos)

    def resolver(self, clave: str, eleccion: Literal["mio", "suyo"], version: int) -> Result[Cambiado]:
        """Choose for a key in conflict. Raises as `Sincronizador.resolver`."""
        return self._con_base().resolver(clave, eleccion, version)

    def descartar(self, clave: str) -> Result[None]:
        """Undo a pending change. Raises as `Sincronizador.descartar`."""
        return self._con_base().descartar(clave)

    def historial(self, clave: str | None) -> Historial:
        """The changes of a key, or of all, newest first; without anybody signed in, those of this machine.

        Raises PermisoError.
        """
        if self._sincronizador is not None:
            return self._sincronizador.historial(clave)
        return Historial(tuple(reversed(equipo.historial(self._settings, clave))))

    def planear(self, archivo: Path) -> Plan:
        """What importing the file would change. Raises PermisoError, ArchivoError."""
        self._exigir(VER, ConfiguracionModel.planear)
        return planear(self._settings, leer_documento(archivo))

    def exportar(self, archivo: Path) -> None:
        """Write the whole configuration, without passwords; it is recorded, or there is no file.

        Raises PermisoError, ArchivoError, DiscoLlenoError, SoloLecturaError, BaseError.
        """
        self._exigir(VER, ConfiguracionModel.exportar)
        with archivo_nuevo(
            archivo, lambda: asentar(self._settings, archivo.name, self._registry, self._actor)
        ) as salida:
            salida.write(exportar(self._settings))

    # ── Within ──

    def _cambiar(self, cambios: Mapping[str, Any], vistos: Mapping[str, Any]) -> Result[Cambiado]:
        if self._sincronizador is not None:
            return self._sincronizador.cambiar(cambios, vistos)
        preparados = equipo.preparar(self._settings, cambios)
        return Result(Cambiado(equipo.guardar(self._settings, preparados, "")), Change.of(ETIQUETA))

    def _entregar(self) -> None:
        if self._sincronizador is not None:
            self._sincronizador.entregar()

    def _anterior(self, clave: str) -> Any:
        """The value to go back to: None is the factory's."""
        de_fabrica = self._settings.origen(clave) == "fabrica"
        return None if de_fabrica else self._settings.guardado(clave)

    def _origen(self, setting: Setting, variable: str, secreto: str | None) -> str:
        if not setting.secreta:
            return self._settings.origen(setting.clave)
        return "entorno" if variable else "usuario" if secreto else "fabrica"

    def _motivo(self, setting: Setting) -> str:
        if not self.puede_modificar and not setting.de_cualquiera:
            return tr("Falta el permiso de modificar la configuración.")
        if not self.con_sesion and setting.alcance == "empresa":
            return tr("Es de todo el taller: hay que entrar para cambiarlo.")
        return ""

    def _exigir(self, permiso: str, operacion: Callable[..., Any]) -> None:
        """Of whoever is signed in. Nobody: the system user, whose file and keyring these are."""
        if self._actor is not None and self._registry is not None:
            self._registry.exigir(self._actor(), permiso, operacion)

    def _reponer(self, clave: str) -> None:
        try:
            if clave:
                self._settings.guardar_secreto(_CLAVE, clave)
            else:
                self._settings.quitar_secreto(_CLAVE)
        except LlaveroError as error:
            # Why nothing was saved is what the user must know.
            log.warning("the password before was not put back: %s", error)

    def _con_base(self) -> Sincronizador:
        if self._sincronizador is None:
            raise PermisoError(tr("Hay que entrar para eso. No se hizo nada."), tr("Entrar y repetirlo."))
        return self._sincronizador
