"""A delta turns the base image into the later one, byte for byte, whatever was done to the database between."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rexus.respaldos import paginas
from rexus.respaldos.paginas import Aplicador, Comparador, DeltaError

PAGINA = 4096


def _comparar(base: bytes, nueva: bytes, trozo: int = 1 << 20) -> Comparador:
    comparador = Comparador(BytesIO(nueva), PAGINA)
    for desde in range(0, len(base), trozo):
        comparador.recibir(base[desde : desde + trozo])
    comparador.terminar()
    return comparador


def _delta(base: bytes, nueva: bytes, lugar: Path) -> bytes:
    archivo = lugar / "nueva.db"
    archivo.write_bytes(nueva)
    return b"".join(paginas.delta(archivo, PAGINA, _comparar(base, nueva).numeros))


def _aplicar(base: bytes, delta: bytes, largo: int, lugar: Path, trozo: int = 1 << 20) -> bytes:
    archivo = lugar / "base.db"
    archivo.write_bytes(base)
    with archivo.open("r+b") as imagen:
        aplicador = Aplicador(imagen, PAGINA, largo)
        for desde in range(0, len(delta), trozo):
            aplicador.recibir(delta[desde : desde + trozo])
        aplicador.terminar()
    return archivo.read_bytes()


ORDENES = st.lists(
    st.one_of(
        st.tuples(st.just("INSERT INTO t VALUES (NULL, zeroblob(?))"), st.integers(0, 20_000)),
        st.tuples(st.just("INSERT INTO t VALUES (NULL, randomblob(?))"), st.integers(0, 20_000)),
        st.tuples(st.just("DELETE FROM t WHERE id % 7 = ?"), st.integers(0, 6)),
        st.tuples(st.just("UPDATE t SET b = randomblob(10) WHERE id % 3 = ?"), st.integers(0, 2)),
        st.tuples(st.just("CREATE TABLE IF NOT EXISTS otra (x); -- ?"), st.just(0)),
        st.tuples(st.just("DROP TABLE IF EXISTS otra; -- ?"), st.just(0)),
        st.tuples(st.just("VACUUM; -- ?"), st.just(0)),
    ),
    max_size=12,
)


def _correr(archivo: Path, ordenes: list[tuple[str, int]]) -> bytes:
    with closing(sqlite3.connect(archivo, isolation_level=None)) as base:
        base.execute(f"PRAGMA page_size = {PAGINA}")
        base.execute("PRAGMA journal_mode = MEMORY")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, b)")
        for sql, valor in ordenes:
            base.execute(sql, (valor,) if "--" not in sql else ())
    return archivo.read_bytes()


@settings(max_examples=60)
@given(ORDENES, ORDENES, st.integers(1, 5000))
def test_base_and_delta_are_the_later_image(
    antes: list[tuple[str, int]], despues: list[tuple[str, int]], trozo: int
) -> None:
    with tempfile.TemporaryDirectory() as carpeta:
        lugar = Path(carpeta)
        base = _correr(lugar / "viva.db", antes)
        nueva = _correr(lugar / "viva.db", despues)
        delta = _delta(base, nueva, lugar)
        assert _aplicar(base, delta, len(nueva), lugar, trozo) == nueva
        huella = _comparar(base, nueva, trozo).huella
        assert (huella.bytes, huella.sha256) == (len(nueva), sha256(nueva).hexdigest())


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=12),
    st.lists(st.integers(0, 3), min_size=1, max_size=12),
    st.integers(1, 5 * PAGINA),
)
def test_only_pages_that_differ_are_in_it(antes: list[int], despues: list[int], trozo: int) -> None:
    base, nueva = (b"".join(bytes([n]) * PAGINA for n in lado) for lado in (antes, despues))
    numeros = _comparar(base, nueva, trozo).numeros
    assert numeros == [n + 1 for n, p in enumerate(despues) if n >= len(antes) or antes[n] != p]
    with tempfile.TemporaryDirectory() as carpeta:
        assert _aplicar(base, _delta(base, nueva, Path(carpeta)), len(nueva), Path(carpeta)) == nueva


@pytest.mark.parametrize("pagina", [512, 4096, 65536])
def test_the_size_of_a_page_is_the_one_of_the_header(tmp_path: Path, pagina: int) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as base:
        base.execute(f"PRAGMA page_size = {pagina}")
        base.execute("CREATE TABLE t (id)")
    assert paginas.tamano(tmp_path / "x.db") == pagina


def test_what_is_no_delta_for_this_image_is_refused(tmp_path: Path) -> None:
    base, nueva = b"a" * PAGINA * 3, b"a" * PAGINA + b"b" * PAGINA * 3
    delta = _delta(base, nueva, tmp_path)
    segunda = 12 + 12
    for malo in (
        b"",
        delta[:-1],
        delta[:-4],
        delta[: len(delta) // 2],
        delta + b"\0",
        delta + delta,
        b"X" + delta[1:],
        # Another page size, another number of pages, a page twice, a page beyond the end.
        delta[:12] + b"\0\0\x08\0" + delta[16:],
        delta[:16] + (9).to_bytes(8, "big") + delta[24:],
        delta[:-4] + delta[segunda:],
        delta[:-4] + (77).to_bytes(4, "big") + b"x" * PAGINA + b"\0" * 4,
    ):
        with pytest.raises(DeltaError):
            _aplicar(base, malo, len(nueva), tmp_path)
