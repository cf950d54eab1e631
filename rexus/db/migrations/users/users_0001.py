"""Accounts and their outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.orm import regla, solo_sqlite
from rexus.db.types import Momento, identidad, texto, texto_largo

revision = "users_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("uuid", texto(36), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        sa.Column("modulo", texto(40), nullable=False),
        sa.Column("accion", texto(40), nullable=False),
        sa.Column("tabla", texto(60), nullable=False),
        sa.Column("registro", texto(60), nullable=True),
        sa.Column("antes", texto_largo(), nullable=True),
        sa.Column("despues", texto_largo(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("uuid", name=op.f("uq_outbox_uuid")),
        sqlite_strict=True,
    )
    op.create_table(
        "usuarios",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("nombre", texto(120), nullable=False),
        sa.Column("apellido", texto(120), nullable=False),
        sa.Column("email", texto(255), nullable=False),
        sa.Column("password_hash", texto_largo(), nullable=False),
        sa.Column("rol", texto(40), nullable=False),
        sa.Column("estado", texto(20), nullable=False),
        sa.Column("intentos_fallidos", sa.Integer(), nullable=False),
        sa.Column("bloqueado_hasta", Momento(), nullable=True),
        sa.Column("ultimo_acceso", Momento(), nullable=True),
        sa.Column("fecha_creacion", Momento(), nullable=False),
        sa.Column("fecha_actualizacion", Momento(), nullable=False),
        sa.CheckConstraint(
            "estado IN ('activo', 'inactivo', 'suspendido', 'bloqueado')", name=op.f("ck_usuarios_estado")
        ),
        solo_sqlite(op.f("ck_usuarios_apellido_largo"), "length(apellido) <= 120"),
        solo_sqlite(op.f("ck_usuarios_email_largo"), "length(email) <= 255"),
        solo_sqlite(op.f("ck_usuarios_nombre_largo"), "length(nombre) <= 120"),
        solo_sqlite(op.f("ck_usuarios_rol_largo"), "length(rol) <= 40"),
        solo_sqlite(op.f("ck_usuarios_usuario_largo"), "length(usuario) <= 60"),
        *regla(op.f("ck_usuarios_usuario_no_vacio"), sqlite="length(usuario) >= 1", servidores="usuario <> ''"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usuarios")),
        sa.UniqueConstraint("usuario", name=op.f("uq_usuarios_usuario")),
        sqlite_strict=True,
    )
