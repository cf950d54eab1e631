"""The .xlsx side of `escritor`: XlsxWriter in constant memory, one sheet."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter

from rexus.base.errors import ArchivoError
from rexus.base.text import tr

if TYPE_CHECKING:
    from rexus.intercambio.escritor import Columnas, Dato, TipoColumna

FILAS_MAXIMAS = 1_048_576
COLUMNAS_MAXIMAS = 16_384
TEXTO_MAXIMO = 32_767
_CIFRAS = 15
# With three decimals these are at most 15 digits.
_SIEMPRE_CABE = 10**12
_PARA_ANCHO = 200
_ANCHO_MINIMO, _ANCHO_MAXIMO = 8, 60
# A paper is read as it opens: nobody widens its columns first.
_ANCHO_DE_PAPEL = 120
_FORMATO: dict[str, str] = {
    "dinero": "#,##0.00",
    "entero": "0",
    "fecha": "dd/mm/yyyy",
    "fecha_hora": "dd/mm/yyyy hh:mm",
}
_OPCIONES = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Escribe = Callable[[int, int, Any], None]


def revisar_limites(columnas: int, filas: int) -> None:
    """Raise ArchivoError if so many columns, or rows below the headings, do not fit in a sheet."""
    if filas >= FILAS_MAXIMAS:
        raise ArchivoError(
            tr("Una hoja de Excel admite {maximo} filas con los títulos y hay {n} para exportar.").format(
                maximo=FILAS_MAXIMAS, n=filas
            ),
            tr("Filtrar para exportar menos filas, o exportar como .csv."),
        )
    if columnas > COLUMNAS_MAXIMAS:
        raise ArchivoError(
            tr("Una hoja de Excel admite {maximo} columnas.").format(maximo=COLUMNAS_MAXIMAS),
            tr("Exportar menos columnas, o exportar como .csv."),
        )


def escribir_libro(
    archivo: IO[bytes],
    columnas: Columnas,
    filas: Iterable[Sequence[Dato]],
    zona: tzinfo,
    cabeza: Sequence[tuple[str, str]] = (),
) -> int:
    """Write the workbook into `archivo` and return the number of rows. Raises like `escritor.escribir_xlsx`.

    XlsxWriter works in a folder of its own, so that whatever stops it leaves nothing behind.
    """
    with tempfile.TemporaryDirectory(prefix="rexus-") as carpeta:
        ruta = Path(carpeta) / "libro.xlsx"
        libro = xlsxwriter.Workbook(ruta, {**_OPCIONES, "tmpdir": carpeta})
        hoja = libro.add_worksheet()
        try:
            hechas = _llenar(libro, hoja, columnas, filas, zona, cabeza)
        except BaseException:
            # An abandoned sheet: what it still holds is not wanted, and its file must be closed to be removed.
            with contextlib.suppress(OSError):
                hoja.row_data_fh.close()
            raise
        libro.close()
        with ruta.open("rb") as listo:
            shutil.copyfileobj(listo, archivo, 1 << 20)
    return hechas


def _llenar(
    libro: Any,
    hoja: Any,
    columnas: Columnas,
    filas: Iterable[Sequence[Dato]],
    zona: tzinfo,
    cabeza: Sequence[tuple[str, str]],
) -> int:
    titulo = libro.add_format({"bold": True, "bottom": 1, "text_wrap": False})
    escritores = [_escritor(libro, hoja, tipo, zona) for _, tipo in columnas]
    filas, anchos = _con_anchos(columnas, iter(filas), _ANCHO_DE_PAPEL if cabeza else _ANCHO_MAXIMO)
    anchos[0] = max(anchos[0], *(len(rotulo) + 2 for rotulo, _ in cabeza), 0)
    for i, ancho in enumerate(anchos):
        hoja.set_column(i, i, ancho)
    rotulado = libro.add_format({"bold": True})
    for i, (rotulo, valor) in enumerate(cabeza):
        hoja.write_string(i, 0, rotulo, rotulado)
        hoja.write_string(i, 1, valor)
    # An empty row stands between the facts and the table.
    arriba = len(cabeza) + 1 if cabeza else 0
    hoja.freeze_panes(arriba + 1, 0)
    for i, (texto, _) in enumerate(columnas):
        hoja.write_string(arriba, i, texto, titulo)
    numero = arriba
    for numero, fila in enumerate(filas, start=arriba + 1):
        if numero == FILAS_MAXIMAS:
            revisar_limites(len(columnas), numero)
        for i, (escribe, dato) in enumerate(zip(escritores, fila, strict=True)):
            if dato is not None:
                escribe(numero, i, dato)
    if not cabeza:
        hoja.autofilter(0, 0, numero, len(columnas) - 1)
    return numero - arriba


def _escritor(libro: Any, hoja: Any, tipo: TipoColumna, zona: tzinfo) -> Escribe:
    formato = libro.add_format({"num_format": _FORMATO[tipo]}) if tipo in _FORMATO else None

    def texto(fila: int, columna: int, dato: Any) -> None:
        cadena = str(dato)
        if len(cadena) > TEXTO_MAXIMO:
            raise ArchivoError(
                tr("Un texto de la fila {fila} tiene {n} caracteres y una celda de Excel admite {maximo}.").format(
                    fila=fila + 1, n=len(cadena), maximo=TEXTO_MAXIMO
                ),
                tr("Acortarlo, quitar esa columna, o exportar como .csv."),
            )
        hoja.write_string(fila, columna, cadena)

    def numero(fila: int, columna: int, dato: Any) -> None:
        if -_SIEMPRE_CABE < dato < _SIEMPRE_CABE or _cabe(Decimal(dato)):
            hoja.write_number(fila, columna, float(dato), formato)
        else:
            hoja.write_string(fila, columna, f"{Decimal(dato):f}".replace(".", ","))

    def momento(fila: int, columna: int, dato: date | datetime) -> None:
        if isinstance(dato, datetime) and dato.tzinfo is not None:
            dato = dato.astimezone(zona).replace(tzinfo=None)
        hoja.write_datetime(fila, columna, dato, formato)

    def logico(fila: int, columna: int, dato: Any) -> None:
        # A truth value of its own would be shown in the language of who opens it, or as 1 and 0.
        hoja.write_string(fila, columna, tr("sí") if dato else tr("no"))

    if tipo == "texto":
        return texto
    if tipo == "logico":
        return logico
    return momento if tipo in ("fecha", "fecha_hora") else numero


def _cabe(numero: Decimal) -> bool:
    """Whether a spreadsheet keeps the number whole: it has 15 digits. One with more is written as text."""
    return abs(numero) < 10**_CIFRAS and len(numero.normalize().as_tuple().digits) <= _CIFRAS


def _con_anchos(
    columnas: Columnas, filas: Iterator[Sequence[Dato]], maximo: int
) -> tuple[Iterator[Sequence[Dato]], list[int]]:
    """The same rows, and the width that the headings and the first of them ask for, in characters."""
    primeras = list(islice(filas, _PARA_ANCHO))
    anchos: list[int] = []
    for i, (titulo, tipo) in enumerate(columnas):
        # The arrow of the filter stands beside the heading.
        ancho = len(titulo) + 4
        if tipo in ("fecha", "fecha_hora"):
            ancho = max(ancho, 12 if tipo == "fecha" else 17)
        else:
            ancho = max(ancho, *(len(str(fila[i])) + 2 for fila in primeras if fila[i] is not None), 0)
        anchos.append(min(max(ancho, _ANCHO_MINIMO), maximo))
    return chain(primeras, filas), anchos
