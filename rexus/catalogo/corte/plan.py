"""What can be cut, in the order in which it is offered, and what would come of it, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.text import fold, formatear_numero, tr
from rexus.catalogo import textos
from rexus.stock.corte_cuentas import CorteImposibleError, Despiece, Pieza, despiezar, necesario
from rexus.stock.kardex import ExistenciaLugar


@dataclass(frozen=True)
class Material:
    """Pieces of one length in one place, of which one can be cut. `de_mm` 0: whole bars, which are `largo` mm long."""

    de_mm: int
    largo: int
    ubicacion_id: int
    ubicacion: str
    hay: Decimal

    def rotulo(self, entera: str) -> str:
        """«retazo 2.100 mm · Rack A3 · hay 2»; `entera` is how a whole one is called."""
        que = tr("retazo") if self.de_mm else entera
        return tr("{que} {mm} · {lugar} · hay {n}").format(
            que=que, mm=textos.longitud(self.largo), lugar=self.ubicacion, n=formatear_numero(self.hay)
        )


def materiales(existencias: Sequence[ExistenciaLugar], largo: int) -> list[Material]:
    """What there is, retazos before bars: of those the shortest first, of these where there are most."""
    hay = [
        Material(e.longitud_mm, e.longitud_mm or largo, e.ubicacion_id, e.ubicacion, e.cantidad)
        for e in existencias
        # Half of one in a place is none.
        if e.cantidad >= 1
    ]
    return sorted(hay, key=lambda m: (not m.de_mm, m.de_mm, -m.hay, fold(m.ubicacion)))


def alcanzan(hay: Sequence[Material], piezas: Sequence[Pieza], sierra: int) -> list[Material]:
    """Those of which the pieces come out."""
    return [m for m in hay if m.largo >= necesario(piezas, sierra)] if piezas else list(hay)


@dataclass(frozen=True)
class Prevision:
    """What would come of a cut. `despiece` None: it cannot be done, and `frase` says why."""

    frase: str
    despiece: Despiece | None


def prever(
    material: Material | None, hay: Sequence[Material], piezas: Sequence[Pieza], sierra: int, minimo: int, destino: str
) -> Prevision:
    """What would come of cutting the pieces off the material; None: nothing there is long enough.

    An offcut is kept from `minimo` mm on, at `destino`, or where the material was if that is empty.
    """
    if not hay:
        return Prevision(tr("No queda ninguna barra ni retazo."), None)
    if material is None:
        return Prevision(
            tr("Las piezas suman {necesario} con la sierra, y lo más largo que hay mide {largo}.").format(
                necesario=textos.longitud(necesario(piezas, sierra)),
                largo=textos.longitud(max(m.largo for m in hay)),
            ),
            None,
        )
    try:
        hecho = despiezar(material.largo, piezas, sierra, minimo)
    except CorteImposibleError as error:
        return Prevision(
            tr("Las piezas suman {necesario} con la sierra, y hay {largo}.").format(
                necesario=textos.longitud(error.necesario_mm), largo=textos.longitud(error.hay_mm)
            ),
            None,
        )
    partes = [tr("Piezas: {mm}").format(mm=textos.longitud(hecho.usado_mm))]
    resto = sobrante(material.largo, piezas, sierra, hecho)
    if cortado := hecho.merma_mm - resto:
        partes.append(tr("sierra: {mm}").format(mm=textos.longitud(cortado)))
    if hecho.retazo_mm:
        partes.append(
            tr("queda un retazo de {mm} en {lugar}").format(
                mm=textos.longitud(hecho.retazo_mm), lugar=destino or material.ubicacion
            )
        )
    elif resto:
        partes.append(
            tr("sobran {mm}: merma, se guarda desde {minimo}").format(
                mm=textos.longitud(resto), minimo=textos.longitud(minimo)
            )
        )
    else:
        partes.append(tr("no sobra nada"))
    return Prevision("; ".join(partes) + ".", hecho)


def sobrante(largo: int, piezas: Sequence[Pieza], sierra: int, hecho: Despiece) -> int:
    """How much of the scrap is one piece at the end, and not the saw's width."""
    cortes = sum(p.cantidad for p in piezas)
    return max(0, largo - hecho.usado_mm - hecho.retazo_mm - sierra * cortes) if not hecho.retazo_mm else 0
