"""`rexus obra entregas`, `obra remito`: what an obra got and gave back, and its delivery notes as PDF."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from functools import partial
from pathlib import Path

import click

from rexus.base.errors import NoEncontradoError
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.lineas import obra_de
from rexus.cli.salida import NUMERO, emitir_json, tabla
from rexus.settings.zona import zona_horaria


@click.command("entregas", help=tr("Lo que se entregó a una obra y lo que devolvió, lo último primero."))
@click.argument("codigo")
@verbo
def entregas(contexto: Contexto, codigo: str) -> None:
    """Deliveries, returns and cuts, with their lines in JSON."""
    from rexus.stock import entregas_de_obra

    vistas = contexto.leer(entregas_de_obra.listar, obra_de(contexto, codigo))
    if contexto.como_json:
        emitir_json([{**asdict(v), "lote_id": v.id, "numero": v.numero, "anulada": v.anulada} for v in vistas])
        return
    if not vistas:
        click.echo(tr("No se le entregó nada."))
        return
    filas = [
        {
            "lote": v.id,
            "fecha": v.fecha,
            "que": v.palabra,
            "numero": v.numero,
            "piezas": sum((linea.cantidad for linea in v.lineas), Decimal(0)),
            "usuario": v.usuario,
            "nota": v.nota,
        }
        for v in vistas
    ]
    columnas = {
        "lote": tr("Lote"), "fecha": tr("Fecha"), "que": tr("Qué"), "numero": tr("Remito"), "piezas": tr("Piezas"),
        "usuario": tr("Registró"), "nota": tr("Nota"),
    }  # fmt: skip
    tabla(filas, columnas, zona=zona_horaria(contexto.settings))


@click.command("remito", help=tr("El remito de una entrega o de una devolución, en un PDF."))
@click.argument("codigo")
@click.argument("lote", type=NUMERO)
@click.option(
    "--a",
    "archivo",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("El archivo que se escribe; si ya está, se reemplaza."),
)
@verbo
def remito(contexto: Contexto, codigo: str, lote: int, archivo: Path) -> None:
    """By its batch, which «obra entregas» lists."""
    # Deferred: what draws is heavy.
    from rexus.documentos import remito as papel
    from rexus.documentos.membrete import membrete
    from rexus.documentos.remito_de_obra import remito_de
    from rexus.stock import entregas_de_obra, obras

    ficha = contexto.leer(obras.ver, obra_de(contexto, codigo))
    vista = contexto.leer(entregas_de_obra.ver, lote)
    if vista.obra_id != ficha.id:
        raise NoEncontradoError(
            tr("El lote {lote} no es de la obra {codigo}. No se escribió nada.").format(lote=lote, codigo=ficha.codigo),
            tr("Verlos con «rexus obra entregas {codigo}».").format(codigo=ficha.codigo),
        )
    asentar = partial(contexto.escribir, entregas_de_obra.anotar_remito, lote, archivo.name)
    hoja = remito_de(vista, ficha, zona_horaria(contexto.settings))
    papel.escribir(archivo, hoja, membrete(contexto.settings), asentar)
    if contexto.como_json:
        emitir_json({"obra": ficha.codigo, "lote": lote, "numero": vista.numero, "archivo": str(archivo)})
    else:
        click.echo(tr("Remito {numero} guardado en {archivo}.").format(numero=vista.numero, archivo=archivo))
