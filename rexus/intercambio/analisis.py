"""A whole file looked at before anything is touched: typed values of its good rows, and every error of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.intercambio.bloques import bloques
from rexus.intercambio.campos import DECIMALES, Campo
from rexus.intercambio.convencion import Evidencia
from rexus.intercambio.deposito import Deposito
from rexus.intercambio.encabezado import Emparejamiento, Encabezado, buscar, emparejar, en_fila
from rexus.intercambio.errores_fila import ErrorFila, ListaErrores
from rexus.intercambio.numeros import Convencion
from rexus.intercambio.sumas import Sumas
from rexus.intercambio.tabla import Tabla
from rexus.intercambio.totales import FilaOmitida, Totales
from rexus.intercambio.validacion import Validador

Fila = tuple[int, tuple[Any, ...]]
"""A row's number in the file, and its values in the order of `Analisis.campos`.

By the field's kind: texto str, entero int, cantidad and dinero Decimal, logico bool. None is «not given»."""

__all__ = ["Analisis", "ErrorFila", "Fila", "analizar"]


@dataclass
class Analisis:
    """The result. Close it, or use it as a context manager: its rows are in a temporary file until then.

    `mapeo` is column (from 0) → field name. `ignoradas` are the headings not used, `repetidas` the (heading, field)
    that lost to a better column. `convencion` is the decimal mark by which doubtful texts were read; None when none
    was needed or none was proven. `total` counts the rows that are not empty, good or bad.
    `omitidas` are the first of the `total_omitidas` rows that look like totals and were left out; `total` is without
    them.
    `errores` holds up to a million of `total_errores`. `avisos` are remarks that stop nothing. `huella` is the file's
    SHA-256, once whoever opened it knows it.
    """

    archivo: str
    encabezado: Encabezado
    campos: tuple[Campo, ...]
    mapeo: dict[int, str]
    ignoradas: tuple[str, ...]
    repetidas: tuple[tuple[str, str], ...]
    convencion: Convencion | None
    errores: list[ErrorFila] = field(default_factory=list)
    total_errores: int = 0
    total: int = 0
    filas_validas: int = 0
    omitidas: list[FilaOmitida] = field(default_factory=list)
    total_omitidas: int = 0
    avisos: list[str] = field(default_factory=list)
    huella: str = ""
    _deposito: Deposito = field(default_factory=Deposito, repr=False)

    @property
    def correcto(self) -> bool:
        """Whether no error was found."""
        return self.total_errores == 0

    def lotes(self, tamano: int = 1_000) -> Iterator[list[Fila]]:
        """The rows without errors, in the file's order, up to `tamano` at a time. Each call starts again."""
        filas = self._filas()
        while lote := list(islice(filas, tamano)):
            yield lote

    def _filas(self) -> Iterator[Fila]:
        decimales = [_Decimales(DECIMALES[c.tipo]) if c.tipo in ("cantidad", "dinero") else None for c in self.campos]
        for numeros, columnas in self._deposito.bloques():
            listas = [
                columna if memoria is None else map(memoria.__getitem__, columna)
                for columna, memoria in zip(columnas, decimales, strict=True)
            ]
            yield from zip(numeros, zip(*listas, strict=True), strict=True)

    def cerrar(self) -> None:
        """Give the temporary file back. May be called twice."""
        self._deposito.cerrar()

    def __enter__(self) -> Analisis:
        return self

    def __exit__(self, *_error: object) -> None:
        self.cerrar()


class _Decimales(dict[int | None, Decimal | None]):
    """Whole units → Decimal, remembered."""

    _LLENO = 4_096

    def __init__(self, decimales: int) -> None:
        super().__init__()
        self._decimales = decimales

    def __missing__(self, unidades: int | None) -> Decimal | None:
        if len(self) >= self._LLENO:
            self.clear()
        valor = None if unidades is None else Decimal(unidades).scaleb(-self._decimales)
        self[unidades] = valor
        return valor


def analizar(
    tabla: Tabla,
    campos: Sequence[Campo],
    mapeo: Mapping[int, str] | None = None,
    decimal: Convencion | None = None,
    avance: Avance | None = None,
    *,
    fila_titulos: int | None = None,
    con_totales: bool = False,
    probar_sumas: bool = False,
) -> Analisis:
    """Read `tabla` to its end against `campos`. Rows that look like totals are left out, unless `con_totales`.

    A row of figures without a code looks like one; with `probar_sumas`, only if it is the sum of the rows above it.

    `mapeo` (column from 0 → field name) replaces the mapping by name, `fila_titulos` the search for the headings.
    `decimal` settles the numbers that could be either; without it the evidence of the whole file does, or they are
    errors.
    Control characters are removed from texts, except NUL, which tells of damage and is refused; what cannot be seen
    is refused in the field that identifies the row. An empty cell is None.
    Raises ArchivoError when the file cannot be read or is empty, DiscoLlenoError, and CanceladoError through
    `avance`; nothing is left behind then.
    """
    avance = avance or SinAvance()
    encabezado = buscar(tabla, campos) if fila_titulos is None else en_fila(tabla, fila_titulos)
    if encabezado.fila == 0:
        raise ArchivoError(
            tr("«{nombre}» no tiene datos.").format(nombre=tabla.nombre),
            tr("Elegir otra hoja: {hojas}.").format(hojas=", ".join(tabla.hojas))
            if len(tabla.hojas) > 1
            else tr("Elegir el archivo que tiene los datos."),
        )
    pares = emparejar(encabezado.titulos, campos) if mapeo is None else _a_mano(encabezado, campos, mapeo)
    por_nombre = {campo.nombre: campo for campo in campos}
    columnas = [(indice, por_nombre[nombre]) for indice, nombre in pares.mapeo.items()]
    evidencia, total = _mirar_convencion(tabla, encabezado, columnas, decimal, avance)
    analisis = Analisis(
        archivo=tabla.nombre,
        encabezado=encabezado,
        campos=tuple(campo for _, campo in columnas),
        mapeo=pares.mapeo,
        ignoradas=pares.ignoradas,
        repetidas=pares.repetidas,
        convencion=decimal or evidencia.convencion,
    )
    try:
        clave = None if con_totales else next((indice for indice, campo in columnas if campo.clave), None)
        totales = Totales(clave, Sumas(analisis.convencion) if probar_sumas else None)
        _validar(tabla, analisis, columnas, pares.faltantes, totales, total, avance)
    except BaseException:
        analisis.cerrar()
        raise
    analisis.omitidas, analisis.total_omitidas = totales.omitidas, totales.total
    if aviso := totales.aviso():
        analisis.avisos.append(aviso)
    _avisar(tabla, analisis, evidencia)
    return analisis


