"""Whoever guesses is slowed down and locked out, alone or from many processes at once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseOcupadaError, CredencialesError, DatoInvalidoError
from rexus.db.names import USERS
from rexus.seguridad import Politica, cambiar_clave_propia, claves, confirmar, cuentas, entrar, frenos
from rexus.seguridad.confirmacion import EnEsperaError
from rexus.seguridad.orm import Intento
from tests import a_la_vez, claves_baratas
from tests.servers.sitio import Sitio

from .conftest import ADMIN, CLAVE, OTRA, Taller

PROCESOS = 8
INTENTOS = int(os.environ.get("REXUS_TEST_INTENTOS", "20"))


def _errar(taller: Taller, usuario: str = ADMIN, veces: int = 1, espera_s: float = 0) -> None:
    for _ in range(veces):
        with pytest.raises(CredencialesError):
            taller.entrar(usuario, "no es esa")
        taller.reloj.pasar(seconds=espera_s)


@contextmanager
def _miradas(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Which calls compared a real password, and which only took their time."""
    hechas: list[bool] = []
    verificar = claves.verificar

    def anotar(clave: str, cifrada: str | None) -> bool:
        hechas.append(cifrada is not None)
        return verificar(clave, cifrada)

    with monkeypatch.context() as parche:
        parche.setattr(claves, "verificar", anotar)
        yield hechas


@given(st.integers(0, 500))
def test_each_failure_waits_longer_and_never_more_than_five_minutes(fallos: int) -> None:
    for ambito in ("cuenta", "equipo"):
        antes, ahora = frenos.espera(ambito, fallos), frenos.espera(ambito, fallos + 1)  # type: ignore[arg-type]
        assert timedelta(0) <= antes <= ahora <= timedelta(minutes=5)
        assert frenos.espera("equipo", fallos) <= frenos.espera("cuenta", fallos)


def test_the_third_wrong_password_waits_even_for_the_right_one(taller: Taller) -> None:
    _errar(taller, veces=3)
    with pytest.raises(CredencialesError):
        taller.entrar()
    taller.reloj.pasar(seconds=1)
    assert taller.entrar()
    # The right one forgets the wrong ones.
    _errar(taller, veces=2)
    assert taller.entrar()


def test_five_lock_the_account_and_time_opens_it(taller: Taller) -> None:
    _errar(taller, veces=5, espera_s=10)
    cuenta = taller.cuenta()
    assert cuenta.estado == "bloqueado"
    assert cuenta.bloqueado_hasta is not None
    assert [e.accion for e in taller.eventos()[-5:]] == ["ingreso fallido"] * 4 + ["bloquear"]
    # What is tried while it is locked is not looked at: it neither opens it nor makes it longer.
    _errar(taller, veces=10, espera_s=1)
    with pytest.raises(CredencialesError):
        taller.entrar()
    assert taller.cuenta().bloqueado_hasta == cuenta.bloqueado_hasta
    taller.reloj.pasar(minutes=15)
    assert taller.entrar()
    assert taller.cuenta().estado == "activo"


def test_each_lock_is_longer(taller: Taller) -> None:
    duras = []
    for _ in range(9):
        _errar(taller, veces=4, espera_s=10)
        _errar(taller)
        hasta = taller.cuenta().bloqueado_hasta
        assert hasta is not None
        duras.append((hasta - taller.reloj.ahora).total_seconds() / 60)
        taller.reloj.ahora = hasta
    assert duras == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_a_lock_without_end_needs_an_administrator(taller: Taller) -> None:
    taller.politica_con(bloqueo=timedelta(0), max_intentos=3)
    taller.nueva("luis")
    _errar(taller, "luis", veces=3, espera_s=10)
    taller.reloj.pasar(days=400)
    with pytest.raises(CredencialesError):
        taller.entrar("luis", OTRA)
    taller.hacer(taller.actor(), cuentas.desbloquear, taller.cuenta("luis").id)
    assert taller.entrar("luis", OTRA)


def test_a_code_lets_a_locked_account_in(taller: Taller) -> None:
    taller.nueva("luis")
    _errar(taller, "luis", veces=5, espera_s=10)
    codigo = taller.hacer(taller.actor(), cuentas.restablecer_clave, taller.cuenta("luis").id)
    assert taller.entrar("luis", codigo)


def test_a_machine_that_tries_many_names_waits_too(taller: Taller) -> None:
    for n in range(11):
        _errar(taller, f"nadie{n}")
    with pytest.raises(CredencialesError):
        taller.entrar()
    taller.reloj.pasar(seconds=1)
    assert taller.entrar()


def test_one_account_does_not_buy_guesses_at_the_others(taller: Taller) -> None:
    taller.nueva("luis")
    for n in range(10):
        _errar(taller, f"nadie{n}")
    # Whoever guesses has an account of their own.
    assert taller.entrar("luis", OTRA)
    _errar(taller, "nadie")
    with pytest.raises(CredencialesError):
        taller.entrar("luis", OTRA)
    taller.reloj.pasar(seconds=1)
    assert taller.entrar("luis", OTRA)
    # Those an hour ago are of the past.
    taller.reloj.pasar(minutes=61)
    for n in range(10):
        _errar(taller, f"otro{n}")
    assert taller.entrar("luis", OTRA)


def test_ones_own_mistakes_are_taken_back_from_the_machine(taller: Taller) -> None:
    for n in range(8):
        _errar(taller, f"nadie{n}")
    _errar(taller, veces=2)
    assert taller.entrar()
    _errar(taller, veces=2)
    actor = taller.entrar().actor
    with pytest.raises(DatoInvalidoError):
        confirmar(taller.registry, actor, "no es esa", taller.politica)
    confirmar(taller.registry, actor, CLAVE, taller.politica)
    _errar(taller, "luis", veces=2)
    assert taller.entrar(), "eight and two: nobody waits yet"


