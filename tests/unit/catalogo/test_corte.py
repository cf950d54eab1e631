"""What is offered to be cut, and what is foreseen of it: the same that the operation does."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rexus.catalogo.corte.plan import alcanzan, materiales, prever, sobrante
from rexus.stock.corte_cuentas import CorteImposibleError, Pieza, despiezar
from rexus.stock.kardex import ExistenciaLugar

LARGO = 5800
PIEZAS = st.lists(st.builds(Pieza, st.integers(1, 6000), st.integers(1, 4)), min_size=1, max_size=3)
HAY = st.lists(
    st.builds(
        ExistenciaLugar,
        st.integers(1, 3),
        st.sampled_from(["Rack A3", "Rack C16"]),
        st.sampled_from([0, 300, 1500, 2100, 5799]),
        st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(12)]),
    ),
    max_size=6,
)


@given(HAY, PIEZAS, st.integers(0, 20), st.integers(0, 1000))
def test_what_is_offered_is_what_can_be_cut(
    hay: list[ExistenciaLugar], piezas: list[Pieza], sierra: int, minimo: int
) -> None:
    todo = materiales(hay, LARGO)
    assert len(todo) == sum(1 for e in hay if e.cantidad >= 1)
    # Retazos first, the shortest of them first.
    retazos = [m.largo for m in todo if m.de_mm]
    assert retazos == sorted(retazos) and all(not m.de_mm for m in todo[len(retazos) :])
    ofrecido = alcanzan(todo, piezas, sierra)
    for material in todo:
        visto = prever(material, todo, piezas, sierra, minimo, "")
        try:
            hecho = despiezar(material.largo, piezas, sierra, minimo)
        except CorteImposibleError:
            assert visto.despiece is None and material not in ofrecido
            continue
        assert visto.despiece == hecho and material in ofrecido
        # Pieces, saw, and what is left are the whole bar; what is scrap is told as such.
        resto = sobrante(material.largo, piezas, sierra, hecho)
        assert not (resto and hecho.retazo_mm)
        assert 0 <= hecho.merma_mm - resto <= sierra * sum(p.cantidad for p in piezas)
        assert ("merma" in visto.frase) == bool(resto) and ("retazo" in visto.frase) == bool(hecho.retazo_mm)
    assert alcanzan(todo, (), sierra) == todo


def test_nothing_to_cut_is_said() -> None:
    assert prever(None, [], [Pieza(100, 1)], 0, 500, "").frase == "No queda ninguna barra ni retazo."
    uno = materiales([ExistenciaLugar(1, "Rack A3", 300, Decimal(2))], LARGO)
    assert uno[0].rotulo("barra entera") == "retazo 300 mm · Rack A3 · hay 2"
    visto = prever(None, uno, [Pieza(200, 2)], 4, 500, "")
    assert visto.frase == "Las piezas suman 404 mm con la sierra, y lo más largo que hay mide 300 mm."
    # To the last mm no cut is needed behind the piece.
    assert prever(uno[0], uno, [Pieza(300, 1)], 4, 500, "").frase == "Piezas: 300 mm; no sobra nada."
