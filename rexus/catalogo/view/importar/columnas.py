"""The second step: what the file looks like, and which of its columns is which."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.catalogo.importar.resultado import etiqueta
from rexus.catalogo.importar.vista_previa import VistaPrevia
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.comun.rotulo import Rotulo
from rexus.catalogo.view.importar import hechos
from rexus.catalogo.view.importar.mapeo import MappingList
from rexus.intercambio.numeros import Convencion
from rexus.ui.paged_table import Column
from rexus.ui.theme import set_class

_SHOWN_ROWS = 30
_NAMED = 6


class ColumnsStep(QWidget):
    """`sheet_chosen(name)`: another sheet of the file. `changed()`: another mapping or decimal mark."""

    sheet_chosen = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previa: VistaPrevia | None = None
        self._facts = Rotulo()
        self._facts.setObjectName("importar.detectado")
        set_class(self._facts, "secundario")
        self.sheet = QComboBox()
        self.sheet.setObjectName("importar.hoja")
        self.sheet.setAccessibleName(tr("Hoja de la planilla"))
        self.sheet.setMinimumContentsLength(12)
        self.sheet.textActivated.connect(self.sheet_chosen)
        self.decimal = QComboBox()
        self.decimal.setObjectName("importar.decimal")
        self.decimal.setAccessibleName(tr("Marca decimal"))
        self.decimal.activated.connect(self.changed)
        self.mapping = MappingList()
        self.mapping.changed.connect(self._on_mapping)
        self._note = QLabel()
        self._note.setObjectName("importar.nota")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        set_class(self._note, "secundario")
        self.rows = ListTable((), "importar.filas", tr("Primeras filas de la planilla"))
        self.rows.verticalHeader().setDefaultSectionSize(26)
        self._arrange()

    @property
    def decimal_chosen(self) -> Convencion | None:
        """The mark that the user insists on, None to find out."""
        chosen: Convencion | None = self.decimal.currentData()
        return chosen

    def mapeo(self) -> dict[int, str]:
        """Column (from 0) → field."""
        return self.mapping.mapeo()

    def show_file(self, previa: VistaPrevia, mapeo: Mapping[int, str]) -> None:
        """Show a file with the mapping that is proposed."""
        self._previa = previa
        self._facts.setText(f"{previa.archivo.name} · {hechos.frase(previa)}")
        self.sheet.clear()
        self.sheet.addItems(list(previa.hojas))
        self.sheet.setCurrentText(previa.hoja or "")
        self.sheet.setVisible(len(previa.hojas) > 1)
        self.mapping.show_columns(previa, mapeo)
        columns = [Column(str(n), previa.encabezado.titulo(n), width=136) for n in range(previa.columnas)]
        rows = [
            tuple(previa.celda(fila, n) for n in range(previa.columnas))
            for fila in range(min(_SHOWN_ROWS, len(previa.filas)))
        ]
        self.rows.show_rows(rows, columns)
        self._tell()

    def why_not(self) -> str:
        """Why the columns cannot be read like this; empty when they can."""
        previa = self._previa
        if previa is None:
            return ""
        for campo, columnas in self.mapping.repeated().items():
            return tr("{columnas} se guardan como «{campo}»: dejar una sola.").format(
                columnas=tr(" y ").join(f"«{previa.encabezado.titulo(n)}»" for n in columnas),
                campo=etiqueta(previa.catalogo, campo),
            )
        used = set(self.mapeo().values())
        missing = [f"«{tr(c.etiqueta)}»" for c in previa.catalogo.campos if c.obligatorio and c.nombre not in used]
        if missing:
            return tr("Falta decir qué columna es {campos}: sin eso no se puede importar.").format(
                campos=", ".join(missing)
            )
        return ""

    def set_decimal(self, convencion: Convencion | None) -> None:
        """Insist on a decimal mark."""
        self.decimal.setCurrentIndex(max(0, self.decimal.findData(convencion)))

    def _on_mapping(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        previa = self._previa
        if previa is None:
            return
        mapeo = self.mapeo()
        kept = self.decimal_chosen
        self.decimal.clear()
        self.decimal.addItem(hechos.marca(previa.convencion(mapeo)), None)
        self.decimal.addItem(tr("Coma decimal: 1.234,50"), "coma")
        self.decimal.addItem(tr("Punto decimal: 1,234.50"), "punto")
        self.set_decimal(kept)
        why = self.why_not()
        set_class(self._note, "error" if why else "secundario")
        self._note.setText(why or self._used_text(previa, mapeo))

    def _used_text(self, previa: VistaPrevia, mapeo: Mapping[int, str]) -> str:
        unused = [f"«{previa.encabezado.titulo(n)}»" for n in range(previa.columnas) if n not in mapeo]
        if not unused:
            return tr("Se usan todas las columnas.")
        named = ", ".join(unused[:_NAMED])
        if len(unused) > _NAMED:
            named = tr("{columnas} y {n} más").format(columnas=named, n=len(unused) - _NAMED)
        return tr("Se usan {usadas} de {total} columnas. No se usan: {columnas}.").format(
            usadas=len(mapeo), total=previa.columnas, columnas=named
        )

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._facts, 1)
        head.addWidget(self.sheet)
        head.addWidget(self.decimal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(_panel(self.mapping, 8), 3)
        column.addWidget(_panel(self.rows, 1), 2)
        column.addWidget(self._note)


def _panel(widget: QWidget, margin: int) -> QFrame:
    frame = QFrame()
    set_class(frame, "panel")
    frame.setMinimumHeight(104)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(margin, margin, 1, margin)
    inside.addWidget(widget)
    return frame
