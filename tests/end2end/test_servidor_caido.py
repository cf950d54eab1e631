"""A server that is not there, refuses, is slow, falls silent, or dies: each is told clearly, in time, and nothing that
was acknowledged is lost.

The bounds on time are far above what is promised and far below what the libraries wait by themselves.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import (
    AccesoRechazadoError,
    BaseError,
    BaseInalcanzableError,
    BaseSinPrepararError,
    ResultadoDesconocidoError,
)
from rexus.base.paths import paths_under
from rexus.db.conexion import PoolSettings
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.salud import Estado
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.movimientos import Pedido, registrar_entrada
from tests.servers.fabricas import Fabrica
from tests.servers.postgres import Postgres
from tests.servers.proxy import COMMIT, Mando
from tests.servers.puertos import puerto_libre
from tests.servers.sitio import Sitio

from .conftest import Rexus

_PRONTO_S = 25.0
_VUELVE_S = 40.0
Abrir = Callable[..., Registry]

pytestmark = pytest.mark.solo("postgresql", porque="a file has no server that could go away")


@pytest.fixture
def abrir() -> Iterator[Abrir]:
    """`abrir(sitio)` opens a registry that is closed at the end, whatever state it is in."""
    abiertos: list[Registry] = []

    def uno(sitio: Sitio, **kw: Any) -> Registry:
        abiertos.append(sitio.registry(**kw))
        return abiertos[-1]

    yield uno
    desde = time.monotonic()
    for registry in abiertos:
        registry.close()
    assert time.monotonic() - desde < _PRONTO_S


@pytest.fixture
def marco(sitio: Sitio, abrir: Abrir) -> int:
    """An article of which there are ten, made straight on the server."""
    return InventarioModel(abrir(sitio), lambda: SISTEMA).crear({"codigo": "564002"}, stock_inicial=10).value.id


def modelo_de(registry: Registry) -> InventarioModel:
    return InventarioModel(registry, lambda: SISTEMA)


def hasta(cumplido: Callable[[], bool], segundos: float) -> bool:
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        if cumplido():
            return True
        time.sleep(0.02)
    return cumplido()


def claves(registry: Registry, articulo: int) -> list[str]:
    return [linea.clave for linea in modelo_de(registry).kardex(articulo, limite=None)]


# ── It was never there ──


def _puerto_cerrado(sitio: Sitio) -> Sitio:
    return sitio.con(puerto=puerto_libre())


def _host_desconocido(sitio: Sitio) -> Sitio:
    return sitio.con(servidor="no-existe.invalid")


def _clave_mala(sitio: Sitio) -> Sitio:
    return sitio.con(clave="otra")


def _cuenta_desconocida(sitio: Sitio) -> Sitio:
    return sitio.con(usuario="nadie")


def _base_desconocida(sitio: Sitio) -> Sitio:
    return sitio.con(bases={**sitio.conexion.bases, INVENTARIO: "no_existe", USERS: "no_existe"})


def _sin_cifrado(sitio: Sitio) -> Sitio:
    """This server has no TLS, and the seat insists on it."""
    return sitio.con(tls="verificar")


_NUNCA = [
    (_puerto_cerrado, BaseInalcanzableError, "Sin conexión con la base"),
    (_host_desconocido, BaseInalcanzableError, "Sin conexión con la base"),
    (_clave_mala, AccesoRechazadoError, "no acepta la cuenta"),
    (_cuenta_desconocida, AccesoRechazadoError, "no acepta la cuenta «nadie»"),
    (_base_desconocida, BaseSinPrepararError, "«no_existe» no existe"),
    (_sin_cifrado, AccesoRechazadoError, "No se pudo comprobar"),
]


@pytest.mark.parametrize(("cambiar", "error", "frase"), _NUNCA, ids=lambda v: getattr(v, "__name__", None))
def test_what_is_wrong_is_named_in_time(
    sitio: Sitio, abrir: Abrir, cambiar: Callable[[Sitio], Sitio], error: type[BaseError], frase: str
) -> None:
    desde = time.monotonic()
    with pytest.raises(error) as dicho:
        modelo_de(abrir(cambiar(sitio))).crear({"codigo": "A1"})
    assert time.monotonic() - desde < _PRONTO_S
    assert frase in str(dicho.value)
    assert dicho.value.que_hacer
    for secreto in (sitio.conexion.clave, "Traceback", "sqlalche.me"):
        assert secreto not in str(dicho.value)


@pytest.mark.parametrize(
    ("cambiar", "frase"), [(c, f) for c, _, f in _NUNCA], ids=lambda v: getattr(v, "__name__", None)
)
def test_the_command_line_says_the_same(
    sitio: Sitio, home: Path, cambiar: Callable[[Sitio], Sitio], frase: str
) -> None:
    respuesta = Rexus(home, cambiar(sitio).variables())("verificar", plazo=60)
    assert (respuesta.estado, respuesta.salida) == (1, "")
    assert frase in respuesta.error
    assert "Traceback" not in respuesta.error
    assert sitio.conexion.clave not in respuesta.error


def test_who_only_looks_is_not_told_that_nothing_was_saved(sitio: Sitio, home: Path) -> None:
    """The command line does not try again by itself either, as the window does."""
    rexus = Rexus(home, _puerto_cerrado(sitio).variables())
    for args in (("verificar",), ("buscar", "x"), ("kardex", "x"), ("config", "listar"), ("diagnostico",)):
        respuesta = rexus(*args, plazo=60)
        todo = respuesta.salida + respuesta.error
        assert "no responde" in todo, args
        assert "No se guardó" not in todo and "vuelve a probar" not in todo, args
    for args in (("mover", "entrada", "x", "1"), ("anular", "1")):
        respuesta = rexus(*args, plazo=60)
        assert respuesta.estado == 1 and "No se guardó nada." in respuesta.error, args
        assert "vuelve a probar" not in respuesta.error


def test_databases_without_tables_say_how_to_make_them(fabrica: Fabrica, abrir: Abrir, tmp_path: Path) -> None:
    sitio = fabrica.sin_tablas(paths_under(tmp_path))
    with pytest.raises(BaseSinPrepararError, match="preparar"):
        modelo_de(abrir(sitio)).crear({"codigo": "A1"})
    fabrica.retirar(sitio)


def test_a_server_that_is_silent_from_the_start(sitio: Sitio, abrir: Abrir, proxy: Mando) -> None:
    proxy.callar()
    registry = abrir(sitio.por(proxy.puerto))
    desde = time.monotonic()
    with pytest.raises(BaseInalcanzableError):
        modelo_de(registry).crear({"codigo": "A1"})
    assert time.monotonic() - desde < _PRONTO_S
    assert registry.salud.estado is not Estado.ONLINE
    # Whoever asks meanwhile is told at once, without waiting again.
    with pytest.raises(BaseInalcanzableError):
        modelo_de(registry).crear({"codigo": "A1"})
    proxy.sanar()
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    modelo_de(registry).crear({"codigo": "A1"})


def test_an_account_without_rights_is_told_which(sitio: Sitio, abrir: Abrir, postgres: Postgres, marco: int) -> None:
    with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
        sesion.execute(f'REVOKE INSERT ON movimientos FROM "{sitio.conexion.usuario}"')
    registry = abrir(sitio)
    with pytest.raises(AccesoRechazadoError, match="movimientos"):
        modelo_de(registry).registrar_salida(Pedido(marco, 1))
    # Reading goes on: the server is there.
    assert registry.salud.estado is Estado.ONLINE
    assert modelo_de(registry).articulo(marco).stock_actual == 10


def test_a_server_that_is_full_is_not_called_dead_for_those_who_are_in(
    sitio: Sitio, abrir: Abrir, postgres: Postgres, marco: int
) -> None:
    with postgres.sesion() as sesion:
        sesion.execute(f'ALTER ROLE "{sitio.conexion.usuario}" CONNECTION LIMIT 0')
    try:
        with pytest.raises(BaseError) as dicho:
            modelo_de(abrir(sitio)).articulo(marco)
        assert dicho.value.que_hacer
    finally:
        with postgres.sesion() as sesion:
            sesion.execute(f'ALTER ROLE "{sitio.conexion.usuario}" CONNECTION LIMIT -1')


# ── It goes away in the middle of work ──


def test_killed_in_the_middle_of_a_transaction(sitio: Sitio, abrir: Abrir, postgres: Postgres, marco: int) -> None:
    registry = abrir(sitio)
    hecho = modelo_de(registry).registrar_salida(Pedido(marco, 1)).value
    with pytest.raises(BaseInalcanzableError), registry.write(INVENTARIO, SISTEMA) as work:
        registrar_entrada(work, "perfil", Pedido(marco, 5))
        postgres.matar()
    assert hasta(lambda: registry.salud.estado is not Estado.ONLINE, _PRONTO_S)
    postgres.arrancar()
    # By itself, without anybody pressing anything.
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    assert claves(registry, marco)[0] == hecho.clave
    assert modelo_de(registry).articulo(marco).stock_actual == 9
    assert modelo_de(registry).verificar().ok


def test_an_answer_that_is_lost_for_good_is_asked_for_again(
    sitio: Sitio, abrir: Abrir, proxy: Mando, marco: int
) -> None:
    """The commit arrived, its answer did not, and the server cannot be asked: the same UUID later is one movement."""
    registry = abrir(sitio.por(proxy.puerto))
    modelo = modelo_de(registry)
    assert modelo.articulo(marco).stock_actual == 10
    pedido = Pedido(marco, 3, clave=str(uuid.uuid4()))
    proxy.perder_respuesta_a(COMMIT)
    proxy.rechazar()
    with pytest.raises(ResultadoDesconocidoError) as dicho:
        modelo.registrar_salida(pedido)
    assert "no se duplica" in dicho.value.que_hacer
    proxy.sanar()
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    repetido = modelo.registrar_salida(pedido).value
    assert (repetido.repetido, repetido.stock_resultante) == (True, 7)
    assert claves(registry, marco).count(str(pedido.clave)) == 1
    assert modelo.articulo(marco).stock_actual == 7


def test_silence_in_the_middle_of_a_transaction(sitio: Sitio, abrir: Abrir, proxy: Mando, marco: int) -> None:
    registry = abrir(sitio.por(proxy.puerto))
    desde = time.monotonic()
    with pytest.raises(BaseError), registry.write(INVENTARIO, SISTEMA) as work:
        registrar_entrada(work, "perfil", Pedido(marco, 5))
        proxy.callar()
    assert time.monotonic() - desde < _PRONTO_S
    assert hasta(lambda: registry.salud.estado is not Estado.ONLINE, _PRONTO_S)
    proxy.sanar()
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    # The commit never reached the server, and the lock that it held is gone with its connection.
    assert modelo_de(registry).registrar_salida(Pedido(marco, 1)).value.stock_resultante == 9
    assert modelo_de(registry).verificar().ok


def test_a_slow_server_is_not_called_dead(sitio: Sitio, abrir: Abrir, proxy: Mando, marco: int) -> None:
    registry = abrir(sitio.por(proxy.puerto))
    modelo = modelo_de(registry)
    assert modelo.articulo(marco).stock_actual == 10
    clave = str(uuid.uuid4())
    proxy.demorar(3)
    try:
        modelo.registrar_salida(Pedido(marco, 1, clave=clave))
    except BaseError as error:
        assert error.que_hacer
    proxy.sanar()
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    assert modelo.registrar_salida(Pedido(marco, 1, clave=clave)).value.stock_resultante == 9
    assert claves(registry, marco).count(clave) == 1
    assert modelo.verificar().ok


def test_sessions_ended_by_an_administrator_are_not_noticed(
    sitio: Sitio, abrir: Abrir, postgres: Postgres, marco: int
) -> None:
    registry = abrir(sitio)
    modelo = modelo_de(registry)
    for n in range(3):
        assert modelo.registrar_salida(Pedido(marco, 1)).value.stock_resultante == 9 - n
        postgres.echar(sitio.conexion.bases[INVENTARIO])
    postgres.parar(con_calma=True)
    postgres.arrancar()
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    assert modelo.registrar_salida(Pedido(marco, 1)).value.stock_resultante == 6


def test_a_password_that_changed_is_told_and_not_tried_over_and_over(
    sitio: Sitio, abrir: Abrir, postgres: Postgres, marco: int
) -> None:
    registry = abrir(sitio)
    modelo = modelo_de(registry)
    assert modelo.articulo(marco).stock_actual == 10
    usuario = sitio.conexion.usuario
    with postgres.sesion() as sesion:
        sesion.execute(f"ALTER ROLE \"{usuario}\" PASSWORD 'otra'")
    try:
        postgres.echar(sitio.conexion.bases[INVENTARIO])
        with pytest.raises(AccesoRechazadoError, match="no acepta la cuenta"):
            modelo.articulo(marco)
    finally:
        with postgres.sesion() as sesion:
            sesion.execute(f"ALTER ROLE \"{usuario}\" PASSWORD '{sitio.conexion.clave.replace(chr(39), chr(39) * 2)}'")
    registry.salud.reintentar()
    assert hasta(lambda: registry.salud.estado is Estado.ONLINE, _VUELVE_S)
    assert modelo.articulo(marco).stock_actual == 10


def test_a_pool_that_is_used_up_says_so_and_recovers(sitio: Sitio, abrir: Abrir, marco: int) -> None:
    registry = abrir(sitio, pool=PoolSettings(size=1, max_overflow=0, timeout_pantalla=0.3))
    modelo = modelo_de(registry)
    with registry.read(INVENTARIO, SISTEMA):
        desde = time.monotonic()
        with pytest.raises(BaseError, match="Todas las conexiones"):
            modelo.registrar_salida(Pedido(marco, 1))
        assert time.monotonic() - desde < _PRONTO_S
    assert registry.salud.estado is Estado.ONLINE
    assert modelo.registrar_salida(Pedido(marco, 1)).value.stock_resultante == 9
