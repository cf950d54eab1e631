"""From one engine to another: the images of a set, loaded where there is nothing yet."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rexus.base.atomic import sync_folder
from rexus.base.errors import BaseDanadaError, ConflictoError
from rexus.base.paths import Paths, paths_under
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import restauracion
from rexus.db.motores import motor_de
from rexus.db.work import now_utc
from rexus.respaldos import abrir, carga, meses, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import borrador
from rexus.respaldos.carga.destino import filas_de_nacimiento
from rexus.respaldos.carga.errores import DestinoAjenoError, DestinoConDatosError
from rexus.respaldos.conjunto import BASES, Conjunto
from rexus.respaldos.destinos import Destino
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.tablas import citado


@dataclass(frozen=True)
class Llevado:
    """What was put where: the set, what was proven of it, and the place as a message names it."""

    conjunto: Conjunto
    revision: verificar.Revision
    lugar: str


def llevar(
    carpeta: Path,
    id_: str,
    destino: Destino,
    paths: Paths,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Llevado:
    """Load a set of `carpeta` into empty databases, row for row: nothing is added, not even an event.

    On a server the account must own the tables, or be allowed to make them. `paths` is this machine's home, to work in.
    Raises what `verificar.verificar` and `carga.cargar` raise: nothing was changed then.
    """
    avance = avance or SinAvance()
    conjunto = carpetas.uno(carpeta, id_)
    hogar = None if destino.hogar is None else paths_under(destino.hogar.absolute())
    donde = (hogar or paths).backups
    archivos = meses.donde(carpeta, paths.backups)
    try:
        donde.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hogar is not None:
            _exigir_hogar_vacio(hogar)
        with borrador(donde, "llevar") as lugar:
            imagenes = abrir.imagenes(carpeta, conjunto, lugar, Llavero(frase), avance)
            revision = verificar.probar(conjunto, imagenes, lugar, archivos, avance)
            verificar.para_cargar(conjunto, imagenes, avance)
            al_paso("probado")
            if hogar is not None:
                verificar.para_usar(conjunto, imagenes, avance)
                _en_hogar(hogar, conjunto.id, imagenes, al_paso)
                return Llevado(conjunto, revision, str(hogar.data))
            motor = motor_de(destino.conexion, paths)
            carga.cargar(
                motor,
                imagenes,
                conjunto.id,
                archivos,
                encima=False,
                momento=clock(),
                avance=avance,
                al_paso=al_paso,
            )
            return Llevado(conjunto, revision, destino.conexion.lugar)
    except OSError as error:
        raise verificar.de_disco(donde, error) from error


def _exigir_hogar_vacio(hogar: Paths) -> None:
    """Files that are not there, or hold what a new installation is born with."""
    restauracion.terminar_pendiente(hogar)
    for base in BASES:
        archivo = hogar.database(base)
        if not archivo.exists():
            continue
        try:
            with closing(sqlite3.connect(f"{archivo.absolute().as_uri()}?mode=ro", uri=True)) as c:
                for tabla, cuantas in filas_de_nacimiento(base).items():
                    if c.execute(f"SELECT count(*) FROM {citado(tabla)}").fetchone()[0] > cuantas:  # noqa: S608
                        raise DestinoConDatosError(str(archivo), tabla)
        except sqlite3.OperationalError as error:
            raise DestinoAjenoError(str(archivo), tr("no es una base de Rexus de esta versión")) from error
        except sqlite3.DatabaseError as error:
            raise BaseDanadaError(str(archivo), str(error)) from error


def _en_hogar(hogar: Paths, id_: str, imagenes: Mapping[str, Path], al_paso: Callable[[str], None]) -> None:
    """As a restore in place does it: whoever is cut off leaves a mark, and the next start ends it."""
    hogar.crear()
    tomado = restauracion.turno(hogar, plazo=0.0)
    if tomado is None:
        raise ConflictoError(tr("Ya se está restaurando un respaldo. No se tocó nada."), tr("Esperar a que termine."))
    try:
        lugar = restauracion.carpeta(hogar)
        if lugar.exists():
            shutil.rmtree(lugar)
        lugar.mkdir(mode=0o700)
        asentadas = {}
        for base, archivo in imagenes.items():
            final = lugar / archivo.name
            archivo.rename(final)
            asentadas[base] = restauracion.asentar(final)
        sync_folder(lugar)
        restauracion.marcar(hogar, restauracion.Marca(id_, asentadas, ()))
        al_paso("marcado")
        restauracion.terminar(hogar, al_paso)
    finally:
        tomado.soltar()
