"""Words of the workshop that its passwords may not consist of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rexus.seguridad import claves
from rexus.seguridad.contexto import palabras

CUENTA = {"usuario": "aperez", "nombre": "Ana María", "apellido": "Pérez", "email": "ana@vidrios.example"}
PALABRAS = palabras(CUENTA, "Vidrios del Sur S.A.")


def test_the_words_are_the_programs_the_companys_and_the_persons() -> None:
    assert palabras({}, "") == ("rexus",)
    assert {"rexus", "vidriosdelsursa", "vidrios", "sur", "aperez", "anamaria", "perez", "ana"} <= set(PALABRAS)
    assert all(len(palabra) >= 3 for palabra in PALABRAS)


@pytest.mark.parametrize(
    "clave",
    [
        "vidriosdelsursa",
        "Vidrios del Sur S.A.",
        "VIDRIOS-sur-2026!!",
        "rexusrexusrexus",
        "Rexus 2026 Vidrios",
        "AnaMaríaPérez1980",
        "aperez@vidrios.example"[:14],
        "sur 83729481726351",
    ],
)
def test_passwords_made_of_them_are_refused(clave: str) -> None:
    assert len(clave) >= claves.LARGO_MINIMO
    assert claves.rechazo(clave, palabras=PALABRAS) != ""


@pytest.mark.parametrize("clave", ["Vidrios del Sur S.A.", "AnaMaríaPérez1980", "sur 83729481726351"])
def test_the_meter_praises_none_that_is_refused(clave: str) -> None:
    assert claves.fuerza(clave, PALABRAS).puntos == 0
    assert claves.fuerza(clave).puntos >= 3


@pytest.mark.parametrize("clave", ["Vidrios del Sur S.A.", "AnaMaríaPérez1980", "sur 83729481726351"])
def test_they_are_passwords_like_any_other_elsewhere(clave: str) -> None:
    assert claves.rechazo(clave, palabras=palabras({"usuario": "luis"}, "")) == ""


@pytest.mark.parametrize(
    "clave", ["caballo batería grapa", "ana compra tranqueras", "el sur también existe", "8372-9481-7263-5103"]
)
def test_a_phrase_may_hold_one_and_figures_none(clave: str) -> None:
    assert claves.rechazo(clave, palabras=PALABRAS) == ""


@pytest.mark.parametrize("clave", ["inventario123", "contraseña123", "carpinteria1", "Carpintería12", "taller123456"])
def test_a_word_of_the_trade_and_some_figures_are_easy_to_guess(clave: str) -> None:
    assert len(clave) >= claves.LARGO_MINIMO
    assert claves.rechazo(clave) == "La clave es fácil de adivinar."
    assert claves.fuerza(clave).puntos <= 1


def test_what_is_called_weak_is_refused_and_a_phrase_is_not() -> None:
    for clave in ("abcabcabcabc", "qwertyqwerty1", "la ventana verde de mi taller", "inventario de otoño con lluvia"):
        assert (claves.fuerza(clave).puntos <= 1) == bool(claves.rechazo(clave))
    assert claves.rechazo("la ventana verde de mi taller") == ""


def test_the_estimate_knows_them_and_forgets_them() -> None:
    sin = claves.fuerza("vidriosdelsursa").intentos
    assert claves.fuerza("vidriosdelsursa", PALABRAS).intentos < claves.INTENTOS_MINIMOS < sin
    assert claves.fuerza("vidriosdelsursa").intentos == sin


def test_threads_that_estimate_at_once_do_not_mix_their_words() -> None:
    textos = [f"talleres{letra * 3}norte" for letra in "abcdefgh"] * 4
    with ThreadPoolExecutor(8) as pool:
        juntos = list(pool.map(lambda texto: claves.fuerza(texto, (texto,)).intentos, textos))
    assert juntos == [claves.fuerza(texto, (texto,)).intentos for texto in textos]
    assert max(juntos) < claves.INTENTOS_MINIMOS
