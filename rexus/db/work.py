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

from sqlalchemy import Connection, Insert, insert, select

from rexus.base.actor import Actor
from rexus.base.progress import Avance, SinAvance
from rexus.db.outbox import OutboxMixin

# Never in an audit entry, whatever a record calls them.
_OCULTOS = frozenset({"password", "password_hash", "codigo_hash", "secreto_totp", "sello"})
OCULTO = "(oculto)"


def now_utc() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass
class Work:
    """What an operation works with. Opened and closed by the registry, never by the operation.

    `connection` is in the unit's one transaction. Operations send statements on mapped columns and read plain
    rows, so no mapped object exists that could leave it. `outbox` is the database's own table; the audit database has
    none. `llave(nombre)` is a key of this installation (`rexus.db.llaves`).
    """

    connection: Connection
    actor: Actor
    outbox: type[OutboxMixin]
    llave: Callable[[str], bytes]
    now: Callable[[], datetime] = now_utc
    avance: Avance = field(default_factory=SinAvance)
    intento: uuid.UUID = field(default_factory=uuid.uuid4)
    invalidadas: set[str] = field(default_factory=set)
    # How many audit entries this unit wrote.
    anotadas: int = 0

    def invalidar(self, *etiquetas: str) -> None:
        """Say which lookups this change makes stale, for every seat (`rexus.db.cache`)."""
        self.invalidadas.update(etiquetas)

    def registro_anterior(self) -> str | None:
        """The record that this same attempt changed when it was made before; None when it never was.

        For operations that are asked again after a lost answer and that nothing else would recognise.
        """
        entrada = self.outbox
        return self.connection.scalar(select(entrada.registro).where(entrada.uuid == clave_de_entrada(self.intento, 0)))

    def anotar(
        self,
        modulo: str,
        accion: str,
        tabla: str,
        registro: int | str | None,
        *,
        antes: Mapping[str, Any] | None = None,
        despues: Mapping[str, Any] | None = None,
        usuario: str | None = None,
    ) -> None:
        """Record in the outbox who changed what, with the values before and after, in this same transaction.

        `usuario` is who did it when that is not the actor: somebody who is only just signing in.

        The entry's UUID derives from the attempt, so that the first entry also tells whether the attempt was committed.
        """
        self.connection.execute(
            _new_entry(self.outbox),  # type: ignore[arg-type]
            {
                "uuid": clave_de_entrada(self.intento, self.anotadas),
                "fecha": self.now(),
                "usuario": self.actor.usuario if usuario is None else usuario,
                "equipo": platform.node()[:255],
                "modulo": modulo,
                "accion": accion,
                "tabla": tabla,
                "registro": None if registro is None else str(registro),
                "antes": to_json(_sin_secretos(antes)),
                "despues": to_json(_sin_secretos(despues)),
            },
        )
        self.anotadas += 1


def intento_consta(work: Work, intento: uuid.UUID) -> bool:
    """Whether that attempt was committed: its first audit entry is there."""
    entrada = work.outbox
    hallada = work.connection.scalar(select(entrada.id).where(entrada.uuid == clave_de_entrada(intento, 0)))
    return hallada is not None


def clave_de_entrada(intento: uuid.UUID, numero: int) -> str:
    """The UUID of an attempt's audit entry, counted from 0."""
    return str(uuid.uuid5(intento, str(numero)))


@cache
def _new_entry(outbox: type[OutboxMixin]) -> Insert:
    """Built once: building the statement costs more than running it."""
    return insert(outbox)


def _sin_secretos(values: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if values is None or _OCULTOS.isdisjoint(values):
        return values
    return {name: OCULTO if name in _OCULTOS and value is not None else value for name, value in values.items()}


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
