"""The keys that the dialogs of the module handle by themselves, for «Ayuda ▸ Atajos»."""

from __future__ import annotations

from rexus.base.text import tr
from rexus.ui.shortcuts import Shortcuts


def list_dialog_keys(shortcuts: Shortcuts) -> None:
    """Add them to the registry."""
    for grupo, keys in (
        (
            tr("Conteo"),
            (
                (tr("Enter"), tr("Ir a la línea siguiente")),
                (tr("Supr"), tr("Borrar lo contado en la línea")),
                (tr("F6"), tr("Buscar en la hoja")),
                (tr("Ctrl+Enter"), tr("Registrar el conteo")),
            ),
        ),
        (tr("Corte"), ((tr("Ctrl+Enter"), tr("Registrar el corte")),)),
        (
            tr("Movimiento rápido"),
            (
                (tr("Flechas"), tr("Elegir otra línea")),
                (tr("F2"), tr("Cambiar la cantidad")),
                (tr("Ctrl+Supr"), tr("Quitar la línea")),
                (tr("Ctrl+Enter"), tr("Registrar la lista")),
            ),
        ),
    ):
        for tecla, texto in keys:
            shortcuts.add(tecla, texto, grupo)
