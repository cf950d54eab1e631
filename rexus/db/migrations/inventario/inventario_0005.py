"""Catalogue of herrajes; categories that people manage, kits, pictures of articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import bloqueos, busqueda, claves
from rexus.db.orm import parcial, regla, solo_servidores, solo_sqlite
from rexus.db.types import Cantidad, Dinero, Logico, Momento, binario, identidad, texto, texto_largo

revision = "inventario_0005"
down_revision = "inventario_0004"
branch_labels = None
depends_on = None

_CATEGORIAS = ("bisagras", "cerraduras", "manijas", "otros")
_TEXTOS = (
    ("codigo", 60), ("descripcion", 255), ("proveedor", 120), ("observaciones", 4000), ("nombre", 255),
    ("categoria", 60), ("marca", 80), ("modelo", 80), ("color", 60), ("unidad_medida", 20),
    ("especificaciones", 4000), ("imagen_url", 500),
)  # fmt: skip
_ORDENES = (
    ("nombre", 255), ("descripcion", 255), ("categoria", 60), ("marca", 80), ("proveedor", 120), ("ubicacion", 60),
)  # fmt: skip


def upgrade() -> None:
    _herrajes()
    _categorias()
    _kits()
    _imagenes()


def _herrajes() -> None:
    op.create_table(
        "herrajes",
        sa.Column("nombre", texto(255), nullable=False),
        sa.Column("categoria", texto(60), nullable=False),
        sa.Column("marca", texto(80), nullable=False),
        sa.Column("modelo", texto(80), nullable=False),
        sa.Column("color", texto(60), nullable=False),
        sa.Column("unidad_medida", texto(20), nullable=False),
        sa.Column("precio_unitario", Dinero(), nullable=False),
        sa.Column("especificaciones", texto(4000), nullable=False),
        sa.Column("imagen_url", texto(500), nullable=False),
        sa.Column("id", identidad(), nullable=False),
        sa.Column("codigo", texto(60), nullable=False),
        sa.Column("descripcion", texto(255), nullable=False),
        sa.Column("proveedor", texto(120), nullable=False),
        sa.Column("stock_actual", Cantidad(), nullable=False),
        sa.Column("stock_reservado", Cantidad(), nullable=False),
        sa.Column("stock_minimo", Cantidad(), nullable=False),
        sa.Column("ped_min", Cantidad(), nullable=False),
        sa.Column("emba", Cantidad(), nullable=False),
        sa.Column("observaciones", texto(4000), nullable=False),
        sa.Column("activo", Logico(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("busqueda", texto_largo(), nullable=False),
        sa.Column("fecha_creacion", Momento(), nullable=False),
        sa.Column("fecha_actualizacion", Momento(), nullable=False),
        sa.Column("ubicacion", texto(60), nullable=True),
        solo_sqlite(op.f("ck_herrajes_activo_logico"), "activo IN (0, 1)"),
        *(
            solo_sqlite(op.f(f"ck_herrajes_{columna}_largo"), f"length({columna}) <= {largo}")
            for columna, largo in _TEXTOS
        ),
        *regla(op.f("ck_herrajes_codigo_no_vacio"), sqlite="length(codigo) >= 1", servidores="codigo <> ''"),
        sa.CheckConstraint("precio_unitario >= 0", name=op.f("ck_herrajes_precio_no_negativo")),
        solo_servidores(op.f("ck_herrajes_precio_cabe"), "precio_unitario <= 9999999999999999.99"),
        *regla(
            op.f("ck_herrajes_stock_cabe"),
            sqlite="stock_actual <= 999999999999",
            servidores="stock_actual <= 999999999.999",
        ),
        solo_servidores(
            op.f("ck_herrajes_minimos_caben"),
            "stock_minimo <= 999999999.999 AND ped_min <= 999999999.999 AND emba <= 999999999.999",
        ),
        sa.CheckConstraint("stock_actual >= 0", name=op.f("ck_herrajes_stock_no_negativo")),
        sa.CheckConstraint(
            "stock_minimo >= 0 AND ped_min >= 0 AND emba >= 0", name=op.f("ck_herrajes_minimos_no_negativos")
        ),
        sa.CheckConstraint(
            "stock_reservado >= 0 AND stock_reservado <= stock_actual", name=op.f("ck_herrajes_reserva_cubierta")
        ),
        sa.ForeignKeyConstraint(
            ["ubicacion"], ["ubicaciones.codigo"], name=op.f("fk_herrajes_ubicacion"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_herrajes")),
        sa.UniqueConstraint("codigo", name=op.f("uq_herrajes_codigo")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_herrajes_ubicacion"), "herrajes", ["ubicacion"], unique=False)
    for columna in ("codigo", "stock_actual"):
        op.create_index(f"ix_herrajes_orden_{columna}", "herrajes", ["activo", columna])
    for columna, largo in _ORDENES:
        claves.indice_de_orden("herrajes", columna, largo)
    busqueda.preparar("herrajes")
    bloqueos.de_filas("herrajes")


def _categorias() -> None:
    categorias = op.create_table(
        "categorias",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("nombre", texto(60), nullable=False),
        sa.Column("clave", texto(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *regla(op.f("ck_categorias_nombre_no_vacio"), sqlite="length(nombre) >= 1", servidores="nombre <> ''"),
        solo_sqlite(op.f("ck_categorias_clase_largo"), "length(clase) <= 20"),
        solo_sqlite(op.f("ck_categorias_nombre_largo"), "length(nombre) <= 60"),
        solo_sqlite(op.f("ck_categorias_clave_largo"), "length(clave) <= 120"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categorias")),
        sa.UniqueConstraint("clase", "clave", name=op.f("uq_categorias_clase_clave")),
        sqlite_strict=True,
    )
    for nombre in _CATEGORIAS:
        fila: dict[str, str | int] = {"clase": "herraje", "nombre": nombre, "clave": nombre, "version": 1}
        op.execute(sa.insert(categorias).values({columna: op.inline_literal(v) for columna, v in fila.items()}))


def _kits() -> None:
    op.create_table(
        "kits",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("codigo", texto(60), nullable=False),
        sa.Column("nombre", texto(255), nullable=False),
        sa.Column("descripcion", texto(4000), nullable=False),
        sa.Column("activo", Logico(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *regla(op.f("ck_kits_codigo_no_vacio"), sqlite="length(codigo) >= 1", servidores="codigo <> ''"),
        solo_sqlite(op.f("ck_kits_activo_logico"), "activo IN (0, 1)"),
        solo_sqlite(op.f("ck_kits_clase_largo"), "length(clase) <= 20"),
        solo_sqlite(op.f("ck_kits_codigo_largo"), "length(codigo) <= 60"),
        solo_sqlite(op.f("ck_kits_nombre_largo"), "length(nombre) <= 255"),
        solo_sqlite(op.f("ck_kits_descripcion_largo"), "length(descripcion) <= 4000"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kits")),
        sa.UniqueConstraint("codigo", name=op.f("uq_kits_codigo")),
        sqlite_strict=True,
    )
    op.create_table(
        "kit_partes",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("kit_id", identidad(), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=True),
        sa.Column("subkit_id", identidad(), nullable=True),
        sa.Column("cantidad", Cantidad(), nullable=False),
        sa.CheckConstraint("cantidad > 0", name=op.f("ck_kit_partes_cantidad_positiva")),
        solo_servidores(op.f("ck_kit_partes_cantidad_cabe"), "cantidad <= 999999999.999"),
        sa.CheckConstraint(
            "(articulo_id IS NULL AND subkit_id IS NOT NULL) OR (articulo_id IS NOT NULL AND subkit_id IS NULL)",
            name=op.f("ck_kit_partes_articulo_o_kit"),
        ),
        sa.CheckConstraint("subkit_id IS NULL OR subkit_id <> kit_id", name=op.f("ck_kit_partes_no_es_el_mismo")),
        sa.ForeignKeyConstraint(["kit_id"], ["kits.id"], name=op.f("fk_kit_partes_kit_id")),
        sa.ForeignKeyConstraint(["subkit_id"], ["kits.id"], name=op.f("fk_kit_partes_subkit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_partes")),
        sqlite_strict=True,
    )
    for nombre, columna in (("uq_kit_partes_articulo", "articulo_id"), ("uq_kit_partes_subkit", "subkit_id")):
        partes = parcial(sa.text(f"{columna} IS NOT NULL"))
        op.create_index(op.f(nombre), "kit_partes", ["kit_id", columna], unique=True, **partes)
        op.create_index(op.f(f"ix_kit_partes_{columna}"), "kit_partes", [columna], unique=False)


def _imagenes() -> None:
    op.create_table(
        "articulo_imagenes",
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("sha256", texto(64), nullable=False),
        sa.Column("ancho", sa.Integer(), nullable=False),
        sa.Column("alto", sa.Integer(), nullable=False),
        sa.Column("imagen", binario(), nullable=False),
        sa.Column("miniatura", binario(), nullable=False),
        sa.CheckConstraint("ancho > 0 AND alto > 0", name=op.f("ck_articulo_imagenes_con_tamano")),
        solo_sqlite(op.f("ck_articulo_imagenes_clase_largo"), "length(clase) <= 20"),
        solo_sqlite(op.f("ck_articulo_imagenes_sha256_largo"), "length(sha256) <= 64"),
        sa.PrimaryKeyConstraint("clase", "articulo_id", name=op.f("pk_articulo_imagenes")),
        sqlite_strict=True,
    )
