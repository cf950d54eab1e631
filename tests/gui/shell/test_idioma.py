"""The language is chosen on the first pages and in the menu, and holds at once: a new desk, and nobody leaves."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeView,
)

from rexus.base.paths import paths_under
from rexus.modulos.inventario.model import InventarioModel
from rexus.shell.session import Session
from rexus.stock.articulos import Articulo
from rexus.stock.movimientos import Pedido
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import CLAVE, Driver


def session(app: Driver) -> Session:
    assert app.application.session is not None
    return app.application.session


def menus(app: Driver) -> list[str]:
    return [action.text().replace("&", "") for action in app.application.window.menuBar().actions()]


def choose(app: Driver, idioma: str) -> Session:
    """Choose a language in «Ver» and wait for the desk that speaks it."""
    before = session(app)
    app.trigger(f"principal.sistema.idioma.{idioma}")
    app.wait(lambda: app.application.session not in (None, before) and app.has("principal"))
    # What the old desk still waited for has ended, and the desk is gone.
    app.wait(lambda: len(app.application.window.findChildren(type(before.page))) == 1)
    return session(app)


def on_an_article(app: Driver) -> tuple[InventarioModel, Articulo]:
    """Make the article P1 and choose it in the page of Inventario."""
    services = app.application.services
    assert services is not None
    model = InventarioModel(services.registry, lambda: session(app).actor)
    creado = model.crear({"codigo": "P1"}, 1).value
    app.go("inventario")
    app.wait(lambda: app.has("inventario.tabla"))
    app.trigger("inventario.actualizar")
    tabla = app.find("inventario.tabla", PagedTableView)
    app.wait(lambda: tabla.select_id(creado.id))
    return model, creado


def test_the_sign_in_speaks_the_language_that_is_chosen_there(account: str, start: Callable[[], Driver]) -> None:
    app = start()
    app.type("login.usuario", "ana")
    app.type("login.clave", CLAVE)
    assert app.find("login.idioma", QPushButton).text() == "English"
    app.click("login.idioma")
    app.wait(lambda: app.find("login.entrar", QPushButton).text() == "Sign in")
    assert app.find("login.idioma", QPushButton).text() == "Español"
    # What was typed is still there.
    assert app.find("login.usuario", QLineEdit).text() == "ana"
    app.click("login.entrar")
    app.wait(lambda: app.has("principal"))
    assert menus(app)[0] == "File"
    app.application.close()
    again = start()
    assert again.find("login.entrar", QPushButton).text() == "Sign in"


def test_the_locale_of_before_comes_back(start: Callable[[], Driver]) -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("de_DE"))
        app = start()
        app.wait(lambda: QLocale().name() == "es_AR")
        app.application.close()
        assert QLocale().name() == "de_DE"
    finally:
        QLocale.setDefault(before)


def test_the_dialog_for_files_speaks_it(app: Driver, tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "planillas" / "enero").mkdir(parents=True)
    dialog = QFileDialog(app.application.window, "Archivo", str(tmp_path / "planillas"))
    qtbot.addWidget(dialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.open()
    named = {label.objectName(): label.text().replace("&", "") for label in dialog.findChildren(QLabel)}
    assert named["lookInLabel"] == "Buscar en:"
    assert named["fileNameLabel"] == "Nombre del archivo:"
    assert named["fileTypeLabel"] == "Tipo de archivo:"
    (tree,) = dialog.findChildren(QTreeView, "treeView")
    app.wait(lambda: tree.model().rowCount(tree.rootIndex()) == 1)
    assert tree.model().index(0, 2, tree.rootIndex()).data() == "Carpeta"
    dialog.done(0)


def test_the_first_page_of_all_speaks_it_too(app: Driver) -> None:
    app.type("bienvenida.usuario", "ana")
    app.click("bienvenida.idioma")
    app.wait(lambda: app.find("bienvenida.crear", QPushButton).text() == "Create and sign in")
    assert app.find("bienvenida.usuario", QLineEdit).text() == "ana"
    file = paths_under(app.application.paths.config.parent).settings_file
    app.wait(lambda: file.exists() and json.loads(file.read_bytes()).get("sistema") == {"idioma": "en"})


def test_who_is_signed_in_stays_and_so_does_the_page(signed_in: Driver) -> None:
    app = signed_in
    services = app.application.services
    assert services is not None
    InventarioModel(services.registry, lambda: session(app).actor).crear({"codigo": "P1"}, 1)
    app.go("ubicaciones")
    app.wait(lambda: app.has("ubicaciones"))
    actor = session(app).actor
    english = choose(app, "en")
    assert english.actor is actor
    assert (menus(app)[:3], english.page.navigation.list.item(1).text()) == (["File", "Edit", "View"], "Inventory")
    assert app.has("ubicaciones") and app.application.window.windowTitle() == "Places — Rexus"
    assert app.find("principal.sistema.idioma", QMenu).title() == "Language"
    # In English the keys are called as Qt calls them.
    assert QKeySequence("Shift+Del").toString(QKeySequence.SequenceFormat.NativeText) == "Shift+Del"
    # The session is still good: the database is asked for who it is.
    app.go("inventario")
    app.wait(lambda: app.has("inventario.tabla") and app.find("inventario.pie", QLabel).text().startswith("1 article"))
    choose(app, "es")
    assert menus(app)[:3] == ["Archivo", "Editar", "Ver"]
    assert session(app).actor is actor and app.has("inventario.tabla")
    app.wait(lambda: app.find("inventario.pie", QLabel).text().startswith("1 artículo"))


def test_what_was_told_and_what_can_be_undone_stay(signed_in: Driver) -> None:
    app = signed_in
    model, creado = on_an_article(app)
    session(app).notices.show_notice("advertencia", "Falta espacio.")
    app.wait(lambda: app.find("inventario.desactivar", QAction).isEnabled())
    app.trigger("inventario.desactivar")
    app.wait(lambda: app.find("principal.aviso.texto", QLabel).text() == "P1 desactivado: ya no recibe mercadería.")
    spanish = session(app)
    english = choose(app, "en")
    assert english.undo is spanish.undo and app.find("principal.deshacer", QAction).isEnabled()
    assert app.find("principal.deshacer", QAction).text() == "Undo deactivation of P1"
    assert app.find("principal.aviso.accion1", QPushButton).text() == "Undo"
    assert app.find("principal.aviso.cerrar", QToolButton).toolTip() == "Close the notice"
    assert app.find("principal.aviso.mas", QPushButton).text() == "1 more notice"
    # The verb of the old desk's notice works in the new one.
    app.click("principal.aviso.accion1")
    app.wait(lambda: app.find("principal.aviso.texto", QLabel).text() == "P1 is active again.")
    assert model.articulo(creado.id).activo and not app.find("principal.deshacer", QAction).isEnabled()
    app.find("principal.aviso.cerrar", QToolButton).click()
    assert app.find("principal.aviso.texto", QLabel).text() == "Falta espacio."
    # And the search has no Ctrl+Z of its own to keep from it.
    app.wait(lambda: app.find("inventario.tabla", PagedTableView).select_id(creado.id))
    app.wait(lambda: app.find("inventario.desactivar", QAction).isEnabled())
    app.trigger("inventario.desactivar")
    app.wait(lambda: app.find("principal.deshacer", QAction).isEnabled())
    buscar = app.find("inventario.buscar", QLineEdit)
    buscar.setFocus()
    app.wait(buscar.hasFocus)
    app.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    app.wait(lambda: model.articulo(creado.id).activo)


def test_what_is_not_saved_is_asked_about_first(signed_in: Driver) -> None:
    app = signed_in
    app.go("configuracion")
    app.wait(lambda: app.has("configuracion"))
    view = session(app).page.built["configuracion"]
    view.go_to("empresa.telefono")  # type: ignore[attr-defined]
    app.type("configuracion.empresa.telefono", "4444")
    before = session(app)
    app.trigger("principal.sistema.idioma.en")
    app.wait(lambda: app.has("configuracion.salida.cancelar"))
    app.click("configuracion.salida.cancelar")
    app.wait(lambda: app.application.settings.get("sistema.idioma") == "es")
    assert session(app) is before and menus(app)[0] == "Archivo"
    assert app.find("configuracion.empresa.telefono", QLineEdit).text() == "4444"


def test_going_back_and_forth_leaves_nothing_behind(signed_in: Driver) -> None:
    app = signed_in

    def left() -> tuple[int, set[str]]:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        # Without their numbers: a pool starts its threads when they are needed.
        return len(QApplication.allWidgets()), {t.name.partition("_")[0] for t in threading.enumerate()}

    choose(app, "en")
    choose(app, "es")
    widgets, threads = left()
    for idioma in ("en", "es") * 2:
        choose(app, idioma)
    app.wait(lambda: left()[0] <= widgets + 2)
    # The one that saves the settings goes when they are saved.
    app.wait(lambda: left()[1] <= threads)


def test_a_change_after_it_reaches_no_page_of_the_old_desk(signed_in: Driver) -> None:
    app = signed_in
    # Wide enough for the pane beside the table.
    app.application.window.resize(1280, 720)
    model, creado = on_an_article(app)
    app.wait(lambda: app.find("inventario.detalle.codigo", QLabel).text() == "P1")
    choose(app, "en")
    failed: list[object] = []
    app.application.faults.failed.connect(failed.append)
    assert app.application.services is not None
    done = app.application.services.jobs.write(model.registrar_entrada, Pedido(creado.id, 4))
    app.wait(done.done)
    app.wait(lambda: app.find("inventario.pie", QLabel).text().startswith("1 article · 5 "))
    assert failed == []


def test_what_the_environment_dictates_is_not_offered(
    account: str, start: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REXUS_IDIOMA", "en")
    app = start()
    assert app.find("login.entrar", QPushButton).text() == "Sign in"
    assert app.find("login.idioma").isHidden()
    app.enter()
    assert not app.find("principal.sistema.idioma", QMenu).isEnabled()


def test_a_locked_desk_waits_until_it_is_opened(signed_in: Driver) -> None:
    app = signed_in
    app.trigger("principal.bloquear")
    app.wait(lambda: app.has("bloqueo.entrar"))
    before = session(app)
    app.application.settings.set("sistema.idioma", "en")
    app.type("bloqueo.clave", CLAVE)
    assert session(app) is before and app.has("bloqueo.entrar"), "nothing shows over the lock"
    app.click("bloqueo.entrar")
    app.wait(lambda: session(app) is not before and app.has("principal"))
    assert menus(app)[0] == "File" and session(app).actor.usuario == "ana"
    assert app.application.lock is not None and not app.application.lock.cerrado
