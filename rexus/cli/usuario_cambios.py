"""`rexus usuario crear|editar|desactivar|activar|desbloquear|clave`: what changes accounts."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.db.names import USERS

if TYPE_CHECKING:
    from rexus.db.registry import Registry
    from rexus.seguridad.cuentas import Cuenta

# Without signing in.
_MAQUINA = (
    click.option(
        "--en-esta-maquina",
        is_flag=True,
        help=tr("Sin entrar a Rexus, con los derechos de esta máquina: la cuenta del sistema dueña de los datos."),
    ),
    click.option(
        "--usuario", "cuenta_de_base", default="", metavar="CUENTA", help=tr("En un servidor: la cuenta dueña.")
    ),
)
# What both making and editing an account may say of it.
_DATOS = (
    click.option("--nombre", default=None, help=tr("Nombre de la persona.")),
    click.option("--apellido", default=None, help=tr("Apellido de la persona.")),
    click.option("--email", default=None, help=tr("Correo electrónico.")),
    click.option("--telefono", default=None, help=tr("Teléfono.")),
)


def _con_datos(funcion: Any) -> Any:
    for opcion in reversed(_DATOS):
        funcion = opcion(funcion)
    return funcion


@click.command("crear", help=tr("Crear una cuenta. Sin clave, se da un código para entrar la primera vez."))
@click.argument("usuario")
@click.option("--rol", required=True, help=tr("Qué puede hacer: «rexus usuario roles» los muestra."))
@_con_datos
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de la entrada estándar (una línea)."))
@click.option("--clave-cifrada-stdin", is_flag=True, help=tr("Leer de ahí la clave ya cifrada por otro programa."))
@verbo
def crear(
    contexto: Contexto, usuario: str, rol: str, clave_stdin: bool, clave_cifrada_stdin: bool, **datos: str | None
) -> None:
    """Whoever signs in with the code must choose a password first."""
    from rexus.seguridad import cuentas, politica_de

    if clave_stdin and clave_cifrada_stdin:
        raise click.UsageError(tr("Una clave o su cifrado, no los dos."))
    actor = contexto.actor
    clave = secreto_de_stdin() if clave_stdin else None
    cifrada = secreto_de_stdin() if clave_cifrada_stdin else None
    valores = {"usuario": usuario, "rol": rol, **_dichos(datos)}
    id_, codigo = contexto.registry.escribir(
        USERS, actor, cuentas.crear, valores, politica_de(contexto.settings), clave=clave, cifrada=cifrada
    ).value
    creada = contexto.registry.leer(USERS, actor, cuentas.ver, id_)
    if contexto.como_json:
        emitir_json({"id": id_, "usuario": creada.usuario, "rol": creada.rol, "codigo": codigo or None})
        return
    click.echo(tr("Cuenta «{usuario}» creada.").format(usuario=creada.usuario))
    _decir_codigo(codigo)


@click.command("editar", help=tr("Cambiar los datos o el rol de una cuenta."))
@click.argument("usuario")
@click.option("--usuario", "nuevo_usuario", default=None, metavar="NUEVO", help=tr("Otro nombre de usuario."))
@click.option("--rol", default=None, help=tr("Otro rol; termina sus sesiones."))
@_con_datos
@click.option(
    "--aceptar-cambio-ajeno", is_flag=True, help=tr("Dar por buena una cuenta que se cambió en la base sin Rexus.")
)
@verbo
def editar(
    contexto: Contexto,
    usuario: str,
    nuevo_usuario: str | None,
    rol: str | None,
    aceptar_cambio_ajeno: bool,
    **datos: str | None,
) -> None:
    """Only what is named changes."""
    from rexus.seguridad import cuentas

    valores = _dichos({"usuario": nuevo_usuario, "rol": rol, **datos})
    if not valores and not aceptar_cambio_ajeno:
        raise click.UsageError(tr("Falta decir qué cambiar."))
    cuenta = _cuenta(contexto, usuario)
    if cuenta.alterada and not aceptar_cambio_ajeno:
        raise ConflictoError(
            tr("«{usuario}» se cambió en la base sin Rexus: tiene el rol «{rol}». No se guardó nada.").format(
                usuario=cuenta.usuario, rol=cuenta.rol
            ),
            tr("Revisarla y repetirlo con --aceptar-cambio-ajeno."),
        )
    hecha = contexto.registry.escribir(
        USERS, contexto.actor, cuentas.editar, cuenta.id, cuenta.version, valores
    ).value  # fmt: skip
    _decir(contexto, hecha.usuario, tr("Cuenta «{usuario}» guardada."), rol=hecha.rol, estado=hecha.estado)


@click.command("desactivar", help=tr("Que una cuenta no pueda entrar más; sus sesiones terminan ya."))
@click.argument("usuario")
@click.option("--suspender", is_flag=True, help=tr("Por un tiempo: queda como suspendida."))
@verbo
def desactivar(contexto: Contexto, usuario: str, suspender: bool) -> None:
    """The last administrator stays."""
    frase = tr("«{usuario}» ya no puede entrar.")
    _cambiar_estado(contexto, usuario, "suspendido" if suspender else "inactivo", frase)


@click.command("activar", help=tr("Que una cuenta desactivada o suspendida vuelva a entrar."))
@click.argument("usuario")
@verbo
def activar(contexto: Contexto, usuario: str) -> None:
    """Also unlocks it."""
    _cambiar_estado(contexto, usuario, "activo", tr("«{usuario}» puede entrar otra vez."))


def _con_maquina(funcion: Any) -> Any:
    for opcion in reversed(_MAQUINA):
        funcion = opcion(funcion)
    return funcion


@click.command("desbloquear", help=tr("Que una cuenta bloqueada por claves equivocadas vuelva a entrar ya."))
@click.argument("usuario")
@_con_maquina
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de esa cuenta de la entrada estándar."))
@verbo
def desbloquear(
    contexto: Contexto, usuario: str, en_esta_maquina: bool, cuenta_de_base: str, clave_stdin: bool
) -> None:
    """With the machine's rights also an account that is not active, or that something else changed."""
    from rexus.seguridad import cuentas, maquina

    if en_esta_maquina:
        with _en_esta_maquina(contexto, cuenta_de_base, clave_stdin) as registry:
            maquina.desbloquear_aqui(registry, usuario, getpass.getuser())
    elif cuenta_de_base or clave_stdin:
        raise click.UsageError(tr("--usuario y --clave-stdin van con --en-esta-maquina."))
    else:
        cuenta = _cuenta(contexto, usuario)
        contexto.registry.escribir(USERS, contexto.actor, cuentas.desbloquear, cuenta.id)
    _decir(contexto, usuario, tr("«{usuario}» desbloqueada."), estado="desbloqueado")


