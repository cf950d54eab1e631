"""The way back in without signing in: only with the machine's own rights."""

from __future__ import annotations

import os

import pytest

from rexus.base.errors import CredencialesError, NoEncontradoError, PermisoError
from rexus.seguridad.maquina import desbloquear_aqui
from tests.servers.sitio import Sitio

from .conftest import ADMIN, Taller


def _bloquear(taller: Taller) -> None:
    for _ in range(5):
        with pytest.raises(CredencialesError):
            taller.entrar(ADMIN, "no es esa")
        taller.reloj.pasar(seconds=10)
    assert taller.cuenta().estado == "bloqueado"


@pytest.mark.solo("sqlite", porque="a server has accounts of its own")
@pytest.mark.skipif(os.name != "posix", reason="files have owners on POSIX systems")
def test_files_of_another_account_of_the_system(taller: Taller, monkeypatch: pytest.MonkeyPatch) -> None:
    _bloquear(taller)
    with monkeypatch.context() as parche:
        # Another one is asked for; nothing else about the files changes.
        parche.setattr(os, "geteuid", lambda: os.getuid() + 4242)
        with pytest.raises(PermisoError, match="es de otra cuenta del sistema"):
            desbloquear_aqui(taller.registry, ADMIN, "alguien")
    assert taller.cuenta().estado == "bloqueado"
    desbloquear_aqui(taller.registry, ADMIN, "raíz")
    assert taller.entrar()
    (evento,) = taller.eventos("desbloquear")
    assert '"en_esta_maquina": "raíz"' in evento.despues


@pytest.mark.solo("sqlite", porque="a server without databases says so itself")
def test_where_there_are_no_accounts(vacio: Taller) -> None:
    with pytest.raises(NoEncontradoError, match="No hay cuentas en esta computadora"):
        desbloquear_aqui(vacio.registry, ADMIN, "raíz")


@pytest.mark.solo("postgresql", "sqlserver", porque="files have no accounts")
def test_on_a_server_only_the_owner(taller: Taller, sitio: Sitio) -> None:
    _bloquear(taller)
    with pytest.raises(PermisoError, match="no es la dueña de las tablas"):
        desbloquear_aqui(taller.registry, ADMIN, "alguien")
    assert taller.cuenta().estado == "bloqueado"
    duena = sitio.como_duena().registry(clock=taller.reloj)
    try:
        desbloquear_aqui(duena, ADMIN, "alguien")
    finally:
        duena.close()
    assert taller.entrar()
    (evento,) = taller.eventos("desbloquear")
    assert f"alguien, {duena.conexion.usuario}" in evento.despues
