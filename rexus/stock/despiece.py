"""What kits come down to: the articles in them, through kits in kits. Pure arithmetic over exact decimals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# The parts of every kit by its id.
Partes = Mapping[int, Sequence["Pieza"]]


@dataclass(frozen=True)
class Pieza:
    """So many of an article, or of another kit: one of the two ids is None."""

    cantidad: Decimal
    articulo_id: int | None = None
    subkit_id: int | None = None


def vuelta(partes: Partes, kit_id: int) -> tuple[int, ...]:
    """The way from a kit back to itself, that id first and last; empty when it does not contain itself."""
    camino = [kit_id]
    pendientes = [_subkits(partes, kit_id)]
    vistos = {kit_id}
    while pendientes:
        if not pendientes[-1]:
            pendientes.pop()
            camino.pop()
            continue
        siguiente = pendientes[-1].pop()
        if siguiente == kit_id:
            return (*camino, kit_id)
        if siguiente not in vistos:
            vistos.add(siguiente)
            camino.append(siguiente)
            pendientes.append(_subkits(partes, siguiente))
    return ()


def despiece(partes: Partes, kits: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """For each of the kits how many of each article one of it takes, at any depth.

    ValueError for kits that contain themselves: saving refuses them, so this is a bug.
    """
    hechos: dict[int, dict[int, Decimal]] = {}
    # In place of recursion: kits may stand in kits deeper than Python's stack.
    pendientes = [(kit_id, False) for kit_id in kits]
    abiertos: set[int] = set()
    while pendientes:
        kit_id, con_los_suyos = pendientes.pop()
        if kit_id in hechos:
            continue
        if not con_los_suyos:
            if kit_id in abiertos:
                raise ValueError(f"kit {kit_id} contains itself")
            abiertos.add(kit_id)
            pendientes.append((kit_id, True))
            pendientes += [(subkit, False) for subkit in _subkits(partes, kit_id) if subkit not in hechos]
            continue
        abiertos.discard(kit_id)
        hechos[kit_id] = _sumar(partes.get(kit_id, ()), hechos)
    return hechos


def alcanzan(necesita: Mapping[int, Decimal], disponible: Mapping[int, Decimal]) -> int:
    """For how many whole kits there is enough: the least of floor(disponible / needed). None for a kit of nothing."""
    return min((int(max(disponible.get(a, Decimal(0)), Decimal(0)) // n) for a, n in necesita.items()), default=0)


def _sumar(piezas: Sequence[Pieza], hechos: Mapping[int, Mapping[int, Decimal]]) -> dict[int, Decimal]:
    total: dict[int, Decimal] = {}
    for pieza in piezas:
        suyas = {pieza.articulo_id: Decimal(1)} if pieza.articulo_id is not None else hechos[pieza.subkit_id or 0]
        for articulo_id, cada_una in suyas.items():
            total[articulo_id] = total.get(articulo_id, Decimal(0)) + pieza.cantidad * cada_una
    return total


def _subkits(partes: Partes, kit_id: int) -> list[int]:
    return [pieza.subkit_id for pieza in partes.get(kit_id, ()) if pieza.subkit_id is not None]
