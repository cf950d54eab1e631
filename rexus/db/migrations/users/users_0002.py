"""Roles and permissions, sessions, second factor, throttling, the audit trail's head, what the outbox handed on."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from rexus.db.migrations import bandeja, solo_agregar
from rexus.db.orm import regla, solo_sqlite
from rexus.db.types import Logico, Momento, identidad, texto, texto_largo

revision = "users_0002"
down_revision = "users_0001"
branch_labels = None
depends_on = None

_LLAVES = ("cuentas", "frenos", "factores", "auditoria")
_FIJOS = (
    ("administrador", "Hace todo, también lo que hacen las demás personas."),
    ("supervisor", "Lleva el taller: aprueba, ajusta y corrige."),
    ("analista", "Lleva catálogos y planillas."),
    ("operador", "Registra lo que entra y sale."),
    ("consulta", "Mira y no cambia nada."),
)
# Role, module, ver, modificar, aprobar. What an administrator may do is not written down: it is everything.
_PERMISOS = (
    ("supervisor", "inventario", True, True, True),
    ("supervisor", "configuracion", True, False, False),
    ("supervisor", "usuarios", True, False, False),
    ("supervisor", "auditoria", True, False, False),
    ("analista", "inventario", True, True, False),
    ("analista", "configuracion", True, False, False),
    ("operador", "inventario", True, True, False),
    ("consulta", "inventario", True, False, False),
)
_ESPECIALES = (
    ("supervisor", "stock.ajustar"),
    ("supervisor", "importaciones.revertir"),
    ("analista", "importaciones.revertir"),
)


def upgrade() -> None:
    llaves = _llaves()
    _usuarios()
    _roles(llaves["cuentas"])
    _sesiones()
    _cadena()
    if not op.get_context().as_sql:
        _sellar(llaves["cuentas"])
    bandeja.proteger()


def _cadena() -> None:
    op.create_table(
        "cadena_cabezas",
        sa.Column("id", identidad(), autoincrement=False, nullable=False),
        sa.Column("numero", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", texto(64), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        solo_sqlite(op.f("ck_cadena_cabezas_hash_largo"), "length(hash) <= 64"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadena_cabezas")),
        sqlite_strict=True,
    )


def _llaves() -> dict[str, bytes]:
    tabla = op.create_table(
        "llaves",
        sa.Column("nombre", texto(40), nullable=False),
        sa.Column("valor", texto(255), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        solo_sqlite(op.f("ck_llaves_nombre_largo"), "length(nombre) <= 40"),
        solo_sqlite(op.f("ck_llaves_valor_largo"), "length(valor) <= 255"),
        sa.PrimaryKeyConstraint("nombre", name=op.f("pk_llaves")),
        sqlite_strict=True,
    )
    ahora = datetime.now(UTC)
    nuevas = {nombre: secrets.token_bytes(32) for nombre in _LLAVES}
    filas = [
        {"nombre": n, "valor": base64.b64encode(llave).decode("ascii"), "fecha": ahora} for n, llave in nuevas.items()
    ]
    op.bulk_insert(tabla, filas)
    solo_agregar.proteger("llaves", unicas=("nombre",))
    return nuevas


def _sellar(llave: bytes) -> None:
    """Seal the accounts that are there, as `rexus.seguridad.sellos` did when this was written."""
    conexion = op.get_bind()
    cuentas = conexion.execute(sa.text("SELECT id, usuario, rol, estado, password_hash FROM usuarios")).all()
    for cuenta in cuentas:
        datos = json.dumps([*cuenta, None, False], ensure_ascii=True).encode("ascii")
        sello = hmac.new(llave, datos, sha256).hexdigest()
        conexion.execute(
            sa.text("UPDATE usuarios SET sello = :sello WHERE id = :id"), {"sello": sello, "id": cuenta.id}
        )  # fmt: skip


def _sello_de_rol(llave: bytes, rol: str) -> str:
    """Likewise of a role, as `rexus.seguridad.derechos` did."""
    acciones = ("ver", "modificar", "aprobar")
    palabras = [
        f"{modulo}.{accion}"
        for de, modulo, *puede in _PERMISOS
        for accion, si in zip(acciones, puede, strict=True)
        if de == rol and si
    ]
    palabras += [permiso for de, permiso in _ESPECIALES if de == rol]
    datos = json.dumps(["rol", rol, *sorted(palabras)], ensure_ascii=True).encode("ascii")
    return hmac.new(llave, datos, sha256).hexdigest()


def _usuarios() -> None:
    for columna in (
        sa.Column("telefono", texto(40), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("clave_fecha", Momento(), nullable=True),
        sa.Column("clave_vence", Momento(), nullable=True),
        sa.Column("debe_cambiar", Logico(), nullable=False, server_default=sa.false()),
        sa.Column("bloqueos", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("secreto_totp", texto_largo(), nullable=True),
        sa.Column("contador_totp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sello", texto(64), nullable=False, server_default=""),
    ):
        op.add_column("usuarios", columna)
    op.create_table(
        "claves_anteriores",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("usuario_id", identidad(), nullable=False),
        sa.Column("password_hash", texto_largo(), nullable=False),
        sa.Column("fecha", Momento(), nullable=False),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_claves_anteriores_usuario_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claves_anteriores")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_claves_anteriores_usuario_id_id"), "claves_anteriores", ["usuario_id", "id"])
    op.create_table(
        "codigos_recuperacion",
        sa.Column("id", identidad(), nullable=False),
        sa.Column("usuario_id", identidad(), nullable=False),
        sa.Column("codigo_hash", texto_largo(), nullable=False),
        sa.Column("usado", Momento(), nullable=True),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_codigos_recuperacion_usuario_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codigos_recuperacion")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_codigos_recuperacion_usuario_id"), "codigos_recuperacion", ["usuario_id"])


def _roles(llave: bytes) -> None:
    op.create_table(
        "roles",
        sa.Column("nombre", texto(40), nullable=False),
        sa.Column("descripcion", texto(255), nullable=False),
        sa.Column("fijo", Logico(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sello", texto(64), nullable=False, server_default=""),
        solo_sqlite(op.f("ck_roles_nombre_largo"), "length(nombre) <= 40"),
        solo_sqlite(op.f("ck_roles_descripcion_largo"), "length(descripcion) <= 255"),
        *regla(op.f("ck_roles_nombre_no_vacio"), sqlite="length(nombre) >= 1", servidores="nombre <> ''"),
        sa.PrimaryKeyConstraint("nombre", name=op.f("pk_roles")),
        sqlite_strict=True,
    )
    op.create_table(
        "permisos_modulos",
        sa.Column("rol", texto(40), nullable=False),
        sa.Column("modulo", texto(40), nullable=False),
        sa.Column("puede_ver", Logico(), nullable=False),
        sa.Column("puede_modificar", Logico(), nullable=False),
        sa.Column("puede_aprobar", Logico(), nullable=False),
        solo_sqlite(op.f("ck_permisos_modulos_modulo_largo"), "length(modulo) <= 40"),
        sa.ForeignKeyConstraint(["rol"], ["roles.nombre"], name=op.f("fk_permisos_modulos_rol")),
        sa.PrimaryKeyConstraint("rol", "modulo", name=op.f("pk_permisos_modulos")),
        sqlite_strict=True,
    )
    op.create_table(
        "permisos_especiales",
        sa.Column("rol", texto(40), nullable=False),
        sa.Column("permiso", texto(60), nullable=False),
        solo_sqlite(op.f("ck_permisos_especiales_permiso_largo"), "length(permiso) <= 60"),
        sa.ForeignKeyConstraint(["rol"], ["roles.nombre"], name=op.f("fk_permisos_especiales_rol")),
        sa.PrimaryKeyConstraint("rol", "permiso", name=op.f("pk_permisos_especiales")),
        sqlite_strict=True,
    )
    roles = sa.table(
        "roles",
        sa.column("nombre", texto(40)),
        sa.column("descripcion", texto(255)),
        sa.column("fijo", Logico()),
        sa.column("version", sa.Integer()),
        sa.column("sello", texto(64)),
    )
    op.bulk_insert(
        roles,
        [
            {"nombre": n, "descripcion": d, "fijo": True, "version": 1, "sello": _sello_de_rol(llave, n)}
            for n, d in _FIJOS
        ],
    )
    modulos = sa.table(
        "permisos_modulos",
        sa.column("rol", texto(40)),
        sa.column("modulo", texto(40)),
        sa.column("puede_ver", Logico()),
        sa.column("puede_modificar", Logico()),
        sa.column("puede_aprobar", Logico()),
    )
    columnas = ("rol", "modulo", "puede_ver", "puede_modificar", "puede_aprobar")
    op.bulk_insert(modulos, [dict(zip(columnas, fila, strict=True)) for fila in _PERMISOS])
    especiales = sa.table("permisos_especiales", sa.column("rol", texto(40)), sa.column("permiso", texto(60)))
    op.bulk_insert(especiales, [{"rol": rol, "permiso": permiso} for rol, permiso in _ESPECIALES])


def _sesiones() -> None:
    op.create_table(
        "sesiones",
        sa.Column("id", texto(36), nullable=False),
        sa.Column("usuario_id", identidad(), nullable=False),
        sa.Column("equipo", texto(255), nullable=False),
        sa.Column("programa", texto(20), nullable=False),
        sa.Column("inicio", Momento(), nullable=False),
        sa.Column("ultimo_uso", Momento(), nullable=False),
        sa.Column("vence", Momento(), nullable=False),
        sa.Column("confirmada", Momento(), nullable=False),
        sa.Column("fin", Momento(), nullable=True),
        sa.Column("motivo", texto(40), nullable=False),
        solo_sqlite(op.f("ck_sesiones_equipo_largo"), "length(equipo) <= 255"),
        solo_sqlite(op.f("ck_sesiones_motivo_largo"), "length(motivo) <= 40"),
        sa.CheckConstraint("programa IN ('ventana', 'consola')", name=op.f("ck_sesiones_programa")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_sesiones_usuario_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesiones")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sesiones_usuario_id_inicio"), "sesiones", ["usuario_id", "inicio"])
    op.create_table(
        "intentos",
        sa.Column("ambito", texto(10), nullable=False),
        sa.Column("nombre", texto(255), nullable=False),
        sa.Column("fallos", sa.Integer(), nullable=False),
        sa.Column("ultimo", Momento(), nullable=False),
        sa.Column("hasta", Momento(), nullable=False),
        sa.CheckConstraint("ambito IN ('cuenta', 'equipo')", name=op.f("ck_intentos_ambito")),
        solo_sqlite(op.f("ck_intentos_nombre_largo"), "length(nombre) <= 255"),
        sa.PrimaryKeyConstraint("ambito", "nombre", name=op.f("pk_intentos")),
        sqlite_strict=True,
    )
