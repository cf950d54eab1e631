"""The dialog of the quick movement: each scan adds a line, the whole list is posted at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from rexus.base.text import contados, tr
from rexus.catalogo.rapido.lista import Lista
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.comun.trabajo import WorkDialog
from rexus.catalogo.view.rapido.tabla import LinesTable
from rexus.stock.ledger import ENTRADA, SALIDA
from rexus.stock.ubicaciones import Sitio
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickDialog(WorkDialog):
    """`scanned(text)`: look it up. `submitted`: post the list.

    The field that is scanned into keeps the keys: whatever else was done, they return to it. In it Up and Down choose
    a line, F2 types its quantity, Ctrl+Delete takes it away.
    """

    scanned = Signal(str)

    def __init__(self, parent: QWidget | None, lugares: Sequence[Sitio], tipo: str = SALIDA, scan_ms: int = 35) -> None:
        super().__init__(parent, tr("Movimiento rápido"), tr("Registrar"), nombre="rapido")
        self.lista = Lista()
        self._waiting = 0
        self._kinds = QButtonGroup(self)
        self._out = self._kind("rapido.salida", tr("Salida"))
        self._in = self._kind("rapido.entrada", tr("Entrada"))
        (self._out if tipo == SALIDA else self._in).setChecked(True)
        self._kinds.buttonClicked.connect(self._on_kind)
        self.place = QComboBox()
        self.place.setObjectName("rapido.lugar")
        self.place.setAccessibleName(tr("Lugar"))
        self.place.addItem(tr("Lugar habitual de cada artículo"), None)
        for lugar in lugares:
            self.place.addItem(f"{lugar.codigo} · {lugar.nombre}" if lugar.nombre else lugar.codigo, lugar.id)
        self.place.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.place.setMinimumContentsLength(20)
        self.place.activated.connect(self.back_to_code)
        self.reference = QLineEdit()
        self.reference.setObjectName("rapido.referencia")
        self.reference.setAccessibleName(tr("Referencia"))
        self.reference.setPlaceholderText(tr("Remito u obra (optativo)"))
        self.reference.setMaxLength(120)
        self.reference.installEventFilter(self)
        self.code = QLineEdit()
        self.code.setObjectName("rapido.codigo")
        self.code.setAccessibleName(tr("Código"))
        self.code.setPlaceholderText(tr("Escanear, o escribir el código y Enter"))
        self.code.addAction(icon("escaner", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        self.code.installEventFilter(self)
        self._message = QLabel()
        self._message.setObjectName("rapido.mensaje")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self.table = LinesTable(self.lista, scan_ms)
        self.table.scanned.connect(self.scanned)
        self.table.left.connect(self.back_to_code)
        self.table.lines.changed.connect(self._refresh)
        self._summary = QLabel()
        self._summary.setObjectName("rapido.resumen")
        set_class(self._summary, "secundario")
        self.remove = self.add_lesser("rapido.quitar", tr("Quitar línea"))
        self.remove.setToolTip(tr("Quitar la línea elegida (Ctrl+Supr)"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.clicked.connect(self._on_remove)
        self._arrange()
        self._on_kind()
        self.say("")

    @property
    def tipo(self) -> str:
        """ENTRADA or SALIDA."""
        return SALIDA if self._out.isChecked() else ENTRADA

    @property
    def lugar_id(self) -> int | None:
        """The place that was chosen, None for each article's own."""
        chosen: int | None = self.place.currentData()
        return chosen

    def dirty(self) -> bool:
        """A list would be lost."""
        return len(self.lista) > 0

    def submit(self) -> None:
        """Post the list, once nothing is being looked up any more."""
        if self.working:
            return
        self.table.commit()
        self.say("")
        if self.primary.isEnabled():
            super().submit()

    def waiting(self, by: int) -> None:
        """So many more scans are being looked up: the list is not whole until they are."""
        self._waiting += by
        self._refresh()

    def choose_place(self, ubicacion_id: int) -> bool:
        """The label of a place was scanned: from now on it is there; False when it is none of the active ones."""
        at = self.place.findData(ubicacion_id)
        if at < 0:
            return False
        self.place.setCurrentIndex(at)
        self.say(tr("Lugar: {lugar}").format(lugar=self.place.currentText()))
        return True

    def add(
        self, etiqueta: str, articulo_id: int, codigo: str, descripcion: str, stock: Decimal, longitud_mm: int = 0
    ) -> None:
        """What was scanned is this article, or a retazo of it."""
        n = self.table.lines.add(etiqueta, articulo_id, codigo, descripcion, stock, longitud_mm)
        self.table.show_row(n)
        renglon = self.lista.renglones[n]
        self.say(tr("{codigo}: {cantidad}").format(codigo=codigo, cantidad=renglon.texto))

    def say(self, texto: str, *, bad: bool = False) -> None:
        """A sentence under the field."""
        self._message.setText(texto)
        set_class(self._message, "error" if bad else "secundario")
        if texto:
            QAccessible.updateAccessibility(QAccessibleEvent(self._message, QAccessible.Event.Alert))

    def refuse(self, texto: str, frase: str) -> None:
        """What was scanned cannot be added. It stays in the field, selected: the next scan replaces it."""
        if not self.code.text().strip():
            self.code.setText(texto)
        self.say(frase, bad=True)
        self.back_to_code()

    def back_to_code(self) -> None:
        """The keys belong to the field that is scanned into."""
        if not self.working:
            self.code.setFocus()
            self.code.selectAll()

    def blame(self, frase: str) -> None:
        """A refusal names a line: show it."""
        n = self.lista.culpar(frase)
        self.table.lines.tell()
        if n is not None:
            self.table.show_row(n)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the fields does not post the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.code:
                return self._key(event) or super().eventFilter(watched, event)
            if watched is self.reference and event.key() in _ENTER and not _with_ctrl(event):
                self.back_to_code()
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _ENTER and not _with_ctrl(event):
            text = self.code.text().strip()
            self.code.clear()
            if text:
                self.scanned.emit(text)
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.table.step(-1 if key == Qt.Key.Key_Up else 1)
            return True
        if key == Qt.Key.Key_F2:
            self.table.edit_quantity()
            return True
        if key == Qt.Key.Key_Delete and _with_ctrl(event):
            self._on_remove()
            return True
        return False

    def _on_remove(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.table.lines.remove(row)
            self.table.show_row(min(row, len(self.lista) - 1))
        self.back_to_code()

    def _on_kind(self) -> None:
        self.table.lines.salida = self.tipo == SALIDA
        self.table.lines.tell()
        self.back_to_code()

    def _refresh(self) -> None:
        n, piezas = len(self.lista), self.lista.piezas
        self._summary.setText(
            " · ".join(
                (
                    contados(n, tr("artículo"), tr("artículos")),
                    contados(piezas, tr("pieza"), tr("piezas")),
                )
            )
            if n
            else tr("La lista está vacía.")
        )
        cuantas = contados(piezas, tr("pieza"), tr("piezas"))
        verbo = tr("Registrar salida de {piezas}") if self.tipo == SALIDA else tr("Registrar entrada de {piezas}")
        self.primary.setText(
            verbo.format(piezas=cuantas)
            if n
            else (tr("Registrar salida") if self.tipo == SALIDA else tr("Registrar entrada"))
        )
        self.primary.setAccessibleName(self.primary.text())
        why = self._why_not()
        self.primary.setToolTip(why)
        self.primary.setEnabled(not why and not self.working)
        self.remove.setEnabled(n > 0)
        self._hint.setVisible(n == 0)
        self._panel.setVisible(n > 0)

    def _why_not(self) -> str:
        if not len(self.lista):
            return tr("Escanear al menos un artículo.")
        if self.lista.ilegibles:
            return tr("Hay cantidades que no se entienden.")
        if self._waiting:
            return tr("Buscando lo último que se escaneó.")
        return ""

    def _kind(self, nombre: str, texto: str) -> QPushButton:
        button = QPushButton(texto)
        button.setObjectName(nombre)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_class(button, "chip")
        self._kinds.addButton(button)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._out)
        head.addWidget(self._in)
        head.addSpacing(8)
        head.addWidget(self.place, 1)
        head.addWidget(self.reference, 1)
        hint = QLabel(
            tr("Cada lectura agrega una línea; repetirla suma uno. Nada se registra hasta el final, todo junto.")
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        set_class(hint, "secundario")
        self._panel, self._hint = Panel(self.table, 760, 320), Panel(hint, 760, 320)
        self.content.setSpacing(8)
        self.content.addLayout(head)
        self.content.addWidget(self.code)
        self.content.addWidget(self._message)
        self.content.addWidget(self._panel, 1)
        self.content.addWidget(self._hint, 1)
        self.content.addWidget(self._summary)


def _with_ctrl(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
