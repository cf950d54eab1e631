"""A role whose rights something else than Rexus changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConfirmarClaveError, CredencialesError, PermisoError
from rexus.seguridad import Ingreso, confirmar, cuentas, ingreso, roles
from rexus.seguridad.ingreso import RolAlteradoError
from rexus.seguridad.orm import PermisoEspecial, PermisoModulo, Rol
from rexus.seguridad.roles import FichaRol

from .conftest import CLAVE, OTRA, Taller

PROPIOS = {
    "inventario.ver", "inventario.modificar", "herrajes.ver", "herrajes.modificar",
    "obras.ver", "obras.modificar", "compras.ver",
}  # fmt: skip


def a_mano(taller: Taller, *ordenes: Any) -> None:
    """As somebody who opens the database with another program."""
    with taller.registry.write("users", SISTEMA) as work:
        for orden in ordenes:
            work.connection.execute(orden)


def dar(permiso: str, rol: str = "operador") -> Any:
    return insert(PermisoEspecial).values(rol=rol, permiso=permiso)


def rol(taller: Taller, nombre: str = "operador") -> FichaRol:
    (ficha,) = [r for r in taller.leer(SISTEMA, roles.listar) if r.nombre == nombre]
    assert isinstance(ficha, FichaRol)
    return ficha


AJENOS: dict[str, Any] = {
    "a special right": dar("usuarios.administrar"),
    "everything": dar("*"),
    "a module": insert(PermisoModulo).values(
        rol="operador", modulo="usuarios", puede_ver=True, puede_modificar=False, puede_aprobar=False
    ),
    "more in a module": update(PermisoModulo)
    .where(PermisoModulo.rol == "operador", PermisoModulo.modulo == "inventario")
    .values(puede_aprobar=True),
    "less": delete(PermisoModulo).where(PermisoModulo.rol == "operador"),
    "no seal": update(Rol).where(Rol.nombre == "operador").values(sello=""),
    "any text as a seal": update(Rol).where(Rol.nombre == "operador").values(sello="ñandú"),
}


@pytest.mark.parametrize("cambio", AJENOS.values(), ids=AJENOS.keys())
def test_a_role_changed_by_hand_keeps_everybody_who_has_it_out(taller: Taller, cambio: Any) -> None:
    taller.nueva("luis")
    taller.nueva("eva", "consulta")
    assert taller.actor("luis", OTRA).permisos == PROPIOS
    a_mano(taller, cambio)
    assert [r.nombre for r in taller.leer(SISTEMA, roles.listar) if r.alterado] == ["operador"]
    with pytest.raises(RolAlteradoError) as error:
        taller.entrar("luis", OTRA)
    assert (error.value.titulo, error.value.frase, error.value.que_hacer) == (
        "Rol cambiado fuera de Rexus",
        "El rol «operador» (lo que puede hacer) se cambió en la base sin Rexus. No se entró.",
        "Un administrador tiene que revisarlo y guardarlo otra vez en Usuarios ▸ Roles.",
    )
    (evento,) = taller.eventos("ingreso rechazado")
    assert (evento.usuario, "rol alterado: operador" in evento.despues) == ("luis", True)
    # Whoever does not know the password learns nothing; other roles are as before.
    with pytest.raises(CredencialesError):
        taller.entrar("luis", "no es esa")
    assert taller.actor("eva", OTRA).permisos == {"inventario.ver", "herrajes.ver", "obras.ver", "compras.ver"}


def test_another_roles_seal_does_not_fit(taller: Taller) -> None:
    supervisor = rol(taller, "supervisor")
    taller.hacer(SISTEMA, roles.crear, "jefe", "", supervisor.permisos)
    assert not rol(taller, "jefe").alterado
    with taller.registry.read("users", SISTEMA) as work:
        ajeno = work.connection.scalar(Rol.__table__.select().with_only_columns(Rol.sello).where(Rol.nombre == "jefe"))
    a_mano(taller, update(Rol).where(Rol.nombre == "supervisor").values(sello=ajeno))
    assert rol(taller, "supervisor").alterado


def test_the_administrator_is_never_locked_out_by_a_role(taller: Taller) -> None:
    a_mano(taller, dar("stock.ajustar", "administrador"), update(Rol).values(sello="x"))
    admin = taller.actor()
    assert admin.permisos == {"*"}
    alterados = {r.nombre for r in taller.leer(admin, roles.listar) if r.alterado}
    assert alterados == {"supervisor", "analista", "operador", "consulta"}


def test_an_administrator_accepts_it_by_saving_it_with_the_password(taller: Taller) -> None:
    taller.nueva("luis")
    a_mano(taller, dar("stock.ajustar"))
    admin = taller.actor()
    ficha = rol(taller)
    assert ficha.permisos == PROPIOS | {"stock.ajustar"}
    # A description says nothing of what it may do.
    taller.hacer(admin, roles.editar, "operador", ficha.version, descripcion="Registra")
    assert rol(taller).alterado
    taller.reloj.pasar(minutes=6)
    version = rol(taller).version
    with pytest.raises(ConfirmarClaveError):
        taller.hacer(admin, roles.editar, "operador", version, permitidos=ficha.permisos)
    confirmar(taller.registry, admin, CLAVE, taller.politica)
    # The same rights as are there.
    taller.hacer(admin, roles.editar, "operador", version, permitidos=ficha.permisos)
    assert (rol(taller).alterado, rol(taller).permisos) == (False, ficha.permisos)
    assert taller.actor("luis", OTRA).permisos == ficha.permisos
    (evento,) = taller.eventos("aceptar cambio ajeno")
    assert (evento.usuario, evento.registro) == ("ana", "operador")
    assert '"alterado": true' in evento.antes
    assert "stock.ajustar" in evento.despues


def test_or_takes_back_what_was_added(taller: Taller) -> None:
    taller.nueva("luis")
    a_mano(taller, dar("*"), dar("nada.conocido"))
    taller.hacer(taller.actor(), roles.editar, "operador", 1, permitidos=PROPIOS)
    assert (rol(taller).alterado, rol(taller).permisos) == (False, PROPIOS)
    assert taller.actor("luis", OTRA).permisos == PROPIOS


def test_who_was_in_keeps_the_rights_of_their_sign_in_and_cannot_accept_more(taller: Taller) -> None:
    taller.hacer(SISTEMA, roles.crear, "encargado", "", ["usuarios.ver", "usuarios.administrar"])
    taller.nueva("eva", "encargado")
    eva = taller.actor("eva", OTRA)
    a_mano(taller, dar("respaldos.restaurar", "encargado"))
    # A session has what it began with; the next sign-in is where it is found.
    taller.tocar(eva)
    assert not eva.puede("respaldos.restaurar")
    with pytest.raises(PermisoError):
        taller.hacer(eva, roles.editar, "encargado", 1, permitidos=rol(taller, "encargado").permisos)
    assert rol(taller, "encargado").alterado


def test_going_on_after_what_had_to_be_done_first_looks_too(taller: Taller) -> None:
    id_ = taller.nueva("luis")
    codigo = taller.hacer(taller.actor(), cuentas.restablecer_clave, id_)
    entro: Ingreso = taller.entrar("luis", codigo)
    assert entro.debe
    a_mano(taller, dar("usuarios.administrar"))
    taller.hacer(entro.actor, cuentas.cambiar_clave, codigo, "nueve marcos de lapacho", taller.politica)
    with pytest.raises(RolAlteradoError):
        ingreso.retomar(taller.registry, entro.actor, taller.politica)
    (evento,) = taller.eventos("ingreso rechazado")
    assert evento.usuario == "luis"
