"""Cutting: the bar goes, the retazo comes back with its place, scrap is told, all of it is undone as one."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import cortes
from rexus.stock.anulaciones import anular, anular_lote, frase_de_entero
from rexus.stock.consumo import EntregaInsuficienteError
from rexus.stock.corte_cuentas import CorteImposibleError, Pieza, despiezar, juntas, leer_piezas
from rexus.stock.cortes import CorteHecho
from rexus.stock.errors import ClaveRepetidaError, StockInsuficienteError, YaAnuladoError
from rexus.stock.retazos import retazos

from .conftest import Mesa


def test_pieces_as_people_write_them() -> None:
    assert leer_piezas(" 3x1200, 2 X 800 ,800") == (Pieza(1200, 3), Pieza(800, 3))
    # As the program itself shows lengths, and line by line.
    assert leer_piezas("3 × 1.200 mm\n2*800 ; 800\n") == (Pieza(1200, 3), Pieza(800, 3))
    for mal in ("", " \n", "3x", "x3", "1.20", "1200,,800", "0x5", "5x0", "-1x100", "1x99999999"):
        with pytest.raises(DatoInvalidoError):
            leer_piezas(mal)


@given(
    st.integers(1, 7_000),
    st.lists(st.builds(Pieza, st.integers(1, 3_000), st.integers(1, 5)), min_size=1, max_size=5),
    st.integers(0, 10),
    st.integers(0, 1_000),
)
def test_nothing_of_a_bar_is_lost_or_made(de_mm: int, piezas: list[Pieza], sierra: int, minimo: int) -> None:
    juntas_ = juntas(piezas)
    cuantas = sum(p.cantidad for p in piezas)
    usado = sum(p.longitud_mm * p.cantidad for p in piezas)
    try:
        corte = despiezar(de_mm, juntas_, sierra, minimo)
    except CorteImposibleError:
        assert usado + sierra * (cuantas - 1) > de_mm
        return
    assert corte.usado_mm == usado
    assert usado + corte.retazo_mm + corte.merma_mm == de_mm
    assert corte.merma_mm >= 0
    assert corte.retazo_mm == 0 or (corte.retazo_mm >= minimo and corte.merma_mm == sierra * cuantas)


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """Three bars of 6 m; OB-1 needs two and has one set apart, OB-2 has the other two."""
    mesa.articulo("A1", 3, longitud=6000)
    mesa.uno = mesa.obra("OB-1", {"A1": 2})
    mesa.dos = mesa.obra("OB-2")
    mesa.reservar(mesa.uno, {"A1": 1})
    return mesa


def cortar(mesa: Mesa, piezas: str, **kw: object) -> CorteHecho:
    dichos = {"retazo_minimo_mm": 500, **kw}
    hecho = mesa.hacer(cortes.cortar, "perfil", mesa.id("A1"), leer_piezas(piezas), **dichos)
    assert isinstance(hecho, CorteHecho)
    return hecho


def test_a_bar_is_cut_for_an_obra(taller: Mesa) -> None:
    hecho = cortar(taller, "3x1200,2x800", obra_id=taller.uno, ancho_sierra_mm=4)
    assert (hecho.de_mm, hecho.de_retazo, hecho.retazo_mm, hecho.merma_mm) == (6000, False, 780, 20)
    assert taller.cuentas(taller.uno, "A1") == (2, 0, 1, 1)
    assert taller.stock("A1") == (2, 0)
    (retazo,) = taller.leer(retazos, "perfil", 780)
    assert (retazo.codigo, retazo.longitud_mm, retazo.ubicacion, retazo.cantidad) == ("A1", 780, "General", 1)
    assert taller.leer(retazos, "perfil", 781) == []
    taller.en_orden()


def test_what_is_short_is_scrap(taller: Mesa) -> None:
    hecho = cortar(taller, "1x5600", obra_id=taller.uno)
    assert (hecho.retazo_mm, hecho.merma_mm, hecho.destino_id) == (0, 400, None)
    assert taller.leer(retazos, "perfil") == []
    # The article's own usable length goes before the workshop's.
    a1 = taller.modelo.articulo(taller.id("A1"))
    taller.modelo.editar(a1.id, a1.version, {"retazo_minimo": 300}, a1.valores)
    assert cortar(taller, "1x5600").retazo_mm == 400
    taller.en_orden()


def test_a_retazo_that_will_do_goes_before_a_bar(taller: Mesa) -> None:
    rack = UbicacionesModel(taller.registry, lambda: SISTEMA).crear("Retazos").value.id
    cortar(taller, "1x4000", obra_id=taller.uno, destino_id=rack)
    hecho = cortar(taller, "2x900", obra_id=taller.uno)
    assert (hecho.de_retazo, hecho.de_mm, hecho.retazo_mm, hecho.ubicacion_id) == (True, 2000, 0, rack)
    assert taller.stock("A1") == (2, 0)
    # A retazo is no bar: the obra got one.
    assert taller.cuentas(taller.uno, "A1") == (2, 0, 1, 1)
    cortar(taller, "1x4000")
    assert not cortar(taller, "1x100", de_mm=0).de_retazo
    with pytest.raises(StockInsuficienteError, match=r"ningún retazo de 1\.999 mm"):
        cortar(taller, "1x100", de_mm=1999)
    taller.en_orden()


def test_longer_than_the_bar(taller: Mesa) -> None:
    with pytest.raises(CorteImposibleError, match=r"suman 6\.004 mm con la sierra, y hay 6\.000 mm"):
        cortar(taller, "2x3000", ancho_sierra_mm=4, obra_id=taller.uno)
    with pytest.raises(CorteImposibleError):
        cortar(taller, "1x6001")
    assert taller.stock("A1") == (3, 1)
    assert cortar(taller, "2x2998", ancho_sierra_mm=4).merma_mm == 4
    taller.en_orden()


def test_a_cut_is_undone_as_one(taller: Mesa) -> None:
    hecho = cortar(taller, "1x4000", obra_id=taller.uno)
    movimiento = taller.modelo.kardex(taller.id("A1"))[0].id
    clave = str(uuid.uuid4())
    for _ in range(2):
        anulado = taller.hacer(anular, movimiento, "mal medido", clave)
        assert len(anulado.anulaciones) == 2
        assert frase_de_entero(anulado) == (
            f"El movimiento {movimiento} es parte del lote {hecho.lote_id} (corte), que se deshace todo junto."
            " Se deshizo: 2 movimientos anulados."
        )
        assert taller.leer(retazos, "perfil") == []
        assert taller.cuentas(taller.uno, "A1") == (2, 1, 0, 1)
        assert taller.stock("A1") == (3, 1)
    taller.en_orden()
    with pytest.raises(YaAnuladoError):
        taller.hacer(anular_lote, hecho.lote_id, "")


def test_a_cut_whose_retazo_was_used_is_not_undone(taller: Mesa) -> None:
    hecho = cortar(taller, "1x4000", obra_id=taller.uno)
    despues = cortar(taller, "1x1900")
    with pytest.raises(StockInsuficienteError, match=r"No hay 1 de A1 de 2\.000 mm: quedan 0 en General") as error:
        taller.hacer(anular_lote, hecho.lote_id, "")
    assert error.value.que_hacer.endswith(f"deshacer primero el lote {despues.lote_id} (corte).")
    # Whoever asks for one of its movements hears that all of it is meant.
    movimiento = taller.modelo.kardex(taller.id("A1"))[-1].id + 1
    with pytest.raises(StockInsuficienteError, match=rf"es parte del lote {hecho.lote_id} \(corte\)"):
        taller.hacer(anular, movimiento)
    assert taller.cuentas(taller.uno, "A1") == (2, 0, 1, 1)
    taller.en_orden()


def test_a_bar_that_was_cut_does_not_come_back(taller: Mesa) -> None:
    hecho = cortar(taller, "1x4000", obra_id=taller.uno)
    with pytest.raises(DatoInvalidoError, match="se cortó"):
        taller.devolver(taller.uno)
    entrega = taller.entregar(taller.uno, {"A1": 1})
    with pytest.raises(StockInsuficienteError, match=r"tiene 1 entregada y se devuelven 2.*1 barra más se cortó"):
        taller.devolver(taller.uno, {"A1": 2})
    (vuelta,) = taller.devolver(taller.uno).lineas
    assert vuelta.cantidad == 1
    assert taller.cuentas(taller.uno, "A1") == (2, 0, 1, 1)
    # The bar that came back is the one that was given out, not the one in pieces.
    with pytest.raises(ConflictoError, match="ya devolvió"):
        taller.hacer(anular_lote, entrega.lote_id, "")
    taller.hacer(anular_lote, hecho.lote_id, "")
    assert taller.stock("A1") == (3, 1)
    taller.en_orden()


def test_others_bars_are_cut_only_knowingly(taller: Mesa) -> None:
    taller.reservar(taller.dos, {"A1": 2})
    cortar(taller, "1x5900", obra_id=taller.uno)
    with pytest.raises(EntregaInsuficienteError, match="OB-2 2"):
        cortar(taller, "1x5900", obra_id=taller.uno)
    cortar(taller, "1x5900", obra_id=taller.uno, de_otras=(taller.dos,))
    assert taller.cuentas(taller.dos, "A1") == (0, 1, 0, 0)
    with pytest.raises(StockInsuficienteError, match="1 reservada y 0 disponibles"):
        cortar(taller, "1x5900")
    taller.en_orden()


def test_the_same_attempt_is_one(taller: Mesa) -> None:
    clave = str(uuid.uuid4())
    una = cortar(taller, "1x4000", clave=clave)
    otra = cortar(taller, "1x4000", clave=clave)
    assert otra.repetido and otra.corte_id == una.corte_id
    with pytest.raises(ClaveRepetidaError):
        cortar(taller, "1x4001", clave=clave)
    assert taller.stock("A1") == (2, 1)


def test_what_has_no_length_is_not_cut(mesa: Mesa) -> None:
    mesa.articulo("A1", 3)
    with pytest.raises(DatoInvalidoError, match="no tiene largo"):
        cortar(mesa, "1x100")
    assert mesa.stock("A1") == (Decimal(3), Decimal(0))
