"""Who works on jobs and who buys."""

from __future__ import annotations

from rexus.db.migrations import roles

revision = "users_0005"
down_revision = "users_0004"
branch_labels = None
depends_on = None

# An administrator may do everything anyway. Role, module, ver, modificar, aprobar.
_PERMISOS = (
    ("supervisor", "obras", True, True, True),
    ("supervisor", "compras", True, True, True),
    ("analista", "obras", True, True, False),
    ("analista", "compras", True, True, False),
    ("operador", "obras", True, True, False),
    ("operador", "compras", True, False, False),
    ("consulta", "obras", True, False, False),
    ("consulta", "compras", True, False, False),
)


def upgrade() -> None:
    roles.conceder(_PERMISOS)
