"""Taking away the sets that need not stay (`retencion` says which).

Before anything goes, what stays in its place is read: those that nothing may take away must be whole as they lie there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from rexus.base.actor import SISTEMA, Actor
from rexus.base.atomic import sync_folder
from rexus.base.errors import SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import estado, exportar, sucesos
from rexus.respaldos.borrador import borrador
from rexus.respaldos.conjunto import COMPLETO, Conjunto, carpeta_de
from rexus.respaldos.retencion import MINIMO_VERIFICADOS, Eleccion, Politica, elegir

log = get_logger(__name__)


@dataclass(frozen=True)
class Poda:
    """Why each set stays or goes; the sets by their ids; those that turned out to be altered, and how."""

    eleccion: Eleccion
    conjuntos: dict[str, Conjunto]
    hallados: dict[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """What those that go take on the disk."""
        return sum(self.conjuntos[id_].bytes for id_ in self.eleccion.se_van)


def planear(carpeta: Path, politica: Politica, ahora: datetime, zona: tzinfo, avance: Avance | None = None) -> Poda:
    """What pruning would do; takes nothing away. What only looks like a set is not touched by it.

    If anything would go, the newest full set and the three newest that stay are read whole first, with what they stand
    on. One that is altered counts for nothing, and it is decided anew. Raises SoloLecturaError, CanceladoError.
    """
    conjuntos = {c.id: c for c in carpetas.listar(carpeta)}
    conocidos = estado.malos(carpeta)
    hallados: dict[str, str] = {}
    leidos: set[str] = set()
    while True:
        malos = conocidos | hallados.keys()
        poda = Poda(elegir(conjuntos.values(), politica, ahora, zona, malos), conjuntos, hallados)
        faltan = [c for c in _guardias(poda, ahora, malos) if c.id not in leidos]
        if not poda.eleccion.se_van or not faltan:
            return poda
        for conjunto in faltan:
            leidos.add(conjunto.id)
            if falla := exportar.como_esta(conjunto, avance):
                if not conjunto.ubicacion.is_dir():
                    # A disk that was pulled out proves nothing of what is on it.
                    raise SoloLecturaError(str(carpeta))
                hallados[conjunto.id] = falla
                break


def podar(
    registry: Registry,
    carpeta: Path,
    politica: Politica,
    ahora: datetime,
    zona: tzinfo,
    *,
    avance: Avance | None = None,
    actor: Actor = SISTEMA,
    clock: Callable[[], datetime] = now_utc,
) -> Poda:
    """Take away the sets that need not stay; each is an event in the trail. Returns what was done.

    The caller holds `a_solas` (`rexus.respaldos.ejecutor`), so that nobody makes a delta on what goes. Raises
    SoloLecturaError when one cannot be taken away, CanceladoError between two of them.
    """
    avance = avance or SinAvance()
    poda = planear(carpeta, politica, ahora, zona, avance)
    for id_, falla in poda.hallados.items():
        log.warning("%s was found altered: %s", id_, falla)
        estado.anotar_verificado(carpeta, id_, clock(), falla)
        sucesos.anotar_hallado(registry, actor, sucesos.VERIFICAR, id_, sucesos.ALTERADO, falla, carpeta=str(carpeta))
    # An incremental one before the full one that it stands on: whenever this ends, all that is left can be restored.
    se_van = sorted(poda.eleccion.se_van, key=lambda id_: poda.conjuntos[id_].base is None)
    for n, id_ in enumerate(se_van):
        avance.paso(n, len(se_van))
        quitar(carpeta, id_)
        conjunto = poda.conjuntos[id_]
        despues = {**sucesos.de_conjunto(conjunto), "porque": poda.eleccion.se_van[id_], "carpeta": str(carpeta)}
        sucesos.anotar(registry, actor, sucesos.PODAR, id_, despues)
    if se_van:
        log.info("pruned: %s", ", ".join(se_van))
    return poda


def _guardias(poda: Poda, ahora: datetime, malos: set[str]) -> list[Conjunto]:
    """The sets that everything rests upon once the others are gone, newest first: with those that they stand on."""
    buenos = sorted(
        (
            c
            for c in (poda.conjuntos[id_] for id_ in poda.eleccion.quedan)
            if c.fecha <= ahora and not {c.id, c.base} & malos and (c.base is None or c.base in poda.conjuntos)
        ),
        key=lambda c: (c.fecha, c.id),
        reverse=True,
    )
    elegidos = buenos[:MINIMO_VERIFICADOS] + [c for c in buenos if c.tipo == COMPLETO][:1]
    bases = [poda.conjuntos[c.base] for c in elegidos if c.base is not None]
    return list({c.id: c for c in (*elegidos, *bases)}.values())


def quitar(carpeta: Path, id_: str) -> None:
    """Take the folder of a set away: first out of sight, in one step, so that what is half deleted is never listed.

    Raises SoloLecturaError.
    """
    lugar = carpeta_de(carpeta, id_)
    try:
        with borrador(carpeta, "podar") as oculto:
            lugar.rename(oculto / lugar.name)
            sync_folder(carpeta)
    except OSError as error:
        raise SoloLecturaError(str(error.filename or lugar)) from error
