"""The description of a catalogue: everything in which one differs from another. Pure, no Qt: the CLI reads it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from rexus.base.text import fuente, tr
from rexus.intercambio.campos import Campo
from rexus.stock.clases import Clase

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from rexus.intercambio.escritor import TipoColumna

TipoDeColumna = Literal["texto", "codigo", "numero", "cantidad", "fecha", "dinero", "logico"]

# Beside the fields of the form: how many pieces a new article begins with.
STOCK_INICIAL = "stock_inicial"


@dataclass(frozen=True)
class Columna:
    """A column of the table: a column of the database, or «disponible». `titulo` is a source text for `tr()`.

    `ancho` is in device-independent pixels. One that is `elastica` takes the room that is left over, between its
    narrowest and its widest, until somebody lays the columns out by hand.
    """

    clave: str
    titulo: str
    tipo: TipoDeColumna = "texto"
    ancho: int = 120
    visible: bool = True
    elastica: tuple[int, int] | None = None


@dataclass(frozen=True)
class Catalogo:
    """What a page of articles shows. Words are source texts for `tr()`.

    id           before the dot of every handle («inventario.tabla») and of the settings in which the page is kept
    clase        the articles, as the stock knows them: table, fields, permission, what is searched and filtered
    titulo       of the page
    varios       what the articles are called together: «perfiles»
    columnas     in the order in which they are read; «activo», «stock_actual», … must be among them (`table.py`)
    formulario   rows of (field, columns of twelve); a field may be `STOCK_INICIAL`
    campos       how a spreadsheet names the fields
    consola      the columns that the command line shows of an article
    ficha        the fields of the line below the description in the pane
    etiqueta     the fields of its label, a line each, below the description
    unico        the fields that name one article: a duplicate does not take them along
    opciones     what a field offers before anybody wrote anything
    entera       how a piece of the article's own length is called where its length is asked; empty: it has none, and
                 is never cut
    uno, muchos  what its page calls one of them and several, where that is not «artículo»
    mapeos       the setting in which the columns of known spreadsheets are kept
    """

    id: str
    clase: Clase
    titulo: str
    varios: str
    columnas: tuple[Columna, ...]
    formulario: tuple[tuple[tuple[str, int], ...], ...]
    campos: tuple[Campo, ...]
    consola: tuple[str, ...]
    ficha: tuple[str, ...]
    etiqueta: tuple[str, ...] = ("ubicacion",)
    unico: tuple[str, ...] = ("codigo",)
    opciones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entera: str = ""
    mapeos: str = "importacion.mapeos"
    uno: str = fuente("artículo")
    muchos: str = fuente("artículos")

    @cached_property
    def claves(self) -> tuple[str, ...]:
        """What the table reads of each row, in order."""
        return tuple(columna.clave for columna in self.columnas)

    @cached_property
    def campo(self) -> Mapping[str, Campo]:
        """The fields of a spreadsheet by name."""
        return {campo.nombre: campo for campo in self.campos}

    @cached_property
    def exportables(self) -> Mapping[str, tuple[str, TipoColumna]]:
        """Every column that can be exported: title and kind, in the usual order."""
        return {
            **{campo.nombre: (campo.etiqueta, campo.tipo) for campo in self.campos},
            "stock_reservado": (fuente("Reservado"), "cantidad"),
            "disponible": (fuente("Disponible"), "cantidad"),
            "activo": (fuente("Activo"), "logico"),
            "fecha_creacion": (fuente("Creado"), "fecha_hora"),
            "fecha_actualizacion": (fuente("Actualizado"), "fecha_hora"),
        }

    @property
    def permiso(self) -> str:
        """The word before «.ver» and «.modificar»."""
        return self.clase.permiso

    @property
    def filtros(self) -> tuple[str, ...]:
        """The columns whose values can be chosen as a filter."""
        return self.clase.filtros

    def dato(self, nombre: str) -> FieldInfo:
        """A field that people edit, as it is declared."""
        return self.clase.datos.model_fields[nombre]

    def rotulo(self, nombre: str) -> str:
        """How a field is called; what is none keeps its name."""
        info = self.clase.datos.model_fields.get(nombre)
        return tr(info.title or nombre) if info is not None else nombre

    def inicial(self, nombre: str) -> Any:
        """What a field of a new article holds."""
        info = self.clase.datos.model_fields.get(nombre)
        return info.default if info is not None else ""

    def handle(self, *partes: str) -> str:
        """The name by which tests and assistive tools hold a part of the page: `handle("ficha", "codigo")`."""
        return ".".join((self.id, *partes))
