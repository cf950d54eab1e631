"""Accounts, roles, sessions: the database `users`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, UsersBase, largo_maximo, no_vacio
from rexus.db.types import Logico, Momento, entero_grande, identidad, texto, texto_largo

ACTIVO, INACTIVO, SUSPENDIDO, BLOQUEADO = "activo", "inactivo", "suspendido", "bloqueado"
ESTADOS = (ACTIVO, INACTIVO, SUSPENDIDO, BLOQUEADO)
LARGOS = {"usuario": 60, "nombre": 120, "apellido": 120, "email": 255, "telefono": 40, "rol": 40}


class Usuario(UsersBase):
    """An account. `usuario` is stored folded to lower case, so that «Ana» and «ana» are one.

    `clave_vence`: a password that was given out is worth something until then. `bloqueos`: how often wrong passwords
    locked it, each time for longer. `secreto_totp`: the second factor, enciphered; None without one. `sello`: proves
    that Rexus wrote what decides who may do what (`rexus.seguridad.sellos`).
    """

    __tablename__ = "usuarios"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    usuario: Mapped[str] = mapped_column(texto(60), unique=True)
    nombre: Mapped[str] = mapped_column(texto(120), default="")
    apellido: Mapped[str] = mapped_column(texto(120), default="")
    email: Mapped[str] = mapped_column(texto(255), default="")
    password_hash: Mapped[str] = mapped_column(texto_largo())
    rol: Mapped[str] = mapped_column(texto(40))
    estado: Mapped[str] = mapped_column(texto(20), default=ACTIVO)
    intentos_fallidos: Mapped[int] = mapped_column(default=0)
    bloqueado_hasta: Mapped[datetime | None] = mapped_column(Momento)
    ultimo_acceso: Mapped[datetime | None] = mapped_column(Momento)
    fecha_creacion: Mapped[datetime] = mapped_column(Momento)
    fecha_actualizacion: Mapped[datetime] = mapped_column(Momento)
    telefono: Mapped[str] = mapped_column(texto(40), server_default="")
    version: Mapped[int] = mapped_column(server_default="1")
    clave_fecha: Mapped[datetime | None] = mapped_column(Momento)
    clave_vence: Mapped[datetime | None] = mapped_column(Momento)
    debe_cambiar: Mapped[bool] = mapped_column(Logico, server_default=false())
    bloqueos: Mapped[int] = mapped_column(server_default="0")
    secreto_totp: Mapped[str | None] = mapped_column(texto_largo())
    contador_totp: Mapped[int | None] = mapped_column(entero_grande())
    sello: Mapped[str] = mapped_column(texto(64), server_default="")

    __table_args__ = (
        *no_vacio("usuario"),
        CheckConstraint("estado IN ('activo', 'inactivo', 'suspendido', 'bloqueado')", name="estado"),
        *largo_maximo([(c, n) for c, n in LARGOS.items() if c != "telefono"]),
        STRICT,
    )


class ClaveAnterior(UsersBase):
    """A password that its owner used before, as it was enciphered."""

    __tablename__ = "claves_anteriores"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    password_hash: Mapped[str] = mapped_column(texto_largo())
    fecha: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (Index("ix_claves_anteriores_usuario_id_id", "usuario_id", "id"), STRICT)


class CodigoRecuperacion(UsersBase):
    """A code that stands in once for the second factor."""

    __tablename__ = "codigos_recuperacion"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    codigo_hash: Mapped[str] = mapped_column(texto_largo())
    usado: Mapped[datetime | None] = mapped_column(Momento)

    __table_args__ = (Index("ix_codigos_recuperacion_usuario_id", "usuario_id"), STRICT)


class Rol(UsersBase):
    """What people are called who may do the same. `fijo`: comes with the program and cannot be removed.

    `sello`: proves that Rexus wrote what the role may do (`rexus.seguridad.derechos`).
    """

    __tablename__ = "roles"

    nombre: Mapped[str] = mapped_column(texto(40), primary_key=True)
    descripcion: Mapped[str] = mapped_column(texto(255), default="")
    fijo: Mapped[bool] = mapped_column(Logico, default=False)
    version: Mapped[int] = mapped_column(default=1)
    sello: Mapped[str] = mapped_column(texto(64), server_default="")

    __table_args__ = (*no_vacio("nombre"), *largo_maximo([("nombre", 40), ("descripcion", 255)]), STRICT)


class PermisoModulo(UsersBase):
    """What a role may do in a module."""

    __tablename__ = "permisos_modulos"

    rol: Mapped[str] = mapped_column(ForeignKey("roles.nombre"), primary_key=True)
    modulo: Mapped[str] = mapped_column(texto(40), primary_key=True)
    puede_ver: Mapped[bool] = mapped_column(Logico)
    puede_modificar: Mapped[bool] = mapped_column(Logico)
    puede_aprobar: Mapped[bool] = mapped_column(Logico)

    __table_args__ = (*largo_maximo([("modulo", 40)]), STRICT)


class PermisoEspecial(UsersBase):
    """A right of its own that a role has, such as «stock.ajustar»."""

    __tablename__ = "permisos_especiales"

    rol: Mapped[str] = mapped_column(ForeignKey("roles.nombre"), primary_key=True)
    permiso: Mapped[str] = mapped_column(texto(60), primary_key=True)

    __table_args__ = (*largo_maximo([("permiso", 60)]), STRICT)


class Sesion(UsersBase):
    """Somebody signed in: where, with what, until when. `confirmada`: when the password was last given.

    `fin` and `motivo` (a word of `rexus.seguridad.sesiones`) tell when and how it ended; None and empty while it holds.
    """

    __tablename__ = "sesiones"

    id: Mapped[str] = mapped_column(texto(36), primary_key=True)
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    equipo: Mapped[str] = mapped_column(texto(255))
    programa: Mapped[str] = mapped_column(texto(20))
    inicio: Mapped[datetime] = mapped_column(Momento)
    ultimo_uso: Mapped[datetime] = mapped_column(Momento)
    vence: Mapped[datetime] = mapped_column(Momento)
    confirmada: Mapped[datetime] = mapped_column(Momento)
    fin: Mapped[datetime | None] = mapped_column(Momento)
    motivo: Mapped[str] = mapped_column(texto(40), default="")

    __table_args__ = (
        CheckConstraint("programa IN ('ventana', 'consola')", name="programa"),
        *largo_maximo([("equipo", 255), ("motivo", 40)]),
        Index("ix_sesiones_usuario_id_inicio", "usuario_id", "inicio"),
        STRICT,
    )


class Intento(UsersBase):
    """Wrong passwords in a row, by account or by machine. `hasta`: nothing is tried before that moment."""

    __tablename__ = "intentos"

    ambito: Mapped[str] = mapped_column(texto(10), primary_key=True)
    nombre: Mapped[str] = mapped_column(texto(255), primary_key=True)
    fallos: Mapped[int]
    ultimo: Mapped[datetime] = mapped_column(Momento)
    hasta: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (
        CheckConstraint("ambito IN ('cuenta', 'equipo')", name="ambito"),
        *largo_maximo([("nombre", 255)]),
        STRICT,
    )
