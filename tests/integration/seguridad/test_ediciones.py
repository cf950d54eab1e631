"""What may be changed in an account, by whom, and what becomes of its sessions."""

from __future__ import annotations

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import (
    ConfirmarClaveError,
    ConflictoError,
    CredencialesError,
    DatoInvalidoError,
    NoEncontradoError,
    PermisoError,
    SesionTerminadaError,
)
from rexus.seguridad import confirmar, cuentas, factor, roles, sesiones

from .conftest import ADMIN, CLAVE, OTRA, Taller

ROL_DE_PERSONAL = "personal"


def _gestora(taller: Taller) -> Actor:
    """Somebody who manages users and is no administrator."""
    taller.hacer(SISTEMA, roles.crear, ROL_DE_PERSONAL, "", ["usuarios.ver", "usuarios.administrar"])
    taller.nueva("gema", ROL_DE_PERSONAL)
    return taller.actor("gema", OTRA)


def test_everybody_changes_their_own_data_and_not_their_role(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    hecha = taller.hacer(luis, cuentas.editar, id_, 1, {"nombre": "Luis", "telefono": "+54 11 4444-5555"})
    assert (hecha.nombre, hecha.telefono, hecha.version) == ("Luis", "+54 11 4444-5555", 2)
    for valores in ({"rol": "administrador"}, {"usuario": "otro"}, {"nombre": "X", "rol": "supervisor"}):
        with pytest.raises(PermisoError):
            taller.hacer(luis, cuentas.editar, id_, 2, valores)
    with pytest.raises(PermisoError):
        taller.hacer(luis, cuentas.editar, taller.cuenta().id, 1, {"nombre": "X"})
    assert taller.cuenta("luis").rol == "operador"


def test_a_stale_edit_is_a_conflict(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    taller.hacer(SISTEMA, cuentas.editar, id_, 1, {"nombre": "Luis"})
    with pytest.raises(ConflictoError, match="Otra persona cambió esta cuenta"):
        taller.hacer(SISTEMA, cuentas.editar, id_, 1, {"nombre": "Lucas"})
    with pytest.raises(DatoInvalidoError):
        taller.hacer(SISTEMA, cuentas.editar, id_, 2, {"nombre": "x" * 300})
    with pytest.raises(NoEncontradoError):
        taller.hacer(SISTEMA, cuentas.editar, 77, 1, {"nombre": "X"})
    assert taller.cuenta("luis").nombre == "Luis"


def test_an_edit_says_what_it_changed(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    taller.hacer(taller.actor(), cuentas.editar, id_, 1, {"nombre": "Luis", "apellido": ""})
    (evento,) = taller.eventos("editar")
    assert (evento.usuario, evento.antes, evento.despues) == (ADMIN, '{"nombre": ""}', '{"nombre": "Luis"}')


def test_renaming_keeps_names_apart(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    with pytest.raises(ConflictoError, match="se lee igual"):
        taller.hacer(SISTEMA, cuentas.editar, id_, 1, {"usuario": "Aná"})
    taller.hacer(SISTEMA, cuentas.editar, id_, 1, {"usuario": "Lúis"})
    assert taller.entrar("lúis", OTRA).actor.usuario == "lúis"


def test_a_role_needs_the_password_once_more_and_ends_the_sessions(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    admin, luis = taller.actor(), taller.actor("luis", OTRA)
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, cuentas.editar, id_, 1, {"rol": "supervisor"})
    with pytest.raises(DatoInvalidoError) as error:
        confirmar(taller.registry, admin, "no es esa", taller.politica)
    assert error.value.campos == {"clave": "no es la clave"}
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, cuentas.editar, id_, 1, {"rol": "supervisor"})
    confirmar(taller.registry, admin, CLAVE, taller.politica)
    taller.leer(luis, cuentas.ver, id_)
    assert taller.hacer(admin, cuentas.editar, id_, 1, {"rol": "supervisor"}).rol == "supervisor"
    with pytest.raises(SesionTerminadaError) as fin:
        taller.tocar(luis)
    assert fin.value.motivo == sesiones.ROL
    assert "Cambió el rol" in fin.value.frase
    assert taller.actor("luis", OTRA).puede("stock.ajustar")


def test_guessing_within_a_session_is_counted_and_ends_it(taller: Taller) -> None:
    taller.nueva("luis")
    luis = taller.actor("luis", OTRA)
    for _ in range(4):
        with pytest.raises(DatoInvalidoError):
            confirmar(taller.registry, luis, "no es esa", taller.politica)
        taller.reloj.pasar(seconds=10)
    with pytest.raises(SesionTerminadaError) as error:
        confirmar(taller.registry, luis, "no es esa", taller.politica)
    assert error.value.motivo == sesiones.BLOQUEO
    assert taller.cuenta("luis").estado == "bloqueado"
    with pytest.raises(SesionTerminadaError):
        taller.tocar(luis)


def test_nobody_raises_themselves(taller: Taller) -> None:
    gema = _gestora(taller)
    id_, admin = taller.nueva("luis", "consulta"), taller.cuenta().id
    propia = taller.cuenta("gema")
    negados = [
        (cuentas.crear, {"usuario": "x", "rol": "administrador"}, taller.politica),
        (cuentas.crear, {"usuario": "x", "rol": "supervisor"}, taller.politica),
        (cuentas.editar, propia.id, propia.version, {"rol": "administrador"}),
        (cuentas.editar, id_, 1, {"rol": "supervisor"}),
        (cuentas.editar, admin, 1, {"usuario": "otra"}),
        (cuentas.editar, admin, 1, {"rol": "consulta"}),
        (cuentas.restablecer_clave, admin),
        (cuentas.cambiar_estado, admin, "inactivo"),
        (cuentas.desbloquear, admin),
        (factor.quitar, admin),
        (roles.crear, "nuevo", "", ["stock.ajustar"]),
        (roles.crear, "nuevo", "", ["inventario.modificar"]),
    ]
    for operacion, *args in negados:
        with pytest.raises(PermisoError):
            taller.hacer(gema, operacion, *args)
    with pytest.raises(PermisoError) as error:
        taller.hacer(gema, roles.editar, ROL_DE_PERSONAL, 1, permitidos=["usuarios.administrar", "respaldos.restaurar"])
    assert error.value.permiso == "respaldos.restaurar"
    assert taller.entrar(ADMIN, CLAVE)
    assert len(taller.eventos("negado")) == len(negados) + 1
    # What she may do: those who may do no more than she.
    taller.hacer(gema, roles.crear, "porteria", "", ["usuarios.ver"])
    nueva, _ = taller.hacer(gema, cuentas.crear, {"usuario": "pedro", "rol": "porteria"}, taller.politica)
    taller.hacer(gema, cuentas.restablecer_clave, nueva)
    taller.hacer(gema, cuentas.cambiar_estado, nueva, "inactivo")


def test_the_last_administrator_stays(taller: Taller) -> None:
    admin = taller.actor()
    propia = taller.cuenta()
    for operacion, *args in (
        (cuentas.editar, propia.id, propia.version, {"rol": "consulta"}),
        (cuentas.cambiar_estado, propia.id, "suspendido"),
    ):
        with pytest.raises(ConflictoError, match="único administrador"):
            taller.hacer(SISTEMA, operacion, *args)
    with pytest.raises(ConflictoError, match="Nadie se desactiva a sí mismo"):
        taller.hacer(admin, cuentas.cambiar_estado, propia.id, "inactivo")
    # Neither one that may not come in nor one that somebody wrote into the table is another administrator.
    eva, luis = taller.nueva("eva", "administrador"), taller.nueva("luis")
    taller.hacer(admin, cuentas.cambiar_estado, eva, "inactivo")
    taller.a_mano("luis", rol="administrador")
    with pytest.raises(ConflictoError, match="único administrador"):
        taller.hacer(admin, cuentas.editar, propia.id, taller.cuenta().version, {"rol": "consulta"})
    taller.hacer(admin, cuentas.cambiar_estado, eva, "activo")
    taller.hacer(admin, cuentas.editar, propia.id, taller.cuenta().version, {"rol": "consulta"})
    assert taller.cuenta().rol == "consulta"
    assert taller.cuenta("luis").id == luis


def test_a_deactivated_account_is_out_at_once(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    admin, luis = taller.actor(), taller.actor("luis", OTRA)
    taller.leer(luis, cuentas.ver, id_)
    taller.hacer(admin, cuentas.cambiar_estado, id_, "inactivo")
    with pytest.raises(SesionTerminadaError) as fin:
        taller.hacer(luis, cuentas.editar, id_, 1, {"nombre": "Luis"})
    assert (fin.value.motivo, fin.value.frase) == (
        sesiones.CUENTA, "Un administrador desactivó o cambió la cuenta.",
    )  # fmt: skip
    with pytest.raises(CredencialesError):
        taller.entrar("luis", OTRA)
    taller.hacer(admin, cuentas.cambiar_estado, id_, "activo")
    assert taller.entrar("luis", OTRA)
    assert [e.accion for e in taller.eventos() if e.accion in ("desactivar", "activar")] == ["desactivar", "activar"]


def test_signing_somebody_out_everywhere(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    uno, otro = taller.actor("luis", OTRA), taller.actor("luis", OTRA)
    assert len(taller.leer(uno, sesiones.listar, id_)) == 2
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(uno, cuentas.cerrar_sesiones, id_)
    taller.tocar(otro)
    confirmar(taller.registry, uno, OTRA, taller.politica)
    assert taller.hacer(uno, cuentas.cerrar_sesiones, id_) == 1
    taller.leer(uno, cuentas.ver, id_)
    with pytest.raises(SesionTerminadaError):
        taller.tocar(otro)
    with pytest.raises(PermisoError):
        taller.hacer(uno, cuentas.cerrar_sesiones, taller.cuenta().id)
    with pytest.raises(PermisoError):
        taller.leer(uno, sesiones.listar, taller.cuenta().id)
    assert taller.hacer(taller.actor(), cuentas.cerrar_sesiones, id_) == 1


def test_one_session_is_ended_from_another_place(taller: Taller) -> None:
    taller.nueva("luis")
    uno, otro, admin = taller.actor("luis", OTRA), taller.actor("luis", OTRA), taller.actor()
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(uno, sesiones.cerrar, otro.sesion)
    taller.tocar(otro)
    confirmar(taller.registry, uno, OTRA, taller.politica)
    taller.hacer(uno, sesiones.cerrar, otro.sesion)
    with pytest.raises(SesionTerminadaError) as fin:
        taller.tocar(otro)
    assert fin.value.motivo == sesiones.CERRADA
    for ajena in (admin.sesion, "no existe"):
        with pytest.raises(PermisoError):
            taller.hacer(uno, sesiones.cerrar, ajena)
    with pytest.raises(NoEncontradoError):
        taller.hacer(admin, sesiones.cerrar, "no existe")
    # Whoever leaves, or administers, is not asked.
    for quien in (uno, admin):
        taller.reloj.pasar(minutes=6)
        taller.hacer(quien, sesiones.cerrar, uno.sesion)
    with pytest.raises(SesionTerminadaError):
        taller.tocar(uno)


def test_what_is_refused_is_an_event(taller: Taller) -> None:
    taller.nueva("luis", "consulta")
    with pytest.raises(PermisoError):
        taller.leer(taller.actor("luis", OTRA), cuentas.listar)
    (evento,) = taller.eventos("negado")
    assert (evento.usuario, evento.modulo, evento.registro) == ("luis", "seguridad", "usuarios.ver")
