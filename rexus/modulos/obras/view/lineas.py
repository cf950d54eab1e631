"""A dialog of several materials at once: how many pieces of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, tr
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.modulos.obras import textos
from rexus.stock.cantidades import cantidad
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.libro_reservas import Clave
from rexus.stock.requerimientos import Material
from rexus.ui.lineas import LineColumn, LineList


@dataclass(frozen=True)
class Renglon:
    """A material that may be chosen: the figures beside it, and how many pieces are proposed (0: none)."""

    material: Material
    cifras: tuple[Decimal, ...]
    propuesta: Decimal


class LineasDialog(FormDialog):
    """`cifras` are the titles of the figures, `columna` that of the pieces, which are typed; empty leaves a line out.

    Handles: `nombre.lineas`, `nombre.todo`, `nombre.nada`, `nombre.total`. `counted`: a quantity was typed.
    """

    counted = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        titulo: str,
        verbo: str,
        *,
        nombre: str,
        cifras: Sequence[str],
        columna: str,
        renglones: Sequence[Renglon],
    ) -> None:
        super().__init__(parent, titulo, verbo, nombre=f"{nombre}.dialogo")
        self._renglones = list(renglones)
        self._count = 2 + len(cifras)
        columns = [LineColumn(tr("Código"), 96, whole=True), LineColumn(tr("Descripción"))]
        columns += [LineColumn(cifra, 88, figures=True) for cifra in cifras]
        columns.append(LineColumn(columna, 104, figures=True, typed=True))
        self.lines = LineList(columns, f"{nombre}.lineas", titulo)
        for r in self._renglones:
            figures = (textos.numero(n) for n in r.cifras)
            self.lines.add_line([r.material.codigo, r.material.descripcion, *figures, _written(r.propuesta)])
        self.content.addWidget(Panel(self.lines, 880, 320), 1)
        self.total = Label("secundario", f"{nombre}.total")
        self.content.addWidget(self.total)
        for clave, texto, con in (("todo", tr("Todo"), True), ("nada", tr("Nada"), False)):
            button = QPushButton(texto)
            button.setObjectName(f"{nombre}.{clave}")
            button.setAccessibleName(texto)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, con=con: self.fill(con))
            self.aside.addWidget(button)
        self.lines.edited.connect(lambda _row, _column: self._on_count())
        self._were = self._texts()
        self._on_count()
        if renglones:
            self.lines.go_to(0, self._count)

    @property
    def renglones(self) -> list[Renglon]:
        """What may be chosen, in the order of the lines."""
        return self._renglones

    def fill(self, whole: bool) -> None:
        """Write what is proposed into every line, or nothing."""
        for row, renglon in enumerate(self._renglones):
            self.lines.say(row, self._count, _written(renglon.propuesta) if whole else "")
        self._on_count()

    def quantities(self) -> dict[Clave, Decimal]:
        """How many pieces of each article; the lines that are left out are not there.

        Raises DatoInvalidoError, with the cursor on the line that is wrong, or when none has any.
        """
        hechas: dict[Clave, Decimal] = {}
        for row, texto in enumerate(self._texts()):
            if not texto:
                continue
            m = self._renglones[row].material
            try:
                n = cantidad(texto)
            except CantidadInvalidaError as error:
                self.lines.go_to(row, self._count)
                raise DatoInvalidoError(f"{m.codigo}: {error.frase}", error.que_hacer) from error
            if n < 0:
                self.lines.go_to(row, self._count)
                raise DatoInvalidoError(
                    tr("{codigo}: la cantidad tiene que ser mayor que cero. No se registró nada.").format(
                        codigo=m.codigo
                    )
                )
            if n:
                hechas[m.clave] = n
        if not hechas:
            raise DatoInvalidoError(
                tr("Ninguna línea tiene cantidad. No se registró nada."),
                tr("Escribir cuántas piezas en la última columna."),
            )
        return hechas

    def typed(self) -> dict[Clave, Decimal]:
        """As `quantities`, for who only looks: what is not a quantity yet counts as none."""
        hechas: dict[Clave, Decimal] = {}
        for row, texto in enumerate(self._texts()):
            try:
                n = cantidad(texto) if texto else Decimal(0)
            except CantidadInvalidaError:
                continue
            if n > 0:
                hechas[self._renglones[row].material.clave] = n
        return hechas

    def submit(self) -> None:
        """What is being typed counts."""
        self.lines.commit()
        super().submit()

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return super().dirty() or self._texts() != self._were

    def _texts(self) -> list[str]:
        return [self.lines.text_at(row, self._count) for row in range(self.lines.rowCount())]

    def _on_count(self) -> None:
        typed = self.typed()
        if typed:
            self.total.say(
                tr("{piezas} de {articulos}").format(
                    piezas=textos.piezas(sum(typed.values(), Decimal(0))), articulos=textos.articulos(len(typed))
                )
            )
        else:
            self.total.say(tr("Ninguna pieza todavía"))
        self.counted.emit()


def _written(cantidad_: Decimal) -> str:
    """As a person types it, without thousands marks: it is read back."""
    return formatear_numero(cantidad_).replace(".", "") if cantidad_ else ""
