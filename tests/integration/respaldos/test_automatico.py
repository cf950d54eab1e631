"""Before each critical operation: a backup is made if none is recent, and one that fails stops the operation."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import CanceladoError, NoEncontradoError, PermisoError
from rexus.base.progress import Avance
from rexus.cli.contexto import Contexto
from rexus.db import names
from rexus.db.orm import InventarioBase, UsersBase
from rexus.db.outbox import UsersOutbox
from rexus.db.registry import Registry
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.configuracion.model import ConfiguracionModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.respaldos import carpeta, estado, hacer, verificar
from rexus.respaldos.automatico import RespaldoPrevio, RespaldoPrevioError, respaldar_despues
from rexus.respaldos.calendario import Plan
from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL
from rexus.respaldos.ejecutor import Ejecutor
from rexus.settings import Settings
from rexus.stock import FilaResumen, pedidos, recepciones
from rexus.stock.conteos import Contado
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from tests.reloj import Reloj
from tests.servers.sitio import Sitio

# Every test here makes sets.
pytestmark = pytest.mark.solo("sqlite", porque="sets are made of the embedded databases; servers follow")

Operacion = Callable[[], object]


@pytest.fixture
def settings(sitio: Sitio) -> Iterator[Settings]:
    settings = Settings(sitio.paths)
    yield settings
    settings.close()


@pytest.fixture
def reloj() -> Reloj:
    return Reloj(datetime(2026, 6, 1, 12, tzinfo=UTC))


@pytest.fixture
def operaciones(
    modelo: InventarioModel, registry: Registry, settings: Settings, tmp_path: Path
) -> dict[str, Operacion]:
    """Each of them ready to be done once. What they need was done without any backup."""
    planilla = tmp_path / "perfiles.csv"
    planilla.write_text("codigo;descripcion;stock_actual\nI1;Marco;5\n", encoding="utf-8")

    def importar() -> Any:
        with modelo.analizar(planilla) as analisis:
            return modelo.importar(analisis)

    importado = importar().value.lote
    planilla.write_text("codigo;descripcion;stock_actual\nI2;Hoja;5\n", encoding="utf-8")
    uno, otro = (
        modelo.crear({"codigo": c, "descripcion": c}, stock_inicial=n).value.id for c, n in (("A1", 5), ("A2", 0))
    )
    modelo.registrar_varios("ENTRADA", [Pedido(uno, 1)])
    lote = modelo.kardex(uno)[0].lote_id
    assert importado is not None and lote is not None
    usuarios = UsuariosModel(registry, lambda: SISTEMA, settings)
    usuarios.crear_rol("depósito", "")
    obras = ObrasModel(registry, lambda: SISTEMA)
    vacia, obra = (obras.crear({"codigo": codigo}).value.id for codigo in ("OB-1", "OB-2"))
    obras.poner(obra, {("perfil", uno): 2})
    reservado = obras.reservar(obra, None, str(uuid.uuid4())).value.lote_id
    assert reservado is not None
    plano = tmp_path / "plano.pdf"
    plano.write_bytes(b"%PDF-1.4 plano %%EOF")
    adjunto = obras.adjuntar(obra, plano).value.id
    fila = FilaResumen(2, "I9", Decimal(3), "", {})
    pedible = modelo.crear({"codigo": "A3"}).value.id
    compras = ComprasModel(registry, lambda: SISTEMA, settings)
    with registry.write(names.INVENTARIO, SISTEMA) as work:
        pedido = pedidos.crear(work, "REHAU", [LineaPedida("perfil", pedible, 3)], enviar=True).value
        recibido = recepciones.recibir(work, pedido.id).value.lote_id
    configuracion = ConfiguracionModel(registry, settings, lambda: SISTEMA)
    return {
        "importar": importar,
        "revertir una importación": lambda: modelo.revertir_importacion(importado),
        "editar varios artículos": lambda: modelo.editar_varios([uno, otro], {"proveedor": "Otro"}),
        "eliminar un artículo": lambda: modelo.eliminar(otro),
        "registrar un conteo": lambda: modelo.registrar_conteo([Contado(uno, 1, 0, Decimal(6), 4)]),
        "deshacer un lote": lambda: modelo.anular_lote(lote, "error"),
        "eliminar un rol": lambda: usuarios.eliminar_rol("depósito"),
        "eliminar una obra": lambda: obras.eliminar(vacia),
        "importar un resumen": lambda: obras.importar_resumen(obra, [fila], "r.csv", crear=True, quitar=False),
        "deshacer lo hecho en una obra": lambda: obras.deshacer(reservado, "error", str(uuid.uuid4())),
        "quitar un adjunto": lambda: obras.quitar_adjunto(adjunto),
        "importar proveedores": lambda: compras.importar_proveedores([{"nombre": "Nuevo"}]),
        "deshacer una recepción": lambda: compras.deshacer_recepcion(recibido, "error", str(uuid.uuid4())),
        "importar la configuración": lambda: configuracion.importar(
            {"empresa.nombre": "Otra"}, {"empresa.nombre": None}
        ),
    }


OPERACIONES = (
    "importar",
    "revertir una importación",
    "editar varios artículos",
    "eliminar un artículo",
    "registrar un conteo",
    "deshacer un lote",
    "eliminar un rol",
    "eliminar una obra",
    "importar un resumen",
    "deshacer lo hecho en una obra",
    "quitar un adjunto",
    "importar proveedores",
    "deshacer una recepción",
    "importar la configuración",
)


def contenido(registry: Registry) -> dict[str, list[Any]]:
    """Every row of `users` and `inventario`, except of what the trail is told."""
    filas: dict[str, list[Any]] = {}
    for base, tablas in ((names.USERS, UsersBase.metadata), (names.INVENTARIO, InventarioBase.metadata)):
        with registry.read(base, SISTEMA) as work:
            for tabla in tablas.sorted_tables:
                if not tabla.name.startswith("outbox"):
                    filas[f"{base}.{tabla.name}"] = sorted(map(repr, work.connection.execute(select(tabla)).all()))
    return filas


@pytest.mark.parametrize("operacion", OPERACIONES)
def test_a_backup_comes_first_and_only_once(
    operacion: str, operaciones: dict[str, Operacion], registry: Registry, settings: Settings, sitio: Sitio
) -> None:
    assert set(operaciones) == set(OPERACIONES)
    antes = contenido(registry)
    registry.ajustes = settings
    operaciones[operacion]()
    hechos = carpeta.listar(sitio.paths.backups)
    assert [c.motivo for c in hechos] == [f"antes de {operacion}"]
    # It holds what there was before, and can be restored.
    assert verificar.verificar(sitio.paths.backups, hechos[0].id).conjunto.tipo == "completo"
    assert contenido(registry) != antes
    with registry.read(names.USERS, SISTEMA) as work:
        anotados = work.connection.execute(
            select(UsersOutbox.accion, UsersOutbox.registro).where(UsersOutbox.modulo == "respaldos")
        ).all()
    assert anotados == [("crear", hechos[0].id)]


@pytest.mark.parametrize("operacion", OPERACIONES)
def test_a_backup_that_fails_stops_it_with_nothing_changed(
    operacion: str, operaciones: dict[str, Operacion], registry: Registry, settings: Settings, sitio: Sitio
) -> None:
    registry.ajustes = settings
    antes = contenido(registry)
    # Nobody can write there, not even root.
    shutil.rmtree(sitio.paths.backups)
    sitio.paths.backups.write_text("in the way")
    with pytest.raises(RespaldoPrevioError) as dicho:
        operaciones[operacion]()
    assert operacion in dicho.value.frase and "No se cambió nada" in dicho.value.frase
    assert str(sitio.paths.backups) in dicho.value.frase and dicho.value.que_hacer
    assert contenido(registry) == antes
    # Once the way is free the same is done.
    sitio.paths.backups.unlink()
    operaciones[operacion]()
    assert contenido(registry) != antes


@pytest.mark.parametrize("operacion", OPERACIONES)
def test_one_of_what_it_changed_comes_after_it(
    operacion: str, operaciones: dict[str, Operacion], registry: Registry, settings: Settings, sitio: Sitio
) -> None:
    """Nobody waits for it: whoever listens is told, once the operation succeeded, and makes it."""
    pedidos: list[tuple[str, Actor]] = []
    registry.ajustes, registry.respaldo_despues = settings, lambda *pedido: pedidos.append(pedido)
    operaciones[operacion]()
    assert pedidos == [(f"después de {operacion}", SISTEMA)]
    assert len(carpeta.listar(sitio.paths.backups)) == 1
    ahora = contenido(registry)
    hecho = respaldar_despues(registry, settings, *pedidos[0])
    _, antes = carpeta.listar(sitio.paths.backups)
    assert (hecho.tipo, hecho.base, hecho.motivo) == ("incremental", antes.id, pedidos[0][0])
    assert "_despues_de_" in hecho.id and antes.motivo == f"antes de {operacion}"
    # It holds what there was after, and can be restored.
    assert verificar.verificar(sitio.paths.backups, hecho.id).conjunto == hecho
    assert contenido(registry) == ahora
    # The next operation has a recent one before it, and so none after it.
    InventarioModel(registry, lambda: SISTEMA).editar_varios([], {"proveedor": "Otro"})
    assert len(pedidos) == 1


def test_a_command_makes_it_at_its_end_and_one_that_fails_takes_nothing_back(
    modelo: InventarioModel,
    registry: Registry,
    sitio: Sitio,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    uno = modelo.crear({"codigo": "A1", "descripcion": "A1"}).value.id
    backups = sitio.paths.backups
    monkeypatch.setenv("REXUS_HOME", str(backups.parent))
    for estorba in (False, True):
        antes = contenido(registry)
        contexto = Contexto()
        try:
            InventarioModel(contexto.registry, lambda: SISTEMA).editar_varios([uno], {"proveedor": f"Otro {estorba}"})
            if estorba:
                shutil.rmtree(backups)
                backups.write_text("in the way")
        finally:
            contexto.cerrar()
            contexto.settings.close()
        dicho = capsys.readouterr()
        assert "Después de editar varios artículos se hace un respaldo." in dicho.err and not dicho.out
        assert ("Lo demás quedó hecho." in dicho.err and str(backups) in dicho.err) is estorba
        assert contenido(registry) != antes
        if not estorba:
            assert [c.tipo for c in carpeta.listar(backups)] == ["incremental", "completo"]
            shutil.rmtree(backups)


def test_nothing_comes_after_an_operation_that_failed(
    modelo: InventarioModel, registry: Registry, settings: Settings, sitio: Sitio
) -> None:
    pedidos: list[str] = []
    registry.ajustes, registry.respaldo_despues = settings, lambda motivo, _actor: pedidos.append(motivo)
    with pytest.raises(NoEncontradoError):
        modelo.eliminar(999)
    assert len(carpeta.listar(sitio.paths.backups)) == 1 and not pedidos


def test_a_recent_one_is_enough_until_it_is_too_old(registry: Registry, settings: Settings, reloj: Reloj) -> None:
    previo = RespaldoPrevio(registry, settings, clock=reloj)
    primero = previo("importar", SISTEMA)
    assert primero is not None
    reloj.ahora += timedelta(days=7)
    assert previo("importar", SISTEMA) is None
    reloj.ahora += timedelta(seconds=1)
    assert previo("importar", SISTEMA) is not None
    settings.adoptar_base({"respaldo.antiguedad_dias": 1})
    reloj.ahora += timedelta(days=1, seconds=1)
    assert previo("importar", SISTEMA) is not None


def test_one_of_another_program_counts_and_one_that_is_gone_does_not(
    registry: Registry, settings: Settings, reloj: Reloj
) -> None:
    hecho = RespaldoPrevio(registry, settings, clock=reloj)("importar", SISTEMA)
    assert hecho is not None
    otro = RespaldoPrevio(registry, settings, clock=reloj)
    assert not otro.hace_falta()
    hecho.ubicacion.rename(hecho.ubicacion.with_name("elsewhere"))
    assert otro.hace_falta()


def test_a_damaged_one_does_not_count(registry: Registry, settings: Settings, reloj: Reloj) -> None:
    hecho = RespaldoPrevio(registry, settings, clock=reloj)("importar", SISTEMA)
    assert hecho is not None
    (hecho.ubicacion / hecho.archivos[0].nombre).write_bytes(b"short")
    assert RespaldoPrevio(registry, settings, clock=reloj).hace_falta()


def test_one_that_is_found_altered_does_not_count_any_more(
    registry: Registry, settings: Settings, reloj: Reloj
) -> None:
    """All its files are there in their sizes; somebody verified it."""
    previo = RespaldoPrevio(registry, settings, clock=reloj)
    hecho = previo("importar", SISTEMA)
    assert hecho is not None and not previo.hace_falta()
    donde = registry.paths.backups
    estado.anotar_verificado(donde, hecho.id, reloj(), "altered")
    assert previo.hace_falta() and RespaldoPrevio(registry, settings, clock=reloj).hace_falta()
    reloj.ahora += timedelta(minutes=1)
    otro = previo("importar", SISTEMA)
    assert otro is not None and otro.id != hecho.id and not previo.hace_falta()
    # The disk could not be read for a moment: proven again it counts.
    estado.anotar_verificado(donde, otro.id, reloj(), "altered")
    assert previo.hace_falta()
    estado.anotar_verificado(donde, otro.id, reloj())
    assert not previo.hace_falta()
    # And nothing stands on one that does not.
    estado.anotar_verificado(donde, otro.id, reloj(), "altered")
    reloj.ahora += timedelta(minutes=1)
    assert hacer.incremental(registry, donde, clock=reloj).tipo == "completo"


def test_the_slot_of_one_that_is_found_altered_is_due_again(
    registry: Registry, settings: Settings, reloj: Reloj
) -> None:
    ejecutor = Ejecutor(registry, settings, clock=reloj)
    plan, donde = Plan(), registry.paths.backups
    completo = ejecutor.hacer(COMPLETO, avance=Avance())
    reloj.ahora += timedelta(minutes=1)
    incremental = ejecutor.hacer(INCREMENTAL, avance=Avance())
    assert ejecutor.exitos(plan, reloj()) == {COMPLETO: completo.fecha, INCREMENTAL: incremental.fecha}
    estado.anotar_verificado(donde, incremental.id, reloj(), "altered")
    assert ejecutor.exitos(plan, reloj()) == {COMPLETO: completo.fecha, INCREMENTAL: completo.fecha}
    estado.anotar_verificado(donde, incremental.id, reloj())
    estado.anotar_verificado(donde, completo.id, reloj(), "altered")
    assert ejecutor.exitos(plan, reloj()) == {}, "an incremental one is worth what its base is worth"


def test_one_of_the_future_does_not_count(registry: Registry, settings: Settings, reloj: Reloj) -> None:
    """Made while the clock was years ahead; else no operation would have a backup for all these years."""
    previo = RespaldoPrevio(registry, settings, clock=reloj)
    reloj.ahora += timedelta(days=3_650)
    assert previo("importar", SISTEMA) is not None
    reloj.ahora -= timedelta(days=3_650)
    assert previo("importar", SISTEMA) is not None
    assert previo("importar", SISTEMA) is None


def test_two_at_once_make_one(sitio: Sitio, registry: Registry, settings: Settings, reloj: Reloj) -> None:
    """Threads of one program, and another program of the same home."""
    otro = sitio.registry()
    juntos = threading.Barrier(4)
    previos = [RespaldoPrevio(registry, settings, clock=reloj), RespaldoPrevio(otro, settings, clock=reloj)]

    def uno(n: int) -> object:
        juntos.wait(30)
        return previos[n % 2]("importar", SISTEMA)

    try:
        with ThreadPoolExecutor(4) as hilos:
            hechos = list(hilos.map(uno, range(4)))
    finally:
        otro.close()
    assert sum(h is not None for h in hechos) == 1
    assert len(carpeta.listar(sitio.paths.backups)) == 1


def test_cancelling_the_operation_cancels_its_backup(
    operaciones: dict[str, Operacion], modelo: InventarioModel, registry: Registry, settings: Settings, sitio: Sitio
) -> None:
    registry.ajustes = settings
    antes = contenido(registry)
    avance = Avance()
    avance.cancelar()
    with pytest.raises(CanceladoError):
        modelo.editar_varios([1, 2], {"proveedor": "Otro"}, avance)
    assert contenido(registry) == antes and not carpeta.listar(sitio.paths.backups)


def test_without_a_session_or_settings_none_is_made(
    operaciones: dict[str, Operacion], registry: Registry, settings: Settings, sitio: Sitio
) -> None:
    """What works for itself (tests, tools) says so by naming no settings."""
    operaciones["importar"]()
    assert not carpeta.listar(sitio.paths.backups)


def test_it_is_told_before_it_is_made(
    operaciones: dict[str, Operacion], registry: Registry, settings: Settings
) -> None:
    dichos: list[str] = []
    registry.ajustes, registry.avisar = settings, dichos.append
    operaciones["importar"]()
    assert dichos == ["Antes de importar se hace un respaldo."]


def test_who_may_not_has_no_backup_made(registry: Registry, settings: Settings, modelo: InventarioModel) -> None:
    uno = modelo.crear({"codigo": "A1", "descripcion": "A1"}).value.id
    registry.ajustes = settings
    quien = Actor("nadie", "consulta", frozenset({"inventario.ver"}))
    with pytest.raises(PermisoError):
        InventarioModel(registry, lambda: quien).editar_varios([uno], {"proveedor": "Otro"})
    with pytest.raises(PermisoError):
        ConfiguracionModel(registry, settings, lambda: quien).importar({"empresa.nombre": "Otra"}, {})
    assert carpeta.mirar(registry.paths.backups) == []
