"""Sessions: how long, how many, and what is said when one ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import SesionTerminadaError
from rexus.seguridad import cuentas, sesiones
from rexus.seguridad.ingreso import DemasiadasSesionesError

from .conftest import ADMIN, CLAVE, OTRA, Taller


def _fin(taller: Taller, actor: object) -> tuple[str, str]:
    with pytest.raises(SesionTerminadaError) as error:
        taller.tocar(actor)  # type: ignore[arg-type]
    return error.value.motivo, error.value.frase


def test_a_session_nobody_uses_ends(taller: Taller) -> None:
    admin = taller.actor()
    taller.reloj.pasar(minutes=29)
    taller.tocar(admin)
    taller.reloj.pasar(minutes=29, seconds=59)
    taller.tocar(admin)
    taller.reloj.pasar(minutes=31)
    assert _fin(taller, admin) == (sesiones.INACTIVIDAD, "Pasó mucho tiempo sin uso.")


def test_a_session_ends_after_its_time_however_it_is_used(taller: Taller) -> None:
    admin = taller.actor()
    taller.politica_con(inactividad=timedelta(hours=24))
    taller.reloj.pasar(hours=7, minutes=59)
    taller.tocar(admin)
    taller.reloj.pasar(minutes=1)
    assert _fin(taller, admin) == (sesiones.PLAZO, "La sesión llegó a su duración máxima.")


def test_a_clock_set_back_is_said(taller: Taller) -> None:
    admin = taller.actor()
    taller.reloj.pasar(minutes=-4)
    taller.tocar(admin)
    taller.reloj.pasar(minutes=-2)
    motivo, frase = _fin(taller, admin)
    assert motivo == sesiones.RELOJ
    assert "reloj de esta computadora está atrasado" in frase
    # Nothing is lost once the clock is right again.
    taller.reloj.pasar(minutes=10)
    taller.tocar(admin)


def test_signing_out_ends_it(taller: Taller) -> None:
    admin = taller.actor()
    taller.hacer(admin, sesiones.terminar, admin.sesion)
    assert _fin(taller, admin)[0] == sesiones.SALIDA
    (ficha,) = taller.leer(taller.actor(), sesiones.listar, admin.usuario_id)[1:]
    assert (ficha.motivo, ficha.programa, ficha.fin) == (sesiones.SALIDA, "consola", taller.reloj.ahora)


def test_so_many_windows_at_once(taller: Taller) -> None:
    taller.politica_con(sesiones=2)
    primera = taller.entrar().actor
    taller.reloj.pasar(seconds=1)
    segunda = taller.entrar().actor
    with pytest.raises(DemasiadasSesionesError) as error:
        taller.entrar()
    assert (error.value.titulo, error.value.frase) == (
        "Demasiadas sesiones", "«ana» ya está en 2 puestos a la vez. No se entró.",
    )  # fmt: skip
    # The command line comes and goes.
    taller.actor()
    tercera = taller.entrar(cerrar_la_mas_vieja=True).actor
    assert _fin(taller, primera)[0] == sesiones.CERRADA
    for quien in (segunda, tercera):
        taller.tocar(quien)
    # What ended by itself leaves room.
    taller.reloj.pasar(minutes=31)
    assert taller.entrar()


def test_a_lock_does_not_put_out_who_works(taller: Taller) -> None:
    admin = taller.actor()
    taller.a_mano(ADMIN, bloqueado_hasta=taller.reloj.ahora + timedelta(minutes=5))
    with taller.registry.write("users", admin) as work:
        from rexus.seguridad import sellos

        sellos.cambiar(work, admin.usuario_id or 0, estado="bloqueado")
    taller.tocar(admin)


def test_everybody_sees_their_own_sessions(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    (ficha,) = taller.leer(luis, sesiones.listar, id_)
    assert (ficha.id, ficha.usuario, ficha.fin, ficha.motivo) == (luis.sesion, "luis", None, "")
    assert ficha.vence - ficha.inicio == taller.politica.duracion
    assert len(taller.leer(taller.actor(), sesiones.listar, id_)) == 1
    assert taller.leer(luis, cuentas.ver, id_).ultimo_acceso == ficha.inicio


def test_signing_in_and_what_was_wrong_are_events(taller: Taller) -> None:
    taller.entrar(ADMIN, CLAVE)
    from rexus.base.errors import CredencialesError

    for usuario in (ADMIN, "mi clave secreta"):
        with pytest.raises(CredencialesError):
            taller.entrar(usuario, "no es esa")
    (bien,) = taller.eventos("ingresar")
    assert bien.usuario == ADMIN
    mal = taller.eventos("ingreso fallido")
    assert [e.usuario for e in mal] == [ADMIN, ""]
    assert not [e for e in taller.eventos() if "secreta" in f"{e.antes}{e.despues}"]


def test_sessions_of_long_ago_are_forgotten(taller: Taller) -> None:
    taller.nueva("luis")
    primera = taller.actor()
    taller.actor("luis", OTRA)
    taller.reloj.pasar(days=60)
    segunda = taller.actor()
    taller.reloj.pasar(days=31)
    tercera = taller.actor()
    quedan = [s.id for s in taller.leer(SISTEMA, sesiones.listar, taller.cuenta().id)]
    assert quedan == [tercera.sesion, segunda.sesion]
    assert primera.sesion not in quedan
    # Those of others wait until their owner comes in.
    assert len(taller.leer(SISTEMA, sesiones.listar, taller.cuenta("luis").id)) == 1
