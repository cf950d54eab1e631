"""Whether somebody can come in, said truly: the last administrator, unlocking, activating."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA
from rexus.base.changes import Result
from rexus.base.errors import ConflictoError, CredencialesError, PermisoError
from rexus.db.names import USERS
from rexus.seguridad import acceso as accesos
from rexus.seguridad import cambiar_clave_propia, cuentas
from rexus.seguridad.acceso import CODIGO_VENCIDO, CUENTA_ALTERADA, ROL_ALTERADO, Acceso
from rexus.seguridad.maquina import dar_codigo_aqui, desbloquear_aqui
from rexus.seguridad.orm import Intento, PermisoEspecial
from tests.servers.sitio import Sitio

from .conftest import ADMIN, CLAVE, OTRA, Taller
from .test_maquina import _con_derechos


def _hecho(taller: Taller, operacion: Any, *args: Any) -> tuple[Acceso, bool]:
    """What it answers, and whether it changed anything."""
    hecho: Result[Acceso] = taller.registry.escribir(USERS, SISTEMA, operacion, *args)
    return hecho.value, bool(hecho.change.kinds)


def _errar(taller: Taller, usuario: str, veces: int) -> None:
    for _ in range(veces):
        with pytest.raises(CredencialesError):
            taller.entrar(usuario, "no es esa")
        taller.reloj.pasar(seconds=10)


def _degradar(taller: Taller) -> None:
    propia = taller.cuenta()
    taller.hacer(SISTEMA, cuentas.editar, propia.id, propia.version, {"rol": "consulta"})


# ── The last administrator ──


def test_a_code_makes_no_other_administrator_until_its_owner_has_a_password(taller: Taller) -> None:
    datos = {"usuario": "bea", "rol": "administrador"}
    id_, codigo = taller.hacer(SISTEMA, cuentas.crear, datos, taller.politica)
    for horas in (0, 60):
        taller.reloj.pasar(hours=horas)
        with pytest.raises(ConflictoError, match="único administrador") as error:
            _degradar(taller)
        assert "ya haya entrado y elegido su clave" in error.value.que_hacer
    codigo = taller.hacer(taller.actor(), cuentas.restablecer_clave, id_)
    bea = taller.entrar("bea", codigo).actor
    with pytest.raises(ConflictoError, match="único administrador"):
        _degradar(taller)
    cambiar_clave_propia(taller.registry, bea, codigo, OTRA, taller.politica)
    _degradar(taller)
    assert taller.actor("bea", OTRA).puede("usuarios.administrar")


def test_a_lock_without_end_makes_no_other_administrator_and_one_that_ends_does(taller: Taller) -> None:
    taller.nueva("bea", "administrador")
    taller.politica_con(bloqueo=timedelta(0))
    _errar(taller, "bea", 5)
    with pytest.raises(ConflictoError, match="único administrador"):
        _degradar(taller)
    taller.hacer(SISTEMA, cuentas.desbloquear, taller.cuenta("bea").id)
    taller.politica_con(bloqueo=timedelta(minutes=15))
    _errar(taller, "bea", 5)
    assert taller.cuenta("bea").estado == "bloqueado"
    _degradar(taller)


def test_nobody_gives_themselves_a_code(taller: Taller) -> None:
    taller.nueva("bea", "administrador")
    admin = taller.actor()
    with pytest.raises(ConflictoError, match="Nadie se da un código a sí mismo") as error:
        taller.hacer(admin, cuentas.restablecer_clave, admin.usuario_id)
    assert "rexus usuario clave" in error.value.que_hacer
    assert taller.actor().puede("*")


def test_two_administrators_do_not_leave_each_other_with_a_code(taller: Taller) -> None:
    bea = taller.nueva("bea", "administrador")
    taller.hacer(SISTEMA, cuentas.restablecer_clave, taller.cuenta().id)
    # As if it had begun before: her session would have ended.
    with pytest.raises(ConflictoError, match="«bea» es el único administrador"):
        taller.hacer(SISTEMA, cuentas.restablecer_clave, bea)
    assert taller.actor("bea", OTRA)


# ── Unlocking and activating ──


def test_unlocking_tells_the_true_state_and_records_only_what_it_did(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    acceso, cambio = _hecho(taller, cuentas.desbloquear, id_)
    assert (acceso.cuenta.estado, acceso.impide, cambio) == ("activo", "", False)
    _errar(taller, "luis", 5)
    acceso, cambio = _hecho(taller, cuentas.desbloquear, id_)
    assert (acceso.cuenta.usuario, acceso.cuenta.estado, acceso.impide, cambio) == ("luis", "activo", "", True)
    (evento,) = taller.eventos("desbloquear")
    assert '"estado": "bloqueado"' in evento.antes
    # A wait without a lock is forgotten, too.
    _errar(taller, "luis", 3)
    assert _hecho(taller, cuentas.desbloquear, id_)[1]
    evento = taller.eventos("desbloquear")[1]
    assert ('"fallos": 3' in evento.antes, '"fallos": 0' in evento.despues) == (True, True)
    for estado in ("inactivo", "suspendido"):
        _hecho(taller, cuentas.cambiar_estado, id_, estado)
        antes = taller.cuenta("luis").version
        acceso, cambio = _hecho(taller, cuentas.desbloquear, id_)
        assert (acceso.cuenta.estado, acceso.impide, cambio) == (estado, estado, False)
        assert estado[:-1] in acceso.frase
        assert taller.cuenta("luis").version == antes
    assert len(taller.eventos("desbloquear")) == 2


def test_a_state_that_it_is_in_already_is_no_change(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    for estado, verbo in (("activo", "activar"), ("inactivo", "desactivar"), ("suspendido", "suspender")):
        _hecho(taller, cuentas.cambiar_estado, id_, estado)
        antes = len(taller.eventos(verbo))
        acceso, cambio = _hecho(taller, cuentas.cambiar_estado, id_, estado)
        assert (acceso.cuenta.estado, cambio) == (estado, False)
        assert len(taller.eventos(verbo)) == antes


@pytest.mark.parametrize("que", [CODIGO_VENCIDO, CUENTA_ALTERADA, ROL_ALTERADO])
def test_what_still_keeps_an_account_out_is_told(taller: Taller, que: str) -> None:
    datos = {"usuario": "luis", "rol": "operador"}
    id_, codigo = taller.hacer(SISTEMA, cuentas.crear, datos, taller.politica)
    _errar(taller, "luis", 5)
    if que == CODIGO_VENCIDO:
        taller.reloj.pasar(hours=49)
    elif que == CUENTA_ALTERADA:
        taller.a_mano("luis", rol="supervisor")
    else:
        with taller.registry.write(USERS, SISTEMA) as work:
            work.connection.execute(
                PermisoEspecial.__table__.insert(), {"rol": "operador", "permiso": "stock.ajustar"}
            )  # fmt: skip
    acceso, cambio = _hecho(taller, cuentas.desbloquear, id_)
    assert (acceso.impide, acceso.cuenta.estado, cambio) == (que, "activo", True)
    assert acceso.frase
    acceso, _ = _hecho(taller, cuentas.cambiar_estado, id_, "inactivo")
    acceso, _ = _hecho(taller, cuentas.cambiar_estado, id_, "activo")
    assert acceso.impide == que
    with pytest.raises(Exception, match=r"Usuario o clave|se camb"):
        taller.entrar("luis", codigo)


def test_time_opens_a_lock_without_anybody(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    _errar(taller, "luis", 5)
    with taller.registry.read(USERS, SISTEMA) as work:
        assert accesos.de(work, taller.cuenta("luis")).impide == "bloqueado"
    taller.reloj.pasar(minutes=15)
    with taller.registry.read(USERS, SISTEMA) as work:
        assert accesos.de(work, taller.cuenta("luis")).impide == ""
    assert taller.entrar("luis", OTRA).actor.usuario_id == id_


# ── By the machine's own rights ──


def test_the_machine_says_that_a_code_ran_out_and_gives_another(taller: Taller, sitio: Sitio) -> None:
    with _con_derechos(taller, sitio) as registry:
        dar_codigo_aqui(registry, ADMIN, "raíz")
        taller.reloj.pasar(hours=49)
        hecho = desbloquear_aqui(registry, " ANA ", "raíz")
        assert (hecho.value.cuenta.usuario, hecho.value.impide) == (ADMIN, CODIGO_VENCIDO)
        assert not hecho.change.kinds
        assert not taller.eventos("desbloquear")
        assert taller.entrar(ADMIN, dar_codigo_aqui(registry, ADMIN, "raíz"))


def test_the_machine_lets_in_also_where_it_had_to_wait_itself(taller: Taller, sitio: Sitio) -> None:
    for n in range(14):
        with pytest.raises(CredencialesError):
            taller.entrar(f"nadie{n}", "no es esa")
        taller.reloj.pasar(seconds=10)
    with pytest.raises(CredencialesError):
        taller.entrar("otro", "no es esa")
    with pytest.raises(CredencialesError):
        taller.entrar()
    with _con_derechos(taller, sitio) as registry:
        assert not desbloquear_aqui(registry, ADMIN, "raíz").value.impide
    assert taller.entrar()
    with taller.registry.read(USERS, SISTEMA) as work:
        assert "equipo" not in work.connection.scalars(select(Intento.ambito)).all()


# ── One's own account by its name ──


def test_everybody_finds_their_own_account_by_its_name(taller: Taller) -> None:
    id_ = taller.nueva("luis", "consulta")
    luis = taller.actor("luis", OTRA)
    assert taller.leer(luis, cuentas.por_usuario, " LUIS ").id == id_
    for otro in (ADMIN, "nadie"):
        with pytest.raises(PermisoError):
            taller.leer(luis, cuentas.por_usuario, otro)
    # A name that was one's own once is another's.
    taller.hacer(SISTEMA, cuentas.editar, id_, 1, {"usuario": "lucas"})
    taller.nueva("luis")
    with pytest.raises(PermisoError):
        taller.leer(luis, cuentas.por_usuario, "luis")
    assert taller.actor(ADMIN, CLAVE)
