"""What the server's own tools make beside the images, for whoever prefers them: pg_dump's archives.

They are one more way back and never the only one: that one is missing is told and spoils nothing. They are of a later
moment than the images, each database of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.conexion import POSTGRESQL, Conexion
from rexus.respaldos import empaque
from rexus.respaldos.conjunto import BASES, Archivo, nombre_de_nativo

log = get_logger(__name__)

_TROZO: Final = 1 << 20
_SSLMODE: Final = {"verificar": "verify-full", "exigir": "require", "no": "disable"}
_LARGO_DEL_MOTIVO: Final = 300


class VolcadoError(Exception):
    """The tool failed; its text says why."""


def herramienta(conexion: Conexion) -> str | None:
    """The tool's path, if there is one for that engine and this machine has it."""
    return shutil.which("pg_dump") if conexion.motor == POSTGRESQL else None


def volcar(
    conexion: Conexion, programa: str, lugar: Path, identidad: empaque.Identidad | None, avance: Avance
) -> tuple[list[Archivo], str]:
    """Write the three databases into `lugar` as files of the set; and why none was written, empty when they were.

    Raises CanceladoError, OSError.
    """
    hechos: list[Archivo] = []
    for base in BASES:
        archivo = lugar / nombre_de_nativo(base)
        try:
            hechos.append(empaque.guardar(archivo, _partes(conexion, base, programa, avance), identidad))
        except VolcadoError as error:
            motivo = str(error)[:_LARGO_DEL_MOTIVO]
            log.warning("no native dump of %s: %s", base, motivo)
            for resto in lugar.glob(f"*{nombre_de_nativo('')}*"):
                resto.unlink()
            return [], tr("La herramienta del servidor no hizo su copia ({detalle}). El respaldo está entero.").format(
                detalle=motivo
            )
    return hechos, ""


def orden(conexion: Conexion, base: str, programa: str) -> list[str]:
    """The command line. No password is in it: every user of the machine may see it."""
    return [
        programa,
        "--format=custom",
        # The set's files are compressed already.
        "--compress=0",
        "--no-password",
        "--lock-wait-timeout=5000",
        f"--host={conexion.servidor}",
        f"--port={conexion.puerto_real}",
        f"--username={conexion.usuario}",
        f"--dbname={_sin_signos(conexion.bases[base])}",
    ]


def entorno(conexion: Conexion, archivo_de_clave: Path) -> Mapping[str, str]:
    """The child's environment: how the connection is secured, and the file with the password."""
    propio = {nombre: valor for nombre, valor in os.environ.items() if not nombre.startswith("PG")}
    propio |= {
        "PGPASSFILE": str(archivo_de_clave),
        "PGSSLMODE": _SSLMODE[conexion.tls],
        "PGGSSENCMODE": "disable",
        "PGCONNECT_TIMEOUT": "5",
        "PGAPPNAME": "Rexus",
        "LC_MESSAGES": "C",
    }
    if conexion.tls == "verificar":
        propio["PGSSLROOTCERT"] = conexion.certificado or "system"
    return propio


def _partes(conexion: Conexion, base: str, programa: str, avance: Avance) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="rexus_") as carpeta:
        claves, dicho = Path(carpeta) / "clave", Path(carpeta) / "dicho"
        # Born readable by this user only.
        with os.fdopen(os.open(claves, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as salida:
            salida.write(f"*:*:*:*:{_escapada(conexion.secreto())}\n")
        with dicho.open("w+b") as errores, _corriendo(conexion, base, programa, claves, errores.fileno()) as proceso:
            assert proceso.stdout is not None
            try:
                while trozo := proceso.stdout.read(_TROZO):
                    avance.paso(0)
                    yield trozo
            except BaseException:
                proceso.kill()
                raise
            if proceso.wait() != 0:
                errores.seek(0)
                texto = errores.read().decode("utf-8", "replace").strip()
                raise VolcadoError(" ".join(texto.split()) or f"pg_dump: {proceso.returncode}")


def _corriendo(conexion: Conexion, base: str, programa: str, claves: Path, errores: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            orden(conexion, base, programa),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errores,
            env=dict(entorno(conexion, claves)),
            # On Windows a program without a window of its own would open one.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise VolcadoError(str(error)) from error


def _escapada(clave: str) -> str:
    """https://www.postgresql.org/docs/current/libpq-pgpass.html"""
    return clave.replace("\\", "\\\\").replace(":", "\\:")


def _sin_signos(nombre: str) -> str:
    """A database's name as a connection string: one with «=» in it would be read as options."""
    citado = nombre.replace("\\", "\\\\").replace("'", "\\'")
    return f"dbname='{citado}'"
