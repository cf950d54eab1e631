"""What there is to go back to, in a folder or in one file, and the words for it. No Qt."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from rexus.base.paths import Paths
from rexus.base.progress import Avance
from rexus.base.text import edad, formatear_fecha, formatear_tamano
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.domain import Linea
from rexus.respaldos import Conjunto, Dudoso, copias, paquete
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import PREFIJO
from rexus.settings import Settings


@dataclass(frozen=True)
class Estante:
    """The sets in `carpeta`, newest first. `origen` is what was chosen; `elegido` the id that it names, if one."""

    origen: Path
    carpeta: Path
    hallados: tuple[Conjunto | Dudoso, ...]
    elegido: str = ""


def en_carpeta(origen: Path) -> Estante:
    """The sets in a folder, in the `backups` of a home, or beside the set whose own folder it is.

    Raises SoloLecturaError.
    """
    if origen.name.startswith(PREFIJO):
        beside = Estante(origen, origen.parent, tuple(carpetas.mirar(origen.parent)))
        return replace(beside, elegido=origen.name.removeprefix(PREFIJO))
    found = carpetas.mirar(origen)
    within = origen / "backups"
    if not found and within.is_dir():
        return Estante(origen, within, tuple(carpetas.mirar(within)))
    return Estante(origen, origen, tuple(found))


def en_archivo(origen: Path, lugar: Path, abiertos: ExitStack, avance: Avance) -> Estante:
    """The set in a `.tar`, unpacked below `lugar` until `abiertos` is closed. Raises ArchivoError, CanceladoError."""
    carpeta, id_ = abiertos.enter_context(paquete.abierto(origen, lugar, avance))
    return Estante(origen, carpeta, tuple(carpetas.mirar(carpeta)), id_)


def a_mano(paths: Paths, settings: Settings) -> Estante | None:
    """The sets that lie where this machine would put them; None when there are none. Raises SoloLecturaError."""
    otra = copias.otra_carpeta(settings, paths.backups)
    for carpeta in (paths.backups, otra):
        if carpeta is not None and carpeta.is_dir() and carpetas.listar(carpeta):
            return en_carpeta(carpeta)
    return None


def en_palabras(hallado: Conjunto | Dudoso, zona: tzinfo, ahora: datetime) -> tuple[str, str]:
    """When and how old; what it is and how large. Of what is no set, why."""
    if isinstance(hallado, Dudoso):
        linea = Linea(hallado.id, Path(), None, hallado.porque)
        return hallado.id if linea.fecha is None else formatear_fecha(linea.fecha, zona), domain.que_es(linea)
    linea = Linea(hallado.id, hallado.ubicacion.parent, hallado)
    cuando = f"{formatear_fecha(hallado.fecha, zona)} · {edad(hallado.fecha, ahora)}"
    return cuando, f"{domain.tipo(linea)} · {formatear_tamano(hallado.bytes)}"
