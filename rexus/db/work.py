"""The unit of work that every operation receives: one database, one transaction, one actor, one clock."""

from __future__ import annotations

import json
import platform
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, insert

from rexus.base.actor import Actor
from rexus.base.progress import Avance, SinAvance
from rexus.db.outbox import OutboxMixin


def now_utc() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass
class Work:
    """What an operation works with. Opened and closed by the registry, never by the operation.

    `connection` is in the unit's one transaction. Operations send statements on mapped columns and read plain
    rows, so no mapped object exists that could leave it. `outbox` is the database's own table.
    """

    connection: Connection
    actor: Actor
    outbox: type[OutboxMixin]
    now: Callable[[], datetime] = now_utc
    avance: Avance = field(default_factory=SinAvance)

    def anotar(
        self,
        modulo: str,
        accion: str,
        tabla: str,
        registro: int | str | None,
        *,
        antes: Mapping[str, Any] | None = None,
        despues: Mapping[str, Any] | None = None,
    ) -> None:
        """Record in the outbox who changed what, with the values before and after, in this same transaction."""
        self.connection.execute(
            _new_entry(self.outbox),  # type: ignore[arg-type]
            {
                "uuid": str(uuid.uuid4()),
                "fecha": self.now(),
                "usuario": self.actor.usuario,
                "equipo": platform.node(),
                "modulo": modulo,
                "accion": accion,
                "tabla": tabla,
                "registro": None if registro is None else str(registro),
                "antes": to_json(antes),
                "despues": to_json(despues),
            },
        )


@cache
def _new_entry(outbox: type[OutboxMixin]) -> Insert:
    """Built once: building the statement costs more than running it."""
    return insert(outbox)


def to_json(values: Mapping[str, Any] | None) -> str | None:
    """Values as a JSON text: decimals as strings (exact), moments as ISO 8601."""
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, default=_plain, sort_keys=True)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a JSON document")
