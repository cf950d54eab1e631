"""«Restaurar un respaldo» before anybody signed in, with real clicks: on a new machine, and without the accounts."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QListWidget, QPushButton

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.base.paths import Paths, paths_under
from rexus.base.progress import Avance
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import Conjunto, hacer
from rexus.respaldos.ejecutor import a_solas
from rexus.respaldos.paquete import empaquetar
from tests.gui.conftest import CLAVE, USUARIO, Driver

pytestmark = pytest.mark.usefixtures("sin_programador")


@pytest.fixture
def sin_programador(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made at its hour while a test looks."""
    monkeypatch.setenv("REXUS_RESPALDO_AUTOMATICO", "no")


@dataclass
class Otra:
    """Another machine, with its sets on a disk that can be carried."""

    paths: Paths
    registry: Registry

    @property
    def disco(self) -> Path:
        return self.paths.backups

    def completo(self, **kw: object) -> Conjunto:
        return hacer.completo(self.registry, self.disco, **kw)  # type: ignore[arg-type]


@pytest.fixture
def otra(tmp_path: Path) -> Iterator[Otra]:
    paths = paths_under(tmp_path / "otra")
    registry = Registry(paths)
    registry.escribir(USERS, SISTEMA, seguridad.crear_primer_administrador, USUARIO, CLAVE)
    InventarioModel(registry, lambda: SISTEMA).crear({"codigo": "P1", "descripcion": "Marco"}, stock_inicial=7)
    yield Otra(paths, registry)
    registry.close()


class Persona(Driver):
    """Somebody at the first page."""

    def texto(self, nombre: str) -> str:
        return self.find(nombre, QLabel).text()

    def elegir(self, boton: str, que: Path) -> None:
        """Choose a folder or a file in the dialog that the button opens."""
        self.wait(lambda: self.has(boton) and self.find(boton).isEnabled())
        self.click(boton)
        self.wait(lambda: any(d.isVisible() for d in self.application.window.findChildren(QFileDialog)))
        dialogo = next(d for d in self.application.window.findChildren(QFileDialog) if d.isVisible())
        edit = dialogo.findChild(QLineEdit, "fileNameEdit")
        assert edit is not None
        edit.setText(str(que))
        dialogo.accept()

    def filas(self) -> list[str]:
        lista = self.find("rescate.lista", QListWidget)
        return [lista.item(n).text() for n in range(lista.count())]

    def con_filas(self, cuantas: int) -> list[str]:
        self.wait(lambda: self.has("rescate.lista") and len(self.filas()) == cuantas)
        return self.filas()

    def fila(self, numero: int) -> None:
        """A click on a row."""
        lista = self.find("rescate.lista", QListWidget)
        centro = lista.visualItemRect(lista.item(numero)).center()
        self.qtbot.mouseClick(lista.viewport(), Qt.MouseButton.LeftButton, pos=centro)

    def stock(self) -> int:
        """Of the one article, as another program reads it."""
        registry = Registry(self.application.paths)
        try:
            return int(InventarioModel(registry, lambda: SISTEMA).articulo(1).stock_actual)
        finally:
            registry.close()


@pytest.fixture
def persona(start: Callable[[], Driver]) -> Callable[[], Persona]:
    def abrir() -> Persona:
        driver = start()
        return Persona(driver.application, driver.qtbot)

    return abrir


def _a_la_lista(app: Persona) -> None:
    app.wait(lambda: app.has("bienvenida.restaurar"))
    app.click("bienvenida.restaurar")
    app.wait(lambda: app.has("rescate.carpeta"))


def _restaurado(app: Persona) -> str:
    app.wait(lambda: app.has("login.entrar") and app.has("login.aviso"))
    # Without a screen nothing gives the keys back when a dialog of the system closes.
    app.application.window.activateWindow()
    app.wait(lambda: QApplication.activeWindow() is app.application.window)
    return app.texto("login.aviso")


