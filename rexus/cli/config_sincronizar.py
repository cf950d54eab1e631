"""Bringing pending settings to the database, and choosing where both sides changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from rexus.base.errors import BaseError, NoEncontradoError
from rexus.base.text import tr
from rexus.cli.config_mesa import Mesa, legible
from rexus.cli.contexto import Contexto
from rexus.cli.salida import emitir_json

if TYPE_CHECKING:
    from rexus.configuracion import Sincronizacion, Sincronizador


def llevar(contexto: Contexto, mios: tuple[str, ...], suyos: tuple[str, ...]) -> int:
    """Apply all, resolve what was chosen, say what is left; 1 when a conflict is left."""
    for clave in mios:
        if clave in suyos:
            raise click.UsageError(tr("«{clave}» no puede ser mía y suya.").format(clave=clave))
    try:
        sincronizador = Mesa(contexto).sincronizador()
        hecho = sincronizador.sincronizar(ajenos=True).value
    except BaseError as error:
        raise error.con(tr("Lo pendiente sigue en esta computadora.")) from error
    elegidas = {**dict.fromkeys(mios, "mio"), **dict.fromkeys(suyos, "suyo")}
    hay = {conflicto.clave: conflicto for conflicto in hecho.conflictos}
    for clave in elegidas:
        if clave not in hay:
            raise NoEncontradoError(tr("«{clave}» no está en conflicto.").format(clave=clave))
    for clave, eleccion in elegidas.items():
        hecho = _resolver(sincronizador, hecho, clave, eleccion)
    _mostrar(contexto, hecho)
    return 1 if hecho.conflictos else 0


def _resolver(sincronizador: Sincronizador, hecho: Sincronizacion, clave: str, eleccion: str) -> Sincronizacion:
    (elegido,) = (conflicto for conflicto in hecho.conflictos if conflicto.clave == clave)
    otros = tuple(conflicto for conflicto in hecho.conflictos if conflicto is not elegido)
    resuelto = sincronizador.resolver(clave, "mio" if eleccion == "mio" else "suyo", elegido.version).value
    return replace(hecho, aplicados=(*hecho.aplicados, *resuelto.guardados), conflictos=(*otros, *resuelto.conflictos))


def _mostrar(contexto: Contexto, hecho: Sincronizacion) -> None:
    for clave, motivo in hecho.no_aplicables.items():
        click.echo(tr("{clave}: sigue pendiente, {motivo}").format(clave=clave, motivo=motivo), err=True)
    for clave in hecho.ajenos:
        click.echo(tr("{clave}: sigue pendiente, falta el permiso para cambiarlo").format(clave=clave), err=True)
    for c in hecho.conflictos:
        frase = tr(
            "{clave}: aquí se pidió {mio} y la base tiene {suyo}, de {usuario}."
            " Elegir con «--mio {clave}» o «--suyo {clave}»."
        )
        click.echo(
            frase.format(clave=c.clave, mio=legible(c.mio), suyo=legible(c.suyo), usuario=c.usuario or "?"), err=True
        )
    if contexto.como_json:
        emitir_json(
            {
                "aplicados": hecho.aplicados,
                "conflictos": [asdict(conflicto) for conflicto in hecho.conflictos],
                "ajenos": hecho.ajenos,
                "no_aplicables": dict(hecho.no_aplicables),
            }
        )
    elif hecho.aplicados:
        click.echo(tr("En la base: {claves}.").format(claves=", ".join(hecho.aplicados)))
    elif not hecho.conflictos:
        click.echo(tr("Todo al día."))
