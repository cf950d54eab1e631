"""The folder of the example: there whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from rexus.base.actor import SISTEMA, Actor
from rexus.base.atomic import replacing, sync_folder
from rexus.base.errors import ConflictoError, NoEncontradoError, SoloLecturaError
from rexus.base.paths import Paths, paths_under
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work, now_utc
from rexus.ejemplo.historia import DIAS, Historia
from rexus.ejemplo.siembra import sembrar
from rexus.seguridad import CUIDAR_EL_EJEMPLO, propia_cifrada, traer_administrador

# The same seed makes the same workshop; only the dates are those of the day.
_SEMILLA: Final = 1203
_HORA_S: Final = 3_600
_HACIENDO, _QUITADO = "ejemplo-haciendo-", "ejemplo-quitado-"


def hay(paths: Paths) -> bool:
    """Whether this home has its example workshop."""
    return paths.ejemplo.es_ejemplo


class EjemploModel:
    """The example of the home that `registry` works with, wherever its databases are. Opens nothing until asked."""

    def __init__(
        self, registry: Registry, actor: Callable[[], Actor], *, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._registry = registry
        self._actor = actor
        self._clock = clock

    def crear(self, avance: Avance | None = None) -> Paths:
        """Make it; its own home. Its administrator is the actor, with the password of now.

        One that is there already is left as it is. Raises PermisoError, ConflictoError in the example itself,
        CanceladoError, SoloLecturaError, a BaseError.
        """
        actor, paths = self._actor(), self._registry.paths
        self._registry.exigir(actor, CUIDAR_EL_EJEMPLO, EjemploModel.crear)
        _fuera_del_ejemplo(paths)
        _barrer(paths)
        if hay(paths):
            return paths.ejemplo
        cifrada = self._registry.leer(USERS, actor, propia_cifrada)
        casa = paths.ejemplo.data.parent
        if casa.exists():
            raise ConflictoError(
                tr("Ya hay una carpeta «{carpeta}» que no es un taller de ejemplo. No se hizo nada.").format(
                    carpeta=casa
                ),
                tr("Moverla a otro lugar o cambiarle el nombre."),
            )
        haciendo = casa.with_name(f"{_HACIENDO}{uuid4().hex[:8]}")
        try:
            nueva = paths_under(haciendo)
            nueva.crear()
            _llenar(nueva, actor.usuario, cifrada, self._clock(), avance or SinAvance())
            with replacing(nueva.marca_de_ejemplo, haciendo / "ejemplo.tmp", 0o600) as marca:
                marca.write(json.dumps({"hecho": self._clock().isoformat()}).encode())
            haciendo.rename(casa)
            sync_folder(casa.parent)
        except OSError as error:
            if hay(paths):
                # Another program on this home was quicker.
                return paths.ejemplo
            raise SoloLecturaError(str(error.filename or casa)) from error
        finally:
            if haciendo.exists():
                shutil.rmtree(haciendo, ignore_errors=True)
        return paths.ejemplo

    def quitar(self) -> None:
        """Take it away, with whatever was done in it. Raises PermisoError, NoEncontradoError, and ConflictoError while
        a window works in it."""
        paths = self._registry.paths
        self._registry.exigir(self._actor(), CUIDAR_EL_EJEMPLO, EjemploModel.quitar)
        _fuera_del_ejemplo(paths)
        if not hay(paths):
            raise NoEncontradoError(tr("No hay un taller de ejemplo. No se quitó nada."))
        borrar(paths)


def borrar(paths: Paths) -> None:
    """Take the example away for whoever was asked in there and comes from it; `paths` are the workshop's.

    Raises ConflictoError, SoloLecturaError.
    """
    ejemplo = paths.ejemplo
    if not ejemplo.es_ejemplo:
        return
    if _en_uso(ejemplo.lock_file):
        raise ConflictoError(
            tr("El taller de ejemplo está abierto en una ventana. No se quitó nada."),
            tr("Cerrar esa ventana y quitarlo otra vez."),
        )
    casa = ejemplo.data.parent
    quitado = casa.with_name(f"{_QUITADO}{uuid4().hex[:8]}")
    try:
        # Gone in one step: nobody finds half of it, whatever stops what follows.
        casa.rename(quitado)
    except OSError as error:
        raise SoloLecturaError(str(casa)) from error
    _barrer(paths)


def _llenar(nueva: Paths, usuario: str, cifrada: str, ahora: datetime, avance: Avance) -> None:
    registry = Registry(nueva, por_lotes=True)
    try:
        registry.escribir(USERS, SISTEMA, traer_administrador, usuario, cifrada)
        quien = Actor(usuario, "administrador", frozenset({"*"}))
        registry.escribir(INVENTARIO, quien, _contar, ahora, avance=avance, largo=True)
    finally:
        registry.close()


def _contar(work: Work, ahora: datetime) -> None:
    azar = Random(_SEMILLA)
    antes = ahora - timedelta(days=DIAS + 15)
    work.now = lambda: antes
    Historia(work, sembrar(work, azar), azar, ahora).contar()


def _fuera_del_ejemplo(paths: Paths) -> None:
    if paths.es_ejemplo:
        raise ConflictoError(
            tr("Este ya es el taller de ejemplo. No se hizo nada."), tr("Volver al taller propio y pedirlo allí.")
        )


def _barrer(paths: Paths) -> None:
    """What was taken away, and what a killed process left. What cannot go yet goes the next time."""
    casa = paths.ejemplo.data.parent
    if not casa.parent.is_dir():
        return
    for otra in casa.parent.iterdir():
        # Nobody takes an hour to make one.
        dejada = otra.name.startswith(_HACIENDO) and time.time() - otra.stat().st_mtime > _HORA_S
        if dejada or otra.name.startswith(_QUITADO):
            shutil.rmtree(otra, ignore_errors=True)


def _en_uso(lock: Path) -> bool:
    """Whether the window that wrote the lock file still runs. Its first line is the process."""
    with suppress(OSError, ValueError, IndexError):
        pid = int(lock.read_text(encoding="utf-8", errors="replace").splitlines()[0])
        if sys.platform == "win32":
            # There an open file cannot be renamed away: the folder itself refuses.
            return False
        os.kill(pid, 0)
        return True
    return False
