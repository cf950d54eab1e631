"""`rexus diagnostico`: how the program stands, with the database or without it. Nobody has to sign in."""

from __future__ import annotations

import click

from rexus.base.text import tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json


@click.command(help=tr("Decir cómo está todo: base, conexiones, caché, archivos y versiones. Sin claves."))
@verbo
def diagnostico(contexto: Contexto) -> int:
    """Exit status 1 when nobody can work on the databases; it is told all the same."""
    # Deferred: the engines are not needed to print a help text.
    from rexus.db.diagnostico import reunir
    from rexus.db.diagnostico_texto import texto
    from rexus.settings.zona import zona_horaria

    visto = reunir(contexto.registry, contexto.settings, contexto.paths, preguntar=True)
    if contexto.como_json:
        emitir_json(visto.como_dict())
    else:
        click.echo(texto(visto, zona_horaria(contexto.settings)))
    return 0 if visto.sirve else 1
