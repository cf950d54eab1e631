"""The machine's own rights: who owns the data may let an administrator in again, without signing in.

On files it is who owns them, or root; on a server the account that owns the tables, not that of daily work.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sqlalchemy import text

from rexus.base import marca_de_ejemplo
from rexus.base.actor import SISTEMA
from rexus.base.changes import Result
from rexus.base.errors import NoEncontradoError, PermisoError
from rexus.base.text import tr
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import nombres
from rexus.seguridad.acceso import Acceso
from rexus.seguridad.cuentas import desbloquear_en_esta_maquina, restablecer_en_esta_maquina

_DUENA: Final = {
    "postgresql": text("SELECT pg_has_role(c.relowner, 'MEMBER') FROM pg_class c WHERE c.oid = 'usuarios'::regclass"),
    "mssql": text("SELECT CASE WHEN IS_MEMBER('db_owner') = 1 THEN 1 ELSE 0 END"),
}


def desbloquear_aqui(
    registry: Registry, usuario: str, cuenta_del_sistema: str, *, aceptar: bool = False
) -> Result[Acceso]:
    """Let an account in again by the machine's own rights; the event says which account of the system did it.

    The account as it is now, and why nobody can come in with it, if something else keeps it out.

    Raises PermisoError without those rights, NoEncontradoError for data or an account that is not there, BaseError, and
    as `estado.desbloquear_en_esta_maquina`.
    """
    quien = _exigir_derechos(registry, cuenta_del_sistema)
    return registry.escribir(USERS, SISTEMA, desbloquear_en_esta_maquina, usuario, quien, aceptar=aceptar)


def dar_codigo_aqui(registry: Registry, usuario: str, cuenta_del_sistema: str, *, sin_factor: bool = False) -> str:
    """A code for an administrator who forgot the password, by the same rights; told in the same way.

    Raises as `desbloquear_aqui`, and as `cambio_clave.restablecer_en_esta_maquina`.
    """
    quien = _exigir_derechos(registry, cuenta_del_sistema)
    dado = registry.escribir(USERS, SISTEMA, restablecer_en_esta_maquina, usuario, quien, sin_factor=sin_factor)
    marca_de_ejemplo.olvidar_clave(registry.paths, nombres.plegado(usuario))
    return dado.value


def _exigir_derechos(registry: Registry, cuenta_del_sistema: str) -> str:
    """Raise PermisoError without the machine's own rights; by whom it is done, for the event."""
    if registry.motor.es_servidor:
        if not registry.leer(USERS, SISTEMA, _es_duena):
            raise PermisoError(
                tr("La cuenta «{cuenta}» de la base no es la dueña de las tablas. No se hizo nada.").format(
                    cuenta=registry.conexion.usuario
                ),
                tr("Indicar la cuenta dueña con --usuario y --clave-stdin, la misma que usa «rexus preparar»."),
            )
        return f"{cuenta_del_sistema}, {registry.conexion.usuario}"
    _exigir_archivo_propio(Path(registry.lugar(USERS)))
    return cuenta_del_sistema


def _es_duena(work: Work) -> bool:
    return bool(work.connection.scalar(_DUENA[work.connection.dialect.name]))


def _exigir_archivo_propio(archivo: Path) -> None:
    """Where there are no owners (Windows) the file's own rights decide: writing to it fails."""
    if not archivo.exists():
        raise NoEncontradoError(
            tr("No hay cuentas en esta computadora: falta «{archivo}».").format(archivo=archivo),
            tr("Revisar REXUS_HOME y la conexión configurada."),
        )
    if os.name == "posix":
        yo = os.geteuid()
        if yo != 0 and (archivo.stat().st_uid != yo or not os.access(archivo, os.W_OK)):
            raise PermisoError(
                tr("«{archivo}» es de otra cuenta del sistema. No se hizo nada.").format(archivo=archivo),
                tr("Ejecutarlo con la cuenta del sistema dueña de los datos."),
            )
