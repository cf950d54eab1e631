"""The walk through the window that is photographed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPushButton, QWidget

from rexus.shell.application import Application
from rexus.shell.bootstrap import create_application
from rexus.ui.paged_table import PagedTableView
from tests.screens import (
    auditoria,
    buscar,
    compras,
    cortes,
    inicio,
    obras,
    puerta,
    quieto,
    rescate,
    respaldos,
    settings,
    usuarios,
)

USUARIO, CLAVE = "ana", "siete barras de aluminio"
ROOT = Path(__file__).resolve().parents[2]
# Over the window, below a dialog: a picture has no window frames.
VEIL = QColor(0, 0, 0, 60)


class Tour:
    """One walk in one theme."""

    def __init__(self, home: Path, target: Path, theme: str, only: str) -> None:
        self.home = home
        self._target = target
        self._theme = theme
        self._only = only
        self._count = 0
        self._code = ""
        quieto.count_work()

    def run(self, data: Path, rows: int) -> None:
        """Walk from the first start to the sign-out."""
        self._first_run()
        self._import(data, rows)
        inicio.fill(self, data)
        self._code = usuarios.fill(self.home)
        obras.fill(self.home)
        cortes.fill(self)
        compras.fill(self.home)
        respaldos.fill(self.home)
        rescate.walk(self, self.home / "backups")
        self._sign_in_and_work()

    # ── Stations ──

    def _first_run(self) -> None:
        app = self.start()
        self.photo(app, "bienvenida")
        self.fill(app, {"bienvenida.usuario": "ana", "bienvenida.clave": "corta", "bienvenida.repetir": "corta"})
        self.settle()
        self.press(app, "bienvenida.crear")
        self.until(lambda: self.shows(app, "bienvenida.clave.error"))
        self.photo(app, "bienvenida_rechazo")
        self.fill(app, {"bienvenida.clave": CLAVE, "bienvenida.repetir": CLAVE})
        self.settle()
        self.photo(app, "bienvenida_fuerte")
        self.press(app, "bienvenida.crear")
        self.until(lambda: app.session is not None)
        for module in self._modules(app):
            self._go(app, module)
            self.photo(app, f"{module}_vacio")
        app.close()

    def _sign_in_and_work(self) -> None:
        app = self.start()
        self.until(lambda: app.services is not None)
        self.photo(app, "login")
        self.fill(app, {"login.usuario": USUARIO, "login.clave": "no es esta"})
        self.press(app, "login.entrar")
        self.until(lambda: self.shows(app, "login.error"))
        self.photo(app, "login_rechazo")
        self.fill(app, {"login.clave": CLAVE})
        self.press(app, "login.entrar")
        self.until(lambda: app.session is not None)
        for module in self._modules(app):
            if self._only in self._modules(app) and module != self._only:
                continue
            self._go(app, module)
            self.photo(app, module)
            self.choose_first_row(app)
            self.photo(app, f"{module}_elegido")
            if module == "inicio":
                inicio.walk(self, app)
            if module == "obras":
                obras.walk(self, app)
            if module == "inventario":
                cortes.walk(self, app)
            if module == "usuarios":
                usuarios.walk(self, app)
            if module == "compras":
                compras.walk(self, app)
            if module == "auditoria":
                auditoria.walk(self, app)
            if module == "respaldos":
                respaldos.walk(self, app)
            if module == "configuracion":
                settings.walk(self, app)
            self._dialogs(app, module)
        if self._only in self._modules(app):
            app.close()
            return
        buscar.walk(self, app)
        self._menus(app)
        self.trigger(app, "principal.plegar_navegacion")
        self.photo(app, "principal_plegado")
        self.trigger(app, "principal.plegar_navegacion")
        self._dialogs_of(app, ["principal.atajos", "principal.acerca_de"])
        self._notices(app)
        puerta.walk(self, app, self._code)
        app.close()

    def _notices(self, app: Application) -> None:
        assert app.session is not None
        notices = app.session.notices
        notices.show_notice("exito", "Salieron 3 × 564002. Quedan 9.", ("Deshacer", lambda: None))
        self.photo(app, "aviso_bueno")
        notices.show_notice(
            "error", "No hay 7 barras de 564002: quedan 6 en Rack C16. No se registró nada.", ("Ver", lambda: None)
        )
        self.photo(app, "aviso_malo")
        notices.clear()

    def _menus(self, app: Application) -> None:
        for action in app.window.menuBar().actions():
            menu = action.menu()
            if isinstance(menu, QMenu):
                corner = app.window.menuBar().actionGeometry(action).bottomLeft()
                menu.popup(app.window.menuBar().mapToGlobal(corner))
                self.photo(app, f"menu_{menu.title().replace('&', '').lower()}", [menu])
                menu.close()

    def _dialogs(self, app: Application, module: str) -> None:
        page = app.session.page.built[module]  # type: ignore[union-attr]
        # Of the page, not of each of its rows.
        names = [a.objectName() for a in page.findChildren(QAction) if a.objectName().startswith(f"{module}.")]
        names = [name for name in names if name.count(".") == 1]
        self._dialogs_of(app, list(dict.fromkeys(names)))

    def _dialogs_of(self, app: Application, names: list[str]) -> None:
        for name in names:
            found = app.window.findChildren(QAction, name)
            if not found or not found[0].isEnabled() or found[0].isCheckable() or not self._wanted(name):
                continue
            self.choose_first_row(app)
            found[0].trigger()
            self.settle()
            above = self.open_above()
            if above:
                self.photo(app, name.replace(".", "_"), above)
            app.session.notices.clear()  # type: ignore[union-attr]
            self.close_all()

    # ── Hands and eyes ──

    def start(self) -> Application:
        """The program on the home, in this walk's theme."""
        app = create_application(self.home)
        # A cursor that blinks is never at rest on a busy machine.
        QGuiApplication.styleHints().setCursorFlashTime(0)
        app.settings.set("tema.modo", self._theme)
        available = app.window.screen().availableSize()
        app.window.move(0, 0)
        app.window.resize(available)
        return app

    def _import(self, data: Path, rows: int) -> None:
        catalogue, fittings = self.home / "catalogo.csv", self.home / "herrajes.csv"
        for file, kind in ((catalogue, "perfiles"), (fittings, "herrajes")):
            made = subprocess.run(
                [sys.executable, str(data / "catalogo.py"), kind, str(rows)], stdout=subprocess.PIPE, check=True
            )
            file.write_bytes(made.stdout)
        for file in (data / "rehau_obra.csv", catalogue):
            self.rexus("importar", "perfiles", str(file), "--stock", "inicial")
        self.rexus("importar", "herrajes", str(fittings), "--stock", "inicial")
        for order in (("salida", "3"), ("entrada", "12"), ("salida", "4")):
            self.rexus("mover", order[0], _first_code(catalogue), order[1], "--referencia", "OB-0001")

    def rexus(self, *arguments: str) -> None:
        environment = os.environ | {
            "REXUS_HOME": str(self.home),
            "REXUS_USUARIO": USUARIO,
            "REXUS_CLAVE": CLAVE,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "rexus", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"rexus {' '.join(arguments)}: {done.stderr}", file=sys.stderr)

    def _modules(self, app: Application) -> list[str]:
        from rexus.shell.registry import MODULES

        return [module.id for module in MODULES]

    def _go(self, app: Application, module: str) -> None:
        assert app.session is not None
        app.session.page.show_module(module)
        self.settle()

    def page_table(self, app: Application) -> Any:
        """The table that shows in the page, of whichever tab; None without any."""
        assert app.session is not None
        tables = app.session.page.pages.currentWidget().findChildren(PagedTableView)
        return next((table for table in tables if table.isVisible()), None)

    def choose_first_row(self, app: Application) -> None:
        """Of the page's table."""
        table = self.page_table(app)
        if table is not None and table.model() is not None and table.model().rowCount():
            table.select_row(0)
            self.settle()

    def fill(self, app: Application, texts: dict[str, str]) -> None:
        """Type into fields by name."""
        for name, text in texts.items():
            field = app.window.findChild(QLineEdit, name)
            assert field is not None, name
            field.setText(text)

    def press(self, app: Application, name: str) -> None:
        """Click a button."""
        button = app.window.findChild(QPushButton, name)
        assert button is not None, name
        self.until(button.isEnabled)
        button.click()

    def trigger(self, app: Application, name: str) -> None:
        """Choose an action."""
        action = app.window.findChild(QAction, name)
        assert action is not None, name
        self.until(action.isEnabled)
        action.trigger()

    def shows(self, app: Application, name: str) -> bool:
        """Whether something of that name is to be seen."""
        widget = app.window.findChild(QWidget, name)
        return widget is not None and widget.isVisible()

    def dialog(self, app: Application, name: str) -> None:
        """Photograph the dialog that opens now, and close it."""
        self.until(lambda: bool(self.open_above()))
        self.settle()
        self.photo(app, name, self.open_above())
        self.close_all()

    def close_all(self) -> None:
        """Every dialog and menu."""
        for _ in range(5):
            for widget in self.open_above():
                widget.done(0) if isinstance(widget, QDialog) else widget.close()
            self.settle()

    def open_above(self) -> list[QWidget]:
        """The dialogs that show, or the menu."""
        popup = QApplication.activePopupWidget()
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        return [popup] if popup is not None else dialogs

    def _wanted(self, name: str) -> bool:
        return self._only in name.replace(".", "_")

    def photo(self, app: Application, name: str, above: list[QWidget] | None = None) -> None:
        """A picture of the window with what is above it, in that order."""
        if not self._wanted(name):
            return
        self.settle()
        picture = app.window.grab()
        painter = QPainter(picture)
        for widget in above or []:
            if isinstance(widget, QDialog):
                painter.fillRect(app.window.rect(), VEIL)
            painter.drawPixmap(app.window.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.grab())
        painter.end()
        self._count += 1
        file = self._target / f"{self._count:02}_{name}_{self._theme}.png"
        picture.save(str(file))
        print(file.name, flush=True)

    def settle(self) -> None:
        """Wait until the window is at rest."""
        quieto.settle()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something; TimeoutError if it never comes."""
        quieto.until(condition)


def _first_code(catalogue: Path) -> str:
    header, row = catalogue.read_text(encoding="utf-8-sig").splitlines()[:2]
    return row.split(";")[[h.lower().startswith("c") and "digo" in h for h in header.split(";")].index(True)]
