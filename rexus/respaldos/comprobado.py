"""Proving a set because somebody asks for it, and remembering how it came out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rexus.base.actor import Actor
from rexus.base.errors import NoEncontradoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import estado, sucesos, verificar
from rexus.respaldos.conjunto import carpeta_de, id_de
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.verificar import Revision


def comprobar(
    registry: Registry,
    actor: Actor,
    carpeta: Path,
    nombre: str,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    recordar: bool = True,
) -> Revision:
    """Prove a set of `carpeta`, whole or altered: `estado` and the trail know of it from then on.

    `recordar`: the folder is one that the program looks after. In any other nothing is written, and the trail alone
    knows.

    Raises what `verificar.verificar` raises; of what says nothing about the set, nothing is remembered.
    """
    id_ = id_de(nombre)
    try:
        hecha = verificar.verificar(carpeta, id_, frase=frase, avance=avance, taller=registry.paths.backups)
    except RespaldoAlteradoError as error:
        if not carpeta_de(carpeta, id_).is_dir():
            # Pruned, or pulled out, while it was read.
            raise NoEncontradoError(tr("El respaldo «{id}» ya no está.").format(id=id_)) from error
        if recordar:
            estado.anotar_verificado(carpeta, id_, clock(), error.frase)
        sucesos.anotar_hallado(registry, actor, sucesos.VERIFICAR, id_, sucesos.ALTERADO, error.frase)
        raise
    if recordar:
        estado.anotar_verificado(carpeta, id_, clock())
    sucesos.anotar_hallado(registry, actor, sucesos.VERIFICAR, id_, sucesos.ENTERO)
    return hecha
