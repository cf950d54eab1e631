"""Who may see and change herrajes: as with the articles that were there before."""

from __future__ import annotations

from rexus.db.migrations import roles

revision = "users_0004"
down_revision = "users_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    roles.como_en("inventario", "herrajes")
