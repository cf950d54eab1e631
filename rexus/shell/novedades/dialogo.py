"""«Ayuda ▸ Novedades»: what each version brought, newest first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTextBrowser, QWidget

from rexus.base.text import tr
from rexus.shell.novedades.notas import Notas, en_html
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import SIZES

_COMFORTABLE: Final = QSize(620, 440)
# What a screen of 1280 × 720 at 200 % has room for.
_SMALLEST: Final = QSize(320, 160)
# The sizes and gaps of the face; colours are the palette's.
_LOOK: Final = f"""
h2 {{ font-size: {SIZES["pagina"]}px; font-weight: 600; margin-top: 4px; margin-bottom: 4px; }}
h3 {{ font-size: {SIZES["seccion"]}px; font-weight: 600; margin-top: 16px; margin-bottom: 4px; }}
p {{ margin-top: 4px; margin-bottom: 4px; }}
ul {{ margin-top: 0px; -qt-list-indent: 1; }}
li {{ margin-bottom: 4px; }}
"""


class NovedadesDialog(Dialog):
    """Shows the notes; there is nothing to decide."""

    def __init__(self, parent: QWidget | None, notas: tuple[Notas, ...]) -> None:
        super().__init__(parent, tr("Novedades de Rexus"), tr("Cerrar"), nombre="novedades")
        self.cancel.hide()
        self.texto = _Texto()
        self.texto.setObjectName("novedades.texto")
        self.texto.setAccessibleName(tr("Novedades de Rexus"))
        self.texto.setOpenLinks(False)
        self.texto.setTabChangesFocus(True)
        self.texto.document().setDefaultStyleSheet(_LOOK)
        self.texto.setHtml(en_html(notas))
        self.texto.setMinimumSize(_SMALLEST)
        self.content.addWidget(self.texto, 1)


class _Texto(QTextBrowser):
    def sizeHint(self) -> QSize:
        """Room to read."""
        return _COMFORTABLE
