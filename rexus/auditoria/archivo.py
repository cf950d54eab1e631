"""Whole months of events leave the table for a signed file. That they left is itself an event.

A file holds one event in each line (JSON, gzip) with its hash, so that it can be proven like the table. Its signature
stands beside it and in the table `archivos`, without which the database lets no event go.
"""

from __future__ import annotations

import gzip
import hmac
import json
import platform
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import delete, func, insert, select

from rexus.auditoria import cadena, recorrido
from rexus.auditoria.cadena import TURNO, Eslabon
from rexus.auditoria.orm import Archivo, Evento
from rexus.auditoria.recorrido import Falla, Ilegible, Recorrido
from rexus.base.atomic import replacing
from rexus.base.errors import ArchivoError, ConflictoError, SoloLecturaError
from rexus.base.text import tr
from rexus.db.locking import turno
from rexus.db.work import Work, to_json

ARCHIVAR: Final = "auditoria.aprobar"
_MODO: Final = 0o600
_BLOQUE: Final = 1 << 20
# A line is one event. Far above what any of them holds; a file with a longer one was not written here.
_RENGLON_MAXIMO: Final = 1 << 26


class CadenaRotaError(ConflictoError):
    """What is in the trail is not what Rexus wrote, so it is neither archived nor deleted."""

    def __init__(self, falla: Falla) -> None:
        super().__init__(
            tr("{falla} No se archivó ni se borró nada.").format(falla=falla.frase),
            tr("Usar «Verificar cadena», y averiguar qué pasó antes de archivar."),
            titulo=tr("La auditoría no está entera"),
        )
        self.falla = falla


@dataclass(frozen=True)
class Tramo:
    """A month (`mes`, «2026-01», UTC, by when the events joined the trail) and the events that go with it."""

    mes: str
    desde: int
    hasta: int

    @property
    def eventos(self) -> int:
        """How many they are."""
        return self.hasta - self.desde + 1


@dataclass(frozen=True)
class Registrado:
    """An archive as the table `archivos` knows it. `hash` is that of its last event."""

    desde: int
    hasta: int
    mes: str
    archivo: str
    sha256: str
    hash: str
    fecha: datetime
    firma: str = ""


