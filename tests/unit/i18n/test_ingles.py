"""What leaves the program in English: papers, headings of spreadsheets, the words of the trail and of backups."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from rexus.base import idioma
from rexus.base.text import edad, formatear_fecha, formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.documentos import pedido
from rexus.documentos.membrete import Membrete
from rexus.intercambio.encabezado import emparejar
from rexus.modulos.herrajes.catalogo import HERRAJES
from rexus.modulos.inventario.catalogo import PERFILES
from rexus.respaldos import motivos
from rexus.stock import HojaPedido, LineaHoja
from rexus.stock.proveedores import FichaProveedor
from rexus.ui.eventos import textos

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")
CUANDO = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def en_ingles() -> Iterator[None]:
    idioma.hablar(idioma.INGLES)
    yield
    idioma.hablar(idioma.ESPANOL)


@pytest.mark.parametrize("catalogo", [PERFILES, HERRAJES], ids=lambda c: c.id)
def test_what_is_exported_in_english_is_understood_when_it_comes_back(catalogo: Catalogo) -> None:
    escritos = [tr(campo.etiqueta) for campo in catalogo.campos]
    assert "Code" in escritos and len(set(escritos)) == len(escritos)
    assert list(emparejar(escritos, catalogo.campos).mapeo.values()) == [campo.nombre for campo in catalogo.campos]
    # The headings of Spanish spreadsheets go on being understood.
    originales = [campo.etiqueta for campo in catalogo.campos]
    assert list(emparejar(originales, catalogo.campos).mapeo.values()) == [campo.nombre for campo in catalogo.campos]


def test_a_paper_follows_the_language_and_figures_do_not(tmp_path: Path) -> None:
    linea = LineaHoja("001", "RH-1", "Frame", Decimal(6), "bar", Decimal("1234.5"), Decimal(7407))
    proveedor = FichaProveedor(1, "ACME", "", "", "", "", 0, "", True, 1)
    hoja = HojaPedido("PC-1", "enviada", CUANDO, None, "", "ana", proveedor, (linea,), Decimal(7407))
    archivo = tmp_path / "pedido.pdf"
    pedido.escribir(archivo, dataclasses.replace(hoja), Membrete(nombre="Windows Ltd", moneda="ARS"), ZONA)
    dice = " ".join("\n".join(h.extract_text() for h in PdfReader(archivo).pages).split())
    for parte in ("Purchase order", "Supplier", "05/03/2026", "1.234,50", "ARS 7.407,00"):
        assert parte in dice, dice
    assert "Pedido" not in dice and "Proveedor" not in dice
    assert (formatear_numero(Decimal("1234.5")), formatear_fecha(CUANDO, ZONA)) == ("1.234,5", "05/03/2026 09:30")
    assert edad(CUANDO, CUANDO.replace(day=8)) == "3 days ago"


def test_codes_of_the_trail_have_words_and_one_that_is_not_known_stays() -> None:
    said = [
        textos.accion("crear"),
        textos.accion("entrada"),
        textos.tabla("inventario_perfiles"),
        textos.modulo("obras"),
    ]
    assert said == ["Create", "Entry", "Articles", "Jobs"]
    assert textos.campo("dias_entrega") == tr("Días de entrega") != "Días de entrega"
    assert textos.accion("algo_de_mañana") == "Algo de mañana"


def test_why_a_backup_was_made_is_kept_in_one_language_and_told_in_the_other() -> None:
    assert motivos.antes("importar") == "antes de importar"
    assert motivos.en_palabras(motivos.antes("importar")) == "before importing"
    assert motivos.en_palabras(motivos.despues("eliminar un artículo")) == "after deleting an article"
    assert (motivos.en_palabras(""), motivos.en_palabras("a pedido de ana")) == ("", "a pedido de ana")
