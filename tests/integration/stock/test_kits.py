"""Kits: made, changed, counted by their parts, given out whole or not at all."""

from __future__ import annotations

import uuid
from decimal import Decimal
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError, PermisoError, RexusError
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.errors import ArticuloInexistenteError, ClaveRepetidaError, StockInsuficienteError
from rexus.stock.kits import ParteDada
from rexus.stock.movimientos import Pedido


@pytest.fixture
def herrajes(registry: Registry) -> HerrajesModel:
    return HerrajesModel(registry, lambda: SISTEMA)


@pytest.fixture
def ids(herrajes: HerrajesModel) -> dict[str, int]:
    """Three herrajes with 10, 7 and 4 pieces."""
    return {
        codigo: herrajes.crear({"codigo": codigo, "nombre": f"Parte {codigo}"}, stock).value.id
        for codigo, stock in (("A", 10), ("B", 7), ("C", 4))
    }


@pytest.fixture
def hoja(herrajes: HerrajesModel, ids: dict[str, int]) -> int:
    """A kit of 2 A and 1 B."""
    return herrajes.crear_kit({"codigo": "HOJA"}, [ParteDada(2, ids["A"]), ParteDada("1", ids["B"])]).value.id


@pytest.fixture
def ventana(herrajes: HerrajesModel, ids: dict[str, int], hoja: int) -> int:
    """A kit of two HOJA and half a C."""
    valores = {"codigo": "VENTANA", "nombre": "Kit ventana oscilobatiente 2 hojas"}
    return herrajes.crear_kit(valores, [ParteDada(2, None, hoja), ParteDada("0,5", ids["C"])]).value.id


def stock(herrajes: HerrajesModel, ids: dict[str, int]) -> dict[str, Decimal]:
    return {codigo: herrajes.articulo(id_).stock_actual for codigo, id_ in ids.items()}


def test_there_are_as_many_as_their_scarcest_part_allows(
    herrajes: HerrajesModel, ids: dict[str, int], hoja: int, ventana: int
) -> None:
    # 10 // 2 and 7 // 1; of the window, which takes 4 A, 2 B, ½ C: 10 // 4, 7 // 2, 4 // ½.
    assert [(k.codigo, k.disponible) for k in herrajes.kits()] == [("HOJA", 5), ("VENTANA", 2)]
    visto = herrajes.kit(ventana)
    assert visto.articulos == {ids["A"]: 4, ids["B"]: 2, ids["C"]: Decimal("0.5")}
    assert [(p.codigo, p.es_kit, p.cantidad, p.disponible) for p in visto.partes] == [
        ("HOJA", True, 2, 5),
        ("C", False, Decimal("0.5"), 4),
    ]
    herrajes.registrar_salida(Pedido(ids["A"], 7))
    assert herrajes.kit(ventana).disponible == 0
    assert herrajes.kit(hoja).disponible == 1
    assert herrajes.kit_por_codigo("véntana") == ventana


def test_a_kit_goes_out_whole_and_comes_back_whole(herrajes: HerrajesModel, ids: dict[str, int], ventana: int) -> None:
    hecho = herrajes.salida_de_kit(ventana, 2, "OB-0001").value
    assert (hecho.codigo, hecho.cantidad, hecho.repetido) == ("VENTANA", 2, False)
    assert stock(herrajes, ids) == {"A": 2, "B": 3, "C": 3}
    linea = herrajes.kardex(ids["A"])[0]
    assert (linea.tipo, linea.cantidad, linea.referencia, linea.motivo) == ("SALIDA", -8, "OB-0001", "Kit VENTANA × 2")
    assert linea.lote_id == hecho.lote_id
    assert len(herrajes.anular_lote(hecho.lote_id).value) == 3
    assert stock(herrajes, ids) == {"A": 10, "B": 7, "C": 4}
    assert herrajes.verificar().ok


