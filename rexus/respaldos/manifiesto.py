"""The manifest: what a set says of itself, in one canonical text under a seal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from rexus.base.text import iso_utc, tr
from rexus.respaldos.conjunto import (
    BASES,
    CIFRADO,
    CLAVE,
    COMPLETO,
    CONFIGURACION,
    INCREMENTAL,
    Archivo,
    Conjunto,
    Imagen,
    es_id,
    nombre_de_delta,
    nombre_de_imagen,
    nombre_de_nativo,
    nombre_de_paginas,
)
from rexus.respaldos.errors import RespaldoAlteradoError, RespaldoNuevoError

FORMATO: Final = 1
# In bytes. Far more than the names of a few files take.
LARGO_MAXIMO: Final = 1 << 20
# A clock that lost its battery says 1970; what is further cannot be told in every zone, nor counted back from.
_ANOS: Final = (1970, 9000)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TAMANO_MAXIMO: Final = 1 << 50
_PAGINAS: Final = frozenset(1 << n for n in range(9, 17))
_CAMPOS: Final = frozenset(
    (
        *("rexus", "formato", "version", "id", "tipo", "motivo", "fecha", "fin", "equipo", "motor", "esquema", "base"),
        *("cifrado", "verificado", "movimientos", "ultimo_movimiento", "archivos", "imagenes", "sello"),
    )
)


class _NoSirveError(ValueError):
    """Why a manifest is refused, in words."""


def escribir(conjunto: Conjunto) -> bytes:
    """The manifest's file: canonical JSON with its seal."""
    datos = _datos(conjunto)
    return canonico({**datos, "sello": _sello(datos)})


