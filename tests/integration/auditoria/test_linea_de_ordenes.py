"""What the command line takes out, and what it changes on the seat, joins the trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rexus.cli import main

CLAVE = "una clave de prueba"
Orden = Callable[..., Any]


@pytest.fixture
def orden(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Orden:
    """Run a command, which must do it; what it said."""
    (home / "clave").write_text(f"{CLAVE}\n")

    def hacer(*args: str) -> str:
        with (home / "clave").open() as entrada:
            monkeypatch.setattr("sys.stdin", entrada)
            capsys.readouterr()
            assert main(list(args)) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    hacer("usuario", "crear-admin", "--usuario", "ana", "--clave-stdin")
    monkeypatch.setenv("REXUS_USUARIO", "ana")
    monkeypatch.setenv("REXUS_CLAVE", CLAVE)
    return hacer


def eventos(orden: Orden, accion: str) -> list[dict[str, Any]]:
    """Oldest first. Looking at them so is itself an export."""
    return [e for e in reversed(json.loads(orden("auditoria", "ver", "--json"))) if e["accion"] == accion]


def test_what_a_program_takes_is_an_export_and_what_somebody_reads_is_not(orden: Orden, tmp_path: Path) -> None:
    orden("usuario", "listar")
    orden("auditoria", "ver")
    orden("usuario", "listar", "--json", "--rol", "administrador")
    orden("auditoria", "ver", "--json", "--usuario", "ana", "--limite", "2")
    orden("exportar", "perfiles", str(tmp_path / "perfiles.csv"), "--buscar", "marco")
    orden("config", "exportar")
    orden("config", "exportar", str(tmp_path / "todo.json"))
    hallados = eventos(orden, "exportar")
    assert [(e["usuario"], e["modulo"], e["despues"]["archivo"]) for e in hallados] == [
        ("ana", "usuarios", "(salida estándar)"),
        ("ana", "auditoria", "(salida estándar)"),
        ("ana", "inventario", "perfiles.csv"),
        ("ana", "configuracion", "(salida estándar)"),
        ("ana", "configuracion", "todo.json"),
    ]
    assert [e["despues"].get("filas") for e in hallados] == [1, 2, 0, None, None]
    assert hallados[1]["despues"]["filtro_usuario"] == "ana"
    assert hallados[2]["despues"]["texto"] == "marco"


def test_what_was_changed_without_signing_in_comes_with_the_next_sign_in(orden: Orden) -> None:
    orden("config", "poner", "db.pool_size", "12")
    orden("config", "quitar", "db.pool_size")
    for _ in range(2):
        orden("usuario", "listar")
    uno, otro = eventos(orden, "editar")
    for evento in (uno, otro):
        # Its name was only named: nobody saw the password.
        assert evento["usuario"].endswith("(sin entrar)") and evento["usuario"] != "ana (sin entrar)"
        assert (evento["tabla"], evento["registro"]) == ("configuracion_equipo", "db.pool_size")
    assert (uno["antes"]["valor"], uno["despues"]["valor"]) == (10, 12)
    assert (otro["antes"]["valor"], otro["despues"]["valor"]) == (12, 10)


def test_each_command_comes_and_goes(orden: Orden) -> None:
    orden("usuario", "listar")
    (salida,) = eventos(orden, "salir")
    assert (salida["usuario"], salida["despues"]["motivo"]) == ("ana", "salida")
