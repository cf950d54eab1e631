"""Whoever changes the trail past the program is found out, and the first event that does not fit is named.

REXUS_TEST_ALTERACIONES sets how many random tamperings are tried.
"""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from rexus.auditoria import (
    Auditoria,
    Falla,
    Verificacion,
    cabezas,
    cadena,
    carpeta_de_archivos,
    marcas,
    pendientes,
    reenviar,
)
from rexus.auditoria.archivo import firma
from rexus.auditoria.cadena import Eslabon
from rexus.auditoria.orm import Archivo, Evento
from rexus.auditoria.verificacion import EQUIPO, recorrer
from rexus.base.actor import SISTEMA
from rexus.db.cadena_cabezas import CadenaCabeza
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.db.outbox import InventarioOutbox, InventarioOutboxEnviada
from rexus.db.registry import Registry
from rexus.db.work import Work
from tests.servers.sitio import Sitio

from .conftest import Reloj, anotar, sin_guardias

ALTERACIONES = int(os.environ.get("REXUS_TEST_ALTERACIONES", "200"))
TEXTOS = ("uuid", "base", "usuario", "equipo", "modulo", "accion", "tabla", "registro", "antes", "despues")
Dano = Callable[[Work, random.Random, int, int], int]
DanoDeBandeja = Callable[[Work, random.Random], None]


class _Deshacer(Exception):
    """Leaves a unit of work, which then leaves nothing."""


class Banco:
    """Tampers in a transaction that is rolled back, and verifies what is seen in it."""

    def __init__(self, registry: Registry, duena: Registry) -> None:
        self.registry = registry
        self.duena = duena
        self.llave = registry.llave(cadena.LLAVE)
        self.cabezas: Mapping[str, Eslabon | None] = {
            USERS: registry.leer(USERS, SISTEMA, cabezas.leer),
            EQUIPO: cabezas.leer_archivo(registry.paths),
        }
        with registry.read(AUDITORIA, SISTEMA) as work:
            self.primero = work.connection.scalar(select(func.min(Evento.id))) or 0
            self.ultimo = work.connection.scalar(select(func.max(Evento.id))) or 0

    def tras(self, dano: Callable[[Work], Any]) -> tuple[Any, Verificacion]:
        """What the harm answered, and what the verification found."""
        hallado: list[Any] = []
        try:
            with self.duena.write(AUDITORIA, SISTEMA) as work:
                sin_guardias(work)
                hallado.append(dano(work))
                hallado.append(recorrer(work, self.llave, carpeta_de_archivos(self.registry.paths), self.cabezas))
                raise _Deshacer
        except _Deshacer:
            return hallado[0], hallado[1]

    def tras_la_bandeja(self, dano: Callable[[Work], None]) -> Falla | None:
        """What the verification finds once an outbox or its marks were harmed."""
        vistas = []
        try:
            with self.duena.write(INVENTARIO, SISTEMA) as work:
                sin_guardias(work, ("outbox",))
                dano(work)
                vistas = marcas.todas(work, INVENTARIO)
                raise _Deshacer
        except _Deshacer:
            return marcas.falla(self.registry, INVENTARIO, vistas)


@pytest.fixture
def banco(sitio: Sitio, registry: Registry, auditoria: Auditoria, reloj: Reloj) -> Iterator[Banco]:
    """Three months, two of them archived, sixty events in the table; ten entries wait, sixty bear a mark."""
    registry.llave(cadena.LLAVE)
    for _mes in range(3):
        with registry.write(INVENTARIO, SISTEMA) as work:
            for n in range(60):
                anotar(work, n, antes={"n": "x"} if n % 2 else None)
        reenviar(registry)
        reloj.ahora += timedelta(days=31)
    assert len(auditoria.archivar(1)) == 2
    with registry.write(INVENTARIO, SISTEMA) as work:
        for n in range(60):
            anotar(work, n)
    reenviar(registry)
    with registry.write(INVENTARIO, SISTEMA) as work:
        for n in range(10):
            anotar(work, n)
    assert pendientes(registry).esperan == 10
    duena = sitio.como_duena().registry()
    banco = Banco(registry, duena)
    _, limpio = banco.tras(lambda work: None)
    assert limpio.ok, limpio.frase
    assert banco.tras_la_bandeja(lambda work: None) is None
    assert limpio.archivados > 100 and limpio.eventos > 60 and not limpio.archivos_ausentes
    yield banco
    duena.close()


