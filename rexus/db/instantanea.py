"""What was last seen of a server's data, so that it can still be looked at while the server is away.

It is in memory only and never on the disk: nobody can sign in without the server, so no later start could use it. It
holds answers of the business database alone (accounts and passwords never enter it), each for the user who was given
it, and forgets all of them at the sign-out.
"""

from __future__ import annotations

import copy
import sys
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from rexus.base.actor import Actor
from rexus.base.errors import BaseError, BaseInalcanzableError
from rexus.db.salud import Salud

T = TypeVar("T")

LIMITE_BYTES: Final = 64 << 20
# Of a long list so many, from all over it, tell how heavy it is.
_MUESTRA: Final = 5
_ATOMOS: Final = (str, int, Decimal, float, bytes, date, array)
# The key and its place in the dictionary.
_POR_CLAVE: Final = 300
_NO_ESTABA: Final = object()


@dataclass(frozen=True)
class Entera:
    """Remember an answer as a whole, by its operation and arguments."""


@dataclass(frozen=True)
class Filas:
    """Remember an answer that is a list of things with an `id` one by one, so that any of them can be asked for again.

    `de` tells what they are rows of. `ids` are those that were asked for; None: the answer decides, and such a question
    cannot be answered from memory.
    """

    de: tuple[Hashable, ...]
    ids: Sequence[int] | None = None


Recordar = Entera | Filas


@dataclass
class Fechas:
    """Of when the answers are that were given while somebody looked (`fechar`). UTC; None: there were none."""

    mas_vieja: datetime | None = None
    de_memoria: bool = False

    def anotar(self, momento: datetime, *, de_memoria: bool) -> None:
        """One more answer."""
        self.mas_vieja = momento if self.mas_vieja is None else min(self.mas_vieja, momento)
        self.de_memoria = self.de_memoria or de_memoria


_fechas: ContextVar[Fechas | None] = ContextVar("fechas", default=None)
_solo_frescas: ContextVar[bool] = ContextVar("solo_frescas", default=False)


@contextmanager
def fechar() -> Iterator[Fechas]:
    """Learn of when the answers are that this thread is given within the block."""
    fechas = Fechas()
    before = _fechas.set(fechas)
    try:
        yield fechas
    finally:
        _fechas.reset(before)


@contextmanager
def solo_frescas() -> Iterator[None]:
    """Within the block this thread is given nothing from memory, and nothing that it reads is kept."""
    before = _solo_frescas.set(True)
    try:
        yield
    finally:
        _solo_frescas.reset(before)


@dataclass(frozen=True)
class _Recuerdo:
    valor: Any
    momento: datetime
    peso: int


