"""The program's own preparation, as the tests call it."""

from __future__ import annotations

from tests.servers.sitio import Sitio


def preparar(sitio: Sitio, conceder: str = "") -> None:
    """Create and fill what is missing on a server, with the account of the connection."""
    from rexus.db import preparacion
    from rexus.modulos import tablas  # noqa: F401 - makes every table known

    preparacion.preparar(sitio.conexion, sitio.paths.backups, conceder=conceder)
