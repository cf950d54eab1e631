"""Filters kept by name, in this user's settings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from rexus.base.text import fold, tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.filtros import Filtro
from rexus.catalogo.view.filter_name import FilterNameDialog
from rexus.catalogo.view.page import CatalogoView
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class SavedFiltersController(QObject):
    """Save, apply, delete."""

    def __init__(self, view: CatalogoView, listing: ListingController, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._catalogo = view.catalogo
        self._key = view.catalogo.handle("filtros_guardados")
        self._listing = listing
        self._ctx = ctx
        view.filters.save_requested.connect(lambda: spawn(ctx, view, self.save()))
        view.filters.saved_chosen.connect(self.apply)
        view.filters.delete_requested.connect(self.delete)
        listing.filter_changed.connect(self._follow)
        view.search.searched.connect(lambda _text: self._follow())
        self._follow()

    async def save(self) -> None:
        """Keep what is chosen and searched now, under a name."""
        kept = self._kept()
        dialog = FilterNameDialog(self._catalogo, self._view, sorted(kept, key=fold), self._in_use())
        if await show(dialog, keep=True):
            name = dialog.value()
            self._set({**kept, name: self._view.filters.filtro.como_dato(self._view.search.text().strip())})
            self._ctx.notices.show_notice("exito", tr("Filtro «{nombre}» guardado.").format(nombre=name))
        dialog.deleteLater()

    def apply(self, name: str) -> None:
        """Show what was kept under a name."""
        filtro, texto = self._read(self._kept().get(name))
        self._listing.show_filter(filtro, texto)

    def delete(self, name: str) -> None:
        """Forget a name; can be undone."""
        kept = self._kept()
        dato = kept.pop(name, None)
        self._set(kept)

        async def undo() -> None:
            self._set({**self._kept(), name: dato})
            self._ctx.notices.show_notice("exito", tr("Filtro «{nombre}» recuperado.").format(nombre=name))

        action = offer_undo(
            self._ctx, lambda: tr("eliminación del filtro «{nombre}»").format(nombre=name), undo, local=True
        )
        self._ctx.notices.show_notice("exito", tr("Filtro «{nombre}» eliminado.").format(nombre=name), action)

    def _read(self, dato: object) -> tuple[Filtro, str]:
        return Filtro.de_dato(dato, self._catalogo.filtros)

    def _kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = self._ctx.settings.get(self._key)
        return kept

    def _set(self, kept: dict[str, Any]) -> None:
        self._ctx.settings.set(self._key, kept)
        self._follow()

    def _in_use(self) -> str:
        """The name under which exactly this is kept."""
        now = (self._view.filters.filtro, self._view.search.text().strip())
        if now[0].vacio and not now[1]:
            return ""
        return next((name for name, dato in self._kept().items() if self._read(dato) == now), "")

    def _follow(self) -> None:
        self._view.filters.set_saved(sorted(self._kept(), key=fold), self._in_use())
