"""The workshop's own configuration, in the database `inventario`, and who changed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, largo_maximo
from rexus.db.types import Momento, identidad, texto, texto_largo

LARGO_CLAVE = 100
# In characters of JSON; the widest key of the schema is far below.
LARGO_VALOR = 20_000


class ConfiguracionSistema(InventarioBase):
    """The present value of one key, as JSON. NULL is «back to the factory's»: the row stays, so that `version` grows
    with every change of the key and never says the same of two different values."""

    __tablename__ = "configuracion_sistema"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    categoria: Mapped[str] = mapped_column(texto(40))
    clave: Mapped[str] = mapped_column(texto(LARGO_CLAVE), unique=True)
    valor: Mapped[str | None] = mapped_column(texto_largo())
    tipo_dato: Mapped[str] = mapped_column(texto(20))
    version: Mapped[int] = mapped_column(default=1)
    usuario_modificacion: Mapped[str] = mapped_column(texto(60))
    fecha_modificacion: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (
        CheckConstraint("clave <> ''", name="clave_no_vacia"),
        CheckConstraint("version >= 1", name="version_positiva"),
        *largo_maximo([("categoria", 40), ("clave", LARGO_CLAVE), ("valor", LARGO_VALOR), ("tipo_dato", 20)]),
        STRICT,
    )


class ConfiguracionCambio(InventarioBase):
    """One change of one key: the JSON before and after (NULL is the factory's value). Only ever added."""

    __tablename__ = "configuracion_cambios"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clave: Mapped[str] = mapped_column(texto(LARGO_CLAVE))
    antes: Mapped[str | None] = mapped_column(texto_largo())
    despues: Mapped[str | None] = mapped_column(texto_largo())
    usuario: Mapped[str] = mapped_column(texto(60))
    equipo: Mapped[str] = mapped_column(texto(255))
    fecha: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (
        Index(None, "clave", "id"),
        *largo_maximo([("clave", LARGO_CLAVE), ("usuario", 60), ("equipo", 255)]),
        STRICT,
    )
