"""The page: categories, search, rows, and the lines that say how things stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rexus.base.text import contados, tr
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.domain import Buscador, Estado, categoria_de, visibles
from rexus.modulos.configuracion.view.banda import Banda
from rexus.modulos.configuracion.view.categorias import Categorias
from rexus.modulos.configuracion.view.editores.eleccion import QuietComboBox
from rexus.modulos.configuracion.view.fila import Fila
from rexus.modulos.configuracion.view.grupo import Grupo
from rexus.modulos.configuracion.view.resumen import ResumenDeConexion, ResumenDeRespaldos
from rexus.settings import CATEGORIAS
from rexus.ui.empty_state import EmptyState
from rexus.ui.icons import icon
from rexus.ui.page import Page
from rexus.ui.theme import set_class

_WIDEST: Final = 960
# Below these there is no room for the list of categories, or for an editor beside its words.
_ROOM_FOR_LIST: Final = 700
_ROOM_BESIDE: Final = 640


class ConfiguracionView(Page):
    """What is seen. `visible_changed(bool)`: the page comes in sight or goes.

    A category's rows are made when it is first shown, or when nothing else is to be done.
    """

    visible_changed = Signal(bool)
    history_requested = Signal(str)
    discard_pending_requested = Signal(str)
    resolve_requested = Signal(str)
    forget_requested = Signal(str)
    path_requested = Signal(str)

    def __init__(self, zona: tzinfo, parent: QWidget | None = None, *, respaldos: bool = False) -> None:
        super().__init__(
            tr("Configuración"), nombre="configuracion", buscar=tr("Buscar en la configuración"), parent=parent
        )
        self._zona = zona
        self._finder = Buscador(visibles())
        self._grupos: dict[str, Grupo] = {}
        self._estados: Mapping[str, Estado] = {}
        self._category = CATEGORIAS[0].id
        self._narrow = False
        self._saving = False
        # Whether it may go, asked by whoever wants to take it away.
        self.may_leave: Callable[[], Awaitable[bool]] | None = None
        self.resumen = ResumenDeConexion()
        #: Only for whoever may see them.
        self.respaldos = ResumenDeRespaldos() if respaldos else None
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._make_next)
        self._make_bands()
        self._make_header()
        self._make_content()
        self.search.searched.connect(lambda _text: self._arrange())
        self.search.entered.connect(self._into_rows)
        self.changed_only.toggled.connect(lambda _on: self._arrange())
        self.pending_only.toggled.connect(lambda _on: self._arrange())
        self._arrange()

    # ── What shows ──

    def show_estados(self, estados: Mapping[str, Estado]) -> None:
        """What is known of every key now."""
        self._estados = estados
        for fila in self.filas:
            fila.show_estado(estados[fila.setting.clave])
        pending = sum(e.pendiente is not None for e in estados.values())
        chosen = sum(e.distinto for e in estados.values())
        _name(self.changed_only, tr("Distinto de fábrica {n}").format(n=chosen))
        _name(self.pending_only, tr("Pendiente {n}").format(n=pending))
        if not pending:
            self.pending_only.setChecked(False)
        self._squeeze()
        self._on_edited()
        if self._filtering:
            self._arrange()

    def show_bands(self) -> None:
        """Take no room when none of the lines has anything to say."""
        self._bands.setVisible(any(not band.isHidden() for band in self._bands.findChildren(Banda)))

    def show_category(self, category: str) -> None:
        """The keys of a category, or where a search found them."""
        if self._filtering:
            self._scroll.ensureWidgetVisible(self._grupos[category], 0, 0)
            self._scroll.verticalScrollBar().setValue(self._grupos[category].y())
            return
        self._category = category
        self._arrange()
        self._scroll.verticalScrollBar().setValue(0)

    def go_to(self, clave: str) -> None:
        """The row of a key in sight, its editor with the focus."""
        category = categoria_de(clave).id
        fila = self.fila(clave)
        if not fila.isVisibleTo(self) or self._filtering:
            self.clear_filters()
            self._category = category
            self._arrange()
        self.show_content()
        fila.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
        # Laid out first: a row that was just shown has no place yet.
        self._scroll.widget().layout().activate()
        self._scroll.ensureWidgetVisible(fila, 0, 24)

    def llegar(self, category: str) -> None:
        """Show a category, whatever was searched before."""
        self.clear_filters()
        self.show_category(category)

    def clear_filters(self) -> None:
        """Search and chips as if nobody had touched them."""
        self.search.set_text_quietly("")
        for chip in (self.changed_only, self.pending_only):
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
        self._arrange()

    def only_pending(self) -> None:
        """The keys whose change waits for the database."""
        self.clear_filters()
        self.pending_only.setChecked(True)

    # ── Rows ──

    @property
    def filas(self) -> list[Fila]:
        """The rows made until now, in the order of the page."""
        return [fila for c in CATEGORIAS if c.id in self._grupos for fila in self._grupos[c.id].filas]

    def fila(self, clave: str) -> Fila:
        """The row of a key, made if it was not yet. KeyError if no row shows it."""
        grupo = self._grupo(categoria_de(clave).id)
        return next(fila for fila in grupo.filas if fila.setting.clave == clave)

    @property
    def changed(self) -> list[Fila]:
        """The rows that wait to be saved."""
        return [fila for fila in self.filas if fila.changed]

    @property
    def title_of_changes(self) -> str:
        """«2 cambios sin guardar: Motor, Puerto», empty without any."""
        changed = self.changed
        if not changed:
            return ""
        return tr("{n}: {cuales}").format(
            n=contados(len(changed), tr("cambio sin guardar"), tr("cambios sin guardar")),
            cuales=textos.lista(fila.setting.clave for fila in changed),
        )

    @property
    def is_saving(self) -> bool:
        """Whether something is being saved."""
        return self._saving

    def set_busy(self, on: bool) -> None:
        """While something is saved it cannot be saved again; what is typed meanwhile stays."""
        self._saving = on
        self.busy(on)
        self._on_edited()

    def show_errors(self, campos: Mapping[str, str]) -> None:
        """Reasons below their editors; the first of them in sight."""
        for n, (clave, reason) in enumerate(campos.items()):
            if n == 0:
                self.go_to(clave)
            self.fila(clave).show_error(reason)

    # ── Qt ──

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it."""
        super().showEvent(event)
        self._idle.start()
        self.visible_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell it."""
        super().hideEvent(event)
        self._idle.stop()
        self.visible_changed.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have the categories in a list that drops down, and editors below their words."""
        super().resizeEvent(event)
        self._squeeze()

    # ── Within ──

    @property
    def _filtering(self) -> bool:
        return bool(self.search.text().strip()) or self.changed_only.isChecked() or self.pending_only.isChecked()

    def _wanted(self, fila: Fila, found: frozenset[str] | None) -> bool:
        estado = fila.estado
        return (
            (found is None or fila.setting.clave in found)
            and (not self.changed_only.isChecked() or estado.distinto or fila.changed)
            and (not self.pending_only.isChecked() or estado.pendiente is not None)
        )

    def _arrange(self) -> None:
        self.setUpdatesEnabled(False)
        try:
            if self._filtering:
                self._show_matches()
            else:
                self._show_one()
        finally:
            self.setUpdatesEnabled(True)

    def _show_matches(self) -> None:
        text = self.search.text().strip()
        found = self._finder.buscar(text) if text else None
        counts = {c.id: self._grupo(c.id).show_only(lambda fila: self._wanted(fila, found)) for c in CATEGORIAS}
        self.categories.show_counts(counts)
        self._chain()
        self._scroll.verticalScrollBar().setValue(0)
        total = sum(counts.values())
        self.set_footer(contados(total, tr("ajuste hallado"), tr("ajustes hallados")))
        if total:
            self.categories.select(next(c for c, n in counts.items() if n))
        self._nothing.setVisible(not total)
        if not total:
            self._nothing.tell(
                tr("Nada coincide"),
                tr("Ningún ajuste tiene todo lo que se buscó."),
                [self._clear],
                "buscar",
            )

    def _show_one(self) -> None:
        self._nothing.hide()
        self.categories.show_counts(None)
        self.categories.select(self._category)
        self.category_box.setCurrentIndex(self.category_box.findData(self._category))
        self._grupo(self._category).show_only(None)
        for category, grupo in self._grupos.items():
            grupo.setVisible(category == self._category)
        self._chain()
        self._on_edited()

    def _grupo(self, category: str) -> Grupo:
        grupo = self._grupos.get(category)
        if grupo is not None:
            return grupo
        categoria = next(c for c in CATEGORIAS if c.id == category)
        grupo = self._grupos[category] = Grupo(categoria, self._zona, self._extra(category))
        grupo.hide()
        order = [c.id for c in CATEGORIAS if c.id in self._grupos]
        self._column.insertWidget(order.index(category), grupo)
        grupo.set_narrow(self._narrow)
        for fila in grupo.filas:
            self._join(fila)
            if fila.setting.clave in self._estados:
                fila.show_estado(self._estados[fila.setting.clave])
        return grupo

    def _extra(self, category: str) -> QWidget | None:
        """What stands above the keys of a category."""
        return {"conexion": self.resumen, "respaldo": self.respaldos}.get(category)

    def _make_next(self) -> None:
        """One category at an idle turn, so that the first search finds all of them made."""
        missing = next((c.id for c in CATEGORIAS if c.id not in self._grupos), None)
        if missing is None:
            self._idle.stop()
            self._chain()
        else:
            self._grupo(missing)

    def _join(self, fila: Fila) -> None:
        clave = fila.setting.clave
        fila.edited.connect(self._on_edited)
        fila.history_requested.connect(lambda: self.history_requested.emit(clave))
        fila.discard_pending_requested.connect(lambda: self.discard_pending_requested.emit(clave))
        fila.resolve_requested.connect(lambda: self.resolve_requested.emit(clave))
        fila.forget_requested.connect(lambda: self.forget_requested.emit(clave))
        if hasattr(fila.editor, "choose_requested"):
            fila.editor.choose_requested.connect(lambda: self.path_requested.emit(clave))

    def _on_edited(self) -> None:
        changed = self.changed
        self.save.setEnabled(bool(changed) and not self._saving)
        self.discard.setEnabled(bool(changed) and not self._saving)
        self.categories.show_changed({categoria_de(fila.setting.clave).id for fila in changed})
        if not self._filtering:
            saving = tr("Guardando…") if self._saving else ""
            self.set_footer(saving or self.title_of_changes or tr("Todo está guardado."))

    def _chain(self) -> None:
        """Tab goes through the rows in the order in which they stand, whenever each was made."""
        before: QWidget = self.category_box if self._narrow else self.categories
        for fila in self.filas:
            for stop in (fila.editor.control, fila.restore_button, fila.more):
                QWidget.setTabOrder(before, stop)
                before = stop

    def _into_rows(self) -> None:
        first = next((f for f in self.filas if f.isVisibleTo(self) and f.estado.editable), None)
        if first is not None:
            first.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _squeeze(self) -> None:
        wide = self.width() >= _ROOM_FOR_LIST
        self._side.setVisible(wide)
        self._divider.setVisible(wide)
        self.category_box.setVisible(not wide)
        pending = any(estado.pendiente is not None for estado in self._estados.values())
        self.changed_only.setVisible(wide or self.changed_only.isChecked())
        self.pending_only.setVisible(self.pending_only.isChecked() or (wide and pending))
        room = self.width() - (self._side.width() if wide else 0)
        if (room < _ROOM_BESIDE) != self._narrow:
            self._narrow = room < _ROOM_BESIDE
            for grupo in self._grupos.values():
                grupo.set_narrow(self._narrow)

    def _make_bands(self) -> None:
        self.offline_band = Banda("configuracion.banda.sin_base", self)
        self.conflict_band = Banda("configuracion.banda.conflictos", self)
        self.pending_band = Banda("configuracion.banda.pendientes", self)
        self.restart_band = Banda("configuracion.banda.reinicio", self)
        self.rights_band = Banda("configuracion.banda.permiso", self)
        bands = QVBoxLayout()
        bands.setSpacing(4)
        bands.setContentsMargins(0, 0, 0, 8)
        for band in (self.rights_band, self.offline_band, self.conflict_band, self.pending_band, self.restart_band):
            bands.addWidget(band)
        holder = QWidget()
        holder.setLayout(bands)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self._panel), holder)
        self._bands = holder
        holder.hide()

    def _make_header(self) -> None:
        self.category_box: QComboBox = QuietComboBox()
        self.category_box.setObjectName("configuracion.categoria")
        self.category_box.setAccessibleName(tr("Categoría"))
        for categoria in CATEGORIAS:
            self.category_box.addItem(tr(categoria.titulo), categoria.id)
        self.category_box.hide()
        self.category_box.activated.connect(lambda _n: self.show_category(self.category_box.currentData()))
        self.add_filter(self.category_box)
        self.changed_only = self.add_chip("configuracion.solo_cambiado", tr("Distinto de fábrica"))
        self.changed_only.setToolTip(tr("Solo lo que no está como vino de fábrica"))
        self.pending_only = self.add_chip("configuracion.solo_pendiente", tr("Pendiente"))
        self.pending_only.setToolTip(tr("Solo lo que se cambió sin conexión y espera a la base"))
        self.pending_only.hide()
        self.connection = self._action("conexion", tr("Conexión con la base…"), "conexion", "", "")
        self.history = self._action(
            "historial", tr("Historial…"), "historial", "Ctrl+H", tr("Quién cambió qué, y cuándo")
        )
        self.load = self._action(
            "importar", tr("Importar…"), "importar", "Ctrl+I", tr("Leer una configuración de un archivo")
        )
        self.export = self._action(
            "exportar",
            tr("Exportar…"),
            "exportar",
            "Ctrl+Shift+E",
            tr("Guardar la configuración en un archivo, sin claves"),
        )
        self.refresh = self._action(
            "actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez el archivo y la base")
        )
        self.discard = self._action("descartar", tr("Descartar"), "deshacer", "", tr("Volver a lo guardado"))
        self.save = self._action("guardar", tr("Guardar cambios"), "guardar", "Ctrl+S", tr("Guardar todo lo cambiado"))
        more = [self.connection, self.history, self.load, self.export, self.refresh]
        self.add_menu(tr("Más"), more, nombre="configuracion.mas")
        self.add_action(self.discard)
        self.add_action(self.save, primary=True)
        self.menu_actions = [(tr("&Configuración"), [self.save, self.discard, *more])]

    def _make_content(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.categories = Categorias()
        self.categories.chosen.connect(self.show_category)
        self._side = QFrame()
        set_class(self._side, "lateral")
        left = QVBoxLayout(self._side)
        left.setContentsMargins(8, 8, 8, 8)
        left.addWidget(self.categories)
        self._divider = QFrame()
        set_class(self._divider, "linea_vertical")
        self._divider.setFixedWidth(1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(8, 0, 8, 8)
        self._column.setSpacing(0)
        self._nothing = EmptyState("configuracion.nada")
        self._nothing.hide()
        self._clear = QAction(tr("Borrar la búsqueda"), self)
        self._clear.triggered.connect(self.clear_filters)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("configuracion.lista")
        self._scroll.setAccessibleName(tr("Ajustes"))
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        # The panel's own ground; setWidget fills it otherwise.
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        row.addWidget(self._side)
        row.addWidget(self._divider)
        row.addWidget(self._scroll, 1)
        self.set_content(content)
        content.setFocusProxy(self.categories)

    def _action(self, name: str, text: str, picture: str, key: str, help_: str) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setObjectName(f"configuracion.{name}")
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(help_ or text)
        return action


def _name(chip: QPushButton, text: str) -> None:
    chip.setText(text)
    chip.setAccessibleName(text)