def editar(work: Work, azar: random.Random, primero: int, ultimo: int) -> int:
    """Any column of any event."""
    numero = azar.randint(primero, ultimo)
    columna = azar.choice([*TEXTOS, "fecha", "recibido", "hash", "anterior"])
    atributo = getattr(Evento, columna)
    antes = work.connection.scalar(select(atributo).where(Evento.id == numero))
    if columna in ("fecha", "recibido"):
        despues: Any = antes + timedelta(microseconds=azar.choice([1, -1, 86_400_000_000]))
    elif columna in ("hash", "anterior"):
        lugar = azar.randrange(64)
        despues = antes[:lugar] + ("0" if antes[lugar] != "0" else "1") + antes[lugar + 1 :]
    elif columna == "uuid":
        despues = str(uuid.UUID(int=azar.getrandbits(128)))
    elif columna in ("registro", "antes", "despues") and antes is not None and azar.random() < 0.3:
        despues = None
    else:
        despues = "" if antes is None and azar.random() < 0.5 else f"{antes or ''}x"
    work.connection.execute(update(Evento).where(Evento.id == numero).values({columna: despues}))
    return numero


def borrar(work: Work, azar: random.Random, primero: int, ultimo: int) -> int:
    """Some, anywhere but at the end."""
    desde = azar.randint(primero, ultimo - 1)
    hasta = min(desde + azar.randrange(5), ultimo - 1)
    work.connection.execute(delete(Evento).where(Evento.id.between(desde, hasta)))
    return desde


def borrar_y_renumerar(work: Work, azar: random.Random, primero: int, ultimo: int) -> int:
    """One, and the numbers behind it closed up."""
    numero = azar.randint(primero, ultimo - 1)
    work.connection.execute(delete(Evento).where(Evento.id == numero))
    for siguiente in range(numero + 1, ultimo + 1):
        work.connection.execute(update(Evento).where(Evento.id == siguiente).values(id=siguiente - 1))
    return numero


def intercambiar(work: Work, azar: random.Random, primero: int, ultimo: int) -> int:
    """Two, one for the other."""
    uno, otro = sorted(azar.sample(range(primero, ultimo + 1), 2))
    for antes, despues in ((uno, 10**9), (otro, uno), (10**9, otro)):
        work.connection.execute(update(Evento).where(Evento.id == antes).values(id=despues))
    return uno


def cortar(work: Work, azar: random.Random, primero: int, ultimo: int) -> int:
    """The end, or everything."""
    desde = azar.choice([primero, ultimo, azar.randint(primero, ultimo)])
    work.connection.execute(delete(Evento).where(Evento.id >= desde))
    return desde


def insertar(work: Work, azar: random.Random, primero: int, ultimo: int) -> int:
    """A copy of another, at the end or in a place that is made for it."""
    lugar = azar.choice([ultimo + 1, azar.randint(primero, ultimo)])
    for numero in range(ultimo, lugar - 1, -1):
        work.connection.execute(update(Evento).where(Evento.id == numero).values(id=numero + 1))
    copia = work.connection.execute(
        select(Evento.__table__).where(Evento.id == azar.choice(_sin(primero, ultimo, lugar)))
    )
    fila = dict(copia.mappings().one())
    fila.update(id=lugar, uuid=str(uuid.UUID(int=azar.getrandbits(128))))
    if azar.random() < 0.5:
        fila["anterior"] = work.connection.scalar(select(Evento.hash).where(Evento.id == lugar - 1)) or "0" * 64
    work.connection.execute(insert(Evento), fila)
    return lugar


def _sin(primero: int, ultimo: int, lugar: int) -> list[int]:
    return [numero for numero in range(primero, ultimo) if numero != lugar]


def _una(work: Work, azar: random.Random, *, marcada: bool) -> int:
    """The id of an entry, handed on or not."""
    marcadas = select(InventarioOutboxEnviada.id)
    es = InventarioOutbox.id.in_(marcadas)
    return azar.choice(work.connection.scalars(select(InventarioOutbox.id).where(es if marcada else ~es)).all())


def _marcar(work: Work, azar: random.Random, numero: int) -> None:
    """As if it had been handed on just now, or long ago: before the last archive too."""
    cuando = work.now() - azar.choice([timedelta(0), timedelta(hours=1), timedelta(days=200)])
    work.connection.execute(insert(InventarioOutboxEnviada), {"id": numero, "fecha": cuando})


def marcar_sin_enviar(work: Work, azar: random.Random) -> None:
    """An entry that was not handed on is said to be."""
    _marcar(work, azar, _una(work, azar, marcada=False))


def borrar_sin_enviar(work: Work, azar: random.Random) -> None:
    """An entry that was not handed on gets a mark and is deleted; its mark stays."""
    numero = _una(work, azar, marcada=False)
    _marcar(work, azar, numero)
    work.connection.execute(delete(InventarioOutbox).where(InventarioOutbox.id == numero))


