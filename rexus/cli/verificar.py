"""`rexus verificar`: the proof that the stock is true."""

from __future__ import annotations

from dataclasses import asdict

import click

from rexus.base.text import contados, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json


@click.command(help=tr("Recalcular el stock de cada artículo desde sus movimientos y decir qué difiere."))
@verbo
def verificar(contexto: Contexto) -> int:
    """Exit status 1 if anything differs."""
    resultado = contexto.inventario.verificar()
    if contexto.como_json:
        emitir_json(
            {
                "ok": resultado.ok,
                "articulos": resultado.articulos,
                "movimientos": resultado.movimientos,
                "diferencias": [asdict(d) for d in resultado.diferencias],
            }
        )
    else:
        cuenta = tr("{articulos} y {movimientos}").format(
            articulos=contados(resultado.articulos, tr("artículo"), tr("artículos")),
            movimientos=contados(resultado.movimientos, tr("movimiento revisado"), tr("movimientos revisados")),
        )
        click.echo(f"{cuenta}: {tr('el stock es verdadero.') if resultado.ok else tr('hay diferencias.')}")
        for diferencia in resultado.diferencias:
            click.echo(f"  {diferencia.frase}")
    return 0 if resultado.ok else 1
