"""`rexus faltantes`: what is missing, by supplier, with every figure that makes the sum, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from rexus.base.text import contados, formatear_numero, fuente, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.lineas import obra_de
from rexus.cli.salida import emitir_json, tabla

if TYPE_CHECKING:
    from rexus.stock.faltantes import Faltante

_COLUMNAS = fuente(
    {
        "codigo": "Código",
        "descripcion": "Descripción",
        "necesarias": "Necesarias",
        "pendiente": "Por entregar",
        "stock_minimo": "Mínimo",
        "reservado": "Reservado",
        "disponible": "Disponible",
        "en_pedido": "En pedido",
        "faltan": "Faltan",
        "en_borrador": "En borrador",
        "ped_min": "Ped. mín.",
        "emba": "Emba.",
        "pedir": "Pedir",
        "precio": "Precio",
        "total": "Total",
        "retazos": "Retazos",
    }
)


def elegidas(funcion: Any) -> Any:
    """What is looked at: obras, reorder levels, a supplier."""
    funcion = click.option(
        "--con-minimos/--sin-minimos",
        default=None,
        help=tr("Contar también los stocks mínimos. Si falta: sí, salvo que se elijan obras."),
    )(funcion)
    funcion = click.option("--proveedor", help=tr("Solo de ese proveedor."))(funcion)
    return click.option(
        "--obra", "obras", multiple=True, help=tr("Código de obra; se puede repetir. Si falta: todas las abiertas.")
    )(funcion)


def obras_de(contexto: Contexto, codigos: Sequence[str]) -> list[int] | None:
    """The ids of the obras with those codes, None without any; one that is ended is refused, as it needs nothing."""
    from rexus.stock import obras

    ids = [obra_de(contexto, codigo) for codigo in codigos]
    for id_ in ids:
        obras.exigir_abierta(contexto.leer(obras.ver, id_))
    return ids or None


@click.command(help=tr("Qué falta para las obras y los mínimos, cuánto pedir, a quién y a qué precio."))
@elegidas
@verbo
def faltantes(contexto: Contexto, obras: tuple[str, ...], proveedor: str | None, con_minimos: bool | None) -> None:
    """By supplier and code."""
    from rexus.stock.faltantes import faltantes as buscar

    hallados = contexto.leer(buscar, obras_de(contexto, obras), con_minimos=con_minimos, proveedor=proveedor)
    if contexto.como_json:
        emitir_json([{**asdict(f), "total": f.total} for f in hallados])
    elif hallados:
        _mostrar(hallados, minimos=not obras if con_minimos is None else con_minimos)
    else:
        # Each of them counts on all that is free; so does every other obra.
        resto = tr("Lo que no está reservado puede salir para otra obra.") if obras else ""
        click.echo(f"{tr('No falta nada.')} {resto}".rstrip())


def _mostrar(hallados: Sequence[Faltante], *, minimos: bool) -> None:
    """A table for each supplier with what it adds up to; only the figures that count."""
    sobran = {"stock_minimo"} if not minimos else set()
    if not any(f.en_borrador for f in hallados):
        sobran.add("en_borrador")
    columnas = {n: tr(titulo) for n, titulo in _COLUMNAS.items() if n not in sobran}
    for nombre, grupo in groupby(hallados, key=lambda f: f.proveedor):
        suyos = list(grupo)
        click.echo(nombre or tr("Sin proveedor"))
        tabla([{**asdict(f), "total": f.total} for f in suyos], columnas, dinero=("precio", "total"))
        click.echo(_suma(suyos))
        click.echo()
    click.echo(tr("En todo: {suma}").format(suma=_suma(hallados)))
    click.echo(
        tr("Faltan = por entregar + mínimo − reservado − disponible − en pedido.")
        if minimos
        else tr("Faltan = por entregar − reservado − disponible − en pedido.")
    )
    if "en_borrador" in columnas:
        click.echo(tr("Lo que está en borradores no se propone otra vez en «Pedir»."))


def _suma(hallados: Sequence[Faltante]) -> str:
    return tr("{articulos}; total {total}.").format(
        articulos=contados(len(hallados), tr("artículo"), tr("artículos")),
        total=formatear_numero(sum((f.total for f in hallados), Decimal(0)), 2),
    )
