"""The import: a file is looked at, read whole, compared, and only then written, all of it or nothing.

`await importar.abrir(page, ctx, model)` opens it; `accept_drops` lets a spreadsheet be dropped on a page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.errors import CanceladoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import contados, tr
from rexus.catalogo.controller.deshacer import offer_undo, sure_of
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.importar import mapeos, resultado
from rexus.catalogo.importar.vista_previa import VistaPrevia, previsualizar
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.importar.dialogo import REVIEW, ImportDialog
from rexus.catalogo.view.importar.soltar import FileDrop
from rexus.intercambio.analisis import Analisis
from rexus.intercambio.escritor import escribir
from rexus.intercambio.importacion import ImportacionRechazadaError, Resumen
from rexus.intercambio.reversion import Reversion
from rexus.stock import nueva_clave
from rexus.ui import archivos
from rexus.ui.dialogs import show
from rexus.ui.impresion.en_dialogo import ofrecer
from rexus.ui.jobs import Job
from rexus.ui.module import Context


async def abrir(page: QWidget, ctx: Context, model: ModeloCatalogo, ruta: Path | None = None) -> None:
    """Import articles; `ruta` is a file that was chosen already. Returns when the dialog is closed."""
    with only_one(page, "importar") as first:
        if first:
            await _open(page, ctx, model, ruta)


async def _open(page: QWidget, ctx: Context, model: ModeloCatalogo, ruta: Path | None) -> None:
    dialog = ImportDialog(model.catalogo, page)
    printing = ofrecer(dialog, ctx, dialog.review)
    printing.hide()
    dialog.step_changed.connect(lambda step: printing.setVisible(step == REVIEW))
    flow = _Flow(dialog, ctx, model)
    if ruta is not None:
        flow.spawn(lambda: flow.look(ruta))
    try:
        await show(dialog)
    finally:
        flow.close()
    if flow.done is not None:
        _tell(ctx, model, flow.done)


def accept_drops(page: QWidget, ctx: Context, model: ModeloCatalogo) -> FileDrop:
    """A spreadsheet that is dropped on the page opens the import with it."""
    drop = FileDrop(page)
    drop.dropped.connect(lambda file: ctx.jobs.spawn(abrir(page, ctx, model, file)))
    return drop


class _Flow:
    """One dialog's way from a file to an import. `done` is what was imported in the end."""

    def __init__(self, dialog: ImportDialog, ctx: Context, model: ModeloCatalogo) -> None:
        self._dialog = dialog
        self._ctx = ctx
        self._model = model
        self._previa: VistaPrevia | None = None
        self._analisis: Analisis | None = None
        self._review: resultado.Revision | None = None
        self._job: Job | None = None
        # Names one attempt to import; a retry after a lost answer is the same attempt.
        self._clave = nueva_clave()
        self._closed = False
        self._con_totales = False
        self.done: Resumen | None = None
        dialog.needs(ctx.salud)
        dialog.file_wanted.connect(lambda: self.spawn(self._choose))
        dialog.file_dropped.connect(lambda file: self.spawn(lambda: self.look(file)))
        dialog.sheet_chosen.connect(lambda hoja: self.spawn(lambda: self._other_sheet(hoja)))
        dialog.review_requested.connect(lambda: self.spawn(self._read_all))
        dialog.reread_requested.connect(lambda: self.spawn(self._read_all))
        dialog.import_requested.connect(lambda: self.spawn(self._import))
        dialog.review.stock_chosen.connect(lambda _modo: self.spawn(self._compare))
        dialog.review.decimal_chosen.connect(self._on_decimal)
        dialog.review.totals_chosen.connect(self._on_totals)
        dialog.review.save_errors_requested.connect(lambda: self.spawn(self._save_errors))

    def spawn(self, start: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Run a step; a refusal is shown in the dialog, which keeps everything."""
        self._ctx.jobs.spawn(self._guarded(start))

    def close(self) -> None:
        """Give back what the analysis holds; what is being read is no longer wanted."""
        self._closed = True
        if self._job is not None:
            # Whoever works on the analysis gives it back when it is over.
            self._job.cancelar()
        else:
            self._drop_analysis()

    async def look(self, file: Path, hoja: str | None = None) -> None:
        """The second step for a file: what it looks like."""
        titulo = tr("Abriendo {nombre}").format(nombre=file.name)
        previa = await self._read(previsualizar, self._model.catalogo, file, hoja, titulo=titulo)
        self._previa = previa
        self._con_totales = False
        catalogo = self._model.catalogo
        known = self._ctx.settings.get(catalogo.mapeos)
        kept = mapeos.recordado(known, previa.encabezado.huella, previa.columnas, catalogo.campo)
        self._dialog.show_file(previa, previa.propuesto if kept is None else kept)

    async def _other_sheet(self, hoja: str) -> None:
        if self._previa is not None:
            await self.look(self._previa.archivo, hoja)

    async def _choose(self) -> None:
        titulo = tr("Elegir la planilla de {articulos}").format(articulos=tr(self._model.catalogo.varios))
        file = await archivos.choose_to_read(self._dialog, titulo)
        if file is not None:
            await self.look(file)

    async def _read_all(self) -> None:
        """The third step: the whole file, then what it would change."""
        previa = self._previa
        if previa is None:
            return
        columns = self._dialog.columns
        mapeo = columns.mapeo()
        self._remember(previa, mapeo)
        self._drop_analysis()
        analisis = await self._read(
            self._model.analizar,
            previa.archivo,
            hoja=previa.hoja,
            mapeo=mapeo,
            decimal=columns.decimal_chosen,
            con_totales=self._con_totales,
            titulo=tr("Leyendo {nombre}").format(nombre=previa.archivo.name),
        )
        if self._closed:
            analisis.cerrar()
            return
        self._analisis = analisis
        self._clave = nueva_clave()
        await self._compare()

    async def _compare(self) -> None:
        if self._analisis is None:
            return
        self._review = await self._read(
            _dry_run,
            self._model,
            self._analisis,
            self._dialog.review.stock.value,
            con_totales=self._con_totales,
            titulo=tr("Comparando con el inventario"),
        )
        self._dialog.show_review(self._review)

    async def _import(self) -> None:
        analisis = self._analisis
        if analisis is None:
            return
        dialog, jobs = self._dialog, self._ctx.jobs
        work = jobs.write(
            self._model.importar,
            analisis,
            dialog.review.stock.value,
            self._clave,
            titulo=tr("Importando {articulos}").format(articulos=tr(self._model.catalogo.varios)),
        )
        try:
            self.done = await self._track(work)
        except ImportacionRechazadaError as error:
            # Somebody changed the catalogue after the dry run: show what it says now.
            self._review = await jobs.read(
                resultado.revision, self._model.catalogo, analisis, error.resumen, con_totales=self._con_totales
            )
            if isValid(dialog):
                dialog.show_review(self._review)
            raise
        if isValid(dialog):
            dialog.accept()

    async def _save_errors(self) -> None:
        if self._review is None:
            return
        dialog = self._dialog
        nombre = tr("errores de {archivo}").format(archivo=Path(self._review.archivo).stem)
        file = await archivos.choose_to_write(dialog, tr("Guardar los errores"), nombre, csv_first=True)
        if file is not None:
            await self.write_errors(file)

    async def write_errors(self, file: Path) -> None:
        """Write every error that is shown to a .csv or .xlsx."""
        assert self._review is not None
        rows = self._review.filas_errores
        columns = [
            (tr("Fila"), "entero"),
            (tr("Columna"), "texto"),
            (tr("Valor"), "texto"),
            (tr("Motivo"), "texto"),
        ]
        await self._read(escribir, file, columns, rows, total=len(rows), titulo=tr("Guardando los errores"))
        if isValid(self._dialog):
            self._dialog.review.show_saved(file.name)

    def _on_decimal(self, marca: str) -> None:
        self._dialog.columns.set_decimal("coma" if marca == "coma" else "punto")
        self.spawn(self._read_all)

    def _on_totals(self, on: bool) -> None:
        self._con_totales = on
        self.spawn(self._read_all)

    def _remember(self, previa: VistaPrevia, mapeo: dict[int, str]) -> None:
        """Keep a mapping that differs from what the names alone say; forget one that no longer does."""
        settings, clave = self._ctx.settings, self._model.catalogo.mapeos
        settings.set(
            clave,
            mapeos.con(
                settings.get(clave), previa.encabezado.huella, None if mapeo == dict(previa.propuesto) else mapeo
            ),
        )

    async def _read(self, fn: Any, *args: Any, titulo: str, **kw: Any) -> Any:
        return await self._track(self._ctx.jobs.read(fn, *args, titulo=titulo, **kw))

    async def _track(self, work: asyncio.Future[Any]) -> Any:
        jobs = self._ctx.jobs
        self._job = jobs.running[-1] if jobs.running else None
        try:
            return await self._dialog.track(jobs, work)
        finally:
            self._job = None
            if self._closed:
                self._drop_analysis()

    async def _guarded(self, start: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        dialog = self._dialog
        if dialog.working:
            return
        try:
            await start()
        except CanceladoError:
            # Nothing is left behind; the dialog stands where it stood.
            return
        except RexusError as error:
            if isValid(dialog) and not self._closed:
                dialog.show_error(error)
            elif not self._closed:
                self._ctx.notices.show_error(error)
        except asyncio.CancelledError:
            if not self._closed:
                raise

    def _drop_analysis(self) -> None:
        analisis, self._analisis = self._analisis, None
        if analisis is not None:
            analisis.cerrar()


def _dry_run(
    model: ModeloCatalogo, analisis: Analisis, stock: str, avance: Avance, *, con_totales: bool
) -> resultado.Revision:
    """What the import would do, ready to be shown. Runs in a worker thread."""
    resumen = model.simular_importacion(analisis, stock, avance)
    return resultado.revision(model.catalogo, analisis, resumen, con_totales=con_totales)


def _tell(ctx: Context, model: ModeloCatalogo, resumen: Resumen) -> None:
    """What was done, and how to take it back."""
    lote = resumen.lote
    assert lote is not None
    hechos = contados(resumen.nuevos + resumen.actualizados, tr("artículo importado"), tr("artículos importados"))
    partes = [
        contados(cuantos, uno, varios)
        for cuantos, uno, varios in (
            (resumen.nuevos, tr("nuevo"), tr("nuevos")),
            (resumen.actualizados, tr("cambiado"), tr("cambiados")),
            (resumen.sin_cambios, tr("sin cambios"), tr("sin cambios")),
        )
        if cuantos
    ]
    frase = f"{hechos}: {', '.join(partes)}." if len(partes) > 1 else f"{hechos}."

    async def revert() -> None:
        hecho = await ctx.jobs.write(model.revertir_importacion, lote, titulo=tr("Revirtiendo la importación"))
        ctx.notices.show_notice("exito", _reverted(hecho))

    def texto() -> str:
        cuantos = contados(resumen.nuevos + resumen.actualizados, tr("artículo"), tr("artículos"))
        return tr("importación de {articulos}").format(articulos=cuantos)

    def verbo() -> str:
        return tr("Revertir importación")

    ask = sure_of(ctx, lambda: tr("¿Revertir la importación?"), lambda: _taken_back(resumen), verbo)
    action = offer_undo(ctx, texto, revert, verbo=verbo, ask=ask)
    ctx.notices.show_notice("exito", frase, action)


def _taken_back(resumen: Resumen) -> str:
    """What reverting it would do: «Se deshacen 3.480 líneas: …»."""
    partes = [
        contados(cuantos, uno, varios)
        for cuantos, uno, varios in (
            (resumen.nuevos, tr("artículo creado se quita"), tr("artículos creados se quitan")),
            (resumen.actualizados, tr("vuelve a como estaba"), tr("vuelven a como estaban")),
            (resumen.movimientos, tr("movimiento de stock se anula"), tr("movimientos de stock se anulan")),
        )
        if cuantos
    ]
    lineas = contados(resumen.nuevos + resumen.actualizados, tr("línea"), tr("líneas"))
    return tr("Vuelve atrás la importación entera, {lineas}: {partes}.").format(lineas=lineas, partes=", ".join(partes))


def _reverted(hecho: Reversion) -> str:
    partes = [
        contados(cuantos, uno, varios)
        for cuantos, uno, varios in (
            (hecho.eliminados, tr("artículo eliminado"), tr("artículos eliminados")),
            (hecho.desactivados, tr("desactivado porque tiene movimientos"), tr("desactivados por tener movimientos")),
            (hecho.restaurados, tr("vuelto a como estaba"), tr("vueltos a como estaban")),
            (hecho.anulados, tr("movimiento anulado"), tr("movimientos anulados")),
        )
        if cuantos
    ]
    return tr("Importación revertida: {partes}.").format(partes=", ".join(partes) or tr("no había nada que deshacer"))