def test_a_new_machine_goes_on_with_a_set_of_another(otra: Otra, persona: Callable[[], Persona], home: Path) -> None:
    viejo = otra.completo()
    roto = otra.completo()
    (roto.ubicacion / "users.db.zst").unlink()
    nuevo = otra.completo()
    app = persona()
    _a_la_lista(app)
    assert not app.has("rescate.lista") and not app.find("rescate.restaurar").isEnabled()
    assert not app.has("rescate.usuario"), "nobody is asked: there is nothing to lose"
    app.elegir("rescate.carpeta", otra.disco)
    filas = app.con_filas(3)
    assert "recién" in filas[0] and "Completo" in filas[0] and "KB" in filas[0]
    assert "No sirve" in filas[1]
    # What is no good cannot be chosen; the newest good one is.
    app.fila(1)
    elegido = app.find("rescate.lista", QListWidget).selectedItems()[0]
    assert elegido.data(Qt.ItemDataRole.UserRole) == nuevo.id
    app.fila(2)
    elegido = app.find("rescate.lista", QListWidget).selectedItems()[0]
    assert elegido.data(Qt.ItemDataRole.UserRole) == viejo.id
    app.click("rescate.restaurar")
    assert not app.find("rescate.carpeta").isEnabled() and app.find("rescate.volver", QPushButton).text() == "Cancelar"
    app.wait(lambda: app.has("rescate.barra") or app.has("login.entrar"))
    aviso = _restaurado(app)
    assert "Se restauró el respaldo" in aviso and f"«{USUARIO}»" in aviso
    app.enter()
    assert app.stock() == 7
    assert [p.name for p in (home / "backups").glob("rexus_backup_*")] == [], "no junk"


def test_an_encrypted_set_in_one_file_asks_for_its_passphrase(
    otra: Otra, persona: Callable[[], Persona], tmp_path: Path, home: Path
) -> None:
    archivo = tmp_path / "para llevar.tar"
    empaquetar(otra.completo(frase="cuatro hojas y un marco"), archivo)
    app = persona()
    _a_la_lista(app)
    app.elegir("rescate.archivo", archivo)
    assert "cifrado" in app.con_filas(1)[0]
    app.click("rescate.restaurar")
    for frase in ("no es esta", "cuatro hojas y un marco"):
        app.wait(lambda: app.has("respaldos.frase"))
        app.type("respaldos.frase.texto", frase)
        app.click("respaldos.frase.aceptar")
        app.wait(lambda: not app.has("respaldos.frase"))
    _restaurado(app)
    assert app.stock() == 7
    assert not list((home / "backups").glob(".rexus_*")), "what was unpacked is gone"


def test_what_was_begun_can_be_stopped(otra: Otra, persona: Callable[[], Persona], home: Path) -> None:
    otra.completo()
    app = persona()
    _a_la_lista(app)
    app.elegir("rescate.carpeta", otra.disco)
    app.con_filas(1)
    with a_solas(home / "backups", Avance()):
        app.click("rescate.restaurar")
        app.wait(lambda: "Esperando a que termine otro respaldo" in app.texto("rescate.curso"))
        app.click("rescate.volver")
        app.wait(lambda: app.find("rescate.restaurar").isEnabled())
    assert not app.has("rescate.error") and not app.has("rescate.barra")
    app.click("rescate.restaurar")
    _restaurado(app)


def test_what_is_no_set_and_an_altered_one_are_told(otra: Otra, persona: Callable[[], Persona], tmp_path: Path) -> None:
    app = persona()
    _a_la_lista(app)
    vacia = tmp_path / "vacía"
    vacia.mkdir()
    app.elegir("rescate.carpeta", vacia)
    app.wait(lambda: app.has("rescate.error"))
    assert "no hay respaldos" in app.texto("rescate.error")
    ajeno = tmp_path / "ajeno.tar"
    ajeno.write_text("nada", encoding="utf-8")
    app.elegir("rescate.archivo", ajeno)
    app.wait(lambda: "no es un respaldo" in app.texto("rescate.error"))
    hecho = otra.completo()
    archivo = hecho.ubicacion / "inventario.db.zst"
    datos = bytearray(archivo.read_bytes())
    datos[-1] ^= 1
    archivo.write_bytes(datos)
    # The set's own folder is as good as the one where it lies.
    app.elegir("rescate.carpeta", hecho.ubicacion)
    app.con_filas(1)
    app.click("rescate.restaurar")
    app.wait(lambda: app.has("rescate.error"))
    assert "no está como se hizo" in app.texto("rescate.error")
    app.click("rescate.volver")
    app.wait(lambda: app.has("bienvenida.crear"))


