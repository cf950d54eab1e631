"""The keys of the page, for «Ayuda ▸ Atajos»."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from rexus.base.text import tr
from rexus.catalogo.controller.atajos import list_dialog_keys
from rexus.catalogo.view.page import CatalogoView
from rexus.ui.shortcuts import Shortcuts


def list_shortcuts(view: CatalogoView, shortcuts: Shortcuts) -> None:
    """Every action that has a key, and the keys that the table and the search take by themselves.

    By key, not by action: every catalogue has the same ones, and they are told once.
    """
    group = tr("Artículos")
    for action in (view.search_action, *view.verbs):
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if key:
            shortcuts.add(key, action.text().replace("&", "").rstrip("…"), group)
    for key, text in (
        (tr("Enter"), tr("En la tabla: editar; en la búsqueda: ir al artículo con ese código")),
        (tr("Flecha abajo"), tr("De la búsqueda a la tabla")),
        (tr("Escape"), tr("Borrar la búsqueda")),
        (tr("Inicio, Fin"), tr("Primera y última fila")),
        ("Ctrl+A", tr("Elegir todas las filas")),
        ("Ctrl+C", tr("Copiar las filas elegidas")),
        (tr("Letras y números"), tr("Sobre la tabla: buscar")),
        (tr("Lector de códigos"), tr("En cualquier lugar de la página: ir al artículo")),
    ):
        shortcuts.add(key, text, group)
    list_dialog_keys(shortcuts)
