"""A paper looked at before it is printed or kept as a PDF."""

from __future__ import annotations

from PySide6.QtCore import QSizeF, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui.dialogs import Dialog
from rexus.ui.field import ChoiceField
from rexus.ui.impresion.impresoras import Impresoras
from rexus.ui.impresion.medidas import mm
from rexus.ui.impresion.plano import Plano
from rexus.ui.impresion.visor import Visor, Vista
from rexus.ui.theme import set_class


class PrintDialog(Dialog):
    """Handles: `impresion`, `.aceptar`, `.cancelar`, `.pdf`, `.impresora`, and those of the preview. `pdf_requested`:
    keep it as a PDF."""

    pdf_requested = Signal()

    def __init__(self, parent: QWidget | None, plano: Plano) -> None:
        titulo = tr("Imprimir {titulo}").format(titulo=plano.hoja.titulo)
        super().__init__(parent, titulo, tr("Imprimir"), nombre="impresion", cancelar=tr("Cerrar"))
        self.preview = Visor("impresion.vista", "impresion", tr("Vista previa"))
        por_mm = mm(1)
        tamano = QSizeF(plano.ancho / por_mm, plano.alto / por_mm)
        self.preview.mostrar(Vista(plano.paginas, tamano, por_mm, plano.pintar, tr("Página {n} de {total}")))
        self.content.addWidget(self.preview, 1)
        self._none = QLabel()
        self._none.setObjectName("impresion.sin_impresora")
        self._none.setWordWrap(True)
        set_class(self._none, "secundario")
        self._none.hide()
        self.impresora = ChoiceField("impresion.impresora", tr("Impresora"), ())
        row = QHBoxLayout()
        row.addWidget(self.impresora, 1)
        row.addStretch(1)
        self.content.addLayout(row)
        self.content.addWidget(self._none)
        self.pdf = QPushButton(tr("Guardar PDF…"))
        self.pdf.setObjectName("impresion.pdf")
        self.pdf.setAccessibleName(self.pdf.text())
        self.pdf.clicked.connect(self.pdf_requested)
        self.aside.addWidget(self.pdf)
        # As much of the window as a page needs to be read, and no more than there is.
        room = self.screen().availableSize()
        if parent is not None:
            room = room.boundedTo(parent.window().size())
        self.resize(min(960, room.width() - 48), max(400, min(860, room.height() - 48)))
        self.primary.block(tr("Buscando las impresoras de esta máquina"))

    def show_printers(self, known: Impresoras) -> None:
        """What the machine knows; without any there is the PDF."""
        self.impresora.combo.clear()
        self.impresora.combo.addItems(list(known.nombres))
        if known.nombres:
            self.impresora.set_text(known.preferida or known.nombres[0])
            self.primary.block("")
        else:
            self._none.setText(sin_impresoras(known))
            self.impresora.setVisible(False)
            self._none.show()
            self.primary.block(self._none.text())
            self.primary.setDefault(False)
            self.pdf.setDefault(True)
            self.pdf.setFocus()


def sin_impresoras(known: Impresoras) -> str:
    """Why there is none to choose."""
    if known.falla:
        return f"{known.falla} {tr('Se puede guardar un PDF.')}"
    if known.callada:
        return tr("Las impresoras de esta máquina no contestan. Se puede guardar un PDF.")
    return tr("Esta máquina no tiene ninguna impresora. Se puede guardar un PDF.")
