"""Creating, editing and retiring articles; two people at once; places."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError, PermisoError
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.articulos import EdicionSimultaneaError
from rexus.stock.consulta import Consulta
from rexus.stock.errors import ArticuloInexistenteError, ClaveRepetidaError


def test_every_bad_field_is_told_at_once(modelo: InventarioModel) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        modelo.crear(
            {
                "codigo": " ",
                "descripcion": "x" * 256,
                "longitud": "-3",
                "ancho": "1,5",
                "stock_minimo": "NaN",
                "emba": "1.2345",
                "importe": "1" + "0" * 20,
                "observaciones": "x" * 4001,
                "stock_actual": 5,
            }
        )
    assert error.value.campos == {
        "codigo": "falta completarlo",
        "descripcion": "hasta 255 caracteres",
        "longitud": "no puede ser menor que 0",
        "ancho": "tiene que ser un número entero de milímetros",
        "stock_minimo": "no es un número",
        "emba": "tiene más de tres decimales",
        "importe": "es demasiado grande",
        "observaciones": "hasta 4.000 caracteres",
        "stock_actual": "no se edita aquí",
    }


def test_text_is_cleaned(modelo: InventarioModel) -> None:
    creado = modelo.crear({"codigo": "  A\0 1\x07 ", "descripcion": "can\u0303a \u202bمرحبا"}).value
    assert (creado.codigo, creado.valores["descripcion"]) == ("A 1", "caña \u202bمرحبا")


def test_a_code_is_unique(modelo: InventarioModel) -> None:
    modelo.crear({"codigo": "A1"})
    otro = modelo.crear({"codigo": "A2"}).value
    with pytest.raises(DatoInvalidoError) as error:
        modelo.crear({"codigo": "A1"})
    assert error.value.campos == {"codigo": "ya existe"}
    with pytest.raises(DatoInvalidoError):
        modelo.editar(otro.id, otro.version, {"codigo": "A1"}, otro.valores)


def test_the_second_editor_is_told_what_changed(modelo: InventarioModel) -> None:
    visto = modelo.crear({"codigo": "A1", "descripcion": "Marco", "proveedor": "REHAU"}).value
    modelo.editar(visto.id, visto.version, {"descripcion": "Marco 64"}, visto.valores)
    with pytest.raises(EdicionSimultaneaError) as error:
        modelo.editar(visto.id, visto.version, {"proveedor": "VEKA"}, visto.valores)
    assert error.value.cambios == {"descripcion": ("Marco", "Marco 64")}
    assert "sistema cambió A1" in error.value.frase
    actual = error.value.actual
    guardado = modelo.editar(actual.id, actual.version, {"proveedor": "VEKA"}, actual.valores).value
    assert (guardado.valores["descripcion"], guardado.valores["proveedor"]) == ("Marco 64", "VEKA")


def test_movements_do_not_disturb_an_open_form(modelo: InventarioModel) -> None:
    from rexus.stock.movimientos import Pedido

    visto = modelo.crear({"codigo": "A1"}).value
    modelo.registrar_entrada(Pedido(visto.id, 5))
    modelo.editar(visto.id, visto.version, {"descripcion": "Marco"}, visto.valores)
    assert modelo.articulo(visto.id).stock_actual == 5


def test_the_search_follows_an_edit(modelo: InventarioModel) -> None:
    visto = modelo.crear({"codigo": "A1", "descripcion": "Marco"}).value
    modelo.editar(visto.id, visto.version, {"descripcion": "Travesaño"}, visto.valores)
    assert len(modelo.indice(Consulta("travesano"))) == 1
    assert len(modelo.indice(Consulta("marco"))) == 0


def test_only_what_has_no_history_is_deleted(modelo: InventarioModel) -> None:
    con = modelo.crear({"codigo": "A1"}, stock_inicial=1).value
    sin = modelo.crear({"codigo": "A2"}).value
    with pytest.raises(ConflictoError, match="tiene movimientos"):
        modelo.eliminar(con.id)
    modelo.eliminar(sin.id)
    with pytest.raises(ArticuloInexistenteError):
        modelo.articulo(sin.id)
    # Its id is never given again.
    assert modelo.crear({"codigo": "A3"}).value.id > sin.id


def test_many_are_edited_together_or_not_at_all(modelo: InventarioModel, lugares: UbicacionesModel) -> None:
    lugares.crear("Rack A1")
    ids = [modelo.crear({"codigo": f"A{n}"}).value.id for n in range(5)]
    assert modelo.editar_varios(ids, {"ubicacion": "rack a1", "stock_minimo": "2,5"}).value == 5
    assert modelo.editar_varios(ids, {"ubicacion": "Rack A1"}).value == 0
    assert {modelo.articulo(i).valores["ubicacion"] for i in ids} == {"Rack A1"}
    assert len(modelo.indice(Consulta("rack"))) == 5
    for malos in ({"stock_minimo": "-1"}, {"ubicacion": "Luna"}, {"codigo": "X"}, {}):
        with pytest.raises(DatoInvalidoError):
            modelo.editar_varios(ids, malos)
    assert {modelo.articulo(i).valores["stock_minimo"] for i in ids} == {Decimal("2.5")}


def test_every_change_names_who_when_and_what(modelo: InventarioModel, registry: Registry) -> None:
    visto = modelo.crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=2).value
    modelo.editar(visto.id, visto.version, {"descripcion": "Hoja"}, visto.valores)
    modelo.activar(visto.id, activo=False)
    with registry.read("inventario", SISTEMA) as work:
        filas = work.connection.execute(text("SELECT * FROM outbox ORDER BY id")).all()
    assert [(f.usuario, f.modulo, f.accion, f.tabla, f.registro) for f in filas] == [
        ("sistema", "inventario", accion, "inventario_perfiles", str(visto.id))
        for accion in ("crear", "entrada", "editar", "desactivar")
    ]
    assert json.loads(filas[2].antes) == {"descripcion": "Marco"}
    assert json.loads(filas[2].despues) == {"descripcion": "Hoja"}
    assert len({uuid.UUID(f.uuid) for f in filas}) == len(filas)


def test_the_service_asks_for_permission(registry: Registry, modelo: InventarioModel) -> None:
    visto = modelo.crear({"codigo": "A1"}).value
    mirón = InventarioModel(registry, lambda: Actor("luis", "consulta", frozenset({"inventario.ver"})))
    assert mirón.articulo(visto.id).codigo == "A1"
    for operacion in (
        lambda: mirón.crear({"codigo": "A2"}),
        lambda: mirón.editar(visto.id, 1, {}, {}),
        lambda: mirón.eliminar(visto.id),
        lambda: mirón.editar_varios([visto.id], {"proveedor": "X"}),
    ):
        with pytest.raises(PermisoError):
            operacion()
    nadie = InventarioModel(registry, lambda: Actor("eva", "", frozenset()))
    with pytest.raises(PermisoError):
        nadie.primera(Consulta(), ("codigo",))


def test_renaming_a_place_carries_its_articles(modelo: InventarioModel, lugares: UbicacionesModel) -> None:
    lugar = lugares.crear("Rack A1").value
    articulo = modelo.crear({"codigo": "A1", "ubicacion": "Rack A1"}, stock_inicial=3).value
    lugares.editar(lugar.id, lugar.version, "Pasillo Ñ")
    assert modelo.articulo(articulo.id).valores["ubicacion"] == "Pasillo Ñ"
    assert len(modelo.indice(Consulta("pasillo n"))) == 1
    assert len(modelo.indice(Consulta("rack"))) == 0
    with pytest.raises(ConflictoError, match="Otra persona"):
        lugares.editar(lugar.id, lugar.version, "Otro")


def test_a_place_with_goods_stays(modelo: InventarioModel, lugares: UbicacionesModel) -> None:
    lugar = lugares.crear("Rack A1").value
    articulo = modelo.crear({"codigo": "A1", "ubicacion": "Rack A1"}, stock_inicial=3).value
    with pytest.raises(ConflictoError, match="tiene 3 piezas de 1 artículo"):
        lugares.activar(lugar.id, lugar.version, activo=False)
    modelo.transferir(articulo.id, 3, lugar.id, 1)
    assert not lugares.activar(lugar.id, lugar.version, activo=False).value.activo
    assert [u.codigo for u in lugares.listar()] == ["General"]
    with pytest.raises(ConflictoError):
        lugares.activar(1, 1, activo=False)


def test_places_are_unique_without_case_or_accents(lugares: UbicacionesModel) -> None:
    lugares.crear("Pasillo Ñ")
    for repetida in ("pasillo n", "PASILLO  Ñ", ""):
        with pytest.raises(DatoInvalidoError):
            lugares.crear(repetida)
    with pytest.raises(NoEncontradoError):
        lugares.editar(77, 1, "X")


@pytest.mark.parametrize(
    "importe", ["1_000", "1e3", "١٢", "NaN", "-0,01", "1,005", "1.23,50", "1.234", True, 1.5, "1e400"]
)
def test_money_is_typed_plainly(modelo: InventarioModel, importe: object) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        modelo.crear({"codigo": "A1", "importe": importe})
    assert list(error.value.campos) == ["importe"]


def test_money_is_exact(modelo: InventarioModel) -> None:
    for n, texto in enumerate(("9999999999999999,99", " 0.10 ", "7")):
        creado = modelo.crear({"codigo": f"A{n}", "importe": texto}).value
        assert creado.valores["importe"] == Decimal(texto.strip().replace(",", "."))


def test_an_article_whose_place_became_inactive_is_still_edited(
    modelo: InventarioModel, lugares: UbicacionesModel
) -> None:
    rack = lugares.crear("Rack Z").value
    visto = modelo.crear({"codigo": "A1", "ubicacion": "Rack Z"}).value
    lugares.activar(rack.id, rack.version, activo=False)
    editado = modelo.editar(visto.id, visto.version, {"descripcion": "Marco"}, visto.valores).value
    assert (editado.valores["descripcion"], editado.valores["ubicacion"]) == ("Marco", "Rack Z")
    otro = modelo.crear({"codigo": "A2"}).value
    with pytest.raises(DatoInvalidoError) as error:
        modelo.editar(otro.id, otro.version, {"ubicacion": "Rack Z"}, otro.valores)
    assert list(error.value.campos) == ["ubicacion"]


def test_an_attempt_that_is_asked_again_gives_the_same_article(modelo: InventarioModel) -> None:
    clave = str(uuid.uuid4())
    creado = modelo.crear({"codigo": "A1"}, stock_inicial=5, clave=clave)
    otra_vez = modelo.crear({"codigo": "A1"}, stock_inicial=5, clave=clave)
    assert otra_vez.value == creado.value and not otra_vez.change.kinds
    assert modelo.verificar().movimientos == 1
    with pytest.raises(ClaveRepetidaError):
        modelo.crear({"codigo": "A2"}, clave=clave)
