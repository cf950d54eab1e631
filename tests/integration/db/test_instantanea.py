"""What was seen of a server goes on being seen while it is away, as it was, by who saw it, and says of when it is."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import BaseInalcanzableError, NoEncontradoError
from rexus.db.instantanea import Entera, fechar, peso, solo_frescas
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.seguridad import hay_cuentas
from rexus.stock.articulos import Articulo
from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.reloj import Reloj
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

COLUMNAS = ("codigo", "descripcion", "stock_actual")
ANA = Actor("ana", "operador", frozenset({"inventario.ver"}))
LUIS = Actor("luis", "operador", frozenset({"inventario.ver"}))


@pytest.fixture
def reloj() -> Reloj:
    return Reloj(datetime(2024, 11, 2, 13, 41, tzinfo=UTC))


@pytest.fixture
def registry(sitio_postgres: Sitio, reloj: Reloj) -> Iterator[Registry]:
    registry = sitio_postgres.registry(clock=reloj)
    yield registry
    registry.close()


@pytest.fixture
def modelo(registry: Registry) -> InventarioModel:
    return InventarioModel(registry, lambda: SISTEMA)


@pytest.fixture
def articulos(modelo: InventarioModel) -> list[Articulo]:
    return [modelo.crear({"codigo": f"P{n}", "descripcion": f"Perfil {n}"}, stock_inicial=n).value for n in range(1, 6)]


def test_every_view_that_was_seen_is_seen_again(
    modelo: InventarioModel, registry: Registry, articulos: list[Articulo], postgres: Postgres
) -> None:
    uno = articulos[0].id
    lugares = UbicacionesModel(registry, lambda: SISTEMA)
    pedida = Consulta()

    def ver() -> list[object]:
        ids = modelo.indice(pedida)
        return [
            modelo.primera(pedida, COLUMNAS),
            ids,
            modelo.filas(ids, COLUMNAS),
            modelo.totales(pedida),
            modelo.articulo(uno),
            modelo.kardex(uno),
            modelo.existencias(uno),
            modelo.cuantos_movimientos(uno),
            modelo.id_por_codigo("P1"),
            modelo.ubicaciones(),
            lugares.listar(con_inactivas=True),
        ]

    before = ver()
    postgres.parar()
    assert ver() == before
    assert not registry.salud.instante.en_linea
    # Without waiting for the server again: the state says that it is away.
    assert ver() == before


def test_rows_are_found_whatever_page_they_were_read_in(
    modelo: InventarioModel, articulos: list[Articulo], postgres: Postgres
) -> None:
    ids = [a.id for a in articulos]
    modelo.filas(ids[:3], COLUMNAS)
    modelo.filas([*ids[3:], 999], COLUMNAS)
    postgres.parar()
    assert [f.valores[0] for f in modelo.filas([ids[4], ids[0]], COLUMNAS)] == ["P5", "P1"]
    # That a row was not there when it was asked for was seen too.
    assert modelo.filas([999], COLUMNAS) == []
    with pytest.raises(BaseInalcanzableError):
        modelo.filas([ids[0], 1_000], COLUMNAS)
    with pytest.raises(BaseInalcanzableError):
        modelo.filas([ids[0]], ("codigo",))


def test_what_was_never_seen_says_that_the_server_is_away(
    modelo: InventarioModel, articulos: list[Articulo], postgres: Postgres
) -> None:
    modelo.indice(Consulta())
    postgres.parar()
    for pedida in (lambda: modelo.articulo(articulos[0].id), lambda: modelo.indice(Consulta(texto="otra"))):
        with pytest.raises(BaseInalcanzableError, match="no responde"):
            pedida()


def test_nothing_that_is_decided_upon_comes_from_memory(
    modelo: InventarioModel, articulos: list[Articulo], postgres: Postgres
) -> None:
    uno = articulos[0].id
    modelo.planilla(None, [uno])
    modelo.verificar()
    modelo.articulo(uno)
    postgres.parar()
    decididos: list[Callable[[], object]] = [
        lambda: modelo.planilla(None, [uno]),
        modelo.verificar,
        lambda: modelo.registrar_salida(Pedido(uno, "1")),
    ]
    for hacer in decididos:
        with pytest.raises(BaseInalcanzableError):
            hacer()
    postgres.arrancar()
    assert modelo.articulo(uno).stock_actual == Decimal(1)


def test_an_answer_says_of_when_it_is(
    modelo: InventarioModel, articulos: list[Articulo], reloj: Reloj, postgres: Postgres
) -> None:
    nueve_41 = reloj.ahora
    modelo.articulo(articulos[0].id)
    reloj.ahora += timedelta(minutes=5)
    with fechar() as fechas:
        modelo.articulo(articulos[1].id)
    assert (fechas.mas_vieja, fechas.de_memoria) == (reloj.ahora, False)
    postgres.parar()
    reloj.ahora += timedelta(minutes=5)
    with fechar() as fechas:
        modelo.articulo(articulos[1].id)
        modelo.articulo(articulos[0].id)
    assert (fechas.mas_vieja, fechas.de_memoria) == (nueve_41, True)


def test_the_newest_answer_is_the_one_that_is_given(
    modelo: InventarioModel, articulos: list[Articulo], postgres: Postgres
) -> None:
    uno = articulos[2].id
    modelo.articulo(uno)
    modelo.registrar_salida(Pedido(uno, "2"))
    assert modelo.articulo(uno).stock_actual == 1
    postgres.parar()
    assert modelo.articulo(uno).stock_actual == 1


@pytest.mark.parametrize("otro", [LUIS, Actor("ana", "operador", frozenset())], ids=["luis", "fewer rights"])
def test_nobody_is_given_what_another_user_saw(
    registry: Registry, articulos: list[Articulo], postgres: Postgres, otro: Actor
) -> None:
    modelo = InventarioModel(registry, lambda: ANA)
    modelo.articulo(articulos[0].id)
    postgres.parar()
    assert modelo.articulo(articulos[0].id).codigo == "P1"
    with pytest.raises(BaseInalcanzableError):
        InventarioModel(registry, lambda: otro).articulo(articulos[0].id)


def test_a_sign_out_forgets_everything(
    modelo: InventarioModel, registry: Registry, articulos: list[Articulo], postgres: Postgres
) -> None:
    modelo.articulo(articulos[0].id)
    assert registry.instantanea.peso > 0
    registry.instantanea.olvidar()
    assert (len(registry.instantanea), registry.instantanea.peso) == (0, 0)
    postgres.parar()
    with pytest.raises(BaseInalcanzableError):
        modelo.articulo(articulos[0].id)


def test_what_is_being_read_during_a_sign_out_is_not_kept(registry: Registry) -> None:
    def leer(work: Work) -> int:
        registry.instantanea.olvidar()
        return 1

    assert registry.leer(INVENTARIO, SISTEMA, leer, recordar=Entera()) == 1
    assert len(registry.instantanea) == 0


def test_accounts_never_enter_it(registry: Registry) -> None:
    registry.leer(USERS, SISTEMA, hay_cuentas, recordar=Entera())
    assert len(registry.instantanea) == 0


def test_fresh_only_neither_takes_nor_leaves_anything(
    modelo: InventarioModel, registry: Registry, articulos: list[Articulo], postgres: Postgres
) -> None:
    with solo_frescas():
        modelo.articulo(articulos[0].id)
    assert len(registry.instantanea) == 0
    modelo.articulo(articulos[0].id)
    postgres.parar()
    with solo_frescas(), pytest.raises(BaseInalcanzableError):
        modelo.articulo(articulos[0].id)


def test_whoever_changes_an_answer_does_not_change_the_memory(
    modelo: InventarioModel, articulos: list[Articulo], postgres: Postgres
) -> None:
    ids = modelo.indice(Consulta())
    kept = array("q", ids)
    ids.append(7)
    modelo.kardex(articulos[0].id).clear()
    postgres.parar()
    assert modelo.indice(Consulta()) == kept
    modelo.indice(Consulta()).append(7)
    assert modelo.indice(Consulta()) == kept
    assert len(modelo.kardex(articulos[0].id)) == 1


def test_it_stays_within_its_bounds_and_the_oldest_leave(registry: Registry) -> None:
    def leer(work: Work, n: int) -> array[int]:
        return array("q", [n] * 1_000_000)

    for n in range(12):
        registry.leer(INVENTARIO, SISTEMA, leer, n, recordar=Entera())
    assert registry.instantanea.peso <= 64 << 20
    assert len(registry.instantanea) == 8


def test_a_refusal_of_a_server_that_lives_is_told(registry: Registry) -> None:
    def leer(work: Work) -> int:
        if len(registry.instantanea):
            raise NoEncontradoError("ya no está")
        return 1

    assert registry.leer(INVENTARIO, SISTEMA, leer, recordar=Entera()) == 1
    with pytest.raises(NoEncontradoError):
        registry.leer(INVENTARIO, SISTEMA, leer, recordar=Entera())


def test_the_weight_grows_with_what_is_weighed() -> None:
    assert peso(array("q", range(100_000))) >= 800_000
    uno = ("código", Decimal(3), None)
    assert peso([uno] * 1_000) == pytest.approx(1_000 * peso(uno), rel=0.2)
    assert peso({"a": "x" * 5_000}) > 5_000


@pytest.mark.solo("sqlite", porque="it has no server that could be away")
def test_an_embedded_database_keeps_nothing(sitio: Sitio) -> None:
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    with fechar() as fechas:
        modelo.indice(Consulta())
    assert (len(registry.instantanea), fechas.mas_vieja) == (0, None)
    registry.close()
