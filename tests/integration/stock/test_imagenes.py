"""The picture of an article: kept with it, replaced, taken away, and gone when it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import PermisoError
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.imagenes import preparar
from rexus.stock.orm_articulos import ArticuloImagen


@pytest.fixture
def herrajes(registry: Registry) -> HerrajesModel:
    return HerrajesModel(registry, lambda: SISTEMA)


def foto(carpeta: Path, color: str) -> Path:
    archivo = carpeta / f"{color}.png"
    Image.new("RGB", (400, 300), color).save(archivo)
    return archivo


def cuantas(registry: Registry) -> int:
    with registry.read(INVENTARIO, SISTEMA) as work:
        return work.connection.scalar(select(func.count()).select_from(ArticuloImagen)) or 0


def test_given_replaced_and_taken(herrajes: HerrajesModel, registry: Registry, tmp_path: Path) -> None:
    uno, otro = (herrajes.crear({"codigo": c}).value.id for c in ("1", "2"))
    assert herrajes.imagen(uno) is None
    herrajes.poner_imagen(uno, preparar(foto(tmp_path, "red")))
    herrajes.poner_imagen(uno, preparar(foto(tmp_path, "blue")))
    hecha = Image.open(io.BytesIO(herrajes.imagen(uno) or b""))
    assert hecha.size == (400, 300)
    assert hecha.getpixel((10, 10))[2] > 240  # type: ignore[index]
    chicas = herrajes.miniaturas([uno, otro, 99])
    assert chicas.keys() == {uno}
    assert Image.open(io.BytesIO(chicas[uno])).size == (160, 120)
    assert herrajes.quitar_imagen(uno).value is True
    assert herrajes.quitar_imagen(uno).value is False
    assert herrajes.miniaturas([uno]) == {} and cuantas(registry) == 0


def test_it_goes_with_its_article(herrajes: HerrajesModel, registry: Registry, tmp_path: Path) -> None:
    lista = preparar(foto(tmp_path, "green"))
    uno = herrajes.crear({"codigo": "1"}).value.id
    herrajes.poner_imagen(uno, lista)
    herrajes.eliminar(uno)
    assert cuantas(registry) == 0
    with pytest.raises(ArticuloInexistenteError):
        herrajes.poner_imagen(uno, lista)


def test_taking_an_import_back_keeps_what_people_gave_to_its_articles(
    herrajes: HerrajesModel, registry: Registry, tmp_path: Path
) -> None:
    planilla = tmp_path / "herrajes.csv"
    planilla.write_text("Código;Nombre\nN1;Uno\nN2;Dos\n", encoding="utf-8")
    with herrajes.analizar(planilla) as analisis:
        lote = herrajes.importar(analisis).value.lote
    uno = herrajes.id_por_codigo("N1")
    herrajes.poner_imagen(uno, preparar(foto(tmp_path, "green")))
    hecho = herrajes.revertir_importacion(int(lote or 0)).value
    assert (hecho.eliminados, hecho.desactivados, cuantas(registry)) == (1, 1, 1)
    assert not herrajes.articulo(uno).activo


def test_who_may_only_look_gives_none(herrajes: HerrajesModel, registry: Registry, tmp_path: Path) -> None:
    uno = herrajes.crear({"codigo": "1"}).value.id
    lista = preparar(foto(tmp_path, "red"))
    ojos = HerrajesModel(registry, lambda: Actor("ojos", "propio", frozenset({"herrajes.ver"})))
    assert ojos.imagen(uno) is None
    for hacer in (lambda: ojos.poner_imagen(uno, lista), lambda: ojos.quitar_imagen(uno)):
        with pytest.raises(PermisoError):
            hacer()
