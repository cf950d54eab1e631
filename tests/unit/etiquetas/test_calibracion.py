"""What was measured on a test page puts right what a printer does."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import DatoInvalidoError
from rexus.etiquetas.calibracion import Calibracion, de_mapa, medida, medidas, prueba
from rexus.etiquetas.papel import PAPELES

PAPERS = st.sampled_from(list(PAPELES.values()))
# As far off as a printer may be, in steps that a ruler shows.
SHIFTS = st.integers(-20, 20).map(lambda n: n / 10)
SCALES = st.integers(97, 103).map(lambda n: n / 100)


def printed(printer: Calibracion, x: float, y: float) -> tuple[float, float]:
    """Where a printer that does so puts what is sent to (x, y)."""
    return printer.escala_x * x + printer.corrida_x, printer.escala_y * y + printer.corrida_y


@given(PAPERS, SHIFTS, SHIFTS, SCALES, SCALES, st.floats(0, 297), st.floats(0, 297))
def test_what_is_measured_is_put_right(
    paper: object, dx: float, dy: float, kx: float, ky: float, x: float, y: float
) -> None:
    page = prueba(paper)  # type: ignore[arg-type]
    printer = Calibracion(dx, dy, kx, ky)
    edge = printed(printer, page.marco, page.marco)
    typed = {
        "marco_x": f"{edge[0]:.2f}", "marco_y": f"{edge[1]:.2f}".replace(".", ","),
        "regla_x": f"{kx * page.regla_x:.2f}", "regla_y": f"{ky * page.regla_y:.2f}",
    }  # fmt: skip
    known = medida(page, typed)
    came_out = printed(printer, *known.donde(x, y))
    # To a hundredth of a mm at what was measured; beyond it as much more as it is further away.
    far = max(1, x / page.regla_x, y / page.regla_y)
    assert math.dist(came_out, (x, y)) <= 0.05 * far
    assert medidas(page, known) == {name: _plain(text) for name, text in typed.items()}
    assert de_mapa(known.a_mapa()) == known


def _plain(text: str) -> str:
    return text.replace(",", ".").rstrip("0").rstrip(".").replace(".", ",")


def test_measures_that_no_printer_makes() -> None:
    page = prueba(PAPELES["a4_3x8"])
    good = medidas(page, Calibracion())
    assert good == {"marco_x": "10", "marco_y": "10", "regla_x": "100", "regla_y": "100"}
    for wrong, field in (({"regla_x": "85"}, "regla_x"), ({"marco_y": "31"}, "marco_y"), ({"regla_y": "x"}, "regla_y")):
        with pytest.raises(DatoInvalidoError) as refused:
            medida(page, good | wrong)
        assert set(refused.value.campos) == {field}


@pytest.mark.parametrize(
    "kept", [None, [], {}, {"corrida_x": 0}, Calibracion(90.0).a_mapa(), Calibracion(escala_x=0.0).a_mapa(),
             {**Calibracion().a_mapa(), "escala_y": math.nan}, {**Calibracion().a_mapa(), "corrida_y": "2"}]
)  # fmt: skip
def test_what_the_settings_hold_may_be_anything(kept: object) -> None:
    assert de_mapa(kept) == Calibracion()


def test_the_test_page_fits_every_paper() -> None:
    for paper in PAPELES.values():
        page = prueba(paper)
        assert 0 < page.regla_x <= paper.ancho - 2 * page.marco
        assert 0 < page.regla_y <= paper.alto - 2 * page.marco
