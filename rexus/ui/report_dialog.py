"""A bug, as it is put to whoever met it: what happened, what it means, what was saved, and the details to send.

report(window, error, paths.logs / "rexus.log", Momento(escribiendo=1))
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui.dialogs import Dialog
from rexus.ui.report import cause, describe, shortened
from rexus.ui.report_kept import Momento, kept
from rexus.ui.texto import parrafo

_WIDTH: Final = 560
_DETAILS_HEIGHT: Final = 140


def report(
    parent: QWidget | None, error: BaseException | str, log: Path | None = None, momento: Momento | None = None
) -> QDialog:
    """Show a bug (an exception, or its traceback as text). Several at once share one dialog.

    `log` is the file where all of it was written down, to be named. `momento`: what was under way.
    """
    if parent is not None:
        shown = parent.findChild(_Report, "reporte", Qt.FindChildOption.FindDirectChildrenOnly)
        if shown is not None and shown.isVisible():
            shown.add(error, momento or Momento())
            return shown
    dialog = _Report(parent, error, log, momento or Momento())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class _Report(Dialog):
    def __init__(self, parent: QWidget | None, error: BaseException | str, log: Path | None, momento: Momento) -> None:
        super().__init__(parent, tr("Error inesperado"), tr("Cerrar"), nombre="reporte")
        self.setMinimumWidth(_WIDTH)
        self.content.setSpacing(4)
        self._say(tr("Algo falló dentro de Rexus"), "seccion")
        self._part("reporte.que_paso", tr("Qué pasó"), _happened(cause(error)))
        self._part(
            "reporte.que_significa",
            tr("Qué significa"),
            tr(
                "Es una falla del programa, no de quien lo usa. La ventana sigue abierta y se puede seguir trabajando. "
                "Si vuelve a pasar, cerrar Rexus y abrirlo otra vez."
            ),
        )
        # Told once each, also when several errors come.
        self._kept = kept(error, momento)
        self._log = log
        self._said_kept = self._part("reporte.que_se_guardo", tr("Qué se guardó"), self._all_kept())
        self.content.addSpacing(8)
        self._say(tr("Los detalles, sin claves, para enviar a quien mantiene el programa"), "secundario")
        self.details = QPlainTextEdit(describe(error))
        self.details.setObjectName("reporte.detalles")
        self.details.setAccessibleName(tr("Detalles del error"))
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setMinimumHeight(_DETAILS_HEIGHT)
        self.content.addWidget(self.details, 1)
        self.cancel.hide()
        self.copy = QPushButton(tr("Copiar los detalles"))
        self.copy.setObjectName("reporte.copiar")
        self.copy.setAccessibleName(tr("Copiar los detalles"))
        self.copy.clicked.connect(self._copy)
        self.aside.addWidget(self.copy)

    def add(self, error: BaseException | str, momento: Momento) -> None:
        """Another one, while this is read."""
        self._kept += [frase for frase in kept(error, momento) if frase not in self._kept]
        self._said_kept.setText(self._all_kept())
        self.details.appendPlainText("\n" + describe(error))
        self.copy.setText(tr("Copiar los detalles"))

    def _all_kept(self) -> str:
        said = list(self._kept)
        if self._log is not None:
            said.append(tr("La falla quedó anotada en «{archivo}».").format(archivo=shortened(str(self._log))))
        return " ".join(said)

    def _part(self, name: str, head: str, text: str) -> QLabel:
        self.content.addSpacing(8)
        self._say(head, "secundario")
        said = self._say(text, "")
        said.setObjectName(name)
        return said

    def _say(self, text: str, look: str) -> QLabel:
        label = parrafo(text, look)
        self.content.addWidget(label)
        return label

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(tr("Copiado"))

    def _focus_first(self) -> None:
        self.primary.setFocus()


def _happened(what: str) -> str:
    if not what:
        return tr("El programa se encontró con algo que no esperaba.")
    return tr("El programa se encontró con algo que no esperaba: {causa}").format(causa=what)
