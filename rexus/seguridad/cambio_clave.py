"""Passwords that change: one's own, and the code that an administrator gives to who forgot it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import claves, contexto, factor, frenos, sellos, sesiones
from rexus.seguridad.codigos import VIDA_DE_CODIGO, clave_escrita, nuevo_codigo
from rexus.seguridad.fichas import MODULO, Cuenta, del_nombre, estado_de, una
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, ClaveAnterior, Usuario
from rexus.seguridad.permisos import ADMINISTRADOR, ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.politica import Politica
from rexus.seguridad.reglas import exigir_grado, exigir_otro_administrador

# How many of the last passwords may not be used again.
HISTORIA: Final = 5


def restablecer_clave(work: Work, usuario_id: int) -> Result[str]:
    """A code to sign in with once, within two days; the account's sessions end, and it must choose a password then.

    An account that wrong passwords locked may come in with it. Raises ConflictoError for one's own account, whose
    password is changed instead: the only administrator would be left with a code that runs out. Raises
    ConfirmarClaveError, NoEncontradoError, PermisoError for an account that may do more than the actor.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    if usuario_id == work.actor.usuario_id:
        raise ConflictoError(
            tr("Nadie se da un código a sí mismo. No se hizo nada."),
            tr("Cambiar la clave en «Mi cuenta», o con «rexus usuario clave»."),
        )
    turno(work.connection, "cuentas")
    cuenta = una(work, usuario_id)
    exigir_grado(work, cuenta.rol)
    sesiones.exigir_confirmada(work)
    # Whoever asks is one, unless somebody is giving them a code at this very moment.
    exigir_otro_administrador(work, cuenta)
    return _dar_codigo(work, cuenta)


def restablecer_en_esta_maquina(
    work: Work, usuario: str, cuenta_del_sistema: str = "", *, sin_factor: bool = False
) -> Result[str]:
    """The same without signing in, for an administrator: whoever calls it proved the machine's own rights.

    Nothing else is taken away but, with `sin_factor`, the second factor. `cuenta_del_sistema` is who did it, for the
    events. Raises NoEncontradoError, and ConflictoError for an account that is no administrator's or that may not come
    in, so that a code would be worth nothing.
    """
    turno(work.connection, "cuentas")
    cuenta = del_nombre(work, usuario)
    if cuenta.rol != ADMINISTRADOR:
        raise ConflictoError(
            tr("«{usuario}» no es administrador. No se hizo nada.").format(usuario=cuenta.usuario),
            tr("Un administrador le da un código en Usuarios, o con «rexus usuario clave {usuario}».").format(
                usuario=cuenta.usuario
            ),
        )
    if cuenta.alterada or cuenta.estado not in (ACTIVO, BLOQUEADO):
        raise ConflictoError(
            tr("«{usuario}» no podría entrar: está inactiva, suspendida, o se cambió en la base sin Rexus. "
               "No se hizo nada.").format(usuario=cuenta.usuario),
            tr("Primero «rexus usuario desbloquear {usuario} --en-esta-maquina».").format(usuario=cuenta.usuario),
        )  # fmt: skip
    donde = {"en_esta_maquina": cuenta_del_sistema or "?"}
    frenos.olvidar(work, "equipo", frenos.este_equipo())
    if sin_factor:
        factor.sacar(work, cuenta, donde)
    return _dar_codigo(work, cuenta, donde)


def _dar_codigo(work: Work, cuenta: Cuenta, donde: Mapping[str, str] | None = None) -> Result[str]:
    codigo, usuario_id = nuevo_codigo(), cuenta.id
    antes = estado_de(work, usuario_id)
    _poner_clave(work, usuario_id, claves.cifrar_conocida(codigo), debe_cambiar=True, vence=work.now() + VIDA_DE_CODIGO)
    if cuenta.estado == BLOQUEADO:
        sellos.cambiar(work, usuario_id, estado=ACTIVO, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0)
    frenos.olvidar(work, "cuenta", cuenta.usuario)
    sesiones.terminar_las_de(work, usuario_id, sesiones.CUENTA, menos=work.actor.sesion)
    despues = {**estado_de(work, usuario_id), **(donde or {})}
    work.anotar(MODULO, "restablecer clave", "usuarios", usuario_id, antes=antes, despues=despues)
    return Result(codigo, Change.of("usuario", ids=(usuario_id,)))


