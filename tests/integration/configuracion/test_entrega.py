"""What is changed on a seat joins the audit trail, once, whoever made the change."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rexus.auditoria import Auditoria, EventoVisto, Filtro, reenviar
from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError, PermisoError, SoloLecturaError
from rexus.configuracion import asentar, entregar, equipo
from rexus.db.names import INVENTARIO, USERS
from rexus.db.outbox import UsersOutbox
from rexus.db.registry import Registry

from .conftest import Abrir, Puesto

CONEXIONES = "db.pool_size"


def eventos(registry: Registry, tabla: str = "configuracion_equipo") -> list[EventoVisto]:
    """Oldest first."""
    reenviar(registry)
    return Auditoria(registry, lambda: SISTEMA).ver(Filtro(tabla=tabla))[::-1]


def test_who_is_signed_in_leaves_an_event_at_once(ana: Puesto) -> None:
    ana.cambiar({CONEXIONES: 12})
    (evento,) = eventos(ana.registry)
    assert (evento.usuario, evento.modulo, evento.accion, evento.registro) == (
        "ana", "configuracion", "editar", CONEXIONES,
    )  # fmt: skip
    assert evento.base == USERS
    assert evento.antes == {"valor": 10}
    assert evento.despues is not None and evento.despues["valor"] == 12
    ana.sincronizar()
    assert len(eventos(ana.registry)) == 1


def test_without_signing_in_it_waits_for_the_next_who_does(ana: Puesto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equipo, "cuenta_del_sistema", lambda: "cuenta_del_puesto")
    equipo.guardar(ana.settings, {CONEXIONES: 12}, "")
    equipo.guardar(ana.settings, {CONEXIONES: 14}, "luis (sin entrar)")
    assert eventos(ana.registry) == []
    ana.sincronizar()
    ana.sincronizar()
    uno, otro = eventos(ana.registry)
    assert [uno.usuario, otro.usuario] == ["cuenta_del_puesto (sin entrar)"] * 2
    assert [e.despues["valor"] for e in (uno, otro) if e.despues] == [12, 14]
    assert uno.despues is not None and uno.despues["cuando"] and uno.despues["cuenta"] == "cuenta_del_puesto"


@pytest.mark.parametrize("marca", [None, b"", b"[]", b'{"ultima": "no esta"}'])
def test_without_its_mark_nothing_becomes_two_events(ana: Puesto, marca: bytes | None) -> None:
    ana.cambiar({CONEXIONES: 12})
    assert len(eventos(ana.registry)) == 1
    file = ana.settings.bitacora.file.with_name("rexus_config.entregado")
    file.unlink()
    if marca is not None:
        file.write_bytes(marca)
    assert entregar(ana.registry, ana.settings, ana.actor) == 1
    # Nor once the entry has left the outbox, which is two days later.
    file.unlink()
    with ana.registry.write(USERS, SISTEMA) as work:
        work.connection.execute(UsersOutbox.__table__.delete())
    assert entregar(ana.registry, ana.settings, ana.actor) == 1
    assert len(eventos(ana.registry)) == 1


def test_what_somebody_wrote_into_the_list_names_no_user_as_if_it_were_proven(ana: Puesto) -> None:
    linea: dict[str, Any] = {"clave": CONEXIONES, "antes": 1, "despues": "x" * 9_000, "usuario": "jefe", "cuenta": 7}
    ana.settings.bitacora.anotar([{"id": "no es un uuid", **linea}, linea, {"id": str(uuid.uuid4()), **linea}])
    assert entregar(ana.registry, ana.settings, ana.actor) == 1
    (evento,) = eventos(ana.registry)
    assert evento.usuario == "jefe (sin comprobar)"
    assert evento.despues is not None and len(evento.despues["valor"]) < 5_000


def test_a_password_is_told_of_and_not_told(ana: Puesto) -> None:
    equipo.recordar_secreto(ana.settings, "db.clave", "guardado", "ana")
    equipo.recordar_secreto(ana.settings, "db.clave", "quitado", "")
    ana.sincronizar()
    puesta, quitada = eventos(ana.registry)
    assert (puesta.usuario, puesta.registro) == ("ana", "db.clave")
    assert [e.despues["secreto"] for e in (puesta, quitada) if e.despues] == ["guardado", "quitado"]
    assert "valor" not in json.dumps([puesta.despues, quitada.despues])


def test_an_export_leaves_its_trace_before_anything_leaves(
    ana: Puesto, puestos: Abrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    asentar(ana.settings, "todo.json", ana.registry, lambda: ana.actor)
    (evento,) = eventos(ana.registry, "configuracion_sistema")
    assert (evento.usuario, evento.accion, evento.despues) == ("ana", "exportar", {"archivo": "todo.json"})
    curioso = puestos(ana.registry, "luis", frozenset())
    with pytest.raises(PermisoError):
        asentar(curioso.settings, "todo.json", ana.registry, lambda: curioso.actor)
    # Nobody signed in, or the database is away: the seat's list, and the trail later.
    asentar(ana.settings, "sin entrar.json")

    def lejos(*_a: Any, **_kw: Any) -> None:
        raise BaseInalcanzableError("servidor")

    monkeypatch.setattr(ana.registry, "escribir", lejos)
    asentar(ana.settings, "lejos.json", ana.registry, lambda: ana.actor)
    monkeypatch.undo()
    ana.sincronizar()
    assert [(e.accion, (e.despues or {})["archivo"]) for e in eventos(ana.registry)] == [
        ("exportar", "sin entrar.json"),
        ("exportar", "lejos.json"),
    ]
    assert equipo.historial(ana.settings) == []


def test_where_the_list_cannot_be_written_nothing_is_exported(ana: Puesto, tmp_path: Path) -> None:
    ana.settings.bitacora.file = tmp_path / "archivo" / "lista"
    (tmp_path / "archivo").write_text("no es una carpeta")
    with pytest.raises(SoloLecturaError):
        asentar(ana.settings, "todo.json")


def test_while_the_database_is_away_a_change_waits(ana: Puesto, monkeypatch: pytest.MonkeyPatch) -> None:
    def lejos(*_a: Any, **_kw: Any) -> None:
        raise BaseInalcanzableError("servidor")

    monkeypatch.setattr(ana.registry, "escribir", lejos)
    assert ana.cambiar({CONEXIONES: 12}).guardados == (CONEXIONES,)
    monkeypatch.undo()
    assert eventos(ana.registry) == []
    ana.sincronizar()
    (evento,) = eventos(ana.registry)
    assert evento.usuario == "ana"


def test_what_the_workshop_shares_is_recorded_where_it_lives(ana: Puesto) -> None:
    ana.cambiar({"empresa.nombre": "Vidrios"})
    assert eventos(ana.registry) == []
    (evento,) = eventos(ana.registry, "configuracion_sistema")
    assert evento.base == INVENTARIO
    with ana.registry.read(USERS, SISTEMA) as work:
        assert work.connection.scalar(select(UsersOutbox.id)) is None
