"""Choosing an obra that goods may go to, or none."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import fold, tr
from rexus.catalogo.view.fields import SuggestField
from rexus.stock.obras import FichaObra


class ObraField(SuggestField):
    """One of some obras; typing any part of its code or name finds it."""

    def __init__(self, name: str, title: str, obras: Sequence[FichaObra], *, hint: str = "") -> None:
        super().__init__(name, title, hint=hint)
        self._obras = {_label(obra): obra for obra in obras}
        self.set_choices(list(self._obras))

    def obra_id(self) -> int | None:
        """The chosen one, None while nothing is written. Raises DatoInvalidoError for what is none of them."""
        text = fold(self.text())
        if not text:
            return None
        for label, obra in self._obras.items():
            if text in (fold(label), fold(obra.codigo)):
                return obra.id
        raise DatoInvalidoError(
            tr("«{texto}» no es una obra abierta. No se registró nada.").format(texto=self.text().strip()),
            tr("Elegir una de la lista."),
            campos={"obra": tr("no es una de la lista")},
        )


def _label(obra: FichaObra) -> str:
    """«OB-0001 · Casa Pérez»."""
    return f"{obra.codigo} · {obra.nombre}" if obra.nombre else obra.codigo
