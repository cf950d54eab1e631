"""Moving goods between two places: two lines of the ledger, one out of each place, joined by `par_id`."""

from __future__ import annotations

from decimal import Decimal

from rexus.base.changes import Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import ledger, lotes
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.ledger import TRANSFERENCIA, Asiento, MovimientoHecho
from rexus.stock.movimientos import cambio, texto


def transferir(
    work: Work,
    clase: str,
    articulo_id: int,
    cantidad: str | int | Decimal,
    de_id: int,
    a_id: int,
    *,
    longitud_mm: int = 0,
    referencia: str = "",
    clave: str | None = None,
) -> Result[tuple[MovimientoHecho, MovimientoHecho]]:
    """Move `cantidad` pieces from one place to another; the article's stock stays as it is.

    Raises StockInsuficienteError when the first place has fewer, DatoInvalidoError when both are the same.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    piezas = cantidad_positiva(cantidad)
    if de_id == a_id:
        motivo = tr("es el mismo lugar")
        raise DatoInvalidoError(
            tr("El origen y el destino son el mismo lugar. No se registró nada."), campos={"destino": motivo}
        )
    clave = ledger.nueva_clave(clave)
    referencia = texto(referencia, "referencia", 120)
    # Out first: it is the first place that may not have the goods.
    sale = ledger.asentar(
        work,
        Asiento(
            clave,
            clase,
            articulo_id,
            TRANSFERENCIA,
            -piezas,
            de_id,
            longitud_mm,
            referencia=referencia,
            entre_lugares=True,
        ),
    )
    entra = ledger.asentar(
        work,
        Asiento(
            lotes.clave_de_linea(clave, "destino"),
            clase,
            articulo_id,
            TRANSFERENCIA,
            piezas,
            a_id,
            longitud_mm,
            referencia=referencia,
            par_id=sale.id,
            entre_lugares=True,
        ),
    )
    return Result((sale, entra), cambio(clase, articulo_id))
