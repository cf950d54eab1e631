"""Trying a connection for real, step by step, so that whoever set it up learns what exactly is wrong."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rexus.base.errors import BaseError, BaseSinPrepararError, RexusError
from rexus.base.paths import paths_under
from rexus.base.text import tr
from rexus.db import names, schema
from rexus.db.conexion import SQLITE, SQLSERVER, Conexion, PoolSettings
from rexus.db.faults import translated
from rexus.db.motores import Motor, Vigilancia, controladores, motor_de

_LIMITE_S: Final = 4.0


@dataclass(frozen=True)
class PasoDePrueba:
    """What was tried: `controlador`, `servidor`, `puerto`, `base`, or why nobody is let in (`rechazos`).

    `que_hacer` is empty when it works.
    """

    que: str
    bien: bool
    frase: str
    que_hacer: str = ""


def probar(conexion: Conexion) -> list[PasoDePrueba]:
    """Connect for real, up to the first step that fails; each of the three databases is tried.

    Takes a few seconds at most. Changes nothing on the server.
    """
    pasos: list[PasoDePrueba] = []
    for paso in _pasos(conexion):
        pasos.append(paso)
        # A database that is missing says nothing about the others; everything else would only be said three times.
        if not paso.bien and paso.que != "base":
            break
    return pasos


def _pasos(conexion: Conexion) -> Iterator[PasoDePrueba]:
    if conexion.motor == SQLITE:
        yield PasoDePrueba("servidor", True, tr("Base local: los archivos están en esta computadora."))
        return
    if conexion.motor == SQLSERVER:
        yield _controlador(conexion)
    if not conexion.servidor:
        yield PasoDePrueba(
            "servidor", False, tr("Falta el nombre del servidor."), tr("Escribir su nombre o dirección.")
        )
        return
    if not conexion.servidor.startswith("/") and "\\" not in conexion.servidor:
        yield _resolver(conexion)
        yield _puerto(conexion)
    motor = motor_de(conexion, paths_under(Path()))
    for base in names.ALL:
        yield _base(motor, conexion, base)


def _controlador(conexion: Conexion) -> PasoDePrueba:
    hay = controladores.instalados()
    try:
        elegido = controladores.elegir(conexion.driver).nombre
    except RexusError as error:
        return PasoDePrueba("controlador", False, error.frase, error.que_hacer)
    conocido = elegido in hay or Path(elegido).is_file()
    if conocido:
        return PasoDePrueba("controlador", True, tr("Controlador: {nombre}").format(nombre=elegido))
    return PasoDePrueba(
        "controlador",
        False,
        tr("El controlador «{nombre}» no está instalado.").format(nombre=elegido),
        tr("Instalados: {hay}.").format(hay=", ".join(hay) or tr("ninguno")),
    )


def _resolver(conexion: Conexion) -> PasoDePrueba:
    try:
        direcciones = socket.getaddrinfo(conexion.servidor, conexion.puerto_real, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return PasoDePrueba(
            "servidor",
            False,
            tr("La red no conoce ningún servidor «{servidor}».").format(servidor=conexion.servidor),
            tr("Revisar cómo está escrito el nombre, o usar la dirección IP."),
        )
    direccion = direcciones[0][4][0]
    return PasoDePrueba(
        "servidor", True, tr("Servidor: {nombre} ({direccion})").format(nombre=conexion.servidor, direccion=direccion)
    )


def _puerto(conexion: Conexion) -> PasoDePrueba:
    puerto = conexion.puerto_real
    try:
        with socket.create_connection((conexion.servidor, puerto), timeout=_LIMITE_S):
            return PasoDePrueba("puerto", True, tr("Puerto {puerto}: abierto").format(puerto=puerto))
    except TimeoutError:
        frase = tr("El puerto {puerto} de «{servidor}» no contesta.")
        que_hacer = tr("Revisar que el servidor esté encendido y que ningún cortafuegos cierre ese puerto.")
    except OSError:
        frase = tr("En «{servidor}» nadie atiende el puerto {puerto}.")
        que_hacer = tr("Revisar el puerto, y que el servicio de la base esté iniciado y acepte conexiones de la red.")
    return PasoDePrueba("puerto", False, frase.format(puerto=puerto, servidor=conexion.servidor), que_hacer)


def _base(motor: Motor, conexion: Conexion, base: str) -> PasoDePrueba:
    nombre = conexion.bases[base]
    try:
        version = _version(motor, base)
    except BaseSinPrepararError as error:
        return PasoDePrueba("base", False, error.frase, error.que_hacer)
    except BaseError as error:
        return PasoDePrueba(getattr(error, "causa", "servidor"), False, error.frase, error.que_hacer)
    if base in schema.HEADS and version is None:
        return PasoDePrueba(
            "base",
            False,
            tr("La base «{nombre}» está vacía.").format(nombre=nombre),
            tr("Elegir «Preparar el servidor», o ejecutar «rexus preparar»."),
        )
    detalle = version or tr("lista")
    return PasoDePrueba("base", True, tr("Base «{nombre}»: {detalle}").format(nombre=nombre, detalle=detalle))


def _version(motor: Motor, base: str) -> str | None:
    with translated(motor, base, Vigilancia(limite=_LIMITE_S)):
        engine = motor.engine(base, PoolSettings(activo=False), secreta=False)
        try:
            with motor.conectar(engine, Vigilancia(limite=_LIMITE_S), write=False) as connection:
                return schema.version(connection, motor)
        finally:
            engine.dispose()
