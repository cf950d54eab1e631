"""The colours can be read: contrast of every pair that a widget may show, in both faces."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.ui.palette import DARK, LIGHT, TEXT_PAIRS, Role, contrast, luminance, roles

FACES = pytest.mark.parametrize("dark", [False, True], ids=["claro", "oscuro"])
COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@FACES
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(dark: bool, ink: Role, ground: Role) -> None:
    face = roles(dark)
    assert contrast(face[ink], face[ground]) >= 4.5


@FACES
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_the_outline_of_a_control_can_be_seen(dark: bool, ground: Role) -> None:
    face = roles(dark)
    assert contrast(face["border"], face[ground]) >= 3


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
