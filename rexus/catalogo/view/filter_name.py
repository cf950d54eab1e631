"""Asking under which name a filter is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import limpiar, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.filtros import mismo_nombre
from rexus.catalogo.view.fields import TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label

_LONGEST = 40


class FilterNameDialog(FormDialog):
    """Handles: `inventario.guardar_filtro`, `inventario.guardar_filtro.nombre`."""

    def __init__(self, catalogo: Catalogo, parent: QWidget | None, names: Sequence[str], proposed: str) -> None:
        handle = catalogo.handle("guardar_filtro")
        super().__init__(parent, tr("Guardar filtro"), tr("Guardar filtro"), nombre=handle)
        self._names = list(names)
        self.name = TextField(f"{handle}.nombre", tr("Nombre"), required=True)
        self.name.set_text(proposed)
        self._note = Label("secundario", f"{handle}.nota")
        self.content.addWidget(self.name)
        self.content.addWidget(self._note)
        self.name.line.textChanged.connect(lambda _text: self._follow())
        self.hold({"nombre": self.name})
        self.name.line.selectAll()
        self._follow()

    def value(self) -> str:
        """The name; the one that is kept already if it reads the same."""
        typed = " ".join(limpiar(self.name.text()).split())
        return mismo_nombre(typed, self._names) or typed

    def submit(self) -> None:
        """Refuse a name that is none."""
        typed = self.value()
        if not typed or len(typed) > _LONGEST:
            reason = tr("falta completarlo") if not typed else tr("hasta {largo} caracteres").format(largo=_LONGEST)
            self.show_error(DatoInvalidoError(tr("El nombre no sirve. No se guardó nada."), campos={"nombre": reason}))
            return
        super().submit()

    def _follow(self) -> None:
        replaced = mismo_nombre(self.name.text(), self._names)
        self._note.say(
            tr("Reemplaza al filtro guardado «{nombre}».").format(nombre=replaced)
            if replaced
            else tr("Se guardan los filtros puestos y lo que se busca.")
        )
