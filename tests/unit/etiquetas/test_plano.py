"""Where labels stand: on their paper, beside each other, none lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rexus.base.errors import DatoInvalidoError
from rexus.etiquetas.papel import MEDIDAS, PAPELES, Papel, con_largo, leer_propio, medidas, titulo
from rexus.etiquetas.plano import Caja, cara, casilla, paginas, puestos

_HUNDREDTHS = 1e-6


@st.composite
def papers(draw: st.DrawFn) -> Papel:
    """The usual ones, and any that people could have."""
    if draw(st.booleans()):
        return draw(st.sampled_from(list(PAPELES.values())))
    columns, rows = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    width, height = draw(st.integers(1_000, 12_000)) / 100, draw(st.integers(1_000, 12_000)) / 100
    step_x, step_y = width + draw(st.integers(0, 800)) / 100, height + draw(st.integers(0, 800)) / 100
    left, top = draw(st.integers(0, 2_000)) / 100, draw(st.integers(0, 2_000)) / 100
    right, bottom = left + (columns - 1) * step_x + width, top + (rows - 1) * step_y + height
    assume(right <= 990 and bottom <= 990)
    return Papel("propio", right + 3, bottom + 3, width, height, columns, rows, left, top, step_x, step_y)


def inside(inner: Caja, width: float, height: float) -> bool:
    return (
        inner.x >= -_HUNDREDTHS
        and inner.y >= -_HUNDREDTHS
        and inner.ancho > 0
        and inner.alto > 0
        and inner.x + inner.ancho <= width + _HUNDREDTHS
        and inner.y + inner.alto <= height + _HUNDREDTHS
    )


def apart(a: Caja, b: Caja) -> bool:
    return (
        a.x + a.ancho <= b.x + _HUNDREDTHS
        or b.x + b.ancho <= a.x + _HUNDREDTHS
        or a.y + a.alto <= b.y + _HUNDREDTHS
        or b.y + b.alto <= a.y + _HUNDREDTHS
    )


@given(papers(), st.integers(0, 200), st.data())
def test_every_label_has_a_place_of_its_own_on_the_sheet(paper: Papel, count: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, paper.por_hoja))
    places = list(puestos(paper, count, first))
    assert [p.cual for p in places] == list(range(count))
    assert all(inside(p.caja, paper.ancho, paper.alto) for p in places)
    on_first = [p.caja for p in places if p.pagina == 0]
    assert all(apart(a, b) for n, a in enumerate(on_first) for b in on_first[:n])
    # One after another, row by row, on as few pages as there can be; the places before the first stay free.
    order = [(p.pagina, p.caja.y, p.caja.x) for p in places]
    assert all(a < b for a, b in pairwise(order))
    assert paginas(paper, count, first) == (places[-1].pagina + 1 if places else 0)
    assert {casilla(paper, n) for n in range(first - 1)}.isdisjoint(on_first)


@given(papers())
def test_a_paper_is_read_back_as_it_is_written(paper: Papel) -> None:
    written = medidas(paper)
    again = leer_propio(written)
    assert medidas(again) == written
    assert again.rollo == (paper.por_hoja == 1)


@given(st.floats(10, 300), st.floats(10, 300))
def test_the_parts_of_a_label_lie_on_it_and_not_on_each_other(width: float, height: float) -> None:
    face = cara(width, height)
    assert inside(face.qr, width, height) and inside(face.texto, width, height)
    assert apart(face.qr, face.texto) and face.qr.ancho == face.qr.alto


def test_a_place_that_the_sheet_does_not_have() -> None:
    for first in (0, 25):
        with pytest.raises(DatoInvalidoError, match="24 etiquetas"):
            list(puestos(PAPELES["a4_3x8"], 1, first))


def test_papers_that_cannot_be() -> None:
    good = medidas(PAPELES["a4_2x7"])
    for wrong, field in (
        ({"paso_x": "90"}, "paso_x"),
        ({"columnas": "3"}, "columnas"),
        ({"filas": "8"}, "filas"),
        ({"ancho": "0"}, "ancho"),
        ({"alto": "nan"}, "alto"),
        ({"etiqueta_alto": ""}, "etiqueta_alto"),
        ({"columnas": "1,5"}, "columnas"),
        ({"filas": "0"}, "filas"),
    ):
        with pytest.raises(DatoInvalidoError) as refused:
            leer_propio(good | wrong)
        assert field in refused.value.campos, wrong
    assert set(good) == set(MEDIDAS)


def test_a_continuous_roll_is_cut_where_it_is_said() -> None:
    cut = con_largo(PAPELES["continuo_62"], 80)
    assert (cut.alto, cut.etiqueta_alto, cut.por_hoja) == (80, 80, 1)
    with pytest.raises(DatoInvalidoError):
        con_largo(PAPELES["continuo_62"], 5)


def test_every_paper_has_words() -> None:
    assert len({titulo(name) for name in PAPELES}) == len(PAPELES)