def test_who_is_signed_in_is_told_to_wait_in_true_words(taller: Taller) -> None:
    taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    for _ in range(3):
        with pytest.raises(DatoInvalidoError):
            cambiar_clave_propia(taller.registry, luis, "no es esa", CLAVE, taller.politica)
    with pytest.raises(EnEsperaError, match="varias claves equivocadas seguidas") as error:
        cambiar_clave_propia(taller.registry, luis, OTRA, CLAVE, taller.politica)
    assert error.value.titulo == "Hay que esperar"
    taller.reloj.pasar(seconds=10)
    # Somebody else locks it.
    _errar(taller, "luis", veces=2, espera_s=10)
    assert taller.cuenta("luis").estado == "bloqueado"
    with pytest.raises(EnEsperaError, match="La cuenta está bloqueada"):
        confirmar(taller.registry, luis, OTRA, taller.politica)


def test_names_that_were_typed_are_not_kept(taller: Taller) -> None:
    _errar(taller, "mi clave secreta")
    with taller.registry.read(USERS, SISTEMA) as work:
        nombres = list(work.connection.scalars(select(Intento.nombre)))
    assert len(nombres) == 2
    assert not any("secreta" in nombre for nombre in nombres)


def test_a_clock_set_back_makes_nobody_wait_longer_than_the_longest_wait(taller: Taller) -> None:
    _errar(taller, veces=4, espera_s=1)
    taller.reloj.pasar(days=-3)
    with pytest.raises(CredencialesError):
        taller.entrar()
    taller.reloj.pasar(seconds=2)
    assert taller.entrar()


def test_every_refusal_does_the_same_work(taller: Taller, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = taller.nueva("luis")
    taller.hacer(SISTEMA, cuentas.cambiar_estado, id_, "inactivo")
    taller.nueva("eva")
    _errar(taller, "eva", veces=5, espera_s=10)
    with _miradas(monkeypatch) as hechas:
        for usuario, clave in (("nadie", CLAVE), (ADMIN, "no es esa"), ("luis", OTRA), ("eva", OTRA), ("", "")):
            with pytest.raises(CredencialesError):
                taller.entrar(usuario, clave)
    # One comparison each, of a real hash or of the decoy.
    assert hechas == [False, True, True, False, False]


# ── Many at once ──


@dataclass(frozen=True)
class _Compartido:
    """What the guessing processes share: a clock that every guess moves on, and how many were looked at."""

    segundos: Any
    miradas: Any

    def ahora(self) -> datetime:
        return datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=self.segundos.value)


def _adivinar(sitio: Sitio, comun: _Compartido, cuantos: int, numero: int) -> None:
    verificar = claves.verificar

    def contar(clave: str, cifrada: str | None) -> bool:
        if cifrada is not None:
            with comun.miradas.get_lock():
                comun.miradas.value += 1
        return verificar(clave, cifrada)

    claves_baratas.usar()
    claves.verificar = contar
    registry = sitio.registry(clock=comun.ahora, por_lotes=True)
    try:
        for n in range(cuantos):
            try:
                entrar(registry, "luis", f"intento {numero} {n}", Politica())
            except (CredencialesError, BaseOcupadaError):
                with comun.segundos.get_lock():
                    comun.segundos.value += 0.5
            else:
                raise AssertionError("a guess came in")
    finally:
        registry.close()


@pytest.mark.timeout(120 + PROCESOS * INTENTOS)
def test_many_processes_try_no_more_than_one_may(taller: Taller, sitio: Sitio) -> None:
    taller.nueva("luis")
    contexto = a_la_vez.contexto()
    comun = _Compartido(contexto.Value("d", 0.0), contexto.Value("i", 0))
    procesos = [contexto.Process(target=_adivinar, args=(sitio, comun, INTENTOS, n)) for n in range(PROCESOS)]
    for proceso in procesos:
        proceso.start()
    for proceso in procesos:
        proceso.join(60 + PROCESOS * INTENTOS)
    assert [proceso.exitcode for proceso in procesos] == [0] * PROCESOS
    politica = Politica()
    taller.reloj.ahora = comun.ahora()
    eventos = [e for e in taller.eventos() if e.accion in ("ingreso fallido", "bloquear") and e.usuario == "luis"]
    # Every one that was looked at is an event; between two locks there are never more than the setting allows.
    assert comun.miradas.value == len(eventos)
    seguidas = "".join("B" if e.accion == "bloquear" else "." for e in eventos).split("B")
    assert max(map(len, seguidas)) == politica.max_intentos - 1
    bloqueos = taller.fila("luis")["bloqueos"]
    assert bloqueos == len(seguidas) - 1 >= 1
    # A guess moves the clock by half a second: the locks of 15, 30, 60… minutes fit so often and no more.
    cupo = sum(1 for n in range(20) if 900 * (2**n - 1) <= comun.segundos.value)
    assert bloqueos <= cupo
    assert all(json.loads(e.despues)["usuario"] == "luis" for e in eventos)
    if bloqueos == cupo:
        with pytest.raises(CredencialesError):
            taller.entrar("luis", OTRA)


def test_names_that_nobody_tries_any_more_are_forgotten(taller: Taller) -> None:
    for nombre in ("nadie", "tampoco"):
        with pytest.raises(CredencialesError):
            taller.entrar(nombre)
    taller.reloj.pasar(days=60)
    with pytest.raises(CredencialesError):
        taller.entrar("otro")
    taller.reloj.pasar(days=31)
    taller.entrar()
    # «otro»; the machine's own count was of the past.
    with taller.registry.read(USERS, SISTEMA) as work:
        assert work.connection.scalar(select(func.count()).select_from(Intento)) == 1
