"""A PostgreSQL of the tests' own: on a loopback port, with passwords, started in a second, left behind never."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers import postgres_bin
from tests.servers.certificado import Certificado
from tests.servers.guardian import Guardian
from tests.servers.puertos import puerto_libre

SUPERUSUARIO = "postgres"
# With a quote, a percent sign and letters beyond ASCII, since such passwords exist.
CLAVE_SUPERUSUARIO = "raíz '%/@ de pruebas"
_PLAZO_DE_ARRANQUE = 60
_MEMORIA_MINIMA = 2 << 30

_AJUSTES = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "log_min_messages": "warning",
    # The machine does not lose power during the tests; a server that is killed keeps what it handed to the system.
    "fsync": "off",
    "full_page_writes": "off",
    # What makes a commit durable when the *server* dies stays as in production.
    "synchronous_commit": "on",
}


# From version 16 on. To try a password 4,096 times over is most of the cost of a connection.
_CLAVES_BARATAS = "scram_iterations=1"


class Postgres:
    """One server with its data. `parar` and `arrancar` as often as wanted: same port, same data."""

    host = "127.0.0.1"

    def __init__(self, bin_: Path | None = None, *, tls: Certificado | None = None, **ajustes: str) -> None:
        """Make the data and start. `ajustes` are further settings of the server, as in postgresql.conf.

        With `tls` it shows that certificate to those who ask for encryption; the others come in as before.
        """
        self._usuario = postgres_bin.usuario()
        origen = bin_ or postgres_bin.carpeta()
        en_su_lugar = postgres_bin.alcanza(origen, self._usuario)
        self._guardian = Guardian("postgres", _memoria() if en_su_lugar else None)
        self.con_trigramas = postgres_bin.tiene_trigramas(origen)
        self.con_tls = postgres_bin.tiene_tls(origen)
        self.tls = tls
        self.version = postgres_bin.version(origen)
        self.puerto = puerto_libre()
        self.bin = origen if en_su_lugar else postgres_bin.copiar(origen, self._guardian.carpeta)
        self.datos = self._guardian.carpeta / "datos"
        self.log = self._guardian.carpeta / "log"
        try:
            self._crear_datos(postgres_bin.orden_de_textos(origen), {**_AJUSTES, **ajustes})
            if tls is not None:
                self._presentar(tls)
            self._primer_arranque()
        except BaseException:
            self._guardian.cerrar()
            raise

    def _crear_datos(self, textos: list[str], ajustes: dict[str, str]) -> None:
        self.datos.mkdir(mode=0o700)
        clave = self._guardian.carpeta / "clave"
        clave.write_text(CLAVE_SUPERUSUARIO, encoding="utf-8")
        if self._usuario:
            shutil.chown(self.datos, self._usuario)
        hecho = subprocess.run(
            [
                self.bin / "initdb", "-D", self.datos, "-U", SUPERUSUARIO, f"--pwfile={clave}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--no-sync", *textos, *(["-c", _CLAVES_BARATAS] if self.version >= 16 else []),
            ],
            user=self._usuario, extra_groups=[] if self._usuario else None, cwd="/", capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if hecho.returncode:
            raise RuntimeError(f"initdb: {hecho.stdout}{hecho.stderr}")
        clave.unlink()
        with (self.datos / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{nombre} = '{valor}'\n" for nombre, valor in ajustes.items())

    def _presentar(self, tls: Certificado) -> None:
        """The key must be its user's own and nobody else's to read."""
        for nombre, origen in (("server.crt", tls.certificado), ("server.key", tls.llave)):
            archivo = self.datos / nombre
            shutil.copy(origen, archivo)
            archivo.chmod(0o600)
            if self._usuario:
                shutil.chown(archivo, self._usuario)
        with (self.datos / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write("ssl = on\n")

    def _primer_arranque(self) -> None:
        """On another port when somebody took this one meanwhile."""
        try:
            self.arrancar()
        except RuntimeError as error:
            if "could not bind" not in str(error):
                raise
            self.puerto = puerto_libre()
            self.arrancar()

    def arrancar(self) -> None:
        """Start it, if it is not running, and wait until it answers."""
        if self.corriendo:
            return
        pid_file = self.datos / "postmaster.pid"
        pid_file.unlink(missing_ok=True)
        orden = [str(self.bin / "postgres"), "-D", str(self.datos), "-p", str(self.puerto)]
        self._guardian.arrancar(orden, usuario=self._usuario, log=self.log)
        limite = time.monotonic() + _PLAZO_DE_ARRANQUE
        while not self._listo(pid_file):
            if self._guardian.estado() is not None or time.monotonic() > limite:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.01)

    @staticmethod
    def _listo(pid_file: Path) -> bool:
        """The eighth line of that file says so (https://www.postgresql.org/docs/current/storage-file-layout.html)."""
        try:
            lineas = pid_file.read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lineas) >= 8 and lineas[7].strip() == "ready"

    @property
    def corriendo(self) -> bool:
        """Whether the server process is there."""
        return (self.datos / "postmaster.pid").exists() and self._guardian.estado() is None

    def parar(self, *, con_calma: bool = False) -> None:
        """Stop it: at once, as if it were unplugged, or letting sessions be told first (`con_calma`).

        Nothing that was committed is lost either way.
        """
        if self.corriendo:
            self._guardian.terminar(signal.SIGINT if con_calma else signal.SIGQUIT)
            (self.datos / "postmaster.pid").unlink(missing_ok=True)

    def matar(self) -> None:
        """kill -9 to the server process and all of its sessions, as when memory runs out."""
        if self.corriendo:
            self._guardian.terminar(signal.SIGKILL)
            (self.datos / "postmaster.pid").unlink(missing_ok=True)

    def cerrar(self) -> None:
        """Stop it and remove its data."""
        self._guardian.cerrar()

    @contextmanager
    def sesion(self, base: str = "postgres") -> Iterator[psycopg.Connection]:
        """A superuser's session that commits each statement by itself."""
        with psycopg.connect(
            host=self.host,
            port=self.puerto,
            user=SUPERUSUARIO,
            password=CLAVE_SUPERUSUARIO,
            dbname=base,
            autocommit=True,
            connect_timeout=10,
        ) as conexion:
            yield conexion

    def crear_cuenta(self, nombre: str, clave: str, *, crea_bases: bool = False) -> None:
        """An account that may sign in, and create databases if so wanted; nothing else."""
        with self.sesion() as sesion:
            sesion.execute(
                sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                    sql.Identifier(nombre), sql.SQL("CREATEDB" if crea_bases else "NOCREATEDB"), sql.Literal(clave)
                )
            )

    def crear_base(self, nombre: str, duena: str, plantilla: str = "template0") -> None:
        """A database that belongs to an account, as a copy of another one where nobody is connected."""
        self.crear_bases({nombre: plantilla}, duena)

    def crear_bases(self, plantillas: Mapping[str, str], duena: str) -> None:
        """The same for several, each as a copy of its own one."""
        with self.sesion() as sesion:
            for nombre, plantilla in plantillas.items():
                sesion.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} {}").format(
                        sql.Identifier(nombre),
                        sql.Identifier(duena),
                        sql.Identifier(plantilla),
                        # Copying files is quicker than writing them to the log first, and leaves less to replay.
                        sql.SQL("STRATEGY file_copy" if self.version >= 15 else ""),
                    )
                )

    def borrar_bases(self, nombres: Iterable[str]) -> None:
        """Remove databases, whoever is connected to them."""
        with self.sesion() as sesion:
            for nombre in nombres:
                sesion.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(nombre)))

    def bases(self) -> set[str]:
        """The names of the databases there are."""
        with self.sesion() as sesion:
            return {fila[0] for fila in sesion.execute("SELECT datname FROM pg_database")}

    def sesiones(self, base: str | None = None) -> int:
        """How many sessions other than the asking one are open, on one database or on all."""
        with self.sesion() as sesion:
            fila = sesion.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() AND (%s::text IS NULL OR datname = %s)",
                (base, base),
            ).fetchone()
        assert fila
        return int(fila[0])

    def echar(self, base: str) -> None:
        """End every session on a database, as an administrator does before maintenance."""
        with self.sesion() as sesion:
            sesion.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                (base,),
            )


def _memoria() -> Path | None:
    """Where files are kept in memory, if that is roomy: a new database is then made ten times as quickly."""
    memoria = Path("/dev/shm")
    if memoria.is_dir() and os.access(memoria, os.W_OK) and shutil.disk_usage(memoria).free > _MEMORIA_MINIMA:
        return memoria
    return None


def disponible() -> str:
    """Empty when a PostgreSQL can be run here, else why not."""
    if os.name != "posix":
        return "the tests start PostgreSQL on POSIX systems only"
    try:
        postgres_bin.carpeta()
    except (RuntimeError, ValueError) as error:
        return str(error)
    return ""
