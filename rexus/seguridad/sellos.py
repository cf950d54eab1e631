"""The seal of an account: proof that Rexus wrote what decides who may do what.

Whoever changes a role or a password hash in the database by hand leaves a seal that does not fit, and the account stays
out until an administrator has looked at it. The key is in the same database (`rexus.db.llaves`): whoever reads it there
can forge a seal, which docs/security.md says. What roles may do has seals of its own (`rexus.seguridad.derechos`).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select, update

from rexus.db import llaves
from rexus.db.work import Work
from rexus.seguridad.orm import Usuario

_SELLADOS: Final = ("id", "usuario", "rol", "estado", "password_hash", "secreto_totp", "debe_cambiar")
COLUMNAS: Final = tuple(getattr(Usuario, nombre) for nombre in (*_SELLADOS, "sello"))


def sello(work: Work, cuenta: Mapping[str, Any]) -> str:
    """The seal (HMAC-SHA-256, hexadecimal) of an account's row."""
    datos = json.dumps([cuenta[nombre] for nombre in _SELLADOS], ensure_ascii=True).encode("ascii")
    return hmac.new(work.llave(llaves.CUENTAS), datos, sha256).hexdigest()


def vale(work: Work, cuenta: Mapping[str, Any]) -> bool:
    """Whether the seal of an account's row is its own."""
    # As bytes: what somebody wrote there may be any text.
    return hmac.compare_digest(sello(work, cuenta).encode(), str(cuenta["sello"]).encode())


def sellar(work: Work, usuario_id: int) -> None:
    """Seal the row as it is now. The last thing that an operation on an account does."""
    cuenta = work.connection.execute(select(*COLUMNAS).where(Usuario.id == usuario_id)).one()._asdict()
    work.connection.execute(update(Usuario).where(Usuario.id == usuario_id).values(sello=sello(work, cuenta)))


def cambiar(work: Work, usuario_id: int, *, aceptar: bool = False, **valores: Any) -> None:
    """Write into an account and seal it again, unless something else changed it: then it stays so until `aceptar`."""
    antes = work.connection.execute(select(*COLUMNAS).where(Usuario.id == usuario_id)).one()._asdict()
    work.connection.execute(
        update(Usuario)
        .where(Usuario.id == usuario_id)
        .values(**valores, version=Usuario.version + 1, fecha_actualizacion=work.now())
    )
    if aceptar or vale(work, antes):
        sellar(work, usuario_id)
