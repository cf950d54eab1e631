"""What the seats of a server agree on about backups: whose turn it is to make them, and what was made last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, largo_maximo
from rexus.db.types import Momento, texto


class RespaldoTurno(InventarioBase):
    """Row «programador»: the seat that makes backups (empty: nobody), and a number that it raises while it lives.

    No times: whether a seat still lives is seen by its number, with the clock of whoever looks.
    """

    __tablename__ = "respaldos_turno"

    nombre: Mapped[str] = mapped_column(texto(40), primary_key=True)
    dueno: Mapped[str] = mapped_column(texto(36))
    equipo: Mapped[str] = mapped_column(texto(255))
    latido: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))

    __table_args__ = (*largo_maximo([("nombre", 40), ("dueno", 36), ("equipo", 255)]), STRICT)


class RespaldoHecho(InventarioBase):
    """The newest verified set of each kind, whichever seat made it: which slot it was for, and where it lies."""

    __tablename__ = "respaldos_hechos"

    tipo: Mapped[str] = mapped_column(texto(20), primary_key=True)
    slot: Mapped[datetime] = mapped_column(Momento)
    fecha: Mapped[datetime] = mapped_column(Momento)
    conjunto: Mapped[str] = mapped_column(texto(120))
    equipo: Mapped[str] = mapped_column(texto(255))

    __table_args__ = (*largo_maximo([("tipo", 20), ("conjunto", 120), ("equipo", 255)]), STRICT)
