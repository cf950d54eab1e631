"""The face of the program: Fusion, one palette, one small style sheet, following the system's light or dark.

    theme = Theme(app)            # once, before the first window
    theme.set_mode("oscuro")      # 'sistema' (default), 'claro', 'oscuro'
    theme.changed.connect(...)    # colours are new: repaint what was painted by hand
    theme.color("warning")        # QColor of a role now
    set_class(label, "pagina")    # one of the looks that resources/qss/rexus.qss knows

All sizes are device-independent pixels; Qt multiplies them by the screen's scale.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from rexus.base.paths import resource
from rexus.ui.palette import DARK, LIGHT, Role, roles

Mode = Literal["sistema", "claro", "oscuro"]
TextSize = Literal["texto", "secundario", "seccion", "pagina", "cifra"]

SIZES: Final[dict[TextSize, int]] = {"texto": 13, "secundario": 12, "seccion": 15, "pagina": 20, "cifra": 28}
MARGIN: Final = 16
GAPS: Final = (4, 8, 12, 16, 24)
CONTROL_HEIGHT: Final = 32
ROW_HEIGHT: Final = 32
ROW_HEIGHT_COMPACT: Final = 26
ICON_SMALL: Final = 16
ICON: Final = 20

# Of a table whose rows are as high as everywhere.
_DRESSED: Final = "filas"

_current: Theme | None = None


class Theme(QObject):
    """Dresses the application and keeps it dressed when the system turns light or dark.

    One per application. `changed` comes after the palette and the style sheet are in place.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "sistema") -> None:
        super().__init__(app)
        global _current
        self._app = app
        self._mode: Mode = mode
        self._sheet = resource("qss/rexus.qss").read_text(encoding="utf-8")
        self._dark: bool | None = None
        self._compact = False
        app.setStyle("Fusion")
        app.setFont(text_font("texto"))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        _current = self
        self.set_mode(mode)

    @property
    def mode(self) -> Mode:
        """What was asked for: 'sistema', 'claro' or 'oscuro'."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark face is the one that shows now."""
        return bool(self._dark)

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or stay light or dark. Takes effect at once, in open windows too."""
        if mode not in ("sistema", "claro", "oscuro"):
            raise ValueError(mode)
        self._mode = mode
        hints = self._app.styleHints()
        # Tell the platform too, so that title bars and native file dialogs match.
        if mode == "sistema":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if mode == "oscuro" else Qt.ColorScheme.Light)
        self._apply()

    @property
    def row_height(self) -> int:
        """How high the rows of tables are now."""
        return ROW_HEIGHT_COMPACT if self._compact else ROW_HEIGHT

    def set_compact(self, compact: bool) -> None:
        """Rows of 26 px instead of 32 in all tables, those that show too."""
        if compact == self._compact:
            return
        self._compact = compact
        for widget in self._app.allWidgets():
            if isinstance(widget, QTableView) and widget.property(_DRESSED):
                widget.verticalHeader().setDefaultSectionSize(self.row_height)

    def color(self, role: Role) -> QColor:
        """The colour of a role in the face that shows now."""
        return QColor(roles(self.dark)[role])

    def _on_system_changed(self) -> None:
        if self._mode == "sistema":
            self._apply()

    def _apply(self) -> None:
        if self._mode == "sistema":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self._mode == "oscuro"
        if dark == self._dark:
            return
        self._dark = dark
        self._app.setPalette(build_palette(dark))
        self._app.setStyleSheet(fill_sheet(self._sheet, dark))
        self.changed.emit()


def current() -> Theme | None:
    """The application's theme, if one was made."""
    return _current


def color(role: Role) -> QColor:
    """The colour of a role now; of the light face when the application has no theme."""
    return QColor(roles(_current.dark if _current is not None else False)[role])


def row_height() -> int:
    """How high the rows of tables are now."""
    return _current.row_height if _current is not None else ROW_HEIGHT


def dress_rows(table: QTableView) -> None:
    """Rows as high as everywhere, now and whenever that changes."""
    rows = table.verticalHeader()
    rows.setMinimumSectionSize(ROW_HEIGHT_COMPACT)
    rows.setDefaultSectionSize(row_height())
    # The theme asks for this one when the height changes: no table is told by a signal, which would outlive it.
    table.setProperty(_DRESSED, True)


def fill_sheet(sheet: str, dark: bool) -> str:
    """The style sheet with its `@role@` and `@flecha@` placeholders replaced for one face."""
    face = "oscuro" if dark else "claro"
    for role, value in roles(dark).items():
        sheet = sheet.replace(f"@{role}@", value)
    for name in ("flecha", "flecha_arriba", "tilde", "punto"):
        sheet = sheet.replace(f"@{name}@", resource(f"icons/control_{name}_{face}.svg").as_posix())
    return sheet


def build_palette(dark: bool) -> QPalette:
    """The QPalette of one face, from the roles of `rexus.ui.palette`."""
    face = DARK if dark else LIGHT
    palette = QPalette()
    role = QPalette.ColorRole
    for qt_role, name in (
        (role.Window, "background"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "background"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "on_accent"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.PlaceholderText, "secondary"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.Light, "surface"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "border"),
        (role.Shadow, "border"),
    ):
        palette.setColor(qt_role, QColor(face[name]))  # type: ignore[index]
    for qt_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, qt_role, QColor(face["disabled"]))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(face["line"]))
    return palette


def text_font(size: TextSize = "texto", *, bold: bool = False) -> QFont:
    """The system's font in one of the five sizes of the design; weight 600 when `bold`."""
    font = QFont(QApplication.font())
    font.setPixelSize(SIZES[size])
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with digits of one width (OpenType «tnum»; a font without it stays as it is)."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def set_class(widget: QWidget, name: str) -> None:
    """Give the widget one of the looks of the style sheet (property «clase»), also after it was shown."""
    set_look(widget, "clase", name)


def set_look(widget: QWidget, key: str, value: str | bool) -> None:
    """Set a property that the style sheet reads and dress the widget again if it changed."""
    if widget.property(key) != value:
        widget.setProperty(key, value)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
