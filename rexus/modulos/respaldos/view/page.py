"""The page of the backups."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.respaldos.view.detail import DetailPane
from rexus.modulos.respaldos.view.panel import PanelEstado
from rexus.ui.icons import icon
from rexus.ui.page import Page
from rexus.ui.paged_table import PagedTableView
from rexus.ui.theme import MARGIN, set_class

_DETALLE = 340
# Where all columns would not fit, these give way, one by one: the pane tells them too. What is left needs so much.
_DE_MAS = (("edad", 100), ("donde", 176), ("motor", 96))
_LAS_DEMAS = 696


class RespaldosView(Page):
    """What is seen. `visible_changed(bool)` when the page comes in sight or goes."""

    visible_changed = Signal(bool)

    def __init__(self, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(tr("Respaldos"), nombre="respaldos", parent=parent)
        self._tips: dict[str, str] = {}
        self._fitted = False
        self._make_actions()
        self.table = PagedTableView(self)
        self.table.setObjectName("respaldos.tabla")
        self.table.setAccessibleName(tr("Respaldos"))
        self.panel = PanelEstado(self.pause)
        line = QFrame()
        set_class(line, "linea")
        line.setFixedHeight(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panel)
        column.addWidget(line)
        column.addWidget(self.table, 1)
        content.setFocusProxy(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        # What is looked at comes before what is seldom pressed.
        QWidget.setTabOrder(self.table, self.panel.pausar)
        self.set_content(content)
        self.detail = DetailPane(zona, self.per_set)
        self.set_detail(self.detail)
        self.splitter.setSizes([10_000, _DETALLE])
        # The window's own F4 shows and hides the pane.
        self.detail_action.setShortcuts([])
        more = [self.incremental, self.open_folder, self.pause, self.configure, self.refresh]
        self.add_menu(tr("Más"), more, nombre="respaldos.mas")
        self.add_action(self.make, primary=True)
        self.addActions(self.per_set)
        self.menu_actions = [(tr("&Respaldo"), [self.make, *more[:1], *self.per_set, *more[1:]])]
        self.table.addActions(self.per_set)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def focus_search(self) -> None:
        """There is no search: into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def allow(self, reasons: dict[str, str]) -> None:
        """What can be done now: of each action why not, by its name; empty when it can."""
        for action in (self.make, self.incremental, self.pause, self.configure, *self.per_set):
            nombre = action.objectName().removeprefix("respaldos.")
            porque = reasons.get(nombre, "")
            action.setEnabled(not porque)
            action.setToolTip(porque or self._tips[action.objectName()])

    def show_paused(self, paused: bool) -> None:
        """What the verb does next."""
        self.pause.setText(tr("Reanudar") if paused else tr("Pausar"))
        self.pause.setIconText(self.pause.text())
        self._tips["respaldos.pausar"] = (
            tr("Volver a hacer los respaldos a sus horas")
            if paused
            else tr("No hacer respaldos a sus horas hasta reanudar o cerrar Rexus")
        )
        self.pause.setToolTip(self._tips["respaldos.pausar"])

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it: a page out of sight is not kept up to date."""
        super().showEvent(event)
        if not self._fitted:
            self._fitted = True
            room = self.width() - _DETALLE - 2 * MARGIN - _LAS_DEMAS
            for key, width in _DE_MAS:
                room -= width
                self.table.set_column_visible(key, room >= 0)
        self.visible_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell it."""
        super().hideEvent(event)
        self.visible_changed.emit(False)

    def _make_actions(self) -> None:
        self.make = self._action(
            "completo", tr("Respaldar ahora"), "respaldos", "Ctrl+N", tr("Hacer un respaldo completo y comprobarlo")
        )
        self.incremental = self._action(
            "incremental", tr("Respaldar solo lo que cambió"), "guardar", "Ctrl+Shift+N",
            tr("Hacer un respaldo incremental, que se apoya en el último completo"),
        )  # fmt: skip
        self.verify = self._action(
            "verificar",
            tr("Verificar"),
            "verificar",
            "Ctrl+Shift+V",
            tr("Comprobar que está entero y es verdadero"),
        )
        self.restore = self._action(
            "restaurar",
            tr("Restaurar…"),
            "restaurar",
            "Ctrl+R",
            tr("Volver a este respaldo; antes se ve qué cambia"),
        )
        self.restore.setIconText(tr("Restaurar"))
        self.export = self._action(
            "exportar",
            tr("Exportar copia…"),
            "exportar",
            "Ctrl+Shift+E",
            tr("Copiarlo a otra carpeta y comprobar la copia"),
        )
        self.export.setIconText(tr("Exportar copia"))
        self.remove = self._action(
            "eliminar", tr("Eliminar…"), "eliminar", "Ctrl+Del", tr("Quitarlo del disco para siempre")
        )
        self.remove.setIconText(tr("Eliminar"))
        self.open_folder = self._action(
            "abrir_carpeta", tr("Abrir carpeta"), "carpeta", "", tr("Ver los archivos de los respaldos")
        )
        self.pause = self._action("pausar", tr("Pausar"), "desactivar", "", "")
        self.configure = self._action(
            "configurar", tr("Horas, cantidad y cifrado…"), "configuracion", "", tr("Configurar los respaldos")
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Mirar otra vez la carpeta"))
        self.per_set = [self.verify, self.restore, self.export, self.remove]
        self.show_paused(False)

    def _action(self, nombre: str, texto: str, icono: str, tecla: str, ayuda: str) -> QAction:
        action = QAction(icon(icono), texto, self)
        action.setObjectName(f"respaldos.{nombre}")
        action.setShortcut(tecla)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(ayuda)
        self._tips[action.objectName()] = ayuda
        return action
