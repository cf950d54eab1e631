"""Accounts as they are looked at: what people edit in them, and who there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import Select, func, select

from rexus.base.errors import NoEncontradoError
from rexus.base.text import fold, tr
from rexus.db.validacion import Texto
from rexus.db.work import Work
from rexus.seguridad import nombres, sellos, sesiones
from rexus.seguridad.orm import Usuario
from rexus.seguridad.permisos import exigir

MODULO: Final = "usuarios"
_EMAIL: Final = r"[^@\s]{1,64}@[^@\s]{1,190}"


class DatosCuenta(BaseModel):
    """What people edit in an account. An empty e-mail or phone is nobody's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    usuario: Annotated[str, BeforeValidator(nombres.usuario), Field(min_length=1, max_length=60, title="usuario")]
    nombre: Annotated[str, BeforeValidator(nombres.de_persona), Field(max_length=120)] = ""
    apellido: Annotated[str, BeforeValidator(nombres.de_persona), Field(max_length=120)] = ""
    email: Annotated[Texto, Field(max_length=255, pattern=rf"^(|{_EMAIL})$")] = ""
    telefono: Annotated[Texto, Field(max_length=40, pattern=r"^[0-9+()\-/. ]*$")] = ""
    rol: Annotated[Texto, Field(min_length=1, max_length=40)]


# What everybody may change in their own account.
PROPIOS: Final = frozenset({"nombre", "apellido", "email", "telefono"})


@dataclass(frozen=True)
class Cuenta:
    """An account as it is shown. Moments in UTC. `alterada`: something else than Rexus changed it.

    `clave_vence`: until when the code that was given out is good; None once it has a password of its own.
    """

    id: int
    usuario: str
    nombre: str
    apellido: str
    email: str
    telefono: str
    rol: str
    estado: str
    version: int
    ultimo_acceso: datetime | None
    bloqueado_hasta: datetime | None
    fecha_creacion: datetime
    clave_vence: datetime | None
    debe_cambiar: bool
    con_factor: bool
    alterada: bool


def hay_cuentas(work: Work) -> bool:
    """Whether any account exists. Needs no permission: it decides between the welcome page and the sign-in."""
    return bool(work.connection.scalar(select(func.count()).select_from(Usuario)))


def listar(work: Work, buscar: str = "", rol: str = "", estado: str = "") -> list[Cuenta]:
    """The accounts whose name, user or e-mail has every word of `buscar`, in the order of their users."""
    exigir(work.actor, f"{MODULO}.ver")
    consulta = _columnas().order_by(Usuario.usuario)
    if rol:
        consulta = consulta.where(Usuario.rol == rol)
    if estado:
        consulta = consulta.where(Usuario.estado == estado)
    todas = [_cuenta(work, fila) for fila in work.connection.execute(consulta)]
    palabras = fold(buscar).split()
    return [c for c in todas if all(p in fold(f"{c.usuario} {c.nombre} {c.apellido} {c.email}") for p in palabras)]


def anotar_exportacion(work: Work, archivo: str, filas: int, pedido: Mapping[str, Any]) -> None:
    """Record that accounts were taken out of the program. Raises ConfirmarClaveError."""
    exigir(work.actor, f"{MODULO}.ver")
    sesiones.exigir_confirmada(work)
    dicho = {n: v for n, v in pedido.items() if v}
    work.anotar(MODULO, "exportar", "usuarios", None, despues={"archivo": archivo[:255], "filas": filas, **dicho})


def ver(work: Work, usuario_id: int) -> Cuenta:
    """One account: one's own, or with the permission to look at them any. Raises NoEncontradoError."""
    if usuario_id != work.actor.usuario_id:
        exigir(work.actor, f"{MODULO}.ver")
    return una(work, usuario_id)


def por_usuario(work: Work, usuario: str, permiso: str = f"{MODULO}.ver") -> Cuenta:
    """The account of that user's name: one's own, or with `permiso` (what will be done to it needs it) anybody's.

    Raises NoEncontradoError.
    """
    if nombres.plegado(usuario) != work.actor.usuario:
        exigir(work.actor, permiso)
    cuenta = del_nombre(work, usuario)
    if cuenta.id != work.actor.usuario_id:
        # Also when the name was one's own once and is somebody else's now.
        exigir(work.actor, permiso)
    return cuenta


def una(work: Work, usuario_id: int) -> Cuenta:
    """The account, for operations that have asked for their permission. Raises NoEncontradoError."""
    fila = work.connection.execute(_columnas().where(Usuario.id == usuario_id)).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("Esa cuenta no existe."))
    return _cuenta(work, fila)


def del_nombre(work: Work, usuario: str) -> Cuenta:
    """The same by its user's name."""
    fila = work.connection.execute(
        _columnas().where(Usuario.usuario == nombres.plegado(usuario))
    ).one_or_none()  # fmt: skip
    if fila is None:
        raise NoEncontradoError(tr("No hay un usuario «{usuario}».").format(usuario=usuario[:60]))
    return _cuenta(work, fila)


def estado_de(work: Work, usuario_id: int) -> dict[str, Any]:
    """What an account's events tell besides what people edit: how it may come in. Nothing secret."""
    u = Usuario
    fila = work.connection.execute(
        select(u.estado, u.debe_cambiar, u.clave_fecha, u.clave_vence, u.secreto_totp).where(u.id == usuario_id)
    ).one()
    return {
        "estado": fila.estado,
        "debe_cambiar": bool(fila.debe_cambiar),
        "clave_fecha": fila.clave_fecha,
        "clave_vence": fila.clave_vence,
        "segundo_factor": fila.secreto_totp is not None,
    }


def _columnas() -> Select[Any]:
    u = Usuario
    return select(
        *sellos.COLUMNAS, u.nombre, u.apellido, u.email, u.telefono, u.version, u.ultimo_acceso, u.bloqueado_hasta,
        u.fecha_creacion, u.clave_vence,
    )  # fmt: skip


def _cuenta(work: Work, fila: Any) -> Cuenta:
    datos = fila._asdict()
    alterada = not sellos.vale(work, datos)
    return Cuenta(
        **{c: datos[c] for c in Cuenta.__dataclass_fields__ if c not in ("con_factor", "alterada")},
        con_factor=datos["secreto_totp"] is not None,
        alterada=alterada,
    )
