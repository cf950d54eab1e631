"""Ports for the tests' servers."""

from __future__ import annotations

import random
import socket

# Below the range from which Linux, macOS and Windows take the local ports of outgoing connections. In it, a client
# that keeps trying a port where nobody listens is sooner or later given that very port and connects to itself.
_DESDE, _HASTA = 18_000, 32_000
_INTENTOS = 200


def puerto_libre() -> int:
    """A port of 127.0.0.1 where nobody listens, and where an outgoing connection never begins."""
    azar = random.SystemRandom()
    for _ in range(_INTENTOS):
        puerto = azar.randrange(_DESDE, _HASTA)
        with socket.socket() as prueba:
            prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                prueba.bind(("127.0.0.1", puerto))
            except OSError:
                continue
            return puerto
    raise RuntimeError("no free port was found")
