"""What a command reads besides its arguments."""

from __future__ import annotations

import sys

import click

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import tr


def secreto_de_stdin() -> str:
    """A password: the first line of the standard input, which no list of processes shows. Raises DatoInvalidoError."""
    try:
        return sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        # Without the cause: its text holds the bytes of the password.
        raise DatoInvalidoError(
            tr("La clave de la entrada estándar no es texto UTF-8. No se hizo nada."),
            tr("Escribirla en UTF-8, en una sola línea."),
            campos={"clave": tr("no es texto UTF-8")},
        ) from None


def preguntar_secreto(texto: str, *, repetir: str | bool = False) -> str:
    """A password typed at the terminal, unseen. Without a terminal a RexusError says how else to give it."""
    if not sys.stdin.isatty():
        raise RexusError(
            tr("Falta la clave"),
            tr("No hay una terminal donde preguntarla. No se hizo nada."),
            tr("Agregar --clave-stdin y escribirla en la entrada estándar, en una línea."),
        )
    return str(click.prompt(texto, hide_input=True, confirmation_prompt=repetir, err=True))
