"""The purchase order for the supplier, as a PDF and as a spreadsheet."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.documentos import papel
from rexus.documentos.membrete import Membrete
from rexus.documentos.papel import Asentar, Columna, Papel
from rexus.documentos.unidades import unidades
from rexus.stock import HojaPedido, LineaHoja


def escribir(
    archivo: Path, pedido: HojaPedido, membrete: Membrete, zona: tzinfo, asentar: Asentar | None = None
) -> None:
    """Write the order as a PDF, whole or not at all, with the days of `zona`. The rest as `papel.escribir`."""
    papel.escribir(archivo, en_papel(pedido, membrete, zona), asentar)


def titulo(pedido: HojaPedido) -> str:
    """What the paper calls itself: a draft or an annulled order is no order."""
    titulos = {"borrador": tr("Pedido de compra (borrador)"), "anulada": tr("Pedido de compra ANULADO")}
    return titulos.get(pedido.estado, tr("Pedido de compra"))


def rotulo_total(pedido: HojaPedido) -> str:
    """What the total is of: what has no price yet is not in it."""
    return tr("Total") if all(x.precio for x in pedido.lineas) else tr("Total de lo que tiene precio")


def en_papel(pedido: HojaPedido, membrete: Membrete, zona: tzinfo) -> Papel:
    """What the order says. The supplier's codes come first where any is known; prices where any is."""
    con_suyos, con_precios = any(x.suyo for x in pedido.lineas), any(x.precio for x in pedido.lineas)
    columnas = [Columna(tr("Su código"), 24)] if con_suyos else []
    columnas += [
        Columna(tr("Código"), 25), Columna(tr("Descripción")), Columna(tr("Cantidad"), 19, cifra=True),
        Columna(tr("Unidad"), 15),
    ]  # fmt: skip
    if con_precios:
        columnas += [Columna(tr("Precio"), 21, cifra=True), Columna(tr("Total"), 25, cifra=True)]
    quien = pedido.proveedor
    suyo = (
        (tr("Proveedor"), quien.nombre),
        (tr("Contacto"), quien.contacto),
        (tr("Dirección"), quien.direccion),
        (tr("Teléfono"), quien.telefono),
        (tr("Correo"), quien.email),
    )
    total = f"{membrete.moneda} {formatear_numero(pedido.total, 2)}".strip()
    return Papel(
        titulo(pedido),
        pedido.numero,
        membrete,
        pedido.fecha,
        (suyo, _fechas(pedido, zona)),
        columnas,
        [_fila(x, con_suyos=con_suyos, con_precios=con_precios) for x in pedido.lineas],
        # Said, not left out in silence.
        totales=[(rotulo_total(pedido), total)] if con_precios else [("", tr("Sin precio"))],
        notas=pedido.observaciones,
    )


def _fechas(pedido: HojaPedido, zona: tzinfo) -> tuple[tuple[str, str], ...]:
    prometida = formatear_fecha(pedido.fecha_prometida) if pedido.fecha_prometida else ""
    return (
        (tr("Fecha"), formatear_fecha(pedido.fecha, zona, hora=False)),
        (tr("Entregar el"), prometida),
        (tr("Para obra"), ", ".join(pedido.obras)),
        (tr("Pidió"), pedido.usuario),
    )


def _fila(linea: LineaHoja, *, con_suyos: bool, con_precios: bool) -> list[str]:
    celdas = [linea.suyo] if con_suyos else []
    celdas += [
        linea.codigo,
        linea.descripcion,
        formatear_numero(linea.cantidad),
        unidades(linea.cantidad, linea.unidad),
    ]
    if con_precios:
        # A price that nobody knows is asked for, not promised as nothing.
        celdas += [formatear_numero(n, 2) if linea.precio else "—" for n in (linea.precio, linea.total)]
    return celdas
