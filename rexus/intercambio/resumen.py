"""The «resumen de materiales» that a window-design program prints for an obra, as it is read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final

from rexus.intercambio.campos import LONGITUD_MAXIMA, Campo
from rexus.intercambio.filas_sueltas import FilasLeidas, leer_filas
from rexus.intercambio.numeros import Convencion
from rexus.stock import FilaResumen

# What the workshop had, lacks and should order by the other program's reckoning is not read: Rexus knows better.
CAMPOS: Final[tuple[Campo, ...]] = (
    Campo(
        "codigo", "Código", sinonimos=("Código de artículo", "Referencia", "Artículo"), obligatorio=True, largo=60,
        unico=True,
    ),
    Campo(
        "necesarias", "Necesarias", "cantidad", ("Unidades necesarias", "Necesario", "Cant. necesaria"),
        obligatorio=True, minimo=Decimal(0),
    ),
    Campo("clase", "Tipo", sinonimos=("Clase", "Rubro")),
    Campo("descripcion", "Descripción", sinonimos=("Detalle", "Denominación"), largo=255),
    Campo("acabado", "Acabado", sinonimos=("Terminación", "Color"), largo=120),
    Campo("numero", "Número", sinonimos=("Nro", "Nº"), largo=30),
    Campo("vs", "Vs.", sinonimos=("Versión",), largo=30),
    Campo("proveedor", "Proveedor", sinonimos=("Fabricante", "Marca"), largo=120),
    Campo("longitud", "Longitud", "entero", ("Largo", "Longitud (mm)"), minimo=0, maximo=LONGITUD_MAXIMA),
    Campo("ancho", "Ancho", "entero", ("Ancho (mm)",), minimo=0, maximo=LONGITUD_MAXIMA),
    Campo("alto", "Alto", "entero", ("Altura", "Alto (mm)"), minimo=0, maximo=LONGITUD_MAXIMA),
    Campo("ped_min", "Pedido mínimo", "cantidad", ("Ped. mín.", "Pedido min"), minimo=Decimal(0)),
    Campo("emba", "Embalaje", "cantidad", ("Emba.", "Pack"), minimo=Decimal(0)),
)  # fmt: skip


def leer_resumen(
    archivo: Path, *, hoja: str | None = None, decimal: Convencion | None = None, con_totales: bool = False
) -> tuple[list[FilaResumen], FilasLeidas]:
    """The rows of a summary, for `stock.resumen`; those that look like totals are left out, unless `con_totales`.

    Raises ArchivoError, ArchivoConErroresError with every error.
    """
    # A line whose code was forgotten is no sum: the obra would get less than it needs.
    leidas = leer_filas(archivo, CAMPOS, hoja=hoja, decimal=decimal, con_totales=con_totales, probar_sumas=True)
    filas = []
    for numero, valores in leidas.filas:
        datos = {campo: v for campo, v in valores.items() if campo not in ("codigo", "necesarias", "clase")}
        tipo = valores.get("clase") or ""
        filas.append(
            FilaResumen(numero, valores["codigo"], valores["necesarias"], tipo, {**datos, "tipo": tipo or None})
        )
    return filas, leidas
