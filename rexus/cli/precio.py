"""`rexus precio`: who sells an article, at what price, how many at least."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from rexus.base.text import fuente, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.fechas import Dia
from rexus.cli.lineas import claves_de
from rexus.cli.salida import emitir_json, tabla
from rexus.settings.zona import zona_horaria

if TYPE_CHECKING:
    from rexus.stock.precios import Precio

_COLUMNAS = fuente(
    {
        "proveedor": "Proveedor",
        "preferido": "Preferido",
        "codigo": "Su código",
        "precio": "Precio",
        "precio_fecha": "Fecha",
        "ped_min": "Ped. mín.",
        "emba": "Emba.",
    }
)


@click.group(help=tr("Proveedores y precios de un artículo."))
def precio() -> None:
    """The verbs on prices."""


@precio.command("listar", help=tr("Quién vende el artículo y a cuánto; primero el preferido."))
@click.argument("articulo")
@verbo
def listar(contexto: Contexto, articulo: str) -> None:
    """By the article's code."""
    from rexus.stock import precios

    _emitir(contexto, contexto.leer(precios.de_articulo, *_clave(contexto, articulo)))


@precio.command("poner", help=tr("Anotar o cambiar lo que un proveedor pide por un artículo. Lo que no se diga queda."))
@click.argument("articulo")
@click.argument("proveedor")
@click.option("--codigo", help=tr("Con qué código lo vende."))
@click.option("--precio", "valor", help=tr("De una pieza."))
@click.option(
    "--fecha",
    type=Dia("anterior"),
    help=tr("De cuándo es el precio: 31/01/2026, 31/1, hoy, -7 o AAAA-MM-DD. Si falta y se dice un precio: hoy."),
)
@click.option("--ped-min", help=tr("Pedido mínimo. 0: vale el del artículo."))
@click.option("--emba", help=tr("Embalaje: se pide por múltiplos. 0: vale el del artículo."))
@click.option("--preferido/--no-preferido", default=None, help=tr("A quién se le pide."))
@verbo_que_escribe
def poner(
    contexto: Contexto,
    articulo: str,
    proveedor: str,
    codigo: str | None,
    valor: str | None,
    fecha: str | None,
    ped_min: str | None,
    emba: str | None,
    preferido: bool | None,
) -> None:
    """The supplier by its name."""
    from rexus.stock import precios, proveedores
    from rexus.stock.cantidades import cantidad_de_programa

    clave = _clave(contexto, articulo)
    if valor is not None and fecha is None:
        fecha = datetime.now(zona_horaria(contexto.settings)).date().isoformat()
    dichos: dict[str, Any] = {"codigo": codigo, "precio": valor, "precio_fecha": fecha, "preferido": preferido}
    dichos |= {c: None if n is None else cantidad_de_programa(n) for c, n in (("ped_min", ped_min), ("emba", emba))}
    valores = {campo: dicho for campo, dicho in dichos.items() if dicho is not None}
    quien = contexto.leer(proveedores.por_nombre, proveedor)
    _emitir(contexto, contexto.escribir(precios.poner, *clave, quien, valores))


@precio.command("quitar", help=tr("Ese proveedor ya no vende el artículo. Lo pedido queda."))
@click.argument("articulo")
@click.argument("proveedor")
@verbo_que_escribe
def quitar(contexto: Contexto, articulo: str, proveedor: str) -> None:
    """The supplier by its name."""
    from rexus.stock import precios, proveedores

    clave = _clave(contexto, articulo)
    contexto.escribir(precios.quitar, *clave, contexto.leer(proveedores.por_nombre, proveedor))
    _emitir(contexto, contexto.leer(precios.de_articulo, *clave))


def _clave(contexto: Contexto, articulo: str) -> tuple[str, int]:
    return claves_de(contexto, [articulo])[articulo]


def _emitir(contexto: Contexto, hallados: list[Precio]) -> None:
    filas = [asdict(p) for p in hallados]
    if contexto.como_json:
        emitir_json(filas)
    elif filas:
        tabla(filas, {nombre: tr(titulo) for nombre, titulo in _COLUMNAS.items()}, dinero=("precio",))
    else:
        click.echo(tr("Ningún proveedor tiene precio para ese artículo."))
