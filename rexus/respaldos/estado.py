"""What became of sets after they were made: proven again, restored as a test. Kept beside them, not in their manifests.

Losing the file loses these dates and nothing else.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rexus.base.atomic import replacing
from rexus.base.log import get_logger
from rexus.base.text import iso_utc
from rexus.respaldos import llano
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.llano import NoEsLlanoError

log = get_logger(__name__)

ARCHIVO: Final = "estado.json"
# In bytes. Of sets there are at most some hundreds.
_LARGO_MAXIMO: Final = 4 << 20
# Threads of this program; two programs at once may lose one of two dates.
_ESCRIBIENDO: Final = threading.Lock()


@dataclass(frozen=True)
class Suerte:
    """Of one set. Moments in UTC, None: never. `falla` and `falla_de_prueba` say what was found wrong; empty: nothing.

    `probado` is when it was last restored as a test.
    """

    verificado: datetime | None = None
    falla: str = ""
    probado: datetime | None = None
    falla_de_prueba: str = ""


def leer(carpeta: Path) -> dict[str, Suerte]:
    """What is known, by the set's id; nothing of a file that is missing or that nobody understands."""
    try:
        leido = json.loads(llano.leer(carpeta / ARCHIVO, _LARGO_MAXIMO))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError, NoEsLlanoError) as error:
        log.warning("%s: %s", carpeta / ARCHIVO, error)
        return {}
    if not isinstance(leido, dict):
        return {}
    return {str(id_): _de_json(dicho) for id_, dicho in leido.items() if isinstance(dicho, dict)}


def malos(carpeta: Path) -> set[str]:
    """The sets that were found altered since they were made."""
    return {id_ for id_, suerte in leer(carpeta).items() if suerte.falla}


def falla_de(conjunto: Conjunto, suertes: Mapping[str, Suerte]) -> str:
    """What was found wrong with a set, or with the full one that it stands on; empty: nothing."""
    return next((s.falla for id_ in (conjunto.id, conjunto.base) if id_ and (s := suertes.get(id_)) and s.falla), "")


def firma(carpeta: Path) -> tuple[int, int, int] | None:
    """Changes whenever something new is remembered; costs a look at one file, and none of it is read."""
    try:
        visto = (carpeta / ARCHIVO).stat()
    except OSError:
        return None
    return visto.st_ino, visto.st_mtime_ns, visto.st_size


def anotar_verificado(carpeta: Path, id_: str, momento: datetime, falla: str = "") -> None:
    """It was proven at `momento`; `falla` says what is wrong with it. Raises nothing: see `_guardar`."""
    _cambiar(carpeta, id_, verificado=momento, falla=falla)


def anotar_prueba(carpeta: Path, id_: str, momento: datetime, falla: str = "") -> None:
    """It was restored as a test at `momento`; `falla` says what went wrong."""
    _cambiar(carpeta, id_, probado=momento, falla_de_prueba=falla)


def _cambiar(carpeta: Path, id_: str, **cambios: Any) -> None:
    with _ESCRIBIENDO:
        todo = leer(carpeta)
        todo[id_] = replace(todo.get(id_, Suerte()), **cambios)
        # Of sets that are gone nobody asks any more, but for when one was last restored as a test.
        hay = {nombre.name.partition("rexus_backup_")[2] for nombre in carpeta.glob("rexus_backup_*")}
        probados = [(s.probado, i) for i, s in todo.items() if s.probado is not None and not s.falla_de_prueba]
        hay |= {i for _, i in sorted(probados)[-1:]}
        _guardar(carpeta, {i: s for i, s in todo.items() if i in hay or i == id_})


def _guardar(carpeta: Path, todo: Mapping[str, Suerte]) -> None:
    archivo = carpeta / ARCHIVO
    temporal = archivo.with_name(f".{ARCHIVO}.{os.getpid()}.{threading.get_ident()}.tmp")
    texto = json.dumps({i: _a_json(s) for i, s in todo.items()}, ensure_ascii=False, sort_keys=True, indent=1)
    try:
        with replacing(archivo, temporal, 0o600) as salida:
            salida.write(texto.encode("utf-8"))
    except OSError as error:
        # What was found is told where it was asked for; only its date is not remembered.
        log.warning("%s: %s", archivo, error)


def _a_json(suerte: Suerte) -> dict[str, str]:
    dicho = {
        "verificado": iso_utc(suerte.verificado) if suerte.verificado else "",
        "falla": suerte.falla,
        "probado": iso_utc(suerte.probado) if suerte.probado else "",
        "falla_de_prueba": suerte.falla_de_prueba,
    }
    return {clave: valor for clave, valor in dicho.items() if valor}


def _de_json(dicho: Mapping[str, Any]) -> Suerte:
    return Suerte(
        _momento(dicho.get("verificado")),
        str(dicho.get("falla") or ""),
        _momento(dicho.get("probado")),
        str(dicho.get("falla_de_prueba") or ""),
    )


def _momento(dicho: Any) -> datetime | None:
    try:
        momento = datetime.fromisoformat(str(dicho).replace("Z", "+00:00"))
    except ValueError:
        return None
    return momento if momento.tzinfo is not None else None
