"""`rexus preparar`: make a server ready for Rexus."""

from __future__ import annotations

from dataclasses import asdict, replace

import click

from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.entrada import secreto_de_stdin
from rexus.cli.salida import emitir_json


@click.command(help=tr("Crear en el servidor lo que falte: las tres bases, sus tablas y los derechos de trabajo."))
@click.option("--usuario", default="", help=tr("Cuenta del servidor que puede crear bases; si no, la configurada."))
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de esa cuenta de la entrada estándar."))
@click.option("--conceder", default="", metavar="CUENTA", help=tr("Cuenta que recibe los derechos de trabajo."))
@verbo
def preparar(contexto: Contexto, usuario: str, clave_stdin: bool, conceder: str) -> None:
    """Says exactly what it did; asked again, that there was nothing to do."""
    # Deferred: the engines are not needed to print a help text.
    from rexus.db import preparacion
    from rexus.db.conexion import conexion_de

    conexion = conexion_de(contexto.settings)
    if usuario or clave_stdin:
        pregunta = tr("Clave de «{usuario}»").format(usuario=usuario)
        clave = secreto_de_stdin() if clave_stdin else click.prompt(pregunta, hide_input=True, err=True)
        conexion = replace(conexion, usuario=usuario or conexion.usuario, clave=clave, pedir_clave=None)
    pasos = preparacion.preparar(
        conexion,
        contexto.paths.backups,
        conceder=conceder,
        al_avanzar=lambda paso: None if contexto.como_json else click.echo(paso.frase),
    )
    if contexto.como_json:
        emitir_json({"pasos": [asdict(paso) for paso in pasos]})
    elif not any(paso.hecho for paso in pasos):
        click.echo(tr("No faltaba nada."))