def borrar_enviada(work: Work, azar: random.Random) -> None:
    """An entry that was handed on is deleted; its mark stays."""
    numero = _una(work, azar, marcada=True)
    work.connection.execute(delete(InventarioOutbox).where(InventarioOutbox.id == numero))


def cambiar_uuid(work: Work, azar: random.Random) -> None:
    """An entry that was handed on says that it is another."""
    nuevo = str(uuid.UUID(int=azar.getrandbits(128)))
    este = InventarioOutbox.id == _una(work, azar, marcada=True)
    work.connection.execute(update(InventarioOutbox).where(este).values(uuid=nuevo))


def intercambiar_uuid(work: Work, azar: random.Random) -> None:
    """One that waits and one that does not, each with the other's name."""
    de = {id_: _uuid(work, id_) for id_ in (_una(work, azar, marcada=True), _una(work, azar, marcada=False))}
    uno, otro = de
    for numero, clave in ((uno, "x"), (otro, de[uno]), (uno, de[otro])):
        work.connection.execute(update(InventarioOutbox).where(InventarioOutbox.id == numero).values(uuid=clave))


def _uuid(work: Work, numero: int) -> str:
    return work.connection.scalars(select(InventarioOutbox.uuid).where(InventarioOutbox.id == numero)).one()


def inventar_marca(work: Work, azar: random.Random) -> None:
    """A mark of nothing, anywhere: the next entry might get its number."""
    hasta = work.connection.scalar(select(func.max(InventarioOutbox.id))) or 0
    _marcar(work, azar, azar.choice([hasta + 1, -azar.randint(0, 9), hasta + azar.randint(1, 10**6)]))


DE_BANDEJA: tuple[DanoDeBandeja, ...] = (
    *(marcar_sin_enviar, borrar_sin_enviar, borrar_enviada, cambiar_uuid, intercambiar_uuid, inventar_marca),
)
DANOS: tuple[Dano, ...] = (editar, borrar, borrar_y_renumerar, intercambiar, cortar, insertar)


@pytest.mark.largo
@pytest.mark.timeout(1800)
def test_every_tampering_is_found_and_the_first_event_named(banco: Banco) -> None:
    for semilla in range(ALTERACIONES):
        azar = random.Random(semilla)
        dano = DANOS[semilla % len(DANOS)]
        numero, visto = banco.tras(lambda work, a=azar, d=dano: d(work, a, banco.primero, banco.ultimo))
        assert visto.falla is not None, (semilla, dano.__name__)
        assert visto.falla.numero == numero, (semilla, dano.__name__, visto.falla)
        assert str(numero) in visto.frase


@pytest.mark.largo
@pytest.mark.timeout(1800)
def test_every_tampering_with_an_outbox_and_its_marks_is_found(banco: Banco) -> None:
    """All but one: an entry that waits, deleted together with a mark. docs/security.md says so."""
    for semilla in range(ALTERACIONES):
        azar = random.Random(semilla)
        dano = DE_BANDEJA[semilla % len(DE_BANDEJA)]
        falla = banco.tras_la_bandeja(lambda work, a=azar, d=dano: d(work, a))
        assert falla is not None, (semilla, dano.__name__)
        sin_entrada = dano in (borrar_sin_enviar, borrar_enviada, inventar_marca)
        assert falla.tipo == ("sin_entrada" if sin_entrada else "sin_evento"), (semilla, dano.__name__)


def test_each_kind_has_its_name(banco: Banco) -> None:
    azar = random.Random(1)
    esperado = {
        borrar: "falta",
        borrar_y_renumerar: "fuera_de_lugar",
        intercambiar: "fuera_de_lugar",
        cortar: "cortada",
    }
    for dano, tipo in esperado.items():
        _numero, visto = banco.tras(lambda work, d=dano: d(work, azar, banco.primero, banco.ultimo))
        assert visto.falla is not None and visto.falla.tipo == tipo, dano.__name__

    def usuario(work: Work) -> None:
        work.connection.execute(update(Evento).where(Evento.id == banco.ultimo).values(usuario="otro"))

    _, visto = banco.tras(usuario)
    assert visto.falla is not None and visto.falla.tipo == "alterado"
    assert visto.frase.endswith(f"El evento {banco.ultimo} fue alterado.")


@pytest.mark.parametrize("valor", ["ayer", "", "2026-13-45T00:00:00.000000Z", "9999-12-31T23:59:59.999999-23:00"])
@pytest.mark.solo("sqlite", porque="only there a moment is kept as a text")
def test_a_value_that_no_column_can_hold_is_an_altered_event(banco: Banco, valor: str) -> None:
    numero = banco.primero + 7

    def dano(work: Work) -> None:
        work.connection.exec_driver_sql("UPDATE eventos SET fecha = ? WHERE id = ?", (valor, numero))

    _, visto = banco.tras(dano)
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("alterado", numero)