@click.command("clave", help=tr("Cambiar la clave propia; o dar un código a quien olvidó la suya."))
@click.argument("usuario", required=False)
@click.option(
    "--clave-stdin",
    is_flag=True,
    help=tr("Leer de la entrada estándar (una línea) la clave nueva, o con --en-esta-maquina la de la cuenta dueña."),
)
@_con_maquina
@click.option(
    "--sin-segundo-factor", is_flag=True, help=tr("Con --en-esta-maquina: quitarle además el segundo factor.")
)
@verbo
def clave(
    contexto: Contexto,
    usuario: str | None,
    clave_stdin: bool,
    en_esta_maquina: bool,
    cuenta_de_base: str,
    sin_segundo_factor: bool,
) -> None:
    """Works with a code that was given out, too: that is how it becomes a password.

    With the machine's rights it is for the only administrator who forgot theirs.
    """
    from rexus.seguridad import cambiar_clave_propia, cuentas, maquina, politica_de

    if en_esta_maquina:
        if usuario is None:
            raise click.UsageError(tr("Falta decir de qué administrador."))
        with _en_esta_maquina(contexto, cuenta_de_base, clave_stdin) as registry:
            codigo = maquina.dar_codigo_aqui(registry, usuario, getpass.getuser(), sin_factor=sin_segundo_factor)
        _dar_codigo(contexto, usuario, codigo)
        return
    if cuenta_de_base or sin_segundo_factor:
        raise click.UsageError(tr("--usuario y --sin-segundo-factor van con --en-esta-maquina."))
    if usuario is None:
        actor = contexto.quien_entro.actor
        repetir = tr("Repetir la clave")
        nueva = secreto_de_stdin() if clave_stdin else preguntar_secreto(tr("Clave nueva"), repetir=repetir)
        cambiar_clave_propia(contexto.registry, actor, contexto.clave, nueva, politica_de(contexto.settings))
        _decir(contexto, actor.usuario, tr("Clave de «{usuario}» cambiada."), estado="cambiada")
        return
    if clave_stdin:
        raise click.UsageError(tr("La clave de otra cuenta no se elige: se le da un código."))
    cuenta = _cuenta(contexto, usuario)
    codigo = contexto.registry.escribir(USERS, contexto.actor, cuentas.restablecer_clave, cuenta.id).value
    _dar_codigo(contexto, cuenta.usuario, codigo)


