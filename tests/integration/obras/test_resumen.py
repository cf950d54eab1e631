"""The summary of an obra's materials: dry run, unknown articles, the same again, what changed, what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from rexus.base.actor import Actor
from rexus.base.errors import PermisoError
from rexus.intercambio.filas_sueltas import ArchivoConErroresError
from rexus.intercambio.proveedores import leer_proveedores
from rexus.intercambio.resumen import leer_resumen
from rexus.stock import obras, requerimientos
from rexus.stock.consulta import Consulta
from rexus.stock.obras import ObraCerradaError
from rexus.stock.resumen import ArticulosDesconocidosError, PlanResumen, importar_resumen, simular_resumen

from .conftest import Mesa

CABEZA = "Tipo;Código;Descripción;Acabado;Proveedor;Longitud;Necesarias;Stock;Faltan;Ped. Min.;Emba.;UDS\n"
FILAS = {
    "245536": "PERFILES;245536;Refuerzo 35x20;Material Sin Tratar;REHAU;5800;{n};0;4;6;1;6\n",
    "564002": "PERFILES;564002;Marco 64;Mon/Mon;REHAU;5800;{n};0;;;;\n",
    "555320": "PERFILES;555320;Cuarto caña;Mon/Mon;REHAU;5800;{n};0;;;;\n",
}


@pytest.fixture
def archivo(tmp_path: Path) -> Path:
    return tmp_path / "resumen.csv"


def escribir(archivo: Path, **cuantas: int) -> None:
    archivo.write_text(CABEZA + "".join(FILAS[c[1:]].format(n=n) for c, n in cuantas.items()), encoding="utf-8")


def importar(mesa: Mesa, archivo: Path, **kw: object) -> PlanResumen:
    filas, leidas = leer_resumen(archivo)
    hecho = mesa.hacer(importar_resumen, mesa.uno, filas, leidas.archivo, **kw)
    assert isinstance(hecho, PlanResumen)
    return hecho


def simular(mesa: Mesa, archivo: Path) -> PlanResumen:
    filas, leidas = leer_resumen(archivo)
    hecho = mesa.leer(simular_resumen, mesa.uno, filas, leidas.archivo)
    assert isinstance(hecho, PlanResumen)
    return hecho


@pytest.fixture
def taller(mesa: Mesa, archivo: Path) -> Mesa:
    """An obra, the article 564002, and a summary that names another one besides."""
    mesa.articulo("564002", 2)
    mesa.uno = mesa.obra("OB-1")
    escribir(archivo, _245536=4, _564002=6)
    return mesa


def test_a_dry_run_says_all_and_changes_nothing(taller: Mesa, archivo: Path) -> None:
    plan = simular(taller, archivo)
    assert [(r.codigo, r.antes, r.despues) for r in plan.nuevos] == [("564002", 0, 6)]
    assert [(d.fila, d.codigo, d.descripcion, d.clase) for d in plan.desconocidos] == [
        (2, "245536", "Refuerzo 35x20", "perfil")
    ]
    assert taller.leer(requerimientos.materiales, taller.uno) == []


def test_unknown_articles_are_refused_or_made_as_the_file_says(taller: Mesa, archivo: Path) -> None:
    with pytest.raises(ArticulosDesconocidosError, match="245536"):
        importar(taller, archivo)
    assert taller.leer(requerimientos.materiales, taller.uno) == []
    hecho = importar(taller, archivo, crear=True)
    assert (hecho.creados, len(hecho.nuevos)) == (("245536",), 2)
    nuevo = taller.modelo.articulo(taller.id("245536"))
    assert {c: nuevo.valores[c] for c in ("descripcion", "acabado", "proveedor", "longitud", "ped_min", "emba")} == {
        "descripcion": "Refuerzo 35x20",
        "acabado": "Material Sin Tratar",
        "proveedor": "REHAU",
        "longitud": 5800,
        "ped_min": 6,
        "emba": 1,
    }
    assert taller.cuentas(taller.uno, "245536") == (4, 0, 0, 4)
    # What is called stock in there is the other program's, and nothing came in.
    assert taller.stock("564002") == (2, 0)
    taller.en_orden()


def test_who_may_not_change_the_catalogue_makes_no_articles(taller: Mesa, archivo: Path) -> None:
    taller.actor = Actor("op", "x", frozenset({"obras.ver", "obras.modificar", "inventario.ver"}))
    with pytest.raises(PermisoError, match=r"inventario\.modificar"):
        importar(taller, archivo, crear=True)
    assert taller.leer(requerimientos.materiales, taller.uno) == []


def test_the_same_file_again_changes_nothing(taller: Mesa, archivo: Path) -> None:
    importar(taller, archivo, crear=True)
    ficha = taller.leer(obras.ver, taller.uno)
    antes = taller.leer(requerimientos.materiales, taller.uno)
    hecho = importar(taller, archivo)
    assert (hecho.nuevos, hecho.cambiados, hecho.sin_cambios, hecho.creados) == ((), (), 2, ())
    assert taller.leer(requerimientos.materiales, taller.uno) == antes
    assert taller.leer(obras.ver, taller.uno) == ficha


def test_a_changed_file_shows_what_changes(taller: Mesa, archivo: Path) -> None:
    importar(taller, archivo, crear=True)
    taller.articulo("555320")
    escribir(archivo, _564002=5, _555320=7)
    plan = simular(taller, archivo)
    assert [(r.codigo, r.antes, r.despues) for r in plan.cambiados] == [("564002", 6, 5)]
    assert [r.codigo for r in plan.nuevos] == ["555320"]
    assert [(r.codigo, r.antes) for r in plan.ya_no_figuran] == [("245536", 4)]
    importar(taller, archivo)
    assert taller.cuentas(taller.uno, "564002")[0] == 5
    assert taller.cuentas(taller.uno, "245536")[0] == 4
    assert importar(taller, archivo, quitar=True).quitados == 1
    assert taller.cuentas(taller.uno, "245536")[0] == 0


def test_another_file_takes_nothing_away_of_this_one(taller: Mesa, archivo: Path, tmp_path: Path) -> None:
    importar(taller, archivo, crear=True)
    taller.articulo("555320")
    otro = tmp_path / "otro.csv"
    escribir(otro, _555320=7)
    assert importar(taller, otro, quitar=True).ya_no_figuran == ()
    assert len(taller.leer(requerimientos.materiales, taller.uno)) == 3


def test_lines_that_need_nothing_are_left_out(taller: Mesa, archivo: Path) -> None:
    escribir(archivo, _245536=0, _564002=6)
    assert [r.codigo for r in importar(taller, archivo).nuevos] == ["564002"]


def test_a_file_with_errors_is_refused_with_every_one(taller: Mesa, archivo: Path) -> None:
    archivo.write_text("Código;Necesarias\nA1;-1\nA1;2\nB2;muchas\n;3\n", encoding="utf-8")
    with pytest.raises(ArchivoConErroresError) as error:
        leer_resumen(archivo)
    assert {e.fila for e in error.value.errores} == {2, 3, 4, 5}
    archivo.write_text("Código;Cantidad\nA1;1\n", encoding="utf-8")
    with pytest.raises(ArchivoConErroresError, match="Necesarias"):
        leer_resumen(archivo)


def test_not_for_a_closed_obra(taller: Mesa, archivo: Path) -> None:
    taller.hacer(obras.cambiar_estado, taller.uno, "cerrada")
    with pytest.raises(ObraCerradaError):
        importar(taller, archivo, crear=True)
    assert len(taller.modelo.indice(Consulta())) == 1


def test_suppliers_are_read_by_the_headings_that_people_use(tmp_path: Path) -> None:
    lista = tmp_path / "proveedores.csv"
    lista.write_text("Razón social;Tel.;E-mail;Plazo\nREHAU;11 4000;a@b.example;15\nVeka;;;\n", encoding="utf-8")
    filas = [valores for _n, valores in leer_proveedores(lista).filas]
    assert filas == [
        {"nombre": "REHAU", "telefono": "11 4000", "email": "a@b.example", "dias_entrega": 15},
        {"nombre": "Veka", "telefono": None, "email": None, "dias_entrega": None},
    ]
