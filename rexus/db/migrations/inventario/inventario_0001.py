"""Catalogue of perfiles, places, stock, the ledger that nobody may rewrite, and the search index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.sorting import orden
from rexus.db.types import Cantidad, Dinero, Logico, Momento, identidad, texto

revision = "inventario_0001"
down_revision = None
branch_labels = None
depends_on = None


# RAISE(ABORT) undoes the statement. The INSERT trigger closes INSERT OR REPLACE, which deletes without DELETE triggers.
_LEDGER = (
    """
    CREATE TRIGGER movimientos_sin_update BEFORE UPDATE ON movimientos
    BEGIN SELECT RAISE(ABORT, 'movimientos: solo se agregan, no se modifican'); END
    """,
    """
    CREATE TRIGGER movimientos_sin_delete BEFORE DELETE ON movimientos
    BEGIN SELECT RAISE(ABORT, 'movimientos: solo se agregan, no se borran'); END
    """,
    """
    CREATE TRIGGER movimientos_sin_replace BEFORE INSERT ON movimientos
    WHEN EXISTS (SELECT 1 FROM movimientos WHERE id = NEW.id)
      OR EXISTS (SELECT 1 FROM movimientos WHERE clave = NEW.clave)
      OR EXISTS (SELECT 1 FROM movimientos WHERE anula_id = NEW.anula_id)
    BEGIN SELECT RAISE(ABORT, 'movimientos: ya existe ese movimiento'); END
    """,
)

# Any part of any word: a trigram index over the folded text, kept by triggers so that no writer can forget it.
_SEARCH = (
    """
    CREATE VIRTUAL TABLE inventario_perfiles_fts USING fts5(
        busqueda, content='inventario_perfiles', content_rowid='id', tokenize='trigram', columnsize=0)
    """,
    """
    CREATE TRIGGER inventario_perfiles_fts_insert AFTER INSERT ON inventario_perfiles
    BEGIN INSERT INTO inventario_perfiles_fts(rowid, busqueda) VALUES (NEW.id, NEW.busqueda); END
    """,
    """
    CREATE TRIGGER inventario_perfiles_fts_delete AFTER DELETE ON inventario_perfiles
    BEGIN
        INSERT INTO inventario_perfiles_fts(inventario_perfiles_fts, rowid, busqueda)
        VALUES ('delete', OLD.id, OLD.busqueda);
    END
    """,
    """
    CREATE TRIGGER inventario_perfiles_fts_update AFTER UPDATE OF busqueda ON inventario_perfiles
    WHEN OLD.busqueda <> NEW.busqueda
    BEGIN
        INSERT INTO inventario_perfiles_fts(inventario_perfiles_fts, rowid, busqueda)
        VALUES ('delete', OLD.id, OLD.busqueda);
        INSERT INTO inventario_perfiles_fts(rowid, busqueda) VALUES (NEW.id, NEW.busqueda);
    END
    """,
)

_SQLITE = (*_LEDGER, *_SEARCH)


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
        sa.Column("resumen", sa.Text(), nullable=False),
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
        sa.Column("antes", sa.Text(), nullable=True),
        sa.Column("despues", sa.Text(), nullable=True),
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
        sa.CheckConstraint("activo IN (0, 1)", name=op.f("ck_ubicaciones_activo_logico")).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("length(codigo) <= 60", name=op.f("ck_ubicaciones_codigo_largo")),
        sa.CheckConstraint("length(codigo) >= 1", name=op.f("ck_ubicaciones_codigo_no_vacio")),
        sa.CheckConstraint("length(nombre) <= 120", name=op.f("ck_ubicaciones_nombre_largo")),
        sa.CheckConstraint("length(tipo) <= 40", name=op.f("ck_ubicaciones_tipo_largo")),
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
        sa.Column("observaciones", sa.Text(), nullable=False),
        sa.Column("activo", Logico(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("busqueda", sa.Text(), nullable=False),
        sa.Column("fecha_creacion", Momento(), nullable=False),
        sa.Column("fecha_actualizacion", Momento(), nullable=False),
        sa.Column("ubicacion", texto(60), nullable=True),
        sa.CheckConstraint("activo IN (0, 1)", name=op.f("ck_inventario_perfiles_activo_logico")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("alto >= 0 AND alto <= 1000000", name=op.f("ck_inventario_perfiles_alto_en_mm")),
        sa.CheckConstraint("ancho >= 0 AND ancho <= 1000000", name=op.f("ck_inventario_perfiles_ancho_en_mm")),
        sa.CheckConstraint("importe >= 0", name=op.f("ck_inventario_perfiles_importe_no_negativo")),
        sa.CheckConstraint("length(acabado) <= 120", name=op.f("ck_inventario_perfiles_acabado_largo")),
        sa.CheckConstraint("length(codigo) <= 60", name=op.f("ck_inventario_perfiles_codigo_largo")),
        sa.CheckConstraint("length(codigo) >= 1", name=op.f("ck_inventario_perfiles_codigo_no_vacio")),
        sa.CheckConstraint("length(descripcion) <= 255", name=op.f("ck_inventario_perfiles_descripcion_largo")),
        sa.CheckConstraint(
            "length(imagen_referencia) <= 255", name=op.f("ck_inventario_perfiles_imagen_referencia_largo")
        ),
        sa.CheckConstraint("length(numero) <= 30", name=op.f("ck_inventario_perfiles_numero_largo")),
        sa.CheckConstraint("length(observaciones) <= 4000", name=op.f("ck_inventario_perfiles_observaciones_largo")),
        sa.CheckConstraint("length(proveedor) <= 120", name=op.f("ck_inventario_perfiles_proveedor_largo")),
        sa.CheckConstraint("length(qr) <= 255", name=op.f("ck_inventario_perfiles_qr_largo")),
        sa.CheckConstraint("length(tipo) <= 60", name=op.f("ck_inventario_perfiles_tipo_largo")),
        sa.CheckConstraint("length(tipo_material) <= 60", name=op.f("ck_inventario_perfiles_tipo_material_largo")),
        sa.CheckConstraint("length(unidad) <= 20", name=op.f("ck_inventario_perfiles_unidad_largo")),
        sa.CheckConstraint("length(vs) <= 30", name=op.f("ck_inventario_perfiles_vs_largo")),
        sa.CheckConstraint("longitud >= 0 AND longitud <= 1000000", name=op.f("ck_inventario_perfiles_longitud_en_mm")),
        sa.CheckConstraint("stock_actual <= 999999999999", name=op.f("ck_inventario_perfiles_stock_cabe")).ddl_if(
            dialect="sqlite"
        ),
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
        sqlite_where=sa.text("qr != ''"),
        postgresql_where=sa.text("qr != ''"),
    )
    op.create_index(op.f("ix_inventario_perfiles_ubicacion"), "inventario_perfiles", ["ubicacion"], unique=False)
    for columna in ("codigo", "stock_actual"):
        op.create_index(f"ix_inventario_perfiles_orden_{columna}", "inventario_perfiles", ["activo", columna])
    for columna in ("descripcion", "acabado", "proveedor", "ubicacion"):
        op.create_index(
            f"ix_inventario_perfiles_orden_{columna}", "inventario_perfiles", ["activo", orden(sa.column(columna))]
        )
    op.create_table(
        "lote_filas",
        sa.Column("lote_id", identidad(), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("accion", texto(20), nullable=False),
        sa.Column("antes", sa.Text(), nullable=True),
        sa.Column("despues", sa.Text(), nullable=True),
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
        sa.CheckConstraint(
            "(tipo = 'ANULACION') = (anula_id IS NOT NULL)", name=op.f("ck_movimientos_anulacion_senala")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("tipo <> 'AJUSTE' OR length(motivo) > 0", name=op.f("ck_movimientos_ajuste_con_motivo")),
        sa.CheckConstraint("tipo <> 'ENTRADA' OR cantidad > 0", name=op.f("ck_movimientos_entrada_suma")),
        sa.CheckConstraint("tipo <> 'SALIDA' OR cantidad < 0", name=op.f("ck_movimientos_salida_resta")),
        sa.CheckConstraint(
            "tipo IN ('ENTRADA', 'SALIDA', 'AJUSTE', 'TRANSFERENCIA', 'CONTEO', 'ANULACION')",
            name=op.f("ck_movimientos_tipo"),
        ),
        sa.CheckConstraint("abs(cantidad) <= 999999999999", name=op.f("ck_movimientos_cantidad_cabe")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("cantidad <> 0", name=op.f("ck_movimientos_cantidad_no_cero")),
        sa.CheckConstraint("longitud_mm >= 0 AND longitud_mm <= 1000000", name=op.f("ck_movimientos_longitud")),
        sa.CheckConstraint("stock_resultante >= 0", name=op.f("ck_movimientos_resultante_no_negativo")),
        sa.ForeignKeyConstraint(["anula_id"], ["movimientos.id"], name=op.f("fk_movimientos_anula_id")),
        sa.ForeignKeyConstraint(["lote_id"], ["lotes.id"], name=op.f("fk_movimientos_lote_id")),
        sa.ForeignKeyConstraint(["par_id"], ["movimientos.id"], name=op.f("fk_movimientos_par_id")),
        sa.ForeignKeyConstraint(["ubicacion_id"], ["ubicaciones.id"], name=op.f("fk_movimientos_ubicacion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movimientos")),
        sa.UniqueConstraint("anula_id", name=op.f("uq_movimientos_anula_id")),
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
        sqlite_where=sa.text("lote_id IS NOT NULL"),
        postgresql_where=sa.text("lote_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_movimientos_par_id"),
        "movimientos",
        ["par_id"],
        unique=False,
        sqlite_where=sa.text("par_id IS NOT NULL"),
        postgresql_where=sa.text("par_id IS NOT NULL"),
    )
    op.bulk_insert(
        sa.table("ubicaciones", *(sa.column(c) for c in ("id", "codigo", "nombre", "tipo", "activo", "version"))),
        [{"id": 1, "codigo": "General", "nombre": "Sin lugar asignado", "tipo": "", "activo": 1, "version": 1}],
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
