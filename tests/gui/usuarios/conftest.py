"""The page of accounts in the real window, on a SQLite home or on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from tests.gui.conftest import CLAVE, USUARIO
from tests.gui.puestos import AbridorDe
from tests.gui.usuarios.puesto import Puesto
from tests.servers.sitio import Sitio

Abridor = AbridorDe[Puesto]


@pytest.fixture
def abrir(home: Path, qtbot: QtBot) -> Iterator[Abridor]:
    """Opens windows."""
    abridor = AbridorDe(Puesto, home, qtbot)
    yield abridor
    abridor.close()


def primera_cuenta(sitio: Sitio) -> None:
    """The administrator ana."""
    registry = sitio.registry()
    with registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
    registry.close()


@pytest.fixture
def archivos(sitio_sqlite: Sitio) -> Sitio:
    """The SQLite files of the test's home, with their administrator."""
    primera_cuenta(sitio_sqlite)
    return sitio_sqlite


@pytest.fixture
def puesto(archivos: Sitio, abrir: Abridor) -> Puesto:
    """The administrator looks at the accounts: ana and luis, an operator."""
    puesto = abrir(archivos)
    puesto.crear("luis", nombre="Luis", apellido="Fernández", email="luis@taller.example")
    puesto.ir("usuarios")
    puesto.se_ven("ana", "luis")
    return puesto


@pytest.fixture
def en_cada_motor(sitio: Sitio, abrir: Abridor, monkeypatch: pytest.MonkeyPatch) -> Puesto:
    """The same on every engine, with ana alone."""
    primera_cuenta(sitio)
    for nombre, valor in sitio.variables().items():
        monkeypatch.setenv(nombre, valor)
    puesto = abrir(sitio)
    puesto.ir("usuarios")
    puesto.se_ven("ana")
    return puesto
