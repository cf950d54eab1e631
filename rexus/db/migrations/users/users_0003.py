"""Who may see and make backups."""

from __future__ import annotations

import base64
import hmac
import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from rexus.db.types import Logico, texto

revision = "users_0003"
down_revision = "users_0002"
branch_labels = None
depends_on = None

# An administrator may do everything anyway.
_ROL = "supervisor"
_ACCIONES = ("ver", "modificar", "aprobar")


def upgrade() -> None:
    sellados = not op.get_context().as_sql and _con_sello()
    vale = sellados and _sello() == _sellado()
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
    if vale:
        # A role that something else changed stays out until somebody looked at it.
        op.get_bind().execute(
            sa.text("UPDATE roles SET sello = :sello WHERE nombre = :rol"), {"sello": _sello(), "rol": _ROL}
        )


def _con_sello() -> bool:
    return "sello" in {columna["name"] for columna in sa.inspect(op.get_bind()).get_columns("roles")}


def _sellado() -> str | None:
    return op.get_bind().execute(sa.text("SELECT sello FROM roles WHERE nombre = :rol"), {"rol": _ROL}).scalar()


def _sello() -> str:
    """The role's seal as `rexus.seguridad.derechos` made it when this was written."""
    conexion = op.get_bind()
    llave = conexion.execute(sa.text("SELECT valor FROM llaves WHERE nombre = 'cuentas'")).scalar_one()
    modulos = conexion.execute(
        sa.text("SELECT modulo, puede_ver, puede_modificar, puede_aprobar FROM permisos_modulos WHERE rol = :rol"),
        {"rol": _ROL},
    )
    palabras = [f"{m}.{accion}" for m, *puede in modulos for accion, si in zip(_ACCIONES, puede, strict=True) if si]
    especiales = sa.text("SELECT permiso FROM permisos_especiales WHERE rol = :rol")
    palabras += conexion.execute(especiales, {"rol": _ROL}).scalars()
    datos = json.dumps(["rol", _ROL, *sorted(palabras)], ensure_ascii=True).encode("ascii")
    return hmac.new(base64.b64decode(llave), datos, sha256).hexdigest()
