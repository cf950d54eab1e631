"""The batches of an older database keep what they hold, and movements their batch, while more kinds become possible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.db.migrations import runner
from rexus.db.motores import Vigilancia
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.work import Work
from tests.servers.sitio import Sitio

ANTERIOR = "inventario_0004"
AHORA = "2026-01-31T12:00:00.000000Z"


@pytest.fixture
def viejo(sitio_sin_tablas: Sitio) -> Iterator[Registry]:
    """The schema before obras, with an article, a batch of one movement and a batch without any."""
    registry = sitio_sin_tablas.registry()
    sitio_sin_tablas.paths.crear()
    engine = registry.engine(INVENTARIO)
    with registry.motor.conectar(engine, Vigilancia(), write=True) as connection, connection.begin():
        runner.run(connection, INVENTARIO, ANTERIOR)
        assert runner.current(connection) == ANTERIOR
        for sentencia in (
            "INSERT INTO lotes VALUES (7, 'k7', 'RAPIDO', 'perfil', :t, 'ana', 'ENTRADA', '', '{}', 'aplicado')",
            "INSERT INTO lotes VALUES (9, 'k9', 'CONTEO', 'perfil', :t, 'ana', '', '', '{}', 'revertido')",
            "INSERT INTO movimientos (clave, fecha, clase, articulo_id, tipo, cantidad, longitud_mm, ubicacion_id,"
            " stock_resultante, usuario, referencia, motivo, lote_id)"
            " VALUES ('m1', :t, 'perfil', 1, 'ENTRADA', 1000, 0, 1, 1000, 'ana', '', '', 7)",
        ):
            connection.execute(text(sentencia), {"t": AHORA} if ":t" in sentencia else {})
    yield registry
    registry.close()


@pytest.mark.solo("sqlite", porque="only there the table is made again")
def test_batches_survive_being_made_again(viejo: Registry) -> None:
    def mirar(work: Work) -> tuple[list[tuple[object, ...]], list[object], list[object]]:
        lotes = work.connection.execute(text("SELECT id, clave, tipo, estado FROM lotes ORDER BY id")).all()
        sueltas = work.connection.execute(text("PRAGMA foreign_key_check")).all()
        return (
            [tuple(fila) for fila in lotes],
            list(sueltas),
            list(work.connection.execute(text("SELECT lote_id FROM movimientos")).scalars()),
        )

    lotes, sueltas, de = viejo.leer(INVENTARIO, SISTEMA, mirar)
    assert lotes == [(7, "k7", "RAPIDO", "aplicado"), (9, "k9", "CONTEO", "revertido")]
    assert (sueltas, de) == ([], [7])

    def agregar(work: Work) -> None:
        alta = "INSERT INTO lotes VALUES (10, 'k10', 'CORTE', 'obra', :t, 'ana', '', '', '{}', 'aplicado')"
        work.connection.execute(text(alta), {"t": AHORA})

    viejo.escribir(INVENTARIO, SISTEMA, agregar)
    assert len(viejo.leer(INVENTARIO, SISTEMA, mirar)[0]) == 3
