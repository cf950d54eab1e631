"""Restoring where nobody can sign in: on a new machine, and where the accounts are damaged or gone.

A home that nobody began with has nothing to lose: nobody is asked, and no safety set is made of it. Where something
else is left, an account *of the set* is asked for that may restore, and what is left is copied aside. Whoever may
write to the files of a home could put other files there without Rexus (docs/security.md), so this opens no door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.base.sistema import cuenta_del_sistema
from rexus.base.text import tr
from rexus.db import imagen, llaves, names, restauracion
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import abrir, ajustes, indices, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import borrador
from rexus.respaldos.ejecutor import a_solas
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.restaurar.en_vivo import Pedido, Resguardo, Restaurado, apartar, con_turno
from rexus.respaldos.restaurar.freno import un_intento
from rexus.respaldos.restaurar.hogar import Situacion, mirar
from rexus.respaldos.restaurar.testigo import sin_escritores
from rexus.seguridad import RESTAURAR, administradores, reconocer

log = get_logger(__name__)


@dataclass(frozen=True, repr=False)
class Credencial:
    """Of an account of the set. `codigo` is that of the second factor, if the account has one."""

    usuario: str
    clave: str
    codigo: str = ""


@dataclass(frozen=True)
class Recuperado:
    """What was put in place. `administradores` may sign in now."""

    restaurado: Restaurado
    administradores: tuple[str, ...]

    @property
    def quien_entra(self) -> str:
        """With whose account to go on, as a sentence."""
        if not self.administradores:
            return tr("Entrar con una cuenta de entonces; ningún administrador puede entrar ahora.")
        nombres = ", ".join(f"«{nombre}»" for nombre in self.administradores)
        return tr("Entrar con una cuenta de entonces, con la clave de entonces. Administran: {nombres}.").format(
            nombres=nombres
        )


class FaltaCuentaError(RexusError):
    """The accounts of this home cannot be read, and no account of the set was named."""

    def __init__(self) -> None:
        super().__init__(
            tr("Falta decir quién restaura"),
            tr("Las cuentas de esta computadora faltan o están dañadas, y hay otros datos. No se tocó nada."),
            tr("Dar el usuario y la clave de una cuenta del respaldo que pueda restaurar."),
        )


def situacion(registry: Registry) -> Situacion | None:
    """How the home stands, once a restore that was cut off is ended; None on a server. Raises BaseError."""
    if registry.motor.es_servidor:
        return None
    restauracion.terminar_pendiente(registry.paths)
    return mirar(registry.paths)


def sin_ingreso(
    registry: Registry,
    carpeta: Path,
    id_: str,
    credencial: Credencial | None = None,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Recuperado:
    """Put a set of `carpeta` in place where nobody can sign in; `credencial` is asked for unless the home is new.

    Raises ConflictoError where there are accounts, FaltaCuentaError, what `reconocer` and `freno.un_intento` raise, and
    what `en_vivo` raises: nothing was touched then.
    """
    avance = avance or SinAvance()
    halla = situacion(registry)
    if halla is None:
        raise ConflictoError(
            tr("Las bases están en un servidor: sin entrar se llena uno vacío. No se tocó nada."),
            tr("Usar «rexus restaurar CARPETA --portatil --motor URL», con la cuenta dueña de las tablas."),
        )
    if halla is Situacion.CON_CUENTAS:
        raise _con_cuentas()
    conjunto = carpetas.uno(carpeta, id_)
    pedido = Pedido(registry, _de_esta_maquina(), carpeta, conjunto, frase, avance, clock, al_paso, anotar=False)
    al_paso("espera")
    try:
        with a_solas(registry.paths.backups, avance):
            al_paso("comprobando")
            if halla is Situacion.NUEVO:
                hecho = con_turno(pedido, _marcar_si_es_nuevo)
            else:
                hecho = con_turno(replace(pedido, actor=_exigir_cuenta(pedido, credencial)), _apartar_y_marcar)
            hecho = _con_ajustes(pedido, hecho)
    except OSError as error:
        raise verificar.de_disco(registry.paths.backups, error) from error
    return Recuperado(hecho, registry.leer(names.USERS, SISTEMA, administradores))


def _de_esta_maquina() -> Actor:
    """By the machine's own rights: the event names the system's account."""
    return replace(SISTEMA, usuario=cuenta_del_sistema())


def _exigir_cuenta(pedido: Pedido, credencial: Credencial | None) -> Actor:
    """The account of the set that may restore it. Only its `users` is unpacked, so that a wrong password is told soon;
    what is restored afterwards is the same byte for byte, since the manifest in hand names its hash."""
    if credencial is None:
        raise FaltaCuentaError
    paths = pedido.registry.paths
    with borrador(paths.backups, "cuentas") as lugar:
        archivo = abrir.una(
            pedido.carpeta, pedido.conjunto, names.USERS, lugar, Llavero(pedido.frase), pedido.avance
        )  # fmt: skip
        indices.actualizar(archivo, names.USERS, pedido.avance)
        with un_intento(paths.backups, pedido.clock), imagen.escribir(archivo, names.USERS) as work:
            work.now, work.llave = pedido.clock, partial(llaves.buscar, work)
            return reconocer(work, credencial.usuario, credencial.clave, credencial.codigo, RESTAURAR)


def _marcar_si_es_nuevo(pedido: Pedido, marca: restauracion.Marca) -> Resguardo:
    """Write the mark while nobody can write, and only if still nobody began."""
    registry = pedido.registry
    for base in names.ALL:
        registry.motor.asegurar(base)
    with sin_escritores(registry.paths):
        if mirar(registry.paths) is not Situacion.NUEVO:
            raise _con_cuentas()
        restauracion.marcar(registry.paths, marca)
    return None, None


def _apartar_y_marcar(pedido: Pedido, marca: restauracion.Marca) -> Resguardo:
    """No set can be made of what has no accounts: what is left is kept as it is, while nobody can write."""
    with sin_escritores(pedido.registry.paths):
        apartadas = apartar(pedido)
        pedido.al_paso("resguardado")
        pedido.avance.paso(0)
        restauracion.marcar(pedido.registry.paths, marca)
    return None, apartadas


def _con_ajustes(pedido: Pedido, hecho: Restaurado) -> Restaurado:
    """With the set's settings where there are none. Those of a seat of a server name that server: they stay out."""
    registry, conjunto = pedido.registry, pedido.conjunto
    if registry.paths.settings_file.exists() or conjunto.motor != registry.motor.nombre:
        return hecho
    try:
        contenido = abrir.configuracion(conjunto, Llavero(pedido.frase))
    except RexusError as error:
        # The databases are in place by now.
        log.warning("the settings of %s were left out: %s", conjunto.id, error)
        return replace(hecho, configuracion=ajustes.Repuesta(falla=str(error)))
    if contenido is None:
        return hecho
    return replace(hecho, configuracion=ajustes.reponer(registry, pedido.actor, conjunto.id, contenido))


def _con_cuentas() -> ConflictoError:
    return ConflictoError(
        tr("En estas bases ya hay cuentas. No se tocó nada."),
        tr("Entrar con una cuenta que pueda restaurar, y hacerlo desde «Respaldos»."),
    )