@pytest.fixture
def danada(otra: Otra, home: Path) -> Conjunto:
    """The home of that workshop, its set in its place and its accounts damaged."""
    hecho = otra.completo()
    otra.registry.close()
    shutil.copytree(otra.paths.data, home / "data")
    shutil.copytree(otra.paths.backups, home / "backups")
    for cola in ("-wal", "-shm"):
        (home / "data" / f"users.db{cola}").unlink(missing_ok=True)
    (home / "data" / "users.db").write_bytes(b"this is no database " * 500)
    return hecho


def test_damaged_accounts_are_those_of_the_set_again(
    danada: Conjunto, persona: Callable[[], Persona], home: Path
) -> None:
    app = persona()
    app.wait(lambda: app.has("problema.restaurar"))
    assert "primera página" in app.texto("problema.que_hacer")
    app.click("problema.restaurar")
    # The sets of this machine are found without being looked for.
    app.con_filas(1)
    assert "cuenta del respaldo" in app.texto("rescate.aviso")
    app.click("rescate.restaurar")
    assert "Escribir el usuario" in app.texto("rescate.error")
    app.type("rescate.usuario", USUARIO)
    app.type("rescate.clave", "no es esta")
    app.press(Qt.Key.Key_Return)
    app.wait(lambda: app.has("rescate.error"))
    assert "incorrectos" in app.texto("rescate.error")
    assert list((home / "data").glob("users.db.danada-*")) == []
    app.type("rescate.clave", CLAVE)
    app.press(Qt.Key.Key_Return)
    aviso = _restaurado(app)
    assert "Lo que quedaba de antes está en" in aviso
    assert list((home / "backups").glob("danadas_*/inventario.db"))
    app.enter()
    assert app.stock() == 7


def test_accounts_that_are_gone_are_told_before_another_is_made(
    danada: Conjunto, persona: Callable[[], Persona], home: Path
) -> None:
    (home / "data" / "users.db").unlink()
    app = persona()
    app.wait(lambda: app.has("bienvenida.aviso"))
    assert "faltan sus cuentas" in app.texto("bienvenida.aviso")
    app.click("bienvenida.restaurar")
    app.wait(lambda: app.has("rescate.usuario"))
    app.type("rescate.usuario", USUARIO)
    app.type("rescate.clave", CLAVE)
    app.press(Qt.Key.Key_Return)
    _restaurado(app)
    app.enter()
    assert app.stock() == 7


def test_damage_that_shows_at_the_sign_in_leads_there_too(
    otra: Otra, persona: Callable[[], Persona], home: Path
) -> None:
    otra.completo()
    otra.registry.close()
    shutil.copytree(otra.paths.data, home / "data")
    shutil.copytree(otra.paths.backups, home / "backups")
    users = home / "data" / "users.db"
    with closing(sqlite3.connect(users)) as c:
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pagina,) = c.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sesiones'").fetchone()
    with users.open("r+b") as archivo:
        archivo.seek((pagina - 1) * 4096)
        archivo.write(b"\xff" * 4096)
    app = persona()
    app.wait(lambda: app.has("login.entrar"))
    app.type("login.usuario", USUARIO)
    app.type("login.clave", CLAVE)
    app.click("login.entrar")
    app.wait(lambda: app.has("problema.restaurar"))
    app.click("problema.restaurar")
    app.con_filas(1)
    app.type("rescate.usuario", USUARIO)
    app.type("rescate.clave", CLAVE)
    app.press(Qt.Key.Key_Return)
    _restaurado(app)
    app.enter()
    assert app.stock() == 7


def test_a_new_machine_is_told_nothing_of_the_kind(persona: Callable[[], Persona]) -> None:
    app = persona()
    app.wait(lambda: app.application.services is not None and not app.application.services.jobs.running)
    app.wait(lambda: app.application.paths.database("users").exists())
    app.qtbot.wait(200)
    assert app.has("bienvenida.crear") and not app.has("bienvenida.aviso")


def test_going_back_from_there_tells_the_trouble_again(danada: Conjunto, persona: Callable[[], Persona]) -> None:
    app = persona()
    app.wait(lambda: app.has("problema.restaurar"))
    app.click("problema.restaurar")
    app.con_filas(1)
    app.click("rescate.volver")
    app.wait(lambda: app.has("problema.restaurar"))
