"""Herrajes beside perfiles: the same ledger, each class with its own codes, fields and categories."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError, PermisoError
from rexus.base.text import fold
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.consulta import Consulta
from rexus.stock.conteos import Contado
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.movimientos import Pedido

DE_LA_CASA = ["bisagras", "cerraduras", "manijas", "otros"]
TITULOS = "Código;Nombre;Categoría;Marca;Precio unitario;Stock actual;Ubicación"


@pytest.fixture
def herrajes(registry: Registry) -> HerrajesModel:
    return HerrajesModel(registry, lambda: SISTEMA)


@pytest.fixture
def planilla(tmp_path: Path) -> Callable[..., Path]:
    def escribir(*filas: str) -> Path:
        archivo = tmp_path / "herrajes.csv"
        archivo.write_text("\n".join([TITULOS, *filas]) + "\n", encoding="utf-8")
        return archivo

    return escribir


def nombres(herrajes: HerrajesModel) -> list[str]:
    return [categoria.nombre for categoria in herrajes.categorias()]


def test_a_herraje_moves_as_a_perfil_does(
    herrajes: HerrajesModel, modelo: InventarioModel, lugares: UbicacionesModel
) -> None:
    lugares.crear("Cajón 3")
    perfil = modelo.crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=7).value
    valores = {
        "codigo": "A1", "nombre": "Bisagrá regulable 3D", "marca": "Giesse", "precio_unitario": "180,65",
        "ubicacion": "cajon 3", "especificaciones": "80 kg",
    }  # fmt: skip
    herraje = herrajes.crear(valores, stock_inicial="12").value
    assert (herraje.titular, herraje.valores["ubicacion"]) == ("Bisagrá regulable 3D", "Cajón 3")
    assert herraje.valores["precio_unitario"] == Decimal("180.65")
    salida = herrajes.registrar_salida(Pedido(herraje.id, "2,5")).value
    assert salida.stock_resultante == Decimal("9.5")
    # The other class has an article with that id and code too, and nobody touched it.
    assert modelo.articulo(perfil.id).stock_actual == 7
    assert [linea.tipo for linea in herrajes.kardex(herraje.id)] == ["SALIDA", "ENTRADA"]
    herrajes.anular(salida.id)
    conteo = herrajes.registrar_conteo([Contado(herraje.id, lugares.listar()[0].id, 0, Decimal(12), Decimal(11))]).value
    assert [d.cantidad for d in conteo.diferencias] == [-1]
    assert herrajes.articulo(herraje.id).stock_actual == 11
    assert modelo.verificar().ok


@pytest.mark.parametrize("texto", ["bisagra", "BISAGRÁ 3d", "giesse", "80 kg", "a1", "cajon"])
def test_found_by_any_part_of_any_word(herrajes: HerrajesModel, lugares: UbicacionesModel, texto: str) -> None:
    lugares.crear("Cajón 3")
    herrajes.crear(
        {"codigo": "A1", "nombre": "Bisagrá regulable 3D", "marca": "Giesse", "ubicacion": "Cajón 3",
         "especificaciones": "80 kg"}
    )  # fmt: skip
    herrajes.crear({"codigo": "B2", "nombre": "Manija"})
    (fila,) = herrajes.primera(Consulta(texto), ("codigo", "nombre"))
    assert fila.valores == ("A1", "Bisagrá regulable 3D")
    assert list(herrajes.indice(Consulta(texto))) == [fila.id]


@pytest.mark.parametrize("columna", ["codigo", "nombre", "descripcion", "categoria", "marca", "ubicacion", "proveedor"])
def test_any_usual_order(herrajes: HerrajesModel, columna: str) -> None:
    for codigo, texto in (("1", "Ñandú"), ("2", "óvalo"), ("3", "Manija"), ("4", "ábaco")):
        herrajes.crear({"codigo": codigo, **({columna: texto} if columna not in ("codigo", "ubicacion") else {})})
    esperado = ["1", "2", "3", "4"] if columna in ("codigo", "ubicacion") else ["4", "3", "1", "2"]
    filas = herrajes.primera(Consulta(orden=columna), ("codigo",))
    assert [fila.valores[0] for fila in filas] == esperado


# ── Categories ──


def test_the_categories_of_the_house_come_with_the_database(herrajes: HerrajesModel) -> None:
    assert nombres(herrajes) == DE_LA_CASA
    assert herrajes.opciones("categoria") == DE_LA_CASA


def test_an_article_with_another_category_adds_it(herrajes: HerrajesModel) -> None:
    uno = herrajes.crear({"codigo": "1", "categoria": "Rodamientos"}).value
    otro = herrajes.crear({"codigo": "2", "categoria": " RODAMIENTOS "}).value
    assert uno.valores["categoria"] == otro.valores["categoria"] == "Rodamientos"
    assert [(c.nombre, c.articulos) for c in herrajes.categorias()][-1] == ("Rodamientos", 2)
    assert "Rodamientos" in herrajes.opciones("categoria")
    tercero = herrajes.crear({"codigo": "3"}).value
    assert herrajes.editar(tercero.id, 1, {"categoria": "bisagras"}, tercero.valores).value.valores["categoria"] == (
        "bisagras"
    )


def test_renaming_takes_the_articles_along(herrajes: HerrajesModel) -> None:
    herraje = herrajes.crear({"codigo": "1", "categoria": "otros"}).value
    herrajes.valores("categoria")
    otros = next(c for c in herrajes.categorias() if c.nombre == "otros")
    hecha = herrajes.renombrar_categoria(otros.id, otros.version, "Tornillería").value
    assert (hecha.nombre, hecha.articulos) == ("Tornillería", 1)
    assert herrajes.articulo(herraje.id).valores["categoria"] == "Tornillería"
    assert list(herrajes.indice(Consulta("tornilleria"))) == [herraje.id]
    assert list(herrajes.indice(Consulta("otros"))) == []
    assert herrajes.valores("categoria") == ["Tornillería"]
    # Only its case: it is no other category.
    assert herrajes.renombrar_categoria(otros.id, hecha.version, "TORNILLERÍA").value.articulos == 1
    with pytest.raises(ConflictoError, match="Otra persona"):
        herrajes.renombrar_categoria(otros.id, otros.version, "x")


def test_only_a_category_without_articles_goes(herrajes: HerrajesModel) -> None:
    herraje = herrajes.crear({"codigo": "1", "categoria": "manijas"}).value
    manijas = next(c for c in herrajes.categorias() if c.nombre == "manijas")
    with pytest.raises(ConflictoError, match="«manijas» es la categoría de 1 artículo"):
        herrajes.quitar_categoria(manijas.id, manijas.version)
    herrajes.editar(herraje.id, 1, {"categoria": "otros"}, herraje.valores)
    herrajes.quitar_categoria(manijas.id, manijas.version)
    assert nombres(herrajes) == ["bisagras", "cerraduras", "otros"]
    with pytest.raises(NoEncontradoError):
        herrajes.quitar_categoria(manijas.id, manijas.version)


@pytest.mark.parametrize("nombre", ["", "  ", "x" * 61, "Bisagras", "BISAGRÁS"])
def test_a_name_that_is_none_or_is_there_is_refused(herrajes: HerrajesModel, nombre: str) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        herrajes.agregar_categoria(nombre)
    assert error.value.campos.keys() == {"nombre"}
    assert nombres(herrajes) == DE_LA_CASA


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(max_codepoint=0xD7FF, exclude_categories=("Cc", "Cs")), max_size=12), max_size=4))
def test_no_two_categories_read_the_same(herrajes: HerrajesModel, escritas: list[str]) -> None:
    for n, escrita in enumerate(escritas):
        previo = len(herrajes.indice(Consulta()))
        herrajes.crear({"codigo": f"{previo}-{n}", "categoria": escrita})
    lista = nombres(herrajes)
    assert len({fold(nombre) for nombre in lista}) == len(lista)
    assert set(herrajes.valores("categoria")) - {""} <= set(lista)


# ── Import ──


def test_a_file_brings_its_categories_and_takes_them_by_what_they_read_like(
    herrajes: HerrajesModel, modelo: InventarioModel, planilla: Callable[..., Path]
) -> None:
    archivo = planilla(
        "H1;Bisagra;BISAGRAS;Roto;10,50;4;Rack 1", "H2;Riel;Corredizos;Maco;1,00;0;", "H3;Riel 2;corredizos;;;;"
    )
    with herrajes.analizar(archivo) as analisis:
        assert herrajes.simular_importacion(analisis).nuevos == 3
        assert nombres(herrajes) == DE_LA_CASA
        hecho = herrajes.importar(analisis).value
    assert (hecho.nuevos, hecho.movimientos) == (3, 1)
    assert nombres(herrajes) == ["bisagras", "cerraduras", "Corredizos", "manijas", "otros"]
    articulo = herrajes.articulo(herrajes.id_por_codigo("H1"))
    assert articulo.valores["categoria"] == "bisagras"
    assert articulo.valores["precio_unitario"] == Decimal("10.50")
    assert herrajes.articulo(herrajes.id_por_codigo("H3")).valores["categoria"] == "Corredizos"
    with pytest.raises(ArticuloInexistenteError):
        modelo.id_por_codigo("H1")
    assert modelo.verificar().ok
    assert hecho.lote is not None
    assert herrajes.revertir_importacion(hecho.lote).value.eliminados == 2
    assert modelo.verificar().ok


def test_reverting_gives_back_a_category_that_was_taken_away(
    herrajes: HerrajesModel, planilla: Callable[..., Path]
) -> None:
    herraje = herrajes.crear({"codigo": "H1", "nombre": "Bisagra", "categoria": "manijas"}).value
    with herrajes.analizar(planilla("H1;Bisagra;bisagras;;;;")) as analisis:
        lote = herrajes.importar(analisis).value.lote
    manijas = next(c for c in herrajes.categorias() if c.nombre == "manijas")
    herrajes.quitar_categoria(manijas.id, manijas.version)
    herrajes.revertir_importacion(int(lote or 0))
    assert herrajes.articulo(herraje.id).valores["categoria"] == "manijas"
    assert "manijas" in nombres(herrajes)


# ── Permissions ──


def test_who_may_only_see_herrajes_sees_places_and_proves_the_stock_and_no_perfil(registry: Registry) -> None:
    ojos = Actor("ojos", "propio", frozenset({"herrajes.ver"}))
    herrajes, perfiles = HerrajesModel(registry, lambda: ojos), InventarioModel(registry, lambda: ojos)
    assert [sitio.codigo for sitio in herrajes.sitios()] == ["General"]
    assert herrajes.verificar().ok
    assert herrajes.opciones("categoria") == DE_LA_CASA
    with pytest.raises(PermisoError):
        herrajes.crear({"codigo": "1"})
    with pytest.raises(PermisoError):
        herrajes.agregar_categoria("x")
    for pedir in (lambda: perfiles.indice(Consulta()), perfiles.sitios, lambda: perfiles.valores("tipo")):
        with pytest.raises(PermisoError):
            pedir()


def test_who_may_only_change_perfiles_moves_no_herraje(registry: Registry, herrajes: HerrajesModel) -> None:
    articulo = herrajes.crear({"codigo": "1"}, stock_inicial=5).value
    movimiento = herrajes.kardex(articulo.id)[0].id
    manos = Actor("manos", "propio", frozenset({"inventario.ver", "inventario.modificar"}))
    suyo, perfiles = HerrajesModel(registry, lambda: manos), InventarioModel(registry, lambda: manos)
    for hacer in (
        lambda: suyo.registrar_salida(Pedido(articulo.id, 1)),
        # By its number it could be taken for one of its own.
        lambda: perfiles.anular(movimiento),
    ):
        with pytest.raises(PermisoError) as error:
            hacer()
        assert error.value.permiso == "herrajes.modificar"
    assert herrajes.articulo(articulo.id).stock_actual == 5
