"""New accounts and what they may be called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConflictoError, CredencialesError, DatoInvalidoError, PermisoError
from rexus.seguridad import cuentas
from rexus.seguridad.ingreso import CAMBIAR_CLAVE

from .conftest import ADMIN, CLAVE, OTRA, Taller


def _crear(taller: Taller, usuario: str, **otros: Any) -> Any:
    return taller.hacer(SISTEMA, cuentas.crear, {"usuario": usuario, "rol": "operador", **otros}, taller.politica)


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [
        ("Luis", "luis"),
        ("  luis  ", "luis"),
        ("JOSÉ", "josé"),
        ("muñoz", "muñoz"),
        ("mun\u0303oz", "muñoz"),
        ("ｌｕｉｓ", "luis"),
        ("luis.perez-2@taller", "luis.perez-2@taller"),
    ],
)
def test_names_are_kept_in_one_form(taller: Taller, escrito: str, guardado: str) -> None:
    id_, _ = _crear(taller, escrito)
    assert taller.leer(SISTEMA, cuentas.ver, id_).usuario == guardado
    assert taller.cuenta(escrito).id == id_


@pytest.mark.parametrize(
    ("escrito", "motivo"),
    [
        ("", "falta completarlo"),
        ("   ", "falta completarlo"),
        ("x" * 300, "hasta 60 caracteres"),
        ("dos palabras", "no lleva espacios"),
        ("аdmin", "«а» no es una letra común, aunque se le parezca"),
        ("admın", "«ı» no es una letra común, aunque se le parezca"),
        ("αna", "«α» no es una letra común, aunque se le parezca"),
        ("lu\u200bis", "tiene un carácter invisible"),
        ("lu\u202eis", "tiene un carácter invisible"),
        ("luis/..", "no lleva «/»"),
        ("luis😀", "no lleva «😀»"),
        (None, "no sirve"),
        (7, "no sirve"),
    ],
)
def test_names_that_cannot_be_are_refused_with_the_reason(taller: Taller, escrito: Any, motivo: str) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        _crear(taller, escrito)
    assert error.value.campos == {"usuario": motivo}
    assert "No se guardó nada" in error.value.frase
    assert len(taller.leer(SISTEMA, cuentas.listar)) == 1


@pytest.mark.parametrize(
    ("primero", "segundo", "frase"),
    [
        ("josé", "JOSÉ", "Ya hay un usuario «josé». No se guardó nada."),
        ("josé", "jose", "Ya hay un usuario «josé», que se lee igual. No se guardó nada."),
        ("munoz", "Muñoz", "Ya hay un usuario «munoz», que se lee igual. No se guardó nada."),
    ],
)
def test_two_names_that_read_alike_are_one(taller: Taller, primero: str, segundo: str, frase: str) -> None:
    _crear(taller, primero)
    with pytest.raises(ConflictoError) as error:
        _crear(taller, segundo)
    assert error.value.frase == frase


@pytest.mark.parametrize(
    ("campo", "valor", "motivo"),
    [
        ("nombre", "x" * 300, "hasta 120 caracteres"),
        ("nombre", "Раblo", "mezcla letras de dos alfabetos que se parecen: «Раblo»"),
        ("apellido", "Pé\u200brez", "tiene un carácter invisible"),
        ("email", "sin arroba", "no sirve"),
        ("telefono", "llamar a Luis", "no sirve"),
        ("rol", "jefe", "No hay un rol «jefe»."),
        ("clave", "x", "no se edita aquí"),
    ],
)
def test_other_fields_are_refused_with_the_reason(taller: Taller, campo: str, valor: str, motivo: str) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        _crear(taller, "luis", **{campo: valor})
    assert error.value.campos == {campo: motivo}


@pytest.mark.parametrize("nombre", ["José  María ", "O'Brien", "Иван", "渡辺さくら", "M.ª Ángeles", "Οδυσσέας"])
def test_people_of_any_alphabet_have_their_name(taller: Taller, nombre: str) -> None:
    id_, _ = _crear(taller, "luis", nombre=nombre)
    assert taller.leer(SISTEMA, cuentas.ver, id_).nombre == " ".join(nombre.split())


def test_without_a_password_a_code_lets_in_once(taller: Taller) -> None:
    id_, codigo = _crear(taller, "luis")
    ingreso = taller.entrar("luis", codigo)
    assert ingreso.debe == {CAMBIAR_CLAVE}
    assert not ingreso.actor.permisos
    with pytest.raises(PermisoError):
        taller.leer(ingreso.actor, cuentas.listar)
    assert taller.leer(ingreso.actor, cuentas.ver, id_).debe_cambiar
    taller.hacer(ingreso.actor, cuentas.cambiar_clave, codigo, OTRA, taller.politica)
    with pytest.raises(CredencialesError):
        taller.entrar("luis", codigo)
    assert taller.entrar("luis", OTRA).actor.puede("inventario.modificar")


def test_a_code_is_worth_something_for_two_days(taller: Taller) -> None:
    _, codigo = _crear(taller, "luis")
    _, otro = _crear(taller, "eva")
    taller.reloj.pasar(hours=47, minutes=59)
    assert taller.entrar("luis", codigo).debe
    taller.reloj.pasar(minutes=1)
    with pytest.raises(CredencialesError):
        taller.entrar("eva", otro)


def test_a_weak_password_makes_no_account(taller: Taller) -> None:
    for clave in ("corta", "aaaaaaaaaaaaaaaa", "x" * 300):
        with pytest.raises(DatoInvalidoError) as error:
            taller.hacer(
                SISTEMA, cuentas.crear, {"usuario": "luis", "rol": "operador"}, taller.politica, clave=clave
            )  # fmt: skip
        assert error.value.campos["clave"]
    assert [c.usuario for c in taller.leer(SISTEMA, cuentas.listar)] == [ADMIN]


def test_the_settings_minimum_is_asked_for_and_never_below_eight(taller: Taller) -> None:
    datos = {"usuario": "luis", "rol": "operador"}
    taller.politica_con(largo_minimo=20)
    with pytest.raises(DatoInvalidoError, match="20 caracteres"):
        taller.hacer(SISTEMA, cuentas.crear, datos, taller.politica, clave="diecinueve letras x")
    taller.politica_con(largo_minimo=1)
    with pytest.raises(DatoInvalidoError, match="8 caracteres"):
        taller.hacer(SISTEMA, cuentas.crear, datos, taller.politica, clave="zq7#Lp1")


def test_the_list_is_searched_and_filtered(taller: Taller) -> None:
    _crear(taller, "luis", nombre="Luis", apellido="Núñez", email="luis@taller.com")
    _crear(taller, "eva", nombre="Eva", rol="consulta")
    admin = taller.actor()

    def usuarios(**filtro: str) -> list[str]:
        return [c.usuario for c in taller.leer(admin, cuentas.listar, **filtro)]

    assert usuarios() == [ADMIN, "eva", "luis"]
    assert usuarios(buscar="nunez luis") == ["luis"]
    assert usuarios(buscar="taller.com") == ["luis"]
    assert usuarios(rol="consulta") == ["eva"]
    taller.hacer(admin, cuentas.cambiar_estado, taller.cuenta("eva").id, "suspendido")
    assert usuarios(estado="suspendido") == ["eva"]
    assert usuarios(estado="activo") == [ADMIN, "luis"]


def test_creating_is_an_event_without_the_password(taller: Taller) -> None:
    _crear(taller, "luis")
    (evento,) = [e for e in taller.eventos("crear") if "luis" in e.despues]
    assert (evento.modulo, evento.usuario) == ("usuarios", "sistema")
    assert "argon2" not in evento.despues
    assert "sello" not in evento.despues


def test_an_administrator_needs_the_password_once_more(taller: Taller) -> None:
    from rexus.base.errors import ConfirmarClaveError
    from rexus.seguridad import confirmar

    admin = taller.actor()
    taller.reloj.pasar(minutes=6)
    datos = {"usuario": "luis", "rol": "administrador"}
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, cuentas.crear, datos, taller.politica)
    confirmar(taller.registry, admin, CLAVE, taller.politica)
    taller.hacer(admin, cuentas.crear, datos, taller.politica)
    taller.reloj.pasar(minutes=4, seconds=59)
    taller.hacer(admin, cuentas.crear, {**datos, "usuario": "eva"}, taller.politica)
    assert timedelta(0) < taller.reloj.ahora - taller.cuenta("luis").fecha_creacion
