"""How far the audit trail had come, kept in another database than the trail, so that a shortened one shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, UsersBase, solo_sqlite
from rexus.db.types import Momento, entero_grande, identidad, texto


class CadenaCabeza(UsersBase):
    """Row 1: the number and the hash of the last event that the trail is known to hold; number 0 before the first."""

    __tablename__ = "cadena_cabezas"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True, autoincrement=False)
    numero: Mapped[int] = mapped_column(entero_grande())
    hash: Mapped[str] = mapped_column(texto(64))
    fecha: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (solo_sqlite("hash_largo", "length(hash) <= 64"), STRICT)
