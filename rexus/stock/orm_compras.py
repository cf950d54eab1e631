"""Mapped classes of buying: suppliers, what they charge for an article, purchase orders and what arrived of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, largo_maximo, no_vacio, solo_servidores, solo_sqlite
from rexus.db.types import CANTIDAD_MAXIMA, DINERO_MAXIMO, Cantidad, Dinero, Fecha, Logico, Momento, identidad, texto

_MAXIMA = f"{CANTIDAD_MAXIMA:f}"


class Proveedor(InventarioBase):
    """A supplier. `clave` is the folded name: no two suppliers read alike. `dias_entrega` 0 is «not known»."""

    __tablename__ = "proveedores"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    nombre: Mapped[str] = mapped_column(texto(120))
    clave: Mapped[str] = mapped_column(texto(255), unique=True)
    contacto: Mapped[str] = mapped_column(texto(120), default="")
    telefono: Mapped[str] = mapped_column(texto(60), default="")
    email: Mapped[str] = mapped_column(texto(255), default="")
    direccion: Mapped[str] = mapped_column(texto(255), default="")
    dias_entrega: Mapped[int] = mapped_column(default=0)
    observaciones: Mapped[str] = mapped_column(texto(4_000), default="")
    activo: Mapped[bool] = mapped_column(Logico, default=True)
    version: Mapped[int] = mapped_column(default=1)
    fecha_creacion: Mapped[datetime] = mapped_column(Momento)
    fecha_actualizacion: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (
        *no_vacio("nombre"),
        *no_vacio("clave"),
        CheckConstraint("dias_entrega >= 0", name="dias_no_negativos"),
        solo_sqlite("activo_logico", "activo IN (0, 1)"),
        *largo_maximo(
            [
                ("nombre", 120),
                ("contacto", 120),
                ("telefono", 60),
                ("email", 255),
                ("direccion", 255),
                ("observaciones", 4000),
            ]
        ),
        {**STRICT, "sqlite_autoincrement": True},
    )


class ArticuloProveedor(InventarioBase):
    """What a supplier calls an article, charges for one piece, and sells at least. One of them is preferred."""

    __tablename__ = "articulo_proveedores"

    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    proveedor_id: Mapped[int] = mapped_column(identidad(), ForeignKey("proveedores.id"), index=True)
    codigo: Mapped[str] = mapped_column(texto(60), default="")
    precio: Mapped[Decimal] = mapped_column(Dinero, default=Decimal(0))
    precio_fecha: Mapped[date | None] = mapped_column(Fecha)
    ped_min: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    emba: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    preferido: Mapped[bool] = mapped_column(Logico, default=False)

    __table_args__ = (
        PrimaryKeyConstraint("clase", "articulo_id", "proveedor_id"),
        Index(
            "uq_articulo_proveedores_preferido",
            "clase",
            "articulo_id",
            unique=True,
            sqlite_where=text("preferido = 1"),
            postgresql_where=text("preferido"),
            mssql_where=text("preferido = 1"),
        ),
        CheckConstraint("precio >= 0", name="precio_no_negativo"),
        CheckConstraint("ped_min >= 0 AND emba >= 0", name="minimos_no_negativos"),
        solo_servidores("caben", f"precio <= {DINERO_MAXIMO:f} AND ped_min <= {_MAXIMA} AND emba <= {_MAXIMA}"),
        solo_sqlite("preferido_logico", "preferido IN (0, 1)"),
        *largo_maximo([("codigo", 60)]),
        STRICT,
    )


class PedidoCompra(InventarioBase):
    """A purchase order. `numero` is what people call it, «PC-000123»."""

    __tablename__ = "pedidos_compra"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    numero: Mapped[str] = mapped_column(texto(20), unique=True)
    # Who asks for the same attempt again gets the order that is there.
    clave: Mapped[str] = mapped_column(texto(36), unique=True)
    proveedor_id: Mapped[int] = mapped_column(identidad(), ForeignKey("proveedores.id"), index=True)
    estado: Mapped[str] = mapped_column(texto(20), default="borrador")
    fecha: Mapped[datetime] = mapped_column(Momento)
    fecha_envio: Mapped[datetime | None] = mapped_column(Momento)
    fecha_prometida: Mapped[date | None] = mapped_column(Fecha)
    observaciones: Mapped[str] = mapped_column(texto(4_000), default="")
    # Why it was annulled; empty for every other one.
    motivo: Mapped[str] = mapped_column(texto(255), default="")
    usuario: Mapped[str] = mapped_column(texto(60))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("estado IN ('borrador', 'enviada', 'recibida_parcial', 'recibida', 'anulada')", name="estado"),
        Index(None, "estado"),
        *largo_maximo([("numero", 20), ("observaciones", 4000), ("motivo", 255), ("usuario", 60)]),
        STRICT,
    )


class PedidoLinea(InventarioBase):
    """How many pieces of an article were ordered, at what price for one."""

    __tablename__ = "pedido_lineas"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    pedido_id: Mapped[int] = mapped_column(identidad(), ForeignKey("pedidos_compra.id"))
    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    cantidad: Mapped[Decimal] = mapped_column(Cantidad)
    precio: Mapped[Decimal] = mapped_column(Dinero, default=Decimal(0))

    __table_args__ = (
        UniqueConstraint("pedido_id", "clase", "articulo_id"),
        Index(None, "clase", "articulo_id"),
        CheckConstraint("cantidad > 0", name="cantidad_positiva"),
        CheckConstraint("precio >= 0", name="precio_no_negativo"),
        solo_servidores("caben", f"cantidad <= {_MAXIMA} AND precio <= {DINERO_MAXIMO:f}"),
        STRICT,
    )


class PedidoObra(InventarioBase):
    """An obra that waits for an order: what arrives is set apart for it."""

    __tablename__ = "pedido_obras"

    pedido_id: Mapped[int] = mapped_column(identidad(), ForeignKey("pedidos_compra.id"))
    obra_id: Mapped[int] = mapped_column(identidad(), ForeignKey("obras.id"), index=True)

    __table_args__ = (PrimaryKeyConstraint("pedido_id", "obra_id"), STRICT)


class Recepcion(InventarioBase):
    """Goods that arrived for an order. It holds as long as its batch is not undone."""

    __tablename__ = "recepciones"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clave: Mapped[str] = mapped_column(texto(36), unique=True)
    pedido_id: Mapped[int] = mapped_column(identidad(), ForeignKey("pedidos_compra.id"), index=True)
    fecha: Mapped[datetime] = mapped_column(Momento)
    remito: Mapped[str] = mapped_column(texto(60), default="")
    usuario: Mapped[str] = mapped_column(texto(60))
    lote_id: Mapped[int] = mapped_column(identidad(), ForeignKey("lotes.id"), unique=True)

    __table_args__ = (*largo_maximo([("remito", 60), ("usuario", 60)]), STRICT)


class RecepcionLinea(InventarioBase):
    """How many pieces of a line arrived and were taken in, and how many were sent back and why."""

    __tablename__ = "recepcion_lineas"

    recepcion_id: Mapped[int] = mapped_column(identidad(), ForeignKey("recepciones.id"))
    pedido_linea_id: Mapped[int] = mapped_column(identidad(), ForeignKey("pedido_lineas.id"), index=True)
    recibidas: Mapped[Decimal] = mapped_column(Cantidad)
    rechazadas: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    motivo: Mapped[str] = mapped_column(texto(255), default="")

    __table_args__ = (
        PrimaryKeyConstraint("recepcion_id", "pedido_linea_id"),
        CheckConstraint("recibidas >= 0 AND rechazadas >= 0 AND recibidas + rechazadas > 0", name="algo"),
        solo_servidores("caben", f"recibidas <= {_MAXIMA} AND rechazadas <= {_MAXIMA}"),
        *largo_maximo([("motivo", 255)]),
        STRICT,
    )
