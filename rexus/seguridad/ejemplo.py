"""Coming into the example workshop: its one account bears the name of whoever made it, and a password of its own.

Nothing of an account of the workshop goes there, its hash least of all: an example may be copied and shown around.
"""

from __future__ import annotations

from sqlalchemy import select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import CredencialesError, PermisoError
from rexus.base.text import tr
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import claves, codigos, frenos, ingreso, nombres, sellos, sesiones
from rexus.seguridad.alta import primer_administrador
from rexus.seguridad.ingreso import Ingreso
from rexus.seguridad.orm import Usuario
from rexus.seguridad.politica import Politica

#: Who may make the example, open it and take it away.
PERMISO = "configuracion.modificar"


def crear_administrador_de_ejemplo(work: Work, usuario: str) -> tuple[str, str]:
    """The administrator of an example that has no account yet: the name as it is stored, and a fresh password.

    As `crear_primer_administrador`, which takes a password that somebody chose.
    """
    clave = codigos.nuevo_codigo()
    return primer_administrador(work, usuario, claves.cifrar_conocida(clave)), clave


def entrar_en_ejemplo(registry: Registry, usuario: str, politica: Politica) -> Ingreso:
    """Begin a session in the example for whoever is signed in to the workshop that it belongs to, without asking for
    a password: there is nothing here to protect.

    Raises PermisoError anywhere but in an example, CredencialesError when the account is not there any more.
    """
    if registry.motor.es_servidor or not registry.paths.es_ejemplo:
        raise PermisoError(tr("Estos datos no son los del ejemplo: se entra con la clave."), permiso=PERMISO)
    return ingreso.retomar(registry, registry.escribir(USERS, SISTEMA, _abrir, usuario, politica), politica)


def _abrir(work: Work, usuario: str, politica: Politica) -> Actor:
    columnas = (Usuario.id, Usuario.usuario, Usuario.rol, Usuario.estado, Usuario.clave_vence, Usuario.bloqueado_hasta)
    fila = work.connection.execute(
        select(*columnas, *sellos.COLUMNAS).where(Usuario.usuario == nombres.plegado(usuario))
    ).one_or_none()
    cuenta = None if fila is None else fila._asdict()
    if cuenta is None or not sellos.vale(work, cuenta) or not ingreso.puede_entrar(work, cuenta):
        raise CredencialesError
    sesion = sesiones.abrir(work, cuenta["id"], frenos.este_equipo(), "ventana", politica)
    work.anotar("seguridad", "ingresar", "usuarios", cuenta["id"], despues={"programa": "ventana", "sesion": sesion},
                usuario=cuenta["usuario"])  # fmt: skip
    return Actor(cuenta["usuario"], cuenta["rol"], frozenset(), cuenta["id"], sesion)
