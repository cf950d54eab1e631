"""History, import and export, and places on the disk: each a dialog over the page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.controller import archivos
from rexus.modulos.configuracion.controller.entorno import Entorno
from rexus.modulos.configuracion.model import ConfiguracionModel, Guardado
from rexus.modulos.configuracion.view.editores.linea import EditorRuta
from rexus.modulos.configuracion.view.historial import HistorialDialog
from rexus.modulos.configuracion.view.importar import ImportarDialog
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.ui.dialogs import show
from rexus.ui.opening import abrir_carpeta


async def historial(view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno, clave: str | None) -> None:
    """Who changed a key, or any."""
    cambios = await entorno.jobs.read(model.historial, clave)
    await show(HistorialDialog(view.window(), cambios, clave, entorno.zona))


async def importar(
    view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno, file: Path | None
) -> Guardado | None:
    """Look at a file (chosen now, if there is none yet) and take it over if the user wants it; what was saved."""
    if view.changed:
        entorno.notices.show_notice("advertencia", first_of_all(view))
        return None
    if file is None:
        file = await archivos.leer(view, tr("Elegir una configuración"), [tr("Configuración (*.json)")])
    if file is None:
        return None
    plan = await entorno.jobs.read(model.planear, file)
    dialog = ImportarDialog(view.window(), file.name, plan)
    done: list[Guardado] = []

    async def save() -> None:
        if plan.cambios:
            vistos = {clave: entorno.settings.base(clave) for clave in plan.valores()}
            done.append(await entorno.jobs.write(model.importar, plan.valores(), vistos))

    dialog.submitted.connect(lambda: dialog.attempt(entorno.jobs, save()))
    await show(dialog)
    return done[0] if done else None


async def exportar(view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno) -> None:
    """Write the configuration where the user says; another place is offered when that one does not take it."""
    nombre = f"rexus_configuracion {datetime.now(entorno.zona):%Y-%m-%d}.json"
    file = await archivos.escribir(view, tr("Exportar la configuración"), nombre)
    if file is None:
        return
    try:
        await entorno.jobs.read(model.exportar, file)
    except RexusError as error:
        again = (tr("Elegir otro lugar"), lambda: entorno.spawn(view, exportar(view, model, entorno)))
        entorno.notices.show_error(error, again)
        return
    entorno.notices.show_notice(
        "exito",
        tr("Configuración exportada a «{archivo}», sin claves.").format(archivo=file.name),
        abrir_carpeta(file.parent, entorno.notices.show_error),
    )


async def elegir_lugar(view: ConfiguracionView, clave: str) -> None:
    """Put a folder or a file that the user chooses into the editor of a key."""
    editor = view.fila(clave).editor
    assert isinstance(editor, EditorRuta)
    titulo, donde = textos.nombre(clave), editor.line.text()
    if editor.carpeta:
        chosen = await archivos.carpeta(view, titulo, donde)
    else:
        chosen = await archivos.leer(view, titulo, [tr("Certificados (*.pem *.crt *.cer)")], donde)
    if chosen is not None:
        editor.take(str(chosen))


def first_of_all(view: ConfiguracionView) -> str:
    """Why something else has to wait."""
    return tr("Guardar o descartar primero lo cambiado: {n}.").format(n=view.title_of_changes)
