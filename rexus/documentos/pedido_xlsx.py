"""The purchase order as a spreadsheet that the supplier can load: numbers are numbers, codes are texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from rexus.base.text import formatear_fecha, tr
from rexus.documentos.membrete import Membrete
from rexus.documentos.papel import Asentar
from rexus.documentos.pedido import rotulo_total, titulo
from rexus.intercambio.escritor import Columnas, Dato, escribir_xlsx
from rexus.stock import HojaPedido


def escribir(
    archivo: Path, pedido: HojaPedido, membrete: Membrete, zona: tzinfo, asentar: Asentar | None = None
) -> None:
    """Write the order as .xlsx, whole or not at all. `asentar` and errors as `papel.escribir`."""
    columnas: Columnas = [
        (tr("Su código"), "texto"), (tr("Código"), "texto"), (tr("Descripción"), "texto"), (tr("Cantidad"), "cantidad"),
        (tr("Unidad"), "texto"), (tr("Precio"), "dinero"), (tr("Total"), "dinero"),
    ]  # fmt: skip
    escribir_xlsx(
        archivo,
        columnas,
        _filas(pedido),
        total=len(pedido.lineas) + 1,
        zona=zona,
        asentar=None if asentar is None else lambda _filas: asentar(),
        cabeza=_cabeza(pedido, membrete, zona),
    )


def _cabeza(pedido: HojaPedido, membrete: Membrete, zona: tzinfo) -> list[tuple[str, str]]:
    fecha = formatear_fecha(pedido.fecha, zona, hora=False)
    prometida = formatear_fecha(pedido.fecha_prometida) if pedido.fecha_prometida else ""
    datos = [
        (titulo(pedido), pedido.numero),
        (tr("De"), membrete.nombre),
        (tr("Proveedor"), pedido.proveedor.nombre),
        (tr("Fecha"), fecha),
        (tr("Entregar el"), prometida),
        (tr("Para obra"), ", ".join(pedido.obras)),
        (tr("Observaciones"), " ".join(pedido.observaciones.split())),
        (tr("Moneda"), membrete.moneda),
    ]
    return [(rotulo, valor) for rotulo, valor in datos if valor]


def _filas(pedido: HojaPedido) -> Iterator[list[Dato]]:
    for x in pedido.lineas:
        conocido = bool(x.precio)
        yield [
            x.suyo, x.codigo, x.descripcion, x.cantidad, x.unidad, x.precio if conocido else None,
            x.total if conocido else None,
        ]  # fmt: skip
    rotulo = rotulo_total(pedido) if pedido.total else tr("Sin precio")
    yield [None, None, rotulo, None, None, None, pedido.total or None]
