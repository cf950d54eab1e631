"""What roles may do in a module that is new, for migration scripts."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from rexus.db.types import Logico, texto

_ACCIONES = ("ver", "modificar", "aprobar")
_PERMISOS = sa.table(
    "permisos_modulos",
    sa.column("rol", texto(40)),
    sa.column("modulo", texto(40)),
    *(sa.column(f"puede_{accion}", Logico()) for accion in _ACCIONES),
)


def como_en(modulo: str, nuevo: str) -> None:
    """Let every role do in the module `nuevo` what it may do in `modulo`, those of the workshop's own too.

    A role whose seal fits has a new one; one that something else than Rexus changed stays out until somebody looked at
    it. Written as SQL for somebody else to run, it can look at no seal.
    """
    columnas = [_PERMISOS.c[f"puede_{accion}"] for accion in _ACCIONES]
    suyos = sa.select(_PERMISOS.c.rol, sa.literal_column(f"'{nuevo}'"), *columnas).where(
        _PERMISOS.c.modulo == sa.literal_column(f"'{modulo}'")
    )
    de_ese = sa.text(
        "SELECT nombre, sello FROM roles WHERE nombre IN (SELECT rol FROM permisos_modulos WHERE modulo = :m)"
    )
    with _sellados(de_ese.bindparams(m=modulo)):
        op.execute(sa.insert(_PERMISOS).from_select([c.name for c in _PERMISOS.c], suyos))


def conceder(filas: Sequence[tuple[str, str, bool, bool, bool]]) -> None:
    """Let roles do in modules what the rows say: role, module, ver, modificar, aprobar.

    Roles that are gone get nothing. Seals as in `como_en`.
    """
    nombres: Any = sa.bindparam("roles", sorted({rol for rol, *_ in filas}), expanding=True)
    de_esos = sa.text("SELECT nombre, sello FROM roles WHERE nombre IN :roles").bindparams(nombres)
    with _sellados(de_esos):
        for rol, modulo, *puede in filas:
            valores: Any = (
                sa.select(
                    sa.column("nombre"), sa.literal(modulo, texto(40)), *(sa.literal(si, Logico()) for si in puede)
                )
                .select_from(sa.table("roles", sa.column("nombre")))
                .where(sa.column("nombre") == sa.literal(rol, texto(40)))
            )
            op.execute(sa.insert(_PERMISOS).from_select([c.name for c in _PERMISOS.c], valores))


@contextmanager
def _sellados(roles: sa.TextClause) -> Iterator[None]:
    """Seal those of the roles again whose seal fitted before the block. `roles` selects names and seals."""
    sellados: list[str] = []
    if not op.get_context().as_sql:
        sellados = [rol for rol, sello in op.get_bind().execute(roles).all() if sello == _sello(rol)]
    yield
    for rol in sellados:
        cambio = sa.text("UPDATE roles SET sello = :sello WHERE nombre = :rol")
        op.get_bind().execute(cambio, {"sello": _sello(rol), "rol": rol})


def _sello(rol: str) -> str:
    """The role's seal as `rexus.seguridad.derechos` made it when this was written."""
    conexion = op.get_bind()
    llave = conexion.execute(sa.text("SELECT valor FROM llaves WHERE nombre = 'cuentas'")).scalar_one()
    modulos = conexion.execute(
        sa.text("SELECT modulo, puede_ver, puede_modificar, puede_aprobar FROM permisos_modulos WHERE rol = :rol"),
        {"rol": rol},
    )
    palabras = [f"{m}.{accion}" for m, *puede in modulos for accion, si in zip(_ACCIONES, puede, strict=True) if si]
    especiales = sa.text("SELECT permiso FROM permisos_especiales WHERE rol = :rol")
    palabras += conexion.execute(especiales, {"rol": rol}).scalars()
    datos = json.dumps(["rol", rol, *sorted(palabras)], ensure_ascii=True).encode("ascii")
    return hmac.new(base64.b64decode(llave), datos, sha256).hexdigest()
