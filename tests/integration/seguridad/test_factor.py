"""The second factor: codes of a phone, and those for when it is lost."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from rexus.base.errors import ConfirmarClaveError, CredencialesError, DatoInvalidoError, NoEncontradoError, PermisoError
from rexus.seguridad import cambiar_clave_propia, cuentas, factor
from rexus.seguridad.ingreso import INSCRIBIR_FACTOR, DemasiadasSesionesError, SegundoFactorError

from .conftest import ADMIN, CLAVE, OTRA, Taller


def _codigo(taller: Taller, secreto: str, pasos: int = 0) -> str:
    return pyotp.TOTP(secreto).at(taller.reloj.ahora + timedelta(seconds=30 * pasos))


def _inscribir(taller: Taller) -> tuple[str, tuple[str, ...]]:
    inscripcion = factor.proponer(ADMIN, "Taller Ñandú")
    codigos = taller.hacer(taller.actor(), factor.confirmar, inscripcion.secreto, _codigo(taller, inscripcion.secreto))
    taller.reloj.pasar(seconds=30)
    return inscripcion.secreto, codigos


def test_enrolling_needs_a_code_of_that_secret(taller: Taller) -> None:
    inscripcion = factor.proponer(ADMIN, "Taller Ñandú")
    assert inscripcion.uri.startswith("otpauth://totp/Rexus%20Taller%20%C3%91and%C3%BA:ana?")
    assert inscripcion.secreto in inscripcion.uri
    admin = taller.actor()
    for codigo in (
        "",
        "000000",
        "abc",
        _codigo(taller, inscripcion.secreto, 5),
        _codigo(taller, pyotp.random_base32()),
    ):
        with pytest.raises(DatoInvalidoError) as error:
            taller.hacer(admin, factor.confirmar, inscripcion.secreto, codigo)
        assert set(error.value.campos) == {"codigo"}
    assert not taller.cuenta().con_factor
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, factor.confirmar, inscripcion.secreto, _codigo(taller, inscripcion.secreto))


def test_signing_in_with_a_code(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    assert taller.cuenta().con_factor
    assert secreto not in str(taller.fila(ADMIN))
    with pytest.raises(SegundoFactorError):
        taller.entrar()
    with pytest.raises(CredencialesError):
        taller.entrar(ADMIN, "no es esa", codigo=_codigo(taller, secreto))
    assert taller.entrar(codigo=f" {_codigo(taller, secreto)[:3]} {_codigo(taller, secreto)[3:]} ")


def test_a_right_password_without_the_code_leaves_a_trace_and_is_no_failure(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    for _ in range(10):
        with pytest.raises(SegundoFactorError):
            taller.entrar()
    eventos = taller.eventos("pedir segundo factor")
    assert len(eventos) == 10
    assert {(e.usuario, e.registro) for e in eventos} == {(ADMIN, str(taller.cuenta().id))}
    assert taller.entrar(codigo=_codigo(taller, secreto))
    # The right password alone takes nothing back.
    taller.reloj.pasar(seconds=60)
    for _ in range(2):
        with pytest.raises(CredencialesError):
            taller.entrar(codigo="000000")
        with pytest.raises(SegundoFactorError):
            taller.entrar()
    with pytest.raises(CredencialesError):
        taller.entrar(codigo="000000")
    with pytest.raises(CredencialesError):
        taller.entrar(codigo=_codigo(taller, secreto))


def test_a_code_is_good_once(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    codigo = _codigo(taller, secreto)
    assert taller.entrar(codigo=codigo)
    with pytest.raises(CredencialesError):
        taller.entrar(codigo=codigo)
    # Nor one from before it, which the tolerance for clocks would allow.
    with pytest.raises(CredencialesError):
        taller.entrar(codigo=_codigo(taller, secreto, -1))
    assert taller.entrar(codigo=_codigo(taller, secreto, 1))


def test_clocks_may_differ_by_a_step(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    taller.reloj.pasar(minutes=5)
    for pasos in (-2, 2):
        with pytest.raises(CredencialesError):
            taller.entrar(codigo=_codigo(taller, secreto, pasos))
    assert taller.entrar(codigo=_codigo(taller, secreto, -1))
    assert taller.entrar(codigo=_codigo(taller, secreto, 1))


def test_codes_for_a_lost_phone_are_good_once_each(taller: Taller) -> None:
    _, codigos = _inscribir(taller)
    assert len(set(codigos)) == factor.CODIGOS
    admin = taller.cuenta().id
    actor = taller.entrar(codigo=codigos[0].lower()).actor
    assert taller.leer(actor, factor.quedan_codigos, admin) == factor.CODIGOS - 1
    with pytest.raises(CredencialesError):
        taller.entrar(codigo=codigos[0])
    assert taller.entrar(codigo=codigos[1].replace("-", " "))


def test_wrong_codes_lock_like_wrong_passwords(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    for _ in range(5):
        with pytest.raises(CredencialesError):
            taller.entrar(codigo="000000")
        taller.reloj.pasar(seconds=20)
    assert taller.cuenta().estado == "bloqueado"
    with pytest.raises(CredencialesError):
        taller.entrar(codigo=_codigo(taller, secreto))


def test_a_full_house_does_not_use_the_code_up(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    taller.politica_con(sesiones=1)
    assert taller.entrar(codigo=_codigo(taller, secreto))
    taller.reloj.pasar(seconds=30)
    codigo = _codigo(taller, secreto)
    with pytest.raises(DemasiadasSesionesError):
        taller.entrar(codigo=codigo)
    assert taller.entrar(codigo=codigo, cerrar_la_mas_vieja=True)


def test_roles_that_must_have_one(taller: Taller) -> None:
    taller.politica_con(roles_con_factor=frozenset({"administrador"}))
    taller.nueva("luis")
    assert not taller.entrar("luis", OTRA).debe
    ingreso = taller.entrar()
    assert ingreso.debe == {INSCRIBIR_FACTOR}
    with pytest.raises(PermisoError):
        taller.leer(ingreso.actor, cuentas.listar)
    secreto = factor.proponer(ADMIN, "").secreto
    taller.hacer(ingreso.actor, factor.confirmar, secreto, _codigo(taller, secreto))
    taller.reloj.pasar(seconds=30)
    assert not taller.entrar(codigo=_codigo(taller, secreto)).debe


def test_taking_it_away(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    id_ = taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    with pytest.raises(PermisoError):
        taller.hacer(luis, factor.quitar, taller.cuenta().id)
    taller.hacer(luis, factor.quitar, id_)
    admin = taller.entrar(codigo=_codigo(taller, secreto)).actor
    with pytest.raises(NoEncontradoError):
        taller.hacer(admin, factor.quitar, 77)
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, factor.quitar, admin.usuario_id)
    taller.reloj.pasar(seconds=30)
    otra = taller.entrar(codigo=_codigo(taller, secreto)).actor
    taller.hacer(otra, factor.quitar, otra.usuario_id)
    assert taller.entrar()
    assert len(taller.eventos("quitar segundo factor")) == 1


def test_with_one_eight_characters_are_enough(taller: Taller) -> None:
    secreto, _ = _inscribir(taller)
    admin = taller.entrar(codigo=_codigo(taller, secreto)).actor
    with pytest.raises(DatoInvalidoError, match="8 caracteres"):
        cambiar_clave_propia(taller.registry, admin, CLAVE, "zq7#Lp1", taller.politica)
    cambiar_clave_propia(taller.registry, admin, CLAVE, "zq7#Lp1v", taller.politica)
