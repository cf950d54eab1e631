"""Accounts: who there is, and what an administrator or their owner changes in them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import Select, func, insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import fold, tr
from rexus.db.locking import turno
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import claves, factor, formatos, frenos, nombres, roles, sellos, sesiones
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, ESTADOS, INACTIVO, SUSPENDIDO, ClaveAnterior, Usuario
from rexus.seguridad.permisos import ADMINISTRADOR, ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.politica import Politica

MODULO: Final = "usuarios"
# How many of the last passwords may not be used again.
HISTORIA: Final = 5
# How long a password that was given out is worth something.
VIDA_DE_CODIGO: Final = timedelta(hours=48)
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
    """An account as it is shown. Moments in UTC. `alterada`: something else than Rexus changed it."""

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
    debe_cambiar: bool
    con_factor: bool
    alterada: bool


def hay_cuentas(work: Work) -> bool:
    """Whether any account exists. Needs no permission: it decides between the welcome page and the sign-in."""
    return bool(work.connection.scalar(select(func.count()).select_from(Usuario)))


def crear_primer_administrador(work: Work, usuario: str, clave: str) -> str:
    """Create the administrator of a program that has no account yet; the name as it is stored.

    Needs no permission, since nobody exists who could hold it; so it refuses (ConflictoError) once an account exists.
    Raises DatoInvalidoError for a name or password that is not acceptable.
    """
    # Two first runs at once must not make two administrators.
    turno(work.connection, "cuentas")
    if hay_cuentas(work):
        raise ConflictoError(
            tr("Ya existe una cuenta; el primer administrador se crea una sola vez."),
            tr("Entrar con esa cuenta y crear las demás desde Usuarios."),
        )
    datos = validar(DatosCuenta, {"usuario": usuario, "rol": ADMINISTRADOR})
    _insertar(work, datos, claves.cifrar(clave), debe_cambiar=False)
    return str(datos["usuario"])


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


def ver(work: Work, usuario_id: int) -> Cuenta:
    """One account: one's own, or with the permission to look at them any. Raises NoEncontradoError."""
    if usuario_id != work.actor.usuario_id:
        exigir(work.actor, f"{MODULO}.ver")
    return _una(work, usuario_id)


def por_usuario(work: Work, usuario: str) -> Cuenta:
    """The account of that user's name. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    fila = work.connection.execute(_columnas().where(Usuario.usuario == usuario.strip().lower())).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("No hay un usuario «{usuario}».").format(usuario=usuario))
    return _cuenta(work, fila)


def crear(
    work: Work, valores: Mapping[str, Any], politica: Politica, *, clave: str | None = None, cifrada: str | None = None
) -> Result[tuple[int, str]]:
    """A new account; its id, and the code to sign in with the first time when no password was given.

    `cifrada` is a hash that an imported account brings (`formatos`). Raises DatoInvalidoError naming the fields,
    ConflictoError when there is one that reads alike.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    datos = validar(DatosCuenta, valores)
    roles.exigir_rol(work, datos["rol"])
    _exigir_grado(work, datos["rol"])
    turno(work.connection, "cuentas")
    _exigir_unico(work, datos["usuario"])
    codigo = ""
    if cifrada is not None:
        if not formatos.conocido(cifrada) and not cifrada.startswith("$argon2id$"):
            motivo = tr("no es un formato de clave conocido")
            raise DatoInvalidoError(tr("La clave cifrada no sirve. No se guardó nada."), campos={"clave": motivo})
        nueva = _insertar(work, datos, cifrada, debe_cambiar=False)
    elif clave is not None:
        nueva = _insertar(work, datos, claves.cifrar(clave, politica.largo_minimo), debe_cambiar=False)
    else:
        codigo = _codigo()
        vence = work.now() + VIDA_DE_CODIGO
        nueva = _insertar(work, datos, claves.cifrar_conocida(codigo), debe_cambiar=True, vence=vence)
    return Result((nueva, codigo), Change.of("usuario", ids=(nueva,)))


