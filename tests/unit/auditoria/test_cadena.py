"""The chain by itself: whatever is written fits, and whatever is changed does not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rexus.auditoria.cadena import ORIGEN, SELLADOS, Eslabon, documento, eslabonar, sello
from rexus.auditoria.recorrido import Recorrido

LLAVE = b"k" * 32
AHORA = datetime(2026, 3, 1, 12, tzinfo=UTC)

textos = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
momentos = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - its bounds
entradas = st.fixed_dictionaries(
    {
        **dict.fromkeys(("uuid", "base", "usuario", "equipo", "modulo", "accion", "tabla"), textos),
        **dict.fromkeys(("registro", "antes", "despues"), st.none() | textos),
        "fecha": momentos,
    }
)
cadenas = st.lists(entradas, min_size=1, max_size=4)


def recorrer(filas: list[dict[str, Any]], desde: Eslabon = ORIGEN, llave: bytes = LLAVE) -> tuple[Any, Recorrido]:
    """The first fault, and how far it came."""
    camino = Recorrido(llave, desde)
    return next((falla for fila in filas if (falla := camino.mirar(fila))), None), camino


@given(cadenas, st.integers(0, 10**12))
def test_what_is_written_fits_as_rows_and_as_json(lista: list[dict[str, Any]], numero: int) -> None:
    desde = replace(ORIGEN, numero=numero)
    filas = eslabonar(LLAVE, desde, lista, AHORA)
    falla, camino = recorrer(filas, desde)
    assert falla is None
    assert camino.fin == Eslabon(numero + len(lista), filas[-1]["hash"])
    como_json = [json.loads(json.dumps(documento(fila))) for fila in filas]
    assert recorrer(como_json, desde)[0] is None


@given(cadenas, st.data())
def test_whatever_is_changed_does_not(lista: list[dict[str, Any]], datos: st.DataObject) -> None:
    filas = eslabonar(LLAVE, ORIGEN, lista, AHORA)
    lugar = datos.draw(st.integers(0, len(filas) - 1))
    columna = datos.draw(st.sampled_from([*SELLADOS[1:], "hash"]))
    antes = filas[lugar][columna]
    otro = momentos if isinstance(antes, datetime) else (st.none() | textos)
    filas[lugar][columna] = datos.draw(otro.filter(lambda nuevo: nuevo != antes))
    falla, camino = recorrer(filas)
    assert falla is not None and falla.numero == lugar + 1
    assert camino.fin.numero == lugar


@given(st.lists(entradas, min_size=2, max_size=4), st.data())
def test_nor_what_is_left_out_or_moved(lista: list[dict[str, Any]], datos: st.DataObject) -> None:
    filas = eslabonar(LLAVE, ORIGEN, lista, AHORA)
    lugar = datos.draw(st.integers(0, len(filas) - 2))
    falla, _ = recorrer(filas[:lugar] + filas[lugar + 1 :])
    assert falla is not None and (falla.tipo, falla.numero) == ("falta", lugar + 1)
    movidas = [dict(fila) for fila in filas]
    movidas[lugar]["id"], movidas[lugar + 1]["id"] = lugar + 2, lugar + 1
    movidas[lugar], movidas[lugar + 1] = movidas[lugar + 1], movidas[lugar]
    falla, _ = recorrer(movidas)
    assert falla is not None and (falla.tipo, falla.numero) == ("fuera_de_lugar", lugar + 1)
    assert recorrer(filas, llave=b"otra" * 8)[0].numero == 1


def test_a_moment_is_the_same_wherever_it_is_written() -> None:
    """Engines give moments back in their own zones."""
    (fila,) = eslabonar(LLAVE, ORIGEN, [_entrada(AHORA)], AHORA)
    alla = timezone(timedelta(hours=-3))
    assert sello(LLAVE, {**fila, "fecha": AHORA.astimezone(alla), "recibido": AHORA.astimezone(alla)}) == fila["hash"]


def test_nothing_and_an_empty_text_are_two_things() -> None:
    (fila,) = eslabonar(LLAVE, ORIGEN, [_entrada(AHORA)], AHORA)
    assert sello(LLAVE, {**fila, "registro": ""}) != fila["hash"]


def _entrada(fecha: datetime) -> dict[str, Any]:
    textos = dict.fromkeys(("uuid", "base", "usuario", "equipo", "modulo", "accion", "tabla"), "x")
    return {**textos, **dict.fromkeys(("registro", "antes", "despues")), "fecha": fecha}
