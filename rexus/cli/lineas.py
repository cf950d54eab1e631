"""Lines of a request on the command line: «CODIGO=CANTIDAD»."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from rexus.base.text import tr
from rexus.cli.contexto import Contexto

if TYPE_CHECKING:
    from rexus.stock.libro_reservas import Clave
    from rexus.stock.lineas import Linea

AYUDA = tr("CODIGO=CANTIDAD; se puede repetir.")


def con_lineas(funcion: Any) -> Any:
    """The lines behind the other arguments, or by `--linea`."""
    funcion = click.option("--linea", "opciones", multiple=True, help=AYUDA)(funcion)
    return click.argument("lineas", nargs=-1)(funcion)


def pares(textos: Sequence[str]) -> list[tuple[str, str]]:
    """Code and what stands behind the last «=» of each. Wrong usage raises click's error."""
    hechos = []
    for texto in textos:
        codigo, igual, cantidad = texto.rpartition("=")
        if not igual or not codigo.strip():
            raise click.BadParameter(tr("«{texto}» no es CODIGO=CANTIDAD").format(texto=texto))
        hechos.append((codigo.strip(), cantidad.strip()))
    return hechos


def claves_de(contexto: Contexto, codigos: Sequence[str]) -> dict[str, Clave]:
    """Class and id of each code."""
    from rexus.stock.codigos import articulos_por_codigo

    hechas: dict[str, Clave] = contexto.leer(articulos_por_codigo, list(codigos)) if codigos else {}
    return hechas


def lineas_de(contexto: Contexto, textos: Sequence[str], ubicacion: str | None = None) -> list[Linea] | None:
    """The lines, None without any."""
    from rexus.stock.cantidades import cantidad_de_programa
    from rexus.stock.lineas import Linea

    if not textos:
        return None
    pedidas: list[tuple[str, Decimal]] = [(codigo, cantidad_de_programa(n)) for codigo, n in pares(textos)]
    claves = claves_de(contexto, [codigo for codigo, _ in pedidas])
    lugar = lugar_de(contexto, ubicacion)
    return [Linea(*claves[codigo], cantidad, lugar) for codigo, cantidad in pedidas]


def lugar_de(contexto: Contexto, ubicacion: str | None) -> int | None:
    """The id of a place by its code; None for none."""
    from rexus.stock import ubicaciones

    return None if ubicacion is None else contexto.leer(ubicaciones.por_codigo, ubicacion)


def obra_de(contexto: Contexto, codigo: str) -> int:
    """The id of the obra with that code."""
    from rexus.stock import obras

    hallada: int = contexto.leer(obras.id_por_codigo, codigo)
    return hallada
