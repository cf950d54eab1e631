"""Where the rows of the table come from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.modulos.usuarios import table
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.modulos.usuarios.table import Fila, Pedido
from rexus.seguridad.cuentas import Cuenta


class AccountRows:
    """A `RowSource`. A workshop has few accounts, so each question reads all of them; `known` are those seen last."""

    def __init__(self, model: UsuariosModel) -> None:
        self._model = model
        self.known: dict[int, Cuenta] = {}
        self.shown: list[Cuenta] = []

    def first(self, query: Pedido, limit: int, avance: Avance) -> Sequence[Fila]:
        """The first rows in order."""
        return [table.row(cuenta) for cuenta in self._read(query)[:limit]]

    def index(self, query: Pedido, avance: Avance) -> array[int]:
        """The ids of the whole result in order."""
        return array("q", (cuenta.id for cuenta in self._read(query)))

    def rows(self, ids: Sequence[int]) -> Sequence[Fila]:
        """The rows of those ids, as they are now."""
        wanted = set(ids)
        return [table.row(cuenta) for cuenta in self._model.listar() if cuenta.id in wanted]

    def _read(self, query: Pedido) -> list[Cuenta]:
        found = table.ordered(self._model.listar(query.texto, query.rol, query.estado), query)
        # Whole values are put in place at once: the screen's thread reads them.
        self.known = {cuenta.id: cuenta for cuenta in found}
        self.shown = found
        return found
