"""Encrypted connections: checked against the authority, or not at all when the user says so knowingly."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.base.errors import AccesoRechazadoError
from rexus.db.names import INVENTARIO
from rexus.db.work import Work
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio


def _cifrada(work: Work) -> bool:
    return bool(work.connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")))


def _conectar(sitio: Sitio, **cambios: Any) -> bool:
    """Whether the connection was encrypted."""
    registry = sitio.con(**cambios).registry()
    try:
        return registry.leer(INVENTARIO, SISTEMA, _cifrada)
    finally:
        registry.close()


def test_the_certificate_is_checked(sitio_completo: Sitio, postgres_completo: Postgres) -> None:
    assert postgres_completo.tls
    autoridad = str(postgres_completo.tls.autoridad)
    assert _conectar(sitio_completo, tls="verificar", certificado=autoridad)
    # Signed by nobody that this machine knows; made for another name; not an authority at all.
    for cambios in ({}, {"certificado": autoridad, "servidor": "localhost"}, {"certificado": "/no/existe.crt"}):
        with pytest.raises(AccesoRechazadoError) as dicho:
            _conectar(sitio_completo, tls="verificar", **cambios)
        assert dicho.value.causa == "certificado", dicho.value
        assert dicho.value.que_hacer


def test_encryption_without_checking_and_none_at_all(sitio_completo: Sitio) -> None:
    assert _conectar(sitio_completo, tls="exigir")
    assert not _conectar(sitio_completo, tls="no")
