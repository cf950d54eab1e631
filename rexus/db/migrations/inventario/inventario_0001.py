"""Catalogue of perfiles, places, stock, the ledger that nobody may rewrite, and the search index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import bloqueos, busqueda, claves, solo_agregar
from rexus.db.orm import parcial, regla, solo_en, solo_servidores, solo_sqlite
from rexus.db.types import Cantidad, Dinero, Logico, Momento, identidad, texto, texto_largo

revision = "inventario_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lotes",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clave", texto(36), nullable=False),
        sa.Column("tipo", texto(20), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("origen", texto(255), nullable=False),
        sa.Column("huella", texto(64), nullable=False),
        sa.Column("resumen", texto_largo(), nullable=False),
        sa.Column("estado", texto(20), nullable=False),
        sa.CheckConstraint("estado IN ('aplicado', 'revertido')", name=op.f("ck_lotes_estado")),
        sa.CheckConstraint("tipo IN ('IMPORTACION', 'CONTEO', 'RAPIDO')", name=op.f("ck_lotes_tipo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lotes")),
        sa.UniqueConstraint("clave", name=op.f("uq_lotes_clave")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("uuid", texto(36), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        sa.Column("modulo", texto(40), nullable=False),
        sa.Column("accion", texto(40), nullable=False),
        sa.Column("tabla", texto(60), nullable=False),
        sa.Column("registro", texto(60), nullable=True),
        sa.Column("antes", texto_largo(), nullable=True),
        sa.Column("despues", texto_largo(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("uuid", name=op.f("uq_outbox_uuid")),
        sqlite_strict=True,
    )
    op.create_table(
        "ubicaciones",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("codigo", texto(60), nullable=False),
        sa.Column("nombre", texto(120), nullable=False),
        sa.Column("tipo", texto(40), nullable=False),
        sa.Column("activo", Logico(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        solo_sqlite(op.f("ck_ubicaciones_activo_logico"), "activo IN (0, 1)"),
        solo_sqlite(op.f("ck_ubicaciones_codigo_largo"), "length(codigo) <= 60"),
        *regla(op.f("ck_ubicaciones_codigo_no_vacio"), sqlite="length(codigo) >= 1", servidores="codigo <> ''"),
        solo_sqlite(op.f("ck_ubicaciones_nombre_largo"), "length(nombre) <= 120"),
        solo_sqlite(op.f("ck_ubicaciones_tipo_largo"), "length(tipo) <= 40"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ubicaciones")),
        sa.UniqueConstraint("codigo", name=op.f("uq_ubicaciones_codigo")),
        sqlite_strict=True,
    )
    op.create_table(
        "existencias",
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("ubicacion_id", identidad(), nullable=False),
        sa.Column("longitud_mm", sa.Integer(), nullable=False),
        sa.Column("cantidad", Cantidad(), nullable=False),
        sa.CheckConstraint("cantidad >= 0", name=op.f("ck_existencias_no_negativa")),
        solo_servidores(op.f("ck_existencias_es_numero"), "cantidad <= 999999999999.999"),
        sa.CheckConstraint("longitud_mm >= 0 AND longitud_mm <= 1000000", name=op.f("ck_existencias_longitud")),
        sa.ForeignKeyConstraint(["ubicacion_id"], ["ubicaciones.id"], name=op.f("fk_existencias_ubicacion_id")),
        sa.PrimaryKeyConstraint("clase", "articulo_id", "ubicacion_id", "longitud_mm", name=op.f("pk_existencias")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_existencias_ubicacion_id"), "existencias", ["ubicacion_id"], unique=False)
    op.create_table(
        "inventario_perfiles",
        sa.Column("tipo", texto(60), nullable=False),
        sa.Column("tipo_material", texto(60), nullable=False),
        sa.Column("acabado", texto(120), nullable=False),
        sa.Column("numero", texto(30), nullable=False),
        sa.Column("vs", texto(30), nullable=False),
        sa.Column("longitud", sa.Integer(), nullable=False),
        sa.Column("ancho", sa.Integer(), nullable=False),
        sa.Column("alto", sa.Integer(), nullable=False),
        sa.Column("unidad", texto(20), nullable=False),
        sa.Column("importe", Dinero(), nullable=False),
        sa.Column("qr", texto(255), nullable=False),
        sa.Column("imagen_referencia", texto(255), nullable=False),
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
        solo_sqlite(op.f("ck_inventario_perfiles_activo_logico"), "activo IN (0, 1)"),
        sa.CheckConstraint("alto >= 0 AND alto <= 1000000", name=op.f("ck_inventario_perfiles_alto_en_mm")),
        sa.CheckConstraint("ancho >= 0 AND ancho <= 1000000", name=op.f("ck_inventario_perfiles_ancho_en_mm")),
        sa.CheckConstraint("importe >= 0", name=op.f("ck_inventario_perfiles_importe_no_negativo")),
        solo_sqlite(op.f("ck_inventario_perfiles_acabado_largo"), "length(acabado) <= 120"),
        solo_sqlite(op.f("ck_inventario_perfiles_codigo_largo"), "length(codigo) <= 60"),
        *regla(op.f("ck_inventario_perfiles_codigo_no_vacio"), sqlite="length(codigo) >= 1", servidores="codigo <> ''"),
        solo_sqlite(op.f("ck_inventario_perfiles_descripcion_largo"), "length(descripcion) <= 255"),
        solo_sqlite(op.f("ck_inventario_perfiles_imagen_referencia_largo"), "length(imagen_referencia) <= 255"),
        solo_sqlite(op.f("ck_inventario_perfiles_numero_largo"), "length(numero) <= 30"),
        solo_sqlite(op.f("ck_inventario_perfiles_observaciones_largo"), "length(observaciones) <= 4000"),
        solo_sqlite(op.f("ck_inventario_perfiles_proveedor_largo"), "length(proveedor) <= 120"),
        solo_sqlite(op.f("ck_inventario_perfiles_qr_largo"), "length(qr) <= 255"),
        solo_sqlite(op.f("ck_inventario_perfiles_tipo_largo"), "length(tipo) <= 60"),
        solo_sqlite(op.f("ck_inventario_perfiles_tipo_material_largo"), "length(tipo_material) <= 60"),
        solo_sqlite(op.f("ck_inventario_perfiles_unidad_largo"), "length(unidad) <= 20"),
        solo_sqlite(op.f("ck_inventario_perfiles_vs_largo"), "length(vs) <= 30"),
        sa.CheckConstraint("longitud >= 0 AND longitud <= 1000000", name=op.f("ck_inventario_perfiles_longitud_en_mm")),
        *regla(
            op.f("ck_inventario_perfiles_stock_cabe"),
            sqlite="stock_actual <= 999999999999",
            servidores="stock_actual <= 999999999.999",
        ),
        solo_servidores(
            op.f("ck_inventario_perfiles_minimos_caben"),
            "stock_minimo <= 999999999.999 AND ped_min <= 999999999.999 AND emba <= 999999999.999",
        ),
        solo_servidores(op.f("ck_inventario_perfiles_importe_cabe"), "importe <= 9999999999999999.99"),
        sa.CheckConstraint("stock_actual >= 0", name=op.f("ck_inventario_perfiles_stock_no_negativo")),
        sa.CheckConstraint(
            "stock_minimo >= 0 AND ped_min >= 0 AND emba >= 0", name=op.f("ck_inventario_perfiles_minimos_no_negativos")
        ),
        sa.CheckConstraint(
            "stock_reservado >= 0 AND stock_reservado <= stock_actual",
            name=op.f("ck_inventario_perfiles_reserva_cubierta"),
        ),
        sa.ForeignKeyConstraint(
            ["ubicacion"], ["ubicaciones.codigo"], name=op.f("fk_inventario_perfiles_ubicacion"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventario_perfiles")),
        sa.UniqueConstraint("codigo", name=op.f("uq_inventario_perfiles_codigo")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_inventario_perfiles_qr"),
        "inventario_perfiles",
        ["qr"],
        unique=False,
        **parcial(sa.text("qr != ''")),
    )
    op.create_index(op.f("ix_inventario_perfiles_ubicacion"), "inventario_perfiles", ["ubicacion"], unique=False)
    for columna in ("codigo", "stock_actual"):
        op.create_index(f"ix_inventario_perfiles_orden_{columna}", "inventario_perfiles", ["activo", columna])
    for columna, largo in (("descripcion", 255), ("acabado", 120), ("proveedor", 120), ("ubicacion", 60)):
        claves.indice_de_orden("inventario_perfiles", columna, largo)
    op.create_table(
        "lote_filas",
        sa.Column("lote_id", identidad(), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("accion", texto(20), nullable=False),
        sa.Column("antes", texto_largo(), nullable=True),
        sa.Column("despues", texto_largo(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("accion IN ('nuevo', 'actualizado')", name=op.f("ck_lote_filas_accion")),
        sa.ForeignKeyConstraint(["lote_id"], ["lotes.id"], name=op.f("fk_lote_filas_lote_id")),
        sa.PrimaryKeyConstraint("lote_id", "articulo_id", name=op.f("pk_lote_filas")),
        sqlite_strict=True,
    )
    op.create_table(
        "movimientos",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clave", texto(36), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("tipo", texto(20), nullable=False),
        sa.Column("cantidad", Cantidad(), nullable=False),
        sa.Column("longitud_mm", sa.Integer(), nullable=False),
        sa.Column("ubicacion_id", identidad(), nullable=False),
        sa.Column("stock_resultante", Cantidad(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("obra_id", identidad(), nullable=True),
        sa.Column("referencia", texto(120), nullable=False),
        sa.Column("motivo", texto(255), nullable=False),
        sa.Column("anula_id", identidad(), nullable=True),
        sa.Column("par_id", identidad(), nullable=True),
        sa.Column("lote_id", identidad(), nullable=True),
        *regla(
            op.f("ck_movimientos_anulacion_senala"),
            sqlite="(tipo = 'ANULACION') = (anula_id IS NOT NULL)",
            servidores="(tipo = 'ANULACION' AND anula_id IS NOT NULL) OR (tipo <> 'ANULACION' AND anula_id IS NULL)",
        ),
        *regla(
            op.f("ck_movimientos_ajuste_con_motivo"),
            sqlite="tipo <> 'AJUSTE' OR length(motivo) > 0",
            servidores="tipo <> 'AJUSTE' OR motivo <> ''",
        ),
        sa.CheckConstraint("tipo <> 'ENTRADA' OR cantidad > 0", name=op.f("ck_movimientos_entrada_suma")),
        sa.CheckConstraint("tipo <> 'SALIDA' OR cantidad < 0", name=op.f("ck_movimientos_salida_resta")),
        sa.CheckConstraint(
            "tipo IN ('ENTRADA', 'SALIDA', 'AJUSTE', 'TRANSFERENCIA', 'CONTEO', 'ANULACION')",
            name=op.f("ck_movimientos_tipo"),
        ),
        *regla(
            op.f("ck_movimientos_cantidad_cabe"),
            sqlite="abs(cantidad) <= 999999999999",
            servidores="abs(cantidad) <= 999999999.999",
        ),
        sa.CheckConstraint("cantidad <> 0", name=op.f("ck_movimientos_cantidad_no_cero")),
        sa.CheckConstraint("longitud_mm >= 0 AND longitud_mm <= 1000000", name=op.f("ck_movimientos_longitud")),
        sa.CheckConstraint("stock_resultante >= 0", name=op.f("ck_movimientos_resultante_no_negativo")),
        solo_servidores(op.f("ck_movimientos_resultante_cabe"), "stock_resultante <= 999999999.999"),
        sa.ForeignKeyConstraint(["anula_id"], ["movimientos.id"], name=op.f("fk_movimientos_anula_id")),
        sa.ForeignKeyConstraint(["lote_id"], ["lotes.id"], name=op.f("fk_movimientos_lote_id")),
        sa.ForeignKeyConstraint(["par_id"], ["movimientos.id"], name=op.f("fk_movimientos_par_id")),
        sa.ForeignKeyConstraint(["ubicacion_id"], ["ubicaciones.id"], name=op.f("fk_movimientos_ubicacion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movimientos")),
        solo_en(sa.UniqueConstraint("anula_id", name=op.f("uq_movimientos_anula_id")), "sqlite", "postgresql"),
        sa.UniqueConstraint("clave", name=op.f("uq_movimientos_clave")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_movimientos_clase_articulo_id_id"), "movimientos", ["clase", "articulo_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_movimientos_lote_id"),
        "movimientos",
        ["lote_id"],
        unique=False,
        **parcial(sa.text("lote_id IS NOT NULL")),
    )
    op.create_index(
        op.f("ix_movimientos_par_id"),
        "movimientos",
        ["par_id"],
        unique=False,
        **parcial(sa.text("par_id IS NOT NULL")),
    )
    if op.get_context().dialect.name == "mssql":
        op.create_index(
            op.f("uq_movimientos_anula_id"),
            "movimientos",
            ["anula_id"],
            unique=True,
            mssql_where=sa.text("anula_id IS NOT NULL"),
        )
    _lugar_general()
    solo_agregar.proteger("movimientos", unicas=("id", "clave", "anula_id"), ya_existe="ya existe ese movimiento")
    busqueda.preparar("inventario_perfiles")
    for tabla in ("inventario_perfiles", "existencias"):
        bloqueos.de_filas(tabla)


def _lugar_general() -> None:
    """The place with id 1. Servers give the first row of a new table that id by themselves."""
    fila: dict[str, str | int] = {
        "codigo": "General",
        "nombre": "Sin lugar asignado",
        "tipo": "",
        "activo": True,
        "version": 1,
    }
    if op.get_context().dialect.name == "sqlite":
        fila = {"id": 1, **fila}
    tabla = sa.table("ubicaciones", *(sa.column(nombre) for nombre in fila))
    op.execute(tabla.insert().values({nombre: op.inline_literal(valor) for nombre, valor in fila.items()}))
