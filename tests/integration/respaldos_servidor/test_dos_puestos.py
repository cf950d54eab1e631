"""Two seats of one server: after a restore by one, the other believes the trail, and still finds who cuts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from rexus.auditoria import Auditoria, Eslabon, cabezas, cadena, pendientes, reenviar
from rexus.auditoria.orm import Evento
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.cadena_cabezas import CadenaCabeza
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.respaldos import Conjunto, hacer
from rexus.respaldos.restaurar import en_servidor
from tests.integration.auditoria.conftest import sin_guardias
from tests.servers.sitio import Sitio

from .conftest import Taller


class Puesto:
    """Another machine on the same databases, with a home of its own."""

    def __init__(self, sitio: Sitio) -> None:
        self.registry: Registry = sitio.registry()
        self.auditoria = Auditoria(self.registry, lambda: SISTEMA)

    @property
    def cabeza(self) -> Eslabon:
        cabeza = cabezas.leer_archivo(self.registry.paths)
        assert cabeza is not None
        return cabeza

    def anotar(self, veces: int = 1) -> None:
        """Do something that leaves a trace, and hand it on."""
        for n in range(veces):
            self.registry.escribir(INVENTARIO, SISTEMA, _algo, n)
        reenviar(self.registry)


def _algo(work: Work, n: int) -> None:
    work.anotar("prueba", "hacer", "cosas", n)


@pytest.fixture
def otro(taller_pg: Taller, tmp_path: Path) -> Iterator[Puesto]:
    sitio = Sitio(paths_under(tmp_path / "otro puesto"), taller_pg.sitio.conexion, taller_pg.sitio.duena)
    puesto = Puesto(sitio)
    yield puesto
    puesto.registry.close()


@pytest.fixture
def volver(taller_pg: Taller) -> Callable[..., Any]:
    def volver(conjunto: Conjunto, **kw: Any) -> Any:
        duena = taller_pg.sitio.como_duena().conexion
        return en_servidor(taller_pg.registry, SISTEMA, duena, taller_pg.carpeta, conjunto.id, **kw)

    return volver


@pytest.fixture
def conjunto(taller_pg: Taller, otro: Puesto) -> Conjunto:
    """A set; since then the other seat saw the trail go on for twelve events."""
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    otro.anotar(12)
    return hecho


@pytest.fixture
def duena(taller_pg: Taller) -> Iterator[Registry]:
    """The owner of the tables, whom no guard stops."""
    registry = taller_pg.sitio.como_duena().registry()
    yield registry
    registry.close()


def _fin(registry: Registry) -> Eslabon:
    return registry.leer(AUDITORIA, SISTEMA, cadena.ultimo)


def _cortar(duena: Registry, hasta: int) -> None:
    """Take the last events away past the program, and have the head in the database say that there were no more."""
    with duena.write(AUDITORIA, SISTEMA) as work:
        sin_guardias(work)
        work.connection.execute(delete(Evento).where(Evento.id > hasta))
    fin = _fin(duena)
    with duena.write(USERS, SISTEMA) as work:
        work.connection.execute(update(CadenaCabeza).values(numero=fin.numero, hash=fin.hash))


def test_the_other_seat_is_told_once_and_remembers_the_new_head(
    taller_pg: Taller, otro: Puesto, conjunto: Conjunto, volver: Callable[..., Any]
) -> None:
    antes = otro.cabeza
    volver(conjunto)
    assert _fin(otro.registry).numero < antes.numero
    visto = otro.auditoria.verificar()
    assert visto.ok, visto.frase
    assert f"hasta el evento {antes.numero}" in visto.frase
    assert otro.cabeza == _fin(otro.registry)
    visto = otro.auditoria.verificar()
    assert visto.ok and "hasta el evento" not in visto.frase
    # Whoever restored finds it whole too, and the event says how far the trail had come, and that it was cut.
    assert Auditoria(taller_pg.registry, lambda: SISTEMA).verificar().ok
    with otro.registry.read(AUDITORIA, SISTEMA) as work:
        evento = work.connection.exec_driver_sql(
            "SELECT registro, antes FROM eventos WHERE modulo = 'auditoria' AND accion = 'restaurar'"
        ).one()
    assert evento.registro == conjunto.id and f'"hasta": {antes.numero}' in evento.antes


def test_who_hands_on_before_looking_makes_no_hole(
    taller_pg: Taller, otro: Puesto, conjunto: Conjunto, volver: Callable[..., Any]
) -> None:
    volver(conjunto)
    corte = _fin(otro.registry).numero
    otro.anotar(2)
    assert otro.auditoria.verificar().ok
    assert Auditoria(taller_pg.registry, lambda: SISTEMA).verificar().ok
    # The event of the restore itself was waiting, too.
    assert corte + 2 <= otro.cabeza.numero == _fin(otro.registry).numero
    assert pendientes(otro.registry).esperan == 0


def test_who_was_handing_on_while_it_was_restored_makes_no_hole(
    otro: Puesto, conjunto: Conjunto, volver: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heads were read before the restore, and the chain is added to after it."""
    otro.registry.escribir(INVENTARIO, SISTEMA, _algo, 99)
    escribir, veces = otro.registry.escribir, []

    def despues(base: str, *args: Any, **kw: Any) -> Any:
        if base == AUDITORIA and not veces:
            veces.append(base)
            volver(conjunto)
        return escribir(base, *args, **kw)

    monkeypatch.setattr(otro.registry, "escribir", despues)
    reenviar(otro.registry)
    assert veces
    visto = otro.auditoria.verificar()
    assert visto.ok and visto.ultimo == otro.cabeza.numero, visto.frase


