"""`rexus podar`: taking away the backups that need not stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rexus.base.text import contados, formatear_numero, tr
from rexus.cli.contexto import Contexto, verbo
from rexus.cli.salida import emitir_json, tabla

if TYPE_CHECKING:
    from rexus.respaldos.podar import Poda

_MB: Final = 1 << 20


@click.command(help=tr("Quitar los respaldos viejos que ninguna regla conserva."))
@click.option("--simular", is_flag=True, help=tr("Decir qué quedaría, qué se iría y por qué, sin quitar nada."))
@verbo
def podar(contexto: Contexto, simular: bool) -> None:
    """What stays and why; what goes, or would go."""
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.respaldos import Respaldos
    from rexus.respaldos.retencion import politica_de
    from rexus.settings.zona import zona_horaria

    actor = contexto.actor
    modelo = Respaldos(contexto.registry, lambda: actor)
    politica, zona = politica_de(contexto.settings), zona_horaria(contexto.settings)
    poda = modelo.por_podar(politica, zona) if simular else modelo.podar(politica, zona)
    for falla in poda.hallados.values():
        click.echo(falla, err=True)
    if contexto.como_json:
        quedan, se_van = poda.eleccion
        emitir_json({"simulado": simular, "quedan": _lista(quedan), "se_van": _lista(se_van), "bytes": poda.bytes})
    else:
        _decir(poda, simular)


def _lista(razones: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": id_, "porque": porque} for id_, porque in razones.items()]


def _decir(poda: Poda, simular: bool) -> None:
    quedan, se_van = poda.eleccion
    if not poda.conjuntos:
        click.echo(tr("No hay respaldos."))
        return
    palabra = tr("se iría") if simular else tr("se fue")
    filas = [
        {"id": id_, "que": tr("queda") if id_ in quedan else palabra, "porque": quedan.get(id_) or se_van[id_]}
        for id_ in poda.conjuntos
    ]
    tabla(filas, {"id": tr("Respaldo"), "que": "", "porque": tr("Por qué")})
    frase = tr("Se irían {n}, {mb} MB. No se quitó nada.") if simular else tr("Se quitaron {n}, {mb} MB.")
    cuantos = contados(len(se_van), tr("respaldo"), tr("respaldos"))
    click.echo(frase.format(n=cuantos, mb=formatear_numero(-(-poda.bytes // _MB))))
