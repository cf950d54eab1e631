"""The search of everything, photographed: empty, with records, with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rexus.shell.application import Application

if TYPE_CHECKING:
    from tests.screens.tour import Tour


def walk(tour: Tour, app: Application) -> None:
    """What shows for some words; it is left closed."""
    for name, texto in (("nada_escrito", ""), ("registros", "re"), ("acciones", "registrar"), ("sin_nada", "xyzzy")):
        tour.trigger(app, "principal.buscar_todo")
        tour.fill(app, {"buscar_todo.campo": texto})
        tour.settle()
        tour.photo(app, f"buscar_{name}", tour.open_above())
        tour.close_all()
