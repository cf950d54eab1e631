"""The accounts, in the database `users`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, UsersBase, largo_maximo, no_vacio
from rexus.db.types import Momento, identidad, texto, texto_largo

ACTIVO = "activo"


class Usuario(UsersBase):
    """An account. `usuario` is stored folded to lower case, so that «Ana» and «ana» are one."""

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

    __table_args__ = (
        *no_vacio("usuario"),
        CheckConstraint("estado IN ('activo', 'inactivo', 'suspendido', 'bloqueado')", name="estado"),
        *largo_maximo([("usuario", 60), ("nombre", 120), ("apellido", 120), ("email", 255), ("rol", 40)]),
        STRICT,
    )
