"""Sets that were once seen to be later than the clock.

After a clock was set back, a day comes a second time, and sets of its first time are there. They are good, but they are
not that day's backups: were they counted, a day would go by without any.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from rexus.base.atomic import replacing
from rexus.base.log import get_logger
from rexus.respaldos.conjunto import Conjunto

log = get_logger(__name__)

_ARCHIVO: Final = "adelantados.json"


class Adelantados:
    """Their ids, kept beside the sets. Losing the file loses one backup of a day that came twice, and nothing else."""

    def __init__(self, carpeta: Path) -> None:
        self._archivo = carpeta / _ARCHIVO
        self._ids: frozenset[str] | None = None

    def notar(self, conjuntos: Iterable[Conjunto], ahora: datetime) -> frozenset[str]:
        """Add those that are later than `ahora`, and forget those that are gone; the ids that there are now."""
        if self._ids is None:
            self._ids = self._leer()
        hay = list(conjuntos)
        ids = frozenset(c.id for c in hay if c.id in self._ids or c.fecha > ahora)
        if ids != self._ids:
            if ids - self._ids:
                log.warning("the clock was set back: %d backups are later than now", len(ids - self._ids))
            self._ids = ids
            self._escribir(ids)
        return ids

    def _leer(self) -> frozenset[str]:
        try:
            leido = json.loads(self._archivo.read_bytes())
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:
            log.warning("%s: %s", self._archivo, error)
            return frozenset()
        return frozenset(str(i) for i in leido) if isinstance(leido, list) else frozenset()

    def _escribir(self, ids: frozenset[str]) -> None:
        temporal = self._archivo.with_name(f".{_ARCHIVO}.{os.getpid()}.tmp")
        try:
            with replacing(self._archivo, temporal, 0o600) as salida:
                salida.write(json.dumps(sorted(ids)).encode())
        except OSError as error:
            # Known in this run all the same; a full disk is told by the backup itself.
            log.warning("%s: %s", self._archivo, error)
