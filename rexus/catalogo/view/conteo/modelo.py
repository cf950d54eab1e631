"""What the sheet of a stocktake shows in its columns."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QObject, Signal

from rexus.base.text import formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.conteo.hoja import Hoja, Renglon
from rexus.catalogo.view.comun.tabla import TypedModel
from rexus.stock.conteos import LineaConteo
from rexus.ui.paged_table import Column, Mark

PLACE, CODE, DESCRIPTION, LENGTH, EXPECTED, COUNTED, DIFFERENCE, NOTE = range(8)


def columns() -> tuple[Column, ...]:
    """The columns of the sheet."""
    return (
        Column("lugar", tr("Lugar"), "codigo", 96),
        Column("codigo", tr("Código"), "codigo", 96),
        Column("descripcion", tr("Descripción"), width=240),
        Column("longitud", tr("Longitud"), width=136),
        Column("esperado", tr("Esperado"), "cantidad", 88),
        Column("contado", tr("Contado"), "cantidad", 120, mark=_never),
        Column("diferencia", tr("Diferencia"), "cantidad", 104, mark=_never),
        Column("nota", tr("Nota"), width=208, mark=_never),
    )


def note(renglon: Renglon) -> str:
    """What is to be known about a line, in words."""
    if renglon.motivo:
        return renglon.motivo
    if renglon.vieja:
        return tr("hubo movimientos")
    if renglon.antes and not renglon.texto:
        return tr("contar de nuevo (antes: {n})").format(n=renglon.antes)
    return ""


def length(mm: int) -> str:
    """«retazo 1.200 mm»; nothing for the article's own length."""
    return tr("retazo {mm}").format(mm=textos.longitud(mm)) if mm else ""


class SheetModel(TypedModel):
    """Shows a `Hoja`; `counted` after every change of a count."""

    counted = Signal()

    def __init__(self, hoja: Hoja, parent: QObject | None = None) -> None:
        super().__init__(hoja, columns(), COUNTED, parent)
        self.hoja = hoja

    def text(self, row: int, column: int) -> str:
        return _text(self.hoja.renglones[row], column)

    def mark(self, row: int, column: int) -> Mark | None:
        return _mark(self.hoja.renglones[row], column)

    def write(self, row: int, texto: str) -> None:
        self.hoja.contar(row, texto)
        self.tell(row)

    def spoken(self, row: int, column: int) -> str:
        said = self.text(row, column)
        return f"{said} {note(self.hoja.renglones[row])}".strip() if column == COUNTED else said

    def tell(self, row: int) -> None:
        """A line changed."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.counted.emit()

    def tell_all(self) -> None:
        """Many lines changed."""
        self.repaint_all()
        self.counted.emit()

    def add(self, linea: LineaConteo) -> int:
        """Add a line, or find the one that is there; returns its row."""
        row = self.hoja.donde(linea)
        if row is None:
            row = len(self.hoja)
            self.beginInsertRows(QModelIndex(), row, row)
            self.hoja.agregar(linea)
            self.endInsertRows()
        self.counted.emit()
        return row


def _text(renglon: Renglon, column: int) -> str:
    linea = renglon.linea
    match column:
        case 0:
            return linea.ubicacion
        case 1:
            return linea.codigo
        case 2:
            return " ".join(linea.descripcion.split())
        case 3:
            return length(linea.longitud_mm)
        case 4:
            return formatear_numero(linea.esperado)
        case 5:
            return renglon.texto
        case 6:
            return "" if renglon.diferencia is None else textos.con_signo(renglon.diferencia)
        case _:
            return note(renglon)


def _mark(renglon: Renglon, column: int) -> Mark | None:
    if column == COUNTED and renglon.texto:
        if renglon.motivo:
            return Mark("!", "bad", renglon.motivo)
        if renglon.vieja:
            return Mark("↻", "warning", tr("Hubo movimientos después de hacer la hoja"))
    if column == DIFFERENCE and renglon.diferencia is not None:
        return difference_mark(renglon.diferencia)
    if column == NOTE and (renglon.motivo or renglon.vieja or renglon.antes):
        return Mark("!" if renglon.motivo else "↻", "bad" if renglon.motivo else "warning")
    return None


def difference_mark(diferencia: Decimal) -> Mark:
    """«▲» more than expected, «▼» less, «✓» as expected."""
    if diferencia > 0:
        return Mark("▲", "good", tr("Hay más de lo esperado"))
    if diferencia < 0:
        return Mark("▼", "bad", tr("Hay menos de lo esperado"))
    return Mark("✓", "secondary", tr("Como se esperaba"))


def _never(_row: object) -> Mark | None:
    """Marks come from the model; that there is a function tells the delegate to ask for them."""
    return None
