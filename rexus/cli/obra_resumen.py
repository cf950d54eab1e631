"""`rexus obra importar-resumen`: what an obra needs, from the file that the design program writes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rexus.base.text import contados, formatear_numero, tr
from rexus.cli.contexto import Contexto, verbo_que_escribe
from rexus.cli.importar import errores_a_la_vista
from rexus.cli.lineas import obra_de
from rexus.cli.salida import emitir_json


@click.command(
    "importar-resumen",
    help=tr(
        "Importar el resumen de materiales de una obra: se lee «Necesarias». Los artículos que no están en ningún "
        "catálogo se crean, salvo con «--desconocidos rechazar»."
    ),
)
@click.argument("codigo")
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--simular", is_flag=True, help=tr("Solo mostrar qué cambiaría."))
@click.option(
    "--desconocidos",
    type=click.Choice(["crear", "rechazar"]),
    default="crear",
    show_default=True,
    help=tr("Los artículos que no están en ningún catálogo: crearlos, o rechazar el archivo entero."),
)
@click.option("--quitar", is_flag=True, help=tr("Quitar lo que este archivo pedía antes y ya no figura."))
@click.option(
    "--decimal", type=click.Choice(["coma", "punto"]), help=tr("La marca decimal, si el archivo no la prueba.")
)
@click.option("--hoja", help=tr("El nombre de la hoja, si hay varias."))
@click.option("--con-totales", is_flag=True, help=tr("Importar también las filas que parecen totales."))
@verbo_que_escribe
def importar_resumen(
    contexto: Contexto,
    codigo: str,
    archivo: Path,
    simular: bool,
    desconocidos: str,
    quitar: bool,
    decimal: Any,
    hoja: str | None,
    con_totales: bool,
) -> None:
    """All of the file or nothing; the same file again changes nothing."""
    from rexus.intercambio.resumen import leer_resumen
    from rexus.stock import resumen

    contexto.exigir("obras.ver" if simular else "obras.modificar")
    obra_id = obra_de(contexto, codigo)
    with errores_a_la_vista(contexto):
        filas, leidas = leer_resumen(archivo, hoja=hoja, decimal=decimal, con_totales=con_totales)
    for aviso in leidas.avisos:
        click.echo(aviso, err=True)
    if simular:
        hecho = contexto.leer(resumen.simular_resumen, obra_id, filas, leidas.archivo)
    else:
        crear = desconocidos == "crear"
        hecho = contexto.obras.importar_resumen(obra_id, filas, leidas.archivo, crear=crear, quitar=quitar).value
    if contexto.como_json:
        emitir_json(asdict(hecho))
        return
    if hecho.creados:
        creados = contados(len(hecho.creados), tr("artículo creado"), tr("artículos creados"))
        click.echo(f"{creados}: {', '.join(hecho.creados)}")
    if hecho.desconocidos:
        click.echo(_desconocidos(hecho, crear=desconocidos == "crear"))
    click.echo(
        tr("{titulo}: {nuevos}, {cambiados}, {sin_cambios} sin cambios.").format(
            titulo=tr("Simulación") if simular else tr("Resumen de {obra}").format(obra=hecho.obra),
            nuevos=contados(len(hecho.nuevos), tr("requerimiento nuevo"), tr("requerimientos nuevos")),
            cambiados=contados(len(hecho.cambiados), tr("cambiado"), tr("cambiados")),
            sin_cambios=formatear_numero(hecho.sin_cambios),
        )
    )
    for requerida in hecho.cambiados:
        click.echo(f"  {requerida.codigo}: {formatear_numero(requerida.antes)} → {formatear_numero(requerida.despues)}")
    if hecho.ya_no_figuran:
        que = tr("Quitados") if hecho.quitados else tr("Ya no figuran en el archivo")
        click.echo(f"{que}: {', '.join(r.codigo for r in hecho.ya_no_figuran)}")


def _desconocidos(plan: Any, *, crear: bool) -> str:
    """What would become of the articles that no catalogue has."""
    frase = tr("Se crearían: {codigos}") if crear else tr("Desconocidos, se rechazaría: {codigos}")
    return frase.format(codigos=", ".join(d.codigo for d in plan.desconocidos))
