"""The row below the search: saved filters, the two counting chips, what is chosen of each column, «+ Filtro»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.filtros import Filtro
from rexus.catalogo.view.filter_popup import FilterPopup, sin_dato
from rexus.stock.consulta import ACTIVOS, INACTIVOS, TODOS
from rexus.ui.page import Page
from rexus.ui.theme import set_class

_SHOWN_VALUES = 2


class FilterBar(QObject):
    """Shows one `Filtro` and lets it be changed. Its buttons stand in the page's own row of filters.

    `changed(Filtro)`: the user chose. `values_wanted(columna)`: a list was opened and waits for `set_values`.
    `save_requested()`, `saved_chosen(name)`, `delete_requested(name)`: filters kept by name. `cleared()`: all away.
    """

    changed = Signal(object)
    values_wanted = Signal(str)
    save_requested = Signal()
    saved_chosen = Signal(str)
    delete_requested = Signal(str)
    cleared = Signal()

    def __init__(self, catalogo: Catalogo, page: Page) -> None:
        super().__init__(page)
        self._handle = handle = catalogo.handle("filtros")
        self._page = page
        self._filtro = Filtro()
        self._in_use = ""
        self._names: list[str] = []
        self.titles = {c: catalogo.rotulo(c) for c in catalogo.filtros}
        self.saved = self._button(f"{handle}.guardados", tr("Todos"), tr("Filtros guardados"), menu=True)
        self.low = self._chip(f"{handle}.bajo_minimo", tr("Bajo mínimo"))
        self.empty = self._chip(f"{handle}.sin_stock", tr("Sin stock"))
        self.state = self._button(f"{handle}.estado", "", tr("Artículos activos o inactivos"), menu=True)
        self.add = self._button(handle, tr("+ Filtro"), tr("Agregar un filtro"), menu=True)
        self.clear = self._button(f"{handle}.quitar", tr("Quitar filtros"), tr("Quitar filtros"), look="plano")
        self.columns = {c: self._column_chip(c) for c in catalogo.filtros}
        self.popup = FilterPopup(catalogo.handle("filtro"), page)
        self.popup.chosen.connect(self._on_values)
        for widget in (self.saved, self.low, self.empty, *self.columns.values(), self.state, self.add, self.clear):
            page.add_filter(widget)
        self._menus()
        self.low.toggled.connect(lambda on: self._change(replace(self._filtro, bajo_minimo=on)))
        self.empty.toggled.connect(lambda on: self._change(replace(self._filtro, sin_stock=on)))
        self.clear.clicked.connect(self.cleared)
        self._dress()

    @property
    def filtro(self) -> Filtro:
        """What is chosen now."""
        return self._filtro

    def set_filtro(self, filtro: Filtro) -> None:
        """Show another filter without telling anybody."""
        self._filtro = filtro
        self._dress()

    def set_counts(self, low: int | None, empty: int | None) -> None:
        """How many articles the two chips would leave; None while nobody knows."""
        self.low.setText(_with_count(tr("Bajo mínimo"), low))
        self.empty.setText(_with_count(tr("Sin stock"), empty))

    def set_saved(self, names: Sequence[str], in_use: str = "") -> None:
        """The filters that are kept, and which of them shows now."""
        self._names, self._in_use = list(names), in_use
        self._dress()

    def set_values(self, columna: str, values: Sequence[str]) -> None:
        """Fill the list that was opened for a column, unless another one was opened meanwhile."""
        if self.popup.isVisible() and self.popup.columna == columna:
            self.popup.set_values(values, self._filtro.valores(columna))

    def open_column(self, columna: str) -> None:
        """Let the values of a column be chosen."""
        chip = self.columns[columna]
        self.popup.open_at(columna, self.titles[columna], chip if chip.isVisible() else self.add)
        self.values_wanted.emit(columna)

    # ── Inside ──

    def _change(self, filtro: Filtro) -> None:
        if filtro != self._filtro:
            self._filtro = filtro
            self._dress()
            self.changed.emit(filtro)

    def _on_values(self, columna: str, values: tuple[str, ...]) -> None:
        self._change(self._filtro.con(columna, values))

    def _dress(self) -> None:
        for chip, on in ((self.low, self._filtro.bajo_minimo), (self.empty, self._filtro.sin_stock)):
            chip.blockSignals(True)
            chip.setChecked(on)
            chip.blockSignals(False)
        for columna, chip in self.columns.items():
            values = self._filtro.valores(columna)
            chip.setVisible(bool(values))
            chip.setText(f"{self.titles[columna]}: {_several(values)}")
            chip.setToolTip("\n".join(v or sin_dato() for v in values[:30]))
        self.state.setVisible(self._filtro.estado != ACTIVOS)
        self.state.setText(_state_names()[self._filtro.estado])
        for action in self._states.actions():
            action.setChecked(action.data() == self._filtro.estado)
        self.clear.setVisible(not self._filtro.vacio)
        self.saved.setText(self._in_use or (tr("Todos") if self._filtro.vacio else tr("Filtro sin guardar")))

    def _menus(self) -> None:
        menu = QMenu(self.add)
        for columna in self.titles:
            action = menu.addAction(tr("{columna}…").format(columna=self.titles[columna]))
            action.setObjectName(f"{self._handle}.{columna}")
            action.triggered.connect(lambda _=False, c=columna: self.open_column(c))
        menu.addSeparator()
        self._states = QActionGroup(self)
        for estado, title in _state_names().items():
            action = menu.addAction(title)
            action.setObjectName(f"{self._handle}.{estado}")
            action.setCheckable(True)
            action.setData(estado)
            action.triggered.connect(lambda _=False, e=estado: self._change(replace(self._filtro, estado=e)))
            self._states.addAction(action)
        self.add.setMenu(menu)
        states = QMenu(self.state)
        states.addActions(self._states.actions())
        self.state.setMenu(states)
        self.saved.setMenu(QMenu(self.saved))
        # Filled when it opens: an action of it must not be deleted while it is being triggered.
        self.saved.menu().aboutToShow.connect(self._fill_saved)

    def _fill_saved(self) -> None:
        menu = self.saved.menu()
        menu.clear()
        everything = menu.addAction(tr("Todos"))
        everything.setObjectName(f"{self._handle}.todos_los_articulos")
        everything.triggered.connect(self.cleared)
        if self._names:
            menu.addSeparator()
        for name in self._names:
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == self._in_use)
            action.triggered.connect(lambda _=False, n=name: self.saved_chosen.emit(n))
        menu.addSeparator()
        keep = menu.addAction(tr("Guardar este filtro…"))
        keep.setObjectName(f"{self._handle}.guardar")
        keep.triggered.connect(self.save_requested)
        self._fill_delete(menu)

    def _fill_delete(self, menu: QMenu) -> None:
        delete = QMenu(tr("Eliminar un filtro guardado"), menu)
        delete.setEnabled(bool(self._names))
        for name in self._names:
            action: QAction = delete.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, n=name: self.delete_requested.emit(n))
        menu.addMenu(delete)

    def _button(self, name: str, text: str, spoken: str, *, menu: bool = False, look: str = "chip") -> QPushButton:
        button = QPushButton(text, self._page)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        set_class(button, look)
        if menu:
            button.setProperty("menu", "true")
        return button

    def _chip(self, name: str, text: str) -> QPushButton:
        chip = self._button(name, text, text)
        chip.setCheckable(True)
        return chip

    def _column_chip(self, columna: str) -> QPushButton:
        title = self.titles[columna]
        chip = self._button(
            f"{self._handle}.chip.{columna}", title, tr("Filtro de {columna}").format(columna=title.lower())
        )
        # Checked only to look chosen; a click opens its list.
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.clicked.connect(lambda: (chip.setChecked(True), self.open_column(columna)))
        return chip


def _state_names() -> dict[str, str]:
    return {ACTIVOS: tr("Solo activos"), INACTIVOS: tr("Solo inactivos"), TODOS: tr("Activos e inactivos")}


def _with_count(text: str, count: int | None) -> str:
    return text if count is None else f"{text} {formatear_numero(count)}"


def _several(values: Sequence[str]) -> str:
    """«Rehau, Veka y 3 más»."""
    said = [sin_dato() if not v else v if len(v) <= 24 else v[:23] + "…" for v in values[:_SHOWN_VALUES]]
    shown = ", ".join(said)
    rest = len(values) - _SHOWN_VALUES
    text = tr("{valores} y {n} más").format(valores=shown, n=rest) if rest > 0 else shown
    return text.replace("&", "&&")
