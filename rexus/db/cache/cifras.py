"""How much was saved, and who served: for the log, the status page and `rexus diagnostico`."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from rexus.db.cache.almacen import Quien


@dataclass(frozen=True)
class CifrasCache:
    """`quien` serves since `desde` (UTC). An «acierto» saved a query, a «fallo» did not; told apart by who served.

    `caidas`: how often Redis went away since the program started; `motivo`: why it does not serve now, None when it
    does or is not used (`con_redis`).
    """

    quien: Quien
    desde: datetime
    con_redis: bool
    aciertos_memoria: int
    fallos_memoria: int
    aciertos_redis: int
    fallos_redis: int
    caidas: int
    motivo: str | None

    @property
    def aciertos(self) -> int:
        """Queries saved, whoever served."""
        return self.aciertos_memoria + self.aciertos_redis

    @property
    def fallos(self) -> int:
        """Queries made, whoever was asked."""
        return self.fallos_memoria + self.fallos_redis

    def __str__(self) -> str:
        """One line for the log."""
        return (
            f"{self.quien} serves since {self.desde:%Y-%m-%dT%H:%M:%SZ}; "
            f"memory {self.aciertos_memoria} hits {self.fallos_memoria} misses; "
            f"redis {self.aciertos_redis} hits {self.fallos_redis} misses, gone {self.caidas} times"
        )


class Contador:
    """Counts in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cuenta: Counter[tuple[Quien, bool]] = Counter()

    def contar(self, quien: Quien, *, acierto: bool) -> None:
        """One more question answered."""
        with self._lock:
            self._cuenta[quien, acierto] += 1

    def ver(self, quien: Quien, *, acierto: bool) -> int:
        """How many so far."""
        with self._lock:
            return self._cuenta[quien, acierto]
