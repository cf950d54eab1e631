"""Purchase orders made of what is missing: one for each supplier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.base.text import tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import ledger, lotes, pedidos
from rexus.stock.cantidades import cantidad_no_negativa
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.faltantes import Faltante, faltantes
from rexus.stock.libro_reservas import Clave
from rexus.stock.orm_compras import PedidoCompra
from rexus.stock.orm_obras import Obra, Requerimiento
from rexus.stock.pedidos import FichaPedido, LineaPedida
from rexus.stock.proveedores import clave_de


@dataclass(frozen=True)
class PedidosHechos:
    """The orders made; what could not be ordered because nobody sells it (no supplier is known), and what was not
    because drafts ask for all of it already."""

    pedidos: tuple[FichaPedido, ...]
    sin_proveedor: tuple[Faltante, ...]
    en_borrador: tuple[Faltante, ...] = ()


def pedir_faltantes(
    work: Work,
    obras: Sequence[int] | None = None,
    *,
    con_minimos: bool | None = None,
    proveedor: str | None = None,
    cantidades: Mapping[Clave, str | int | Decimal] | None = None,
    enviar: bool = False,
    fecha_prometida: date | str | None = None,
    clave: str | None = None,
) -> Result[PedidosHechos]:
    """Order what `faltantes` says is missing, for the obras that need it. Raises as `pedidos.crear`.

    What stands in drafts is not ordered again, unless `cantidades` says so: the articles to order and how many of each,
    as somebody decided; 0 leaves one out. One of which
    nothing is missing any more raises ConflictoError: somebody else ordered it meanwhile.
    `clave` names the attempt: repeated, it gives the orders that it made.
    """
    exigir(work.actor, "compras.modificar")
    clave = ledger.nueva_clave(clave)
    # Two seats that order at once would order the same twice.
    pedidos.turno_de_pedidos(work)
    previos = _hechos_antes(work, clave)
    if previos:
        return Result(PedidosHechos(tuple(previos), ()), NOTHING)
    todos = faltantes(work, obras, con_minimos=con_minimos, proveedor=proveedor)
    if cantidades is not None:
        todos = _decididos(todos, {c: cantidad_no_negativa(n) for c, n in cantidades.items()})
    por_proveedor: dict[str, list[Faltante]] = {}
    for f in todos:
        por_proveedor.setdefault(clave_de(f.proveedor), []).append(f)
    sin_proveedor = por_proveedor.pop("", [])
    en_borrador = [f for suyos in por_proveedor.values() for f in suyos if not f.pedir]
    hechos = []
    se_piden = ([f for f in suyos if f.pedir] for suyos in por_proveedor.values())
    for n, suyos in enumerate(suyos for suyos in se_piden if suyos):
        hechos.append(
            pedidos.crear(
                work,
                suyos[0].proveedor_id or suyos[0].proveedor,
                [LineaPedida(f.clase, f.articulo_id, f.pedir, f.precio) for f in suyos],
                obras_que_esperan=_esperan(work, suyos, obras),
                enviar=enviar,
                fecha_prometida=fecha_prometida,
                clave=lotes.clave_de_linea(clave, n),
            ).value
        )
    return Result(
        PedidosHechos(tuple(hechos), tuple(sin_proveedor), tuple(en_borrador)), Change.of("pedido", "proveedor")
    )


def _decididos(todos: Sequence[Faltante], cantidades: Mapping[Clave, Decimal]) -> list[Faltante]:
    """What is missing and is to be ordered, with the quantities that were decided."""
    faltan = {(f.clase, f.articulo_id): f for f in todos}
    quedan = {clave: cuantas for clave, cuantas in cantidades.items() if cuantas}
    if any(clave not in faltan for clave in quedan):
        raise ConflictoError(
            tr("De algo de la lista ya no falta nada: otra persona lo pidió o llegó mientras tanto. No se pidió nada."),
            tr("Mirar otra vez lo que falta y repetir."),
        )
    if not quedan:
        raise DatoInvalidoError(tr("La lista está vacía: no hay nada que pedir."))
    return [replace(f, pedir=quedan[clave]) for clave, f in faltan.items() if clave in quedan]


def _hechos_antes(work: Work, clave: str) -> list[FichaPedido]:
    hechos: list[FichaPedido] = []
    n = 0
    while True:
        id_ = work.connection.scalar(
            select(PedidoCompra.id).where(PedidoCompra.clave == lotes.clave_de_linea(clave, n))
        )
        if id_ is None:
            return hechos
        hechos.append(pedidos.ver(work, id_))
        n += 1


def _esperan(work: Work, suyos: Sequence[Faltante], obras: Sequence[int] | None) -> list[int]:
    """The obras, of those chosen, that need any of it and have not ended."""
    esperan: set[int] = set()
    for clase in {f.clase for f in suyos}:
        consulta = (
            select(Requerimiento.obra_id)
            .join(Obra, Obra.id == Requerimiento.obra_id)
            .where(
                Requerimiento.clase == clase,
                entre(Requerimiento.articulo_id, [f.articulo_id for f in suyos if f.clase == clase]),
                Obra.estado.in_(ABIERTAS),
            )
            .distinct()
        )
        if obras is not None:
            consulta = consulta.where(entre(Requerimiento.obra_id, sorted(set(obras))))
        esperan.update(work.connection.scalars(consulta))
    return sorted(esperan)
