"""One engine each: how it is connected, begun, timed, and how its errors read. Nothing else knows which one it is."""

from __future__ import annotations

from rexus.base.paths import Paths
from rexus.db.conexion import POSTGRESQL, SQLITE, Conexion
from rexus.db.motores.motor import Motor, Vigilancia

__all__ = ["Motor", "Vigilancia", "motor_de"]


def motor_de(conexion: Conexion, paths: Paths) -> Motor:
    """The engine for that connection. Loads no driver of the others; opens nothing."""
    if conexion.motor == SQLITE:
        from rexus.db.motores.sqlite import MotorSqlite

        return MotorSqlite(paths)
    if conexion.motor == POSTGRESQL:
        from rexus.db.motores.postgresql import MotorPostgresql

        return MotorPostgresql(conexion)
    from rexus.db.motores.sqlserver import MotorSqlserver

    return MotorSqlserver(conexion)
