"""New accounts: the first administrator, and those that an administrator makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.validacion import validar
from rexus.db.work import Work
from rexus.seguridad import claves, contexto, derechos, roles, sellos, sesiones
from rexus.seguridad.codigos import VIDA_DE_CODIGO, nuevo_codigo
from rexus.seguridad.fichas import MODULO, DatosCuenta, hay_cuentas
from rexus.seguridad.orm import ACTIVO, Usuario
from rexus.seguridad.permisos import ADMINISTRADOR, ADMINISTRAR_USUARIOS, ESPECIALES, exigir
from rexus.seguridad.politica import Politica
from rexus.seguridad.reglas import exigir_grado, exigir_unico


def crear_primer_administrador(work: Work, usuario: str, clave: str) -> str:
    """Create the administrator of a program that has no account yet; the name as it is stored.

    Needs no permission, since nobody exists who could hold it; so it refuses (ConflictoError) once an account exists.
    Raises DatoInvalidoError for a name or password that is not acceptable.
    """
    datos = _primero(work, usuario)
    palabras = contexto.palabras(datos, empresa="")
    _insertar(work, datos, claves.cifrar(clave, palabras=palabras), debe_cambiar=False)
    return str(datos["usuario"])


def primer_administrador(work: Work, usuario: str, cifrada: str) -> str:
    """The same with the hash of a password that nobody chose; for `seguridad.ejemplo`."""
    datos = _primero(work, usuario)
    _insertar(work, datos, cifrada, debe_cambiar=False)
    return str(datos["usuario"])


def _primero(work: Work, usuario: str) -> dict[str, Any]:
    """The account's data, once it is known that there is none yet."""
    # Two first runs at once must not make two administrators.
    turno(work.connection, "cuentas")
    if hay_cuentas(work):
        raise ConflictoError(
            tr("Ya existe una cuenta; el primer administrador se crea una sola vez."),
            tr("Entrar con esa cuenta y crear las demás desde Usuarios."),
        )
    return validar(DatosCuenta, {"usuario": usuario, "rol": ADMINISTRADOR})


def crear(
    work: Work, valores: Mapping[str, Any], politica: Politica, *, clave: str | None = None, cifrada: str | None = None
) -> Result[tuple[int, str]]:
    """A new account; its id, and the code to sign in with the first time when no password was given.

    `cifrada` is a hash that an imported account brings (`formatos`). An account whose role has a special right needs
    the password once more (ConfirmarClaveError). Raises DatoInvalidoError naming the fields, ConflictoError when there
    is one that reads alike, PermisoError for a role that may do more than the actor.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    datos = validar(DatosCuenta, valores)
    roles.exigir_rol(work, datos["rol"])
    exigir_grado(work, datos["rol"])
    if derechos.de(work, datos["rol"]).permisos & {"*", *ESPECIALES}:
        sesiones.exigir_confirmada(work)
    turno(work.connection, "cuentas")
    exigir_unico(work, datos["usuario"])
    codigo = ""
    if cifrada is not None:
        if not claves.aceptable(cifrada):
            motivo = tr("no es un formato de clave conocido")
            raise DatoInvalidoError(
                tr("La clave cifrada no sirve. No se guardó nada."),
                tr("Crear la cuenta sin clave: se da un código para entrar la primera vez."),
                campos={"clave": motivo},
            )
        nueva = _insertar(work, datos, cifrada, debe_cambiar=False)
    elif clave is not None:
        palabras = contexto.palabras(datos, politica.empresa)
        propia = claves.cifrar(clave, politica.largo_minimo, palabras)
        nueva = _insertar(work, datos, propia, debe_cambiar=False)
    else:
        codigo = nuevo_codigo()
        vence = work.now() + VIDA_DE_CODIGO
        nueva = _insertar(work, datos, claves.cifrar_conocida(codigo), debe_cambiar=True, vence=vence)
    return Result((nueva, codigo), Change.of("usuario", ids=(nueva,)))


def _insertar(
    work: Work, datos: Mapping[str, Any], cifrada: str, *, debe_cambiar: bool, vence: datetime | None = None
) -> int:
    ahora = work.now()
    nueva = work.connection.execute(
        insert(Usuario).returning(Usuario.id),
        {
            **datos,
            "password_hash": cifrada,
            "estado": ACTIVO,
            "fecha_creacion": ahora,
            "fecha_actualizacion": ahora,
            "clave_fecha": ahora,
            "clave_vence": vence,
            "debe_cambiar": debe_cambiar,
        },
    ).scalar_one()
    sellos.sellar(work, nueva)
    work.anotar(MODULO, "crear", "usuarios", nueva, despues={**datos, "estado": ACTIVO})
    return nueva
