"""The catalogue of herrajes."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import InventarioBase, largo_maximo, solo_en, solo_servidores
from rexus.db.sorting import CON_CLAVE, orden
from rexus.db.types import DINERO_MAXIMO, Dinero, texto
from rexus.modulos.herrajes import domain
from rexus.stock.clases import Clase, registrar
from rexus.stock.orm import ArticuloMixin


class Herraje(ArticuloMixin, InventarioBase):
    """A fitting. `precio_unitario` is the price of one `unidad_medida`; `categoria` is one of `categorias`."""

    __tablename__ = "herrajes"

    nombre: Mapped[str] = mapped_column(texto(255), default="", info=CON_CLAVE)
    categoria: Mapped[str] = mapped_column(texto(60), default="", info=CON_CLAVE)
    marca: Mapped[str] = mapped_column(texto(80), default="", info=CON_CLAVE)
    modelo: Mapped[str] = mapped_column(texto(80), default="")
    color: Mapped[str] = mapped_column(texto(60), default="")
    unidad_medida: Mapped[str] = mapped_column(texto(20), default="unidad")
    precio_unitario: Mapped[Decimal] = mapped_column(Dinero, default=Decimal(0))
    especificaciones: Mapped[str] = mapped_column(texto(4_000), default="")
    imagen_url: Mapped[str] = mapped_column(texto(500), default="")

    __table_args__ = ArticuloMixin.restricciones(
        CheckConstraint("precio_unitario >= 0", name="precio_no_negativo"),
        solo_servidores("precio_cabe", f"precio_unitario <= {DINERO_MAXIMO:f}"),
        *largo_maximo(
            [
                ("nombre", 255),
                ("categoria", 60),
                ("marca", 80),
                ("modelo", 80),
                ("color", 60),
                ("unidad_medida", 20),
                ("especificaciones", 4000),
                ("imagen_url", 500),
            ]
        ),
    )


# As of the perfiles: the list of ids in a usual order is read from an index alone.
Index("ix_herrajes_orden_codigo", Herraje.activo, Herraje.codigo)
Index("ix_herrajes_orden_stock_actual", Herraje.activo, Herraje.stock_actual)
for _columna in (
    Herraje.nombre,
    Herraje.descripcion,
    Herraje.categoria,
    Herraje.marca,
    Herraje.proveedor,
    Herraje.ubicacion,
):
    # On servers the migration makes a column of the key, and indexes that.
    solo_en(Index(f"ix_herrajes_orden_{_columna.key}", Herraje.activo, orden(_columna)), "sqlite")

CLASE_HERRAJE = registrar(
    Clase(
        domain.CLASE,
        Herraje,
        domain.DatosHerraje,
        buscados=domain.BUSCADOS,
        filtros=domain.FILTROS,
        permiso=domain.PERMISO,
        titular="nombre",
        categoria="categoria",
        grupo="categoria",
        orden=2,
    )
)