def test_what_is_short_is_said_at_once_and_nothing_leaves(
    herrajes: HerrajesModel, ids: dict[str, int], ventana: int
) -> None:
    with pytest.raises(StockInsuficienteError) as error:
        herrajes.salida_de_kit(ventana, 5)
    assert error.value.frase == "Para 5 × VENTANA faltan 10 de A, 3 de B. No se registró nada."
    assert stock(herrajes, ids) == {"A": 10, "B": 7, "C": 4}
    for mal in ("0", "-1", "1,5", "nada", "1e3"):
        with pytest.raises(DatoInvalidoError):
            herrajes.salida_de_kit(ventana, mal)


def test_what_is_set_apart_stays(herrajes: HerrajesModel, registry: Registry, ids: dict[str, int], hoja: int) -> None:
    from sqlalchemy import update

    from rexus.db.names import INVENTARIO
    from rexus.modulos.herrajes.orm import Herraje

    with registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(update(Herraje).where(Herraje.id == ids["A"]).values(stock_reservado=Decimal(7)))
    assert herrajes.kit(hoja).disponible == 1
    with pytest.raises(StockInsuficienteError, match="faltan 1 de A"):
        herrajes.salida_de_kit(hoja, 2)
    herrajes.salida_de_kit(hoja, 1)
    assert herrajes.articulo(ids["A"]).stock_actual == 8


def test_a_part_in_several_places_leaves_its_own_first(
    herrajes: HerrajesModel, lugares: UbicacionesModel, ids: dict[str, int], hoja: int
) -> None:
    cajon, estante = (lugares.crear(codigo).value.id for codigo in ("Cajón", "Estante"))
    herrajes.editar(ids["A"], 1, {"ubicacion": "Cajón"}, {})
    herrajes.transferir(ids["A"], 1, 1, cajon)
    herrajes.transferir(ids["A"], 6, 1, estante)
    herrajes.salida_de_kit(hoja, 4)
    assert {e.ubicacion: e.cantidad for e in herrajes.existencias(ids["A"])} == {"General": 2}
    assert herrajes.verificar().ok


def test_the_same_attempt_is_one(herrajes: HerrajesModel, ids: dict[str, int], hoja: int) -> None:
    clave = str(uuid.uuid4())
    primero = herrajes.salida_de_kit(hoja, 2, clave=clave).value
    assert herrajes.salida_de_kit(hoja, 2, clave=clave).value.repetido
    assert stock(herrajes, ids) == {"A": 6, "B": 5, "C": 4}
    # Also when there would not be enough for it any more.
    herrajes.registrar_salida(Pedido(ids["A"], 6))
    otra = herrajes.salida_de_kit(hoja, 2, clave=clave).value
    assert otra.repetido and otra.lote_id == primero.lote_id
    with pytest.raises(ClaveRepetidaError):
        herrajes.salida_de_kit(hoja, 1, clave=clave)
    nueva = str(uuid.uuid4())
    kit = herrajes.crear_kit({"codigo": "K9"}, [ParteDada(1, ids["C"])], nueva).value
    assert herrajes.crear_kit({"codigo": "K9"}, [ParteDada(1, ids["C"])], nueva).value.id == kit.id


def test_a_kit_never_contains_itself(herrajes: HerrajesModel, ids: dict[str, int], hoja: int, ventana: int) -> None:
    casa = herrajes.crear_kit({"codigo": "CASA"}, [ParteDada(3, None, ventana)]).value
    with pytest.raises(ConflictoError) as error:
        herrajes.editar_kit(hoja, 1, {"codigo": "HOJA"}, [ParteDada(1, ids["A"]), ParteDada(1, None, casa.id)])
    assert error.value.frase == (
        "El kit HOJA se contendría a sí mismo: HOJA → CASA → VENTANA → HOJA. No se guardó nada."
    )
    with pytest.raises(ConflictoError, match="HOJA → HOJA"):
        herrajes.editar_kit(hoja, 1, {"codigo": "HOJA"}, [ParteDada(1, None, hoja)])
    assert [p.codigo for p in herrajes.kit(hoja).partes] == ["A", "B"]
    assert herrajes.kit(casa.id).articulos == {ids["A"]: 12, ids["B"]: 6, ids["C"]: Decimal("1.5")}


