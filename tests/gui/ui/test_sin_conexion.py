"""What a page, a table, a form and a button do while the server is away, and once it is back."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError, BaseOcupadaError, ConflictoError
from rexus.base.progress import Avance
from rexus.db.instantanea import Entera, Filas, Instantanea
from rexus.db.registry import Registry
from rexus.ui.action_button import ActionButton, VerbButton
from rexus.ui.dialogs import Dialog
from rexus.ui.jobs import Jobs
from rexus.ui.notices import NoticeBar
from rexus.ui.page import Page
from rexus.ui.paged_table import PagedTableModel, PagedTableView, Prefetch
from rexus.ui.paged_table.prefetch import ROWS
from rexus.ui.salud import SaludVisible
from rexus.ui.sin_conexion import SinConexion
from rexus.ui.undo import UndoStack
from tests.gui.ui.catalogo_de_prueba import COLUMNAS, Catalogo, Fila, codigo
from tests.gui.ui.conftest import ZONA
from tests.reloj import Reloj

Spin = Callable[[Callable[[], bool]], None]
LUGAR = "taller-1:5432"


@pytest.fixture
def reloj() -> Reloj:
    """At noon, so that a few minutes are of the same day everywhere."""
    return Reloj(datetime.now(ZONA).replace(hour=12, minute=40).astimezone(UTC))


@pytest.fixture
def caer(registry: Registry, salud: SaludVisible, qtbot: Any) -> Callable[[], None]:
    def caer() -> None:
        registry.salud.caer(BaseInalcanzableError(LUGAR))
        qtbot.waitUntil(lambda: not salud.en_linea)

    return caer


@pytest.fixture
def volver(registry: Registry, salud: SaludVisible, qtbot: Any) -> Callable[[], None]:
    def volver() -> None:
        registry.salud.volver()
        qtbot.waitUntil(lambda: salud.en_linea)

    return volver


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_says_of_when_its_data_is_and_reads_again_once(
    salud: SaludVisible, reloj: Reloj, caer: Any, volver: Any, theme: Any, qtbot: Any
) -> None:
    page = Page("Inventario", nombre="prueba")
    qtbot.addWidget(page)
    page.show()
    momento: list[datetime | None] = [reloj.ahora]
    away = SinConexion(page, salud, lambda: momento[0])
    motivos: list[str] = []
    vueltas: list[None] = []
    away.cambio.connect(motivos.append)
    away.recuperada.connect(lambda: vueltas.append(None))
    line = page.findChild(QLabel, "prueba.sin_conexion")
    assert not line.isVisible()
    reloj.ahora += timedelta(minutes=2)
    caer()
    assert line.text() == "Sin conexión desde las 12:42: se muestran datos de las 12:40, sin cambios."
    assert line.accessibleName() == line.text()
    assert line.isVisible()
    assert motivos[-1] == "Sin conexión desde las 12:42: no se puede guardar hasta que vuelva el servidor."
    momento[0] = None
    away.actualizar()
    assert line.text() == "Sin conexión desde las 12:42: no se puede registrar ni cambiar nada."
    assert vueltas == []
    volver()
    assert not line.isVisible()
    assert (motivos[-1], away.motivo, len(vueltas)) == ("", "", 1)


def test_only_the_absence_of_the_server_needs_no_words_of_its_own(
    salud: SaludVisible, caer: Any, theme: Any, qtbot: Any
) -> None:
    page = Page("Inventario", nombre="prueba")
    qtbot.addWidget(page)
    away = SinConexion(page, salud, lambda: None)
    assert away.explica(BaseInalcanzableError(LUGAR))
    assert not away.explica(BaseOcupadaError())
    assert not away.explica(ConflictoError("Otra persona lo cambió."))
    caer()
    assert away.explica(BaseOcupadaError())
    assert not away.explica(ConflictoError("Otra persona lo cambió."))


# ── Forms and buttons ─────────────────────────────────────────────────────────────────────────────────────────────


class Form(Dialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Salida", "Registrar salida", nombre="salida")
        self.edit = QLineEdit()
        self.content.addWidget(self.edit)


@pytest.fixture
def form(theme: Any, qtbot: Any) -> Iterator[Form]:
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    window.show()
    form = Form(window)
    form.open()
    qtbot.waitUntil(form.edit.hasFocus)
    yield form


def test_a_form_waits_for_the_server_with_what_was_typed(
    form: Form, salud: SaludVisible, caer: Any, volver: Any, qtbot: Any
) -> None:
    done: list[None] = []
    form.submitted.connect(lambda: done.append(None))
    form.needs(salud)
    away = form.findChild(QWidget, "salida.sin_conexion")
    assert form.primary.isEnabled()
    qtbot.keyClicks(form.edit, "3")
    caer()
    assert not form.primary.isEnabled()
    assert "no se puede guardar" in form.primary.toolTip()
    assert form.primary.accessibleDescription() == form.primary.toolTip()
    assert away.isVisible()
    assert away.height() >= away.heightForWidth(away.width())
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    qtbot.keyClick(form.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.submit()
    assert done == []
    qtbot.keyClicks(form.edit, "4")
    volver()
    assert form.primary.isEnabled()
    assert not away.isVisible()
    assert form.edit.text() == "34"
    qtbot.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    assert len(done) == 1


def test_a_form_that_opens_while_the_server_is_away_says_so(form: Form, salud: SaludVisible, caer: Any) -> None:
    caer()
    form.needs(salud)
    assert not form.primary.isEnabled()
    assert form.findChild(QWidget, "salida.sin_conexion").isVisible()


def test_a_form_that_is_gone_hears_nothing(form: Form, salud: SaludVisible, caer: Any, qtbot: Any) -> None:
    form.needs(salud)
    with qtbot.waitSignal(form.destroyed):
        form.deleteLater()
    caer()


def test_a_button_is_enabled_when_it_is_wanted_and_nothing_blocks_it(theme: Any, qtbot: Any) -> None:
    button = VerbButton("Registrar")
    qtbot.addWidget(button)
    button.setToolTip("Registrar lo contado")
    button.block("Sin conexión.")
    assert not button.isEnabled()
    button.setEnabled(True)
    assert not button.isEnabled()
    assert (button.wanted, button.toolTip()) == (True, "Sin conexión.")
    button.setToolTip("Otra cosa")
    assert button.toolTip() == "Sin conexión."
    button.block("")
    assert button.isEnabled()
    assert (button.toolTip(), button.accessibleDescription()) == ("Otra cosa", "")
    button.setEnabled(False)
    button.block("Sin conexión.")
    button.block("")
    assert not button.isEnabled()


def test_the_button_of_an_action_that_cannot_be_used_says_why(theme: Any, qtbot: Any) -> None:
    action = QAction("Salida")
    action.setToolTip("Registrar lo que se llevó")
    button = ActionButton(action)
    qtbot.addWidget(button)
    assert button.accessibleDescription() == ""
    action.setToolTip("Sin conexión desde las 10:42.")
    action.setEnabled(False)
    assert button.accessibleDescription() == button.toolTip() == "Sin conexión desde las 10:42."


# ── Notices, undo ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_news_of_an_absence_goes_when_it_is_over(theme: Any, qtbot: Any) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_error(BaseInalcanzableError(LUGAR))
    bar.show_error(ConflictoError("Otra persona lo cambió."))
    bar.show_error(BaseInalcanzableError("otro:5432"), ("Reintentar", lambda: None))
    assert bar.waiting == 2
    bar.retract(BaseInalcanzableError)
    assert bar.current is not None
    assert "Otra persona" in bar.current.texto
    assert bar.waiting == 0
    bar.retract(BaseInalcanzableError)
    assert bar.current is not None


def test_the_stack_knows_what_needs_no_database(qapp: Any) -> None:
    async def undo() -> None:
        return

    stack = UndoStack()
    assert not stack.local
    stack.push("eliminación del filtro", undo, local=True)
    assert stack.local
    stack.push("salida de 3", undo)
    assert not stack.local


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Lejano:
    """A catalogue on a server: what was read is remembered as the models do it."""

    def __init__(self, catalogo: Catalogo, registry: Registry, reloj: Reloj) -> None:
        self.catalogo = catalogo
        self.memoria = Instantanea(registry.salud, reloj)
        self.lejos = False

    def first(self, query: str, limit: int, avance: Avance) -> Sequence[Fila]:
        try:
            return self._leer(Filas(("c",)), "first", query, lambda: self.catalogo.first(query, limit, avance))
        except BaseInalcanzableError:
            return self.rows(self.index(query, avance)[:limit])

    def index(self, query: str, avance: Avance) -> array[int]:
        return self._leer(Entera(), "index", query, lambda: self.catalogo.index(query, avance))

    def rows(self, ids: Sequence[int]) -> Sequence[Fila]:
        return self._leer(Filas(("c",), list(ids)), "rows", "", lambda: self.catalogo.rows(ids))

    def _leer(self, recordar: Any, operacion: str, query: str, leer: Callable[[], Any]) -> Any:
        def o_nada() -> Any:
            if self.lejos:
                raise BaseInalcanzableError(LUGAR)
            return leer()

        return self.memoria.leer(recordar, SISTEMA, (operacion, query), o_nada)


class Tabla:
    def __init__(self, total: int, registry: Registry, reloj: Reloj, jobs: Jobs, spin: Spin, qtbot: Any) -> None:
        self.view = PagedTableView()
        qtbot.addWidget(self.view)
        self.fuente = Lejano(Catalogo(total), registry, reloj)
        self.model = PagedTableModel(COLUMNAS, self.fuente, jobs, self.view)
        self.view.setModel(self.model)
        self.view.set_empty("No hay nada")
        self.view.set_lost("Esto todavía no se había visto", "Se lee solo cuando vuelva el servidor.")
        self.view.resize(900, 420)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.refused: list[Exception] = []
        self.model.load_failed.connect(self.refused.append)
        self.jobs = jobs
        self.spin = spin

    def cargar(self, query: str = "") -> None:
        self.refused.clear()
        self.model.load(query)
        self.spin(lambda: not self.model.busy)

    def texto(self, row: int) -> str:
        return str(self.model.index(row, 0).data())

    def mirar(self, row: int) -> None:
        """Scroll there as the reader does."""
        self.spin(lambda: self.view.verticalScrollBar().maximum() >= row - 20)
        self.view.verticalScrollBar().setValue(row)

    def dice(self, name: str) -> str:
        label = self.view.findChild(QLabel, name)
        return label.text() if label.isVisible() else ""


@pytest.fixture
def tabla(
    registry: Registry, reloj: Reloj, jobs: Jobs, spin: Spin, theme: Any, qtbot: Any
) -> Iterator[Callable[[int], Tabla]]:
    made: list[Tabla] = []

    def tabla(total: int) -> Tabla:
        made.append(Tabla(total, registry, reloj, jobs, spin, qtbot))
        return made[-1]

    yield tabla
    for one in made:
        one.model.close()


def test_a_list_that_was_seen_shows_again_and_dates_itself(tabla: Callable[[int], Tabla], reloj: Reloj) -> None:
    t = tabla(300)
    visto = reloj.ahora
    dated: list[None] = []
    t.model.dated.connect(lambda: dated.append(None))
    assert t.model.moment is None
    t.cargar()
    assert (t.model.moment, len(dated)) == (visto, 1)
    reloj.ahora += timedelta(minutes=5)
    t.cargar("-")
    assert t.model.moment == reloj.ahora
    t.fuente.lejos = True
    reloj.ahora += timedelta(minutes=5)
    t.cargar("")
    assert (t.texto(0), t.model.rowCount(), t.model.lost) == (codigo(1), 300, False)
    assert t.model.moment == visto
    assert t.refused == []


def test_a_question_that_was_never_asked_leaves_no_rows_of_another(tabla: Callable[[int], Tabla], spin: Spin) -> None:
    t = tabla(300)
    t.cargar()
    t.fuente.lejos = True
    t.cargar("564007")
    assert t.model.lost
    assert isinstance(t.refused[0], BaseInalcanzableError)
    t.model.clear()
    assert t.model.rowCount() == 0
    assert t.dice("vacio.titulo") == "Esto todavía no se había visto"
    assert t.model.moment is None
    t.fuente.lejos = False
    t.model.reload()
    spin(lambda: t.model.settled)
    assert t.texto(0) == codigo(7)
    assert t.dice("vacio.titulo") == ""
    t.cargar("no hay")
    assert t.dice("vacio.titulo") == "No hay nada"


def test_rows_that_were_not_seen_say_so_and_their_neighbours_show(tabla: Callable[[int], Tabla], spin: Spin) -> None:
    t = tabla(2_000)
    t.cargar()
    t.fuente.lejos = True
    # Between what was read and what was not.
    t.mirar(122)
    spin(lambda: t.texto(130) == "(no leído)")
    assert t.texto(127) == codigo(128)
    t.mirar(1_000)
    spin(lambda: t.texto(1_001) == "(no leído)")
    assert t.model.cells(1_001) is not None
    assert not t.model.cells(1_001).real  # type: ignore[union-attr]
    t.fuente.lejos = False
    t.model.retry()
    t.model.reload()
    spin(lambda: t.texto(1_001) == codigo(1_002))


def test_reading_ahead_makes_the_beginning_of_a_list_last(
    tabla: Callable[[int], Tabla], spin: Spin, jobs: Jobs
) -> None:
    t = tabla(3_000)
    ahead = Prefetch(t.model, t.fuente, jobs)
    t.cargar()
    spin(lambda: ahead.done)
    assert len(t.fuente.memoria) >= ROWS
    t.fuente.lejos = True
    t.model.clear()
    t.cargar()
    for row in (900, ROWS - 1):
        t.mirar(row)
        spin(lambda row=row: t.texto(row) == codigo(row + 1))  # type: ignore[misc]
    t.mirar(ROWS + 500)
    spin(lambda: t.texto(ROWS + 500) == "(no leído)")


def test_reading_ahead_stops_for_a_new_question_and_says_nothing_when_refused(
    tabla: Callable[[int], Tabla], spin: Spin, jobs: Jobs
) -> None:
    t = tabla(3_000)
    told: list[object] = []
    jobs.failed.connect(told.append)
    ahead = Prefetch(t.model, t.fuente, jobs)
    t.cargar()
    assert not ahead.done
    t.model.load("-")
    assert ahead.done
    spin(lambda: not t.model.busy)
    t.fuente.lejos = True
    spin(lambda: ahead.done)
    assert (told, t.refused) == ([], [])


# ── Looks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_long_sentence_of_an_empty_page_is_whole(theme: Any, qtbot: Any) -> None:
    page = Page("Inventario", nombre="prueba")
    qtbot.addWidget(page)
    page.set_content(QWidget())
    page.show_empty("Todavía no hay artículos", "Traer una planilla o cargar el primero. " * 4)
    page.resize(900, 600)
    page.show()
    label = next(label for label in page.empty.findChildren(QLabel) if label.text().startswith("Traer"))
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > 30)
    assert label.width() <= 420


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_icons_are_drawn_with_the_pixels_of_the_screen(theme: Any, scale: float) -> None:
    from PySide6.QtCore import QSize

    from rexus.ui.icons import icon

    pixmap = icon("entrada").pixmap(QSize(16, 16), scale)
    assert pixmap.width() == 16 * scale
    assert pixmap.devicePixelRatio() == scale


def test_the_text_of_a_button_with_a_menu_leaves_the_same_air_on_both_sides(theme: Any, qtbot: Any) -> None:
    from rexus.ui.action_button import MenuButton

    button = MenuButton("Importar", [QAction("Uno")], nombre="prueba")
    qtbot.addWidget(button)
    button.show()
    image = button.grab().toImage()
    ground = image.pixelColor(3, image.height() // 2)
    inked = [
        x
        for x in range(3, image.width() - 3)
        if any(image.pixelColor(x, y) != ground for y in range(6, image.height() - 6))
    ]
    left, right = inked[0], image.width() - 1 - inked[-1]
    assert abs(left - right) <= 6, (left, right)
    assert isinstance(button, QPushButton)
