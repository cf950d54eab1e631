"""Whether a draft asks for what was asked for already: other drafts of the same articles, and more than is missing.

Nothing of it is refused: whoever orders may want a reserve. It is told before the draft counts as an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from rexus.base.text import formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import frases, pedidos
from rexus.stock.estado_pedido import BORRADOR
from rexus.stock.faltantes import faltantes
from rexus.stock.orm_compras import PedidoCompra, PedidoLinea
from rexus.stock.pedir import pedir

# So many articles are named in a sentence.
_NOMBRADOS = 5


@dataclass(frozen=True)
class Sobrante:
    """An article of a draft, in pieces: it asks for `cantidad`, and `hace_falta` is what would be ordered now."""

    codigo: str
    cantidad: Decimal
    hace_falta: Decimal


def otros_con_lo_mismo(work: Work, pedido_ids: Sequence[int]) -> list[str]:
    """The numbers of the other drafts that ask for any article of these orders."""
    exigir(work.actor, f"{pedidos.MODULO}.ver")
    otra = aliased(PedidoLinea)
    consulta = (
        select(PedidoCompra.numero)
        .join(otra, otra.pedido_id == PedidoCompra.id)
        .join(PedidoLinea, and_(PedidoLinea.clase == otra.clase, PedidoLinea.articulo_id == otra.articulo_id))
        .where(entre(PedidoLinea.pedido_id, pedido_ids), PedidoCompra.estado == BORRADOR)
        .where(PedidoCompra.id.not_in(pedido_ids))
        .distinct()
        .order_by(PedidoCompra.numero)
    )
    return list(work.connection.scalars(consulta))


def de_mas(work: Work, pedido_id: int) -> list[Sobrante]:
    """What a draft asks for beyond what is missing for the open obras and the reorder levels, whole packs counted.

    Empty for what is no draft. Raises NoEncontradoError.
    """
    exigir(work.actor, f"{pedidos.MODULO}.ver")
    ficha = pedidos.ver(work, pedido_id)
    if ficha.estado != BORRADOR:
        return []
    # All that is missing: what is in drafts does not count against one of them.
    falta = {(f.clase, f.articulo_id): pedir(f.faltan, f.ped_min, f.emba) for f in faltantes(work)}
    return [
        Sobrante(x.codigo, x.cantidad, hace_falta)
        for x in ficha.lineas
        if x.cantidad > (hace_falta := falta.get((x.clase, x.articulo_id), Decimal(0)))
    ]


def aviso_de_otros(numeros: Sequence[str]) -> str:
    """That other drafts ask for the same; empty without any."""
    if not numeros:
        return ""
    return tr("Ya hay borradores con los mismos artículos: {numeros}. Enviar uno solo, o se pide dos veces.").format(
        numeros=", ".join(numeros[:_NOMBRADOS])
    )


def aviso_de_mas(sobrantes: Sequence[Sobrante]) -> str:
    """That more would be on order than is missing; empty where it is not."""
    if not sobrantes:
        return ""
    partes = [
        tr("{codigo}: {se_piden} y {hacen_falta}").format(
            codigo=s.codigo, se_piden=frases.se_piden(s.cantidad), hacen_falta=frases.hacen_falta(s.hace_falta)
        )
        for s in sobrantes[:_NOMBRADOS]
    ]
    if len(sobrantes) > _NOMBRADOS:
        partes.append(tr("{n} más").format(n=formatear_numero(len(sobrantes) - _NOMBRADOS)))
    return tr("Se pide más de lo que falta. {partes}.").format(partes="; ".join(partes))
