"""`rexus usuario …`: accounts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from rexus.base.actor import SISTEMA
from rexus.base.text import fuente, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.entrada import preguntar_secreto, secreto_de_stdin
from rexus.cli.salida import SALIDA, emitir_json, tabla
from rexus.cli.usuario_cambios import clave, crear, editar
from rexus.cli.usuario_estado import activar, desactivar, desbloquear
from rexus.db.names import USERS

_LISTA = fuente(
    {
        "usuario": "Usuario",
        "nombre_completo": "Nombre",
        "rol": "Rol",
        "estado": "Estado",
        "ultimo_acceso": "Último acceso (UTC)",
        "nota": "",
    }
)


@click.group(help=tr("Cuentas de usuario."))
def usuario() -> None:
    """The verbs on accounts."""


@usuario.command("crear-admin", help=tr("Crear el administrador de una instalación nueva."))
@click.option("--usuario", "nombre", required=True, help=tr("Nombre de usuario."))
@click.option("--clave-stdin", is_flag=True, help=tr("Leer la clave de la entrada estándar (una línea)."))
@verbo_que_escribe
def crear_admin(contexto: Contexto, nombre: str, clave_stdin: bool) -> None:
    """Create the first administrator; refused once an account exists."""
    from rexus.seguridad import crear_primer_administrador
    from rexus.seguridad.permisos import ADMINISTRADOR

    leida = secreto_de_stdin() if clave_stdin else preguntar_secreto(tr("Clave"), repetir=tr("Repetir la clave"))
    creado = contexto.registry.escribir(USERS, SISTEMA, crear_primer_administrador, nombre, leida)
    if contexto.como_json:
        emitir_json({"usuario": creado, "rol": ADMINISTRADOR})
    else:
        click.echo(tr("Administrador «{usuario}» creado.").format(usuario=creado))


@usuario.command("listar", help=tr("Las cuentas, con su rol y su estado."))
@click.option("--buscar", default="", help=tr("Solo las que tienen esas palabras en su nombre o correo."))
@click.option("--rol", default="", help=tr("Solo las de un rol."))
@click.option("--estado", type=click.Choice(["activo", "inactivo", "suspendido", "bloqueado"]), default=None)
@verbo
def listar(contexto: Contexto, buscar: str, rol: str, estado: str | None) -> None:
    """The accounts, in the order of their users."""
    from rexus.seguridad import cuentas

    halladas = contexto.registry.leer(USERS, contexto.actor, cuentas.listar, buscar, rol, estado or "")
    if contexto.como_json:
        pedido = {"buscar": buscar, "rol": rol, "estado": estado}
        contexto.registry.escribir(USERS, contexto.actor, cuentas.anotar_exportacion, SALIDA, len(halladas), pedido)
        emitir_json([asdict(cuenta) for cuenta in halladas])
    elif halladas:
        filas = [
            {
                **asdict(c),
                "nombre_completo": f"{c.nombre} {c.apellido}".strip(),
                "nota": tr("cambiada fuera de Rexus") if c.alterada else "",
            }
            for c in halladas
        ]
        tabla(filas, {nombre: tr(titulo) if titulo else "" for nombre, titulo in _LISTA.items()})
    else:
        click.echo(tr("No se encontró ninguna cuenta."))


@usuario.command("roles", help=tr("Los roles y cuántas cuentas tiene cada uno."))
@verbo
def roles(contexto: Contexto) -> None:
    """Those of the program first."""
    documento = _roles(contexto)
    if contexto.como_json:
        emitir_json(documento)
        return
    for rol in documento:
        rol["nota"] = tr("! cambiado fuera de Rexus") if rol["alterado"] else ""
    titulos = {"nombre": tr("Rol"), "cuentas": tr("Cuentas"), "descripcion": tr("Descripción"), "nota": ""}
    tabla(documento, titulos)


@usuario.command("permisos", help=tr("Qué puede cada rol, o uno."))
@click.argument("rol", required=False)
@verbo
def permisos(contexto: Contexto, rol: str | None) -> None:
    """A line for each permission, a column for each role."""
    from rexus.base.errors import NoEncontradoError
    from rexus.seguridad.permisos import ACCIONES, ADMINISTRADOR, EN_USO, ESPECIALES, modulos

    todos = [f"{modulo}.{accion}" for modulo in modulos() for accion in ACCIONES] + list(ESPECIALES)
    fichas = _roles(contexto)
    tienen = {
        r["nombre"]: todos if r["nombre"] == ADMINISTRADOR else r["permisos"]
        for r in fichas
        if rol in (None, r["nombre"])
    }
    if not tienen:
        raise NoEncontradoError(tr("No hay un rol «{nombre}».").format(nombre=rol))
    if contexto.como_json:
        emitir_json({nombre: sorted(palabras) for nombre, palabras in tienen.items()})
        return
    filas = [
        {
            "permiso": palabra,
            **{nombre: tr("sí") if palabra in suyos else "" for nombre, suyos in tienen.items()},
            "nota": "" if palabra in EN_USO else tr("todavía nada lo pide"),
        }
        for palabra in todos
    ]
    tabla(filas, {"permiso": tr("Permiso"), **{nombre: nombre for nombre in tienen}, "nota": ""})
    for ficha in fichas:
        if ficha["alterado"] and ficha["nombre"] in tienen:
            click.echo(
                tr(
                    "! «{rol}» se cambió en la base sin Rexus: nadie entra con él hasta que un administrador lo "
                    "revise y lo guarde en la ventana (Usuarios ▸ Roles)."
                ).format(rol=ficha["nombre"])
            )


def _roles(contexto: Contexto) -> list[dict[str, Any]]:
    from rexus.seguridad import roles as operaciones

    fichas = contexto.registry.leer(USERS, contexto.actor, operaciones.listar)
    return [{**asdict(ficha), "permisos": sorted(ficha.permisos)} for ficha in fichas]


for _cambio in (crear, editar, desactivar, activar, desbloquear, clave):
    usuario.add_command(_cambio)
