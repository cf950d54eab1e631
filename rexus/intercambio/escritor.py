"""Write rows to .xlsx or .csv, streamed, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import formatear_fecha, tr
from rexus.intercambio.neutral import neutralizar
from rexus.intercambio.reemplazo import archivo_nuevo

TipoColumna = Literal["texto", "entero", "cantidad", "dinero", "logico", "fecha", "fecha_hora"]
Columnas = Sequence[tuple[str, TipoColumna]]
"""Heading and kind of each column, in order."""
Dato = str | int | Decimal | bool | date | datetime | None

FORMATOS = (".xlsx", ".csv")
PASO = 1_000
# One to three digits, a comma and three: what `numeros` rightly calls ambiguous.
_AMBIGUO = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")


def escribir(
    ruta: str | os.PathLike[str],
    columnas: Columnas,
    filas: Iterable[Sequence[Dato]],
    avance: Avance | None = None,
    *,
    total: int = 0,
    zona: tzinfo = UTC,
    asentar: Callable[[int], None] | None = None,
) -> int:
    """Write in the format that the name's ending asks for. Raises ArchivoError for any other ending.

    `asentar` is given the number of rows once all of them are written, and before the file has its name: what it
    raises leaves everything as it was (`reemplazo.archivo_nuevo`).

    See `escribir_xlsx` and `escribir_csv`.
    """
    formato = Path(ruta).suffix.lower()
    if formato == ".xlsx":
        return escribir_xlsx(ruta, columnas, filas, avance, total=total, zona=zona, asentar=asentar)
    if formato == ".csv":
        return escribir_csv(ruta, columnas, filas, avance, total=total, zona=zona, asentar=asentar)
    raise ArchivoError(
        tr("No se puede exportar a «{nombre}».").format(nombre=Path(ruta).name),
        tr("Darle un nombre que termine en .xlsx o en .csv."),
    )


def escribir_xlsx(
    ruta: str | os.PathLike[str],
    columnas: Columnas,
    filas: Iterable[Sequence[Dato]],
    avance: Avance | None = None,
    *,
    total: int = 0,
    zona: tzinfo = UTC,
    asentar: Callable[[int], None] | None = None,
    cabeza: Sequence[tuple[str, str]] = (),
) -> int:
    """Write one sheet with numbers as numbers, dates as dates and texts as texts, never as formulas or links.

    `total` is the number of rows if it is known (0 if not), for the progress and to refuse at once what does not fit.
    Moments are shown in `zona`. `cabeza` are facts (label, value) that stand above the headings: then it is a paper to
    read, without filters. Returns the number of rows. Raises ArchivoError beyond Excel's limits of rows, columns and
    characters in a cell, DiscoLlenoError, SoloLecturaError, CanceladoError; `ruta` stays as it was then.
    """
    # Deferred: heavy, and only an export needs it.
    from rexus.intercambio.escritor_xlsx import escribir_libro, revisar_limites

    revisar_limites(len(columnas), total + len(cabeza))
    hechas = 0
    with archivo_nuevo(Path(ruta), lambda: _asentar(asentar, hechas)) as archivo:
        hechas = escribir_libro(archivo, columnas, con_avance(filas, avance, total), zona, cabeza)
    return hechas


def escribir_csv(
    ruta: str | os.PathLike[str],
    columnas: Columnas,
    filas: Iterable[Sequence[Dato]],
    avance: Avance | None = None,
    *,
    total: int = 0,
    zona: tzinfo = UTC,
    asentar: Callable[[int], None] | None = None,
) -> int:
    """Write a CSV as Excel in Spanish opens it: `;`, decimal comma, UTF-8 with mark, CRLF.

    Texts that a spreadsheet would run as a formula get an apostrophe in front, which the import takes away again.
    A number such as 1,234 is written `1,2340`, so that the file itself proves its decimal mark. CSV has no types:
    a spreadsheet that opens it may still show the text 00123 as 123; .xlsx keeps it.
    Parameters, result and errors as `escribir_xlsx`, without its limits.
    """
    escritores = [_escritor(tipo, zona) for _titulo, tipo in columnas]
    hechas = 0
    with archivo_nuevo(Path(ruta), lambda: _asentar(asentar, hechas)) as archivo:
        texto = io.TextIOWrapper(archivo, encoding="utf-8-sig", newline="", write_through=True)
        salida = csv.writer(texto, delimiter=";", lineterminator="\r\n")
        salida.writerow([neutralizar(titulo) for titulo, _tipo in columnas])
        for fila in con_avance(filas, avance, total):
            salida.writerow([escribe(dato) for escribe, dato in zip(escritores, fila, strict=True)])
            hechas += 1
        texto.flush()
        # The caller closes the file; the wrapper must not.
        texto.detach()
    return hechas


def _asentar(asentar: Callable[[int], None] | None, filas: int) -> None:
    if asentar is not None:
        asentar(filas)


def con_avance(filas: Iterable[Sequence[Dato]], avance: Avance | None, total: int) -> Iterator[Sequence[Dato]]:
    """The rows, telling the progress now and then. Raises CanceladoError."""
    avance = avance or SinAvance()
    hechas = 0
    for hechas, fila in enumerate(filas, start=1):
        if hechas % PASO == 1:
            avance.paso(hechas - 1, total)
        yield fila
    avance.paso(hechas, total or hechas)


def _escritor(tipo: TipoColumna, zona: tzinfo) -> Callable[[Any], str]:
    if tipo == "texto":
        return lambda dato: "" if dato is None else neutralizar(str(dato))
    if tipo == "logico":
        return lambda dato: "" if dato is None else (tr("sí") if dato else tr("no"))
    if tipo in ("fecha", "fecha_hora"):
        return lambda dato: "" if dato is None else formatear_fecha(dato, zona, hora=tipo == "fecha_hora")
    if tipo == "dinero":
        return lambda dato: "" if dato is None else numero_csv(Decimal(dato), minimo=2)
    return lambda dato: "" if dato is None else numero_csv(Decimal(dato))


def numero_csv(numero: Decimal, minimo: int = 0) -> str:
    """A number with a decimal comma, at least `minimo` decimals and no grouping, that can be read in one way only."""
    entero, _, fraccion = f"{numero:f}".partition(".")
    fraccion = fraccion.rstrip("0").ljust(minimo, "0")
    texto = f"{entero},{fraccion}" if fraccion else entero
    return f"{texto}0" if _AMBIGUO.fullmatch(texto) else texto
