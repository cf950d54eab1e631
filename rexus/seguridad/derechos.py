"""What each role may do, and its seal: proof that Rexus wrote it.

Whoever gives a role a right in the database by hand leaves a seal that does not fit, and whoever has the role stays out
until an administrator has looked at it and saved it again. What the administrator may do stands nowhere in the tables,
so there is nothing to change by hand and nobody is locked out by it. `rexus.seguridad.sellos` says what the key is
worth.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from sqlalchemy import select

from rexus.db import llaves
from rexus.db.work import Work
from rexus.seguridad.orm import PermisoEspecial, PermisoModulo, Rol
from rexus.seguridad.permisos import ACCIONES, ADMINISTRADOR


@dataclass(frozen=True)
class Derechos:
    """Words as `Actor.permisos` has them. `alterado`: something else than Rexus changed them."""

    permisos: frozenset[str] = field(default_factory=frozenset)
    alterado: bool = False


_TODO: Final = Derechos(frozenset({"*"}))


def de(work: Work, rol: str) -> Derechos:
    """What a role may do; nothing for a role that is not known. Needs no permission: it decides about them."""
    return _TODO if rol == ADMINISTRADOR else _leer(work, rol).get(rol, Derechos())


def todos(work: Work) -> dict[str, Derechos]:
    """What every role may do, by its name. Needs no permission: it decides about them."""
    return _leer(work)


def sello(work: Work, rol: str, permisos: Iterable[str]) -> str:
    """The seal (HMAC-SHA-256, hexadecimal) of a role that may do that.

    The key is that of accounts; the word in front keeps their seals apart.
    """
    datos = json.dumps(["rol", rol, *sorted(permisos)], ensure_ascii=True).encode("ascii")
    return hmac.new(work.llave(llaves.CUENTAS), datos, sha256).hexdigest()


def _leer(work: Work, rol: str | None = None) -> dict[str, Derechos]:
    """In one statement: a role that is saved between two of them would look changed."""
    m, e = PermisoModulo, PermisoEspecial
    consulta = (
        select(Rol.nombre, Rol.sello, e.permiso, m.modulo, m.puede_ver, m.puede_modificar, m.puede_aprobar)
        .outerjoin(m, m.rol == Rol.nombre)
        .outerjoin(e, e.rol == Rol.nombre)
    )
    if rol is not None:
        consulta = consulta.where(Rol.nombre == rol)
    sellos: dict[str, str] = {}
    permisos: dict[str, set[str]] = {}
    for nombre, sellado, especial, modulo, *puede in work.connection.execute(consulta):
        sellos[nombre] = sellado
        suyos = permisos.setdefault(nombre, set())
        if especial is not None:
            suyos.add(especial)
        suyos |= {f"{modulo}.{accion}" for accion, si in zip(ACCIONES, puede, strict=True) if si}
    return {nombre: _derechos(work, nombre, suyos, sellos[nombre]) for nombre, suyos in permisos.items()}


def _derechos(work: Work, rol: str, permisos: Iterable[str], sellado: str) -> Derechos:
    if rol == ADMINISTRADOR:
        return _TODO
    # As bytes: what somebody wrote there may be any text.
    vale = hmac.compare_digest(sello(work, rol, permisos).encode(), sellado.encode())
    return Derechos(frozenset(permisos), not vale)