@contextmanager
def _en_esta_maquina(contexto: Contexto, cuenta_de_base: str, clave_stdin: bool) -> Iterator[Registry]:
    """The registry whose rights are the machine's: on a server that of the account that was named."""
    from rexus.db.conexion import conexion_de
    from rexus.db.registry import Registry
    from rexus.modulos import tablas  # noqa: F401 - makes every table known

    registry, conexion = contexto.registry, conexion_de(contexto.settings)
    if cuenta_de_base or clave_stdin:
        if not conexion.es_servidor:
            raise click.UsageError(tr("--usuario y --clave-stdin son para un servidor; los datos están en archivos."))
        pregunta = tr("Clave de «{usuario}»").format(usuario=cuenta_de_base)
        secreto = secreto_de_stdin() if clave_stdin else preguntar_secreto(pregunta)
        conexion = replace(conexion, usuario=cuenta_de_base or conexion.usuario, clave=secreto, pedir_clave=None)
        registry = Registry(contexto.paths, conexion, por_lotes=True)
    try:
        yield registry
    finally:
        if registry is not contexto.registry:
            registry.close()


def _cambiar_estado(contexto: Contexto, usuario: str, estado: str, frase: str) -> None:
    from rexus.seguridad import cuentas

    cuenta = _cuenta(contexto, usuario)
    contexto.registry.escribir(USERS, contexto.actor, cuentas.cambiar_estado, cuenta.id, estado)
    _decir(contexto, cuenta.usuario, frase, estado=estado)


def _cuenta(contexto: Contexto, usuario: str) -> Cuenta:
    from rexus.seguridad import cuentas

    return contexto.registry.leer(USERS, contexto.actor, cuentas.por_usuario, usuario)


def _dichos(datos: dict[str, str | None]) -> dict[str, str]:
    return {campo: valor for campo, valor in datos.items() if valor is not None}


def _decir(contexto: Contexto, usuario: str, frase: str, **documento: str) -> None:
    if contexto.como_json:
        emitir_json({"usuario": usuario, **documento})
    else:
        click.echo(frase.format(usuario=usuario))


def _dar_codigo(contexto: Contexto, usuario: str, codigo: str) -> None:
    if contexto.como_json:
        emitir_json({"usuario": usuario, "codigo": codigo})
    else:
        _decir_codigo(codigo)


def _decir_codigo(codigo: str) -> None:
    if codigo:
        click.echo(tr("Código para entrar, válido 48 horas: {codigo}").format(codigo=codigo))
        click.echo(tr("Con él hay que elegir una clave: en la ventana, o con «rexus usuario clave»."))
