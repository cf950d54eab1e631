"""Addresses of databases: what they mean, and why some mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from rexus.base.errors import DatoInvalidoError
from rexus.respaldos import destinos


def test_an_address_names_a_server_and_three_databases() -> None:
    c = destinos.leer("postgresql://due%C3%B1a@srv:5433/taller?tls=exigir&users=gente").conexion
    assert (c.motor, c.servidor, c.puerto, c.usuario, c.tls) == ("postgresql", "srv", 5433, "dueña", "exigir")
    assert c.bases == {"users": "gente", "inventario": "taller_inventario", "auditoria": "taller_auditoria"}
    c = destinos.leer("sqlserver://sa@srv").conexion
    assert (c.puerto_real, c.tls, c.bases["auditoria"]) == (1433, "verificar", "rexus_auditoria")


def test_a_home_is_a_folder() -> None:
    hogar = destinos.leer("sqlite:///srv/otra%20casa").hogar
    assert hogar == Path("/srv/otra casa")


@pytest.mark.parametrize(
    "url",
    [
        "", "rexus", "mysql://a@b", "postgresql://srv", "postgresql://a@", "sqlite://", "sqlite:///", "sqlite://x/y",
        "postgresql://a@b:x", "postgresql://a@b/c/d", "postgresql://a@b?otra=1", "postgresql://a@b?tls=quizas",
        "postgresql://a@b?tls", "sqlite:///.", "sqlite:////", "sqlite:///..", "sqlite:///srv/..", "sqlite:///srv/../..",
        "sqlite:///./srv", "sqlite:///%2e",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(url: str) -> None:
    with pytest.raises(DatoInvalidoError, match="No se hizo nada"):
        destinos.leer(url)


def test_a_password_is_refused_and_never_shown() -> None:
    with pytest.raises(DatoInvalidoError, match="la clave no va en la dirección") as hallado:
        destinos.leer("postgresql://a:secretisima@b")
    assert "secretisima" not in str(hallado.value)
