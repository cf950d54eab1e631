"""The words of an event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rexus.auditoria import EventoVisto
from rexus.ui.eventos import textos

ZONA = timezone(timedelta(hours=-3))
AHORA = datetime(2026, 3, 10, 12, tzinfo=UTC)
_DATOS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60) | st.floats(allow_nan=False),
    lambda parte: st.lists(parte, max_size=3) | st.dictionaries(st.text(max_size=5), parte, max_size=3),
    max_leaves=6,
)
_REGISTRO = st.none() | st.dictionaries(st.text(max_size=12), _DATOS, max_size=6)


def evento(antes: dict[str, Any] | None, despues: dict[str, Any] | None) -> EventoVisto:
    return EventoVisto(
        1, "u", "inventario", AHORA, "ana", "taller", "inventario", "editar", "inventario_perfiles", "7",
        antes, despues, AHORA,
    )  # fmt: skip


def test_an_amount_is_read_as_people_write_it_and_a_code_as_it_is() -> None:
    assert textos.valor("3.000", ZONA, "stock") == "3"
    assert textos.valor("1234.500", ZONA, "stock_minimo") == "1.234,5"
    assert textos.valor("3.000", ZONA, "codigo") == "3.000"
    assert textos.valor("inicial", ZONA, "stock") == "inicial"


def test_what_is_told_by_the_code_of_an_article_is_an_amount() -> None:
    assert textos.valor({"AR112": "2.000", "245536": "4.500"}, ZONA, "piezas") == "AR112: 2, 245536: 4,5"
    assert textos.valor({"AR112": {"OB-2": "1.000"}}, ZONA, "de_otras") == "AR112: OB-2: 1"
    # A code is no field, even if it is called like one.
    assert textos.valor({"motivo": "1.000"}, ZONA, "de_otras") == "motivo: 1"
    assert textos.tabla("lotes") == "Lotes"


def test_moments_are_in_the_zone_of_the_workshop_and_nothing_is_a_dash() -> None:
    assert textos.valor("2026-03-10T02:30:00+00:00", ZONA) == "09/03/2026 23:30"
    assert textos.valor("2026-03-10T02:30:00.000000Z", ZONA) == "09/03/2026 23:30"
    assert textos.valor("2026-13-45T99:30:00Z", ZONA) == "2026-13-45T99:30:00Z"
    assert textos.valor("0001-01-01T00:00:00Z", ZONA) == "0001-01-01T00:00:00Z"
    assert textos.valor(None, ZONA) == textos.valor("", ZONA) == textos.valor([], ZONA) == "—"
    assert textos.valor(True, ZONA) == "Sí"
    assert textos.valor(["inventario.ver", "usuarios.ver"], ZONA) == "inventario.ver, usuarios.ver"


def test_lists_and_maps_are_told_in_words() -> None:
    lineas = [{"codigo": "A1", "cantidad": "3.000"}, {"codigo": "A2", "cantidad": None}]
    assert textos.valor(lineas, ZONA, "lineas") == "Código: A1, Cantidad: 3; Código: A2, Cantidad: —"
    assert textos.valor({"color": "Negro", "roles": ["a", "b"]}, ZONA) == "Color: Negro, Roles: (a, b)"
    assert textos.valor({"roles": ["a"]}, ZONA) == "Roles: a"
    assert textos.valor([None, True, 3, 1.5], ZONA) == "—, Sí, 3, 1,5"
    assert textos.valor({}, ZONA) == "—"
    # Nothing of Rexus is as deep; it is shown all the same.
    assert textos.valor([[[[[{"a": None}]]]]], ZONA) == '[{"a": null}]'


def test_codes_are_put_into_words_and_older_sentences_stay() -> None:
    assert textos.valor("fallo", ZONA, "resultado") == "no se pudo"
    assert textos.valor("fallo", ZONA, "nombre") == "fallo"
    assert textos.valor("falta el archivo", ZONA, "resultado") == "falta el archivo"


def test_what_changed_comes_first_and_what_stayed_last() -> None:
    lineas = textos.lineas(
        evento(
            {"longitud_mm": 0, "stock": "12.000", "viejo": 1}, {"longitud_mm": 0, "stock": "9.000", "movimiento": 5}
        ),
        ZONA,
    )
    assert [(n.campo, n.antes, n.despues, n.signo, n.palabra) for n in lineas] == [
        ("Stock", "12", "9", "≠", "cambió"),
        ("Movimiento", "—", "5", "+", "nuevo"),
        ("Viejo", "1", "—", "−", "quitado"),
        ("Longitud (mm)", "0", "0", "=", "igual"),
    ]


def test_the_summary_is_one_line() -> None:
    assert textos.resumen(evento({"stock": "12.000"}, {"stock": "9.000", "movimiento": 5}), ZONA) == (
        "Stock: de 12 a 9; Movimiento: 5"
    )
    color = evento({"color": "Blanco", "activo": True}, {"color": "Negro", "activo": False})
    assert textos.resumen(color, ZONA) == "Activo: de Sí a No; Color: de «Blanco» a «Negro»"
    assert textos.resumen(evento({"color": "rojo"}, None), ZONA) == "Color: se quitó «rojo»"
    assert textos.resumen(evento({"color": "rojo"}, {"color": None}), ZONA) == "Color: se quitó «rojo»"
    assert textos.resumen(evento({"color": None}, {"color": "rojo"}), ZONA) == "Color: rojo"
    assert textos.resumen(evento(None, {"codigo": "564002", "descripcion": ""}), ZONA) == "Código: 564002"
    assert textos.resumen(evento(None, None), ZONA) == ""


@given(_REGISTRO, _REGISTRO)
def test_every_difference_has_its_line_and_no_event_is_too_strange(
    antes: dict[str, Any] | None, despues: dict[str, Any] | None
) -> None:
    uno = evento(antes, despues)
    lineas = textos.lineas(uno, ZONA)
    texto = textos.resumen(uno, ZONA)
    assert len(texto) <= 161 and "\n" not in texto
    cambiadas = {n for n in uno.cambios if n in (antes or {}) and n in (despues or {})}
    assert sum(linea.palabra == "cambió" for linea in lineas) == len(cambiadas)
    assert all(linea.igual == (linea.signo == "=") for linea in lineas)
