"""What is missing, as orders: one for each supplier, with quantities that can be changed before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo.view.date_field import DateField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.modulos.compras.domain import aviso_de_cantidad, suma
from rexus.modulos.compras.view.faltantes import HANDLE
from rexus.stock.cantidades import cantidad_no_negativa
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.faltantes import Faltante
from rexus.stock.libro_reservas import Clave
from rexus.ui.lineas import LineColumn, LineList

_HANDLE = f"{HANDLE}.pedido"
_CODE, _TEXT, _MISSING, _LEAST, _PACK, _COUNT, _PRICE, _TOTAL, _NOTE = range(9)


class OrderDialog(FormDialog):
    """Handles: `compras.faltantes.pedido.lineas`, `….fecha_prometida`, `….resumen`; the dialog is `….dialogo`."""

    def __init__(self, parent: QWidget | None, faltantes: Sequence[Faltante]) -> None:
        super().__init__(parent, tr("Pedir lo que falta"), tr("Crear borradores"), nombre=f"{_HANDLE}.dialogo")
        self._groups: list[int] = []
        self.lines = LineList(
            (
                LineColumn(tr("Código"), 88, whole=True),
                LineColumn(tr("Descripción")),
                LineColumn(tr("Faltan"), 56, figures=True),
                LineColumn(tr("Ped. mín."), 72, figures=True),
                LineColumn(tr("Emba."), 56, figures=True),
                LineColumn(tr("Pedir"), 64, figures=True, typed=True),
                LineColumn(tr("Precio"), 92, figures=True),
                # A supplier's, in bold, runs to hundreds of millions.
                LineColumn(tr("Total"), 132, figures=True),
                LineColumn(tr("A tener en cuenta"), 208, 96),
            ),
            f"{_HANDLE}.lineas",
            tr("Lo que se pide, por proveedor"),
        )
        self.lines.setMinimumHeight(300)
        self.promised = DateField(f"{_HANDLE}.fecha_prometida", tr("Fecha prometida (optativa)"), cerca="siguiente")
        self.promised.setMaximumWidth(220)
        self.summary = Label("", f"{_HANDLE}.resumen", tr("Cuánto se pide"))
        note = Label("secundario")
        note.say(tr("La cantidad se puede cambiar; con 0 no se pide. Los borradores se revisan antes de enviarlos."))
        foot = QHBoxLayout()
        foot.setSpacing(24)
        foot.addWidget(self.promised)
        foot.addWidget(self.summary, 1)
        self.content.addWidget(note)
        self.content.addWidget(self.lines, 1)
        self.content.addLayout(foot)
        self.setMinimumWidth(1040)
        self._fill(faltantes)
        self.hold({"fecha_prometida": self.promised})
        self._were = self._typed()
        self.lines.edited.connect(lambda row, _column: self._follow(row))
        self._sum_up()
        first = next((r for r in range(self.lines.rowCount()) if isinstance(self.lines.data_at(r), Faltante)), 0)
        self.lines.go_to(first, _COUNT)

    def quantities(self) -> dict[Clave, str]:
        """What is to be ordered of each article, as typed."""
        return {(f.clase, f.articulo_id): self.lines.text_at(row, _COUNT) for row, f in self._articles()}

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return super().dirty() or self._typed() != self._were

    def submit(self) -> None:
        """What is half typed counts; nothing is asked for while a quantity is none."""
        self.lines.commit()
        for row, f in self._articles():
            try:
                cantidad_no_negativa(self.lines.text_at(row, _COUNT) or 0)
            except CantidadInvalidaError as error:
                self.lines.go_to(row, _COUNT)
                self.show_error(
                    DatoInvalidoError(
                        tr("{codigo}: la cantidad {motivo}. No se pidió nada.").format(
                            codigo=f.codigo, motivo=error.campos["cantidad"]
                        )
                    )
                )
                return
        super().submit()

    def show_error(self, error: RexusError) -> None:
        """The cursor stays in the list."""
        at = (self.lines.currentRow(), self.lines.currentColumn())
        super().show_error(error)
        if not (isinstance(error, DatoInvalidoError) and error.campos):
            self.lines.go_to(*at)

    def _fill(self, faltantes: Sequence[Faltante]) -> None:
        groups: dict[str, list[Faltante]] = {}
        for f in faltantes:
            groups.setdefault(f.proveedor, []).append(f)
        # What nobody sells comes last: it is shown, and cannot be ordered.
        for name in sorted(groups, key=lambda name: name == ""):
            how_many = contados(len(groups[name]), tr("artículo"), tr("artículos"))
            title = name or tr("Sin proveedor: no se pide")
            # A supplier may have a long name: it has the room of the figures too.
            row = self.lines.add_line([title, *[""] * 8], name, title=True)
            self.lines.setSpan(row, _CODE, 1, _COUNT - _CODE)
            self.lines.say(row, _NOTE, how_many if name else tr("{n}: elegir antes quién vende").format(n=how_many))
            if name:
                self._groups.append(row)
            for f in groups[name]:
                self._add(f)

    def _add(self, f: Faltante) -> None:
        texts = [
            f.codigo, f.descripcion, formatear_numero(f.faltan), _figure(f.ped_min), _figure(f.emba),
            _plain(f.pedir) if f.proveedor else "", formatear_numero(f.precio, 2) if f.precio else "—", "", "",
        ]  # fmt: skip
        row = self.lines.add_line(texts, f if f.proveedor else None)
        if f.proveedor:
            self._say_about(row, f)
        else:
            item = self.lines.item(row, _COUNT)
            with QSignalBlocker(self.lines):
                item.setFlags(item.flags() & ~item.flags().ItemIsEditable)
                item.setBackground(self.lines.item(row, _CODE).background())

    def _articles(self) -> list[tuple[int, Faltante]]:
        rows = ((row, self.lines.data_at(row)) for row in range(self.lines.rowCount()))
        return [(row, f) for row, f in rows if isinstance(f, Faltante)]

    def _typed(self) -> list[str]:
        return [self.lines.text_at(row, _COUNT) for row, _ in self._articles()]

    def _follow(self, row: int) -> None:
        f = self.lines.data_at(row)
        if isinstance(f, Faltante):
            self._say_about(row, f)
            self._sum_up()

    def _say_about(self, row: int, f: Faltante) -> None:
        count = self._count(row)
        if count is None:
            self.lines.say(row, _TOTAL, "")
            self.lines.say(row, _NOTE, tr("no es una cantidad"))
            return
        self.lines.say(row, _TOTAL, formatear_numero(count * f.precio, 2) if f.precio else "—")
        self.lines.say(row, _NOTE, _note(count, f))

    def _count(self, row: int) -> Decimal | None:
        try:
            return cantidad_no_negativa(self.lines.text_at(row, _COUNT) or 0)
        except CantidadInvalidaError:
            return None

    def _sum_up(self) -> None:
        total, orders = Decimal(0), 0
        for row in self._groups:
            mine = [(r, f) for r, f in self._articles() if f.proveedor == self.lines.data_at(row)]
            counts = [(self._count(r) or Decimal(0), f) for r, f in mine]
            price = sum((n * f.precio for n, f in counts), Decimal(0))
            self.lines.say(row, _TOTAL, suma(price))
            total += price
            orders += any(n for n, _ in counts)
        self.summary.say(
            tr("{pedidos}; total {total}").format(
                pedidos=contados(orders, tr("pedido"), tr("pedidos")), total=suma(total)
            )
        )


def _note(count: Decimal, f: Faltante) -> str:
    """What is to be known about ordering so many."""
    drafted = tr("en borrador {n}").format(n=formatear_numero(f.en_borrador)) if f.en_borrador else ""
    note = aviso_de_cantidad(count, f.ped_min, f.emba)
    if not count:
        note = tr("no se pide")
    elif count + f.en_borrador < f.faltan:
        note = tr("no alcanza: faltan {n}").format(n=formatear_numero(f.faltan))
    elif not note and not f.precio:
        note = tr("sin precio")
    return ": ".join(t for t in (drafted, note) if t)


def _figure(n: Decimal) -> str:
    return formatear_numero(n) if n else "—"


def _plain(n: Decimal) -> str:
    """As it is typed: no mark of thousands."""
    return f"{n.normalize():f}".replace(".", ",")
