"""«Restaurar…»: what would be lost and what comes back, before anything is touched; then how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.modulos.respaldos.view.panel import Curso
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import set_class, set_look

_WIDTH = 520


class RestaurarDialog(Dialog):
    """`submitted`: it is wanted. `stop_requested`: what goes on should stop. Accepted once the set is in place."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None, titulo: str, aclaracion: str) -> None:
        super().__init__(
            parent, tr("Restaurar un respaldo"), tr("Restaurar"), nombre="respaldos.restaurar.dialogo", destructive=True
        )
        self._running = False
        self._cancelable = True
        self.content.addStrut(_WIDTH - 32)
        self.content.setContentsMargins(0, 0, 0, 8)
        self.content.addWidget(_texto(titulo, "seccion"))
        self.content.addWidget(_texto(aclaracion, "secundario"))
        self.perdidas = _Parte("respaldos.restaurar.perdidas", tr("Se pierde"))
        self.ganancias = _Parte("respaldos.restaurar.ganancias", tr("Vuelve o cambia"))
        self.otros = _Aviso("respaldos.restaurar.otros")
        self.despues = _texto(
            tr(
                "Antes se hace un respaldo de lo que hay ahora, para poder volver. "
                "Al terminar hay que entrar otra vez, con la clave que se tenía entonces."
            ),
            "secundario",
        )
        self.despues.hide()
        for widget in (self.perdidas, self.ganancias, self.otros, self.despues):
            self.content.addWidget(widget)
        self.curso = Curso("respaldos.restaurar.curso")
        self.curso.stop.setAccessibleName(tr("Cancelar la comparación o la restauración"))
        self.curso.cancelar.connect(self.stop_requested)
        self.content.addWidget(self.curso)
        # Not `block`: that is for the server that is away.
        self.primary.setEnabled(False)
        self.primary.setToolTip(tr("Todavía se está comparando el respaldo con lo que hay ahora."))

    def show_progress(self, paso: str, hecho: int, total: int, *, cancelable: bool = True) -> None:
        """How far the comparison or the restore is."""
        self._cancelable = cancelable
        self.curso.mostrar("", paso, hecho, total, cancelable=cancelable and self._running)
        self.cancel.setEnabled(cancelable)

    def show_difference(self, perdidas: Sequence[str], ganancias: Sequence[str], otros: str) -> None:
        """What the comparison found; it can be restored from now on."""
        self.curso.quitar()
        nada = tr("Nada: no hay nada posterior al respaldo.")
        self.perdidas.decir(list(perdidas) or [nada])
        self.ganancias.decir(ganancias)
        self.otros.decir(otros)
        self.despues.show()
        self.primary.setToolTip("")
        self.primary.setEnabled(True)

    def show_failure(self, error: RexusError) -> None:
        """It cannot be compared, and so not be restored."""
        self.curso.quitar()
        self.primary.setToolTip(error.frase)
        self.show_error(error)

    def set_running(self, on: bool) -> None:
        """While it is being restored."""
        self._running = on
        self._cancelable = True
        self.primary.setEnabled(not on)
        self.cancel.setEnabled(True)
        if not on:
            self.curso.quitar()

    def reject(self) -> None:
        """While it is being restored, stop that; the dialog stays until it has stopped."""
        if not self._running:
            super().reject()
        elif self._cancelable:
            self.cancel.setEnabled(False)
            self.curso.stop.click()


class _Parte(QWidget):
    """A heading and lines below it; hidden without any."""

    def __init__(self, nombre: str, titulo: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self._titulo = titulo
        heading = _texto(titulo, "subtitulo")
        self._lines = _texto("", "")
        self._lines.setObjectName(f"{nombre}.lineas")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(heading)
        column.addWidget(self._lines)
        self.hide()

    def decir(self, lineas: Sequence[str]) -> None:
        """Show the lines."""
        self._lines.setText("\n".join(f"• {linea}" for linea in lineas))
        self.setAccessibleName(f"{self._titulo}: {'; '.join(lineas)}")
        self.setVisible(bool(lineas))


class _Aviso(QFrame):
    """A warning; hidden while there is none."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        set_class(self, "aviso")
        set_look(self, "tipo", "advertencia")
        self._text = _texto("", "")
        self._text.setObjectName(f"{nombre}.texto")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._text)
        self.hide()

    def decir(self, texto: str) -> None:
        """Show it."""
        self._text.setText(texto)
        self.setAccessibleName(texto)
        self.setVisible(bool(texto))


def _texto(texto: str, clase: str) -> QLabel:
    label = QLabel(texto)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if clase:
        set_class(label, clase)
    return label
