"""Qt's own words: the buttons, menus and dialogs that it brings, and the names of keys. In English they are its own."""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from rexus.base.idioma import ESPANOL, INGLES
from rexus.base.log import get_logger

log = get_logger(__name__)

# By Qt's own contexts: what its translation lacks, calls otherwise than this program does, or says to a «usted».
_WORDS: Final[dict[str, dict[str, str]]] = {
    # As keyboards here have it printed; Qt's own translation says «Control» and «Mayúsculas».
    "QShortcut": {
        "Ctrl": "Ctrl", "Shift": "Mayús", "Del": "Supr", "Delete": "Supr", "PgUp": "RePág", "PgDown": "AvPág",
    },
    "QFileDialog": {
        "&Look in:": "&Buscar en:",
        "Look in:": "Buscar en:",
        "File &name:": "&Nombre del archivo:",
        "Files of &type:": "&Tipo de archivo:",
        "Files of type:": "Tipo de archivo:",
        "Directory:": "Carpeta:",
        "Directories": "Carpetas",
        "Find Directory": "Buscar una carpeta",
        "All Files (*)": "Todos los archivos (*)",
        "Parent Directory": "Carpeta superior",
        "Go to the parent directory": "Ir a la carpeta superior",
        "Change to list view mode": "Ver como lista",
        "Change to detail view mode": "Ver con detalles",
        "Detail View": "Ver con detalles",
        "List View": "Ver como lista",
        "Show &hidden files": "Mostrar los archivos &ocultos",
        "&Delete": "&Eliminar",
        "File Folder": "Carpeta",
        "%1 already exists.\nDo you want to replace it?": "%1 ya existe.\n¿Reemplazarlo?",
        "%1\nFile not found.\nPlease verify the correct file name was given.":
            "%1\nEse archivo no existe.\nRevisar el nombre.",
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
            "%1\nEsa carpeta no existe.\nRevisar el nombre.",
        "'%1' is write protected.\nDo you want to delete it anyway?":
            "«%1» está protegido contra escritura.\n¿Eliminarlo igual?",
        "Are you sure you want to delete '%1'?": "¿Eliminar «%1»?",
        "Could not delete directory.": "La carpeta no se pudo eliminar.",
    },
    "QAbstractFileIconProvider": {"Folder": "Carpeta", "File Folder": "Carpeta", "Drive": "Unidad"},
}  # fmt: skip
# What Qt itself writes by the language: dates in a list of files, what kind of file each is.
_LOCALES: Final = {ESPANOL: "es_AR", INGLES: "en_GB"}


class Language:
    """Installs the translations of the language in the application; `close` takes them out again."""

    def __init__(self, application: QCoreApplication, idioma: str) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self._locale = QLocale()
        self.speak(idioma)

    def speak(self, idioma: str) -> None:
        """Have Qt speak this language from now on; what shows already stays as it is."""
        self._take_out()
        QLocale.setDefault(QLocale(_LOCALES[idioma]))
        if idioma != ESPANOL:
            return
        words = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not words.load("qtbase_es", folder):
            log.warning("Qt's Spanish texts are not in %s", folder)
        # The newest is asked first.
        self._installed = [words, _OurWords()]
        for translator in self._installed:
            self._application.installTranslator(translator)

    def close(self) -> None:
        """Give Qt its own words back, and what it wrote dates and figures by."""
        self._take_out()
        QLocale.setDefault(self._locale)

    def _take_out(self) -> None:
        installed, self._installed = self._installed, []
        for translator in reversed(installed):
            self._application.removeTranslator(translator)
            # Now, not when the garbage collector finds it: a translator that goes while another one translates waits
            # for a lock that this very thread holds.
            shiboken6.delete(translator)


class _OurWords(QTranslator):
    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        # None, not an empty text: that would count as a translation, and nobody else would be asked.
        return _WORDS.get(context, {}).get(text)  # type: ignore[return-value]

    def isEmpty(self) -> bool:
        return False
