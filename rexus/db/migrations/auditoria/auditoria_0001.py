"""The audit trail: a chain of events that nobody rewrites, and which months of it left for an archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import cadena, solo_agregar
from rexus.db.orm import solo_sqlite
from rexus.db.types import Momento, identidad, texto, texto_largo

revision = "auditoria_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "eventos",
        sa.Column("id", identidad(), autoincrement=False, nullable=False),
        sa.Column("uuid", texto(36), nullable=False),
        sa.Column("base", texto(20), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        sa.Column("modulo", texto(40), nullable=False),
        sa.Column("accion", texto(40), nullable=False),
        sa.Column("tabla", texto(60), nullable=False),
        sa.Column("registro", texto(60), nullable=True),
        sa.Column("antes", texto_largo(), nullable=True),
        sa.Column("despues", texto_largo(), nullable=True),
        sa.Column("recibido", Momento(), nullable=False),
        sa.Column("anterior", texto(64), nullable=False),
        sa.Column("hash", texto(64), nullable=False),
        sa.CheckConstraint("id >= 1", name=op.f("ck_eventos_numero")),
        solo_sqlite(op.f("ck_eventos_hash_largo"), "length(hash) <= 64"),
        solo_sqlite(op.f("ck_eventos_anterior_largo"), "length(anterior) <= 64"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eventos")),
        # An attempt may have written to two databases.
        sa.UniqueConstraint("base", "uuid", name=op.f("uq_eventos_base_uuid")),
        sqlite_strict=True,
    )
    # Each filter of the page gives its ids from one index alone, newest first.
    op.create_index(op.f("ix_eventos_fecha_id"), "eventos", ["fecha", "id"])
    op.create_index(op.f("ix_eventos_usuario_id"), "eventos", ["usuario", "id"])
    op.create_index(op.f("ix_eventos_modulo_accion_id"), "eventos", ["modulo", "accion", "id"])
    op.create_index(op.f("ix_eventos_tabla_registro_id"), "eventos", ["tabla", "registro", "id"])
    op.create_table(
        "archivos",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("desde", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hasta", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mes", texto(7), nullable=False),
        sa.Column("archivo", texto(120), nullable=False),
        sa.Column("sha256", texto(64), nullable=False),
        sa.Column("hash", texto(64), nullable=False),
        sa.Column("firma", texto(64), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.CheckConstraint("desde >= 1 AND hasta >= desde", name=op.f("ck_archivos_tramo")),
        solo_sqlite(op.f("ck_archivos_archivo_largo"), "length(archivo) <= 120"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archivos")),
        sa.UniqueConstraint("hasta", name=op.f("uq_archivos_hasta")),
        sqlite_strict=True,
    )
    solo_agregar.proteger("archivos", unicas=("id", "hasta"))
    cadena.proteger()
