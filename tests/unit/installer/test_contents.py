"""What of Qt and of the system goes into the packaged program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import qt, system

QT = "PySide6/Qt"


@pytest.mark.parametrize(
    ("name", "used"),
    [
        (f"{QT}/lib/libQt6Widgets.so.6", True),
        (f"{QT}/lib/libQt6Qml.so.6", False),
        (f"{QT}/lib/libQt6Quick.so.6", False),
        (f"{QT}/plugins/platforms/libqxcb.so", True),
        (f"{QT}/plugins/platforms/libqvnc.so", False),
        (f"{QT}/plugins/imageformats/libqsvg.so", True),
        (f"{QT}/plugins/imageformats/libqtiff.so", False),
        (f"{QT}/plugins/sqldrivers/libqsqlite.so", False),
        (f"{QT}/plugins/a_new_kind/libqnew.so", False),
        (f"{QT}/translations/qtbase_es.qm", True),
        (f"{QT}/translations/qtbase_fr.qm", False),
        (f"{QT}/qml/QtQuick/qmldir", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", True),
        ("PySide6\\plugins\\imageformats\\qtiff.dll", False),
        ("PySide6\\Qt6Qml.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6\\Qt6Core.dll", True),
        ("psycopg_binary.libs/libpq.so.5", True),
        ("resources/qss/rexus.qss", True),
    ],
)
def test_of_qt_only_what_is_used(name: str, used: bool) -> None:
    assert [entry[0] for entry in qt.kept([(name, "", "BINARY")])] == ([name] if used else [])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere everything goes along")
def test_what_shows_windows_is_the_systems() -> None:
    package = str(Path(pytest.__file__).parent / "of_a_package.so")
    entries = [
        ("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6", "BINARY"),
        ("libgtk-3.so.0", "/lib/x86_64-linux-gnu/libgtk-3.so.0", "BINARY"),
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", "BINARY"),
        ("libsqlite3.so.0", "/usr/lib/x86_64-linux-gnu/libsqlite3.so.0", "BINARY"),
        ("a_package/of_a_package.so", package, "BINARY"),
        ("of_a_package.so", "a_package/of_a_package.so", "SYMLINK"),
        ("libgone.so", "a_package/libgone.so", "SYMLINK"),
        ("resources/x.svg", "/usr/share/x.svg", "DATA"),
    ]
    assert [name for name, _, _ in system.kept(entries)] == [
        "libsqlite3.so.0",
        "a_package/of_a_package.so",
        "of_a_package.so",
        "resources/x.svg",
    ]
