"""The words that click itself says, in the language of the rest: titles of help, and what is wrong with a usage.

click takes its words from gettext's own catalogue of the machine, which has none for it: each of its modules holds that
function under the name `_`, and is given this one instead.
"""

from __future__ import annotations

import gettext
import sys
from typing import Final

import click

from rexus.base.text import fuente, tr

_PALABRAS: Final = fuente(
    {
        "Usage:": "Uso:",
        "Options": "Opciones",
        "Commands": "Órdenes",
        "Positional arguments": "Argumentos",
        "Show this message and exit.": "Mostrar esta ayuda.",
        "default: {default}": "si falta: {default}",
        "env var: {var}": "variable: {var}",
        "required": "obligatorio",
        "(dynamic)": "(según el caso)",
        "Error: {message}": "Error: {message}",
        "Error: invalid input": "Error: entrada no válida",
        "Error: The two entered values do not match.": "Error: los dos valores no coinciden.",
        "Repeat for confirmation": "Repetir para confirmar",
        "Aborted!": "Cancelado.",
        "Try '{command} {option}' for help.": "La ayuda: «{command} {option}».",
        "Invalid value: {message}": "Valor no válido: {message}",
        "Invalid value for {param_hint}: {message}": "Valor no válido de {param_hint}: {message}",
        "Missing argument": "Falta el argumento",
        "Missing option": "Falta la opción",
        "Missing parameter": "Falta el parámetro",
        "Missing parameter: {param_name}": "Falta el parámetro {param_name}",
        "Missing {param_type}": "Falta {param_type}",
        "Missing command.": "Falta la orden.",
        "No such option {name!r}.": "No hay una opción {name!r}.",
        "No such option: {name}": "No hay una opción {name}",
        "No such command {name!r}.": "No hay una orden {name!r}.",
        "Did you mean {possibility}?": "¿Será {possibility}?",
        "(Did you mean one of: {possibilities}?)": "(¿Será una de estas: {possibilities}?)",
        "(Possible options: {possibilities})": "(Opciones posibles: {possibilities})",
        "Got unexpected extra argument ({args})": "Sobra un argumento: {args}",
        "Got unexpected extra arguments ({args})": "Sobran argumentos: {args}",
        "Option {name!r} does not take a value.": "La opción {name!r} no lleva un valor.",
        "Option {name!r} requires an argument.": "La opción {name!r} necesita un valor.",
        "Option {name!r} requires {nargs} arguments.": "La opción {name!r} necesita {nargs} valores.",
        "Argument {name!r} takes {nargs} values.": "El argumento {name!r} lleva {nargs} valores.",
        "Choose from:\n\t{choices}": "Elegir entre:\n\t{choices}",
        "{value!r} is not {choice}.": "{value!r} no es {choice}.",
        "{value!r} is not one of {choices}.": "{value!r} no es ninguno de {choices}.",
        "{value!r} is not a valid {number_type}.": "{value!r} no es un número ({number_type}).",
        "{value} is not in the range {range}.": "{value} está fuera de {range}.",
        "{value!r} does not match the format {format}.": "{value!r} no tiene la forma {format}.",
        "{value!r} does not match the formats {formats}.": "{value!r} no tiene ninguna de las formas {formats}.",
        "file": "archivo",
        "directory": "carpeta",
        "path": "ruta",
        "{name} {filename!r} does not exist.": "No existe {name} {filename!r}.",
        "{name} {filename!r} is a file.": "{name} {filename!r} es un archivo.",
        "{name} {filename!r} is a directory.": "{name} {filename!r} es una carpeta.",
        "{name} {filename!r} is not readable.": "{name} {filename!r} no se puede leer.",
        "{name} {filename!r} is not writable.": "{name} {filename!r} no se puede escribir.",
    }
)
# What stands for a value in a usage.
_TIPOS: Final = fuente(
    {
        click.types.StringParamType: "texto",
        click.types.IntParamType: "entero",
        click.types.IntRange: "entero",
        click.types.FloatParamType: "número",
        click.types.DateTime: "fecha",
    }
)


def instalar() -> None:
    """Have click speak it. To be called before the first command is made."""
    for nombre, modulo in list(sys.modules.items()):
        if nombre.startswith("click."):
            palabras = vars(modulo)
            if palabras.get("_") is gettext.gettext:
                palabras["_"] = _traducir
            if palabras.get("ngettext") is gettext.ngettext:
                palabras["ngettext"] = _traducir_segun
    for tipo, texto in _TIPOS.items():
        tipo.name = tr(texto)


def vestir(orden: click.Command) -> None:
    """The same for what the usage of a command and of those below it calls its options and its verbs."""
    orden.options_metavar = tr("[OPCIONES]")
    if isinstance(orden, click.Group):
        orden.subcommand_metavar = tr("ORDEN [ARGUMENTOS]...")
        for otra in orden.commands.values():
            vestir(otra)


def _traducir(texto: str) -> str:
    return tr(_PALABRAS.get(texto, texto))


def _traducir_segun(uno: str, varios: str, cuantos: int) -> str:
    return _traducir(uno if cuantos == 1 else varios)
