"""The part of the walk that goes through the audit trail: events of every kind, filters, the proof, an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction

from rexus.shell.application import Application

if TYPE_CHECKING:
    from tests.screens.tour import Tour


def walk(tour: Tour, app: Application) -> None:
    """Photograph the page in all its states; it is left as it was found."""
    page: Any = app.session.page.built["auditoria"]  # type: ignore[union-attr]
    tour.settle()
    for accion in ("entrada", "crear", "ingresar", "importar"):
        row = _row_of(page, accion)
        if row is not None:
            page.table.select_row(row)
            tour.photo(app, f"auditoria_elegido_{accion}")
    page.filters.periodo.setCurrentIndex(page.filters.periodo.count() - 1)
    page.filters.usuario.setCurrentIndex(page.filters.usuario.findData("ana"))
    tour.settle()
    tour.photo(app, "auditoria_filtros")
    page.search.setText("no hay tal cosa")
    tour.settle()
    tour.photo(app, "auditoria_nada")
    page.clear_filters()
    tour.settle()
    page.findChild(QAction, "auditoria.verificar").trigger()
    tour.settle()
    tour.photo(app, "auditoria_verificada")
    app.session.notices.clear()  # type: ignore[union-attr]


def _row_of(page: Any, accion: str) -> int | None:
    model = page.table.model()
    for row in range(min(200, model.rowCount())):
        cells = model.cells(row)
        if cells is not None and cells.real and cells.valores[4] == accion:
            return row
    return None
