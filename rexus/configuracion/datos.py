"""What the operations of the configuration answer with. A value None is «none, the factory's»."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rexus.base.errors import RexusError
from rexus.settings.setting import Alcance


@dataclass(frozen=True)
class Fila:
    """What the database holds of a key; `version` grows with each change, 0 is a key that was never changed."""

    clave: str
    valor: Any
    version: int
    usuario: str
    fecha: datetime


@dataclass(frozen=True)
class Cambio:
    """One change of a key: before, after, who, on which machine, when (UTC)."""

    clave: str
    antes: Any
    despues: Any
    usuario: str
    equipo: str
    fecha: datetime
    alcance: Alcance


@dataclass(frozen=True)
class Conflicto:
    """A change made here (`mio`, based on `base`, asked for by `pedido_por`) of a key that the database meanwhile holds
    changed (`suyo`, by `usuario` at `fecha`). `version` is the row's, to say which one was looked at."""

    clave: str
    mio: Any
    base: Any
    suyo: Any
    version: int
    usuario: str
    fecha: datetime | None
    pedido_por: str


@dataclass(frozen=True)
class Cambiado:
    """What became of changes that were asked for, by key.

    `guardados` are where they belong, `pendientes` wait in this machine's file because of `sin_base`, `conflictos` wait
    for somebody to choose. A key in none of them had that value already.
    """

    guardados: tuple[str, ...] = ()
    pendientes: tuple[str, ...] = ()
    conflictos: tuple[Conflicto, ...] = ()
    sin_base: RexusError | None = None


@dataclass(frozen=True)
class Sincronizacion:
    """What became of the pending changes, by key.

    `aplicados` are in the database now. `ajenos` wait for the user who made them, or for somebody who applies them
    knowingly. `no_aplicables` do not fit this program's schema any more; the reason. They stay until discarded.
    """

    aplicados: tuple[str, ...] = ()
    conflictos: tuple[Conflicto, ...] = ()
    ajenos: tuple[str, ...] = ()
    no_aplicables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Historial:
    """Changes, newest first. `sin_base` says why those of shared keys are missing; None when they are not."""

    cambios: tuple[Cambio, ...]
    sin_base: RexusError | None = None
