"""A category: its title, its sections, and in each the rows of its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.domain import Seccion, secciones
from rexus.modulos.configuracion.view.fila import Fila
from rexus.settings import Categoria
from rexus.ui.raya import raya
from rexus.ui.theme import set_class


class Grupo(QWidget):
    """All of a category, or of it what a search found."""

    def __init__(self, categoria: Categoria, zona: tzinfo, extra: QWidget | None = None) -> None:
        super().__init__()
        self.categoria = categoria
        self.setObjectName(f"configuracion.grupo.{categoria.id}")
        self.setAccessibleName(tr(categoria.titulo))
        self.extra = extra
        title = QLabel(tr(categoria.titulo))
        set_class(title, "seccion")
        title.setContentsMargins(16, 0, 16, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 8)
        column.setSpacing(0)
        column.addWidget(title)
        self._below = QWidget()
        self._below.setFixedHeight(8)
        self._below.hide()
        column.addWidget(self._below)
        if extra is not None:
            column.addSpacing(12)
            column.addWidget(extra)
        self._sections = [_Section(parte, zona, first=n == 0) for n, parte in enumerate(secciones(categoria))]
        for section in self._sections:
            column.addWidget(section)
        self.filas = [fila for section in self._sections for fila in section.filas]

    def show_only(self, wanted: Callable[[Fila], bool] | None) -> int:
        """Show the rows that are wanted (None: all of them); returns how many."""
        shown = sum(section.show_only(wanted) for section in self._sections)
        if self.extra is not None:
            self.extra.setVisible(wanted is None)
        self._below.setVisible(wanted is not None)
        self.setVisible(shown > 0 or wanted is None)
        return shown

    def set_narrow(self, narrow: bool) -> None:
        """Whether there is no room beside the words."""
        for fila in self.filas:
            fila.set_narrow(narrow)


class _Section(QWidget):
    """The keys that the same people share."""

    def __init__(self, seccion: Seccion, zona: tzinfo, *, first: bool) -> None:
        super().__init__()
        titulo, frase = textos.seccion(seccion)
        heading = QLabel(titulo)
        set_class(heading, "subtitulo")
        sentence = QLabel(frase)
        sentence.setWordWrap(True)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        set_class(sentence, "secundario")
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(16, 12 if first else 28, 16, 8)
        words.setSpacing(2)
        words.addWidget(heading)
        words.addWidget(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._words)
        self.filas: list[Fila] = []
        self._lines: list[QFrame] = []
        for setting in seccion.claves:
            line = raya()
            fila = Fila(setting, zona, sola=not seccion.al_reiniciar)
            column.addWidget(line)
            column.addWidget(fila)
            self._lines.append(line)
            self.filas.append(fila)

    def show_only(self, wanted: Callable[[Fila], bool] | None) -> int:
        shown = 0
        for line, fila in zip(self._lines, self.filas, strict=True):
            visible = wanted is None or wanted(fila)
            fila.setVisible(visible)
            line.setVisible(visible)
            shown += visible
        # Of what a search found only the keys matter.
        self._words.setVisible(wanted is None)
        self.setVisible(shown > 0)
        return shown
