"""Accounts: the first administrator, and signing in."""

from __future__ import annotations

from sqlalchemy import func, insert, select, update

from rexus.base.actor import Actor
from rexus.base.errors import ConflictoError, CredencialesError, DatoInvalidoError
from rexus.base.text import limpiar, tr
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import claves
from rexus.seguridad.orm import ACTIVO, Usuario
from rexus.seguridad.permisos import ADMINISTRADOR, permisos_de

MODULO = "usuarios"


def hay_cuentas(work: Work) -> bool:
    """Whether any account exists. Needs no permission: it decides between the welcome page and the sign-in."""
    return bool(work.connection.scalar(select(func.count()).select_from(Usuario)))


def crear_primer_administrador(work: Work, usuario: str, clave: str) -> Actor:
    """Create the administrator of a program that has no account yet, and return who signed in.

    Needs no permission, since nobody exists who could hold it; so it refuses (ConflictoError) once an account exists.
    Raises DatoInvalidoError for a name or password that is not acceptable.
    """
    # Two first runs at once must not make two administrators.
    turno(work.connection, "primer administrador")
    if hay_cuentas(work):
        raise ConflictoError(
            tr("Ya existe una cuenta; el primer administrador se crea una sola vez."),
            tr("Entrar con esa cuenta y crear las demás desde Usuarios."),
        )
    nombre = nombre_de_usuario(usuario)
    ahora = work.now()
    nuevo = work.connection.execute(
        insert(Usuario).returning(Usuario.id),
        {
            "usuario": nombre,
            "password_hash": claves.cifrar(clave),
            "rol": ADMINISTRADOR,
            "fecha_creacion": ahora,
            "fecha_actualizacion": ahora,
        },
    ).scalar_one()
    work.anotar(MODULO, "crear", "usuarios", nuevo, despues={"usuario": nombre, "rol": ADMINISTRADOR, "estado": ACTIVO})
    return Actor(nombre, ADMINISTRADOR, permisos_de(ADMINISTRADOR), nuevo)


def entrar(work: Work, usuario: str, clave: str) -> Actor:
    """Sign in. Raises CredencialesError, the same whatever was wrong, after the same work."""
    fila = work.connection.execute(
        select(Usuario.id, Usuario.usuario, Usuario.password_hash, Usuario.rol, Usuario.estado).where(
            Usuario.usuario == _plegado(usuario)
        )
    ).one_or_none()
    correcta = claves.verificar(clave, fila.password_hash if fila else None)
    if fila is None or not correcta or fila.estado != ACTIVO:
        raise CredencialesError
    return Actor(fila.usuario, fila.rol, permisos_de(fila.rol), fila.id)


def anotar_ingreso(work: Work, actor: Actor) -> None:
    """Remember when the actor last signed in."""
    work.connection.execute(update(Usuario).where(Usuario.id == actor.usuario_id).values(ultimo_acceso=work.now()))


def nombre_de_usuario(texto: str) -> str:
    """A user's name as it is stored. Raises DatoInvalidoError if it is empty, too long or has spaces inside."""
    nombre = _plegado(texto)
    if not nombre or len(nombre) > 60 or any(c.isspace() for c in nombre):
        motivo = tr("El usuario necesita de 1 a 60 caracteres, sin espacios.")
        raise DatoInvalidoError(motivo, campos={"usuario": motivo})
    return nombre


def _plegado(texto: str) -> str:
    return limpiar(texto).lower()
