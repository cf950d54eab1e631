"""The export of what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from rexus.catalogo.controller import exportar
from rexus.stock.consulta import Consulta
from rexus.ui.jobs import Job
from tests.gui.inventario_dialogos.mesa import Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """Three articles, one of them with a description that a spreadsheet would run."""
    mesa.article("564002", 12, descripcion="=Marco 64", ubicacion="Rack C16", stock_minimo="2,5")
    mesa.article("564081", "4,5", descripcion="Hoja Z74")
    mesa.article("700100", 9, descripcion="Bisagra")
    return mesa


def test_the_columns_in_their_order_and_the_rows_of_the_filter(taller: Mesa, tmp_path: Path) -> None:
    out = tmp_path / "lista.xlsx"
    consulta = Consulta(texto="5640", orden="codigo", descendente=True)
    columnas = ("descripcion", "codigo", "disponible", "stock_minimo")
    taller.spawn(exportar.abrir(taller.page, taller.ctx, taller.model, consulta, columnas, out))
    notice = taller.told("2 artículos exportados a «lista.xlsx».")
    assert [verbo for verbo, _ in notice.acciones] == ["Abrir carpeta"]
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert sheet == [
        ["Descripción", "Código", "Disponible", "Stock mínimo"],
        ["Hoja Z74", "564081", 4.5, 0.0],
        ["=Marco 64", "564002", 12.0, 2.5],
    ]
    (event,) = taller.events("exportar")
    assert (event["que"], event["archivo"], event["filas"], event["texto"]) == ("articulos", "lista.xlsx", 2, "5640")
    assert event["columnas"] == list(columnas)


def test_the_file_is_chosen_and_its_ending_says_the_format(taller: Mesa, tmp_path: Path) -> None:
    taller.spawn(exportar.abrir(taller.page, taller.ctx, taller.model, Consulta(), ("codigo", "descripcion")))
    taller.answer_file("archivo.escribir", tmp_path / "lista.csv")
    taller.told("3 artículos exportados a «lista.csv».")
    lines = (tmp_path / "lista.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Código;Descripción"
    assert lines[1] == "564002;'=Marco 64"


def test_a_refused_file_says_what_to_do_and_offers_another(taller: Mesa, tmp_path: Path) -> None:
    taller.spawn(exportar.abrir(taller.page, taller.ctx, taller.model, Consulta(), ("codigo",), tmp_path / "lista.doc"))
    notice = taller.notice()
    assert notice.kind == "error" and ".xlsx" in notice.texto
    assert notice.acciones[0][0] == "Elegir otro lugar"
    taller.click("principal.aviso.accion1")
    taller.answer_file("archivo.escribir", tmp_path / "lista.csv")
    taller.told("3 artículos exportados a «lista.csv».")
    assert [f.name for f in tmp_path.glob("lista*")] == ["lista.csv"]


def test_cancelled_in_the_middle_the_file_stays_as_it_was(taller: Mesa, tmp_path: Path) -> None:
    out = tmp_path / "lista.csv"
    out.write_text("lo de antes", encoding="utf-8")
    taller.ctx.jobs.started.connect(lambda job: _cancel(job))
    taller.spawn(exportar.abrir(taller.page, taller.ctx, taller.model, Consulta(), ("codigo",), out))
    taller.told("Exportación cancelada: «lista.csv» no cambió.")
    assert out.read_text(encoding="utf-8") == "lo de antes"
    assert taller.events("exportar") == []


def _cancel(job: Job) -> None:
    assert job.titulo == "Exportando a lista.csv"
    job.cancelar()


def test_nothing_that_fits_the_filter(taller: Mesa, tmp_path: Path) -> None:
    out = tmp_path / "lista.csv"
    taller.spawn(exportar.abrir(taller.page, taller.ctx, taller.model, Consulta(texto="zzz"), ("codigo",), out))
    taller.told("Ningún artículo cumple el filtro: «lista.csv» solo tiene los títulos.")
    assert out.read_text(encoding="utf-8-sig").splitlines() == ["Código"]
