"""Pruning real sets: what goes is gone whole, what stays can be restored, and the trail knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import CanceladoError, PermisoError, SoloLecturaError
from rexus.base.progress import Avance
from rexus.db import names
from rexus.db.outbox import UsersOutbox
from rexus.db.registry import Registry
from rexus.respaldos import Respaldos, carpeta, estado, hacer, verificar
from rexus.respaldos.podar import planear, podar
from rexus.respaldos.retencion import Politica
from tests.reloj import Reloj
from tests.servers.sitio import Sitio

pytestmark = pytest.mark.solo("sqlite", porque="sets are made of the embedded databases; servers follow")

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")
POCO = Politica(3, 0, 0, 0)


@pytest.fixture
def reloj() -> Reloj:
    return Reloj(datetime(2026, 6, 1, 5, tzinfo=UTC))


@pytest.fixture
def estante(registry: Registry, sitio: Sitio, reloj: Reloj) -> Path:
    """Three days of a full and an incremental set."""
    for _ in range(3):
        hacer.completo(registry, sitio.paths.backups, clock=reloj)
        reloj.ahora += timedelta(hours=12)
        hacer.incremental(registry, sitio.paths.backups, clock=reloj)
        reloj.ahora += timedelta(hours=12)
    return sitio.paths.backups


def ids(donde: Path) -> list[str]:
    return [c.id for c in carpeta.listar(donde)]


def test_what_goes_is_gone_and_what_stays_is_whole(registry: Registry, estante: Path, reloj: Reloj) -> None:
    todos = ids(estante)
    hecha = podar(registry, estante, POCO, reloj(), ZONA)
    # The three newest, and the base of the oldest of them.
    assert ids(estante) == todos[:4] == list(hecha.eleccion.quedan)
    assert len([p for p in estante.iterdir() if p.name.startswith((".rexus", "rexus_backup_"))]) == 4
    for id_ in todos[:4]:
        verificar.verificar(estante, id_)
    with registry.read(names.USERS, SISTEMA) as work:
        anotados = work.connection.scalars(
            select(UsersOutbox.registro).where(UsersOutbox.modulo == "respaldos", UsersOutbox.accion == "podar")
        ).all()
    assert sorted(filter(None, anotados)) == sorted(todos[4:])
    assert not podar(registry, estante, POCO, reloj(), ZONA).eleccion.se_van


def test_looking_takes_nothing_away(estante: Path, reloj: Reloj) -> None:
    todos = ids(estante)
    poda = planear(estante, POCO, reloj(), ZONA)
    assert sorted([*poda.eleccion.quedan, *poda.eleccion.se_van]) == sorted(todos)
    assert poda.bytes == sum(c.bytes for c in carpeta.listar(estante) if c.id in poda.eleccion.se_van) > 0
    assert ids(estante) == todos


def test_stopped_in_the_middle_every_set_that_is_left_has_its_base(
    registry: Registry, estante: Path, reloj: Reloj
) -> None:
    class Hasta(Avance):
        def paso(self, hecho: int, total: int = 0) -> None:
            if (hecho, total) == (1, 2):
                raise CanceladoError

    with pytest.raises(CanceladoError):
        podar(registry, estante, POCO, reloj(), ZONA, avance=Hasta())
    assert len(ids(estante)) == 5
    assert not carpeta.dudosos(estante)


def test_what_only_looks_like_a_set_and_what_is_no_set_stay(registry: Registry, estante: Path, reloj: Reloj) -> None:
    ajenos = [estante / "rexus_backup_20200101_000000_completo", estante / "auditoria", estante / "fotos"]
    for ajeno in ajenos:
        ajeno.mkdir()
        (ajeno / "x").write_text("mine")
    podar(registry, estante, POCO, reloj(), ZONA)
    assert all((ajeno / "x").read_text() == "mine" for ajeno in ajenos)


def alterar(donde: Path, id_: str) -> None:
    """One byte in the middle of the largest file; nobody has noticed yet."""
    lugar = donde / f"rexus_backup_{id_}"
    archivo = max(lugar.glob("inventario.*"), key=lambda a: a.stat().st_size)
    datos = bytearray(archivo.read_bytes())
    datos[len(datos) // 2] ^= 1
    archivo.write_bytes(datos)


@pytest.mark.parametrize("sabidos", [True, False], ids=["found before", "nobody knew"])
def test_altered_sets_are_not_what_stays(registry: Registry, sitio: Sitio, reloj: Reloj, sabidos: bool) -> None:
    """The two newest full sets are altered: three that are whole stay all the same."""
    donde = sitio.paths.backups
    hechos = []
    for _ in range(6):
        hechos.append(hacer.completo(registry, donde, clock=reloj).id)
        reloj.ahora += timedelta(hours=1)
    for id_ in hechos[-2:]:
        alterar(donde, id_)
        if sabidos:
            estado.anotar_verificado(donde, id_, reloj(), "altered")
    previsto = planear(donde, POCO, reloj(), ZONA)
    assert bool(estado.malos(donde)) is sabidos, "planning remembers nothing"
    hecha = podar(registry, donde, POCO, reloj(), ZONA)
    assert hecha.eleccion == previsto.eleccion
    assert list(hecha.eleccion.se_van) == [hechos[0]]
    assert ids(donde) == hechos[:0:-1]
    for id_ in hechos[1:4]:
        verificar.verificar(donde, id_)
    # What was found is remembered from then on, and told.
    assert estado.malos(donde) == set(hechos[-2:])
    assert set(hecha.hallados) == (set() if sabidos else set(hechos[-2:]))
    # Once there is something newer that is whole they go.
    nuevo = hacer.completo(registry, donde, clock=reloj).id
    podar(registry, donde, POCO, reloj(), ZONA)
    assert ids(donde) == [nuevo, *hechos[3:1:-1]]


def test_a_base_that_was_altered_takes_what_stands_on_it_with_it(
    registry: Registry, estante: Path, reloj: Reloj
) -> None:
    todos = ids(estante)
    alterar(estante, todos[1])
    hecha = podar(registry, estante, POCO, reloj(), ZONA)
    # The two newest cannot be restored any more, and nothing newer can be: they stay, and three others that can.
    assert not hecha.eleccion.se_van or set(hecha.eleccion.se_van) == {todos[5]}
    assert set(ids(estante)) >= set(todos[:5])
    for id_ in todos[2:5]:
        verificar.verificar(estante, id_)


def test_a_disk_that_goes_while_it_is_read_proves_nothing(
    registry: Registry, estante: Path, reloj: Reloj, tmp_path: Path
) -> None:
    class Sacado(Avance):
        def paso(self, hecho: int, total: int = 0) -> None:
            if estante.exists():
                estante.rename(tmp_path / "elsewhere")

    with pytest.raises(SoloLecturaError):
        podar(registry, estante, POCO, reloj(), ZONA, avance=Sacado())
    (tmp_path / "elsewhere").rename(estante)
    assert len(ids(estante)) == 6 and not estado.malos(estante)


def test_a_permission_is_needed(registry: Registry, estante: Path) -> None:
    ana = Actor("ana", "consulta", frozenset({"inventario.ver"}))
    for hacerlo in (Respaldos(registry, lambda: ana).podar, Respaldos(registry, lambda: ana).por_podar):
        with pytest.raises(PermisoError):
            hacerlo(POCO, ZONA)
    assert len(ids(estante)) == 6
