"""The keys of the installation, and what the outbox handed on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import bandeja, solo_agregar
from rexus.db.orm import solo_sqlite
from rexus.db.types import Momento, texto

revision = "inventario_0003"
down_revision = "inventario_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "llaves",
        sa.Column("nombre", texto(40), nullable=False),
        sa.Column("valor", texto(255), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        solo_sqlite(op.f("ck_llaves_nombre_largo"), "length(nombre) <= 40"),
        solo_sqlite(op.f("ck_llaves_valor_largo"), "length(valor) <= 255"),
        sa.PrimaryKeyConstraint("nombre", name=op.f("pk_llaves")),
        sqlite_strict=True,
    )
    solo_agregar.proteger("llaves", unicas=("nombre",))
    bandeja.proteger()
