"""Records of somebody else: whoever knows their number, and may not manage accounts, gets and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rexus.base.actor import Actor
from rexus.base.errors import PermisoError
from rexus.seguridad import cuentas, factor, sesiones

from .conftest import OTRA, Taller

LEER: dict[str, Callable[..., Any]] = {
    "the account": cuentas.ver, "its sessions": sesiones.listar, "its codes": factor.quedan_codigos,
}  # fmt: skip
HACER: dict[str, Callable[[Taller, Actor, Actor], object]] = {
    "edit": lambda t, quien, eva: t.hacer(quien, cuentas.editar, eva.usuario_id, 1, {"telefono": "1"}),
    "deactivate": lambda t, quien, eva: t.hacer(quien, cuentas.cambiar_estado, eva.usuario_id, "inactivo"),
    "unlock": lambda t, quien, eva: t.hacer(quien, cuentas.desbloquear, eva.usuario_id),
    "reset": lambda t, quien, eva: t.hacer(quien, cuentas.restablecer_clave, eva.usuario_id),
    "take the factor": lambda t, quien, eva: t.hacer(quien, factor.quitar, eva.usuario_id),
    "close a session": lambda t, quien, eva: t.hacer(quien, sesiones.cerrar, eva.sesion),
    "close all": lambda t, quien, eva: t.hacer(quien, cuentas.cerrar_sesiones, eva.usuario_id),
}


@pytest.mark.parametrize("que", LEER)
def test_what_is_somebody_elses_is_not_shown(taller: Taller, que: str) -> None:
    eva, luis = taller.nueva("eva"), taller.nueva("luis")
    actor = taller.actor("luis", OTRA)
    taller.leer(actor, LEER[que], luis)
    with pytest.raises(PermisoError):
        taller.leer(actor, LEER[que], eva)


@pytest.mark.parametrize("que", HACER)
def test_nor_changed(taller: Taller, que: str) -> None:
    taller.nueva("eva")
    taller.nueva("luis")
    eva, luis = taller.actor("eva", OTRA), taller.actor("luis", OTRA)
    antes = taller.fila("eva")
    with pytest.raises(PermisoError):
        HACER[que](taller, luis, eva)
    assert taller.fila("eva") == antes
    # Nor was anybody signed out.
    taller.tocar(eva)


def test_ones_own_is(taller: Taller) -> None:
    luis = taller.nueva("luis")
    actor = taller.actor("luis", OTRA)
    taller.hacer(actor, cuentas.editar, luis, taller.cuenta("luis").version, {"telefono": "1"})
    assert taller.cuenta("luis").telefono == "1"
    otra = taller.actor("luis", OTRA)
    taller.hacer(actor, sesiones.cerrar, otra.sesion)
    assert [s.fin is None for s in taller.leer(actor, sesiones.listar, luis)].count(True) == 1
