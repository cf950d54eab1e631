"""What accounts leave in the audit trail: how sessions end, what was tried in vain, what changed, what was refused."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import func, select

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConfirmarClaveError, CredencialesError, PermisoError, SesionTerminadaError
from rexus.db.names import USERS
from rexus.seguridad import cambiar_clave_propia, cuentas, factor, sesiones
from rexus.seguridad.orm import Intento

from .conftest import ADMIN, CLAVE, OTRA, Taller


def salidas(taller: Taller) -> list[tuple[str, str, str]]:
    """(who did it, whose session, why) of every ending."""
    hechas = [(e.usuario, json.loads(e.despues)) for e in taller.eventos("salir")]
    return [(quien, d["usuario"], d["motivo"]) for quien, d in hechas]


# ── How sessions end ──


def test_a_sign_out_is_one_event(taller: Taller) -> None:
    admin = taller.actor()
    for _ in range(2):
        taller.hacer(SISTEMA, sesiones.terminar, admin.sesion)
    assert salidas(taller) == [(ADMIN, ADMIN, sesiones.SALIDA)]
    assert taller.eventos("salir")[0].registro == admin.sesion


@pytest.mark.parametrize(
    ("pasan", "inactividad", "motivo"),
    [({"minutes": 31}, 30, sesiones.INACTIVIDAD), ({"hours": 8, "minutes": 1}, 1_000, sesiones.PLAZO)],
)
def test_whoever_notices_that_time_is_up_writes_it_once(
    taller: Taller, pasan: dict[str, float], inactividad: int, motivo: str
) -> None:
    taller.politica_con(inactividad=timedelta(minutes=inactividad))
    admin = taller.actor()
    taller.reloj.pasar(**pasan)
    for _ in range(3):
        with pytest.raises(SesionTerminadaError) as error:
            taller.tocar(admin)
        assert error.value.motivo == motivo
    # What the program does when it then goes.
    taller.hacer(SISTEMA, sesiones.terminar, admin.sesion)
    taller.actor()
    assert salidas(taller) == [(ADMIN, ADMIN, motivo)]


def test_a_session_that_nobody_ended_is_written_down_at_the_next_sign_in(taller: Taller) -> None:
    taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    taller.reloj.pasar(minutes=34)
    # The clocks of seats differ a little.
    taller.actor()
    assert salidas(taller) == []
    taller.reloj.pasar(minutes=2)
    taller.actor()
    taller.actor()
    assert salidas(taller) == [("luis", "luis", sesiones.INACTIVIDAD)]
    with pytest.raises(SesionTerminadaError):
        taller.tocar(luis)


def test_the_oldest_closed_at_a_sign_in_is_one_event(taller: Taller) -> None:
    taller.politica_con(sesiones=1)
    primera = taller.entrar().actor
    taller.entrar(cerrar_la_mas_vieja=True)
    assert salidas(taller) == [(ADMIN, ADMIN, sesiones.CERRADA)]
    assert taller.eventos("salir")[0].registro == primera.sesion


def test_a_deactivated_account_leaves_each_of_its_sessions_in_the_trail(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    for _ in range(2):
        taller.actor("luis", OTRA)
    taller.hacer(taller.actor(), cuentas.cambiar_estado, id_, "inactivo")
    assert salidas(taller) == [(ADMIN, "luis", sesiones.CUENTA)] * 2


def test_a_clock_set_back_ends_nothing_for_good(taller: Taller) -> None:
    admin = taller.actor()
    taller.reloj.pasar(minutes=-10)
    with pytest.raises(SesionTerminadaError):
        taller.tocar(admin)
    assert salidas(taller) == []


# ── What was tried while nothing is looked at ──


def _errar(taller: Taller, veces: int, usuario: str = ADMIN) -> None:
    for _ in range(veces):
        with pytest.raises(CredencialesError):
            taller.entrar(usuario, "no es esa")


def sin_mirar(taller: Taller) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [(e.usuario, e.registro, json.loads(e.despues)) for e in taller.eventos("intentos sin mirar")]


def test_guesses_during_a_wait_are_one_event_of_the_next_that_is_looked_at(taller: Taller) -> None:
    _errar(taller, 3)
    antes = len(taller.eventos())
    _errar(taller, 40)
    # Nothing for each, and one row for all.
    assert len(taller.eventos()) == antes
    with taller.registry.read(USERS, SISTEMA) as work:
        assert work.connection.scalar(select(func.count()).select_from(Intento)) == 3
    taller.reloj.pasar(seconds=1)
    taller.entrar()
    ((usuario, registro, dicho),) = sin_mirar(taller)
    assert (usuario, registro) == (ADMIN, str(taller.cuenta().id))
    assert (dicho["intentos"], dicho["espera_de"]) == (40, "cuenta")
    taller.entrar()
    assert len(sin_mirar(taller)) == 1


def test_each_wait_has_its_own(taller: Taller) -> None:
    _errar(taller, 3)
    _errar(taller, 5)
    taller.reloj.pasar(seconds=1)
    _errar(taller, 1)
    _errar(taller, 7)
    taller.reloj.pasar(seconds=2)
    _errar(taller, 1)
    assert [dicho["intentos"] for _, _, dicho in sin_mirar(taller)] == [5, 7]


def test_a_wait_that_is_over_is_written_by_whoever_signs_in_next(taller: Taller) -> None:
    taller.nueva("luis")
    _errar(taller, 3, "luis")
    _errar(taller, 4, "luis")
    _errar(taller, 3, "no existe")
    _errar(taller, 6, "no existe")
    taller.entrar()
    assert sin_mirar(taller) == []
    taller.reloj.pasar(minutes=1)
    taller.entrar()
    assert [(u, d["intentos"], d.get("cuenta")) for u, _, d in sin_mirar(taller)] == [
        ("luis", 4, None),
        ("", 6, "no existe"),
    ]
    assert "no existe" not in [u for u, _, _ in sin_mirar(taller)]


def test_guesses_at_a_locked_account_and_from_a_machine_that_waits(taller: Taller) -> None:
    taller.politica_con(max_intentos=3)
    _errar(taller, 3)
    _errar(taller, 9)
    taller.reloj.pasar(minutes=15)
    taller.entrar()
    ((_, _, dicho),) = sin_mirar(taller)
    assert (dicho["intentos"], dicho["espera_de"]) == (9, "cuenta")
    # What a lock was for counts for the machine, for an hour.
    taller.reloj.pasar(hours=1)
    for n in range(11):
        _errar(taller, 1, f"nadie{n}")
    _errar(taller, 2, "otro")
    taller.reloj.pasar(seconds=1)
    taller.entrar()
    assert [(d["intentos"], d["espera_de"]) for _, _, d in sin_mirar(taller)][1:] == [(2, "equipo")]


# ── What changed ──


def _ultimo(taller: Taller, accion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    evento = taller.eventos(accion)[-1]
    texto = f"{evento.antes}{evento.despues}"
    assert "argon2" not in texto and "sello" not in texto
    return json.loads(evento.antes), json.loads(evento.despues)


def test_a_code_that_is_given_tells_what_it_did_to_the_account(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    _errar_hasta_bloquear(taller)
    codigo = taller.hacer(taller.actor(), cuentas.restablecer_clave, id_)
    antes, despues = _ultimo(taller, "restablecer clave")
    assert (antes["estado"], antes["debe_cambiar"], antes["clave_vence"]) == ("bloqueado", False, None)
    assert (despues["estado"], despues["debe_cambiar"]) == ("activo", True)
    assert despues["clave_vence"] and codigo not in json.dumps(despues)
    luis = taller.entrar("luis", codigo).actor
    cambiar_clave_propia(taller.registry, luis, codigo, "nueve vidrios templados", taller.politica)
    antes, despues = _ultimo(taller, "cambiar clave")
    assert (antes["debe_cambiar"], despues["debe_cambiar"], despues["clave_vence"]) == (True, False, None)


def _errar_hasta_bloquear(taller: Taller) -> None:
    for _ in range(5):
        _errar(taller, 1, "luis")
        taller.reloj.pasar(seconds=10)


def test_a_factor_tells_that_it_came_and_went(taller: Taller) -> None:
    admin = taller.actor()
    secreto = factor.proponer(ADMIN, "").secreto
    taller.hacer(admin, factor.confirmar, secreto, pyotp.TOTP(secreto).at(taller.reloj.ahora))
    antes, despues = _ultimo(taller, "inscribir segundo factor")
    assert (antes["segundo_factor"], despues["segundo_factor"]) == (False, True)
    assert secreto not in json.dumps(despues)
    taller.hacer(admin, factor.quitar, admin.usuario_id)
    antes, despues = _ultimo(taller, "quitar segundo factor")
    assert (antes["segundo_factor"], despues["segundo_factor"]) == (True, False)


def test_a_lock_and_its_end_by_time_are_told(taller: Taller) -> None:
    taller.nueva("luis")
    _errar_hasta_bloquear(taller)
    antes, despues = _ultimo(taller, "bloquear")
    assert (antes["estado"], despues["estado"]) == ("activo", "bloqueado")
    assert despues["bloqueado_hasta"]
    taller.reloj.pasar(minutes=15)
    taller.entrar("luis", OTRA)
    assert _ultimo(taller, "ingresar")[0] == {"estado": "bloqueado"}
    assert _ultimo(taller, "ingresar")[1]["estado"] == "activo"
    taller.entrar(ADMIN, CLAVE)
    assert taller.eventos("ingresar")[-1].antes is None


# ── What was refused, and what was taken out ──


def test_a_refusal_names_the_operation_and_the_record(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    admin = taller.cuenta().id
    with pytest.raises(PermisoError):
        taller.hacer(luis, cuentas.cambiar_estado, admin, "inactivo")
    with pytest.raises(PermisoError):
        taller.leer(luis, cuentas.listar, buscar="x")
    with pytest.raises(PermisoError):
        taller.hacer(
            luis, cuentas.crear, {"usuario": "eva", "rol": "operador"}, taller.politica, clave="secreta secreta"
        )
    uno, otro, tercero = [json.loads(e.despues) for e in taller.eventos("negado")]
    assert (uno["operacion"], uno["usuario_id"]) == ("seguridad.estado.cambiar_estado", admin)
    assert otro["operacion"] == "seguridad.fichas.listar" and set(otro) == {"frase", "operacion"}
    # Nothing but ids of what was given: anything else may be a password.
    assert tercero["operacion"] == "seguridad.alta.crear" and "secreta" not in json.dumps(tercero)
    assert id_ != admin


def test_accounts_that_are_taken_out_are_an_event_and_need_the_password(taller: Taller) -> None:
    admin = taller.actor()
    taller.hacer(admin, cuentas.anotar_exportacion, "(salida estándar)", 3, {"buscar": "", "rol": "operador"})
    (evento,) = taller.eventos("exportar")
    assert (evento.usuario, evento.modulo) == (ADMIN, "usuarios")
    assert json.loads(evento.despues) == {"archivo": "(salida estándar)", "filas": 3, "rol": "operador"}
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, cuentas.anotar_exportacion, "x", 3, {})
