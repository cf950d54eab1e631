"""`rexus usuario desactivar|activar|desbloquear`: whether an account may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rexus.base.sistema import cuenta_del_sistema
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.usuario_comun import con_maquina, cuenta_de, decir, en_esta_maquina_de
from rexus.db.names import USERS

if TYPE_CHECKING:
    from rexus.base.changes import Result
    from rexus.seguridad.acceso import Acceso


@click.command("desactivar", help=tr("Que una cuenta no pueda entrar más; sus sesiones terminan ya."))
@click.argument("usuario")
@click.option("--suspender", is_flag=True, help=tr("Por un tiempo: queda como suspendida."))
@verbo
def desactivar(contexto: Contexto, usuario: str, suspender: bool) -> None:
    """The last administrator stays."""
    hecho = _cambiar_estado(contexto, usuario, "suspendido" if suspender else "inactivo")
    if _cambio(hecho):
        frase = tr("«{usuario}» ya no puede entrar.")
    elif suspender:
        frase = tr("«{usuario}» ya estaba suspendida. No se cambió nada.")
    else:
        frase = tr("«{usuario}» ya estaba inactiva. No se cambió nada.")
    _decir(contexto, hecho, frase)


@click.command("activar", help=tr("Que una cuenta desactivada o suspendida vuelva a entrar."))
@click.argument("usuario")
@verbo
def activar(contexto: Contexto, usuario: str) -> None:
    """Also unlocks it."""
    hecho = _cambiar_estado(contexto, usuario, "activo")
    _decir_si_entra(contexto, hecho, tr("«{usuario}» ya estaba activa. No se cambió nada."), "")


@click.command("desbloquear", help=tr("Que una cuenta bloqueada por claves equivocadas vuelva a entrar ya."))
@click.argument("usuario")
@con_maquina
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de esa cuenta de la entrada estándar."))
@click.option(
    "--aceptar-cambio-ajeno",
    is_flag=True,
    help=tr("Con --en-esta-maquina: dar por buena y activa una cuenta que se cambió en la base sin Rexus."),
)
@verbo
def desbloquear(
    contexto: Contexto,
    usuario: str,
    en_esta_maquina: bool,
    cuenta_de_base: str,
    clave_stdin: bool,
    aceptar_cambio_ajeno: bool,
) -> None:
    """With the machine's rights also an account that something else changed, if it is said that it be accepted."""
    from rexus.seguridad import cuentas, maquina

    if en_esta_maquina:
        with en_esta_maquina_de(contexto, cuenta_de_base, clave_stdin) as registry:
            hecho = maquina.desbloquear_aqui(registry, usuario, cuenta_del_sistema(), aceptar=aceptar_cambio_ajeno)
    elif cuenta_de_base or clave_stdin or aceptar_cambio_ajeno:
        raise click.UsageError(tr("--usuario, --clave-stdin y --aceptar-cambio-ajeno van con --en-esta-maquina."))
    else:
        cuenta = cuenta_de(contexto, usuario)
        hecho = contexto.registry.escribir(USERS, contexto.actor, cuentas.desbloquear, cuenta.id)
    ya = tr("«{usuario}» no estaba bloqueada ni en espera. No se cambió nada.")
    _decir_si_entra(contexto, hecho, ya, " --en-esta-maquina" if en_esta_maquina else "")


def _cambiar_estado(contexto: Contexto, usuario: str, estado: str) -> Result[Acceso]:
    from rexus.seguridad import cuentas

    cuenta = cuenta_de(contexto, usuario)
    return contexto.registry.escribir(USERS, contexto.actor, cuentas.cambiar_estado, cuenta.id, estado)


def _decir_si_entra(contexto: Contexto, hecho: Result[Acceso], ya: str, opcion: str) -> None:
    """Whether the account can come in now; if not, why, and what helps. `ya`: what it was before, if nothing was done.

    `opcion` is that of the verb that was used.
    """
    acceso = hecho.value
    partes = [] if _cambio(hecho) else [ya]
    if acceso.impide:
        partes += [tr("«{usuario}» todavía no puede entrar."), acceso.frase, _que_hacer(acceso, opcion)]
    elif not partes:
        rol = acceso.cuenta.rol
        partes = [tr("«{usuario}» puede entrar otra vez, con el rol «{rol}».").format(usuario="{usuario}", rol=rol)]
    _decir(contexto, hecho, " ".join(partes))


def _que_hacer(acceso: Acceso, opcion: str) -> str:
    from rexus.seguridad.acceso import CODIGO_VENCIDO, CUENTA_ALTERADA, ROL_ALTERADO
    from rexus.seguridad.orm import BLOQUEADO
    from rexus.seguridad.permisos import ADMINISTRADOR

    if acceso.impide == ROL_ALTERADO:
        return tr("Se hace en la ventana: Usuarios ▸ Roles.")
    # By the machine's rights only administrators get a code.
    de_codigo = opcion if acceso.cuenta.rol == ADMINISTRADOR else ""
    verbo = {
        CODIGO_VENCIDO: f"clave {{usuario}}{de_codigo}",
        CUENTA_ALTERADA: "editar {usuario} --aceptar-cambio-ajeno",
        BLOQUEADO: "desbloquear {usuario}",
    }.get(acceso.impide, "activar {usuario}")
    return tr("Se hace con «rexus usuario {verbo}».").format(verbo=verbo)


def _cambio(hecho: Result[Acceso]) -> bool:
    return bool(hecho.change.kinds)


def _decir(contexto: Contexto, hecho: Result[Acceso], frase: str) -> None:
    cuenta, impide = hecho.value.cuenta, hecho.value.impide or None
    decir(contexto, cuenta.usuario, frase, estado=cuenta.estado, cambiado=_cambio(hecho), impide=impide)
