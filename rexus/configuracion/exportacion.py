"""The whole configuration as one JSON document, without secrets."""

from __future__ import annotations

from typing import Any, Final

from rexus.settings import SCHEMA, Setting, Settings
from rexus.settings.file import dump
from rexus.settings.schema import FORMAT_VERSION, VERSION_KEY

# How a window was left on one machine means nothing on another.
_DE_LA_VENTANA: Final = "ventana"


def viaja(setting: Setting) -> bool:
    """Whether the key goes from one machine to another."""
    return not setting.secreta and setting.categoria != _DE_LA_VENTANA


def documento(settings: Settings) -> dict[str, Any]:
    """Every value as it is saved, whatever the environment dictates here."""
    resultado: dict[str, Any] = {VERSION_KEY: FORMAT_VERSION}
    for setting in SCHEMA.values():
        if viaja(setting):
            resultado.setdefault(setting.categoria, {})[setting.nombre] = settings.guardado(setting.clave)
    return resultado


def exportar(settings: Settings) -> bytes:
    """The document as a file holds it."""
    return dump(documento(settings))
