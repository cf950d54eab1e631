"""Which column of the file is which field: one line for each column, with examples and a choice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from rexus.base.text import tr
from rexus.catalogo.importar.vista_previa import VistaPrevia
from rexus.catalogo.view.comun.rotulo import Rotulo
from rexus.ui.theme import set_class

_UNUSED = ""


class MappingList(QScrollArea):
    """`changed()` when the user chose another field for a column. A field in two columns is told by `repeated`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importar.mapeo")
        self.setAccessibleName(tr("Qué es cada columna"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.combos: list[QComboBox] = []
        self._examples: list[Rotulo] = []

    def show_columns(self, previa: VistaPrevia, mapeo: Mapping[int, str]) -> None:
        """Show the columns of a file with the fields that are proposed."""
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for n, titulo in enumerate((tr("Columna de la planilla"), tr("Sus primeros valores"), tr("Se guarda como"))):
            label = QLabel(titulo)
            set_class(label, "secundario")
            grid.addWidget(label, 0, n)
        self.combos, self._examples = [], []
        for columna in range(previa.columnas):
            self._add(grid, previa, columna, mapeo.get(columna, _UNUSED))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 5)
        grid.setColumnStretch(2, 3)
        grid.setRowStretch(previa.columnas + 1, 1)
        self.setWidget(inside)
        # The panel around it gives the ground.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def mapeo(self) -> dict[int, str]:
        """Column (from 0) → field, of the columns that are used."""
        return {n: combo.currentData() for n, combo in enumerate(self.combos) if combo.currentData()}

    def repeated(self) -> dict[str, list[int]]:
        """The fields that were chosen for more than one column, with those columns."""
        columnas: dict[str, list[int]] = {}
        for n, combo in enumerate(self.combos):
            if combo.currentData():
                columnas.setdefault(combo.currentData(), []).append(n)
        return {campo: lista for campo, lista in columnas.items() if len(lista) > 1}

    def _add(self, grid: QGridLayout, previa: VistaPrevia, columna: int, campo: str) -> None:
        titulo = previa.encabezado.titulo(columna)
        heading = Rotulo(titulo)
        examples = Rotulo(" · ".join(previa.ejemplos(columna)) or tr("(vacía)"))
        set_class(examples, "secundario")
        combo = _Choice()
        combo.setObjectName(f"importar.mapeo.{columna}")
        combo.setAccessibleName(tr("«{columna}» se guarda como").format(columna=titulo))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(14)
        combo.addItem(tr("No usar"), _UNUSED)
        for c in previa.catalogo.campos:
            etiqueta = tr("{campo} (obligatorio)") if c.obligatorio else "{campo}"
            combo.addItem(etiqueta.format(campo=tr(c.etiqueta)), c.nombre)
        combo.setCurrentIndex(max(0, combo.findData(campo)))
        combo.activated.connect(self.changed)
        row = columna + 1
        grid.addWidget(heading, row, 0)
        grid.addWidget(examples, row, 1)
        grid.addWidget(combo, row, 2)
        self.combos.append(combo)
        self._examples.append(examples)


class _Choice(QComboBox):
    """The wheel scrolls the list that it stands in; it must not change a column on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not for this one."""
        event.ignore()
