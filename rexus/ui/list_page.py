"""A page that is one table: typing over it searches, its verbs are also in the row's menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rexus.base.text import tr
from rexus.ui.icons import icon
from rexus.ui.page import DETAIL_WIDTH, Page
from rexus.ui.paged_table import PagedTableView


class ListPage(Page):
    """The table is `nombre.tabla`; `filas` says to who cannot see it what its rows are. Without `buscar` nothing is
    searched: there are few rows.
    """

    def __init__(
        self, titulo: str, *, nombre: str, buscar: str | None, filas: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(titulo, nombre=nombre, buscar=buscar, parent=parent)
        # Where nobody laid the columns out, the page fits them to the room that it has when it is first seen.
        self.fits_columns = True
        self._tips: dict[QAction, str] = {}
        # «Ver ▸ Panel de detalle» of the window owns F4; two owners would cancel each other.
        self.detail_action.setShortcuts([])
        self.table = PagedTableView(self)
        self.table.setObjectName(f"{nombre}.tabla")
        self.table.setAccessibleName(filas)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        if buscar is not None:
            self.table.text_typed.connect(self._on_text_typed)
        self.set_content(self.table)
        self.print_action = self._action(
            "imprimir", tr("Imprimir lo que se ve…"), "imprimir", "Ctrl+P", tr("Ver en papel las filas que se ven")
        )
        self.print_card_action = self._action(
            "imprimir_ficha", tr("Imprimir la ficha…"), "imprimir", "Ctrl+Alt+P", tr("Ver en papel el detalle elegido")
        )
        self.print_card_action.setEnabled(False)
        self.print_card_action.setVisible(False)
        self.common_actions = [self._separator(), self.print_action, self.print_card_action]
        self.addActions([self.print_action, self.print_card_action])
        self._print_button = QToolButton()
        self._print_button.setDefaultAction(self.print_action)
        self._print_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._print_button.setObjectName(f"{nombre}.imprimir.boton")
        self._print_button.setAccessibleName(tr("Imprimir"))
        self.add_to_head(self._print_button)

    def fit_columns(self) -> None:
        """Hide what the pane tells too where all columns would not fit. By itself a page shows what is declared."""

    def showEvent(self, event: QShowEvent) -> None:
        """The columns fit before anybody is told that the page is in sight."""
        if self.fits_columns:
            self.fits_columns = False
            self.fit_columns()
        super().showEvent(event)

    @property
    def table_room(self) -> int:
        """About how many pixels the rows have beside the pane."""
        return self.width() - (self.splitter.sizes()[-1] if self.detail_action.isChecked() else 0)

    def set_detail(self, widget: QWidget, *, below: int = 0, beside: int = DETAIL_WIDTH) -> None:
        """As of every page; the card can be printed too."""
        super().set_detail(widget, below=below, beside=beside)
        self.print_card_action.setVisible(True)
        menu = QMenu(self._print_button)
        menu.setObjectName(f"{self.objectName()}.imprimir.menu")
        menu.addActions([self.print_action, self.print_card_action])
        self._print_button.setMenu(menu)
        self._print_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _separator(self) -> QAction:
        line = QAction(self)
        line.setSeparator(True)
        return line

    def _action(self, nombre: str, texto: str, icono: str, tecla: str, ayuda: str) -> QAction:
        """A verb of the page, `<page>.nombre`; its key works anywhere in the page once the page has the action."""
        action = QAction(icon(icono), texto, self)
        action.setObjectName(f"{self.objectName()}.{nombre}")
        action.setShortcut(tecla)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(ayuda)
        self._tips[action] = ayuda
        return action

    def _allow(self, action: QAction, on: bool, reason: str = "") -> None:
        """Whether it can be done; its tip is the `reason` why not, if there is one, and else what it does."""
        action.setEnabled(on)
        action.setToolTip(reason or self._tips[action])

    def _on_text_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(text)
