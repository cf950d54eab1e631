"""Keys of this seat: how it looks, its scanner, and what the program keeps by itself of windows and tables."""

from __future__ import annotations

from typing import Final

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
    # The window, as it was left.
    Setting("ventana.geometria", "texto", "", "Tamaño y lugar de la ventana", maximo=4_000, oculta=True),
    Setting("ventana.navegacion_plegada", "logico", False, "Navegación plegada", oculta=True),
    Setting("ventana.detalle_visible", "logico", True, "Panel de detalle visible", oculta=True),
    Setting(
        "ventana.detalle_ancho", "entero", 340, "Ancho del panel de detalle", minimo=200, maximo=2_000, oculta=True
    ),
    Setting("ventana.pagina", "texto", "", "Última página abierta", maximo=60, oculta=True),
    Setting("ventana.ultimo_usuario", "texto", "", "Último usuario que entró", maximo=60, oculta=True),
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
