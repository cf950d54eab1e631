"""What was changed on this seat joins the audit trail: at once while somebody is signed in, else at the next sign-in.

The seat's own list (`Settings.bitacora`) holds every such change, and a mark beside it says how far it was handed on.
Each line is an attempt of its own, named by the line: handed on twice it is still one event.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rexus.base.actor import Actor
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import limpiar, tr
from rexus.configuracion.operaciones import MODULO
from rexus.db.locking import turno
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work, intento_consta
from rexus.settings import Settings, atomic

log = get_logger(__name__)

TABLA: Final = "configuracion_equipo"
_TURNO: Final = "ajustes del equipo"
_LARGO_CUENTA: Final = 40
# Of a value, as JSON: whoever may write the list must not be able to fill the trail with it.
_LARGO_VALOR: Final = 4_000


def entregar(registry: Registry, settings: Settings, actor: Actor) -> int:
    """Hand on what the trail does not have yet; how many changes. Raises nothing: what could not be handed on waits."""
    hechas = 0
    try:
        for linea in _por_entregar(settings):
            # A line that is not whole was not written here: passed over, like one that a crash cut.
            clave = _uuid(linea)
            if clave is not None:
                registry.escribir(USERS, actor, _anotar, linea, intento=clave)
                atomic.write(_marca(settings), json.dumps({"ultima": clave}).encode())
                hechas += 1
    except (RexusError, OSError) as error:
        log.warning("changes of this seat's settings wait for the audit trail: %s", error)
    return hechas


def _por_entregar(settings: Settings) -> list[Mapping[str, Any]]:
    # Those without a name are of an older version.
    lineas = [linea for linea in settings.bitacora.leer() if "id" in linea]
    if not lineas:
        return []
    try:
        ultima = json.loads(_marca(settings).read_bytes())["ultima"]
    except FileNotFoundError:
        return lineas
    except (ValueError, KeyError, TypeError) as error:
        # The trail knows what it has: nothing becomes two events.
        log.warning("%s says nothing that could be a mark: %s", _marca(settings), error)
        return lineas
    ids = [linea["id"] for linea in lineas]
    # One that is not there any more was dropped with the oldest: all that are left came later.
    return lineas[ids.index(ultima) + 1 :] if ultima in ids else lineas


def _anotar(work: Work, linea: Mapping[str, Any]) -> None:
    turno(work.connection, _TURNO)
    if intento_consta(work, work.intento):
        return
    cuando, cuenta = _texto(linea, "fecha"), _texto(linea, "cuenta")
    antes: dict[str, Any] | None = None
    despues: dict[str, Any] = {"cuando": cuando, "cuenta": cuenta}
    if "exportado" in linea:
        accion, registro = "exportar", None
        despues["archivo"] = _texto(linea, "exportado")
    elif "secreto" in linea:
        accion, registro = "editar", _texto(linea, "clave")[:60]
        despues["secreto"] = _texto(linea, "secreto")
    else:
        accion, registro = "editar", _texto(linea, "clave")[:60]
        antes, despues["valor"] = {"valor": _valor(linea.get("antes"))}, _valor(linea.get("despues"))
    work.anotar(MODULO, accion, TABLA, registro, antes=antes, despues=despues, usuario=_quien(work, linea))


def _quien(work: Work, linea: Mapping[str, Any]) -> str:
    """Who it was, as far as it is known: never a bare user's name that nobody proved, since the list is a file.

    With a space inside it is no user's name.
    """
    dicho, cuenta = _texto(linea, "usuario"), _texto(linea, "cuenta") or "?"
    if dicho == work.actor.usuario:
        return dicho
    if dicho and " " not in dicho:
        return tr("{usuario} (sin comprobar)").format(usuario=dicho[:_LARGO_CUENTA])
    return tr("{cuenta} (sin entrar)").format(cuenta=cuenta[:_LARGO_CUENTA])


def _texto(linea: Mapping[str, Any], nombre: str) -> str:
    return limpiar(str(linea.get(nombre) or ""))[:255]


def _valor(valor: Any) -> Any:
    texto = json.dumps(valor, ensure_ascii=False)
    return valor if len(texto) <= _LARGO_VALOR else f"{texto[:_LARGO_VALOR]}…"


def _uuid(linea: Mapping[str, Any]) -> str | None:
    try:
        return str(uuid.UUID(str(linea["id"])))
    except ValueError:
        return None


def _marca(settings: Settings) -> Path:
    return settings.bitacora.file.with_name("rexus_config.entregado")
