"""`rexus usuario crear|editar|clave`: what changes accounts."""

from __future__ import annotations

from typing import Any

import click

from rexus.base import marca_de_ejemplo
from rexus.base.errors import ConflictoError
from rexus.base.sistema import cuenta_del_sistema
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.cli.usuario_comun import con_maquina, cuenta_de, decir, en_esta_maquina_de
from rexus.db.names import USERS

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
    cuenta = cuenta_de(contexto, usuario)
    if cuenta.alterada and not aceptar_cambio_ajeno:
        raise ConflictoError(
            tr("«{usuario}» se cambió en la base sin Rexus: tiene el rol «{rol}». No se guardó nada.").format(
                usuario=cuenta.usuario, rol=cuenta.rol
            ),
            tr("Revisarla y repetirlo con --aceptar-cambio-ajeno."),
        )
    hecho = contexto.registry.escribir(USERS, contexto.actor, cuentas.editar, cuenta.id, cuenta.version, valores)
    hecha, cambiado = hecho.value, bool(hecho.change.kinds)
    frase = tr("Cuenta «{usuario}» guardada.") if cambiado else tr("«{usuario}» ya estaba así. No se cambió nada.")
    decir(contexto, hecha.usuario, frase, rol=hecha.rol, estado=hecha.estado, cambiado=cambiado)


@click.command("clave", help=tr("Cambiar la clave propia; o dar un código a quien olvidó la suya."))
@click.argument("usuario", required=False)
@click.option(
    "--clave-stdin",
    is_flag=True,
    help=tr("Leer de la entrada estándar (una línea) la clave nueva, o con --en-esta-maquina la de la cuenta dueña."),
)
@con_maquina
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
    from rexus.seguridad import cambiar_clave_propia, cuentas, maquina, nombres, politica_de

    if en_esta_maquina:
        if usuario is None:
            raise click.UsageError(tr("Falta decir de qué administrador."))
        with en_esta_maquina_de(contexto, cuenta_de_base, clave_stdin) as registry:
            codigo = maquina.dar_codigo_aqui(registry, usuario, cuenta_del_sistema(), sin_factor=sin_segundo_factor)
        _dar_codigo(contexto, nombres.plegado(usuario), codigo)
        return
    if cuenta_de_base or sin_segundo_factor:
        raise click.UsageError(tr("--usuario y --sin-segundo-factor van con --en-esta-maquina."))
    if usuario is None:
        actor = contexto.quien_entro.actor
        repetir = tr("Repetir la clave")
        nueva = secreto_de_stdin() if clave_stdin else preguntar_secreto(tr("Clave nueva"), repetir=repetir)
        cambiar_clave_propia(contexto.registry, actor, contexto.clave, nueva, politica_de(contexto.settings))
        decir(contexto, actor.usuario, tr("Clave de «{usuario}» cambiada."), estado="cambiada")
        return
    if clave_stdin:
        raise click.UsageError(tr("La clave de otra cuenta no se elige: se le da un código."))
    cuenta = cuenta_de(contexto, usuario)
    codigo = contexto.registry.escribir(USERS, contexto.actor, cuentas.restablecer_clave, cuenta.id).value
    marca_de_ejemplo.olvidar_clave(contexto.registry.paths, cuenta.usuario)
    _dar_codigo(contexto, cuenta.usuario, codigo)
    if cuenta.estado in ("inactivo", "suspendido") and not contexto.como_json:
        frase = tr("La cuenta sigue en «{estado}»: el código sirve cuando se la active.")
        click.echo(frase.format(estado=cuenta.estado))


def _dichos(datos: dict[str, str | None]) -> dict[str, str]:
    return {campo: valor for campo, valor in datos.items() if valor is not None}


def _dar_codigo(contexto: Contexto, usuario: str, codigo: str) -> None:
    if contexto.como_json:
        emitir_json({"usuario": usuario, "codigo": codigo})
    else:
        click.echo(tr("La clave que «{usuario}» tenía ya no sirve, y sus sesiones terminaron.").format(usuario=usuario))
        _decir_codigo(codigo)


def _decir_codigo(codigo: str) -> None:
    if codigo:
        click.echo(tr("Código para entrar, válido 48 horas: {codigo}").format(codigo=codigo))
        click.echo(tr("Con él hay que elegir una clave: en la ventana, o con «rexus usuario clave»."))
