"""Every key the program listens to, in one place, and the dialog that lists them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rexus.base.text import fold, tr
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import set_class


@dataclass(frozen=True)
class Shortcut:
    """One key, what it does, and the group that it is listed under."""

    tecla: str
    texto: str
    grupo: str


class Shortcuts(QObject):
    """The registry. An action is listed with the key that it has at the moment of asking."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listed: dict[str, dict[object, tuple[QAction | str, str]]] = {}

    def add(self, action_or_key: QAction | str, texto: str = "", grupo: str = "") -> None:
        """List an action, or a key («Enter») that a widget handles by itself. The same one again replaces its text."""
        group = self._listed.setdefault(grupo or tr("General"), {})
        key: object = (
            action_or_key.objectName() or id(action_or_key) if isinstance(action_or_key, QAction) else action_or_key
        )
        group[key] = (action_or_key, texto)

    def listed(self) -> list[Shortcut]:
        """All keys by group, in the order in which they were added. Actions without a key are left out."""
        found = []
        for grupo, entries in self._listed.items():
            for action, texto in entries.values():
                if isinstance(action, QAction):
                    tecla = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                    texto = texto or action.text().replace("&", "").rstrip("…")
                else:
                    tecla = action
                if tecla:
                    found.append(Shortcut(tecla, texto, grupo))
        return found


class ShortcutsDialog(Dialog):
    """«Ayuda ▸ Atajos»: the keys by group, two columns of groups."""

    def __init__(self, parent: QWidget | None, shortcuts: Shortcuts) -> None:
        super().__init__(parent, tr("Atajos de teclado"), tr("Cerrar"), nombre="atajos")
        self.cancel.hide()
        self.setMinimumWidth(720)
        by_group: dict[str, list[Shortcut]] = {}
        for shortcut in shortcuts.listed():
            by_group.setdefault(shortcut.grupo, []).append(shortcut)
        columns = QGridLayout()
        columns.setHorizontalSpacing(24)
        columns.setVerticalSpacing(16)
        heights = [0, 0]
        for grupo, keys in sorted(by_group.items(), key=lambda item: -len(item[1])):
            column = heights.index(min(heights))
            columns.addWidget(_group(grupo, keys), heights[column], column, len(keys) + 1, 1, Qt.AlignmentFlag.AlignTop)
            heights[column] += len(keys) + 1
        columns.setColumnStretch(0, 1)
        columns.setColumnStretch(1, 1)
        self.content.addLayout(columns)


def _group(grupo: str, keys: list[Shortcut]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    title = QLabel(grupo)
    set_class(title, "seccion")
    grid.addWidget(title, 0, 0, 1, 2)
    for row, shortcut in enumerate(keys, start=1):
        key = QLabel(shortcut.tecla)
        set_class(key, "tecla")
        key.setObjectName(f"atajos.{fold(shortcut.texto).replace(' ', '_')}")
        grid.addWidget(QLabel(shortcut.texto), row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return box
