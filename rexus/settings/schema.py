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
    A change of one with `reinicio` holds from the next start.
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
    reinicio: bool = False

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
    # ── Where the data is ──
    Setting(
        "db.motor",
        "texto",
        "sqlite",
        "Motor",
        "«sqlite» guarda los datos en esta computadora; los otros dos, en un servidor para varios puestos.",
        opciones=("sqlite", "postgresql", "sqlserver"),
        reinicio=True,
    ),
    Setting(
        "db.servidor",
        "texto",
        "",
        "Servidor",
        "Nombre o dirección de la computadora donde está la base.",
        maximo=255,
        variables=("DB_SERVER",),
        reinicio=True,
    ),
    Setting(
        "db.puerto",
        "entero",
        0,
        "Puerto",
        "0 es el habitual del motor: 5432 en PostgreSQL, 1433 en SQL Server.",
        minimo=0,
        maximo=65_535,
        variables=("DB_PORT",),
        reinicio=True,
    ),
    Setting(
        "db.usuario",
        "texto",
        "",
        "Usuario de la base",
        "Con qué cuenta del servidor se conecta el programa.",
        maximo=128,
        variables=("DB_USERNAME",),
        reinicio=True,
    ),
    Setting(
        "db.clave",
        "texto",
        "",
        "Clave de la base",
        "Se guarda en el llavero del sistema, nunca en un archivo.",
        maximo=256,
        secreta=True,
        variables=("DB_PASSWORD",),
        reinicio=True,
    ),
    Setting(
        "db.driver",
        "texto",
        "",
        "Controlador de SQL Server",
        "Vacío elige el mejor que haya: ODBC Driver 18, 17 o FreeTDS. «mssqlpython» no necesita ninguno instalado.",
        maximo=128,
        variables=("DB_DRIVER",),
        reinicio=True,
    ),
    *(
        Setting(
            f"db.{base}",
            "texto",
            f"rexus_{base}",
            f"Base «{base}»",
            "Su nombre en el servidor.",
            minimo=1,
            maximo=63,
            variables=(f"DB_{base.upper()}",),
            reinicio=True,
        )
        for base in ("users", "inventario", "auditoria")
    ),
    Setting(
        "db.tls",
        "texto",
        "verificar",
        "Conexión cifrada",
        "«verificar» comprueba el certificado del servidor; «exigir» cifra sin comprobarlo; «no» viaja sin cifrar.",
        opciones=("verificar", "exigir", "no"),
        reinicio=True,
    ),
    Setting(
        "db.certificado",
        "texto",
        "",
        "Certificado de la autoridad",
        "Archivo con el certificado que firmó el del servidor; vacío usa los del sistema.",
        maximo=1_024,
        reinicio=True,
    ),
    # ── Database pool ──
    Setting(
        "db.pooling",
        "logico",
        True,
        "Reutilizar conexiones",
        "Si no, cada operación abre y cierra la suya: más lento, para servidores que reparten conexiones ellos mismos.",
        variables=("ENABLE_CONNECTION_POOLING",),
        reinicio=True,
    ),
    Setting(
        "db.pool_size",
        "entero",
        10,
        "Conexiones abiertas",
        "Cuántas conexiones con cada base se mantienen abiertas para volver a usarlas.",
        minimo=1,
        maximo=100,
        variables=("DB_POOL_SIZE",),
        reinicio=True,
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
        reinicio=True,
    ),
    Setting(
        "db.pool_recycle",
        "entero",
        3_600,
        "Renovar conexiones (segundos)",
        "Una conexión más vieja que esto se cambia por una nueva antes de usarla.",
        minimo=30,
        maximo=86_400,
        variables=("DB_POOL_RECYCLE",),
        reinicio=True,
    ),
    Setting(
        "db.pool_timeout",
        "real",
        30.0,
        "Espera de una conexión en trabajos largos (segundos)",
        "Cuánto espera una importación o la línea de comandos una conexión libre antes de avisar que no hay.",
        minimo=0.1,
        maximo=120,
        variables=("DB_POOL_TIMEOUT",),
        reinicio=True,
    ),
    Setting(
        "db.pool_timeout_pantalla",
        "real",
        5.0,
        "Espera de una conexión en pantalla (segundos)",
        "Cuánto espera una pantalla una conexión libre antes de avisar que no hay.",
        minimo=0.1,
        maximo=30,
        reinicio=True,
    ),
    Setting(
        "db.inactividad",
        "entero",
        300,
        "Soltar conexiones sin uso (segundos)",
        "Las conexiones que nadie usó en este tiempo se cierran.",
        minimo=10,
        maximo=86_400,
        reinicio=True,
    ),
    # ── Cache shared by the seats ──
    Setting(
        "cache.ttl",
        "entero",
        300,
        "Vida de lo recordado (segundos)",
        "Cuánto se recuerdan como máximo las listas que las pantallas repiten.",
        minimo=1,
        maximo=86_400,
        variables=("CACHE_DEFAULT_TTL",),
        reinicio=True,
    ),
    Setting(
        "cache.redis",
        "logico",
        False,
        "Compartir por Redis",
        "Los puestos comparten lo recordado en un servidor Redis; sin él, cada uno recuerda lo suyo.",
        variables=("ENABLE_REDIS_CACHE",),
        reinicio=True,
    ),
    Setting(
        "cache.redis_servidor",
        "texto",
        "127.0.0.1",
        "Servidor Redis",
        "Nombre o dirección.",
        minimo=1,
        maximo=255,
        variables=("REDIS_HOST",),
        reinicio=True,
    ),
    Setting(
        "cache.redis_puerto",
        "entero",
        6_379,
        "Puerto de Redis",
        minimo=1,
        maximo=65_535,
        variables=("REDIS_PORT",),
        reinicio=True,
    ),
    Setting(
        "cache.redis_clave",
        "texto",
        "",
        "Clave de Redis",
        "Se guarda en el llavero del sistema, nunca en un archivo.",
        maximo=256,
        secreta=True,
        variables=("REDIS_PASSWORD",),
        reinicio=True,
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
