"""`rexus buscar`, `kardex`, `exportar`: finding articles and reading their cards."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from rexus.base.text import contados, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json, tabla

_BUSCAR = {
    "codigo": "Código",
    "descripcion": "Descripción",
    "acabado": "Acabado",
    "proveedor": "Proveedor",
    "ubicacion": "Ubicación",
    "stock_actual": "Stock",
    "disponible": "Disponible",
}
_KARDEX = {
    "id": "N.º",
    "fecha": "Fecha (UTC)",
    "tipo": "Tipo",
    "anula_id": "Anula",
    "cantidad": "Cantidad",
    "ubicacion": "Ubicación",
    "stock_resultante": "Stock",
    "usuario": "Usuario",
    "referencia": "Referencia",
    "motivo": "Motivo",
}


@click.command(help=tr("Buscar perfiles por cualquier parte de cualquier palabra."))
@click.argument("texto")
@click.option("--limite", type=click.IntRange(1, 100_000), default=100, show_default=True, help=tr("Cuántas filas."))
@verbo
def buscar(contexto: Contexto, texto: str, limite: int) -> None:
    """Search as the window does: several words are AND, case and accents ignored."""
    from rexus.stock.consulta import Consulta

    filas = contexto.inventario.primera(Consulta(texto), tuple(_BUSCAR), limite)
    documento = [dict(zip(_BUSCAR, fila.valores, strict=True)) for fila in filas]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        tabla(documento, {nombre: tr(titulo) for nombre, titulo in _BUSCAR.items()})
    else:
        click.echo(tr("No se encontró ningún artículo."))


@click.command(help=tr("La ficha de movimientos de un artículo, del más viejo al más nuevo."))
@click.argument("codigo")
@verbo
def kardex(contexto: Contexto, codigo: str) -> None:
    """Print the whole card of an article."""
    modelo = contexto.inventario
    lineas = modelo.kardex(modelo.id_por_codigo(codigo), limite=None)
    documento = [asdict(linea) for linea in reversed(lineas)]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        # Most cards have no annulment.
        columnas = [n for n in _KARDEX if n != "anula_id" or any(linea.anula_id for linea in lineas)]
        tabla(documento, {nombre: tr(_KARDEX[nombre]) for nombre in columnas})
    else:
        click.echo(tr("El artículo no tiene movimientos."))


@click.group(help=tr("Exportar a .xlsx o .csv."))
def exportar() -> None:
    """The catalogues that can be exported."""


@exportar.command("perfiles", help=tr("Exportar los perfiles a .xlsx o .csv."))
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--buscar", "texto", default="", help=tr("Solo los que coinciden con el texto."))
@verbo
def exportar_perfiles(contexto: Contexto, archivo: Path, texto: str) -> None:
    """Write the perfiles that a search finds, all columns, in order of code; moments in the workshop's zone."""
    from rexus.modulos.inventario.exportacion import COLUMNAS, exportar
    from rexus.settings.zona import zona_horaria
    from rexus.stock.consulta import Consulta

    zona = zona_horaria(contexto.settings)
    cuantas = exportar(contexto.inventario, Consulta(texto), tuple(COLUMNAS), archivo, zona=zona)
    if contexto.como_json:
        emitir_json({"archivo": str(archivo), "filas": cuantas})
    else:
        click.echo(
            tr("{filas} a {archivo}.").format(
                filas=contados(cuantas, tr("fila exportada"), tr("filas exportadas")), archivo=archivo
            )
        )
