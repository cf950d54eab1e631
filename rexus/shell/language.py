"""Qt's own words: the buttons and menus that it brings along, and the names of keys. In English they are its own."""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from rexus.base.idioma import ESPANOL
from rexus.base.log import get_logger

log = get_logger(__name__)

# As keyboards here have it printed; Qt's own translation says «Control» and «Mayúsculas».
_KEYS: Final = {"Ctrl": "Ctrl", "Shift": "Mayús", "Del": "Supr", "Delete": "Supr", "PgUp": "RePág", "PgDown": "AvPág"}


class Language:
    """Installs the translations of the language in the application; `close` takes them out again."""

    def __init__(self, application: QCoreApplication, idioma: str) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.speak(idioma)

    def speak(self, idioma: str) -> None:
        """Have Qt speak this language from now on; what shows already stays as it is."""
        self.close()
        if idioma != ESPANOL:
            return
        words = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not words.load("qtbase_es", folder):
            log.warning("Qt's Spanish texts are not in %s", folder)
        # The newest is asked first.
        self._installed = [words, _KeyNames()]
        for translator in self._installed:
            self._application.installTranslator(translator)

    def close(self) -> None:
        """Give Qt its own words back."""
        installed, self._installed = self._installed, []
        for translator in reversed(installed):
            self._application.removeTranslator(translator)
            # Now, not when the garbage collector finds it: a translator that goes while another one translates waits
            # for a lock that this very thread holds.
            shiboken6.delete(translator)


class _KeyNames(QTranslator):
    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        # None, not an empty text: that would count as a translation, and nobody else would be asked.
        return _KEYS.get(text) if context == "QShortcut" else None  # type: ignore[return-value]

    def isEmpty(self) -> bool:
        return False
