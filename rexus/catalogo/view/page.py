"""The page: search, filters, table, detail pane and footer, and the signals of what the user asks for."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from rexus.base.text import contados, tr
from rexus.catalogo import textos
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.view.actions import Actions
from rexus.catalogo.view.detail import LEAST_WIDTH, DetailPane
from rexus.catalogo.view.filter_bar import FilterBar
from rexus.stock.consulta import Totales
from rexus.ui.list_page import ListPage

# The table is what people look at: the pane leaves it this much where it can.
_LEAST_TABLE = 460


class CatalogoView(ListPage):
    """What is seen. `detail_width_changed(px)`: the user gave the pane another width. `place_wanted(lugar)`: another
    page leads here, to what it calls that."""

    detail_width_changed = Signal(int)
    place_wanted = Signal(str)

    def __init__(self, catalogo: Catalogo, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(
            tr(catalogo.titulo), nombre=catalogo.id, buscar=tr("Buscar"), filas=tr("Artículos"), parent=parent
        )
        self.catalogo = catalogo
        # `ColumnFit` shares the room out.
        self.table.fills = False
        self.verbs = Actions(catalogo, self)
        self.filters = FilterBar(catalogo, self)
        self.pane = DetailPane(catalogo, zona, self)
        self.set_detail(self.pane)
        self.columns_button = self._columns_button()
        self._place_actions()
        self._detail_width = 0
        self.pane.came_in_sight.connect(self._share_width)
        self.splitter.splitterMoved.connect(lambda: self._on_splitter_moved())
        self.splitter.installEventFilter(self)
        self.verbs["ir_a_tabla"].triggered.connect(lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.verbs["ir_a_kardex"].triggered.connect(self._go_to_kardex)
        self.verbs["columnas"].triggered.connect(self.open_columns_menu)
        QWidget.setTabOrder(self.search, self.table)
        QWidget.setTabOrder(self.table, self.pane.kardex)

    def set_detail_width(self, width: int) -> None:
        """Give the pane `width` px, the rest to the table; less while the page is narrow."""
        self._detail_width = width
        self._share_width()

    def llegar(self, lugar: str) -> None:
        """Another page leads here: «bajo_minimo» shows what is below its minimum, «acabado=Mon/Mon» what has that
        value in the column of a filter; «importar» and «nuevo» begin those."""
        self.place_wanted.emit(lugar)

    def filter_words(self) -> list[str]:
        """As of every page, and whether those out of use show."""
        words = super().filter_words()
        return words if self.filters.state.isHidden() else [*words, self.filters.state.text()]

    def show_totals(self, totales: Totales | None) -> None:
        """The figures of what is shown; None when they could not be counted."""
        self.set_footer(textos.pie(totales) if totales is not None else "")

    def show_catalogue_size(self, articulos: int) -> None:
        """How many there are to search in."""
        self.search.setPlaceholderText(
            tr("Buscar en {articulos}").format(articulos=contados(articulos, tr("artículo"), tr("artículos")))
            if articulos
            else tr("Buscar")
        )

    def open_columns_menu(self) -> None:
        """Which columns are shown, below their button."""
        menu = self.table.columns_menu(self)
        menu.setObjectName(self.catalogo.handle("columnas", "menu"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height() + 4)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self._share_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The row that is worked on stays in sight when the table becomes smaller."""
        if watched is self.splitter and event.type() == QEvent.Type.LayoutRequest:
            index = self.table.currentIndex()
            if index.isValid():
                self.table.scrollTo(index)
        return super().eventFilter(watched, event)

    # ── Inside ──

    def _share_width(self) -> None:
        if not self.pane.isVisible():
            # It gets its width when it comes in sight.
            return
        total = self.splitter.width()
        width = max(LEAST_WIDTH, min(self._detail_width, total - _LEAST_TABLE))
        with QSignalBlocker(self.splitter):
            self.splitter.setSizes([max(1, total - width), width])

    def _on_splitter_moved(self) -> None:
        self._detail_width = self.splitter.sizes()[1]
        self.detail_width_changed.emit(self._detail_width)

    def _place_actions(self) -> None:
        a = self.verbs
        movements = a.named("entrada", "salida", "ajuste", "transferir", "cortar", "-", "rapido", "conteo", "retazos")
        sheets = a.named("importar", "exportar", "-", "verificar")
        articles = a.named(
            "nuevo",
            "editar",
            "duplicar",
            "editar_varios",
            "-",
            "desactivar",
            "eliminar",
            "-",
            "precios",
            "etiquetas",
            "historial",
        )
        view = a.named("-", "ir_a_tabla", "ir_a_kardex", "actualizar")
        self.add_menu(tr("Movimiento"), movements, nombre=self.catalogo.handle("movimientos"))
        self.add_menu(tr("Importar"), sheets, nombre=self.catalogo.handle("planillas"))
        self.add_action(a["nuevo"], primary=True)
        self.addActions([action for action in a if action is not a["anular"]])
        self.menu_actions = [
            (tr("A&rtículo"), [*articles, *view]),
            (tr("&Movimiento"), [*movements, *a.named("-", "anular")]),
            (tr("&Planilla"), sheets),
        ]
        self.table.addActions(
            a.named(
                "entrada", "salida", "ajuste", "transferir", "cortar", "-",
                "editar", "duplicar", "editar_varios", "-", "desactivar", "eliminar", "-",
                "precios", "etiquetas", "historial",
            )
        )  # fmt: skip
        a["anular"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.pane.kardex.addAction(a["anular"])
        self.pane.add_actions(a["entrada"], a["salida"], a["precios"], a["historial"])
        if "cortar" in a:
            self.pane.add_beside_places(a["cortar"])

    def _columns_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self.verbs["columnas"])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setObjectName(self.catalogo.handle("columnas"))
        button.setAccessibleName(tr("Columnas"))
        self.add_filter(button)
        return button

    def _go_to_kardex(self) -> None:
        if self.pane.isVisible():
            self.pane.kardex.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.pane.kardex.currentIndex().isValid():
                self.pane.kardex.setCurrentIndex(self.pane.kardex.kardex.index(0, 0))

    def show_no_articles(self) -> None:
        """The very first time: what to do, and the two verbs that do it."""
        a = self.verbs
        offered = [action for action in (a["importar"], a["nuevo"]) if action.isVisible() and action.isEnabled()]
        self.show_empty(
            tr("Todavía no hay {articulos}").format(articulos=tr(self.catalogo.muchos)),
            tr("Traer una planilla o cargar el primero."),
            offered,
            icono=self.catalogo.id,
        )
