"""What the stock column of a file means: opening stock, a count, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from rexus.base.text import contados, formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.intercambio.analisis import ErrorFila
from rexus.intercambio.lugares import Lugares
from rexus.stock import CONTEO, ENTRADA, Asiento, Clase, Existencia

INICIAL, CONTAR, IGNORAR = "inicial", "contar", "ignorar"
MODOS = (INICIAL, CONTAR, IGNORAR)


@dataclass
class _Pedido:
    """A movement to come. `articulo_id` None is an article that the import is about to make; `lugar` is a code."""

    fila: int
    codigo: str
    articulo_id: int | None
    tipo: str
    cantidad: Decimal
    lugar: str
    lugar_id: int = 0
    contado: Decimal = Decimal(0)
    impedimento: str = ""


class StockImportado:
    """The movements that one stretch of the file asks for. `columna` is the heading of its stock, for the errors."""

    def __init__(self, columna: str = "") -> None:
        self._columna = columna
        self._pedidos: list[_Pedido] = []
        self._lugares: Lugares | None = None

    def __len__(self) -> int:
        return len(self._pedidos)

    def de_nuevo(self, fila: int, codigo: str, lugar: str, contado: Decimal | None, modo: str) -> None:
        """A new article receives its stock, whether it is called opening stock or a count."""
        if contado and modo != IGNORAR:
            tipo = ENTRADA if modo == INICIAL else CONTEO
            self._pedidos.append(_Pedido(fila, codigo, None, tipo, contado, lugar, contado=contado))

    def de_existente(
        self,
        fila: int,
        codigo: str,
        existente: Mapping[str, Any],
        lugar: str | None,
        contado: Decimal | None,
        modo: str,
    ) -> bool:
        """Whether a count of an article that exists differs from its stock; then the difference is posted."""
        if modo != CONTAR or contado is None or contado == existente["stock_actual"]:
            return False
        diferencia = contado - existente["stock_actual"]
        casa = lugar or existente["ubicacion"] or ""
        impedimento = ""
        if diferencia > 0 and not existente["activo"]:
            impedimento = tr("el artículo está inactivo: reactivarlo antes de contarlo")
        elif contado < existente["stock_reservado"]:
            impedimento = tr("hay {reservadas}: no puede quedar menos").format(
                reservadas=contados(existente["stock_reservado"], tr("reservada"), tr("reservadas"))
            )
        self._pedidos.append(
            _Pedido(fila, codigo, existente["id"], CONTEO, diferencia, casa, contado=contado, impedimento=impedimento)
        )
        return True

    def ubicar(self, work: Work, clase: Clase, lugares: Lugares, errores: list[ErrorFila]) -> None:
        """Find where counts take pieces away: the usual place if it has them, else the only place that does.

        A count that no single place can give is an error: a file does not say which rack to take from. So is one of
        an article or into a usual place that is inactive, or of fewer than are reserved.
        """
        self._lugares = lugares
        for p in self._pedidos:
            if p.cantidad > 0 and not lugares.activa(p.lugar):
                p.impedimento = tr("su ubicación «{lugar}» está inactiva").format(lugar=p.lugar)
            if p.impedimento:
                errores.append(ErrorFila(p.fila, self._columna, formatear_numero(p.contado), p.impedimento))
        faltantes = [p for p in self._pedidos if p.cantidad < 0 and not p.impedimento]
        if not faltantes:
            return
        ids = [p.articulo_id for p in faltantes]
        hay: dict[int, dict[int, Decimal]] = {}
        for fila in work.connection.execute(
            select(Existencia.articulo_id, Existencia.ubicacion_id, Existencia.cantidad).where(
                Existencia.clase == clase.nombre, entre(Existencia.articulo_id, ids), Existencia.longitud_mm == 0
            )
        ):
            hay.setdefault(fila.articulo_id, {})[fila.ubicacion_id] = fila.cantidad
        for p in faltantes:
            lugares_con = hay.get(p.articulo_id or 0, {})
            casa = lugares.id_de(p.lugar)
            alcanza = [lugar for lugar, cantidad in lugares_con.items() if cantidad + p.cantidad >= 0]
            if casa in alcanza:
                p.lugar_id = casa
            elif len(alcanza) == 1:
                p.lugar_id = alcanza[0]
            else:
                motivo = tr("hay que bajar {n} y están repartidas en varios lugares: hacer un conteo por lugar").format(
                    n=formatear_numero(-p.cantidad)
                )
                errores.append(ErrorFila(p.fila, self._columna, formatear_numero(p.contado), motivo))

    def asientos(self, clase: str, ids: Mapping[str, int]) -> Iterator[Asiento]:
        """The movements, once the new articles have their ids and the new places theirs."""
        assert self._lugares is not None
        for p in self._pedidos:
            articulo_id = p.articulo_id if p.articulo_id is not None else ids[p.codigo]
            lugar_id = p.lugar_id or self._lugares.id_de(p.lugar)
            yield Asiento("", clase, articulo_id, p.tipo, p.cantidad, lugar_id)
