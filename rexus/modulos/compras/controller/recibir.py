"""«Recibir…»: what arrived is typed, asked about where it is too much, taken in, told, and can be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.compras import domain
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.compras.view.recibir import ReceiveDialog
from rexus.stock import nueva_clave
from rexus.stock.recepciones import ExcesoError, RecepcionHecha, exceso
from rexus.ui.dialogs import confirm, show
from rexus.ui.module import Context


async def recibir(parent: QWidget, ctx: Context, model: ComprasModel, pedido_id: int) -> None:
    """Ask what arrived of the order and take it in."""
    pedido = await ctx.jobs.read(model.pedido, pedido_id)
    places = await ctx.jobs.read(model.sitios)
    dialog = ReceiveDialog(parent, pedido, places)
    dialog.needs(ctx.salud)
    clave = nueva_clave()
    done: list[RecepcionHecha] = []

    async def register() -> None:
        lines, remito = dialog.arrived(), dialog.remito.text()

        async def take(*, too_much: bool) -> RecepcionHecha:
            return await ctx.jobs.write(
                model.recibir_pedido, pedido_id, lines, remito=remito, aceptar_exceso=too_much, clave=clave
            )

        try:
            hecha = await take(too_much=False)
        except ExcesoError as error:
            if not await confirm(
                dialog,
                error.titulo,
                _too_much(error),
                tr("Aceptar el exceso"),
                destructive=True,
                nombre="compras.pedidos.exceso",
            ):
                raise
            hecha = await take(too_much=True)
        done.append(hecha)

    dialog.submitted.connect(lambda: dialog.attempt(ctx.jobs, register()))
    await show(dialog)
    if done:
        tell(ctx, model, done[0])


def tell(ctx: Context, model: ComprasModel, hecha: RecepcionHecha) -> None:
    """What came in and for whom, with a verb that takes it back."""
    clave = nueva_clave()

    async def undo() -> None:
        await deshacer(ctx, model, hecha.lote_id, hecha.numero, clave)

    action = offer_undo(ctx, lambda: tr("recepción de {numero}").format(numero=hecha.numero), undo)
    ctx.notices.show_notice("exito", domain.recibido(hecha), action)


async def deshacer(ctx: Context, model: ComprasModel, lote_id: int, numero: str, clave: str) -> None:
    """As if it had not arrived: the goods go, what was set apart is free, the order waits again."""
    que = tr("recepción de {numero}").format(numero=numero)
    await ctx.jobs.write(model.deshacer_recepcion, lote_id, tr("Se deshizo la {que}").format(que=que), clave)
    ctx.notices.show_notice("exito", tr("Se deshizo la {que}: el pedido espera de nuevo.").format(que=que))


def _too_much(error: ExcesoError) -> str:
    lines = [
        tr("De {codigo} {exceso}.").format(codigo=code, exceso=exceso(missing, arrived))
        for code, (missing, arrived) in list(error.excesos.items())[:8]
    ]
    return "\n".join([*lines, tr("Si se queda, entra al stock y consta como exceso del pedido.")])
