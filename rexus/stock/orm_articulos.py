"""Mapped classes of what belongs to articles: the categories that people manage, kits, pictures."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, largo_maximo, no_vacio, parcial, solo_servidores, solo_sqlite
from rexus.db.types import CANTIDAD_MAXIMA, Cantidad, Logico, binario, identidad, texto


class Categoria(InventarioBase):
    """A category of a class of articles, which bear its `nombre`. `clave` is the name without case and accents."""

    __tablename__ = "categorias"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clase: Mapped[str] = mapped_column(texto(20))
    nombre: Mapped[str] = mapped_column(texto(60))
    clave: Mapped[str] = mapped_column(texto(120))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint("clase", "clave"),
        *no_vacio("nombre"),
        *largo_maximo([("clase", 20), ("nombre", 60), ("clave", 120)]),
        STRICT,
    )


class Kit(InventarioBase):
    """A named list of articles of one class that are given out together."""

    __tablename__ = "kits"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clase: Mapped[str] = mapped_column(texto(20))
    codigo: Mapped[str] = mapped_column(texto(60), unique=True)
    nombre: Mapped[str] = mapped_column(texto(255), default="")
    descripcion: Mapped[str] = mapped_column(texto(4_000), default="")
    activo: Mapped[bool] = mapped_column(Logico, default=True)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        *no_vacio("codigo"),
        solo_sqlite("activo_logico", "activo IN (0, 1)"),
        *largo_maximo([("clase", 20), ("codigo", 60), ("nombre", 255), ("descripcion", 4000)]),
        STRICT,
    )


class KitParte(InventarioBase):
    """How many of an article, or of another kit, a kit holds. No part stands twice in a kit."""

    __tablename__ = "kit_partes"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    kit_id: Mapped[int] = mapped_column(identidad(), ForeignKey("kits.id"))
    articulo_id: Mapped[int | None] = mapped_column(identidad())
    subkit_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("kits.id"))
    cantidad: Mapped[Decimal] = mapped_column(Cantidad)

    __table_args__ = (
        CheckConstraint("cantidad > 0", name="cantidad_positiva"),
        solo_servidores("cantidad_cabe", f"cantidad <= {CANTIDAD_MAXIMA:f}"),
        CheckConstraint(
            "(articulo_id IS NULL AND subkit_id IS NOT NULL) OR (articulo_id IS NOT NULL AND subkit_id IS NULL)",
            name="articulo_o_kit",
        ),
        CheckConstraint("subkit_id IS NULL OR subkit_id <> kit_id", name="no_es_el_mismo"),
        Index("uq_kit_partes_articulo", "kit_id", "articulo_id", unique=True, **parcial(articulo_id.is_not(None))),
        Index("uq_kit_partes_subkit", "kit_id", "subkit_id", unique=True, **parcial(subkit_id.is_not(None))),
        Index(None, "subkit_id"),
        Index(None, "articulo_id"),
        STRICT,
    )


class ArticuloImagen(InventarioBase):
    """The picture of an article, as JPEG: scaled for the screen, and a thumbnail. `sha256` is of the file it came from.

    `ancho` and `alto` are of `imagen`, in pixels.
    """

    __tablename__ = "articulo_imagenes"

    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    sha256: Mapped[str] = mapped_column(texto(64))
    ancho: Mapped[int] = mapped_column()
    alto: Mapped[int] = mapped_column()
    imagen: Mapped[bytes] = mapped_column(binario())
    miniatura: Mapped[bytes] = mapped_column(binario())

    __table_args__ = (
        PrimaryKeyConstraint("clase", "articulo_id"),
        CheckConstraint("ancho > 0 AND alto > 0", name="con_tamano"),
        *largo_maximo([("clase", 20), ("sha256", 64)]),
        STRICT,
    )
