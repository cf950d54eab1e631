"""The packaged program without a screen: what the window did is seen, proven, backed up, restored; papers; a server."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from installer.paths import version
from rexus.ui.impresion.pedido import ARGUMENTO, RESPUESTA, Pedido, entregar
from tests.package.story import CANTIDAD, CLAVE, CODIGO, USUARIO

_PLAZO_S = 120
_BASES = ("auditoria", "inventario", "users")


class Commands:
    """`program` on the data in `home`, with nothing else in its environment than `variables`."""

    def __init__(self, program: Path, home: Path, variables: Mapping[str, str]) -> None:
        self._program = program
        self._home = home
        # Neither a screen nor a desk.
        self._variables = {
            **{name: variables[name] for name in ("HOME", "PATH", "LANG", "TMPDIR", "PYTHON_KEYRING_BACKEND")},
            "REXUS_HOME": str(home),
            "REXUS_USUARIO": USUARIO,
            "REXUS_CLAVE": CLAVE,
        }

    def what_the_window_did(self) -> None:
        """The movement is in the ledger, once, and everything adds up."""
        (line,) = self._json("kardex", CODIGO)
        assert (line["tipo"], line["cantidad"]) == ("ENTRADA", CANTIDAD), line
        proof = self._json("verificar")
        assert (proof["ok"], proof["movimientos"], proof["diferencias"]) == (True, 1, []), proof

    def back_up_and_restore(self, target: Path) -> None:
        """A set is made and proven, and its databases unpacked into `target` hold the movement."""
        made = self._json("respaldar")
        assert made["movimientos"] == 1, made
        self._run("verificar-respaldo", made["id"])
        self._run("restaurar", made["id"], "--a", str(target))
        assert sorted(file.stem for file in target.glob("*.db")) == sorted(_BASES), list(target.iterdir())
        with closing(sqlite3.connect(target / "inventario.db")) as restored:
            assert restored.execute("SELECT count(*) FROM movimientos").fetchone() == (1,)

    def papers(self, folder: Path) -> None:
        """What is written for others, with fonts and libraries of its own."""
        from pypdf import PdfReader

        order = self._json("pedido", "crear", f"{CODIGO}=3@12,50", "--proveedor", "Técnica Perú")
        paper, sheet = folder / "pedido.pdf", folder / "perfiles.xlsx"
        self._run("pedido", "pdf", order["numero"], "--a", str(paper))
        assert "Técnica Perú" in PdfReader(paper).pages[0].extract_text()
        self._run("exportar", "perfiles", str(sheet))
        assert sheet.read_bytes().startswith(b"PK")

    def spooler(self, folder: Path) -> None:
        """The process by which the window prints starts, and answers which printers there are."""
        folder.mkdir()
        entregar(folder, Pedido())
        self._run(ARGUMENTO, str(folder), QT_QPA_PLATFORM="offscreen")
        answer = json.loads((folder / RESPUESTA).read_text(encoding="utf-8"))
        assert set(answer) == {"nombres", "preferida"}, answer

    def what_comes_along(self) -> None:
        """Its version and its English; what it says without a screen, and of a server that is not there."""
        assert self._run("--version").strip() == f"Rexus {version()}"
        assert "Usage:" in self._run("--help", REXUS_IDIOMA="en")
        assert "rexus --help" in self._refused()
        away = {"REXUS_DB_MOTOR": "postgresql", "DB_SERVER": "127.0.0.1", "DB_PORT": "1"}
        refusal = self._refused("verificar", **away)
        assert "127.0.0.1" in refusal, refusal

    def _json(self, *arguments: str) -> Any:
        return json.loads(self._run(*arguments, "--json"))

    def _run(self, *arguments: str, **more: str) -> str:
        done = self._process(arguments, more)
        assert done.returncode == 0, f"rexus {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _refused(self, *arguments: str, **more: str) -> str:
        done = self._process(arguments, more)
        assert done.returncode == 1, f"rexus {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stderr

    def _process(self, arguments: tuple[str, ...], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._program), *arguments],
            env={**self._variables, **more},
            cwd=self._home.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=_PLAZO_S,
            check=False,
        )
