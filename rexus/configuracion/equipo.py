"""Changes that this machine keeps: of its own keys, and of shared ones while the database is away.

They need no database and no sign-in: whoever may write the file may do it by hand as well. Where somebody is signed in
all the same, the window asks them for a permission (`piden_permiso`): the file is not theirs but the system user's.
"""

from __future__ import annotations

import platform
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from rexus.base.errors import DatoInvalidoError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.sistema import cuenta_del_sistema
from rexus.base.text import iso_utc, tr
from rexus.configuracion.datos import Cambio
from rexus.configuracion.errors import DictadaError
from rexus.configuracion.instalacion import instalacion
from rexus.db.conexion import conexion_de
from rexus.settings import SCHEMA, Pendiente, Settings
from rexus.settings.capas import iguales
from rexus.settings.edicion import preparado

log = get_logger(__name__)


def piden_permiso(claves: Iterable[str]) -> bool:
    """Whether changing these asks whoever is signed in for `configuracion.modificar`: all do but how the seat looks.

    Raises KeyError for an unknown key.
    """
    return not all(SCHEMA[clave].de_cualquiera for clave in claves)


def preparar(settings: Settings, cambios: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as they would be kept; None takes a key back to the factory's value.

    Raises DatoInvalidoError with a reason for every value that does not fit, DictadaError for a key that the
    environment dictates, KeyError for an unknown one.
    """
    preparados: dict[str, Any] = {}
    campos: dict[str, str] = {}
    frases: list[str] = []
    for clave, valor in cambios.items():
        setting = SCHEMA[clave]
        exigir_libre(settings, clave)
        try:
            preparados[clave] = None if valor is None else preparado(setting, valor)
        except DatoInvalidoError as error:
            campos.update(error.campos)
            frases.append(error.frase)
    if campos:
        raise DatoInvalidoError(" ".join(frases), tr("No se guardó nada."), campos=campos)
    return preparados


def exigir_libre(settings: Settings, clave: str) -> None:
    """Raise DictadaError if the environment dictates the key."""
    variable = settings.variable(clave)
    if variable is not None:
        raise DictadaError(clave, variable)


def guardar(settings: Settings, cambios: Mapping[str, Any], quien: str) -> tuple[str, ...]:
    """Save keys of this machine, prepared, in its file and in the list of who changed them; returns those that changed.

    Raises as `Settings.fijar`; nothing is changed then.
    """
    antes = {clave: settings.guardado(clave) for clave in cambios}
    settings.fijar(cambios)
    cambiados = tuple(clave for clave in cambios if not iguales(antes[clave], settings.guardado(clave)))
    recordar(settings, {clave: (antes[clave], settings.guardado(clave)) for clave in cambiados}, quien)
    return cambiados


def pedidos(
    settings: Settings, cambios: Mapping[str, Any], quien: str, vistos: Mapping[str, Any] | None = None
) -> dict[str, Pendiente]:
    """Changes of shared keys, prepared, with the value that each is based on.

    `vistos` are the database's values that the user saw, where not those last seen from here.
    """
    ahora = datetime.now(UTC)
    if not settings.instalacion:
        # Nobody asked a database yet: the one that the settings name is meant.
        settings.usar_base(instalacion(conexion_de(settings)))
    pedidos: dict[str, Pendiente] = {}
    for clave, valor in cambios.items():
        ultima = settings.base(clave)
        base = ultima if vistos is None else vistos.get(clave, ultima)
        version = settings.version_base(clave) if iguales(base, ultima) else None
        pedidos[clave] = Pendiente(valor, base, quien, ahora, version, settings.instalacion)
    return pedidos


def dejar_pendientes(settings: Settings, cambios: Mapping[str, Pendiente]) -> tuple[str, ...]:
    """Keep changes until the database is back; returns those that wait (one that goes back to the start does not).

    Raises as `Settings.proponer`; nothing is changed then.
    """
    settings.proponer(cambios)
    return tuple(clave for clave in cambios if clave in settings.pendientes())


def recordar(settings: Settings, cambios: Mapping[str, tuple[Any, Any]], quien: str) -> None:
    """Add to this machine's list: key → (before, after). A list that cannot be written undoes nothing."""
    lineas = [
        {**_linea(clave, quien), "antes": antes, "despues": despues}
        for clave, (antes, despues) in cambios.items()
        if not SCHEMA[clave].oculta
    ]
    _agregar(settings, lineas)


def guardar_secreto(settings: Settings, clave: str, texto: str, quien: str) -> None:
    """Keep a password in the keyring, and in the list that it was kept. Raises as `Settings.guardar_secreto`."""
    settings.guardar_secreto(clave, texto)
    recordar_secreto(settings, clave, "guardado", quien)


def quitar_secreto(settings: Settings, clave: str, quien: str) -> None:
    """Forget a password of the keyring, and tell the list. Raises LlaveroError."""
    settings.quitar_secreto(clave)
    recordar_secreto(settings, clave, "quitado", quien)


def recordar_secreto(settings: Settings, clave: str, que: Literal["guardado", "quitado"], quien: str) -> None:
    """Add to the list that a password was kept or removed; never which."""
    _agregar(settings, [{**_linea(clave, quien), "antes": None, "despues": None, "secreto": que}])


def recordar_exportacion(settings: Settings, archivo: str, quien: str) -> None:
    """Add to the list that the configuration was taken out. Raises SoloLecturaError: nothing leaves without a trace."""
    try:
        settings.bitacora.anotar([{**_linea("", quien), "exportado": archivo}])
    except OSError as error:
        raise SoloLecturaError(str(settings.bitacora.file.parent)) from error


def _linea(clave: str, quien: str) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "fecha": iso_utc(datetime.now(UTC)),
        "clave": clave,
        "usuario": quien,
        "cuenta": cuenta_del_sistema(),
        "equipo": platform.node(),
    }


def _agregar(settings: Settings, lineas: list[dict[str, Any]]) -> None:
    try:
        settings.bitacora.anotar(lineas)
    except OSError as error:
        log.warning("history of settings not written: %s", error)


def historial(settings: Settings, clave: str | None = None) -> list[Cambio]:
    """This machine's own changes, of one key or of all, oldest first. Raises nothing: what is broken is left out."""
    try:
        lineas = settings.bitacora.leer()
    except OSError as error:
        log.warning("history of settings not read: %s", error)
        return []
    cambios = [_cambio(linea) for linea in lineas if clave is None or linea.get("clave") == clave]
    return [cambio for cambio in cambios if cambio is not None]


def _cambio(linea: Mapping[str, Any]) -> Cambio | None:
    if "exportado" in linea:
        return None
    try:
        fecha = datetime.fromisoformat(linea["fecha"])
        clave, usuario, equipo = str(linea["clave"]), str(linea["usuario"]), str(linea["equipo"])
    except (KeyError, TypeError, ValueError):
        return None
    fecha = fecha.astimezone(UTC) if fecha.tzinfo else fecha.replace(tzinfo=UTC)
    return Cambio(clave, linea.get("antes"), linea.get("despues"), usuario, equipo, fecha, "equipo")
