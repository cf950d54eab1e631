"""The colours can be read: contrast of every pair that a widget may show, in both faces."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QPalette

from rexus.base.paths import resource
from rexus.ui.palette import DARK, LIGHT, SHAPE_PAIRS, TEXT_PAIRS, Role, contrast, luminance, roles
from rexus.ui.theme import build_palette
from tests.unit.ui.hoja import Sheet

FACES = pytest.mark.parametrize("dark", [False, True], ids=["claro", "oscuro"])
COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@FACES
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(dark: bool, ink: Role, ground: Role) -> None:
    face = roles(dark)
    assert contrast(face[ink], face[ground]) >= 4.5


@FACES
@pytest.mark.parametrize(("ink", "ground"), SHAPE_PAIRS)
def test_what_is_no_text_can_be_seen(dark: bool, ink: Role, ground: Role) -> None:
    face = roles(dark)
    assert contrast(face[ink], face[ground]) >= 3


def sheet() -> Sheet:
    return Sheet.read(resource("qss/rexus.qss").read_text(encoding="utf-8"))


def test_every_text_of_the_style_sheet_stands_on_a_ground_where_it_can_be_read() -> None:
    found = {(str(selector), ink, ground) for selector, ink, ground in sheet().pairs("color")}
    assert len(found) > 40
    off = {(ink, ground) for selector, ink, ground in found if ":disabled" in selector}
    on = {(ink, ground) for selector, ink, ground in found if ":disabled" not in selector}
    assert on <= set(TEXT_PAIRS)
    assert off <= set(SHAPE_PAIRS) | set(TEXT_PAIRS)
    for selector, values in sheet().rules:
        if "selection-color" in values:
            said = (values["selection-color"].strip("@"), values["selection-background-color"].strip("@"))
            assert said in TEXT_PAIRS, selector


def test_the_ring_of_the_focus_can_be_seen() -> None:
    """Against what surrounds the widget, and it is not what was there before in the same width."""
    rules = sheet()
    rings = [rule for rule, values in rules.rules if "focus" in rule.states and "border" in values]
    drawn = [(rule, ring.split()) for rule in rings if (ring := rules.value(rule, "border")) != "none"]
    assert len(drawn) >= 12
    for rule, (width, _, ink) in drawn:
        role = ink.strip("@")
        assert width == "2px" or rule.kind.endswith("::item"), rule
        for face in (LIGHT, DARK):
            for ground in ("background", "surface"):
                assert contrast(face[role], face[ground]) >= 3, rule  # type: ignore[index]


@FACES
def test_what_qt_paints_by_itself_can_be_read(dark: bool) -> None:
    palette, role = build_palette(dark), QPalette.ColorRole
    for ink, ground in (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight), (role.Link, role.Base),
        (role.Link, role.Window), (role.LinkVisited, role.Window), (role.PlaceholderText, role.Base),
        (role.ToolTipText, role.ToolTipBase), (role.BrightText, role.Accent),
    ):  # fmt: skip
        assert contrast(palette.color(ink).name(), palette.color(ground).name()) >= 4.5, (ink, ground)


@FACES
def test_every_role_has_a_colour(dark: bool) -> None:
    face = roles(dark)
    assert set(face) == set(get_args(Role))
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in face.values())


def test_the_faces_are_two() -> None:
    assert roles(False) is LIGHT
    assert roles(True) is DARK
    assert luminance(LIGHT["background"]) > 0.5 > luminance(DARK["background"])


def test_known_contrasts() -> None:
    # The ends of the scale, and #767676, the lightest grey that passes on white.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#123456", "#123456") == pytest.approx(1)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#FFFFFF") < 4.5


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_within_its_scale(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001