def test_a_set_from_before_the_trail_began(sitio_postgres: Sitio) -> None:
    """Nothing had been handed on yet, so there was no chain and no head."""
    registry = sitio_postgres.registry()
    registry.escribir(INVENTARIO, SISTEMA, _algo, 1)
    hecho = hacer.completo(registry, sitio_postgres.paths.backups)
    reenviar(registry)
    en_servidor(registry, SISTEMA, sitio_postgres.como_duena().conexion, sitio_postgres.paths.backups, hecho.id)
    auditoria = Auditoria(registry, lambda: SISTEMA)
    visto = auditoria.verificar()
    assert visto.ok and visto.ultimo == 1, visto.frase
    reenviar(registry)
    assert auditoria.verificar().ok and pendientes(registry).esperan == 0
    registry.close()


def test_a_seat_that_was_away_for_two_restores(
    taller_pg: Taller, otro: Puesto, conjunto: Conjunto, volver: Callable[..., Any]
) -> None:
    antes = otro.cabeza
    volver(conjunto)
    # The first event of the two is gone with the second restore, and the trail had not come as far again.
    volver(conjunto)
    assert _fin(taller_pg.registry).numero < antes.numero
    visto = otro.auditoria.verificar()
    assert visto.ok and f"hasta el evento {antes.numero}" in visto.frase


def test_a_cut_that_no_restore_made_is_found(otro: Puesto, conjunto: Conjunto, duena: Registry) -> None:
    antes = otro.cabeza.numero
    _cortar(duena, antes - 3)
    visto = otro.auditoria.verificar()
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("cortada", antes - 2)
    assert otro.cabeza.numero == antes


def test_a_cut_after_a_restore_is_found_by_who_knew_of_it(
    otro: Puesto, conjunto: Conjunto, volver: Callable[..., Any], duena: Registry
) -> None:
    """The numbers are those that the restore took away once: it explains them no more."""
    antes = otro.cabeza.numero
    volver(conjunto)
    otro.anotar(4)
    fin = otro.cabeza.numero
    assert fin < antes
    _cortar(duena, fin - 2)
    visto = otro.auditoria.verificar()
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("cortada", fin - 1)
    # Nor does adding to it hide it.
    otro.anotar(5)
    assert not otro.auditoria.verificar().ok


def test_a_cut_below_the_restore_that_leaves_its_number_free_is_found(
    otro: Puesto, conjunto: Conjunto, volver: Callable[..., Any], duena: Registry
) -> None:
    """Who takes the event of the restore away too takes away what would explain."""
    volver(conjunto)
    _cortar(duena, _fin(duena).numero - 1)
    visto = otro.auditoria.verificar()
    assert visto.falla is not None and visto.falla.tipo == "cortada"


@pytest.mark.parametrize("camino", ["bandeja", "tabla"])
def test_a_forged_event_explains_nothing(otro: Puesto, conjunto: Conjunto, duena: Registry, camino: str) -> None:
    antes = otro.cabeza
    _cortar(duena, antes.numero - 3)
    dice = '{"hasta": 999, "hash": ""}'
    if camino == "bandeja":
        # Whoever may work may write there; what comes from there is sealed with the name of its database.
        def falso(work: Work) -> None:
            work.anotar("auditoria", "restaurar", "eventos", conjunto.id, antes={"hasta": 999, "hash": ""})

        duena.escribir(USERS, SISTEMA, falso)
        duena.paths.data.joinpath("auditoria.cabeza").unlink(missing_ok=True)
        reenviar(duena)
        with duena.read(AUDITORIA, SISTEMA) as work:
            assert work.connection.exec_driver_sql("SELECT 1 FROM eventos WHERE accion = 'restaurar'").first()
    else:
        fin = _fin(duena)
        fila = {
            "id": fin.numero + 1,
            "uuid": "0" * 36,
            "base": "auditoria",
            "usuario": "ana",
            "equipo": "X",
            "modulo": "auditoria",
            "accion": "restaurar",
            "tabla": "eventos",
            "registro": conjunto.id,
            "antes": dice,
            "despues": None,
            "anterior": fin.hash,
            "hash": "f" * 64,
        }
        with duena.write(AUDITORIA, SISTEMA) as work:
            work.connection.execute(insert(Evento), {**fila, "fecha": work.now(), "recibido": work.now()})
    visto = otro.auditoria.verificar()
    assert visto.falla is not None
    otro.anotar(1)
    assert not otro.auditoria.verificar().ok
    # What it knew is still there, or the gap that it proves is.
    assert otro.cabeza.numero >= antes.numero
