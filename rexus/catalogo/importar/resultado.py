"""What a dry run found, in the form in which it is shown: sentences and rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.intercambio.analisis import Analisis
from rexus.intercambio.campos import DECIMALES
from rexus.intercambio.errores_fila import ErrorFila
from rexus.intercambio.importacion import Alta, Resumen
from rexus.intercambio.numeros import NumeroAmbiguo, NumeroInvalido, leer_texto


@dataclass(frozen=True)
class Revision:
    """A dry run. `errores` is how many there are, of which `filas_errores` has those that can be shown.

    `filas_errores` are (row, column, value, reason), `filas_altas` (row, code, what it is, stock, place, the rest) of
    the new articles, `filas_cambios` (row, code, field, before, after) of every field that would change. `totales` is
    how many rows look like totals, and `con_totales` whether they are read all the same. `dudosos` says that some
    numbers are errors only because nothing proves their decimal mark.
    """

    archivo: str
    resumen: Resumen
    errores: int
    avisos: tuple[str, ...]
    con_stock: bool
    dudosos: bool
    totales: int
    con_totales: bool
    filas_errores: list[tuple[int, str, str, str]]
    filas_altas: list[tuple[int, str, str, Decimal | None, str, str]]
    filas_cambios: list[tuple[int, str, str, str, str]]

    @property
    def por_hacer(self) -> int:
        """How many articles the import would create or change."""
        return self.resumen.nuevos + self.resumen.actualizados

    @property
    def motivo(self) -> str:
        """Why it cannot be imported; empty when it can."""
        if self.errores:
            frase = (
                tr("No se puede importar: hay 1 error.")
                if self.errores == 1
                else tr("No se puede importar: hay {n} errores.").format(n=formatear_numero(self.errores))
            )
            que_hacer = (
                tr("Decir qué marca separa los decimales.")
                if self.dudosos
                else tr("Corregir la planilla, guardarla y leerla de nuevo.")
            )
            return f"{frase} {que_hacer}"
        if not self.por_hacer:
            return tr("No hay nada que importar: todo está igual que en la planilla.")
        return ""

    @property
    def frase(self) -> str:
        """«1.000 artículos nuevos · 12 artículos cambian · 3 sin cambios · 850 movimientos de stock»."""
        r = self.resumen
        partes = []
        if self.errores:
            partes.append(contados(self.errores, tr("error"), tr("errores")))
        if r.nuevos:
            partes.append(contados(r.nuevos, tr("artículo nuevo"), tr("artículos nuevos")))
        if r.actualizados:
            partes.append(contados(r.actualizados, tr("artículo cambia"), tr("artículos cambian")))
        if r.sin_cambios:
            partes.append(tr("{n} sin cambios").format(n=formatear_numero(r.sin_cambios)))
        if r.movimientos:
            partes.append(contados(r.movimientos, tr("movimiento de stock"), tr("movimientos de stock")))
        return " · ".join(partes) or tr("Ninguna fila con datos")


def revision(catalogo: Catalogo, analisis: Analisis, resumen: Resumen, *, con_totales: bool = False) -> Revision:
    """What the analysis of a file and its dry run say together. For a worker thread: there may be a million errors."""
    return Revision(
        archivo=analisis.archivo,
        resumen=resumen,
        # The dry run adds the errors that only the database knows to those that could be kept.
        errores=analisis.total_errores + len(resumen.errores) - len(analisis.errores),
        avisos=(*analisis.avisos, *resumen.avisos),
        con_stock=any(campo.nombre == "stock_actual" for campo in analisis.campos),
        dudosos=analisis.convencion is None
        and any(_dudoso(catalogo, error, analisis) for error in analisis.errores[:10_000]),
        totales=analisis.total_omitidas,
        con_totales=con_totales,
        filas_errores=[(e.fila, etiqueta(catalogo, e.columna), e.valor, e.motivo) for e in resumen.errores],
        filas_altas=[_alta(catalogo, alta) for alta in resumen.altas],
        filas_cambios=list(_cambios(catalogo, resumen)),
    )


def etiqueta(catalogo: Catalogo, nombre: str) -> str:
    """How a field is called; a heading of the file as it is."""
    campo = catalogo.campo.get(nombre)
    return tr(campo.etiqueta) if campo is not None else nombre


def valor(catalogo: Catalogo, nombre: str, dato: Any) -> str:
    """A value as it is read: «1.234,50», «(vacío)»."""
    if dato is None or dato == "":
        return tr("(vacío)")
    if isinstance(dato, Decimal | int) and not isinstance(dato, bool):
        campo = catalogo.campo.get(nombre)
        dinero = campo is not None and campo.tipo == "dinero"
        return formatear_numero(dato, DECIMALES["dinero"] if dinero else None)
    return str(dato)


def _alta(catalogo: Catalogo, alta: Alta) -> tuple[int, str, str, Decimal | None, str, str]:
    titular = catalogo.clase.titular
    aparte = {"codigo", titular, "stock_actual", "ubicacion"}
    resto = (
        f"{etiqueta(catalogo, nombre)}: {valor(catalogo, nombre, dato)}"
        for nombre, dato in alta.valores.items()
        if nombre not in aparte and dato not in (None, "")
    )
    return (
        alta.fila,
        alta.codigo,
        str(alta.valores.get(titular) or ""),
        alta.valores.get("stock_actual"),
        str(alta.valores.get("ubicacion") or ""),
        " · ".join(resto),
    )


def _cambios(catalogo: Catalogo, resumen: Resumen) -> Iterator[tuple[int, str, str, str, str]]:
    for cambio in resumen.cambios:
        for nombre, (antes, despues) in cambio.campos.items():
            yield (
                cambio.fila,
                cambio.codigo,
                etiqueta(catalogo, nombre),
                valor(catalogo, nombre, antes),
                valor(catalogo, nombre, despues),
            )


def _dudoso(catalogo: Catalogo, error: ErrorFila, analisis: Analisis) -> bool:
    try:
        leer_texto(error.valor, 3)
    except NumeroAmbiguo:
        columna = next((n for n in analisis.mapeo if analisis.encabezado.titulo(n) == error.columna), None)
        return columna is not None and catalogo.campo[analisis.mapeo[columna]].numerico
    except NumeroInvalido:
        return False
    return False
