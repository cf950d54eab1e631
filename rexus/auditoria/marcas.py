"""Whether what an outbox says that it handed on is in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select

from rexus.auditoria import bandejas
from rexus.auditoria.bandejas import Enviada
from rexus.auditoria.orm import Archivo, Evento
from rexus.auditoria.recorrido import SIN_ENTRADA, SIN_EVENTO, Falla
from rexus.base.actor import SISTEMA
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db import names
from rexus.db.lists import entre
from rexus.db.registry import Registry
from rexus.db.work import Work

_TANDA: Final = 1_000


def todas(work: Work, base: str) -> list[Enviada]:
    """Every mark of a database."""
    halladas: list[Enviada] = []
    # Not from 0: whoever writes past the program may choose any number.
    desde = -(2**62)
    while tanda := bandejas.marcadas(work, base, desde, _TANDA):
        halladas += tanda
        desde = tanda[-1].id
    return halladas


def falsas(registry: Registry, base: str, marcas: Sequence[Enviada], avance: Avance | None = None) -> list[Enviada]:
    """Those marks that nothing bears out: their entry is not there, or its event is neither in the trail nor may have
    left for an archive."""
    malas: list[Enviada] = []
    for desde in range(0, len(marcas), _TANDA):
        malas += registry.leer(names.AUDITORIA, SISTEMA, _falsas, base, marcas[desde : desde + _TANDA], avance=avance)
    return malas


def falla(registry: Registry, base: str, marcas: Sequence[Enviada]) -> Falla | None:
    """What is wrong with the first false mark; None without one."""
    malas = falsas(registry, base, marcas)
    if not malas:
        return None
    primera = malas[0]
    if primera.uuid is None:
        frase = tr("La base «{base}» dice haber enviado su anotación {id}, y alguien la borró sin Rexus.")
        return Falla(SIN_ENTRADA, None, frase.format(base=base, id=primera.id))
    frase = tr("La base «{base}» dice haber enviado el evento {clave}, y en la auditoría no está.")
    return Falla(SIN_EVENTO, None, frase.format(base=base, clave=primera.uuid))


def hay(work: Work, base: str, claves: Sequence[str]) -> set[str]:
    """Which of those UUIDs of a database the chain holds."""
    consulta = select(Evento.uuid).where(Evento.base == base, entre(Evento.uuid, claves))
    return set(work.connection.scalars(consulta))


def _falsas(work: Work, base: str, marcas: Sequence[Enviada]) -> list[Enviada]:
    estan = hay(work, base, [marca.uuid for marca in marcas if marca.uuid is not None])
    archivado, ahora = work.connection.scalar(select(func.max(Archivo.fecha))), work.now()

    def archivada(marca: Enviada) -> bool:
        # By the entry's moment, which nobody changes: whoever adds a mark chooses its own. What was written before an
        # archive joined the trail before it. A moment in the future is a wrong clock's, and says nothing.
        anotada = marca.anotada
        return archivado is not None and anotada is not None and (anotada < archivado or anotada > ahora)

    return [marca for marca in marcas if marca.uuid is None or (marca.uuid not in estan and not archivada(marca))]
