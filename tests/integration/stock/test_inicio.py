"""The start page's model: of each part only what whoever looks may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import PermisoError
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inicio.domain import Panorama, Respaldo
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import estado, hacer
from rexus.settings import Settings
from rexus.stock import actividad, anulaciones, movimientos, precios, proveedores
from rexus.stock.actividad import DiaMovido
from rexus.stock.movimientos import Pedido
from rexus.stock.valor import GrupoValor, ValorStock, valor_del_stock


def panorama(registry: Registry, settings: Settings, *permisos: str) -> Panorama:
    actor = Actor("luis", "consulta", frozenset(permisos))
    return InicioModel(registry, lambda: actor, settings, UTC).panorama()


@pytest.fixture
def settings(registry: Registry) -> Settings:
    registry.paths.crear()
    return Settings(registry.paths)


def test_only_what_may_be_seen_is_read(registry: Registry, modelo: InventarioModel, settings: Settings) -> None:
    vacio = panorama(registry, settings)
    assert vacio.vacio
    assert (vacio.bajos, vacio.obras, vacio.pedidos, vacio.respaldo) == (None, None, None, None)
    assert not panorama(registry, settings, "inventario.ver").hay_articulos
    modelo.crear({"codigo": "A1", "stock_minimo": 2})
    solo = panorama(registry, settings, "inventario.ver")
    assert [(b.modulo, b.tabla, b.hallado.cuantos) for b in solo.bajos or ()] == [
        ("inventario", "inventario_perfiles", 1)
    ]
    assert (solo.obras, solo.pedidos, solo.respaldo) == (None, None, None)
    assert [b.hallado.cuantos for b in panorama(registry, settings, "herrajes.ver").bajos or ()] == [0]
    assert panorama(registry, settings, "obras.ver").obras == ()
    assert panorama(registry, settings, "compras.ver").pedidos == ()
    assert panorama(registry, settings, "*").hay_articulos


@pytest.mark.solo("sqlite", porque="where the sets lie is the same on every engine")
def test_the_newest_good_backup_is_told(registry: Registry, modelo: InventarioModel, settings: Settings) -> None:
    modelo.crear({"codigo": "A1"})
    assert panorama(registry, settings, "respaldos.ver").respaldo == Respaldo(None)
    ahora = datetime.now(UTC)
    carpeta = registry.paths.backups
    viejo = hacer.completo(registry, carpeta, clock=lambda: ahora - timedelta(days=2), actor=SISTEMA)
    nuevo = hacer.completo(registry, carpeta, clock=lambda: ahora - timedelta(hours=3), actor=SISTEMA)
    assert panorama(registry, settings, "respaldos.ver").respaldo == Respaldo(nuevo.fecha)
    # One that was found altered counts no more.
    estado.anotar_verificado(carpeta, nuevo.id, ahora, "no es el que se guardó")
    assert panorama(registry, settings, "respaldos.ver").respaldo == Respaldo(viejo.fecha)


def test_what_the_stock_is_worth(registry: Registry, modelo: InventarioModel) -> None:
    ids = [
        modelo.crear({"codigo": codigo, "acabado": acabado, "importe": importe}, hay).value.id
        for codigo, acabado, importe, hay in (
            ("A1", "Mon/Mon", "10.25", "3"),
            ("A2", "Mon/Mon", "0", "2.5"),
            ("A3", "", "7", "1"),
            ("A4", "Bruto", "5", "0"),
            ("A5", "Mon/Mon", "0", "4"),
        )
    ]
    with registry.write(INVENTARIO, SISTEMA) as work:
        barato, caro = (proveedores.asegurar(work, nombre) for nombre in ("Barato", "Caro"))
        # The preferred supplier's price goes before the article's own, and before what others ask.
        precios.poner(work, "perfil", ids[0], caro, {"precio": "99.99"})
        precios.poner(work, "perfil", ids[0], barato, {"precio": "10.01", "preferido": True})
        precios.poner(work, "perfil", ids[1], caro, {"precio": "33.33", "preferido": True})
    hallado = registry.leer(INVENTARIO, SISTEMA, valor_del_stock, "perfil")
    # 3 × 10,01 + 2,5 × 33,33 = 30,03 + 83,33 (83,325 rounded).
    assert hallado == ValorStock("perfil", (GrupoValor("Mon/Mon", Decimal("113.36")), GrupoValor("", Decimal(7))), 1)
    assert hallado.total == Decimal("120.36")
    HerrajesModel(registry, lambda: SISTEMA).crear({"codigo": "B", "categoria": "bisagras", "precio_unitario": 2}, 8)
    assert registry.leer(INVENTARIO, SISTEMA, valor_del_stock, "herraje").grupos == (
        GrupoValor("bisagras", Decimal(16)),
    )
    for permisos in ({"inventario.ver"}, {"compras.ver"}):
        with pytest.raises(PermisoError):
            registry.leer(INVENTARIO, Actor("luis", "consulta", frozenset(permisos)), valor_del_stock, "perfil")


def test_what_moved_on_each_day(registry: Registry, modelo: InventarioModel) -> None:
    articulo = modelo.crear({"codigo": "A1", "descripcion": "Marco"}, 0).value.id
    herraje = HerrajesModel(registry, lambda: SISTEMA).crear({"codigo": "B"}, 0).value.id
    hoy = datetime(2026, 3, 10, 12, tzinfo=UTC)

    def mover(clase: str, id_: int, cuantas: int, dias: int, horas: int = 0) -> int:
        with registry.write(INVENTARIO, SISTEMA) as work:
            work.now = lambda: hoy - timedelta(days=dias, hours=horas)
            mueve = movimientos.registrar_entrada if cuantas > 0 else movimientos.registrar_salida
            return mueve(work, clase, Pedido(id_, abs(cuantas))).value.id

    mover("perfil", articulo, 9, dias=2, horas=12)
    mover("perfil", articulo, -2, dias=2)
    equivocado = mover("perfil", articulo, -3, dias=1)
    mover("herraje", herraje, 5, dias=0)
    with registry.write(INVENTARIO, SISTEMA) as work:
        anulaciones.anular(work, equivocado)
    cortes = [hoy.replace(hour=0) - timedelta(days=n) for n in (3, 2, 1, 0, -1)]
    dias = registry.leer(INVENTARIO, SISTEMA, actividad.por_dia, ("perfil", "herraje"), cortes)
    assert dias == [DiaMovido(), DiaMovido(1, 1), DiaMovido(), DiaMovido(1, 0)]
    solo = registry.leer(INVENTARIO, SISTEMA, actividad.por_dia, ("perfil",), cortes)
    assert solo[-1] == DiaMovido()
    lista = registry.leer(INVENTARIO, SISTEMA, actividad.entre_momentos, ("perfil", "herraje"), cortes[1], cortes[2])
    assert [(m.codigo, m.tipo, m.cantidad) for m in lista] == [("A1", "SALIDA", -2), ("A1", "ENTRADA", 9)]
    nadie = Actor("luis", "consulta", frozenset({"herrajes.ver"}))
    with pytest.raises(PermisoError):
        registry.leer(INVENTARIO, nadie, actividad.por_dia, ("perfil",), cortes)
