"""The first administrator, and signing in."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import extract_parameters
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, CredencialesError, DatoInvalidoError
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.seguridad import Politica, claves, crear_primer_administrador, cuentas, entrar, hay_cuentas
from rexus.seguridad.orm import Usuario

CLAVE = "caballo batería grapa"
_FECHAS = dict.fromkeys(("fecha_creacion", "fecha_actualizacion"), datetime(2026, 1, 1, tzinfo=UTC))


def _crear(registry: Registry, usuario: str = "ana", clave: str = CLAVE) -> str:
    return registry.escribir(USERS, SISTEMA, crear_primer_administrador, usuario, clave)


def _entrar(registry: Registry, usuario: str, clave: str) -> Actor:
    return entrar(registry, usuario, clave, Politica()).actor


def test_the_first_account_is_the_administrator_and_only_one(registry: Registry) -> None:
    with registry.read(USERS, SISTEMA) as work:
        assert not hay_cuentas(work)
    assert _crear(registry, " Ana ") == "ana"
    with registry.read(USERS, SISTEMA) as work:
        assert hay_cuentas(work)
    with pytest.raises(ConflictoError):
        _crear(registry, "otra")


@pytest.mark.parametrize("clave", ["", "corta", "once caract", "aaaaaaaaaaaaaaaa", "123456789012", "x" * 300])
def test_weak_passwords_are_refused_with_the_reason(registry: Registry, clave: str) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        _crear(registry, clave=clave)
    assert error.value.campos["clave"]


@pytest.mark.parametrize("usuario", ["", "   ", "dos palabras", "x" * 61])
def test_bad_names_are_refused(registry: Registry, usuario: str) -> None:
    with pytest.raises(DatoInvalidoError):
        _crear(registry, usuario)


def test_signing_in(registry: Registry) -> None:
    _crear(registry)
    assert _entrar(registry, "ANA", CLAVE).puede("inventario.modificar")
    # The same text typed on a keyboard that decomposes accents.
    assert _entrar(registry, "ana", "caballo bateri\u0301a grapa").usuario == "ana"


def test_whatever_was_wrong_the_answer_is_the_same(registry: Registry) -> None:
    _crear(registry)
    politica = Politica()
    for usuario in ("inactiva", "suspendida"):
        datos = {"usuario": usuario, "rol": "operador"}
        id_, _ = registry.escribir(USERS, SISTEMA, cuentas.crear, datos, politica, clave=CLAVE).value
        registry.escribir(USERS, SISTEMA, cuentas.cambiar_estado, id_, f"{usuario[:-1]}o")
    respuestas = set()
    for usuario, clave in (
        ("ana", "otra clave larga"),
        ("nadie", CLAVE),
        ("", ""),
        ("inactiva", CLAVE),
        ("suspendida", CLAVE),
        ("x" * 300, CLAVE),
        ("ana' OR 1=1--", "x"),
    ):
        with pytest.raises(CredencialesError) as error:
            _entrar(registry, usuario, clave)
        respuestas.add(str(error.value))
    assert len(respuestas) == 1


@pytest.mark.solo("sqlite", porque="it reads the files")
def test_the_password_is_nowhere_in_the_files(registry: Registry, home: Path) -> None:
    _crear(registry)
    registry.close()
    for archivo in home.rglob("*"):
        if archivo.is_file():
            assert CLAVE.encode() not in archivo.read_bytes()
    with sqlite3.connect(home / "data" / "users.db") as base:
        (guardada,) = base.execute("SELECT password_hash FROM usuarios").fetchone()
    base.close()
    assert guardada.startswith("$argon2id$")


def test_the_log_of_a_failed_statement_holds_no_hash(registry: Registry) -> None:
    with pytest.raises(IntegrityError) as error, registry.write(USERS, SISTEMA) as work:
        work.connection.execute(insert(Usuario), {"usuario": "", "password_hash": "secreto", "rol": "x", **_FECHAS})
    assert "secreto" not in str(error.value)


def test_bytes_that_are_no_text_are_a_wrong_password(registry: Registry) -> None:
    _crear(registry)
    with pytest.raises(CredencialesError):
        _entrar(registry, "ana", "\udcff" * 12)


def test_an_account_that_does_not_exist_costs_one_verification() -> None:
    # The decoy has the costs of a real hash, so that neither the first answer nor a later one tells them apart.
    assert not claves.verificar(CLAVE, None)
    assert extract_parameters(claves._senuelo()) == extract_parameters(claves.cifrar(CLAVE))