@pytest.mark.solo("sqlite", porque="only there a text may hold bytes that are none")
def test_bytes_that_are_no_text_are_an_altered_event(banco: Banco) -> None:
    numero = banco.primero + 7

    def dano(work: Work) -> None:
        work.connection.exec_driver_sql("UPDATE eventos SET usuario = CAST(x'ff00fe' AS TEXT) WHERE id = ?", (numero,))

    _, visto = banco.tras(dano)
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("alterado", numero)


@pytest.mark.parametrize("columna", ["desde", "hasta", "mes", "archivo", "sha256", "hash", "firma", "fecha"])
def test_what_is_known_about_an_archive_is_signed(banco: Banco, columna: str) -> None:
    def dano(work: Work) -> None:
        fila = work.connection.execute(select(Archivo.__table__).order_by(Archivo.hasta)).mappings().first()
        assert fila is not None
        valor = fila[columna]
        nuevo: Any = f"{valor[:-1]}y" if isinstance(valor, str) else valor + (timedelta(1) if columna == "fecha" else 1)
        work.connection.execute(update(Archivo).where(Archivo.id == fila["id"]).values({columna: nuevo}))

    _, visto = banco.tras(dano)
    assert visto.falla is not None and visto.falla.tipo == "archivo"


def test_an_archive_that_is_taken_away_or_made_up_is_found(banco: Banco) -> None:
    def quitar(work: Work) -> None:
        work.connection.execute(delete(Archivo).where(Archivo.desde == 1))

    _, visto = banco.tras(quitar)
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("falta", 1)

    def inventar(work: Work) -> None:
        work.connection.execute(
            insert(Archivo),
            {
                **dict.fromkeys(("mes", "archivo", "sha256", "firma"), "x"),
                "hash": work.connection.scalar(select(Evento.hash).where(Evento.id == banco.primero + 9)),
                "desde": banco.primero,
                "hasta": banco.primero + 9,
                "fecha": work.now(),
            },
        )
        work.connection.execute(delete(Evento).where(Evento.id <= banco.primero + 9))

    _, visto = banco.tras(inventar)
    assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("archivo", banco.primero)


def test_an_archive_file_that_was_touched_is_found_and_one_that_is_elsewhere_is_told(banco: Banco) -> None:
    primero, segundo = sorted(carpeta_de_archivos(banco.registry.paths).glob("*.gz"))
    contenido = primero.read_bytes()
    for malo in (
        contenido[:-1],
        b"",
        contenido[:500] + bytes([contenido[500] ^ 1]) + contenido[501:],
        segundo.read_bytes(),
    ):
        primero.write_bytes(malo)
        _, visto = banco.tras(lambda work: None)
        assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("archivo", 1)
    primero.write_bytes(contenido)
    al_lado = primero.with_name(f"{primero.name}.firma")
    firmado = al_lado.read_bytes()
    for malo in (b"{}", firmado.replace(b'"desde": 1', b'"desde": 2'), firmado[:-1], b""):
        al_lado.write_bytes(malo)
        _, visto = banco.tras(lambda work: None)
        assert visto.falla is not None and (visto.falla.tipo, visto.falla.numero) == ("archivo", 1)
        assert "firma" in visto.frase
    al_lado.unlink()
    _, visto = banco.tras(lambda work: None)
    assert visto.falla is not None and "firma" in visto.frase
    al_lado.write_bytes(firmado)
    assert banco.tras(lambda work: None)[1].ok
    primero.unlink()
    _, visto = banco.tras(lambda work: None)
    assert visto.ok and visto.archivos_ausentes == (primero.name,)
    assert primero.name in visto.frase


def test_with_another_key_nothing_fits(banco: Banco) -> None:
    banco.llave = bytes(32)
    _, visto = banco.tras(lambda work: None)
    assert visto.falla is not None and visto.falla.numero == 1


def test_a_signature_says_what_it_is_of(banco: Banco) -> None:
    """An event's hash is no archive's signature: each names itself."""
    with banco.registry.read(AUDITORIA, SISTEMA) as work:
        from rexus.auditoria.archivo import registrados

        uno = registrados(work)[0]
    assert firma(banco.llave, uno) == uno.firma
    assert firma(bytes(32), uno) != uno.firma


def test_without_its_head_in_the_other_database_the_trail_is_not_whole(banco: Banco, auditoria: Auditoria) -> None:
    with banco.registry.write(USERS, SISTEMA) as work:
        work.connection.execute(delete(CadenaCabeza))
    visto = auditoria.verificar()
    assert visto.falla is not None and visto.falla.tipo == "cabeza"
    assert "users" in visto.falla.frase
