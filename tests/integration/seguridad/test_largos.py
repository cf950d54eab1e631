"""How long keys, seals, links and names of sessions are."""

from __future__ import annotations

from rexus.auditoria import Auditoria, cadena
from rexus.base.actor import SISTEMA
from rexus.db import llaves
from rexus.db.names import AUDITORIA

from .conftest import ADMIN, Taller

LLAVES = (llaves.CUENTAS, llaves.FRENOS, llaves.FACTORES, llaves.AUDITORIA)


def test_each_key_has_256_bits_and_is_no_other(taller: Taller) -> None:
    vistas = [taller.registry.llave(nombre) for nombre in LLAVES]
    assert [len(llave) * 8 for llave in vistas] == [256] * len(LLAVES)
    assert len(set(vistas)) == len(LLAVES)


def test_a_seal_and_a_link_have_256_bits(taller: Taller) -> None:
    assert len(bytes.fromhex(taller.fila(ADMIN)["sello"])) * 8 == 256
    Auditoria(taller.registry, lambda: SISTEMA).al_dia()
    fin = taller.registry.leer(AUDITORIA, SISTEMA, cadena.ultimo)
    assert len(bytes.fromhex(fin.hash)) * 8 == 256


def test_a_session_has_144_bits_and_each_is_another(taller: Taller) -> None:
    vistas = [str(taller.actor().sesion) for _ in range(20)]
    assert {len(bytes.fromhex(sesion)) * 8 for sesion in vistas} == {144}
    assert len(set(vistas)) == len(vistas)
