"""The story of the desk through the command line: create, import, find, move, correct, prove."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.db.names import INVENTARIO
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import Perfil
from rexus.stock.movimientos import Pedido
from rexus.stock.orm import Existencia
from tests.servers.sitio import Sitio

from .conftest import Rexus

de_la_linea = pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")


def test_the_real_summary_goes_in_and_moves(rexus: Rexus, datos: Path) -> None:
    resumen = rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"), "--simular")
    assert (resumen["lote"], resumen["nuevos"], resumen["errores"]) == (None, 10, [])
    assert rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))["nuevos"] == 10
    assert rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))["sin_cambios"] == 10
    (hallado,) = rexus.ok("buscar", "cana cuarto")
    assert hallado["codigo"] == "555320"
    assert hallado["descripcion"] == "Cuarto caña 17 mm Foliado Pres. 5,8 m."
    entrada = rexus.ok("mover", "entrada", "564002", "12,5", "--referencia", "REM-1")
    assert Decimal(entrada["stock_resultante"]) == Decimal("12.5")
    ajuste = rexus.ok("mover", "ajuste", "564002", "-2.5", "--motivo", "rotas")
    assert Decimal(ajuste["stock_resultante"]) == 10
    rexus.ok("anular", str(ajuste["movimiento"]))
    kardex = rexus.ok("kardex", "564002")
    assert [linea["tipo"] for linea in kardex] == ["ENTRADA", "AJUSTE", "ANULACION"]
    assert kardex[2]["anula_id"] == ajuste["movimiento"]
    assert kardex[0]["clave"] == entrada["clave"]
    verificado = rexus.ok("verificar")
    assert verificado == {"ok": True, "articulos": 10, "movimientos": 3, "diferencias": []}


@de_la_linea
def test_a_dry_run_lists_what_it_would_do(rexus: Rexus, tmp_path: Path) -> None:
    lista = tmp_path / "perfiles.csv"
    lista.write_text("Código;Descripción;Stock\nA1;Marco;3\n", encoding="utf-8")
    rexus.ok("importar", "perfiles", str(lista))
    filas = "".join(f"N{n};Nuevo {n};{n}\n" for n in range(1, 24))
    lista.write_text(f"Código;Descripción;Stock\nA1;Marco 64;3\n{filas}TOTAL;;279\n", encoding="utf-8")
    previsto = rexus.ok("importar", "perfiles", str(lista), "--simular")
    assert (previsto["nuevos"], len(previsto["articulos_nuevos"])) == (23, 23)
    assert previsto["articulos_nuevos"][0] == {
        "fila": 3, "codigo": "N1", "descripcion": "Nuevo 1", "stock_actual": "1",
    }  # fmt: skip
    assert previsto["articulos_cambiados"] == [
        {"fila": 2, "codigo": "A1", "campos": {"descripcion": ["Marco", "Marco 64"]}}
    ]
    dicho = rexus("importar", "perfiles", str(lista), "--simular")
    assert "descripcion: Nuevo 20 · stock_actual: 20" in dicho.salida and "Nuevo 21" not in dicho.salida
    assert "… y 3 más." in dicho.salida and "descripcion: Marco → Marco 64" in dicho.salida
    assert "fila 26 («TOTAL · 279»)" in dicho.error
    assert rexus.ok("importar", "perfiles", str(lista), "--simular", "--con-totales")["nuevos"] == 24


@de_la_linea
def test_refusals_say_why_and_change_nothing(rexus: Rexus, datos: Path) -> None:
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    for args in (
        ("mover", "salida", "564002", "1"),
        ("mover", "salida", "564002", "NaN"),
        ("mover", "entrada", "564002", "1e308"),
        ("mover", "entrada", "564002", str(2**63)),
        ("mover", "entrada", "564002", "-1"),
        ("mover", "entrada", "564002", "0"),
        ("mover", "ajuste", "564002", "1"),
        ("mover", "entrada", "no-existe", "1"),
        ("mover", "entrada", "564002", "1", "--ubicacion", "Luna"),
        ("mover", "entrada", "564002", "1", "--clave", "no-uuid"),
        ("transferir", "564002", "1", "--de", "General", "--a", "General"),
        ("anular", "77"),
        ("revertir", "77"),
        ("importar", "perfiles", "no-existe.csv"),
        ("usuario", "crear-admin", "--usuario", "otro", "--clave-stdin"),
    ):
        respuesta = rexus(*args, entrada="otra clave larga\n")
        assert (respuesta.estado, respuesta.salida) == (1, ""), args
        assert respuesta.error.strip()
        assert "Traceback" not in respuesta.error
    assert rexus.ok("verificar")["movimientos"] == 0


@de_la_linea
def test_wrong_usage_is_two(rexus: Rexus) -> None:
    for args in (("mover", "salida"), ("mover", "regalo", "X", "1"), ("volar",), ("buscar",), ("anular", "uno")):
        assert rexus(*args).estado == 2


def test_a_wrong_password_comes_in_nowhere(rexus: Rexus) -> None:
    rexus.env["REXUS_CLAVE"] = "otra"
    respuesta = rexus("verificar")
    assert respuesta.estado == 1
    assert "Usuario o clave incorrectos" in respuesta.error
    rexus.env["REXUS_USUARIO"] = "nadie"
    assert rexus("verificar").error == respuesta.error


def test_without_any_account_it_says_how_the_first_is_made(sitio: Sitio, home: Path) -> None:
    rexus = Rexus(home, sitio.variables())
    for args in (("verificar",), ("mover", "entrada", "x", "1")):
        respuesta = rexus(*args)
        assert (respuesta.estado, respuesta.salida) == (1, "")
        assert "rexus usuario crear-admin" in respuesta.error
        assert "clave incorrectos" not in respuesta.error
    rexus.ok("usuario", "crear-admin", "--usuario", "beto", "--clave-stdin", entrada="otra clave larga\n")
    respuesta = rexus("verificar")
    assert "Usuario o clave incorrectos" in respuesta.error and "crear-admin" not in respuesta.error


@de_la_linea
def test_json_may_stand_before_the_verb(rexus: Rexus) -> None:
    assert rexus("--json", "buscar", "nada").json == []


def test_a_movement_repeated_with_its_uuid_is_one(rexus: Rexus, datos: Path) -> None:
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    clave = "3f0e8a4e-5a0a-4b52-9d3b-0a4f7f7f0d11"
    uno = rexus.ok("mover", "entrada", "564002", "5", "--clave", clave)
    assert rexus.ok("mover", "entrada", "564002", "5", "--clave", clave) == uno
    assert rexus("mover", "entrada", "564002", "6", "--clave", clave).estado == 1


def test_an_import_is_reverted_and_done_again(rexus: Rexus, catalogo: Callable[..., Path]) -> None:
    archivo = catalogo("perfiles", "1000")
    primero = rexus.ok("importar", "perfiles", str(archivo))
    assert primero["nuevos"] == 1000
    rexus.ok("revertir", str(primero["lote"]))
    assert rexus.ok("buscar", "200000") == []
    assert rexus("revertir", str(primero["lote"])).estado == 1
    segundo = rexus.ok("importar", "perfiles", str(archivo))
    assert segundo["nuevos"] == 1000
    assert rexus.ok("verificar")["ok"]
    con_stock = next(fila for fila in rexus.ok("buscar", "200000") if Decimal(fila["stock_actual"]))
    rexus.ok("mover", "salida", con_stock["codigo"], "1")
    rechazo = rexus("revertir", str(segundo["lote"]))
    assert rechazo.estado == 1
    assert con_stock["codigo"] in rechazo.error
    assert len(rexus.ok("buscar", "200000")) == 8


def test_the_cli_never_loads_qt(rexus: Rexus) -> None:
    rexus.env["PYTHONPROFILEIMPORTTIME"] = "1"
    importado = rexus.de_nuevo("verificar", "--json").error
    assert "sqlalchemy" in importado
    assert "PySide6" not in importado


@pytest.mark.largo
def test_a_years_movements_replayed(rexus: Rexus, sitio: Sitio, catalogo: Callable[..., Path]) -> None:
    """What a year of the workshop does: each is done or refused for want of stock, and the stock stays true.

    On servers, where each is a conversation, what two months do.
    """
    cuantos = 5_000 if sitio.motor == "sqlite" else 1_000
    rexus.ok("importar", "perfiles", str(catalogo("perfiles", "1000")))
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    stock = {f.valores[0]: f.valores[1] for f in _todas(modelo)}
    rechazadas = 0
    with catalogo("movimientos", str(cuantos), "--perfiles", "1000").open(encoding="utf-8", newline="") as entrada:
        for fila in csv.DictReader(entrada, delimiter=";"):
            codigo, cantidad = fila["Código"], Decimal(fila["Cantidad"])
            signo = -1 if fila["Tipo"] == "SALIDA" else 1
            pedido = Pedido(modelo.id_por_codigo(codigo), cantidad, referencia=fila["Referencia"], motivo="replay")
            hacer = {
                "ENTRADA": modelo.registrar_entrada,
                "SALIDA": modelo.registrar_salida,
                "AJUSTE": modelo.registrar_ajuste,
            }[fila["Tipo"]]
            try:
                hacer(pedido)
            except RexusError:
                assert stock[codigo] + signo * cantidad < 0
                rechazadas += 1
            else:
                stock[codigo] += signo * cantidad
    assert {f.valores[0]: f.valores[1] for f in _todas(modelo)} == stock
    assert 0 < rechazadas < cuantos / 2
    registry.close()
    assert rexus.ok("verificar")["ok"]


def _todas(modelo: InventarioModel) -> list[object]:
    from rexus.stock.consulta import Consulta

    return modelo.filas(modelo.indice(Consulta()), ("codigo", "stock_actual"))  # type: ignore[return-value]


def test_verificar_finds_what_was_tampered_with(rexus: Rexus, sitio: Sitio, datos: Path) -> None:
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    rexus.ok("mover", "entrada", "564002", "5")
    registry = sitio.registry()
    with registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(update(Existencia).values(cantidad=Decimal(6)))
        work.connection.execute(update(Perfil).where(Perfil.codigo == "564081").values(stock_actual=Decimal(9)))
    registry.close()
    respuesta = rexus("verificar", "--json")
    assert respuesta.estado == 1
    assert not respuesta.json["ok"]
    assert {(d["codigo"], d["regla"]) for d in respuesta.json["diferencias"]} == {
        ("564002", "existencia en un lugar"),
        ("564002", "stock actual"),
        ("564081", "stock actual"),
    }


@de_la_linea
def test_what_is_no_text_and_what_is_no_number_is_refused_quietly(rexus: Rexus) -> None:
    assert rexus.ok("buscar", "\udcff") == []
    for args in (("anular", str(2**64)), ("revertir", str(2**64)), ("anular", "0")):
        assert rexus(*args).estado == 2, args
    rexus.env["REXUS_CLAVE"] = "\udcff\udcfe"
    assert "Usuario o clave incorrectos" in rexus("verificar").error
    otra = Rexus(rexus.home / "otra")
    otra.home.mkdir()
    orden = [sys.executable, "-m", "rexus", "usuario", "crear-admin", "--usuario", "ana", "--clave-stdin"]
    hecho = subprocess.run(orden, env=otra.env, cwd=otra.home, input=b"\xff" * 20, capture_output=True, check=False)
    assert hecho.returncode == 1
    assert hecho.stderr.startswith("Dato no válido".encode())
    assert b"\\xff" not in hecho.stderr


@de_la_linea
def test_without_variables_and_terminal_it_says_which_to_set(rexus: Rexus) -> None:
    rexus.env["REXUS_CLAVE"] = ""
    respuesta = rexus("verificar")
    assert (respuesta.estado, respuesta.salida) == (1, "")
    assert "REXUS_CLAVE" in respuesta.error


@de_la_linea
def test_sentences_say_what_happened(rexus: Rexus, tmp_path: Path) -> None:
    archivo = tmp_path / "a.csv"
    archivo.write_text("codigo;codigo;stock\nA1;B1;5\n", encoding="utf-8")
    respuesta = rexus("importar", "perfiles", str(archivo))
    assert respuesta.estado == 0
    assert "La columna «codigo» no se usa" in respuesta.error
    assert (
        "ajuste de −2 × A1 en General; el stock queda en 3"
        in rexus("mover", "ajuste", "A1", "-2", "--motivo", "rotas").salida
    )
    clave = "3f0e8a4e-5a0a-4b52-9d3b-0a4f7f7f0d12"
    assert (
        "salida de 1 × A1 en General; el stock queda en 2"
        in rexus("mover", "salida", "A1", "1", "--clave", clave).salida
    )
    rexus.ok("mover", "entrada", "A1", "7")
    assert "ya estaba registrado" in rexus("mover", "salida", "A1", "1", "--clave", clave).salida
    assert "Anula" not in rexus("kardex", "A1").salida
    ultimo = rexus.ok("mover", "salida", "A1", "1")
    assert ultimo["ubicacion"] == "General"
    rexus.ok("anular", str(ultimo["movimiento"]))
    titulos, *_, linea = rexus("kardex", "A1").salida.splitlines()
    assert "Anula" in titulos and linea.split()[4] == str(ultimo["movimiento"]), linea
    assert "1 artículo y" in rexus("verificar").salida


@de_la_linea
def test_what_is_exported_for_people_carries_the_workshops_hours(rexus: Rexus, tmp_path: Path) -> None:
    origen, salida = tmp_path / "a.csv", tmp_path / "salida.csv"
    origen.write_text("codigo;stock\nA1;5\n", encoding="utf-8")
    rexus.ok("importar", "perfiles", str(origen))
    rexus.env["REXUS_SISTEMA_ZONA"] = "Pacific/Kiritimati"
    assert "1 fila exportada" in rexus("exportar", "perfiles", str(salida)).salida
    with salida.open(encoding="utf-8-sig", newline="") as archivo:
        (fila,) = csv.DictReader(archivo, delimiter=";")
    creado = datetime.strptime(fila["Creado"], "%d/%m/%Y %H:%M").replace(tzinfo=timezone(timedelta(hours=14)))
    assert abs(datetime.now(UTC) - creado) < timedelta(minutes=10)


@de_la_linea
def test_it_says_which_version_it_is(home: Path) -> None:
    dicho = Rexus(home).de_nuevo("--version")
    assert dicho.estado == 0 and dicho.salida.startswith("Rexus ")


@de_la_linea
@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise on Windows")
def test_what_nobody_reads_is_not_called_refused(rexus: Rexus, tmp_path: Path) -> None:
    archivo = tmp_path / "a.csv"
    archivo.write_text("codigo;stock\nA1;5\n", encoding="utf-8")
    rexus.ok("importar", "perfiles", str(archivo))
    leer, escribir = os.pipe()
    os.close(leer)
    orden = [sys.executable, "-m", "rexus", "mover", "salida", "A1", "1"]
    hecho = subprocess.run(orden, env=rexus.env, cwd=rexus.home, stdout=escribir, stderr=subprocess.PIPE, check=False)
    os.close(escribir)
    assert (hecho.returncode, hecho.stderr) == (141, b"")
    assert rexus.ok("verificar")["movimientos"] == 2
