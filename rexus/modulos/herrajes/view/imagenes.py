"""The picture of a herraje in the pane beside the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from rexus.base.text import tr

# Of the pane, device-independent.
_HIGHEST = 120


class Thumbnail(QLabel):
    """The handle is `herrajes.imagen.miniatura`; without a picture it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("herrajes.imagen.miniatura")
        self.setAccessibleName(tr("Imagen del herraje"))
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_picture(self, jpeg: bytes | None) -> None:
        """Show it; None: there is none."""
        image = QImage.fromData(jpeg) if jpeg is not None else QImage()
        if image.isNull():
            self.clear()
            self.hide()
            return
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(image).scaled(
            round(_HIGHEST * ratio * 2),
            round(_HIGHEST * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)
        self.setFixedHeight(round(pixmap.height() / ratio))
        self.show()
