"""Mapped classes of the stock: what every article has, places, existencias, movements, batches."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from rexus.db.orm import (
    STRICT,
    InventarioBase,
    largo_maximo,
    no_vacio,
    parcial,
    regla,
    solo_en,
    solo_servidores,
    solo_sqlite,
)
from rexus.db.sorting import CON_CLAVE
from rexus.db.types import CANTIDAD_MAXIMA, Cantidad, Logico, Momento, identidad, texto, texto_largo

LONGITUD_MAXIMA_MM = 1_000_000

# The largest quantity as the CHECKs of each engine write it: pieces on servers, thousandths on SQLite.
_MAXIMA = f"{CANTIDAD_MAXIMA:f}"
_MAXIMA_EN_MILESIMAS = int(CANTIDAD_MAXIMA.scaleb(3))


class Ubicacion(InventarioBase):
    """A rack or place. `GENERAL` is where goods go when nobody says where."""

    __tablename__ = "ubicaciones"
    GENERAL: ClassVar[int] = 1

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    codigo: Mapped[str] = mapped_column(texto(60), unique=True)
    nombre: Mapped[str] = mapped_column(texto(120), default="")
    tipo: Mapped[str] = mapped_column(texto(40), default="")
    activo: Mapped[bool] = mapped_column(Logico, default=True)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        *no_vacio("codigo"),
        solo_sqlite("activo_logico", "activo IN (0, 1)"),
        *largo_maximo([("codigo", 60), ("nombre", 120), ("tipo", 40)]),
        STRICT,
    )


class ArticuloMixin:
    """The columns that every catalogue has. A module mixes it in and registers its class (`articulos.registrar`).

    `busqueda` is the folded text of the searched columns: the material of the search index, never shown.
    """

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    codigo: Mapped[str] = mapped_column(texto(60), unique=True)
    descripcion: Mapped[str] = mapped_column(texto(255), default="", info=CON_CLAVE)
    proveedor: Mapped[str] = mapped_column(texto(120), default="", info=CON_CLAVE)
    stock_actual: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    stock_reservado: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    stock_minimo: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    ped_min: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    emba: Mapped[Decimal] = mapped_column(Cantidad, default=Decimal(0))
    observaciones: Mapped[str] = mapped_column(texto(4_000), default="")
    activo: Mapped[bool] = mapped_column(Logico, default=True)
    version: Mapped[int] = mapped_column(default=1)
    busqueda: Mapped[str] = mapped_column(texto_largo(), default="")
    fecha_creacion: Mapped[datetime] = mapped_column(Momento)
    fecha_actualizacion: Mapped[datetime] = mapped_column(Momento)

    @declared_attr
    @classmethod
    def ubicacion(cls) -> Mapped[str | None]:
        """The article's usual place, by code; renaming the place renames it here."""
        return mapped_column(
            texto(60), ForeignKey("ubicaciones.codigo", onupdate="CASCADE"), index=True, info=CON_CLAVE
        )

    @classmethod
    def restricciones(cls, *extra: Any) -> tuple[Any, ...]:
        """The rules that the database itself holds for every article, for a class's `__table_args__`."""
        return (
            *no_vacio("codigo"),
            CheckConstraint("stock_actual >= 0", name="stock_no_negativo"),
            CheckConstraint("stock_reservado >= 0 AND stock_reservado <= stock_actual", name="reserva_cubierta"),
            CheckConstraint("stock_minimo >= 0 AND ped_min >= 0 AND emba >= 0", name="minimos_no_negativos"),
            *regla(
                "stock_cabe", sqlite=f"stock_actual <= {_MAXIMA_EN_MILESIMAS}", servidores=f"stock_actual <= {_MAXIMA}"
            ),
            solo_servidores(
                "minimos_caben", f"stock_minimo <= {_MAXIMA} AND ped_min <= {_MAXIMA} AND emba <= {_MAXIMA}"
            ),
            solo_sqlite("activo_logico", "activo IN (0, 1)"),
            *largo_maximo([("codigo", 60), ("descripcion", 255), ("proveedor", 120), ("observaciones", 4000)]),
            *extra,
            # Ids are never given twice: a deleted article's id must not turn up in another's history.
            {**STRICT, "sqlite_autoincrement": True},
        )


class Existencia(InventarioBase):
    """How many pieces of one article, of one length, are in one place. `longitud_mm` 0 is the article's own length."""

    __tablename__ = "existencias"

    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    ubicacion_id: Mapped[int] = mapped_column(identidad(), ForeignKey("ubicaciones.id"))
    longitud_mm: Mapped[int] = mapped_column(default=0)
    cantidad: Mapped[Decimal] = mapped_column(Cantidad)

    __table_args__ = (
        PrimaryKeyConstraint("clase", "articulo_id", "ubicacion_id", "longitud_mm"),
        Index(None, "ubicacion_id"),
        CheckConstraint("cantidad >= 0", name="no_negativa"),
        # What the column holds: the ledger says in words that a quantity is too large.
        solo_servidores("es_numero", "cantidad <= 999999999999.999"),
        CheckConstraint(f"longitud_mm >= 0 AND longitud_mm <= {LONGITUD_MAXIMA_MM}", name="longitud"),
        STRICT,
    )


