"""Accounts through the command line: real processes on a real home."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest

from rexus.base.sistema import cuenta_del_sistema
from tests.servers.sitio import Sitio

from .conftest import ROOT, USUARIO, Respuesta, Rexus

OTRA, TERCERA = "seis ventanas corredizas", "puerta balcón de cedro"

de_la_linea = pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")


def _como(rexus: Rexus, usuario: str, clave: str, **variables: str) -> Rexus:
    otro = Rexus(rexus.home, {**rexus.env, "REXUS_USUARIO": usuario, "REXUS_CLAVE": clave, **variables})
    otro.env.pop("REXUS_CODIGO", None)
    otro.env.update(variables)
    return otro


def _negado(respuesta: Respuesta, frase: str) -> None:
    assert (respuesta.estado, respuesta.salida) == (1, ""), respuesta
    assert frase in respuesta.error
    assert "Traceback" not in respuesta.error


def test_the_life_of_an_account(rexus: Rexus) -> None:
    creada = rexus.ok(
        "usuario", "crear", " Luís ", "--rol", "operador", "--nombre", "Luis", "--email", "l@t.ar", "--clave-stdin",
        entrada=OTRA + "\n",
    )  # fmt: skip
    assert (creada["usuario"], creada["rol"], creada["codigo"]) == ("luís", "operador", None)
    luis = _como(rexus, "luís", OTRA)
    assert luis.ok("buscar", "nada") == []
    _negado(luis("usuario", "listar"), "«luís» no tiene el permiso «usuarios.ver»")
    _negado(luis("usuario", "crear", "x", "--rol", "consulta"), "«usuarios.administrar»")
    assert rexus.ok("usuario", "editar", "luís", "--rol", "consulta", "--apellido", "Paz")["rol"] == "consulta"
    (ficha,) = rexus.ok("usuario", "listar", "--buscar", "paz luis")
    assert (ficha["usuario"], ficha["nombre"], ficha["apellido"], ficha["email"]) == ("luís", "Luis", "Paz", "l@t.ar")
    assert "password_hash" not in ficha
    assert rexus.ok("usuario", "desactivar", "luís")["estado"] == "inactivo"
    _negado(luis("buscar", "nada"), "Usuario o clave incorrectos")
    assert [c["usuario"] for c in rexus.ok("usuario", "listar", "--estado", "inactivo")] == ["luís"]
    assert rexus.ok("usuario", "activar", "luís")["estado"] == "activo"
    assert luis.ok("buscar", "nada") == []


def test_a_code_becomes_a_password(rexus: Rexus) -> None:
    codigo = rexus.ok("usuario", "crear", "luis", "--rol", "operador")["codigo"]
    luis = _como(rexus, "luis", codigo)
    _negado(luis("buscar", "nada"), "Falta elegir una clave")
    _negado(luis("usuario", "clave", "--clave-stdin", entrada="corta\n"), "12 caracteres")
    assert luis.ok("usuario", "clave", "--clave-stdin", entrada=OTRA + "\n")["estado"] == "cambiada"
    _negado(luis("buscar", "nada"), "Usuario o clave incorrectos")
    luis.env["REXUS_CLAVE"] = OTRA
    assert luis.ok("buscar", "nada") == []
    _negado(luis("usuario", "clave", "--clave-stdin", entrada=OTRA + "\n"), "Esa clave ya se usó")
    # Who forgot it gets a code again.
    texto = rexus("usuario", "clave", "luis")
    assert texto.estado == 0
    nuevo = texto.salida.split("horas: ")[1].split()[0]
    _negado(luis("buscar", "nada"), "Usuario o clave incorrectos")
    luis.env["REXUS_CLAVE"] = nuevo
    luis.ok("usuario", "clave", "--clave-stdin", entrada=TERCERA + "\n")
    luis.env["REXUS_CLAVE"] = TERCERA
    assert luis.ok("buscar", "nada") == []


@de_la_linea
def test_an_imported_hash_is_verified_once(rexus: Rexus) -> None:
    cifrada = hashlib.sha256(OTRA.encode()).hexdigest()
    rexus.ok("usuario", "crear", "luis", "--rol", "operador", "--clave-cifrada-stdin", entrada=cifrada + "\n")
    assert _como(rexus, "luis", OTRA).ok("buscar", "nada") == []
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        (guardada,) = base.execute("SELECT password_hash FROM usuarios WHERE usuario = 'luis'").fetchone()
    base.close()
    assert guardada.startswith("$argon2id$")
    mala = rexus("usuario", "crear", "eva", "--rol", "operador", "--clave-cifrada-stdin", entrada="llana\n")
    _negado(mala, "La clave cifrada no sirve")


@de_la_linea
def test_refusals_say_why(rexus: Rexus) -> None:
    rexus.ok("usuario", "crear", "josé", "--rol", "operador")
    for args, frase in (
        (("crear", "JOSE", "--rol", "operador"), "Ya hay un usuario «josé», que se lee igual"),
        (("crear", "x" * 300, "--rol", "operador"), "Hay datos que corregir: usuario. No se guardó nada.\n"
         "  usuario: hasta 60 caracteres\n"),
        (("crear", "dos palabras", "--rol", "operador", "--telefono", "llamar a Luis"), "No se guardó nada.\n"
         "  usuario: no lleva espacios\n  telefono: no sirve\n"),
        (("editar", "josé", "--nombre", "a\u202eb"), "  nombre: tiene un carácter invisible\n"),
        (("editar", "josé", "--email", "sin arroba", "--json"), "  email: no sirve\n"),
        (("crear", "eva", "--rol", "jefa"), "No hay un rol «jefa»"),
        (("editar", "nadie", "--rol", "consulta"), "No hay un usuario «nadie»"),
        (("editar", USUARIO, "--rol", "consulta"), "es el único administrador"),
        (("desactivar", USUARIO), "Nadie se desactiva a sí mismo"),
        (("permisos", "jefa"), "No hay un rol «jefa»"),
        (("clave", "nadie"), "No hay un usuario «nadie»"),
    ):  # fmt: skip
        _negado(rexus("usuario", *args), frase)
    debil = rexus("usuario", "crear", "eva", "--rol", "operador", "--clave-stdin", entrada="corta\n")
    assert debil.error == (
        "Dato no válido: La clave necesita 12 caracteres o más; tiene 5. La clave es fácil de adivinar. "
        "No se guardó nada. Elegir una frase de varias palabras.\n"
    )
    for args in (
        ("crear", "eva"),
        ("crear", "eva", "--rol", "operador", "--clave-stdin", "--clave-cifrada-stdin"),
        ("editar", "josé"),
        ("listar", "--estado", "dormido"),
        ("desbloquear", "josé", "--usuario", "x"),
        ("desbloquear", "josé", "--en-esta-maquina", "--usuario", "x", "--clave-stdin"),
        ("clave", "josé", "--clave-stdin"),
        ("clave", "josé", "--sin-segundo-factor"),
        ("clave", "--en-esta-maquina"),
        ("clave", "josé", "--en-esta-maquina", "--usuario", "x", "--clave-stdin"),
        ("volar",),
    ):
        assert rexus("usuario", *args).estado == 2, args


@de_la_linea
def test_roles_and_permissions(rexus: Rexus) -> None:
    assert [r["nombre"] for r in rexus.ok("usuario", "roles")] == [
        "administrador", "analista", "consulta", "operador", "supervisor",
    ]  # fmt: skip
    permisos = rexus.ok("usuario", "permisos")
    assert permisos["consulta"] == ["compras.ver", "herrajes.ver", "inventario.ver", "obras.ver"]
    assert "usuarios.administrar" in permisos["administrador"]
    assert rexus.ok("usuario", "permisos", "operador") == {
        "operador": [
            "compras.ver", "herrajes.modificar", "herrajes.ver", "inventario.modificar", "inventario.ver",
            "obras.modificar", "obras.ver",
        ]
    }  # fmt: skip
    lineas = [linea.strip() for linea in rexus("usuario", "permisos").salida.splitlines()]
    sin_uso = {linea.split()[0] for linea in lineas if linea.endswith("todavía nada lo pide")}
    assert {"usuarios.modificar", "inventario.aprobar"} < sin_uso
    assert sin_uso.isdisjoint({"usuarios.ver", "auditoria.aprobar", "stock.ajustar", "respaldos.restaurar"})
    for verbo in ("roles", "permisos", "listar"):
        texto = rexus("usuario", verbo)
        assert texto.estado == 0
        assert USUARIO in texto.salida or "supervisor" in texto.salida


@de_la_linea
def test_a_second_factor_is_asked_for(rexus: Rexus) -> None:
    rexus.ok("config", "poner", "usuarios.roles_con_segundo_factor", '["supervisor"]')
    rexus.ok("usuario", "crear", "luis", "--rol", "supervisor", "--clave-stdin", entrada=OTRA + "\n")
    _negado(_como(rexus, "luis", OTRA)("buscar", "nada"), "Falta el segundo factor")
    secreto = pyotp.random_base32()
    # What the window does: there is no phone at a command line.
    inscribir = (
        "import sys; from rexus.cli.contexto import Contexto; from rexus.db.names import USERS\n"
        "from rexus.modulos import tablas; from rexus.seguridad import factor\n"
        "import pyotp; from datetime import datetime, UTC, timedelta\n"
        "c = Contexto(); secreto = sys.argv[1]\n"
        "codigo = pyotp.TOTP(secreto).at(datetime.now(UTC) - timedelta(seconds=30))\n"
        "c.registry.escribir(USERS, c.quien_entro.actor, factor.confirmar, secreto, codigo); c.cerrar()\n"
    )
    luis = _como(rexus, "luis", OTRA)
    subprocess.run([sys.executable, "-c", inscribir, secreto], env=luis.env, cwd=ROOT, check=True, timeout=100)
    _negado(luis("buscar", "nada"), "REXUS_CODIGO")
    luis.env["REXUS_CODIGO"] = pyotp.TOTP(secreto).now()
    assert luis.ok("buscar", "nada") == []
    _negado(luis("buscar", "nada"), "Usuario o clave incorrectos")


def _bloquear(rexus: Rexus) -> None:
    rexus.ok("config", "poner", "usuarios.max_intentos", "3")
    malo = _como(rexus, USUARIO, "no es esa")
    for _ in range(3):
        _negado(malo("buscar", "nada"), "Usuario o clave incorrectos")
    _negado(rexus("buscar", "nada"), "o la cuenta está en espera")


def test_the_only_administrator_is_unlocked_on_the_machine(rexus: Rexus, sitio: Sitio) -> None:
    _bloquear(rexus)
    duena: list[str] = []
    entrada = ""
    if sitio.duena is not None:
        _negado(rexus("usuario", "desbloquear", USUARIO, "--en-esta-maquina"), "no es la dueña de las tablas")
        _negado(rexus("buscar", "nada"), "o la cuenta está en espera")
        duena, entrada = ["--usuario", sitio.duena[0], "--clave-stdin"], sitio.duena[1] + "\n"
        mala = rexus("usuario", "desbloquear", USUARIO, "--en-esta-maquina", *duena, entrada="no es esa\n")
        assert mala.estado == 1
    sin_entrar = _como(rexus, "", "")
    hecho = sin_entrar.ok("usuario", "desbloquear", USUARIO, "--en-esta-maquina", *duena, entrada=entrada)
    assert hecho == {"usuario": USUARIO, "estado": "activo", "cambiado": True, "impide": None}
    assert rexus.ok("buscar", "nada") == []
    nadie = sin_entrar("usuario", "desbloquear", "nadie", "--en-esta-maquina", *duena, entrada=entrada)
    _negado(nadie, "No hay un usuario «nadie»")


def test_the_only_administrator_who_forgot_the_password_gets_a_code_on_the_machine(rexus: Rexus, sitio: Sitio) -> None:
    maquina = ["usuario", "clave", USUARIO, "--en-esta-maquina"]
    sin_entrar = _como(rexus, "", "")
    entrada = ""
    if sitio.duena is not None:
        _negado(sin_entrar(*maquina), "no es la dueña de las tablas")
        maquina += ["--usuario", sitio.duena[0], "--clave-stdin"]
        entrada = sitio.duena[1] + "\n"
    hecho = sin_entrar.ok(*maquina, entrada=entrada)
    assert hecho["usuario"] == USUARIO
    con_codigo = _como(rexus, USUARIO, hecho["codigo"])
    _negado(rexus("buscar", "nada"), "Usuario o clave incorrectos")
    _negado(con_codigo("buscar", "nada"), "Falta elegir una clave")
    con_codigo.ok("usuario", "clave", "--clave-stdin", entrada=TERCERA + "\n")
    elegida = _como(rexus, USUARIO, TERCERA)
    elegida.ok("usuario", "crear", "luis", "--rol", "supervisor", "--clave-stdin", entrada=OTRA + "\n")
    de_luis = ["luis" if arg == USUARIO else arg for arg in maquina]
    _negado(sin_entrar(*de_luis, entrada=entrada), "«luis» no es administrador")


@de_la_linea
def test_what_is_said_of_an_account_is_its_state(rexus: Rexus) -> None:
    codigo = rexus.ok("usuario", "crear", "luis", "--rol", "operador")["codigo"]
    for _ in range(2):
        hecho = rexus.ok("usuario", "desactivar", " LUIS ")
    assert hecho == {"usuario": "luis", "estado": "inactivo", "cambiado": False, "impide": "inactivo"}
    assert rexus("usuario", "desactivar", "luis").salida == "«luis» ya estaba inactiva. No se cambió nada.\n"
    hecho = rexus.ok("usuario", "desbloquear", " LUIS ")
    assert hecho == {"usuario": "luis", "estado": "inactivo", "cambiado": False, "impide": "inactivo"}
    assert rexus("usuario", "desbloquear", "luis").salida == (
        "«luis» no estaba bloqueada ni en espera. No se cambió nada. «luis» todavía no puede entrar. "
        "La cuenta está inactiva. Se hace con «rexus usuario activar luis».\n"
    )
    assert rexus("usuario", "activar", "luis").salida == "«luis» puede entrar otra vez, con el rol «operador».\n"
    assert rexus("usuario", "activar", "luis").salida == "«luis» ya estaba activa. No se cambió nada.\n"
    _negado(_como(rexus, "luis", codigo)("buscar", "nada"), "Falta elegir una clave")
    # As after two days.
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        base.execute("UPDATE usuarios SET clave_vence = '2020-01-01 00:00:00.000000' WHERE usuario = 'luis'")
        acciones = [accion for (accion,) in base.execute("SELECT accion FROM outbox WHERE tabla = 'usuarios'")]
    base.close()
    assert (acciones.count("desactivar"), acciones.count("activar"), acciones.count("desbloquear")) == (1, 1, 0)
    assert "Se hace con «rexus usuario clave luis».\n" in rexus("usuario", "desbloquear", "luis").salida
    # By the machine's rights as well: only administrators get a code by them.
    en_maquina = rexus("usuario", "desbloquear", "luis", "--en-esta-maquina")
    assert "El código que se le dio venció sin usarse" in en_maquina.salida
    assert "Se hace con «rexus usuario clave luis».\n" in en_maquina.salida
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        base.execute("UPDATE usuarios SET clave_vence = '2020-01-01 00:00:00.000000' WHERE usuario = ?", (USUARIO,))
    base.close()
    en_maquina = rexus("usuario", "desbloquear", USUARIO, "--en-esta-maquina")
    assert f"«rexus usuario clave {USUARIO} --en-esta-maquina»" in en_maquina.salida


@de_la_linea
def test_everybody_changes_their_own_data_and_password_and_gets_no_code(rexus: Rexus) -> None:
    rexus.ok("usuario", "crear", "oper", "--rol", "operador", "--clave-stdin", entrada=OTRA + "\n")
    oper = _como(rexus, "oper", OTRA)
    assert oper.ok("usuario", "editar", "Oper", "--nombre", "Otto", "--telefono", "11")["usuario"] == "oper"
    igual = oper("usuario", "editar", "oper", "--nombre", "Otto")
    assert igual.salida == "«oper» ya estaba así. No se cambió nada.\n"
    _negado(oper("usuario", "editar", "oper", "--rol", "administrador"), "«usuarios.administrar»")
    _negado(oper("usuario", "editar", USUARIO, "--nombre", "Otto"), "«usuarios.administrar»")
    (ficha,) = rexus.ok("usuario", "listar", "--buscar", "oper")
    assert (ficha["nombre"], ficha["telefono"]) == ("Otto", "11")
    _negado(rexus("usuario", "clave", USUARIO), "Nadie se da un código a sí mismo")


def test_another_administrator_unlocks_by_signing_in(rexus: Rexus) -> None:
    rexus.ok("usuario", "crear", "eva", "--rol", "administrador", "--clave-stdin", entrada=OTRA + "\n")
    _bloquear(rexus)
    _como(rexus, "eva", OTRA).ok("usuario", "desbloquear", USUARIO)
    assert rexus.ok("buscar", "nada") == []


@de_la_linea
def test_an_account_changed_by_hand_is_told_and_accepted(rexus: Rexus) -> None:
    rexus.ok("usuario", "crear", "luis", "--rol", "operador", "--clave-stdin", entrada=OTRA + "\n")
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        base.execute("UPDATE usuarios SET rol = 'administrador' WHERE usuario = 'luis'")
    base.close()
    luis = _como(rexus, "luis", OTRA)
    _negado(luis("buscar", "nada"), "se cambiaron en la base sin Rexus")
    assert "cambiada fuera de Rexus" in rexus("usuario", "listar").salida
    _negado(rexus("usuario", "editar", "luis", "--nombre", "Luis"), "tiene el rol «administrador»")
    hecho = rexus.ok("usuario", "editar", "luis", "--rol", "operador", "--aceptar-cambio-ajeno")
    assert hecho["rol"] == "operador"
    assert luis.ok("buscar", "nada") == []
    # The same by hand to the only administrator: the machine's own rights accept it.
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        base.execute("UPDATE usuarios SET estado = 'suspendido' WHERE usuario = ?", (USUARIO,))
    base.close()
    _negado(rexus("buscar", "nada"), "se cambiaron en la base sin Rexus")
    rexus.env.update(LOGNAME="otra persona", USER="otra persona", USERNAME="otra persona")
    _negado(rexus("usuario", "desbloquear", USUARIO, "--en-esta-maquina"), "--aceptar-cambio-ajeno")
    rexus.ok("usuario", "desbloquear", USUARIO, "--en-esta-maquina", "--aceptar-cambio-ajeno")
    assert rexus.ok("buscar", "nada") == []
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        (despues,) = base.execute("SELECT despues FROM outbox WHERE accion = 'desbloquear'").fetchone()
    base.close()
    # The system says who it was.
    assert json.loads(despues)["en_esta_maquina"] == cuenta_del_sistema()


@de_la_linea
def test_a_role_changed_by_hand_is_told(rexus: Rexus) -> None:
    rexus.ok("usuario", "crear", "luis", "--rol", "operador", "--clave-stdin", entrada=OTRA + "\n")
    luis = _como(rexus, "luis", OTRA)
    assert luis.ok("buscar", "nada") == []
    assert not any(r["alterado"] for r in rexus.ok("usuario", "roles"))
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        base.execute("INSERT INTO permisos_especiales (rol, permiso) VALUES ('operador', 'usuarios.administrar')")
    base.close()
    negado = luis("buscar", "nada")
    _negado(negado, "El rol «operador» (lo que puede hacer) se cambió en la base sin Rexus")
    assert "Usuarios ▸ Roles" in negado.error
    assert [r["nombre"] for r in rexus.ok("usuario", "roles") if r["alterado"]] == ["operador"]
    lineas = rexus("usuario", "roles").salida.splitlines()
    assert [linea.split()[0] for linea in lineas if "! cambiado fuera de Rexus" in linea] == ["operador"]


@de_la_linea
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can act as another account")
def test_another_account_of_the_system_may_not(rexus: Rexus, tmp_path: Path) -> None:
    runuser = shutil.which("setpriv")
    if runuser is None:
        pytest.skip("needs setpriv")
    _bloquear(rexus)
    for carpeta in [rexus.home, *rexus.home.parents]:
        if carpeta.is_relative_to(tmp_path.parents[1]):
            carpeta.chmod(0o777)
    for archivo in rexus.home.rglob("*"):
        archivo.chmod(0o777)
    hecho = subprocess.run(
        [runuser, "--reuid=65534", "--clear-groups", sys.executable, "-m", "rexus",
         "usuario", "desbloquear", USUARIO, "--en-esta-maquina"],
        cwd=rexus.home, env=rexus.env, capture_output=True, text=True, encoding="utf-8", check=False, timeout=100,
    )  # fmt: skip
    if "Permission denied" in hecho.stderr and "Rexus" not in hecho.stderr:
        pytest.skip("the other account cannot read the interpreter")
    assert hecho.returncode == 1
    assert "es de otra cuenta del sistema" in hecho.stderr
    _negado(rexus("buscar", "nada"), "o la cuenta está en espera")


@de_la_linea
def test_sessions_of_the_command_line_are_ended(rexus: Rexus) -> None:
    rexus.ok("buscar", "nada")
    with sqlite3.connect(rexus.home / "data" / "users.db") as base:
        motivos = [motivo for (motivo,) in base.execute("SELECT motivo FROM sesiones")]
    base.close()
    assert motivos
    assert set(motivos) == {"salida"}
