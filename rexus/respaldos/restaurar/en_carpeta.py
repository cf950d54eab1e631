"""The three databases of a set, laid down in a folder. Nothing live is touched."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rexus.base.atomic import sync_folder
from rexus.base.progress import Avance, SinAvance
from rexus.respaldos import abrir, meses
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import borrador
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import DestinoOcupadoError
from rexus.respaldos.verificar import Revision, de_disco, para_usar, probar

#: What the settings of the set are called there, as in a home's `config`.
AJUSTES: Final = "rexus_config.json"


def en_carpeta(
    carpeta: Path,
    id_: str,
    destino: Path,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    propia: Path | None = None,
) -> Revision:
    """Lay `users.db`, `inventario.db`, `auditoria.db` (and the settings, if the set has them) into `destino`.

    `destino` must be empty or new; it stays so when the set is refused. The set is proven first; `propia` is this
    home's own folder of sets, for the months that left the trail when they are not beside the set. Raises what
    `verificar` raises, and DestinoOcupadoError.
    """
    avance = avance or SinAvance()
    conjunto = carpetas.uno(carpeta, id_)
    llavero = Llavero(frase)
    nueva = not destino.exists()
    try:
        if not nueva and any(destino.iterdir()):
            raise DestinoOcupadoError(str(destino))
        destino.mkdir(mode=0o700, parents=True, exist_ok=True)
        puestos: list[Path] = []
        try:
            with borrador(destino, "restaurar") as lugar:
                imagenes = abrir.imagenes(carpeta, conjunto, lugar, llavero, avance)
                hecha = probar(conjunto, imagenes, lugar, meses.donde(carpeta, propia), avance)
                para_usar(conjunto, imagenes, avance)
                ajustes = abrir.configuracion(conjunto, llavero)
                if ajustes is not None:
                    (lugar / AJUSTES).write_bytes(ajustes)
                    (lugar / AJUSTES).chmod(0o600)
                listos = [*imagenes.values(), *([lugar / AJUSTES] if ajustes is not None else [])]
                for archivo in listos:
                    _asentar(archivo)
                for archivo in listos:
                    if (destino / archivo.name).exists():
                        raise DestinoOcupadoError(str(destino))
                    archivo.rename(destino / archivo.name)
                    puestos.append(destino / archivo.name)
            sync_folder(destino)
        except BaseException:
            # A half of the databases is worth nothing. What somebody else put there meanwhile stays.
            for puesto in puestos:
                puesto.unlink(missing_ok=True)
            if nueva and not any(destino.iterdir()):
                destino.rmdir()
            raise
    except NotADirectoryError as error:
        raise DestinoOcupadoError(str(destino)) from error
    except OSError as error:
        raise de_disco(destino, error) from error
    return hecha


def _asentar(archivo: Path) -> None:
    with archivo.open("r+b") as abierto:
        os.fsync(abierto.fileno())
