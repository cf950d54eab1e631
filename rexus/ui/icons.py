"""The program's icons: one SVG each in resources/icons, drawn on a 20 × 20 grid in one ink, tinted when painted.

    action.setIcon(icon("entrada"))
    button.setIcon(icon("guardar", "on_accent"))     # on a primary button

An icon asks for its colour each time it is painted, so it follows the theme and stays crisp at any scale; nothing
has to be set again when the face turns dark. `rexus_app` keeps its own colours: it is the window's icon.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from rexus.base.paths import resource
from rexus.ui import theme
from rexus.ui.palette import Role, roles

APP_ICON: Final = "rexus_app"


class _TintedEngine(QIconEngine):
    """Paints one SVG in the colour that the role has now."""

    def __init__(self, name: str, role: Role, selected_role: Role) -> None:
        super().__init__()
        self._name = name
        self._role: Role = role
        self._selected_role: Role = selected_role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        # The painter's own transform is left alone: the device's scale decides how many real pixels to draw.
        ratio = painter.device().devicePixelRatioF()
        side = min(rect.width(), rect.height())
        target = QRect(0, 0, side, side)
        target.moveCenter(rect.center())
        painter.drawPixmap(target, self._render(round(side * ratio), mode, 1.0))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._render(min(size.width(), size.height()), mode, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # `size` is in device-independent pixels.
        return self._render(round(min(size.width(), size.height()) * scale), mode, scale)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._role, self._selected_role)

    def key(self) -> str:
        return "rexus-tinted"

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False

    def _render(self, side: int, mode: QIcon.Mode, scale: float) -> QPixmap:
        if mode == QIcon.Mode.Disabled:
            role: Role = "disabled"
        elif mode == QIcon.Mode.Selected:
            role = self._selected_role
        else:
            role = self._role
        ink = theme.color(role).name()
        key = f"rexus-icon:{self._name}:{ink}:{side}:{scale}"
        found = QPixmap()
        if QPixmapCache.find(key, found):
            return found
        pixmap = render(self._name, side, ink)
        pixmap.setDevicePixelRatio(scale)
        QPixmapCache.insert(key, pixmap)
        return pixmap


def icon(name: str, role: Role = "text", selected_role: Role | None = None) -> QIcon:
    """The icon `name` in the colour of `role`; `selected_role` (default: the same) where it is shown as selected.

    Raises FileNotFoundError if there is no such icon.
    """
    if name == APP_ICON:
        return QIcon(str(_path(name)))
    _source(name)
    return QIcon(_TintedEngine(name, role, selected_role or role))


def render(name: str, side: int, ink: str) -> QPixmap:
    """The icon drawn `side` real pixels wide in one ink (`#RRGGBB`) on a transparent ground."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(_source(name).replace(b"currentColor", ink.encode()))
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap


def names() -> list[str]:
    """Every icon that can be tinted, in order."""
    files = resource("icons").glob("*.svg")
    return sorted(f.stem for f in files if not f.stem.startswith("control_") and f.stem != APP_ICON)


def paint_icon(painter: QPainter, name: str, role: Role, corner: QPoint, side: int) -> None:
    """Paint an icon by hand at `corner`, `side` device-independent pixels wide."""
    ink = roles(bool(theme.current() and theme.current().dark))[role]  # type: ignore[union-attr]
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QRect(corner, QSize(side, side)), render(name, round(side * ratio), ink))


def _path(name: str) -> object:
    path = resource(f"icons/{name}.svg")
    if not path.is_file():
        raise FileNotFoundError(path.name)
    return path


@cache
def _source(name: str) -> bytes:
    path = resource(f"icons/{name}.svg")
    return path.read_bytes()