def cambiar_clave(work: Work, actual: str, nueva: str, politica: Politica) -> Result[None]:
    """Change one's own password; one's other sessions end. Raises DatoInvalidoError naming `actual` or `nueva`.

    A wrong `actual` is not counted, since the refusal undoes the unit: what people reach is
    `confirmacion.cambiar_clave_propia`, which counts it first.
    """
    usuario_id = work.actor.usuario_id
    u = Usuario
    consulta = select(u.password_hash, u.secreto_totp, u.debe_cambiar, u.usuario, u.nombre, u.apellido, u.email)
    fila = work.connection.execute(consulta.where(u.id == usuario_id)).one_or_none()
    if fila is None or usuario_id is None:
        raise NoEncontradoError(tr("Esta cuenta ya no existe."))
    if not claves.verificar(clave_escrita(actual, es_codigo=fila.debe_cambiar), fila.password_hash):
        raise DatoInvalidoError(
            tr("La clave actual no es esa. No se guardó nada."), campos={"actual": tr("no es la clave actual")}
        )
    minimo = claves.LARGO_MINIMO_POSIBLE if fila.secreto_totp is not None else politica.largo_minimo
    palabras = contexto.palabras(fila._asdict(), politica.empresa)
    motivo = claves.rechazo(nueva, minimo, palabras) or _repetida(work, usuario_id, fila.password_hash, nueva)
    if motivo:
        raise claves.no_aceptada(motivo, "nueva")
    antes = estado_de(work, usuario_id)
    _poner_clave(work, usuario_id, claves.cifrar_conocida(nueva), debe_cambiar=False, vence=None)
    sesiones.terminar_las_de(work, usuario_id, sesiones.CERRADA, menos=work.actor.sesion)
    despues = estado_de(work, usuario_id)
    work.anotar(MODULO, "cambiar clave", "usuarios", usuario_id, antes=antes, despues=despues)
    return Result(None, Change.of("usuario", ids=(usuario_id,)))


def _poner_clave(work: Work, usuario_id: int, cifrada: str, *, debe_cambiar: bool, vence: datetime | None) -> None:
    vieja = work.connection.execute(
        select(Usuario.password_hash, Usuario.debe_cambiar).where(Usuario.id == usuario_id)
    ).one()  # fmt: skip
    ahora = work.now()
    if not vieja.debe_cambiar:
        # A code that was given out is no password of theirs, and must not push one out of the history.
        work.connection.execute(
            insert(ClaveAnterior), {"usuario_id": usuario_id, "password_hash": vieja.password_hash, "fecha": ahora}
        )  # fmt: skip
        _olvidar_las_de_mas(work, usuario_id)
    sellos.cambiar(
        work, usuario_id, password_hash=cifrada, clave_fecha=ahora, clave_vence=vence, debe_cambiar=debe_cambiar
    )  # fmt: skip


def _anteriores(work: Work, usuario_id: int, desde: int, hasta: int) -> list[tuple[int, str]]:
    """Id and hash of the passwords used before, from the newest."""
    a = ClaveAnterior
    consulta = select(a.id, a.password_hash).where(a.usuario_id == usuario_id).order_by(a.id.desc())
    return [(f.id, f.password_hash) for f in work.connection.execute(consulta)][desde:hasta]


def _olvidar_las_de_mas(work: Work, usuario_id: int) -> None:
    for id_, _ in _anteriores(work, usuario_id, HISTORIA, HISTORIA + 50):
        work.connection.execute(delete(ClaveAnterior).where(ClaveAnterior.id == id_))


def _repetida(work: Work, usuario_id: int, actual: str, nueva: str) -> str:
    """Why a password that is one of the last five is refused: the present one counts unless it was given out."""
    dada = work.connection.scalar(select(Usuario.debe_cambiar).where(Usuario.id == usuario_id))
    anteriores = [h for _, h in _anteriores(work, usuario_id, 0, HISTORIA if dada else HISTORIA - 1)]
    if any(claves.verificar(nueva, usada) for usada in (actual, *anteriores)):
        return tr("Esa clave ya se usó.")
    return ""
