"""A module that is new with an update: roles may do in it what they may do in the one that it is like."""

from __future__ import annotations

from sqlalchemy import text

from rexus.base.actor import SISTEMA
from rexus.db.conexion import SQLITE
from rexus.db.migrations import runner
from rexus.db.motores import Vigilancia
from rexus.db.names import USERS
from rexus.seguridad import roles
from tests.servers.sitio import Sitio


def test_roles_keep_their_seals_and_one_changed_by_hand_stays_out(sitio: Sitio) -> None:
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
        runner.run(connection, USERS, "users_0003")
        assert runner.current(connection) == "users_0003"
        si = "1" if sitio.motor == SQLITE else "true"
        connection.execute(text(f"UPDATE permisos_modulos SET puede_modificar = {si} WHERE rol = 'consulta'"))
    fichas = {ficha.nombre: ficha for ficha in registry.leer(USERS, SISTEMA, roles.listar)}
    assert {nombre: ficha.alterado for nombre, ficha in fichas.items()} == {
        "administrador": False, "supervisor": False, "analista": False, "operador": False, "consulta": True,
    }  # fmt: skip
    for nombre in ("supervisor", "analista", "operador", "consulta"):
        suyos = fichas[nombre].permisos
        de_perfiles = {p.partition(".")[2] for p in suyos if p.startswith("inventario.")}
        assert {p.partition(".")[2] for p in suyos if p.startswith("herrajes.")} == de_perfiles, nombre
    assert "herrajes.aprobar" in fichas["supervisor"].permisos
    registry.close()
