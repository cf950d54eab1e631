"""The sheet of a stocktake: counts are typed or scanned into it, differences show as they come, and are posted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo.conteo.hoja import Cuenta, Hoja
from rexus.catalogo.view.comun.panel import Panel
from rexus.catalogo.view.comun.trabajo import WorkDialog
from rexus.catalogo.view.conteo.tabla import SheetTable
from rexus.stock.conteos import LineaConteo
from rexus.ui.search_field import SearchField
from rexus.ui.theme import set_class, set_look


class CountDialog(WorkDialog):
    """`submitted`: post it. `print_requested()`, `export_requested()`. `update_requested()`: bring stale lines up to
    date. `unknown(text)`: what was searched or scanned is not on the sheet.
    """

    print_requested = Signal()
    export_requested = Signal()
    update_requested = Signal()
    unknown = Signal(str)

    def __init__(self, parent: QWidget | None, hoja: Hoja, scan_ms: int = 35) -> None:
        titulo = tr("Conteo de {origen}").format(origen=hoja.origen)
        super().__init__(parent, titulo, tr("Registrar"), nombre="conteo")
        self.hoja = hoja
        # What was looked for last, and where it was.
        self._found = ("", -1)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self._title = QLabel(titulo)
        set_class(self._title, "seccion")
        self.search = SearchField("conteo.buscar", tr("Escanear o buscar en la hoja"), tecla="F6")
        self.search.setMinimumWidth(260)
        self.search.entered.connect(lambda: self.look_for(self.search.text()))
        self.search.left.connect(self._into_table)
        self.blind = QCheckBox(tr("A ciegas"))
        self.blind.setObjectName("conteo.ciego")
        self.blind.setToolTip(tr("Ocultar lo esperado mientras se cuenta"))
        self.blind.toggled.connect(self._on_blind)
        self._message = QLabel()
        self._message.setObjectName("conteo.mensaje")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self.add = QPushButton(tr("Agregar a la hoja"))
        self.add.setObjectName("conteo.agregar")
        self.add.setAutoDefault(False)
        set_class(self.add, "plano")
        self.table = SheetTable(hoja, scan_ms)
        self.table.scanned.connect(self.look_for)
        self.table.sheet.counted.connect(self._refresh)
        self._summary = QLabel()
        self._summary.setObjectName("conteo.resumen")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        set_class(self._summary, "secundario")
        self._why = QLabel()
        self._why.setObjectName("conteo.motivo")
        self._why.setWordWrap(True)
        set_class(self._why, "error")
        self.printing = self.add_lesser("conteo.imprimir", tr("Imprimir…"))
        self.printing.setShortcut(Qt.Modifier.CTRL | Qt.Key.Key_P)
        self.printing.clicked.connect(self.print_requested)
        self.exporting = self.add_lesser("conteo.exportar", tr("Exportar…"))
        self.exporting.clicked.connect(self.export_requested)
        QShortcut(QKeySequence(Qt.Key.Key_F6), self, self._go_to_search)
        self._arrange()
        self.say("")
        self._refresh()
        if len(hoja):
            self.table.go_to(0)
        else:
            self.search.setFocus()

    def dirty(self) -> bool:
        """Counts would be lost."""
        return self.hoja.escrita

    def submit(self) -> None:
        """Take the count that is being typed; counted blind, what was found is shown before it is posted."""
        if self.working:
            return
        self.table.commit()
        self._refresh()
        if not self.primary.isEnabled():
            return
        if self.blind.isChecked():
            self.blind.setChecked(False)
            self.say(tr("Lo esperado está a la vista: revisar las diferencias y registrar."))
            return
        super().submit()

    def look_for(self, text: str) -> None:
        """Go to the line that a scan or a search means; the next one when it is asked again."""
        text = text.strip()
        if not text:
            return
        self.table.commit()
        was, at = self._found
        row = self.hoja.buscar(text, at if text == was else -1)
        if row is None:
            self._go_to_search()
            self.unknown.emit(text)
            return
        self._found = text, row
        self.say("")
        self.table.go_to(row)

    def say(self, texto: str, *, bad: bool = False, offer: bool = False) -> None:
        """A sentence between the search and the table; with `offer`, the verb that adds a line."""
        self._message.setText(texto)
        set_class(self._message, "error" if bad else "secundario")
        self._band.setVisible(bool(texto))
        self.add.setVisible(offer)
        if texto:
            QAccessible.updateAccessibility(QAccessibleEvent(self._message, QAccessible.Event.Alert))

    def add_line(self, linea: LineaConteo) -> None:
        """A line that the books did not expect; its count is next."""
        row = self.table.sheet.add(linea)
        self.table.refresh()
        self.say("")
        self.table.go_to(row)

    def show_stale(self, filas: list[int]) -> None:
        """Some lines were counted against goods that have moved since."""
        self._stale_text.setText(
            tr(
                "{lineas} desde que se hizo la hoja. No se registró nada; lo contado sigue aquí. "
                "Al actualizarlas hay que volver a contarlas; las demás quedan como están."
            ).format(lineas=contados(len(filas), tr("línea tuvo movimientos"), tr("líneas tuvieron movimientos")))
        )
        self._stale.setVisible(bool(filas))
        self.say("")
        self.table.refresh()
        if filas:
            self.table.go_to(filas[0])
            self.bring_up.setFocus()

    def show_updated(self, filas: list[int]) -> None:
        """They expect now what there is."""
        self._stale.hide()
        self.table.refresh()
        self.say(
            tr("{lineas}: volver a contar.").format(
                lineas=contados(len(filas), tr("línea actualizada"), tr("líneas actualizadas"))
            )
        )
        if filas:
            self.table.go_to(filas[0])

    def _into_table(self) -> None:
        self.table.go_to(max(0, self.table.currentIndex().row()))

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_blind(self, on: bool) -> None:
        self.table.set_blind(on)
        self._refresh()

    def _refresh(self) -> None:
        cuenta = self.hoja.cuenta
        why = _why_not(cuenta)
        self._summary.setText(_summary(cuenta, blind=self.blind.isChecked()))
        self._why.setText(why)
        self._why.setVisible(bool(why) and self.hoja.escrita)
        self.primary.setText(_verb(cuenta, blind=self.blind.isChecked()))
        self.primary.setAccessibleName(self.primary.text())
        self.primary.setToolTip(why)
        self.primary.setEnabled(not why and not self.working)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.blind)
        head.addWidget(self.search, 1)
        self._band = QWidget()
        band = QHBoxLayout(self._band)
        band.setContentsMargins(0, 0, 0, 0)
        band.setSpacing(8)
        band.addWidget(self._message, 1)
        band.addWidget(self.add)
        self._stale = QFrame()
        self._stale.setObjectName("conteo.viejas")
        set_class(self._stale, "aviso")
        set_look(self._stale, "tipo", "advertencia")
        self._stale_text = QLabel()
        self._stale_text.setObjectName("conteo.viejas.texto")
        self._stale_text.setWordWrap(True)
        self.bring_up = QPushButton(tr("Actualizar esas líneas"))
        self.bring_up.setObjectName("conteo.actualizar")
        self.bring_up.setAutoDefault(False)
        self.bring_up.clicked.connect(self.update_requested)
        row = QHBoxLayout(self._stale)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._stale_text, 1)
        row.addWidget(self.bring_up)
        self._stale.hide()
        self._panel = Panel(self.table, 1040, 440)
        self.content.setSpacing(8)
        self.content.addLayout(head)
        self.content.addWidget(self._band)
        self.content.addWidget(self._stale)
        self.content.addWidget(self._panel, 1)
        self.content.addWidget(self._summary)
        self.content.addWidget(self._why)


def _summary(cuenta: Cuenta, *, blind: bool) -> str:
    partes = [contados(cuenta.contados, tr("línea contada"), tr("líneas contadas"))]
    if not blind:
        partes.append(contados(cuenta.diferencias, tr("con diferencia"), tr("con diferencia")))
    if cuenta.ilegibles:
        partes.append(contados(cuenta.ilegibles, tr("no se entiende"), tr("no se entienden")))
    if cuenta.vacios:
        partes.append(tr("{n} sin contar, que no se registran").format(n=formatear_numero(cuenta.vacios)))
    return " · ".join(partes)


def _verb(cuenta: Cuenta, *, blind: bool) -> str:
    if blind:
        return tr("Ver diferencias")
    if cuenta.diferencias == 1:
        return tr("Registrar 1 diferencia")
    if cuenta.diferencias:
        return tr("Registrar {n} diferencias").format(n=formatear_numero(cuenta.diferencias))
    return tr("Registrar sin diferencias") if cuenta.contados else tr("Registrar")


def _why_not(cuenta: Cuenta) -> str:
    if cuenta.ilegibles:
        return tr("Hay cantidades que no se entienden: corregirlas o borrarlas.")
    if cuenta.viejos:
        return tr("Hay líneas que tuvieron movimientos: actualizarlas primero.")
    if not cuenta.contados:
        return tr("Todavía no se contó ninguna línea.")
    return ""
