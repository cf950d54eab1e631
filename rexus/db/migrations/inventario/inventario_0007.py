"""Movements by their date: what came in and went out on each day."""

from __future__ import annotations

from alembic import op

revision = "inventario_0007"
down_revision = "inventario_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_movimientos_fecha"), "movimientos", ["fecha"])
