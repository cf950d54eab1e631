"""What Qt lacks is named, with the line that brings it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from rexus.arranque import apt, messages, qt_libraries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves these libraries to the system")


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No graphic session at all."""
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, ["xcb"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wayland", "xcb"]),
        ({"XDG_SESSION_TYPE": "wayland"}, ["wayland", "xcb"]),
        ({"QT_QPA_PLATFORM": "offscreen"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, ["wayland", "xcb"]),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, ["vnc"]),
    ],
)
def test_platforms_are_those_that_qt_will_try(
    session: pytest.MonkeyPatch, variables: dict[str, str], expected: list[str]
) -> None:
    for name, value in variables.items():
        session.setenv(name, value)
    assert qt_libraries.platforms() == expected


def broken_plugin(folder: Path, needed: str, absent: str) -> Path:
    """The offscreen plugin with one NEEDED library renamed in its string table to one that no machine has.

    The caller has set QT_QPA_PLATFORM to offscreen.
    """
    assert len(needed) == len(absent)
    original = qt_libraries._plugins()[0]
    copy = folder / "plugins" / "platforms" / original.name
    copy.parent.mkdir(parents=True)
    (folder / "lib").symlink_to(original.parents[2] / "lib")
    content = original.read_bytes()
    assert needed.encode() + b"\0" in content
    copy.write_bytes(content.replace(needed.encode() + b"\0", absent.encode() + b"\0"))
    return copy


def test_missing_library_is_found(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    plugin = broken_plugin(tmp_path, "libGL.so.1", "libZZ.so.1")
    assert qt_libraries._missing_libraries([plugin]) == ["libZZ.so.1"]


def test_without_ldd_the_loader_names_it(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    plugin = broken_plugin(tmp_path, "libGL.so.1", "libZZ.so.1")
    session.setenv("PATH", str(tmp_path))
    assert qt_libraries._missing_libraries([plugin]) == ["libZZ.so.1"]


def test_one_platform_that_loads_is_enough(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    good = qt_libraries._plugins()
    plugin = broken_plugin(tmp_path, "libGL.so.1", "libZZ.so.1")
    assert qt_libraries._missing_libraries([plugin, *good]) == []


def test_this_machine_shows_windows_offscreen(session: pytest.MonkeyPatch) -> None:
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    assert qt_libraries.lacking() == ([], [])
    qt_libraries.require()


def test_without_a_display_it_says_so(session: pytest.MonkeyPatch) -> None:
    session.setattr(qt_libraries, "lacking", lambda: ([], []))
    with pytest.raises(messages.StartError, match="No hay una sesión gráfica"):
        qt_libraries.require()


def test_what_is_missing_is_told_with_the_line_to_type(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A user who is not root, on a Debian.
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 99\n", encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    session.setenv("PATH", str(tmp_path))
    session.setattr(apt, "_is_root", lambda: False)
    session.setattr(qt_libraries, "lacking", lambda: (["libEGL.so.1", "libGL.so.1"], ["libegl1", "libgl1"]))
    with pytest.raises(messages.StartError) as caught:
        qt_libraries.require()
    assert str(caught.value) == (
        "Faltan en el sistema: libEGL.so.1, libGL.so.1.\nInstalarlos con:  sudo apt-get install -y libegl1 libgl1"
    )


def test_root_types_the_line_itself(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A stand-in for apt-get that fails until the lists were refreshed, as on a fresh machine."""
    script = f"""#!/bin/sh
echo "$@" >> {tmp_path}/calls
[ "$1" = update ] && : > {tmp_path}/lists
[ -e {tmp_path}/lists ]
"""
    (tmp_path / "apt-get").write_text(script, encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    session.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    session.setattr(apt, "_is_root", lambda: True)
    assert apt.install(["libegl1"])
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls[-2:] == ["update", "install -y libegl1"]


def test_no_apt_get_no_line(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session.setenv("PATH", str(tmp_path))
    assert apt.line(["libegl1"]) == ""
    assert not apt.install(["libegl1"])
    assert "gestor de paquetes" in str(messages.missing_libraries(["libEGL.so.1"], ""))
