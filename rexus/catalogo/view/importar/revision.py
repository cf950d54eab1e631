"""The third step: what the import would do, every error, and what the stock column means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.importar.resultado import Revision
from rexus.catalogo.textos import totales_tambien
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.importar.opciones import DecimalQuestion, StockChoice
from rexus.ui.paged_table import Column
from rexus.ui.theme import set_class


class ReviewStep(QWidget):
    """`stock_chosen(str)`, `decimal_chosen(str)`, `totals_chosen(bool)`: look again with another choice.
    `save_errors_requested()`."""

    stock_chosen = Signal(str)
    decimal_chosen = Signal(str)
    totals_chosen = Signal(bool)
    save_errors_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stock = StockChoice()
        self.stock.chosen.connect(self.stock_chosen)
        self.question = DecimalQuestion()
        self.question.chosen.connect(self.decimal_chosen)
        self.question.hide()
        self.totals = QCheckBox()
        self.totals.setObjectName("importar.totales")
        self.totals.hide()
        self.totals.clicked.connect(self.totals_chosen)
        self._summary = QLabel()
        self._summary.setObjectName("importar.resumen")
        self._summary.setWordWrap(True)
        set_class(self._summary, "seccion")
        self._why = QLabel()
        self._why.setObjectName("importar.motivo")
        self._why.setWordWrap(True)
        self.errors = ListTable(_error_columns(), "importar.errores", tr("Errores de la planilla"), stretch=3)
        self.new = ListTable(_new_columns(), "importar.nuevos", tr("Artículos nuevos"), stretch=2)
        self.changes = ListTable(_change_columns(), "importar.cambios", tr("Qué cambia en cada artículo"), stretch=4)
        self.places = ListTable(
            (Column("codigo", tr("Ubicación que se crea"), "codigo", 240),),
            "importar.ubicaciones",
            tr("Ubicaciones que se crean"),
            stretch=0,
        )
        self.remarks = ListTable(
            (Column("aviso", tr("Observación")),), "importar.avisos", tr("Observaciones sobre la planilla"), stretch=0
        )
        self._copy = _button("importar.errores.copiar", tr("Copiar errores"))
        self._copy.clicked.connect(self._on_copy)
        self._save = _button("importar.errores.guardar", tr("Guardar errores…"))
        self._save.clicked.connect(self.save_errors_requested)
        self._calm = QLabel(tr("No hay errores ni nada que cambie."))
        self._calm.setObjectName("importar.sin_novedad")
        self._calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_class(self._calm, "secundario")
        self._stack = QStackedWidget()
        self._tabs: list[tuple[QPushButton, QWidget]] = []
        self._group = QButtonGroup(self)
        self._arrange()

    def show_review(self, revision: Revision) -> None:
        """Show what a dry run found."""
        r = revision.resumen
        self.stock.offer(revision.con_stock)
        self.question.setVisible(revision.dudosos)
        self.totals.setVisible(bool(revision.totales) or revision.con_totales)
        self.totals.setChecked(revision.con_totales)
        self.totals.setText(totales_tambien(0 if revision.con_totales else revision.totales))
        self._summary.setText(revision.frase)
        self._why.setText(revision.motivo)
        self._why.setVisible(bool(revision.motivo))
        set_class(self._why, "error" if revision.errores else "secundario")
        self.errors.show_rows(revision.filas_errores)
        self.new.show_rows(revision.filas_altas)
        self.changes.show_rows(revision.filas_cambios)
        self.places.show_rows([(codigo,) for codigo in r.ubicaciones_nuevas])
        self.remarks.show_rows([(aviso,) for aviso in revision.avisos])
        counts: Sequence[tuple[int, str]] = (
            (revision.errores, tr("Errores {n}")),
            (r.nuevos, tr("Nuevos {n}")),
            (r.actualizados, tr("Cambian {n}")),
            (len(r.ubicaciones_nuevas), tr("Ubicaciones nuevas {n}")),
            (len(revision.avisos), tr("Observaciones {n}")),
        )
        first: QPushButton | None = None
        for (chip, _table), (count, text) in zip(self._tabs, counts, strict=True):
            chip.setText(text.format(n=formatear_numero(count)))
            chip.setAccessibleName(chip.text())
            chip.setVisible(count > 0)
            first = first or (chip if count else None)
        self._copy.setText(tr("Copiar errores"))
        self._save.setText(tr("Guardar errores…"))
        for note, count, listed in (
            (self._new_cut, r.nuevos, len(r.altas)),
            (self._cut, r.actualizados, len(r.cambios)),
        ):
            note.setText(
                tr("Se muestran los primeros {n} artículos, y hay {mas} más.").format(
                    n=formatear_numero(listed), mas=formatear_numero(count - listed)
                )
            )
            note.setVisible(count > listed)
        if first is None:
            self._stack.setCurrentWidget(self._calm)
        else:
            first.setChecked(True)
            self._show_tab(first)

    def show_saved(self, archivo: str) -> None:
        """The errors are in a file now."""
        self._save.setText(tr("Guardados en «{archivo}»").format(archivo=archivo))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # type: ignore[override]
        """Into the table that shows."""
        page = self._stack.currentWidget()
        table = page if isinstance(page, ListTable) else page.findChild(ListTable)
        if table is not None:
            table.setFocus(reason)

    def _on_copy(self) -> None:
        copied = self.errors.copy_rows(everything=True)
        self._copy.setText(tr("Copiados {n}").format(n=formatear_numero(copied)))

    def _show_tab(self, chip: QPushButton) -> None:
        self._stack.setCurrentWidget(next(page for c, page in self._tabs if c is chip))

    def _arrange(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        self._new_cut, self._cut = QLabel(), QLabel()
        for note in (self._new_cut, self._cut):
            set_class(note, "secundario")
        errors = _with_buttons(self.errors, self._copy, self._save)
        changes = _with_buttons(self.changes, self._cut)
        for name, page in (
            ("errores", errors),
            ("nuevos", _with_buttons(self.new, self._new_cut)),
            ("cambios", changes),
            ("ubicaciones", self.places),
            ("avisos", self.remarks),
        ):
            chip = QPushButton()
            chip.setObjectName(f"importar.ver.{name}")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            set_class(chip, "chip")
            chip.clicked.connect(lambda _=False, c=chip: self._show_tab(c))
            self._group.addButton(chip)
            self._tabs.append((chip, page))
            self._stack.addWidget(page)
            chips.addWidget(chip)
        chips.addStretch(1)
        self._stack.addWidget(self._calm)
        frame = QFrame()
        set_class(frame, "panel")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        frame.setMinimumHeight(160)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.stock)
        column.addSpacing(4)
        column.addWidget(self._summary)
        column.addWidget(self._why)
        column.addWidget(self.question)
        column.addWidget(self.totals)
        column.addLayout(chips)
        column.addWidget(frame, 1)


def _with_buttons(table: QWidget, *below: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(table, 1)
    row = QHBoxLayout()
    row.setContentsMargins(8, 4, 8, 4)
    row.setSpacing(8)
    row.addStretch(1)
    for widget in below:
        row.addWidget(widget)
    column.addLayout(row)
    return page


def _button(nombre: str, texto: str) -> QPushButton:
    button = QPushButton(texto)
    button.setObjectName(nombre)
    button.setAutoDefault(False)
    set_class(button, "plano")
    return button


def _error_columns() -> tuple[Column, ...]:
    return (
        Column("fila", tr("Fila"), "numero", 72),
        Column("columna", tr("Columna"), width=128),
        Column("valor", tr("Valor"), width=128, format=_quoted),
        Column("motivo", tr("Motivo")),
    )


def _new_columns() -> tuple[Column, ...]:
    return (
        Column("fila", tr("Fila"), "numero", 64),
        Column("codigo", tr("Código"), "codigo", 112),
        Column("titular", tr("Descripción"), width=160),
        Column("stock", tr("Stock"), "cantidad", 72),
        Column("ubicacion", tr("Ubicación"), width=96),
        Column("resto", tr("Otros datos"), width=264),
    )


def _change_columns() -> tuple[Column, ...]:
    return (
        Column("fila", tr("Fila"), "numero", 72),
        Column("codigo", tr("Código"), "codigo", 112),
        Column("dato", tr("Dato"), width=104),
        Column("antes", tr("Antes"), width=152),
        Column("despues", tr("Después")),
    )


def _quoted(value: Any) -> str:
    return f"«{value}»" if value else tr("(vacío)")
