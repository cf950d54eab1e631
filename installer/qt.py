"""What of Qt goes into the program. PySide6 brings twice as much, and PyInstaller takes more than is used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

Entry = tuple[str, str, str]

# By folder of plugins: those that are used, by the names that the systems give them (libq… or q….dll). A platform that
# a workshop's desk may have, the theme that brings its own file dialogs, printing, our icons, pictures, TLS for nobody.
_PLUGINS: Final = {
    "egldeviceintegrations": "",
    "generic": "",
    "iconengines": "svgicon",
    "imageformats": "jpeg|svg|ico",
    "networkinformation": "",
    "platforminputcontexts": "composeplatforminputcontextplugin|ibusplatforminputcontextplugin",
    "platforms": "xcb|wayland|offscreen|windows|cocoa",
    "platformthemes": "xdgdesktopportal|gtk3",
    "printsupport": ".*",
    "styles": ".*",
    "tls": "",
    "wayland-decoration-client": "adwaita|bradient",
    "wayland-graphics-integration-client": "",
    "wayland-shell-integration": "xdg-shell",
    "xcbglintegrations": "",
}
_TRANSLATIONS: Final = re.compile(r"qtbase_(es|en)\.qm")
_PLUGIN_FILE: Final = re.compile(r"(?:lib)?q?(.+?)(?:\.so|\.dll|\.dylib)")
# What only a plugin or a module needs that is left out.
_LIBRARIES: Final = re.compile(
    r"Qt6(Qml|Quick|Sql|Test|Designer|Pdf|OpenGLWidgets|VirtualKeyboard|EglF[Ss]|Help|UiTools|Concurrent|Xml)"
    r"|Qt(Qml|Quick|Sql|Test|Designer|Pdf|OpenGLWidgets|Concurrent|Xml|Help|UiTools)\b"
    r"|opengl32sw|d3dcompiler"
)


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Of a PyInstaller table of contents, what the program uses."""
    return [entry for entry in entries if _is_used(PurePath(entry[0].replace("\\", "/")))]


def _is_used(path: PurePath) -> bool:
    parts = path.parts
    if parts[0] != "PySide6" and not path.name.startswith("libQt6"):
        return True
    if "qml" in parts or _LIBRARIES.search(path.name):
        return False
    if "translations" in parts:
        return _TRANSLATIONS.fullmatch(path.name) is not None
    if "plugins" in parts:
        folder = parts[parts.index("plugins") + 1]
        name = _PLUGIN_FILE.match(path.name)
        return name is not None and re.fullmatch(_PLUGINS.get(folder, ""), name[1]) is not None
    return True
