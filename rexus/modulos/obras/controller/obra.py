"""What is done with an obra as a whole: made, edited, brought from state to state, deleted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.obras import textos
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.formulario import ObraDialog
from rexus.modulos.obras.view.page import ObrasPage
from rexus.stock.coberturas import ObraVista
from rexus.stock.estados_obra import CANCELADA, CERRADA, siguientes
from rexus.stock.obras import FichaObra
from rexus.stock.requerimientos import Material
from rexus.ui.dialogs import confirm, show
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.notices import Accion


class ObraActions(QObject):
    """`chosen` tells which obra is meant: the one whose card shows, else the row of the list.

    `saved(obra_id)`: one was made or edited.
    """

    saved = Signal(int)

    def __init__(
        self, page: ObrasPage, model: ObrasModel, ctx: Context, chosen: Callable[[], ObraVista | None]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._ctx = ctx
        self._chosen = chosen
        view = page.lista
        view.new.triggered.connect(lambda: spawn(ctx, page, self._form(None)))
        view.edit.triggered.connect(lambda: spawn(ctx, page, self._edit()))
        view.delete.triggered.connect(lambda: spawn(ctx, page, self._delete()))
        for estado, action in view.states.items():
            action.triggered.connect(lambda _checked=False, estado=estado: spawn(ctx, page, self._bring_to(estado)))

    async def _edit(self) -> None:
        vista = self._chosen()
        if vista is not None:
            await self._form(vista.ficha)

    async def _form(self, ficha: FichaObra | None) -> None:
        dialog = ObraDialog(self._page, ficha)
        dialog.needs(self._ctx.salud)
        jobs, model = self._ctx.jobs, self._model
        # Whom the form was filled from; brought up to date when somebody else was faster.
        base = [ficha]
        done: list[FichaObra] = []

        async def save() -> None:
            if base[0] is None:
                done.append(await jobs.write(model.crear, dialog.values()))
                return
            before = base[0]
            try:
                done.append(await jobs.write(model.editar, before.id, before.version, dialog.changes()))
            except ConflictoError as error:
                base[0] = await jobs.read(model.obra, before.id)
                raise ConflictoError(
                    tr("Otra persona cambió {codigo} mientras se editaba. No se guardó nada; lo escrito sigue "
                       "aquí.").format(codigo=before.codigo),
                    tr("Guardar otra vez cambia solo lo que se escribió aquí."),
                    titulo=tr("Otra persona la cambió"),
                ) from error  # fmt: skip

        dialog.submitted.connect(lambda: dialog.attempt(jobs, save()))
        await show(dialog)
        if done:
            frase = tr("Obra {codigo} creada.") if ficha is None else tr("Obra {codigo} guardada.")
            self._ctx.notices.show_notice("exito", frase.format(codigo=done[0].codigo))
            self.saved.emit(done[0].id)

    async def _bring_to(self, estado: str) -> None:
        vista = self._chosen()
        if vista is None:
            return
        f = vista.ficha
        if estado in (CERRADA, CANCELADA):
            materiales = await self._ctx.jobs.read(self._model.materiales, f.id)
            pedidos = await self._ctx.jobs.read(self._model.pedidos_para, f.id)
            cierra = estado == CERRADA
            if not await confirm(
                self._page,
                (tr("¿Cerrar {codigo}?") if cierra else tr("¿Cancelar {codigo}?")).format(codigo=f.codigo),
                what_ends(materiales, pedidos),
                tr("Cerrar obra") if cierra else tr("Cancelar obra"),
                destructive=not cierra,
                nombre="obras.terminar",
                cancelar=tr("Dejar como está"),
            ):
                return
        saved = await self._ctx.jobs.write(self._model.cambiar_estado, f.id, estado, f.version)
        frase = tr("{codigo} pasó a «{estado}».").format(codigo=saved.codigo, estado=textos.estado(saved.estado))
        self._ctx.notices.show_notice("exito", frase, *self._way_back(f.estado, saved))

    def _way_back(self, antes: str, ahora: FichaObra) -> tuple[Accion, ...]:
        """Undoing it, where the state before may follow and neither frees anything."""
        ended = (CERRADA, CANCELADA)
        if antes not in siguientes(ahora.estado) or antes in ended or ahora.estado in ended:
            return ()

        async def undo() -> None:
            await self._ctx.jobs.write(self._model.cambiar_estado, ahora.id, antes, ahora.version)
            self._ctx.notices.show_notice(
                "exito", tr("{codigo} volvió a «{estado}».").format(codigo=ahora.codigo, estado=textos.estado(antes))
            )

        return (offer_undo(self._ctx, lambda: tr("estado de {codigo}").format(codigo=ahora.codigo), undo),)

    async def _delete(self) -> None:
        vista = self._chosen()
        if vista is None:
            return
        f = vista.ficha
        if await confirm(
            self._page,
            tr("¿Eliminar {codigo}?").format(codigo=f.codigo),
            tr("Se eliminan sus datos, la lista de lo que necesita y sus adjuntos. Si alguna vez tuvo reservas, "
               "entregas o pedidos no se elimina: se cierra o se cancela."),
            tr("Eliminar obra"),
            destructive=True,
            nombre="obras.confirmar_eliminar",
        ):  # fmt: skip
            await self._ctx.jobs.write(self._model.eliminar, f.id)
            self._page.show_list()
            self._ctx.notices.show_notice("exito", tr("Obra {codigo} eliminada.").format(codigo=f.codigo))


def what_ends(materiales: list[Material], pedidos: list[str]) -> str:
    """What closing or cancelling an obra does to its materials, and which orders still come for it, said before."""
    held = [m for m in materiales if m.reservado]
    short = [m for m in materiales if m.entregado < m.necesarias]
    partes = []
    if held:
        partes.append(
            tr("Se liberan {piezas} de {articulos} que tiene reservadas: {codigos}.").format(
                piezas=textos.piezas(sum((m.reservado for m in held), Decimal(0))),
                articulos=textos.articulos(len(held)),
                codigos=", ".join(m.codigo for m in held[:6]) + (" …" if len(held) > 6 else ""),
            )
        )
    else:
        partes.append(tr("No tiene nada reservado."))
    if short:
        partes.append(tr("Quedan sin entregar del todo {articulos}.").format(articulos=textos.articulos(len(short))))
    if pedidos:
        cuales = ", ".join(pedidos[:6]) + (" …" if len(pedidos) > 6 else "")
        vienen = tr("Hay un pedido de compra en camino que era para ella: {cuales}. Lo que llegue queda libre.")
        varios = tr("Hay {n} pedidos de compra en camino que eran para ella: {cuales}. Lo que llegue queda libre.")
        partes.append((vienen if len(pedidos) == 1 else varios).format(n=len(pedidos), cuales=cuales))
    partes.append(tr("Después no se le puede reservar ni entregar nada, salvo que se reabra."))
    return " ".join(partes)
