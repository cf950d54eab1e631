"""What the verbs of `rexus config` share: the values with or without the database, and how they are shown."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from rexus.base.errors import BaseError, NoEncontradoError, RexusError
from rexus.base.sistema import cuenta_del_sistema
from rexus.base.text import formatear_fecha, fuente, tr
from rexus.cli.contexto import Contexto
from rexus.db.conexion import SQLITE
from rexus.db.names import USERS
from rexus.settings import SCHEMA, Setting, Settings
from rexus.settings.zona import zona_horaria

if TYPE_CHECKING:
    from rexus.base.actor import Actor
    from rexus.configuracion import Sincronizador
    from rexus.db.registry import Registry

ORIGENES = fuente(
    {
        "fabrica": "de fábrica",
        "usuario": "archivo",
        "base": "base",
        "pendiente": "pendiente",
        "entorno": "entorno",
        "llavero": "llavero",
    }
)


class Mesa:
    """The settings of the home, and the database behind them when it is needed and answers."""

    def __init__(self, contexto: Contexto) -> None:
        self._contexto = contexto
        self.settings: Settings = contexto.settings
        click.get_current_context().call_on_close(self.settings.close)
        for problema in self.settings.problemas:
            click.echo(f"{problema.frase} {problema.que_hacer}".strip(), err=True)

    @property
    def registry(self) -> Registry:
        """The databases behind the settings."""
        return self._contexto.registry

    def entrar(self) -> tuple[Actor | None, RexusError | None]:
        """Who signed in; or nobody, and why the database cannot be asked. Raises CredencialesError."""
        from rexus.configuracion import AUSENTE

        if self.settings.get("db.motor") == SQLITE and not self._contexto.paths.database(USERS).exists():
            return None, BaseError(
                tr("Todavía no hay base"),
                tr("Nadie abrió el programa en este lugar."),
                tr("Abrirlo una vez, o crear el administrador con «rexus usuario crear-admin»."),
            )
        try:
            return self._contexto.actor, None
        except AUSENTE as error:
            return None, error

    def sincronizador(self) -> Sincronizador:
        """For who signed in. Raises what signing in raises."""
        from rexus.configuracion import Sincronizador

        actor, sin_base = self.entrar()
        if actor is None:
            assert sin_base is not None
            raise sin_base
        return Sincronizador(self.registry, self.settings, lambda: actor)

    @contextmanager
    def entre_respaldos(self, operacion: str) -> Iterator[None]:
        """Make a backup before the block if the newest one is too old and there is a database.

        Raises RespaldoPrevioError.
        """
        from rexus.modulos import tablas  # noqa: F401 - makes every table known
        from rexus.respaldos.automatico import entre_respaldos

        actor, _ = self.entrar()
        if actor is None:
            yield
            return
        with entre_respaldos(self.registry, operacion, actor, aun_sin_base=True):
            yield

    def al_dia(self, claves: list[str]) -> None:
        """Take over the database's values if any of the keys lives there; if it is away, say that copies are shown.

        Raises PermisoError, and what signing in raises.
        """
        from rexus.configuracion import AUSENTE, VER, Sincronizador

        if not any(SCHEMA[clave].alcance == "empresa" for clave in claves):
            return
        actor, sin_base = self.entrar()
        if actor is not None:
            self.registry.exigir(actor, VER, Sincronizador.traer)
            try:
                Sincronizador(self.registry, self.settings, lambda: actor).traer()
            except AUSENTE as error:
                sin_base = error
        if sin_base is not None:
            click.echo(f"{sin_base.titulo}: {sin_base.frase} {self._de_cuando()}", err=True)

    def quien(self) -> str:
        """Who asks when nobody signed in: the user that is named, if one is, and the system's account.

        With a space inside, so that it is never a user's name: nobody has seen the password.
        """
        dicho, cuenta = os.environ.get("REXUS_USUARIO"), cuenta_del_sistema()
        if not dicho:
            return tr("{cuenta} (sin entrar)").format(cuenta=cuenta)
        return tr("{usuario} (sin entrar), en la cuenta {cuenta}").format(usuario=dicho, cuenta=cuenta)

    def _de_cuando(self) -> str:
        vista = self.settings.base_vista
        if vista is None:
            return tr("Vale lo que hay en esta computadora.")
        fecha = formatear_fecha(vista, zona_horaria(self.settings))
        return tr("Vale la copia que esta computadora guardó el {fecha}.").format(fecha=fecha)


def declarada(clave: str) -> Setting:
    """The key's declaration. Raises NoEncontradoError, with the nearest names."""
    if clave in SCHEMA:
        return SCHEMA[clave]
    parecidas = difflib.get_close_matches(clave, SCHEMA, 3, 0.5)
    raise NoEncontradoError(
        tr("No hay ningún ajuste «{clave}».").format(clave=clave),
        tr("¿Era {parecidas}?").format(parecidas=" · ".join(parecidas))
        if parecidas
        else tr("«rexus config listar» los muestra todos."),
    )


def ficha(settings: Settings, setting: Setting) -> dict[str, Any]:
    """A key as JSON carries it. A secret's value is never in it."""
    clave = setting.clave
    variable = settings.variable(clave)
    pendiente = settings.pendientes().get(clave)
    origen: str | None = settings.origen(clave)
    if setting.secreta:
        origen = None if variable is None else "entorno"
    return {
        "clave": clave,
        "valor": None if setting.secreta else settings.get(clave),
        "origen": origen,
        "etiqueta": tr(setting.etiqueta),
        "tipo": setting.tipo,
        "alcance": setting.alcance,
        "fabrica": None if setting.secreta else settings.de_fabrica(clave),
        "secreta": setting.secreta,
        "reinicio": setting.reinicio,
        "variable": variable,
        "pendiente": pendiente is not None,
        "conflicto": clave in settings.en_conflicto(),
    }


def legible(valor: Any) -> str:
    """A value as people read it."""
    if valor is None:
        return tr("(de fábrica)")
    if isinstance(valor, bool):
        return tr("sí") if valor else tr("no")
    if isinstance(valor, str):
        return valor or tr("(vacío)")
    return json.dumps(valor, ensure_ascii=False)
