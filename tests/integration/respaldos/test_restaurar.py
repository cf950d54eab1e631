"""Restoring: what comes back is what the set holds; what was there is kept; an older schema is brought up."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

import rexus.modulos.tablas  # noqa: F401  the whole schema
from rexus.auditoria import Auditoria
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, NoEncontradoError, PermisoError, RexusError
from rexus.base.paths import Paths, paths_under
from rexus.db import imagen, names, restauracion, schema
from rexus.db.conexion import Conexion
from rexus.db.migrations import runner
from rexus.db.registry import Registry
from rexus.db.restauracion import RestauracionPendienteError
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import hacer, verificar
from rexus.respaldos import revision as revisiones
from rexus.respaldos.errors import DestinoOcupadoError
from rexus.respaldos.restaurar import en_carpeta, en_vivo
from rexus.respaldos.restaurar.en_vivo import PASOS
from rexus.stock import clases
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="a live restore is one of files")


def _sirve(paths_home: Path, movimientos: int) -> None:
    sitio = Sitio(paths_under(paths_home), Conexion())
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    hecha = modelo.verificar()
    assert hecha.ok and hecha.movimientos == movimientos
    modelo.registrar_entrada(Pedido(1, 1))
    registry.close()


def test_into_a_folder_that_becomes_a_home(deposito: Deposito, tmp_path: Path) -> None:
    deposito.mover(4)
    hecho = deposito.completo()
    destino = tmp_path / "otro home" / "data"
    hecha = en_carpeta(deposito.carpeta, hecho.id, destino)
    assert (hecha.articulos, hecha.movimientos, hecha.avisos) == (60, 64, ())
    assert sorted(p.name for p in destino.iterdir()) == [
        "auditoria.db",
        "inventario.db",
        "rexus_config.json",
        "users.db",
    ]
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in destino.iterdir())
    assert (destino / "rexus_config.json").read_text(encoding="utf-8") == '{"version": 1}'
    _sirve(destino.parent, 64)


def test_into_a_folder_that_is_taken(deposito: Deposito, tmp_path: Path) -> None:
    hecho = deposito.completo()
    vacia = tmp_path / "vacia"
    vacia.mkdir()
    en_carpeta(deposito.carpeta, f"rexus_backup_{hecho.id}", vacia)
    with pytest.raises(DestinoOcupadoError):
        en_carpeta(deposito.carpeta, hecho.id, vacia)
    archivo = tmp_path / "archivo"
    archivo.write_text("x")
    with pytest.raises(DestinoOcupadoError):
        en_carpeta(deposito.carpeta, hecho.id, archivo)
    assert archivo.read_text() == "x"


@pytest.mark.parametrize("nombre", ["x", "../..", "20200101_000000_completo"])
def test_what_is_not_there(deposito: Deposito, tmp_path: Path, nombre: str) -> None:
    with pytest.raises(NoEncontradoError):
        en_vivo(deposito.registry, SISTEMA, deposito.carpeta, nombre)
    with pytest.raises(NoEncontradoError):
        verificar.verificar(deposito.carpeta, nombre)
    with pytest.raises(NoEncontradoError):
        en_carpeta(deposito.carpeta, nombre, tmp_path / "aparte")


def test_in_place_of_what_is_there(deposito: Deposito, eventos: Callable[[], list[tuple[str, str | None]]]) -> None:
    base = deposito.completo()
    deposito.mover(5)
    hecho = deposito.incremental()
    antes = deposito.stock()
    deposito.mover(9)
    despues = deposito.stock()
    trail = Auditoria(deposito.registry, lambda: SISTEMA)
    trail.al_dia()
    pasos: list[str] = []
    ana = Actor("ana", "administrador", frozenset({"*"}))
    restaurado = en_vivo(deposito.registry, ana, deposito.carpeta, hecho.id, al_paso=pasos.append)
    assert tuple(pasos) == PASOS
    assert deposito.stock() == antes != despues
    assert deposito.modelo.verificar().movimientos == hecho.movimientos
    # What was there is a set of its own, and comes back as well.
    assert restaurado.resguardo is not None and restaurado.resguardo.id.endswith("antes_de_restaurar")
    assert eventos()[-1] == ("restaurar", hecho.id)
    assert deposito.mover() == hecho.ultimo_movimiento + 1
    trail.al_dia()
    assert trail.verificar().ok
    en_vivo(deposito.registry, ana, deposito.carpeta, restaurado.resguardo.id)
    assert deposito.stock() == despues
    assert not (deposito.carpeta / ".restauracion").exists()
    en_vivo(deposito.registry, ana, deposito.carpeta, base.id)
    assert deposito.modelo.verificar().ok


def test_who_may_not(deposito: Deposito) -> None:
    hecho = deposito.completo()
    supervisor = Actor("sup", "supervisor", frozenset({"respaldos.ver", "respaldos.modificar"}))
    with pytest.raises(PermisoError):
        en_vivo(deposito.registry, supervisor, deposito.carpeta, hecho.id)


def test_two_at_once_are_one(deposito: Deposito) -> None:
    hecho = deposito.completo()
    adentro, seguir = threading.Event(), threading.Event()

    def parar(paso: str) -> None:
        if paso == "probado":
            adentro.set()
            assert seguir.wait(60)

    uno = threading.Thread(
        target=lambda: en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id, al_paso=parar)
    )
    uno.start()
    assert adentro.wait(60)
    with pytest.raises(ConflictoError, match="Ya se está restaurando"):
        en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id)
    seguir.set()
    uno.join()
    assert deposito.modelo.verificar().ok


def test_other_seats_see_what_was_restored(deposito: Deposito, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that had its connections and its lookups before goes on with what is there now, or waits."""
    # It waits less than five seconds.
    monkeypatch.setattr(restauracion.terminar_pendiente, "__defaults__", (0.2,))
    hecho = deposito.completo()
    otro = deposito.sitio.registry()
    otro_modelo = InventarioModel(otro, lambda: SISTEMA)
    try:
        deposito.mover(3)
        assert otro_modelo.verificar().movimientos == 63

        def mirar(paso: str) -> None:
            if paso == "puesta_users":
                with pytest.raises(RestauracionPendienteError, match="Otro programa"):
                    otro_modelo.verificar()

        en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id, al_paso=mirar)
        assert otro_modelo.verificar().movimientos == 60
        assert otro_modelo.registrar_entrada(Pedido(1, 1)).value.id == 61
    finally:
        otro.close()


