"""DOMAIN's rules hold whatever is done with obras, orders and bars, in any order, and whatever of it is undone.

`Libro` is what a careful person would have written down; every operation must do what the book says, or be refused
where the book says that it cannot be, and leave everything as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.base.paths import paths_under
from rexus.catalogo.model import ModeloCatalogo
from rexus.db.names import INVENTARIO
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock import (
    cortes,
    entregas,
    kits,
    kits_obra,
    kits_salida,
    obras,
    pedidos,
    recepciones,
    requerimientos,
    reservas,
)
from rexus.stock.anulaciones import anular_lote
from rexus.stock.corte_cuentas import Pieza
from rexus.stock.kits import ParteDada
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido
from rexus.stock.obras_detenidas import obras_detenidas
from rexus.stock.pedidos import LineaPedida
from rexus.stock.recepciones import LineaRecibida
from rexus.stock.retazos import retazos
from tests.servers.fabricas import Fabrica

EJEMPLOS = int(os.environ.get("REXUS_TEST_EJEMPLOS_OBRAS", "6"))
PASOS = int(os.environ.get("REXUS_TEST_PASOS_OBRAS", "30"))
LARGO, MINIMO = 6_000, 500

que_obra = st.integers(0, 1)
#: Two perfiles and a herraje, of which a kit holds two.
ARTICULOS = (0, 1, 2)
CORTADOS = (0, 1)
HERRAJE = 2
POR_KIT = 2
que_articulo = st.sampled_from(ARTICULOS)
cuantas = st.integers(1, 6)

Lado = tuple[int, int]
"""An obra and an article, by their place in the test."""


@dataclass
class Hecho:
    """What a batch did, for undoing it: pieces in or out, of which obra, and which reservations moved."""

    tipo: str
    obra: int = -1
    salio: dict[int, int] = field(default_factory=dict)
    reservo: dict[Lado, int] = field(default_factory=dict)
    uso: dict[Lado, int] = field(default_factory=dict)
    pedido: int = -1
    de_mm: int = 0
    retazo_mm: int = 0
    necesito: dict[Lado, int] = field(default_factory=dict)


class Libro:
    """The figures, in pieces."""

    def __init__(self) -> None:
        self.stock: dict[int, int] = defaultdict(int)
        self.reserva: dict[Lado, int] = defaultdict(int)
        self.entregado: dict[Lado, int] = defaultdict(int)
        self.cortadas: dict[Lado, int] = defaultdict(int)
        self.necesarias: dict[Lado, int] = defaultdict(int)
        self.retazos: dict[Lado, int] = defaultdict(int)
        self.abierta = [True, True]
        # By order: article, ordered, taken in, on its way.
        self.pedidos: dict[int, list[Any]] = {}

    def libre(self, a: int) -> int:
        return self.stock[a] - sum(n for (_, otro), n in self.reserva.items() if otro == a)

    def falta(self, o: int, a: int) -> int:
        return max(0, max(0, self.necesarias[o, a] - self.entregado[o, a]) - self.reserva[o, a])

    def posible(self) -> bool:
        return (
            all(self.libre(a) >= 0 for a in ARTICULOS)
            and all(n >= self.cortadas[lado] for lado, n in self.entregado.items())
            and min(self.retazos.values(), default=0) >= 0
        )


class TallerDeObras(RuleBasedStateMachine):
    """Two obras, two articles of six metres and a herraje with its kits, one place."""

    lotes: Bundle[int] = Bundle("lotes")

    def __init__(self, fabrica: Fabrica) -> None:
        super().__init__()
        self.fabrica = fabrica

    @initialize()
    def abrir(self) -> None:
        self.carpeta = tempfile.TemporaryDirectory()
        self.sitio = self.fabrica.nuevo(paths_under(Path(self.carpeta.name)))
        self.registry = self.sitio.registry()
        self.modelo = InventarioModel(self.registry, lambda: SISTEMA)
        self.herrajes = HerrajesModel(self.registry, lambda: SISTEMA)
        self.articulos = [self.modelo.crear({"codigo": f"P{n}", "longitud": LARGO}, 8).value.id for n in CORTADOS]
        # So the other one has the id of a perfil: what is told of one class is not told of the other.
        self.herrajes.crear({"codigo": "H0", "nombre": "Manija"}, 1)
        self.articulos.append(self.herrajes.crear({"codigo": "H2", "nombre": "Bisagra"}, 8).value.id)
        parte = ParteDada(POR_KIT, articulo_id=self.articulos[HERRAJE])
        kit = self.herrajes.crear_kit({"codigo": "K1"}, [parte]).value.id
        # A kit, and a kit of that one and one piece besides.
        otro = self.herrajes.crear_kit(
            {"codigo": "K2"}, [ParteDada(1, subkit_id=kit), ParteDada(1, articulo_id=self.articulos[HERRAJE])]
        ).value.id
        self.kits = {kit: POR_KIT, otro: POR_KIT + 1}
        self.obras = [self._hacer(obras.crear, {"codigo": f"OB-{n}"}).id for n in range(2)]
        partes = [ParteDada(n + 1, articulo) for n, articulo in enumerate(self.articulos[:HERRAJE])]
        self.kit = self._hacer(kits.crear, "perfil", {"codigo": "KIT"}, partes).id
        self.libro = Libro()
        self.libro.stock.update(dict.fromkeys(ARTICULOS, 8))
        self.hechos: dict[int, Hecho] = {}

    def _hacer(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self.registry.escribir(INVENTARIO, SISTEMA, operacion, *args, **kw).value

    def _intentar(self, posible: bool, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """It must succeed exactly when the book says so; None when refused."""
        try:
            hecho = self._hacer(operacion, *args, **kw)
        except RexusError as error:
            assert not posible, error
            return None
        assert posible
        return hecho

    def _linea(self, a: int, n: int) -> list[Linea]:
        return [Linea(*self._clave(a), n)]

    def _clave(self, a: int) -> tuple[str, int]:
        return "herraje" if a == HERRAJE else "perfil", self.articulos[a]

    def _modelo(self, a: int) -> ModeloCatalogo:
        return self.herrajes if a == HERRAJE else self.modelo

    # ── Goods and needs ──

    @rule(a=que_articulo, n=cuantas)
    def entra(self, a: int, n: int) -> None:
        self._modelo(a).registrar_entrada(Pedido(self.articulos[a], n))
        self.libro.stock[a] += n

    @rule(a=que_articulo, n=cuantas)
    def sale(self, a: int, n: int) -> None:
        posible = n <= self.libro.libre(a)
        try:
            self._modelo(a).registrar_salida(Pedido(self.articulos[a], n))
        except RexusError:
            assert not posible
            return
        assert posible
        self.libro.stock[a] -= n

    @rule(o=que_obra, a=que_articulo, n=st.integers(0, 9))
    def necesita(self, o: int, a: int, n: int) -> None:
        pedidas = {self._clave(a): n}
        if self._intentar(self.libro.abierta[o], requerimientos.poner, self.obras[o], pedidas) is not None:
            self.libro.necesarias[o, a] = n

    # ── Setting apart ──

    @rule(target=lotes, o=que_obra)
    def reserva_todo(self, o: int) -> int:
        tomas = {(o, a): min(self.libro.falta(o, a), self.libro.libre(a)) for a in ARTICULOS}
        hecha = self._intentar(self.libro.abierta[o], reservas.reservar, self.obras[o])
        if hecha is None:
            return 0
        for lado, n in tomas.items():
            self.libro.reserva[lado] += n
        if hecha.lote_id is None:
            assert not any(tomas.values())
            return 0
        self.hechos[hecha.lote_id] = Hecho("RESERVA", o, reservo=tomas)
        return int(hecha.lote_id)

    @rule(target=lotes, o=que_obra, a=que_articulo, n=cuantas)
    def reserva(self, o: int, a: int, n: int) -> int:
        posible = self.libro.abierta[o] and n <= self.libro.libre(a)
        hecha = self._intentar(posible, reservas.reservar, self.obras[o], self._linea(a, n))
        if hecha is None:
            return 0
        self.libro.reserva[o, a] += n
        self.hechos[hecha.lote_id] = Hecho("RESERVA", o, reservo={(o, a): n})
        return int(hecha.lote_id)

    @rule(target=lotes, o=que_obra, n=st.integers(1, 3))
    def reserva_kits(self, o: int, n: int) -> int:
        """One of the first article and two of the second, of each."""
        partes = {(o, 0): n, (o, 1): 2 * n}
        posible = self.libro.abierta[o] and all(self.libro.libre(a) >= m for (_, a), m in partes.items())
        hecho = self._intentar(posible, kits_obra.reservar, "perfil", self.kit, self.obras[o], n)
        if hecho is None:
            return 0
        for lado, m in partes.items():
            self.libro.reserva[lado] += m
            self.libro.necesarias[lado] += m
        self.hechos[hecho.lote_id] = Hecho("RESERVA", o, reservo=partes, necesito=partes)
        return int(hecho.lote_id)

    @rule(target=lotes, o=que_obra, n=st.integers(1, 3))
    def entrega_kits(self, o: int, n: int) -> int:
        usos = [self._usos(o, a, m, de_otra=False) for a, m in ((0, n), (1, 2 * n))]
        juntos = {lado: m for suyos in usos if suyos is not None for lado, m in suyos.items()}
        posible = self.libro.abierta[o] and None not in usos
        hecha = self._intentar(posible, kits_obra.entregar, "perfil", self.kit, self.obras[o], n)
        if hecha is None:
            return 0
        for a, m in ((0, n), (1, 2 * n)):
            self.libro.stock[a] -= m
            self.libro.entregado[o, a] += m
        for lado, usadas in juntos.items():
            self.libro.reserva[lado] -= usadas
        self.hechos[hecha.lote_id] = Hecho("ENTREGA", o, salio={0: n, 1: 2 * n}, uso=juntos)
        return int(hecha.lote_id)

    @rule(target=lotes, o=que_obra, a=que_articulo, n=cuantas)
    def libera(self, o: int, a: int, n: int) -> int:
        hecha = self._intentar(n <= self.libro.reserva[o, a], reservas.liberar, self.obras[o], self._linea(a, n))
        if hecha is None:
            return 0
        self.libro.reserva[o, a] -= n
        self.hechos[hecha.lote_id] = Hecho("RESERVA", o, reservo={(o, a): -n})
        return int(hecha.lote_id)

    # ── Kits ──

    @rule(target=lotes, cual=st.integers(0, 1), n=st.integers(1, 3))
    def sale_un_kit(self, cual: int, n: int) -> int:
        kit, cada_uno = sorted(self.kits.items())[cual]
        posible = n * cada_uno <= self.libro.libre(HERRAJE)
        hecho = self._intentar(posible, kits_salida.salida, "herraje", kit, n)
        if hecho is None:
            return 0
        self.libro.stock[HERRAJE] -= n * cada_uno
        self.hechos[hecho.lote_id] = Hecho("KIT", salio={HERRAJE: n * cada_uno})
        return int(hecho.lote_id)

    # ── Giving out and taking back ──

    def _usos(self, o: int, a: int, n: int, *, de_otra: bool) -> dict[Lado, int] | None:
        """Which reservations so many pieces for an obra use up; None when there are not as many."""
        propias = min(n, self.libro.reserva[o, a])
        resto = n - propias - min(n - propias, self.libro.libre(a))
        if resto and not (de_otra and resto <= self.libro.reserva[1 - o, a]):
            return None
        return {(o, a): propias, (1 - o, a): resto}

    @rule(target=lotes, o=que_obra, a=que_articulo, n=cuantas, de_otra=st.booleans())
    def entrega(self, o: int, a: int, n: int, de_otra: bool) -> int:
        usos = self._usos(o, a, n, de_otra=de_otra)
        otras = (self.obras[1 - o],) if de_otra else ()
        posible = self.libro.abierta[o] and usos is not None
        hecha = self._intentar(posible, entregas.entregar, self.obras[o], self._linea(a, n), de_otras=otras)
        if hecha is None or usos is None:
            return 0
        self.libro.stock[a] -= n
        self.libro.entregado[o, a] += n
        for lado, usadas in usos.items():
            self.libro.reserva[lado] -= usadas
        self.hechos[hecha.lote_id] = Hecho("ENTREGA", o, salio={a: n}, uso=usos)
        return int(hecha.lote_id)

    @rule(target=lotes, o=que_obra, a=que_articulo, n=cuantas)
    def devuelve(self, o: int, a: int, n: int) -> int:
        posible = n <= self.libro.entregado[o, a] - self.libro.cortadas[o, a]
        hecha = self._intentar(posible, entregas.devolver, self.obras[o], self._linea(a, n))
        if hecha is None:
            return 0
        self.libro.stock[a] += n
        self.libro.entregado[o, a] -= n
        self.hechos[hecha.lote_id] = Hecho("DEVOLUCION", o, salio={a: -n})
        return int(hecha.lote_id)

    # ── Orders ──

    @rule(o=que_obra, a=que_articulo, n=cuantas)
    def pide(self, o: int, a: int, n: int) -> None:
        hecho = self._intentar(
            self.libro.abierta[o],
            pedidos.crear,
            "REHAU",
            [LineaPedida(*self._clave(a), n)],
            obras_que_esperan=[self.obras[o]],
            enviar=True,
        )
        if hecho is not None:
            self.libro.pedidos[hecho.id] = [a, n, 0, True, o]

    @rule(target=lotes, cual=st.integers(0, 50), n=cuantas, exceso=st.booleans())
    def recibe(self, cual: int, n: int, exceso: bool) -> int:
        if not self.libro.pedidos:
            return 0
        id_ = sorted(self.libro.pedidos)[cual % len(self.libro.pedidos)]
        a, pedidas, recibidas, vigente, o = self.libro.pedidos[id_]
        ficha = self.registry.leer(INVENTARIO, SISTEMA, pedidos.ver, id_)
        entero = recibidas >= pedidas
        posible = vigente and (n <= pedidas - recibidas or exceso) and (not entero or exceso)
        lineas = [LineaRecibida(ficha.lineas[0].id, n)]
        hecha = self._intentar(posible, recepciones.recibir, id_, lineas, aceptar_exceso=exceso)
        if hecha is None:
            return 0
        toma = min(self.libro.falta(o, a), n) if self.libro.abierta[o] else 0
        self.libro.stock[a] += n
        self.libro.reserva[o, a] += toma
        self.libro.pedidos[id_][2] += n
        self.hechos[hecha.lote_id] = Hecho("RECEPCION", o, salio={a: -n}, reservo={(o, a): toma}, pedido=id_)
        return int(hecha.lote_id)

    @rule(cual=st.integers(0, 50))
    def anula_pedido(self, cual: int) -> None:
        if self.libro.pedidos:
            id_ = sorted(self.libro.pedidos)[cual % len(self.libro.pedidos)]
            _a, pedidas, recibidas, vigente, _o = self.libro.pedidos[id_]
            if self._intentar(vigente and recibidas < pedidas, pedidos.anular, id_) is not None:
                self.libro.pedidos[id_][3] = False

    # ── Cuts ──

    @rule(target=lotes, o=que_obra, a=st.sampled_from(CORTADOS), largo=st.sampled_from([5_900, 4_000, 1_500, 700]))
    def corta(self, o: int, a: int, largo: int) -> int:
        de_mm = min((mm for (otro, mm), n in self.libro.retazos.items() if otro == a and n and mm >= largo), default=0)
        usos: dict[Lado, int] | None = {} if de_mm else self._usos(o, a, 1, de_otra=False)
        posible = self.libro.abierta[o] and usos is not None
        hecho = self._intentar(
            posible, cortes.cortar, "perfil", self.articulos[a], [Pieza(largo, 1)], obra_id=self.obras[o],
            retazo_minimo_mm=MINIMO,
        )  # fmt: skip
        if hecho is None or usos is None:
            return 0
        resto = (de_mm or LARGO) - largo
        retazo = resto if resto >= MINIMO else 0
        assert (hecho.de_mm, hecho.retazo_mm) == (de_mm or LARGO, retazo)
        if de_mm:
            self.libro.retazos[a, de_mm] -= 1
        else:
            self.libro.stock[a] -= 1
            self.libro.entregado[o, a] += 1
            self.libro.cortadas[o, a] += 1
            for lado, usadas in usos.items():
                self.libro.reserva[lado] -= usadas
        if retazo:
            self.libro.retazos[a, retazo] += 1
        self.hechos[hecho.lote_id] = Hecho("CORTE", o, {a: 0 if de_mm else 1}, uso=usos, de_mm=de_mm, retazo_mm=retazo)
        return int(hecho.lote_id)

    # ── Ends ──

    @rule(o=que_obra, estado=st.sampled_from(["cerrada", "cancelada"]))
    def termina(self, o: int, estado: str) -> None:
        if self.libro.abierta[o]:
            self._hacer(obras.cambiar_estado, self.obras[o], estado)
            self.libro.abierta[o] = False
            for a in ARTICULOS:
                self.libro.reserva[o, a] = 0

    @rule(o=que_obra)
    def reabre(self, o: int) -> None:
        if not self.libro.abierta[o]:
            estado = self.registry.leer(INVENTARIO, SISTEMA, obras.ver, self.obras[o]).estado
            self._hacer(obras.cambiar_estado, self.obras[o], "colocada" if estado == "cerrada" else "medicion")
            self.libro.abierta[o] = True

    # ── Undoing ──

    @rule(lote=lotes)
    def deshace(self, lote: int) -> None:
        if lote not in self.hechos:
            return
        hecho = self.hechos[lote]
        libros = (
            self.libro.stock, self.libro.reserva, self.libro.entregado, self.libro.cortadas, self.libro.retazos,
        )  # fmt: skip
        antes = [dict(libro) for libro in libros]
        posible = self._borrar(hecho) and self.libro.posible()
        if self._intentar(posible, anular_lote, lote, "") is None:
            for libro, viejo in zip(libros, antes, strict=True):
                libro.clear()
                libro.update(viejo)
            return
        for lado, n in hecho.necesito.items():
            self.libro.necesarias[lado] = max(0, self.libro.necesarias[lado] - n)
        if hecho.pedido >= 0:
            self.libro.pedidos[hecho.pedido][2] -= -sum(hecho.salio.values())
        del self.hechos[lote]
        # Once undone it is not undone again.
        if hecho.tipo == "KIT":
            assert self._hacer(anular_lote, lote, "") == []
        else:
            self._intentar(False, anular_lote, lote, "")

    def _borrar(self, hecho: Hecho) -> bool:
        """Take out of the book what the batch did; False when it may not be, whatever the figures say."""
        for lado, n in hecho.reservo.items():
            # What it set apart goes as far as it is there; what it freed is set apart again.
            self.libro.reserva[lado] -= min(n, self.libro.reserva[lado]) if n > 0 else n
            if n < 0 and not self.libro.abierta[lado[0]]:
                return False
        for a, n in hecho.salio.items():
            self.libro.stock[a] += n
            if hecho.tipo not in ("RECEPCION", "KIT"):
                self.libro.entregado[hecho.obra, a] -= n
        if hecho.tipo == "CORTE":
            (a,) = hecho.salio
            self.libro.cortadas[hecho.obra, a] -= hecho.salio[a]
            if hecho.retazo_mm:
                self.libro.retazos[a, hecho.retazo_mm] -= 1
            if hecho.de_mm:
                self.libro.retazos[a, hecho.de_mm] += 1
        for lado, n in hecho.uso.items():
            if self.libro.abierta[lado[0]]:
                self.libro.reserva[lado] += n
        return True

    # ── What always holds ──

    @invariant()
    def las_reglas(self) -> None:
        verificacion = self.modelo.verificar()
        assert verificacion.ok, verificacion.diferencias
        libro = self.libro
        for a, articulo_id in enumerate(self.articulos):
            articulo = self._modelo(a).articulo(articulo_id)
            assert (articulo.stock_actual, articulo.disponible) == (libro.stock[a], libro.libre(a))
            if a == HERRAJE:
                hay_kits = {k: self.herrajes.kit(k).disponible for k in self.kits}
                assert hay_kits == {k: libro.libre(a) // cada_uno for k, cada_uno in self.kits.items()}
                continue
            hay = self.registry.leer(INVENTARIO, SISTEMA, retazos, "perfil", 1, articulo_id)
            assert {r.longitud_mm: r.cantidad for r in hay} == {
                mm: Decimal(n) for (otro, mm), n in libro.retazos.items() if otro == a and n
            }
        for o, obra_id in enumerate(self.obras):
            vistos = {
                (m.clase, m.articulo_id): (m.necesarias, m.reservado, m.entregado, m.faltan)
                for m in self.registry.leer(INVENTARIO, SISTEMA, requerimientos.materiales, obra_id)
            }
            for a in ARTICULOS:
                # What an obra did not get before it ended is not missing.
                falta = libro.falta(o, a) if libro.abierta[o] else 0
                esperado = (libro.necesarias[o, a], libro.reserva[o, a], libro.entregado[o, a], falta)
                assert vistos.get(self._clave(a), (0, 0, 0, 0)) == esperado
        cortas = {
            self.obras[o]: {
                self._clave(a): corta for a in ARTICULOS if (corta := libro.falta(o, a) - libro.libre(a)) > 0
            }
            for o in (0, 1)
            if libro.abierta[o]
        }
        detenidas = self.registry.leer(INVENTARIO, SISTEMA, obras_detenidas)
        assert {d.id: {(c.clase, c.articulo_id): c.faltan for c in d.cortos} for d in detenidas} == {
            obra: faltan for obra, faltan in cortas.items() if faltan
        }
        for id_, (_a, pedidas, recibidas, vigente, _o) in libro.pedidos.items():
            ficha = self.registry.leer(INVENTARIO, SISTEMA, pedidos.ver, id_)
            segun = "recibida" if recibidas >= pedidas else "recibida_parcial" if recibidas else "enviada"
            assert (ficha.estado, ficha.lineas[0].recibidas) == (segun if vigente else "anulada", recibidas)

    def teardown(self) -> None:
        if hasattr(self, "registry"):
            self.registry.close()
            self.fabrica.retirar(self.sitio)
            self.carpeta.cleanup()


def test_whatever_is_done_in_any_order(fabrica: Fabrica) -> None:
    run_state_machine_as_test(
        lambda: TallerDeObras(fabrica),
        settings=settings(
            max_examples=EJEMPLOS, stateful_step_count=PASOS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
