"""Whose turn it is to make backups, and what was made last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.orm import solo_sqlite
from rexus.db.types import Momento, texto

revision = "inventario_0004"
down_revision = "inventario_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    turno = op.create_table(
        "respaldos_turno",
        sa.Column("nombre", texto(40), nullable=False),
        sa.Column("dueno", texto(36), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        sa.Column("latido", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        solo_sqlite(op.f("ck_respaldos_turno_nombre_largo"), "length(nombre) <= 40"),
        solo_sqlite(op.f("ck_respaldos_turno_dueno_largo"), "length(dueno) <= 36"),
        solo_sqlite(op.f("ck_respaldos_turno_equipo_largo"), "length(equipo) <= 255"),
        sa.PrimaryKeyConstraint("nombre", name=op.f("pk_respaldos_turno")),
        sqlite_strict=True,
    )
    op.create_table(
        "respaldos_hechos",
        sa.Column("tipo", texto(20), nullable=False),
        sa.Column("slot", Momento(), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("conjunto", texto(120), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        solo_sqlite(op.f("ck_respaldos_hechos_tipo_largo"), "length(tipo) <= 20"),
        solo_sqlite(op.f("ck_respaldos_hechos_conjunto_largo"), "length(conjunto) <= 120"),
        solo_sqlite(op.f("ck_respaldos_hechos_equipo_largo"), "length(equipo) <= 255"),
        sa.PrimaryKeyConstraint("tipo", name=op.f("pk_respaldos_hechos")),
        sqlite_strict=True,
    )
    # There from the start, so that seats only ever change it and none meets another making it.
    fila: dict[str, str | int] = {"nombre": "programador", "dueno": "", "equipo": "", "latido": 0}
    op.execute(sa.insert(turno).values({columna: op.inline_literal(valor) for columna, valor in fila.items()}))
