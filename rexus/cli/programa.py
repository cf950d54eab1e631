"""The root command, and what becomes of an error."""

from __future__ import annotations

import sys

import click

from rexus.base import log
from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.base.version import VERSION
from rexus.cli.articulos import buscar, exportar, kardex
from rexus.cli.auditoria import auditoria
from rexus.cli.compras import pedido
from rexus.cli.config import config
from rexus.cli.contexto import Contexto
from rexus.cli.cortar import cortar, deshacer, retazos
from rexus.cli.diagnostico import diagnostico
from rexus.cli.ejemplo import ejemplo
from rexus.cli.faltantes import faltantes
from rexus.cli.importar import importar, revertir
from rexus.cli.kit import kit
from rexus.cli.movimientos import anular, mover, transferir
from rexus.cli.obra import obra
from rexus.cli.palabras import vestir
from rexus.cli.pendientes import pendientes
from rexus.cli.podar import podar
from rexus.cli.precio import precio
from rexus.cli.preparar import preparar
from rexus.cli.respaldos import respaldar, respaldos, restaurar, verificar_respaldo
from rexus.cli.salida import emitir_rechazo
from rexus.cli.usuario import usuario
from rexus.cli.verificar import verificar

# The last one as a shell shows a program that SIGPIPE ended.
REFUSED, BUG, NOBODY_READS = 1, 70, 141
logger = log.get_logger(__name__)


def _decir_version(contexto: click.Context, _opcion: click.Parameter, pedida: bool) -> None:
    if not pedida or contexto.resilient_parsing:
        return
    click.echo(f"Rexus {VERSION}")
    contexto.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=tr("Rexus: el inventario del taller. Sin argumentos abre la ventana."),
)
@click.option("--json", "como_json", is_flag=True, help=tr("Un documento JSON en vez de una tabla."))
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_decir_version, help=tr("Decir la versión.")
)
@click.pass_context
def programa(contexto: click.Context, como_json: bool) -> None:
    """The root command; each verb is registered below."""
    contexto.obj = Contexto(como_json=como_json)
    contexto.call_on_close(contexto.obj.cerrar)


for verbo in (
    usuario,
    importar,
    revertir,
    exportar,
    buscar,
    mover,
    transferir,
    anular,
    kardex,
    pendientes,
    obra,
    faltantes,
    pedido,
    precio,
    cortar,
    retazos,
    deshacer,
    kit,
    verificar,
    podar,
    preparar,
    config,
    auditoria,
    respaldar,
    respaldos,
    verificar_respaldo,
    restaurar,
    diagnostico,
    ejemplo,
):
    programa.add_command(verbo)
vestir(programa)


def run(argv: list[str] | None) -> int:
    """Run one command and return its exit status."""
    for salida in (sys.stdout, sys.stderr):
        if hasattr(salida, "reconfigure"):
            # A Windows console or a pipe may have an encoding without «ñ».
            salida.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        estado = programa.main(args=argv, prog_name="rexus", standalone_mode=False)
        return estado if isinstance(estado, int) else 0
    except click.exceptions.Abort:
        click.echo(tr("Cancelado."), err=True)
        return REFUSED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RexusError as error:
        emitir_rechazo(error)
        return REFUSED
    except SystemExit:
        # Only click raises it here, when the reader of a pipe went away: no more can be said, and what was asked for
        # may be done.
        return NOBODY_READS
    except Exception:
        # The last line of defence of a process: logged whole, told briefly.
        logger.exception("unexpected error in the command line")
        click.echo(tr("Error inesperado: el detalle quedó en el registro del programa."), err=True)
        return BUG
    finally:
        log.close()
