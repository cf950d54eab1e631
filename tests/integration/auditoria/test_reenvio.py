"""The forwarder: nothing lost, nothing twice, in order, whatever breaks."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from rexus.auditoria import (
    Auditoria,
    Filtro,
    Reenviador,
    bandejas,
    cabezas,
    cadena,
    pendientes,
    reenviar,
    reenvio,
    sin_ver,
    ver_bandejas,
)
from rexus.auditoria.orm import Archivo, Evento
from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseError, ResultadoDesconocidoError, RexusError
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.db.outbox import InventarioOutbox, InventarioOutboxEnviada
from rexus.db.registry import Registry
from rexus.db.work import Work
from tests.servers.sitio import Sitio

from .conftest import Reloj, anotar, sin_guardias

Escribir = Callable[..., None]


def registros(auditoria: Auditoria, tabla: str = "cosas") -> list[str | None]:
    """The records told of, oldest event first."""
    return [evento.registro for evento in reversed(auditoria.ver(Filtro(tabla=tabla), 10_000))]


def test_entries_join_the_chain_once_and_in_order(registry: Registry, auditoria: Auditoria, escribir: Escribir) -> None:
    for n in range(25):
        escribir(n, USERS if n % 3 else INVENTARIO, usuario=f"u{n % 2}")
    assert pendientes(registry).esperan >= 25
    hecho = reenviar(registry)
    assert (hecho.esperan, registros(auditoria)) == (0, [str(n) for n in range(25)])
    assert reenviar(registry).enviadas == 0
    assert pendientes(registry) == reenvio.Pendientes(0, None)
    eventos = list(reversed(auditoria.ver(Filtro(), 100)))
    assert [evento.id for evento in eventos] == list(range(1, len(eventos) + 1))
    assert auditoria.verificar().ok
    with registry.read(INVENTARIO, SISTEMA) as work:
        filas = work.connection.execute(select(InventarioOutbox.uuid, InventarioOutbox.fecha).order_by("id")).all()
    assert [(e.uuid, e.fecha) for e in eventos if e.base == INVENTARIO] == [tuple(fila) for fila in filas]


def test_one_attempt_that_wrote_to_two_databases_is_two_events(registry: Registry, auditoria: Auditoria) -> None:
    intento = str(uuid.uuid4())
    for base in (USERS, INVENTARIO):
        registry.escribir(base, SISTEMA, anotar, base, intento=intento)
    reenviar(registry)
    assert sorted(r or "" for r in registros(auditoria)) == [INVENTARIO, USERS]
    assert auditoria.verificar().ok


def test_more_than_a_batch(registry: Registry, auditoria: Auditoria) -> None:
    cuantas = reenvio.LOTE + 7

    def muchas(work: Any) -> None:
        for n in range(cuantas):
            anotar(work, n)

    registry.escribir(INVENTARIO, SISTEMA, muchas)
    assert reenviar(registry, plazo=0).esperan > 0
    reenviar(registry)
    assert registros(auditoria) == [str(n) for n in range(cuantas)]


@pytest.mark.parametrize("paso", ["recibir", "avanzar_cabezas", "marcar users", "marcar inventario"])
def test_stopped_after_any_step_it_goes_on(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, monkeypatch: pytest.MonkeyPatch, paso: str
) -> None:
    """Stopped before each step, as a kill would: the next run ends it."""
    escribir(0)
    reenviar(registry)
    for n in range(1, 6):
        escribir(n, USERS if n % 2 else INVENTARIO)

    class Muerte(BaseException):
        """Nothing in the program catches this."""

    def morir(*_a: Any, **_kw: Any) -> None:
        raise Muerte

    if paso.startswith("marcar"):
        entero = bandejas.marcar
        monkeypatch.setattr(
            bandejas, "marcar", lambda work, base, uuids: morir() if base in paso else entero(work, base, uuids)
        )
    else:
        monkeypatch.setattr(reenvio, paso, morir)
    with pytest.raises(Muerte):
        reenviar(registry)
    monkeypatch.undo()
    assert auditoria.verificar().ok
    escribir(6)
    assert reenviar(registry).esperan == 0
    assert sorted(registros(auditoria), key=str) == [str(n) for n in range(7)]
    assert auditoria.verificar().ok


def test_two_seats_at_once(sitio: Sitio, registry: Registry, auditoria: Auditoria, escribir: Escribir) -> None:
    for n in range(300):
        escribir(n, USERS if n % 2 else INVENTARIO)
    otro = sitio.registry()
    fallas: list[BaseException] = []

    def reenviar_de_a_poco(puesto: Registry) -> None:
        try:
            while reenvio.pasada(puesto, cuantas=20)[0]:
                pass
        except (RexusError, DBAPIError) as error:
            fallas.append(error)

    hilos = [threading.Thread(target=reenviar_de_a_poco, args=(puesto,)) for puesto in (registry, otro, registry)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    otro.close()
    assert not fallas
    hallados = auditoria.ver(Filtro(tabla="cosas"), 1_000)
    for base in (USERS, INVENTARIO):
        suyos = [int(e.registro or "") for e in reversed(hallados) if e.base == base]
        assert suyos == [n for n in range(300) if (n % 2 == 1) == (base == USERS)]
    assert auditoria.verificar().ok


@pytest.mark.solo("postgresql", porque="SQLite has one writer, so that ids appear in order")
def test_an_entry_that_a_server_shows_late_is_not_passed_over(
    registry: Registry, auditoria: Auditoria, escribir: Escribir
) -> None:
    with registry.write(INVENTARIO, SISTEMA) as lenta:
        anotar(lenta, "lenta")
        escribir("rápida")
        reenviar(registry)
        assert registros(auditoria) == ["rápida"]
    reenviar(registry)
    assert registros(auditoria) == ["rápida", "lenta"]
    assert auditoria.verificar().ok


def test_while_the_trail_is_away_everything_waits_and_then_goes_in_order(
    sitio: Sitio, registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj
) -> None:
    escribir(0)
    reenviar(registry)
    registry.close()
    archivo = sitio.paths.database(AUDITORIA)
    if sitio.motor == "sqlite":
        guardado = archivo.read_bytes()
        archivo.write_bytes(b"x" * 4096)
        lejos = sitio
    else:
        lejos = sitio.con(bases={**sitio.conexion.bases, AUDITORIA: "no_hay_tal_base"})
    puesto = lejos.registry(clock=reloj)
    for n in range(1, 4):
        puesto.escribir(INVENTARIO, SISTEMA, anotar, n)
    with pytest.raises(BaseError):
        reenviar(puesto)
    assert pendientes(puesto).esperan == 3
    hilo = Reenviador(puesto, juntar=0.01)
    hilo.start()
    _esperar(lambda: hilo.estado.error is not None)
    assert hilo.estado.esperan == 3
    assert hilo.estado.desde is not None
    hilo.close()
    puesto.close()
    if sitio.motor == "sqlite":
        archivo.write_bytes(guardado)
    assert reenviar(registry).enviadas == 3
    assert registros(auditoria) == ["0", "1", "2", "3"]
    assert auditoria.verificar().ok


def test_the_thread_hands_on_what_is_written_while_it_runs(
    registry: Registry, auditoria: Auditoria, escribir: Escribir
) -> None:
    hilo = Reenviador(registry, juntar=0.01)
    hilo.start()
    for n in range(20):
        escribir(n, USERS if n % 2 else INVENTARIO)
    _esperar(lambda: pendientes(registry).esperan == 0)
    assert hilo.estado.esperan == 0 and hilo.estado.error is None
    hilo.close()
    assert registry.al_anotar is None
    assert sorted(int(r or "") for r in registros(auditoria)) == list(range(20))
    escribir(20)
    assert pendientes(registry).esperan == 1


def test_what_was_handed_on_leaves_the_outbox_after_two_days(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj
) -> None:
    escribir(1)
    reenviar(registry)
    quedan = select(func.count()).select_from(InventarioOutbox)
    with registry.read(INVENTARIO, SISTEMA) as work:
        antes = work.connection.scalar(quedan)
    reloj.ahora += bandejas.SE_QUEDAN + timedelta(minutes=1)
    escribir(2)
    reenviar(registry)
    with registry.read(INVENTARIO, SISTEMA) as work:
        assert antes == 1 and work.connection.scalar(quedan) == 1
        assert work.connection.scalar(select(func.count()).select_from(InventarioOutboxEnviada)) == 1
    reloj.ahora += bandejas.SE_QUEDAN + timedelta(minutes=1)
    # Now all of them go; an engine that counts from one again must not take a new entry for an old one.
    reenviar(registry)
    escribir(3)
    assert reenviar(registry).enviadas == 1
    assert registros(auditoria) == ["1", "2", "3"]
    assert auditoria.verificar().ok


def _marcar_en_falso(work: Work, registro: str, reloj: Reloj) -> int:
    """Note an entry that waits as handed on, as the daily account can; its id."""
    (numero,) = work.connection.scalars(select(InventarioOutbox.id).where(InventarioOutbox.registro == registro))
    work.connection.execute(insert(InventarioOutboxEnviada), {"id": numero, "fecha": reloj()})
    return numero


def test_an_entry_falsely_noted_as_handed_on_is_found_and_goes_after_all(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj
) -> None:
    escribir(1)
    reenviar(registry)
    escribir(2)
    with registry.write(INVENTARIO, SISTEMA) as work:
        _marcar_en_falso(work, "2", reloj)
    assert reenviar(registry).enviadas == 0
    visto = auditoria.verificar()
    assert visto.falla is not None and visto.falla.tipo == "sin_evento"
    reloj.ahora += bandejas.SE_QUEDAN + timedelta(minutes=1)
    reenviar(registry)
    reenviar(registry)
    assert registros(auditoria) == ["1", "2"]
    assert auditoria.verificar().ok


def test_an_entry_deleted_behind_a_false_mark_is_found_and_stays_told(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj
) -> None:
    escribir(1)
    reenviar(registry)
    escribir(2)
    with registry.write(INVENTARIO, SISTEMA) as work:
        numero = _marcar_en_falso(work, "2", reloj)
        # The daily account may: the entry bears a mark.
        work.connection.execute(delete(InventarioOutbox).where(InventarioOutbox.id == numero))
    reenviar(registry)
    visto = auditoria.verificar()
    assert visto.falla is not None and visto.falla.tipo == "sin_entrada"
    assert f"anotación {numero}" in visto.frase
    # The mark is cleared away, lest it hide a new entry of its number; that it was there is an event.
    reloj.ahora += bandejas.SE_QUEDAN + timedelta(minutes=1)
    reenviar(registry)
    reenviar(registry)
    assert auditoria.verificar().ok
    (evento,) = auditoria.ver(Filtro(accion="marca falsa"))
    assert (evento.registro, evento.antes) == (INVENTARIO, {"marcas": 1, "sin_entrada": 1, "primeras": [numero]})


def test_marks_are_proven_after_an_archive_too(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj
) -> None:
    for n in range(3):
        escribir(n)
        reenviar(registry)
        reloj.ahora += timedelta(days=31)
    assert auditoria.archivar(1)
    escribir(3)
    with registry.write(INVENTARIO, SISTEMA) as work:
        (numero,) = work.connection.scalars(select(InventarioOutbox.id).where(InventarioOutbox.registro == "3"))
        # Dated back to before the archive.
        antes = reloj() - timedelta(days=100)
        work.connection.execute(insert(InventarioOutboxEnviada), {"id": numero, "fecha": antes})
    visto = auditoria.verificar()
    assert visto.falla is not None and visto.falla.tipo == "sin_evento"


def test_a_mark_whose_event_was_archived_is_borne_out(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bandejas, "SE_QUEDAN", timedelta(days=1_000))
    for n in range(3):
        escribir(n)
        reenviar(registry)
        reloj.ahora += timedelta(days=31)
    assert auditoria.archivar(1)
    assert auditoria.verificar().ok


def test_a_chain_that_was_cut_goes_on_behind_the_gap(
    sitio: Sitio, registry: Registry, auditoria: Auditoria, escribir: Escribir
) -> None:
    for n in range(5):
        escribir(n)
    reenviar(registry)
    fin = registry.leer(AUDITORIA, SISTEMA, cadena.ultimo)
    duena = sitio.como_duena().registry()
    with duena.write(AUDITORIA, SISTEMA) as work:
        sin_guardias(work)
        work.connection.execute(Evento.__table__.delete().where(Evento.id > fin.numero - 2))
    duena.close()
    visto = auditoria.verificar()
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("cortada", fin.numero - 1)
    escribir(5)
    reenviar(registry)
    assert auditoria.ver(Filtro(), 1)[0].id == fin.numero + 1
    visto = auditoria.verificar()
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("falta", fin.numero - 1)
    assert all(cabeza.coincide for cabeza in visto.cabezas)


def test_a_head_that_does_not_fit_stays_as_it_is(registry: Registry, auditoria: Auditoria, escribir: Escribir) -> None:
    escribir(1)
    reenviar(registry)
    fin = registry.leer(AUDITORIA, SISTEMA, cadena.ultimo)
    archivo = cabezas.archivo(registry.paths)
    for mala in (f'{{"numero": {fin.numero}, "hash": "{"0" * 64}"}}', "basura", '{"numero": 99999999999999999999}', ""):
        archivo.write_text(mala)
        escribir(2)
        reenviar(registry)
        assert archivo.read_text() == mala
        visto = auditoria.verificar()
        assert visto.falla is not None and visto.falla.tipo == "cabeza"
        assert "esta computadora" in visto.falla.frase
    cabezas.olvidar_archivo(registry.paths)
    assert auditoria.verificar().ok
    escribir(3)
    reenviar(registry)
    assert cabezas.leer_archivo(registry.paths) == registry.leer(AUDITORIA, SISTEMA, cadena.ultimo)


def test_the_database_refuses_to_rewrite_the_trail(
    sitio: Sitio, registry: Registry, auditoria: Auditoria, escribir: Escribir
) -> None:
    """The owner of the tables too, whom no right stops."""
    escribir(1)
    escribir(2)
    reenviar(registry)
    duena = sitio.como_duena().registry()
    with duena.write(AUDITORIA, SISTEMA) as work:
        work.connection.execute(
            insert(Archivo),
            {
                **dict.fromkeys(("mes", "archivo", "sha256", "hash", "firma"), "x"),
                "desde": 1,
                "hasta": 1,
                "fecha": work.now(),
            },
        )
    ordenes = [
        "UPDATE eventos SET usuario = 'otro' WHERE id = 2",
        "DELETE FROM eventos WHERE id = 2",
        "DELETE FROM eventos",
        "UPDATE archivos SET hasta = 100",
        "DELETE FROM archivos",
    ]
    if sitio.motor == "sqlite":
        ordenes.append("INSERT OR REPLACE INTO eventos SELECT * FROM eventos WHERE id = 2")
    if sitio.motor == "postgresql":
        ordenes += ["TRUNCATE eventos", "TRUNCATE archivos"]
    for orden in ordenes:
        with pytest.raises(DBAPIError), duena.write(AUDITORIA, SISTEMA) as work:
            work.connection.exec_driver_sql(orden)
    # What an archive holds may leave.
    with duena.write(AUDITORIA, SISTEMA) as work:
        work.connection.exec_driver_sql("DELETE FROM eventos WHERE id = 1")
    duena.close()


def test_the_trail_has_no_outbox_to_look_a_lost_answer_up(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    from rexus.db import intentos

    def perdida(_t: Any, _motor: Any, lugar: str) -> None:
        raise intentos.ConfirmacionPerdidaError(lugar)

    monkeypatch.setattr(intentos, "confirmar", perdida)
    with pytest.raises(ResultadoDesconocidoError):
        registry.escribir(names.AUDITORIA, SISTEMA, lambda work: None, intento=str(uuid.uuid4()))


def _esperar(listo: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if listo():
            return
        time.sleep(0.01)
    pytest.fail("it never happened")


def test_each_outbox_is_told_by_itself(registry: Registry, escribir: Callable[..., None]) -> None:
    escribir(1, USERS)
    escribir(2, INVENTARIO)
    escribir(3, INVENTARIO)
    vistas = ver_bandejas(registry)
    assert [(v.base, v.esperan, v.problema) for v in vistas] == [(USERS, 1, ""), (INVENTARIO, 2, "")]
    assert all(v.desde is not None for v in vistas)
    reenviar(registry)
    assert [(v.esperan, v.desde) for v in ver_bandejas(registry)] == [(0, None), (0, None)]
    assert [(v.esperan, v.desde) for v in sin_ver()] == [(None, None), (None, None)]


@pytest.mark.solo("sqlite", porque="it damages the file")
def test_an_outbox_that_cannot_be_read_does_not_hide_the_other(
    registry: Registry, paths: Paths, escribir: Callable[..., None]
) -> None:
    escribir(1, USERS)
    registry.close()
    otra = Registry(paths)
    paths.database(INVENTARIO).write_bytes(b"nada" * 4_096)
    sana, rota = ver_bandejas(otra)
    otra.close()
    assert (sana.esperan, sana.problema) == (1, "")
    assert rota.esperan is None and rota.problema
