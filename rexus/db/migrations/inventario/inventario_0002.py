"""The workshop's configuration and who changed it; how often remembered lookups became stale."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import solo_agregar
from rexus.db.orm import solo_sqlite
from rexus.db.types import Momento, identidad, texto, texto_largo

revision = "inventario_0002"
down_revision = "inventario_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cache_versiones",
        sa.Column("etiqueta", texto(60), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        solo_sqlite(op.f("ck_cache_versiones_etiqueta_largo"), "length(etiqueta) <= 60"),
        sa.PrimaryKeyConstraint("etiqueta", name=op.f("pk_cache_versiones")),
        sqlite_strict=True,
    )
    op.create_table(
        "configuracion_sistema",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("categoria", texto(40), nullable=False),
        sa.Column("clave", texto(100), nullable=False),
        sa.Column("valor", texto_largo(), nullable=True),
        sa.Column("tipo_dato", texto(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("usuario_modificacion", texto(60), nullable=False),
        sa.Column("fecha_modificacion", Momento(), nullable=False),
        sa.CheckConstraint("clave <> ''", name=op.f("ck_configuracion_sistema_clave_no_vacia")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_configuracion_sistema_version_positiva")),
        solo_sqlite(op.f("ck_configuracion_sistema_categoria_largo"), "length(categoria) <= 40"),
        solo_sqlite(op.f("ck_configuracion_sistema_clave_largo"), "length(clave) <= 100"),
        solo_sqlite(op.f("ck_configuracion_sistema_valor_largo"), "length(valor) <= 20000"),
        solo_sqlite(op.f("ck_configuracion_sistema_tipo_dato_largo"), "length(tipo_dato) <= 20"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configuracion_sistema")),
        sa.UniqueConstraint("clave", name=op.f("uq_configuracion_sistema_clave")),
        sqlite_strict=True,
    )
    op.create_table(
        "configuracion_cambios",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clave", texto(100), nullable=False),
        sa.Column("antes", texto_largo(), nullable=True),
        sa.Column("despues", texto_largo(), nullable=True),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        solo_sqlite(op.f("ck_configuracion_cambios_clave_largo"), "length(clave) <= 100"),
        solo_sqlite(op.f("ck_configuracion_cambios_usuario_largo"), "length(usuario) <= 60"),
        solo_sqlite(op.f("ck_configuracion_cambios_equipo_largo"), "length(equipo) <= 255"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configuracion_cambios")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_configuracion_cambios_clave_id"), "configuracion_cambios", ["clave", "id"])
    solo_agregar.proteger("configuracion_cambios", unicas=("id",))
