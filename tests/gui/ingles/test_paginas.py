"""The whole window in English: on no page, in no dialog and in no menu is anything Spanish left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QTabBar, QWidget
from pytestqt.exceptions import TimeoutError as Waited
from shiboken6 import isValid

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock import nueva_clave, obras, pedidos, proveedores, requerimientos, reservas
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import Driver
from tests.i18n.spanish import is_spanish, texts_of

# What people typed, commands, options, and names that are what they are.
DATA: Final = (
    "America/Argentina/Buenos_Aires", "taller@ejemplo.com.ar", "Español", "administrador", "operador", "consulta",
    "Sin lugar asignado", "users", "inventario", "auditoria", "completo",
)  # fmt: skip
# Those that do at once what they say, or leave the program.
NOT_PRESSED: Final = (
    "actualizar", "abrir_carpeta", "completo", "incremental", "pausar", "verificar", "refrescar", "borrar", "volver",
    "ir_a_buscar",
)  # fmt: skip


@pytest.fixture
def poblado(account: str, home: Path) -> str:
    """A workshop with something on every page; nothing in it is Spanish."""
    registry = Registry(paths_under(home))

    def do(operation: Any, *args: Any, **kw: Any) -> Any:
        return registry.escribir(INVENTARIO, SISTEMA, operation, *args, **kw).value

    perfiles, herrajes = InventarioModel(registry, lambda: SISTEMA), HerrajesModel(registry, lambda: SISTEMA)
    uno = perfiles.crear(
        {"codigo": "P1", "descripcion": "Frame 64", "longitud": "6000", "stock_minimo": "9"}, 5
    ).value.id
    otro = herrajes.crear({"codigo": "H1", "nombre": "Hinge"}, 8).value.id
    perfiles.registrar_entrada(Pedido(uno, 1, longitud_mm=2100))
    registry.close()
    registry = Registry(paths_under(home))
    obra = do(obras.crear, {"codigo": "OB-1", "nombre": "House", "fecha_entrega": "2030-12-20"}).id
    do(requerimientos.poner, obra, {("perfil", uno): 7, ("herraje", otro): 2})
    do(reservas.reservar, obra, [Linea("herraje", otro, "2")], nueva_clave())
    do(proveedores.crear, {"nombre": "ACME", "dias_entrega": 12})
    do(pedidos.crear, "ACME", [LineaPedida("perfil", uno, 6, "8750,40")], enviar=True, fecha_prometida="2026-01-15")
    registry.close()
    return account


def test_no_page_and_no_dialog_shows_spanish(
    poblado: str, home: Path, start: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REXUS_IDIOMA", "en")
    app = start()
    app.enter(pagina="inicio")
    walk = Walk(app, [*DATA, str(home)])
    walk.pages()
    assert not walk.found, "\n".join(sorted(walk.found))
    assert {"inventario.nuevo", "obras.materiales.agregar", "compras.proveedores.nuevo"} <= walk.pressed
    assert len(walk.seen) > 1_000 and walk.dialogs > 25, (len(walk.seen), walk.dialogs)


class Walk:
    """Goes through the pages of a window that somebody is signed in to, and opens what can be opened there."""

    def __init__(self, app: Driver, data: Sequence[str]) -> None:
        self._app = app
        self._data = data
        self.pressed: set[str] = set()
        self.found: set[str] = set()
        self.seen: set[str] = set()
        self.dialogs = 0

    def pages(self) -> None:
        """All of them, their tabs, and the dialogs of their verbs."""
        session = self._app.application.session
        assert session is not None
        for module in session.page.modules:
            session.page.show_module(module)
            page = session.page.built[module]
            self._settle()
            self._parts(page, module)
            if self._app.application.window.findChildren(QAction, f"{module}.abrir"):
                # What opens in place of the list, with tabs of its own.
                self._choose_first_row(page)
                self._press(f"{module}.abrir")
                self._parts(page, module)
        self._look(self._app.application.window, "principal")
        for name in ("principal.atajos", "principal.acerca_de", "principal.menu.estado", "principal.mi_cuenta"):
            self._press(name)

    def _parts(self, page: QWidget, module: str) -> None:
        for _ in self._tabs(page):
            self._choose_first_row(page)
            self._look(page, module)
            for name in self._verbs(page, module):
                self._press(name)

    def _look(self, top: QWidget, where: str) -> None:
        for place, text in texts_of(top):
            if text not in self.seen:
                self.seen.add(text)
                if is_spanish(text, self._data):
                    self.found.add(f"{where}: {place}: {text}")

    def _tabs(self, page: QWidget) -> Iterator[None]:
        bars = [bar for bar in page.findChildren(QTabBar) if bar.isVisible()]
        if not bars:
            yield
        for bar in bars:
            for n in range(bar.count()):
                bar.setCurrentIndex(n)
                self._settle()
                yield

    def _verbs(self, page: QWidget, module: str) -> list[str]:
        within_reach = [a for a in page.findChildren(QAction) if a.isEnabled() and not a.isCheckable() and _shows(a)]
        # Of the settings each row has the same verbs.
        depth = 1 if module == "configuracion" else 2
        return [
            name
            for name in dict.fromkeys(action.objectName() for action in within_reach)
            if name.startswith(f"{module}.") and name.count(".") <= depth and name.rpartition(".")[2] not in NOT_PRESSED
        ]

    def _press(self, name: str) -> None:
        actions = self._app.application.window.findChildren(QAction, name)
        if not actions or not actions[0].isEnabled() or name in self.pressed:
            return
        self.pressed.add(name)
        actions[0].trigger()
        try:
            self._app.qtbot.waitUntil(lambda: bool(self._open()), timeout=250)
        except Waited:
            return
        self._settle()
        for dialog in self._open():
            self.dialogs += 1
            if not isinstance(dialog, QFileDialog):
                self._look(dialog, name)
        self._app.wait(self._all_left)

    def _all_left(self) -> bool:
        # Nothing was typed, so nothing is asked back; one that comes late is left the same way.
        for dialog in reversed(self._open()):
            dialog.done(0)
        return not self._open()

    def _open(self) -> list[QDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and isValid(w) and w.isVisible()]

    def _choose_first_row(self, page: QWidget) -> None:
        for table in page.findChildren(PagedTableView):
            if table.isVisible() and table.model() is not None and table.model().rowCount():
                table.select_row(0)
        self._settle()

    def _settle(self) -> None:
        """Until what was asked for has come, and has been shown."""
        services = self._app.application.services
        assert services is not None
        for _ in range(3):
            QApplication.processEvents()
        self._app.wait(lambda: not services.jobs.running)
        self._app.qtbot.wait(40)


def _shows(action: QAction) -> bool:
    """Whether that to which it belongs is to be seen."""
    owner = action.parent()
    while isinstance(owner, QMenu):
        owner = owner.parent()
    return not isinstance(owner, QWidget) or owner.isVisible()
