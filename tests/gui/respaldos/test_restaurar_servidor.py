"""Restoring from the page when the databases are on a server: by the owner's account, asked for in the same dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import Conjunto, hacer
from rexus.respaldos import carpeta as carpetas
from rexus.seguridad import Politica, cuentas, sesiones
from rexus.stock.movimientos import Pedido
from tests.gui.conftest import CLAVE, USUARIO, Driver
from tests.gui.taller import poblar
from tests.servers.sitio import Sitio

from .conftest import Mesa

DIALOGO = "respaldos.restaurar.dialogo"
CUENTA, CLAVE_DE_LA_CUENTA = "respaldos.restaurar.cuenta", "respaldos.restaurar.clave"


class Servidor:
    """A workshop on a server, and another seat's hands on it."""

    def __init__(self, sitio: Sitio) -> None:
        self.sitio = sitio

    @contextmanager
    def registry(self) -> Iterator[Registry]:
        registry = self.sitio.registry()
        try:
            yield registry
        finally:
            registry.close()

    def respaldar(self) -> Conjunto:
        with self.registry() as registry:
            return hacer.completo(registry, self.sitio.paths.backups)

    def mover(self, veces: int) -> None:
        with self.registry() as registry:
            modelo = InventarioModel(registry, lambda: SISTEMA)
            for _ in range(veces):
                modelo.registrar_entrada(Pedido(1, 1))

    def movimientos(self) -> int:
        with self.registry() as registry:
            hecho = InventarioModel(registry, lambda: SISTEMA).verificar()
            assert hecho.ok
            return hecho.movimientos


@pytest.fixture
def servidor(sitio_postgres: Sitio, monkeypatch: pytest.MonkeyPatch) -> Servidor:
    poblar(sitio_postgres)
    for name, value in sitio_postgres.variables().items():
        monkeypatch.setenv(name, value)
    return Servidor(sitio_postgres)


@pytest.fixture
def mesa(servidor: Servidor, sin_programador: None, start: Callable[[], Driver]) -> Callable[[], Mesa]:
    """The window on the server, signed in, the page in sight, the one set chosen and compared."""

    def abrir() -> Mesa:
        driver = start()
        mesa = Mesa(driver.application, driver.qtbot)
        mesa.application.window.resize(1400, 820)
        mesa.enter(USUARIO)
        mesa.ir()
        mesa.con_filas(1)
        mesa.elegir(0)
        mesa.cuando_se_pueda("respaldos.restaurar.ficha")
        mesa.dialogo(DIALOGO)
        mesa.wait(lambda: mesa.find(f"{DIALOGO}.aceptar", QPushButton).isEnabled())
        return mesa

    return abrir


def _en_los_archivos(texto: str, home: Path) -> list[Path]:
    return [f for f in home.rglob("*") if f.is_file() and texto.encode() in f.read_bytes()]


