"""The operations on accounts, roles and sessions, each in its own unit of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from rexus.base import marca_de_ejemplo
from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.base.errors import NoEncontradoError
from rexus.base.text import tr
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.modulos.usuarios.domain import Codigo, Ficha
from rexus.respaldos.automatico import respaldo_automatico
from rexus.seguridad import Politica, cambiar_clave_propia, cuentas, factor, politica_de, roles, sesiones
from rexus.seguridad.acceso import Acceso
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.factor import Inscripcion
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS
from rexus.seguridad.roles import FichaRol
from rexus.settings import Settings

T = TypeVar("T")


class UsuariosModel:
    """Opens nothing until an operation is called; safe in any thread."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor], settings: Settings) -> None:
        self._registry = registry
        self._actor = actor
        self._settings = settings

    @property
    def politica(self) -> Politica:
        """What the workshop asks of accounts now."""
        return politica_de(self._settings)

    # ── Reading ──

    def listar(self, buscar: str = "", rol: str = "", estado: str = "") -> list[Cuenta]:
        """The accounts that have every word, that role and that state."""
        return self._leer(cuentas.listar, buscar, rol, estado)

    def ficha(self, usuario_id: int) -> Ficha:
        """One account. Raises NoEncontradoError."""
        return self._leer(_ficha, usuario_id)

    def propia(self) -> Ficha:
        """The actor's own account. Raises NoEncontradoError."""
        usuario_id = self._actor().usuario_id
        if usuario_id is None:
            raise NoEncontradoError(tr("Quien trabaja ahora no tiene cuenta."))
        return self._leer(_ficha_propia, usuario_id)

    def roles(self) -> list[FichaRol]:
        """Every role, those of the program first."""
        return self._leer(roles.listar)

    # ── Accounts ──

    def crear(self, valores: Mapping[str, Any]) -> Result[Codigo]:
        """A new account, and the code with which it comes in the first time."""
        return self._escribir(_crear, valores, self.politica)

    def editar(self, usuario_id: int, version: int, valores: Mapping[str, Any]) -> Result[Cuenta]:
        """Change an account."""
        return self._escribir(cuentas.editar, usuario_id, version, valores)

    def cambiar_estado(self, usuario_id: int, estado: str) -> Result[Acceso]:
        """Deactivate, suspend, make active."""
        return self._escribir(cuentas.cambiar_estado, usuario_id, estado)

    def desbloquear(self, usuario_id: int) -> Result[Acceso]:
        """Let an account that wrong passwords locked come in."""
        return self._escribir(cuentas.desbloquear, usuario_id)

    def restablecer(self, usuario_id: int) -> Result[Codigo]:
        """A code to come in with once instead of the password."""
        hecho = self._escribir(_restablecer, usuario_id)
        marca_de_ejemplo.olvidar_clave(self._registry.paths, hecho.value.usuario)
        return hecho

    def cerrar_sesiones(self, usuario_id: int) -> Result[int]:
        """Sign an account out everywhere else."""
        return self._escribir(cuentas.cerrar_sesiones, usuario_id)

    def cerrar_sesion(self, sesion_id: str) -> Result[None]:
        """End one session."""
        return self._escribir(sesiones.cerrar, sesion_id)

    # ── One's own ──

    def cambiar_clave(self, actual: str, nueva: str) -> Result[None]:
        """Change one's own password."""
        return cambiar_clave_propia(self._registry, self._actor(), actual, nueva, self.politica)

    def proponer_factor(self) -> Inscripcion:
        """A secret for one's phone, kept nowhere yet."""
        return factor.proponer(self._actor().usuario, self._settings.get("empresa.nombre"))

    def confirmar_factor(self, secreto: str, codigo: str) -> Result[tuple[str, ...]]:
        """Use the second factor from now on; the codes for a lost phone."""
        digits = "".join(c for c in codigo if c in "0123456789")
        return self._escribir(factor.confirmar, secreto, digits)

    def quitar_factor(self, usuario_id: int) -> Result[None]:
        """Take the second factor away."""
        return self._escribir(factor.quitar, usuario_id)

    # ── Roles ──

    def crear_rol(self, nombre: str, descripcion: str) -> Result[str]:
        """A role that may do nothing yet."""
        return self._escribir(roles.crear, nombre, descripcion)

    def editar_rol(self, rol: FichaRol, descripcion: str, permitidos: Iterable[str] | None) -> Result[None]:
        """Change a role that was looked at as `rol`; None: what it may do stays as it is."""
        return self._escribir(
            roles.editar,
            rol.nombre,
            rol.version,
            descripcion=None if descripcion == rol.descripcion else descripcion,
            permitidos=permitidos,
        )

    @respaldo_automatico("eliminar un rol", ADMINISTRAR_USUARIOS)
    def eliminar_rol(self, nombre: str) -> Result[None]:
        """Remove a role that nobody has."""
        return self._escribir(roles.eliminar, nombre)

    def _leer(self, operacion: Callable[..., T], *args: Any) -> T:
        return self._registry.leer(USERS, self._actor(), operacion, *args)

    def _escribir(self, operacion: Callable[..., T], *args: Any, **kw: Any) -> T:
        return self._registry.escribir(USERS, self._actor(), operacion, *args, **kw)


def _ficha(work: Work, usuario_id: int) -> Ficha:
    return Ficha(cuentas.ver(work, usuario_id), tuple(sesiones.listar(work, usuario_id)))


def _ficha_propia(work: Work, usuario_id: int) -> Ficha:
    codigos = factor.quedan_codigos(work, usuario_id)
    return Ficha(cuentas.ver(work, usuario_id), tuple(sesiones.listar(work, usuario_id)), codigos)


def _crear(work: Work, valores: Mapping[str, Any], politica: Politica) -> Result[Codigo]:
    hecho = cuentas.crear(work, valores, politica)
    nueva, codigo = hecho.value
    usuario = cuentas.ver(work, nueva).usuario
    return Result(Codigo(nueva, usuario, codigo, work.now() + cuentas.VIDA_DE_CODIGO), hecho.change)


def _restablecer(work: Work, usuario_id: int) -> Result[Codigo]:
    hecho = cuentas.restablecer_clave(work, usuario_id)
    usuario = cuentas.ver(work, usuario_id).usuario
    return Result(Codigo(usuario_id, usuario, hecho.value, work.now() + cuentas.VIDA_DE_CODIGO), hecho.change)
