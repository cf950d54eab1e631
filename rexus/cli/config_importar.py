"""Telling what an imported configuration changes, or would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from rexus.base.text import contados, tr, tr_en_contexto
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
        tabla(
            filas,
            {
                "clave": tr_en_contexto("name of a setting", "Clave"),
                "antes": tr("Ahora"),
                "despues": tr("En el archivo"),
            },
        )
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
        frases = [
            contados(len(plan.cambios), tr("cambiaría"), tr("cambiarían")),
            contados(len(plan.iguales), tr("ya es así"), tr("ya son así")),
            contados(len(plan.no_caben), tr("no cabe"), tr("no caben")),
        ]
        return tr("{cuentas}. No se cambió nada.").format(cuentas=", ".join(frases))
    frases = [tr("{n}.").format(n=contados(len(hecho.guardados), tr("guardado"), tr("guardados")))]
    if hecho.pendientes:
        n = contados(len(hecho.pendientes), tr("pendiente"), tr("pendientes"))
        frases.append(tr("{n} a la espera de la base: «rexus config sincronizar».").format(n=n))
    if hecho.conflictos:
        frases.append(tr("{n} en conflicto: «rexus config pendientes».").format(n=len(hecho.conflictos)))
    return " ".join(frases)
