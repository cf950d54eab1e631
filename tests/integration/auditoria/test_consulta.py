"""Looking into the trail: filters, pages, the history of a record, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from rexus.auditoria import Auditoria, EventoIlegible, EventoVisto, Filtro, Opciones, cadena, reenviar
from rexus.auditoria.orm import Evento
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ArchivoError, BaseInalcanzableError, CanceladoError, PermisoError
from rexus.base.progress import Avance
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import OCULTO, Work
from rexus.modulos.auditoria.domain import Pedido as PedidoDeEventos
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.movimientos import Pedido

from .conftest import Reloj

SUPERVISOR = Actor("eva", "supervisor", frozenset({"auditoria.ver"}))
OPERADOR = Actor("luis", "operador", frozenset({"inventario.ver", "inventario.modificar"}))


@pytest.fixture
def lleno(registry: Registry, auditoria: Auditoria, reloj: Reloj) -> Auditoria:
    """Thirty entries, one each hour, by two people about three records of two modules."""

    def una(work: Work, n: int) -> None:
        work.anotar(
            f"m{n % 2}",
            ("crear", "modificar")[n % 5 > 0],
            "cosas",
            n % 3,
            despues={"n": n},
            usuario=("ana", "luis")[n % 2],
        )

    for n in range(30):
        registry.escribir((USERS, INVENTARIO)[n % 2], SISTEMA, una, n)
        reloj.ahora += timedelta(hours=1)
    reenviar(registry)
    return auditoria


def numeros(auditoria: Auditoria, filtro: Filtro, *args: Any) -> list[Any]:
    return [evento.despues["n"] for evento in auditoria.ver(filtro, *args) if evento.despues and "n" in evento.despues]


def test_each_filter_and_all_together(lleno: Auditoria) -> None:
    todos = list(range(29, -1, -1))
    assert numeros(lleno, Filtro(tabla="cosas")) == todos
    assert numeros(lleno, Filtro(usuario="ana")) == [n for n in todos if n % 2 == 0]
    assert numeros(lleno, Filtro(modulo="m1")) == [n for n in todos if n % 2]
    assert numeros(lleno, Filtro(accion="crear", tabla="cosas")) == [n for n in todos if n % 5 == 0]
    assert numeros(lleno, Filtro(tabla="cosas", registro="2")) == [n for n in todos if n % 3 == 2]
    assert numeros(lleno, Filtro("luis", "m1", "modificar", "cosas", "1")) == [
        n for n in todos if n % 2 and n % 3 == 1 and n % 5
    ]
    assert numeros(lleno, Filtro(usuario="nadie")) == []


def test_what_is_typed_finds_what_is_written(lleno: Auditoria) -> None:
    escrito = lleno.escrito(Filtro(usuario="Aná", modulo="M0", tabla="COSAS", registro="0"))
    assert escrito == Filtro(usuario="ana", modulo="m0", tabla="cosas", registro="0")
    assert numeros(lleno, escrito)
    assert lleno.escrito(Filtro(usuario="Nadie")) == Filtro(usuario="Nadie")
    assert lleno.escrito(Filtro()) == Filtro()


def test_the_bounds_of_time_are_utc_and_half_open(lleno: Auditoria) -> None:
    eventos = list(reversed(lleno.ver(Filtro(tabla="cosas"), 100)))
    desde, hasta = eventos[10].fecha, eventos[20].fecha
    assert numeros(lleno, Filtro(tabla="cosas", desde=desde, hasta=hasta)) == list(range(19, 9, -1))
    assert eventos[0].fecha.tzinfo is UTC


def test_pages_follow_each_other_whatever_is_added(
    lleno: Auditoria, registry: Registry, escribir: Callable[..., None]
) -> None:
    filtro = Filtro(tabla="cosas")
    vistos: list[int] = []
    ultima: int | None = None
    while pagina := lleno.ver(filtro, 7, ultima):
        vistos += [evento.id for evento in pagina]
        ultima = pagina[-1].id
        escribir("después")
        reenviar(registry)
    assert vistos == sorted(vistos, reverse=True) and len(vistos) == len(set(vistos)) == 30
    assert list(lleno.indice(filtro))[-30:] == vistos
    assert [e.id for e in lleno.filas([vistos[3], 10**6, vistos[0]])] == [vistos[3], vistos[0]]


def test_what_the_filters_can_choose_from(lleno: Auditoria) -> None:
    assert lleno.opciones() == Opciones(("ana", "luis"), ("m0", "m1"), ("crear", "modificar"))


def test_the_history_of_an_article(registry: Registry, modelo: InventarioModel, auditoria: Auditoria) -> None:
    articulo = modelo.crear({"codigo": "A1", "descripcion": "Ñandú"}).value
    modelo.crear({"codigo": "A2"})
    modelo.registrar_entrada(Pedido(articulo.id, Decimal("2.5"), referencia="R-1"))
    reenviar(registry)
    historia = auditoria.de_registro("inventario_perfiles", articulo.id)
    assert [evento.accion for evento in historia][-1] == "crear"
    assert len(historia) == 2
    assert historia[-1].despues is not None and historia[-1].despues["descripcion"] == "Ñandú"
    assert historia[-1].cambios["codigo"] == (None, "A1")
    assert historia[0].usuario == "sistema" and historia[0].modulo == "inventario"


def test_secrets_never_come_here(registry: Registry, auditoria: Auditoria) -> None:
    def una(work: Work) -> None:
        work.anotar(
            "usuarios", "clave", "usuarios", 1, antes={"password_hash": "$argon2id$a"}, despues={"password": "b"}
        )

    registry.escribir(USERS, SISTEMA, una)
    reenviar(registry)
    (evento,) = auditoria.ver(Filtro(modulo="usuarios"))
    assert (evento.antes, evento.despues) == ({"password_hash": OCULTO}, {"password": OCULTO})


def test_looking_needs_its_permission_and_the_refusal_is_an_event(registry: Registry, auditoria: Auditoria) -> None:
    curioso = Auditoria(registry, lambda: OPERADOR)
    pedidos: list[Callable[[], Any]] = [
        lambda: curioso.ver(Filtro()),
        lambda: curioso.de_registro("cosas", 1),
        lambda: curioso.indice(Filtro()),
        lambda: curioso.filas([1]),
        curioso.opciones,
        curioso.verificar,
        lambda: curioso.exportar(Filtro(), "x.csv", lambda eventos, asentar: None),
        lambda: curioso.por_archivar(1),
        lambda: curioso.archivar(1),
    ]
    for pedido in pedidos:
        with pytest.raises(PermisoError):
            pedido()
    supervisor = Auditoria(registry, lambda: SUPERVISOR)
    supervisor.ver(Filtro())
    assert supervisor.verificar().ok
    for pedido in (lambda: supervisor.archivar(1), lambda: supervisor.por_archivar(1)):
        with pytest.raises(PermisoError):
            pedido()
    reenviar(registry)
    negados = auditoria.ver(Filtro(accion="negado"))
    assert [(e.usuario, e.registro) for e in negados] == [("eva", "auditoria.aprobar")] * 2 + [
        ("luis", "auditoria.aprobar")
    ] * 2 + [("luis", "auditoria.ver")] * 7


def test_an_export_is_an_event(registry: Registry, lleno: Auditoria) -> None:
    desde = datetime(2026, 1, 1, tzinfo=UTC)

    def escribir(eventos: Iterator[EventoVisto], asentar: Callable[[int], None]) -> int:
        cuantos = len(list(eventos))
        reenviar(registry)
        # Not before all of them are written: who cancels takes nothing out.
        assert lleno.ver(Filtro(accion="exportar")) == []
        asentar(cuantos)
        return cuantos

    supervisor = Auditoria(registry, lambda: SUPERVISOR)
    assert supervisor.exportar(Filtro(usuario="ana", desde=desde), "eventos.csv", escribir) == 15
    reenviar(registry)
    (evento,) = lleno.ver(Filtro(accion="exportar"))
    assert evento.usuario == "eva"
    assert evento.despues == {
        "archivo": "eventos.csv",
        "filas": 15,
        "filtro_usuario": "ana",
        "filtro_desde": "2026-01-01T00:00:00+00:00",
    }


def test_an_export_that_did_not_happen_is_no_event_and_one_that_is_no_event_did_not_happen(
    registry: Registry, lleno: Auditoria, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modelo = AuditoriaModel(registry, lambda: SUPERVISOR, UTC)
    archivo = tmp_path / "eventos.csv"

    class Impaciente(Avance):
        """Cancelled while the events are being written."""

        def paso(self, *args: Any, **kw: Any) -> None:
            if list(tmp_path.glob(".rexus-*")):
                self.cancelar()
            super().paso(*args, **kw)

    with pytest.raises(CanceladoError):
        modelo.a_planilla(PedidoDeEventos(), archivo, 30, Impaciente())
    with pytest.raises(ArchivoError):
        modelo.a_planilla(PedidoDeEventos(), tmp_path / "eventos.pdf", 30)
    with pytest.raises(ArchivoError):
        modelo.a_planilla(PedidoDeEventos(), tmp_path / "no hay" / "eventos.csv", 30)
    reenviar(registry)
    assert lleno.ver(Filtro(accion="exportar")) == []

    def lejos(*_a: Any, **_kw: Any) -> None:
        raise BaseInalcanzableError("servidor")

    with monkeypatch.context() as parche:
        parche.setattr(registry, "escribir", lejos)
        with pytest.raises(BaseInalcanzableError):
            modelo.a_planilla(PedidoDeEventos(), archivo, 30)
    assert [file for file in tmp_path.iterdir() if file.is_file()] == []
    assert modelo.a_planilla(PedidoDeEventos(), archivo, 30) == 30
    reenviar(registry)
    (evento,) = lleno.ver(Filtro(accion="exportar"))
    assert evento.despues == {"archivo": "eventos.csv", "filas": 30}


def test_values_that_are_no_record_are_shown_as_they_are(registry: Registry, lleno: Auditoria) -> None:
    """Somebody wrote them past the program; looking at them must not fail."""
    with registry.write(AUDITORIA, SISTEMA) as work:
        fila = dict(work.connection.execute(select(Evento.__table__).where(Evento.id == 3)).mappings().one())
        fin = cadena.ultimo(work)
        work.connection.execute(
            insert(Evento),
            {**fila, "id": fin.numero + 1, "uuid": "x", "antes": "{roto", "despues": "[1]", "tabla": "t"},
        )
    (evento,) = lleno.ver(Filtro(tabla="t"))
    assert (evento.antes, evento.despues) == ({"": "{roto"}, {"": "[1]"})


def test_an_event_that_cannot_be_read_hides_no_other(registry: Registry, lleno: Auditoria) -> None:
    todos = lleno.ver(Filtro(tabla="cosas"), 100)
    with registry.write(AUDITORIA, SISTEMA) as work:
        fin = cadena.ultimo(work).numero
        columnas = [columna.name for columna in Evento.__table__.columns]
        # A server holds no text where a moment belongs; what it does hold may still be none that a program can read.
        mal = {"sqlite": "ayer", "postgresql": "infinity"}.get(work.connection.dialect.name, "9999-12-31T23:59:59")
        for n, momento in enumerate((mal, "0001-01-01T00:00:00"), 1):
            otros = {"id": str(fin + n), "uuid": f"'x{n}'", "recibido": f"'{momento}'"}
            valores = ", ".join(otros.get(columna, columna) for columna in columnas)
            work.connection.exec_driver_sql(
                f"INSERT INTO eventos ({', '.join(columnas)}) SELECT {valores} FROM eventos WHERE id = {todos[0].id}"
            )
    esperado = [EventoIlegible(fin + 2), EventoIlegible(fin + 1), *todos]
    assert lleno.ver(Filtro(tabla="cosas"), 100) == esperado
    assert lleno.ver(Filtro(tabla="cosas"), 3, fin + 2) == esperado[1:4]
    assert lleno.filas([fin + 1, todos[3].id, fin + 2]) == [esperado[1], todos[3], esperado[0]]
    assert lleno.exportar(Filtro(tabla="cosas"), "eventos.csv", lambda eventos, _asentar: list(eventos)) == esperado
    assert lleno.de_registro("cosas", todos[0].registro or "")[:2] == esperado[:2]
