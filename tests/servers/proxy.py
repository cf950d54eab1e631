"""The TCP proxy as the tests hold it: connect to `puerto` instead of the server's, and spoil the line at will."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

# What a PostgreSQL client sends to commit, with the byte that ends it: «READ COMMITTED» is not meant.
COMMIT = "COMMIT\0"


@dataclass(frozen=True)
class Cifras:
    """Connections open now, accepted since the start, and cut since the start."""

    abiertas: int
    total: int
    cortes: int


@dataclass(frozen=True)
class Mando:
    """The controls. It may be sent to another process, which then holds the same proxy.

    Every order holds when the call returns. Orders add up (slow and cut at random) until `sanar`.
    """

    puerto: int
    control: int
    host: str = "127.0.0.1"

    def cortar(self, *, rst: bool = True) -> Cifras:
        """Cut every connection there is, with RST or with a clean FIN. New ones pass."""
        return self._mandar("cortar", rst=rst)

    def rechazar(self) -> Cifras:
        """Refuse new connections, as a machine does where the server is not running. Those that exist go on."""
        return self._mandar("rechazar")

    def desenchufar(self) -> Cifras:
        """Refuse new connections and cut those that exist."""
        self.rechazar()
        return self.cortar()

    def callar(self) -> Cifras:
        """Accept, swallow and never answer, on old and new connections alike (half-open): the cable was pulled."""
        return self._mandar("callar")

    def demorar(self, segundos: float) -> Cifras:
        """Hold each of the server's answers for so long."""
        return self._mandar("demorar", segundos=segundos)

    def cortar_al_azar(
        self, semilla: int, *, bytes_: tuple[int, int] | None = None, ms: tuple[int, int] | None = None
    ) -> Cifras:
        """Cut each connection, half of them by RST and half by FIN, after so many bytes or milliseconds of life.

        The bounds are included; bytes count both ways, and the last chunk goes through in part. Holds for old
        connections too, from now on.
        """
        return self._mandar("al_azar", semilla=semilla, bytes_=bytes_, ms=ms)

    def cortar_antes_de(self, patron: str, veces: int = 1) -> Cifras:
        """Cut the next `veces` connections that send this text; the server does not see it."""
        return self._mandar("al_ver", patron=patron, veces=veces, cuando="antes")

    def cortar_tras(self, patron: str, veces: int = 1) -> Cifras:
        """Cut the next `veces` connections that send this text as soon as it is on its way: the server will do it."""
        return self._mandar("al_ver", patron=patron, veces=veces, cuando="tras")

    def perder_respuesta_a(
        self, patron: str, veces: int = 1, *, callando: bool = False, rechazando: bool = False
    ) -> Cifras:
        """The next `veces` times this text is sent, let the server do it and answer, and cut before the answer passes.

        `callando`: the connection falls silent instead of being cut. `rechazando`: new ones are refused from then on.
        """
        return self._mandar(
            "al_ver", patron=patron, veces=veces, cuando="respuesta", callando=callando, rechazando=rechazando
        )

    def sanar(self) -> Cifras:
        """Let everything pass again. Connections that lost bytes in a silence are cut."""
        return self._mandar("sanar")

    def cifras(self) -> Cifras:
        """The figures of now."""
        return self._mandar("ver")

    def _mandar(self, orden: str, **datos: object) -> Cifras:
        with socket.create_connection((self.host, self.control), timeout=30) as linea:
            linea.sendall(json.dumps({"orden": orden, **datos}).encode() + b"\n")
            with linea.makefile(encoding="utf-8") as respuesta:
                return Cifras(**json.loads(respuesta.readline()))


class Proxy:
    """The proxy's process; it ends with `cerrar`, or when this process does."""

    def __init__(self, puerto: int, host: str = "127.0.0.1") -> None:
        """Forward to that server."""
        self._proceso = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("proxy_process.py")), host, str(puerto)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._proceso.stdout
        self.mando = Mando(**json.loads(self._proceso.stdout.readline()))

    def cerrar(self) -> None:
        """End it and every connection through it."""
        assert self._proceso.stdin and self._proceso.stdout
        self._proceso.stdin.close()
        self._proceso.wait(30)
        self._proceso.stdout.close()

    def __enter__(self) -> Mando:
        return self.mando

    def __exit__(self, tipo: type[BaseException] | None, error: BaseException | None, t: TracebackType | None) -> None:
        self.cerrar()
