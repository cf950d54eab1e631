"""Keys that the workshop shares: who it is, how it counts and writes, its policies, reports and backups."""

from __future__ import annotations

from typing import Final

from rexus.base.idioma import ESPANOL, IDIOMAS
from rexus.base.text import fuente
from rexus.settings.setting import Setting

_HORA: Final = r"([01]\d|2[0-3]):[0-5]\d"

EMPRESA: Final = (
    Setting("empresa.nombre", "texto", "", "Nombre de la empresa", "Figura en las planillas.", "empresa", maximo=120),
    Setting("empresa.cuit", "texto", "", "CUIT", "La identificación fiscal.", "empresa", maximo=20),
    Setting("empresa.direccion", "texto", "", "Dirección", alcance="empresa", maximo=250, multilinea=True),
    Setting("empresa.telefono", "texto", "", "Teléfono", alcance="empresa", maximo=60),
    Setting(
        "empresa.email",
        "texto",
        "",
        "Correo electrónico",
        alcance="empresa",
        maximo=255,
        patron=r"([^@\s]+@[^@\s]+)?",
        ejemplo="taller@ejemplo.com.ar",
    ),
    Setting("empresa.sitio_web", "texto", "", "Sitio web", alcance="empresa", maximo=255),
    Setting(
        "empresa.moneda",
        "texto",
        "ARS",
        "Moneda",
        "En qué moneda están los precios: su código ISO 4217 de tres letras.",
        "empresa",
        patron="[A-Z]{3}",
        ejemplo="ARS",
    ),
)

SISTEMA: Final = (
    Setting(
        "sistema.zona",
        "texto",
        "America/Argentina/Buenos_Aires",
        "Zona horaria del taller",
        "Las horas se guardan en UTC y se muestran en esta zona, con su nombre de la base IANA.",
        alcance="empresa",
        minimo=1,
        maximo=64,
        ejemplo="America/Argentina/Buenos_Aires",
        reinicio=True,
    ),
    Setting(
        "sistema.formato_fecha",
        "texto",
        "DD/MM/YYYY",
        "Formato de las fechas",
        "Por ahora el único: día, mes y año.",
        "empresa",
        opciones=("DD/MM/YYYY",),
    ),
    Setting(
        "sistema.separador_decimal",
        "texto",
        ",",
        "Separador decimal",
        "Por ahora el único: 1.234,5.",
        "empresa",
        opciones=(",",),
        rotulos=("Coma",),
    ),
    Setting(
        "sistema.idioma",
        "texto",
        ESPANOL,
        "Idioma",
        "De la ventana, la línea de órdenes y los papeles. Los números y las fechas no cambian.",
        opciones=tuple(IDIOMAS),
        rotulos=tuple(IDIOMAS.values()),
        variables=("REXUS_IDIOMA",),
    ),
    Setting(
        "auditoria.meses",
        "entero",
        24,
        "Conservar la auditoría (meses)",
        "Los meses más viejos salen a un archivo firmado cuando se archiva. 0: quedan siempre en la base.",
        "empresa",
        minimo=0,
        maximo=1200,
    ),
)

STOCK: Final = (
    Setting(
        "stock.retazo_minimo_mm",
        "entero",
        500,
        "Retazo mínimo (mm)",
        "Lo que sobra al cortar se guarda desde este largo; menos es merma. Un artículo puede tener el suyo.",
        "empresa",
        minimo=0,
        maximo=1_000_000,
    ),
    Setting(
        "stock.sierra_mm",
        "entero",
        0,
        "Ancho de la sierra (mm)",
        "Lo que se pierde en cada corte. Al cortar se puede decir otro.",
        "empresa",
        minimo=0,
        maximo=100,
    ),
)

