"""The window and the command line let in, and keep out, the same people; and there is no third way."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import CredencialesError, RexusError
from rexus.seguridad import cuentas, factor
from rexus.seguridad.ingreso import CAMBIAR_CLAVE, INSCRIBIR_FACTOR, CuentaAlteradaError, SegundoFactorError
from rexus.seguridad.sesiones import Programa

from .conftest import OTRA, Taller

REXUS = Path(__file__).parents[3] / "rexus"
PROGRAMAS: tuple[Programa, ...] = ("ventana", "consola")


def _desactivada(taller: Taller, id_: int) -> None:
    taller.hacer(SISTEMA, cuentas.cambiar_estado, id_, "inactivo")


def _bloqueada(taller: Taller, id_: int) -> None:
    for _ in range(5):
        with pytest.raises(CredencialesError):
            taller.entrar("luis", "no es esa")
        taller.reloj.pasar(minutes=1)


def _a_mano(taller: Taller, id_: int) -> None:
    taller.a_mano("luis", rol="administrador")


def _con_factor(taller: Taller, id_: int) -> None:
    luis, secreto = taller.actor("luis", OTRA), factor.proponer("luis", "").secreto
    taller.hacer(luis, factor.confirmar, secreto, pyotp.TOTP(secreto).at(taller.reloj.ahora))


def _nada(taller: Taller, id_: int) -> None:
    return


CASOS: dict[str, tuple[Callable[[Taller, int], None], str, str, type[RexusError]]] = {
    "a wrong password": (_nada, "no es esa", "", CredencialesError),
    "deactivated": (_desactivada, OTRA, "", CredencialesError),
    "locked": (_bloqueada, OTRA, "", CredencialesError),
    "changed without Rexus": (_a_mano, OTRA, "", CuentaAlteradaError),
    "without its code": (_con_factor, OTRA, "", SegundoFactorError),
    "with a wrong code": (_con_factor, OTRA, "000000", CredencialesError),
}


@pytest.mark.parametrize("programa", PROGRAMAS)
@pytest.mark.parametrize("caso", CASOS)
def test_whoever_is_kept_out_is_kept_out_of_both(taller: Taller, caso: str, programa: Programa) -> None:
    preparar, clave, codigo, error = CASOS[caso]
    preparar(taller, taller.nueva("luis"))
    abiertas = len(taller.eventos("ingresar"))
    with pytest.raises(error):
        taller.entrar("luis", clave, codigo=codigo, programa=programa)
    assert len(taller.eventos("ingresar")) == abiertas


@pytest.mark.parametrize("programa", PROGRAMAS)
def test_whoever_owes_something_may_do_nothing_in_either(taller: Taller, programa: Programa) -> None:
    id_, codigo = taller.hacer(SISTEMA, cuentas.crear, {"usuario": "luis", "rol": "operador"}, taller.politica)
    assert id_
    taller.politica_con(roles_con_factor=frozenset({"operador"}))
    ingreso = taller.entrar("luis", codigo, programa=programa)
    assert ingreso.debe == {CAMBIAR_CLAVE, INSCRIBIR_FACTOR}
    assert ingreso.actor.permisos == frozenset()


_DE_DONDE = ("rexus.seguridad", "rexus.seguridad.ingreso", "rexus.seguridad.rescate")


def test_there_is_no_third_way_in() -> None:
    """Who signs somebody in, and what makes a session."""
    entran, abren, reconocen = set(), set(), set()
    for archivo in sorted(REXUS.rglob("*.py")):
        nombre = archivo.relative_to(REXUS).as_posix()
        for nodo in ast.walk(ast.parse(archivo.read_text(encoding="utf-8"))):
            match nodo:
                case ast.Attribute(value=ast.Name(id="seguridad" | "ingreso"), attr="entrar"):
                    entran.add(nombre)
                case ast.ImportFrom(module=str(modulo), names=nombres) if modulo in _DE_DONDE:
                    if any(n.name == "entrar" for n in nombres):
                        entran.add(nombre)
                    if any(n.name == "reconocer" for n in nombres):
                        reconocen.add(nombre)
                case ast.Attribute(value=ast.Name(id="sesiones"), attr="abrir"):
                    abren.add(nombre)
    # The package itself gives the operation its public name.
    assert entran - {"seguridad/__init__.py"} == {"shell/access.py", "cli/contexto.py"}
    # The example workshop, which is a home of its own and asks nobody for a password: made-up data, nothing to protect.
    assert abren == {"seguridad/ingreso.py", "seguridad/ejemplo.py"}
    # On the accounts of a backup, which gives no session: only to restore it.
    assert reconocen - {"seguridad/__init__.py"} == {"respaldos/restaurar/sin_ingreso.py"}
