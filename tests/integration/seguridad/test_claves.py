"""Passwords that change, one-time codes, and hashes that imported accounts bring."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable

import bcrypt
import pytest
from argon2 import PasswordHasher

from rexus.base.actor import SISTEMA
from rexus.base.errors import (
    ConfirmarClaveError,
    CredencialesError,
    DatoInvalidoError,
    NoEncontradoError,
    SesionTerminadaError,
)
from rexus.seguridad import cambiar_clave_propia, claves, cuentas, sesiones
from rexus.seguridad.confirmacion import EnEsperaError
from rexus.seguridad.ingreso import CAMBIAR_CLAVE

from .conftest import ADMIN, CLAVE, OTRA, Taller

CLAVES = [f"ventana número {n} de roble" for n in range(1, 9)]


def test_changing_ones_own_password(taller: Taller) -> None:
    uno, otro = taller.actor(), taller.actor()
    taller.reloj.pasar(minutes=1)
    cambiar_clave_propia(taller.registry, uno, CLAVE, OTRA, taller.politica)
    taller.tocar(uno)
    with pytest.raises(SesionTerminadaError) as fin:
        taller.tocar(otro)
    assert fin.value.motivo == sesiones.CERRADA
    with pytest.raises(CredencialesError):
        taller.entrar(ADMIN, CLAVE)
    assert taller.entrar(ADMIN, OTRA)
    (evento,) = taller.eventos("cambiar clave")
    antes, despues = json.loads(evento.antes), json.loads(evento.despues)
    assert despues == {**antes, "clave_fecha": taller.reloj.ahora.isoformat()} != antes


def test_a_wrong_present_password_changes_nothing_and_is_counted(taller: Taller) -> None:
    admin = taller.actor()
    for _ in range(3):
        with pytest.raises(DatoInvalidoError) as error:
            cambiar_clave_propia(taller.registry, admin, "no es esa", OTRA, taller.politica)
        assert set(error.value.campos) == {"actual"}
    # Too early for another one, even with the right password.
    with pytest.raises(EnEsperaError):
        cambiar_clave_propia(taller.registry, admin, CLAVE, OTRA, taller.politica)
    with pytest.raises(DatoInvalidoError) as error:
        taller.hacer(admin, cuentas.cambiar_clave, "no es esa", OTRA, taller.politica)
    assert set(error.value.campos) == {"actual"}
    assert taller.fila(ADMIN)["intentos_fallidos"] == 3
    taller.reloj.pasar(seconds=2)
    cambiar_clave_propia(taller.registry, admin, CLAVE, OTRA, taller.politica)


@pytest.mark.parametrize("nueva", ["corta", "aaaaaaaaaaaaaaaa", CLAVE])
def test_a_bad_new_password_names_its_field(taller: Taller, nueva: str) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        cambiar_clave_propia(taller.registry, taller.actor(), CLAVE, nueva, taller.politica)
    assert set(error.value.campos) == {"nueva"}
    assert error.value.frase == f"{error.value.campos['nueva']} No se guardó nada."
    assert taller.entrar()


def test_the_last_five_are_not_used_again(taller: Taller) -> None:
    admin, actual = taller.actor(), CLAVE
    for nueva in CLAVES[:4]:
        cambiar_clave_propia(taller.registry, admin, actual, nueva, taller.politica)
        actual = nueva
    for usada in (CLAVE, *CLAVES[:4]):
        with pytest.raises(DatoInvalidoError, match="Esa clave ya se usó"):
            cambiar_clave_propia(taller.registry, admin, actual, usada, taller.politica)
    cambiar_clave_propia(taller.registry, admin, actual, CLAVES[4], taller.politica)
    # Five others came since.
    cambiar_clave_propia(taller.registry, admin, CLAVES[4], CLAVE, taller.politica)


def test_codes_push_no_password_out_of_the_history(taller: Taller) -> None:
    taller.nueva("luis")
    id_, actual = taller.cuenta("luis").id, OTRA
    for nueva in CLAVES[:4]:
        codigo = taller.hacer(taller.actor(), cuentas.restablecer_clave, id_)
        cambiar_clave_propia(taller.registry, taller.entrar("luis", codigo).actor, codigo, nueva, taller.politica)
        actual = nueva
    luis = taller.actor("luis", actual)
    for usada in (OTRA, *CLAVES[:4]):
        with pytest.raises(DatoInvalidoError, match="ya se usó"):
            cambiar_clave_propia(taller.registry, luis, actual, usada, taller.politica)


def test_a_forgotten_password(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    luis, admin = taller.actor("luis", OTRA), taller.actor()
    codigo = taller.hacer(admin, cuentas.restablecer_clave, id_)
    with pytest.raises(SesionTerminadaError):
        taller.tocar(luis)
    with pytest.raises(CredencialesError):
        taller.entrar("luis", OTRA)
    ingreso = taller.entrar("luis", codigo)
    assert ingreso.debe == {CAMBIAR_CLAVE}
    with pytest.raises(DatoInvalidoError, match="ya se usó"):
        cambiar_clave_propia(taller.registry, ingreso.actor, codigo, OTRA, taller.politica)
    with pytest.raises(DatoInvalidoError, match="ya se usó"):
        cambiar_clave_propia(taller.registry, ingreso.actor, codigo, codigo, taller.politica)
    cambiar_clave_propia(taller.registry, ingreso.actor, codigo, CLAVES[0], taller.politica)
    assert not taller.entrar("luis", CLAVES[0]).debe
    (evento,) = taller.eventos("restablecer clave")
    assert (evento.usuario, evento.registro) == (ADMIN, str(id_))
    assert json.loads(evento.despues)["debe_cambiar"] is True and codigo not in evento.despues
    with pytest.raises(NoEncontradoError):
        taller.hacer(admin, cuentas.restablecer_clave, 77)
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, cuentas.restablecer_clave, id_)


def test_passwords_expire_only_when_the_settings_say_so(taller: Taller) -> None:
    taller.reloj.pasar(days=400)
    assert not taller.entrar().debe
    taller.politica_con(vida_de_clave=taller.reloj.ahora - taller.fila(ADMIN)["clave_fecha"])
    ingreso = taller.entrar()
    assert ingreso.debe == {CAMBIAR_CLAVE}
    cambiar_clave_propia(taller.registry, ingreso.actor, CLAVE, OTRA, taller.politica)
    assert not taller.entrar(ADMIN, OTRA).debe


def _werkzeug(clave: bytes) -> str:
    return f"pbkdf2:sha256:1000$sal$ {hashlib.pbkdf2_hmac('sha256', clave, b'sal', 1000).hex()}".replace(" ", "")


def _werkzeug512(clave: bytes) -> str:
    return f"pbkdf2:sha512:1000$sal${hashlib.pbkdf2_hmac('sha512', clave, b'sal', 1000).hex()}"


def _django(clave: bytes) -> str:
    resumen = base64.b64encode(hashlib.pbkdf2_hmac("sha256", clave, b"sal", 1000)).decode()
    return f"pbkdf2_sha256$1000$sal${resumen}"


FORMATOS: dict[str, Callable[[bytes], str]] = {
    "bcrypt": lambda clave: bcrypt.hashpw(clave, bcrypt.gensalt(4)).decode(),
    "werkzeug": _werkzeug,
    "werkzeug sha512": _werkzeug512,
    "django": _django,
    "sha256": lambda clave: hashlib.sha256(clave).hexdigest(),
    "argon2 of other costs": lambda clave: PasswordHasher(2, 16, 1).hash(clave),
}


@pytest.mark.parametrize("formato", FORMATOS)
def test_hashes_of_other_programs_are_verified_once(taller: Taller, formato: str) -> None:
    cifrada = FORMATOS[formato](OTRA.encode())
    datos = {"usuario": "luis", "rol": "operador"}
    taller.hacer(SISTEMA, cuentas.crear, datos, taller.politica, cifrada=cifrada)
    with pytest.raises(CredencialesError):
        taller.entrar("luis", "otra cosa")
    assert taller.fila("luis")["password_hash"] == cifrada
    assert not taller.entrar("luis", OTRA).debe
    nueva = taller.fila("luis")["password_hash"]
    assert nueva != cifrada
    assert nueva.startswith("$argon2id$")
    assert not claves.es_vieja(nueva)
    assert taller.entrar("luis", OTRA)
    assert taller.fila("luis")["password_hash"] == nueva


@pytest.mark.parametrize(
    "cifrada",
    [
        "",
        "texto llano",
        "d41d8cd98f00b204e9800998ecf8427e",
        "$2b$31$" + "a" * 53,
        "$2b$04$corta",
        "pbkdf2:sha256:99999999$sal$00",
        "pbkdf2:sha256:1000$sal$0",
        "pbkdf2_sha256$99999999$sal$AAAA",
        "pbkdf2:md5:1000$sal$00",
        "$argon2id$v=19$m=4294967295,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$roto",
        "A" * 64,
    ],
)
def test_hashes_of_no_known_kind_or_too_dear_make_no_account(taller: Taller, cifrada: str) -> None:
    datos = {"usuario": "luis", "rol": "operador"}
    with pytest.raises(DatoInvalidoError) as error:
        taller.hacer(SISTEMA, cuentas.crear, datos, taller.politica, cifrada=cifrada)
    assert error.value.campos == {"clave": "no es un formato de clave conocido"}
    assert not claves.verificar("cualquiera", cifrada)


def test_no_password_consists_of_the_workshops_words(taller: Taller) -> None:
    taller.politica_con(empresa="Aberturas Norte")
    with pytest.raises(DatoInvalidoError, match="poco más que el nombre"):
        taller.nueva("luis", clave="AberturasNorte2026")
    id_ = taller.nueva("luis")
    taller.hacer(taller.actor(), cuentas.editar, id_, taller.cuenta("luis").version, {"apellido": "Etcheverry"})
    luis = taller.actor("luis", OTRA)
    for nueva in ("Luis-Etcheverry-77", "rexus de Norte 2026"):
        with pytest.raises(DatoInvalidoError, match="poco más que el nombre") as error:
            cambiar_clave_propia(taller.registry, luis, OTRA, nueva, taller.politica)
        assert set(error.value.campos) == {"nueva"}
    cambiar_clave_propia(taller.registry, luis, OTRA, "cinco aberturas hacia el norte", taller.politica)


def test_a_long_password_counts_to_its_end(taller: Taller) -> None:
    larga = ("catorce ventanas de roble y una puerta que da al río " * 6)[: claves.LARGO_MAXIMO - 1]
    taller.nueva("luis", clave=f"{larga}a")
    assert taller.entrar("luis", f"{larga}a")
    with pytest.raises(CredencialesError):
        taller.entrar("luis", f"{larga}b")
    with pytest.raises(DatoInvalidoError, match="como máximo"):
        taller.nueva("marta", clave=f"{larga}ab")


def test_every_reason_is_said_at_once() -> None:
    assert claves.rechazo("123456") == (
        "La clave necesita 12 caracteres o más; tiene 6. La clave es fácil de adivinar."
    )
    assert claves.rechazo("aaaaaaaaaaaaaa") == "La clave es fácil de adivinar."
