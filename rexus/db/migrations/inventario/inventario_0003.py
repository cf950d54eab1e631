"""What the outbox handed on."""

from __future__ import annotations

from rexus.db.migrations import bandeja

revision = "inventario_0003"
down_revision = "inventario_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bandeja.proteger()
