"""A certificate for a server on this machine, and the authority that signed it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificado:
    """Files in PEM. The certificate is for the address 127.0.0.1 and for no name."""

    autoridad: Path
    certificado: Path
    llave: Path


def se_puede() -> bool:
    """Whether certificates can be made here."""
    return shutil.which("openssl") is not None


def nuevo(carpeta: Path) -> Certificado:
    """Made by the program `openssl`; valid for a day."""

    def openssl(*args: str | Path) -> None:
        subprocess.run(["openssl", *args], cwd=carpeta, check=True, capture_output=True)

    curva = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    (carpeta / "extensiones").write_text("subjectAltName = IP:127.0.0.1\n", encoding="utf-8")
    openssl("req", "-x509", *curva, "-days", "1", "-subj", "/CN=Autoridad", "-keyout", "ca.key", "-out", "ca.crt")
    openssl("req", *curva, "-subj", "/CN=servidor", "-keyout", "servidor.key", "-out", "servidor.csr")
    openssl(
        *("x509", "-req", "-days", "1", "-in", "servidor.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"),
        *("-extfile", "extensiones", "-out", "servidor.crt"),
    )
    return Certificado(carpeta / "ca.crt", carpeta / "servidor.crt", carpeta / "servidor.key")
