"""Everything by the keyboard: where Tab leads, what it never reaches, and whether one sees where one is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from rexus.ui.action_button import ActionButton
from tests.gui.cara.recorrido import Escena

# No window has as many.
_DEMASIADOS = 250


class Teclado:
    """`faltas` of one scene after the other; looks that were seen with the focus are not looked at again."""

    def __init__(self) -> None:
        self._seen: set[tuple[object, ...]] = set()

    def faltas(self, escena: Escena) -> Iterator[str]:
        """What a person without a mouse would miss here."""
        found: list[str] = []
        visited = self._vuelta(escena, found)
        yield from found
        for widget in escena.raiz.findChildren(QWidget):
            if _usable(widget) and widget not in visited and not _otherwise(widget, visited):
                yield f"Tab never reaches {_name(widget)}"
        yield from _actions(escena, visited)

    def _vuelta(self, escena: Escena, found: list[str]) -> list[QWidget]:
        visited: list[QWidget] = []
        now = QApplication.focusWidget()
        if now is None:
            found.append("nothing has the focus")
            return visited
        while now not in visited:
            visited.append(now)
            look = _look(now)
            fresh = look not in self._seen
            before = now.grab().toImage() if fresh else QImage()
            if now.visibleRegion().isEmpty():
                found.append(f"the focus is out of sight on {_name(now)}")
            QTest.keyClick(now, Qt.Key.Key_Tab)
            after = QApplication.focusWidget()
            if after is None or len(visited) > _DEMASIADOS:
                found.append(f"Tab on {_name(now)} leads nowhere")
                break
            if after is now:
                if len(visited) > 1 or len(_focusable(escena)) > 1:
                    found.append(f"Tab does not leave {_name(now)}")
                break
            if fresh:
                self._seen.add(look)
                # A page that has the keys before anything of it has them is no place that Tab leads to.
                if before == now.grab().toImage() and now.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    found.append(f"nobody sees the focus on {_name(now)}")
            now = after
        return visited


def sin_letra(window: QMainWindow) -> Iterator[str]:
    """Menus of the bar that Alt and a letter do not open."""
    for action in window.menuBar().actions():
        if action.isVisible() and "&" not in action.text():
            yield f"the menu «{action.text()}» has no letter"


def _actions(escena: Escena, visited: list[QWidget]) -> Iterator[str]:
    offered = set(map(id, _in_menus(escena.ventana, visited)))
    for action in escena.raiz.findChildren(QAction):
        owner = action.parent()
        if not action.objectName() or not action.isEnabled() or not action.isVisible() or action.menu() is not None:
            continue
        # The field's own keys do what its signs do; F4 is the window's; a button that hides offers nothing to anybody.
        if isinstance(owner, QLineEdit) or action.objectName().endswith(".ver_detalle") or not _shows(owner):
            continue
        if not action.associatedObjects():
            continue
        if any(button._action is action for button in escena.raiz.findChildren(ActionButton)):
            continue
        if not action.shortcuts() and id(action) not in offered and not _on_a_button(action, visited):
            yield f"no key leads to the action {action.objectName()} «{action.text()}»"


def _shows(owner: QObject | None) -> bool:
    while isinstance(owner, QMenu):
        owner = owner.parent()
    return not isinstance(owner, QWidget) or owner.isVisible()


def _in_menus(window: QWidget, visited: list[QWidget]) -> Iterator[QAction]:
    menus: list[QMenu] = []
    if isinstance(window, QMainWindow):
        menus += [m for a in window.menuBar().actions() if isinstance(m := a.menu(), QMenu)]
    menus += [m for w in visited if isinstance(w, QPushButton | QToolButton) and (m := w.menu()) is not None]
    while menus:
        for action in menus.pop().actions():
            yield action
            if isinstance(menu := action.menu(), QMenu):
                menus.append(menu)


def _on_a_button(action: QAction, visited: list[QWidget]) -> bool:
    names = {w.objectName() for w in visited}
    return action.objectName() in names or any(w in visited for w in action.associatedObjects())


def _focusable(escena: Escena) -> list[QWidget]:
    """What has a place of its own in the round; the cross in a field has none."""
    found = [w for w in escena.ventana.findChildren(QWidget) if _usable(w)]
    return [w for w in found if not isinstance(w.parentWidget(), QLineEdit)]


def _usable(widget: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled() or widget.objectName().startswith(("qt_", "_q_")):
        return False
    if isinstance(widget, QAbstractButton):
        return True
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _otherwise(widget: QWidget, visited: list[QWidget]) -> bool:
    """Reached by other keys: another of its radio buttons, the field that it is a part of, a key of its own."""
    parent = widget.parentWidget()
    if isinstance(parent, QLineEdit | QTabBar):
        # The eye of a password, the cross of a search: the field's own keys do the same.
        return True
    if isinstance(parent, QAbstractItemView) or (parent is not None and isinstance(parent.parent(), QAbstractItemView)):
        return parent in visited or parent.parent() in visited
    if isinstance(widget, QAbstractButton):
        group = widget.group()
        mates = group.buttons() if group is not None and group.exclusive() else []
        if widget.autoExclusive() and parent is not None:
            mates += [b for b in parent.findChildren(QAbstractButton) if b.autoExclusive()]
        if any(mate in visited for mate in mates) or not widget.shortcut().isEmpty():
            return True
    proxies = [w for w in visited if w is parent or (parent is not None and w is parent.focusProxy())]
    return bool(proxies)


def _look(widget: QWidget) -> tuple[object, ...]:
    checked = isinstance(widget, QAbstractButton) and widget.isChecked()
    named = "" if isinstance(widget, QAbstractButton | QLineEdit) else widget.objectName()
    return (type(widget).__name__, widget.property("clase"), widget.property("menu"), checked, named)


def _name(widget: QWidget) -> str:
    parent = widget.parentWidget()
    said = widget.text() if isinstance(widget, QAbstractButton) else ""
    inside = (parent.objectName() or type(parent).__name__) if parent is not None else ""
    return f"{type(widget).__name__} {widget.objectName()} «{said}» in {inside}"
