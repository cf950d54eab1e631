"""`rexus preparar`: make a server ready for Rexus."""

from __future__ import annotations

from dataclasses import asdict, replace

import click

from rexus.base.errors import AccesoRechazadoError
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.db.motores import rechazos

# Another account may be let in, or may do it, where the one of every day is not.
_DE_LA_CUENTA = (rechazos.CUENTA, rechazos.SIN_CLAVE, rechazos.ENTRADA, rechazos.DERECHOS)


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
        clave = secreto_de_stdin() if clave_stdin else preguntar_secreto(pregunta)
        conexion = replace(conexion, usuario=usuario or conexion.usuario, clave=clave, pedir_clave=None)
    try:
        pasos = preparacion.preparar(
            conexion,
            contexto.paths.backups,
            conceder=conceder,
            al_avanzar=lambda paso: None if contexto.como_json else click.echo(paso.frase),
        )
    except AccesoRechazadoError as error:
        if usuario or error.causa not in _DE_LA_CUENTA:
            raise
        consejo = tr("Indicar con --usuario una cuenta del servidor que pueda crear bases; se probó con «{cuenta}».")
        raise AccesoRechazadoError(error.causa, error.frase, consejo.format(cuenta=conexion.usuario)) from error
    if contexto.como_json:
        emitir_json({"pasos": [asdict(paso) for paso in pasos]})
    elif not any(paso.hecho for paso in pasos):
        click.echo(tr("No faltaba nada."))
