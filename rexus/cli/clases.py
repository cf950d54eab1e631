"""Which class of articles a verb is about: named by `--clase`, or the one that has the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rexus.base.errors import DatoInvalidoError, NoEncontradoError
from rexus.base.text import tr
from rexus.cli.contexto import CLASES, Contexto

if TYPE_CHECKING:
    from rexus.catalogo.model import ModeloCatalogo

opcion_clase = click.option(
    "--clase", type=click.Choice(list(CLASES)), help=tr("De qué catálogo; si falta, el que tenga ese código.")
)


def articulo(contexto: Contexto, codigo: str, clase: str | None) -> tuple[ModeloCatalogo, int]:
    """The catalogue that has the code, and the article's id in it.

    Codes are unique in each catalogue. Raises DatoInvalidoError for one that is in several of those that the actor may
    see, and what looking it up in one raises.
    """
    from rexus.stock.errors import ArticuloInexistenteError

    if clase is not None:
        modelo = contexto.catalogo(clase)
        return modelo, modelo.id_por_codigo(codigo)
    hallados: dict[str, tuple[ModeloCatalogo, int]] = {}
    fallas: list[NoEncontradoError] = []
    for modelo in catalogos(contexto, None):
        try:
            hallados[modelo.clase] = modelo, modelo.id_por_codigo(codigo)
        except NoEncontradoError as error:
            fallas.append(error)
    exactos = {
        nombre: (modelo, id_)
        for nombre, (modelo, id_) in hallados.items()
        if len(hallados) > 1 and modelo.articulo(id_).codigo == codigo.strip()
    }
    if len(exactos) == 1:
        # In the other one it differs in capitals.
        hallados = exactos
    if len(hallados) > 1:
        raise DatoInvalidoError(
            tr("El código {codigo} está en más de un catálogo: {clases}. No se hizo nada.").format(
                codigo=codigo, clases=", ".join(hallados)
            ),
            tr("Agregar {opciones}.").format(opciones=tr(" o ").join(f"--clase {c}" for c in hallados)),
        )
    if not hallados:
        # That there are several says more than that there is none.
        raise next((falla for falla in fallas if not isinstance(falla, ArticuloInexistenteError)), fallas[0])
    (hallado,) = hallados.values()
    return hallado


def catalogos(contexto: Contexto, clase: str | None) -> list[ModeloCatalogo]:
    """The catalogue of a class; without one all that the actor may see. Who may see none is given one that refuses."""
    modelos = [contexto.catalogo(nombre) for nombre in ([clase] if clase is not None else CLASES)]
    visibles = [m for m in modelos if contexto.actor.puede(f"{m.catalogo.permiso}.ver")]
    return visibles or modelos[:1]
