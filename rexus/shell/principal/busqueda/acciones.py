"""The verbs that can be done here and now: those of the menu bar and of the page that shows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from rexus.shell.principal.busqueda.entradas import Entrada
from rexus.ui.page import Page

# The pages have a group of their own, and nobody looks for the search with the search.
_ASIDE = ("principal.ir_", "principal.buscar_todo")


def acciones(bar: QMenuBar, page: QWidget | None) -> list[Entrada]:
    """The enabled ones, those of the page's own menus first. `detalle` is the menu where one finds it."""
    seen: dict[str, Entrada] = {}
    menus = [action.menu() for action in bar.actions()]
    found = [
        (a, _plain(menu.title()), title) for menu in menus if isinstance(menu, QMenu) for a, title in _inside(menu)
    ]
    own: set[QAction] = set()
    if page is not None:
        own = set(page.findChildren(QAction))
        parts = [part for part in (page, *page.findChildren(Page)) if part.isVisible()]
        found += [(a, "", _plain(a.text())) for part in parts for a in part.actions()]
    for action, where, title in sorted(found, key=lambda one: one[0] not in own):
        name = action.objectName()
        if _offered(action) and not name.startswith(_ASIDE):
            key = f"accion.{name or id(action)}"
            seen.setdefault(key, _entry(key, action, title, where))
    return list(seen.values())


def _inside(menu: QMenu, of: str = "") -> Iterator[tuple[QAction, str]]:
    """The actions with their titles; one of a submenu is a choice: «Tema: Oscuro»."""
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _inside(below, f"{_plain(below.title())}: ")
        else:
            yield action, of + _plain(action.text())


def _offered(action: QAction) -> bool:
    return action.isEnabled() and action.isVisible() and not action.isSeparator() and bool(action.text())


def _entry(key: str, action: QAction, titulo: str, where: str) -> Entrada:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Entrada(key, titulo, where, "flecha_derecha", lambda: _do(action), keys)


def _do(action: QAction) -> None:
    # It may have become impossible since it was listed.
    if action.isEnabled():
        action.trigger()


def _plain(texto: str) -> str:
    return texto.replace("&&", "\0").replace("&", "").replace("\0", "&")
