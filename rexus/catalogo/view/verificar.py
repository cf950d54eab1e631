"""The proof that the stock is true, as it is read: one sentence, or every difference."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.comun.trabajo import WorkDialog
from rexus.stock.verificacion import Verificacion
from rexus.ui.icons import icon
from rexus.ui.paged_table import Column
from rexus.ui.theme import set_class

_SIGN = 20


class VerifyDialog(WorkDialog):
    """Says what is being done, then what was found. `again_requested()`: look once more."""

    again_requested = Signal()
    cancel_only_at_work = True

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Verificar el stock"), tr("Cerrar"), nombre="verificar")
        self._ok: bool | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(_SIGN, _SIGN)
        self._sentence = QLabel(tr("Se vuelve a calcular el stock de cada artículo desde todos sus movimientos."))
        self._sentence.setObjectName("verificar.resultado")
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setMinimumWidth(480)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._advice = QLabel()
        self._advice.setObjectName("verificar.consejo")
        self._advice.setWordWrap(True)
        set_class(self._advice, "secundario")
        self._advice.hide()
        self.differences = ListTable(_columns(), "verificar.diferencias", tr("Diferencias"), stretch=1)
        self._frame = Panel(self.differences, 840, 320)
        self._frame.hide()
        self.again = self.add_lesser("verificar.otra_vez", tr("Verificar otra vez"))
        self.again.clicked.connect(self.again_requested)
        self.copy = self.add_lesser("verificar.copiar", tr("Copiar diferencias"))
        self.copy.hide()
        self.copy.clicked.connect(self._on_copy)
        # So that the dialog counts the height of the sentence at the width that it will have.
        self.content.addStrut(480)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self._icon.hide()
        self.content.addLayout(row)
        self.content.addWidget(self._advice)
        self.content.addWidget(self._frame, 1)

    def show_result(self, hecho: Verificacion) -> None:
        """Show what was found."""
        self._ok = hecho.ok
        mirado = tr("{articulos} y {movimientos}").format(
            articulos=contados(hecho.articulos, tr("artículo"), tr("artículos")),
            movimientos=contados(hecho.movimientos, tr("movimiento"), tr("movimientos")),
        )
        if hecho.ok:
            self._sentence.setText(tr("{mirado}: el stock es verdadero.").format(mirado=mirado))
        else:
            n = len(hecho.diferencias)
            self._sentence.setText(
                tr("{mirado}: hay {diferencias}.").format(
                    mirado=mirado, diferencias=contados(n, tr("diferencia"), tr("diferencias"))
                )
            )
        self._advice.setText(
            tr(
                "No se cambió nada. Estas diferencias no deberían existir: guardar una copia de la base, copiarlas y "
                "enviarlas a quien mantiene el programa. Un conteo de esos artículos corrige lo que hay en el estante."
            )
        )
        self._advice.setVisible(not hecho.ok)
        set_class(self._sentence, "seccion")
        self.differences.show_rows(
            [
                (d.codigo, d.regla, d.ubicacion, d.longitud_mm, d.esperado, d.encontrado, d.encontrado - d.esperado)
                for d in hecho.diferencias
            ]
        )
        self._frame.setVisible(not hecho.ok)
        self.copy.setVisible(not hecho.ok)
        self.copy.setText(tr("Copiar diferencias"))
        self._icon.show()
        self._paint_sign()
        self.primary.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._paint_sign()
        super().changeEvent(event)

    def _on_copy(self) -> None:
        n = self.differences.copy_rows(everything=True)
        self.copy.setText(tr("Copiadas {n}").format(n=formatear_numero(n)))

    def _paint_sign(self) -> None:
        if self._ok is not None:
            sign = icon("exito", "good") if self._ok else icon("error", "bad")
            self._icon.setPixmap(sign.pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF()))


def _columns() -> tuple[Column, ...]:
    return (
        Column("codigo", tr("Código"), "codigo", 112),
        Column("regla", tr("Qué difiere")),
        Column("ubicacion", tr("Lugar"), width=112),
        Column("longitud", tr("Longitud"), "numero", 88, format=_length),
        Column("esperado", tr("Según movimientos"), "cantidad", 136),
        Column("encontrado", tr("Figura"), "cantidad", 96),
        Column("diferencia", tr("Diferencia"), "cantidad", 96, format=textos.con_signo),
    )


def _length(mm: Decimal | int) -> str:
    return formatear_numero(mm) if mm else ""
