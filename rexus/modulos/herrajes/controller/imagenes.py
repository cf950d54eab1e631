"""The pictures of herrajes: the one of the chosen herraje in the pane, and the verbs that give and take it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.catalogo.view.page import CatalogoView
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.imagenes import Thumbnail
from rexus.stock.imagenes import preparar
from rexus.ui import archivos
from rexus.ui.guard import spawn
from rexus.ui.icons import icon
from rexus.ui.module import Context
from rexus.ui.sin_conexion import SinConexion


class PicturesController(QObject):
    """Adds the picture to the pane and its two verbs to the menu of articles."""

    def __init__(self, view: CatalogoView, model: HerrajesModel, away: SinConexion, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        self._away = away
        self._has = False
        self.thumbnail = Thumbnail()
        view.pane.add_above(self.thumbnail)
        self.choose = self._action("imagen", tr("Elegir imagen…"), tr("Dar una imagen al herraje elegido"))
        self.remove = self._action("quitar_imagen", tr("Quitar imagen"), tr("Quitar la imagen del herraje elegido"))
        self.choose.triggered.connect(lambda: spawn(ctx, view, self._choose()))
        self.remove.triggered.connect(lambda: spawn(ctx, view, self._remove()))
        view.menu_actions[0][1].extend((self.choose, self.remove))
        view.pane.shown.connect(lambda chosen: spawn(ctx, view, self._show(chosen)))
        away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    async def _show(self, articulo_id: int | None) -> None:
        self._has = False
        self._follow()
        jpeg = None
        if articulo_id is not None:
            try:
                jpeg = (await self._ctx.jobs.read(self._model.miniaturas, [articulo_id])).get(articulo_id)
            except RexusError as error:
                # The article itself was read; that the server is away the page says.
                if not self._away.explica(error):
                    raise
        if isValid(self._view) and self._view.pane.articulo_id == articulo_id:
            self._has = jpeg is not None
            self.thumbnail.show_picture(jpeg)
            self._follow()

    async def _choose(self) -> None:
        ficha = self._view.pane.ficha
        if ficha is None:
            return
        file = await archivos.choose_picture(
            self._view, tr("Elegir la imagen de {codigo}").format(codigo=ficha.articulo.codigo)
        )
        if file is None:
            return
        lista = await self._ctx.jobs.read(preparar, file)
        await self._ctx.jobs.write(self._model.poner_imagen, ficha.articulo.id, lista)
        self._tell(tr("{codigo} tiene imagen.").format(codigo=ficha.articulo.codigo))

    async def _remove(self) -> None:
        ficha = self._view.pane.ficha
        if ficha is not None and await self._ctx.jobs.write(self._model.quitar_imagen, ficha.articulo.id):
            self._tell(tr("Se quitó la imagen de {codigo}.").format(codigo=ficha.articulo.codigo))

    def _tell(self, frase: str) -> None:
        self._ctx.notices.show_notice("exito", frase)

    def _follow(self) -> None:
        may = self._ctx.actor().puede("herrajes.modificar") and not self._away.motivo
        self.choose.setEnabled(may and self._view.pane.articulo_id is not None)
        self.remove.setEnabled(may and self._has)

    def _action(self, name: str, text: str, tip: str) -> QAction:
        action = QAction(icon("imagen"), text, self._view)
        action.setObjectName(f"herrajes.{name}")
        action.setToolTip(tip)
        return action
