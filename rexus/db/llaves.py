"""The keys of an installation: made with the database `users`, never changed.

They sign the audit trail, which is another database, and the accounts, and encipher second factors. docs/security.md
says against whom that helps and against whom it cannot.
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, UsersBase, largo_maximo
from rexus.db.types import Momento, texto
from rexus.db.work import Work

CUENTAS: Final = "cuentas"
FRENOS: Final = "frenos"
FACTORES: Final = "factores"
AUDITORIA: Final = "auditoria"


class Llave(UsersBase):
    """`valor` is the key's 32 bytes in base 64."""

    __tablename__ = "llaves"

    nombre: Mapped[str] = mapped_column(texto(40), primary_key=True)
    valor: Mapped[str] = mapped_column(texto(255))
    fecha: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (*largo_maximo([("nombre", 40), ("valor", 255)]), STRICT)


def buscar(work: Work, nombre: str) -> bytes:
    """The key of that name, 32 bytes; `work` is on `users`."""
    return base64.b64decode(work.connection.execute(select(Llave.valor).where(Llave.nombre == nombre)).scalar_one())
