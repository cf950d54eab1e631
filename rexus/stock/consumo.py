"""Goods that leave for an obra: from what is set apart for it, then from what is free, then, if it may, from others.

Parts of giving out and of cutting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rexus.base.text import formatear_numero, tr
from rexus.db.work import Work
from rexus.stock import cuentas_obra, frases, libro_reservas, obras
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.libro_reservas import CERO, QUITAR, USAR, Apunte, Clave, EnStock
from rexus.stock.obras import FichaObra


@dataclass(frozen=True)
class Consumo:
    """Where the pieces of one article come from: set apart for the obra, free, set apart for others."""

    articulo: EnStock
    propias: Decimal
    libres: Decimal
    de_otras: tuple[Tenencia, ...] = ()

    def apuntes(self, obra_id: int) -> list[Apunte]:
        """What it takes from reservations, the obra's own first."""
        a = self.articulo
        propias = [Apunte(obra_id, a.clase, a.id, a.codigo, -self.propias, USAR)] if self.propias else []
        return propias + [Apunte(t.obra_id, a.clase, a.id, a.codigo, -t.cantidad, QUITAR) for t in self.de_otras]


class EntregaInsuficienteError(StockInsuficienteError):
    """What is asked for is not there, or is set apart for others. `de_otras`: for whom, and how many."""

    def __init__(self, frase: str, de_otras: tuple[Tenencia, ...]) -> None:
        super().__init__(frase)
        if de_otras:
            self.que_hacer = tr(
                "Pedir menos, o decir de qué obra tomar lo reservado: hace falta el permiso «obras.aprobar»."
            )
        self.de_otras = de_otras


def planear(
    work: Work,
    obra: FichaObra,
    pedidas: Mapping[Clave, Decimal],
    articulos: Mapping[Clave, EnStock],
    de_otras: Sequence[int],
) -> dict[Clave, Consumo]:
    """From where each article comes; `de_otras` are obras, in order, from which may be taken what is not free.

    Raises EntregaInsuficienteError. The caller has asked for the permission and locked obras and articles.
    """
    propio = libro_reservas.de_obra(work, obra.id)
    planes: dict[Clave, Consumo] = {}
    cortos: dict[Clave, Decimal] = {}
    for clave, cantidad in pedidas.items():
        articulo = articulos[clave]
        propias = min(cantidad, propio.get(clave, CERO))
        libres = min(cantidad - propias, articulo.disponible)
        planes[clave] = Consumo(articulo, propias, libres)
        if cantidad > propias + libres:
            cortos[clave] = cantidad - propias - libres
    if not cortos:
        return planes
    tienen = cuentas_obra.quien_tiene(work, cortos, menos=obra.id)
    for clave, falta in cortos.items():
        en_orden = [t for id_ in de_otras for t in tienen.get(clave, ()) if t.obra_id == id_]
        tomadas: list[Tenencia] = []
        for tenencia in en_orden:
            toma = min(falta, tenencia.cantidad)
            if toma:
                tomadas.append(replace(tenencia, cantidad=toma))
                falta -= toma
        if falta:
            raise _no_alcanza(obra, planes[clave], pedidas[clave], tienen.get(clave, ()))
        planes[clave] = replace(planes[clave], de_otras=tuple(tomadas))
    return planes


def apuntes_de(obra_id: int, planes: Iterable[Consumo]) -> list[Apunte]:
    """What the plans take from reservations."""
    return [apunte for plan in planes for apunte in plan.apuntes(obra_id)]


def en_movimientos(apuntes: Sequence[Apunte], movimientos: Sequence[tuple[int, Decimal]]) -> list[Apunte]:
    """The entries of one article, each with the movement (id, pieces without sign) that used it; split where one
    movement is not enough. What the movements bring beyond the entries was free."""
    hechos: list[Apunte] = []
    por_usar = [(a, -a.cantidad) for a in apuntes]
    for id_, cantidad in movimientos:
        while cantidad > 0 and por_usar:
            apunte, resto = por_usar[0]
            toma = min(cantidad, resto)
            hechos.append(replace(apunte, cantidad=-toma, movimiento_id=id_))
            cantidad -= toma
            por_usar[0] = (apunte, resto - toma)
            if por_usar[0][1] == 0:
                por_usar.pop(0)
    return hechos


def anotar_quitadas(work: Work, obra: FichaObra, lote_id: int, apuntes: Sequence[Apunte]) -> None:
    """On each obra that lost what was set apart for it: how much, and to which one it went."""
    for otra in sorted({a.obra_id for a in apuntes if a.accion == QUITAR}):
        suyos = [a for a in apuntes if a.obra_id == otra and a.accion == QUITAR]
        work.anotar(
            obras.MODULO, "quitar reserva", "obras", otra,
            despues={"lote": lote_id, "para": obra.codigo, "piezas": libro_reservas.en_palabras(suyos)},
        )  # fmt: skip


def _no_alcanza(
    obra: FichaObra, plan: Consumo, pedidas: Decimal, tienen: tuple[Tenencia, ...]
) -> EntregaInsuficienteError:
    frase = tr("De {codigo} {se_piden}: hay {propias} para {obra} y {libres}.").format(
        codigo=plan.articulo.codigo,
        se_piden=frases.se_piden(pedidas),
        propias=frases.reservadas(plan.propias),
        obra=obra.codigo,
        libres=frases.libres(plan.articulo.disponible),
    )
    if tienen:
        otras = ", ".join(f"{t.obra} {formatear_numero(t.cantidad)}" for t in tienen[:5])
        frase = f"{frase} {tr('Reservadas para otras: {otras}.').format(otras=otras)}"
    return EntregaInsuficienteError(frase, tienen)
