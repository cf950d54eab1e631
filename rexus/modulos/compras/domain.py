"""Purchases as people speak of them: an order as it was written, and the sentences about what came of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from rexus.base.text import contados, formatear_fecha, formatear_numero, tr
from rexus.stock.faltantes import Faltante
from rexus.stock.pedidos import FichaPedido, LineaPedida, ResumenPedido, rotulos
from rexus.stock.pedir_faltantes import PedidosHechos
from rexus.stock.recepciones import LineaTomada, RecepcionHecha
from rexus.stock.recepciones_hechas import RecepcionVista

# So many obras and orders are named one by one; of more it is said how many there are.
_NAMED = 4


def suma(total: Decimal) -> str:
    """A total in money; a dash where no line has a price, since nothing is known to cost nothing."""
    return formatear_numero(total, 2) if total else "—"


@dataclass(frozen=True)
class Escrito:
    """An order as it was typed. `obras` are the ids of those that wait for it."""

    proveedor: str
    lineas: tuple[LineaPedida, ...]
    obras: tuple[int, ...] = ()
    fecha_prometida: str = ""
    observaciones: str = ""


def aviso_de_cantidad(cantidad: Decimal, ped_min: Decimal, emba: Decimal) -> str:
    """What the supplier may object to in a quantity; empty for nothing."""
    if cantidad <= 0:
        return ""
    if cantidad < ped_min:
        return tr("menos que el pedido mínimo, {n}").format(n=formatear_numero(ped_min))
    if emba and cantidad % emba:
        return tr("no completa embalajes de {n}").format(n=formatear_numero(emba))
    return ""


def cuenta(f: Faltante, *, minimos: bool) -> str:
    """«4 que esperan las obras + 2 de stock mínimo − 1 reservada para ellas = faltan 5»."""
    mas = [tr("{n} que esperan las obras").format(n=formatear_numero(f.pendiente))]
    if minimos and f.stock_minimo:
        mas.append(tr("{n} de stock mínimo").format(n=formatear_numero(f.stock_minimo)))
    menos = [
        contados(n, uno, varios)
        for n, uno, varios in (
            (f.reservado, tr("reservada para ellas"), tr("reservadas para ellas")),
            (f.disponible, tr("disponible"), tr("disponibles")),
            (f.en_pedido, tr("en pedido"), tr("en pedido")),
        )
        if n
    ]
    total = (tr("falta {n}") if f.faltan == 1 else tr("faltan {n}")).format(n=formatear_numero(f.faltan))
    return " + ".join(mas) + "".join(f" − {m}" for m in menos) + f" = {total}" + _en_borrador(f)


def _en_borrador(f: Faltante) -> str:
    """«; en borrador 6»: a draft is no order yet, but what it asks for is not proposed again."""
    if not f.en_borrador:
        return ""
    return tr("; en borrador {n}: no se propone otra vez").format(n=formatear_numero(f.en_borrador))


def estado(pedido: ResumenPedido, ahora: datetime, zona: tzinfo) -> str:
    """«enviado», «enviado · atrasado 3 días»."""
    palabra = rotulos()[pedido.estado]
    esperado = pedido.esperado(zona)
    if esperado is None or not pedido.atrasado(ahora, zona):
        return palabra
    dias = contados((ahora.astimezone(zona).date() - esperado).days, tr("día"), tr("días"))
    return tr("{estado} · atrasado {dias}").format(estado=palabra, dias=dias)


def hechos(hecho: PedidosHechos) -> str:
    """«2 pedidos en borrador: PC-000001 (REHAU), PC-000002 (Veka).»"""
    cuales = enumerar(f"{p.numero} ({p.proveedor})" for p in hecho.pedidos)
    cuantos = contados(len(hecho.pedidos), tr("pedido en borrador"), tr("pedidos en borrador"))
    return f"{cuantos}: {cuales}."


def recibido(hecha: RecepcionHecha) -> str:
    """What came in, for whom it was set apart, what was sent back, and how the order stands."""
    entraron = [x for x in hecha.lineas if x.recibidas]
    que = (
        tr("Entraron {que}").format(que=enumerar(f"{formatear_numero(x.recibidas)} × {x.codigo}" for x in entraron))
        if entraron
        else tr("No entró nada")
    )
    partes = [que]
    reservado = enumerar(_reservadas(hecha.lineas))
    if reservado:
        partes.append(tr("reservado: {que}").format(que=reservado))
    rechazadas = enumerar(f"{formatear_numero(x.rechazadas)} × {x.codigo}" for x in hecha.lineas if x.rechazadas)
    if rechazadas:
        partes.append(tr("rechazado: {que}").format(que=rechazadas))
    de_mas = enumerar(f"{formatear_numero(x.de_mas)} × {x.codigo}" for x in hecha.lineas if x.de_mas)
    if de_mas:
        partes.append(tr("de más: {que}").format(que=de_mas))
    partes.append(tr("{numero} queda {estado}").format(numero=hecha.numero, estado=rotulos()[hecha.estado]))
    return "; ".join(partes) + "."


def _reservadas(lineas: Sequence[LineaTomada]) -> list[str]:
    por_obra: dict[str, Decimal] = {}
    for linea in lineas:
        for tenencia in linea.reservadas:
            por_obra[tenencia.obra] = por_obra.get(tenencia.obra, Decimal(0)) + tenencia.cantidad
    return [tr("{n} para {obra}").format(n=formatear_numero(n), obra=obra) for obra, n in por_obra.items()]


def llegada(recepcion: RecepcionVista, zona: tzinfo) -> str:
    """«04/03/2026 09:00 · R-1 · ana: 2 × A1; 1 × A1 rechazada: golpeada»; undone ones say so."""
    cabeza = " · ".join(t for t in (formatear_fecha(recepcion.fecha, zona), recepcion.remito, recepcion.usuario) if t)
    que = []
    for x in recepcion.lineas:
        if x.recibidas:
            que.append(f"{formatear_numero(x.recibidas)} × {x.codigo}")
        if x.rechazadas:
            que.append(
                tr("rechazado {n} × {codigo}: {motivo}").format(
                    n=formatear_numero(x.rechazadas), codigo=x.codigo, motivo=x.motivo
                )
            )
    frase = f"{cabeza}: {'; '.join(que)}"
    return frase if recepcion.vigente else tr("{frase} (deshecha)").format(frase=frase)


def pendiente(pedido: FichaPedido) -> Decimal:
    """How many pieces are still to come."""
    return sum((x.pendiente for x in pedido.lineas), Decimal(0))


def enumerar(cosas: Iterable[str]) -> str:
    """«a, b, c y 12 más»."""
    todas = list(cosas)
    if len(todas) <= _NAMED + 1:
        return ", ".join(todas)
    return tr("{algunas} y {n} más").format(algunas=", ".join(todas[:_NAMED]), n=len(todas) - _NAMED)
