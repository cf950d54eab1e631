"""`rexus mover`, `transferir`, `anular`: the ledger from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import formatear_numero, tr
from rexus.cli.clases import articulo, opcion_clase
from rexus.cli.contexto import Contexto, verbo_que_escribe
from rexus.cli.salida import NUMERO, emitir_json

if TYPE_CHECKING:
    from rexus.stock.ledger import MovimientoHecho

logger = get_logger(__name__)

# A quantity may begin with a minus; without this it would be read as an option.
_NEGATIVOS = {"ignore_unknown_options": True}
_CLAVE = tr("UUID del intento: repetirlo no agrega otro movimiento.")


@click.command(context_settings=_NEGATIVOS, help=tr("Registrar una entrada, una salida o un ajuste (con signo)."))
@click.argument("tipo", type=click.Choice(["entrada", "salida", "ajuste"]))
@click.argument("codigo")
@click.argument("cantidad")
@click.option(
    "--ubicacion",
    help=tr("Código del lugar. Si falta: el habitual del artículo o, para lo que sale, el único que tenga."),
)
@click.option("--referencia", default="", help=tr("Remito, obra o lo que identifique el movimiento."))
@click.option("--motivo", default="", help=tr("Por qué; obligatorio en un ajuste."))
@click.option("--clave", help=_CLAVE)
@opcion_clase
@verbo_que_escribe
def mover(
    contexto: Contexto,
    tipo: str,
    codigo: str,
    cantidad: str,
    ubicacion: str | None,
    referencia: str,
    motivo: str,
    clave: str | None,
    clase: str | None,
) -> None:
    """Record one movement, or return the one that has this UUID."""
    from rexus.stock.cantidades import cantidad_de_programa
    from rexus.stock.movimientos import Pedido

    modelo, articulo_id = articulo(contexto, codigo, clase)
    pedido = Pedido(
        articulo_id,
        cantidad_de_programa(cantidad),
        None if ubicacion is None else modelo.ubicacion_por_codigo(ubicacion),
        referencia=referencia,
        motivo=motivo,
        clave=clave,
    )
    operacion = {
        "entrada": modelo.registrar_entrada,
        "salida": modelo.registrar_salida,
        "ajuste": modelo.registrar_ajuste,
    }[tipo]
    hecho = operacion(pedido).value
    lugar = _lugar(modelo, hecho)
    if contexto.como_json:
        emitir_json(
            {
                "movimiento": hecho.id,
                "clave": hecho.clave,
                "stock_resultante": hecho.stock_resultante,
                "ubicacion": lugar or None,
            }
        )
    else:
        if hecho.repetido:
            frase = tr(
                "Movimiento {id}: ya estaba registrado ({tipo} de {cantidad} × {codigo}{lugar};"
                " entonces quedó en {stock} el stock)."
            )
        else:
            frase = tr("Movimiento {id}: {tipo} de {cantidad} × {codigo}{lugar}; el stock queda en {stock}.")
        # Only an adjustment needs its sign: the other kinds say it by their name.
        cantidad_hecha = hecho.cantidad if tipo == "ajuste" else abs(hecho.cantidad)
        click.echo(
            frase.format(
                id=hecho.id,
                tipo=tipo,
                cantidad=formatear_numero(cantidad_hecha),
                codigo=hecho.codigo,
                lugar=tr(" en {lugar}").format(lugar=lugar) if lugar else "",
                stock=formatear_numero(hecho.stock_resultante),
            )
        )


def _lugar(modelo: Any, hecho: MovimientoHecho) -> str:
    """Where it took place, which the program may have chosen; empty if that cannot be read now."""
    try:
        (linea,) = modelo.kardex(hecho.articulo_id, antes_de=hecho.id + 1, limite=1)
    except RexusError as error:
        # The movement is there, and that is what must be told.
        logger.warning("the place of movement %d was not read: %s", hecho.id, error)
        return ""
    return str(linea.ubicacion)


@click.command(context_settings=_NEGATIVOS, help=tr("Pasar piezas de un lugar a otro."))
@click.argument("codigo")
@click.argument("cantidad")
@click.option("--de", "de", required=True, help=tr("Lugar de donde salen."))
@click.option("--a", "a", required=True, help=tr("Lugar adonde van."))
@click.option("--referencia", default="", help=tr("Lo que identifique el movimiento."))
@click.option("--clave", help=_CLAVE)
@opcion_clase
@verbo_que_escribe
def transferir(
    contexto: Contexto,
    codigo: str,
    cantidad: str,
    de: str,
    a: str,
    referencia: str,
    clave: str | None,
    clase: str | None,
) -> None:
    """Move pieces between two places."""
    from rexus.stock.cantidades import cantidad_de_programa

    modelo, articulo_id = articulo(contexto, codigo, clase)
    sale, entra = modelo.transferir(
        articulo_id,
        cantidad_de_programa(cantidad),
        modelo.ubicacion_por_codigo(de),
        modelo.ubicacion_por_codigo(a),
        referencia=referencia,
        clave=clave,
    ).value
    if contexto.como_json:
        emitir_json(
            {
                "movimiento": sale.id,
                "movimiento_destino": entra.id,
                "clave": sale.clave,
                "stock_resultante": entra.stock_resultante,
            }
        )
    else:
        click.echo(
            tr("Movimiento {id}: {cantidad} × {codigo} de {de} a {a}.").format(
                id=sale.id, cantidad=formatear_numero(entra.cantidad), codigo=sale.codigo, de=de, a=a
            )
        )


@click.command(help=tr("Anular un movimiento con otro de signo contrario."))
@click.argument("movimiento", type=NUMERO)
@click.option("--motivo", default="", help=tr("Por qué se anula."))
@click.option("--clave", help=_CLAVE)
@verbo_que_escribe
def anular(contexto: Contexto, movimiento: int, motivo: str, clave: str | None) -> None:
    """Undo a movement; of a transfer both legs."""
    from rexus.stock.anulaciones import frase_de_entero

    anulado = contexto.inventario.anular(movimiento, motivo, clave).value
    primera = anulado.anulaciones[0]
    if contexto.como_json:
        emitir_json(
            {
                "movimiento": primera.id,
                "anula": movimiento,
                "clave": primera.clave,
                "stock_resultante": anulado.anulaciones[-1].stock_resultante,
                "lote": anulado.lote.id if anulado.lote else None,
                "anulaciones": [hecha.id for hecha in anulado.anulaciones],
            }
        )
    elif anulado.lote:
        click.echo(frase_de_entero(anulado))
    else:
        click.echo(
            tr("Movimiento {original} anulado por el {id}; el stock de {codigo} queda en {stock}.").format(
                original=movimiento,
                id=primera.id,
                codigo=primera.codigo,
                stock=formatear_numero(anulado.anulaciones[-1].stock_resultante),
            )
        )