def test_what_is_written_after_the_safety_set_is_not_lost(deposito: Deposito) -> None:
    """Another seat saves a movement at the worst moment: it is in the safety set, which is made again."""
    hecho = deposito.completo()
    otro = deposito.sitio.registry()
    otro_modelo = InventarioModel(otro, lambda: SISTEMA)
    movidos: list[int] = []

    def mover(paso: str) -> None:
        if paso == "resguardado" and not movidos:
            movidos.append(otro_modelo.registrar_entrada(Pedido(1, 1)).value.id)

    try:
        restaurado = en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id, al_paso=mover)
        assert restaurado.resguardo is not None and restaurado.resguardo.ultimo_movimiento == movidos[0]
        assert deposito.modelo.verificar().movimientos == 60
        # Who never stops is asked to.
        with pytest.raises(ConflictoError, match="Otros puestos siguen"):
            en_vivo(
                deposito.registry,
                SISTEMA,
                deposito.carpeta,
                hecho.id,
                al_paso=lambda paso: (
                    movidos.append(otro_modelo.registrar_entrada(Pedido(1, 1)).value.id)
                    if paso == "resguardado"
                    else None
                ),
            )
        assert otro_modelo.verificar().movimientos == 63
        assert not restauracion.carpeta(deposito.sitio.paths).exists()
    finally:
        otro.close()


def test_who_waited_to_write_when_the_mark_was_made_is_told(deposito: Deposito) -> None:
    """It got its turn between the mark and the push: what it would write is refused, not lost."""
    hecho = deposito.completo()
    errores: list[object] = []

    def escribir() -> None:
        try:
            otro_modelo.registrar_entrada(Pedido(1, 1))
        except RexusError as error:
            errores.append(error)

    otro = deposito.sitio.registry()
    otro_modelo = InventarioModel(otro, lambda: SISTEMA)
    assert otro_modelo.verificar().ok
    hilo = threading.Thread(target=escribir)
    marcar = restauracion.marcar

    def marcar_mientras_espera(paths: Paths, marca: restauracion.Marca) -> None:
        hilo.start()
        time.sleep(0.3)
        marcar(paths, marca)

    try:
        with pytest.MonkeyPatch.context() as parche:
            parche.setattr(restauracion, "marcar", marcar_mientras_espera)
            # The push waits until the other one has had its turn.
            en_vivo(
                deposito.registry,
                SISTEMA,
                deposito.carpeta,
                hecho.id,
                al_paso=lambda paso: hilo.join() if paso == "marcado" else None,
            )
        assert [type(e) for e in errores] == [RestauracionPendienteError]
        assert otro_modelo.verificar().movimientos == 60
    finally:
        otro.close()


