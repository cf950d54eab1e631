"""Mapped classes of the jobs: obras and their attachments, what they need, what is set apart for them, what was cut."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, largo_maximo, no_vacio, regla, solo_servidores
from rexus.db.types import CANTIDAD_MAXIMA, Cantidad, Fecha, Momento, identidad, texto, texto_largo
from rexus.stock.orm import LONGITUD_MAXIMA_MM

_MAXIMA = f"{CANTIDAD_MAXIMA:f}"


class Obra(InventarioBase):
    """A job. `aberturas` is how many windows and doors it has; `busqueda` the folded text that searches compare."""

    __tablename__ = "obras"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    codigo: Mapped[str] = mapped_column(texto(60), unique=True)
    nombre: Mapped[str] = mapped_column(texto(160), default="")
    cliente: Mapped[str] = mapped_column(texto(160), default="")
    direccion: Mapped[str] = mapped_column(texto(255), default="")
    telefono: Mapped[str] = mapped_column(texto(60), default="")
    estado: Mapped[str] = mapped_column(texto(20), default="medicion")
    fecha_medicion: Mapped[date | None] = mapped_column(Fecha)
    fecha_entrega: Mapped[date | None] = mapped_column(Fecha)
    aberturas: Mapped[int] = mapped_column(default=0)
    observaciones: Mapped[str] = mapped_column(texto(4_000), default="")
    version: Mapped[int] = mapped_column(default=1)
    busqueda: Mapped[str] = mapped_column(texto_largo(), default="")
    fecha_creacion: Mapped[datetime] = mapped_column(Momento)
    fecha_actualizacion: Mapped[datetime] = mapped_column(Momento)

    __table_args__ = (
        *no_vacio("codigo"),
        CheckConstraint(
            "estado IN ('medicion', 'pedido', 'en_produccion', 'lista', 'colocada', 'cerrada', 'cancelada')",
            name="estado",
        ),
        CheckConstraint("aberturas >= 0", name="aberturas_no_negativas"),
        *largo_maximo(
            [
                ("codigo", 60),
                ("nombre", 160),
                ("cliente", 160),
                ("direccion", 255),
                ("telefono", 60),
                ("observaciones", 4000),
            ]
        ),
        # Ids are never given twice: movements name an obra by its id.
        {**STRICT, "sqlite_autoincrement": True},
    )


class ObraAdjunto(InventarioBase):
    """A file that belongs to an obra; its bytes are in `obra_adjunto_contenidos`, so that lists do not read them."""

    __tablename__ = "obra_adjuntos"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    obra_id: Mapped[int] = mapped_column(identidad(), ForeignKey("obras.id"), index=True)
    nombre: Mapped[str] = mapped_column(texto(255))
    tipo: Mapped[str] = mapped_column(texto(40))
    tamano: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(texto(64))
    fecha: Mapped[datetime] = mapped_column(Momento)
    usuario: Mapped[str] = mapped_column(texto(60))

    __table_args__ = (
        *no_vacio("nombre"),
        *largo_maximo([("nombre", 255), ("tipo", 40), ("sha256", 64), ("usuario", 60)]),
        STRICT,
    )


class ObraAdjuntoContenido(InventarioBase):
    """The bytes of an attachment, as they came."""

    __tablename__ = "obra_adjunto_contenidos"

    adjunto_id: Mapped[int] = mapped_column(
        identidad(), ForeignKey("obra_adjuntos.id"), primary_key=True, autoincrement=False
    )
    contenido: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (STRICT,)


class Requerimiento(InventarioBase):
    """How many pieces of an article an obra needs. `origen`: the file that said so, empty when a person did."""

    __tablename__ = "requerimientos"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    obra_id: Mapped[int] = mapped_column(identidad(), ForeignKey("obras.id"))
    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    necesarias: Mapped[Decimal] = mapped_column(Cantidad)
    origen: Mapped[str] = mapped_column(texto(255), default="")
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint("obra_id", "clase", "articulo_id"),
        Index(None, "clase", "articulo_id"),
        CheckConstraint("necesarias > 0", name="necesarias_positivas"),
        solo_servidores("necesarias_caben", f"necesarias <= {_MAXIMA}"),
        *largo_maximo([("origen", 255)]),
        STRICT,
    )


class Reserva(InventarioBase):
    """How many bars or pieces of an article are set apart for an obra: the sum of its `reserva_asientos`."""

    __tablename__ = "reservas"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    obra_id: Mapped[int] = mapped_column(identidad(), ForeignKey("obras.id"))
    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    cantidad: Mapped[Decimal] = mapped_column(Cantidad)
    estado: Mapped[str] = mapped_column(texto(20), default="activa")

    __table_args__ = (
        UniqueConstraint("obra_id", "clase", "articulo_id"),
        Index(None, "clase", "articulo_id"),
        CheckConstraint("cantidad >= 0", name="no_negativa"),
        solo_servidores("cabe", f"cantidad <= {_MAXIMA}"),
        CheckConstraint("(estado = 'activa' AND cantidad > 0) OR (estado = 'cerrada' AND cantidad = 0)", name="estado"),
        STRICT,
    )


class ReservaAsiento(InventarioBase):
    """One change of a reservation. Only ever added: triggers refuse UPDATE and DELETE.

    `cantidad` is signed, in pieces. `accion`: reservar, liberar, usar (given out to the obra itself), quitar (given
    out to another one), deshacer. `movimiento_id` is the movement that used it, or that gave it back.
    """

    __tablename__ = "reserva_asientos"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    obra_id: Mapped[int] = mapped_column(identidad(), ForeignKey("obras.id"))
    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    cantidad: Mapped[Decimal] = mapped_column(Cantidad)
    accion: Mapped[str] = mapped_column(texto(20))
    lote_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("lotes.id"), index=True)
    movimiento_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("movimientos.id"), index=True)
    fecha: Mapped[datetime] = mapped_column(Momento)
    usuario: Mapped[str] = mapped_column(texto(60))

    __table_args__ = (
        Index(None, "obra_id", "clase", "articulo_id"),
        CheckConstraint("cantidad <> 0", name="cantidad_no_cero"),
        solo_servidores("cabe", f"abs(cantidad) <= {_MAXIMA}"),
        CheckConstraint("accion IN ('reservar', 'liberar', 'usar', 'quitar', 'deshacer')", name="accion"),
        *regla(
            "signo",
            sqlite="accion = 'deshacer' OR (accion = 'reservar') = (cantidad > 0)",
            servidores="accion = 'deshacer' OR (accion = 'reservar' AND cantidad > 0)"
            " OR (accion <> 'reservar' AND cantidad < 0)",
        ),
        STRICT,
    )


class Corte(InventarioBase):
    """A bar or a retazo cut in one operation. Lengths in mm; `merma_mm` is what neither became a piece nor a retazo.

    `plan_id` keeps the place of cutting plans, which are to come.
    """

    __tablename__ = "cortes"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clave: Mapped[str] = mapped_column(texto(36), unique=True)
    lote_id: Mapped[int] = mapped_column(identidad(), ForeignKey("lotes.id"), unique=True)
    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    obra_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("obras.id"), index=True)
    de_mm: Mapped[int] = mapped_column()
    ancho_sierra_mm: Mapped[int] = mapped_column(default=0)
    retazo_mm: Mapped[int] = mapped_column(default=0)
    merma_mm: Mapped[int] = mapped_column(default=0)
    plan_id: Mapped[int | None] = mapped_column(identidad())

    __table_args__ = (
        CheckConstraint(f"de_mm > 0 AND de_mm <= {LONGITUD_MAXIMA_MM}", name="de_mm"),
        CheckConstraint("ancho_sierra_mm >= 0 AND retazo_mm >= 0 AND merma_mm >= 0", name="no_negativos"),
        STRICT,
    )


class CortePieza(InventarioBase):
    """Pieces of one length that a cut made."""

    __tablename__ = "corte_piezas"

    corte_id: Mapped[int] = mapped_column(identidad(), ForeignKey("cortes.id"))
    longitud_mm: Mapped[int] = mapped_column()
    cantidad: Mapped[int] = mapped_column()

    __table_args__ = (
        PrimaryKeyConstraint("corte_id", "longitud_mm"),
        CheckConstraint("longitud_mm > 0 AND cantidad > 0", name="positivos"),
        STRICT,
    )
