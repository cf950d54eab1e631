"""Who may see and make backups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.types import Logico, texto

revision = "users_0003"
down_revision = "users_0002"
branch_labels = None
depends_on = None

# An administrator may do everything anyway.
_ROL = "supervisor"


def upgrade() -> None:
    modulos = sa.table(
        "permisos_modulos",
        sa.column("rol", texto(40)),
        sa.column("modulo", texto(40)),
        sa.column("puede_ver", Logico()),
        sa.column("puede_modificar", Logico()),
        sa.column("puede_aprobar", Logico()),
    )
    fila = {"rol": _ROL, "modulo": "respaldos", "puede_ver": True, "puede_modificar": True, "puede_aprobar": False}
    op.bulk_insert(modulos, [fila])
