"""The example's last thirty days, told in order: the ledger takes each movement's date from the clock of its moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from rexus.db.work import Work
from rexus.ejemplo import datos
from rexus.ejemplo.siembra import HERRAJE, PARTES, PERFIL, Sembrado
from rexus.stock import (
    articulos,
    entregas,
    kits_salida,
    movimientos,
    obras,
    pedidos,
    recepciones,
    requerimientos,
    reservas,
)
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from rexus.stock.recepciones import LineaRecibida

#: How many days the story has; before it only what was there.
DIAS: Final = 30
_SABADO: Final = 5
Clave = tuple[str, int]


class Historia:
    """Works on a workshop that was just sown. `ahora` is the end of the story."""

    def __init__(self, work: Work, sembrado: Sembrado, azar: Random, ahora: datetime) -> None:
        self._work = work
        self._hay = sembrado
        self._azar = azar
        self._ahora = ahora
        self._obras: dict[str, int] = {}
        self._pedido = 0

    def contar(self) -> None:
        """Day by day, each day's doings in its working hours; nothing lies in the future."""
        hitos: dict[int, list[Callable[[], None]]] = {
            30: [self._anotar_obras],
            28: [self._necesidades],
            24: [lambda: self._reservar("OB-0104"), lambda: self._pasar("OB-0104", "en_produccion")],
            20: [lambda: self._entregar("OB-0104", 3)],
            18: [self._pedir_perfiles, lambda: self._pasar("OB-0103", "pedido")],
            13: [lambda: self._reservar("OB-0103"), lambda: self._pasar("OB-0103", "en_produccion")],
            12: [self._pedir_herrajes],
            11: [lambda: self._entregar("OB-0104", 1), lambda: self._pasar("OB-0104", "lista")],
            8: [self._llega_una_parte, lambda: self._pasar("OB-0102", "pedido")],
            6: [lambda: self._pasar("OB-0104", "colocada"), lambda: self._reservar("OB-0102")],
            4: [lambda: self._entregar("OB-0103", 2)],
            2: [self._sale_un_kit, self._quedan_retazos],
        }
        for hace in range(DIAS, -1, -1):
            self._work.avance.paso(DIAS - hace, DIAS)
            dia = self._ahora - timedelta(days=hace)
            hechos = [*hitos.get(hace, ()), *self._de_todos_los_dias(dia)]
            for n, hecho in enumerate(hechos, 1):
                momento = _hora(dia, n) if hace else dia - timedelta(minutes=11 * (len(hechos) - n))
                self._work.now = lambda momento=momento: momento  # type: ignore[misc]
                hecho()
        self._work.now = lambda: self._ahora

    # ── What happens any day ──

    def _de_todos_los_dias(self, dia: datetime) -> list[Callable[[], None]]:
        if dia.weekday() > _SABADO:
            return []
        salidas = self._azar.randint(0, 2) if dia.weekday() == _SABADO else self._azar.randint(2, 7)
        hechos = [self._sale_algo] * salidas
        if dia.weekday() in (0, 3):
            hechos += [self._entra_algo] * self._azar.randint(2, 5)
        return hechos

    def _sale_algo(self) -> None:
        clase, articulo = self._cualquiera()
        libre = int(articulos.articulo(self._work, clase, articulo).disponible)
        if libre:
            cuantas = self._azar.randint(1, min(libre, 4))
            movimientos.registrar_salida(
                self._work, clase, Pedido(articulo, cuantas, referencia=self._azar.choice(("Mostrador", "Reparación")))
            )

    def _entra_algo(self) -> None:
        clase, articulo = self._cualquiera()
        remito = f"R-{self._azar.randint(1000, 9999)}"
        movimientos.registrar_entrada(self._work, clase, Pedido(articulo, self._azar.randint(2, 8), referencia=remito))

    def _cualquiera(self) -> Clave:
        if self._azar.random() < 0.6:
            return PERFIL, self._azar.choice(list(self._hay.perfiles.values()))
        return HERRAJE, self._azar.choice(list(self._hay.herrajes.values()))

    # ── Obras ──

    def _anotar_obras(self) -> None:
        hoy = self._ahora.date()
        for obra in datos.OBRAS:
            self._obras[obra.codigo] = obras.crear(
                self._work,
                {
                    "codigo": obra.codigo,
                    "nombre": obra.nombre,
                    "cliente": obra.cliente,
                    "direccion": obra.direccion,
                    "aberturas": obra.aberturas,
                    "fecha_medicion": hoy - timedelta(days=DIAS),
                    "fecha_entrega": hoy + timedelta(days=obra.entrega),
                },
            ).value.id

    def _necesidades(self) -> None:
        """Few pieces for the small ones, more than there are for the large one."""
        for codigo, sufijo, bases, veces in (
            ("OB-0104", "001", datos.ALU[:8], (1, 2)),
            ("OB-0103", "131", datos.PVC[:10], (2, 4)),
            ("OB-0102", "000", datos.PVC[:14], (14, 34)),
            ("OB-0105", "010", datos.ALU[:9], (3, 8)),
        ):
            pide: dict[Clave, int] = {
                (PERFIL, self._hay.perfiles[f"{forma.codigo}.{sufijo}"]): self._azar.randint(*veces) for forma in bases
            }
            for forma in datos.HERRAJES[:4]:
                pide[HERRAJE, self._hay.herrajes[f"{forma.codigo}.BL"]] = veces[0]
            requerimientos.poner(self._work, self._obras[codigo], pide)

    def _reservar(self, codigo: str) -> None:
        reservas.reservar(self._work, self._obras[codigo])

    def _entregar(self, codigo: str, parte: int) -> None:
        """One in `parte` of the articles that are set apart; with 1, all that is left."""
        obra = self._obras[codigo]
        suyos = [m for m in requerimientos.materiales(self._work, obra) if m.reservado]
        lineas = [Linea(m.clase, m.articulo_id, m.reservado) for m in suyos[::parte]]
        if lineas:
            entregas.entregar(self._work, obra, lineas, nota="Retira el taller")

    def _pasar(self, codigo: str, estado: str) -> None:
        obras.cambiar_estado(self._work, self._obras[codigo], estado)

    # ── Orders ──

    def _pedir_perfiles(self) -> None:
        lineas = [
            LineaPedida(PERFIL, self._hay.perfiles[f"{forma.codigo}.000"], 24, forma.precio) for forma in datos.PVC[:8]
        ]
        self._pedido = pedidos.crear(
            self._work,
            self._hay.proveedores[datos.SUR],
            lineas,
            obras_que_esperan=[self._obras["OB-0102"]],
            enviar=True,
            fecha_prometida=self._ahora.date() + timedelta(days=6),
        ).value.id

    def _pedir_herrajes(self) -> None:
        """This one should have come some days ago."""
        lineas = [
            LineaPedida(HERRAJE, self._hay.herrajes[f"{forma.codigo}.BL"], 20, forma.precio)
            for forma in datos.HERRAJES[:6]
        ]
        pedidos.crear(
            self._work,
            self._hay.proveedores[datos.BELGRANO],
            lineas,
            enviar=True,
            fecha_prometida=self._ahora.date() - timedelta(days=4),
        )

    def _llega_una_parte(self) -> None:
        llegan = [LineaRecibida(linea.id, linea.cantidad) for linea in pedidos.ver(self._work, self._pedido).lineas[:5]]
        recepciones.recibir(self._work, self._pedido, llegan, remito="R-0001-00004521")

    # ── Odds and ends ──

    def _sale_un_kit(self) -> None:
        llegan = [Pedido(self._hay.herrajes[codigo], 4 * n, referencia="R-4521") for codigo, n in PARTES.items()]
        movimientos.registrar_varios(self._work, HERRAJE, "ENTRADA", llegan)
        kits_salida.salida(self._work, HERRAJE, self._hay.kit, 1, referencia="Puerta de muestra")

    def _quedan_retazos(self) -> None:
        for forma, largo in ((datos.PVC[0], 2_350), (datos.PVC[2], 1_780), (datos.ALU[0], 3_120)):
            sufijo = "000" if forma in datos.PVC else "001"
            articulo = self._hay.perfiles[f"{forma.codigo}.{sufijo}"]
            movimientos.registrar_entrada(
                self._work, PERFIL, Pedido(articulo, 2, longitud_mm=largo, referencia="Sobrante de corte")
            )


def _hora(dia: datetime, n: int) -> datetime:
    """When the day's n-th doing was: from nine in the morning on, as clocks of the south show it."""
    return dia.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(minutes=19 * n)
