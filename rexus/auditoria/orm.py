"""The audit trail: the database `auditoria`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, AuditoriaBase, largo_maximo
from rexus.db.types import Momento, entero_grande, identidad, texto, texto_largo


class Evento(AuditoriaBase):
    """A link of the chain. `id` counts from 1 without gaps.

    `base` is where it happened, and its UUID is unique there. `recibido` is when it came here, `anterior` the hash of
    the event before; `hash` covers every other column (`rexus.auditoria.cadena`).
    """

    __tablename__ = "eventos"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True, autoincrement=False)
    uuid: Mapped[str] = mapped_column(texto(36))
    base: Mapped[str] = mapped_column(texto(20))
    fecha: Mapped[datetime] = mapped_column(Momento)
    usuario: Mapped[str] = mapped_column(texto(60))
    equipo: Mapped[str] = mapped_column(texto(255))
    modulo: Mapped[str] = mapped_column(texto(40))
    accion: Mapped[str] = mapped_column(texto(40))
    tabla: Mapped[str] = mapped_column(texto(60))
    registro: Mapped[str | None] = mapped_column(texto(60))
    antes: Mapped[str | None] = mapped_column(texto_largo())
    despues: Mapped[str | None] = mapped_column(texto_largo())
    recibido: Mapped[datetime] = mapped_column(Momento)
    anterior: Mapped[str] = mapped_column(texto(64))
    hash: Mapped[str] = mapped_column(texto(64))

    __table_args__ = (
        CheckConstraint("id >= 1", name="numero"),
        UniqueConstraint("base", "uuid"),
        *largo_maximo([("hash", 64), ("anterior", 64)]),
        Index("ix_eventos_fecha_id", "fecha", "id"),
        Index("ix_eventos_usuario_id", "usuario", "id"),
        Index("ix_eventos_modulo_accion_id", "modulo", "accion", "id"),
        Index("ix_eventos_tabla_registro_id", "tabla", "registro", "id"),
        STRICT,
    )


class Archivo(AuditoriaBase):
    """A month of events that left the table for a file. `hash` is that of its last event; `firma` covers the row."""

    __tablename__ = "archivos"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    desde: Mapped[int] = mapped_column(entero_grande())
    hasta: Mapped[int] = mapped_column(entero_grande(), unique=True)
    mes: Mapped[str] = mapped_column(texto(7))
    archivo: Mapped[str] = mapped_column(texto(120))
    sha256: Mapped[str] = mapped_column(texto(64))
    hash: Mapped[str] = mapped_column(texto(64))
    firma: Mapped[str] = mapped_column(texto(64))
    fecha: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (
        CheckConstraint("desde >= 1 AND hasta >= desde", name="tramo"),
        *largo_maximo([("archivo", 120)]),
        STRICT,
    )