def firma(llave: bytes, registrado: Registrado) -> str:
    """The signature (HMAC-SHA-256, hexadecimal) of what is known about an archive."""
    valores = {**cadena.documento(asdict(registrado)), "que": "archivo"}
    del valores["firma"]
    texto = json.dumps(valores, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hmac.digest(llave, texto.encode("ascii"), "sha256").hex()


def registrados(work: Work) -> list[Registrado]:
    """Every archive, oldest first."""
    columnas = [getattr(Archivo, nombre) for nombre in Registrado.__dataclass_fields__]
    return [Registrado(*fila) for fila in work.connection.execute(select(*columnas).order_by(Archivo.hasta))]


# ── What has its time ──


def por_archivar(work: Work, meses: int) -> list[Tramo]:
    """The whole months older than the last `meses`, oldest first; none for 0. Needs «auditoria.aprobar».

    By the moment at which events joined the trail, which is nearly the order of their numbers. A month ends before the
    first event of a later one. A moment in the future comes from a wrong clock and ends nothing.
    """
    work.actor.exigir(ARCHIVAR)
    if meses <= 0:
        return []
    ahora = work.now()
    limite = _primero_de_mes(ahora, -meses)
    tramos: list[Tramo] = []
    cursor = cadena.ultimo_archivado(work).numero
    creible = (Evento.recibido <= ahora,)
    while True:
        quedan = (Evento.id > cursor, *creible)
        recibido = work.connection.scalar(select(Evento.recibido).where(*quedan).order_by(Evento.id).limit(1))
        if recibido is None or (corte := _primero_de_mes(recibido, 1)) > limite:
            return tramos
        siguiente = work.connection.scalar(
            select(Evento.id).where(*quedan, Evento.recibido >= corte).order_by(Evento.id).limit(1)
        )
        hasta = siguiente - 1 if siguiente is not None else work.connection.scalar(select(func.max(Evento.id)))
        assert hasta is not None
        tramos.append(Tramo(f"{recibido:%Y-%m}", cursor + 1, hasta))
        cursor = hasta


def _primero_de_mes(momento: datetime, mas: int) -> datetime:
    """The first instant (UTC) of the month so many months after that of `momento`."""
    meses = momento.astimezone(UTC).year * 12 + momento.astimezone(UTC).month - 1 + mas
    return datetime(meses // 12, meses % 12 + 1, 1, tzinfo=UTC)


# ── The file ──


def escribir(work: Work, llave: bytes, tramo: Tramo, carpeta: Path) -> Registrado:
    """Write a month to its file and the signature beside it, and read both again. Changes nothing in the database.

    Raises CadenaRotaError, SoloLecturaError. Needs «auditoria.aprobar».
    """
    work.actor.exigir(ARCHIVAR)
    nombre = f"auditoria_{tramo.mes}_{tramo.desde}-{tramo.hasta}.jsonl.gz"
    camino = Recorrido(llave, cadena.ultimo_archivado(work))
    desde = camino.fin
    try:
        carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = carpeta / nombre
        with replacing(file, carpeta / f".{nombre}.{uuid.uuid4().hex}.tmp", _MODO) as salida:
            _volcar(work, tramo, camino, salida)
        hecho = Registrado(tramo.desde, tramo.hasta, tramo.mes, nombre, _sha256(file), camino.fin.hash, work.now())
        hecho = replace(hecho, firma=firma(llave, hecho))
        beside = firma_al_lado(carpeta, nombre)
        with replacing(beside, carpeta / f".{nombre}.{uuid.uuid4().hex}.firma.tmp", _MODO) as salida:
            salida.write(_firmado(hecho))
    except OSError as error:
        raise SoloLecturaError(str(carpeta)) from error
    _comprobar(file, llave, hecho, desde)
    return hecho


def _volcar(work: Work, tramo: Tramo, camino: Recorrido, salida: IO[bytes]) -> None:
    # Without name and time: the same events make the same file.
    with gzip.GzipFile(filename="", fileobj=salida, mode="wb", mtime=0) as gz:
        for fila in recorrido.eventos(work, tramo.hasta):
            falla = recorrido.alterado(fila.numero) if isinstance(fila, Ilegible) else camino.mirar(fila)
            if falla is not None:
                raise CadenaRotaError(falla)
            assert not isinstance(fila, Ilegible)
            gz.write(json.dumps(cadena.documento(fila), ensure_ascii=True).encode("ascii") + b"\n")
            work.avance.paso(camino.vistos, tramo.eventos)
    if camino.fin.numero != tramo.hasta:
        raise CadenaRotaError(recorrido.faltan(camino.fin.numero + 1, tramo.hasta))


def firma_al_lado(carpeta: Path, nombre: str) -> Path:
    """The file that bears the signature of an archive, for whoever has no database."""
    return carpeta / f"{nombre}.firma"


def comprobar_firma(carpeta: Path, registrado: Registrado) -> None:
    """Raise ArchivoError when the file beside an archive does not say what Rexus wrote in it."""
    try:
        dice = firma_al_lado(carpeta, registrado.archivo).read_bytes()
    except OSError as error:
        raise ArchivoError(tr("no se puede leer la firma que va al lado ({detalle})").format(detalle=error)) from error
    if dice != _firmado(registrado):
        raise ArchivoError(tr("la firma que va al lado fue alterada"))


def _firmado(hecho: Registrado) -> bytes:
    return json.dumps(cadena.documento(asdict(hecho)), ensure_ascii=True, indent=2).encode("ascii")


def _comprobar(file: Path, llave: bytes, hecho: Registrado, desde: Eslabon) -> None:
    """Read the file again as a stranger would. Raises ArchivoError."""
    camino = Recorrido(llave, desde)
    for fila in leer_archivo(file, hecho.sha256):
        if camino.mirar(fila) is not None:
            break
    if camino.fin != Eslabon(hecho.hasta, hecho.hash):
        raise ArchivoError(
            tr("El archivo «{archivo}» no se pudo leer como se escribió. No se borró ningún evento.").format(
                archivo=hecho.archivo
            ),
            tr("Revisar el disco y repetir."),
        )


def leer_archivo(file: Path, esperado: str) -> Iterator[Mapping[str, Any]]:
    """The events of an archive. Raises ArchivoError when its bytes are not those that were signed, or no events."""
    try:
        if _sha256(file) != esperado:
            raise ArchivoError(tr("el contenido cambió desde que se firmó"))
        with gzip.open(file, "rb") as gz:
            while renglon := gz.readline(_RENGLON_MAXIMO):
                fila = json.loads(renglon)
                if not isinstance(fila, dict):
                    raise ValueError(type(fila).__name__)
                yield fila
    except (OSError, EOFError, ValueError, KeyError, zlib.error) as error:
        raise ArchivoError(tr("no se puede leer ({detalle})").format(detalle=str(error)[:200])) from error


def _sha256(file: Path) -> str:
    suma = sha256()
    with file.open("rb") as entrada:
        while bloque := entrada.read(_BLOQUE):
            suma.update(bloque)
    return suma.hexdigest()


# ── Letting go ──


def asentar(work: Work, llave: bytes, hecho: Registrado) -> Eslabon:
    """Note an archive, delete its events and say so in the chain, all at once; how far the chain then has come.

    Raises ConflictoError when another seat archived meanwhile. Needs «auditoria.aprobar».
    """
    work.actor.exigir(ARCHIVAR)
    turno(work.connection, TURNO)
    if cadena.ultimo_archivado(work).numero != hecho.desde - 1:
        raise ConflictoError(
            tr("Otra computadora archivó al mismo tiempo. No se borró nada desde esta."), tr("Repetir si hace falta.")
        )
    fin = cadena.ultimo(work)
    work.connection.execute(insert(Archivo), asdict(hecho))
    ultimo = cadena.agregar(work, llave, fin, [_evento(work, hecho)])
    borrados = work.connection.execute(delete(Evento).where(Evento.id <= hecho.hasta)).rowcount
    if borrados != hecho.hasta - hecho.desde + 1:
        raise RuntimeError(f"{borrados} events deleted for {hecho.archivo}")
    return ultimo


def _evento(work: Work, hecho: Registrado) -> dict[str, Any]:
    return {
        "base": "auditoria",
        "uuid": str(uuid.uuid5(work.intento, hecho.archivo)),
        "fecha": work.now(),
        "usuario": work.actor.usuario,
        "equipo": platform.node()[:255],
        "modulo": "auditoria",
        "accion": "archivar",
        "tabla": "eventos",
        "registro": hecho.mes,
        "antes": to_json({"desde": hecho.desde, "hasta": hecho.hasta}),
        "despues": to_json({"archivo": hecho.archivo, "sha256": hecho.sha256}),
    }
