"""The page of the backups."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.modulos.respaldos.view.detail import DetailPane
from rexus.modulos.respaldos.view.panel import PanelEstado
from rexus.ui.icons import icon
from rexus.ui.list_page import ListPage
from rexus.ui.theme import MARGIN

_DETALLE = 320
# Where all columns would not fit, these give way, one by one: the pane tells them too. What is left needs so much.
_DE_MAS = (("edad", 100), ("donde", 176), ("motor", 96))
_LAS_DEMAS = 708
# What a set is, and what is wrong with one: the first to be cut short.
_TIPO = (216, 360)
# The splitter's handle and a scroll bar.
_BARRAS = 24


class RespaldosView(ListPage):
    """What is seen."""

    def __init__(self, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(tr("Respaldos"), nombre="respaldos", buscar=None, filas=tr("Respaldos"), parent=parent)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._make_actions()
        self.panel = PanelEstado(self.pause)
        self.set_summary(self.panel)
        # What is looked at comes before what is seldom pressed.
        QWidget.setTabOrder(self.table, self.panel.pausar)
        self.detail = DetailPane(zona, self.per_set)
        self.set_detail(self.detail)
        self.splitter.setSizes([10_000, _DETALLE])
        more = [self.incremental, self.open_folder, self.pause, self.configure, self.refresh]
        self.add_menu(tr("Más"), more, nombre="respaldos.mas")
        self.add_action(self.make, primary=True)
        self.addActions(self.per_set)
        self.menu_actions = [(tr("&Respaldo"), [self.make, *more[:1], *self.per_set, *more[1:]])]
        self.table.addActions(self.per_set)

    def focus_search(self) -> None:
        """There is no search: into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def allow(self, reasons: dict[str, str]) -> None:
        """What can be done now: of each action why not, by its name; empty when it can."""
        for action in (self.make, self.incremental, self.pause, self.configure, *self.per_set):
            nombre = action.objectName().removeprefix("respaldos.")
            porque = reasons.get(nombre, "")
            self._allow(action, not porque, porque)

    def show_paused(self, paused: bool) -> None:
        """What the verb does next."""
        self.pause.setText(tr("Reanudar") if paused else tr("Pausar"))
        self.pause.setIcon(icon("reanudar" if paused else "pausar"))
        self._tips[self.pause] = (
            tr("Volver a hacer los respaldos a sus horas")
            if paused
            else tr("No hacer respaldos a sus horas hasta reanudar o cerrar Rexus")
        )
        if self.pause.isEnabled():
            self.pause.setToolTip(self._tips[self.pause])

    def fit_columns(self) -> None:
        """What a set is comes before where it lies."""
        pane = _DETALLE if self.detail_action.isChecked() else 0
        room = self.width() - pane - 2 * MARGIN - _LAS_DEMAS
        for key, width in _DE_MAS:
            self.table.set_column_visible(key, room >= width)
            room -= width if room >= width else 0
        least, most = _TIPO
        keys = [column.key for column in self.table.model().columns]  # type: ignore[attr-defined]
        wide = max(least, min(most, least + room - _BARRAS))
        self.table.horizontalHeader().resizeSection(keys.index("tipo"), wide)

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
        self.pause = self._action("pausar", tr("Pausar"), "pausar", "", "")
        self.configure = self._action(
            "configurar", tr("Horas, cantidad y cifrado…"), "configuracion", "", tr("Configurar los respaldos")
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Mirar otra vez la carpeta"))
        self.per_set = [self.verify, self.restore, self.export, self.remove]
        self.show_paused(False)
