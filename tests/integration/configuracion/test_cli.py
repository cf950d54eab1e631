"""What `rexus config` refuses, and that it changes nothing then. In this process: the answers, not the starting."""

from __future__ import annotations

from pathlib import Path

import pytest

from rexus.base.paths import paths_under
from rexus.cli import main
from rexus.settings import Settings

NOMBRE = "empresa.nombre"


@pytest.fixture
def _administradora(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REXUS_USUARIO", "ana")
    monkeypatch.setenv("REXUS_CLAVE", "una clave de prueba")
    clave = home / "clave"
    clave.write_text("una clave de prueba\n")
    with clave.open() as entrada:
        monkeypatch.setattr("sys.stdin", entrada)
        assert main(["usuario", "crear-admin", "--usuario", "ana", "--clave-stdin"]) == 0


@pytest.mark.usefixtures("_administradora")
def test_refusals_say_why_and_change_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REXUS_TEMA_MODO", "claro")
    casos = [
        (1, ("poner", "empresa.nonbre", "X"), "empresa.nombre"),
        (1, ("poner", "usuarios.max_intentos", "muchos"), "número entero"),
        (1, ("poner", "usuarios.max_intentos", "1000"), "100"),
        (1, ("poner", "tema.densidad", "violeta"), "compacta"),
        (1, ("poner", "sistema.zona", "Marte/Olympus"), "zona"),
        (1, ("poner", NOMBRE, "x" * 121), "120"),
        (1, ("poner", NOMBRE, "\udcff"), "no son texto"),
        (1, ("poner", "tema.modo", "oscuro"), "REXUS_TEMA_MODO"),
        (1, ("quitar", "tema.modo"), "REXUS_TEMA_MODO"),
        (1, ("ver", "nada"), "nada"),
        (1, ("pendientes", "--descartar", NOMBRE), "pendiente"),
        (1, ("sincronizar", "--mio", NOMBRE), "conflicto"),
        (1, ("importar", "no-existe.json"), "no-existe.json"),
        (2, ("poner", NOMBRE), "valor"),
        (2, ("poner", "db.clave", "a la vista"), "entrada"),
        (2, ("listar", "--categoria", "cocina"), "cocina"),
        (2, ("volar",), "volar"),
    ]
    capsys.readouterr()
    for estado, args, motivo in casos:
        assert main(["config", *args]) == estado, args
        respuesta = capsys.readouterr()
        assert respuesta.out == "", args
        assert motivo in respuesta.err, args
        assert "Traceback" not in respuesta.err
    assert main(["config", "ver", NOMBRE]) == 0
    assert "fábrica" in capsys.readouterr().out
    settings = Settings(paths_under(home), environment={})
    assert (settings.pendientes(), settings.bitacora.leer()) == ({}, [])


@pytest.mark.usefixtures("home")
def test_a_certificate_that_is_not_there_is_kept_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificado = tmp_path / "autoridad.pem"
    assert main(["config", "poner", "db.certificado", str(certificado)]) == 0
    dicho = capsys.readouterr()
    assert str(certificado) in dicho.out and "no hay ningún archivo" in dicho.err
    certificado.write_text("cualquiera")
    assert main(["config", "quitar", "db.certificado"]) == 0
    assert main(["config", "poner", "db.certificado", str(certificado)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("home")
def test_what_is_shown_of_a_key_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REXUS_USUARIO", "ana")
    assert main(["config", "ver", "tema.modo"]) == 0
    assert "Origen: de fábrica." in capsys.readouterr().out
    assert main(["config", "poner", "tema.modo", "oscuro"]) == 0
    assert main(["config", "ver", "tema.modo"]) == 0
    assert "Origen: archivo. De fábrica: sistema" in capsys.readouterr().out
    assert main(["config", "ver", "db.clave"]) == 0
    assert "De fábrica" not in capsys.readouterr().out
    assert main(["config", "poner", NOMBRE, "Taller"]) == 0
    assert main(["config", "listar"]) == 0
    listado = {linea.split()[0]: linea for linea in capsys.readouterr().out.splitlines()}
    assert listado[NOMBRE].split().count("pendiente") == 1
    assert "•" not in listado["db.clave"]
    assert main(["config", "pendientes"]) == 0
    assert "ana (sin entrar)" in capsys.readouterr().out
    assert main(["config", "poner", "sistema.separador_decimal", "."]) == 1
    assert "debe ser «,»" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_a_password_is_not_asked_where_there_is_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REXUS_DB_MOTOR", "postgresql")
    nada = tmp_path / "nada"
    nada.touch()
    for orden in (["preparar", "--usuario", "duena"], ["usuario", "crear-admin", "--usuario", "ana"]):
        with nada.open() as entrada:
            monkeypatch.setattr("sys.stdin", entrada)
            assert main(orden) == 1
        dicho = capsys.readouterr().err
        assert "--clave-stdin" in dicho and "Warning" not in dicho
