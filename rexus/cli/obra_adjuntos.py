"""`rexus obra adjuntar`, `adjuntos`, `bajar-adjunto`: files that are kept with an obra."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from rexus.base.errors import ArchivoError
from rexus.base.text import formatear_tamano, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.lineas import obra_de
from rexus.cli.salida import NUMERO, emitir_json, tabla
from rexus.settings.zona import zona_horaria


@click.command("adjuntar", help=tr("Guardar un PDF o una imagen con la obra."))
@click.argument("codigo")
@click.argument("archivo", type=click.Path(path_type=Path, dir_okay=False))
@verbo_que_escribe
def adjuntar(contexto: Contexto, codigo: str, archivo: Path) -> None:
    """Its size is looked at before it is read."""
    from rexus.stock import adjuntos as archivos

    contexto.exigir("obras.modificar")
    obra_id = obra_de(contexto, codigo)
    estaban = {a.id for a in contexto.leer(archivos.listar, obra_id)}
    hecho = contexto.escribir(archivos.adjuntar, obra_id, archivo.name, archivos.contenido_de(archivo))
    if contexto.como_json:
        emitir_json(asdict(hecho))
    else:
        frase = tr("Adjunto {id}: {nombre} ya estaba.") if hecho.id in estaban else tr("Adjunto {id}: {nombre}.")
        click.echo(frase.format(id=hecho.id, nombre=hecho.nombre))


@click.command("adjuntos", help=tr("Los adjuntos de una obra."))
@click.argument("codigo")
@verbo
def adjuntos(contexto: Contexto, codigo: str) -> None:
    """Without their content."""
    from rexus.stock import adjuntos as archivos

    documento = [asdict(a) for a in contexto.leer(archivos.listar, obra_de(contexto, codigo))]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        columnas = {
            "id": tr("N.º"), "nombre": tr("Nombre"), "tipo": tr("Tipo"), "tamano": tr("Tamaño"), "fecha": tr("Fecha"),
        }  # fmt: skip
        # «application/pdf» is PDF, «image/png» PNG.
        filas = [
            {**d, "tipo": d["tipo"].rpartition("/")[2].upper(), "tamano": formatear_tamano(d["tamano"])}
            for d in documento
        ]
        tabla(filas, columnas, zona=zona_horaria(contexto.settings))
    else:
        click.echo(tr("La obra no tiene adjuntos."))


@click.command("bajar-adjunto", help=tr("Escribir un adjunto en un archivo nuevo."))
@click.argument("adjunto", type=NUMERO)
@click.argument("destino", type=click.Path(path_type=Path, dir_okay=False))
@verbo
def bajar_adjunto(contexto: Contexto, adjunto: int, destino: Path) -> None:
    """Never over a file that is there."""
    from rexus.stock import adjuntos as archivos

    uno, contenido = contexto.leer(archivos.leer, adjunto)
    try:
        with destino.open("xb") as salida:
            salida.write(contenido)
    except OSError as error:
        raise ArchivoError(
            tr("No se puede escribir «{nombre}».").format(nombre=destino.name), tr("Elegir un archivo nuevo.")
        ) from error
    if contexto.como_json:
        emitir_json({"archivo": str(destino), "sha256": uno.sha256})
    else:
        click.echo(tr("{nombre} en {destino}.").format(nombre=uno.nombre, destino=destino))
