"""What the table of a catalogue shows, and the signs beside its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from decimal import Decimal

from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.ui.paged_table.columns import Column, Mark, Row

# Of an article, in mm.
_MEDIDAS = ("longitud", "ancho", "alto")


class Signs:
    """The signs beside the cells of a row whose values are in the order of `claves`. Worker threads call them."""

    def __init__(self, claves: tuple[str, ...]) -> None:
        self._stock, self._minimo, self._disponible, self._reservado, self.activo = (
            claves.index(c) for c in ("stock_actual", "stock_minimo", "disponible", "stock_reservado", "activo")
        )

    def stock(self, row: Row) -> Mark | None:
        """«∅» when there is none, «▼» when there is less than the minimum."""
        stock, minimo = row.valores[self._stock], row.valores[self._minimo]
        if stock == 0:
            return Mark("∅", "bad", tr("Sin stock"))
        if stock < minimo:
            return Mark(
                "▼",
                "warning",
                tr("Bajo el mínimo de {minimo}").format(minimo=formatear_numero(minimo)),
                tr("Bajo el mínimo"),
            )
        return None

    def available(self, row: Row) -> Mark | None:
        """«∅» when there are pieces but all of them are set apart."""
        if row.valores[self._disponible] == Decimal(0) and row.valores[self._stock] > 0:
            reservado = formatear_numero(row.valores[self._reservado])
            return Mark("∅", "warning", tr("Todo está reservado: {n}").format(n=reservado), tr("Todo está reservado"))
        return None

    def inactive(self, row: Row) -> Mark | None:
        """«⊘» beside the code of an article that is out of use."""
        return None if row.valores[self.activo] else Mark("⊘", "secondary", tr("Inactivo"))


def columns(catalogo: Catalogo, zona: tzinfo) -> tuple[Column, ...]:
    """The columns of the page; `zona` is where the workshop's clock hangs."""
    signs = Signs(catalogo.claves)
    marks: dict[str, Callable[[Row], Mark | None]] = {
        "codigo": signs.inactive,
        "stock_actual": signs.stock,
        "disponible": signs.available,
    }

    def fecha(momento: datetime) -> str:
        return formatear_fecha(momento, zona)

    return tuple(
        Column(
            c.clave,
            tr(c.titulo),
            c.tipo,
            c.ancho,
            c.visible,
            format=_medida if c.clave in _MEDIDAS else fecha if c.tipo == "fecha" else None,
            mark=marks.get(c.clave),
        )
        for c in catalogo.columnas
    )


def _medida(mm: int) -> str:
    """Of what is not known no figure is shown: 0 mm would be one."""
    return formatear_numero(mm) if mm else "—"
