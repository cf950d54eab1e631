"""The measures of a paper that is none of the usual ones."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from rexus.base.text import tr
from rexus.etiquetas.papel import MEDIDAS
from rexus.ui.field import LineField


class MeasuresPanel(QWidget):
    """Ten numbers in mm, two abreast. `campos` are the fields by name."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        titles = {
            "ancho": tr("Ancho de la hoja (mm)"),
            "alto": tr("Alto de la hoja (mm)"),
            "etiqueta_ancho": tr("Ancho de una etiqueta"),
            "etiqueta_alto": tr("Alto de una etiqueta"),
            "columnas": tr("Columnas"),
            "filas": tr("Filas"),
            "izquierda": tr("Del borde izquierdo"),
            "arriba": tr("Del borde de arriba"),
            "paso_x": tr("De una a la de al lado"),
            "paso_y": tr("De una a la de abajo"),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.campos: dict[str, LineField] = {}
        for n, medida in enumerate(MEDIDAS):
            campo = LineField(f"{nombre}.{medida}", titles[medida])
            self.campos[medida] = campo
            grid.addWidget(campo, n // 2, n % 2)

    def textos(self) -> dict[str, str]:
        """What the fields hold."""
        return {medida: campo.text() for medida, campo in self.campos.items()}

    def poner(self, textos: Mapping[str, str]) -> None:
        """Show other measures."""
        for medida, campo in self.campos.items():
            campo.set_text(str(textos.get(medida, "")))