class Instantanea:
    """Answers by question and user, at most `limite` bytes of them; the least recently used one leaves first.

    Not `activa`, it keeps nothing and costs nothing. Safe in any thread.
    """

    def __init__(
        self, salud: Salud, clock: Callable[[], datetime], *, activa: bool = True, limite: int = LIMITE_BYTES
    ) -> None:
        self._salud = salud
        self._activa = activa
        self._clock = clock
        self._limite = limite
        self._lock = threading.Lock()
        self._recuerdos: OrderedDict[Hashable, _Recuerdo] = OrderedDict()
        self._peso = 0
        self._epoca = 0

    @property
    def peso(self) -> int:
        """About how many bytes it holds."""
        return self._peso

    def __len__(self) -> int:
        """How many answers it holds."""
        return len(self._recuerdos)

    def olvidar(self) -> None:
        """Forget everything; what is being read now is not remembered either."""
        with self._lock:
            self._recuerdos.clear()
            self._peso = 0
            self._epoca += 1

    def vale(self, error: BaseError) -> bool:
        """Whether that refusal means that the server is away, so that what was seen before may be shown."""
        return isinstance(error, BaseInalcanzableError) or not self._salud.instante.en_linea

    def leer(self, recordar: Recordar, actor: Actor, pregunta: Hashable, leer: Callable[[], T]) -> T:
        """What `leer` answers, or while the server is away what it answered before.

        Raises what `leer` raises when that was never seen. `pregunta` is the operation with its arguments.
        """
        if not self._activa or _solo_frescas.get():
            return leer()
        quien = (actor.usuario, actor.permisos)
        momento, epoca = self._clock(), self._epoca
        try:
            valor = leer()
        except BaseError as error:
            if not self.vale(error):
                raise
            hallado = self._hallar(recordar, quien, pregunta)
            if hallado is _NO_ESTABA:
                raise
            return hallado  # type: ignore[no-any-return]
        self._guardar(recordar, quien, pregunta, valor, momento, epoca)
        _anotar(momento, de_memoria=False)
        return valor

    def _guardar(
        self, recordar: Recordar, quien: Hashable, pregunta: Hashable, valor: Any, momento: datetime, epoca: int
    ) -> None:
        nuevos: list[tuple[Hashable, Any, int]]
        match recordar:
            case Entera():
                nuevos = [((quien, pregunta), copy.copy(valor), peso(valor))]
            case Filas(de, ids):
                cada_una = peso(valor) // max(1, len(valor))
                por_id = {fila.id: fila for fila in valor}
                # That an id was asked for and is not there is an answer too.
                nuevos = [((quien, de, id_), por_id.get(id_), cada_una) for id_ in (ids if ids is not None else por_id)]
        with self._lock:
            if epoca != self._epoca:
                return
            for clave, valor_nuevo, cuanto in nuevos:
                self._poner(clave, _Recuerdo(valor_nuevo, momento, cuanto + _POR_CLAVE))
            while self._peso > self._limite and self._recuerdos:
                self._peso -= self._recuerdos.popitem(last=False)[1].peso

    def _poner(self, clave: Hashable, recuerdo: _Recuerdo) -> None:
        before = self._recuerdos.pop(clave, None)
        self._peso += recuerdo.peso - (before.peso if before is not None else 0)
        self._recuerdos[clave] = recuerdo

    def _hallar(self, recordar: Recordar, quien: Hashable, pregunta: Hashable) -> Any:
        match recordar:
            case Entera():
                claves: list[Hashable] = [(quien, pregunta)]
            case Filas(_, None):
                return _NO_ESTABA
            case Filas(de, ids):
                claves = [(quien, de, id_) for id_ in ids or ()]
        with self._lock:
            hallados = [self._recuerdos.get(clave) for clave in claves]
            if None in hallados:
                return _NO_ESTABA
            for clave in claves:
                self._recuerdos.move_to_end(clave)
        recuerdos = [recuerdo for recuerdo in hallados if recuerdo is not None]
        for recuerdo in recuerdos:
            _anotar(recuerdo.momento, de_memoria=True)
        if isinstance(recordar, Entera):
            return copy.copy(recuerdos[0].valor)
        return [recuerdo.valor for recuerdo in recuerdos if recuerdo.valor is not None]


def _anotar(momento: datetime, *, de_memoria: bool) -> None:
    fechas = _fechas.get()
    if fechas is not None:
        fechas.anotar(momento, de_memoria=de_memoria)


def peso(valor: Any) -> int:
    """About how many bytes a value takes: exact for arrays, estimated from a few for long lists.

    Runs each time something is shown, so it must cost far less than the question.
    """
    propio = sys.getsizeof(valor)
    if valor is None or isinstance(valor, _ATOMOS):
        return propio
    if isinstance(valor, list | tuple):
        if len(valor) <= _MUESTRA:
            return propio + sum(map(peso, valor))
        muestra = valor[:: len(valor) // _MUESTRA]
        return propio + sum(map(peso, muestra)) * len(valor) // len(muestra)
    if isinstance(valor, dict):
        return propio + peso(tuple(valor)) + peso(tuple(valor.values()))
    if isinstance(valor, frozenset | set):
        return propio + peso(tuple(valor))
    if is_dataclass(valor):
        return propio + sum(peso(getattr(valor, nombre)) for nombre in valor.__dataclass_fields__)
    return propio
