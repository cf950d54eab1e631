"""What the list of a quick movement shows in its columns."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QObject, Signal

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.rapido.lista import Lista, Renglon
from rexus.catalogo.view.comun.tabla import TypedModel
from rexus.ui.paged_table import Column, Mark

CODE, DESCRIPTION, STOCK, QUANTITY, LEFT, NOTE = range(6)


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("codigo", tr("Código"), "codigo", 112),
        Column("descripcion", tr("Descripción"), width=240),
        Column("stock", tr("Hay"), "cantidad", 72),
        Column("cantidad", tr("Cantidad"), "cantidad", 104, mark=_asked),
        Column("quedan", tr("Quedan"), "cantidad", 88, mark=_asked),
        Column("nota", tr("Nota"), width=168, mark=_asked),
    )


class LinesModel(TypedModel):
    """Shows a `Lista`. `salida` says that goods go out. `changed` after every change."""

    changed = Signal()

    def __init__(self, lista: Lista, parent: QObject | None = None) -> None:
        super().__init__(lista, columns(), QUANTITY, parent)
        self.lista = lista
        self.salida = True

    def text(self, row: int, column: int) -> str:
        return self._text(self.lista.renglones[row], column)

    def mark(self, row: int, column: int) -> Mark | None:
        return self._mark(self.lista.renglones[row], column)

    def write(self, row: int, texto: str) -> None:
        self.lista.poner(row, texto)
        self.tell()

    def add(
        self, etiqueta: str, articulo_id: int, codigo: str, descripcion: str, stock: Decimal, longitud_mm: int = 0
    ) -> int:
        """A line for what was scanned, or one more in its line."""
        new = self.lista.donde(articulo_id, longitud_mm) is None
        if new:
            self.beginInsertRows(QModelIndex(), len(self.lista), len(self.lista))
        n = self.lista.agregar(etiqueta, articulo_id, codigo, descripcion, stock, longitud_mm)
        if new:
            self.endInsertRows()
        self.tell()
        return n

    def remove(self, row: int) -> None:
        """Take a line away."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self.lista.quitar(row)
        self.endRemoveRows()
        self.tell()

    def tell(self) -> None:
        """Any line may have changed."""
        self.repaint_all()
        self.changed.emit()

    def left(self, renglon: Renglon) -> Decimal | None:
        """What would be there afterwards, as far as is known."""
        if renglon.cantidad is None:
            return None
        return renglon.stock - renglon.cantidad if self.salida else renglon.stock + renglon.cantidad

    def note(self, renglon: Renglon) -> str:
        """What is wrong with a line, in words."""
        if renglon.motivo:
            return renglon.motivo
        if renglon.error:
            return tr("rechazada")
        left = self.left(renglon)
        return tr("no alcanza") if left is not None and left < 0 else ""

    def _text(self, renglon: Renglon, column: int) -> str:
        match column:
            case 0:
                return renglon.codigo
            case 1:
                return " ".join(renglon.descripcion.split())
            case 2:
                return formatear_numero(renglon.stock)
            case 3:
                return renglon.texto
            case 4:
                left = self.left(renglon)
                return "" if left is None else formatear_numero(left)
            case _:
                return self.note(renglon)

    def _mark(self, renglon: Renglon, column: int) -> Mark | None:
        if column == QUANTITY and (renglon.motivo or renglon.error):
            return Mark("!", "bad", renglon.motivo or renglon.error)
        left = self.left(renglon)
        if column == LEFT and left is not None and left < 0:
            return Mark("▼", "warning", tr("Según los movimientos no hay tantas"))
        if column == NOTE and self.note(renglon):
            bad = renglon.motivo or renglon.error
            return Mark("!", "bad" if bad else "warning", bad or self.note(renglon))
        return None


def _asked(_row: object) -> Mark | None:
    """Marks come from the model; that there is a function tells the delegate to ask for them."""
    return None
