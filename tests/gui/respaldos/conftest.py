"""The page of the backups in the real window, on a SQLite home: real sets, real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QWidget

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.base.paths import Paths, paths_under
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.respaldos.domain import Linea
from rexus.respaldos import Conjunto, hacer
from rexus.respaldos import carpeta as carpetas
from rexus.seguridad import Politica, cuentas
from rexus.shell.session import Session
from rexus.stock.movimientos import Pedido
from rexus.ui.notices import NoticeBar
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from tests.gui.conftest import CLAVE, USUARIO, Driver
from tests.servers.sitio import Sitio

ARTICULOS = 5


def hace(**cuanto: float) -> Callable[[], datetime]:
    """A clock that is behind by that."""
    return lambda: now_utc() - timedelta(**cuanto)


class Taller:
    """A home with articles, and another program's hands on it."""

    def __init__(self, home: Path) -> None:
        self.paths: Paths = paths_under(home)
        self.registry = Registry(self.paths)
        self.modelo = InventarioModel(self.registry, lambda: SISTEMA)
        self.articulos: list[int] = []

    @property
    def carpeta(self) -> Path:
        return self.paths.backups

    def conjuntos(self) -> list[Conjunto]:
        return carpetas.listar(self.carpeta)

    def completo(self, **kw: object) -> Conjunto:
        return hacer.completo(self.registry, self.carpeta, **kw)  # type: ignore[arg-type]

    def incremental(self, **kw: object) -> Conjunto:
        return hacer.incremental(self.registry, self.carpeta, **kw)  # type: ignore[arg-type]

    def mover(self, veces: int = 1) -> None:
        for n in range(veces):
            self.modelo.registrar_entrada(Pedido(self.articulos[n % ARTICULOS], 1))

    def stock(self) -> list[str]:
        """What the files hold now, asked by a program that knows nothing of them yet."""
        registry = Registry(self.paths)
        try:
            modelo = InventarioModel(registry, lambda: SISTEMA)
            return [str(modelo.articulo(a).stock_actual) for a in self.articulos]
        finally:
            registry.close()


@pytest.fixture
def taller(home: Path, sitio_sqlite: Sitio) -> Iterator[Taller]:
    """Its administrator, its articles, no backup yet."""
    taller = Taller(home)
    with taller.registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
    for n in range(ARTICULOS):
        hecho = taller.modelo.crear({"codigo": f"P{n}", "descripcion": f"Perfil {n}"}, stock_inicial=10 + n)
        taller.articulos.append(hecho.value.id)
    yield taller
    taller.registry.close()


@pytest.fixture
def cuenta_de(taller: Taller) -> Callable[[str], str]:
    """Another account, of a role."""

    def crear(rol: str) -> str:
        nombre = f"una_{rol}"
        taller.registry.escribir(
            USERS, SISTEMA, cuentas.crear, {"usuario": nombre, "rol": rol}, Politica(), clave=CLAVE
        )
        return nombre

    return crear


class Mesa(Driver):
    """The window with the page of the backups."""

    @property
    def session(self) -> Session:
        assert self.application.session is not None
        return self.application.session

    @property
    def tabla(self) -> PagedTableView:
        return self.find("respaldos.tabla", PagedTableView)

    @property
    def modelo(self) -> PagedTableModel:
        modelo = self.tabla.model()
        assert isinstance(modelo, PagedTableModel)
        return modelo

    @property
    def barra(self) -> NoticeBar:
        return self.find("principal.aviso", NoticeBar)

    def ir(self, modulo: str = "respaldos") -> None:
        """A click in the navigation."""
        lista = self.find("principal.navegacion", QListWidget)
        fila = next(i for i in range(lista.count()) if lista.item(i).data(Qt.ItemDataRole.UserRole) == modulo)
        centro = lista.visualItemRect(lista.item(fila)).center()
        self.qtbot.mouseClick(lista.viewport(), Qt.MouseButton.LeftButton, pos=centro)
        self.wait(lambda: self.has(modulo))

    def modulos(self) -> list[str]:
        lista = self.find("principal.navegacion", QListWidget)
        return [lista.item(i).data(Qt.ItemDataRole.UserRole) for i in range(lista.count())]

    def filas(self) -> list[tuple[str, ...]]:
        """What the table shows; waits for nothing."""
        hay = [self.modelo.cells(n) for n in range(self.modelo.rowCount())]
        return [celdas.textos for celdas in hay if celdas is not None and celdas.real]

    def con_filas(self, cuantas: int) -> None:
        """Wait until the table shows so many sets."""
        self.wait(lambda: self.modelo.rowCount() == cuantas and len(self.filas()) == cuantas)

    def elegir(self, fila: int) -> None:
        """A click on a row; waits until the pane tells of it."""
        centro = self.tabla.visualRect(self.modelo.index(fila, 0)).center()
        self.qtbot.mouseClick(self.tabla.viewport(), Qt.MouseButton.LeftButton, pos=centro)
        esperada = self.filas()[fila][0]
        self.wait(lambda: self.texto("respaldos.ficha.titulo") == esperada)

    def id_de_fila(self, fila: int) -> str:
        """The id of the set of a row."""
        controller = next(c for c in self.find("respaldos").children() if hasattr(c, "acciones"))
        linea: Linea | None = controller._source.linea(self.modelo.id_at(fila))
        assert linea is not None
        return linea.id

    def texto(self, nombre: str) -> str:
        """What a label says."""
        return self.find(nombre, QLabel).text()

    def aviso(self, parte: str) -> str:
        """Wait for a notice with these words; all of it."""

        def llego() -> bool:
            actual = self.barra.current
            assert actual is not None, "no notice"
            assert parte in actual.texto, actual.texto
            return True

        self.qtbot.waitUntil(llego, timeout=20_000)
        assert self.barra.current is not None
        return self.barra.current.texto

    def dialogo(self, nombre: str) -> QDialog:
        """Wait for a dialog and bring the keys to it."""
        self.wait(lambda: self.abiertos(nombre))
        dialogo = self.abiertos(nombre)[0]
        dialogo.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is dialogo)
        return dialogo

    def abiertos(self, nombre: str) -> list[QDialog]:
        return [d for d in self.application.window.findChildren(QDialog, nombre) if d.isVisible()]

    def cuando_se_pueda(self, nombre: str) -> None:
        """Press a button as soon as it can be pressed."""
        self.wait(lambda: self.find(nombre, QWidget).isEnabled())
        self.click(nombre)

    def linea(self) -> Linea:
        """The set that is chosen."""
        controller = next(c for c in self.find("respaldos").children() if hasattr(c, "acciones"))
        linea: Linea | None = controller._chosen()
        assert linea is not None
        return linea


@pytest.fixture
def sin_programador(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made at its hour while a test looks."""
    monkeypatch.setenv("REXUS_RESPALDO_AUTOMATICO", "no")


Abrir = Callable[..., Mesa]


@pytest.fixture
def abrir(start: Callable[[], Driver], taller: Taller, sin_programador: None) -> Abrir:
    """The window on the home, signed in, the page in sight."""

    def abrir(usuario: str = USUARIO, *, ver: bool = True) -> Mesa:
        driver = start()
        mesa = Mesa(driver.application, driver.qtbot)
        mesa.application.window.resize(1400, 820)
        mesa.enter(usuario)
        if ver:
            mesa.ir()
        return mesa

    return abrir
