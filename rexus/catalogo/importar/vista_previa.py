"""The first rows of a spreadsheet and what was found out about it, before anything is read whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.catalogo.catalogo import Catalogo
from rexus.intercambio.convencion import Evidencia
from rexus.intercambio.encabezado import Encabezado, buscar, emparejar
from rexus.intercambio.errores_fila import mostrar
from rexus.intercambio.lector import abrir
from rexus.intercambio.numeros import Convencion
from rexus.intercambio.tabla import Celda, Formato, vacia

# Enough to find the headings, to show what each column holds, and to meet a number that proves its decimal mark.
_FILAS = 200
_COLUMNAS = 256


@dataclass(frozen=True)
class VistaPrevia:
    """What a file looks like. `filas` are its first data rows: their number in the file and their cells.

    `propuesto` is column (from 0) → field by name; `columnas` is how many there are, with or without a heading.
    """

    archivo: Path
    formato: Formato
    codificacion: str | None
    delimitador: str | None
    hojas: tuple[str, ...]
    hoja: str | None
    encabezado: Encabezado
    columnas: int
    propuesto: Mapping[int, str]
    filas: tuple[tuple[int, tuple[Celda, ...]], ...]
    catalogo: Catalogo

    def celda(self, fila: int, columna: int) -> str:
        """A cell of the sample as it is shown; empty where the row ends before."""
        celdas = self.filas[fila][1]
        return mostrar(celdas[columna]) if columna < len(celdas) else ""

    def ejemplos(self, columna: int, cuantos: int = 3) -> tuple[str, ...]:
        """The first different things that stand in a column."""
        vistos: dict[str, None] = {}
        for n in range(len(self.filas)):
            texto = self.celda(n, columna).strip()
            if texto:
                vistos.setdefault(texto)
            if len(vistos) == cuantos:
                break
        return tuple(vistos)

    def convencion(self, mapeo: Mapping[int, str]) -> Convencion | None:
        """The decimal mark that the sample proves in the columns of numbers; None if it proves none, or both."""
        numericos = {campo.nombre for campo in self.catalogo.campos if campo.numerico}
        evidencia = Evidencia()
        for columna, nombre in mapeo.items():
            if nombre in numericos:
                evidencia.mirar(fila[columna] for _numero, fila in self.filas if columna < len(fila))
        return evidencia.convencion


def previsualizar(
    catalogo: Catalogo, archivo: Path, hoja: str | None = None, avance: Avance | None = None
) -> VistaPrevia:
    """Look at a .csv, .xlsx, .xls or .ods with articles of a catalogue.

    Raises ArchivoError when it cannot be used or has no rows, CanceladoError through `avance`.
    """
    with abrir(archivo, hoja=hoja, avance=avance) as tabla:
        encabezado = buscar(tabla, catalogo.campos)
        if encabezado.fila == 0 and len(tabla.hojas) < 2:
            raise ArchivoError(
                tr("«{nombre}» no tiene datos.").format(nombre=tabla.nombre),
                tr("Elegir el archivo que tiene los datos."),
            )
        muestra = tabla.muestra(encabezado.fila + _FILAS)
        filas = tuple(
            (numero, tuple(celdas[:_COLUMNAS]))
            for numero, celdas in muestra
            if numero > encabezado.fila and not all(map(vacia, celdas))
        )
        ancho = max((_ancho(celdas) for _numero, celdas in filas), default=0)
        columnas = min(max(len(encabezado.titulos), ancho), _COLUMNAS)
        propuesto = emparejar(encabezado.titulos, catalogo.campos).mapeo
        return VistaPrevia(
            archivo=archivo,
            formato=tabla.formato,
            codificacion=tabla.codificacion,
            delimitador=tabla.delimitador,
            hojas=tabla.hojas,
            hoja=tabla.hoja,
            encabezado=encabezado,
            columnas=columnas,
            propuesto={columna: nombre for columna, nombre in propuesto.items() if columna < columnas},
            filas=filas,
            catalogo=catalogo,
        )


def _ancho(celdas: tuple[Celda, ...]) -> int:
    """How many cells there are up to the last one that holds something."""
    return max((n for n, celda in enumerate(celdas, start=1) if not vacia(celda)), default=0)
