"""What the verbs that change accounts share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from rexus.base.text import tr
from rexus.cli.contexto import Contexto
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.db.names import USERS

if TYPE_CHECKING:
    from rexus.db.registry import Registry
    from rexus.seguridad.cuentas import Cuenta

# Without signing in.
_MAQUINA = (
    click.option(
        "--en-esta-maquina",
        is_flag=True,
        help=tr("Sin entrar a Rexus, con los derechos de esta máquina: la cuenta del sistema dueña de los datos."),
    ),
    click.option(
        "--usuario", "cuenta_de_base", default="", metavar="CUENTA", help=tr("En un servidor: la cuenta dueña.")
    ),
)


def con_maquina(funcion: Any) -> Any:
    """Add the options of a verb that also works without signing in."""
    for opcion in reversed(_MAQUINA):
        funcion = opcion(funcion)
    return funcion


@contextmanager
def en_esta_maquina_de(contexto: Contexto, cuenta_de_base: str, clave_stdin: bool) -> Iterator[Registry]:
    """The registry whose rights are the machine's: on a server that of the account that was named."""
    from rexus.db.conexion import conexion_de
    from rexus.db.registry import Registry
    from rexus.modulos import tablas  # noqa: F401 - makes every table known

    registry, conexion = contexto.registry, conexion_de(contexto.settings)
    if cuenta_de_base or clave_stdin:
        if not conexion.es_servidor:
            raise click.UsageError(tr("--usuario y --clave-stdin son para un servidor; los datos están en archivos."))
        pregunta = tr("Clave de «{usuario}»").format(usuario=cuenta_de_base)
        secreto = secreto_de_stdin() if clave_stdin else preguntar_secreto(pregunta)
        conexion = replace(conexion, usuario=cuenta_de_base or conexion.usuario, clave=secreto, pedir_clave=None)
        registry = Registry(contexto.paths, conexion, por_lotes=True)
    try:
        yield registry
    finally:
        if registry is not contexto.registry:
            registry.close()


def cuenta_de(contexto: Contexto, usuario: str) -> Cuenta:
    """The account of that name, for a verb that changes it: one's own, or as who administers accounts anybody's.

    Raises NoEncontradoError, PermisoError.
    """
    from rexus.seguridad import cuentas
    from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS

    return contexto.registry.leer(USERS, contexto.actor, cuentas.por_usuario, usuario, ADMINISTRAR_USUARIOS)


def decir(contexto: Contexto, usuario: str, frase: str, **documento: object) -> None:
    """A sentence about an account for people, a document for programs."""
    if contexto.como_json:
        emitir_json({"usuario": usuario, **documento})
    else:
        click.echo(frase.format(usuario=usuario))