def test_the_old_rows_are_back_on_the_server(servidor: Servidor, mesa: Callable[[], Mesa], home: Path) -> None:
    antes = servidor.movimientos()
    hecho = servidor.respaldar()
    servidor.mover(7)
    ventana = mesa()
    # Nothing is asked before what would be lost is in sight.
    assert "7 movimientos posteriores" in ventana.texto("respaldos.restaurar.perdidas.lineas")
    assert ventana.find(CLAVE_DE_LA_CUENTA, QLineEdit).echoMode() == QLineEdit.EchoMode.Password
    # Without the account nothing begins.
    ventana.click(f"{DIALOGO}.aceptar")
    assert ventana.texto(f"{CUENTA}.error") and ventana.texto(f"{CLAVE_DE_LA_CUENTA}.error")
    # The account of every day owns nothing; a wrong password opens nothing. Neither touches anything.
    todos_los_dias, duena = servidor.sitio.conexion, servidor.sitio.como_duena().conexion
    for usuario, clave, dice in (
        (todos_los_dias.usuario, todos_los_dias.clave, "dueña de las tablas"),
        (duena.usuario, "no es esta clave", "clave"),
    ):
        _escribir(ventana, CUENTA, usuario)
        _escribir(ventana, CLAVE_DE_LA_CUENTA, clave)
        ventana.click(f"{DIALOGO}.aceptar")
        ventana.wait(lambda: ventana.find(f"{DIALOGO}.aceptar", QPushButton).isEnabled())
        ventana.wait(lambda dice=dice: ventana.has(f"{DIALOGO}.error") and dice in _error(ventana))
    assert servidor.movimientos() == antes + 7
    assert [c.id for c in carpetas.listar(servidor.sitio.paths.backups)] == [hecho.id], "not even a safety set"
    _escribir(ventana, CLAVE_DE_LA_CUENTA, duena.clave)
    vistos: list[str] = []
    curso = ventana.find(DIALOGO, QWidget).curso  # type: ignore[attr-defined]
    mostrar = curso.mostrar
    curso.mostrar = lambda titulo, paso, hecho, total, **kw: (
        vistos.append(f"{paso} {total > 0}"), mostrar(titulo, paso, hecho, total, **kw)
    )  # fmt: skip
    ventana.click(f"{DIALOGO}.aceptar")
    ventana.wait(lambda: ventana.has("login"))
    assert "Se restauró el respaldo" in ventana.texto("login.aviso")
    assert servidor.movimientos() == antes
    # What went on was shown, with numbers.
    assert {"Respaldando lo que hay ahora True", "Cargando la auditoría True"} <= set(vistos), vistos
    resguardo = carpetas.listar(servidor.sitio.paths.backups)[0]
    assert (resguardo.motivo, resguardo.movimientos) == ("antes de restaurar", antes + 7)
    # The owner's password is nowhere: no setting, no log, no set.
    ventana.application.close()
    assert not _en_los_archivos(duena.clave, home)


def test_another_seat_is_named_before_anything_is_asked_and_when_it_is_in_the_way(
    servidor: Servidor, mesa: Callable[[], Mesa], tmp_path: Path
) -> None:
    antes = servidor.movimientos()
    servidor.respaldar()
    # Somebody works at another machine, with a home of its own.
    otro = Sitio(paths_under(tmp_path / "otro puesto"), servidor.sitio.conexion).registry()
    try:
        _entrar(otro, "luis", "PUESTO-2")
        ventana = mesa()
        assert "luis en PUESTO-2" in ventana.texto("respaldos.restaurar.otros.texto")
        _entrar(otro, "eva", "PUESTO-3")
        duena = servidor.sitio.como_duena().conexion
        _escribir(ventana, CUENTA, duena.usuario)
        _escribir(ventana, CLAVE_DE_LA_CUENTA, duena.clave)
        # In the middle of a change it is not pushed aside, and who came since is named too.
        with otro.write("inventario", SISTEMA) as work:
            work.connection.exec_driver_sql("UPDATE inventario_perfiles SET version = version WHERE id = 1")
            ventana.click(f"{DIALOGO}.aceptar")
            ventana.wait(lambda: ventana.has(f"{DIALOGO}.error") and "PUESTO-3" in _otros(ventana))
        assert "eva en PUESTO-3, luis en PUESTO-2" in _otros(ventana)
        assert servidor.movimientos() == antes
        ventana.click(f"{DIALOGO}.aceptar")
        ventana.wait(lambda: ventana.has("login"))
        # Theirs ended, and they are told why.
        with otro.read(USERS, SISTEMA) as work:
            sesiones_de_ahora = work.connection.exec_driver_sql("SELECT count(*) FROM sesiones WHERE fin IS NULL")
            assert sesiones_de_ahora.scalar() == 0
    finally:
        otro.close()


def _entrar(registry: Registry, usuario: str, equipo: str) -> None:
    with registry.write(USERS, SISTEMA) as work:
        cuentas.crear(work, {"usuario": usuario, "rol": "operador"}, Politica(), clave=CLAVE)
        id_ = work.connection.exec_driver_sql(f"SELECT id FROM usuarios WHERE usuario = '{usuario}'").scalar_one()
        sesiones.abrir(work, id_, equipo, "ventana", Politica())


def _otros(ventana: Mesa) -> str:
    return ventana.texto("respaldos.restaurar.otros.texto")


def _escribir(ventana: Mesa, nombre: str, texto: str) -> None:
    """As if pasted: letters beyond ASCII have no key."""
    ventana.type(nombre, "").insert(texto)


def _error(ventana: Mesa) -> str:
    return ventana.texto(f"{DIALOGO}.error.texto").lower()
