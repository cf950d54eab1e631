"""`rexus buscar`, `kardex`, `exportar`: finding articles and reading their cards."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rexus.base.text import contados, fuente, tr
from rexus.cli.clases import articulo, catalogos, opcion_clase
from rexus.cli.contexto import CLASES, Contexto, verbo
from rexus.cli.salida import emitir_json, tabla
from rexus.settings.zona import zona_horaria

_KARDEX = fuente(
    {
        "id": "N.º",
        "fecha": "Fecha",
        "tipo": "Tipo",
        "anula_id": "Anula",
        "cantidad": "Cantidad",
        "longitud_mm": "Largo (mm)",
        "ubicacion": "Ubicación",
        "stock_resultante": "Stock",
        "usuario": "Usuario",
        "referencia": "Referencia",
        "motivo": "Motivo",
        "obra": "Obra",
        "lote": "Lote",
    }
)
# Shown only on cards that have any: most have none.
_A_VECES = ("anula_id", "longitud_mm", "obra", "lote")


@click.command(help=tr("Buscar artículos por cualquier parte de cualquier palabra."))
@click.argument("texto")
@click.option("--limite", type=click.IntRange(1, 100_000), default=100, show_default=True, help=tr("Cuántas filas."))
@click.option("--clase", type=click.Choice(list(CLASES)), help=tr("En qué catálogo; si falta, en todos."))
@verbo
def buscar(contexto: Contexto, texto: str, limite: int, clase: str | None) -> None:
    """Search as the window does: several words are AND, case and accents ignored."""
    from rexus.stock.consulta import Consulta

    documento: list[dict[str, Any]] = []
    for modelo in catalogos(contexto, clase):
        catalogo = modelo.catalogo
        filas = modelo.primera(Consulta(texto), catalogo.consola, limite - len(documento))
        hallados = [{"clase": modelo.clase, **dict(zip(catalogo.consola, f.valores, strict=True))} for f in filas]
        documento += hallados
        if hallados and not contexto.como_json:
            titulos = {columna.clave: tr(columna.titulo) for columna in catalogo.columnas}
            tabla(hallados, {nombre: titulos[nombre] for nombre in catalogo.consola})
        if len(documento) >= limite:
            break
    if contexto.como_json:
        emitir_json(documento)
    elif not documento:
        click.echo(tr("No se encontró ningún artículo."))


@click.command(help=tr("La ficha de movimientos de un artículo, del más viejo al más nuevo."))
@click.argument("codigo")
@opcion_clase
@verbo
def kardex(contexto: Contexto, codigo: str, clase: str | None) -> None:
    """Print the whole card of an article."""
    modelo, articulo_id = articulo(contexto, codigo, clase)
    lineas = modelo.kardex(articulo_id, limite=None)
    obras = _obras(contexto, {linea.obra_id for linea in lineas})
    documento = [{**asdict(linea), "obra": obras.get(linea.obra_id)} for linea in reversed(lineas)]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        palabras = _lotes()
        filas = [
            {
                **d,
                "longitud_mm": d["longitud_mm"] or None,
                "lote": f"{palabras[d['lote_tipo']]} {d['lote_id']}" if d["lote_id"] else None,
            }
            for d in documento
        ]
        columnas = {n: tr(titulo) for n, titulo in _KARDEX.items() if n not in _A_VECES or any(f[n] for f in filas)}
        if "longitud_mm" in columnas:
            columnas["stock_resultante"] = tr("De ese largo")
        tabla(filas, columnas, zona=zona_horaria(contexto.settings))
    else:
        click.echo(tr("El artículo no tiene movimientos."))


def _obras(contexto: Contexto, ids: set[int | None]) -> dict[int | None, str]:
    """The codes of obras, by id; none for whoever may not see obras."""
    from rexus.stock import obras

    if ids <= {None} or not contexto.actor.puede("obras.ver"):
        return {}
    return {o.id: o.codigo for o in contexto.leer(obras.listar)}


def _lotes() -> dict[str, str]:
    """What people call the kinds of batches."""
    return {
        "IMPORTACION": tr("importación"),
        "CONTEO": tr("conteo"),
        "RAPIDO": tr("rápido"),
        "RESERVA": tr("reserva"),
        "ENTREGA": tr("entrega"),
        "DEVOLUCION": tr("devolución"),
        "RECEPCION": tr("recepción"),
        "CORTE": tr("corte"),
    }


@click.group(help=tr("Exportar a .xlsx o .csv."))
def exportar() -> None:
    """The catalogues that can be exported."""


_ARCHIVO = click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
_TEXTO = click.option("--buscar", "texto", default="", help=tr("Solo los que coinciden con el texto."))


@exportar.command("perfiles", help=tr("Exportar los perfiles a .xlsx o .csv."))
@_ARCHIVO
@_TEXTO
@verbo
def exportar_perfiles(contexto: Contexto, archivo: Path, texto: str) -> None:
    """Write the perfiles that a search finds, all columns, in order of code; moments in the workshop's zone."""
    _exportar(contexto, "perfil", archivo, texto)


@exportar.command("herrajes", help=tr("Exportar los herrajes a .xlsx o .csv."))
@_ARCHIVO
@_TEXTO
@verbo
def exportar_herrajes(contexto: Contexto, archivo: Path, texto: str) -> None:
    """The same for herrajes."""
    _exportar(contexto, "herraje", archivo, texto)


def _exportar(contexto: Contexto, clase: str, archivo: Path, texto: str) -> None:
    from rexus.catalogo.exportacion import exportar
    from rexus.stock.consulta import Consulta

    zona = zona_horaria(contexto.settings)
    modelo = contexto.catalogo(clase)
    cuantas = exportar(modelo, Consulta(texto), tuple(modelo.catalogo.exportables), archivo, zona=zona)
    if contexto.como_json:
        emitir_json({"archivo": str(archivo), "filas": cuantas})
    else:
        click.echo(
            tr("{filas} a {archivo}.").format(
                filas=contados(cuantas, tr("fila exportada"), tr("filas exportadas")), archivo=archivo
            )
        )
