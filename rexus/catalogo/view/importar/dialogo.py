"""The dialog of the import: its three steps, and the one verb that each of them has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.importar.resultado import Revision
from rexus.catalogo.importar.vista_previa import VistaPrevia
from rexus.catalogo.view.comun.trabajo import WorkDialog
from rexus.catalogo.view.importar.archivo import FileStep
from rexus.catalogo.view.importar.columnas import ColumnsStep
from rexus.catalogo.view.importar.revision import ReviewStep
from rexus.catalogo.view.importar.soltar import FileDrop
from rexus.ui.theme import set_class

FILE, COLUMNS, REVIEW = range(3)


class ImportDialog(WorkDialog):
    """`file_wanted()`: open the file dialog. `file_dropped(Path)`. `review_requested()`: read it all and look.
    `import_requested()`: do it. `reread_requested()`: the same file again. `sheet_chosen(str)`. `step_changed(int)`.
    """

    file_wanted = Signal()
    file_dropped = Signal(object)
    sheet_chosen = Signal(str)
    review_requested = Signal()
    reread_requested = Signal()
    import_requested = Signal()
    step_changed = Signal(int)

    def __init__(self, catalogo: Catalogo, parent: QWidget | None) -> None:
        titulo = tr("Importar {articulos}").format(articulos=tr(catalogo.varios))
        super().__init__(parent, titulo, tr("Elegir un archivo…"), nombre="importar")
        self._changed_by_hand = False
        self._can_import = False
        self._title = QLabel()
        self._title.setObjectName("importar.paso")
        set_class(self._title, "seccion")
        self._count = QLabel()
        set_class(self._count, "secundario")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        self.file = FileStep(catalogo)
        self.columns = ColumnsStep()
        self.columns.sheet_chosen.connect(self.sheet_chosen)
        self.columns.changed.connect(self._on_columns)
        self.review = ReviewStep()
        self._steps = _Steps()
        for step in (self.file, self.columns, self.review):
            self._steps.addWidget(step)
        self.content.addLayout(head)
        self.content.addWidget(self._steps, 1)
        self.back = self.add_lesser("importar.volver", tr("Volver"))
        self.back.clicked.connect(self._on_back)
        self.reread = self.add_lesser("importar.releer", tr("Leer de nuevo"))
        self.reread.setToolTip(tr("Leer otra vez el archivo, después de corregirlo"))
        self.reread.clicked.connect(self.reread_requested)
        self._drop = FileDrop(self)
        self._drop.over.connect(self._on_over)
        self._drop.dropped.connect(self._on_dropped)
        self._go(FILE)

    @property
    def step(self) -> int:
        """FILE, COLUMNS or REVIEW."""
        return self._steps.currentIndex()

    def show_file(self, previa: VistaPrevia, mapeo: Mapping[int, str]) -> None:
        """A file was chosen and looked at: the second step."""
        self._changed_by_hand = False
        self.columns.show_file(previa, mapeo)
        self._go(COLUMNS)
        self._refresh()
        self.primary.setFocus()

    def show_review(self, revision: Revision) -> None:
        """A dry run is done: the third step."""
        self._changed_by_hand = False
        self.review.show_review(revision)
        self._can_import = not revision.motivo
        n = revision.por_hacer
        self._import_text = (
            tr("Importar 1 artículo")
            if n == 1
            else tr("Importar {n} artículos").format(n=formatear_numero(n))
            if self._can_import
            else tr("Importar")
        )
        self._go(REVIEW)
        self.primary.setToolTip(revision.motivo)
        (self.primary if self._can_import else self.review).setFocus()

    def dirty(self) -> bool:
        """Columns that were told apart by hand and not looked at yet would be lost."""
        return self._changed_by_hand

    def submit(self) -> None:
        """Each step has its verb."""
        if self.working:
            return
        self.clear_error()
        (self.file_wanted, self.review_requested, self.import_requested)[self.step].emit()

    _import_text = ""

    def _go(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        title, verb = (
            (tr("Elegir la planilla"), tr("Elegir un archivo…")),
            (tr("Qué es cada columna"), tr("Revisar")),
            (tr("Qué cambiaría"), self._import_text),
        )[step]
        self._title.setText(title)
        self._count.setText(tr("Paso {n} de 3").format(n=step + 1))
        self.primary.setText(verb)
        self.primary.setAccessibleName(verb)
        self.primary.setToolTip("")
        self.back.setVisible(step != FILE)
        self.reread.setVisible(step == REVIEW)
        self._refresh()
        self.step_changed.emit(step)

    def _refresh(self) -> None:
        ready = (True, not self.columns.why_not(), self._can_import)[self.step]
        self.primary.setEnabled(ready)

    def _on_columns(self) -> None:
        self._changed_by_hand = True
        self._refresh()

    def _on_back(self) -> None:
        self.clear_error()
        self._go(self.step - 1)
        self.primary.setFocus()

    def _on_over(self, on: bool) -> None:
        self.file.set_over(on and not self.working)

    def _on_dropped(self, file: object) -> None:
        if not self.working:
            self.file_dropped.emit(file)


class _Steps(QStackedWidget):
    """Opens wide enough for a table; a small screen makes it smaller."""

    def sizeHint(self) -> QSize:
        return QSize(904, 500)

    def minimumSizeHint(self) -> QSize:
        return QSize(560, 320)

    def hasHeightForWidth(self) -> bool:
        return False
