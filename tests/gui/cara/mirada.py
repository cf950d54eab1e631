"""One look at everything that shows, on the screen that this process was given: see `test_cara`.

`python -m pytest tests/gui/cara/mirada.py -s` looks at it on the usual one, and at scale 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView, QWidget

from rexus import configuracion
from rexus.base.actor import SISTEMA
from rexus.base.idioma import INGLES, en_uso
from rexus.base.paths import paths_under
from rexus.catalogo.view.places import PlacesTable
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.seguridad import cuentas
from rexus.seguridad.politica import Politica
from rexus.ui import theme
from tests.gui.cara.cabe import cortados
from tests.gui.cara.lleno import llenar
from tests.gui.cara.recorrido import Escena, Recorrido, asentar
from tests.gui.cara.teclado import Teclado, sin_letra
from tests.gui.cara.voz import mudos
from tests.gui.conftest import Driver

# A whole screen of 1280 × 720, and what is left of it at 150 and at 200 %.
VENTANAS = ((1280, 720), (853, 480), (640, 360))


def test_every_page_and_dialog(account: str, home: Path, start: Callable[[], Driver]) -> None:
    """Told to who does not see, worked by who has no mouse, read to the end in windows of every size."""
    llenar(home)
    driver = start()
    driver.enter(account)
    driver.wait(lambda: driver.has("inventario"))
    teclado = Teclado()
    faults = []
    scenes = 0
    for escena in Recorrido(driver).todo():
        scenes += 1
        for fault in (*mudos(escena.raiz), *teclado.faltas(escena), *_fits(driver, escena), *_rows(escena.raiz)):
            faults.append(f"{escena.nombre}: {fault}")
    faults += sin_letra(driver.application.window)
    assert scenes > 50
    assert not faults, "\n".join(faults)


def test_the_pages_where_nothing_is_yet(account: str, start: Callable[[], Driver]) -> None:
    """A workshop without articles: what each page says to do first, and the three ways to begin; in both languages."""
    driver = start()
    driver.enter(account)
    teclado = Teclado()
    faults = []
    for escena in Recorrido(driver).vacias():
        for fault in (*mudos(escena.raiz), *teclado.faltas(escena), *_fits(driver, escena)):
            faults.append(f"{escena.nombre}: {fault}")
    before = driver.application.session
    driver.trigger(f"principal.sistema.idioma.{INGLES}")
    driver.wait(lambda: driver.application.session not in (None, before) and driver.has("principal"))
    for escena in Recorrido(driver).vacias():
        faults += [f"{escena.nombre}: {fault}" for fault in (*mudos(escena.raiz), *_fits(driver, escena))]
    assert not faults, "\n".join(faults)


def test_the_doors(home: Path, start: Callable[[], Driver], request: pytest.FixtureRequest) -> None:
    """Where nobody is signed in yet: the welcome, a backup to go back to, the sign-in; the locked desk; who has to
    choose a password, and to enrol a second factor."""
    driver = start()
    driver.wait(lambda: driver.application.services is not None)
    faults = _door(driver, "bienvenida")
    driver.click("bienvenida.restaurar")
    driver.wait(lambda: driver.has("rescate"))
    faults += _door(driver, "rescate")
    driver.application.close()
    account = request.getfixturevalue("account")
    driver = start()
    driver.wait(lambda: driver.application.services is not None)
    faults += _door(driver, "login")
    driver.enter(account)
    driver.trigger("principal.bloquear")
    driver.wait(lambda: driver.has("bloqueo"))
    faults += _door(driver, "bloqueo")
    driver.application.close()
    registry = Registry(paths_under(home))
    nueva = {"usuario": "eva", "nombre": "Evangelina", "rol": "operador"}
    _, codigo = registry.escribir(USERS, SISTEMA, cuentas.crear, nueva, Politica()).value
    con_factor = "usuarios.roles_con_segundo_factor"
    registry.escribir(INVENTARIO, SISTEMA, configuracion.poner, con_factor, ["operador"], None)
    registry.close()
    driver = start()
    driver.wait(lambda: driver.has("login.entrar"))
    driver.type("login.usuario", "eva")
    driver.type("login.clave", codigo)
    driver.click("login.entrar")
    driver.wait(lambda: driver.has("clave_nueva.clave"))
    faults += _door(driver, "clave_nueva")
    for campo in ("clave", "repetir"):
        driver.type(f"clave_nueva.{campo}", "ocho barras de aluminio")
    driver.click("clave_nueva.guardar")
    driver.wait(lambda: driver.has("factor_nuevo.codigo"))
    faults += _door(driver, "factor_nuevo")
    assert not faults, "\n".join(faults)


def _door(driver: Driver, nombre: str) -> list[str]:
    window = driver.application.window
    escena = Escena(nombre, driver.find(nombre), window)
    found = [*mudos(escena.raiz), *Teclado().faltas(escena), *_fits(driver, escena)]
    return [f"{nombre}: {fault}" for fault in found]


def test_the_other_language_fits_too(account: str, home: Path, start: Callable[[], Driver]) -> None:
    """The same pages and dialogs in English."""
    llenar(home)
    driver = start()
    driver.wait(lambda: driver.application.services is not None)
    driver.application.settings.set("sistema.idioma", INGLES)
    driver.wait(lambda: en_uso() == INGLES and driver.has("login.entrar"))
    driver.enter(account)
    faults = []
    for escena in Recorrido(driver).todo():
        faults += [f"{escena.nombre}: {fault}" for fault in (*mudos(escena.raiz), *_fits(driver, escena))]
    assert not faults, "\n".join(faults)


def _fits(driver: Driver, escena: Escena) -> Iterator[str]:
    """Of a page in windows of all sizes; a dialog takes the size that it wants, and the screen must have it."""
    if escena.es_dialogo:
        yield from _cut(escena.raiz)
        room, frame = escena.raiz.screen().availableGeometry(), escena.raiz.frameGeometry()
        if not room.contains(frame):
            yield f"the dialog of {frame.width()} × {frame.height()} does not fit into {room.width()} × {room.height()}"
        return
    window = driver.application.window
    for width, height in VENTANAS:
        window.resize(width, height)
        driver.wait(lambda width=width: window.width() == width)
        for fault in _cut(window):
            yield f"{fault}, at {width} × {height}"
    window.resize(*VENTANAS[0])
    asentar()


def _cut(root: QWidget) -> list[str]:
    """What is cut off once the layouts are done: a text that changed this moment has its room after the next turn."""
    asentar()
    found = cortados(root)
    if found:
        asentar()
        found = cortados(root)
    return found


def _rows(root: QWidget) -> Iterator[str]:
    """Tables whose rows are not as high as the setting says."""
    current = theme.current()
    assert current is not None
    for table in root.findChildren(QTableView):
        if isinstance(table, PlacesTable):
            # A few lines in a pane, low always.
            continue
        for compact, height in ((True, theme.ROW_HEIGHT_COMPACT), (False, theme.ROW_HEIGHT)):
            current.set_compact(compact)
            if table.verticalHeader().defaultSectionSize() != height:
                yield f"the rows of {table.objectName()} are {table.verticalHeader().defaultSectionSize()} high"
