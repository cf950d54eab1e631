"""The remnants that there are, found by how long they are at least; what is done with one is chosen here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.fields import NumberField
from rexus.stock.retazos import Retazo
from rexus.ui.action_button import VerbButton
from rexus.ui.dialogs import Dialog
from rexus.ui.paged_table import Column
from rexus.ui.theme import set_class

Hacer = Literal["cortar", "etiquetas", "ver"]


class RemnantsDialog(Dialog):
    """After it was accepted `hacer` says what is to be done with `elegidos`. Handles: `inventario.retazos.…`.

    `codigo` is the article that was chosen on the page, to which the list can be narrowed. `may_cut` is why nothing can
    be cut, empty when it can.
    """

    def __init__(
        self, catalogo: Catalogo, parent: QWidget | None, retazos: Sequence[Retazo], codigo: str, may_cut: str = ""
    ) -> None:
        handle = catalogo.handle("retazos")
        super().__init__(parent, tr("Retazos"), tr("Cortar…"), nombre=f"{handle}.dialogo", cancelar=tr("Cerrar"))
        self._all = list(retazos)
        self._shown: list[Retazo] = []
        self._codigo = codigo
        self._may_cut = may_cut
        self.hacer: Hacer = "cortar"
        self.minimo = NumberField(f"{handle}.minimo", tr("De al menos"), unit="mm", hint=tr("cualquier largo"))
        self.minimo.setFixedWidth(160)
        self.only = QCheckBox(tr("Solo de {codigo}").format(codigo=codigo))
        self.only.setObjectName(f"{handle}.solo")
        self.only.setAccessibleName(self.only.text())
        self.only.setVisible(bool(codigo))
        # As high as the field that it stands beside.
        self.only.setMinimumHeight(32)
        self.only.setChecked(any(r.codigo == codigo for r in retazos))
        self.table = ListTable(
            (
                Column("codigo", tr("Código"), "codigo", 120),
                Column("descripcion", tr("Descripción"), width=200),
                Column("longitud_mm", tr("Largo (mm)"), "numero", 104),
                Column("ubicacion", tr("Lugar"), width=120),
                Column("cantidad", tr("Piezas"), "cantidad", 72),
            ),
            f"{handle}.tabla",
            tr("Retazos, del más corto al más largo"),
            stretch=1,
        )
        self._sum = QLabel()
        self._sum.setObjectName(f"{handle}.resumen")
        set_class(self._sum, "secundario")
        self._hint = QLabel()
        self._hint.setObjectName(f"{handle}.vacio")
        self._hint.setWordWrap(True)
        set_class(self._hint, "secundario")
        self.labels = self._lesser(f"{handle}.etiquetas", tr("Etiquetas…"), "etiquetas")
        self.show_article = self._lesser(f"{handle}.ver", tr("Ver el artículo"), "ver")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.minimo)
        # Beside the field, not beside its title.
        row.addWidget(self.only, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.content.setSpacing(8)
        self.content.addLayout(row)
        self._panel = Panel(self.table, 720, 320)
        self.content.addWidget(self._hint)
        self.content.addWidget(self._panel, 1)
        self.content.addWidget(self._sum)
        self.minimo.line.textChanged.connect(lambda _text: self._narrow())
        self.only.toggled.connect(lambda _on: self._narrow())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.table.doubleClicked.connect(lambda _index: self.submit())
        self._narrow()

    @property
    def elegidos(self) -> list[Retazo]:
        """The chosen remnants."""
        return [self._shown[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _narrow(self) -> None:
        text = self.minimo.text().strip().replace(".", "")
        legible = not text or (text.isascii() and text.isdigit() and len(text) <= 7)
        self.minimo.show_error("" if legible else tr("un número entero de milímetros"))
        least = int(text) if text and legible else 0
        self._shown = [
            r for r in self._all if r.longitud_mm >= least and (not self.only.isChecked() or r.codigo == self._codigo)
        ]
        self.table.show_rows([(r.codigo, r.descripcion, r.longitud_mm, r.ubicacion, r.cantidad) for r in self._shown])
        if self._shown:
            self.table.selectRow(0)
        self._hint.setText(
            tr("No hay ningún retazo así. Lo que sobra al cortar se guarda aquí con su largo y su lugar.")
        )
        self._hint.setVisible(not self._shown)
        self._sum.setText(_summed(self._shown))
        self._follow()

    def _follow(self) -> None:
        chosen = len(self.elegidos)
        why = self._may_cut or ("" if chosen == 1 else tr("Elegir un retazo."))
        self.primary.block(why)
        self.labels.block("" if chosen else tr("Elegir al menos un retazo."))
        self.show_article.block("" if chosen == 1 else tr("Elegir un retazo."))

    def _lesser(self, nombre: str, texto: str, hacer: Hacer) -> VerbButton:
        button = VerbButton(texto)
        button.setObjectName(nombre)
        button.setAccessibleName(texto)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._choose(hacer))
        self.aside.addWidget(button)
        return button

    def _choose(self, hacer: Hacer) -> None:
        self.hacer = hacer
        self.accept()


def _summed(retazos: Sequence[Retazo]) -> str:
    """«12 retazos · 25,4 m»."""
    if not retazos:
        return ""
    piezas = sum((r.cantidad for r in retazos), Decimal(0))
    metros = sum((r.cantidad * r.longitud_mm for r in retazos), Decimal(0)) / 1000
    return " · ".join(
        (contados(piezas, tr("retazo"), tr("retazos")), tr("{n} m").format(n=formatear_numero(metros, 2)))
    )
