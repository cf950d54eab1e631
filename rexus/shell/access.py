"""Signing in and the first account, as the pages ask for it."""

from __future__ import annotations

from rexus import seguridad
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.seguridad import claves
from rexus.seguridad.claves import Fuerza
from rexus.ui.jobs import Jobs


class Access:
    """Every operation runs off the GUI thread."""

    def __init__(self, registry: Registry, jobs: Jobs) -> None:
        self._registry = registry
        self._jobs = jobs

    async def hay_cuentas(self) -> bool:
        """Whether anybody can sign in. Raises a BaseError when the database cannot serve."""
        return await self._jobs.read(self._hay_cuentas)

    async def entrar(self, usuario: str, clave: str) -> Actor:
        """Who signed in. Raises CredencialesError, or a BaseError."""
        return await self._jobs.read(self._entrar, usuario, clave)

    async def anotar_ingreso(self, actor: Actor) -> None:
        """Remember the moment. Raises a BaseError."""
        await self._jobs.write(self._anotar_ingreso, actor)

    async def crear_primer_administrador(self, usuario: str, clave: str) -> Actor:
        """The new administrator. Raises DatoInvalidoError naming the fields, ConflictoError, or a BaseError."""
        await self._jobs.read(_aceptar, clave)
        return await self._jobs.write(self._crear, usuario, clave)

    async def fuerza(self, clave: str) -> Fuerza:
        """How strong a password is."""
        return await self._jobs.read(claves.fuerza, clave)

    def _hay_cuentas(self) -> bool:
        return self._registry.leer(USERS, SISTEMA, seguridad.hay_cuentas)

    def _entrar(self, usuario: str, clave: str) -> Actor:
        return self._registry.leer(USERS, SISTEMA, seguridad.entrar, usuario, clave)

    def _anotar_ingreso(self, actor: Actor) -> None:
        self._registry.escribir(USERS, actor, seguridad.anotar_ingreso, actor)

    def _crear(self, usuario: str, clave: str) -> Actor:
        return self._registry.escribir(USERS, SISTEMA, seguridad.crear_primer_administrador, usuario, clave)


def _aceptar(clave: str) -> None:
    motivo = claves.rechazo(clave)
    if motivo:
        raise DatoInvalidoError(motivo, tr("Elegir una frase de varias palabras."), campos={"clave": motivo})
