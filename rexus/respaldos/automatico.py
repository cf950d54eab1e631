"""A full backup before a critical operation, if the newest one is too old; and then one of what it changed after it.

Movements of stock need none: the audit trail journals them row by row, before and after. Migrations and restores make
their own copies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from rexus.base.actor import Actor
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.configuracion import AUSENTE
from rexus.db.registry import Registry
from rexus.db.registry import RespaldoPrevio as Previo
from rexus.db.work import now_utc
from rexus.respaldos import estado, motivos
from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, MANIFIESTO, Conjunto
from rexus.respaldos.ejecutor import Ejecutor
from rexus.respaldos.errors import RespaldoError
from rexus.settings import Settings

log = get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# On a server: for how long it is believed that no seat's backup was lost.
_RECORDAR: Final = timedelta(hours=1)
_HACIENDO: Final = threading.Lock()


class RespaldoPrevioError(RespaldoError):
    """The backup that an operation needs first could not be made: it was not begun. `operacion` is a source text."""

    def __init__(self, operacion: str, causa: RexusError) -> None:
        super().__init__(
            tr("Falta un respaldo"),
            tr("Antes de {operacion} hace falta un respaldo, y no se pudo hacer. No se cambió nada. {causa}").format(
                operacion=tr(operacion), causa=causa.frase
            ),
            causa.que_hacer,
        )
        self.causa = causa


class ConRegistry(Protocol):
    """A model: on a registry, for whoever is signed in."""

    _registry: Registry
    _actor: Callable[[], Actor]


M = TypeVar("M", bound=ConRegistry)


class RespaldoPrevio:
    """What `registry.respaldo_previo` is: whether a backup is due before an operation, and making it.

    Asking costs a look at two files while the newest full set is younger than «respaldo.antiguedad_dias».
    """

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._registry = registry
        self._settings = settings
        self._clock = clock
        self._ejecutor = Ejecutor(registry, settings, clock=clock)
        self._lock = threading.Lock()
        self._reciente: Conjunto | None = None
        # What was known of the sets when `_reciente` was found: it may be found altered any time.
        self._sabido: object = None
        self._de_otro: tuple[datetime, datetime] | None = None

    def hace_falta(self) -> bool:
        """Whether no full backup is young enough. Raises a RexusError when nobody can tell."""
        if not self._ejecutor.se_puede:
            return False
        ahora = self._clock()
        desde = ahora - timedelta(days=self._settings.get("respaldo.antiguedad_dias"))
        visto, sabido = self._reciente, estado.firma(self._ejecutor.carpeta)
        vale = visto is not None and desde <= visto.fecha <= ahora and sabido == self._sabido
        if vale and visto is not None and (visto.ubicacion / MANIFIESTO).is_file():
            return False
        self._sabido = sabido
        self._reciente = visto = self._ejecutor.ultimo_completo()
        if visto is not None and visto.fecha >= desde:
            return False
        otro = self._de_otros(ahora)
        return otro is None or otro < desde

    def __call__(self, operacion: str, actor: Actor, avance: Avance | None = None) -> Conjunto | None:
        """Make one if it is needed before `operacion` (an infinitive, a source text). Of two at once one makes it.

        Raises RespaldoPrevioError when it cannot be made, CanceladoError.
        """
        try:
            if not self.hace_falta():
                return None
            avance = avance or Avance()
            # Threads of this program wait here, other programs of this home at the lock of the folder.
            with self._lock, self._ejecutor.a_solas(avance):
                self._de_otro = None
                if not self.hace_falta():
                    return None
                self._registry.avisar(tr("Antes de {operacion} se hace un respaldo.").format(operacion=tr(operacion)))
                hecho = self._ejecutor.hacer(COMPLETO, avance=avance, motivo=motivos.antes(operacion), actor=actor)
        except CanceladoError:
            raise
        except RexusError as error:
            raise RespaldoPrevioError(operacion, error) from error
        self._sabido = estado.firma(self._ejecutor.carpeta)
        self._reciente = hecho
        log.info("backup %s made before «%s»", hecho.id, operacion)
        return hecho

    def _de_otros(self, ahora: datetime) -> datetime | None:
        if self._de_otro is None or not timedelta(0) <= ahora - self._de_otro[0] < _RECORDAR:
            fecha = self._ejecutor.ultimo_de_otros()
            if fecha is None:
                return None
            self._de_otro = ahora, fecha
        return self._de_otro[1]


def _previo_de(registry: Registry) -> Previo | None:
    """Made at the first operation that needs one: most programs end without."""
    if registry.respaldo_previo is None and registry.ajustes is not None:
        with _HACIENDO:
            if registry.respaldo_previo is None:
                registry.respaldo_previo = RespaldoPrevio(registry, registry.ajustes)
    return registry.respaldo_previo


@contextmanager
def entre_respaldos(
    registry: Registry, operacion: str, actor: Actor, avance: Avance | None = None, *, aun_sin_base: bool = False
) -> Iterator[None]:
    """The block is `operacion` (a source text): a full backup comes before it if the newest one is too old.

    One that was made has a second one after the block, if that ends well: not here, but by whoever listens to
    `registry.respaldo_despues`. Nobody waits for it, and it takes nothing back. Raises RespaldoPrevioError.

    `aun_sin_base`: what is done while the database is away changes nothing in it, and needs no backup then.
    """
    previo = _previo_de(registry)
    hecho = None
    try:
        hecho = previo(operacion, actor, avance) if previo is not None else None
    except RespaldoPrevioError as error:
        if not (aun_sin_base and isinstance(error.causa, AUSENTE)):
            raise
        log.info("no backup before «%s»: %s", operacion, error.causa)
    yield
    if hecho is not None and registry.respaldo_despues is not None:
        registry.respaldo_despues(motivos.despues(operacion), actor)


def respaldar_despues(registry: Registry, settings: Settings, motivo: str, actor: Actor) -> Conjunto:
    """Make the backup that comes after an operation, for who listens to `registry.respaldo_despues`.

    Raises what `hacer.incremental` raises.
    """
    ejecutor, avance = Ejecutor(registry, settings), Avance()
    with ejecutor.a_solas(avance):
        return ejecutor.hacer(INCREMENTAL, avance=avance, motivo=motivo, actor=actor)


def respaldo_automatico(
    operacion: str,
    permiso: str,
) -> Callable[[Callable[Concatenate[M, P], T]], Callable[Concatenate[M, P], T]]:
    """Decorate a model's method: a full backup comes first if the newest one is too old (`entre_respaldos`).

    `operacion` is an infinitive as people read it, a source text for `tr()`. If one of the method's arguments is an
    Avance, it shows the backup's progress, too, and cancels it. The method raises RespaldoPrevioError when the backup
    fails: it was not begun then. Without `permiso`, which the method asks for, none is made: the method refuses.
    """

    def decorar(metodo: Callable[Concatenate[M, P], T]) -> Callable[Concatenate[M, P], T]:
        @wraps(metodo)
        def con_respaldo(modelo: M, /, *args: P.args, **kw: P.kwargs) -> T:
            dados: tuple[Any, ...] = (*args, *kw.values())
            avance = next((dado for dado in dados if isinstance(dado, Avance)), None)
            actor = modelo._actor()
            if not actor.puede(permiso):
                return metodo(modelo, *args, **kw)
            with entre_respaldos(modelo._registry, operacion, actor, avance):
                return metodo(modelo, *args, **kw)

        return con_respaldo

    return decorar
