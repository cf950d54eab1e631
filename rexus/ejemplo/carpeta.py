"""The folder of the example: there whole or not at all."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import uuid4

from rexus.base import candado, marca_de_ejemplo
from rexus.base.actor import SISTEMA, Actor
from rexus.base.atomic import sync_folder
from rexus.base.errors import ConflictoError, NoEncontradoError, SoloLecturaError
from rexus.base.marca_de_ejemplo import Marca
from rexus.base.paths import Paths, paths_under
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work, now_utc
from rexus.ejemplo.historia import DIAS, Historia
from rexus.ejemplo.siembra import sembrar
from rexus.seguridad import CUIDAR_EL_EJEMPLO, crear_administrador_de_ejemplo

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
        """Make it; its own home. Its administrator is called as the actor (`marca_de_ejemplo` has the password).

        One that is there already is left as it is. Raises PermisoError, ConflictoError in the example itself,
        CanceladoError, SoloLecturaError, a BaseError.
        """
        actor, paths = self._actor(), self._registry.paths
        self._registry.exigir(actor, CUIDAR_EL_EJEMPLO, EjemploModel.crear)
        _fuera_del_ejemplo(paths)
        _barrer(paths)
        if hay(paths):
            return paths.ejemplo
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
            ahora = self._clock()
            marca_de_ejemplo.escribir(nueva, _llenar(nueva, actor.usuario, ahora, avance or SinAvance()), ahora)
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
    casa = ejemplo.data.parent
    with _sin_ventana(ejemplo):
        try:
            # Gone in one step: nobody finds half of it, whatever stops what follows.
            casa.rename(casa.with_name(f"{_QUITADO}{uuid4().hex[:8]}"))
        except OSError as error:
            if sys.platform == "win32" and ejemplo.lock_file.exists():
                raise _abierto() from error
            raise SoloLecturaError(str(casa)) from error
    _barrer(paths)


def _llenar(nueva: Paths, usuario: str, ahora: datetime, avance: Avance) -> Marca:
    registry = Registry(nueva, por_lotes=True)
    try:
        usuario, clave = registry.escribir(USERS, SISTEMA, crear_administrador_de_ejemplo, usuario)
        quien = Actor(usuario, "administrador", frozenset({"*"}))
        registry.escribir(INVENTARIO, quien, _contar, ahora, avance=avance, largo=True)
        return Marca(usuario, clave)
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


@contextmanager
def _sin_ventana(ejemplo: Paths) -> Iterator[None]:
    """Within it no window works in the example, nor opens. Raises ConflictoError while one does.

    A window's lock file is its own, and locked as `base.candado` locks; a dead window's is free. Windows does not
    rename a folder with an open file in it: there the window's lock refuses by itself.
    """
    if sys.platform == "win32" or not ejemplo.data.is_dir():
        yield
        return
    try:
        tomado = candado.tomar(ejemplo.lock_file)
    except OSError as error:
        raise SoloLecturaError(str(ejemplo.lock_file)) from error
    if tomado is None:
        raise _abierto()
    try:
        yield
    except BaseException:
        tomado.soltar(quitar=True)
        raise
    # The file went with the folder.
    tomado.soltar()


def _abierto() -> ConflictoError:
    return ConflictoError(
        tr("El taller de ejemplo está abierto en una ventana. No se quitó nada."),
        tr("Cerrar esa ventana y quitarlo otra vez."),
    )
