"""What every verb works with: the home, the registry, who signed in, and how to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

import click

from rexus.base import log
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import CredencialesError, RexusError, SoloLecturaError, todo_o_nada
from rexus.base.paths import default_paths
from rexus.base.text import tr
from rexus.db.cache import cache_de
from rexus.db.conexion import conexion_de, pool_de
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.settings import Settings


class Contexto:
    """Opens nothing until a verb asks for it."""

    def __init__(self, *, como_json: bool = False) -> None:
        self.como_json = como_json
        self.paths = default_paths()
        self._sesion: str | None = None

    @cached_property
    def registry(self) -> Registry:
        """The databases of this home, or of the server that the settings name."""
        conexion = conexion_de(self.settings)
        cache = cache_de(self.settings, conexion, self.paths)
        return Registry(self.paths, conexion, pool_de(self.settings), cache=cache, por_lotes=True)

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

    @cached_property
    def actor(self) -> Actor:
        """Who asks: REXUS_USUARIO and REXUS_CLAVE, or asked for. Raises CredencialesError.

        Without the variables and without a terminal, a RexusError says which to set.
        """
        # Deferred: hashing and accounts are not needed to print a help text.
        from rexus.seguridad import Guardia, entrar, politica_de

        usuario = os.environ.get("REXUS_USUARIO") or self._preguntar(tr("Usuario"), "REXUS_USUARIO", oculto=False)
        clave = os.environ.get("REXUS_CLAVE") or self._preguntar(tr("Clave"), "REXUS_CLAVE", oculto=True)
        codigo = os.environ.get("REXUS_CODIGO", "")
        registry, settings = self.registry, self.settings
        ingreso = entrar(registry, usuario, clave, politica_de(settings), codigo=codigo, programa="consola")
        registry.guardia = Guardia(registry, lambda: politica_de(settings))
        self._sesion = ingreso.actor.sesion
        return ingreso.actor

    @cached_property
    def inventario(self) -> Any:
        """The catalogue of perfiles, for the actor."""
        from rexus.modulos import tablas  # noqa: F401 - makes every table known
        from rexus.modulos.inventario.model import InventarioModel

        actor = self.actor
        return InventarioModel(self.registry, lambda: actor)

    def exigir_cuentas(self) -> None:
        """Raise a RexusError while nobody could sign in at all, whatever the name: nothing is given away by that."""
        from rexus.seguridad import hay_cuentas

        if not self.registry.leer(USERS, SISTEMA, hay_cuentas):
            raise RexusError(
                tr("Todavía no hay ninguna cuenta"),
                tr("Nadie puede entrar hasta que se cree el primer administrador."),
                tr("Crearlo con «rexus usuario crear-admin --usuario NOMBRE», o abriendo el programa."),
            )

    def cerrar(self) -> None:
        """End the session and close what was opened."""
        if "registry" not in self.__dict__:
            return
        try:
            self._salir()
        finally:
            self.registry.close()

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
                tr("Definir REXUS_USUARIO y REXUS_CLAVE."),
            )
        return str(click.prompt(texto, hide_input=oculto, err=True))


def verbo(funcion: Callable[..., Any]) -> Any:
    """A command's function gets the Contexto first, and the option --json, which may also stand before the verb."""

    @click.option("--json", "como_json", is_flag=True, help=tr("Un documento JSON en vez de una tabla."))
    @click.pass_obj
    @wraps(funcion)
    def envuelta(contexto: Contexto, /, *args: Any, como_json: bool, **kw: Any) -> Any:
        contexto.como_json = contexto.como_json or como_json
        try:
            return funcion(contexto, *args, **kw)
        except CredencialesError:
            contexto.exigir_cuentas()
            raise

    return envuelta


def verbo_que_escribe(funcion: Callable[..., Any]) -> Any:
    """The same for a command that writes to the database, all or nothing: when it is away, nothing was saved."""

    @wraps(funcion)
    def envuelta(*args: Any, **kw: Any) -> Any:
        with todo_o_nada():
            return funcion(*args, **kw)

    return verbo(envuelta)
