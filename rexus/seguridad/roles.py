"""Roles and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import delete, func, insert, select, update

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import fold, tr
from rexus.db.locking import turno
from rexus.db.validacion import validar
from rexus.db.work import Work
from rexus.seguridad import derechos, nombres, permisos, sesiones
from rexus.seguridad.derechos import Derechos
from rexus.seguridad.orm import LARGOS, PermisoEspecial, PermisoModulo, Rol, Usuario
from rexus.seguridad.permisos import ACCIONES, ADMINISTRADOR, ADMINISTRAR_USUARIOS, ESPECIALES, exigir

MODULO = "usuarios"


class DatosRol(BaseModel):
    """What people write about a role."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nombre: Annotated[str, BeforeValidator(nombres.de_rol), Field(min_length=1, max_length=LARGOS["rol"])]
    descripcion: Annotated[str, BeforeValidator(nombres.a_la_vista), Field(max_length=255, title="descripción")] = ""


@dataclass(frozen=True)
class FichaRol:
    """A role. `permisos` are words as `Actor.permisos` has them; `cuentas` counts the accounts that have it.

    `alterado`: something else than Rexus changed what it may do, which are then the words of the tables.
    """

    nombre: str
    descripcion: str
    fijo: bool
    version: int
    permisos: frozenset[str] = field(default_factory=frozenset)
    cuentas: int = 0
    alterado: bool = False


def listar(work: Work) -> list[FichaRol]:
    """Every role, those of the program first."""
    exigir(work.actor, f"{MODULO}.ver")
    por_rol = work.connection.execute(select(Usuario.rol, func.count().label("n")).group_by(Usuario.rol))
    cuentas = {fila.rol: fila.n for fila in por_rol}
    filas = work.connection.execute(
        select(Rol.nombre, Rol.descripcion, Rol.fijo, Rol.version).order_by(Rol.fijo.desc(), Rol.nombre)
    )
    puede = derechos.todos(work)
    return [_con(fila, puede.get(fila.nombre, Derechos()), cuentas.get(fila.nombre, 0)) for fila in filas]


def crear(work: Work, nombre: str, descripcion: str = "", permitidos: Iterable[str] = ()) -> Result[str]:
    """A role of the workshop's own. Returns its name. Raises DatoInvalidoError, ConflictoError.

    One that may do anything needs the password once more (ConfirmarClaveError), and nobody gives what they do not have
    (PermisoError).
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    turno(work.connection, "roles")
    datos: dict[str, Any] = validar(DatosRol, {"nombre": nombre, "descripcion": descripcion})
    nombre = datos["nombre"]
    concedidos = _revisados(permitidos)
    _exigir_propios(work, concedidos)
    if concedidos:
        sesiones.exigir_confirmada(work)
    for otro in work.connection.scalars(select(Rol.nombre)):
        if fold(otro) == fold(nombre):
            raise ConflictoError(tr("Ya hay un rol «{otro}». No se guardó nada.").format(otro=otro))
    work.connection.execute(
        insert(Rol),
        {
            **datos,
            "fijo": False,
            "version": 1,
            "sello": derechos.sello(work, nombre, concedidos),
        },
    )
    _conceder(work, nombre, concedidos)
    work.anotar(MODULO, "crear", "roles", nombre, despues={**datos, "permisos": sorted(concedidos)})
    return Result(nombre, Change.of("rol"))


def editar(
    work: Work, nombre: str, version: int, *, descripcion: str | None = None, permitidos: Iterable[str] | None = None
) -> Result[None]:
    """Change a role's description or what it may do. Whoever has it signs in again (their sessions end).

    What it may do needs the password once more (ConfirmarClaveError). Nobody gives what they do not have, nor changes a
    role that may do more than they (PermisoError). Saving what a role may do that something else changed accepts it,
    also if nothing of it is another. `version` is the one that was looked at. Raises ConflictoError when
    somebody else changed it, and for the administrator, who may do everything.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    if nombre == ADMINISTRADOR and permitidos is not None:
        raise ConflictoError(tr("El administrador puede todo; eso no se cambia. No se guardó nada."))
    turno(work.connection, "roles")
    antes = _ficha(work, nombre)
    if antes.version != version:
        raise ConflictoError(tr("Otra persona cambió el rol «{nombre}». No se guardó nada.").format(nombre=nombre))
    _exigir_propios(work, antes.permisos)
    cambiados: dict[str, tuple[object, object]] = {}
    dichos = {} if descripcion is None else validar(DatosRol, {"descripcion": descripcion}, parcial=True)
    if (nueva := dichos.get("descripcion", antes.descripcion)) != antes.descripcion:
        cambiados["descripcion"] = antes.descripcion, nueva
        work.connection.execute(update(Rol).where(Rol.nombre == nombre).values(descripcion=nueva))
    aceptar = antes.alterado and permitidos is not None
    if permitidos is not None and ((concedidos := _revisados(permitidos)) != antes.permisos or aceptar):
        _exigir_propios(work, concedidos)
        sesiones.exigir_confirmada(work)
        cambiados["permisos"] = sorted(antes.permisos), sorted(concedidos)
        _quitar(work, nombre)
        _conceder(work, nombre, concedidos)
        work.connection.execute(
            update(Rol).where(Rol.nombre == nombre).values(sello=derechos.sello(work, nombre, concedidos))
        )
    if not cambiados:
        return Result(None, Change.of())
    work.connection.execute(update(Rol).where(Rol.nombre == nombre).values(version=version + 1))
    work.anotar(
        MODULO,
        "aceptar cambio ajeno" if aceptar else "editar",
        "roles",
        nombre,
        antes={c: antes_de for c, (antes_de, _) in cambiados.items()} | ({"alterado": True} if aceptar else {}),
        despues={c: despues for c, (_, despues) in cambiados.items()},
    )
    if "permisos" in cambiados:
        sesiones.terminar_las_de_rol(work, nombre)
    return Result(None, Change.of("rol", "usuario"))


