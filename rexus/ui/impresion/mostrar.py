"""A paper from the page that asks for it to the printer or a PDF: laid out in a worker, looked at, then printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.progress import Avance
from rexus.base.text import formatear_fecha, tr
from rexus.ui import archivos
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.impresion.hoja import Hoja
from rexus.ui.impresion.plano import Plano
from rexus.ui.module import Context
from rexus.ui.opening import abrir


@dataclass(frozen=True)
class Impreso:
    """Where a paper went, in a sentence; `archivo` is the PDF that it is, if it is one."""

    frase: str
    archivo: Path | None = None


def membrete(ctx: Context) -> tuple[str, str]:
    """Whose paper it is, and when and by whom it was made."""
    moment = formatear_fecha(datetime.now(UTC), ctx.zona)
    return str(ctx.settings.get("empresa.nombre") or "Rexus"), f"{moment} · {ctx.actor().usuario}"


async def mostrar(page: QWidget, ctx: Context, leer: Callable[[Avance], Hoja]) -> Impreso | None:
    """Show what `leer` makes in a worker thread. Returns when the dialog is closed, with where the paper went, if it
    went anywhere. Raises CanceladoError and what `leer` raises."""
    # Deferred: what prints is loaded by who prints.
    from rexus.ui.impresion import impresoras, salida
    from rexus.ui.impresion.buscar import buscar
    from rexus.ui.impresion.dialogo import PrintDialog
    from rexus.ui.impresion.medidas import DPI

    jobs = ctx.jobs
    plano: Plano = await jobs.read(_laid_out, leer, titulo=tr("Preparando la impresión"))
    paginas, titulo = salida.Paginas(plano.hoja, plano), plano.hoja.titulo
    dialog = PrintDialog(page, plano)
    done: list[Impreso] = []

    async def on_paper() -> None:
        nombre = dialog.impresora.text()
        await jobs.read(impresoras.imprimir, nombre, paginas, titulo=tr("Imprimiendo"))
        done.append(Impreso(tr("{titulo}: a la impresora «{nombre}».").format(titulo=titulo, nombre=nombre)))

    async def as_pdf(file: Path) -> None:
        await jobs.read(salida.escribir_pdf, file, paginas, DPI, titulo=tr("Escribiendo el PDF"))
        done.append(Impreso(tr("{titulo}: en «{archivo}».").format(titulo=titulo, archivo=file.name), file))

    async def choose() -> None:
        file = await archivos.choose_paper(dialog, tr("Guardar en un PDF"), archivos.dated(titulo, ctx.zona), ".pdf")
        if file is not None and isValid(dialog):
            dialog.attempt(jobs, as_pdf(file))

    dialog.submitted.connect(lambda: dialog.attempt(jobs, on_paper()))
    dialog.pdf_requested.connect(lambda: spawn(ctx, dialog, choose()))
    buscando = buscar(ctx, dialog, dialog.show_printers)
    try:
        await show(dialog)
    finally:
        buscando.cancelar()
    return done[0] if done else None


def avisar(ctx: Context, impreso: Impreso | None) -> None:
    """Tell where a paper went, if it went anywhere; a PDF can be opened from there."""
    if impreso is not None:
        abre = [abrir(impreso.archivo, ctx.notices.show_error)] if impreso.archivo is not None else []
        ctx.notices.show_notice("exito", impreso.frase, *abre)


def _laid_out(leer: Callable[[Avance], Hoja], *, avance: Avance) -> Plano:
    """In a worker thread."""
    return Plano(leer(avance), avance)
