"""What is shown of an account, to whoever may look: never what a password, a factor or a seal is made of."""

from __future__ import annotations

import ast
import json
from dataclasses import asdict
from pathlib import Path

import pyotp
import pytest

from rexus.auditoria import Auditoria, Filtro
from rexus.cli import main
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.seguridad import factor
from rexus.settings import Settings

from .conftest import CLAVE, OTRA, Taller

REXUS = Path(__file__).parents[3] / "rexus"
SECRETAS = ("password_hash", "secreto_totp", "sello", "codigo_hash")


def test_whoever_may_look_at_everything_sees_no_secret(taller: Taller, settings: Settings) -> None:
    taller.nueva("luis", "supervisor")
    admin = taller.actor()
    secreto = factor.proponer("ana", "").secreto
    codigos = taller.hacer(admin, factor.confirmar, secreto, pyotp.TOTP(secreto).at(taller.reloj.ahora))
    modelo = UsuariosModel(taller.registry, lambda: admin, settings)
    codigo = modelo.restablecer(modelo.listar("luis")[0].id).value.codigo
    guardados = [str(taller.fila(quien)[columna]) for quien in ("ana", "luis") for columna in SECRETAS[:3]]
    auditoria = Auditoria(taller.registry, lambda: admin)
    auditoria.al_dia()
    visto = [
        *(asdict(cuenta) for cuenta in modelo.listar()),
        *(asdict(modelo.ficha(cuenta.id)) for cuenta in modelo.listar()),
        asdict(modelo.propia()),
        *(asdict(rol) for rol in modelo.roles()),
        *(asdict(evento) for evento in auditoria.ver(Filtro())),
    ]
    texto = json.dumps(visto, default=str)
    for secreto_de_alguien in (CLAVE, OTRA, secreto, codigo, *codigos, *guardados):
        # What an account has not («None») is no secret.
        assert secreto_de_alguien in ("None", "") or secreto_de_alguien not in texto
    assert len(texto) > 1_000


@pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")
def test_nor_does_the_command_line_print_one(
    taller: Taller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guardados = [str(taller.fila("ana")[columna]) for columna in ("password_hash", "sello")]
    taller.registry.close()
    monkeypatch.setenv("REXUS_USUARIO", "ana")
    monkeypatch.setenv("REXUS_CLAVE", CLAVE)
    assert main(["usuario", "listar", "--json"]) == 0
    (cuenta,) = json.loads(capsys.readouterr().out)
    assert cuenta["usuario"] == "ana"
    assert set(cuenta).isdisjoint(SECRETAS)
    assert not any(secreto in json.dumps(cuenta) for secreto in guardados)


def test_what_knows_people_keeps_nothing_in_a_cache() -> None:
    """Names, e-mail and phone, who did what and when: read anew each time (docs/security.md, «Classes of data»)."""
    archivos = [f for carpeta in ("seguridad", "auditoria", "modulos/usuarios", "modulos/auditoria")
                for f in sorted((REXUS / carpeta).rglob("*.py"))]  # fmt: skip
    assert len(archivos) > 40
    for archivo in archivos:
        for nodo in ast.walk(ast.parse(archivo.read_text(encoding="utf-8"))):
            de_donde = nodo.module if isinstance(nodo, ast.ImportFrom) else ""
            assert not str(de_donde).startswith(("rexus.db.cache", "rexus.db.instantanea")), archivo
