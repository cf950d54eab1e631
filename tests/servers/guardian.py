"""Starting and ending a server so that it never outlives the tests."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any


class Guardian:
    """A folder of its own and one server process, both gone when this one closes or is killed. Safe in any thread.

    POSIX only. The folder may be entered by any user, since a server may not be allowed to run as root.
    """

    def __init__(self, nombre: str, en: Path | None = None) -> None:
        """The folder is made in `en`, by default where the system keeps temporary files."""
        self.carpeta = Path(tempfile.mkdtemp(prefix=f"rexus-{nombre}-", dir=en))
        self.carpeta.chmod(0o711)
        self._turno = threading.Lock()
        self._proceso = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("guardian_process.py")), str(self.carpeta)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl+C and a kill of the whole group are for the tests; the guardian cleans up after them.
            start_new_session=True,
        )

    def arrancar(self, argv: list[str], *, usuario: str | None = None, log: Path) -> int:
        """Start the server, as another user of the system if named; its output goes to `log`. Returns its pid."""
        pid: int = self._pedir(orden="arrancar", argv=argv, usuario=usuario, log=str(log))["pid"]
        return pid

    def terminar(self, senal: int, plazo: float = 20) -> int | None:
        """Send a signal, wait `plazo` seconds, then kill. Returns the exit status; None when none was started."""
        estado: int | None = self._pedir(orden="terminar", senal=int(senal), plazo=plazo)["estado"]
        return estado

    def estado(self) -> int | None:
        """The exit status of the server; None while it runs and before it was started."""
        estado: int | None = self._pedir(orden="estado")["estado"]
        return estado

    def cerrar(self) -> None:
        """End the server and remove the folder."""
        with self._turno:
            assert self._proceso.stdin and self._proceso.stdout
            if not self._proceso.stdin.closed:
                self._proceso.stdin.close()
                self._proceso.wait(30)
                self._proceso.stdout.close()

    def _pedir(self, **orden: Any) -> dict[str, Any]:
        with self._turno:
            assert self._proceso.stdin and self._proceso.stdout
            print(json.dumps(orden), file=self._proceso.stdin, flush=True)
            respuesta: dict[str, Any] = json.loads(self._proceso.stdout.readline())
        if "error" in respuesta:
            raise RuntimeError(respuesta["error"])
        return respuesta
