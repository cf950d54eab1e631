"""`rexus cortar`, `retazos`, `deshacer`: bars into pieces, what is left of them, and undoing a batch."""

from __future__ import annotations

from dataclasses import asdict

import click

from rexus.base.text import contados, formatear_numero, tr
from rexus.cli.contexto import Contexto, verbo, verbo_que_escribe
from rexus.cli.lineas import claves_de, lugar_de, obra_de
from rexus.cli.salida import NUMERO, emitir_json, tabla


@click.command(help=tr("Cortar una barra o un retazo en piezas."))
@click.argument("codigo")
@click.option("--piezas", required=True, help=tr("Cantidad por largo en mm: 3x1200,2x800."))
@click.option("--obra", help=tr("Para qué obra."))
@click.option(
    "--de",
    type=click.IntRange(0, 1_000_000),
    help=tr("Largo del retazo que se corta; 0: una barra entera. Si falta: el retazo más corto que alcance."),
)
@click.option("--ubicacion", help=tr("Dónde está lo que se corta."))
@click.option("--destino", help=tr("Adónde va el retazo. Si falta: adonde estaba la barra."))
@click.option("--sierra", type=click.IntRange(0, 100), help=tr("Ancho de la sierra en mm. Si falta: el del taller."))
@click.option("--de-otra", "de_otras", multiple=True, help=tr("Obra de cuya reserva se puede tomar la barra."))
@click.option("--referencia", default="", help=tr("Lo que identifique el corte."))
@click.option("--clave", help=tr("UUID del intento: repetirlo no corta otra vez."))
@verbo_que_escribe
def cortar(
    contexto: Contexto,
    codigo: str,
    piezas: str,
    obra: str | None,
    de: int | None,
    ubicacion: str | None,
    destino: str | None,
    sierra: int | None,
    de_otras: tuple[str, ...],
    referencia: str,
    clave: str | None,
) -> None:
    """One bar, or one retazo; undone with the number of its batch."""
    from rexus.stock import cortes
    from rexus.stock.corte_cuentas import leer_piezas

    leidas = leer_piezas(piezas)
    clase, articulo = claves_de(contexto, [codigo])[codigo]
    hecho = contexto.escribir(
        cortes.cortar,
        clase,
        articulo,
        leidas,
        obra_id=None if obra is None else obra_de(contexto, obra),
        de_mm=de,
        ubicacion_id=lugar_de(contexto, ubicacion),
        destino_id=lugar_de(contexto, destino),
        ancho_sierra_mm=contexto.settings.get("stock.sierra_mm") if sierra is None else sierra,
        retazo_minimo_mm=contexto.settings.get("stock.retazo_minimo_mm"),
        de_otras=tuple(obra_de(contexto, otra) for otra in de_otras),
        referencia=referencia,
        clave=clave,
    )
    if contexto.como_json:
        emitir_json(asdict(hecho))
        return
    que = tr("un retazo de {mm} mm") if hecho.de_retazo else tr("una barra de {mm} mm")
    click.echo(
        tr("{codigo}: se cortó {que}; {queda}; merma {merma} mm; lote {lote}.").format(
            codigo=hecho.codigo,
            que=que.format(mm=formatear_numero(hecho.de_mm)),
            queda=tr("queda un retazo de {mm} mm").format(mm=formatear_numero(hecho.retazo_mm))
            if hecho.retazo_mm
            else tr("no queda retazo"),
            merma=formatear_numero(hecho.merma_mm),
            lote=hecho.lote_id,
        )
    )


@click.command(help=tr("Deshacer un lote entero: una entrega, una devolución, una recepción, un corte, una reserva."))
@click.argument("lote", type=NUMERO)
@click.option("--motivo", default="", help=tr("Por qué se deshace."))
@click.option("--clave", help=tr("UUID del intento: repetirlo no agrega otro movimiento."))
@verbo_que_escribe
def deshacer(contexto: Contexto, lote: int, motivo: str, clave: str | None) -> None:
    """All of its movements, and what it did to reservations."""
    from rexus.stock.deshacer import renglones as renglones_deshechos

    hechos = contexto.inventario.anular_lote(lote, motivo, clave).value
    # What was set apart belongs to obras.
    renglones = contexto.leer(renglones_deshechos, lote) if contexto.actor.puede("obras.ver") else 0
    if contexto.como_json:
        emitir_json({"lote": lote, "anulaciones": [h.id for h in hechos], "reservas": renglones})
        return
    partes = []
    if hechos or not renglones:
        partes.append(contados(len(hechos), tr("movimiento anulado"), tr("movimientos anulados")))
    if renglones:
        uno, varios = tr("línea de la reserva deshecha"), tr("líneas de la reserva deshechas")
        partes.append(contados(renglones, uno, varios))
    click.echo(tr("Lote {lote} deshecho: {partes}.").format(lote=lote, partes=", ".join(partes)))


@click.command(help=tr("Los retazos que hay, del más corto al más largo."))
@click.option("--minimo", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help=tr("Largo en mm."))
@click.option("--codigo", help=tr("Solo de ese artículo."))
@verbo
def retazos(contexto: Contexto, minimo: int, codigo: str | None) -> None:
    """Of at least that length."""
    from rexus.stock.clases import todas
    from rexus.stock.retazos import retazos as buscar

    if codigo is not None:
        clase, articulo = claves_de(contexto, [codigo])[codigo]
        hallados = contexto.leer(buscar, clase, minimo, articulo)
    else:
        # Makes the catalogues known.
        contexto.inventario  # noqa: B018
        clases = [c for c in todas() if contexto.actor.puede(f"{c.permiso}.ver")] or list(todas())[:1]
        hallados = [r for c in clases for r in contexto.leer(buscar, c.nombre, minimo)]
    documento = [asdict(r) for r in hallados]
    if contexto.como_json:
        emitir_json(documento)
    elif documento:
        columnas = {
            "codigo": tr("Código"), "descripcion": tr("Descripción"), "longitud_mm": tr("Largo (mm)"),
            "cantidad": tr("Cantidad"), "ubicacion": tr("Ubicación"),
        }  # fmt: skip
        tabla(documento, columnas)
    else:
        click.echo(tr("No hay ningún retazo así."))