def _a_mano(encabezado: Encabezado, campos: Sequence[Campo], mapeo: Mapping[int, str]) -> Emparejamiento:
    conocidos = {campo.nombre for campo in campos}
    elegidos = dict(sorted(mapeo.items()))
    if not conocidos.issuperset(elegidos.values()) or len(set(elegidos.values())) < len(elegidos):
        raise ValueError(f"a mapping to unknown or repeated fields: {elegidos}")
    ignoradas = tuple(t for i, t in enumerate(encabezado.titulos) if t and i not in elegidos)
    faltantes = tuple(c for c in campos if c.obligatorio and c.nombre not in elegidos.values())
    return Emparejamiento(elegidos, ignoradas, (), faltantes)


def _mirar_convencion(
    tabla: Tabla,
    encabezado: Encabezado,
    columnas: Sequence[tuple[int, Campo]],
    decimal: Convencion | None,
    avance: Avance,
) -> tuple[Evidencia, int]:
    """The evidence of the numeric columns and the number of rows, by a first reading; neither if it is not needed."""
    evidencia, total = Evidencia(), 0
    numericas = [indice for indice, campo in columnas if campo.numerico]
    if decimal is None and numericas:
        for bloque in bloques(tabla, encabezado.fila):
            avance.paso(total)
            total += len(bloque.numeros)
            for columna in bloque.columnas(numericas):
                evidencia.mirar(columna)
    return evidencia, total


def _validar(
    tabla: Tabla,
    analisis: Analisis,
    columnas: Sequence[tuple[int, Campo]],
    faltantes: Sequence[Campo],
    totales: Totales,
    total: int,
    avance: Avance,
) -> None:
    lista = ListaErrores()
    encontradas = ", ".join(f"«{t}»" for t in analisis.encabezado.titulos if t)
    lista.agregar(
        ErrorFila(
            analisis.encabezado.fila,
            campo.etiqueta,
            "",
            tr("falta la columna obligatoria «{etiqueta}»; las columnas encontradas son {encontradas}").format(
                etiqueta=campo.etiqueta, encontradas=encontradas
            ),
        )
        for campo in faltantes
    )
    if columnas:
        validador = Validador(tabla, analisis.encabezado, columnas, analisis.convencion)
        for leido in bloques(tabla, analisis.encabezado.fila):
            avance.paso(analisis.total, total)
            bloque = totales.sin_ellas(leido)
            if bloque is None:
                continue
            numeros, valores, errores = validador.validar(bloque)
            analisis.total += len(bloque.numeros)
            lista.agregar(errores)
            # Without a required column no row is good; the others are still looked at, for their errors.
            if numeros and not faltantes:
                analisis.filas_validas += len(numeros)
                analisis._deposito.poner((numeros, valores))
        avance.paso(analisis.total, analisis.total)
        if validador.codigos_con_decimales:
            analisis.avisos.append(
                tr(
                    "{n} códigos están guardados como número: si la planilla les quitó ceros (564002.130 → 564002.13), "
                    "dar a la columna formato de texto y corregirlos."
                ).format(n=validador.codigos_con_decimales)
            )
    analisis.errores, analisis.total_errores = lista.errores, lista.total


def _avisar(tabla: Tabla, analisis: Analisis, evidencia: Evidencia) -> None:
    if evidencia.contradictoria:
        analisis.avisos.append(
            tr("Unas celdas usan coma decimal y otras punto: las que podrían ser cualquiera de los dos son errores.")
        )
    for titulo, nombre in analisis.repetidas:
        campo = next(c for c in analisis.campos if c.nombre == nombre)
        analisis.avisos.append(
            tr("La columna «{titulo}» no se usa: «{etiqueta}» ya sale de otra.").format(
                titulo=titulo, etiqueta=campo.etiqueta
            )
        )
    if len(tabla.hojas) > 1:
        otras = ", ".join(f"«{h}»" for h in tabla.hojas if h != tabla.hoja)
        analisis.avisos.append(tr("Se leyó la hoja «{hoja}»; no se leyó {otras}.").format(hoja=tabla.hoja, otras=otras))
    if analisis.total == 0:
        analisis.avisos.append(tr("Debajo de los títulos no hay ninguna fila."))
