"""What a report says was saved: from what became of the work that failed, and what else was under way then. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rexus.base.guardado import Quedo, que_quedo
from rexus.base.text import formatear_numero, tr


@dataclass(frozen=True)
class Momento:
    """How things stood: writes that were not answered yet, whether work that may save is under way or ended just now,
    whether an earlier answer was lost, and the titles of what was typed and not saved."""

    escribiendo: int = 0
    reciente: bool = False
    dudoso: bool = False
    sin_guardar: tuple[str, ...] = ()


def kept(error: BaseException | str, momento: Momento) -> list[str]:
    """Sentences, the most important one first."""
    quedo = que_quedo(error) if isinstance(error, BaseException) else None
    frases = [_of_it(quedo, momento)]
    if momento.dudoso:
        frases.append(
            tr("De un cambio anterior no llegó la respuesta y no se sabe si quedó: mirarlo antes de repetirlo.")
        )
    if momento.escribiendo == 1:
        frases.append(tr("Una operación se está guardando todavía: si no se puede, se avisa."))
    elif momento.escribiendo:
        frases.append(
            tr("{n} operaciones se están guardando todavía: si alguna no se puede, se avisa.").format(
                n=formatear_numero(momento.escribiendo)
            )
        )
    if momento.sin_guardar:
        frases.append(
            tr("Sin guardar, y todavía en la pantalla: {cuales}.").format(cuales=", ".join(momento.sin_guardar))
        )
    return frases


def _of_it(quedo: Quedo | None, momento: Momento) -> str:
    if quedo is Quedo.GUARDADO:
        return tr("Lo que se estaba guardando quedó guardado, entero o en parte: mirarlo antes de repetirlo.")
    if quedo is Quedo.DESHECHO:
        return tr("Lo que se estaba guardando no se guardó: se deshizo entero. Lo de antes sigue guardado.")
    if quedo is Quedo.DUDOSO or momento.reciente:
        return tr("Lo último que se pidió puede haberse guardado: mirarlo antes de repetirlo.")
    if momento == Momento():
        return tr("No se estaba guardando nada. Lo que ya estaba guardado sigue guardado.")
    return tr("Lo que ya estaba guardado sigue guardado.")
