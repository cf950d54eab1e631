"""The classes of articles ('perfil', 'herraje', …): the ledger knows them by name, the modules register them."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from rexus.stock.orm import ArticuloMixin


@dataclass(frozen=True)
class Clase:
    """A catalogue. `datos` is the model that validates what the user edits of an article.

    `buscados` are the columns whose text is searched, `filtros` those whose values can be chosen as a filter,
    `permiso` the word before «.ver» and «.modificar».
    """

    nombre: str
    orm: type[ArticuloMixin]
    datos: type[BaseModel]
    buscados: tuple[str, ...]
    filtros: tuple[str, ...]
    permiso: str

    @property
    def tabla(self) -> str:
        """The table's name, as audit entries bear it."""
        return self.orm.__tablename__  # type: ignore[attr-defined,no-any-return]

    @property
    def etiqueta_valores(self) -> str:
        """The cache's label of the values that its filters offer; whatever changes one of them invalidates it."""
        return f"{self.nombre}.valores"


_clases: dict[str, Clase] = {}


def registrar(clase: Clase) -> Clase:
    """Make a catalogue known. Called once, by the module that owns it."""
    _clases[clase.nombre] = clase
    return clase


def clase_de(nombre: str) -> Clase:
    """The catalogue of that name. KeyError is a bug: names come from the program, not from the user."""
    return _clases[nombre]


def todas() -> tuple[Clase, ...]:
    """Every registered catalogue."""
    return tuple(_clases.values())