def test_editing(herrajes: HerrajesModel, ids: dict[str, int], hoja: int) -> None:
    hecho = herrajes.editar_kit(hoja, 1, {"codigo": "HOJA 2", "nombre": "Otra"}, [ParteDada(3, ids["C"])]).value
    assert (hecho.codigo, hecho.version, hecho.disponible, hecho.articulos) == ("HOJA 2", 2, 1, {ids["C"]: 3})
    # Nothing changed: nothing is written.
    assert herrajes.editar_kit(hoja, 2, {"codigo": "HOJA 2", "nombre": "Otra"}, [ParteDada(3, ids["C"])]).value == hecho
    with pytest.raises(ConflictoError, match="Otra persona"):
        herrajes.editar_kit(hoja, 1, {"codigo": "X"}, [ParteDada(1, ids["A"])])
    herrajes.activar_kit(hoja, 2, activo=False)
    assert herrajes.kits(con_inactivos=False) == []
    with pytest.raises(ConflictoError, match="fuera de uso"):
        herrajes.salida_de_kit(hoja)
    herrajes.activar_kit(hoja, 3, activo=True)
    herrajes.salida_de_kit(hoja)


@pytest.mark.parametrize(
    ("valores", "partes", "frase"),
    [
        ({"codigo": "X"}, [], "al menos una parte"),
        ({"codigo": ""}, [ParteDada(1, 1)], "Código"),
        ({"codigo": "hója"}, [ParteDada(1, 1)], "Ya existe un kit"),
        ({"codigo": "X"}, [ParteDada(1, 999)], "999"),
        ({"codigo": "X"}, [ParteDada(1, None, 999)], "ya no existe"),
        ({"codigo": "X"}, [ParteDada(0, 1)], "mayor que cero"),
        ({"codigo": "X"}, [ParteDada("NaN", 1)], "no es un número"),
        ({"codigo": "X"}, [ParteDada("0,0001", 1)], "tres decimales"),
        ({"codigo": "X"}, [ParteDada("0,5", None, 1)], "un número entero"),
        ({"codigo": "X"}, [ParteDada(1, 1), ParteDada(2, 1)], "más de una vez"),
        ({"codigo": "X"}, [ParteDada(999_999_999, None, 1)], "más piezas"),
    ],
)
def test_what_is_no_kit_is_refused_whole(
    herrajes: HerrajesModel, hoja: int, valores: dict[str, str], partes: list[ParteDada], frase: str
) -> None:
    assert hoja == 1
    with pytest.raises(RexusError, match=frase):
        herrajes.crear_kit(valores, partes)
    assert [k.codigo for k in herrajes.kits()] == ["HOJA"]


def test_an_article_of_a_kit_is_not_deleted(herrajes: HerrajesModel, tmp_path: Path) -> None:
    archivo = tmp_path / "herrajes.csv"
    archivo.write_text("Código;Nombre\nN1;Uno\nN2;Dos\n", encoding="utf-8")
    with herrajes.analizar(archivo) as analisis:
        lote = herrajes.importar(analisis).value.lote
    uno = herrajes.id_por_codigo("N1")
    kit = herrajes.crear_kit({"codigo": "K"}, [ParteDada(1, uno)]).value
    with pytest.raises(ConflictoError, match="N1 es parte de K"):
        herrajes.eliminar(uno)
    hecho = herrajes.revertir_importacion(int(lote or 0)).value
    assert (hecho.eliminados, hecho.desactivados) == (1, 1)
    assert herrajes.kit(kit.id).partes[0].codigo == "N1"
    with pytest.raises(ArticuloInexistenteError):
        herrajes.id_por_codigo("N2")


def test_permissions(registry: Registry, herrajes: HerrajesModel, hoja: int, ids: dict[str, int]) -> None:
    ojos = HerrajesModel(registry, lambda: Actor("ojos", "propio", frozenset({"herrajes.ver"})))
    assert ojos.kit(hoja).codigo == "HOJA"
    for hacer in (
        lambda: ojos.salida_de_kit(hoja),
        lambda: ojos.crear_kit({"codigo": "X"}, [ParteDada(1, ids["A"])]),
        lambda: ojos.activar_kit(hoja, 1, activo=False),
    ):
        with pytest.raises(PermisoError):
            hacer()
    with pytest.raises(NoEncontradoError):
        ojos.kit(99)
