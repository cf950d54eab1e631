"""The logical databases. They do not commit together; what belongs together is written in one of them."""

from __future__ import annotations

USERS = "users"
INVENTARIO = "inventario"
AUDITORIA = "auditoria"
ALL = (USERS, INVENTARIO, AUDITORIA)
