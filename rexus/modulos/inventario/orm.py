"""The catalogue of perfiles."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import InventarioBase, largo_maximo, parcial, solo_en, solo_servidores
from rexus.db.sorting import CON_CLAVE, orden
from rexus.db.types import DINERO_MAXIMO, Dinero, texto
from rexus.modulos.inventario import domain
from rexus.stock.clases import Clase, registrar
from rexus.stock.orm import LONGITUD_MAXIMA_MM, ArticuloMixin


class Perfil(ArticuloMixin, InventarioBase):
    """A profile bar of one code and finish. Lengths in mm, `importe` is the price of one unit."""

    __tablename__ = "inventario_perfiles"

    tipo: Mapped[str] = mapped_column(texto(60), default="")
    tipo_material: Mapped[str] = mapped_column(texto(60), default="")
    acabado: Mapped[str] = mapped_column(texto(120), default="", info=CON_CLAVE)
    numero: Mapped[str] = mapped_column(texto(30), default="")
    vs: Mapped[str] = mapped_column(texto(30), default="")
    longitud: Mapped[int] = mapped_column(default=0)
    ancho: Mapped[int] = mapped_column(default=0)
    alto: Mapped[int] = mapped_column(default=0)
    unidad: Mapped[str] = mapped_column(texto(20), default="barra")
    importe: Mapped[Decimal] = mapped_column(Dinero, default=Decimal(0))
    qr: Mapped[str] = mapped_column(texto(255), default="")
    imagen_referencia: Mapped[str] = mapped_column(texto(255), default="")
    # From how many mm on an offcut is kept; 0: as the workshop's setting says.
    retazo_minimo: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = ArticuloMixin.restricciones(
        CheckConstraint("importe >= 0", name="importe_no_negativo"),
        solo_servidores("importe_cabe", f"importe <= {DINERO_MAXIMO:f}"),
        *(
            CheckConstraint(f"{medida} >= 0 AND {medida} <= {LONGITUD_MAXIMA_MM}", name=f"{medida}_en_mm")
            for medida in ("longitud", "ancho", "alto", "retazo_minimo")
        ),
        *largo_maximo(
            [
                ("tipo", 60),
                ("tipo_material", 60),
                ("acabado", 120),
                ("numero", 30),
                ("vs", 30),
                ("unidad", 20),
                ("qr", 255),
                ("imagen_referencia", 255),
            ]
        ),
        Index(None, "qr", **parcial(qr != "")),
    )


# The sorts of the usual columns, each led by `activo`: the list of a million ids in order is then read from the index
# alone. Without an index a sort works too, in seconds instead of a fraction of one.
Index("ix_inventario_perfiles_orden_codigo", Perfil.activo, Perfil.codigo)
Index("ix_inventario_perfiles_orden_stock_actual", Perfil.activo, Perfil.stock_actual)
for _columna in (Perfil.descripcion, Perfil.acabado, Perfil.proveedor, Perfil.ubicacion):
    # On servers the migration makes a column of the key, and indexes that.
    solo_en(Index(f"ix_inventario_perfiles_orden_{_columna.key}", Perfil.activo, orden(_columna)), "sqlite")

CLASE_PERFIL = registrar(
    Clase(
        domain.CLASE,
        Perfil,
        domain.DatosPerfil,
        buscados=domain.BUSCADOS,
        filtros=domain.FILTROS,
        permiso=domain.PERMISO,
        grupo="acabado",
        orden=1,
    )
)
