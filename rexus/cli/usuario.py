"""`rexus usuario …`: accounts."""

from __future__ import annotations

import click

from rexus.base.actor import SISTEMA
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo_que_escribe
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.db.names import USERS


@click.group(help=tr("Cuentas de usuario."))
def usuario() -> None:
    """The verbs on accounts."""


@usuario.command("crear-admin", help=tr("Crear el administrador de una instalación nueva."))
@click.option("--usuario", "nombre", required=True, help=tr("Nombre de usuario."))
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de la entrada estándar (una línea)."))
@verbo_que_escribe
def crear_admin(contexto: Contexto, nombre: str, clave_stdin: bool) -> None:
    """Create the first administrator; refused once an account exists."""
    from rexus.seguridad import crear_primer_administrador
    from rexus.seguridad.permisos import ADMINISTRADOR

    clave = secreto_de_stdin() if clave_stdin else preguntar_secreto(tr("Clave"), repetir=tr("Repetir la clave"))
    creado = contexto.registry.escribir(USERS, SISTEMA, crear_primer_administrador, nombre, clave)
    if contexto.como_json:
        emitir_json({"usuario": creado, "rol": ADMINISTRADOR})
    else:
        click.echo(tr("Administrador «{usuario}» creado.").format(usuario=creado))
