"""The paged table: what is read and when, what the reader keeps, what the keys and clicks do."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPushButton

from rexus.base.errors import ArchivoError, ConflictoError
from rexus.ui import theme as faces
from rexus.ui.jobs import Jobs
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from rexus.ui.paged_table.cells import loading
from rexus.ui.paged_table.delegate import CellDelegate
from rexus.ui.paged_table.pages import PAGE, Pages
from tests.gui.ui.catalogo_de_prueba import COLUMNAS, Catalogo, codigo

Spin = Callable[[Callable[[], bool]], None]
STOCK = 3
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass
class Table:
    """A table that shows, over a catalogue."""

    catalogo: Catalogo
    model: PagedTableModel
    view: PagedTableView
    spin: Spin

    def load(self, query: str = "") -> None:
        self.model.load(query)
        self.calm()

    def reload(self) -> None:
        self.model.reload()
        self.calm()

    def calm(self) -> None:
        """Wait until everything in sight has been read."""
        self.spin(lambda: self.model.settled and self.in_sight())

    def in_sight(self) -> bool:
        first, last = self.view.visible_rows()
        return all(self.model.cells(row) is not None for row in range(first, min(last + 1, self.model.rowCount())))

    def text(self, row: int, column: int = 0) -> str:
        return str(self.model.index(row, column).data())

    def shows(self, row: int, text: str, column: int = 0) -> None:
        """Wait until a cell shows that. After a reload the rows stand as they were until they are read."""
        self.spin(lambda: self.text(row, column) == text)

    def look_at(self, row: int) -> None:
        """Scroll there as the reader does."""
        self.spin(lambda: self.view.verticalScrollBar().maximum() >= row - 20)
        self.view.verticalScrollBar().setValue(row)

    def cell(self, row: int, column: int = 0) -> QPoint:
        return self.view.visualRect(self.model.index(row, column)).center()


Make = Callable[..., Table]


@pytest.fixture
def make(qtbot: Any, theme: faces.Theme, jobs: Jobs, spin: Spin) -> Iterator[Make]:
    made: list[Table] = []

    def make(total: int, **kw: Any) -> Table:
        view = PagedTableView()
        qtbot.addWidget(view)
        catalogo = Catalogo(total)
        model = PagedTableModel(COLUMNAS, catalogo, jobs, view, **kw)
        view.setModel(model)
        view.resize(900, 420)
        view.show()
        qtbot.waitExposed(view)
        made.append(Table(catalogo, model, view, spin))
        return made[-1]

    yield make
    for table in made:
        # What still waits for its brake must not hold the threads.
        table.catalogo.soltar()
        table.model.close()


def heard(signal: Any) -> list[Any]:
    """What a signal carries from now on."""
    values: list[Any] = []
    signal.connect(lambda *args: values.append(args[0] if len(args) == 1 else args))
    return values


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_rows_show_before_the_index_is_known(make: Make, spin: Spin) -> None:
    table = make(1000)
    brake = table.catalogo.frenar("index")
    loaded, busy = heard(table.model.loaded), heard(table.model.busy_changed)
    table.model.load("")
    spin(lambda: table.model.rowCount() > 0)
    assert table.model.rowCount() == PAGE
    assert table.text(0) == codigo(1)
    assert (loaded, busy, table.model.settled) == ([], [True], False)
    brake.set()
    table.calm()
    assert table.model.rowCount() == 1000
    assert (loaded, busy) == ([1000], [True, False])
    # The rows that were there were not read twice.
    assert not any(1 in ids for ids in table.catalogo.lecturas)


@pytest.mark.parametrize("stage", ["first", "index"])
def test_a_newer_load_takes_over_and_cancels_the_older(make: Make, spin: Spin, stage: Any) -> None:
    table = make(1000)
    brake = table.catalogo.frenar(stage, "5640")
    loaded, failed = heard(table.model.loaded), heard(table.model.load_failed)
    table.model.load("5640")
    if stage == "index":
        spin(lambda: table.model.rowCount() > 0)
    table.load("-")
    assert table.text(0) == codigo(1000)
    brake.set()
    spin(lambda: bool(table.catalogo.cancelados))
    table.load("-")
    assert table.catalogo.cancelados == [f"{stage} 5640"]
    assert table.text(0) == codigo(1000)
    assert table.model.rowCount() == 1000
    assert (loaded, failed) == ([1000, 1000], [])
    assert table.model.query == "-"


def test_pages_are_read_when_they_are_looked_at(make: Make) -> None:
    table = make(10_000)
    table.load()
    read = {id for ids in table.catalogo.lecturas for id in ids}
    # What is in sight, and at most the page after it.
    assert read <= set(range(1, 2 * PAGE + 1))
    table.look_at(5000)
    table.calm()
    assert any(5001 in ids for ids in table.catalogo.lecturas)
    assert table.text(5000) == codigo(5001)
    assert not any(2500 in ids for ids in table.catalogo.lecturas)


def test_few_pages_stay_in_memory(make: Make) -> None:
    table = make(20 * PAGE, pages_kept=4)
    table.load()
    for row in range(0, 20 * PAGE, PAGE // 2):
        table.look_at(row)
        table.calm()
    held = [n for n in range(20) if table.model.cells(n * PAGE) is not None]
    assert 1 <= len(held) <= 4
    assert 19 in held
    reads = len(table.catalogo.lecturas)
    table.view.scrollToTop()
    table.calm()
    assert table.text(0) == codigo(1)
    assert any(1 in ids for ids in table.catalogo.lecturas[reads:])


def test_the_page_that_was_used_least_recently_leaves() -> None:
    pages = Pages(3)
    for number in range(3):
        pages.put(number, [loading(COLUMNAS)])
    pages.use(0)
    pages.look(1)
    pages.put(3, [loading(COLUMNAS)])
    assert (len(pages), sorted(pages)) == (3, [0, 2, 3])


def test_a_million_rows(make: Make, qtbot: Any) -> None:
    table = make(1_000_000)
    table.load()
    assert table.model.rowCount() == 1_000_000
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_End)
    table.calm()
    assert table.view.current_id() == 1_000_000
    assert table.text(999_999) == codigo(1_000_000)
    assert sum(map(len, table.catalogo.lecturas)) < 10 * PAGE
    selected = heard(table.view.selection_changed)
    qtbot.keyClick(table.view, Qt.Key.Key_A, CTRL)
    assert len(selected) <= 2
    assert table.view.selected_count() == 1_000_000
    assert table.view.selected_ids() == array("q", range(1, 1_000_001))
    # All stays all, also when there is one more.
    table.catalogo.orden.insert(0, 1_000_001)
    table.reload()
    assert table.view.selected_count() == 1_000_001
    assert table.view.current_id() == 1_000_000


# ── Keeping the place ─────────────────────────────────────────────────────────────────────────────────────────────


def test_selection_and_current_row_are_kept_by_id(make: Make, qtbot: Any) -> None:
    table = make(1000)
    table.load()
    viewport = table.view.viewport()
    qtbot.mouseClick(viewport, LEFT, pos=table.cell(2))
    qtbot.mouseClick(viewport, LEFT, CTRL, pos=table.cell(5))
    qtbot.mouseClick(viewport, LEFT, SHIFT | CTRL, pos=table.cell(7))
    assert list(table.view.selected_ids()) == [3, 6, 7, 8]
    assert table.view.current_id() == 8
    told = heard(table.view.current_changed)
    for new in range(2001, 2004):
        table.catalogo.orden.insert(0, new)
    table.catalogo.borrados.add(7)
    table.reload()
    table.shows(0, codigo(2003))
    assert list(table.view.selected_ids()) == [3, 6, 8]
    assert table.view.current_id() == 8
    assert told == []


def test_the_row_one_looks_at_stays_where_it_is(make: Make) -> None:
    table = make(5000)
    table.load()
    assert table.view.select_id(3000)
    bar = table.view.verticalScrollBar()
    bar.setValue(bar.value() + 5)
    table.calm()
    before = table.view.visualRect(table.model.index(table.model.row_of(3000), 0)).top()
    for new in range(6001, 6041):
        table.catalogo.orden.insert(0, new)
    table.reload()
    assert table.view.visualRect(table.model.index(table.model.row_of(3000), 0)).top() == before
    assert table.view.current_id() == 3000


def test_a_row_can_be_brought_in_sight_as_soon_as_the_result_is_known(make: Make) -> None:
    table = make(10_000)
    table.model.loaded.connect(lambda _total: table.view.select_id(5001))
    table.load()
    first, last = table.view.visible_rows()
    assert first <= 5000 <= last
    assert table.view.viewport().rect().contains(table.view.visualRect(table.model.index(5000, 0)).center())


def test_another_query_begins_at_its_top(make: Make) -> None:
    table = make(5000)
    table.load()
    table.view.select_id(3000)
    told = heard(table.view.current_changed)
    table.load("-")
    assert table.view.visible_rows()[0] == 0
    assert (table.view.current_id(), table.view.selected_count(), told) == (None, 0, [None])


def test_what_is_not_in_the_result_cannot_be_chosen(make: Make) -> None:
    table = make(100)
    table.load()
    table.view.select_id(3)
    assert not table.view.select_id(101)
    assert list(table.view.selected_ids()) == [3]


# ── Rows that change ──────────────────────────────────────────────────────────────────────────────────────────────


def test_refresh_reads_the_row_again_where_it_stands(make: Make, spin: Spin) -> None:
    table = make(1000)
    table.load()
    table.view.select_id(3)
    resets = heard(table.model.modelReset)
    table.catalogo.stock[3] = Decimal("1234.5")
    table.catalogo.stock[4] = Decimal(99)
    old = table.text(3, STOCK)
    reads = len(table.catalogo.lecturas)
    table.model.refresh([3, 900])
    spin(lambda: table.text(2, STOCK) == "1.234,5")
    assert table.text(3, STOCK) == old
    # A row that is nowhere in memory is not read for that.
    assert [3] in table.catalogo.lecturas[reads:]
    assert not any(900 in ids for ids in table.catalogo.lecturas)
    assert list(table.view.selected_ids()) == [3]
    assert resets == []


def test_refresh_of_a_page_that_is_being_read_wins(make: Make, spin: Spin) -> None:
    table = make(1000)
    table.load()
    brake = table.catalogo.frenar("rows")
    reads = len(table.catalogo.lecturas)
    table.look_at(700)
    spin(lambda: len(table.catalogo.lecturas) > reads)
    table.model.refresh([701])
    brake.set()
    spin(lambda: [701] in table.catalogo.lecturas)
    table.calm()
    assert table.text(700) == codigo(701)


def test_a_deleted_row_says_so(make: Make, spin: Spin) -> None:
    table = make(1000)
    table.load()
    table.catalogo.borrados.add(3)
    table.model.refresh([3])
    spin(lambda: table.text(2) == "(eliminado)")
    assert [table.text(2, column) for column in range(1, 6)] == [""] * 5
    assert table.text(3) == codigo(4)
    table.reload()
    table.shows(2, codigo(4))
    assert table.model.rowCount() == 999


# ── Refusals and faults ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_reload_keeps_what_was_shown(make: Make, spin: Spin) -> None:
    table = make(1000)
    table.load()
    table.view.select_id(3)
    refusal = ConflictoError("La base está ocupada.")
    table.catalogo.falla["index"] = refusal
    failed = heard(table.model.load_failed)
    table.model.reload()
    spin(lambda: bool(failed))
    assert failed == [refusal]
    assert not table.model.busy
    assert (table.text(0), table.model.rowCount()) == (codigo(1), 1000)
    assert list(table.view.selected_ids()) == [3]
    table.catalogo.falla.clear()
    table.catalogo.orden.insert(0, 2000)
    table.reload()
    table.shows(0, codigo(2000))
    assert len(failed) == 1


def test_a_refused_load_keeps_the_rows_of_the_query_before(make: Make, spin: Spin) -> None:
    table = make(1000)
    table.load()
    table.catalogo.falla["first"] = ArchivoError("No se puede leer.")
    failed = heard(table.model.load_failed)
    table.model.load("-")
    spin(lambda: bool(failed))
    assert (table.text(0), table.model.rowCount(), table.model.busy) == (codigo(1), 1000, False)


def test_a_page_that_cannot_be_read_is_asked_for_once_until_retried(make: Make, spin: Spin) -> None:
    table = make(10_000)
    table.load()
    table.catalogo.falla["rows"] = ArchivoError("No se puede leer.")
    failed = heard(table.model.load_failed)
    table.look_at(5000)
    spin(lambda: bool(failed))
    reads = len(table.catalogo.lecturas)
    for _ in range(5):
        table.view.viewport().repaint()
    table.model.refresh([1])
    spin(lambda: len(table.catalogo.lecturas) > reads)
    spin(lambda: len(failed) > 1)
    assert not any(5001 in ids for ids in table.catalogo.lecturas[reads:])
    assert table.text(5000) == "(no leído)"
    table.catalogo.falla.clear()
    table.model.retry()
    table.calm()
    assert table.text(5000) == codigo(5001)


def test_a_bug_is_told_whole_and_the_table_goes_on(make: Make, jobs: Jobs, spin: Spin) -> None:
    table = make(1000)
    table.load()
    bugs, failed = heard(jobs.failed), heard(table.model.load_failed)
    bug = KeyError("roto")
    table.catalogo.falla["index"] = bug
    table.model.reload()
    spin(lambda: bool(bugs))
    assert (bugs, failed, table.model.busy) == ([bug], [], False)
    table.catalogo.falla.clear()
    table.load("-")
    assert table.text(0) == codigo(1000)


def test_nothing_arrives_after_closing(make: Make, spin: Spin) -> None:
    table = make(1000)
    brake = table.catalogo.frenar("index")
    table.model.load("")
    spin(lambda: table.model.rowCount() > 0)
    table.model.close()
    brake.set()
    spin(lambda: bool(table.catalogo.cancelados))
    assert table.model.rowCount() == PAGE


# ── Order and columns ─────────────────────────────────────────────────────────────────────────────────────────────


def click_title(table: Table, qtbot: Any, section: int) -> None:
    header = table.view.horizontalHeader()
    x = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))


def test_clicking_a_title_asks_for_that_order(make: Make, qtbot: Any) -> None:
    table = make(1000)
    table.load()
    table.view.set_column_visible("importe", True)
    asked = heard(table.view.sort_requested)
    table.view.set_sort("codigo")
    assert asked == []
    click_title(table, qtbot, 0)
    click_title(table, qtbot, STOCK)
    click_title(table, qtbot, STOCK)
    assert asked == [("codigo", True), ("stock", False), ("stock", True)]
    assert table.view.sort == ("stock", True)
    table.view.resize(1200, 420)
    click_title(table, qtbot, 5)
    assert len(asked) == 3
    assert table.view.sort == ("stock", True)
    assert table.view.horizontalHeader().sortIndicatorSection() == STOCK


def titles(view: PagedTableView) -> list[str]:
    header = view.horizontalHeader()
    order = [header.logicalIndex(visual) for visual in range(header.count())]
    return [COLUMNAS[n].key for n in order if not header.isSectionHidden(n)]


def test_a_layout_survives_being_kept(make: Make) -> None:
    table = make(100)
    table.load()
    header = table.view.horizontalHeader()
    changed = heard(table.view.layout_changed)
    header.moveSection(header.visualIndex(3), 0)
    header.resizeSection(1, 333)
    header.resizeSection(3, 133)
    header.resizeSection(2, 177)
    table.view.set_column_visible("acabado", False)
    table.view.set_column_visible("importe", True)
    table.view.set_sort("stock", True)
    assert changed
    kept = json.loads(json.dumps(table.view.layout_state()))
    other = make(100)
    other.load()
    other.view.restore_layout(kept)
    assert titles(other.view) == ["stock", "codigo", "descripcion", "minimo", "importe"] == titles(table.view)
    assert other.view.horizontalHeader().sectionSize(1) == 333
    assert other.view.horizontalHeader().sectionSize(3) == 133
    assert other.view.sort == ("stock", True)
    assert other.view.layout_state() == kept
    # The width of what was hidden is there when it comes back.
    other.view.set_column_visible("acabado", True)
    assert other.view.horizontalHeader().sectionSize(2) == 177


def test_rows_end_where_the_table_does(make: Make) -> None:
    view = make(100).view
    header = view.horizontalHeader()
    for width in (900, 1_400):
        view.resize(width, 400)
        assert header.length() == view.viewport().width()
    view.set_column_visible("acabado", False)
    assert header.length() == view.viewport().width()


def test_a_column_that_a_person_sized_stays_so(make: Make, qtbot: Any) -> None:
    table = make(100)
    table.load()
    view, header = table.view, table.view.horizontalHeader()
    view.resize(1_200, 400)
    edge = QPoint(header.sectionViewportPosition(1) + header.sectionSize(1) - 2, header.height() // 2)
    qtbot.mousePress(header.viewport(), LEFT, pos=edge)
    for step in (20, 60, 100):
        qtbot.mouseMove(header.viewport(), edge - QPoint(step, 0))
    qtbot.mouseRelease(header.viewport(), LEFT, pos=edge - QPoint(100, 0))
    sized = header.sectionSize(1)
    assert header.length() == view.viewport().width() - 100 and view.elastic is None
    # Neither another window nor a later start makes anything of it.
    view.resize(1_400, 400)
    view.set_column_visible("acabado", False)
    assert header.sectionSize(1) == sized
    other = make(100)
    other.view.restore_layout(json.loads(json.dumps(view.layout_state())))
    other.view.resize(1_400, 400)
    assert other.view.horizontalHeader().sectionSize(1) == sized
    header.restore_defaults()
    assert header.length() == view.viewport().width() and view.elastic == 1


def test_figures_stay_whole_when_their_column_is_made_narrower(make: Make) -> None:
    table = make(100)
    table.catalogo.stock[2] = Decimal("123456789.25")
    table.load()
    header = table.view.horizontalHeader()
    needed = table.view.fontMetrics().horizontalAdvance("123.456.789,25")
    assert header.sectionSize(STOCK) >= needed
    header.resizeSection(STOCK, 50)
    shown = header.sectionSize(STOCK)
    assert shown >= needed
    assert next(c["ancho"] for c in table.view.layout_state()["columnas"] if c["clave"] == "stock") == shown
    table.reload()
    assert header.sectionSize(STOCK) == shown


def test_the_widest_of_many_texts_of_one_length_is_measured(qtbot: Any) -> None:
    delegate = CellDelegate()
    column = COLUMNAS[0]
    narrow = [f"{n:05}" for n in range(500)]
    assert delegate.room_for([*narrow, "WWWWW"], column) == delegate.room_for(["WWWWW"], column)
    assert delegate.room_for([*narrow, "iiiiiiiiii", "WWWWWW"], column) == delegate.room_for(["WWWWWW"], column)


def test_figures_and_headings_are_whole_and_that_is_no_layout_of_the_user(make: Make, qtbot: Any) -> None:
    table = make(100)
    table.catalogo.stock[2] = Decimal("123456789.25")
    view, header = table.view, table.view.horizontalHeader()
    for column in COLUMNAS:
        view.set_column_visible(column.key, True)
    before = view.layout_state()["columnas"]
    for n, column in enumerate(COLUMNAS):
        assert header.sectionSize(n) >= header.fontMetrics().horizontalAdvance(column.title)
    table.load()
    needed = view.fontMetrics().horizontalAdvance("123.456.789,25")
    qtbot.waitUntil(lambda: header.sectionSize(3) >= needed)
    kept = [c for c in view.layout_state()["columnas"] if c["clave"] != "descripcion"]
    assert kept == [c for c in before if c["clave"] != "descripcion"]


@pytest.mark.parametrize(
    "state",
    [
        None,
        "columnas",
        {"columnas": 3, "orden": "codigo"},
        {"columnas": [None, {"clave": 3}, {"clave": "nunca"}, {"clave": "codigo", "ancho": -5, "visible": "no"}]},
        {"columnas": [{"clave": column.key, "visible": False} for column in COLUMNAS]},
    ],
)
def test_a_layout_that_means_nothing_is_passed_over(make: Make, state: object) -> None:
    table = make(100)
    table.view.restore_layout(state)
    assert titles(table.view) == ["codigo", "descripcion", "acabado", "stock", "minimo"]
    assert table.view.sort is None


def test_looking_at_a_layout_changes_nothing(make: Make) -> None:
    table = make(100)
    table.load()
    table.view.set_column_visible("acabado", False)
    # The room that it leaves is given to another one.
    for _ in range(20):
        QCoreApplication.processEvents()
    changed = heard(table.view.layout_changed)
    first = table.view.layout_state()
    # What a look sets off comes with the next turns of the loop.
    for _ in range(20):
        QCoreApplication.processEvents()
    assert table.view.layout_state() == first and not changed


def test_columns_are_shown_and_hidden_from_the_menu_but_one_stays(make: Make) -> None:
    table = make(100)

    def toggle(key: str) -> bool:
        menu = table.view.columns_menu()
        action = menu.findChild(QAction, f"columna.{key}")
        assert action is not None
        action.trigger()
        return action.isEnabled()

    for key in ("descripcion", "acabado", "stock", "minimo"):
        assert toggle(key)
    assert titles(table.view) == ["codigo"]
    assert not toggle("codigo")
    table.view.set_column_visible("codigo", False)
    assert titles(table.view) == ["codigo"]
    toggle("importe")
    assert titles(table.view) == ["codigo", "importe"]


def test_codes_are_never_cut_short(make: Make) -> None:
    table = make(1000)
    table.load()
    header = table.view.horizontalHeader()
    header.resizeSection(0, 41)
    needed = table.view.fontMetrics().horizontalAdvance(codigo(1))
    assert header.sectionSize(0) >= needed


# ── Marks, keys, the empty table ──────────────────────────────────────────────────────────────────────────────────


def test_marks_speak_and_are_painted_in_their_colour(make: Make, face: str) -> None:
    table = make(100)
    table.catalogo.stock.update({1: Decimal(0), 2: Decimal(2), 3: Decimal(3)})
    table.load()
    cells = [table.model.index(row, STOCK) for row in range(3)]
    tips = [cell.data(Qt.ItemDataRole.ToolTipRole) for cell in cells]
    assert tips == ["Sin stock", "Bajo mínimo", None]
    spoken = [cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells]
    assert spoken == ["0, Sin stock", "2, Bajo mínimo", "3"]
    image = table.view.viewport().grab().toImage()
    for cell, role in zip(cells, ("bad", "warning", "text"), strict=True):
        rect = table.view.visualRect(cell)
        seen = {
            image.pixelColor(x, y).name()
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }
        inks = {other for other in ("bad", "warning") if faces.color(other).name() in seen}  # type: ignore[arg-type]
        assert inks == ({role} - {"text"})


def test_keys_walk_open_search_and_copy(make: Make, qtbot: Any, spin: Spin) -> None:
    table = make(1000)
    table.load()
    view = table.view
    opened, typed = heard(view.row_activated), heard(view.text_typed)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == []
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.mouseClick(view.viewport(), LEFT, pos=table.cell(4))
    qtbot.mouseDClick(view.viewport(), LEFT, pos=table.cell(4))
    assert opened == [2, 5]
    qtbot.keyClick(view, "5")
    assert typed == ["5"]
    view.select_id(2)
    qtbot.keyClick(view, Qt.Key.Key_Home, SHIFT)
    view.set_column_visible("descripcion", False)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    spin(lambda: bool(QGuiApplication.clipboard().text()))
    assert QGuiApplication.clipboard().text() == (
        f"{codigo(1)}\tMaterial Sin Tratar\t7\t3\n{codigo(2)}\tNogal/Nogal\t14\t3"
    )


def test_copying_a_whole_catalogue_takes_the_first_rows(make: Make, qtbot: Any, spin: Spin) -> None:
    table = make(5000)
    table.load()
    QGuiApplication.clipboard().clear()
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CTRL)
    spin(lambda: bool(QGuiApplication.clipboard().text()))
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2000
    assert lines[-1].startswith(codigo(2000))


def test_only_a_result_that_is_known_to_be_empty_says_so(make: Make, qtbot: Any, spin: Spin) -> None:
    table = make(0)
    pressed: list[int] = []
    table.view.set_empty("No hay artículos", "Importar un catálogo.", "Importar…", lambda: pressed.append(1))
    button = table.view.findChild(QPushButton, "vacio.accion")
    assert button is not None
    brake = table.catalogo.frenar("index")
    table.model.load("")
    spin(lambda: table.model.busy)
    assert not button.isVisible()
    brake.set()
    spin(lambda: table.model.settled)
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)
    assert pressed == [1]
    table.catalogo.orden.append(1)
    table.reload()
    assert not button.isVisible()
