"""Every key that can be configured: the single source of truth.

Adding a key here is all it takes; run `python -m rexus.settings.generate` afterwards to write the factory file.
Labels and helps are Spanish source texts; who shows them passes them through `tr()`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Tipo = Literal["entero", "real", "texto", "logico", "lista", "objeto"]
Alcance = Literal["equipo", "empresa"]

# Written into every settings file; a file with a higher number comes from a newer program.
FORMAT_VERSION: Final = 1
VERSION_KEY: Final = "version"


@dataclass(frozen=True)
class Setting:
    """One key, `categoria.clave`.

    `minimo` and `maximo` bound numbers (both included) and the length of texts. `opciones` lists the only values
    allowed. `alcance`: «equipo» is of this machine, «empresa» is shared by the workshop. A `secreta` value never
    enters a JSON file. `variables` are environment variables understood besides `REXUS_<CATEGORIA>_<CLAVE>`.
    """

    clave: str
    tipo: Tipo
    default: Any
    etiqueta: str
    ayuda: str = ""
    alcance: Alcance = "equipo"
    minimo: float | None = None
    maximo: float | None = None
    opciones: tuple[Any, ...] = ()
    secreta: bool = False
    variables: tuple[str, ...] = ()

    @property
    def categoria(self) -> str:
        """The part before the dot."""
        return self.clave.partition(".")[0]

    @property
    def nombre(self) -> str:
        """The part after the dot."""
        return self.clave.partition(".")[2]

    @property
    def variables_de_entorno(self) -> tuple[str, ...]:
        """The environment variables that set it, the first that exists wins."""
        return (f"REXUS_{self.categoria}_{self.nombre}".upper(), *self.variables)


_SETTINGS: Final = (
    # ── Database pool ──
    Setting(
        "db.pool_size",
        "entero",
        10,
        "Conexiones abiertas",
        "Cuántas conexiones con cada base se mantienen abiertas para volver a usarlas.",
        minimo=1,
        maximo=100,
        variables=("DB_POOL_SIZE",),
    ),
    Setting(
        "db.max_overflow",
        "entero",
        5,
        "Conexiones de refuerzo",
        "Cuántas conexiones más pueden abrirse por un momento cuando las otras están ocupadas.",
        minimo=0,
        maximo=100,
        variables=("DB_MAX_OVERFLOW",),
    ),
    Setting(
        "db.pool_timeout",
        "real",
        5.0,
        "Espera de una conexión (segundos)",
        "Cuánto se espera una conexión libre antes de avisar que no hay.",
        minimo=0.1,
        maximo=120,
        variables=("DB_POOL_TIMEOUT",),
    ),
    # ── The program ──
    Setting(
        "sistema.zona",
        "texto",
        "America/Argentina/Buenos_Aires",
        "Zona horaria del taller",
        "Las horas se guardan en UTC y se muestran en esta zona, con su nombre de la base IANA.",
        alcance="empresa",
        minimo=1,
        maximo=64,
    ),
    Setting("sistema.idioma", "texto", "es", "Idioma", "Idioma de los textos.", opciones=("es",)),
    Setting("empresa.nombre", "texto", "", "Nombre de la empresa", "Figura en las planillas.", "empresa", maximo=120),
    # ── How it looks ──
    Setting(
        "tema.modo",
        "texto",
        "sistema",
        "Tema",
        "Claro, oscuro, o el que use el sistema.",
        opciones=("sistema", "claro", "oscuro"),
    ),
    Setting(
        "tema.densidad",
        "texto",
        "comoda",
        "Densidad de las tablas",
        "Filas cómodas, o compactas para ver más a la vez.",
        opciones=("comoda", "compacta"),
    ),
    # ── The window, as it was left ──
    Setting("ventana.geometria", "texto", "", "Tamaño y lugar de la ventana", maximo=4_000),
    Setting("ventana.navegacion_plegada", "logico", False, "Navegación plegada"),
    Setting("ventana.detalle_visible", "logico", True, "Panel de detalle visible"),
    Setting("ventana.detalle_ancho", "entero", 340, "Ancho del panel de detalle", minimo=200, maximo=2_000),
    Setting("ventana.pagina", "texto", "", "Última página abierta", maximo=60),
    Setting("ventana.ultimo_usuario", "texto", "", "Último usuario que entró", maximo=60),
    # ── Pages ──
    Setting("inventario.columnas", "objeto", {}, "Columnas de Inventario", "Orden, ancho y cuáles se muestran."),
    Setting("inventario.filtros_guardados", "objeto", {}, "Filtros guardados de Inventario", "Por su nombre."),
    Setting("ubicaciones.columnas", "objeto", {}, "Columnas de Ubicaciones", "Orden, ancho y cuáles se muestran."),
    Setting(
        "importacion.mapeos",
        "objeto",
        {},
        "Columnas reconocidas al importar",
        "Qué columna de cada planilla conocida corresponde a cada dato.",
    ),
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

SCHEMA: Final[dict[str, Setting]] = {setting.clave: setting for setting in _SETTINGS}
