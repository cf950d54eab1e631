"""Roles of the workshop's own, and those that come with the program."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConfirmarClaveError, ConflictoError, DatoInvalidoError, RexusError, SesionTerminadaError
from rexus.db.work import Work
from rexus.seguridad import confirmar, cuentas, roles, sesiones
from rexus.seguridad.orm import Usuario

from .conftest import CLAVE, OTRA, Taller


def test_roles_of_the_workshop(taller: Taller) -> None:
    admin = taller.actor()
    taller.hacer(admin, roles.crear, "Jefe de taller", "Manda", ["inventario.modificar", "stock.ajustar"])
    (ficha,) = [r for r in taller.leer(admin, roles.listar) if not r.fijo]
    assert (ficha.nombre, ficha.permisos) == (
        "jefe de taller", {"inventario.ver", "inventario.modificar", "stock.ajustar"},
    )  # fmt: skip
    taller.nueva("luis", "jefe de taller")
    luis = taller.actor("luis", OTRA)
    taller.hacer(admin, roles.editar, "jefe de taller", 1, permitidos=["inventario.ver"])
    with pytest.raises(SesionTerminadaError) as fin:
        taller.tocar(luis)
    assert fin.value.motivo == sesiones.ROL
    assert taller.actor("luis", OTRA).permisos == {"inventario.ver"}
    with pytest.raises(ConflictoError, match="Otra persona cambió el rol"):
        taller.hacer(admin, roles.editar, "jefe de taller", 1, descripcion="Otro")
    with pytest.raises(ConflictoError, match="Una cuenta tiene el rol"):
        taller.hacer(admin, roles.eliminar, "jefe de taller")
    for fijo in ("administrador", "consulta"):
        with pytest.raises(ConflictoError, match="es del programa"):
            taller.hacer(admin, roles.eliminar, fijo)
    with pytest.raises(ConflictoError, match="El administrador puede todo"):
        taller.hacer(admin, roles.editar, "administrador", 1, permitidos=[])
    taller.hacer(admin, cuentas.editar, luis.usuario_id, taller.cuenta("luis").version, {"rol": "consulta"})
    taller.hacer(admin, roles.eliminar, "jefe de taller")
    assert all(r.fijo for r in taller.leer(admin, roles.listar))


@pytest.mark.parametrize("nombre", ["", "x" * 41, "аdministrador", "ro\u200bl"])
def test_bad_names_of_roles_are_refused(taller: Taller, nombre: str) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        taller.hacer(SISTEMA, roles.crear, nombre)
    assert error.value.campos["nombre"]


@pytest.mark.parametrize(
    ("descripcion", "motivo"), [("x" * 256, "hasta 255 caracteres"), ("\u202eabc", "tiene un carácter invisible")]
)
def test_bad_descriptions_are_refused_and_not_cut(taller: Taller, descripcion: str, motivo: str) -> None:
    for operacion, *args in ((roles.crear, "corte", descripcion), (roles.editar, "operador", 1)):
        kw = {"descripcion": descripcion} if operacion == roles.editar else {}
        with pytest.raises(DatoInvalidoError, match="corregir: descripción") as error:
            taller.hacer(SISTEMA, operacion, *args, **kw)
        assert error.value.campos == {"descripcion": motivo}
    taller.hacer(SISTEMA, roles.crear, "corte", f"  Corta\ny   arma {'x' * 240} ")
    (ficha,) = [r for r in taller.leer(SISTEMA, roles.listar) if r.nombre == "corte"]
    assert ficha.descripcion == f"Corta y arma {'x' * 240}"


def test_refusals_about_roles_say_that_nothing_was_saved(taller: Taller) -> None:
    for operacion, *args in (
        (roles.eliminar, "jefa"),
        (roles.crear, "nuevo", "", ["no.existe"]),
        (cuentas.crear, {"usuario": "luis", "rol": "jefa"}, taller.politica),
    ):
        with pytest.raises(RexusError, match="No se guardó nada"):
            taller.hacer(SISTEMA, operacion, *args)
    with pytest.raises(ConflictoError, match="No se hizo nada"):
        taller.hacer(SISTEMA, roles.eliminar, "consulta")


def test_roles_that_read_alike_are_one_and_permissions_must_exist(taller: Taller) -> None:
    for nombre in ("Administrador", "administradór"):
        with pytest.raises(ConflictoError, match="Ya hay un rol «administrador»"):
            taller.hacer(SISTEMA, roles.crear, nombre)
    with pytest.raises(DatoInvalidoError, match=r"No hay un permiso «\*»"):
        taller.hacer(SISTEMA, roles.crear, "nuevo", "", ["*"])


def test_what_a_role_may_do_needs_the_password_once_more(taller: Taller) -> None:
    admin = taller.actor()
    taller.reloj.pasar(minutes=6)
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, roles.editar, "operador", 1, permitidos=["inventario.ver"])
    taller.hacer(admin, roles.editar, "operador", 1, descripcion="Registra")
    taller.hacer(admin, roles.crear, "nada puede")
    taller.hacer(admin, cuentas.crear, {"usuario": "luis", "rol": "operador"}, taller.politica)
    for operacion, *args in (
        (roles.crear, "corte", "", ["inventario.ver"]),
        (roles.eliminar, "nada puede"),
        # Whose role has a special right.
        (cuentas.crear, {"usuario": "eva", "rol": "supervisor"}, taller.politica),
        (cuentas.crear, {"usuario": "eva", "rol": "administrador"}, taller.politica),
    ):
        with pytest.raises(ConfirmarClaveError):
            taller.hacer(admin, operacion, *args)
        confirmar(taller.registry, admin, CLAVE, taller.politica)
        taller.hacer(admin, operacion, *args)
        taller.hacer(SISTEMA, _borrar_eva)
        taller.reloj.pasar(minutes=6)


def _borrar_eva(work: Work) -> None:
    work.connection.execute(delete(Usuario).where(Usuario.usuario == "eva"))
