"""A catalogue's operations, each in its own unit of work: what controllers and the CLI hold in their hands."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.base.errors import BaseError
from rexus.base.progress import Avance
from rexus.db.instantanea import Entera, Filas, Recordar
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.stock import (
    anulaciones,
    articulos,
    consulta,
    conteos,
    exportaciones,
    kardex,
    ledger,
    movimientos,
    transferencias,
)
from rexus.stock.anulaciones import Anulado
from rexus.stock.articulos import Articulo
from rexus.stock.clases import clase_de
from rexus.stock.consulta import Consulta, Fila, Totales
from rexus.stock.conteos import Contado, ConteoHecho, LineaConteo
from rexus.stock.kardex import ExistenciaLugar, LineaKardex
from rexus.stock.ledger import MovimientoHecho
from rexus.stock.movimientos import Pedido

T = TypeVar("T")


class ModeloArticulos:
    """The operations of one class of articles. Opens nothing until one of them is called; safe in any thread.

    `actor` tells who is signed in at the moment of the call. Every method raises what its operation raises.
    """

    def __init__(self, registry: Registry, actor: Callable[[], Actor], clase: str) -> None:
        self._registry = registry
        self._actor = actor
        self.clase = clase

    def _leer(
        self,
        operacion: Callable[..., Any],
        *args: Any,
        avance: Avance | None = None,
        recordar: Recordar | None = None,
        **kw: Any,
    ) -> Any:
        return self._registry.leer(
            INVENTARIO, self._actor(), operacion, self.clase, *args, **kw, avance=avance, recordar=recordar
        )

    def _ver(self, operacion: Callable[..., Any], *args: Any, avance: Avance | None = None, **kw: Any) -> Any:
        """Read what is only looked at: while the server is away, as it was seen last."""
        return self._leer(operacion, *args, **kw, avance=avance, recordar=Entera())

    def _buscar(self, etiqueta: str, clave: str, tipo: type[T], leer: Callable[[], T]) -> T:
        """What `leer` reads, from the cache while it is there; while the server is away, as it was seen last.

        What was seen last may be old: it is looked for outside the cache, and never enters it. The caller has checked
        the permission.
        """
        cache = self._registry.cache
        return self._registry.instantanea.leer(
            Entera(), self._actor(), (etiqueta, clave), lambda: cache.recordar(etiqueta, clave, tipo, leer)
        )

    def _escribir(self, operacion: Callable[..., Any], *args: Any, avance: Avance | None = None, **kw: Any) -> Any:
        return self._registry.escribir(INVENTARIO, self._actor(), operacion, self.clase, *args, **kw, avance=avance)

    def primera(
        self, pedida: Consulta, columnas: Sequence[str], limite: int = 100, avance: Avance | None = None
    ) -> list[Fila]:
        """The first rows of a result, in order."""
        recordar = Filas((self.clase, *columnas))
        try:
            return self._leer(  # type: ignore[no-any-return]
                consulta.primera, pedida, columnas, limite, avance=avance, recordar=recordar
            )
        except BaseError as error:
            if not self._registry.instantanea.vale(error):
                raise
            # What was seen of it is there as a list of ids and as rows.
            return self.filas(self.indice(pedida, avance)[:limite], columnas)

    def indice(self, pedida: Consulta, avance: Avance | None = None) -> array[int]:
        """The ids of the whole result, in order."""
        return self._ver(consulta.indice, pedida, avance=avance)  # type: ignore[no-any-return]

    def filas(self, ids: Sequence[int], columnas: Sequence[str]) -> list[Fila]:
        """The rows of those ids."""
        recordar = Filas((self.clase, *columnas), ids)
        return self._leer(consulta.filas, ids, columnas, recordar=recordar)  # type: ignore[no-any-return]

    def totales(self, pedida: Consulta, avance: Avance | None = None) -> Totales:
        """The figures of the filtered set."""
        return self._ver(consulta.totales, pedida, avance=avance)  # type: ignore[no-any-return]

    def valores(self, columna: str) -> list[str]:
        """The distinct values of a filter's column, remembered until one of them may have changed."""
        c = clase_de(self.clase)
        self._registry.exigir(self._actor(), f"{c.permiso}.ver", ModeloArticulos.valores)
        return self._buscar(c.etiqueta_valores, columna, list[str], lambda: self._leer(consulta.valores, columna))

    def articulo(self, articulo_id: int) -> Articulo:
        """One article, whole."""
        return self._ver(articulos.articulo, articulo_id)  # type: ignore[no-any-return]

    def id_por_codigo(self, codigo: str) -> int:
        """The id of the article with that code or QR."""
        return self._ver(articulos.id_por_codigo, codigo)  # type: ignore[no-any-return]

    def codigos_parecidos(self, codigo: str) -> list[str]:
        """The codes that differ from this one in capitals alone."""
        return self._ver(articulos.codigos_parecidos, codigo)  # type: ignore[no-any-return]

    def crear(
        self, valores: Mapping[str, Any], stock_inicial: str | int | Decimal = 0, clave: str | None = None
    ) -> Result[Articulo]:
        """A new article."""
        return self._escribir(  # type: ignore[no-any-return]
            articulos.crear,
            valores,
            stock_inicial=stock_inicial,
            clave=clave,
            intento=clave if clave is None else ledger.nueva_clave(clave),
        )

    def editar(
        self, articulo_id: int, version: int, cambios: Mapping[str, Any], base: Mapping[str, Any]
    ) -> Result[Articulo]:
        """Save changed fields."""
        return self._escribir(articulos.editar, articulo_id, version, cambios, base)  # type: ignore[no-any-return]

    def editar_varios(
        self, ids: Sequence[int], cambios: Mapping[str, Any], avance: Avance | None = None
    ) -> Result[int]:
        """Give several articles the same place, supplier or minimum."""
        return self._escribir(  # type: ignore[no-any-return]
            articulos.editar_varios, ids, cambios, avance=avance, largo=True
        )

    def activar(self, articulo_id: int, *, activo: bool) -> Result[Articulo]:
        """Deactivate or reactivate."""
        return self._escribir(articulos.activar, articulo_id, activo=activo)  # type: ignore[no-any-return]

    def eliminar(self, articulo_id: int) -> Result[None]:
        """Delete an article without history."""
        return self._escribir(articulos.eliminar, articulo_id)  # type: ignore[no-any-return]

    def registrar_entrada(self, pedido: Pedido) -> Result[MovimientoHecho]:
        """Goods come in."""
        return self._escribir(movimientos.registrar_entrada, pedido)  # type: ignore[no-any-return]

    def registrar_salida(self, pedido: Pedido) -> Result[MovimientoHecho]:
        """Goods go out."""
        return self._escribir(movimientos.registrar_salida, pedido)  # type: ignore[no-any-return]

    def registrar_ajuste(self, pedido: Pedido) -> Result[MovimientoHecho]:
        """A correction, with its reason."""
        return self._escribir(movimientos.registrar_ajuste, pedido)  # type: ignore[no-any-return]

    def registrar_varios(
        self, tipo: str, pedidos: Sequence[Pedido], clave: str | None = None
    ) -> Result[list[MovimientoHecho]]:
        """Several of a kind as one batch."""
        return self._escribir(movimientos.registrar_varios, tipo, pedidos, clave)  # type: ignore[no-any-return]

    def transferir(
        self, articulo_id: int, cantidad: str | int | Decimal, de_id: int, a_id: int, **kw: Any
    ) -> Result[tuple[MovimientoHecho, MovimientoHecho]]:
        """Move goods between two places."""
        return self._escribir(  # type: ignore[no-any-return]
            transferencias.transferir, articulo_id, cantidad, de_id, a_id, **kw
        )

    def anular(self, movimiento_id: int, motivo: str = "", clave: str | None = None) -> Result[Anulado]:
        """Undo a movement."""
        return self._registry.escribir(INVENTARIO, self._actor(), anulaciones.anular, movimiento_id, motivo, clave)

    def anular_lote(self, lote_id: int, motivo: str = "", clave: str | None = None) -> Result[list[MovimientoHecho]]:
        """Undo every movement of a batch."""
        return self._registry.escribir(INVENTARIO, self._actor(), anulaciones.anular_lote, lote_id, motivo, clave)

    def planilla(
        self, ubicacion_id: int | None = None, articulos_ids: Sequence[int] | None = None
    ) -> list[LineaConteo]:
        """The sheet of a stocktake."""
        return self._leer(  # type: ignore[no-any-return]
            conteos.planilla, ubicacion_id=ubicacion_id, articulos=articulos_ids
        )

    def anotar_exportacion(self, que: str, archivo: str, filas: int, pedido: Mapping[str, Any]) -> None:
        """Record that articles were taken out to a file of that name (without its folder)."""
        self._escribir(exportaciones.anotar_exportacion, que, archivo, filas, pedido)

    def registrar_conteo(
        self,
        contados: Sequence[Contado],
        origen: str = "",
        clave: str | None = None,
        avance: Avance | None = None,
    ) -> Result[ConteoHecho]:
        """Post the differences of a stocktake."""
        return self._escribir(  # type: ignore[no-any-return]
            conteos.registrar_conteo, contados, origen=origen, clave=clave, avance=avance, largo=True
        )

    def kardex(self, articulo_id: int, antes_de: int | None = None, limite: int | None = 100) -> list[LineaKardex]:
        """A page of the article's card, newest first."""
        return self._ver(kardex.kardex, articulo_id, antes_de=antes_de, limite=limite)  # type: ignore[no-any-return]

    def existencias(self, articulo_id: int) -> list[ExistenciaLugar]:
        """Where its pieces are."""
        return self._ver(kardex.existencias, articulo_id)  # type: ignore[no-any-return]

    def cuantos_movimientos(self, articulo_id: int) -> int:
        """How long its card is."""
        return self._ver(kardex.cuantos_movimientos, articulo_id)  # type: ignore[no-any-return]
