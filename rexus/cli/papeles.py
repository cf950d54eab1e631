"""`rexus pedido pdf`, `pedido xlsx`: a purchase order as a file for the supplier."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json
from rexus.settings.zona import zona_horaria

_A = click.option(
    "--a",
    "archivo",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("El archivo que se escribe; si ya está, se reemplaza."),
)


@click.command("pdf", help=tr("El pedido en un PDF para el proveedor."))
@click.argument("numero")
@_A
@verbo
def pdf(contexto: Contexto, numero: str, archivo: Path) -> None:
    """By its number, «PC-000123» or «123»."""
    # Deferred, here and below: what draws and what writes sheets is heavy.
    from rexus.documentos import pedido as papel

    _escribir(contexto, numero, archivo, papel.escribir)


@click.command("xlsx", help=tr("El pedido en una planilla para el proveedor."))
@click.argument("numero")
@_A
@verbo
def xlsx(contexto: Contexto, numero: str, archivo: Path) -> None:
    """The same as a spreadsheet."""
    from rexus.documentos import pedido_xlsx

    _escribir(contexto, numero, archivo, pedido_xlsx.escribir)


def _escribir(contexto: Contexto, numero: str, archivo: Path, escribir: Any) -> None:
    from rexus.documentos.membrete import membrete
    from rexus.stock import hoja_pedido, pedidos

    pedido_id = contexto.leer(pedidos.id_por_numero, numero)
    ficha = contexto.leer(hoja_pedido.hoja, pedido_id)
    asentar = partial(contexto.escribir, hoja_pedido.anotar_salida, pedido_id, archivo.name)
    escribir(archivo, ficha, membrete(contexto.settings), zona_horaria(contexto.settings), asentar)
    if contexto.como_json:
        emitir_json({"numero": ficha.numero, "archivo": str(archivo)})
    else:
        click.echo(tr("{numero} guardado en {archivo}.").format(numero=ficha.numero, archivo=archivo))
