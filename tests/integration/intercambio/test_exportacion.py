"""What is taken out of the catalogue leaves its trace, or does not leave."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import BaseInalcanzableError, CanceladoError, DiscoLlenoError, PermisoError
from rexus.base.progress import Avance
from rexus.catalogo.exportacion import exportar
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.db.registry import Registry
from rexus.intercambio import escritor
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.consulta import Consulta


@pytest.fixture
def con_dos(modelo: InventarioModel) -> InventarioModel:
    for codigo in ("A1", "B2"):
        modelo.crear({"codigo": codigo, "descripcion": "Marco"})
    return modelo


def eventos(registry: Registry, accion: str) -> list[dict[str, Any]]:
    o = InventarioOutbox
    with registry.read(INVENTARIO, SISTEMA) as work:
        filas = work.connection.execute(select(o.usuario, o.modulo, o.tabla, o.despues).where(o.accion == accion))
        return [{"quien": f.usuario, "modulo": f.modulo, "tabla": f.tabla, **json.loads(f.despues)} for f in filas]


@pytest.mark.parametrize("nombre", ["lista.csv", "lista.xlsx"])
def test_an_export_is_one_event(con_dos: InventarioModel, registry: Registry, tmp_path: Path, nombre: str) -> None:
    consulta = Consulta("a1", orden="stock_actual")
    assert exportar(con_dos, consulta, ("codigo", "descripcion"), tmp_path / nombre) == 1
    assert eventos(registry, "exportar") == [
        {
            "quien": SISTEMA.usuario,
            "modulo": "inventario",
            "tabla": con_dos.tabla,
            "que": "articulos",
            "archivo": nombre,
            "filas": 1,
            "texto": "a1",
            "orden": "stock_actual",
            "columnas": ["codigo", "descripcion"],
        }
    ]


def test_what_was_cancelled_or_failed_did_not_leave(
    con_dos: InventarioModel, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archivo = tmp_path / "lista.csv"
    archivo.write_text("lo de antes")

    class Impaciente(Avance):
        """Cancelled once the rows are being written."""

        pasos = 0

        def paso(self, *args: Any, **kw: Any) -> None:
            self.pasos += 1
            if self.pasos > 2:
                self.cancelar()
            super().paso(*args, **kw)

    with pytest.raises(CanceladoError):
        exportar(con_dos, Consulta(), ("codigo",), archivo, Impaciente())

    def lleno(_fila: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as parche:
        parche.setattr(escritor, "neutralizar", lleno)
        with pytest.raises(DiscoLlenoError):
            exportar(con_dos, Consulta(), ("codigo",), archivo)
    assert (archivo.read_text(), eventos(registry, "exportar")) == ("lo de antes", [])


def test_what_cannot_be_recorded_does_not_leave(
    con_dos: InventarioModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archivo, nuevo = tmp_path / "lista.csv", tmp_path / "nueva.xlsx"
    archivo.write_text("lo de antes")

    def lejos(*_a: Any, **_kw: Any) -> None:
        raise BaseInalcanzableError("servidor")

    monkeypatch.setattr(con_dos, "anotar_exportacion", lejos)
    for ruta in (archivo, nuevo):
        with pytest.raises(BaseInalcanzableError):
            exportar(con_dos, Consulta(), ("codigo",), ruta)
    assert [f.name for f in tmp_path.iterdir() if f.suffix in (".csv", ".xlsx", ".tmp")] == ["lista.csv"]
    assert archivo.read_text() == "lo de antes"


def test_who_may_not_see_the_articles_records_nothing(registry: Registry) -> None:
    nadie = InventarioModel(registry, lambda: Actor("luis", "rol", frozenset()))
    with pytest.raises(PermisoError):
        nadie.anotar_exportacion("articulos", "x.csv", 1, {})
    assert eventos(registry, "exportar") == []


def test_an_import_names_the_file_by_its_content(modelo: InventarioModel, registry: Registry, tmp_path: Path) -> None:
    archivo = tmp_path / "perfiles.csv"
    archivo.write_text("Código;Descripción\nA1;Marco\n", encoding="utf-8")
    with modelo.analizar(archivo) as analisis:
        modelo.importar(analisis)
    (evento,) = eventos(registry, "importar")
    assert evento["huella"] == sha256(archivo.read_bytes()).hexdigest()
