"""What is to be copied, and what the page says of the other folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from rexus.modulos.respaldos.domain import Panorama, otra_carpeta
from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, Conjunto
from rexus.respaldos.copias import por_copiar
from rexus.respaldos.retencion import MINIMO_VERIFICADOS, Politica, elegir
from tests.unit.respaldos.estante import conjunto

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")
AHORA = datetime(2026, 11, 22, 12, tzinfo=UTC)


@st.composite
def estantes(draw: st.DrawFn) -> tuple[list[Conjunto], list[Conjunto]]:
    """What was ever made, each set here, there, in both or in none; an incremental one never without its base."""
    aqui: list[Conjunto] = []
    alla: list[Conjunto] = []
    base: Conjunto | None = None
    for n in range(draw(st.integers(0, 30))):
        fecha = AHORA - timedelta(hours=9 * n + draw(st.integers(0, 8)))
        hecho = conjunto(fecha)
        if base is not None and draw(st.booleans()):
            hecho = conjunto(fecha + timedelta(minutes=1), INCREMENTAL, base=hecho.id)
            completo = conjunto(fecha)
            for donde in (aqui, alla):
                if draw(st.booleans()):
                    donde += [completo, *([hecho] if draw(st.booleans()) else [])]
        else:
            for donde in (aqui, alla):
                if draw(st.booleans()):
                    donde.append(hecho)
        base = hecho
    return aqui, alla


politicas = st.builds(Politica, st.integers(3, 5), st.integers(0, 7), st.integers(0, 4), st.integers(0, 12))


@given(estantes(), politicas)
def test_what_is_copied_stays_and_nothing_that_would_stay_is_left_out(
    estante: tuple[list[Conjunto], list[Conjunto]], politica: Politica
) -> None:
    aqui, alla = estante
    faltan = por_copiar(aqui, alla, politica, AHORA, ZONA)
    hay = {c.id for c in alla}
    for c in faltan:
        assert c.id not in hay
        assert c.base is None or c.base in hay, "its base is there before it"
        hay.add(c.id)
    despues = [*alla, *faltan]
    se_van = elegir(despues, politica, AHORA, ZONA).se_van
    assert not set(se_van) & {c.id for c in faltan}, "nothing is copied only to be taken away"
    quedan = [c for c in despues if c.id not in se_van]
    assert por_copiar(aqui, quedan, politica, AHORA, ZONA) == [], "once is enough"
    if len({c.id for c in (*aqui, *alla)}) >= MINIMO_VERIFICADOS:
        assert len(quedan) >= MINIMO_VERIFICADOS
    if aqui or alla:
        assert max((*aqui, *alla), key=lambda c: c.fecha).id in {c.id for c in quedan}, "the newest is there"


def test_what_is_damaged_is_not_copied_nor_what_stands_on_it() -> None:
    base = conjunto(AHORA - timedelta(days=2), COMPLETO)
    encima = conjunto(AHORA - timedelta(days=1), INCREMENTAL, base=base.id)
    assert por_copiar([encima, base], [], Politica(), AHORA, ZONA) == [base, encima]
    assert por_copiar([encima, base], [], Politica(), AHORA, ZONA, {encima.id}) == [base]
    assert por_copiar([encima, base], [], Politica(), AHORA, ZONA, {base.id}) == []


def test_what_the_page_says() -> None:
    def dice(**kw: object) -> str:
        return otra_carpeta(Panorama(AHORA, (), Path("/b"), None, **kw), ZONA)  # type: ignore[arg-type]

    ayer = AHORA - timedelta(days=1)
    assert dice() == ""
    assert dice(otra="/usb") == "En «/usb» no falta ninguno."
    assert dice(otra="/usb", esperan=2) == "Por copiar a «/usb»: 2 respaldos."
    assert (
        dice(otra="/usb", esperan=2, otra_falta="no se encuentra", otra_desde=ayer)
        == "No se puede usar la otra carpeta, «/usb»: no se encuentra. "
        "Cuando vuelva se copian allí 2 respaldos. Es así desde ayer 09:00."
    )
    assert dice(otra="/usb", otra_falta="No se puede leer.") == (
        "No se puede usar la otra carpeta, «/usb»: no se puede leer."
    )
    assert (
        dice(otra="/usb", esperan=1, otra_falla="No queda espacio en «/usb». Liberar espacio.", otra_desde=ayer)
        == "Por copiar: 1 respaldo. No queda espacio en «/usb». Liberar espacio. Es así desde ayer 09:00."
    )
