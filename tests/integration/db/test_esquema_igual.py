"""Sorting, searching and long lists mean the same on every engine: what plain Python says they mean."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, literal, select

from rexus.base.actor import SISTEMA
from rexus.base.text import fold
from rexus.db.contenido import contiene
from rexus.db.lists import entre
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.sorting import orden
from rexus.db.types import texto, texto_largo
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import CLASE_PERFIL, Perfil
from rexus.stock import indice, texto_de_busqueda
from rexus.stock.consulta import Consulta
from rexus.stock.orm import Ubicacion

SIN_ESPERA = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
# What a text column can hold, up to where SQL Server counts a character as two.
TEXTOS = st.text(st.characters(max_codepoint=0xD7FF, exclude_categories=("Cc", "Cs")), max_size=20)
RAROS = st.text(alphabet="%_\\'\"[]^-*?`{}()|&;:/#~ aAñÑáÁß", max_size=8)

LLANAS = str.maketrans(
    string.ascii_uppercase + "áéíóúüñöäçÁÉÍÓÚÜÑÖÄÇ", string.ascii_lowercase + "aeiouunoac" + "aeiouunoac"
)


@SIN_ESPERA
@given(palabra=st.one_of(TEXTOS, RAROS, st.sampled_from(["ÁRBOL", "Ñandú", "Õ", "ß", "Č", "İ", "ſ", "K", ""])))
def test_the_sort_key_is_the_same_text_everywhere(registry: Registry, palabra: str) -> None:
    with registry.read(INVENTARIO, SISTEMA) as work:
        assert work.connection.scalar(select(orden(literal(palabra, texto(60))))) == palabra.translate(LLANAS)


@SIN_ESPERA
@given(
    entero=st.one_of(TEXTOS, RAROS), parte=st.one_of(TEXTOS, RAROS), cortes=st.tuples(st.integers(0), st.integers(1))
)
def test_containing_is_the_same_everywhere(
    registry: Registry, entero: str, parte: str, cortes: tuple[int, int]
) -> None:
    # A part of it half of the time, or hardly anything would ever be found.
    desde, largo = cortes
    for buscada in {parte, entero[desde % (len(entero) + 1) :][: largo % 6]} - {""}:
        with registry.read(INVENTARIO, SISTEMA) as work:
            hallado = work.connection.scalar(select(1).where(contiene(literal(entero, texto_largo()), buscada)))
        assert (hallado is not None) == (buscada in entero)


@pytest.fixture
def surtido(registry: Registry) -> list[dict[str, object]]:
    """Two hundred articles whose texts are hard to sort alike; returns their rows with their ids."""
    palabras = [
        "",
        "a",
        "A",
        "á",
        "Ángulo",
        "angulo 2",
        "ANGULO 10",
        "Z",
        "z",
        "ñ",
        "Ñandú",
        "nandu",
        "Õ",
        "ß",
        "Über",
        "uber",
    ]
    palabras += ["_x", "-x", " x", "100 %", "«q»", "Č", "漢字", "é e", "e é", "a-b", "a b", "ab", "zz"]
    momento = datetime(2026, 1, 1, tzinfo=UTC)
    filas: list[dict[str, object]] = []
    for n in range(200):
        valores = {
            "codigo": f"{palabras[n * 7 % len(palabras)]}{n:03}",
            "descripcion": palabras[n % len(palabras)],
            "acabado": palabras[(n // 3) % len(palabras)],
            "proveedor": palabras[(n * 5) % len(palabras)],
            "ubicacion": (None, "General", "Rack Ñ", "rack n 2")[n % 4],
        }
        fechas = {"fecha_creacion": momento, "fecha_actualizacion": momento}
        filas.append({**valores, **fechas, "busqueda": texto_de_busqueda(CLASE_PERFIL, valores)})
    with registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(insert(Ubicacion), [{"codigo": c} for c in ("Rack Ñ", "rack n 2")])
        work.connection.execute(insert(Perfil), filas)
        ids = dict(work.connection.execute(select(Perfil.codigo, Perfil.id)).all())
    return [{**fila, "id": ids[fila["codigo"]]} for fila in filas]


@pytest.mark.parametrize("columna", ["codigo", "descripcion", "acabado", "proveedor", "ubicacion"])
def test_any_order_is_the_same_everywhere(
    modelo: InventarioModel, surtido: list[dict[str, object]], columna: str
) -> None:
    def clave(fila: dict[str, object]) -> tuple[str, object]:
        valor = str(fila[columna] or "")
        return valor if columna == "codigo" else valor.translate(LLANAS), fila["id"]

    esperado = [fila["id"] for fila in sorted(surtido, key=clave)]
    for descendente in (False, True):
        consulta = Consulta(orden=columna, descendente=descendente)
        assert list(modelo.indice(consulta)) == esperado[:: -1 if descendente else 1]
        assert [f.id for f in modelo.primera(consulta, ("codigo",))] == esperado[:: -1 if descendente else 1][:100]


@SIN_ESPERA
@given(busca=st.lists(st.one_of(RAROS, st.sampled_from(["ang", "ANGU", "ñan", "x", "10", "rack n", "ß"])), max_size=3))
def test_a_search_finds_the_same_everywhere(
    modelo: InventarioModel, surtido: list[dict[str, object]], busca: list[str]
) -> None:
    palabras = fold(" ".join(busca)).split()
    filas = sorted(surtido, key=lambda fila: str(fila["codigo"]))
    esperado = [fila["id"] for fila in filas if all(p in str(fila["busqueda"]) for p in palabras)]
    consulta = Consulta(" ".join(busca))
    assert list(modelo.indice(consulta)) == esperado
    assert [f.id for f in modelo.primera(consulta, ("codigo",))] == esperado[:100]
    assert modelo.totales(consulta).articulos == len(esperado)


@pytest.mark.parametrize("cuantos", [0, 1, 49, 50, 51, 5_000])
def test_a_list_of_any_length_is_one_question(
    registry: Registry, surtido: list[dict[str, object]], cuantos: int
) -> None:
    codigos = [*(f"no está {n}'\"\\" for n in range(cuantos)), *(str(fila["codigo"]) for fila in surtido[:cuantos:3])]
    ids = [*range(10**9, 10**9 + cuantos), *(fila["id"] for fila in surtido[:cuantos:3])]
    with registry.read(INVENTARIO, SISTEMA) as work:
        por_codigo = set(work.connection.scalars(select(Perfil.id).where(entre(Perfil.codigo, codigos))))
        por_id = set(work.connection.scalars(select(Perfil.id).where(entre(Perfil.id, ids))))
    assert por_codigo == por_id == {fila["id"] for fila in surtido[:cuantos:3]}


def test_filters_by_many_values(modelo: InventarioModel, surtido: list[dict[str, object]]) -> None:
    elegidos = ("Ángulo", "ß", *(f"otro {n}" for n in range(3_000)))
    esperado = {fila["id"] for fila in surtido if fila["acabado"] in ("Ángulo", "ß")}
    assert set(modelo.indice(Consulta(filtros=(("acabado", elegidos),)))) == esperado


def test_the_search_text_is_made_again_for_many(registry: Registry, modelo: InventarioModel) -> None:
    articulo = modelo.crear({"codigo": "A1", "descripcion": "Marco"}).value
    with registry.write(INVENTARIO, SISTEMA) as work:
        assert indice.reindexar(work, CLASE_PERFIL, Perfil.id == articulo.id) == 1
    assert list(modelo.indice(Consulta("marc"))) == [articulo.id]
    assert modelo.totales(Consulta()).piezas == Decimal(0)
