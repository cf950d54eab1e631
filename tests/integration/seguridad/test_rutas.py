"""What people write into the program never becomes a place on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from rexus.auditoria import Auditoria
from rexus.auditoria.orm import Archivo
from rexus.base.actor import SISTEMA
from rexus.db.names import AUDITORIA
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.seguridad import roles
from rexus.settings import Settings
from tests.integration.auditoria.conftest import sin_guardias

from .conftest import Taller

AFUERA = "../../afuera"


def _archivos(carpeta: Path, menos: Path) -> set[Path]:
    return {archivo for archivo in carpeta.rglob("*") if not archivo.is_relative_to(menos)}


@pytest.mark.solo("sqlite", porque="it looks at the files of one seat")
def test_a_name_that_climbs_out_of_its_folder_is_a_name(taller: Taller, settings: Settings, tmp_path: Path) -> None:
    casa = taller.registry.paths.data.parent
    assert casa.is_relative_to(tmp_path)
    antes = _archivos(tmp_path, casa)
    settings.set("ventana.pagina", AFUERA)
    InventarioModel(taller.registry, lambda: SISTEMA).crear({"codigo": AFUERA, "descripcion": AFUERA})
    UbicacionesModel(taller.registry, lambda: SISTEMA).crear(AFUERA, AFUERA, "")
    taller.hacer(SISTEMA, roles.crear, "taller", AFUERA)
    auditoria = Auditoria(taller.registry, lambda: SISTEMA)
    auditoria.al_dia()
    taller.reloj.pasar(days=100)
    (hecho,) = auditoria.archivar(1)
    assert (taller.registry.paths.backups / "auditoria" / hecho.archivo).is_file()
    settings.close()
    assert _archivos(tmp_path, casa) == antes


@pytest.mark.solo("sqlite", porque="on a server the daily account may not write there")
def test_a_place_that_somebody_writes_into_the_database_is_not_followed(taller: Taller, tmp_path: Path) -> None:
    """The name of an archive is signed, and the signature is looked at before the file."""
    auditoria = Auditoria(taller.registry, lambda: SISTEMA)
    auditoria.al_dia()
    taller.reloj.pasar(days=100)
    auditoria.archivar(1)
    trampa = taller.registry.paths.backups / "afuera"
    trampa.write_bytes(b"no se abre")
    with taller.registry.write(AUDITORIA, SISTEMA) as work:
        sin_guardias(work)
        work.connection.execute(update(Archivo).values(archivo="../afuera"))
    falla = auditoria.verificar().falla
    assert falla is not None
    assert "no lo registró Rexus" in falla.frase
