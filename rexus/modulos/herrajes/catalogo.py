"""The page of herrajes, described."""

from __future__ import annotations

from rexus.catalogo.catalogo import STOCK_INICIAL, Catalogo, Columna
from rexus.modulos.herrajes.campos import CAMPOS
from rexus.modulos.herrajes.orm import CLASE_HERRAJE

HERRAJES = Catalogo(
    id="herrajes",
    clase=CLASE_HERRAJE,
    titulo="Herrajes",
    varios="herrajes",
    columnas=(
        Columna("codigo", "Código", "codigo", 96),
        Columna("nombre", "Nombre", ancho=264, elastica=(96, 440)),
        Columna("marca", "Marca", ancho=112, elastica=(72, 200)),
        Columna("stock_actual", "Stock", "cantidad", 76),
        Columna("disponible", "Disponible", "cantidad", 88),
        Columna("stock_minimo", "Mínimo", "cantidad", 72),
        Columna("categoria", "Categoría", ancho=112),
        Columna("ubicacion", "Ubicación", ancho=104),
        Columna("proveedor", "Proveedor", ancho=152),
        Columna("modelo", "Modelo", ancho=112, visible=False),
        Columna("color", "Color", ancho=96, visible=False),
        Columna("descripcion", "Descripción", ancho=200, visible=False),
        Columna("especificaciones", "Especificaciones", ancho=200, visible=False),
        Columna("unidad_medida", "Unidad", ancho=80, visible=False),
        Columna("stock_reservado", "Reservado", "cantidad", 96, visible=False),
        Columna("ped_min", "Ped. mín.", "cantidad", 88, visible=False),
        Columna("emba", "Embalaje", "cantidad", 88, visible=False),
        Columna("precio_unitario", "Precio", "dinero", 104, visible=False),
        Columna("fecha_actualizacion", "Actualizado", "fecha", 136, visible=False),
        Columna("activo", "Activo", "logico", 72, visible=False),
    ),
    formulario=(
        (("codigo", 4), ("nombre", 8)),
        (("categoria", 4), ("marca", 4), ("modelo", 4)),
        (("color", 4), ("proveedor", 5), ("unidad_medida", 3)),
        (("descripcion", 12),),
        (("ubicacion", 6), (STOCK_INICIAL, 3), ("stock_minimo", 3)),
        (("ped_min", 4), ("emba", 4), ("precio_unitario", 4)),
        (("imagen_url", 12),),
        (("especificaciones", 6), ("observaciones", 6)),
    ),
    campos=CAMPOS,
    consola=("codigo", "nombre", "categoria", "marca", "proveedor", "ubicacion", "stock_actual", "disponible"),
    ficha=("categoria", "marca", "modelo", "color", "proveedor", "ubicacion"),
    opciones={"unidad_medida": ("unidad", "par", "juego", "caja", "metro")},
    mapeos="herrajes.mapeos",
    uno="herraje",
    muchos="herrajes",
)
