"""`rexus diagnostico` and `rexus preparar` through the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rexus.db import names
from rexus.db.schema import HEADS
from tests.servers.fabricas import CLAVE_DUENA, CUENTA, DUENA, Fabrica
from tests.servers.puertos import puerto_libre
from tests.servers.sitio import Sitio

from .conftest import Rexus


def test_it_tells_what_there_is_and_no_secret(rexus: Rexus, sitio: Sitio) -> None:
    visto = rexus.ok("diagnostico")
    assert visto["motor"] == sitio.motor and visto["salud"]["estado"] == "ONLINE"
    bases = {base["base"]: base for base in visto["bases"]}
    assert list(bases) == list(names.ALL)
    assert bases["users"]["version"] == HEADS["users"] and not bases["users"]["problema"]
    assert {pool["base"] for pool in visto["pools"]} <= set(names.ALL)
    assert visto["cache"]["quien"] == "memoria"
    texto = rexus("diagnostico")
    assert texto.estado == 0 and HEADS["users"] in texto.salida
    if sitio.conexion.clave:
        assert visto["origenes"]["db.clave"] == "entorno"
        assert sitio.conexion.clave not in texto.salida + rexus("diagnostico", "--json").salida


@pytest.mark.solo("postgresql", porque="only servers go away")
def test_it_answers_while_the_server_is_away(sitio: Sitio) -> None:
    cerrado = sitio.por(puerto_libre())
    respuesta = Rexus(sitio.paths.data.parent, cerrado.variables())("diagnostico", "--json")
    assert respuesta.estado == 1 and respuesta.json["salud"]["estado"] == "OFFLINE"
    assert all(base["problema"] for base in respuesta.json["bases"])


def _clave_mala(sitio: Sitio) -> Sitio:
    return sitio.con(clave="otra")


def _sin_cifrado(sitio: Sitio) -> Sitio:
    return sitio.con(tls="verificar")


def _sin_bases(sitio: Sitio) -> Sitio:
    return sitio.con(bases=dict.fromkeys(names.ALL, "no_existe"))


def _una_vacia(sitio: Sitio) -> Sitio:
    return sitio.con(bases={**sitio.conexion.bases, names.INVENTARIO: "postgres"})


@pytest.mark.solo("postgresql", porque="only servers refuse")
@pytest.mark.parametrize(
    ("cambiar", "dice", "cuantas"),
    [
        (_clave_mala, "no acepta la cuenta", "ninguna base sirve"),
        (_sin_cifrado, "No se pudo comprobar", "ninguna base sirve"),
        (_sin_bases, "rexus preparar", "ninguna base sirve"),
        (_una_vacia, "rexus preparar", "una base no sirve"),
    ],
)
def test_databases_that_do_not_serve_are_not_called_online(
    sitio: Sitio, cambiar: Callable[[Sitio], Sitio], dice: str, cuantas: str
) -> None:
    rexus = Rexus(sitio.paths.data.parent, cambiar(sitio).variables())
    visto = rexus("diagnostico", "--json")
    assert (visto.estado, visto.json["salud"]["estado"]) == (1, "UNUSABLE")
    assert dice in visto.json["salud"]["motivo"]
    texto = rexus("diagnostico")
    assert texto.estado == 1
    assert cuantas in texto.salida and dice in texto.salida and "en línea" not in texto.salida


@pytest.mark.solo("postgresql", porque="a file needs no preparation")
def test_preparing_says_exactly_what_it_did(fabrica: Fabrica, sitio: Sitio) -> None:
    vacio: Sitio = fabrica.vacio(sitio.paths)  # type: ignore[attr-defined]
    rexus = Rexus(sitio.paths.data.parent, vacio.variables())
    antes = rexus("verificar")
    assert antes.estado == 1 and "rexus preparar" in antes.error
    dueña = ("--usuario", DUENA, "--clave-stdin")
    pasos = rexus.ok("preparar", *dueña, "--conceder", CUENTA, entrada=f"{CLAVE_DUENA}\n")["pasos"]
    hechos = [paso["frase"] for paso in pasos if paso["hecho"]]
    for base in names.ALL:
        assert f"Base «{vacio.conexion.bases[base]}»: creada" in hechos
    for base, version in HEADS.items():
        assert f"Esquema de «{vacio.conexion.bases[base]}»: creado ({version})" in hechos
    otra_vez = rexus("preparar", *dueña, "--conceder", CUENTA, entrada=f"{CLAVE_DUENA}\n")
    assert otra_vez.estado == 0 and otra_vez.salida.rstrip().endswith("No faltaba nada.")
    creado = rexus("usuario", "crear-admin", "--usuario", "ana", "--clave-stdin", entrada="una clave de prueba\n")
    assert creado.estado == 0, creado.error
    assert rexus.ok("verificar")["ok"]
    mal = rexus("preparar", *dueña, entrada="otra clave\n")
    assert mal.estado == 1 and "no acepta la cuenta" in mal.error


@pytest.mark.solo("sqlite", porque="it is refused there")
def test_the_local_databases_need_no_preparation(rexus: Rexus, sitio: Sitio) -> None:
    respuesta = rexus("preparar")
    assert respuesta.estado == 1 and "No se hizo nada" in respuesta.error
