"""The stocktake: choose what to count, fill the sheet, post its differences as one batch.

`await conteo.abrir(page, ctx, model, consulta, cuantos)`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.errors import CanceladoError, ConflictoError, NoEncontradoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import contados, tr
from rexus.catalogo.conteo import papel
from rexus.catalogo.conteo.hoja import Hoja
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.conteo.dialogo import CountDialog
from rexus.catalogo.view.conteo.eleccion import ChoiceDialog
from rexus.etiquetas import codigo as etiqueta
from rexus.etiquetas.codigo import DeRetazo
from rexus.intercambio.escritor import Columnas, escribir
from rexus.stock import nueva_clave
from rexus.stock.consulta import Consulta
from rexus.stock.conteos import ConteoHecho, ConteoViejoError, LineaConteo
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.ubicaciones import Lugar
from rexus.ui import archivos
from rexus.ui.dialogs import show
from rexus.ui.impresion.mostrar import membrete, mostrar
from rexus.ui.module import Context
from rexus.ui.opening import abrir_carpeta


async def abrir(
    page: QWidget,
    ctx: Context,
    model: ModeloCatalogo,
    consulta: Consulta | None = None,
    cuantos: int | None = None,
) -> None:
    """Count a place, or the articles of `consulta` (`cuantos` of them). Returns when the sheet is closed."""
    with only_one(page, "conteo") as first:
        if first:
            await _open(page, ctx, model, consulta, cuantos)


async def _open(
    page: QWidget, ctx: Context, model: ModeloCatalogo, consulta: Consulta | None, cuantos: int | None
) -> None:
    try:
        lugares = await ctx.jobs.read(model.ubicaciones)
        choice = ChoiceDialog(page, lugares, cuantos if consulta is not None else None)
        if not await show(choice, keep=True):
            choice.deleteLater()
            return
        lugar = choice.value().lugar
        choice.deleteLater()
        origen = lugar.codigo if lugar is not None else _filter_name(cuantos)
        hoja = await ctx.jobs.read(_sheet, model, origen, lugar, consulta, titulo=tr("Haciendo la hoja del conteo"))
    except CanceladoError:
        return
    except RexusError as error:
        ctx.notices.show_error(error)
        return
    await open_sheet(page, ctx, model, hoja, lugar)


async def open_sheet(page: QWidget, ctx: Context, model: ModeloCatalogo, hoja: Hoja, lugar: Lugar | None) -> None:
    """Fill a sheet and post it. Returns when it is closed."""
    dialog = CountDialog(page, hoja, ctx.settings.get("escaner.intervalo_ms"))
    flow = _Flow(dialog, ctx, model, lugar)
    if not len(hoja):
        dialog.say(tr("No figura nada en {origen}. Escanear lo que se encuentre para agregarlo.").format(
            origen=hoja.origen
        ))  # fmt: skip
    try:
        await show(dialog)
    finally:
        flow.closed = True
    if flow.done is not None:
        _tell(ctx, model, hoja, flow.done, flow.empty)


class _Flow:
    """What the sheet asks for. `done` is what was posted in the end, `empty` how many lines were not counted."""

    def __init__(self, dialog: CountDialog, ctx: Context, model: ModeloCatalogo, lugar: Lugar | None) -> None:
        self._dialog = dialog
        self._ctx = ctx
        self._model = model
        self._lugar = lugar
        self._hoja = dialog.hoja
        # Names this one posting, however often it is tried.
        self._clave = nueva_clave()
        self._found: LineaConteo | None = None
        self.done: ConteoHecho | None = None
        self.empty = 0
        self.closed = False
        dialog.needs(ctx.salud)
        dialog.submitted.connect(lambda: self._spawn(self._post))
        dialog.update_requested.connect(lambda: self._spawn(self._update))
        dialog.unknown.connect(lambda text: self._spawn(lambda: self._look_up(text)))
        dialog.add.clicked.connect(self._add)
        dialog.export_requested.connect(lambda: self._spawn(self._export))
        dialog.print_requested.connect(lambda: self._spawn(self._print))

    def _spawn(self, start: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self._ctx.jobs.spawn(self._guarded(start))

    async def _guarded(self, start: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        dialog = self._dialog
        if dialog.working:
            return
        try:
            await start()
        except CanceladoError:
            # Nothing was posted; the sheet stands as it stood.
            return
        except RexusError as error:
            if isValid(dialog) and not self.closed:
                dialog.show_error(error)
        except asyncio.CancelledError:
            if not self.closed:
                raise

    async def _post(self) -> None:
        dialog, jobs, hoja = self._dialog, self._ctx.jobs, self._hoja
        origen = tr("Conteo de {origen}").format(origen=hoja.origen)
        empty = hoja.cuenta.vacios
        work = jobs.write(
            self._model.registrar_conteo, hoja.contados(), origen, self._clave, titulo=tr("Registrando el conteo")
        )
        try:
            done = await dialog.track(jobs, work)
        except ConteoViejoError as error:
            stale = hoja.envejecer(error.lineas)
            if not stale:
                raise
            if isValid(dialog):
                dialog.show_stale(stale)
            return
        self.done, self.empty = done, empty
        if isValid(dialog):
            dialog.accept()

    async def _update(self) -> None:
        stale = self._hoja.viejos()
        ids = sorted({self._hoja.renglones[n].linea.articulo_id for n in stale})
        lugar_id = self._lugar.id if self._lugar is not None else None
        lineas = await self._read(_lines, self._model, lugar_id, ids, titulo=tr("Actualizando la hoja"))
        self._dialog.show_updated(self._hoja.actualizar(lineas))

    async def _look_up(self, text: str) -> None:
        """Something was scanned that the sheet does not have: perhaps the catalogue has it."""
        dialog = self._dialog
        try:
            linea = await self._ctx.jobs.read(_found_line, self._model, self._lugar, text)
        except NoEncontradoError:
            self._found = None
            dialog.say(tr("«{texto}» no está en la hoja ni es el código de un artículo.").format(texto=text), bad=True)
            return
        if not isValid(dialog):
            return
        n = self._hoja.donde(linea)
        if n is not None:
            # Scanned by its QR: the sheet knows it under its code.
            dialog.say("")
            dialog.table.go_to(n)
            return
        self._found = linea
        dialog.say(
            tr("{codigo} no está en la hoja: según los movimientos, en {lugar} no hay.").format(
                codigo=linea.codigo, lugar=linea.ubicacion
            ),
            offer=True,
        )

    def _add(self) -> None:
        if self._found is not None:
            self._dialog.add_line(self._found)
            self._found = None

    async def _export(self) -> None:
        nombre = archivos.dated(tr("conteo {origen}").format(origen=_as_file_name(self._hoja.origen)), self._ctx.zona)
        file = await archivos.choose_to_write(self._dialog, tr("Exportar la hoja"), nombre)
        if file is not None:
            await self.write(file)

    async def write(self, file: Path) -> None:
        """Write the sheet as it stands to .xlsx or .csv."""
        blind = self._dialog.blind.isChecked()
        columnas, filas = export_rows(self._hoja, blind=blind)
        asked = {"origen": self._hoja.origen, "a_ciegas": blind}

        def record(rows: int) -> None:
            self._model.anotar_exportacion("conteo", file.name, rows, asked)

        titulo = tr("Exportando la hoja")
        await self._read(escribir, file, columnas, filas, total=len(filas), asentar=record, titulo=titulo)
        frase, notices = tr("Hoja exportada a «{archivo}».").format(archivo=file.name), self._ctx.notices
        notices.show_notice("exito", frase, abrir_carpeta(file.parent, notices.show_error))
        self._dialog.say(frase)

    async def _print(self) -> None:
        if len(self._hoja) > papel.LINEAS_MAXIMAS:
            raise ConflictoError(
                tr("La hoja tiene {lineas}: es demasiado para imprimir.").format(
                    lineas=contados(len(self._hoja), tr("línea"), tr("líneas"))
                ),
                tr("Exportarla a .xlsx, o contar un lugar por vez."),
            )
        hoja, ciega = self._hoja, self._dialog.blind.isChecked()
        impresa = papel.en_papel(hoja, self._dialog.windowTitle(), *membrete(self._ctx), ciega=ciega)
        impreso = await mostrar(self._dialog, self._ctx, lambda _avance: impresa)
        if impreso is not None and isValid(self._dialog):
            self._dialog.say(impreso.frase)

    async def _read(self, fn: Any, *args: Any, titulo: str, **kw: Any) -> Any:
        return await self._dialog.track(self._ctx.jobs, self._ctx.jobs.read(fn, *args, titulo=titulo, **kw))


def export_rows(hoja: Hoja, *, blind: bool) -> tuple[Columnas, list[tuple[Any, ...]]]:
    """The sheet as columns and rows of a file; counted blind, without what is expected."""
    columnas: list[Any] = [
        (tr("Lugar"), "texto"),
        (tr("Código"), "texto"),
        (tr("Descripción"), "texto"),
        (tr("Longitud del retazo"), "entero"),
    ]
    if not blind:
        columnas.append((tr("Esperado"), "cantidad"))
    columnas.append((tr("Contado"), "cantidad"))
    if not blind:
        columnas.append((tr("Diferencia"), "cantidad"))
    filas = []
    for r in hoja.renglones:
        linea = r.linea
        fila: list[Any] = [linea.ubicacion, linea.codigo, linea.descripcion, linea.longitud_mm or None]
        fila += [r.contado] if blind else [linea.esperado, r.contado, r.diferencia]
        filas.append(tuple(fila))
    return columnas, filas


def _sheet(model: ModeloCatalogo, origen: str, lugar: Lugar | None, consulta: Consulta | None, avance: Avance) -> Hoja:
    """The sheet of a place, or of the articles of a query. Runs in a worker thread."""
    if lugar is not None:
        return Hoja(origen, model.planilla(lugar.id))
    ids = model.indice(consulta or Consulta(), avance)
    avance.paso(0)
    return Hoja(origen, model.planilla(None, ids))


def _lines(model: ModeloCatalogo, lugar_id: int | None, ids: Sequence[int], avance: Avance) -> list[LineaConteo]:
    avance.paso(0)
    return model.planilla(lugar_id, ids)


def _found_line(model: ModeloCatalogo, lugar: Lugar | None, text: str) -> LineaConteo:
    """What the books say of an article, or of a retazo, that was scanned: in the counted place, or at its usual one."""
    longitud_mm = 0
    try:
        articulo_id = model.id_por_codigo(text)
    except NoEncontradoError:
        label = etiqueta.leer(text)
        if not isinstance(label, DeRetazo) or label.clase != model.clase:
            raise
        articulo_id, longitud_mm = label.articulo_id, label.longitud_mm
    lineas = model.planilla(lugar.id if lugar is not None else None, [articulo_id])
    own = next((linea for linea in lineas if linea.longitud_mm == longitud_mm), None)
    if own is not None:
        return own
    articulo = model.articulo(articulo_id)
    if lugar is None:
        # Of an article there always is a line, at its usual place; of a retazo nobody knows where it would be.
        raise ArticuloInexistenteError(text)
    return LineaConteo(articulo_id, articulo.codigo, articulo.titular, lugar.id, lugar.codigo, longitud_mm, Decimal(0))


def _tell(ctx: Context, model: ModeloCatalogo, hoja: Hoja, hecho: ConteoHecho, empty: int) -> None:
    n = len(hecho.diferencias)
    frase = tr("Conteo de {origen} registrado: {lineas}, {diferencias}.").format(
        origen=hoja.origen,
        lineas=contados(hecho.lineas, tr("línea contada"), tr("líneas contadas")),
        diferencias=contados(n, tr("diferencia"), tr("diferencias")) if n else tr("sin diferencias"),
    )
    if empty:
        frase += " " + contados(
            empty, tr("línea sin contar no se registró."), tr("líneas sin contar no se registraron.")
        )
    if not n:
        # Nothing moved, so there is nothing to take back.
        ctx.notices.show_notice("exito", frase)
        return
    clave = nueva_clave()

    async def annul() -> None:
        motivo = tr("Conteo de {origen} deshecho").format(origen=hoja.origen)
        anulados = await ctx.jobs.write(model.anular_lote, hecho.lote_id, motivo, clave)
        ctx.notices.show_notice(
            "exito",
            tr("Conteo de {origen} deshecho: {movimientos}.").format(
                origen=hoja.origen,
                movimientos=contados(len(anulados), tr("movimiento anulado"), tr("movimientos anulados")),
            ),
        )

    action = offer_undo(ctx, lambda: tr("conteo de {origen}").format(origen=hoja.origen), annul)
    ctx.notices.show_notice("exito", frase, action)


def _filter_name(cuantos: int | None) -> str:
    return contados(cuantos or 0, tr("artículo"), tr("artículos"))


def _as_file_name(texto: str) -> str:
    """A text without what no file name may have."""
    return "".join("-" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in texto).strip(" .") or tr("hoja")
