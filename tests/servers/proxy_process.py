"""A TCP proxy that spoils connections on request. Standard library only; run as a plain file.

    python proxy_process.py HOST PORT    # prints {"puerto": n, "control": n}; ends when stdin ends

On the control port each connection carries one JSON order and gets one JSON answer, once the order holds.
`tests/servers/proxy.py` is the other end and says what the orders mean.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import socket
import struct
import sys
from typing import Any

# Imported as a sibling file: this one runs without the package.
from puertos import puerto_libre

_TROZO = 65_536
_SIN_DEMORA_AL_CERRAR = struct.pack("ii", 1, 0)


class _Corte(Exception):
    """This connection is to be cut now."""


class _Conexion:
    """One client and its way to the server."""

    def __init__(self, proxy: _Proxy, cliente: asyncio.StreamWriter) -> None:
        self.proxy = proxy
        self.puntas = [cliente]
        self.callada = False
        self.sin_respuesta = False
        self.quedan: int | None = None
        self.reloj: asyncio.TimerHandle | None = None

    def sortear(self) -> None:
        """Draw when this one is cut, if cutting at random is on."""
        if self.reloj:
            self.reloj.cancel()
        bytes_, ms = self.proxy.azar_bytes, self.proxy.azar_ms
        self.quedan = self.proxy.azar.randint(*bytes_) if bytes_ else None
        self.reloj = None
        if ms:
            self.reloj = asyncio.get_running_loop().call_later(self.proxy.azar.randint(*ms) / 1000, self._al_azar)

    def _al_azar(self) -> None:
        self.proxy.cortes += 1
        self.cortar(rst=self.proxy.azar.random() < 0.5)

    def cortar(self, *, rst: bool) -> None:
        """End both sides at once, with RST or with FIN."""
        if self.reloj:
            self.reloj.cancel()
        for punta in self.puntas:
            if punta.is_closing():
                continue
            if rst:
                with contextlib.suppress(OSError):
                    punta.get_extra_info("socket").setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, _SIN_DEMORA_AL_CERRAR
                    )
                punta.transport.abort()
            else:
                punta.close()
        self.proxy.conexiones.discard(self)

    async def pasar(self, de: asyncio.StreamReader, a: asyncio.StreamWriter, *, pedido: bool) -> None:
        """Carry bytes one way until the end, spoiling them as told. `pedido`: from the client to the server."""
        while datos := await de.read(_TROZO):
            if self._se_calla():
                continue
            if not pedido:
                if self.sin_respuesta:
                    if self.proxy.perder_callando:
                        self.callada = True
                        continue
                    raise _Corte
                if self.proxy.demora:
                    await asyncio.sleep(self.proxy.demora)
                    if self._se_calla():
                        continue
            elif self.proxy.patron and self.proxy.patron in datos:
                self._patron_visto()
                if self.proxy.cuando == "tras":
                    # A clean end towards the server: a reset could take what was just sent with it.
                    a.write(datos)
                    a.close()
                    self.cortar(rst=True)
                    return
            await self._escribir(a, datos)
        if not self._se_calla():
            with contextlib.suppress(OSError):
                a.write_eof()

    def _se_calla(self) -> bool:
        self.callada = self.callada or self.proxy.callado
        return self.callada

    def _patron_visto(self) -> None:
        proxy = self.proxy
        proxy.veces -= 1
        if not proxy.veces:
            proxy.patron = b""
        proxy.cortes += 1
        if proxy.cuando == "antes":
            raise _Corte
        self.sin_respuesta = True
        if proxy.perder_rechazando:
            proxy.rechazar()

    async def _escribir(self, a: asyncio.StreamWriter, datos: bytes) -> None:
        if self.quedan is not None:
            if len(datos) >= self.quedan:
                a.write(datos[: self.quedan])
                self._al_azar()
                raise ConnectionResetError
            self.quedan -= len(datos)
        a.write(datos)
        await a.drain()


class _Proxy:
    def __init__(self, host: str, puerto: int) -> None:
        self.destino = host, puerto
        self.puerto = puerto_libre()
        self.conexiones: set[_Conexion] = set()
        self.total = 0
        self.cortes = 0
        self.azar = random.Random(0)
        self._servidor: asyncio.Server | None = None
        self._reserva: socket.socket | None = None
        self._borrar_defectos()

    def _borrar_defectos(self) -> None:
        self.callado = False
        self.demora = 0.0
        self.azar_bytes: tuple[int, int] | None = None
        self.azar_ms: tuple[int, int] | None = None
        self.patron = b""
        self.veces = 0
        self.cuando = ""
        self.perder_callando = False
        self.perder_rechazando = False

    async def escuchar(self) -> None:
        if self._servidor:
            return
        reserva = self._reserva or self._reservar()
        self._reserva = None
        self._servidor = await asyncio.start_server(self._atender, sock=reserva, backlog=512)

    def _reservar(self) -> socket.socket:
        """The port, bound and not listening: whoever connects is refused, and nobody else can take it."""
        reserva = socket.socket()
        reserva.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserva.bind(("127.0.0.1", self.puerto))
        return reserva

    async def _atender(self, de_cliente: asyncio.StreamReader, a_cliente: asyncio.StreamWriter) -> None:
        conexion = _Conexion(self, a_cliente)
        self.conexiones.add(conexion)
        self.total += 1
        try:
            if self.callado:
                conexion.callada = True
                while await de_cliente.read(_TROZO):
                    pass
                return
            de_servidor, a_servidor = await asyncio.open_connection(*self.destino)
            conexion.puntas.append(a_servidor)
            if conexion not in self.conexiones:
                # It was cut while the server was being called.
                raise _Corte
            for punta in conexion.puntas:
                punta.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            conexion.sortear()
            idas = [
                asyncio.create_task(conexion.pasar(de_cliente, a_servidor, pedido=True)),
                asyncio.create_task(conexion.pasar(de_servidor, a_cliente, pedido=False)),
            ]
            try:
                await asyncio.gather(*idas)
            finally:
                for ida in idas:
                    ida.cancel()
        except (_Corte, ConnectionError, OSError):
            conexion.cortar(rst=True)
        else:
            # What fell silent stays open on the other side until it is healed.
            if not conexion.callada:
                conexion.cortar(rst=False)

    # ── Orders ──

    def ver(self) -> None:
        """Only the figures."""

    def cortar(self, rst: bool) -> None:
        for conexion in list(self.conexiones):
            self.cortes += 1
            conexion.cortar(rst=rst)

    def rechazar(self) -> None:
        if self._servidor:
            self._servidor.close()
            self._servidor = None
            self._reserva = self._reservar()

    def callar(self) -> None:
        self.callado = True

    def demorar(self, segundos: float) -> None:
        self.demora = segundos

    def al_azar(self, semilla: int, bytes_: tuple[int, int] | None, ms: tuple[int, int] | None) -> None:
        self.azar = random.Random(semilla)
        self.azar_bytes, self.azar_ms = bytes_, ms
        for conexion in self.conexiones:
            conexion.sortear()

    def al_ver(self, patron: str, veces: int, cuando: str, callando: bool = False, rechazando: bool = False) -> None:
        self.patron, self.veces = patron.encode(), veces
        self.cuando, self.perder_callando, self.perder_rechazando = cuando, callando, rechazando

    async def sanar(self) -> None:
        self._borrar_defectos()
        for conexion in list(self.conexiones):
            if conexion.callada:
                # Bytes of it were lost: it can only end.
                conexion.cortar(rst=True)
            else:
                conexion.sortear()
        await self.escuchar()

    async def mandar(self, de: asyncio.StreamReader, a: asyncio.StreamWriter) -> None:
        orden: dict[str, Any] = json.loads(await de.readline())
        hecho = getattr(self, orden.pop("orden"))(**orden)
        if hecho is not None:
            await hecho
        # Let what was aborted leave before the answer does.
        await asyncio.sleep(0)
        cifras = {"abiertas": len(self.conexiones), "total": self.total, "cortes": self.cortes}
        a.write(json.dumps(cifras).encode() + b"\n")
        a.close()


async def _main() -> None:
    proxy = _Proxy(sys.argv[1], int(sys.argv[2]))
    await proxy.escuchar()
    control = await asyncio.start_server(proxy.mandar, "127.0.0.1", puerto_libre())
    print(json.dumps({"puerto": proxy.puerto, "control": control.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    # The system ends every connection; nothing is left to be put in order.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(_main())
