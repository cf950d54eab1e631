"""Changing settings from the command line, and saying what became of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.cli.config_mesa import Mesa, legible
from rexus.cli.contexto import Contexto
from rexus.cli.entrada import secreto_de_stdin
from rexus.cli.salida import emitir_json
from rexus.settings import SCHEMA

if TYPE_CHECKING:
    from rexus.configuracion import Cambiado


def cambiar(contexto: Contexto, clave: str, valor: Any) -> None:
    """One key; None takes it back to the factory's value."""
    mesa = Mesa(contexto)
    hecho = aplicar(mesa, {clave: valor})
    estado = "pendiente" if hecho.pendientes else "guardado" if hecho.guardados else "sin_cambio"
    queda = mesa.settings.guardado(clave)
    reinicio = estado == "guardado" and SCHEMA[clave].reinicio
    motivo = None if hecho.sin_base is None else f"{hecho.sin_base.titulo}: {hecho.sin_base.frase}"
    if clave == "db.certificado" and queda:
        _advertir_certificado(queda)
    if contexto.como_json:
        emitir_json({"clave": clave, "valor": queda, "estado": estado, "reinicio": reinicio, "motivo": motivo})
        return
    frases = {
        "guardado": tr("{clave} = {valor}"),
        "pendiente": tr("{clave} = {valor}, pendiente: todavía no está en la base. {motivo}"),
        "sin_cambio": tr("{clave} ya era {valor}. No hubo nada que cambiar."),
    }
    click.echo(frases[estado].format(clave=clave, valor=legible(queda), motivo=motivo))
    if estado == "pendiente":
        click.echo(tr("«rexus config sincronizar» lo lleva a la base cuando responda."))
    if reinicio:
        click.echo(tr("Vale desde la próxima vez que se abra el programa."))


def _advertir_certificado(archivo: str) -> None:
    """It is kept all the same: the file may be about to be brought here."""
    if not Path(archivo).is_absolute():
        frase = tr("«{archivo}» no es una ruta completa: se busca en la carpeta desde donde se abre el programa.")
        click.echo(frase.format(archivo=archivo), err=True)
    if not Path(archivo).is_file():
        frase = tr(
            "En esta computadora no hay ningún archivo «{archivo}»: sin él no se comprueba el servidor ni se entra."
        )
        click.echo(frase.format(archivo=archivo), err=True)


def aplicar(mesa: Mesa, cambios: Mapping[str, Any]) -> Cambiado:
    """Keys of this machine by themselves; shared ones through the database, or as pending when it is away."""
    from rexus.configuracion import AUSENTE, Cambiado, Sincronizador, equipo

    preparados = equipo.preparar(mesa.settings, cambios)
    compartidos = {c: v for c, v in preparados.items() if SCHEMA[c].alcance == "empresa"}
    propios = {c: v for c, v in preparados.items() if c not in compartidos}
    if not compartidos:
        return Cambiado(equipo.guardar(mesa.settings, propios, mesa.quien()))
    actor, sin_base = mesa.entrar()
    if actor is None:
        esperan = equipo.dejar_pendientes(mesa.settings, equipo.pedidos(mesa.settings, compartidos, mesa.quien()))
        return Cambiado(equipo.guardar(mesa.settings, propios, mesa.quien()) if propios else (), esperan, (), sin_base)
    sincronizador = Sincronizador(mesa.registry, mesa.settings, lambda: actor)
    try:
        # Who gives an order means it over whatever is there now.
        sincronizador.traer()
    except AUSENTE as error:
        click.echo(str(error), err=True)
    return sincronizador.cambiar(preparados).value


def guardar_secreto(contexto: Contexto, clave: str) -> None:
    """Read a password from the standard input, or ask for it at a terminal, and keep it in the keyring."""
    from rexus.configuracion import equipo

    mesa = Mesa(contexto)
    equipo.exigir_libre(mesa.settings, clave)
    texto = str(click.prompt(tr("Clave"), hide_input=True, err=True)) if sys.stdin.isatty() else secreto_de_stdin()
    if not texto:
        motivo = tr("está vacía")
        raise DatoInvalidoError(
            tr("La clave leída {motivo}. No se guardó nada.").format(motivo=motivo),
            tr("Escribirla en la entrada estándar, en una línea; «quitar» la borra."),
            campos={clave: motivo},
        )
    equipo.guardar_secreto(mesa.settings, clave, texto, mesa.quien())
    _decir(contexto, clave, tr("{clave} quedó en el llavero del sistema."))


def quitar_secreto(contexto: Contexto, clave: str) -> None:
    """Take a password out of the keyring."""
    from rexus.configuracion import equipo

    mesa = Mesa(contexto)
    equipo.quitar_secreto(mesa.settings, clave, mesa.quien())
    _decir(contexto, clave, tr("{clave} ya no está en el llavero del sistema."))


def _decir(contexto: Contexto, clave: str, frase: str) -> None:
    if contexto.como_json:
        emitir_json({"clave": clave, "valor": None, "estado": "guardado", "reinicio": True, "motivo": None})
    else:
        click.echo(frase.format(clave=clave))
