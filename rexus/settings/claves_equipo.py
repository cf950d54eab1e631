"""Keys of this seat: how it looks, its scanner, and what the program keeps by itself of windows and tables."""

from __future__ import annotations

from typing import Final

from rexus.base.text import fuente
from rexus.settings.setting import Setting

TEMA: Final = (
    Setting(
        "tema.modo",
        "texto",
        "sistema",
        "Tema",
        "Claro, oscuro, o el que use el sistema.",
        opciones=("sistema", "claro", "oscuro"),
        rotulos=("El del sistema", "Claro", "Oscuro"),
    ),
    Setting(
        "tema.densidad",
        "texto",
        "comoda",
        "Densidad de las tablas",
        "Filas cómodas, o compactas para ver más a la vez.",
        opciones=("comoda", "compacta"),
        rotulos=("Cómoda", "Compacta"),
    ),
)

ESCANER: Final = (
    Setting(
        "escaner.intervalo_ms",
        "entero",
        35,
        "Ritmo del lector de códigos (milisegundos)",
        "Teclas más seguidas que esto se toman como leídas por el lector.",
        minimo=5,
        maximo=500,
    ),
)

OCULTAS: Final = (
    # Labels, as they were printed last on this seat.
    Setting("etiquetas.papel", "texto", "a4_3x8", "Papel de las etiquetas", maximo=40, oculta=True),
    Setting("etiquetas.propio", "objeto", {}, "Medidas propias de etiquetas", "En mm, como se escriben.", oculta=True),
    Setting("etiquetas.largo", "texto", "40", "Largo de las etiquetas en rollo continuo (mm)", maximo=10, oculta=True),
    Setting("etiquetas.impresora", "texto", "", "Impresora de etiquetas", maximo=255, oculta=True),
    Setting(
        "etiquetas.calibraciones",
        "objeto",
        {},
        "Calibración de las impresoras de etiquetas",
        "Lo que corre y estira cada una, en mm.",
        oculta=True,
    ),
    # The window, as it was left.
    Setting("ventana.geometria", "texto", "", "Tamaño y lugar de la ventana", maximo=4_000, oculta=True),
    Setting("ventana.navegacion_plegada", "logico", False, "Navegación plegada", oculta=True),
    Setting("ventana.detalle_visible", "logico", True, "Panel de detalle visible", oculta=True),
    Setting(
        "ventana.detalle_ancho", "entero", 340, "Ancho del panel de detalle", minimo=200, maximo=2_000, oculta=True
    ),
    Setting("ventana.pagina", "texto", "", "Última página abierta", maximo=60, oculta=True),
    Setting("ventana.ultimo_usuario", "texto", "", "Último usuario que entró", maximo=60, oculta=True),
    Setting("ventana.version_vista", "texto", "", "Última versión cuyas novedades se avisaron", maximo=30, oculta=True),
    # Pages.
    Setting(
        "inventario.columnas",
        "objeto",
        {},
        "Columnas de Inventario",
        "Orden, ancho y cuáles se muestran.",
        oculta=True,
    ),
    Setting(
        "inventario.filtros_guardados", "objeto", {}, "Filtros guardados de Inventario", "Por su nombre.", oculta=True
    ),
    Setting(
        "herrajes.columnas", "objeto", {}, "Columnas de Herrajes", "Orden, ancho y cuáles se muestran.", oculta=True
    ),
    Setting("herrajes.filtros_guardados", "objeto", {}, "Filtros guardados de Herrajes", "Por su nombre.", oculta=True),
    Setting(
        "herrajes.mapeos",
        "objeto",
        {},
        "Columnas reconocidas al importar herrajes",
        "Qué columna de cada planilla conocida corresponde a cada dato.",
        oculta=True,
    ),
    Setting("obras.columnas", "objeto", {}, "Columnas de Obras", "Orden, ancho y cuáles se muestran.", oculta=True),
    *(
        Setting(
            f"compras.columnas_{parte}",
            "objeto",
            {},
            etiqueta,
            "Orden, ancho y cuáles se muestran.",
            oculta=True,
        )
        for parte, etiqueta in fuente(
            {
                "faltantes": "Columnas de Faltantes",
                "pedidos": "Columnas de Pedidos",
                "proveedores": "Columnas de Proveedores",
            }
        ).items()
    ),
    Setting(
        "ubicaciones.columnas",
        "objeto",
        {},
        "Columnas de Ubicaciones",
        "Orden, ancho y cuáles se muestran.",
        oculta=True,
    ),
    Setting(
        "usuarios.columnas", "objeto", {}, "Columnas de Usuarios", "Orden, ancho y cuáles se muestran.", oculta=True
    ),
    Setting(
        "auditoria.columnas", "objeto", {}, "Columnas de Auditoría", "Orden, ancho y cuáles se muestran.", oculta=True
    ),
    Setting(
        "respaldos.columnas", "objeto", {}, "Columnas de Respaldos", "Orden, ancho y cuáles se muestran.", oculta=True
    ),
    Setting(
        "importacion.mapeos",
        "objeto",
        {},
        "Columnas reconocidas al importar",
        "Qué columna de cada planilla conocida corresponde a cada dato.",
        oculta=True,
    ),
)
