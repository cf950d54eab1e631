"""Herrajes on the command line: the same verbs, with the class where a code does not say it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from .conftest import Rexus


def test_a_catalogue_of_herrajes_comes_in_moves_and_goes_out(
    rexus: Rexus, catalogo: Callable[..., Path], tmp_path: Path
) -> None:
    archivo = catalogo("herrajes", "500")
    assert rexus.ok("importar", "herrajes", str(archivo), "--simular")["nuevos"] == 500
    assert rexus.ok("importar", "herrajes", str(archivo))["nuevos"] == 500
    assert rexus.ok("importar", "herrajes", str(archivo))["sin_cambios"] == 500
    hallados = rexus.ok("buscar", "BISÁGRA regulable")
    assert hallados and {fila["clase"] for fila in hallados} == {"herraje"}
    assert {fila["categoria"] for fila in hallados} == {"bisagras"}
    codigo, hay = hallados[0]["codigo"], Decimal(hallados[0]["stock_actual"])
    hecho = rexus.ok("mover", "entrada", codigo, "2")
    assert Decimal(hecho["stock_resultante"]) == hay + 2
    assert rexus.ok("kardex", codigo, "--clase", "herraje")[-1]["tipo"] == "ENTRADA"
    assert rexus.ok("exportar", "herrajes", str(tmp_path / "salida.csv"))["filas"] == 500
    assert (tmp_path / "salida.csv").read_text(encoding="utf-8-sig").startswith("Código;Nombre;")
    assert rexus("verificar").estado == 0


def test_a_code_that_is_in_both_must_be_told_apart(rexus: Rexus, tmp_path: Path) -> None:
    archivo = tmp_path / "unos.csv"
    archivo.write_text("Código;Nombre;Stock actual\nA1;Uno;5\n", encoding="utf-8")
    for cuales in ("perfiles", "herrajes"):
        assert rexus.ok("importar", cuales, str(archivo))["nuevos"] == 1
    for linea in (("mover", "salida", "A1", "1"), ("kardex", "A1"), ("transferir", "A1", "1", "--de", "x", "--a", "y")):
        negado = rexus(*linea)
        assert negado.estado == 1
        assert "está en más de un catálogo: perfil, herraje" in negado.error
        assert "--clase perfil o --clase herraje" in negado.error
    assert Decimal(rexus.ok("mover", "salida", "A1", "2", "--clase", "herraje")["stock_resultante"]) == 3
    stock = {fila["clase"]: Decimal(fila["stock_actual"]) for fila in rexus.ok("buscar", "A1")}
    assert stock == {"perfil": 5, "herraje": 3}
    assert [fila["clase"] for fila in rexus.ok("buscar", "A1", "--clase", "herraje")] == ["herraje"]
    nadie = rexus("mover", "salida", "Z9", "1")
    assert nadie.estado == 1 and "Z9" in nadie.error
    assert rexus("mover", "salida", "A1", "1", "--clase", "vidrio").estado == 2


def test_a_kit(rexus: Rexus, tmp_path: Path) -> None:
    archivo = tmp_path / "herrajes.csv"
    archivo.write_text("Código;Nombre;Stock actual\nA;Bisagra;9\nB;Manija;4\n", encoding="utf-8")
    rexus.ok("importar", "herrajes", str(archivo))
    hoja = rexus.ok("kit", "crear", "HOJA", "--nombre", "Una hoja", "--parte", "A=2", "--parte", "B=1")
    assert (hoja["disponible"], [p["codigo"] for p in hoja["partes"]]) == (4, ["A", "B"])
    rexus.ok("kit", "crear", "PAR", "--kit", "HOJA=2")
    assert [(k["codigo"], k["disponible"]) for k in rexus.ok("kit", "listar")] == [("HOJA", 4), ("PAR", 2)]
    negado = rexus("kit", "salida", "PAR", "3")
    assert negado.estado == 1 and "Para 3 × PAR faltan 3 de A, 2 de B" in negado.error
    hecho = rexus.ok("kit", "salida", "PAR", "--referencia", "OB-0001")
    assert {m["codigo"]: Decimal(m["stock_resultante"]) for m in hecho["movimientos"]} == {"A": 5, "B": 2}
    (parte,) = rexus.ok("kit", "ver", "par")["partes"]
    assert (parte["codigo"], parte["es_kit"], Decimal(parte["disponible"])) == ("HOJA", True, 2)
    assert "Alcanza para 2" in rexus("kit", "ver", "HOJA").salida
    rexus.ok("obra", "crear", "OB-1", "--nombre", "Casa")
    corta = rexus("kit", "reservar", "HOJA", "--obra", "OB-1", "--cantidad", "3")
    assert corta.estado == 1 and "De A se piden 6 y hay 5 disponibles" in corta.error
    hecho = rexus.ok("kit", "reservar", "hoja", "--obra", "OB-1", "--cantidad", "2")
    assert {r["codigo"]: Decimal(r["cantidad"]) for r in hecho["requeridas"]} == {"A": 4, "B": 2}
    dado = rexus.ok("kit", "salida", "HOJA", "1", "--obra", "OB-1", "--referencia", "R-1")
    assert {x["codigo"]: Decimal(x["propias"]) for x in dado["lineas"]} == {"A": 2, "B": 1}
    assert rexus("deshacer", str(dado["lote_id"])).estado == 0
    assert rexus("deshacer", str(hecho["lote_id"])).estado == 0
    assert rexus.ok("obra", "ver", "OB-1")["materiales"] == []
    # Parts behind the code, and how many behind it or by the option.
    assert [p["codigo"] for p in rexus.ok("kit", "crear", "TRES", "A=1", "B=2")["partes"]] == ["A", "B"]
    editado = rexus.ok("kit", "editar", "tres", "A=3", "B=0", "--kit", "HOJA=1", "--nombre", "De a tres")
    assert {p["codigo"]: p["cantidad"] for p in editado["partes"]} == {"A": "3", "HOJA": "1"}
    assert (editado["codigo"], editado["nombre"]) == ("TRES", "De a tres")
    assert "guardado, con 2 partes" in rexus("kit", "editar", "TRES", "--descripcion", "prueba").salida
    for args in (("editar", "TRES", "--kit", "TRES=1"), ("crear", "K3", "A=1", "--kit", "k3=1")):
        dentro = rexus("kit", *args)
        assert dentro.estado == 1 and "a sí mismo" in dentro.error
    assert rexus("kit", "editar", "TRES", "A=1", "--parte", "A=2").estado == 1
    for cuantos in (("2",), ("--cantidad", "2")):
        dado = rexus.ok("kit", "salida", "HOJA", *cuantos, "--obra", "OB-1")
        assert dado["kits"] == "2" and rexus("deshacer", str(dado["lote_id"])).estado == 0
        apartado = rexus.ok("kit", "reservar", "HOJA", *cuantos, "--obra", "OB-1")
        dicho = rexus("deshacer", str(apartado["lote_id"]))
        assert "2 líneas de la reserva deshechas" in dicho.salida and "0 movimientos" not in dicho.salida
    assert rexus("kit", "salida", "HOJA", "2", "--cantidad", "2").estado == 2
    for mal in (("A",), ("=3",), ("A=x",), ("Z=1",)):
        assert rexus("kit", "crear", "X", "--parte", *mal).estado == 1
    assert rexus("verificar").estado == 0