def editar(work: Work, usuario_id: int, version: int, valores: Mapping[str, Any]) -> Result[Cuenta]:
    """Change an account: one's own name, e-mail and phone, or as an administrator everything.

    A role needs the password once more (ConfirmarClaveError) and ends the account's sessions. `version` is the one
    that was looked at. Saving an account that something else changed accepts it as it is. Raises DatoInvalidoError
    naming the fields, ConflictoError, NoEncontradoError.
    """
    propia = usuario_id == work.actor.usuario_id
    if not propia or not PROPIOS.issuperset(valores):
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    turno(work.connection, "cuentas")
    antes = _una(work, usuario_id)
    if antes.version != version:
        raise ConflictoError(tr("Otra persona cambió esta cuenta. No se guardó nada."), tr("Abrirla otra vez."))
    datos = validar(DatosCuenta, valores, parcial=True)
    cambios = {c: v for c, v in datos.items() if v != getattr(antes, c)}
    if "usuario" in cambios:
        _exigir_unico(work, cambios["usuario"], menos=usuario_id)
    if "rol" in cambios or antes.alterada:
        exigir(work.actor, ADMINISTRAR_USUARIOS)
        sesiones.exigir_confirmada(work)
    if "rol" in cambios:
        roles.exigir_rol(work, cambios["rol"])
        _exigir_grado(work, cambios["rol"], antes.rol)
        _exigir_otro_administrador(work, antes)
    if not cambios and not antes.alterada:
        return Result(antes, NOTHING)
    _cambiar(work, usuario_id, **cambios)
    accion = "aceptar cambio ajeno" if antes.alterada and not cambios else "editar"
    viejos = {c: getattr(antes, c) for c in cambios}
    work.anotar(MODULO, accion, "usuarios", usuario_id, antes=viejos, despues=cambios)
    if "rol" in cambios:
        sesiones.terminar_las_de(work, usuario_id, sesiones.ROL)
    return Result(_una(work, usuario_id), Change.of("usuario", ids=(usuario_id,)))


def cambiar_estado(work: Work, usuario_id: int, estado: str) -> Result[None]:
    """Deactivate, suspend, or make active again. An account that may not come in is out at once.

    Raises ConflictoError for the last administrator and for one's own account.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    if estado not in (ACTIVO, INACTIVO, SUSPENDIDO):
        raise ValueError(estado)
    turno(work.connection, "cuentas")
    antes = _una(work, usuario_id)
    if antes.estado == estado:
        return Result(None, NOTHING)
    if estado != ACTIVO:
        if usuario_id == work.actor.usuario_id:
            raise ConflictoError(tr("Nadie se desactiva a sí mismo. No se hizo nada."))
        _exigir_grado(work, antes.rol)
        _exigir_otro_administrador(work, antes)
        sesiones.terminar_las_de(work, usuario_id, sesiones.CUENTA)
    _cambiar(work, usuario_id, estado=estado, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0)
    verbo = {ACTIVO: "activar", INACTIVO: "desactivar", SUSPENDIDO: "suspender"}[estado]
    work.anotar(MODULO, verbo, "usuarios", usuario_id, antes={"estado": antes.estado}, despues={"estado": estado})
    return Result(None, Change.of("usuario", ids=(usuario_id,)))


def desbloquear(work: Work, usuario_id: int) -> Result[None]:
    """Let an account that wrong passwords locked come in again, at once."""
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    return _desbloquear(work, _una(work, usuario_id))


def desbloquear_en_esta_maquina(work: Work, usuario: str) -> Result[None]:
    """The same without signing in, for the only administrator: whoever calls it proved the machine's own rights.

    Also accepts the account as it is when something else than Rexus changed it. Raises NoEncontradoError.
    """
    fila = work.connection.execute(_columnas().where(Usuario.usuario == usuario.strip().lower())).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("No hay un usuario «{usuario}».").format(usuario=usuario))
    return _desbloquear(work, _cuenta(work, fila))


def _desbloquear(work: Work, antes: Cuenta) -> Result[None]:
    estado = ACTIVO if antes.estado == BLOQUEADO else antes.estado
    frenos.olvidar(work, "cuenta", antes.usuario)
    _cambiar(work, antes.id, estado=estado, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0)
    viejo, nuevo = {"estado": antes.estado, "alterada": antes.alterada}, {"estado": estado, "alterada": False}
    work.anotar(MODULO, "desbloquear", "usuarios", antes.id, antes=viejo, despues=nuevo)
    return Result(None, Change.of("usuario", ids=(antes.id,)))


def restablecer_clave(work: Work, usuario_id: int) -> Result[str]:
    """A code to sign in with once, within two days; the account's sessions end, and it must choose a password then."""
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    sesiones.exigir_confirmada(work)
    cuenta = _una(work, usuario_id)
    _exigir_grado(work, cuenta.rol)
    codigo = _codigo()
    _poner_clave(work, usuario_id, claves.cifrar_conocida(codigo), debe_cambiar=True, vence=work.now() + VIDA_DE_CODIGO)
    sesiones.terminar_las_de(work, usuario_id, sesiones.CUENTA, menos=work.actor.sesion)
    work.anotar(MODULO, "restablecer clave", "usuarios", usuario_id)
    return Result(codigo, Change.of("usuario", ids=(usuario_id,)))


