"""The names that the older program gave to its settings, and how it wrote their values (nearly all as texts)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.settings import SCHEMA, Setting, values

Conversion = Callable[[Setting, Any], Any]


def leido(setting: Setting, valor: Any) -> Any:
    """A value of the key's type from a text that says one («10», «true»). Raises DatoInvalidoError."""
    if isinstance(valor, str) and setting.tipo != "texto":
        return values.parse(setting, valor)
    if isinstance(valor, float) and setting.tipo == "entero" and valor.is_integer():
        return int(valor)
    if isinstance(valor, int | float) and not isinstance(valor, bool) and setting.tipo == "texto":
        return str(valor)
    return valor


def _minutos(_setting: Setting, segundos: Any) -> Any:
    if isinstance(segundos, str) and segundos.strip().isdecimal() and len(segundos) < 10:
        segundos = int(segundos)
    return segundos // 60 if isinstance(segundos, int) and not isinstance(segundos, bool) else segundos


def _oscuro(_setting: Setting, valor: Any) -> Any:
    oscuro = leido(SCHEMA["ventana.detalle_visible"], valor)
    return {True: "oscuro", False: "claro"}.get(oscuro, oscuro) if isinstance(oscuro, bool) else oscuro


def _carpeta(setting: Setting, valor: Any) -> Any:
    absoluta = isinstance(valor, str) and (PurePosixPath(valor).is_absolute() or PureWindowsPath(valor).is_absolute())
    if not absoluta:
        motivo = tr("no dice en qué disco: era relativa a la carpeta del otro programa")
        raise DatoInvalidoError(motivo, campos={setting.clave: motivo})
    return valor


_NOMBRES: Final[dict[str, str]] = {
    "servidor": "db.servidor",
    "db_server": "db.servidor",
    "db_host": "db.servidor",
    "database.host": "db.servidor",
    "database.server": "db.servidor",
    "puerto": "db.puerto",
    "db_port": "db.puerto",
    "database.port": "db.puerto",
    "usuario": "db.usuario",
    "db_user": "db.usuario",
    "db_username": "db.usuario",
    "database.user": "db.usuario",
    "driver": "db.driver",
    "database.driver": "db.driver",
    "pool_size": "db.pool_size",
    "database.pool_size": "db.pool_size",
    "max_overflow": "db.max_overflow",
    "database.max_overflow": "db.max_overflow",
    "db_timeout": "db.pool_timeout",
    "database.timeout": "db.pool_timeout",
    "empresa": "empresa.nombre",
    "empresa_nit": "empresa.cuit",
    "empresa_web": "empresa.sitio_web",
    "sistema_zona_horaria": "sistema.zona",
    "sistema_max_intentos_login": "usuarios.max_intentos",
    "security.max_login_attempts": "usuarios.max_intentos",
    "usuarios_password_min_length": "usuarios.largo_minimo",
    "security.password_min_length": "usuarios.largo_minimo",
    "usuarios_max_sessions": "usuarios.sesiones_a_la_vez",
    "reportes_pie_pagina": "reportes.pie",
    "backup_auto_habilitado": "respaldo.automatico",
    "backup.enabled": "respaldo.automatico",
    "backup_mantener_dias": "respaldo.conservar_dias",
    "backup.retention_days": "respaldo.conservar_dias",
}
_CONVERTIDOS: Final[dict[str, tuple[str, Conversion]]] = {
    "sistema_timeout_sesion": ("usuarios.sesion_inactiva_min", _minutos),
    "usuarios_session_timeout": ("usuarios.sesion_inactiva_min", _minutos),
    "security.session_timeout": ("usuarios.sesion_inactiva_min", _minutos),
    "tema_modo_oscuro": ("tema.modo", _oscuro),
    "backup_directorio": ("respaldo.carpeta", _carpeta),
    "backup.location": ("respaldo.carpeta", _carpeta),
}


def traducido(nombre: str) -> tuple[Setting, Conversion] | None:
    """The key that an older name («empresa_nombre», «database.host») stands for; None if it stands for none."""
    if nombre in _CONVERTIDOS:
        clave, conversion = _CONVERTIDOS[nombre]
        return SCHEMA[clave], conversion
    clave = _NOMBRES.get(nombre) or nombre.replace("_", ".", 1)
    # Names with a dot are this program's own, and read as they are.
    setting = SCHEMA.get(clave) if clave != nombre else None
    return (setting, leido) if setting is not None else None
