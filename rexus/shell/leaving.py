"""Whether the window may go while there is work under way."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.ui.dialogs import confirm
from rexus.ui.jobs import Jobs


async def may_leave(parent: QWidget, jobs: Jobs) -> bool:
    """True when nothing runs, or when the user would rather have it cancelled; it is then asked to stop."""
    titles = [job.titulo for job in jobs.running]
    if not titles:
        return True
    agreed = await confirm(
        parent,
        tr("Hay trabajo en curso"),
        tr("{trabajos}. Al cancelar no queda nada a medias.").format(trabajos=", ".join(titles)),
        tr("Cancelar el trabajo y salir"),
        destructive=True,
        nombre="principal.trabajo_en_curso",
    )
    if agreed:
        for job in jobs.running:
            job.cancelar()
    return agreed
