"""What the user reads while Rexus prepares itself, and the error that carries it.

Plain Spanish: `tr()` belongs to a floor that is not importable yet. Python 3.6 can read this file.
"""

import sys


class StartError(Exception):
    """Rexus cannot start: what happened in one sentence, and the next step. Both for the user, in Spanish."""

    def __init__(self, sentence: str, next_step: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.detail = detail

    def __str__(self) -> str:
        return "\n".join(part for part in (self.sentence, self.detail, self.next_step) if part)


PREPARING = "Preparando Rexus por primera vez (se necesita Internet; tarda unos minutos)…"
UPDATING = "Actualizando los componentes de Rexus…"
REPAIRING = "Una preparación anterior quedó a medias; se empieza de nuevo…"
CREATING = "Creando el entorno de Python en «{where}»"
DOWNLOADING = "Descargando {count} componentes"
INSTALLING = "Instalando los componentes"
STEP = "  [{done}/{count}] {what}"
READY = "Listo."
WAITING = "Otro arranque de Rexus está preparando el programa; esperando a que termine…"
CANCELLED = "Cancelado. La próxima vez se retoma la preparación."
APT = "Instalando paquetes del sistema: {line}"
PRESS_ENTER = "Pulsar Entrar para cerrar."
WRITTEN_DOWN = "Este mensaje quedó también en «{where}»."

# The steps, as the window names them.
STEP_CREATE = "creando el entorno de Python"
STEP_DOWNLOAD = "descargando bibliotecas"
STEP_INSTALL = "instalando bibliotecas"
STEP_OPEN = "abriendo Rexus"


def too_old(have: str, need: str) -> StartError:
    """This Python cannot read the program."""
    return StartError(
        f"Rexus necesita Python {need} o posterior; este es Python {have}.",
        "Instalar uno actual desde https://www.python.org/downloads/ (o con el gestor de paquetes del sistema) "
        "y volver a abrir Rexus con él.",
    )


def download_failed(detail: str) -> StartError:
    """pip could not bring what the lock names."""
    return StartError(
        "No se pudieron descargar los componentes de Rexus. No quedó nada a medias.",
        "Revisar la conexión a Internet (o el proxy) y volver a abrir Rexus.",
        detail,
    )


def tampered(detail: str) -> StartError:
    """What arrived is not what the lock's hashes say."""
    return StartError(
        "Un componente descargado no es el que Rexus espera (su huella no coincide). No se instaló nada.",
        "Probar desde otra red; si se repite, avisar a quien mantiene Rexus.",
        detail,
    )


def install_failed(detail: str) -> StartError:
    """pip brought the files but could not put them in place."""
    return StartError(
        "No se pudieron instalar los componentes de Rexus.",
        "Cerrar las otras ventanas de Rexus, revisar que quede espacio en el disco y volver a abrirlo.",
        detail,
    )


def no_room(where: str) -> StartError:
    """The disk of the environment is full."""
    return StartError(
        f"No queda espacio en el disco de «{where}» para preparar Rexus. No quedó nada a medias.",
        "Liberar alrededor de 1,5 GB en ese disco y volver a abrir Rexus.",
    )


def venv_failed(where: str, detail: str) -> StartError:
    """`python -m venv` failed."""
    return StartError(
        f"No se pudo crear el entorno de Python en «{where}».",
        "Revisar que quede espacio en el disco y que este Python tenga los módulos venv y ensurepip.",
        detail,
    )


def no_venv_module(line: str) -> StartError:
    """This Python came without venv or ensurepip (Debian and Ubuntu keep them in a package apart)."""
    return StartError(
        "A este Python le falta el módulo para crear entornos (venv).",
        f"Instalarlo con:  {line}" if line else "Instalar el Python completo de https://www.python.org/downloads/.",
    )


def nowhere_to_write(places: "list[str]") -> StartError:
    """None of the folders where the environment may live can be written."""
    return StartError(
        "No hay dónde preparar Rexus: no se puede escribir en " + " ni en ".join(f"«{p}»" for p in places) + ".",
        "Dar permiso de escritura a este usuario en una de esas carpetas o liberar espacio en el disco.",
    )


def went_round(where: str) -> StartError:
    """The environment's interpreter was started and is not the environment's interpreter."""
    return StartError(
        f"El entorno de Python en «{where}» no funciona.",
        "Borrar esa carpeta y volver a abrir Rexus, que la crea de nuevo.",
    )


def missing_libraries(names: "list[str]", line: str) -> StartError:
    """Qt lacks system libraries or a font; `line` brings them, "" where apt-get is not the way."""
    return StartError(
        "Faltan en el sistema: " + ", ".join(names) + ".",
        f"Instalarlos con:  {line}" if line else "Instalarlos con el gestor de paquetes del sistema.",
    )


def unexpected(detail: str) -> StartError:
    """What nobody foresaw ended the start."""
    return StartError(
        "Rexus terminó por un error inesperado. Lo que ya estaba guardado sigue guardado.",
        "Volver a abrirlo. Si se repite, volver a instalar Rexus (con main.py: borrar la carpeta «.venv» que está a su "
        "lado, que se prepara de nuevo) o enviar este mensaje a quien mantiene Rexus.",
        detail,
    )


def no_display() -> StartError:
    """Linux without a graphic session."""
    command = "rexus" if getattr(sys, "frozen", False) else "python3 main.py"
    return StartError(
        "No hay una sesión gráfica donde mostrar la ventana (ni DISPLAY ni WAYLAND_DISPLAY).",
        f"Abrir Rexus desde el escritorio, o usar los comandos:  {command} --help",
    )
