"""The keys of an installation: made once, never changed, and kept in another database than what they protect.

They sign the audit trail (database `auditoria`) and the accounts (database `users`), so they live in `inventario`.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.locking import turno
from rexus.db.orm import STRICT, InventarioBase, largo_maximo
from rexus.db.types import Momento, texto
from rexus.db.work import Work

_BYTES = 32


class Llave(InventarioBase):
    """`valor` is the key's 32 bytes in base 64."""

    __tablename__ = "llaves"

    nombre: Mapped[str] = mapped_column(texto(40), primary_key=True)
    valor: Mapped[str] = mapped_column(texto(255))
    fecha: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (*largo_maximo([("nombre", 40), ("valor", 255)]), STRICT)


def buscar(work: Work, nombre: str) -> bytes | None:
    """The key of that name, 32 bytes; None before it was made."""
    valor = work.connection.scalar(select(Llave.valor).where(Llave.nombre == nombre))
    return None if valor is None else base64.b64decode(valor)


def hacer(work: Work, nombre: str) -> bytes:
    """Make the key of that name, unless another seat just did; the one that holds."""
    turno(work.connection, "llaves")
    hallada = buscar(work, nombre)
    if hallada is not None:
        return hallada
    nueva = secrets.token_bytes(_BYTES)
    valor = base64.b64encode(nueva).decode("ascii")
    work.connection.execute(insert(Llave), {"nombre": nombre, "valor": valor, "fecha": work.now()})
    work.anotar("seguridad", "crear", "llaves", nombre)
    return nueva
