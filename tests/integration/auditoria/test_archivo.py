"""Whole months leave for a signed file, and only what a file holds leaves."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from rexus.auditoria import Auditoria, CadenaRotaError, Filtro, archivo, carpeta_de_archivos, modelo, reenviar
from rexus.auditoria.orm import Archivo, Evento
from rexus.base.actor import SISTEMA
from rexus.base.errors import ArchivoError, ConflictoError, RexusError
from rexus.db.names import AUDITORIA
from rexus.db.registry import Registry
from tests.servers.sitio import Sitio

from .conftest import Reloj, sin_guardias

Escribir = Callable[..., None]


@pytest.fixture
def meses(registry: Registry, escribir: Escribir, reloj: Reloj) -> None:
    """Four events in each of January to April 2026; now is the 10th of April."""
    for mes in range(1, 5):
        reloj.ahora = datetime(2026, mes, 10, tzinfo=UTC)
        for n in range(4):
            escribir(mes * 10 + n)
        reenviar(registry)


def cuantos(registry: Registry) -> int:
    with registry.read(AUDITORIA, SISTEMA) as work:
        return work.connection.scalar(select(func.count(Evento.id))) or 0


@pytest.mark.usefixtures("meses")
def test_months_older_than_wanted_leave_one_by_one(registry: Registry, auditoria: Auditoria, reloj: Reloj) -> None:
    antes = list(reversed(auditoria.ver(Filtro(), 100)))
    assert auditoria.por_archivar(0) == [] == auditoria.archivar(0)
    assert auditoria.por_archivar(24) == [] == auditoria.archivar(24)
    assert [(t.mes, t.eventos) for t in auditoria.por_archivar(2)] == [("2026-01", 4)]
    assert [t.mes for t in auditoria.por_archivar(1)] == ["2026-01", "2026-02"]
    hechos = auditoria.archivar(1)
    assert [(h.mes, h.desde, h.hasta) for h in hechos] == [("2026-01", 1, 4), ("2026-02", 5, 8)]
    assert auditoria.archivar(1) == []
    # Nothing else went, and that they went is told by an event for each.
    quedan = list(reversed(auditoria.ver(Filtro(), 100)))
    assert quedan[: len(antes) - 8] == antes[8:]
    dichos = [e for e in quedan[len(antes) - 8 :] if e.accion == "archivar"]
    assert [(e.registro, e.antes) for e in dichos] == [
        ("2026-01", {"desde": 1, "hasta": 4}),
        ("2026-02", {"desde": 5, "hasta": 8}),
    ]
    assert dichos[0].despues == {"archivo": hechos[0].archivo, "sha256": hechos[0].sha256}
    visto = auditoria.verificar()
    assert (visto.ok, visto.archivados, visto.eventos) == (True, 8, len(quedan))
    # And what is in the files is what was in the table.
    carpeta = carpeta_de_archivos(registry.paths)
    leidos = [json.loads(r) for h in hechos for r in gzip.decompress((carpeta / h.archivo).read_bytes()).splitlines()]
    assert [(e["id"], e["uuid"], e["registro"]) for e in leidos] == [(e.id, e.uuid, e.registro) for e in antes[:8]]
    firmado = json.loads((carpeta / f"{hechos[0].archivo}.firma").read_text())
    assert (firmado["sha256"], firmado["firma"]) == (hechos[0].sha256, hechos[0].firma)


@pytest.mark.usefixtures("meses")
def test_all_of_it_may_leave(registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj) -> None:
    reloj.ahora = datetime(2029, 1, 1, tzinfo=UTC)
    assert len(auditoria.archivar(24)) == 4
    assert [e.accion for e in auditoria.ver(Filtro(), 100)] == ["archivar"] * 4
    escribir(1)
    reenviar(registry)
    visto = auditoria.verificar()
    assert visto.ok and visto.cabezas[0].numero == visto.ultimo == visto.archivados + visto.eventos


@pytest.mark.usefixtures("meses")
def test_a_month_ends_before_the_first_event_of_a_later_one(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, reloj: Reloj
) -> None:
    """A clock that went back, or far ahead, neither tears the chain nor stops the archive for ever."""
    reloj.ahora = datetime(2090, 1, 1, tzinfo=UTC)
    escribir("futuro")
    reenviar(registry)
    reloj.ahora = datetime(2026, 2, 1, tzinfo=UTC)
    escribir("pasado")
    reenviar(registry)
    reloj.ahora = datetime(2026, 6, 1, tzinfo=UTC)
    assert [(t.mes, t.eventos) for t in auditoria.por_archivar(1)] == [
        ("2026-01", 4),
        ("2026-02", 4),
        ("2026-03", 4),
        ("2026-04", 6),
    ]
    assert len(auditoria.archivar(1)) == 4
    assert auditoria.verificar().ok


@pytest.mark.usefixtures("meses")
def test_what_is_not_whole_is_not_archived(sitio: Sitio, registry: Registry, auditoria: Auditoria) -> None:
    duena = sitio.como_duena().registry()
    with duena.write(AUDITORIA, SISTEMA) as work:
        sin_guardias(work)
        work.connection.execute(update(Evento).where(Evento.id == 3).values(usuario="nadie"))
    duena.close()
    antes = cuantos(registry)
    with pytest.raises(CadenaRotaError, match="evento 3"):
        auditoria.archivar(1)
    assert cuantos(registry) == antes
    assert not carpeta_de_archivos(registry.paths).exists()


@pytest.mark.usefixtures("meses")
@pytest.mark.parametrize("paso", ["_comprobar", "asentar"])
def test_stopped_before_the_deletion_nothing_is_lost(
    registry: Registry, auditoria: Auditoria, monkeypatch: pytest.MonkeyPatch, paso: str
) -> None:
    class Muerte(BaseException):
        """Nothing in the program catches this."""

    def morir(*_a: Any, **_kw: Any) -> None:
        raise Muerte

    antes = cuantos(registry)
    monkeypatch.setattr(archivo, paso, morir)
    with pytest.raises(Muerte):
        auditoria.archivar(1)
    monkeypatch.undo()
    assert cuantos(registry) == antes
    assert auditoria.verificar().ok
    assert len(auditoria.archivar(1)) == 2
    assert auditoria.verificar().ok


@pytest.mark.usefixtures("meses")
def test_stopped_after_the_deletion_the_heads_follow(
    registry: Registry, auditoria: Auditoria, escribir: Escribir, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Muerte(BaseException):
        """Nothing in the program catches this."""

    def morir(*_a: Any, **_kw: Any) -> None:
        raise Muerte

    monkeypatch.setattr(modelo, "avanzar_cabezas", morir)
    with pytest.raises(Muerte):
        auditoria.archivar(1)
    monkeypatch.undo()
    assert auditoria.verificar().ok
    escribir(1)
    reenviar(registry)
    visto = auditoria.verificar()
    assert visto.ok and {c.numero for c in visto.cabezas} == {visto.ultimo}


@pytest.mark.usefixtures("meses")
def test_a_disk_that_writes_something_else_deletes_nothing(
    registry: Registry, auditoria: Auditoria, monkeypatch: pytest.MonkeyPatch
) -> None:
    volcar = archivo._volcar

    def mal(work: Any, tramo: Any, camino: Any, salida: Any) -> None:
        volcar(work, tramo, camino, salida)
        salida.write(b"\0basura")

    antes = cuantos(registry)
    monkeypatch.setattr(archivo, "_volcar", mal)
    with pytest.raises(ArchivoError):
        auditoria.archivar(1)
    assert cuantos(registry) == antes


@pytest.mark.usefixtures("meses")
def test_a_folder_that_cannot_be_written_is_told(registry: Registry, auditoria: Auditoria) -> None:
    antes = cuantos(registry)
    carpeta_de_archivos(registry.paths).parent.mkdir(parents=True, exist_ok=True)
    carpeta_de_archivos(registry.paths).write_text("no es una carpeta")
    with pytest.raises(RexusError) as error:
        auditoria.archivar(1)
    assert str(carpeta_de_archivos(registry.paths)) in error.value.frase
    assert cuantos(registry) == antes


@pytest.mark.usefixtures("meses")
def test_two_seats_that_archive_at_once_archive_once(registry: Registry, auditoria: Auditoria, tmp_path: Path) -> None:
    llave = registry.llave("auditoria")
    (tramo, *_) = auditoria.por_archivar(1)
    hechos = [registry.leer(AUDITORIA, SISTEMA, archivo.escribir, llave, tramo, tmp_path / n) for n in ("a", "b")]
    registry.escribir(AUDITORIA, SISTEMA, archivo.asentar, llave, hechos[0])
    quedan = cuantos(registry)
    with pytest.raises(ConflictoError):
        registry.escribir(AUDITORIA, SISTEMA, archivo.asentar, llave, hechos[1])
    assert cuantos(registry) == quedan
    with registry.read(AUDITORIA, SISTEMA) as work:
        assert work.connection.scalar(select(func.count(Archivo.id))) == 1
    assert auditoria.verificar().archivos_ausentes == (hechos[0].archivo,)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folders to that user by itself")
@pytest.mark.usefixtures("meses")
def test_the_files_are_for_their_owner_only(registry: Registry, auditoria: Auditoria) -> None:
    auditoria.archivar(1)
    carpeta = carpeta_de_archivos(registry.paths)
    assert carpeta.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in carpeta.iterdir()} == {0o600}
    assert len(list(carpeta.iterdir())) == 4


def test_the_first_of_a_month() -> None:
    primero = archivo._primero_de_mes
    assert primero(datetime(2026, 1, 31, 23, tzinfo=UTC), -1) == datetime(2025, 12, 1, tzinfo=UTC)
    assert primero(datetime(2026, 12, 1, tzinfo=UTC), 1) == datetime(2027, 1, 1, tzinfo=UTC)
    assert primero(datetime(2026, 3, 1, tzinfo=UTC) - timedelta(microseconds=1), -24) == datetime(
        2024, 2, 1, tzinfo=UTC
    )
