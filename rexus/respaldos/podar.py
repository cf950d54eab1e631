"""Taking away the sets that need not stay (`retencion` says which)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from rexus.base.actor import SISTEMA, Actor
from rexus.base.atomic import sync_folder
from rexus.base.errors import SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.db.registry import Registry
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import sucesos
from rexus.respaldos.borrador import borrador
from rexus.respaldos.conjunto import Conjunto, carpeta_de
from rexus.respaldos.retencion import Eleccion, Politica, elegir

log = get_logger(__name__)


@dataclass(frozen=True)
class Poda:
    """Why each set stays or goes; the sets by their ids; how many bytes those that go take."""

    eleccion: Eleccion
    conjuntos: dict[str, Conjunto]

    @property
    def bytes(self) -> int:
        """What those that go take on the disk."""
        return sum(self.conjuntos[id_].bytes for id_ in self.eleccion.se_van)


def planear(carpeta: Path, politica: Politica, ahora: datetime, zona: tzinfo) -> Poda:
    """What pruning would do. What only looks like a set is not touched by it. Raises SoloLecturaError."""
    conjuntos = carpetas.listar(carpeta)
    return Poda(elegir(conjuntos, politica, ahora, zona), {c.id: c for c in conjuntos})


def podar(
    registry: Registry,
    carpeta: Path,
    politica: Politica,
    ahora: datetime,
    zona: tzinfo,
    *,
    avance: Avance | None = None,
    actor: Actor = SISTEMA,
) -> Poda:
    """Take away the sets that need not stay; each is an event in the trail. Returns what was done.

    The caller holds `a_solas` (`rexus.respaldos.ejecutor`), so that nobody makes a delta on what goes. Raises
    SoloLecturaError when one cannot be taken away, CanceladoError between two of them.
    """
    avance = avance or SinAvance()
    poda = planear(carpeta, politica, ahora, zona)
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
