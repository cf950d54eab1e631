"""Two people changed the same key: both values, who and when, and the choice. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.configuracion import Conflicto
from rexus.modulos.configuracion import textos
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import set_class

Eleccion = Literal["mio", "suyo"]
_WIDTH = 520


class ConflictosDialog(Dialog):
    """`choices()` are those made; those that are not wait on."""

    def __init__(self, parent: QWidget | None, conflictos: Sequence[Conflicto], zona: tzinfo) -> None:
        super().__init__(
            parent,
            tr("Elegir qué valor queda"),
            tr("Guardar lo elegido"),
            nombre="configuracion.conflictos",
            cancelar=tr("Decidir después"),
        )
        self._zona = zona
        self.content.addStrut(_WIDTH)
        self.content.setContentsMargins(0, 0, 0, 8)
        heading = QLabel(tr("Otra persona cambió lo mismo"))
        set_class(heading, "seccion")
        self.frase = QLabel()
        self.frase.setWordWrap(True)
        set_class(self.frase, "secundario")
        self.content.addWidget(heading)
        self.content.addWidget(self.frase)
        self._cards: list[_Card] = []
        self._area = QVBoxLayout()
        self._area.setSpacing(12)
        self.content.addLayout(self._area)
        self.show_conflicts(conflictos)

    def show_conflicts(self, conflictos: Sequence[Conflicto], *, again: bool = False) -> None:
        """These are to be decided. `again`: they changed once more while somebody decided."""
        for card in self._cards:
            card.hide()
            self._area.removeWidget(card)
            card.deleteLater()
        self.frase.setText(
            tr("Mientras se decidía, el valor de la base cambió otra vez. Elegir de nuevo.")
            if again
            else tr("No se perdió ninguno de los dos valores. Hasta que se elija, vale el de la base.")
        )
        self._cards = [_Card(conflicto, self._zona) for conflicto in conflictos]
        for card in self._cards:
            card.chosen.connect(self._follow)
            self._area.addWidget(card)
        self._follow()
        if self._cards:
            self._cards[0].mine.setFocus()

    def choices(self) -> list[tuple[Conflicto, Eleccion]]:
        """What was chosen."""
        return [(card.conflicto, choice) for card in self._cards if (choice := card.choice) is not None]

    def dirty(self) -> bool:
        """A choice that is not saved yet."""
        return bool(self.choices())

    def submit(self) -> None:
        """Only with something chosen."""
        if self.choices():
            super().submit()

    def _follow(self) -> None:
        self.primary.setEnabled(bool(self.choices()))


class _Card(QFrame):
    """One key."""

    chosen = Signal()

    def __init__(self, conflicto: Conflicto, zona: tzinfo) -> None:
        super().__init__()
        self.conflicto = conflicto
        clave = conflicto.clave
        name = f"configuracion.conflicto.{clave}"
        set_class(self, "tarjeta")
        title = QLabel(textos.nombre(clave))
        title.setTextFormat(Qt.TextFormat.PlainText)
        set_class(title, "subtitulo")
        self.mine = self._option(
            f"{name}.mio", tr("El de este puesto: {valor}").format(valor=textos.valor_o_fabrica(clave, conflicto.mio))
        )
        self.theirs = self._option(
            f"{name}.suyo", tr("El de la base: {valor}").format(valor=textos.valor_o_fabrica(clave, conflicto.suyo))
        )
        group = QButtonGroup(self)
        group.addButton(self.mine)
        group.addButton(self.theirs)
        group.buttonToggled.connect(lambda *_: self.chosen.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(title)
        column.addSpacing(4)
        for option, words in (
            (self.mine, tr("Lo escribió {quien}.").format(quien=conflicto.pedido_por or tr("alguien"))),
            (
                self.theirs,
                (
                    tr("Lo guardó {quien}, {cuando}. Antes estaba: {antes}.")
                    if conflicto.version
                    else tr("Nadie lo guardó en la base. Antes estaba: {antes}.")
                ).format(
                    quien=conflicto.usuario or tr("alguien"),
                    cuando=textos.momento(conflicto.fecha, zona),
                    antes=textos.valor_o_fabrica(clave, conflicto.base),
                ),
            ),
        ):
            option.setAccessibleDescription(words)
            detail = QLabel(words)
            detail.setWordWrap(True)
            detail.setTextFormat(Qt.TextFormat.PlainText)
            detail.setContentsMargins(24, 0, 0, 4)
            set_class(detail, "secundario")
            column.addWidget(option)
            column.addWidget(detail)

    @property
    def choice(self) -> Eleccion | None:
        """Which of the two, if any."""
        if self.mine.isChecked():
            return "mio"
        return "suyo" if self.theirs.isChecked() else None

    @staticmethod
    def _option(name: str, text: str) -> QRadioButton:
        option = QRadioButton(text.replace("&", "&&"))
        option.setObjectName(name)
        option.setAccessibleName(text)
        return option
