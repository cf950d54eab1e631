"""The process between the tests and a server: the server ends when the tests do, however they end.

    python guardian_process.py FOLDER     # one JSON order a line on stdin, one JSON answer a line on stdout

Orders: `{"orden": "arrancar", "argv": […], "usuario": null | name, "log": path}` → `{"pid": n}`;
`{"orden": "terminar", "senal": n, "plazo": seconds}` → `{"estado": exit status}`; `{"orden": "estado"}` →
`{"estado": null | exit status}`. When stdin ends, because the tests closed it or were killed, the server is ended and
FOLDER removed. Standard library only, run as a plain file: it is up in some hundredths of a second.
"""

from __future__ import annotations

import ctypes
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_PLAZO_FINAL = 5


def _morir_con_el_guardian() -> None:
    """On Linux the kernel ends the server should even this process be killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


class _Guardian:
    def __init__(self) -> None:
        self.servidor: subprocess.Popen[bytes] | None = None

    def arrancar(self, argv: list[str], usuario: str | None, log: str) -> dict[str, Any]:
        self.terminar(signal.SIGQUIT, _PLAZO_FINAL)
        quien: dict[str, Any] = {}
        if usuario is not None:
            import pwd

            cuenta = pwd.getpwnam(usuario)
            quien = {"user": cuenta.pw_uid, "group": cuenta.pw_gid, "extra_groups": []}
        with Path(log).open("ab") as salida:
            self.servidor = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=salida,
                stderr=salida,
                cwd="/",
                # Only this thread exists, so that nothing of another one can be held locked in between.
                preexec_fn=_morir_con_el_guardian,
                **quien,
            )
        return {"pid": self.servidor.pid}

    def terminar(self, senal: int, plazo: float) -> dict[str, Any]:
        if self.servidor is None:
            return {"estado": None}
        self.servidor.send_signal(senal)
        try:
            self.servidor.wait(plazo)
        except subprocess.TimeoutExpired:
            self.servidor.kill()
            self.servidor.wait()
        return {"estado": self.servidor.returncode}

    def estado(self) -> dict[str, Any]:
        return {"estado": None if self.servidor is None else self.servidor.poll()}


def main() -> None:
    """Obey until stdin ends; then leave nothing."""
    guardian = _Guardian()

    def _acabar(*_senal: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, _acabar)
    try:
        for linea in sys.stdin:
            orden: dict[str, Any] = json.loads(linea)
            try:
                respuesta = getattr(guardian, orden.pop("orden"))(**orden)
            except OSError as error:
                respuesta = {"error": str(error)}
            print(json.dumps(respuesta), flush=True)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        guardian.terminar(signal.SIGQUIT, _PLAZO_FINAL)
        shutil.rmtree(sys.argv[1], ignore_errors=True)


if __name__ == "__main__":
    main()
