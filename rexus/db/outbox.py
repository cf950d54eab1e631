"""The outbox: audit entries that commit together with the change they tell of.

Each database has its own, since databases do not commit together. A forwarder hands the rows on to `auditoria` and
notes which; they stay a while, since an attempt whose answer was lost is looked up here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, UsersBase
from rexus.db.types import Momento, identidad, texto, texto_largo


class OutboxMixin:
    """Who, when (UTC), where, what, and the record before and after (JSON objects)."""

    __tablename__ = "outbox"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    uuid: Mapped[str] = mapped_column(texto(36), unique=True)
    fecha: Mapped[datetime] = mapped_column(Momento)
    usuario: Mapped[str] = mapped_column(texto(60))
    equipo: Mapped[str] = mapped_column(texto(255))
    modulo: Mapped[str] = mapped_column(texto(40))
    accion: Mapped[str] = mapped_column(texto(40))
    tabla: Mapped[str] = mapped_column(texto(60))
    registro: Mapped[str | None] = mapped_column(texto(60))
    antes: Mapped[str | None] = mapped_column(texto_largo())
    despues: Mapped[str | None] = mapped_column(texto_largo())


class OutboxEnviadaMixin:
    """An entry of the outbox (by its id) that is in `auditoria`, and since when (UTC)."""

    __tablename__ = "outbox_enviadas"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(identidad(), primary_key=True, autoincrement=False)
    fecha: Mapped[datetime] = mapped_column(Momento, index=True)


class UsersOutbox(OutboxMixin, UsersBase):
    """The outbox of the database `users`."""


class InventarioOutbox(OutboxMixin, InventarioBase):
    """The outbox of the database `inventario`."""


class UsersOutboxEnviada(OutboxEnviadaMixin, UsersBase):
    """What the database `users` handed on."""


class InventarioOutboxEnviada(OutboxEnviadaMixin, InventarioBase):
    """What the database `inventario` handed on."""
