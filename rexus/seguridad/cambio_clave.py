"""Passwords that change: one's own, and the code that an administrator gives to who forgot it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select

from rexus.base.changes import Change, Result
from rexus.base.errors import DatoInvalidoError, NoEncontradoError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import claves, contexto, frenos, sellos, sesiones
from rexus.seguridad.alta import VIDA_DE_CODIGO, nuevo_codigo
from rexus.seguridad.fichas import MODULO, estado_de, una
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, ClaveAnterior, Usuario
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.politica import Politica
from rexus.seguridad.reglas import exigir_grado

# How many of the last passwords may not be used again.
HISTORIA: Final = 5


def restablecer_clave(work: Work, usuario_id: int) -> Result[str]:
    """A code to sign in with once, within two days; the account's sessions end, and it must choose a password then.

    An account that wrong passwords locked may come in with it. Raises ConfirmarClaveError, NoEncontradoError,
    PermisoError for an account that may do more than the actor.
    """
    exigir(work.actor, ADMINISTRAR_USUARIOS)
    cuenta = una(work, usuario_id)
    exigir_grado(work, cuenta.rol)
    sesiones.exigir_confirmada(work)
    codigo, antes = nuevo_codigo(), estado_de(work, usuario_id)
    _poner_clave(work, usuario_id, claves.cifrar_conocida(codigo), debe_cambiar=True, vence=work.now() + VIDA_DE_CODIGO)
    if cuenta.estado == BLOQUEADO:
        sellos.cambiar(work, usuario_id, estado=ACTIVO, bloqueado_hasta=None, bloqueos=0, intentos_fallidos=0)
    frenos.olvidar(work, "cuenta", cuenta.usuario)
    sesiones.terminar_las_de(work, usuario_id, sesiones.CUENTA, menos=work.actor.sesion)
    despues = estado_de(work, usuario_id)
    work.anotar(MODULO, "restablecer clave", "usuarios", usuario_id, antes=antes, despues=despues)
    return Result(codigo, Change.of("usuario", ids=(usuario_id,)))


def cambiar_clave(work: Work, actual: str, nueva: str, politica: Politica) -> Result[None]:
    """Change one's own password; one's other sessions end. Raises DatoInvalidoError naming `actual` or `nueva`.

    A wrong `actual` is not counted, since the refusal undoes the unit: what people reach is
    `confirmacion.cambiar_clave_propia`, which counts it first.
    """
    usuario_id = work.actor.usuario_id
    u = Usuario
    consulta = select(u.password_hash, u.secreto_totp, u.usuario, u.nombre, u.apellido, u.email)
    fila = work.connection.execute(consulta.where(u.id == usuario_id)).one_or_none()
    if fila is None or usuario_id is None:
        raise NoEncontradoError(tr("Esta cuenta ya no existe."))
    if not claves.verificar(actual, fila.password_hash):
        raise DatoInvalidoError(
            tr("La clave actual no es esa. No se guardó nada."), campos={"actual": tr("no es la clave actual")}
        )
    minimo = claves.LARGO_MINIMO_POSIBLE if fila.secreto_totp is not None else politica.largo_minimo
    palabras = contexto.palabras(fila._asdict(), politica.empresa)
    motivo = claves.rechazo(nueva, minimo, palabras) or _repetida(work, usuario_id, fila.password_hash, nueva)
    if motivo:
        raise DatoInvalidoError(motivo, tr("Elegir una frase de varias palabras."), campos={"nueva": motivo})
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
