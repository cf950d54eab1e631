"""The program's own preparation, as the tests call it."""

from __future__ import annotations

from tests.servers.sitio import Sitio


def preparar(sitio: Sitio) -> None:
    """Give the schema to databases that exist and are empty, through the account of the connection."""
    from rexus.db import schema
    from rexus.db.motores import Vigilancia

    registry = sitio.registry()
    try:
        for base in schema.HEADS:
            with registry.motor.conectar(registry.engine(base), Vigilancia(), write=True) as connection:
                schema.upgrade(connection, base, registry.motor)
    finally:
        registry.close()
