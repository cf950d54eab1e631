"""An obra's operations on a real database, by whoever the test says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.changes import Result
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock import entregas, obras, requerimientos, reservas
from rexus.stock.lineas import Linea


class Mesa:
    """Short ways to do and to look. Quantities are pieces of perfiles, by code."""

    #: The obras of a test that has two.
    uno: int
    dos: int

    def __init__(self, registry: Registry, modelo: InventarioModel) -> None:
        self.registry = registry
        self.modelo = modelo
        self.actor: Actor = SISTEMA

    def hacer(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        hecho = self.registry.escribir(INVENTARIO, self.actor, operacion, *args, **kw)
        return hecho.value if isinstance(hecho, Result) else hecho

    def leer(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self.registry.leer(INVENTARIO, self.actor, operacion, *args, **kw)

    def articulo(self, codigo: str, stock: int = 0, **valores: Any) -> int:
        return self.modelo.crear({"codigo": codigo, **valores}, stock_inicial=stock).value.id

    def obra(self, codigo: str, necesita: dict[str, int] | None = None, **valores: Any) -> int:
        """A new obra, and what it needs by code."""
        nueva: int = self.hacer(obras.crear, {"codigo": codigo, **valores}).id
        if necesita:
            pedidas = {("perfil", self.id(articulo)): cuantas for articulo, cuantas in necesita.items()}
            self.hacer(requerimientos.poner, nueva, pedidas)
        return nueva

    def id(self, codigo: str) -> int:
        return self.modelo.id_por_codigo(codigo)

    def lineas(self, cuantas: dict[str, int | str]) -> list[Linea]:
        return [Linea("perfil", self.id(codigo), n) for codigo, n in cuantas.items()]

    def reservar(self, obra: int, cuantas: dict[str, int | str] | None = None, **kw: Any) -> reservas.ReservaHecha:
        hecha = self.hacer(reservas.reservar, obra, None if cuantas is None else self.lineas(cuantas), **kw)
        assert isinstance(hecha, reservas.ReservaHecha)
        return hecha

    def liberar(self, obra: int, cuantas: dict[str, int | str] | None = None, **kw: Any) -> reservas.ReservaHecha:
        hecha = self.hacer(reservas.liberar, obra, None if cuantas is None else self.lineas(cuantas), **kw)
        assert isinstance(hecha, reservas.ReservaHecha)
        return hecha

    def entregar(self, obra: int, cuantas: dict[str, int | str] | None = None, **kw: Any) -> entregas.EntregaHecha:
        hecha = self.hacer(entregas.entregar, obra, None if cuantas is None else self.lineas(cuantas), **kw)
        assert isinstance(hecha, entregas.EntregaHecha)
        return hecha

    def devolver(self, obra: int, cuantas: dict[str, int | str] | None = None, **kw: Any) -> entregas.EntregaHecha:
        hecha = self.hacer(entregas.devolver, obra, None if cuantas is None else self.lineas(cuantas), **kw)
        assert isinstance(hecha, entregas.EntregaHecha)
        return hecha

    def cuentas(self, obra: int, codigo: str) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Necesarias, reservado, entregado, faltan."""
        for m in self.leer(requerimientos.materiales, obra):
            if m.codigo == codigo:
                return m.necesarias, m.reservado, m.entregado, m.faltan
        return Decimal(0), Decimal(0), Decimal(0), Decimal(0)

    def stock(self, codigo: str) -> tuple[Decimal, Decimal]:
        """What there is, and what of it is set apart."""
        articulo = self.modelo.articulo(self.id(codigo))
        return articulo.stock_actual, articulo.stock_reservado

    def en_orden(self) -> None:
        """Everything adds up."""
        hecho = self.modelo.verificar()
        assert hecho.ok, hecho.diferencias


@pytest.fixture
def mesa(registry: Registry, modelo: InventarioModel) -> Mesa:
    return Mesa(registry, modelo)
