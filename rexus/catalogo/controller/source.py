"""Rows for the paged table, read from the model in worker threads."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.catalogo.model import ModeloCatalogo
from rexus.stock.consulta import Consulta, Fila


class ArticleRows:
    """A `RowSource`: the model's answers, with the columns of the table."""

    def __init__(self, model: ModeloCatalogo) -> None:
        self._model = model
        self._claves = model.catalogo.claves

    def first(self, query: Consulta, limit: int, avance: Avance) -> Sequence[Fila]:
        """The first rows in order."""
        return self._model.primera(query, self._claves, limit, avance)

    def index(self, query: Consulta, avance: Avance) -> array[int]:
        """The ids of the whole result in order."""
        return self._model.indice(query, avance)

    def rows(self, ids: Sequence[int]) -> Sequence[Fila]:
        """The rows of those ids."""
        return self._model.filas(ids, self._claves)