def test_a_set_of_an_older_schema_is_brought_up(
    sitio_sin_tablas: Sitio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitio = sitio_sin_tablas
    viejas = {names.USERS: "users_0002", names.INVENTARIO: "inventario_0003", names.AUDITORIA: "auditoria_0001"}
    with monkeypatch.context() as antes:
        # The program as it was before its newest migration.
        for base, revision in viejas.items():
            antes.setitem(schema.HEADS, base, revision)
        # Its tables and its classes, too, and how it counted: today's looks into tables that it did not have.
        suyas = SimpleNamespace(tables={"inventario_perfiles", "movimientos"})
        antes.setitem(revisiones._TABLAS, names.INVENTARIO, suyas)
        antes.setattr(revisiones, "contar", lambda _archivo, _avance: revisiones.Cuenta(1, 1, 1))
        antes.delitem(clases._clases, "herraje")
        antes.setattr(runner, "run", lambda c, b, r=None, run=runner.run: run(c, b, viejas[b]))
        registry = sitio.registry()
        _cinco_de_antes(registry)
        hecho = hacer.completo(registry, sitio.paths.backups)
        assert dict(hecho.esquema) == viejas
        registry.close()
    registry = sitio.registry()
    try:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        modelo.registrar_entrada(Pedido(1, 1))
        assert verificar.verificar(sitio.paths.backups, hecho.id).movimientos == 1
        # Into a folder as it is; in place of the live ones in this program's schema.
        en_carpeta(sitio.paths.backups, hecho.id, tmp_path / "aparte")
        assert imagen.revision(tmp_path / "aparte" / "users.db") == viejas[names.USERS]
        en_vivo(registry, SISTEMA, sitio.paths.backups, hecho.id)
        assert modelo.verificar().movimientos == 1
        for base, revision in schema.HEADS.items():
            assert imagen.revision(sitio.paths.database(base)) == revision
    finally:
        registry.close()


@pytest.mark.parametrize("contenido", [None, b"", b"esto no es una base" * 900])
def test_a_live_database_that_is_lost_or_damaged(deposito: Deposito, contenido: bytes | None) -> None:
    """Nothing to make a safety set of: what there was is kept as it was, and the restore goes on."""
    hecho = deposito.completo()
    deposito.registry.close()
    archivo = deposito.sitio.paths.database(names.INVENTARIO)
    for cola in ("-wal", "-shm"):
        archivo.with_name(archivo.name + cola).unlink(missing_ok=True)
    if contenido is None:
        archivo.unlink()
    else:
        archivo.write_bytes(contenido)
    restaurado = en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id)
    assert (restaurado.resguardo is None) == (contenido is not None)
    assert deposito.modelo.verificar().movimientos == 60
    if contenido:
        (aparte,) = archivo.parent.glob("inventario.db.danada-*")
        assert aparte.read_bytes() == contenido


def test_a_page_of_the_live_database_overwritten(deposito: Deposito) -> None:
    hecho = deposito.completo()
    deposito.registry.close()
    archivo = deposito.sitio.paths.database(names.INVENTARIO)
    with closing(sqlite3.connect(archivo)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pagina = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'existencias'").fetchone()[0]
    with archivo.open("r+b") as crudo:
        crudo.seek((pagina - 1) * 4096)
        crudo.write(b"\xff" * 4096)
    restaurado = en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id)
    assert restaurado.resguardo is None and restaurado.apartadas is not None
    assert (restaurado.apartadas / "inventario.db").stat().st_size > 0
    assert deposito.modelo.verificar().ok


def test_what_was_staged_and_damaged_is_not_put_in_place(deposito: Deposito) -> None:
    """Killed after the mark, and then somebody touches what waits: it is said, and nothing is mixed."""
    hecho = deposito.completo()
    deposito.mover(2)

    class Muerte(BaseException):
        pass

    def morir(paso: str) -> None:
        if paso == "marcado":
            raise Muerte

    with pytest.raises(Muerte):
        en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id, al_paso=morir)
    staged = restauracion.carpeta(deposito.sitio.paths) / "inventario.db"
    datos = bytearray(staged.read_bytes())
    datos[-1] ^= 1
    staged.write_bytes(datos)
    with pytest.raises(RestauracionPendienteError, match="no está entera"):
        deposito.modelo.verificar()
    # As the message says: without the folder it is as before.
    shutil.rmtree(staged.parent)
    assert deposito.modelo.verificar().movimientos == 62
    assert len(carpetas.listar(deposito.carpeta)) == 2


def _cinco_de_antes(registry: Registry) -> None:
    """Five pieces of an article as the program of then wrote them: today's knows more columns."""
    ahora = "2026-01-02T03:04:05.000000Z"
    articulo = {
        "id": 1, "codigo": "A1", "busqueda": "a1", "unidad": "barra", "stock_actual": 5_000, "activo": 1, "version": 1,
        "fecha_creacion": ahora, "fecha_actualizacion": ahora,
    }  # fmt: skip
    lado = {"clase": "perfil", "articulo_id": 1, "ubicacion_id": 1, "longitud_mm": 0, "cantidad": 5_000}
    movimiento = {
        **lado, "id": 1, "clave": str(uuid4()), "fecha": ahora, "tipo": "ENTRADA", "stock_resultante": 5_000,
        "usuario": "sistema",
    }  # fmt: skip
    with registry.write(names.INVENTARIO, SISTEMA) as work:
        for tabla, fila in (("inventario_perfiles", articulo), ("existencias", lado), ("movimientos", movimiento)):
            columnas = work.connection.exec_driver_sql(f"PRAGMA table_info({tabla})").all()
            faltan = {c[1]: "" if c[2] == "TEXT" else 0 for c in columnas if c[3] and not c[5] and c[1] not in fila}
            todo = {**faltan, **fila}
            work.connection.exec_driver_sql(
                f"INSERT INTO {tabla} ({', '.join(todo)}) VALUES ({', '.join('?' * len(todo))})", tuple(todo.values())
            )
