"""The shared configuration in the database: values, versions, history, rights."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.changes import NOTHING
from rexus.base.errors import DatoInvalidoError, PermisoError
from rexus.configuracion import ConfiguracionCambiadaError, historial, leer, poner, quitar, vigentes
from rexus.configuracion.orm import ConfiguracionSistema
from rexus.db.cache_versiones import CacheVersion
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.db.registry import Registry
from rexus.db.work import Work


def escribir(registry: Registry, operacion: Any, *args: Any, actor: Actor = SISTEMA) -> Any:
    return registry.escribir(INVENTARIO, actor, operacion, *args).value


@pytest.mark.parametrize(
    ("clave", "valor"),
    [
        ("empresa.nombre", "Ñandú & Cía «20 % 'más'» 窓"),
        ("empresa.direccion", "Calle 1\nLocal 2"),
        ("reportes.encabezado", "x" * 500),
        ("usuarios.max_intentos", 7),
        ("respaldo.automatico", False),
    ],
)
def test_a_value_comes_back_as_it_was(registry: Registry, clave: str, valor: object) -> None:
    escribir(registry, poner, clave, valor)
    hallado = registry.leer(INVENTARIO, SISTEMA, vigentes)[clave]
    assert (hallado, type(hallado)) == (valor, type(valor))


def test_the_version_grows_with_every_change_and_never_goes_back(registry: Registry) -> None:
    antes = datetime.now(UTC)
    versiones = [
        escribir(registry, poner, "empresa.nombre", "Uno").version,
        escribir(registry, poner, "empresa.nombre", "Dos").version,
        escribir(registry, poner, "empresa.nombre", "Dos").version,
        escribir(registry, quitar, "empresa.nombre").version,
        escribir(registry, poner, "empresa.nombre", "Uno").version,
    ]
    assert versiones == [1, 2, 2, 3, 4]
    (fila,) = registry.leer(INVENTARIO, SISTEMA, leer).values()
    assert (fila.valor, fila.version, fila.usuario) == ("Uno", 4, "sistema")
    assert antes <= fila.fecha <= datetime.now(UTC)
    with registry.read(INVENTARIO, SISTEMA) as work:
        assert work.connection.execute(
            select(ConfiguracionSistema.categoria, ConfiguracionSistema.tipo_dato)
        ).one() == ("empresa", "texto")


def test_another_version_is_a_conflict_that_shows_the_row(registry: Registry) -> None:
    escribir(registry, poner, "empresa.nombre", "Uno", 0)
    escribir(registry, poner, "empresa.nombre", "Dos", 1)
    for operacion, args in ((poner, ("Tres", 1)), (poner, ("Tres", 0)), (poner, ("Tres", 3)), (quitar, (1,))):
        with pytest.raises(ConfiguracionCambiadaError) as conflicto:
            escribir(registry, operacion, "empresa.nombre", *args)
        assert conflicto.value.fila is not None
        assert (conflicto.value.fila.valor, conflicto.value.fila.version) == ("Dos", 2)
    with pytest.raises(ConfiguracionCambiadaError) as conflicto:
        escribir(registry, poner, "empresa.cuit", "1", 1)
    assert conflicto.value.fila is None
    assert registry.leer(INVENTARIO, SISTEMA, vigentes) == {"empresa.nombre": "Dos"}


def test_history_and_audit_say_who_what_before_and_after(registry: Registry) -> None:
    ana = Actor("ana", "rol", frozenset({"configuracion.ver", "configuracion.modificar"}))
    escribir(registry, poner, "usuarios.max_intentos", 7, actor=ana)
    escribir(registry, quitar, "usuarios.max_intentos", actor=ana)
    escribir(registry, quitar, "usuarios.max_intentos", actor=ana)
    escribir(registry, poner, "empresa.nombre", "X")
    cambios = registry.leer(INVENTARIO, ana, historial, "usuarios.max_intentos")
    assert [(c.antes, c.despues, c.usuario, c.alcance) for c in cambios] == [
        (7, None, "ana", "empresa"),
        (None, 7, "ana", "empresa"),
    ]
    assert cambios[0].equipo
    assert cambios[0].fecha.tzinfo is not None
    assert [c.clave for c in registry.leer(INVENTARIO, ana, historial, None, 2)] == [
        "empresa.nombre",
        "usuarios.max_intentos",
    ]
    tabla = InventarioOutbox
    with registry.read(INVENTARIO, SISTEMA) as work:
        anotado = work.connection.execute(
            select(tabla.usuario, tabla.modulo, tabla.accion, tabla.registro, tabla.antes, tabla.despues)
            .where(tabla.usuario == "ana")
            .order_by(tabla.id)
        ).all()
    assert [(*fila[:4], json.loads(fila[4]), json.loads(fila[5])) for fila in anotado] == [
        ("ana", "configuracion", "modificar", "usuarios.max_intentos", {"valor": None}, {"valor": 7}),
        ("ana", "configuracion", "restaurar", "usuarios.max_intentos", {"valor": 7}, {"valor": None}),
    ]


def test_a_change_makes_what_other_seats_remember_stale_and_no_change_does_not(registry: Registry) -> None:
    def version() -> int | None:
        with registry.read(INVENTARIO, SISTEMA) as work:
            consulta = select(CacheVersion.version).where(CacheVersion.etiqueta == "configuracion")
            return work.connection.scalar(consulta)

    escribir(registry, poner, "empresa.nombre", "X")
    primera = version()
    assert primera
    assert registry.escribir(INVENTARIO, SISTEMA, poner, "empresa.nombre", "X").change is NOTHING
    assert version() == primera
    assert registry.escribir(INVENTARIO, SISTEMA, quitar, "empresa.nombre").change.touches("configuracion")
    assert version() == primera + 1


@pytest.mark.parametrize(
    "permisos", [frozenset(), frozenset({"configuracion.ver"}), frozenset({"inventario.modificar"})]
)
def test_rights_are_asked_for_in_the_operation(registry: Registry, permisos: frozenset[str]) -> None:
    luis = Actor("luis", "rol", permisos)
    for operacion, args in ((poner, ("empresa.nombre", "X")), (quitar, ("empresa.nombre",))):
        with pytest.raises(PermisoError, match=r"configuracion\.modificar"):
            escribir(registry, operacion, *args, actor=luis)
    for operacion in (leer, historial):
        if "configuracion.ver" in permisos:
            registry.leer(INVENTARIO, luis, operacion)
        else:
            with pytest.raises(PermisoError, match=r"configuracion\.ver"):
                registry.leer(INVENTARIO, luis, operacion)
    assert registry.leer(INVENTARIO, luis, vigentes) == {}, "every seat needs the values"


def test_what_does_not_belong_in_the_database_is_refused(registry: Registry) -> None:
    for clave in ("tema.modo", "db.clave", "ventana.pagina", "respaldo.carpeta"):
        with pytest.raises(ValueError, match="database"):
            escribir(registry, poner, clave, "x")
        with pytest.raises(ValueError, match="database"):
            escribir(registry, quitar, clave)
    with pytest.raises(KeyError):
        escribir(registry, poner, "empresa.no_hay", "x")
    with pytest.raises(DatoInvalidoError):
        escribir(registry, poner, "usuarios.max_intentos", "7")
    assert registry.leer(INVENTARIO, SISTEMA, leer) == {}


def test_what_somebody_wrote_by_hand_breaks_nothing(registry: Registry) -> None:
    escribir(registry, poner, "empresa.nombre", "X")

    def a_mano(work: Work) -> None:
        work.connection.execute(ConfiguracionSistema.__table__.update().values(valor="Vidrios {sin comillas"))

    registry.escribir(INVENTARIO, SISTEMA, a_mano)
    assert registry.leer(INVENTARIO, SISTEMA, vigentes) == {"empresa.nombre": "Vidrios {sin comillas"}
    assert escribir(registry, poner, "empresa.nombre", "Y", 1).version == 2


def test_seats_that_change_the_same_new_key_at_once_all_get_an_answer(registry: Registry) -> None:
    salidas: list[Any] = []
    juntos = threading.Barrier(4)

    def uno(numero: int) -> None:
        juntos.wait()
        try:
            salidas.append(escribir(registry, poner, "empresa.nombre", f"N{numero}"))
        except ConfiguracionCambiadaError as error:
            salidas.append(error)

    hilos = [threading.Thread(target=uno, args=(numero,)) for numero in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len(salidas) == 4
    hechas = [s for s in salidas if not isinstance(s, Exception)]
    assert hechas
    cambios = registry.leer(INVENTARIO, SISTEMA, historial)
    assert [c.antes for c in cambios] == [c.despues for c in cambios[1:]] + [None], "each change knows the one before"
    assert len(cambios) == len(hechas)
