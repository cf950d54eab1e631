"""Measuring what a printer does to lengths: a test page, a ruler, four numbers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion, Prueba, medida, medidas
from rexus.ui.field import LineField
from rexus.ui.form import Form


class CalibrationDialog(Form):
    """Handles: `etiquetas.calibracion.marco_x`, `….marco_y`, `….regla_x`, `….regla_y`, `….prueba`, `….comprobar`.

    `test_requested(Calibracion)`: print the test page as the printer does it, or as it is put right.
    """

    test_requested = Signal(object)

    def __init__(self, parent: QWidget | None, impresora: str, pagina: Prueba, calibracion: Calibracion) -> None:
        handle = "etiquetas.calibracion"
        super().__init__(
            parent,
            tr("Calibrar {impresora}").format(impresora=impresora),
            tr("Guardar"),
            nombre=f"{handle}.dialogo",
        )
        self._pagina = pagina
        note = QLabel(
            tr("Imprimir la prueba al 100 %, sin ajustar a la hoja, y medirla con una regla. Escribir lo que mide.")
        )
        note.setWordWrap(True)
        expected = medidas(pagina, SIN_CORREGIR)
        titles = {
            "marco_x": tr("Del borde izquierdo al marco"),
            "marco_y": tr("Del borde de arriba al marco"),
            "regla_x": tr("La regla de arriba"),
            "regla_y": tr("La regla de la izquierda"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        self._measures: dict[str, LineField] = {}
        for n, (name, title) in enumerate(titles.items()):
            field = LineField(f"{handle}.{name}", tr("{que} (mm; debería {mm})").format(que=title, mm=expected[name]))
            self._measures[name] = field
            grid.addWidget(field, n // 2, n % 2)
        self.content.addWidget(note)
        self.content.addLayout(grid)
        for name, text, what in (
            ("prueba", tr("Imprimir la prueba"), self._raw),
            ("comprobar", tr("Comprobar"), self._corrected),
        ):
            button = QPushButton(text)
            button.setObjectName(f"{handle}.{name}")
            button.setAccessibleName(text)
            button.setAutoDefault(False)
            button.clicked.connect(what)
            self.aside.addWidget(button)
        self.setMinimumWidth(560)
        self._put(medidas(pagina, calibracion))
        self.hold(self._measures)

    def calibracion(self) -> Calibracion:
        """What the measures say. Raises DatoInvalidoError."""
        return medida(self._pagina, self.texts())

    def _put(self, textos: Mapping[str, str]) -> None:
        for name, field in self._measures.items():
            field.set_text(textos[name])

    def _raw(self) -> None:
        self.test_requested.emit(SIN_CORREGIR)

    def _corrected(self) -> None:
        self.clear_error()
        try:
            known = self.calibracion()
        except DatoInvalidoError as error:
            self.show_error(error)
            return
        self.test_requested.emit(known)
