"""The address of databases, as it is written on the command line: `--motor URL`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from urllib.request import url2pathname

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db import names
from rexus.db.conexion import POSTGRESQL, SQLITE, SQLSERVER, Conexion

PREFIJO: Final = "rexus"
_TLS: Final = ("verificar", "exigir", "no")
_OPCIONES: Final = frozenset(("tls", "certificado", "driver", *names.ALL))


@dataclass(frozen=True)
class Destino:
    """Where the databases go: a server, or the files of the home `hogar`."""

    conexion: Conexion
    hogar: Path | None = None


def leer(url: str) -> Destino:
    """What an address means.

    `postgresql://CUENTA@SERVIDOR:PUERTO/PREFIJO?tls=exigir` and `sqlserver://…`: the databases are PREFIJO_users and so
    on (`?users=…&inventario=…&auditoria=…` names them one by one; `certificado`, `driver` as in the settings).
    `sqlite:///CARPETA`: a home. No password is in it: it would be seen. Raises DatoInvalidoError.
    """
    try:
        partes = urlsplit(url)
        puerto = partes.port or 0
    except ValueError as error:
        raise _mala(tr("no se entiende")) from error
    if partes.password is not None:
        # Without the address: it would be shown.
        raise _mala(tr("la clave no va en la dirección, porque se vería; se pide aparte"))
    if partes.scheme == SQLITE:
        if partes.netloc or not partes.path.strip("/"):
            raise _mala(tr("para los archivos de una carpeta es «sqlite:///CARPETA»"))
        return Destino(Conexion(), _hogar(partes.path))
    if partes.scheme not in (POSTGRESQL, SQLSERVER):
        raise _mala(tr("empieza con «postgresql://», «sqlserver://» o «sqlite:///»"))
    if not partes.hostname or not partes.username:
        raise _mala(tr("hace falta la cuenta y el servidor: «{motor}://CUENTA@SERVIDOR»").format(motor=partes.scheme))
    opciones = _opciones(partes)
    prefijo = unquote(partes.path.strip("/")) or PREFIJO
    if "/" in prefijo:
        raise _mala(tr("después del servidor va una sola palabra, con la que empiezan los nombres de las tres bases"))
    return Destino(
        Conexion(
            partes.scheme,
            partes.hostname,
            puerto,
            unquote(partes.username),
            driver=opciones.get("driver", ""),
            bases={base: opciones.get(base) or f"{prefijo}_{base}" for base in names.ALL},
            tls=opciones.get("tls", _TLS[0]),
            certificado=opciones.get("certificado", ""),
        )
    )


def _hogar(camino: str) -> Path:
    """The folder of a home: named from the root on, and not the root itself, however it is written."""
    dicho = url2pathname(camino)
    hogar = Path(os.path.normpath(dicho))
    llano = not {".", ".."} & set(dicho.replace("\\", "/").split("/"))
    if not llano or not hogar.is_absolute() or hogar == Path(hogar.anchor):
        raise _mala(
            tr("«{camino}» no es la carpeta de un programa: se escribe entera, como «sqlite:///home/ana/rexus»").format(
                camino=dicho
            )
        )
    return hogar


def _opciones(partes: SplitResult) -> Mapping[str, str]:
    try:
        opciones = dict(parse_qsl(partes.query, keep_blank_values=True, strict_parsing=bool(partes.query)))
    except ValueError as error:
        raise _mala(tr("lo que sigue a «?» no se entiende")) from error
    if ajenas := sorted(set(opciones) - _OPCIONES):
        raise _mala(tr("no existe la opción «{opcion}»").format(opcion=ajenas[0]))
    if opciones.get("tls", _TLS[0]) not in _TLS:
        raise _mala(tr("«tls» es «verificar», «exigir» o «no»"))
    return opciones


def _mala(detalle: str) -> DatoInvalidoError:
    return DatoInvalidoError(
        tr("La dirección de las bases no sirve: {detalle}. No se hizo nada.").format(detalle=detalle),
        tr("Por ejemplo: «postgresql://rexus_duena@servidor/rexus»."),
        campos={"motor": detalle},
    )