class Lote(InventarioBase):
    """A batch: what belongs together and is undone together (an import, a stocktake, a delivery, a cut, …).

    `resumen` is what it did, as JSON; `huella` is of the file or of the request that it answers.
    """

    __tablename__ = "lotes"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clave: Mapped[str] = mapped_column(texto(36), unique=True)
    tipo: Mapped[str] = mapped_column(texto(20))
    clase: Mapped[str] = mapped_column(texto(20))
    fecha: Mapped[datetime] = mapped_column(Momento)
    usuario: Mapped[str] = mapped_column(texto(60))
    origen: Mapped[str] = mapped_column(texto(255), default="")
    huella: Mapped[str] = mapped_column(texto(64), default="")
    resumen: Mapped[str] = mapped_column(texto_largo(), default="{}")
    estado: Mapped[str] = mapped_column(texto(20), default="aplicado")

    __table_args__ = (
        CheckConstraint(
            "tipo IN ('IMPORTACION', 'CONTEO', 'RAPIDO', 'RESERVA', 'ENTREGA', 'DEVOLUCION', 'RECEPCION', 'CORTE')",
            name="tipo",
        ),
        CheckConstraint("estado IN ('aplicado', 'revertido')", name="estado"),
        STRICT,
    )


class LoteFila(InventarioBase):
    """What a batch did to one article's own data: before and after, as JSON. Reverting reads it."""

    __tablename__ = "lote_filas"

    lote_id: Mapped[int] = mapped_column(identidad(), ForeignKey("lotes.id"))
    articulo_id: Mapped[int] = mapped_column(identidad())
    accion: Mapped[str] = mapped_column(texto(20))
    antes: Mapped[str | None] = mapped_column(texto_largo())
    despues: Mapped[str | None] = mapped_column(texto_largo())
    version: Mapped[int] = mapped_column()

    __table_args__ = (
        PrimaryKeyConstraint("lote_id", "articulo_id"),
        CheckConstraint("accion IN ('nuevo', 'actualizado')", name="accion"),
        STRICT,
    )


class Movimiento(InventarioBase):
    """One line of the ledger. Only ever added: triggers refuse UPDATE and DELETE.

    `cantidad` is signed, in pieces; `stock_resultante` is what the article has of that length, over all places,
    after it. `par_id` joins the second leg of a transfer to the first.
    """

    __tablename__ = "movimientos"

    id: Mapped[int] = mapped_column(identidad(), primary_key=True)
    clave: Mapped[str] = mapped_column(texto(36))
    fecha: Mapped[datetime] = mapped_column(Momento)
    clase: Mapped[str] = mapped_column(texto(20))
    articulo_id: Mapped[int] = mapped_column(identidad())
    tipo: Mapped[str] = mapped_column(texto(20))
    cantidad: Mapped[Decimal] = mapped_column(Cantidad)
    longitud_mm: Mapped[int] = mapped_column(default=0)
    ubicacion_id: Mapped[int] = mapped_column(identidad(), ForeignKey("ubicaciones.id"))
    stock_resultante: Mapped[Decimal] = mapped_column(Cantidad)
    usuario: Mapped[str] = mapped_column(texto(60))
    obra_id: Mapped[int | None] = mapped_column(identidad())
    referencia: Mapped[str] = mapped_column(texto(120), default="")
    motivo: Mapped[str] = mapped_column(texto(255), default="")
    anula_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("movimientos.id"))
    par_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("movimientos.id"))
    lote_id: Mapped[int | None] = mapped_column(identidad(), ForeignKey("lotes.id"))

    __table_args__ = (
        UniqueConstraint("clave"),
        # A movement is annulled at most once. SQL Server allows one NULL in a UNIQUE constraint: an index instead.
        solo_en(UniqueConstraint("anula_id", name="uq_movimientos_anula_id"), "sqlite", "postgresql"),
        solo_en(Index("uq_movimientos_anula_id", "anula_id", unique=True, mssql_where=anula_id.is_not(None)), "mssql"),
        Index(None, "clase", "articulo_id", "id"),
        Index(None, "fecha"),
        Index(None, "lote_id", **parcial(lote_id.is_not(None))),
        Index(None, "par_id", **parcial(par_id.is_not(None))),
        Index(None, "obra_id", "clase", "articulo_id", **parcial(obra_id.is_not(None))),
        CheckConstraint("tipo IN ('ENTRADA', 'SALIDA', 'AJUSTE', 'TRANSFERENCIA', 'CONTEO', 'ANULACION')", name="tipo"),
        CheckConstraint("cantidad <> 0", name="cantidad_no_cero"),
        *regla(
            "cantidad_cabe",
            sqlite=f"abs(cantidad) <= {_MAXIMA_EN_MILESIMAS}",
            servidores=f"abs(cantidad) <= {_MAXIMA}",
        ),
        CheckConstraint("tipo <> 'ENTRADA' OR cantidad > 0", name="entrada_suma"),
        CheckConstraint("tipo <> 'SALIDA' OR cantidad < 0", name="salida_resta"),
        *regla(
            "anulacion_senala",
            sqlite="(tipo = 'ANULACION') = (anula_id IS NOT NULL)",
            servidores="(tipo = 'ANULACION' AND anula_id IS NOT NULL) OR (tipo <> 'ANULACION' AND anula_id IS NULL)",
        ),
        *regla(
            "ajuste_con_motivo",
            sqlite="tipo <> 'AJUSTE' OR length(motivo) > 0",
            servidores="tipo <> 'AJUSTE' OR motivo <> ''",
        ),
        CheckConstraint("stock_resultante >= 0", name="resultante_no_negativo"),
        solo_servidores("resultante_cabe", f"stock_resultante <= {_MAXIMA}"),
        CheckConstraint(f"longitud_mm >= 0 AND longitud_mm <= {LONGITUD_MAXIMA_MM}", name="longitud"),
        STRICT,
    )
