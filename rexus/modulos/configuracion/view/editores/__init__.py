"""Editors of one value each, chosen by what the schema says of the key."""

from __future__ import annotations

from rexus.modulos.configuracion.view.editores.base import Editor
from rexus.modulos.configuracion.view.editores.eleccion import EditorLogico, EditorOpcion
from rexus.modulos.configuracion.view.editores.linea import EditorNumero, EditorRuta, EditorTexto, EditorZona
from rexus.modulos.configuracion.view.editores.parrafo import EditorParrafo
from rexus.modulos.configuracion.view.editores.secreto import EditorSecreto
from rexus.settings import Setting

__all__ = ["Editor", "EditorSecreto", "editor_de"]

# What the schema does not tell apart from other texts.
_CARPETAS = frozenset({"respaldo.carpeta"})
_ARCHIVOS = frozenset({"db.certificado"})
_ZONAS = frozenset({"sistema.zona"})


def editor_de(setting: Setting) -> Editor:
    """A new editor for the key."""
    if setting.secreta:
        return EditorSecreto(setting)
    if setting.opciones:
        return EditorOpcion(setting)
    match setting.tipo:
        case "logico":
            return EditorLogico(setting)
        case "entero" | "real":
            return EditorNumero(setting)
        case "lista" | "objeto":
            return EditorParrafo(setting)
    if setting.multilinea:
        return EditorParrafo(setting)
    if setting.clave in _CARPETAS | _ARCHIVOS:
        return EditorRuta(setting, carpeta=setting.clave in _CARPETAS)
    return EditorZona(setting) if setting.clave in _ZONAS else EditorTexto(setting)
