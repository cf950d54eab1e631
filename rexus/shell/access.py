"""Signing in and the first account, as the pages ask for it."""

from __future__ import annotations

import asyncio

from rexus import seguridad
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import BaseNuevaError, DatoInvalidoError, RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.configuracion import poner_al_dia
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import Ingreso, claves, factor, ingreso, politica_de, sesiones
from rexus.seguridad.claves import Fuerza
from rexus.settings import Settings
from rexus.ui.jobs import Jobs

log = get_logger(__name__)


class Access:
    """Every operation runs off the GUI thread."""

    def __init__(self, registry: Registry, jobs: Jobs, settings: Settings) -> None:
        self._registry = registry
        self._jobs = jobs
        self._settings = settings

    async def hay_cuentas(self) -> bool:
        """Whether anybody can sign in. Raises a BaseError when the database cannot serve."""
        return await self._jobs.read(self._hay_cuentas)

    async def entrar(self, usuario: str, clave: str, codigo: str = "", *, cerrar_la_mas_vieja: bool = False) -> Ingreso:
        """Who signed in, and what they must do first. Raises as `seguridad.entrar`, and BaseNuevaError."""
        return await self._jobs.write(self._entrar, usuario, clave, codigo, cerrar_la_mas_vieja)

    async def entrar_en_ejemplo(self, usuario: str) -> Ingreso:
        """Come into the example workshop from one's own. Raises as `seguridad.entrar_en_ejemplo`."""
        return await self._jobs.write(self._entrar_en_ejemplo, usuario)

    def salir(self, actor: Actor, motivo: str = sesiones.SALIDA) -> asyncio.Future[None]:
        """End the actor's session: it begins now, whether anybody awaits it or not, and raises nothing."""
        return self._jobs.write(self._salir, actor, motivo)

    async def cambiar_clave(self, actor: Actor, actual: str, nueva: str) -> Ingreso:
        """Choose another password; how the session goes on. Raises DatoInvalidoError, or a BaseError."""
        return await self._jobs.write(self._cambiar_clave, actor, actual, nueva)

    async def inscribir_factor(self, actor: Actor, secreto: str, codigo: str) -> tuple[tuple[str, ...], Ingreso]:
        """Activate the second factor; codes for a lost phone, and how the session goes on. Raises DatoInvalidoError."""
        return await self._jobs.write(self._inscribir_factor, actor, secreto, codigo)

    async def crear_primer_administrador(self, usuario: str, clave: str) -> Ingreso:
        """The new administrator, signed in. Raises DatoInvalidoError naming the fields, ConflictoError, BaseError."""
        await self._jobs.read(_aceptar, clave)
        return await self._jobs.write(self._crear, usuario, clave)

    async def fuerza(self, clave: str, palabras: tuple[str, ...]) -> Fuerza:
        """How strong a password is that may not consist of those words."""
        return await self._jobs.read(claves.fuerza, clave, palabras)

    def _hay_cuentas(self) -> bool:
        return self._registry.leer(USERS, SISTEMA, seguridad.hay_cuentas)

    def _entrar(self, usuario: str, clave: str, codigo: str = "", cerrar: bool = False) -> Ingreso:
        poner_al_dia(self._registry, self._settings)
        self._exigir_conocidas()
        politica = politica_de(self._settings)
        return seguridad.entrar(
            self._registry, usuario, clave, politica, codigo=codigo, cerrar_la_mas_vieja=cerrar
        )  # fmt: skip

    def _entrar_en_ejemplo(self, usuario: str) -> Ingreso:
        poner_al_dia(self._registry, self._settings)
        self._exigir_conocidas()
        return seguridad.entrar_en_ejemplo(self._registry, usuario, politica_de(self._settings))

    def _exigir_conocidas(self) -> None:
        """Bring what is older up to date, while it is waited for. Raises BaseNuevaError: nobody could work there."""
        for base in (INVENTARIO, AUDITORIA):
            try:
                self._registry.leer(base, SISTEMA, _nada)
            except BaseNuevaError:
                raise
            except RexusError as error:
                # Told by whoever needs it: much can be done without.
                log.info("%s was not looked at before the sign-in: %s", base, error)

    def _salir(self, actor: Actor, motivo: str) -> None:
        if actor.sesion is None:
            return
        try:
            self._registry.escribir(USERS, SISTEMA, sesiones.terminar, actor.sesion, motivo)
        except RexusError as error:
            # Nobody waits for it: the session ends by itself when it was not used for a while.
            log.warning("the session was not ended: %s", error)

    def _cambiar_clave(self, actor: Actor, actual: str, nueva: str) -> Ingreso:
        politica = politica_de(self._settings)
        seguridad.cambiar_clave_propia(self._registry, actor, actual, nueva, politica)
        return ingreso.retomar(self._registry, actor, politica)

    def _inscribir_factor(self, actor: Actor, secreto: str, codigo: str) -> tuple[tuple[str, ...], Ingreso]:
        politica = politica_de(self._settings)
        codigos = self._registry.escribir(USERS, actor, factor.confirmar, secreto, codigo).value
        return codigos, ingreso.retomar(self._registry, actor, politica)

    def _crear(self, usuario: str, clave: str) -> Ingreso:
        nombre = self._registry.escribir(USERS, SISTEMA, seguridad.crear_primer_administrador, usuario, clave)
        return self._entrar(nombre, clave)


def _nada(_work: Work) -> None:
    """What there is to see was seen when the database was opened."""


def _aceptar(clave: str) -> None:
    motivo = claves.rechazo(clave)
    if motivo:
        raise DatoInvalidoError(motivo, tr("Elegir una frase de varias palabras."), campos={"clave": motivo})
