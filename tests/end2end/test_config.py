"""The configuration through the command line: with the database, without it, and back again."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

from .conftest import CLAVE, USUARIO, Rexus

NOMBRE = "empresa.nombre"
LLAVERO = {"PYTHON_KEYRING_BACKEND": "tests.unit.settings.llavero.FileKeyring"}


@contextmanager
def sin_servidor() -> Iterator[tuple[int, list[object]]]:
    """A port where somebody counts who knocks."""
    golpes: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as oido:
        oido.settimeout(0.2)
        fin = threading.Event()

        def contar() -> None:
            while not fin.is_set():
                try:
                    conexion, _ = oido.accept()
                except TimeoutError:
                    continue
                golpes.append(conexion)
                conexion.close()

        hilo = threading.Thread(target=contar)
        hilo.start()
        yield oido.getsockname()[1], golpes
        fin.set()
        hilo.join()


def test_a_value_is_set_seen_listed_and_taken_back(rexus: Rexus) -> None:
    assert rexus.ok("config", "ver", NOMBRE)["origen"] == "fabrica"
    hecho = rexus.ok("config", "poner", NOMBRE, "Ñandú & Cía")
    assert hecho == {"clave": NOMBRE, "valor": "Ñandú & Cía", "estado": "guardado", "reinicio": False, "motivo": None}
    assert rexus.ok("config", "poner", NOMBRE, "Ñandú & Cía")["estado"] == "sin_cambio"
    visto = rexus.ok("config", "ver", NOMBRE)
    assert (visto["valor"], visto["origen"], visto["pendiente"]) == ("Ñandú & Cía", "base", False)
    archivo = json.loads((rexus.home / "config" / "rexus_config.json").read_bytes())
    assert archivo["empresa"] == {"nombre": "Ñandú & Cía"}, "the copy that answers without the database"
    assert rexus.ok("config", "poner", "respaldo.automatico", "no")["valor"] is False
    assert rexus.ok("config", "poner", "usuarios.max_intentos", "7")["valor"] == 7
    todo = {f["clave"]: f for f in rexus.ok("config", "listar")}
    assert todo["usuarios.max_intentos"]["valor"] == 7
    assert todo["usuarios.max_intentos"]["fabrica"] == 5
    assert not [clave for clave in todo if clave.startswith("ventana.")]
    empresa = rexus.ok("config", "listar", "--categoria", "empresa")
    assert {f["categoria"] for f in empresa} == {"empresa"}
    assert rexus.ok("config", "quitar", NOMBRE)["estado"] == "guardado"
    assert rexus.ok("config", "ver", NOMBRE)["origen"] == "fabrica"
    texto = rexus("config", "listar")
    assert texto.estado == 0
    assert "usuarios.max_intentos" in texto.salida


def test_keys_of_this_machine_need_neither_sign_in_nor_connection(home: Path) -> None:
    with sin_servidor() as (puerto, golpes):
        rexus = Rexus(home, {"REXUS_USUARIO": "", "REXUS_CLAVE": ""})
        rexus.ok("config", "poner", "db.motor", "postgresql")
        rexus.ok("config", "poner", "db.servidor", "127.0.0.1")
        assert rexus.ok("config", "poner", "db.puerto", str(puerto))["reinicio"]
        rexus.ok("config", "poner", "tema.densidad", "compacta")
        assert rexus.ok("config", "ver", "tema.densidad")["valor"] == "compacta"
        assert len(rexus.ok("config", "listar", "--categoria", "conexion")) > 10
        rexus.ok("config", "quitar", "tema.densidad")
        assert rexus.ok("config", "pendientes") == []
        assert golpes == []
    assert not list((home / "data").iterdir())


@pytest.mark.solo("sqlite", porque="no engine has a part in it")
def test_shared_keys_need_somebody_who_may(rexus: Rexus) -> None:
    rexus.env["REXUS_CLAVE"] = "otra clave cualquiera"
    for verbo in (("poner", NOMBRE, "X"), ("ver", NOMBRE), ("listar",), ("quitar", NOMBRE), ("sincronizar",)):
        respuesta = rexus("config", *verbo)
        assert (respuesta.estado, respuesta.salida) == (1, "")
        assert "Usuario o clave incorrectos" in respuesta.error
    rexus.env["REXUS_CLAVE"] = ""
    assert "REXUS_CLAVE" in rexus("config", "poner", NOMBRE, "X").error
    assert rexus.ok("config", "pendientes") == [], "a refusal leaves nothing behind"


def test_without_the_server_everything_goes_on_and_waits(home: Path, sitio_postgres: Sitio, postgres: Postgres) -> None:
    rexus = Rexus(home, sitio_postgres.variables())
    rexus.ok("usuario", "crear-admin", "--usuario", USUARIO, "--clave-stdin", entrada=CLAVE + "\n")
    rexus.ok("config", "poner", NOMBRE, "Antes")
    postgres.parar()
    hecho = rexus("config", "poner", NOMBRE, "Después", "--json")
    assert hecho.estado == 0, hecho.error
    assert hecho.json["estado"] == "pendiente"
    assert "no responde" in hecho.json["motivo"]
    assert "No se guardó" not in hecho.json["motivo"], "it is kept, and waits"
    dicho = rexus("config", "poner", "empresa.cuit", "30").salida
    assert "pendiente" in dicho and "config sincronizar" in dicho
    assert "No se guardó" not in dicho and "vuelve a probar" not in dicho
    visto = rexus("config", "ver", NOMBRE, "--json")
    assert visto.estado == 0
    assert (visto.json["valor"], visto.json["origen"]) == ("Después", "pendiente")
    assert "copia" in visto.error
    listado = rexus("config", "listar")
    assert listado.estado == 0
    assert "no responde" in listado.error and "No se guardó" not in listado.error
    assert json.loads(rexus("config", "exportar").salida)["empresa"]["nombre"] == "Después"
    assert {p["clave"]: (p["valor"], p["base"]) for p in rexus.ok("config", "pendientes")} == {
        NOMBRE: ("Después", "Antes"),
        "empresa.cuit": ("30", None),
    }
    rexus.ok("config", "pendientes", "--descartar", "empresa.cuit")
    sin = rexus("config", "sincronizar")
    assert (sin.estado, sin.salida) == (1, "")
    assert "no responde" in sin.error and "sigue en esta computadora" in sin.error
    assert "No se guardó" not in sin.error
    postgres.arrancar()
    assert rexus.ok("config", "sincronizar")["aplicados"] == [NOMBRE]
    visto = rexus.ok("config", "ver", NOMBRE)
    assert (visto["valor"], visto["origen"]) == ("Después", "base")
    assert rexus.ok("config", "pendientes") == []


def test_two_seats_choose_where_both_changed(tmp_path: Path, sitio_postgres: Sitio, postgres: Postgres) -> None:
    ana, beto = (Rexus(tmp_path / nombre, sitio_postgres.variables()) for nombre in ("ana", "beto"))
    for puesto in (ana, beto):
        puesto.home.mkdir()
    ana.ok("usuario", "crear-admin", "--usuario", USUARIO, "--clave-stdin", entrada=CLAVE + "\n")
    postgres.parar()
    for clave in (NOMBRE, "empresa.cuit", "empresa.telefono"):
        beto.ok("config", "poner", clave, "de Beto")
    postgres.arrancar()
    ana.ok("config", "poner", NOMBRE, "de Ana")
    ana.ok("config", "poner", "empresa.cuit", "de Ana")
    hecho = beto("config", "sincronizar", "--json")
    assert hecho.estado == 1
    assert hecho.json["aplicados"] == ["empresa.telefono"]
    assert {c["clave"]: (c["mio"], c["suyo"], c["usuario"]) for c in hecho.json["conflictos"]} == {
        NOMBRE: ("de Beto", "de Ana", USUARIO),
        "empresa.cuit": ("de Beto", "de Ana", USUARIO),
    }
    assert f"--mio {NOMBRE}" in hecho.error
    assert "config pendientes" in beto("config", "ver", NOMBRE).salida
    esperan = {linea.split()[0]: linea for linea in beto("config", "pendientes").salida.splitlines()}
    assert esperan[NOMBRE].endswith("en conflicto") and esperan["empresa.cuit"].endswith("en conflicto")
    assert "--suyo CLAVE" in esperan["En"]
    hecho = beto("config", "sincronizar", "--mio", NOMBRE, "--json")
    assert (hecho.estado, [c["clave"] for c in hecho.json["conflictos"]]) == (1, ["empresa.cuit"])
    assert beto("config", "sincronizar", "--suyo", "empresa.cuit").estado == 0
    for puesto in (ana, beto):
        valores = {f["clave"]: f["valor"] for f in puesto.ok("config", "listar", "--categoria", "empresa")}
        assert (valores[NOMBRE], valores["empresa.cuit"], valores["empresa.telefono"]) == (
            "de Beto",
            "de Ana",
            "de Beto",
        )


@pytest.mark.solo("sqlite", porque="no engine has a part in it")
def test_a_whole_configuration_moves_to_another_home(rexus: Rexus, tmp_path: Path) -> None:
    rexus.ok("config", "poner", NOMBRE, "Vidrios")
    rexus.ok("config", "poner", "tema.modo", "oscuro")
    archivo = tmp_path / "configuración.json"
    assert rexus.ok("config", "exportar", str(archivo)) == {"archivo": str(archivo)}
    assert json.loads(rexus("config", "exportar").salida) == json.loads(archivo.read_bytes())
    rexus.ok("config", "quitar", NOMBRE)
    rexus.ok("config", "quitar", "tema.modo")
    simulado = rexus.ok("config", "importar", str(archivo), "--simular")
    previstos = {c["clave"]: (c["antes"], c["despues"]) for c in simulado["cambios"]}
    assert previstos[NOMBRE] == ("", "Vidrios")
    assert previstos["tema.modo"] == ("sistema", "oscuro")
    assert not simulado["aplicado"]
    assert rexus.ok("config", "ver", NOMBRE)["origen"] == "fabrica"
    hecho = rexus.ok("config", "importar", str(archivo))
    assert set(hecho["guardados"]) == {NOMBRE, "tema.modo"}
    assert rexus.ok("config", "ver", NOMBRE)["valor"] == "Vidrios"
    assert "ya son así" in rexus("config", "importar", str(archivo)).salida


def test_a_new_home_takes_a_configuration_before_there_is_a_database(home: Path, tmp_path: Path) -> None:
    archivo = tmp_path / "una.json"
    archivo.write_text(json.dumps({"empresa.nombre": "Vidrios"}), encoding="utf-8")
    hecho = Rexus(home)("config", "importar", str(archivo))
    assert hecho.estado == 0
    assert "Todavía no hay base" in hecho.error
    assert "1 pendiente a la espera de la base" in hecho.salida
    assert "no responde" not in hecho.salida + hecho.error


@pytest.mark.solo("sqlite", porque="no engine has a part in it")
def test_the_older_programs_file_is_refused_whole_or_taken_in_part(rexus: Rexus, tmp_path: Path) -> None:
    archivo = tmp_path / "viejo.json"
    viejo: dict[str, Any] = {"empresa_nombre": "Vidrios", "usuarios_password_min_length": "4", "empresa_pais": "AR"}
    archivo.write_text(json.dumps(viejo), encoding="utf-8")
    rechazo = rexus("config", "importar", str(archivo), "--json")
    assert rechazo.estado == 1
    assert (rechazo.json["aplicado"], set(rechazo.json["no_caben"])) == (False, {"usuarios_password_min_length"})
    assert "usuarios_password_min_length" in rechazo.error
    assert rexus.ok("config", "ver", NOMBRE)["origen"] == "fabrica"
    hecho = rexus.ok("config", "importar", str(archivo), "--parcial")
    assert hecho["guardados"] == [NOMBRE]
    assert set(hecho["no_entendidas"]) == {"empresa_pais"}


def test_a_password_goes_to_the_keyring_and_into_no_file(home: Path, tmp_path: Path) -> None:
    secreto = "ábrete sésamo 123"
    llavero = tmp_path / "llavero.json"
    rexus = Rexus(home, {**LLAVERO, "REXUS_TEST_KEYRING": str(llavero), "REXUS_USUARIO": ""})
    assert rexus.ok("config", "ver", "db.clave")["origen"] is None
    assert rexus("config", "poner", "db.clave", entrada="\n").estado == 1
    hecho = rexus("config", "poner", "db.clave", entrada=secreto + "\n")
    assert hecho.estado == 0, hecho.error
    assert list(json.loads(llavero.read_text()).values()) == [secreto]
    visto = rexus("config", "ver", "db.clave", "--json")
    assert (visto.json["valor"], visto.json["origen"]) == (None, "llavero")
    todo = rexus("config", "listar", "--categoria", "conexion", "--json")
    exportado = rexus("config", "exportar")
    for respuesta in (hecho, visto, todo, exportado):
        assert secreto not in respuesta.salida + respuesta.error
    for archivo in home.rglob("*"):
        if archivo.is_file():
            assert secreto.encode() not in archivo.read_bytes()
    rexus.env["DB_PASSWORD"] = "del entorno"
    assert rexus.ok("config", "ver", "db.clave")["origen"] == "entorno"
    assert "DB_PASSWORD" in rexus("config", "poner", "db.clave", entrada="x\n").error
    del rexus.env["DB_PASSWORD"]
    assert rexus("config", "quitar", "db.clave").estado == 0
    assert json.loads(llavero.read_text()) == {}


def test_without_a_keyring_it_says_which_variable_to_set(home: Path) -> None:
    rexus = Rexus(home, {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"})
    respuesta = rexus("config", "poner", "db.clave", entrada="secreta\n")
    assert (respuesta.estado, respuesta.salida) == (1, "")
    assert "DB_PASSWORD" in respuesta.error
    assert "secreta" not in respuesta.error


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "no se pod"),
        (b'{"tema": {"modo": "osc', "no se pod"),
        (b'{"tema": {"modo": 7}}', "tema.modo"),
        (b'{"version": 99, "tema": {"modo": "oscuro"}}', "nueva"),
    ],
)
def test_a_damaged_file_is_told_and_the_rest_goes_on(home: Path, contenido: bytes, dice: str) -> None:
    archivo = home / "config" / "rexus_config.json"
    archivo.parent.mkdir()
    archivo.write_bytes(contenido)
    rexus = Rexus(home)
    respuesta = rexus("config", "ver", "tema.modo", "--json")
    assert respuesta.estado == 0
    assert dice in respuesta.error
    if b"99" in contenido:
        assert respuesta.json["valor"] == "oscuro"
        assert rexus("config", "poner", "tema.modo", "claro").estado == 1
        assert archivo.read_bytes() == contenido
    else:
        assert respuesta.json["valor"] == "sistema"
        assert rexus.ok("config", "poner", "tema.modo", "claro")["estado"] == "guardado"
        apartados = [a.read_bytes() for a in archivo.parent.glob("*.corrupt-*")]
        assert apartados == ([contenido] if dice == "no se pod" else [])


def test_two_processes_that_edit_at_once_lose_nothing(home: Path) -> None:
    rexus = Rexus(home)
    valores: dict[str, Callable[[int], str]] = {
        "db.servidor": lambda n: f"s{n}",
        "cache.ttl": lambda n: str(100 + n),
        "escaner.intervalo_ms": lambda n: str(10 + n),
    }
    salidas: list[int] = []

    def editar(clave: str) -> None:
        for n in range(4):
            salidas.append(rexus("config", "poner", clave, valores[clave](n)).estado)

    hilos = [threading.Thread(target=editar, args=(clave,)) for clave in valores]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert salidas == [0] * 12
    for clave, valor in valores.items():
        assert str(rexus.ok("config", "ver", clave)["valor"]) == valor(3)
