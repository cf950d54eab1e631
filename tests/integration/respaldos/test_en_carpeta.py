"""A set laid down in a folder: what goes when that fails, which folders are refused; and who waits meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from rexus.base import candado
from rexus.base.actor import SISTEMA
from rexus.base.errors import CanceladoError, DatoInvalidoError
from rexus.base.progress import Avance
from rexus.respaldos import Respaldos
from rexus.respaldos.errors import DestinoOcupadoError
from rexus.respaldos.restaurar import en_carpeta

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="sets are made of the embedded databases; servers follow")


class Entretanto(Avance):
    """Somebody else puts a file there while the set is laid down; and then it is cancelled, if that is wanted."""

    def __init__(self, destino: Path, nombre: str, *, cortar: bool) -> None:
        super().__init__()
        self._suyo = destino / nombre
        self._cortar = cortar

    def paso(self, hecho: int, total: int = 0) -> None:
        self._suyo.write_text("mine")
        if self._cortar:
            raise CanceladoError


@pytest.mark.parametrize("nueva", [True, False])
def test_what_another_put_there_meanwhile_stays(deposito: Deposito, tmp_path: Path, nueva: bool) -> None:
    hecho = deposito.completo()
    destino = tmp_path / "aparte"
    if not nueva:
        destino.mkdir()
    with pytest.raises(CanceladoError):
        en_carpeta(deposito.carpeta, hecho.id, destino, avance=Entretanto(destino, "fotos.txt", cortar=True))
    assert [p.name for p in destino.iterdir()] == ["fotos.txt"]
    assert (destino / "fotos.txt").read_text() == "mine"


@pytest.mark.parametrize("nombre", ["users.db", "auditoria.db"])
def test_a_database_that_another_put_there_meanwhile_is_not_written_over(
    deposito: Deposito, tmp_path: Path, nombre: str
) -> None:
    hecho = deposito.completo()
    destino = tmp_path / "aparte"
    with pytest.raises(DestinoOcupadoError):
        en_carpeta(deposito.carpeta, hecho.id, destino, avance=Entretanto(destino, nombre, cortar=False))
    assert [p.name for p in destino.iterdir()] == [nombre]
    assert (destino / nombre).read_text() == "mine"


@pytest.mark.parametrize("donde", ["backups/auditoria", "backups", "config/x", "logs/../backups/otra"])
def test_a_folder_of_the_programs_own_is_refused(deposito: Deposito, donde: str) -> None:
    hecho = deposito.completo()
    casa = deposito.carpeta.parent
    antes = sorted(casa.rglob("*"))
    with pytest.raises(DatoInvalidoError, match="carpetas del programa"):
        Respaldos(deposito.registry, lambda: SISTEMA).restaurar_en(hecho.id, casa / donde)
    assert sorted(casa.rglob("*")) == antes


def test_nobody_prunes_while_a_set_is_put_in_place(deposito: Deposito) -> None:
    hecho = deposito.completo()

    class Mirando(Avance):
        pasos = libres = 0

        def paso(self, hecho: int, total: int = 0) -> None:
            self.pasos += 1
            tomado = candado.tomar(deposito.carpeta / ".haciendo")
            if tomado is not None:
                self.libres += 1
                tomado.soltar(quitar=True)

    mirando = Mirando()
    Respaldos(deposito.registry, lambda: SISTEMA).restaurar(hecho.id, mirando)
    assert mirando.pasos > 0 == mirando.libres
