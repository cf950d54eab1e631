"""`rexus importar`, `revertir`: bringing a catalogue in, and taking an import back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rexus.base.text import contados, formatear_numero, tr
from rexus.cli.contexto import Contexto, verbo_que_escribe
from rexus.cli.salida import NUMERO, emitir_json, tabla


@click.group(help=tr("Importar un catálogo desde .csv, .xlsx, .xls u .ods."))
def importar() -> None:
    """The catalogues that can be imported."""


@importar.command("perfiles", help=tr("Importar perfiles: crea los nuevos y actualiza los que ya existen, por código."))
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--simular", is_flag=True, help=tr("Solo mostrar qué cambiaría y todos los errores."))
@click.option(
    "--stock",
    type=click.Choice(["inicial", "contar", "ignorar"]),
    default="inicial",
    show_default=True,
    help=tr("Qué significa la columna de stock."),
)
@click.option(
    "--decimal", type=click.Choice(["coma", "punto"]), help=tr("La marca decimal, si el archivo no la prueba.")
)
@click.option("--hoja", help=tr("El nombre de la hoja, si hay varias."))
@verbo_que_escribe
def importar_perfiles(
    contexto: Contexto, archivo: Path, simular: bool, stock: str, decimal: str | None, hoja: str | None
) -> int:
    """All of the file in one transaction, or nothing. Exit status 1 when the file has errors; remarks go to stderr."""
    from rexus.intercambio.importacion import ImportacionRechazadaError

    modelo = contexto.inventario
    with modelo.analizar(archivo, hoja=hoja, decimal=decimal) as analisis:
        for aviso in analisis.avisos:
            click.echo(aviso, err=True)
        if simular:
            resumen = modelo.simular_importacion(analisis, stock)
        else:
            try:
                resumen = modelo.importar(analisis, stock).value
            except ImportacionRechazadaError as error:
                _mostrar(contexto, error.resumen)
                raise
    _mostrar(contexto, resumen)
    return 1 if resumen.errores else 0


@click.command(help=tr("Revertir una importación mientras nada posterior dependa de ella."))
@click.argument("lote", type=NUMERO)
@verbo_que_escribe
def revertir(contexto: Contexto, lote: int) -> None:
    """Undo an import whole, or refuse it whole."""
    hecho = contexto.inventario.revertir_importacion(lote).value
    if contexto.como_json:
        emitir_json(asdict(hecho))
        return
    click.echo(
        tr("Importación {lote} revertida: {cuentas}.").format(
            lote=hecho.lote,
            cuentas=", ".join(
                (
                    contados(hecho.eliminados, tr("artículo eliminado"), tr("artículos eliminados")),
                    contados(hecho.desactivados, tr("desactivado"), tr("desactivados")),
                    contados(hecho.restaurados, tr("restaurado"), tr("restaurados")),
                    contados(hecho.anulados, tr("movimiento anulado"), tr("movimientos anulados")),
                )
            ),
        )
    )


def _mostrar(contexto: Contexto, resumen: Any) -> None:
    errores = [{"fila": e.fila, "columna": e.columna, "valor": e.valor, "motivo": e.motivo} for e in resumen.errores]
    if contexto.como_json:
        emitir_json(
            {
                "lote": resumen.lote,
                "nuevos": resumen.nuevos,
                "actualizados": resumen.actualizados,
                "sin_cambios": resumen.sin_cambios,
                "errores": errores,
            }
        )
        return
    titulo = tr("Simulación") if resumen.lote is None else tr("Importación {lote}").format(lote=resumen.lote)
    click.echo(
        tr("{titulo}: {nuevos}, {actualizados}, {sin_cambios} sin cambios, {errores}.").format(
            titulo=titulo,
            nuevos=contados(resumen.nuevos, tr("nuevo"), tr("nuevos")),
            actualizados=contados(resumen.actualizados, tr("actualizado"), tr("actualizados")),
            sin_cambios=formatear_numero(resumen.sin_cambios),
            errores=contados(len(errores), tr("error"), tr("errores")),
        )
    )
    if errores:
        tabla(errores, {"fila": tr("Fila"), "columna": tr("Columna"), "valor": tr("Valor"), "motivo": tr("Motivo")})
