"""Changing an account: its names, its addresses, its role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.validacion import validar
from rexus.db.work import Work
from rexus.seguridad import roles, sellos, sesiones
from rexus.seguridad.fichas import MODULO, PROPIOS, Cuenta, DatosCuenta, una
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.reglas import exigir_grado, exigir_otro_administrador, exigir_unico


def editar(work: Work, usuario_id: int, version: int, valores: Mapping[str, Any]) -> Result[Cuenta]:
    """Change an account: one's own name, e-mail and phone, or as an administrator everything.

    A role, an e-mail or a phone needs the password once more (ConfirmarClaveError; OWASP ASVS 5.0, 7.5.1); a role ends
    the account's sessions. `version` is the one that was looked at. Saving an account that something else changed
    accepts it as it is. Raises DatoInvalidoError naming the fields, ConflictoError, NoEncontradoError, PermisoError for
    an account or a role that may do more than the actor.
    """
    propia = usuario_id == work.actor.usuario_id
    if not propia or not PROPIOS.issuperset(valores):
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    turno(work.connection, "cuentas")
    antes = una(work, usuario_id)
    if antes.version != version:
        raise ConflictoError(tr("Otra persona cambió esta cuenta. No se guardó nada."), tr("Abrirla otra vez."))
    datos = validar(DatosCuenta, valores, parcial=True)
    cambios = {c: v for c, v in datos.items() if v != getattr(antes, c)}
    if not propia or antes.alterada:
        exigir_grado(work, antes.rol)
    if "usuario" in cambios:
        exigir_unico(work, cambios["usuario"], menos=usuario_id)
    if "rol" in cambios or antes.alterada:
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    if antes.alterada or not {"rol", "email", "telefono"}.isdisjoint(cambios):
        sesiones.exigir_confirmada(work)
    if "rol" in cambios:
        roles.exigir_rol(work, cambios["rol"])
        exigir_grado(work, cambios["rol"])
        exigir_otro_administrador(work, antes)
    if not cambios and not antes.alterada:
        return Result(antes, NOTHING)
    sellos.cambiar(work, usuario_id, aceptar=True, **cambios)
    accion = "aceptar cambio ajeno" if antes.alterada else "editar"
    viejos: dict[str, Any] = {c: getattr(antes, c) for c in cambios}
    if antes.alterada:
        # What was accepted is worth knowing too.
        viejos, cambios = {**viejos, "alterada": True}, {"rol": antes.rol, "estado": antes.estado, **cambios}
    work.anotar(MODULO, accion, "usuarios", usuario_id, antes=viejos, despues=cambios)
    if "rol" in cambios and cambios["rol"] != antes.rol:
        sesiones.terminar_las_de(work, usuario_id, sesiones.ROL)
    return Result(una(work, usuario_id), Change.of("usuario", ids=(usuario_id,)))
