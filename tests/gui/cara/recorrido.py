"""A walk through the window: every page, every tab of it, and every dialog that its verbs open.

    for escena in Recorrido(driver).todo():
        look(escena)

A scene is what shows now: its window, the part of it that is new, and a name to find it again. After the look a dialog
is closed and the walk goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTabBar, QWidget
from shiboken6 import isValid

from rexus.shell.registry import MODULES
from rexus.ui.paged_table import PagedTableView
from rexus.ui.report_dialog import report
from rexus.ui.search_field import SearchField
from tests.gui.conftest import Driver

# What is done at once, opens what the system owns, or ends the walk.
_HECHOS = (
    "actualizar", "abrir_carpeta", "completo", "incremental", "verificar", "pausar", "eliminar_ahora", "deshacer",
    "cerrar_sesion", "salir", "bloquear", "reservar", "pasar_a", "volver", "abrir",
)  # fmt: skip
# Called as those of another page, and yet their own.
_OTROS = (
    "herrajes.nuevo", "herrajes.editar", "herrajes.kits.nuevo", "obras.editar", "compras.pedidos.nuevo",
    "compras.pedidos.editar", "compras.proveedores.nuevo", "ubicaciones.editar", "usuarios.nuevo",
    "respaldos.restaurar",
)  # fmt: skip
_DE_LOS_MENUS = (
    "principal.mi_cuenta", "principal.atajos", "principal.novedades", "principal.menu.estado", "principal.acerca_de",
)  # fmt: skip
_VACIAS = ("inicio", "inventario", "herrajes", "obras", "compras", "ubicaciones")
_QUIETO = 3


def asentar() -> None:
    """Let layouts that ask each other come to their end."""
    for _ in range(_QUIETO):
        QApplication.processEvents()


@dataclass(frozen=True)
class Escena:
    """`raiz` is what to look at; `ventana` the window it is in."""

    nombre: str
    raiz: QWidget
    ventana: QWidget

    @property
    def es_dialogo(self) -> bool:
        """Whether it is a window of its own."""
        return self.raiz is self.ventana


class Recorrido:
    """Through the desk of who is signed in."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._pending: set[asyncio.Future[Any]] = set()
        self._seen: set[str] = set()
        services = driver.application.services
        assert services is not None
        jobs: Any = services.jobs
        start = jobs._start

        def counted(*args: Any) -> asyncio.Future[Any]:
            future = start(*args)
            self._pending.add(future)
            future.add_done_callback(self._pending.discard)
            return future

        jobs._start = counted

    def todo(self) -> Iterator[Escena]:
        """The pages in the order of the navigation, each followed by its dialogs; then those of the menus."""
        for module in MODULES:
            yield from self.pagina(module.id)
        yield from self._tarjeta()
        for name in _DE_LOS_MENUS:
            yield from self._dialogo(self._driver.find(name, QAction))
        yield from self._paleta()
        yield from self._reporte()

    def vacias(self) -> Iterator[Escena]:
        """The pages on which nothing is yet, as they stand; the others have something from the first day on."""
        session = self._driver.application.session
        assert session is not None
        for modulo in _VACIAS:
            session.page.show_module(modulo)
            self.reposo()
            page = session.page.built[modulo]
            yield Escena(f"{modulo}, vacía", page, page.window())

    def _paleta(self) -> Iterator[Escena]:
        """The search of everything: before a word is typed, with records, with nothing."""
        for texto in ("", "re", "xyzzy"):
            self._driver.find("principal.buscar_todo", QAction).trigger()
            paleta = self._driver.find("buscar_todo")
            self._driver.wait(paleta.isVisible)
            campo = self._driver.find("buscar_todo.campo", SearchField)
            campo.setText(texto)
            # What is searched for is read once nobody types.
            self._driver.wait(lambda campo=campo: not campo._pause.isActive())
            self.reposo()
            yield Escena(f"buscar «{texto}»", paleta, paleta)
            paleta.close()

    def _reporte(self) -> Iterator[Escena]:
        """What is shown of a bug."""
        window = self._driver.application.window
        dialog = report(window, ValueError("el lugar «Rack C16» no tiene número de estante"), Path("rexus.log"))
        self._driver.wait(lambda: QApplication.activeWindow() is dialog)
        yield Escena("error inesperado", dialog, dialog)
        self._cerrar()

    def pagina(self, modulo: str) -> Iterator[Escena]:
        """One page with its tabs and dialogs."""
        session = self._driver.application.session
        assert session is not None
        session.page.show_module(modulo)
        self.reposo()
        yield from self._partes(modulo, session.page.built[modulo])

    def _tarjeta(self) -> Iterator[Escena]:
        """The card of an obra, which the list opens."""
        session = self._driver.application.session
        assert session is not None
        session.page.open_record("obras", "1")
        self.reposo()
        self._driver.wait(lambda: self._driver.has("obras.materiales.tabla"))
        yield from self._partes("obra", session.page.built["obras"])

    def _partes(self, modulo: str, page: QWidget) -> Iterator[Escena]:
        yield from self._parte(modulo, page)
        bars = [bar for bar in page.findChildren(QTabBar) if bar.isVisible()]
        for bar in bars:
            for n in range(1, bar.count()):
                bar.setCurrentIndex(n)
                self.reposo()
                yield from self._parte(f"{modulo}/{bar.tabText(n)}", page)
            bar.setCurrentIndex(0)

    def reposo(self) -> None:
        """Wait until nothing is being read or written, and what came of it is on the screen."""
        still = 0

        def quiet() -> bool:
            nonlocal still
            still = 0 if self._pending else still + 1
            return still > _QUIETO

        while not quiet():
            QApplication.processEvents()
            if self._pending:
                self._driver.wait(lambda: not self._pending)

    def _parte(self, nombre: str, page: QWidget) -> Iterator[Escena]:
        self._elegir(page)
        yield Escena(nombre, page, page.window())
        for action in page.findChildren(QAction):
            if isValid(action) and self._abre(action):
                # The verbs of one catalogue open the same as those of the other; so does the history of each setting.
                self._seen.add(action.objectName().rpartition(".")[2])
                self._elegir(page)
                if isValid(action) and action.isEnabled():
                    yield from self._dialogo(action)

    def _elegir(self, page: QWidget) -> None:
        for table in page.findChildren(PagedTableView):
            if table.isVisible() and table.model() is not None and table.model().rowCount():
                table.select_row(0)
        self.reposo()

    def _abre(self, action: QAction) -> bool:
        owner = action.parent()
        return (
            action.isEnabled()
            and action.isVisible()
            and not action.isCheckable()
            and "." in action.objectName()
            and (action.objectName().rpartition(".")[2] not in self._seen or action.objectName() in _OTROS)
            and not any(part in _HECHOS for part in action.objectName().split("."))
            and not (isinstance(owner, QWidget) and not owner.isVisible())
        )

    def _dialogo(self, action: QAction) -> Iterator[Escena]:
        nombre = action.objectName()
        action.trigger()
        self.reposo()
        for dialog in self._abiertos():
            if not isinstance(dialog, QFileDialog):
                dialog.activateWindow()
                self._driver.wait(lambda dialog=dialog: QApplication.activeWindow() is dialog)
                yield Escena(nombre, dialog, dialog)
        self._cerrar()

    def _abiertos(self) -> list[QDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    def _cerrar(self) -> None:
        while dialogs := self._abiertos():
            for dialog in dialogs:
                if isValid(dialog):
                    dialog.done(0)
            self.reposo()
        session = self._driver.application.session
        assert session is not None
        session.notices.clear()
        window = self._driver.application.window
        window.activateWindow()
        self._driver.wait(lambda: QApplication.activeWindow() is window)
