"""Signing in on a copy of the accounts: when those of the installation cannot be read any more, a backup's decide.

No session begins and no policy locks an account here: whoever asks counts what was wrong (`frenos.espera`).
"""

from __future__ import annotations

from sqlalchemy import select

from rexus.base.actor import Actor
from rexus.base.errors import CredencialesError
from rexus.db.work import Work
from rexus.seguridad import claves, derechos, factor, fallos, nombres, sellos
from rexus.seguridad.codigos import clave_escrita
from rexus.seguridad.ingreso import CuentaAlteradaError, RolAlteradoError, SegundoFactorError, puede_entrar
from rexus.seguridad.orm import Usuario
from rexus.seguridad.permisos import ADMINISTRADOR

_COLUMNAS = (*fallos.COLUMNAS, Usuario.clave_vence, Usuario.contador_totp)


def reconocer(work: Work, usuario: str, clave: str, codigo: str, permiso: str) -> Actor:
    """The account of that name, password and, if it has a second factor, code; it holds `permiso`. Some 50 ms.

    `work` is on a copy of `users`; its keys are those of the copy. A password that ran out is as good as another, and
    so is a code to sign in with that did not: what has to be chosen anew is asked for at the next sign-in.

    Raises CredencialesError, the same whatever was wrong; with the right password also SegundoFactorError,
    CuentaAlteradaError, RolAlteradoError, PermisoError.
    """
    nombre = nombres.plegado(usuario[:255])
    fila = work.connection.execute(select(*_COLUMNAS).where(Usuario.usuario == nombre)).one_or_none()
    cuenta = None if fila is None else fila._asdict()
    clave = clave_escrita(clave, es_codigo=cuenta is not None and cuenta["debe_cambiar"])
    correcta = claves.verificar(clave, None if cuenta is None else cuenta["password_hash"])
    if cuenta is None or not correcta:
        raise CredencialesError
    if not sellos.vale(work, cuenta):
        raise CuentaAlteradaError(nombre)
    if not puede_entrar(work, cuenta):
        raise CredencialesError
    suyos = derechos.de(work, cuenta["rol"])
    if suyos.alterado:
        raise RolAlteradoError(cuenta["rol"])
    if cuenta["secreto_totp"] is not None:
        if not codigo:
            raise SegundoFactorError
        if not factor.aceptar(work, cuenta, codigo):
            raise CredencialesError
    actor = Actor(cuenta["usuario"], cuenta["rol"], suyos.permisos, cuenta["id"])
    actor.exigir(permiso)
    return actor


def administradores(work: Work) -> tuple[str, ...]:
    """The administrators who may sign in, by name. Needs no permission: it says whom to ask after a restore."""
    consulta = select(*_COLUMNAS).where(Usuario.rol == ADMINISTRADOR).order_by(Usuario.usuario)
    return tuple(f.usuario for f in work.connection.execute(consulta) if puede_entrar(work, f._asdict()))
