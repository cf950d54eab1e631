"""kill -9 at named steps and at random moments that are spread over all of the work."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from tests.end2end.vivero import Hijo, Nacer

#: What a process says when everything is loaded and its work begins, and when it is done.
YA, HECHO = "YA", "HECHO"
# So many random kills at least must meet nearly every step.
_MUCHOS = 60


@dataclass(frozen=True)
class Golpe:
    """One kill: by the process itself right after `paso`, or from outside, `despues_de` seconds after it said `desde`.

    `que` are the arguments of the process; `paso` comes after them.
    """

    que: tuple[str, ...]
    paso: str = ""
    desde: str = YA
    despues_de: float = 0.0

    def dar(self, nacer: Nacer) -> Hijo:
        """Start what is killed, kill it, and wait for its end."""
        hijo = nacer(*self.que, self.paso)
        if not self.paso:
            hijo.hasta(self.desde)
            time.sleep(self.despues_de)
            hijo.matar()
        estado = hijo.esperar()
        assert estado == -signal.SIGKILL or (estado == 0 and hecho(hijo) and not self.paso), (self, hijo.dicho)
        return hijo


def hecho(hijo: Hijo) -> bool:
    """Whether it said that it was done."""
    return any(linea.split()[0] == HECHO for linea in hijo.dicho)


def entero(nacer: Nacer, *que: str) -> dict[str, float]:
    """The steps that it tells when nobody kills it, and how many seconds it took from each to the next."""
    hijo = nacer(*que, "")
    momentos = []
    while linea := hijo.linea():
        momentos.append((linea.split()[0], time.monotonic()))
    assert hijo.estado == 0, hijo.dicho
    assert momentos[0][0] == YA and momentos[-1][0] == HECHO
    return {dicha: hasta - desde for (dicha, desde), (_, hasta) in pairwise(momentos)}


def al_azar(azar: random.Random, que: tuple[str, ...], pasos: Mapping[str, float], por_paso: bool) -> Golpe:
    """At any moment of the whole; `por_paso`: of any of its steps, be it ever so short."""
    if por_paso:
        desde = azar.choice(list(pasos))
        return Golpe(que, desde=desde, despues_de=azar.uniform(0, pasos[desde] * 1.1))
    return Golpe(que, despues_de=azar.uniform(0, sum(pasos.values()) * 1.05))


class Cuenta:
    """Into which step each kill at random fell."""

    def __init__(self, *pasos: str) -> None:
        self._pasos = pasos
        self._cayeron: Counter[str] = Counter()

    def anotar(self, hijo: Hijo) -> None:
        """The step is the last thing that it said."""
        self._cayeron[hijo.dicho[-1].split()[0]] += 1

    def repartida(self) -> None:
        """Say it, and see that many kills fell everywhere, not only into the beginning."""
        total = self._cayeron.total()
        print(f"{total} kills at random, by the last step told before:")
        for paso in (*self._pasos, HECHO):
            print(f"  {paso:20} {self._cayeron[paso]}")
        assert set(self._cayeron) <= {*self._pasos, HECHO}
        if total >= _MUCHOS:
            # Some steps are over before a signal arrives: those have their named kills.
            assert len(set(self._cayeron) - {HECHO}) >= 0.7 * len(self._pasos), self._cayeron
            assert max(self._cayeron.values()) <= 0.6 * total, self._cayeron
