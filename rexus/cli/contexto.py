"""What every verb works with: the home, the registry, who signed in, and how to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from rexus.base import log
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import RexusError, SoloLecturaError, todo_o_nada
from rexus.base.paths import default_paths
from rexus.base.text import tr
from rexus.cli import palabras
from rexus.db.cache import cache_de
from rexus.db.conexion import conexion_de, pool_de
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.settings import Settings

if TYPE_CHECKING:
    from rexus.catalogo.model import ModeloCatalogo
    from rexus.modulos.compras.model import ComprasModel
    from rexus.modulos.herrajes.model import HerrajesModel
    from rexus.modulos.obras.model import ObrasModel
    from rexus.seguridad import Ingreso, Politica

# Here, since every verb begins with this module.
palabras.instalar()

# The classes of articles that verbs can name, in the order in which they are looked through.
CLASES: Final = ("perfil", "herraje")


class Contexto:
    """Opens nothing until a verb asks for it."""

    def __init__(self, *, como_json: bool = False) -> None:
        self.como_json = como_json
        self.paths = default_paths()
        #: What was given to sign in with.
        self.clave = ""
        self._sesion: str | None = None
        # The reasons of the backups that come after what was done, and who did it.
        self._despues: list[tuple[str, Actor]] = []

    @cached_property
    def registry(self) -> Registry:
        """The databases of this home, or of the server that the settings name."""
        conexion = conexion_de(self.settings)
        cache = cache_de(self.settings, conexion, self.paths)
        registry = Registry(self.paths, conexion, pool_de(self.settings), cache=cache, por_lotes=True)
        registry.ajustes = self.settings
        registry.avisar = lambda frase: click.echo(frase, err=True)
        registry.respaldo_despues = lambda motivo, actor: self._despues.append((motivo, actor))
        return registry

    @cached_property
    def settings(self) -> Settings:
        """What is configured on this machine. What is wrong with the files goes to the log, which opens here."""
        try:
            self.paths.crear()
        except OSError as error:
            raise SoloLecturaError(str(self.paths.data.parent)) from error
        log.configure(self.paths.logs)
        settings = Settings(self.paths)
        for problema in settings.problemas:
            log.get_logger(__name__).warning("settings: %s", problema.frase)
        return settings

    @property
    def actor(self) -> Actor:
        """Who asks. Raises CredencialesError, and a RexusError while something must be done before anything else."""
        from rexus.seguridad.ingreso import CAMBIAR_CLAVE

        ingreso = self.quien_entro
        if CAMBIAR_CLAVE in ingreso.debe:
            raise RexusError(
                tr("Falta elegir una clave"),
                tr("La de «{usuario}» venció o es un código provisorio. No se hizo nada.").format(
                    usuario=ingreso.actor.usuario
                ),
                tr("Elegirla con «rexus usuario clave», o al entrar en la ventana."),
            )
        if ingreso.debe:
            raise RexusError(
                tr("Falta el segundo factor"),
                tr("El rol de «{usuario}» lo pide y la cuenta no lo tiene. No se hizo nada.").format(
                    usuario=ingreso.actor.usuario
                ),
                tr("Inscribirlo al entrar en la ventana."),
            )
        return ingreso.actor

    @cached_property
    def quien_entro(self) -> Ingreso:
        """Who signed in with REXUS_USUARIO and REXUS_CLAVE, or asked for; and what they must do first.

        Raises CredencialesError. Without the variables and without a terminal, a RexusError says which to set.
        """
        # Deferred: hashing and accounts are not needed to print a help text.
        from rexus.configuracion import entregar, poner_al_dia
        from rexus.seguridad import Guardia
        from rexus.seguridad.ingreso import SegundoFactorError

        self.exigir_cuentas()
        usuario, self.clave = self.usuario_y_clave()
        poner_al_dia(self.registry, self.settings)
        try:
            ingreso = self._entrar(usuario, os.environ.get("REXUS_CODIGO", ""))
        except SegundoFactorError:
            ingreso = self._entrar(usuario, self.pedir_codigo())
        self._sesion = ingreso.actor.sesion
        self.registry.guardia = Guardia(self.registry, self._politica)
        entregar(self.registry, self.settings, ingreso.actor)
        return ingreso

    def usuario_y_clave(self) -> tuple[str, str]:
        """Who asks, by REXUS_USUARIO and REXUS_CLAVE, or asked for. Raises as `quien_entro`."""
        usuario = os.environ.get("REXUS_USUARIO") or self._preguntar(tr("Usuario"), "REXUS_USUARIO", oculto=False)
        return usuario, os.environ.get("REXUS_CLAVE") or self._preguntar(tr("Clave"), "REXUS_CLAVE", oculto=True)

    def pedir_codigo(self) -> str:
        """The code of a second factor, asked for. Raises as `quien_entro`."""
        return self._preguntar(tr("Código"), "REXUS_CODIGO", oculto=False)

    @property
    def inventario(self) -> ModeloCatalogo:
        """The catalogue of perfiles, for the actor."""
        return self.catalogo("perfil")

    @property
    def herrajes(self) -> HerrajesModel:
        """The catalogue of herrajes, with its kits."""
        from rexus.modulos import tablas  # noqa: F401 - makes every table known
        from rexus.modulos.herrajes.model import HerrajesModel

        actor = self.actor
        return HerrajesModel(self.registry, lambda: actor)

    @property
    def obras(self) -> ObrasModel:
        """The obras, for the actor."""
        from rexus.modulos import tablas  # noqa: F401 - makes every table known
        from rexus.modulos.obras.model import ObrasModel

        actor = self.actor
        return ObrasModel(self.registry, lambda: actor)

    @property
    def compras(self) -> ComprasModel:
        """Purchases, for the actor."""
        from rexus.modulos import tablas  # noqa: F401 - makes every table known
        from rexus.modulos.compras.model import ComprasModel

        actor = self.actor
        return ComprasModel(self.registry, lambda: actor, self.settings)

    def catalogo(self, clase: str) -> ModeloCatalogo:
        """The catalogue of a class of articles, for the actor."""
        from rexus.modulos import tablas  # noqa: F401 - makes every table known
        from rexus.modulos.inventario.model import InventarioModel

        if clase == "herraje":
            return self.herrajes
        actor = self.actor
        return InventarioModel(self.registry, lambda: actor)

    def leer(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """What an operation on the business database reads, for the actor."""
        actor = self._en_inventario()
        return self.registry.leer(INVENTARIO, actor, operacion, *args, **kw)

    def escribir(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """What an operation that writes to it gives, committed."""
        actor = self._en_inventario()
        return self.registry.escribir(INVENTARIO, actor, operacion, *args, **kw).value

    def exigir(self, permiso: str) -> None:
        """Raise PermisoError unless the actor holds it: before a file is read for somebody who may not use it."""
        self.registry.exigir(self.actor, permiso)

    def _en_inventario(self) -> Actor:
        from rexus.modulos import tablas  # noqa: F401 - makes every table known

        return self.actor

    def exigir_cuentas(self) -> None:
        """Raise a RexusError while nobody could sign in at all, whatever the name: nothing is given away by that.

        Where there is no database nothing is made: a home that nobody began with stays empty.
        """
        from rexus.seguridad import hay_cuentas

        registry = self.registry
        empezado = registry.motor.es_servidor or registry.motor.interrumpida() or Path(registry.lugar(USERS)).exists()
        if not empezado or not registry.leer(USERS, SISTEMA, hay_cuentas):
            orden = "CARPETA --portatil --motor URL" if registry.motor.es_servidor else "ID --desde CARPETA"
            raise RexusError(
                tr("Todavía no hay ninguna cuenta"),
                tr("Nadie puede entrar hasta que se cree el primer administrador o se restaure un respaldo."),
                tr(
                    "Crearlo abriendo el programa o con «rexus usuario crear-admin --usuario NOMBRE». "
                    "Para seguir con un respaldo: «rexus restaurar {orden}»."
                ).format(orden=orden),
            )

    def _entrar(self, usuario: str, codigo: str) -> Ingreso:
        from rexus.seguridad import entrar

        return entrar(self.registry, usuario, self.clave, self._politica(), codigo=codigo, programa="consola")

    def _politica(self) -> Politica:
        from rexus.seguridad import politica_de

        return politica_de(self.settings)

    def cerrar(self) -> None:
        """Make the backups that come after what was done, end the session, and close what was opened."""
        if "registry" not in self.__dict__:
            return
        try:
            for motivo, actor in self._despues:
                self._respaldar_despues(motivo, actor)
            self._salir()
        finally:
            self.registry.close()

    def _respaldar_despues(self, motivo: str, actor: Actor) -> None:
        """What was asked for is done and told: a backup that fails, or that nobody wants to wait for, is told too."""
        from rexus.respaldos.automatico import respaldar_despues

        cuando = motivo[:1].upper() + motivo[1:]
        click.echo(tr("{cuando} se hace un respaldo.").format(cuando=cuando), err=True)
        try:
            respaldar_despues(self.registry, self.settings, motivo, actor)
        except (RexusError, KeyboardInterrupt) as error:
            detalle = f" {error.frase} {error.que_hacer}".rstrip() if isinstance(error, RexusError) else ""
            frase = tr("{cuando} no se hizo el respaldo. Lo demás quedó hecho.{detalle}")
            click.echo(frase.format(cuando=cuando, detalle=detalle), err=True)

    def _salir(self) -> None:
        if self._sesion is None:
            return
        from rexus.seguridad import sesiones

        try:
            self.registry.escribir(USERS, SISTEMA, sesiones.terminar, self._sesion)
        except RexusError as error:
            # What was asked for is done and told; the session ends by itself when nobody uses it.
            log.get_logger(__name__).warning("the session was not ended: %s", error)

    def _preguntar(self, texto: str, variable: str, *, oculto: bool) -> str:
        if not sys.stdin.isatty():
            raise RexusError(
                tr("Falta decir quién entra"),
                tr("No está la variable {variable} y no hay una terminal donde preguntarlo. No se hizo nada.").format(
                    variable=variable
                ),
                tr("Definir REXUS_USUARIO y REXUS_CLAVE, y REXUS_CODIGO si la cuenta pide un segundo factor."),
            )
        return str(click.prompt(texto, hide_input=oculto, err=True))


def verbo(funcion: Callable[..., Any]) -> Any:
    """A command's function gets the Contexto first, and the option --json, which may also stand before the verb."""

    @click.option("--json", "como_json", is_flag=True, help=tr("Un documento JSON en vez de una tabla."))
    @click.pass_obj
    @wraps(funcion)
    def envuelta(contexto: Contexto, /, *args: Any, como_json: bool, **kw: Any) -> Any:
        contexto.como_json = contexto.como_json or como_json
        return funcion(contexto, *args, **kw)

    return envuelta


def verbo_que_escribe(funcion: Callable[..., Any]) -> Any:
    """The same for a command that writes to the database, all or nothing: when it is away, nothing was saved."""

    @wraps(funcion)
    def envuelta(*args: Any, **kw: Any) -> Any:
        with todo_o_nada():
            return funcion(*args, **kw)

    return verbo(envuelta)
