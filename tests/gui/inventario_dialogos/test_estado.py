"""What the dialogs hold, without a screen: the sheet, the scanned list, remembered columns, keys of a scanner."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from rexus.catalogo.conteo import papel
from rexus.catalogo.conteo.hoja import Hoja
from rexus.catalogo.importar import mapeos
from rexus.catalogo.rapido.lista import Lista
from rexus.catalogo.view.comun.rafaga import Burst
from rexus.modulos.inventario.campos import CAMPOS
from rexus.stock.conteos import LineaConteo
from rexus.ui.impresion.hoja import Tabla

CANTIDADES = st.decimals(0, 999_999, places=3)
ESCRITO = st.one_of(st.just(""), CANTIDADES.map(str), st.text("0123456789,.-x ", max_size=6))


def linea(n: int, esperado: Decimal = Decimal(1), *, codigo: str = "", lugar: str = "Rack A1") -> LineaConteo:
    return LineaConteo(n, codigo or f"56{n:04d}", f"Perfil número {n}", 1, lugar, 0, esperado)


@given(st.lists(CANTIDADES, min_size=1, max_size=6), st.lists(st.tuples(st.integers(0, 5), ESCRITO), max_size=25))
def test_the_figures_of_a_sheet_are_those_of_its_lines(esperados: list[Decimal], pasos: list[tuple[int, str]]) -> None:
    hoja = Hoja("Rack A1", [linea(n, e) for n, e in enumerate(esperados)])
    for n, texto in pasos:
        hoja.contar(n % len(hoja), texto)
    cuenta, renglones = hoja.cuenta, hoja.renglones
    assert cuenta.contados == len(hoja.contados()) == sum(1 for r in renglones if r.contado is not None)
    assert cuenta.ilegibles == sum(1 for r in renglones if r.motivo)
    assert cuenta.vacios == sum(1 for r in renglones if not r.texto)
    assert cuenta.diferencias == sum(1 for r in renglones if r.contado is not None and r.contado != r.linea.esperado)
    assert cuenta.contados + cuenta.ilegibles + cuenta.vacios == len(hoja)
    for r in renglones:
        assert (r.contado is None) == (not r.texto or bool(r.motivo)), "empty is not zero, and nothing is guessed"
        assert r.contado is None or r.contado >= 0


@given(st.sets(st.integers(0, 5), min_size=1))
def test_bringing_stale_lines_up_to_date_keeps_all_other_counts(viejas: set[int]) -> None:
    hoja = Hoja("Rack A1", [linea(n, Decimal(n)) for n in range(6)])
    for n in range(6):
        hoja.contar(n, str(n + 10))
    assert hoja.envejecer([(f"56{n:04d}", "Rack A1", Decimal(n), Decimal(n + 1)) for n in viejas]) == sorted(viejas)
    hechas = hoja.actualizar([linea(n, Decimal(n + 1)) for n in viejas])
    assert hechas == sorted(viejas) and hoja.viejos() == []
    for n, r in enumerate(hoja.renglones):
        if n in viejas:
            assert (r.texto, r.antes, r.linea.esperado) == ("", str(n + 10), Decimal(n + 1))
        else:
            assert (r.texto, r.antes, r.linea.esperado) == (str(n + 10), "", Decimal(n))


def test_a_stale_line_that_is_gone_expects_nothing() -> None:
    hoja = Hoja("Rack A1", [linea(1, Decimal(4))])
    hoja.contar(0, "4")
    hoja.envejecer([("560001", "Rack A1", Decimal(4), Decimal(0))])
    hoja.actualizar([])
    assert hoja.renglones[0].linea.esperado == 0


def test_searching_a_sheet_prefers_the_whole_code() -> None:
    hoja = Hoja(
        "x", [linea(1, codigo="5640020"), linea(2, codigo="564002"), linea(3, codigo="564002.1", lugar="Ñandú 3")]
    )
    assert hoja.buscar("564002") == 1
    assert hoja.buscar("564002", 1) == 1, "only one has that code"
    assert hoja.buscar("56400") == 0 and hoja.buscar("56400", 0) == 1
    assert hoja.buscar("NANDU perfil") == 2
    assert hoja.buscar("nada") is None and hoja.buscar("  ") is None
    assert Hoja("x", []).buscar("564002") is None


def test_the_paper_has_every_line_and_no_markup_of_the_data() -> None:
    hoja = Hoja("<Rack & C>", [linea(1, codigo="<b>"), linea(2, lugar="Otro")])
    hoja.renglones[1].linea = LineaConteo(2, "560002", "Perfil", 2, "Otro", 1200, Decimal("1.5"))
    hoja.contar(1, "2")
    abierta = papel.en_papel(hoja, "Conteo", "Aberturas", "01/02/2026", ciega=False)
    tabla, _firma = abierta.partes
    assert isinstance(tabla, Tabla)
    assert [c.titulo for c in tabla.columnas] == ["Lugar", "Código", "Descripción", "Esperado", "Contado", "Notas"]
    assert [fila[1] for fila in tabla.filas] == ["<b>", "560002"]
    assert tabla.filas[1][2:] == ("Perfil · retazo 1.200 mm", "1,5", "2", "")
    assert abierta.encima == ("2 líneas",)
    ciega = papel.en_papel(hoja, "Conteo", "", "01/02/2026", ciega=True).partes[0]
    assert isinstance(ciega, Tabla)
    assert [fila[3:] for fila in ciega.filas] == [("", ""), ("2", "")]


@given(st.lists(st.sampled_from(["a", "b", "c", "A"]), max_size=30))
def test_a_list_has_a_line_for_each_article_with_how_often_it_was_scanned(lecturas: list[str]) -> None:
    ids = {"a": 1, "b": 2, "c": 3, "A": 1}
    lista = Lista()
    for n, lectura in enumerate(lecturas):
        vistas = {x.lower() for x in lecturas[:n]}
        assert (lista.conocido(lectura) is not None) == (lectura.lower() in vistas)
        lista.agregar(lectura, ids[lectura], f"C{ids[lectura]}", "", Decimal(5))
    cuentas = {r.articulo_id: r.cantidad for r in lista}
    assert cuentas == {i: sum(1 for x in lecturas if ids[x] == i) for i in {ids[x] for x in lecturas}}
    assert lista.piezas == len(lecturas)
    assert [p.cantidad for p in lista.pedidos()] == [r.cantidad for r in lista]


def test_a_quantity_that_cannot_be_read_is_kept_and_not_added_to() -> None:
    lista = Lista()
    lista.agregar("1", 1, "1", "", Decimal(5))
    lista.poner(0, "doce")
    lista.agregar("1", 1, "1", "", Decimal(5))
    assert lista.renglones[0].texto == "doce" and lista.renglones[0].motivo and lista.ilegibles == 1
    lista.poner(0, "1.234,5".replace(".", ""))
    lista.sumar_uno(0)
    assert (lista.renglones[0].texto, lista.renglones[0].cantidad) == ("1235,5", Decimal("1235.5"))
    lista.quitar(0)
    assert lista.conocido("1") is None and not lista


@pytest.mark.parametrize(
    ("frase", "esperado"),
    [
        ("No hay 5 de 564002: quedan 4 en Rack A1. No se registró nada.", 0),
        ("No hay 5 de 564002.131: quedan 4 en Rack A1.", 1),
        ("El artículo 5640 está inactivo. No se registró nada.", 2),
        ("De 564002 hay 5.640, de las que 2 están reservadas.", 0),
        ("Otra cosa salió mal.", None),
        ("No hay 15640020 de X.", None),
    ],
)
def test_the_line_that_a_refusal_names(frase: str, esperado: int | None) -> None:
    lista = Lista()
    for n, codigo in enumerate(("564002", "564002.131", "5640")):
        lista.agregar(codigo, n + 1, codigo, "", Decimal(1))
    assert lista.culpar(frase) == esperado
    assert [bool(r.error) for r in lista] == [n == esperado for n in range(3)]


NOMBRES = [campo.nombre for campo in CAMPOS]


@given(st.dictionaries(st.integers(0, 20), st.sampled_from(NOMBRES), max_size=10), st.integers(1, 200))
def test_a_mapping_comes_back_as_it_was_kept(mapeo: dict[int, str], otros: int) -> None:
    unico = {columna: nombre for columna, nombre in mapeo.items() if list(mapeo.values()).count(nombre) == 1}
    guardados: object = {}
    for n in range(otros):
        guardados = mapeos.con(guardados, f"otra {n}", {0: "codigo"})
    guardados = mapeos.con(guardados, "esta", unico)
    assert mapeos.recordado(guardados, "esta", 21, NOMBRES) == dict(sorted(unico.items()))
    assert len(guardados) <= 100  # type: ignore[arg-type]
    assert mapeos.recordado(mapeos.con(guardados, "esta", None), "esta", 21, NOMBRES) is None


@pytest.mark.parametrize(
    "dato",
    [
        None,
        [],
        {"x": []},
        {"x": {"uno": "codigo"}},
        {"x": {"9": "codigo"}},
        {"x": {"0": "no existe"}},
        {"x": {"0": "codigo", "1": "codigo"}},
        {"x": {"-1": "codigo"}},
        {"x": {"0": 7}},
        {"x": {"²": "codigo"}},
    ],
)
def test_a_settings_file_that_somebody_edited_is_passed_over(dato: object) -> None:
    assert mapeos.recordado(dato, "x", 3, NOMBRES) is None


def press(key: int, text: str, at: int) -> QKeyEvent:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    event.setTimestamp(at)
    return event


@given(st.text("0123456789ABC", min_size=1, max_size=12), st.integers(1, 200))
def test_a_scanner_is_told_from_a_person_by_its_pace(code: str, pace: int) -> None:
    burst = Burst(50)
    for n, letter in enumerate(code, start=1):
        assert burst.key(press(ord(letter), letter, n * pace)) == ""
    found = burst.key(press(Qt.Key.Key_Return, "\r", (len(code) + 1) * pace))
    assert found == (code if pace <= 50 and len(code) >= 3 else "")
