"""The proxy spoils what it is told to, and nothing else."""

from __future__ import annotations

import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.servers.proxy import Mando, Proxy
from tests.servers.puertos import puerto_libre


class _Eco(socketserver.StreamRequestHandler):
    """Answers each line with the same line in capitals, and remembers it."""

    def handle(self) -> None:
        try:
            for linea in self.rfile:
                self.server.oidas.append(linea)  # type: ignore[attr-defined]
                self.wfile.write(linea.upper())
        except ConnectionError:
            pass


class _Servidor(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", puerto_libre()), _Eco)
        self.oidas: list[bytes] = []


@pytest.fixture
def servidor() -> Iterator[_Servidor]:
    with _Servidor() as servidor:
        hilo = threading.Thread(target=servidor.serve_forever, kwargs={"poll_interval": 0.01})
        hilo.start()
        yield servidor
        servidor.shutdown()
        hilo.join()


@pytest.fixture
def mando(servidor: _Servidor) -> Iterator[Mando]:
    with Proxy(servidor.server_address[1]) as mando:
        yield mando


class _Cliente:
    def __init__(self, mando: Mando) -> None:
        self.linea = socket.create_connection((mando.host, mando.puerto), timeout=10)
        self.entra = self.linea.makefile("rb")

    def decir(self, texto: bytes) -> bytes:
        self.linea.sendall(texto + b"\n")
        return self.entra.readline().strip()

    def __enter__(self) -> _Cliente:
        return self

    def __exit__(self, *_error: object) -> None:
        self.entra.close()
        self.linea.close()


def _hasta(cumplido: Callable[[], bool]) -> None:
    for _ in range(500):
        if cumplido():
            return
        time.sleep(0.01)
    pytest.fail("it never came true")


def test_it_carries_everything_both_ways(mando: Mando) -> None:
    with _Cliente(mando) as cliente:
        largo = b"a" * 300_000
        assert cliente.decir(largo) == largo.upper()
        assert mando.cifras().abiertas == 1
        cliente.linea.shutdown(socket.SHUT_WR)
        assert cliente.entra.read() == b""


def test_cutting_by_rst_and_by_fin(mando: Mando) -> None:
    with _Cliente(mando) as cliente:
        cliente.decir(b"x")
        mando.cortar(rst=True)
        with pytest.raises(ConnectionResetError):
            cliente.entra.readline()
    with _Cliente(mando) as cliente:
        assert cliente.decir(b"x") == b"X"
        mando.cortar(rst=False)
        assert cliente.entra.readline() == b""


def test_refusing_and_healing_on_the_same_port(mando: Mando) -> None:
    with _Cliente(mando) as viejo:
        viejo.decir(b"x")
        for _ in range(3):
            mando.rechazar()
            with pytest.raises(ConnectionRefusedError):
                _Cliente(mando)
            assert viejo.decir(b"y") == b"Y"
            mando.sanar()
            with _Cliente(mando) as nuevo:
                assert nuevo.decir(b"z") == b"Z"


def test_silence_takes_old_and_new_connections(mando: Mando, servidor: _Servidor) -> None:
    with _Cliente(mando) as viejo:
        viejo.decir(b"x")
        mando.callar()
        with _Cliente(mando) as nuevo:
            for cliente in (viejo, nuevo):
                cliente.linea.settimeout(0.2)
                with pytest.raises(TimeoutError):
                    cliente.decir(b"y")
        assert servidor.oidas == [b"x\n"]
        mando.sanar()
        viejo.linea.settimeout(10)
        with pytest.raises((ConnectionResetError, OSError)):
            viejo.linea.recv(1)
    with _Cliente(mando) as otro:
        assert otro.decir(b"z") == b"Z"


def test_answers_are_held_back(mando: Mando) -> None:
    with _Cliente(mando) as cliente:
        mando.demorar(0.3)
        cliente.linea.settimeout(0.1)
        with pytest.raises(TimeoutError):
            cliente.decir(b"x")
    with _Cliente(mando) as cliente:
        assert cliente.decir(b"y") == b"Y"


def test_random_cuts_come_after_the_bytes_that_were_drawn(mando: Mando) -> None:
    mando.cortar_al_azar(7, bytes_=(50, 100))
    pasadas = []
    for _ in range(20):
        with _Cliente(mando) as cliente:
            vistas = 0
            try:
                while cliente.decir(b"123456789"):
                    vistas += 20
            except OSError:
                pass
            pasadas.append(vistas)
    assert set(pasadas) <= {40, 60, 80, 100}
    assert len(set(pasadas)) > 1
    assert mando.cifras().cortes == 20
    mando.cortar_al_azar(8, ms=(1, 30))
    with _Cliente(mando) as cliente, pytest.raises((ConnectionError, AssertionError)):
        while True:
            assert cliente.decir(b"x") == b"X"


def test_a_line_is_cut_before_or_after_the_server_saw_it(mando: Mando, servidor: _Servidor) -> None:
    mando.cortar_antes_de("COMMIT")
    with _Cliente(mando) as cliente:
        assert cliente.decir(b"begin") == b"BEGIN"
        with pytest.raises(ConnectionResetError):
            cliente.decir(b"COMMIT")
    assert servidor.oidas == [b"begin\n"]
    mando.cortar_tras("begin")
    with _Cliente(mando) as cliente, pytest.raises(ConnectionResetError):
        cliente.decir(b"begin")
    _hasta(lambda: servidor.oidas == [b"begin\n", b"begin\n"])
    servidor.oidas.pop()
    mando.perder_respuesta_a("COMMIT")
    with _Cliente(mando) as cliente, pytest.raises(ConnectionResetError):
        cliente.decir(b"COMMIT")
    assert servidor.oidas == [b"begin\n", b"COMMIT\n"]
    mando.perder_respuesta_a("COMMIT", callando=True)
    with _Cliente(mando) as cliente:
        cliente.linea.settimeout(0.2)
        with pytest.raises(TimeoutError):
            cliente.decir(b"COMMIT")
    assert servidor.oidas == [b"begin\n", b"COMMIT\n", b"COMMIT\n"]
    with _Cliente(mando) as cliente:
        assert cliente.decir(b"COMMIT") == b"COMMIT"


def test_another_process_holds_the_same_controls(mando: Mando) -> None:
    with _Cliente(mando) as cliente:
        cliente.decir(b"x")
        orden = f"from tests.servers.proxy import Mando; print(Mando({mando.puerto}, {mando.control}).cortar().cortes)"
        hecho = subprocess.run([sys.executable, "-c", orden], capture_output=True, text=True, check=True)
        assert hecho.stdout == "1\n"
        with pytest.raises(ConnectionResetError):
            cliente.entra.readline()


def test_a_server_that_is_away_is_a_reset(mando: Mando, servidor: _Servidor) -> None:
    servidor.server_close()
    with _Cliente(mando) as cliente, pytest.raises(ConnectionResetError):
        cliente.decir(b"x")
