"""The whole configuration as one JSON document, without secrets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from rexus.base.actor import Actor
from rexus.base.text import limpiar
from rexus.configuracion import equipo
from rexus.configuracion.operaciones import MODULO, VER
from rexus.configuracion.sincronizador import AUSENTE
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.seguridad import exigir
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


def anotar_exportacion(work: Work, archivo: str) -> None:
    """Record that the configuration was taken out, to a file of that name. Needs `configuracion.ver`."""
    exigir(work.actor, VER)
    work.anotar(MODULO, "exportar", "configuracion_sistema", None, despues={"archivo": archivo})


def asentar(
    settings: Settings, archivo: str, registry: Registry | None = None, actor: Callable[[], Actor] | None = None
) -> None:
    """Record that the configuration is taken out: in the database by whoever is signed in, else in the seat's list,
    which is handed on later. `archivo` is a name without its folder. Raises PermisoError, BaseError, SoloLecturaError.
    """
    archivo = limpiar(archivo)[:255]
    if registry is not None and actor is not None:
        try:
            registry.escribir(INVENTARIO, actor(), anotar_exportacion, archivo)
        except AUSENTE:
            equipo.recordar_exportacion(settings, archivo, actor().usuario)
        return
    equipo.recordar_exportacion(settings, archivo, "")
