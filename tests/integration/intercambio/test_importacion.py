"""Importing and reverting: creating and updating mix, all or nothing, and taken back whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from rexus.base.errors import CanceladoError, ConflictoError
from rexus.base.progress import Avance
from rexus.intercambio.importacion import CONTAR, IGNORAR, INICIAL, ImportacionRechazadaError, Resumen
from rexus.intercambio.reversion import ReversionImposibleError
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.consulta import TODOS, Consulta
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.movimientos import Pedido

TITULOS = "Código;Descripción;Ubicación;Stock actual;Stock mínimo;Importe"
Importador = Callable[..., Resumen]


@pytest.fixture
def planilla(tmp_path: Path) -> Callable[..., Path]:
    """`planilla('A1;Marco;Rack A1;5;2;10,50', …)` writes a CSV with the usual headings."""

    def escribir(*filas: str, titulos: str = TITULOS) -> Path:
        archivo = tmp_path / "perfiles.csv"
        archivo.write_text("\n".join([titulos, *filas]) + "\n", encoding="utf-8")
        return archivo

    return escribir


@pytest.fixture
def importar(modelo: InventarioModel, planilla: Callable[..., Path]) -> Importador:
    """Import rows; `simular=True` only looks. What the dry run foretells is what the import does."""

    def hacer(*filas: str, stock: str = INICIAL, simular: bool = False, titulos: str = TITULOS) -> Resumen:
        with modelo.analizar(planilla(*filas, titulos=titulos)) as analisis:
            previsto = modelo.simular_importacion(analisis, stock)
            if simular:
                return previsto
            hecho = modelo.importar(analisis, stock).value
        assert (previsto.nuevos, previsto.actualizados, previsto.sin_cambios, previsto.movimientos) == (
            hecho.nuevos,
            hecho.actualizados,
            hecho.sin_cambios,
            hecho.movimientos,
        )
        assert modelo.verificar().ok
        return hecho

    return hacer


def stock(modelo: InventarioModel, codigo: str) -> Decimal:
    return modelo.articulo(modelo.id_por_codigo(codigo)).stock_actual


def test_new_articles_get_their_opening_stock_and_places(modelo: InventarioModel, importar: Importador) -> None:
    hecho = importar("A1;Marco;Rack A1;5;2;1.234,50", "A2;Hoja;rack a1;0;;", "A3;Umbral;;2,5;;7")
    assert (hecho.nuevos, hecho.movimientos, hecho.ubicaciones_nuevas) == (3, 2, ("Rack A1",))
    a1 = modelo.articulo(modelo.id_por_codigo("A1"))
    assert (a1.stock_actual, a1.valores["importe"], a1.valores["ubicacion"]) == (5, Decimal("1234.50"), "Rack A1")
    (entrada,) = modelo.kardex(a1.id)
    assert (entrada.tipo, entrada.lote_id, entrada.stock_resultante) == ("ENTRADA", hecho.lote, 5)
    assert [e.ubicacion for e in modelo.existencias(modelo.id_por_codigo("A3"))] == ["General"]
    assert len(modelo.indice(Consulta("rack umbral"))) == 0
    assert len(modelo.indice(Consulta("rack hoja"))) == 1


def test_existing_ones_are_updated_field_by_field(modelo: InventarioModel, importar: Importador) -> None:
    importar("A1;Marco;Rack A1;5;2;10", "A2;Hoja;Rack A1;1;1;10")
    previsto = importar("A1;Marco 64;;9;;", "A2;Hoja;Rack A1;7;1;10", "A3;Nueva;;1;;", simular=True)
    assert (previsto.nuevos, previsto.actualizados, previsto.sin_cambios) == (1, 1, 1)
    (cambio,) = previsto.cambios
    assert (cambio.codigo, dict(cambio.campos)) == ("A1", {"descripcion": ("Marco", "Marco 64")})
    importar("A1;Marco 64;;9;;", "A2;Hoja;Rack A1;7;1;10", "A3;Nueva;;1;;")
    a1 = modelo.articulo(modelo.id_por_codigo("A1"))
    # An empty cell says nothing; the stock of an article that exists is not touched by «inicial».
    assert (a1.valores["descripcion"], a1.valores["ubicacion"], a1.stock_actual) == ("Marco 64", "Rack A1", 5)
    assert stock(modelo, "A2") == 1


def test_counting_posts_the_difference(modelo: InventarioModel, importar: Importador) -> None:
    importar("A1;Marco;Rack A1;5;;", "A2;Hoja;Rack A1;5;;", "A3;Umbral;;4;;")
    hecho = importar("A1;;;8;;", "A2;;;2;;", "A3;;;4;;", "A4;Nueva;;3;;", stock=CONTAR)
    assert (hecho.nuevos, hecho.actualizados, hecho.sin_cambios, hecho.movimientos) == (1, 2, 1, 3)
    assert [stock(modelo, c) for c in ("A1", "A2", "A3", "A4")] == [8, 2, 4, 3]
    assert modelo.kardex(modelo.id_por_codigo("A2"))[0].tipo == "CONTEO"


def test_counting_down_what_is_spread_out_is_an_error(
    modelo: InventarioModel, importar: Importador, lugares: UbicacionesModel
) -> None:
    importar("A1;Marco;Rack A1;5;;")
    otro = lugares.crear("Rack B").value.id
    articulo = modelo.id_por_codigo("A1")
    modelo.transferir(articulo, 3, modelo.existencias(articulo)[0].ubicacion_id, otro)
    previsto = importar("A1;;;1;;", stock=CONTAR, simular=True)
    assert [(e.fila, "repartidas" in e.motivo) for e in previsto.errores] == [(2, True)]
    with pytest.raises(ImportacionRechazadaError):
        importar("A1;;;1;;", "A9;Nueva;;1;;", stock=CONTAR)
    assert len(modelo.indice(Consulta())) == 1


def test_ignoring_moves_nothing(modelo: InventarioModel, importar: Importador) -> None:
    assert importar("A1;Marco;;5;;", stock=IGNORAR).movimientos == 0
    assert stock(modelo, "A1") == 0


def test_every_error_is_told_and_nothing_is_imported(modelo: InventarioModel, importar: Importador) -> None:
    filas = (
        "A1;Marco;Rack A1;5;2;10,5",
        ";Sin código;;1;;",
        "A2;Hoja;;-1;;",
        "A3;Hoja;;NaN;;",
        "A4;Hoja;;1e308;;",
        f"A5;Hoja;;{2**63};;",
        "A6;Hoja;;1,2345;;",
        "A1;Repetido;;1;;",
        f"A7;{'x' * 256};;1;;",
    )
    previsto = importar(*filas, simular=True)
    assert sorted({e.fila for e in previsto.errores}) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert all(e.motivo for e in previsto.errores)
    with pytest.raises(ImportacionRechazadaError) as error:
        importar(*filas)
    assert len(error.value.resumen.errores) == len(previsto.errores)
    assert len(modelo.indice(Consulta(estado=TODOS))) == 0


def test_an_ambiguous_number_is_an_error_not_a_guess(modelo: InventarioModel, importar: Importador) -> None:
    previsto = importar("A1;Marco;;1.234;;", simular=True)
    assert [(e.fila, e.columna) for e in previsto.errores] == [(2, "Stock actual")]
    # Proof elsewhere in the file settles it.
    assert importar("A1;Marco;;1.234;;", "A2;Hoja;;1;;2.500,75", simular=True).errores == ()


def test_a_file_without_the_code_column_is_one_clear_error(importar: Importador) -> None:
    previsto = importar("Marco;5", titulos="Descripción;Stock", simular=True)
    assert len(previsto.errores) == 1
    assert "Código" in previsto.errores[0].motivo


def test_an_inactive_place_is_an_error(importar: Importador, lugares: UbicacionesModel) -> None:
    lugar = lugares.crear("Rack Z").value
    lugares.activar(lugar.id, lugar.version, activo=False)
    (error,) = importar("A1;Marco;rack z;5;;", simular=True).errores
    assert (error.fila, error.motivo) == (2, "la ubicación está inactiva")


def test_a_cancelled_import_leaves_nothing(modelo: InventarioModel, planilla: Callable[..., Path]) -> None:
    archivo = planilla(*(f"A{n};Marco;Rack {n % 200};1;;" for n in range(12_000)))
    with modelo.analizar(archivo) as analisis:
        avance = Avance(lambda hecho, _total: hecho and avance.cancelar())
        with pytest.raises(CanceladoError):
            modelo.importar(analisis, avance=avance)
        assert len(modelo.indice(Consulta(estado=TODOS))) == 0
        assert len(modelo.ubicaciones()) == 1
        assert modelo.importar(analisis).value.nuevos == 12_000
    assert modelo.verificar().ok


def test_reverting_undoes_everything(modelo: InventarioModel, importar: Importador) -> None:
    importar("A1;Marco;Rack A1;5;2;10")
    antes = modelo.articulo(modelo.id_por_codigo("A1"))
    lote = importar("A1;Marco 64;Rack B;8;3;11", "A2;Hoja;;4;;", "A3;Sin stock;;;;", stock=CONTAR).lote
    assert lote is not None
    hecho = modelo.revertir_importacion(lote).value
    assert (hecho.eliminados, hecho.desactivados, hecho.restaurados, hecho.anulados) == (1, 1, 1, 2)
    despues = modelo.articulo(antes.id)
    assert (despues.valores, despues.stock_actual) == (antes.valores, antes.stock_actual)
    assert [f.valores[0] for f in modelo.primera(Consulta(), ("codigo",))] == ["A1"]
    assert len(modelo.indice(Consulta("rack a1"))) == 1
    assert modelo.verificar().ok
    with pytest.raises(ConflictoError, match="ya estaba revertida"):
        modelo.revertir_importacion(lote)


def test_after_reverting_the_codes_are_new_again(modelo: InventarioModel, importar: Importador) -> None:
    lote = importar("A1;Marco mal;Rack A1;50;;").lote
    assert lote is not None
    modelo.revertir_importacion(lote)
    hecho = importar("A1;Marco;Rack B;5;;")
    assert (hecho.nuevos, hecho.movimientos) == (1, 1)
    a1 = modelo.articulo(modelo.id_por_codigo("A1"))
    assert (a1.activo, a1.stock_actual, a1.valores["descripcion"]) == (True, 5, "Marco")
    assert hecho.lote is not None
    modelo.revertir_importacion(hecho.lote)
    assert modelo.verificar().ok


def test_what_later_things_depend_on_is_not_reverted(modelo: InventarioModel, importar: Importador) -> None:
    lote = importar("A1;Marco;Rack A1;5;;", "A2;Hoja;;5;;").lote
    assert lote is not None
    salida = modelo.registrar_salida(Pedido(modelo.id_por_codigo("A1"), 1)).value
    with pytest.raises(ReversionImposibleError, match="A1"):
        modelo.revertir_importacion(lote)
    modelo.anular(salida.id)
    visto = modelo.articulo(modelo.id_por_codigo("A2"))
    modelo.editar(visto.id, visto.version, {"descripcion": "Otra"}, visto.valores)
    with pytest.raises(ReversionImposibleError, match="A2"):
        modelo.revertir_importacion(lote)
    assert (stock(modelo, "A1"), stock(modelo, "A2")) == (5, 5)


def test_an_annulled_movement_does_not_stand_in_the_way(modelo: InventarioModel, importar: Importador) -> None:
    lote = importar("A1;Marco;Rack A1;5;;").lote
    assert lote is not None
    modelo.anular(modelo.registrar_salida(Pedido(modelo.id_por_codigo("A1"), 1)).value.id)
    assert modelo.revertir_importacion(lote).value.anulados == 1
    assert modelo.verificar().ok


def test_reverting_follows_a_place_that_was_renamed(
    modelo: InventarioModel, importar: Importador, lugares: UbicacionesModel
) -> None:
    importar("A1;Marco;Rack A1;5;;")
    lote = importar("A1;;Rack B;;;").lote
    assert lote is not None
    rack = next(lugar for lugar in lugares.listar() if lugar.codigo == "Rack A1")
    lugares.editar(rack.id, rack.version, "Rack Uno")
    assert modelo.revertir_importacion(lote).value.restaurados == 1
    assert modelo.articulo(modelo.id_por_codigo("A1")).valores["ubicacion"] == "Rack Uno"
    assert len(modelo.indice(Consulta("rack uno"))) == 1


def test_reverting_passes_over_what_was_deleted_since(modelo: InventarioModel, importar: Importador) -> None:
    importar("A1;Marco;;;;", "A2;Hoja;;;;")
    lote = importar("A1;Marco 64;;;;", "A2;Hoja 64;;;;").lote
    assert lote is not None
    modelo.eliminar(modelo.id_por_codigo("A2"))
    assert modelo.revertir_importacion(lote).value.restaurados == 1
    assert modelo.articulo(modelo.id_por_codigo("A1")).valores["descripcion"] == "Marco"


def test_what_a_dry_run_foretells_includes_what_the_stock_refuses(
    modelo: InventarioModel, importar: Importador, lugares: UbicacionesModel, reservar: Callable[..., None]
) -> None:
    importar("A1;Inactivo;;0;;", "A2;Sin lugar;Rack Z;0;;", "A3;Reservado;;10;;")
    modelo.activar(modelo.id_por_codigo("A1"), activo=False)
    rack = next(lugar for lugar in lugares.listar() if lugar.codigo == "Rack Z")
    lugares.activar(rack.id, rack.version, activo=False)
    reservar(6, "A3")
    filas = ("A1;;;1;;", "A2;;;2;;", "A3;;;3;;")
    errores = importar(*filas, stock=CONTAR, simular=True).errores
    assert [(e.fila, e.columna, e.valor) for e in errores] == [
        (2, "Stock actual", "1"),
        (3, "Stock actual", "2"),
        (4, "Stock actual", "3"),
    ]
    assert all(palabra in e.motivo for e, palabra in zip(errores, ("inactivo", "Rack Z", "6 reserv"), strict=True))
    with pytest.raises(ImportacionRechazadaError):
        importar(*filas, stock=CONTAR)
    assert [stock(modelo, c) for c in ("A1", "A2", "A3")] == [0, 0, 10]


def test_what_was_used_after_a_reversion_is_not_made_anew(modelo: InventarioModel, importar: Importador) -> None:
    lote = importar("A1;Marco;Rack A1;5;;").lote
    assert lote is not None
    modelo.revertir_importacion(lote)
    a1 = modelo.activar(modelo.id_por_codigo("A1"), activo=True).value
    modelo.editar(a1.id, a1.version, {"observaciones": "pedir en marzo"}, a1.valores)
    modelo.activar(a1.id, activo=False)
    hecho = importar("A1;Marco 64;;5;;")
    assert (hecho.nuevos, hecho.actualizados, hecho.movimientos) == (0, 1, 0)
    a1 = modelo.articulo(a1.id)
    assert (a1.activo, a1.valores["observaciones"], a1.valores["ubicacion"]) == (False, "pedir en marzo", "Rack A1")


def test_the_uuid_of_an_import_names_one_import(modelo: InventarioModel, planilla: Callable[..., Path]) -> None:
    clave = str(uuid.uuid4())
    with modelo.analizar(planilla("A1;Marco;;5;;")) as analisis:
        lote = modelo.importar(analisis, clave=clave).value.lote
    with (
        modelo.analizar(planilla("A1;Otro;;5;;", "A2;Hoja;;5;;")) as analisis,
        pytest.raises(ConflictoError, match=f"importación {lote}"),
    ):
        modelo.importar(analisis, clave=clave)
    assert len(modelo.indice(Consulta())) == 1


def test_a_file_name_that_is_no_text_imports(modelo: InventarioModel, planilla: Callable[..., Path]) -> None:
    archivo = planilla("A1;Marco;;5;;")
    raro = archivo.with_name("cat\udce1logo.csv")
    try:
        archivo.rename(raro)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes only text as names")
    with modelo.analizar(raro) as analisis:
        assert modelo.importar(analisis).value.nuevos == 1


def test_what_is_reserved_is_not_reverted(
    modelo: InventarioModel, importar: Importador, reservar: Callable[..., None]
) -> None:
    lote = importar("A1;Marco;Rack A1;5;;").lote
    assert lote is not None
    reservar(2)
    with pytest.raises(StockInsuficienteError, match="A1 hay 5: 2 reservadas y 3 disponibles"):
        modelo.revertir_importacion(lote)
    assert stock(modelo, "A1") == 5


def test_imports_are_reverted_one_after_the_other(modelo: InventarioModel, importar: Importador) -> None:
    lotes = [
        importar("A1;Uno;Rack A1;5;;", "A2;Fijo;;;;").lote,
        importar("A1;Dos;Rack B;;;").lote,
        importar("A1;Tres;;9;;", stock=CONTAR).lote,
    ]
    for lote, descripcion in zip(reversed(lotes), ("Dos", "Uno", None), strict=True):
        assert lote is not None
        for anterior in lotes[: lotes.index(lote)]:
            assert anterior is not None
            with pytest.raises(ReversionImposibleError):
                modelo.revertir_importacion(anterior)
        modelo.revertir_importacion(lote)
        if descripcion:
            assert modelo.articulo(modelo.id_por_codigo("A1")).valores["descripcion"] == descripcion
        assert modelo.verificar().ok
    assert len(modelo.indice(Consulta())) == 0
    assert importar("A1;Uno;Rack A1;5;;").nuevos == 1


def test_an_edit_between_two_imports_still_stands_in_the_way(modelo: InventarioModel, importar: Importador) -> None:
    primero = importar("A1;Uno;;5;;").lote
    visto = modelo.articulo(modelo.id_por_codigo("A1"))
    modelo.editar(visto.id, visto.version, {"observaciones": "a mano"}, visto.valores)
    segundo = importar("A1;Dos;;;;").lote
    assert primero is not None
    assert segundo is not None
    modelo.revertir_importacion(segundo)
    with pytest.raises(ReversionImposibleError, match="A1"):
        modelo.revertir_importacion(primero)


def test_codes_that_differ_in_capitals_alone_are_legal_and_told(importar: Importador) -> None:
    importar("AR101;Marco;;;;")
    previsto = importar("ar101;Otro;;;;", "AR101;Marco;;;;", "b1;Una;;;;", "B1;Dos;;;;", simular=True)
    assert previsto.avisos == (
        "Fila 2: «ar101» se parece a «AR101», que ya existe; se crea otro artículo.",
        "Fila 5: «B1» se parece a «b1», que ya existe; se crea otro artículo.",
    )
    hecho = importar("ar101;Otro;;;;", "AR101;Marco;;;;")
    assert (hecho.nuevos, hecho.sin_cambios, len(hecho.avisos)) == (1, 1, 1)
    # Those that exist are what they are.
    assert importar("ar101;Otro;;;;", "AR101;Marco;;;;").avisos == ()
