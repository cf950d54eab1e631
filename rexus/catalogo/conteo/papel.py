"""The sheet of a stocktake on paper: what is expected, and room for what is found. Pure."""

from __future__ import annotations

from typing import Final

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.conteo.hoja import Hoja, Renglon
from rexus.ui.impresion import hoja as impresa

# Nobody walks with more.
LINEAS_MAXIMAS: Final = 1_000
# Millimetres for what is written by hand.
_CONTADO, _NOTAS, _RENGLON = 20.0, 34.0, 7.0


def en_papel(hoja: Hoja, titulo: str, empresa: str, hecha: str, *, ciega: bool) -> impresa.Hoja:
    """The whole sheet as it stands; `ciega` leaves out what is expected."""
    con_lugar = len({r.linea.ubicacion_id for r in hoja.renglones}) > 1
    columnas = [impresa.Columna(tr("Lugar"))] if con_lugar else []
    columnas += [impresa.Columna(tr("Código")), impresa.Columna(tr("Descripción"), partible=True)]
    if not ciega:
        columnas.append(impresa.Columna(tr("Esperado"), derecha=True))
    columnas += [
        impresa.Columna(tr("Contado"), derecha=True, minimo=_CONTADO),
        impresa.Columna(tr("Notas"), minimo=_NOTAS),
    ]
    filas = [_fila(r, con_lugar=con_lugar, ciega=ciega) for r in hoja.renglones]
    cuantas = contados(len(hoja), tr("línea"), tr("líneas"))
    firma = impresa.Parrafo(tr("Contó: ______________________    Fecha: ______________"), "seccion")
    tabla = impresa.Tabla(tuple(columnas), filas, _RENGLON)
    return impresa.Hoja(titulo, empresa, hecha, (cuantas,), (tabla, firma))


def _fila(renglon: Renglon, *, con_lugar: bool, ciega: bool) -> tuple[str, ...]:
    linea = renglon.linea
    retazo = tr("retazo {mm}").format(mm=textos.longitud(linea.longitud_mm)) if linea.longitud_mm else ""
    descripcion = " · ".join(filter(None, (" ".join(linea.descripcion.split()), retazo)))
    celdas = [linea.ubicacion] if con_lugar else []
    celdas += [linea.codigo, descripcion]
    if not ciega:
        celdas.append(formatear_numero(linea.esperado))
    return (*celdas, renglon.texto if renglon.contado is not None else "", "")