def cambiar_clave(work: Work, actual: str, nueva: str, politica: Politica) -> Result[None]:
    """Change one's own password; one's other sessions end. Raises DatoInvalidoError naming `actual` or `nueva`."""
    usuario_id = work.actor.usuario_id
    fila = work.connection.execute(
        select(Usuario.usuario, Usuario.password_hash, Usuario.secreto_totp).where(Usuario.id == usuario_id)
    ).one_or_none()
    if fila is None or usuario_id is None:
        raise NoEncontradoError(tr("Esta cuenta ya no existe."))
    if not claves.verificar(actual, fila.password_hash):
        frenos.fallo(work, "cuenta", fila.usuario)
        raise DatoInvalidoError(
            tr("La clave actual no es esa. No se guardó nada."), campos={"actual": tr("no es la clave actual")}
        )
    minimo = claves.LARGO_MINIMO_POSIBLE if fila.secreto_totp is not None else politica.largo_minimo
    motivo = claves.rechazo(nueva, minimo) or _repetida(work, usuario_id, fila.password_hash, nueva)
    if motivo:
        raise DatoInvalidoError(motivo, tr("Elegir una frase de varias palabras."), campos={"nueva": motivo})
    _poner_clave(work, usuario_id, claves.cifrar_conocida(nueva), debe_cambiar=False, vence=None)
    sesiones.terminar_las_de(work, usuario_id, sesiones.CERRADA, menos=work.actor.sesion)
    work.anotar(MODULO, "cambiar clave", "usuarios", usuario_id)
    return Result(None, Change.of("usuario", ids=(usuario_id,)))


def cerrar_sesiones(work: Work, usuario_id: int) -> Result[int]:
    """Sign an account out everywhere else; how many sessions ended. One's own, or as an administrator anybody's."""
    if usuario_id != work.actor.usuario_id:
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    cuantas = sesiones.terminar_las_de(work, usuario_id, sesiones.CERRADA, menos=work.actor.sesion)
    work.anotar(MODULO, "cerrar sesiones", "usuarios", usuario_id, despues={"sesiones": cuantas})
    return Result(cuantas, Change.of("sesion"))


def _insertar(
    work: Work, datos: Mapping[str, Any], cifrada: str, *, debe_cambiar: bool, vence: datetime | None = None
) -> int:
    ahora = work.now()
    nueva = work.connection.execute(
        insert(Usuario).returning(Usuario.id),
        {
            **datos,
            "password_hash": cifrada,
            "estado": ACTIVO,
            "fecha_creacion": ahora,
            "fecha_actualizacion": ahora,
            "clave_fecha": ahora,
            "clave_vence": vence,
            "debe_cambiar": debe_cambiar,
        },
    ).scalar_one()
    sellos.sellar(work, nueva)
    work.anotar(MODULO, "crear", "usuarios", nueva, despues={**datos, "estado": ACTIVO})
    return nueva


def _cambiar(work: Work, usuario_id: int, **valores: Any) -> None:
    cambio = update(Usuario).where(Usuario.id == usuario_id)
    work.connection.execute(
        cambio.values(**valores, version=Usuario.version + 1, fecha_actualizacion=work.now())
    )  # fmt: skip
    sellos.sellar(work, usuario_id)


