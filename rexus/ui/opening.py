"""A file or a folder in whatever program of the system shows it: a verb for notices, which tells when there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from rexus.base.errors import ArchivoError, RexusError
from rexus.base.text import tr
from rexus.ui.notices import Accion

Tell = Callable[[RexusError], object]


@dataclass(frozen=True)
class Opening:
    """Opens what lies at `place`. `tell` hears why it was not opened; `decir`: what the verb is called."""

    place: Path
    tell: Tell
    decir: Callable[[], str]
    # It needs no page, so a desk that is built anew, as in another language, keeps it.
    outlives_pages: ClassVar[bool] = True

    def __call__(self) -> None:
        # Made absolute without asking the disk, which may be far away and silent.
        place = self.place.absolute()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            frase = tr("El sistema no tiene con qué abrir «{archivo}».").format(archivo=place.name)
            donde = tr("Abrirlo desde otro programa: está en «{carpeta}».").format(carpeta=place.parent)
            self.tell(ArchivoError(frase, donde))


def abrir(file: Path, tell: Tell) -> Accion:
    """A notice's verb: in whatever program opens such files."""
    return _verb(Opening(file, tell, lambda: tr("Abrir")))


def abrir_carpeta(folder: Path, tell: Tell) -> Accion:
    """A notice's verb: that folder, in the system's own program."""
    return _verb(Opening(folder, tell, lambda: tr("Abrir carpeta")))


def _verb(opening: Opening) -> Accion:
    return opening.decir(), opening
