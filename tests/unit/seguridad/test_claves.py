"""Hashes of any kind and passwords of any text: nothing breaks, and only the right one is right."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rexus.base.errors import DatoInvalidoError
from rexus.seguridad import claves, formatos
from tests import claves_baratas


@pytest.fixture(autouse=True, scope="module")
def _baratas() -> object:
    with pytest.MonkeyPatch.context() as parche:
        claves_baratas.usar(parche)
        yield


CLAVE = st.text(max_size=80)
_PARTES = st.sampled_from(
    ["$2b$", "04", "31", "$", "pbkdf2:sha256:", "pbkdf2_sha256", "1", "9", "sal", "ab", "==", "$argon2id$", "v=19",
     "m=8", ",t=1", ",p=1", "é", "\0", "a" * 53, "0" * 64]
)  # fmt: skip


@given(CLAVE, st.one_of(st.text(max_size=90), st.lists(_PARTES, max_size=8).map("".join)))
@example("", "pbkdf2:sha256:1$s$0")
@example("x", "$2b$04$" + "." * 53)
def test_a_broken_hash_opens_nothing(clave: str, cifrada: str) -> None:
    assert not claves.verificar(clave, cifrada)
    if claves.aceptable(cifrada):
        assert claves.es_vieja(cifrada) or cifrada.startswith("$argon2id$")


@given(CLAVE, CLAVE)
def test_only_the_password_of_a_hash_is_right(una: str, otra: str) -> None:
    cifrada = claves.cifrar_conocida(una)
    assert claves.verificar(una, cifrada)
    assert claves.aceptable(cifrada)
    assert not claves.es_vieja(cifrada)
    iguales = claves._normal(una) == claves._normal(otra)
    assert claves.verificar(otra, cifrada) == iguales
    vieja = hashlib.sha256(claves._bytes(una)).hexdigest()
    assert formatos.conocido(vieja)
    assert claves.es_vieja(vieja)
    assert claves.verificar(otra, vieja) == iguales


@given(st.text(max_size=300), st.integers(0, 60))
def test_a_password_is_taken_or_refused_with_a_reason(clave: str, minimo: int) -> None:
    motivo = claves.rechazo(clave, minimo)
    largo = len(claves._normal(clave))
    if largo < max(8, minimo) or largo > claves.LARGO_MAXIMO:
        assert motivo
    if motivo:
        with pytest.raises(DatoInvalidoError) as error:
            claves.cifrar(clave, minimo)
        assert error.value.campos == {"clave": motivo}
