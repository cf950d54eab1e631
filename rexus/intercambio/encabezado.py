"""Which row holds the headings, and which column is which field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rexus.base.text import fold, limpiar, tr
from rexus.intercambio.campos import Campo
from rexus.intercambio.medida_xlsx import letras
from rexus.intercambio.nombres import COMUNES, palabras
from rexus.intercambio.tabla import Celda, Tabla, vacia

_DONDE_BUSCAR = 30
_TITULO_MAXIMO = 200
_EXACTO, _POR_NOMBRE, _SINONIMO, _COMIENZO = range(4)
_LETRAS_DE_COMIENZO = 3


@dataclass(frozen=True)
class Encabezado:
    """The heading row (numbered as the user sees it; 0 when the table is empty) and its texts, by column from 0."""

    fila: int
    titulos: tuple[str, ...]

    @property
    def huella(self) -> str:
        """The same for files with the same headings in the same order: what a remembered mapping is kept under."""
        return huella(self.titulos)

    def titulo(self, columna: int) -> str:
        """The heading of a column, or its letters where it has none."""
        return (self.titulos[columna] if columna < len(self.titulos) else "") or letras(columna)


@dataclass(frozen=True)
class Emparejamiento:
    """Columns matched to fields by name.

    `ignoradas` are the headings that mean no field; `repetidas` are (heading, field) of the columns that lost to a
    better or earlier one; `faltantes` are the required fields that no column has.
    """

    mapeo: dict[int, str]
    ignoradas: tuple[str, ...]
    repetidas: tuple[tuple[str, str], ...]
    faltantes: tuple[Campo, ...]


def huella(titulos: Iterable[str]) -> str:
    """A short fingerprint of headings; spelling, case, accents and dots do not change it."""
    formas = "\n".join(" ".join(palabras(t)) for t in titulos)
    return hashlib.sha256(formas.encode()).hexdigest()[:32]


def buscar(tabla: Tabla, campos: Sequence[Campo]) -> Encabezado:
    """The row among the first 30 in which most fields are recognised; failing that, the first row of several texts,
    else the first that is not empty.
    """
    candidatas = [(n, _titulos(fila)) for n, fila in tabla.muestra(_DONDE_BUSCAR) if not all(map(vacia, fila))]
    if not candidatas:
        return Encabezado(0, ())
    mejor, aciertos = None, 0
    for numero, titulos in candidatas:
        hallados = len(set(proponer(titulos, campos).values()))
        if hallados > aciertos:
            mejor, aciertos = Encabezado(numero, titulos), hallados
    if mejor is not None:
        return mejor
    varios = next((c for c in candidatas if sum(1 for t in c[1] if t) > 1), candidatas[0])
    return Encabezado(*varios)


def en_fila(tabla: Tabla, fila: int) -> Encabezado:
    """The headings in the row that the user pointed at; none where the table has no such row."""
    filas = tabla.muestra(fila)
    return Encabezado(*((fila, _titulos(filas[-1][1])) if len(filas) == fila else (0, ())))


def proponer(encabezados: Sequence[str], campos: Sequence[Campo]) -> dict[int, str]:
    """Column → field name, by name alone."""
    return emparejar(encabezados, campos).mapeo


def emparejar(encabezados: Sequence[str], campos: Sequence[Campo]) -> Emparejamiento:
    """Match headings to fields: the field's own name, then its synonyms, then unmistakable beginnings of words.

    Of two columns for one field the closer name wins, then the first; the other one is what else its name means:
    «Artículo» is the code, and beside a «Código» it is what the article is called.
    """
    hallados: dict[str, list[tuple[int, int]]] = {}
    ignoradas: list[str] = []
    for columna, titulo in enumerate(encabezados):
        if not titulo:
            continue
        encontrado = _campo_de(titulo, campos)
        if encontrado is None:
            ignoradas.append(titulo)
        else:
            rango, campo = encontrado
            hallados.setdefault(campo.nombre, []).append((rango, columna))
    mapeo: dict[int, str] = {}
    repetidas: list[tuple[str, str]] = []
    vencidas: list[tuple[int, str]] = []
    for nombre, columnas in hallados.items():
        (_, ganadora), *perdedoras = sorted(columnas)
        mapeo[ganadora] = nombre
        vencidas.extend((columna, nombre) for _, columna in perdedoras)
    for columna, nombre in sorted(vencidas):
        otro = _otro_campo(encabezados[columna], campos, mapeo.values())
        if otro is None:
            repetidas.append((encabezados[columna], nombre))
        else:
            mapeo[columna] = otro
            hallados.setdefault(otro, [])
    faltantes = tuple(c for c in campos if c.obligatorio and c.nombre not in hallados)
    return Emparejamiento(dict(sorted(mapeo.items())), tuple(ignoradas), tuple(repetidas), faltantes)


def _otro_campo(titulo: str, campos: Sequence[Campo], tomados: Iterable[str]) -> str | None:
    """What else a heading means by one of its names, of the fields that no column is yet."""
    dado, formas, ocupados = fold(titulo), palabras(titulo), set(tomados)
    libres = [(_rango(dado, formas, campo), campo.nombre) for campo in campos if campo.nombre not in ocupados]
    rangos = [(rango, n, nombre) for n, (rango, nombre) in enumerate(libres) if rango is not None and rango < _COMIENZO]
    return min(rangos)[2] if rangos else None


def _campo_de(titulo: str, campos: Sequence[Campo]) -> tuple[int, Campo] | None:
    dado, formas = fold(titulo), palabras(titulo)
    mejores: list[tuple[int, Campo]] = []
    for campo in campos:
        rango = _rango(dado, formas, campo)
        if rango is not None:
            mejores.append((rango, campo))
    if not mejores:
        return None
    rango = min(r for r, _ in mejores)
    ganadores = [c for r, c in mejores if r == rango]
    # The beginning of two fields' names is the name of neither.
    return None if rango == _COMIENZO and len(ganadores) > 1 else (rango, ganadores[0])


def _rango(dado: str, formas: tuple[str, ...], campo: Campo) -> int | None:
    propios = (campo.nombre, campo.etiqueta, tr(campo.etiqueta))
    if dado in (fold(p) for p in propios):
        return _EXACTO
    nombres = [palabras(p) for p in propios]
    if formas in nombres:
        return _POR_NOMBRE
    sinonimos = [palabras(s) for s in (*campo.sinonimos, *COMUNES.get(campo.nombre, ()))]
    if formas in sinonimos:
        return _SINONIMO
    return _COMIENZO if any(_comienza(formas, nombre) for nombre in nombres) else None


def _comienza(formas: tuple[str, ...], nombre: tuple[str, ...]) -> bool:
    """Whether each word is the beginning of the name's word in the same place: «Ubicac.» for «Ubicación»."""
    if len(formas) != len(nombre):
        return False
    return all(
        dada == entera or (len(dada) >= _LETRAS_DE_COMIENZO and entera.startswith(dada))
        for dada, entera in zip(formas, nombre, strict=True)
    )


def _titulos(fila: Sequence[Celda]) -> tuple[str, ...]:
    titulos = [" ".join(limpiar(c).split())[:_TITULO_MAXIMO] if isinstance(c, str) else "" for c in fila]
    while titulos and not titulos[-1]:
        titulos.pop()
    return tuple(titulos)
