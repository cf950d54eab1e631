"""Asking for a file without holding the loop: the system's own dialog where there is one."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rexus.base.text import tr
from rexus.ui.dialogs import show

PICTURES = "*.jpg *.jpeg *.png *.webp *.gif *.bmp"
SHEETS = "*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods"


async def choose_to_read(parent: QWidget, titulo: str) -> Path | None:
    """The spreadsheet that the user chooses, None if none."""
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.leer")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("Planillas ({tipos})").format(tipos=SHEETS), tr("Todos los archivos (*)")])
    return await _chosen(dialog)


async def choose_picture(parent: QWidget, titulo: str) -> Path | None:
    """The picture that the user chooses, None if none."""
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.imagen")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("Imágenes ({tipos})").format(tipos=PICTURES), tr("Todos los archivos (*)")])
    return await _chosen(dialog)


async def choose_attachment(parent: QWidget, titulo: str) -> Path | None:
    """The PDF or the picture that the user chooses, None if none."""
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.adjunto")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [tr("PDF e imágenes ({tipos})").format(tipos=f"*.pdf {PICTURES} *.tif *.tiff"), tr("Todos los archivos (*)")]
    )
    return await _chosen(dialog)


async def choose_where(parent: QWidget, titulo: str, archivo: str) -> Path | None:
    """Where to write a file that is proposed as `archivo`, with its ending; None if nowhere. The dialog itself asks
    before replacing one."""
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.guardar")
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(archivo).suffix[1:])
    dialog.selectFile(archivo)
    return await _chosen(dialog)


async def choose_to_write(parent: QWidget, titulo: str, nombre: str, *, csv_first: bool = False) -> Path | None:
    """Where to write, ending in .xlsx or .csv; None if nowhere. The dialog itself asks before replacing a file.

    `nombre` is proposed, without ending.
    """
    kinds = [(tr("Planilla de Excel (*.xlsx)"), ".xlsx"), (tr("CSV (*.csv)"), ".csv")]
    if csv_first:
        kinds.reverse()
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.escribir")
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([texto for texto, _ in kinds])
    dialog.setDefaultSuffix(kinds[0][1][1:])
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(dict(kinds)[chosen][1:]))
    dialog.selectFile(nombre + kinds[0][1])
    return await _chosen(dialog)


async def choose_paper(parent: QWidget, titulo: str, nombre: str, ending: str) -> Path | None:
    """Where to write a paper, ending in `ending` (.pdf, .xlsx); None if nowhere. `nombre` is proposed, without it."""
    kinds = {".pdf": tr("Documento PDF (*.pdf)"), ".xlsx": tr("Planilla de Excel (*.xlsx)")}
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.papel")
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([kinds[ending]])
    dialog.setDefaultSuffix(ending[1:])
    # What a name may hold and a file may not.
    dialog.selectFile("".join("-" if c in '\\/:*?"<>|' else c for c in nombre) + ending)
    return await _chosen(dialog)


async def choose_folder(parent: QWidget, titulo: str) -> Path | None:
    """The folder that the user chooses, None if none."""
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.carpeta")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


def dated(nombre: str, zona: tzinfo) -> str:
    """«perfiles 2026-01-31», with the date of the workshop."""
    return f"{nombre} {datetime.now(zona):%Y-%m-%d}"


async def _chosen(dialog: QFileDialog) -> Path | None:
    if not await show(dialog):
        return None
    files = dialog.selectedFiles()
    return Path(files[0]) if files else None
