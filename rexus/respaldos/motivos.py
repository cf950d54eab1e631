"""Why a backup was made: written in Spanish into its manifest, whatever is spoken; shown in the language of now."""

from __future__ import annotations

from typing import Final

from rexus.base.text import fuente, tr

_ANTES: Final = fuente("antes de {que}")
_DESPUES: Final = fuente("después de {que}")


def antes(operacion: str) -> str:
    """The reason of one that comes before an operation: an infinitive, a source text."""
    return _ANTES.format(que=operacion)


def despues(operacion: str) -> str:
    """The same of one that comes after it."""
    return _DESPUES.format(que=operacion)


def en_palabras(motivo: str) -> str:
    """A reason as it is read; one that this program does not know stays as it was written."""
    for forma in (_ANTES, _DESPUES):
        comienzo = forma.format(que="")
        if motivo.startswith(comienzo):
            return tr(forma).format(que=tr(motivo.removeprefix(comienzo)))
    return tr(motivo)
