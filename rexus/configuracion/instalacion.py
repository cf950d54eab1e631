"""Which database a change of the configuration is for: what waits for one must never reach another."""

from __future__ import annotations

from rexus.db.conexion import Conexion
from rexus.db.names import INVENTARIO


def instalacion(conexion: Conexion) -> str:
    """The database that holds the shared configuration, as people call it. Holds no secret.

    The settings file is of one home, and so are its SQLite files: a home that is moved stays the same one.
    """
    if not conexion.es_servidor:
        return conexion.motor
    servidor = conexion.servidor.strip().rstrip(".").lower()
    return f"{conexion.motor}://{servidor}:{conexion.puerto_real}/{conexion.bases[INVENTARIO]}"
