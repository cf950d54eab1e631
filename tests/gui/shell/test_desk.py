"""The window of somebody signed in: navigation, menus, status strip, undo, leaving."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QMenuBar,
    QPushButton,
    QWidget,
)

from rexus.base.errors import BaseOcupadaError, ConflictoError
from rexus.base.progress import Avance
from rexus.shell.session import Session
from tests.gui.conftest import Driver

CTRL = Qt.KeyboardModifier.ControlModifier


def session(app: Driver) -> Session:
    assert app.application.session is not None
    return app.application.session


def menu_titles(app: Driver) -> list[str]:
    return [action.text().replace("&", "") for action in app.application.window.menuBar().actions()]


@pytest.fixture
def windows_shown(qapp: QApplication) -> Iterator[list[str]]:
    """The names of the top-level widgets that were shown while the test ran."""
    shown: list[str] = []

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(f"{type(watched).__name__} {watched.objectName()}")
            return False

    eye = Eye()
    qapp.installEventFilter(eye)
    yield shown
    qapp.removeEventFilter(eye)


def test_no_widget_ever_opens_as_a_window_of_its_own(
    account: str, start: Callable[[], Driver], windows_shown: list[str]
) -> None:
    app = start()
    app.enter()
    for module in session(app).page.navigation.list.findItems("", Qt.MatchFlag.MatchContains):
        session(app).page.show_module(module.data(Qt.ItemDataRole.UserRole))
        app.qtbot.wait(50)
    app.trigger("principal.cerrar_sesion")
    app.enter()
    assert set(windows_shown) == {"MainWindow principal.ventana"}


def test_who_comes_in_can_search_at_once(signed_in: Driver) -> None:
    assert QApplication.focusWidget() is signed_in.find("inventario.buscar")
    navigation = signed_in.find("principal.navegacion", QListWidget)
    navigation.setFocus()
    signed_in.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is navigation, "the arrow keys only pass by"
    signed_in.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is signed_in.find("herrajes.buscar")


def test_pages_are_built_when_first_shown(signed_in: Driver) -> None:
    page = session(signed_in).page
    assert list(page.built) == ["inicio", "inventario"]
    signed_in.trigger("principal.ir_ubicaciones")
    assert list(page.built) == ["inicio", "inventario", "ubicaciones"]
    assert page.pages.currentWidget() is page.built["ubicaciones"]
    first = page.built["inicio"]
    signed_in.press(Qt.Key.Key_1, CTRL)
    assert page.pages.currentWidget() is first


def test_the_list_navigates_with_mouse_and_keys(signed_in: Driver) -> None:
    navigation = signed_in.find("principal.navegacion", QListWidget)
    (row,) = navigation.findItems("Ubicaciones", Qt.MatchFlag.MatchExactly)
    where = navigation.visualItemRect(row).center()
    signed_in.qtbot.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert session(signed_in).page.pages.currentWidget().objectName() == "ubicaciones"
    assert "Ubicaciones" in signed_in.application.window.windowTitle()
    signed_in.press(Qt.Key.Key_Up, on=navigation)
    above = navigation.item(navigation.row(row) - 1)
    assert navigation.currentItem() is above
    assert above.text() in signed_in.application.window.windowTitle()


def test_the_last_page_is_remembered(signed_in: Driver, start: Callable[[], Driver]) -> None:
    signed_in.trigger("principal.ir_ubicaciones")
    signed_in.application.close()
    again = start()
    again.enter()
    assert list(session(again).page.built) == ["ubicaciones"]


def test_navigation_collapses_to_icons_and_back(signed_in: Driver) -> None:
    navigation = session(signed_in).page.navigation
    wide = navigation.width()
    signed_in.press(Qt.Key.Key_B, CTRL)
    assert navigation.width() < wide / 2
    assert signed_in.find("principal.plegar_navegacion", QAction).isChecked()
    assert navigation.list.item(0).toolTip() == "Inicio", "an icon alone is explained"
    signed_in.qtbot.mouseClick(navigation.brand, Qt.MouseButton.LeftButton)
    assert navigation.width() == wide
    assert not signed_in.find("principal.plegar_navegacion", QAction).isChecked()


def test_a_narrow_window_shows_icons_until_titles_are_asked_for(signed_in: Driver) -> None:
    window, navigation = signed_in.application.window, session(signed_in).page.navigation
    wide = navigation.width()
    window.resize(600, 500)
    signed_in.wait(lambda: navigation.width() < wide / 2)
    assert not signed_in.application.settings.get("ventana.navegacion_plegada"), "nobody chose that"
    signed_in.press(Qt.Key.Key_B, CTRL)
    assert navigation.width() == wide
    window.resize(736, 500)
    signed_in.wait(lambda: window.width() == 736)
    assert navigation.width() == wide


def test_the_theme_switches_at_once(signed_in: Driver) -> None:
    theme = signed_in.application.theme
    ground = QApplication.palette().window().color()
    signed_in.trigger("principal.tema.modo.oscuro")
    assert theme.dark
    assert QApplication.palette().window().color() != ground
    signed_in.trigger("principal.tema.modo.claro")
    assert not theme.dark
    assert QApplication.palette().window().color() == ground
    assert signed_in.find("principal.tema.modo.claro", QAction).isChecked()
    assert not signed_in.find("principal.tema.modo.oscuro", QAction).isChecked()


def test_the_menus_of_the_page_stand_between_ver_and_ayuda(signed_in: Driver) -> None:
    before = menu_titles(signed_in)
    assert before[:3] == ["Archivo", "Editar", "Ver"]
    assert before[-1] == "Ayuda"
    assert len(before) > 4, "the page brings menus of its own"
    signed_in.trigger("principal.ir_ubicaciones")
    assert menu_titles(signed_in) != before
    signed_in.trigger("principal.ir_inventario")
    assert menu_titles(signed_in) == before


def test_signing_out_and_in_again_leaves_one_of_everything(signed_in: Driver) -> None:
    before = menu_titles(signed_in)
    for _ in range(2):
        signed_in.trigger("principal.cerrar_sesion")
        assert not signed_in.application.window.menuBar().isVisible()
        signed_in.enter()
    signed_in.wait(lambda: len(signed_in.application.window.findChildren(QWidget, "principal")) == 1)
    assert menu_titles(signed_in) == before
    signed_in.find("principal.deshacer", QAction)
    signed_in.find("principal.estado")


def test_undo_names_the_action_and_does_it_once(signed_in: Driver) -> None:
    undo = signed_in.find("principal.deshacer", QAction)
    assert (undo.text(), undo.isEnabled()) == ("Deshacer", False)
    done: list[str] = []
    gate = threading.Event()

    async def take_back() -> None:
        assert signed_in.application.services is not None
        await signed_in.application.services.jobs.read(gate.wait)
        done.append("salida")

    session(signed_in).undo.push("salida de 3 × 564002", take_back)
    assert (undo.text(), undo.isEnabled()) == ("Deshacer salida de 3 × 564002", True)
    assert undo.shortcut() == QKeySequence("Ctrl+Z")
    assert not undo.autoRepeat(), "held, it would take back one movement after another"
    undo.trigger()
    signed_in.wait(lambda: not undo.isEnabled())
    undo.trigger()
    gate.set()
    signed_in.wait(lambda: undo.text() == "Deshacer")
    assert done == ["salida"]
    assert not undo.isEnabled()


def test_an_undo_that_is_refused_is_told_and_can_be_tried_again(signed_in: Driver) -> None:
    async def refuse() -> None:
        raise ConflictoError("Ya se entregó.", "Registrar una devolución.")

    session(signed_in).undo.push("salida", refuse)
    undo = signed_in.find("principal.deshacer", QAction)
    undo.trigger()
    signed_in.wait(lambda: session(signed_in).notices.current is not None)
    current = session(signed_in).notices.current
    assert current is not None
    assert "Ya se entregó." in current.texto
    signed_in.wait(undo.isEnabled)


def test_signing_out_forgets_what_could_be_undone(signed_in: Driver) -> None:
    async def never() -> None:
        raise AssertionError("somebody else's action was undone")

    session(signed_in).undo.push("salida", never)
    signed_in.trigger("principal.cerrar_sesion")
    signed_in.enter()
    assert not signed_in.find("principal.deshacer", QAction).isEnabled()


def test_the_status_strip_tells_database_user_and_time(signed_in: Driver) -> None:
    assert signed_in.find("principal.estado.base", QLabel).text() == "Base local · datos al día"
    assert signed_in.find("principal.estado.usuario", QLabel).text() == "ana"
    there = ZoneInfo("America/Argentina/Buenos_Aires")
    before = f"{datetime.now(there):%H:%M}"
    shown = signed_in.find("principal.estado.reloj", QLabel).text()
    assert shown in (before, f"{datetime.now(there):%H:%M}")


def test_a_database_in_trouble_has_a_word_for_it_and_recovers(signed_in: Driver) -> None:
    services = signed_in.application.services
    assert services is not None
    answers = iter([BaseOcupadaError(), True])

    async def answer() -> bool:
        given = next(answers)
        if isinstance(given, Exception):
            raise given
        return given

    services.access.hay_cuentas = answer  # type: ignore[method-assign]
    state = signed_in.find("principal.estado.base", QLabel)
    session(signed_in).local_trouble.look()
    signed_in.wait(lambda: state.text() == "Base local · base ocupada")
    session(signed_in).local_trouble.look()
    signed_in.wait(lambda: state.text() == "Base local · datos al día")


def work(begun: threading.Event, avance: Avance) -> None:
    begun.set()
    while True:
        avance.paso(43, 100)
        threading.Event().wait(0.01)


def start_work(app: Driver) -> None:
    services = app.application.services
    assert services is not None
    begun = threading.Event()

    async def import_all() -> None:
        await services.jobs.write(work, begun, titulo="Importando perfiles")

    services.jobs.spawn(import_all())
    app.wait(begun.is_set)


@pytest.mark.usefixtures("errores_esperados")
def test_closing_with_work_under_way_asks_first(signed_in: Driver) -> None:
    start_work(signed_in)
    window = signed_in.application.window
    window.close()
    signed_in.wait(lambda: signed_in.has("principal.trabajo_en_curso"))
    signed_in.click("principal.trabajo_en_curso.cancelar")
    signed_in.wait(lambda: not signed_in.has("principal.trabajo_en_curso"))
    assert window.isVisible()
    window.close()
    signed_in.wait(lambda: signed_in.has("principal.trabajo_en_curso"))
    signed_in.click("principal.trabajo_en_curso.aceptar")
    signed_in.wait(lambda: not window.isVisible())


@pytest.mark.usefixtures("errores_esperados")
def test_signing_out_with_work_under_way_asks_too(signed_in: Driver) -> None:
    start_work(signed_in)
    signed_in.trigger("principal.cerrar_sesion")
    signed_in.wait(lambda: signed_in.has("principal.trabajo_en_curso"))
    signed_in.click("principal.trabajo_en_curso.aceptar")
    signed_in.wait(lambda: signed_in.has("login.entrar"))


def test_atajos_lists_the_keys_of_window_and_page(signed_in: Driver) -> None:
    signed_in.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    signed_in.wait(lambda: signed_in.has("atajos"))
    texts = {label.text() for label in signed_in.find("atajos", QDialog).findChildren(QLabel)}
    assert {"Ctrl+B", "F4", "Ctrl+Z", "F1", "Ctrl+N"} <= texts
    assert not {text for text in texts if "Control" in text}, "as the keyboard has it printed"
    signed_in.press(Qt.Key.Key_Escape, on=signed_in.find("atajos"))
    signed_in.wait(lambda: not signed_in.has("atajos"))


def test_acerca_de_says_where_the_data_are(signed_in: Driver) -> None:
    signed_in.trigger("principal.acerca_de")
    signed_in.wait(lambda: signed_in.has("acerca_de"))
    assert str(signed_in.application.paths.data) in signed_in.find("acerca_de.carpetas", QLabel).text()
    signed_in.click("acerca_de.aceptar")


def test_qts_own_buttons_speak_spanish(signed_in: Driver) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    signed_in.qtbot.addWidget(box)
    assert [button.text().replace("&", "") for button in box.findChildren(QPushButton)] == ["Cancelar"]


def test_f4_is_one_setting_for_all_pages(signed_in: Driver) -> None:
    settings = signed_in.application.settings
    assert settings.get("ventana.detalle_visible") is True
    signed_in.press(Qt.Key.Key_F4)
    assert settings.get("ventana.detalle_visible") is False
    assert not signed_in.find("principal.ventana.detalle_visible", QAction).isChecked()


def test_the_menu_bar_shows_only_to_who_is_signed_in(account: str, app: Driver) -> None:
    bar = app.application.window.findChild(QMenuBar)
    assert bar is None or not bar.isVisible()
    app.enter()
    assert app.application.window.menuBar().isVisible()


def test_a_key_means_one_thing_on_every_page(signed_in: Driver) -> None:
    page = session(signed_in).page
    for module in page.modules:
        page.show_module(module)
        signed_in.wait(page.pages.currentWidget().isVisible)
        means: dict[str, set[str]] = {}
        for action in signed_in.application.window.findChildren(QAction):
            shown = [w for w in action.associatedObjects() if isinstance(w, QWidget) and w.isVisible()]
            whole_window = action.shortcutContext() != Qt.ShortcutContext.WidgetShortcut
            for keys in action.shortcuts() if shown and whole_window else ():
                means.setdefault(keys.toString(), set()).add(action.objectName())
        assert {keys: names for keys, names in means.items() if len(names) > 1} == {}, module