def _poner_clave(work: Work, usuario_id: int, cifrada: str, *, debe_cambiar: bool, vence: datetime | None) -> None:
    vieja = work.connection.scalar(select(Usuario.password_hash).where(Usuario.id == usuario_id))
    ahora = work.now()
    work.connection.execute(
        insert(ClaveAnterior), {"usuario_id": usuario_id, "password_hash": vieja, "fecha": ahora}
    )  # fmt: skip
    _cambiar(
        work, usuario_id, password_hash=cifrada, clave_fecha=ahora, clave_vence=vence, debe_cambiar=debe_cambiar
    )  # fmt: skip


def _repetida(work: Work, usuario_id: int, actual: str, nueva: str) -> str:
    a = ClaveAnterior
    anteriores = work.connection.scalars(
        select(a.password_hash).where(a.usuario_id == usuario_id).order_by(a.id.desc()).limit(HISTORIA - 1)
    )
    usadas = [actual, *anteriores]
    return tr("Esa clave ya se usó.") if any(claves.verificar(nueva, usada) for usada in usadas) else ""


def _exigir_unico(work: Work, usuario: str, menos: int | None = None) -> None:
    """Raise ConflictoError when there is an account whose name is read alike: «José» and «jose»."""
    parecido = nombres.parecido(usuario)
    otros = work.connection.execute(select(Usuario.id, Usuario.usuario).where(Usuario.id != (menos or 0)))
    for otro in otros:
        if nombres.parecido(otro.usuario) == parecido:
            frase = (
                tr("Ya hay un usuario «{otro}». No se guardó nada.")
                if otro.usuario == usuario
                else tr("Ya hay un usuario «{otro}», que se lee igual. No se guardó nada.")
            )
            raise ConflictoError(frase.format(otro=otro.usuario))


def _exigir_grado(work: Work, *de_roles: str) -> None:
    """Only an administrator makes or touches administrators: nobody raises themselves by the right to manage users."""
    if ADMINISTRADOR in de_roles and work.actor.rol != ADMINISTRADOR:
        exigir(work.actor, "*")


def _exigir_otro_administrador(work: Work, cuenta: Cuenta) -> None:
    """Raise ConflictoError when this is the last account that may administer the program."""
    if cuenta.rol != ADMINISTRADOR:
        return
    quienes = (Usuario.rol == ADMINISTRADOR) & (Usuario.id != cuenta.id) & Usuario.estado.in_((ACTIVO, BLOQUEADO))
    otros = select(func.count()).select_from(Usuario).where(quienes)
    if not work.connection.scalar(otros):
        raise ConflictoError(
            tr("«{usuario}» es el único administrador. No se cambió nada.").format(usuario=cuenta.usuario),
            tr("Nombrar otro administrador primero."),
        )


def _columnas() -> Select[Any]:
    u = Usuario
    return select(
        *sellos.COLUMNAS, u.nombre, u.apellido, u.email, u.telefono, u.version, u.ultimo_acceso, u.bloqueado_hasta,
        u.fecha_creacion,
    )  # fmt: skip


def _una(work: Work, usuario_id: int) -> Cuenta:
    fila = work.connection.execute(_columnas().where(Usuario.id == usuario_id)).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("Esa cuenta no existe."))
    return _cuenta(work, fila)


def _cuenta(work: Work, fila: Any) -> Cuenta:
    datos = fila._asdict()
    alterada = not sellos.vale(work, datos)
    return Cuenta(
        **{c: datos[c] for c in Cuenta.__dataclass_fields__ if c not in ("con_factor", "alterada")},
        con_factor=datos["secreto_totp"] is not None,
        alterada=alterada,
    )


def _codigo() -> str:
    # 80 bits in groups that are easy to read out.
    letras = "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(16))
    return "-".join(letras[i : i + 4] for i in range(0, 16, 4))


__all__ = [
    "ESTADOS", "Cuenta", "DatosCuenta", "cambiar_clave", "cambiar_estado", "cerrar_sesiones", "crear",
    "crear_primer_administrador", "desbloquear", "desbloquear_en_esta_maquina", "editar", "factor", "hay_cuentas",
    "listar", "por_usuario", "restablecer_clave", "ver",
]  # fmt: skip
