"""An account that something else than Rexus changed."""

from __future__ import annotations

from typing import Any

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConfirmarClaveError, ConflictoError, CredencialesError, SesionTerminadaError
from rexus.seguridad import claves, confirmar, cuentas, sesiones
from rexus.seguridad.ingreso import CuentaAlteradaError

from .conftest import ADMIN, CLAVE, OTRA, Taller


@pytest.mark.parametrize(
    "cambio",
    [{"rol": "administrador"}, {"debe_cambiar": True}, {"secreto_totp": "x"}, {"sello": ""}, {"sello": "0" * 64}],
    ids=str,
)
def test_a_row_changed_by_hand_stays_out_with_a_true_message(taller: Taller, cambio: dict[str, Any]) -> None:
    taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    taller.a_mano("luis", **cambio)
    assert taller.cuenta("luis").alterada
    with pytest.raises(CuentaAlteradaError) as error:
        taller.entrar("luis", OTRA)
    assert (error.value.titulo, error.value.frase) == (
        "Cuenta cambiada fuera de Rexus",
        "Los datos de «luis» (rol, estado o clave) se cambiaron en la base sin Rexus. No se entró.",
    )
    with pytest.raises(SesionTerminadaError) as fin:
        taller.tocar(luis)
    assert (fin.value.motivo, fin.value.frase) == (
        sesiones.ALTERADA, "Los datos de la cuenta se cambiaron en la base sin Rexus.",
    )  # fmt: skip
    # Whoever does not know the password learns nothing.
    with pytest.raises(CredencialesError):
        taller.entrar("luis", "no es esa")
    assert taller.cuenta("luis").alterada


def test_a_planted_hash_or_another_rows_seal_do_not_open(taller: Taller) -> None:
    taller.nueva("luis")
    taller.a_mano("luis", password_hash=claves.cifrar_conocida("plantada por alguien"))
    with pytest.raises(CuentaAlteradaError):
        taller.entrar("luis", "plantada por alguien")
    admin = taller.fila(ADMIN)
    taller.nueva("eva")
    taller.a_mano("eva", **{c: admin[c] for c in ("rol", "password_hash", "sello")})
    with pytest.raises(CuentaAlteradaError):
        taller.entrar("eva", CLAVE)


def test_only_an_administrator_accepts_it_and_nothing_else_does(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    taller.a_mano("luis", rol="supervisor")
    admin = taller.actor()
    # Nothing that is done to it on the way makes it good.
    taller.hacer(admin, cuentas.cambiar_estado, id_, "inactivo")
    taller.hacer(admin, cuentas.cambiar_estado, id_, "activo")
    taller.hacer(admin, cuentas.desbloquear, id_)
    codigo = taller.hacer(admin, cuentas.restablecer_clave, id_)
    with pytest.raises(CuentaAlteradaError):
        taller.entrar("luis", codigo)
    version = taller.cuenta("luis").version
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, cuentas.editar, id_, version, {})
    confirmar(taller.registry, admin, CLAVE, taller.politica)
    taller.hacer(admin, cuentas.editar, id_, version, {})
    assert not taller.cuenta("luis").alterada
    assert taller.entrar("luis", codigo)
    (evento,) = taller.eventos("aceptar cambio ajeno")
    assert evento.usuario == ADMIN
    assert '"rol": "supervisor"' in evento.despues


def test_the_machine_itself_lets_the_only_administrator_in(taller: Taller) -> None:
    taller.a_mano(ADMIN, estado="bloqueado")
    with pytest.raises(ConflictoError, match="tiene el rol «administrador» y el estado «bloqueado»"):
        taller.hacer(SISTEMA, cuentas.desbloquear_en_esta_maquina, " ANA ", "raíz")
    assert taller.cuenta(ADMIN).alterada
    taller.hacer(SISTEMA, cuentas.desbloquear_en_esta_maquina, " ANA ", "raíz", aceptar=True)
    assert taller.entrar()
    (evento,) = taller.eventos("desbloquear")
    assert '"en_esta_maquina": "raíz"' in evento.despues
    assert '"alterada": true' in evento.antes
    assert '"rol": "administrador"' in evento.despues
