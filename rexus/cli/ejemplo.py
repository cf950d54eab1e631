"""`rexus ejemplo`: making the example workshop, and taking it away."""

from __future__ import annotations

import click

from rexus.base import marca_de_ejemplo
from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json


@click.group(help=tr("El taller de ejemplo: datos inventados para probar, aparte de los propios."))
def ejemplo() -> None:
    """Its verbs are below."""


@ejemplo.command("crear", help=tr("Hacer el taller de ejemplo; si ya está, queda como está."))
@verbo
def crear(contexto: Contexto) -> None:
    """Its folder, to be named by REXUS_HOME, and how to sign in there; the window finds both by itself."""
    # Deferred: making it needs all of the program.
    from rexus.ejemplo import EjemploModel
    from rexus.modulos import tablas  # noqa: F401 - makes every table known

    actor = contexto.actor
    paths = EjemploModel(contexto.registry, lambda: actor).crear()
    carpeta, marca = paths.data.parent, marca_de_ejemplo.leer(paths)
    if contexto.como_json:
        dicho = {} if marca is None else {"usuario": marca.usuario}
        if marca is not None and marca.clave:
            dicho["clave"] = marca.clave
        emitir_json({"carpeta": str(carpeta), **dicho})
    else:
        click.echo(tr("El taller de ejemplo está en «{carpeta}».").format(carpeta=carpeta))
        click.echo(tr("Se abre en la ventana con «Archivo ▸ Taller de ejemplo», o con REXUS_HOME en esa carpeta."))
        if marca is not None and marca.clave:
            click.echo(
                tr("Allí «{usuario}» entra con la clave {clave}.").format(usuario=marca.usuario, clave=marca.clave)
            )


@ejemplo.command("quitar", help=tr("Quitar el taller de ejemplo, con todo lo que se haya probado en él."))
@verbo
def quitar(contexto: Contexto) -> None:
    """The folder goes whole; the user's own data are elsewhere."""
    from rexus.ejemplo import EjemploModel

    actor = contexto.actor
    EjemploModel(contexto.registry, lambda: actor).quitar()
    if contexto.como_json:
        emitir_json({"quitado": True})
    else:
        click.echo(tr("El taller de ejemplo se quitó."))
