"""Sets as they are made: whole, named, proven; a delta where it is worth one; events in the trail."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rexus.base.errors import BaseDanadaError, CanceladoError
from rexus.base.progress import Avance
from rexus.db import names, schema
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import hacer, revision, verificar
from rexus.respaldos.conjunto import BASES, Conjunto, Dudoso
from rexus.respaldos.errors import BaseNoCuadraError, RespaldoFallidoError
from rexus.respaldos.restaurar import en_carpeta

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="images are made of files here")


def _ids(deposito: Deposito) -> list[str]:
    return [uno.id for uno in carpetas.listar(deposito.carpeta)]


def _solo_conjuntos(carpeta: Path) -> bool:
    return all(p.name.startswith("rexus_backup_") for p in carpeta.iterdir())


def test_a_full_set_says_what_it_holds(deposito: Deposito, eventos: Callable[[], list[object]]) -> None:
    ultimo = deposito.mover(7)
    hecho = deposito.completo(clock=lambda: datetime(2026, 1, 31, 23, 59, 58, tzinfo=UTC))
    assert hecho.id == "20260131_235958_completo"
    assert (hecho.tipo, hecho.base, hecho.cifrado, hecho.motor) == ("completo", None, False, "sqlite")
    assert (hecho.movimientos, hecho.ultimo_movimiento) == (67, ultimo)
    assert dict(hecho.esquema) == schema.HEADS
    assert {a.nombre for a in hecho.archivos} == {
        "configuracion.json.zst",
        *(f"{b}.db.zst" for b in BASES),
    }
    assert _solo_conjuntos(deposito.carpeta)
    assert hecho.ubicacion.stat().st_mode & 0o777 == 0o700
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in hecho.ubicacion.iterdir())
    assert carpetas.listar(deposito.carpeta) == [hecho]
    assert eventos() == [("crear", hecho.id)]


def test_an_incremental_set_is_small_and_gives_the_same_databases(deposito: Deposito, tmp_path: Path) -> None:
    base = deposito.completo()
    ultimo = deposito.mover(5)
    hecho = deposito.incremental()
    assert (hecho.tipo, hecho.base, hecho.ultimo_movimiento) == ("incremental", base.id, ultimo)
    assert hecho.bytes < base.bytes
    hecha = verificar.verificar(deposito.carpeta, hecho.id)
    assert (hecha.movimientos, hecha.articulos, hecha.avisos) == (65, 60, ())
    en_carpeta(deposito.carpeta, hecho.id, tmp_path / "aparte")
    with closing(sqlite3.connect(tmp_path / "aparte" / "inventario.db")) as restaurada:
        assert restaurada.execute("SELECT count(*), max(id) FROM movimientos").fetchone() == (65, ultimo)
    # Never upon another incremental one.
    deposito.mover(5)
    assert deposito.incremental().base == base.id
    assert len(_ids(deposito)) == 3


def test_without_a_full_set_or_after_too_many_changes_it_is_a_full_one(deposito: Deposito) -> None:
    primero = deposito.incremental()
    assert primero.tipo == "completo" and primero.id.endswith("_completo")
    for n in range(600):
        deposito.modelo.crear({"codigo": f"Q{n}", "descripcion": f"Otra cosa {n} " * 10})
    assert deposito.incremental().tipo == "completo"


def test_a_full_set_that_was_touched_is_no_base(deposito: Deposito) -> None:
    base = deposito.completo()
    archivo = base.ubicacion / "inventario.db.zst"
    datos = bytearray(archivo.read_bytes())
    datos[len(datos) // 2] ^= 1
    archivo.write_bytes(datos)
    assert deposito.incremental().tipo == "completo"


def test_two_in_one_second_have_two_names(deposito: Deposito) -> None:
    def reloj() -> datetime:
        return datetime(2026, 1, 31, tzinfo=UTC)

    hechos = [deposito.completo(clock=reloj).id for _ in range(3)]
    assert hechos == ["20260131_000000_completo", "20260131_000000_completo_2", "20260131_000000_completo_3"]
    assert sorted(_ids(deposito)) == hechos


def test_two_at_once_make_two_whole_sets(deposito: Deposito) -> None:
    hechos: list[Conjunto] = []
    hilos = [threading.Thread(target=lambda: hechos.append(deposito.completo())) for _ in range(2)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len(hechos) == 2 and sorted(_ids(deposito)) == sorted(h.id for h in hechos)
    for hecho in hechos:
        verificar.verificar(deposito.carpeta, hecho.id)
    assert _solo_conjuntos(deposito.carpeta)


def test_it_is_one_moment_while_others_write(deposito: Deposito) -> None:
    """What is committed while it is copied is in it whole or not at all, and every writer goes on."""
    vistos: list[int] = []

    def mover(paso: str) -> None:
        if paso.startswith("copiado") or paso == "empezado":
            vistos.append(deposito.mover(2))

    hecho = deposito.completo(al_paso=mover)
    assert hecho.ultimo_movimiento == vistos[1]
    assert verificar.verificar(deposito.carpeta, hecho.id).movimientos == hecho.movimientos


def test_cancelled_it_leaves_nothing(deposito: Deposito, eventos: Callable[[], list[tuple[str, object]]]) -> None:
    antes = deposito.completo()
    for paso in ("empezado", "copiado_inventario", "copiado_auditoria", "empacado", "manifiesto", "asentado"):
        avance = Avance()
        with pytest.raises(CanceladoError):
            deposito.completo(
                avance=avance, al_paso=lambda p, paso=paso, avance=avance: avance.cancelar() if p == paso else None
            )
        assert [p.name for p in deposito.carpeta.iterdir()] == [antes.ubicacion.name]
    assert [accion for accion, _ in eventos()].count("fallar") == 6


def test_a_damaged_database_makes_no_set(deposito: Deposito) -> None:
    deposito.mover(3)
    deposito.registry.close()
    archivo = deposito.sitio.paths.database(names.INVENTARIO)
    with closing(sqlite3.connect(archivo)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pagina = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'existencias'").fetchone()[0]
    with archivo.open("r+b") as crudo:
        crudo.seek((pagina - 1) * 4096 + 200)
        crudo.write(b"\xff" * 3000)
    with pytest.raises(BaseDanadaError, match=r"inventario\.db"):
        deposito.completo()
    assert list(deposito.carpeta.iterdir()) == []


def _indice_falso(deposito: Deposito, nombre: str, columna: str, otra: str) -> None:
    """What stands in an index, or in those of a table, is of another column than it should be."""
    deposito.registry.close()
    with closing(sqlite3.connect(deposito.sitio.paths.database(names.INVENTARIO), isolation_level=None)) as base:
        antes = base.execute("SELECT sql FROM sqlite_master WHERE name = ?", (nombre,)).fetchone()[0]
        assert antes.count(columna) == 1
        base.execute("PRAGMA writable_schema = ON")
        base.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (antes.replace(columna, otra), nombre))


def test_a_unique_index_that_lost_a_row_makes_no_set(deposito: Deposito) -> None:
    """The kind of damage that shows nowhere but in a whole integrity check."""
    _indice_falso(deposito, "inventario_perfiles", "UNIQUE (codigo)", "UNIQUE (descripcion)")
    with pytest.raises(BaseDanadaError):
        deposito.completo()


def test_an_index_that_can_be_computed_again_stops_no_backup(deposito: Deposito, tmp_path: Path) -> None:
    """The data is whole, and the index is right in what is restored; that it is not here, «verificar» tells."""
    _indice_falso(deposito, "ix_inventario_perfiles_orden_codigo", "(activo,", "(stock_reservado,")
    hecho = deposito.completo()
    with pytest.raises(BaseDanadaError):
        deposito.modelo.verificar()
    en_carpeta(deposito.carpeta, hecho.id, tmp_path / "aparte")
    with closing(sqlite3.connect(tmp_path / "aparte" / "inventario.db")) as restaurada:
        assert restaurada.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_stock_that_is_not_what_the_movements_say_makes_no_set(deposito: Deposito) -> None:
    with closing(sqlite3.connect(deposito.sitio.paths.database(names.INVENTARIO))) as base:
        base.execute("UPDATE existencias SET cantidad = cantidad + 1000 WHERE articulo_id = 1")
        base.commit()
    with pytest.raises(BaseNoCuadraError, match="rexus verificar"):
        deposito.completo()
    assert list(deposito.carpeta.iterdir()) == []


def test_the_free_space_is_looked_at_first(deposito: Deposito, monkeypatch: pytest.MonkeyPatch) -> None:
    lleno = shutil.disk_usage(deposito.sitio.paths.data)._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _donde: lleno)
    pasos: list[str] = []
    with pytest.raises(RespaldoFallidoError, match="hacen falta"):
        deposito.completo(al_paso=pasos.append)
    assert pasos == []


def test_the_steps_are_those_that_are_named(deposito: Deposito) -> None:
    pasos: list[str] = []
    deposito.completo(al_paso=pasos.append)
    assert tuple(pasos) == hacer.PASOS
    pasos.clear()
    deposito.mover()
    assert deposito.incremental(al_paso=pasos.append).tipo == "incremental"
    assert tuple(pasos) == hacer.PASOS


def test_what_only_looks_like_a_set_is_told_apart(deposito: Deposito) -> None:
    bueno = deposito.completo()
    (deposito.carpeta / "rexus_backup_cualquiera").mkdir()
    (deposito.carpeta / "rexus_backup_20200101_000000_completo").mkdir()
    # What a migration left is a file, and what another program left is none of ours.
    (deposito.carpeta / "rexus_backup_20200101_000000_antes_de_migrar_users_users_0001.db").write_bytes(b"")
    (deposito.carpeta / "auditoria").mkdir()
    with gzip.open(deposito.carpeta / "otra.gz", "wb") as otra:
        otra.write(b"")
    hallados = carpetas.mirar(deposito.carpeta)
    assert [h.id for h in hallados if isinstance(h, Conjunto)] == [bueno.id]
    assert {h.id for h in hallados if isinstance(h, Dudoso)} == {"cualquiera", "20200101_000000_completo"}
    (bueno.ubicacion / "users.db.zst").unlink()
    assert carpetas.listar(deposito.carpeta) == []
    assert "le falta «users.db.zst»" in next(d.porque for d in carpetas.dudosos(deposito.carpeta) if d.id == bueno.id)


def test_an_incremental_set_without_its_base_is_not_whole(deposito: Deposito) -> None:
    base = deposito.completo()
    deposito.mover()
    hecho = deposito.incremental()
    shutil.rmtree(base.ubicacion)
    assert carpetas.listar(deposito.carpeta) == []
    (dudoso,) = carpetas.dudosos(deposito.carpeta)
    assert dudoso.id == hecho.id and base.id in dudoso.porque


def test_encrypted_it_shows_nothing_and_opens_with_the_passphrase(deposito: Deposito, tmp_path: Path) -> None:
    frase = "siete barras de aluminio"
    base = deposito.completo(frase=frase)
    assert base.cifrado and all(a.nombre.endswith(".age") for a in base.archivos)
    deposito.mover(3)
    hecho = deposito.incremental(frase=frase)
    assert (hecho.tipo, hecho.base) == ("incremental", base.id)
    assert verificar.verificar(deposito.carpeta, hecho.id, frase=frase).movimientos == 63
    en_carpeta(deposito.carpeta, hecho.id, tmp_path / "aparte", frase=frase)
    # Not encrypted, it is a full one: an incremental one would need the passphrase of its base.
    assert deposito.incremental().tipo == "completo"


def test_the_proof_of_the_stock_is_never_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rexus.stock.clases._clases", {})
    with pytest.raises(LookupError):
        revision.contar(tmp_path / "x.db", Avance())
