"""What to count: a place, or the articles that the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QLabel, QRadioButton, QWidget

from rexus.base.text import contados, formatear_numero, tr
from rexus.stock.ubicaciones import Lugar
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import set_class


@dataclass(frozen=True)
class Eleccion:
    """A place, or with None the articles that are shown."""

    lugar: Lugar | None


class ChoiceDialog(Dialog):
    """`lugares` are the places to choose from; `cuantos` how many articles the page shows, None if it shows none."""

    def __init__(self, parent: QWidget | None, lugares: Sequence[Lugar], cuantos: int | None) -> None:
        super().__init__(parent, tr("Nuevo conteo"), tr("Hacer la hoja"), nombre="conteo.elegir")
        self._lugares = list(lugares)
        self.by_place = QRadioButton(tr("Un lugar"))
        self.by_place.setObjectName("conteo.elegir.lugar")
        self.by_filter = QRadioButton(self._filter_text(cuantos))
        self.by_filter.setObjectName("conteo.elegir.filtro")
        self.by_filter.setEnabled(bool(cuantos))
        group = QButtonGroup(self)
        group.addButton(self.by_place)
        group.addButton(self.by_filter)
        self.place = QComboBox()
        self.place.setObjectName("conteo.lugar")
        self.place.setAccessibleName(tr("Lugar que se cuenta"))
        self.place.setEditable(True)
        self.place.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.place.setMaxVisibleItems(14)
        for lugar in self._lugares:
            articulos = contados(lugar.articulos, tr("artículo"), tr("artículos"))
            nombre = f" {lugar.nombre}" if lugar.nombre else ""
            self.place.addItem(f"{lugar.codigo}{nombre} · {articulos}", lugar.id)
        # The general place is where what has none is kept; a rack is what people walk to.
        self.place.setCurrentIndex(next((n for n, lugar in enumerate(self._lugares) if lugar.articulos), 0))
        completer = self.place.completer()
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.place.setMinimumContentsLength(28)
        self._help = QLabel(
            tr("La hoja lista lo que debería haber. Se cuenta, se escribe cuánto hay y se registran las diferencias.")
        )
        self._help.setWordWrap(True)
        set_class(self._help, "secundario")
        for widget in (self._help, self.by_place, self.place, self.by_filter):
            self.content.addWidget(widget)
        self.by_place.toggled.connect(self._refresh)
        self.place.editTextChanged.connect(self._refresh)
        self.place.lineEdit().textEdited.connect(lambda _text: self.by_place.setChecked(True))
        (self.by_place if self._lugares else self.by_filter).setChecked(True)
        self.place.setFocus()
        self.place.lineEdit().selectAll()
        self._refresh()

    def value(self) -> Eleccion:
        """What was chosen."""
        return Eleccion(self._chosen() if self.by_place.isChecked() else None)

    def _chosen(self) -> Lugar | None:
        """The place whose line, or whose code, is in the field."""
        text = self.place.currentText().strip()
        n = self.place.findText(text, Qt.MatchFlag.MatchFixedString)
        if n >= 0:
            return self._lugares[n]
        return next((lugar for lugar in self._lugares if lugar.codigo.casefold() == text.casefold()), None)

    def _refresh(self) -> None:
        self.place.setEnabled(bool(self._lugares))
        self.primary.setEnabled(not self.by_place.isChecked() or self._chosen() is not None)

    def _filter_text(self, cuantos: int | None) -> str:
        if cuantos is None:
            return tr("Los artículos que se ven ahora (primero, filtrar o buscar)")
        if not cuantos:
            return tr("Los artículos que se ven ahora: ninguno")
        return tr("Los artículos que se ven ahora: {n}").format(n=formatear_numero(cuantos))
