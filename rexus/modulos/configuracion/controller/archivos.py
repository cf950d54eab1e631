"""Asking for a file or a folder without holding the loop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rexus.base.text import tr
from rexus.ui.dialogs import show


async def leer(parent: QWidget, titulo: str, filtros: list[str], donde: str = "") -> Path | None:
    """A file that is there, None if none was chosen."""
    dialog = QFileDialog(parent, titulo, donde)
    dialog.setObjectName("archivo.leer")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([*filtros, tr("Todos los archivos (*)")])
    return await _chosen(dialog)


async def escribir(parent: QWidget, titulo: str, nombre: str) -> Path | None:
    """Where to write a JSON file. The dialog itself asks before replacing one."""
    dialog = QFileDialog(parent, titulo)
    dialog.setObjectName("archivo.escribir")
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr("Configuración (*.json)")])
    dialog.setDefaultSuffix("json")
    dialog.selectFile(nombre)
    return await _chosen(dialog)


async def carpeta(parent: QWidget, titulo: str, donde: str) -> Path | None:
    """A folder that is there."""
    dialog = QFileDialog(parent, titulo, donde)
    dialog.setObjectName("archivo.carpeta")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


async def _chosen(dialog: QFileDialog) -> Path | None:
    if not await show(dialog):
        return None
    files = dialog.selectedFiles()
    return Path(files[0]) if files else None
