"""A QR code, black on white in both faces: cameras expect it so, with its quiet border. ISO/IEC 18004."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rexus.etiquetas.qr import BORDE, matriz


def codigo_qr(texto: str) -> QImage:
    """The code with its border, one pixel a module."""
    rows = matriz(texto, BORDE)
    image = QImage(len(rows), len(rows), QImage.Format.Format_Grayscale8)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixel(x, y, 0xFF000000 if dark else 0xFFFFFFFF)
    return image


class QrView(QWidget):
    """Shows a code as large as its side allows, each module the same whole number of real pixels."""

    def __init__(self, nombre: str, leido: str, lado: int = 196) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(leido)
        self._lado = lado
        self._image = QImage()
        self.setFixedSize(lado, lado)

    def mostrar(self, texto: str) -> None:
        """Show the code of a text; nothing for none."""
        self._image = codigo_qr(texto) if texto else QImage()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White to the edge, the code in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._image.isNull():
            return
        ratio = painter.device().devicePixelRatioF()
        factor = max(1, int(self._lado * ratio) // self._image.width())
        scaled = self._image.scaled(self._image.size() * factor)
        scaled.setDevicePixelRatio(ratio)
        size = QSize(round(scaled.width() / ratio), round(scaled.height() / ratio))
        painter.drawImage((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, scaled)
