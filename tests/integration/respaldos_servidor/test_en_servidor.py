"""A set in place of a server's live databases: by the owner, with what was there kept, and all or nothing."""

from __future__ import annotations

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseError, BaseOcupadaError, ConflictoError
from rexus.db.restauracion import RestauracionPendienteError
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import hacer
from rexus.respaldos.carga.errores import NoEsDuenaError
from rexus.respaldos.errors import RespaldoAlteradoError, RestauracionFallidaError
from rexus.respaldos.restaurar import en_servidor, en_vivo, terminar
from rexus.stock.movimientos import Pedido
from tests.servers.postgres import Postgres
from tests.servers.proxy import Mando

from .conftest import Taller


def _sin_lo_de_despues(filas: dict[str, dict[str, list[object]]]) -> dict[str, dict[str, list[object]]]:
    """Without what a restore itself writes: its two events, how far the trail has come then, and that lookups went
    stale."""
    del filas["inventario"]["cache_versiones"]
    del filas["users"]["cadena_cabezas"]
    filas["users"]["outbox"] = [f for f in filas["users"]["outbox"] if "respaldos" not in f]  # type: ignore[operator]
    filas["auditoria"]["eventos"] = [f for f in filas["auditoria"]["eventos"] if "restaurar" not in f]  # type: ignore[operator]
    return filas


def _volver(taller: Taller, id_: str, **kw: object) -> object:
    duena = taller.sitio.como_duena().conexion
    return en_servidor(taller.registry, SISTEMA, duena, taller.carpeta, id_, **kw)  # type: ignore[arg-type]


def test_everything_is_as_it_was_and_what_was_there_is_kept(taller_pg: Taller) -> None:
    antes = _sin_lo_de_despues(taller_pg.filas())
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    ultimo = taller_pg.mover(9)
    taller_pg.modelo.crear({"codigo": "DESPUES"}, stock_inicial=4)
    vuelto = _volver(taller_pg, hecho.id)
    assert _sin_lo_de_despues(taller_pg.filas()) == antes
    resguardo = vuelto.resguardo  # type: ignore[attr-defined]
    assert resguardo.id.endswith("_antes_de_restaurar") and resguardo.movimientos == hecho.movimientos + 10
    assert resguardo.ultimo_movimiento == ultimo + 1
    with taller_pg.registry.read("users", SISTEMA) as work:
        eventos = work.connection.exec_driver_sql(
            "SELECT accion, registro FROM outbox WHERE modulo = 'respaldos'"
        ).all()
        llaves = work.connection.exec_driver_sql("SELECT count(*) FROM llaves WHERE nombre = 'restauracion'").scalar()
    assert ("restaurar", hecho.id) in [tuple(e) for e in eventos] and llaves == 0
    # The account of every day works on, and still cannot rewrite the ledger; nor can anybody by mistake.
    assert taller_pg.modelo.verificar().ok
    taller_pg.modelo.registrar_entrada(Pedido(1, 1))
    dueno = taller_pg.sitio.como_duena().registry()
    try:
        for orden in ("UPDATE movimientos SET motivo = 'x'", "DELETE FROM movimientos", "TRUNCATE movimientos CASCADE"):
            with pytest.raises(Exception, match="solo se agregan"), dueno.write("inventario", SISTEMA) as work:
                work.connection.exec_driver_sql(orden)
    finally:
        dueno.close()
    # And back to what was there.
    _volver(taller_pg, resguardo.id)
    assert taller_pg.modelo.id_por_codigo("DESPUES") == 31


def test_only_the_owner_can(taller_pg: Taller) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    antes = taller_pg.modelo.verificar()
    with pytest.raises(RestauracionFallidaError, match="dueña"):
        en_vivo(taller_pg.registry, SISTEMA, taller_pg.carpeta, hecho.id)
    with pytest.raises(NoEsDuenaError):
        en_servidor(taller_pg.registry, SISTEMA, taller_pg.sitio.conexion, taller_pg.carpeta, hecho.id)
    assert taller_pg.modelo.verificar() == antes


