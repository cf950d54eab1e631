"""The weekly test: the newest set is restored into a hidden folder and worked with, as if everything else were gone.

A backup that nobody ever restored is a hope. What is restored there is thrown away; nothing live is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from rexus.base.actor import SISTEMA
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.log import get_logger
from rexus.base.paths import paths_under
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import names
from rexus.db.registry import Registry
from rexus.db.work import Work, now_utc
from rexus.respaldos import abrir, estado, meses, sucesos
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import barrer, borrador
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.estado import Suerte
from rexus.respaldos.verificar import Revision, de_disco, para_usar, probar
from rexus.seguridad import hay_cuentas
from rexus.stock import verificar as verificar_stock

log = get_logger(__name__)

CADA: Final = timedelta(days=7)
#: After one that failed.
OTRA_VEZ: Final = timedelta(days=1)


@dataclass(frozen=True)
class Prueba:
    """How a test came out. `error` None: all is well, and `revision` says what was proven."""

    conjunto: Conjunto
    revision: Revision | None = None
    error: RexusError | None = None


def toca(suertes: Mapping[str, Suerte], ahora: datetime) -> bool:
    """Whether a test is due: a week after the last that went well, a day after one that failed.

    What is later than `ahora` counts for nothing: the clock was set back.
    """
    pruebas = [s for s in suertes.values() if s.probado is not None and s.probado <= ahora]
    bien = any(s.probado + CADA > ahora for s in pruebas if s.probado is not None and not s.falla_de_prueba)
    mal = any(s.probado + OTRA_VEZ > ahora for s in pruebas if s.probado is not None and s.falla_de_prueba)
    return not bien and not mal


def ultima(suertes: Mapping[str, Suerte]) -> Suerte | None:
    """The last test; None before the first."""
    pruebas = [(s.probado, n, s) for n, s in enumerate(suertes.values()) if s.probado is not None]
    return max(pruebas)[2] if pruebas else None


def candidato(carpeta: Path, ahora: datetime) -> Conjunto | None:
    """The newest set that is good as far as anybody knows. Raises SoloLecturaError."""
    malos = estado.malos(carpeta)
    buenos = (c for c in carpetas.listar(carpeta) if c.fecha <= ahora and not {c.id, c.base} & malos)
    return next(buenos, None)


def hacer(
    registry: Registry,
    carpeta: Path,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
) -> Prueba | None:
    """Restore the newest set as a test and remember how it came out; None without any set.

    The caller holds `a_solas` (`rexus.respaldos.ejecutor`). Raises CanceladoError, SoloLecturaError: nothing is
    remembered then.
    """
    avance = avance or SinAvance()
    conjunto = candidato(carpeta, clock())
    if conjunto is None:
        return None
    try:
        revision = _restaurar(carpeta, conjunto, Llavero(frase), avance)
    except CanceladoError:
        raise
    except RexusError as error:
        log.warning("the test of %s failed: %s", conjunto.id, error)
        estado.anotar_prueba(carpeta, conjunto.id, clock(), error.frase)
        alterado = isinstance(error, RespaldoAlteradoError)
        if alterado:
            # From now on it counts for nothing, and the next test is of another one.
            estado.anotar_verificado(carpeta, conjunto.id, clock(), error.frase)
        resultado = sucesos.ALTERADO if alterado else sucesos.FALLO
        sucesos.anotar_hallado(registry, SISTEMA, sucesos.PROBAR, conjunto.id, resultado, str(error))
        return Prueba(conjunto, error=error)
    estado.anotar_prueba(carpeta, conjunto.id, clock())
    sucesos.anotar_hallado(registry, SISTEMA, sucesos.PROBAR, conjunto.id, sucesos.ENTERO)
    log.info("%s restored as a test: %d movements", conjunto.id, revision.movimientos)
    return Prueba(conjunto, revision)


def _restaurar(carpeta: Path, conjunto: Conjunto, llavero: Llavero, avance: Avance) -> Revision:
    try:
        barrer(carpeta)
        with borrador(carpeta, "probar") as lugar:
            casa = paths_under(lugar)
            casa.data.mkdir(mode=0o700)
            imagenes = abrir.imagenes(carpeta, conjunto, casa.data, llavero, avance)
            hecha = probar(conjunto, imagenes, lugar, meses.donde(carpeta), avance)
            para_usar(conjunto, imagenes, avance)
            _trabajar(conjunto, lugar, hecha, avance)
            return hecha
    except OSError as error:
        raise de_disco(carpeta, error) from error


def _trabajar(conjunto: Conjunto, lugar: Path, hecha: Revision, avance: Avance) -> None:
    """Open what was restored as the program opens its own, an older schema brought up to date on the way."""
    restaurado = Registry(paths_under(lugar))
    try:
        restaurado.leer(names.USERS, SISTEMA, hay_cuentas)
        # That the file is sound was just proven.
        stock = restaurado.leer(names.INVENTARIO, SISTEMA, verificar_stock, archivo=False, avance=avance, largo=True)
        restaurado.leer(names.AUDITORIA, SISTEMA, _responde)
    finally:
        restaurado.close()
    if not stock.ok or (stock.articulos, stock.movimientos) != (hecha.articulos, hecha.movimientos):
        raise RespaldoAlteradoError(conjunto.id, tr("al abrirlo el stock no da"))


def _responde(work: Work) -> None:
    work.connection.exec_driver_sql("SELECT count(*) FROM eventos").scalar_one()