def eliminar(work: Work, nombre: str) -> Result[None]:
    """Remove a role that nobody has. It needs the password once more (ConfirmarClaveError).

    Raises ConflictoError for those of the program and those in use, PermisoError for one that may do more than the
    actor.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    turno(work.connection, "roles")
    ficha = _ficha(work, nombre)
    if ficha.fijo:
        raise ConflictoError(
            tr("El rol «{nombre}» es del programa y no se elimina. No se hizo nada.").format(nombre=nombre)
        )
    cuentas = work.connection.scalar(select(func.count()).select_from(Usuario).where(Usuario.rol == nombre))
    if cuentas:
        raise ConflictoError(
            (
                tr("Una cuenta tiene el rol «{nombre}». No se eliminó.")
                if cuentas == 1
                else tr("{n} cuentas tienen el rol «{nombre}». No se eliminó.")
            ).format(n=cuentas, nombre=nombre),
            tr("Darles otro rol primero."),
        )
    _exigir_propios(work, ficha.permisos)
    sesiones.exigir_confirmada(work)
    _quitar(work, nombre)
    work.connection.execute(delete(Rol).where(Rol.nombre == nombre))
    antes = {"nombre": nombre, "descripcion": ficha.descripcion, "permisos": sorted(ficha.permisos)}
    work.anotar(MODULO, "eliminar", "roles", nombre, antes=antes)
    return Result(None, Change.of("rol"))


def exigir_rol(work: Work, nombre: str) -> str:
    """The name of a role that exists. Raises DatoInvalidoError for the field `rol`."""
    if not _existe(work, nombre):
        motivo = tr("No hay un rol «{nombre}».").format(nombre=nombre)
        raise DatoInvalidoError(tr("{motivo} No se guardó nada.").format(motivo=motivo), campos={"rol": motivo})
    return nombre


def _ficha(work: Work, nombre: str) -> FichaRol:
    fila = work.connection.execute(
        select(Rol.nombre, Rol.descripcion, Rol.fijo, Rol.version).where(Rol.nombre == nombre)
    ).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("No hay un rol «{nombre}». No se guardó nada.").format(nombre=nombre))
    return _con(fila, derechos.de(work, nombre))


def _con(fila: Any, suyos: Derechos, cuentas: int = 0) -> FichaRol:
    return FichaRol(
        fila.nombre, fila.descripcion, fila.fijo, fila.version, suyos.permisos, cuentas, suyos.alterado
    )  # fmt: skip


def _exigir_propios(work: Work, concedidos: Iterable[str]) -> None:
    """Nobody gives what they do not have: it would come back to them with the role. Nor do they take it from others."""
    for permiso in sorted(concedidos):
        exigir(work.actor, permiso)


def _existe(work: Work, nombre: str) -> bool:
    return work.connection.scalar(select(Rol.nombre).where(Rol.nombre == nombre)) is not None


def _revisados(permitidos: Iterable[str]) -> frozenset[str]:
    """Words that exist; who may change or approve in a module may look at it."""
    pedidos = frozenset(permitidos)
    conocidos = {f"{modulo}.{accion}" for modulo in permisos.modulos() for accion in ACCIONES} | set(ESPECIALES)
    if extranos := sorted(pedidos - conocidos):
        motivo = tr("No hay un permiso «{permiso}».").format(permiso=extranos[0])
        raise DatoInvalidoError(tr("{motivo} No se guardó nada.").format(motivo=motivo), campos={"permisos": motivo})
    de_modulo = pedidos - set(ESPECIALES)
    return pedidos | {f"{permiso.split('.')[0]}.ver" for permiso in de_modulo}


def _conceder(work: Work, rol: str, permitidos: frozenset[str]) -> None:
    for modulo in permisos.modulos():
        puede = {f"puede_{accion}": f"{modulo}.{accion}" in permitidos for accion in ACCIONES}
        if any(puede.values()):
            work.connection.execute(insert(PermisoModulo), {"rol": rol, "modulo": modulo, **puede})
    for permiso in sorted(permitidos & set(ESPECIALES)):
        work.connection.execute(insert(PermisoEspecial), {"rol": rol, "permiso": permiso})


def _quitar(work: Work, rol: str) -> None:
    for tabla in (PermisoModulo, PermisoEspecial):
        work.connection.execute(delete(tabla).where(tabla.rol == rol))
