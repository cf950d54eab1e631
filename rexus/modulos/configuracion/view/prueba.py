"""The part of the connection's dialog that tries it: a verb, a verdict, the steps, and what can be done about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from rexus.base.text import tr
from rexus.modulos.configuracion.view.pasos import Linea, Pasos
from rexus.ui.theme import set_class

_PATIENCE_MS: Final = 300


class Prueba(QFrame):
    """`test_requested`: «Probar». `prepare_requested`: «Preparar el servidor…», offered when only that is missing."""

    test_requested = Signal()
    prepare_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_class(self, "panel")
        title = QLabel(tr("Prueba"))
        set_class(title, "seccion")
        self.test = _button("conexion.probar", tr("Probar"), tr("Probar la conexión"))
        self.test.clicked.connect(self.test_requested)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.test)
        self._line = QProgressBar()
        self._line.setRange(0, 0)
        self._line.setTextVisible(False)
        self._line.setFixedHeight(4)
        self._line.setAccessibleName(tr("Probando"))
        policy = self._line.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._line.setSizePolicy(policy)
        self._line.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._line.show)
        self._verdict = QLabel()
        self._verdict.setObjectName("conexion.resultado")
        self._verdict.setWordWrap(True)
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.pasos = Pasos("conexion.pasos", tr("Pasos de la prueba"))
        self.prepare = _button(
            "conexion.preparar", tr("Preparar el servidor…"), tr("Preparar el servidor: crear las bases y sus tablas")
        )
        self.prepare.clicked.connect(self.prepare_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self._line, self._verdict, self.pasos, self.prepare):
            column.addWidget(widget)
        column.addStretch(1)
        self.forget()

    def forget(self) -> None:
        """Nothing was tried yet, or another connection is written now."""
        self.pasos.show_lines([])
        self.prepare.hide()
        self._say(
            tr("«Probar» se conecta de verdad con lo escrito, y dice qué falla y cómo se arregla. No cambia nada."),
            "secundario",
        )

    def show_testing(self, on: bool) -> None:
        """While a trial goes on."""
        self.test.setEnabled(not on)
        self.test.setText(tr("Probando…") if on else tr("Probar"))
        if on:
            self.pasos.show_lines([])
            self._say(tr("Se conecta de verdad; tarda unos segundos."), "secundario")
            self._patience.start()
        else:
            self._patience.stop()
            self._line.hide()

    def show_result(self, lineas: Sequence[Linea], *, can_prepare: bool) -> None:
        """What was found. `can_prepare`: the server answers and only lacks its databases."""
        self.pasos.show_lines(lineas)
        if can_prepare:
            self._say(tr("El servidor responde; falta prepararlo."), "subtitulo")
        elif all(linea.signo != "mal" for linea in lineas):
            self._say(tr("La conexión funciona."), "subtitulo")
        else:
            self._say(tr("No se pudo conectar."), "subtitulo")
        self.prepare.setVisible(can_prepare)

    def _say(self, text: str, look: str) -> None:
        self._verdict.setText(text)
        set_class(self._verdict, look)


def _button(nombre: str, texto: str, leido: str) -> QPushButton:
    button = QPushButton(texto)
    button.setObjectName(nombre)
    button.setAccessibleName(leido)
    button.setAutoDefault(False)
    return button
