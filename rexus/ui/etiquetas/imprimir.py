"""Labels from the click to the paper: what was chosen is remembered, the work is done in a worker thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.errors import CanceladoError, ConflictoError, RexusError
from rexus.base.text import contados, formatear_numero, tr
from rexus.etiquetas import calibracion
from rexus.etiquetas.calibracion import SIN_CORREGIR, Calibracion
from rexus.etiquetas.contenido import Etiqueta
from rexus.settings import Settings
from rexus.ui import archivos
from rexus.ui.dialogs import show
from rexus.ui.etiquetas.calibrar import CalibrationDialog
from rexus.ui.etiquetas.dialogo import MAXIMAS, Elegido, LabelsDialog
from rexus.ui.etiquetas.trabajo import Trabajo, print_on, write_pdf
from rexus.ui.guard import spawn
from rexus.ui.impresion.buscar import buscar
from rexus.ui.module import Context

_KEY = "etiquetas.calibraciones"


async def abrir(page: QWidget, ctx: Context, etiquetas: Sequence[Etiqueta]) -> None:
    """Print labels. Returns when the dialog is closed. Raises ConflictoError for more than anybody wants."""
    exigir_pocas(len(etiquetas))
    dialog = LabelsDialog(page, etiquetas, _remembered(ctx.settings))
    dialog.calibrated(_known(ctx.settings))
    done: list[tuple[Trabajo, str]] = []

    async def work() -> None:
        trabajo, impresora = dialog.trabajo(), dialog.nombre_impresora
        _remember(ctx.settings, dialog.elegido())
        done.append((trabajo, await _deliver(dialog, ctx, trabajo, impresora, tr("etiquetas"))))

    dialog.submitted.connect(lambda: dialog.attempt(ctx.jobs, work()))
    dialog.calibrate_requested.connect(lambda: spawn(ctx, dialog, _calibrate(dialog, ctx)))
    buscando = buscar(ctx, dialog, dialog.show_printers)
    try:
        await show(dialog)
    finally:
        buscando.cancelar()
    if done:
        trabajo, donde = done[0]
        cuantas = contados(len(trabajo.etiquetas), tr("etiqueta"), tr("etiquetas"))
        ctx.notices.show_notice("exito", tr("{cuantas} {donde}.").format(cuantas=cuantas, donde=donde))


def exigir_pocas(cuantas: int) -> None:
    """Raises ConflictoError for more labels than anybody prints at once."""
    if cuantas > MAXIMAS:
        raise ConflictoError(
            tr("Son {n} etiquetas, y se imprimen hasta {mas} por vez. No se imprimió nada.").format(
                n=formatear_numero(cuantas), mas=formatear_numero(MAXIMAS)
            ),
            tr("Elegir menos filas."),
        )


async def _deliver(parent: QWidget, ctx: Context, trabajo: Trabajo, impresora: str, nombre: str) -> str:
    """Print it, or write it where the user says; where it went. Raises CanceladoError when nowhere."""
    if impresora:
        await ctx.jobs.read(print_on, impresora, trabajo, nombre, titulo=tr("Imprimiendo"))
        return tr("a la impresora «{nombre}»").format(nombre=impresora)
    file = await archivos.choose_paper(parent, tr("Guardar en un PDF"), archivos.dated(nombre, ctx.zona), ".pdf")
    if file is None:
        raise CanceladoError
    await ctx.jobs.read(write_pdf, file, trabajo, nombre, titulo=tr("Escribiendo el PDF"))
    return tr("en «{archivo}»").format(archivo=file.name)


async def _calibrate(dialog: LabelsDialog, ctx: Context) -> None:
    """Measure the chosen printer on the chosen paper."""
    papel, impresora = dialog.hoja(), dialog.nombre_impresora
    known = _known(ctx.settings)
    measuring = CalibrationDialog(
        dialog, impresora or tr("los PDF"), calibracion.prueba(papel), known.get(impresora, SIN_CORREGIR)
    )

    async def test(wanted: Calibracion) -> None:
        try:
            await _deliver(measuring, ctx, Trabajo(papel, calibracion=wanted), impresora, tr("prueba de etiquetas"))
        except CanceladoError:
            return
        except RexusError as error:
            if isValid(measuring):
                measuring.show_error(error)

    async def keep() -> None:
        everything = {**_known(ctx.settings), impresora: measuring.calibracion()}
        ctx.settings.set(_KEY, {name: c.a_mapa() for name, c in everything.items() if c != SIN_CORREGIR})

    measuring.test_requested.connect(lambda wanted: spawn(ctx, measuring, test(wanted)))
    measuring.submitted.connect(lambda: measuring.attempt(ctx.jobs, keep()))
    await show(measuring)
    if isValid(dialog):
        dialog.calibrated(_known(ctx.settings))


def _known(settings: Settings) -> dict[str, Calibracion]:
    return {str(name): calibracion.de_mapa(mapa) for name, mapa in settings.get(_KEY).items()}


def _remembered(settings: Settings) -> Elegido:
    return Elegido(*(settings.get(f"etiquetas.{name}") for name in ("papel", "propio", "largo", "impresora")))


def _remember(settings: Settings, elegido: Elegido) -> None:
    for name in ("papel", "propio", "largo", "impresora"):
        value = getattr(elegido, name)
        settings.set(f"etiquetas.{name}", dict(value) if name == "propio" else value)
