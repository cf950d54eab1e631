"""The way back in without signing in: only with the machine's own rights."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import (
    ConflictoError,
    CredencialesError,
    NoEncontradoError,
    PermisoError,
    SesionTerminadaError,
)
from rexus.db.registry import Registry
from rexus.seguridad import cuentas, factor
from rexus.seguridad.ingreso import CAMBIAR_CLAVE, SegundoFactorError
from rexus.seguridad.maquina import dar_codigo_aqui, desbloquear_aqui
from tests.servers.sitio import Sitio

from .conftest import ADMIN, OTRA, Taller


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
    shutil.rmtree(vacio.registry.paths.data)
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


# ── A code for an administrator who forgot the password ──


@contextmanager
def _con_derechos(taller: Taller, sitio: Sitio) -> Iterator[Registry]:
    """Whose rights are the machine's: on a server the owner's."""
    registry = taller.registry if sitio.duena is None else sitio.como_duena().registry(clock=taller.reloj)
    try:
        yield registry
    finally:
        if registry is not taller.registry:
            registry.close()


def _con_factor(taller: Taller) -> str:
    """The administrator enrols a second factor; its secret."""
    inscripcion = factor.proponer(ADMIN, "")
    numeros = pyotp.TOTP(inscripcion.secreto).at(taller.reloj.ahora)
    taller.hacer(taller.actor(), factor.confirmar, inscripcion.secreto, numeros)
    taller.reloj.pasar(minutes=2)
    return inscripcion.secreto


def test_a_code_for_the_only_administrator(taller: Taller, sitio: Sitio) -> None:
    antes = taller.actor()
    secreto = _con_factor(taller)
    _bloquear(taller)
    with _con_derechos(taller, sitio) as registry:
        codigo = dar_codigo_aqui(registry, " ANA ", "raíz")
    with pytest.raises(SesionTerminadaError):
        taller.tocar(antes)
    with pytest.raises(CredencialesError):
        taller.entrar()
    # The second factor stays, and another password must be chosen first.
    taller.reloj.pasar(seconds=2)
    with pytest.raises(SegundoFactorError):
        taller.entrar(ADMIN, codigo)
    entro = taller.entrar(ADMIN, codigo, codigo=pyotp.TOTP(secreto).at(taller.reloj.ahora))
    assert (entro.debe, entro.actor.permisos) == ({CAMBIAR_CLAVE}, frozenset())
    (evento,) = taller.eventos("restablecer clave")
    assert evento.usuario == SISTEMA.usuario
    assert '"en_esta_maquina": "raíz' in evento.despues
    assert codigo not in evento.despues
    assert not taller.eventos("quitar segundo factor")


def test_a_code_without_the_second_factor(taller: Taller, sitio: Sitio) -> None:
    _con_factor(taller)
    with _con_derechos(taller, sitio) as registry:
        codigo = dar_codigo_aqui(registry, ADMIN, "raíz", sin_factor=True)
    assert taller.entrar(ADMIN, codigo).debe == {CAMBIAR_CLAVE}
    (evento,) = taller.eventos("quitar segundo factor")
    assert '"en_esta_maquina": "raíz' in evento.despues
    taller.reloj.pasar(hours=48)
    with pytest.raises(CredencialesError):
        taller.entrar(ADMIN, codigo)


def test_no_code_for_others_nor_for_who_could_not_come_in(taller: Taller, sitio: Sitio) -> None:
    taller.nueva("luis", "supervisor")
    taller.nueva("eva", "administrador")
    taller.hacer(SISTEMA, cuentas.cambiar_estado, taller.cuenta("eva").id, "suspendido")
    taller.a_mano(ADMIN, debe_cambiar=True)
    with _con_derechos(taller, sitio) as registry:
        with pytest.raises(ConflictoError, match="«luis» no es administrador"):
            dar_codigo_aqui(registry, "luis", "raíz")
        for usuario in ("eva", ADMIN):
            with pytest.raises(ConflictoError) as error:
                dar_codigo_aqui(registry, usuario, "raíz")
            assert error.value.que_hacer == f"Primero «rexus usuario desbloquear {usuario} --en-esta-maquina»."
            desbloquear_aqui(registry, usuario, "raíz", aceptar=True)
            assert taller.entrar(usuario, dar_codigo_aqui(registry, usuario, "raíz"))
        with pytest.raises(NoEncontradoError):
            dar_codigo_aqui(registry, "nadie", "raíz")
    assert taller.actor("luis", OTRA)


def test_whom_an_administrator_deactivated_stays_out_while_there_is_one(taller: Taller, sitio: Sitio) -> None:
    taller.nueva("marta", "supervisor")
    taller.hacer(SISTEMA, cuentas.cambiar_estado, taller.cuenta("marta").id, "inactivo")
    with _con_derechos(taller, sitio) as registry:
        with pytest.raises(ConflictoError, match="puso a «marta» en «inactivo»"):
            desbloquear_aqui(registry, "marta", "raíz")
        assert taller.cuenta("marta").estado == "inactivo"
        assert not taller.eventos("desbloquear")
        # Changed by hand, the only administrator is none any more: nobody else could do it.
        taller.a_mano(ADMIN, estado="suspendido")
        assert not desbloquear_aqui(registry, "marta", "raíz").value.impide


@pytest.mark.solo("postgresql", "sqlserver", porque="files have no accounts")
def test_on_a_server_only_the_owner_gives_a_code(taller: Taller) -> None:
    with pytest.raises(PermisoError, match="no es la dueña de las tablas"):
        dar_codigo_aqui(taller.registry, ADMIN, "alguien")
    assert taller.entrar()


@pytest.mark.solo("sqlite", porque="a server has accounts of its own")
@pytest.mark.skipif(os.name != "posix", reason="files have owners on POSIX systems")
def test_another_account_of_the_system_gives_no_code(taller: Taller, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as parche:
        parche.setattr(os, "geteuid", lambda: os.getuid() + 4242)
        with pytest.raises(PermisoError, match="es de otra cuenta del sistema"):
            dar_codigo_aqui(taller.registry, ADMIN, "alguien")
    assert taller.entrar()
