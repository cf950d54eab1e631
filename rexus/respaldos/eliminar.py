"""Taking away one set because somebody asks for it. The guards hold for them as for the program."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rexus.base.actor import Actor
from rexus.base.errors import ConflictoError, NoEncontradoError
from rexus.base.text import contados, tr
from rexus.db.registry import Registry
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import sucesos
from rexus.respaldos.conjunto import COMPLETO, Conjunto, Dudoso, carpeta_de
from rexus.respaldos.podar import quitar
from rexus.respaldos.retencion import MINIMO_VERIFICADOS


def por_que_no(hallados: Sequence[Conjunto | Dudoso], id_: str, malos: Collection[str] = ()) -> str:
    """Why a set may not go; empty when it may. `hallados` newest first; `malos` are those found altered since.

    What cannot be restored may always go: it is worth nothing, and nothing good stands on it.
    """
    buenos = [h for h in hallados if isinstance(h, Conjunto) and h.id not in malos and h.base not in malos]
    este = next((c for c in buenos if c.id == id_), None)
    if este is None:
        return ""
    encima = [c for c in buenos if c.base == id_]
    if encima:
        return tr("{n} ({cuales}).").format(
            n=contados(len(encima), tr("incremental se apoya en él"), tr("incrementales se apoyan en él")),
            cuales=", ".join(c.id for c in encima),
        )
    if este is buenos[0]:
        return tr("Es el respaldo verificado más nuevo.")
    if este is next((c for c in buenos if c.tipo == COMPLETO), None):
        return tr("Es el respaldo completo más nuevo.")
    if len(buenos) <= MINIMO_VERIFICADOS:
        return tr("Quedan {n}: nunca se dejan menos.").format(
            n=contados(len(buenos), tr("respaldo verificado"), tr("respaldos verificados"))
        )
    return ""


def eliminar(registry: Registry, actor: Actor, carpeta: Path, id_: str, malos: Collection[str] = ()) -> None:
    """Take a set away for good; an event in the trail. The caller holds `a_solas`.

    Raises ConflictoError when a guard keeps it, NoEncontradoError when it is gone, SoloLecturaError.
    """
    hallados = carpetas.mirar(carpeta)
    este = next((h for h in hallados if h.id == id_), None)
    if este is None or not carpeta_de(carpeta, id_).is_dir():
        raise NoEncontradoError(tr("El respaldo «{id}» ya no está.").format(id=id_))
    porque = por_que_no(hallados, id_, malos)
    if porque:
        raise ConflictoError(
            tr("El respaldo «{id}» no se elimina: {porque}").format(id=id_, porque=_en_frase(porque)),
            tr("Hacer otro respaldo antes, o elegir uno más viejo."),
        )
    quitar(carpeta, id_)
    despues = sucesos.de_conjunto(este) if isinstance(este, Conjunto) else {"porque": este.porque}
    sucesos.anotar(registry, actor, sucesos.ELIMINAR, id_, despues)


def _en_frase(texto: str) -> str:
    return texto[:1].lower() + texto[1:]
