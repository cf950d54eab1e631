"""Telling what an imported configuration changes, or would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from rexus.base.text import tr
from rexus.cli.config_mesa import legible
from rexus.cli.contexto import Contexto
from rexus.cli.salida import emitir_json, tabla

if TYPE_CHECKING:
    from rexus.configuracion import Cambiado, Plan


def mostrar(contexto: Contexto, plan: Plan, hecho: Cambiado | None) -> None:
    """The plan, and what became of it; `hecho` is None when nothing was done. Reasons go to stderr."""
    reparos = (
        *((nombre, tr("no cabe: {motivo}").format(motivo=motivo)) for nombre, motivo in plan.no_caben.items()),
        *((clave, tr("lo fija la variable {variable}").format(variable=v)) for clave, v in plan.fijadas.items()),
        *((nombre, tr("es secreto y no se trae: «rexus config poner»")) for nombre in plan.secretas),
        *((nombre, motivo) for nombre, motivo in plan.no_entendidas.items()),
    )
    for nombre, motivo in reparos:
        click.echo(f"{nombre}: {motivo}", err=True)
    if contexto.como_json:
        _json(plan, hecho)
        return
    if plan.cambios:
        filas = [{"clave": p.clave, "antes": legible(p.antes), "despues": legible(p.despues)} for p in plan.cambios]
        tabla(filas, {"clave": tr("Clave"), "antes": tr("Ahora"), "despues": tr("En el archivo")})
    click.echo(_resumen(plan, hecho))


def _json(plan: Plan, hecho: Cambiado | None) -> None:
    emitir_json(
        {
            "cambios": [asdict(previsto) for previsto in plan.cambios],
            "iguales": plan.iguales,
            "no_entendidas": plan.no_entendidas,
            "no_caben": plan.no_caben,
            "fijadas": plan.fijadas,
            "secretas": plan.secretas,
            "aplicado": hecho is not None,
            "guardados": [] if hecho is None else hecho.guardados,
            "pendientes": [] if hecho is None else hecho.pendientes,
            "conflictos": [] if hecho is None else [c.clave for c in hecho.conflictos],
            "motivo": None if hecho is None or hecho.sin_base is None else str(hecho.sin_base),
        }
    )


def _resumen(plan: Plan, hecho: Cambiado | None) -> str:
    if hecho is None:
        frase = tr("{cambios} cambiarían, {iguales} ya son así, {caben} no caben. No se cambió nada.")
        return frase.format(cambios=len(plan.cambios), iguales=len(plan.iguales), caben=len(plan.no_caben))
    frases = [tr("{n} guardados.").format(n=len(hecho.guardados))]
    if hecho.pendientes:
        frases.append(tr("{n} pendientes: la base no responde.").format(n=len(hecho.pendientes)))
    if hecho.conflictos:
        frases.append(tr("{n} en conflicto: «rexus config sincronizar».").format(n=len(hecho.conflictos)))
    return " ".join(frases)
