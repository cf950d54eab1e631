"""The classes of articles ('perfil', 'herraje', …): the ledger knows them by name, the modules register them."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from rexus.base.actor import Actor
from rexus.seguridad import exigir
from rexus.stock.orm import ArticuloMixin


@dataclass(frozen=True)
class Clase:
    """A catalogue. `datos` is the model that validates what the user edits of an article.

    `buscados` are the columns whose text is searched, `filtros` those whose values can be chosen as a filter,
    `permiso` the word before «.ver» and «.modificar», `titular` the column that says what an article is. `categoria` is
    a column whose values people manage as a list (`stock.categorias`), empty when the class has none. `grupo` is the
    column, one of `filtros`, by which its articles are summed up. `orden` is its place among the catalogues.
    """

    nombre: str
    orm: type[ArticuloMixin]
    datos: type[BaseModel]
    buscados: tuple[str, ...]
    filtros: tuple[str, ...]
    permiso: str
    titular: str = "descripcion"
    categoria: str = ""
    grupo: str = "proveedor"
    orden: int = 0

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
    """Every registered catalogue, always in the same order, whichever was loaded first."""
    return tuple(sorted(_clases.values(), key=lambda clase: clase.orden))


def exigir_alguna(actor: Actor, accion: str, si_ninguna: str = "inventario") -> None:
    """For what belongs to no class, as places do: raise PermisoError unless the actor may do that in some class.

    The refusal names the permission of `si_ninguna`.
    """
    if not any(actor.puede(f"{clase.permiso}.{accion}") for clase in todas()):
        exigir(actor, f"{si_ninguna}.{accion}")
