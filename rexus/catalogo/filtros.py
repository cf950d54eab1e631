"""What is chosen to be seen: the filters of the page, as one value that can be kept under a name. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rexus.base.text import fold
from rexus.stock.consulta import ACTIVOS, INACTIVOS, TODOS, Consulta

ESTADOS = (ACTIVOS, INACTIVOS, TODOS)


@dataclass(frozen=True)
class Filtro:
    """A choice of articles. `elegidos` pairs a column with the values of which any will do; the empty one is that of
    the articles that have none."""

    elegidos: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bajo_minimo: bool = False
    sin_stock: bool = False
    estado: str = ACTIVOS

    @property
    def vacio(self) -> bool:
        """Whether nothing is chosen: the active articles, all of them."""
        return self == Filtro()

    def valores(self, columna: str) -> tuple[str, ...]:
        """What is chosen of a column; empty when everything goes."""
        return dict(self.elegidos).get(columna, ())

    def con(self, columna: str, valores: Sequence[str]) -> Filtro:
        """The same with other values for a column, in whatever order they are chosen; none drops the column."""
        elegidos = {**dict(self.elegidos), columna: tuple(valores)}
        return replace(self, elegidos=tuple((c, elegidos[c]) for c in sorted(elegidos) if elegidos[c]))

    def sin_marcas(self) -> Filtro:
        """The same without «bajo mínimo» and «sin stock»: the set in which their chips count."""
        return replace(self, bajo_minimo=False, sin_stock=False)

    def consulta(self, texto: str = "", orden: str = "codigo", *, descendente: bool = False) -> Consulta:
        """The question to the database, with the search text and the order."""
        return Consulta(
            texto, self.elegidos, self.bajo_minimo, self.sin_stock, self.estado, orden=orden, descendente=descendente
        )

    def como_dato(self, texto: str = "") -> dict[str, Any]:
        """What a settings file keeps of it, with the text that was searched."""
        dato: dict[str, Any] = {columna: list(valores) for columna, valores in self.elegidos}
        if self.bajo_minimo:
            dato["bajo_minimo"] = True
        if self.sin_stock:
            dato["sin_stock"] = True
        if self.estado != ACTIVOS:
            dato["estado"] = self.estado
        if texto:
            dato["texto"] = texto
        return dato

    @classmethod
    def de_dato(cls, dato: object, columnas: Sequence[str]) -> tuple[Filtro, str]:
        """The filter and the search text of what a settings file keeps of a catalogue that filters by `columnas`.

        What is not understood is left out.
        """
        if not isinstance(dato, Mapping):
            return cls(), ""
        filtro = cls(
            bajo_minimo=dato.get("bajo_minimo") is True,
            sin_stock=dato.get("sin_stock") is True,
            estado=dato["estado"] if dato.get("estado") in ESTADOS else ACTIVOS,
        )
        for columna in columnas:
            valores = dato.get(columna)
            if isinstance(valores, list):
                filtro = filtro.con(columna, [v for v in valores if isinstance(v, str)])
        texto = dato.get("texto")
        return filtro, texto if isinstance(texto, str) else ""


def mismo_nombre(nombre: str, existentes: Sequence[str]) -> str | None:
    """The name under which one is already kept that reads the same (case and accents aside), None if there is none."""
    buscado = fold(nombre)
    return next((otro for otro in existentes if fold(otro) == buscado), None)
