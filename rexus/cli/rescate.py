"""`rexus restaurar` and `respaldos` on a home where nobody can sign in: a new one, or one that lost its accounts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rexus.base.text import tr
from rexus.cli.contexto import Contexto

if TYPE_CHECKING:
    from rexus.respaldos.restaurar import Recuperado


def nadie_puede_entrar(contexto: Contexto) -> bool:
    """Whether the home has no accounts that could be asked. Makes nothing. Raises BaseError."""
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.respaldos.restaurar import Situacion, situacion

    return situacion(contexto.registry) in (Situacion.NUEVO, Situacion.SIN_SUS_CUENTAS)


def restaurar(contexto: Contexto, carpeta: Path, id_: str) -> Recuperado:
    """Restore a set there: without asking on a new home, else with an account of the set. Raises as `sin_ingreso`."""
    from rexus.respaldos import frase
    from rexus.respaldos.restaurar import Credencial, Situacion, sin_ingreso, situacion
    from rexus.seguridad.ingreso import SegundoFactorError

    registry, dada = contexto.registry, frase.para_abrir(contexto.settings)
    if situacion(registry) is Situacion.NUEVO:
        return sin_ingreso(registry, carpeta, id_, frase=dada)
    click.echo(
        tr(
            "Las cuentas de esta computadora faltan o están dañadas: "
            "hace falta una cuenta del respaldo que pueda restaurar."
        ),
        err=True,
    )
    usuario, clave = contexto.usuario_y_clave()
    credencial = Credencial(usuario, clave, os.environ.get("REXUS_CODIGO", ""))
    try:
        return sin_ingreso(registry, carpeta, id_, credencial, frase=dada)
    except SegundoFactorError:
        credencial = Credencial(usuario, clave, contexto.pedir_codigo())
        return sin_ingreso(registry, carpeta, id_, credencial, frase=dada)
