"""The keys of the page, for «Ayuda ▸ Atajos»."""

from __future__ import annotations

from rexus.base.text import tr
from rexus.modulos.inventario.controller.atajos import list_dialog_keys
from rexus.modulos.inventario.view.page import InventarioView
from rexus.ui.shortcuts import Shortcuts


def list_shortcuts(view: InventarioView, shortcuts: Shortcuts) -> None:
    """Every action that has a key, and the keys that the table and the search take by themselves."""
    group = tr("Inventario")
    for action in (view.search_action, *view.verbs):
        shortcuts.add(action, grupo=group)
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
