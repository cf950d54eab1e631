"""The tab «Proveedores»: made, edited, taken out of use, brought in from a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.changes import Change
from rexus.base.errors import ConflictoError
from rexus.base.text import contados, tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.compras import proveedores_table
from rexus.modulos.compras.controller.fuente import supplier_rows
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.compras.view.proveedores import ProveedoresView, SupplierDialog
from rexus.stock.importar_proveedores import ProveedoresImportados
from rexus.stock.proveedores import FichaProveedor
from rexus.ui import archivos
from rexus.ui.dialogs import confirm, show
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.short_list import ShortListController


class ProveedoresController(ShortListController[FichaProveedor]):
    """Lives as long as its view."""

    def __init__(self, view: ProveedoresView, model: ComprasModel, ctx: Context) -> None:
        source = supplier_rows(model)
        super().__init__(view, proveedores_table.columns(), source, ctx, "nombre", tr("Ese proveedor ya no existe."))
        self._view = view
        self._model = model
        self._keep_layout("compras.columnas_proveedores")
        view.new.triggered.connect(lambda: spawn(ctx, view, self._form(None)))
        view.edit.triggered.connect(lambda: spawn(ctx, view, self._form(self._chosen())))
        view.retire.triggered.connect(lambda: spawn(ctx, view, self._toggle_active()))
        view.bring.triggered.connect(lambda: spawn(ctx, view, self._import()))
        view.refresh.triggered.connect(self.refresh)
        self._list_keys(view.new, view.edit, view.retire, view.bring, view.refresh)
        self._follow()

    def _concerns(self, change: Change) -> bool:
        return change.touches("proveedor")

    # ── What is done ──

    async def _form(self, base: FichaProveedor | None) -> None:
        dialog = SupplierDialog(self._view, base)
        dialog.needs(self._ctx.salud)
        jobs, model = self._ctx.jobs, self._model
        # Whom the form was filled from; brought up to date when somebody else was faster.
        known = [base]

        async def save() -> None:
            if base is None or known[0] is None:
                saved = await jobs.write(model.crear_proveedor, dialog.values())
            else:
                try:
                    saved = await jobs.write(model.editar_proveedor, base.id, known[0].version, dialog.values())
                except ConflictoError as error:
                    now = await jobs.read(model.proveedores)
                    known[0] = next((p for p in now if p.id == base.id), known[0])
                    raise ConflictoError(
                        error.frase,
                        tr("Guardar otra vez reemplaza lo que escribió la otra persona; o cancelar y mirarlo."),
                        titulo=error.titulo,
                    ) from error
            self._wanted.saved(saved.id)
            frase = tr("Proveedor {nombre} creado.") if base is None else tr("Proveedor {nombre} guardado.")
            self._ctx.notices.show_notice("exito", frase.format(nombre=saved.nombre))

        dialog.submitted.connect(lambda: dialog.attempt(jobs, save()))
        if await show(dialog):
            self._wanted.show()

    async def _toggle_active(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        jobs, model = self._ctx.jobs, self._model
        saved = await jobs.write(model.activar_proveedor, chosen.id, activo=not chosen.activo)
        if saved.activo:
            self._ctx.notices.show_notice("exito", _in_use(saved))
            return

        async def undo() -> None:
            again = await jobs.write(model.activar_proveedor, saved.id, activo=True)
            self._ctx.notices.show_notice("exito", _in_use(again))

        self._ctx.notices.show_notice(
            "exito",
            tr("Proveedor {nombre} fuera de uso.").format(nombre=saved.nombre),
            offer_undo(self._ctx, lambda: tr("desactivación de {nombre}").format(nombre=saved.nombre), undo),
        )

    async def _import(self) -> None:
        file = await archivos.choose_to_read(self._view, tr("Importar proveedores"))
        if file is None:
            return
        jobs, model = self._ctx.jobs, self._model
        rows, foreseen = await jobs.read(model.leer_planilla, file)
        if not (foreseen.nuevos or foreseen.cambios):
            self._ctx.notices.show_notice("info", tr("«{archivo}» no trae nada nuevo.").format(archivo=file.name))
            return
        title = tr("Importar «{archivo}»").format(archivo=file.name)
        if await confirm(
            self._view, title, _foreseen(foreseen), tr("Importar"), nombre="compras.proveedores.importacion"
        ):
            done = await jobs.write(model.importar_proveedores, rows)
            self._ctx.notices.show_notice("exito", tr("Importados: {que}.").format(que=_counted(done)))

    # ── What the table and the rest of the program tell ──

    def _follow(self) -> None:
        may_write = self._ctx.actor().puede("compras.modificar")
        self._view.show_choice(self._chosen(), may_write=may_write, away=self.away.motivo)

    def _footer(self, shown: Sequence[FichaProveedor]) -> str:
        return proveedores_table.footer(shown)


def _in_use(saved: FichaProveedor) -> str:
    return tr("Proveedor {nombre} en uso de nuevo.").format(nombre=saved.nombre)


def _counted(hecho: ProveedoresImportados) -> str:
    return ", ".join(
        (
            contados(len(hecho.nuevos), tr("nuevo"), tr("nuevos")),
            contados(len(hecho.cambios), tr("con cambios"), tr("con cambios")),
            contados(hecho.sin_cambios, tr("igual"), tr("iguales")),
        )
    )


def _foreseen(hecho: ProveedoresImportados) -> str:
    names = [*hecho.nuevos, *hecho.cambios]
    some = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    return tr("Proveedores: {cuentas}. Se crean o cambian: {nombres}.").format(cuentas=_counted(hecho), nombres=some)