def test_a_tampered_set_touches_nothing(taller_pg: Taller) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    archivo = hecho.ubicacion / "inventario.db.zst"
    datos = bytearray(archivo.read_bytes())
    datos[len(datos) // 2] ^= 1
    archivo.write_bytes(datos)
    with pytest.raises(RespaldoAlteradoError):
        _volver(taller_pg, hecho.id)
    assert len(carpetas.listar(taller_pg.carpeta)) == 1
    assert taller_pg.modelo.verificar().ok


def test_somebody_in_the_middle_of_something_is_not_pushed_aside(
    taller_pg: Taller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rexus.respaldos.carga.palabras.ESPERA_DE_BLOQUEO_MS", 300)
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    otro = taller_pg.sitio.registry()
    try:
        with otro.write("inventario", SISTEMA) as work:
            work.connection.exec_driver_sql("UPDATE inventario_perfiles SET version = version WHERE id = 1")
            with pytest.raises(BaseOcupadaError, match="otros puestos"):
                _volver(taller_pg, hecho.id)
    finally:
        otro.close()
    assert taller_pg.modelo.verificar().ok


def test_what_others_write_meanwhile_is_in_the_safety_set_or_stops_it(taller_pg: Taller) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    resguardados = 0

    def escribir(paso: str) -> None:
        nonlocal resguardados
        if paso == "resguardado":
            resguardados += 1
            if resguardados == 1:
                taller_pg.mover(1)

    vuelto = _volver(taller_pg, hecho.id, al_paso=escribir)
    assert resguardados == 2
    assert vuelto.resguardo.movimientos == hecho.movimientos + 1  # type: ignore[attr-defined]
    with pytest.raises(ConflictoError, match="siguen trabajando"):
        _volver(taller_pg, hecho.id, al_paso=lambda paso: taller_pg.mover(1) if paso == "resguardado" else None)
    assert taller_pg.modelo.verificar().movimientos == hecho.movimientos + 3


def test_readers_see_the_old_rows_until_the_new_ones_are_there(taller_pg: Taller) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    taller_pg.mover(3)
    vistos = []
    otro = taller_pg.sitio.registry()
    modelo = InventarioModel(otro, lambda: SISTEMA)

    def mirar(paso: str) -> None:
        if paso in ("cargada_auditoria", "comprobada"):
            vistos.append(modelo.verificar())

    try:
        _volver(taller_pg, hecho.id, al_paso=mirar)
        assert [(v.movimientos, v.ok) for v in vistos] == [(47, True)] * 2
        assert modelo.verificar().movimientos == 44
    finally:
        otro.close()


def test_a_dropped_connection_leaves_everything_as_it_was(taller_pg: Taller, proxy: Mando) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    taller_pg.mover(3)
    duena = taller_pg.sitio.como_duena().por(proxy.puerto).conexion
    for paso in ("cargada_users", "cargada_inventario", "comprobada"):

        def cortar(visto: str, en: str = paso) -> None:
            if visto == en:
                proxy.cortar()

        with pytest.raises((BaseError, RestauracionFallidaError)):
            en_servidor(taller_pg.registry, SISTEMA, duena, taller_pg.carpeta, hecho.id, al_paso=cortar)
        proxy.sanar()
        hallado = taller_pg.modelo.verificar()
        assert hallado.ok and hallado.movimientos == 47


def test_cut_off_between_two_databases_everybody_is_told_and_it_is_ended(
    taller_pg: Taller, proxy: Mando, postgres: Postgres
) -> None:
    antes = _sin_lo_de_despues(taller_pg.filas())
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    taller_pg.mover(3)
    duena = taller_pg.sitio.como_duena()
    with pytest.raises(ConflictoError, match="a medias"):
        terminar(taller_pg.registry, duena.conexion, taller_pg.carpeta, hecho.id, SISTEMA)

    def cortar(paso: str) -> None:
        if paso == "confirmada_users":
            proxy.cortar()

    conexion = duena.por(proxy.puerto).conexion
    with pytest.raises(RestauracionPendienteError, match="--terminar"):
        en_servidor(taller_pg.registry, SISTEMA, conexion, taller_pg.carpeta, hecho.id, al_paso=cortar)
    proxy.sanar()
    # Nobody makes a set of that, not even who was there before.
    with pytest.raises(RestauracionPendienteError):
        hacer.completo(taller_pg.registry, taller_pg.carpeta)
    # Whoever starts now is told, and works on nothing.
    otro = taller_pg.sitio.registry()
    try:
        with pytest.raises(RestauracionPendienteError, match=hecho.id):
            otro.leer("users", SISTEMA, lambda work: None)
        terminar(otro, duena.conexion, taller_pg.carpeta, hecho.id, SISTEMA)
        otro.leer("users", SISTEMA, lambda work: None)
        taller = Taller(taller_pg.sitio, otro, InventarioModel(otro, lambda: SISTEMA))
        assert _sin_lo_de_despues(taller.filas()) == antes
        assert taller.modelo.verificar().ok
    finally:
        otro.close()
