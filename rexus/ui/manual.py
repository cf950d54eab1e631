"""F1: the part of the user manual that tells of what has the focus.

The manual names its parts as the window names its handles: of `inventario.salida.dialogo` tells the part
«inventario.salida», if the manual has one, else «inventario». So a page or a dialog needs no line of code for its
chapter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from rexus.base import paths
from rexus.base.errors import RexusError
from rexus.base.text import tr


class ManualError(RexusError):
    """The manual cannot be shown; says what to do instead."""


def open_manual(place: QObject | None, chapter: str = "") -> None:
    """Show the part that tells of `place` or of what is around it, else `chapter`, else the manual's first page.

    Raises ManualError when this copy of the program has no manual, or nothing that could show it.
    """
    file = part_of(place, chapter)
    if not file.is_file():
        raise ManualError(
            tr("El manual no está en esta copia"),
            tr("Esta copia de Rexus se instaló o se preparó sin el manual. Todo lo demás funciona."),
            tr("Con el programa instalado: instalarlo otra vez. Con el código fuente: python3 -m docs.manual"),
        )
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
        raise ManualError(
            tr("No se pudo abrir el manual"),
            tr("El sistema no tiene con qué mostrar páginas web."),
            tr("Instalar un navegador, o abrir con otro programa el archivo {archivo}").format(archivo=file),
        )


def part_of(place: QObject | None, chapter: str = "") -> Path:
    """The file to open for it."""
    folder = paths.manual()
    for name in (*_names(place), chapter):
        file = folder / paths.MANUAL_PARTS / f"{name}.html"
        if name and file.is_file():
            return file
    return folder / "index.html"


def focused() -> QObject | None:
    """What F1 was pressed on."""
    return QApplication.focusWidget() or QApplication.activeWindow()


def _names(place: QObject | None) -> Iterator[str]:
    """The handles of a widget and of what it is in, the nearest first, each with the names that it begins with."""
    while place is not None:
        name = place.objectName()
        while name:
            yield name
            name = name.rpartition(".")[0]
        place = place.parent()