USUARIOS: Final = (
    Setting(
        "usuarios.max_intentos",
        "entero",
        5,
        "Intentos antes de bloquear",
        "Cuántas claves equivocadas seguidas bloquean una cuenta.",
        "empresa",
        minimo=3,
        maximo=100,
    ),
    Setting(
        "usuarios.bloqueo_min",
        "entero",
        15,
        "Duración del bloqueo (minutos)",
        "Cada bloqueo seguido dura el doble. 0: hasta que un administrador la desbloquee.",
        "empresa",
        minimo=0,
        maximo=1440,
    ),
    Setting(
        "usuarios.largo_minimo",
        "entero",
        12,
        "Largo mínimo de las claves",
        "En caracteres. Vale para las claves que se elijan desde ahora.",
        "empresa",
        minimo=8,
        maximo=64,
    ),
    Setting(
        "usuarios.clave_dias",
        "entero",
        0,
        "Vencimiento de las claves (días)",
        "0: no vencen. Cambiarlas seguido las hace más débiles.",
        "empresa",
        minimo=0,
        maximo=3650,
    ),
    Setting(
        "usuarios.roles_con_segundo_factor",
        "lista",
        [],
        "Roles con segundo factor obligatorio",
        "Además de la clave, un código de un teléfono. Los nombres de los roles, uno por renglón.",
        "empresa",
    ),
    Setting(
        "usuarios.sesion_inactiva_min",
        "entero",
        30,
        "Bloquear la pantalla sin uso (minutos)",
        "Lo que esté a medio escribir se conserva.",
        "empresa",
        minimo=1,
        maximo=480,
    ),
    Setting(
        "usuarios.sesion_maxima_horas",
        "entero",
        8,
        "Duración máxima de una sesión (horas)",
        "Después hay que entrar otra vez.",
        "empresa",
        minimo=1,
        maximo=24,
    ),
    Setting(
        "usuarios.sesiones_a_la_vez",
        "entero",
        3,
        "Sesiones a la vez",
        "En cuántos puestos puede estar un mismo usuario al mismo tiempo.",
        "empresa",
        minimo=1,
        maximo=100,
    ),
)

REPORTES: Final = (
    Setting(
        "reportes.encabezado",
        "texto",
        "",
        "Encabezado",
        "Arriba de cada hoja, debajo del nombre de la empresa.",
        "empresa",
        maximo=500,
        multilinea=True,
    ),
    Setting("reportes.pie", "texto", "", "Pie", "Abajo de cada hoja.", "empresa", maximo=500, multilinea=True),
    Setting(
        "reportes.papel",
        "texto",
        "A4",
        "Papel",
        alcance="empresa",
        opciones=("A4", "carta", "legal"),
        rotulos=("A4", "Carta", "Legal"),
    ),
    Setting(
        "reportes.orientacion",
        "texto",
        "vertical",
        "Orientación de la hoja",
        alcance="empresa",
        opciones=("vertical", "horizontal"),
        rotulos=("Vertical", "Horizontal"),
    ),
)

RESPALDO: Final = (
    Setting(
        "respaldo.automatico",
        "logico",
        True,
        "Respaldos automáticos",
        "Hacer los respaldos a sus horas, sin que nadie los pida.",
        "empresa",
    ),
    Setting(
        "respaldo.hora_completo",
        "texto",
        "02:00",
        "Hora del respaldo completo",
        "Todos los días, en la hora del taller. El que no se pudo hacer se hace al abrir el programa.",
        "empresa",
        patron=_HORA,
        ejemplo="02:00",
    ),
    Setting(
        "respaldo.hora_incremental",
        "texto",
        "14:00",
        "Hora del respaldo incremental",
        "Todos los días, en la hora del taller.",
        "empresa",
        patron=_HORA,
        ejemplo="14:00",
    ),
    Setting(
        "respaldo.antiguedad_dias",
        "entero",
        7,
        "Respaldo reciente (días)",
        "Antes de una operación delicada se hace un respaldo si el último es más viejo que esto.",
        "empresa",
        minimo=1,
        maximo=365,
    ),
    *(
        Setting(
            f"respaldo.conservar_{nombre}", "entero", cuantos, etiqueta, ayuda, "empresa", minimo=minimo, maximo=1_000
        )
        for nombre, cuantos, minimo, (etiqueta, ayuda) in (
            ("ultimos", 3, 3, fuente(("Conservar los últimos", "Cuántos de los más nuevos no se borran nunca."))),
            ("dias", 7, 0, fuente(("Conservar por días", "El último de cada uno de estos días."))),
            ("semanas", 4, 0, fuente(("Conservar por semanas", "El último de cada una de estas semanas."))),
            ("meses", 12, 0, fuente(("Conservar por meses", "El último de cada uno de estos meses."))),
        )
    ),
    Setting(
        "respaldo.cifrar",
        "logico",
        False,
        "Cifrar los respaldos",
        "Los que se hagan desde ahora en esta computadora, con la frase de abajo.",
    ),
    Setting(
        "respaldo.frase",
        "texto",
        "",
        "Frase de los respaldos cifrados",
        "Queda en el llavero del sistema. Anotarla también en otro lugar: sin ella nadie abre un respaldo cifrado.",
        maximo=256,
        patron=r"(?=.*\S).{12,}|",
        ejemplo="siete barras de aluminio (12 caracteres o más)",
        secreta=True,
    ),
    Setting(
        "respaldo.carpeta",
        "texto",
        "",
        "Otra carpeta para los respaldos",
        "Otra carpeta donde se copia cada respaldo: un disco USB, una carpeta de red. Vacía: no se copian.",
        maximo=1_024,
    ),
)