def canonico(datos: Mapping[str, Any]) -> bytes:
    """The one text that a document has: sorted keys, nothing between them, UTF-8, one newline at the end."""
    return json.dumps(datos, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8") + b"\n"


def leer(texto: bytes, id_: str, ubicacion: Path) -> Conjunto:
    """The set that a manifest describes; `id_` is the one that its folder bears.

    Raises RespaldoAlteradoError for anything but what `escribir` writes, RespaldoNuevoError for a newer format.
    """
    try:
        return replace(_leer(texto, id_), ubicacion=ubicacion)
    except _NoSirveError as error:
        raise RespaldoAlteradoError(id_, str(error)) from error


def _datos(conjunto: Conjunto) -> dict[str, Any]:
    return {
        "rexus": "respaldo",
        "formato": FORMATO,
        "version": conjunto.version,
        "id": conjunto.id,
        "tipo": conjunto.tipo,
        "motivo": conjunto.motivo,
        "fecha": iso_utc(conjunto.fecha),
        "fin": iso_utc(conjunto.fin),
        "equipo": conjunto.equipo,
        "motor": conjunto.motor,
        "esquema": dict(conjunto.esquema),
        "base": conjunto.base,
        "cifrado": conjunto.cifrado,
        "verificado": iso_utc(conjunto.verificado),
        "movimientos": conjunto.movimientos,
        "ultimo_movimiento": conjunto.ultimo_movimiento,
        "archivos": [{"nombre": a.nombre, "bytes": a.bytes, "sha256": a.sha256} for a in conjunto.archivos],
        "imagenes": {
            base: {"bytes": i.bytes, "sha256": i.sha256, "pagina": i.pagina} for base, i in conjunto.imagenes.items()
        },
    }


def _sello(datos: Mapping[str, Any]) -> str:
    return sha256(canonico({nombre: valor for nombre, valor in datos.items() if nombre != "sello"})).hexdigest()


def _leer(texto: bytes, id_: str) -> Conjunto:
    try:
        datos = json.loads(texto.decode("utf-8"))
        mismo = isinstance(datos, dict) and canonico(datos) == texto
    except (ValueError, RecursionError) as error:
        raise _NoSirveError(tr("su manifiesto no se puede leer")) from error
    if not mismo:
        raise _NoSirveError(tr("su manifiesto fue cambiado"))
    formato = datos.get("formato")
    if datos.get("rexus") != "respaldo" or type(formato) is not int or formato < 1:
        raise _NoSirveError(tr("su manifiesto no es de un respaldo"))
    if datos.get("sello") != _sello(datos):
        raise _NoSirveError(tr("su manifiesto no coincide con su sello"))
    if formato > FORMATO:
        raise RespaldoNuevoError(id_)
    if set(datos) != _CAMPOS:
        raise _NoSirveError(tr("a su manifiesto le sobran o le faltan datos"))
    try:
        conjunto = _conjunto(datos)
    except (KeyError, TypeError, ValueError) as error:
        raise _NoSirveError(tr("su manifiesto no se entiende ({detalle})").format(detalle=error)) from error
    if conjunto.id != id_:
        raise _NoSirveError(tr("su manifiesto es el de «{otro}»").format(otro=conjunto.id[:80]))
    return conjunto


def _conjunto(datos: Mapping[str, Any]) -> Conjunto:
    tipo = datos["tipo"]
    if tipo not in (COMPLETO, INCREMENTAL):
        raise ValueError(f"tipo: {tipo!r}")
    base = datos["base"]
    if (base is None) != (tipo == COMPLETO) or not (base is None or (isinstance(base, str) and es_id(base))):
        raise ValueError(f"base: {base!r}")
    conjunto = Conjunto(
        id=_texto(datos, "id"),
        tipo=tipo,
        motivo=_legible(datos, "motivo"),
        version=_legible(datos, "version"),
        fecha=_momento(datos, "fecha"),
        fin=_momento(datos, "fin"),
        equipo=_texto(datos, "equipo"),
        motor=_legible(datos, "motor"),
        esquema={nombre: _texto(datos["esquema"], nombre) for nombre in _las_tres(datos["esquema"])},
        base=base,
        cifrado=_logico(datos, "cifrado"),
        verificado=_momento(datos, "verificado"),
        movimientos=_entero(datos, "movimientos"),
        ultimo_movimiento=_entero(datos, "ultimo_movimiento"),
        archivos=tuple(_archivo(uno) for uno in _lista(datos, "archivos")),
        imagenes={nombre: _imagen(datos["imagenes"][nombre]) for nombre in _las_tres(datos["imagenes"])},
    )
    _revisar_nombres(conjunto)
    return conjunto


def _revisar_nombres(conjunto: Conjunto) -> None:
    """The files that a set of its kind has, and no other: so nothing that is a path gets through."""
    if not es_id(conjunto.id):
        raise ValueError(f"id: {conjunto.id!r}")
    nombres = [archivo.nombre for archivo in conjunto.archivos]
    for nombre in nombres:
        if not nombre_seguro(nombre):
            raise _NoSirveError(tr("nombra un archivo que no puede ser suyo («{nombre}»)").format(nombre=nombre[:80]))
    completo = conjunto.tipo == COMPLETO
    debe = {(nombre_de_imagen if completo else nombre_de_delta)(b) for b in BASES}
    puede = {CONFIGURACION}
    if completo:
        puede |= {nombre(b) for b in BASES for nombre in (nombre_de_nativo, nombre_de_paginas)}
    if conjunto.cifrado:
        debe, puede = {n + CIFRADO for n in debe} | {CLAVE}, {n + CIFRADO for n in puede}
    hay = set(nombres)
    if len(hay) != len(nombres) or not debe <= hay or hay - debe - puede:
        raise _NoSirveError(tr("nombra archivos que no son los de un respaldo"))


def nombre_seguro(nombre: str) -> bool:
    """Whether a text can be the name of a file in the set's own folder, on every system."""
    return re.fullmatch(r"[a-z][a-z0-9_]*(?:\.[a-z0-9]+)+", nombre) is not None


def _archivo(datos: Mapping[str, Any]) -> Archivo:
    if set(datos) != {"nombre", "bytes", "sha256"}:
        raise ValueError("archivos")
    return Archivo(_texto(datos, "nombre"), _entero(datos, "bytes"), _hash(datos))


def _imagen(datos: Mapping[str, Any]) -> Imagen:
    if set(datos) != {"bytes", "sha256", "pagina"}:
        raise ValueError("imagenes")
    imagen = Imagen(_entero(datos, "bytes"), _hash(datos), _entero(datos, "pagina"))
    if imagen.pagina not in _PAGINAS or not imagen.bytes or imagen.bytes % imagen.pagina:
        raise ValueError("pagina")
    return imagen


def _las_tres(datos: Any) -> tuple[str, ...]:
    if not isinstance(datos, dict) or set(datos) != set(BASES):
        raise ValueError("bases")
    return BASES


def _texto(datos: Mapping[str, Any], nombre: str) -> str:
    valor = datos[nombre]
    if not isinstance(valor, str):
        raise TypeError(nombre)
    return valor


def _legible(datos: Mapping[str, Any], nombre: str) -> str:
    """A text that is shown: without what moves a terminal or turns a line around."""
    valor = _texto(datos, nombre)
    if not valor.isprintable():
        raise ValueError(nombre)
    return valor


def _lista(datos: Mapping[str, Any], nombre: str) -> list[Any]:
    valor = datos[nombre]
    if not isinstance(valor, list):
        raise TypeError(nombre)
    return valor


def _entero(datos: Mapping[str, Any], nombre: str) -> int:
    valor = datos[nombre]
    if type(valor) is not int or not 0 <= valor <= _TAMANO_MAXIMO:
        raise ValueError(nombre)
    return valor


def _logico(datos: Mapping[str, Any], nombre: str) -> bool:
    valor = datos[nombre]
    if not isinstance(valor, bool):
        raise TypeError(nombre)
    return valor


def _hash(datos: Mapping[str, Any]) -> str:
    valor = _texto(datos, "sha256")
    if not _SHA256.fullmatch(valor):
        raise ValueError("sha256")
    return valor


def _momento(datos: Mapping[str, Any], nombre: str) -> datetime:
    texto = _texto(datos, nombre)
    try:
        momento = datetime.strptime(texto, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        momento = None
    if momento is None or not _ANOS[0] <= momento.year <= _ANOS[1]:
        raise ValueError(f"{nombre}: {texto[:40]!r}") from None
    return momento
