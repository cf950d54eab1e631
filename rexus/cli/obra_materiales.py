"""`rexus obra requerir`, `reservar`, `liberar`, `entregar`, `devolver`: what an obra needs, gets and gives back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from rexus.base.text import contados, formatear_numero, fuente, tr
from rexus.cli.contexto import Contexto, verbo_que_escribe
from rexus.cli.lineas import con_lineas, lineas_de, obra_de
from rexus.cli.salida import emitir_json, tabla

_CLAVE = tr("UUID del intento: repetirlo no hace nada más.")
_MATERIAL = fuente(
    {
        "codigo": "Código",
        "descripcion": "Descripción",
        "necesarias": "Necesarias",
        "reservado": "Reservado",
        "entregado": "Entregado",
        "faltan": "Faltan",
        "disponible": "Disponible",
        "estado": "Estado",
    }
)


@click.command("requerir", help=tr("Cuántas piezas necesita la obra: CODIGO=CANTIDAD; 0 lo quita."))
@click.argument("codigo")
@con_lineas
@verbo_que_escribe
def requerir(contexto: Contexto, codigo: str, lineas: tuple[str, ...], opciones: tuple[str, ...]) -> None:
    """All of the lines or none."""
    from rexus.cli.lineas import claves_de, pares
    from rexus.stock import requerimientos
    from rexus.stock.cantidades import cantidad_de_programa

    obra_id = obra_de(contexto, codigo)
    pedidas = pares((*lineas, *opciones))
    claves = claves_de(contexto, [c for c, _ in pedidas])
    contexto.escribir(requerimientos.poner, obra_id, {claves[c]: cantidad_de_programa(n) for c, n in pedidas})
    ver_obra(contexto, obra_id)


@click.command("reservar", help=tr("Reservar todo lo que falta y está disponible, o las líneas que se digan."))
@click.argument("codigo")
@con_lineas
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def reservar(
    contexto: Contexto, codigo: str, lineas: tuple[str, ...], opciones: tuple[str, ...], clave: str | None
) -> None:
    """Named lines exactly, or nothing."""
    from rexus.stock import reservas

    _reserva(contexto, reservas.reservar, codigo, (*lineas, *opciones), clave)


@click.command("liberar", help=tr("Liberar lo reservado para la obra: todo, o las líneas que se digan."))
@click.argument("codigo")
@con_lineas
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def liberar(
    contexto: Contexto, codigo: str, lineas: tuple[str, ...], opciones: tuple[str, ...], clave: str | None
) -> None:
    """Named lines exactly, or nothing."""
    from rexus.stock import reservas

    _reserva(contexto, reservas.liberar, codigo, (*lineas, *opciones), clave)


@click.command("entregar", help=tr("Entregar a la obra lo que tiene reservado, o las líneas que se digan."))
@click.argument("codigo")
@con_lineas
@click.option("--de-otra", "de_otras", multiple=True, help=tr("Obra de cuya reserva se puede tomar lo que falte."))
@click.option("--ubicacion", help=tr("De qué lugar salen las líneas."))
@click.option("--remito", default="", help=tr("Número del remito."))
@click.option("--nota", default="", help=tr("Lo que dice además el remito."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def entregar(
    contexto: Contexto,
    codigo: str,
    lineas: tuple[str, ...],
    opciones: tuple[str, ...],
    de_otras: tuple[str, ...],
    ubicacion: str | None,
    remito: str,
    nota: str,
    clave: str | None,
) -> None:
    """All of it or nothing."""
    from rexus.stock import entregas as operaciones

    otras = tuple(obra_de(contexto, otra) for otra in de_otras)
    pedidas = lineas_de(contexto, (*lineas, *opciones), ubicacion)
    hecha = contexto.escribir(
        operaciones.entregar, obra_de(contexto, codigo), pedidas, de_otras=otras, remito=remito, nota=nota, clave=clave
    )
    _entrega(contexto, hecha, tr("línea entregada a"), tr("líneas entregadas a"))


@click.command("devolver", help=tr("Devolver de la obra lo que se le entregó: todo menos lo cortado, o esas líneas."))
@click.argument("codigo")
@con_lineas
@click.option("--ubicacion", help=tr("A qué lugar van las líneas. Si falta: el habitual de cada artículo."))
@click.option("--remito", default="", help=tr("Número del remito."))
@click.option("--nota", default="", help=tr("Lo que dice además el remito."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def devolver(
    contexto: Contexto,
    codigo: str,
    lineas: tuple[str, ...],
    opciones: tuple[str, ...],
    ubicacion: str | None,
    remito: str,
    nota: str,
    clave: str | None,
) -> None:
    """All of it or nothing; what was cut is told, as it stays."""
    from rexus.stock import entregas as operaciones
    from rexus.stock import requerimientos

    obra_id = obra_de(contexto, codigo)
    pedidas = lineas_de(contexto, (*lineas, *opciones), ubicacion)
    hecha = contexto.escribir(operaciones.devolver, obra_id, pedidas, remito=remito, nota=nota, clave=clave)
    _entrega(contexto, hecha, tr("línea devuelta de"), tr("líneas devueltas de"))
    if pedidas is None and not contexto.como_json:
        cortadas = [m for m in contexto.leer(requerimientos.materiales, obra_id) if m.cortadas]
        if cortadas:
            que = ", ".join(f"{m.codigo} {formatear_numero(m.cortadas)}" for m in cortadas)
            click.echo(tr("No vuelve lo que se cortó: {que}.").format(que=que))


def ver_obra(contexto: Contexto, obra_id: int) -> None:
    """Tell the whole record, and what each of its articles stands at."""
    from rexus.stock import obras, requerimientos

    ficha = contexto.leer(obras.ver, obra_id)
    materiales = [
        {**asdict(m), "estado": m.estado, "disputado": m.disputado}
        for m in contexto.leer(requerimientos.materiales, obra_id)
    ]
    if contexto.como_json:
        emitir_json({**asdict(ficha), "materiales": materiales})
        return
    click.echo(f"{ficha.codigo}  {ficha.nombre}  [{estado_de(ficha)}]".rstrip())
    if materiales:
        palabras = requerimientos.rotulos()
        filas = [{**m, "estado": palabras[m["estado"]]} for m in materiales]
        tabla(filas, {nombre: tr(titulo) for nombre, titulo in _MATERIAL.items()})
        for m in materiales:
            if m["disputado"]:
                otras = ", ".join(f"{t['obra']} {formatear_numero(t['cantidad'])}" for t in m["esperan"])
                click.echo(
                    tr("{codigo}: lo disponible ({n}) no alcanza para todas; también espera {otras}.").format(
                        codigo=m["codigo"], n=formatear_numero(m["disponible"]), otras=otras
                    )
                )
    else:
        click.echo(tr("Sin materiales."))


def estado_de(ficha: Any) -> str:
    """The state of an obra in words."""
    from rexus.stock.estados_obra import rotulos

    return rotulos()[ficha.estado]


def _reserva(contexto: Contexto, operacion: Any, codigo: str, textos: tuple[str, ...], clave: str | None) -> None:
    lineas = lineas_de(contexto, textos)
    hecha = contexto.escribir(operacion, obra_de(contexto, codigo), lineas, clave)
    if contexto.como_json:
        emitir_json(asdict(hecha))
        return
    libera = operacion.__name__ == "liberar"
    for linea in hecha.lineas:
        click.echo(
            f"  {linea.codigo}: "
            + (
                contados(linea.cantidad, tr("liberada"), tr("liberadas"))
                if libera
                else contados(linea.cantidad, tr("reservada"), tr("reservadas"))
            )
            + (
                (tr("; falta {n}") if linea.faltan == 1 else tr("; faltan {n}")).format(
                    n=formatear_numero(linea.faltan)
                )
                if linea.faltan
                else ""
            )
            + "".join(
                tr("; {obra} tiene {n}").format(obra=t.obra, n=formatear_numero(t.cantidad)) for t in linea.de_otras
            )
        )
    if hecha.lote_id is None:
        click.echo(tr("No se cambió ninguna reserva de {obra}.").format(obra=hecha.obra))
    else:
        click.echo(tr("Reserva de {obra}: lote {lote}.").format(obra=hecha.obra, lote=hecha.lote_id))


def _entrega(contexto: Contexto, hecha: Any, una: str, varias: str) -> None:
    if contexto.como_json:
        emitir_json(asdict(hecha))
        return
    for linea in hecha.lineas:
        otras = "".join(
            tr(", {n} de {obra}").format(n=formatear_numero(t.cantidad), obra=t.obra) for t in linea.de_otras
        )
        click.echo(f"  {linea.codigo}: {formatear_numero(linea.cantidad)}{otras}")
    click.echo(
        tr("{que} {obra}: lote {lote}.").format(
            que=contados(len(hecha.lineas), una, varias), obra=hecha.obra, lote=hecha.lote_id
        )
    )
