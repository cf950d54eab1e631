"""The page of perfiles, described."""

from __future__ import annotations

from rexus.catalogo.catalogo import STOCK_INICIAL, Catalogo, Columna
from rexus.modulos.inventario.campos import CAMPOS
from rexus.modulos.inventario.orm import CLASE_PERFIL

PERFILES = Catalogo(
    id="inventario",
    clase=CLASE_PERFIL,
    titulo="Inventario",
    varios="perfiles",
    columnas=(
        Columna("codigo", "Código", "codigo", 96),
        Columna("descripcion", "Descripción", ancho=296, elastica=(96, 440)),
        Columna("acabado", "Acabado", ancho=136, elastica=(72, 200)),
        Columna("stock_actual", "Stock", "cantidad", 76),
        Columna("disponible", "Disponible", "cantidad", 88),
        Columna("stock_minimo", "Mínimo", "cantidad", 72),
        Columna("ubicacion", "Ubicación", ancho=104),
        Columna("proveedor", "Proveedor", ancho=152),
        Columna("longitud", "Longitud (mm)", "numero", 112),
        Columna("ancho", "Ancho (mm)", "numero", 96, visible=False),
        Columna("alto", "Alto (mm)", "numero", 96, visible=False),
        Columna("tipo", "Tipo", ancho=104, visible=False),
        Columna("tipo_material", "Material", ancho=112, visible=False),
        Columna("unidad", "Unidad", ancho=80, visible=False),
        Columna("stock_reservado", "Reservado", "cantidad", 96, visible=False),
        Columna("ped_min", "Ped. mín.", "cantidad", 88, visible=False),
        Columna("emba", "Embalaje", "cantidad", 88, visible=False),
        Columna("importe", "Importe", "dinero", 104, visible=False),
        Columna("qr", "QR", ancho=128, visible=False),
        Columna("fecha_actualizacion", "Actualizado", "fecha", 136, visible=False),
        Columna("activo", "Activo", "logico", 72, visible=False),
    ),
    formulario=(
        (("codigo", 4), ("descripcion", 8)),
        (("tipo", 4), ("tipo_material", 4), ("acabado", 4)),
        (("proveedor", 6), ("numero", 3), ("vs", 3)),
        (("longitud", 3), ("ancho", 2), ("alto", 2), ("retazo_minimo", 3), ("unidad", 2)),
        (("ubicacion", 6), (STOCK_INICIAL, 3), ("stock_minimo", 3)),
        (("ped_min", 4), ("emba", 4), ("importe", 4)),
        (("qr", 6), ("imagen_referencia", 6)),
        (("observaciones", 12),),
    ),
    campos=CAMPOS,
    consola=("codigo", "descripcion", "acabado", "proveedor", "ubicacion", "stock_actual", "disponible"),
    ficha=("acabado", "proveedor", "longitud", "ubicacion"),
    etiqueta=("acabado", "ubicacion"),
    unico=("codigo", "qr"),
    opciones={"unidad": ("barra", "unidad", "metro", "juego", "caja")},
    entera="barra entera",
)
