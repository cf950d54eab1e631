"""Accounts and their outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.types import Momento, identidad, texto

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
        sa.Column("antes", sa.Text(), nullable=True),
        sa.Column("despues", sa.Text(), nullable=True),
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
        sa.Column("password_hash", sa.Text(), nullable=False),
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
        sa.CheckConstraint("length(apellido) <= 120", name=op.f("ck_usuarios_apellido_largo")),
        sa.CheckConstraint("length(email) <= 255", name=op.f("ck_usuarios_email_largo")),
        sa.CheckConstraint("length(nombre) <= 120", name=op.f("ck_usuarios_nombre_largo")),
        sa.CheckConstraint("length(rol) <= 40", name=op.f("ck_usuarios_rol_largo")),
        sa.CheckConstraint("length(usuario) <= 60", name=op.f("ck_usuarios_usuario_largo")),
        sa.CheckConstraint("length(usuario) >= 1", name=op.f("ck_usuarios_usuario_no_vacio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usuarios")),
        sa.UniqueConstraint("usuario", name=op.f("uq_usuarios_usuario")),
        sqlite_strict=True,
    )
