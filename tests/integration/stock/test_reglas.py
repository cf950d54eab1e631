"""DOMAIN's rules hold whatever is done, in any order: a state machine against a model in plain Python."""

from __future__ import annotations

import os
import tempfile
import uuid
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.base.paths import paths_under
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.conteos import Contado
from rexus.stock.movimientos import Pedido
from tests.servers.fabricas import Fabrica

EJEMPLOS = int(os.environ.get("REXUS_TEST_EJEMPLOS", "12"))

cantidades = st.decimals(min_value="0.001", max_value="50", places=3)
articulos = st.integers(0, 2)
lugares = st.integers(0, 2)


class Taller(RuleBasedStateMachine):
    """Three articles in three places; `hay` is what a careful person would have written down."""

    movimientos: Bundle[int] = Bundle("movimientos")

    def __init__(self, fabrica: Fabrica) -> None:
        super().__init__()
        self.fabrica = fabrica

    @initialize()
    def abrir(self) -> None:
        self.carpeta = tempfile.TemporaryDirectory()
        self.sitio = self.fabrica.nuevo(paths_under(Path(self.carpeta.name)))
        self.registry = self.sitio.registry()
        self.modelo = InventarioModel(self.registry, lambda: SISTEMA)
        places = UbicacionesModel(self.registry, lambda: SISTEMA)
        self.lugares = [places.crear(f"Rack {n}").value.id for n in range(3)]
        self.articulos = [self.modelo.crear({"codigo": f"P{n}", "ubicacion": f"Rack {n}"}).value.id for n in range(3)]
        self.hay: dict[tuple[int, int], Decimal] = {}
        self.hechos: dict[int, list[tuple[tuple[int, int], Decimal]]] = {}

    def _intentar(self, cambios: list[tuple[tuple[int, int], Decimal]], operacion: object) -> int:
        """Do it; it must succeed exactly when no place would go below zero. Returns the movement's id, 0 if refused."""
        despues = dict(self.hay)
        for lugar, cantidad in cambios:
            despues[lugar] = despues.get(lugar, Decimal(0)) + cantidad
        posible = all(cantidad >= 0 for cantidad in despues.values())
        try:
            hecho = operacion()  # type: ignore[operator]
        except RexusError:
            assert not posible
            return 0
        assert posible
        self.hay = despues
        self.hechos[hecho] = cambios
        return int(hecho)

    @rule(target=movimientos, a=articulos, u=lugares, n=cantidades)
    def entra(self, a: int, u: int, n: Decimal) -> int:
        pedido = Pedido(self.articulos[a], n, self.lugares[u])
        return self._intentar([((a, u), n)], lambda: self.modelo.registrar_entrada(pedido).value.id)

    @rule(target=movimientos, a=articulos, u=lugares, n=cantidades)
    def sale(self, a: int, u: int, n: Decimal) -> int:
        pedido = Pedido(self.articulos[a], n, self.lugares[u])
        return self._intentar([((a, u), -n)], lambda: self.modelo.registrar_salida(pedido).value.id)

    @rule(target=movimientos, a=articulos, u=lugares, n=cantidades, signo=st.sampled_from([1, -1]))
    def ajusta(self, a: int, u: int, n: Decimal, signo: int) -> int:
        pedido = Pedido(self.articulos[a], n * signo, self.lugares[u], motivo="rotas")
        return self._intentar([((a, u), n * signo)], lambda: self.modelo.registrar_ajuste(pedido).value.id)

    @rule(target=movimientos, a=articulos, de=lugares, al=lugares, n=cantidades)
    def transfiere(self, a: int, de: int, al: int, n: Decimal) -> int:
        if de == al:
            return 0
        return self._intentar(
            [((a, de), -n), ((a, al), n)],
            lambda: self.modelo.transferir(self.articulos[a], n, self.lugares[de], self.lugares[al]).value[0].id,
        )

    @rule(m=movimientos)
    def anula(self, m: int) -> None:
        if m not in self.hechos:
            return
        cambios = [(lugar, -cantidad) for lugar, cantidad in self.hechos[m]]
        if self._intentar(cambios, lambda: self.modelo.anular(m).value.anulaciones[0].id):
            # Once annulled, neither the movement nor its annulment can be annulled again.
            for otra in (m, max(self.hechos)):
                self.hechos.pop(otra)
                try:
                    self.modelo.anular(otra)
                except RexusError:
                    continue
                raise AssertionError("annulled twice")

    @rule(u=lugares, contado=st.lists(st.integers(0, 40), min_size=3, max_size=3))
    def cuenta(self, u: int, contado: list[int]) -> None:
        planilla = self.modelo.planilla(self.lugares[u])
        contados = [
            Contado(linea.articulo_id, linea.ubicacion_id, 0, linea.esperado, n)
            for linea, n in zip(planilla, contado, strict=False)
        ]
        if not contados:
            return
        self.modelo.registrar_conteo(contados)
        for linea in contados:
            self.hay[self.articulos.index(linea.articulo_id), u] = Decimal(str(linea.contado))

    @rule(a=articulos, u=lugares, n=cantidades)
    def repite_la_misma_clave(self, a: int, u: int, n: Decimal) -> None:
        pedido = Pedido(self.articulos[a], n, self.lugares[u], clave=str(uuid.uuid4()))
        primero = self.modelo.registrar_entrada(pedido).value
        segundo = self.modelo.registrar_entrada(pedido).value
        assert (segundo.id, segundo.repetido) == (primero.id, True)
        self.hay[a, u] = self.hay.get((a, u), Decimal(0)) + n

    @invariant()
    def las_reglas(self) -> None:
        verificacion = self.modelo.verificar()
        assert verificacion.ok, verificacion.diferencias
        for a, articulo_id in enumerate(self.articulos):
            articulo = self.modelo.articulo(articulo_id)
            en_lugares = {e.ubicacion_id: e.cantidad for e in self.modelo.existencias(articulo_id)}
            esperado = {self.lugares[u]: cantidad for (otro, u), cantidad in self.hay.items() if otro == a and cantidad}
            assert en_lugares == esperado
            assert articulo.stock_actual == sum(esperado.values())

    def teardown(self) -> None:
        if hasattr(self, "registry"):
            self.registry.close()
            self.fabrica.retirar(self.sitio)
            self.carpeta.cleanup()


def test_whatever_is_done_in_any_order(fabrica: Fabrica) -> None:
    run_state_machine_as_test(
        lambda: Taller(fabrica),
        settings=settings(
            max_examples=EJEMPLOS, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
