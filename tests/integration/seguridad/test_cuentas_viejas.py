"""Accounts of a program that knew no seals: brought up with the schema, they come in as before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.db.conexion import SQLITE
from rexus.db.migrations import runner
from rexus.db.motores import Vigilancia
from rexus.db.names import USERS
from rexus.seguridad import Politica, claves, entrar
from rexus.seguridad.ingreso import CuentaAlteradaError
from tests.servers.sitio import Sitio

CLAVE = "siete barras de aluminio"


def test_they_are_sealed_once(sitio: Sitio) -> None:
    duena = sitio.como_duena()
    registry = duena.registry()
    sitio.paths.crear()
    if sitio.motor == SQLITE:
        sitio.paths.database(USERS).unlink()
    engine = registry.engine(USERS)
    with registry.motor.conectar(engine, Vigilancia(), write=True) as connection, connection.begin():
        if sitio.motor != SQLITE:
            for tabla in connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all():
                connection.execute(text(f'DROP TABLE IF EXISTS "{tabla}" CASCADE'))
        runner.run(connection, USERS, "users_0001")
        assert runner.current(connection) == "users_0001"
        for usuario, rol in (("ana", "administrador"), ("luis", "operador")):
            ahora = datetime.now(UTC)
            connection.execute(
                text(
                    "INSERT INTO usuarios (usuario, nombre, apellido, email, password_hash, rol, estado,"
                    " intentos_fallidos, fecha_creacion, fecha_actualizacion)"
                    " VALUES (:usuario, '', '', '', :cifrada, :rol, 'activo', 0, :ahora, :ahora)"
                ),
                {
                    "usuario": usuario,
                    "cifrada": claves.cifrar_conocida(CLAVE),
                    "rol": rol,
                    "ahora": f"{ahora:%Y-%m-%dT%H:%M:%S.%fZ}" if sitio.motor == SQLITE else ahora,
                },
            )
    for usuario in ("ana", "luis"):
        assert entrar(registry, usuario, CLAVE, Politica()).actor.usuario == usuario
    # From here on an account without a seal is one that was changed.
    with registry.write(USERS, SISTEMA) as work:
        work.connection.execute(text("UPDATE usuarios SET sello = '', rol = 'administrador' WHERE usuario = 'luis'"))
    with pytest.raises(CuentaAlteradaError):
        entrar(registry, "luis", CLAVE, Politica())
    registry.close()
