"""`rexus importar`, `revertir`: bringing a catalogue in, and taking an import back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rexus.base.text import contados, formatear_numero, tr
from rexus.cli.contexto import Contexto, verbo_que_escribe
from rexus.cli.importado import LISTADOS, cambiados, errores_de, mostrar, tabla_de_errores
from rexus.cli.salida import NUMERO, emitir_json


@click.group(help=tr("Importar un catálogo desde .csv, .xlsx, .xls u .ods."))
def importar() -> None:
    """The catalogues that can be imported."""


def _opciones(funcion: Callable[..., int]) -> Callable[..., int]:
    """What every one of them takes."""
    for opcion in reversed(
        (
            click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False)),
            click.option("--simular", is_flag=True, help=tr("Solo mostrar qué cambiaría y todos los errores.")),
            click.option(
                "--stock",
                type=click.Choice(["inicial", "contar", "ignorar"]),
                default="inicial",
                show_default=True,
                help=tr("Qué significa la columna de stock."),
            ),
            click.option(
                "--decimal",
                type=click.Choice(["coma", "punto"]),
                help=tr("La marca decimal, si el archivo no la prueba."),
            ),
            click.option("--hoja", help=tr("El nombre de la hoja, si hay varias.")),
            click.option("--con-totales", is_flag=True, help=tr("Importar también las filas que parecen totales.")),
        )
    ):
        funcion = opcion(funcion)
    return funcion


@importar.command("perfiles", help=tr("Importar perfiles: crea los nuevos y actualiza los que ya existen, por código."))
@_opciones
@verbo_que_escribe
def importar_perfiles(contexto: Contexto, archivo: Path, **opciones: Any) -> int:
    """All of the file in one transaction, or nothing. Exit status 1 when the file has errors; remarks go to stderr."""
    return _importar(contexto, "perfil", archivo, **opciones)


@importar.command("herrajes", help=tr("Importar herrajes: crea los nuevos y actualiza los que ya existen, por código."))
@_opciones
@verbo_que_escribe
def importar_herrajes(contexto: Contexto, archivo: Path, **opciones: Any) -> int:
    """The same for herrajes."""
    return _importar(contexto, "herraje", archivo, **opciones)


def _importar(
    contexto: Contexto,
    clase: str,
    archivo: Path,
    *,
    simular: bool,
    stock: str,
    decimal: Any,
    hoja: str | None,
    con_totales: bool,
) -> int:
    from rexus.intercambio.importacion import ImportacionRechazadaError

    modelo = contexto.catalogo(clase)
    with modelo.analizar(archivo, hoja=hoja, decimal=decimal, con_totales=con_totales) as analisis:
        for aviso in analisis.avisos:
            click.echo(aviso, err=True)
        if simular:
            # For programs all of it; a person reads the first ones.
            resumen = modelo.simular_importacion(analisis, stock, mostrados=None if contexto.como_json else LISTADOS)
        else:
            try:
                resumen = modelo.importar(analisis, stock).value
            except ImportacionRechazadaError as error:
                mostrar(contexto, error.resumen)
                raise
    for aviso in resumen.avisos:
        click.echo(aviso, err=True)
    mostrar(contexto, resumen)
    return 1 if resumen.errores else 0


@importar.command(
    "proveedores", help=tr("Importar proveedores: crea los nuevos y cambia los que ya están, por nombre.")
)
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--simular", is_flag=True, help=tr("Solo mostrar qué cambiaría."))
@click.option("--hoja", help=tr("El nombre de la hoja, si hay varias."))
@verbo_que_escribe
def importar_proveedores(contexto: Contexto, archivo: Path, simular: bool, hoja: str | None) -> None:
    """All of the file in one transaction, or nothing."""
    from rexus.intercambio.proveedores import leer_proveedores
    from rexus.stock import importar_proveedores as proveedores

    contexto.exigir("compras.ver" if simular else "compras.modificar")
    with errores_a_la_vista(contexto):
        leidas = leer_proveedores(archivo, hoja=hoja)
    for aviso in leidas.avisos:
        click.echo(aviso, err=True)
    filas = [valores for _numero, valores in leidas.filas]
    hecho = contexto.leer(proveedores.simular, filas) if simular else contexto.compras.importar_proveedores(filas).value
    if contexto.como_json:
        documento = {
            "nuevos": len(hecho.nuevos), "actualizados": len(hecho.cambios), "sin_cambios": hecho.sin_cambios,
        }  # fmt: skip
        previsto = {"proveedores_nuevos": hecho.nuevos, "proveedores_cambiados": hecho.cambios}
        emitir_json({**documento, **(previsto if simular else {})})
        return
    click.echo(
        tr("{titulo}: {nuevos}, {actualizados}, {sin_cambios} sin cambios.").format(
            titulo=tr("Simulación") if simular else tr("Proveedores"),
            nuevos=contados(len(hecho.nuevos), tr("nuevo"), tr("nuevos")),
            actualizados=contados(len(hecho.cambios), tr("actualizado"), tr("actualizados")),
            sin_cambios=formatear_numero(hecho.sin_cambios),
        )
    )
    if simular:
        for nombre in hecho.nuevos:
            click.echo(f"+ {nombre}")
        for nombre, campos in hecho.cambios.items():
            click.echo(f"~ {nombre}: {' · '.join(cambiados(campos))}")


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


@contextmanager
def errores_a_la_vista(contexto: Contexto) -> Iterator[None]:
    """Every error of a file that is refused, before its refusal."""
    from rexus.intercambio.filas_sueltas import ArchivoConErroresError

    try:
        yield
    except ArchivoConErroresError as error:
        errores = errores_de(error.errores)
        if contexto.como_json:
            emitir_json({"errores": errores})
        else:
            tabla_de_errores(errores)
        raise
