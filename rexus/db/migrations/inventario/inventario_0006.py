"""Suppliers, jobs, what they need, what is set apart for them, purchase orders, cuts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import bloqueos, solo_agregar
from rexus.db.orm import parcial, regla, solo_servidores, solo_sqlite
from rexus.db.types import Cantidad, Dinero, Fecha, Logico, Momento, identidad, texto, texto_largo

revision = "inventario_0006"
down_revision = "inventario_0005"
branch_labels = None
depends_on = None

_TIPOS = "tipo IN ('IMPORTACION', 'CONTEO', 'RAPIDO', 'RESERVA', 'ENTREGA', 'DEVOLUCION', 'RECEPCION', 'CORTE')"


def upgrade() -> None:
    _tipos_de_lote()
    _retazo_minimo()
    op.create_index(
        op.f("ix_movimientos_obra_id_clase_articulo_id"),
        "movimientos",
        ["obra_id", "clase", "articulo_id"],
        **parcial(sa.text("obra_id IS NOT NULL")),
    )
    _proveedores()
    _obras()
    _reservas()
    _compras()
    _cortes()
    solo_agregar.proteger("reserva_asientos", unicas=("id",))
    for tabla in ("reservas", "requerimientos"):
        bloqueos.de_filas(tabla)


def _tipos_de_lote() -> None:
    """More kinds of batches. SQLite cannot change a CHECK: the table is made again, with what it holds."""
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_lotes_tipo"), "lotes", type_="check")
        op.create_check_constraint(op.f("ck_lotes_tipo"), "lotes", _TIPOS)
        return
    # Movements point at batches; what is missing meanwhile is there again before the transaction ends.
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMP TABLE lotes_copia AS SELECT * FROM lotes")
    op.drop_table("lotes")
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
        sa.CheckConstraint(_TIPOS, name=op.f("ck_lotes_tipo")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lotes")),
        sa.UniqueConstraint("clave", name=op.f("uq_lotes_clave")),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO lotes SELECT * FROM lotes_copia")
    op.execute("DROP TABLE lotes_copia")


def _retazo_minimo() -> None:
    nombre = op.f("ck_inventario_perfiles_retazo_minimo_en_mm")
    regla_ = "retazo_minimo >= 0 AND retazo_minimo <= 1000000"
    if op.get_context().dialect.name == "sqlite":
        # A column of an existing table brings its CHECK with it or never has one.
        op.execute(
            "ALTER TABLE inventario_perfiles ADD COLUMN retazo_minimo INTEGER DEFAULT '0' NOT NULL"
            f" CONSTRAINT {nombre} CHECK ({regla_})"
        )
        return
    op.add_column("inventario_perfiles", sa.Column("retazo_minimo", sa.Integer(), nullable=False, server_default="0"))
    op.create_check_constraint(nombre, "inventario_perfiles", regla_)


def _proveedores() -> None:
    op.create_table(
        "proveedores",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("nombre", texto(120), nullable=False),
        sa.Column("clave", texto(255), nullable=False),
        sa.Column("contacto", texto(120), nullable=False),
        sa.Column("telefono", texto(60), nullable=False),
        sa.Column("email", texto(255), nullable=False),
        sa.Column("direccion", texto(255), nullable=False),
        sa.Column("dias_entrega", sa.Integer(), nullable=False),
        sa.Column("observaciones", texto(4000), nullable=False),
        sa.Column("activo", Logico(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fecha_creacion", Momento(), nullable=False),
        sa.Column("fecha_actualizacion", Momento(), nullable=False),
        solo_sqlite(op.f("ck_proveedores_activo_logico"), "activo IN (0, 1)"),
        *regla(op.f("ck_proveedores_clave_no_vacio"), sqlite="length(clave) >= 1", servidores="clave <> ''"),
        solo_sqlite(op.f("ck_proveedores_contacto_largo"), "length(contacto) <= 120"),
        sa.CheckConstraint("dias_entrega >= 0", name=op.f("ck_proveedores_dias_no_negativos")),
        solo_sqlite(op.f("ck_proveedores_direccion_largo"), "length(direccion) <= 255"),
        solo_sqlite(op.f("ck_proveedores_email_largo"), "length(email) <= 255"),
        solo_sqlite(op.f("ck_proveedores_nombre_largo"), "length(nombre) <= 120"),
        *regla(op.f("ck_proveedores_nombre_no_vacio"), sqlite="length(nombre) >= 1", servidores="nombre <> ''"),
        solo_sqlite(op.f("ck_proveedores_observaciones_largo"), "length(observaciones) <= 4000"),
        solo_sqlite(op.f("ck_proveedores_telefono_largo"), "length(telefono) <= 60"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proveedores")),
        sa.UniqueConstraint("clave", name=op.f("uq_proveedores_clave")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "articulo_proveedores",
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("proveedor_id", identidad(), nullable=False),
        sa.Column("codigo", texto(60), nullable=False),
        sa.Column("precio", Dinero(), nullable=False),
        sa.Column("precio_fecha", Fecha(), nullable=True),
        sa.Column("ped_min", Cantidad(), nullable=False),
        sa.Column("emba", Cantidad(), nullable=False),
        sa.Column("preferido", Logico(), nullable=False),
        solo_servidores(
            op.f("ck_articulo_proveedores_caben"),
            "precio <= 9999999999999999.99 AND ped_min <= 999999999.999 AND emba <= 999999999.999",
        ),
        solo_sqlite(op.f("ck_articulo_proveedores_codigo_largo"), "length(codigo) <= 60"),
        sa.CheckConstraint("ped_min >= 0 AND emba >= 0", name=op.f("ck_articulo_proveedores_minimos_no_negativos")),
        sa.CheckConstraint("precio >= 0", name=op.f("ck_articulo_proveedores_precio_no_negativo")),
        solo_sqlite(op.f("ck_articulo_proveedores_preferido_logico"), "preferido IN (0, 1)"),
        sa.ForeignKeyConstraint(
            ["proveedor_id"], ["proveedores.id"], name=op.f("fk_articulo_proveedores_proveedor_id")
        ),
        sa.PrimaryKeyConstraint("clase", "articulo_id", "proveedor_id", name=op.f("pk_articulo_proveedores")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_articulo_proveedores_proveedor_id"), "articulo_proveedores", ["proveedor_id"])
    op.create_index(
        "uq_articulo_proveedores_preferido",
        "articulo_proveedores",
        ["clase", "articulo_id"],
        unique=True,
        sqlite_where=sa.text("preferido = 1"),
        postgresql_where=sa.text("preferido"),
        mssql_where=sa.text("preferido = 1"),
    )


def _obras() -> None:
    op.create_table(
        "obras",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("codigo", texto(60), nullable=False),
        sa.Column("nombre", texto(160), nullable=False),
        sa.Column("cliente", texto(160), nullable=False),
        sa.Column("direccion", texto(255), nullable=False),
        sa.Column("telefono", texto(60), nullable=False),
        sa.Column("estado", texto(20), nullable=False),
        sa.Column("fecha_medicion", Fecha(), nullable=True),
        sa.Column("fecha_entrega", Fecha(), nullable=True),
        sa.Column("aberturas", sa.Integer(), nullable=False),
        sa.Column("observaciones", texto(4000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("busqueda", texto_largo(), nullable=False),
        sa.Column("fecha_creacion", Momento(), nullable=False),
        sa.Column("fecha_actualizacion", Momento(), nullable=False),
        sa.CheckConstraint("aberturas >= 0", name=op.f("ck_obras_aberturas_no_negativas")),
        solo_sqlite(op.f("ck_obras_cliente_largo"), "length(cliente) <= 160"),
        solo_sqlite(op.f("ck_obras_codigo_largo"), "length(codigo) <= 60"),
        *regla(op.f("ck_obras_codigo_no_vacio"), sqlite="length(codigo) >= 1", servidores="codigo <> ''"),
        solo_sqlite(op.f("ck_obras_direccion_largo"), "length(direccion) <= 255"),
        sa.CheckConstraint(
            "estado IN ('medicion', 'pedido', 'en_produccion', 'lista', 'colocada', 'cerrada', 'cancelada')",
            name=op.f("ck_obras_estado"),
        ),
        solo_sqlite(op.f("ck_obras_nombre_largo"), "length(nombre) <= 160"),
        solo_sqlite(op.f("ck_obras_observaciones_largo"), "length(observaciones) <= 4000"),
        solo_sqlite(op.f("ck_obras_telefono_largo"), "length(telefono) <= 60"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obras")),
        sa.UniqueConstraint("codigo", name=op.f("uq_obras_codigo")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "obra_adjuntos",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("obra_id", identidad(), nullable=False),
        sa.Column("nombre", texto(255), nullable=False),
        sa.Column("tipo", texto(40), nullable=False),
        sa.Column("tamano", sa.Integer(), nullable=False),
        sa.Column("sha256", texto(64), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        solo_sqlite(op.f("ck_obra_adjuntos_nombre_largo"), "length(nombre) <= 255"),
        *regla(op.f("ck_obra_adjuntos_nombre_no_vacio"), sqlite="length(nombre) >= 1", servidores="nombre <> ''"),
        solo_sqlite(op.f("ck_obra_adjuntos_sha256_largo"), "length(sha256) <= 64"),
        solo_sqlite(op.f("ck_obra_adjuntos_tipo_largo"), "length(tipo) <= 40"),
        solo_sqlite(op.f("ck_obra_adjuntos_usuario_largo"), "length(usuario) <= 60"),
        sa.ForeignKeyConstraint(["obra_id"], ["obras.id"], name=op.f("fk_obra_adjuntos_obra_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obra_adjuntos")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_obra_adjuntos_obra_id"), "obra_adjuntos", ["obra_id"])
    op.create_table(
        "obra_adjunto_contenidos",
        sa.Column("adjunto_id", identidad(), autoincrement=False, nullable=False),
        sa.Column("contenido", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjunto_id"], ["obra_adjuntos.id"], name=op.f("fk_obra_adjunto_contenidos_adjunto_id")
        ),
        sa.PrimaryKeyConstraint("adjunto_id", name=op.f("pk_obra_adjunto_contenidos")),
        sqlite_strict=True,
    )


def _reservas() -> None:
    op.create_table(
        "requerimientos",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("obra_id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("necesarias", Cantidad(), nullable=False),
        sa.Column("origen", texto(255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        solo_servidores(op.f("ck_requerimientos_necesarias_caben"), "necesarias <= 999999999.999"),
        sa.CheckConstraint("necesarias > 0", name=op.f("ck_requerimientos_necesarias_positivas")),
        solo_sqlite(op.f("ck_requerimientos_origen_largo"), "length(origen) <= 255"),
        sa.ForeignKeyConstraint(["obra_id"], ["obras.id"], name=op.f("fk_requerimientos_obra_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requerimientos")),
        sa.UniqueConstraint(
            "obra_id", "clase", "articulo_id", name=op.f("uq_requerimientos_obra_id_clase_articulo_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_requerimientos_clase_articulo_id"), "requerimientos", ["clase", "articulo_id"])
    op.create_table(
        "reservas",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("obra_id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("cantidad", Cantidad(), nullable=False),
        sa.Column("estado", texto(20), nullable=False),
        solo_servidores(op.f("ck_reservas_cabe"), "cantidad <= 999999999.999"),
        sa.CheckConstraint(
            "(estado = 'activa' AND cantidad > 0) OR (estado = 'cerrada' AND cantidad = 0)",
            name=op.f("ck_reservas_estado"),
        ),
        sa.CheckConstraint("cantidad >= 0", name=op.f("ck_reservas_no_negativa")),
        sa.ForeignKeyConstraint(["obra_id"], ["obras.id"], name=op.f("fk_reservas_obra_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservas")),
        sa.UniqueConstraint("obra_id", "clase", "articulo_id", name=op.f("uq_reservas_obra_id_clase_articulo_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reservas_clase_articulo_id"), "reservas", ["clase", "articulo_id"])
    op.create_table(
        "reserva_asientos",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("obra_id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("cantidad", Cantidad(), nullable=False),
        sa.Column("accion", texto(20), nullable=False),
        sa.Column("lote_id", identidad(), nullable=True),
        sa.Column("movimiento_id", identidad(), nullable=True),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.CheckConstraint(
            "accion IN ('reservar', 'liberar', 'usar', 'quitar', 'deshacer')", name=op.f("ck_reserva_asientos_accion")
        ),
        solo_servidores(op.f("ck_reserva_asientos_cabe"), "abs(cantidad) <= 999999999.999"),
        sa.CheckConstraint("cantidad <> 0", name=op.f("ck_reserva_asientos_cantidad_no_cero")),
        *regla(
            op.f("ck_reserva_asientos_signo"),
            sqlite="accion = 'deshacer' OR (accion = 'reservar') = (cantidad > 0)",
            servidores="accion = 'deshacer' OR (accion = 'reservar' AND cantidad > 0)"
            " OR (accion <> 'reservar' AND cantidad < 0)",
        ),
        sa.ForeignKeyConstraint(["lote_id"], ["lotes.id"], name=op.f("fk_reserva_asientos_lote_id")),
        sa.ForeignKeyConstraint(["movimiento_id"], ["movimientos.id"], name=op.f("fk_reserva_asientos_movimiento_id")),
        sa.ForeignKeyConstraint(["obra_id"], ["obras.id"], name=op.f("fk_reserva_asientos_obra_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserva_asientos")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reserva_asientos_lote_id"), "reserva_asientos", ["lote_id"])
    op.create_index(op.f("ix_reserva_asientos_movimiento_id"), "reserva_asientos", ["movimiento_id"])
    op.create_index(
        op.f("ix_reserva_asientos_obra_id_clase_articulo_id"), "reserva_asientos", ["obra_id", "clase", "articulo_id"]
    )


def _compras() -> None:
    op.create_table(
        "pedidos_compra",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("numero", texto(20), nullable=False),
        sa.Column("clave", texto(36), nullable=False),
        sa.Column("proveedor_id", identidad(), nullable=False),
        sa.Column("estado", texto(20), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("fecha_envio", Momento(), nullable=True),
        sa.Column("fecha_prometida", Fecha(), nullable=True),
        sa.Column("observaciones", texto(4000), nullable=False),
        sa.Column("motivo", texto(255), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "estado IN ('borrador', 'enviada', 'recibida_parcial', 'recibida', 'anulada')",
            name=op.f("ck_pedidos_compra_estado"),
        ),
        solo_sqlite(op.f("ck_pedidos_compra_numero_largo"), "length(numero) <= 20"),
        solo_sqlite(op.f("ck_pedidos_compra_observaciones_largo"), "length(observaciones) <= 4000"),
        solo_sqlite(op.f("ck_pedidos_compra_motivo_largo"), "length(motivo) <= 255"),
        solo_sqlite(op.f("ck_pedidos_compra_usuario_largo"), "length(usuario) <= 60"),
        sa.ForeignKeyConstraint(["proveedor_id"], ["proveedores.id"], name=op.f("fk_pedidos_compra_proveedor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pedidos_compra")),
        sa.UniqueConstraint("clave", name=op.f("uq_pedidos_compra_clave")),
        sa.UniqueConstraint("numero", name=op.f("uq_pedidos_compra_numero")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pedidos_compra_estado"), "pedidos_compra", ["estado"])
    op.create_index(op.f("ix_pedidos_compra_proveedor_id"), "pedidos_compra", ["proveedor_id"])
    op.create_table(
        "pedido_lineas",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("pedido_id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("cantidad", Cantidad(), nullable=False),
        sa.Column("precio", Dinero(), nullable=False),
        solo_servidores(op.f("ck_pedido_lineas_caben"), "cantidad <= 999999999.999 AND precio <= 9999999999999999.99"),
        sa.CheckConstraint("cantidad > 0", name=op.f("ck_pedido_lineas_cantidad_positiva")),
        sa.CheckConstraint("precio >= 0", name=op.f("ck_pedido_lineas_precio_no_negativo")),
        sa.ForeignKeyConstraint(["pedido_id"], ["pedidos_compra.id"], name=op.f("fk_pedido_lineas_pedido_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pedido_lineas")),
        sa.UniqueConstraint(
            "pedido_id", "clase", "articulo_id", name=op.f("uq_pedido_lineas_pedido_id_clase_articulo_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pedido_lineas_clase_articulo_id"), "pedido_lineas", ["clase", "articulo_id"])
    op.create_table(
        "pedido_obras",
        sa.Column("pedido_id", identidad(), nullable=False),
        sa.Column("obra_id", identidad(), nullable=False),
        sa.ForeignKeyConstraint(["obra_id"], ["obras.id"], name=op.f("fk_pedido_obras_obra_id")),
        sa.ForeignKeyConstraint(["pedido_id"], ["pedidos_compra.id"], name=op.f("fk_pedido_obras_pedido_id")),
        sa.PrimaryKeyConstraint("pedido_id", "obra_id", name=op.f("pk_pedido_obras")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pedido_obras_obra_id"), "pedido_obras", ["obra_id"])
    op.create_table(
        "recepciones",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clave", texto(36), nullable=False),
        sa.Column("pedido_id", identidad(), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.Column("remito", texto(60), nullable=False),
        sa.Column("usuario", texto(60), nullable=False),
        sa.Column("lote_id", identidad(), nullable=False),
        solo_sqlite(op.f("ck_recepciones_remito_largo"), "length(remito) <= 60"),
        solo_sqlite(op.f("ck_recepciones_usuario_largo"), "length(usuario) <= 60"),
        sa.ForeignKeyConstraint(["lote_id"], ["lotes.id"], name=op.f("fk_recepciones_lote_id")),
        sa.ForeignKeyConstraint(["pedido_id"], ["pedidos_compra.id"], name=op.f("fk_recepciones_pedido_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recepciones")),
        sa.UniqueConstraint("clave", name=op.f("uq_recepciones_clave")),
        sa.UniqueConstraint("lote_id", name=op.f("uq_recepciones_lote_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recepciones_pedido_id"), "recepciones", ["pedido_id"])
    op.create_table(
        "recepcion_lineas",
        sa.Column("recepcion_id", identidad(), nullable=False),
        sa.Column("pedido_linea_id", identidad(), nullable=False),
        sa.Column("recibidas", Cantidad(), nullable=False),
        sa.Column("rechazadas", Cantidad(), nullable=False),
        sa.Column("motivo", texto(255), nullable=False),
        sa.CheckConstraint(
            "recibidas >= 0 AND rechazadas >= 0 AND recibidas + rechazadas > 0", name=op.f("ck_recepcion_lineas_algo")
        ),
        solo_servidores(
            op.f("ck_recepcion_lineas_caben"), "recibidas <= 999999999.999 AND rechazadas <= 999999999.999"
        ),
        solo_sqlite(op.f("ck_recepcion_lineas_motivo_largo"), "length(motivo) <= 255"),
        sa.ForeignKeyConstraint(
            ["pedido_linea_id"], ["pedido_lineas.id"], name=op.f("fk_recepcion_lineas_pedido_linea_id")
        ),
        sa.ForeignKeyConstraint(["recepcion_id"], ["recepciones.id"], name=op.f("fk_recepcion_lineas_recepcion_id")),
        sa.PrimaryKeyConstraint("recepcion_id", "pedido_linea_id", name=op.f("pk_recepcion_lineas")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recepcion_lineas_pedido_linea_id"), "recepcion_lineas", ["pedido_linea_id"])


def _cortes() -> None:
    op.create_table(
        "cortes",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("clave", texto(36), nullable=False),
        sa.Column("lote_id", identidad(), nullable=False),
        sa.Column("clase", texto(20), nullable=False),
        sa.Column("articulo_id", identidad(), nullable=False),
        sa.Column("obra_id", identidad(), nullable=True),
        sa.Column("de_mm", sa.Integer(), nullable=False),
        sa.Column("ancho_sierra_mm", sa.Integer(), nullable=False),
        sa.Column("retazo_mm", sa.Integer(), nullable=False),
        sa.Column("merma_mm", sa.Integer(), nullable=False),
        sa.Column("plan_id", identidad(), nullable=True),
        sa.CheckConstraint("de_mm > 0 AND de_mm <= 1000000", name=op.f("ck_cortes_de_mm")),
        sa.CheckConstraint(
            "ancho_sierra_mm >= 0 AND retazo_mm >= 0 AND merma_mm >= 0", name=op.f("ck_cortes_no_negativos")
        ),
        sa.ForeignKeyConstraint(["lote_id"], ["lotes.id"], name=op.f("fk_cortes_lote_id")),
        sa.ForeignKeyConstraint(["obra_id"], ["obras.id"], name=op.f("fk_cortes_obra_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cortes")),
        sa.UniqueConstraint("clave", name=op.f("uq_cortes_clave")),
        sa.UniqueConstraint("lote_id", name=op.f("uq_cortes_lote_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cortes_obra_id"), "cortes", ["obra_id"])
    op.create_table(
        "corte_piezas",
        sa.Column("corte_id", identidad(), nullable=False),
        sa.Column("longitud_mm", sa.Integer(), nullable=False),
        sa.Column("cantidad", sa.Integer(), nullable=False),
        sa.CheckConstraint("longitud_mm > 0 AND cantidad > 0", name=op.f("ck_corte_piezas_positivos")),
        sa.ForeignKeyConstraint(["corte_id"], ["cortes.id"], name=op.f("fk_corte_piezas_corte_id")),
        sa.PrimaryKeyConstraint("corte_id", "longitud_mm", name=op.f("pk_corte_piezas")),
        sqlite_strict=True,
    )
