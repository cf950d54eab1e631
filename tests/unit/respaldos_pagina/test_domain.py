"""The words of the page of the backups."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.text import formatear_tamano
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.domain import Linea, Panorama
from rexus.respaldos import INCREMENTAL, eliminar, puestos
from rexus.respaldos.calendario import Slot
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.programador import EstadoProgramador
from rexus.respaldos.puestos import Sesion
from tests.unit.respaldos.estante import conjunto

ZONA = timezone(timedelta(hours=-3))
AHORA = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("bytes_", "texto"),
    [(0, "0 B"), (1_023, "1.023 B"), (1_024, "1 KB"), (843_776, "824 KB"), (13_005_000, "12,4 MB"),
     (1_073_741_823, "1.023 MB"), (1_073_741_824, "1,0 GB"), (126_701_535_232, "118 GB")],
)  # fmt: skip
def test_a_size(bytes_: int, texto: str) -> None:
    assert formatear_tamano(bytes_) == texto


@given(st.integers(min_value=0, max_value=2**50))
def test_a_size_is_never_told_larger_than_it_is(bytes_: int) -> None:
    numero, unidad = formatear_tamano(bytes_).split()
    valor = float(numero.replace(".", "").replace(",", "."))
    assert valor * 1_024 ** ("B", "KB", "MB", "GB", "TB").index(unidad) <= bytes_


def test_a_moment_is_told_by_its_day_in_the_workshop() -> None:
    assert domain.cuando(AHORA, ZONA, AHORA) == "hoy 12:30"
    # Already tomorrow in UTC, and still today in the workshop.
    assert domain.cuando(datetime(2026, 11, 23, 1, tzinfo=UTC), ZONA, AHORA) == "hoy 22:00"
    assert domain.cuando(AHORA + timedelta(days=1), ZONA, AHORA) == "mañana 12:30"
    assert domain.cuando(AHORA - timedelta(days=5), ZONA, AHORA) == "17/11/2026 12:30"


def test_what_is_wrong_is_said_without_the_name_again() -> None:
    id_ = "20261121_073339_completo"
    linea = Linea(id_, Path(), None, RespaldoAlteradoError(id_, "le falta «users.db.zst»").frase)
    assert domain.que_es(linea) == "No sirve: le falta «users.db.zst»"
    assert linea.fecha == datetime(2026, 11, 21, 7, 33, 39, tzinfo=UTC)
    raro = Linea("cualquiera", Path(), None, "No tiene el nombre de un respaldo.")
    assert domain.que_es(raro) == "No sirve: no tiene el nombre de un respaldo"
    assert raro.fecha is None


def test_what_the_scheduler_will_do() -> None:
    slots = (Slot("incremental", AHORA + timedelta(hours=2)), Slot("completo", AHORA + timedelta(hours=14)))
    assert (
        domain.programa(EstadoProgramador(proximos=slots), ZONA, AHORA)
        == "Próximos: incremental hoy 14:30 · completo mañana 02:30."
    )
    assert domain.programa(EstadoProgramador(pausado=True), ZONA, AHORA).startswith("En pausa")
    assert "PUESTO-2" in domain.programa(EstadoProgramador(de_otro="PUESTO-2"), ZONA, AHORA)
    assert domain.programa(None, ZONA, AHORA) == ""


def test_who_else_is_signed_in() -> None:
    assert puestos.frase([]) == ""
    muchas = [Sesion(f"u{n}", "PC") for n in range(6)]
    assert "6 (u0 en PC, u1 en PC, u2 en PC, u3 en PC…)" in puestos.frase(muchas)


def test_the_newest_good_set_is_the_one_that_counts() -> None:
    malo = Linea("20261122_000000_completo", Path(), None, "no sirve")
    panorama = Panorama(AHORA, (malo,), Path(), None, de_otros=AHORA - timedelta(hours=3))
    assert panorama.ultimo is None
    assert panorama.ultima_fecha == AHORA - timedelta(hours=3), "another seat of the server made one"
    assert domain.resumen(panorama, ZONA) == (False, "Ningún respaldo sirve para restaurar.")


def test_why_one_stays_is_said_in_one_sentence() -> None:
    linea = Linea("20261121_073339_completo", Path(), None)
    assert domain.guardia(linea, ZONA) == ""
    linea = replace(linea, no_se_elimina="Es el respaldo verificado más nuevo.")
    assert domain.guardia(linea, ZONA) == "No se puede eliminar: es el respaldo verificado más nuevo."
    base = conjunto(AHORA - timedelta(days=2))
    encima = [conjunto(AHORA - timedelta(hours=h), INCREMENTAL, base=base.id) for h in (1, 20)]
    linea = replace(linea, no_se_elimina=eliminar.por_que_no([*encima, base], base.id))
    assert domain.guardia(linea, ZONA) == (
        "No se puede eliminar: 2 incrementales se apoyan en él (22/11/2026 11:30, 21/11/2026 16:30)."
    )


def test_an_empty_shelf_is_not_told_in_bytes() -> None:
    assert domain.pie(Panorama(AHORA, (), Path(), 64 << 30)) == "0 respaldos · 64,0 GB libres en el disco"
