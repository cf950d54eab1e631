"""A PostgreSQL connection whose waits end: the driver alone would wait for a silent server for two minutes."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg
from psycopg import errors

from rexus.db.motores.motor import Vigilancia

# How often a waiting thread looks whether it should still wait.
_TIC_S = 0.1
# For what runs between units of work: the pool's own ping and its rollback.
_LIMITE_SUELTO_S = 4.0
# After it was asked to stop, a living server answers at once.
_GRACIA_S = 2.0


class ConexionPaciente(psycopg.Connection[Any]):
    """Waits as long as its `vigilancia` lets it. A wait that ends otherwise closes the connection."""

    _vigilancia: Vigilancia | None = None
    _suelta = Vigilancia(limite=_LIMITE_SUELTO_S)

    def vigilar(self, vigilancia: Vigilancia | None) -> None:
        """From now on, until the next call."""
        self._vigilancia = vigilancia

    def wait(self, gen: Any, interval: float = _TIC_S, timeout: float | None = None) -> Any:
        """Consume a generator of the driver, looking up at each tick."""
        return super().wait(_mirando(gen, self, self._vigilancia or self._suelta), _TIC_S, timeout)


def _mirando(gen: Any, conexion: ConexionPaciente, vigilancia: Vigilancia) -> Generator[Any, Any, Any]:
    """Passes everything through; a tick without news (0) is the moment to look."""
    try:
        pedido = next(gen)
        desde = monotonic()
        cortar: float | None = None
        while True:
            listo = yield pedido
            if not listo:
                cortar = _mirar(conexion, vigilancia, desde, cortar)
            pedido = gen.send(listo)
    except StopIteration as fin:
        return fin.value


def _mirar(conexion: ConexionPaciente, vigilancia: Vigilancia, desde: float, cortar: float | None) -> float | None:
    """Ask the server to stop, or close; returns when to close at last."""
    ahora = monotonic()
    if vigilancia.perdida.is_set() or (cortar is not None and ahora >= cortar):
        conexion.pgconn.finish()
        raise psycopg.OperationalError("the server does not answer")
    vencido = vigilancia.limite is not None and ahora - desde >= vigilancia.limite
    if vencido and vigilancia.sin_gracia:
        conexion.pgconn.finish()
        raise psycopg.OperationalError("the server does not answer")
    if cortar is None and (vencido or vigilancia.avance.cancelado):
        try:
            conexion.cancel_safe(timeout=_GRACIA_S)
        except errors.Error:
            # Nobody to ask: the server is gone, which the end of the grace will say.
            return ahora
        return monotonic() + _GRACIA_S
    return cortar
