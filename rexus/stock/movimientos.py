"""Goods in, goods out, corrections with a reason, and several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.changes import Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import limpiar, tr
from rexus.db.work import Work
from rexus.seguridad import AJUSTAR, exigir
from rexus.stock import ledger, lotes, ubicaciones
from rexus.stock.cantidades import cantidad_no_nula, cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.ledger import AJUSTE, ENTRADA, SALIDA, Asiento, MovimientoHecho
from rexus.stock.sentencias import sentencias

Cantidad = str | int | Decimal


@dataclass(frozen=True)
class Pedido:
    """What is asked of a movement. `cantidad` in pieces; `ubicacion_id` None lets the article say where.

    `clave` names the attempt: repeating it after a lost answer adds nothing.
    """

    articulo_id: int
    cantidad: Cantidad
    ubicacion_id: int | None = None
    longitud_mm: int = 0
    referencia: str = ""
    motivo: str = ""
    clave: str | None = None


def registrar_entrada(work: Work, clase: str, pedido: Pedido) -> Result[MovimientoHecho]:
    """Goods come in. Raises CantidadInvalidaError, ArticuloInexistenteError, ArticuloInactivoError."""
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    return _uno(work, clase, ENTRADA, pedido, cantidad_positiva(pedido.cantidad))


def registrar_salida(work: Work, clase: str, pedido: Pedido) -> Result[MovimientoHecho]:
    """Goods go out; `cantidad` is how many, without sign. Raises StockInsuficienteError and changes nothing."""
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    return _uno(work, clase, SALIDA, pedido, -cantidad_positiva(pedido.cantidad))


def registrar_ajuste(work: Work, clase: str, pedido: Pedido) -> Result[MovimientoHecho]:
    """A correction of so many more or fewer (signed), with its reason. Raises DatoInvalidoError without one.

    Needs the right to adjust stock besides that to change the module.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    exigir(work.actor, AJUSTAR)
    if not limpiar(pedido.motivo):
        motivo = tr("un ajuste necesita su motivo")
        raise DatoInvalidoError(
            tr("Falta el motivo del ajuste. No se registró nada."),
            tr("Escribir por qué se corrige el stock."),
            campos={"motivo": motivo},
        )
    return _uno(work, clase, AJUSTE, pedido, cantidad_no_nula(pedido.cantidad))


def registrar_varios(
    work: Work, clase: str, tipo: str, pedidos: Sequence[Pedido], clave: str | None = None
) -> Result[list[MovimientoHecho]]:
    """Several entradas or several salidas as one batch: all of them or none.

    Each line's UUID derives from the batch's `clave`, so repeating the whole adds nothing; ClaveRepetidaError when
    it is not the same whole.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    if tipo not in (ENTRADA, SALIDA):
        raise ValueError(tipo)
    if not pedidos:
        raise DatoInvalidoError(tr("La lista está vacía: no hay nada que registrar."))
    clave = ledger.nueva_clave(clave)
    ledger.bloquear(work, clase, (pedido.articulo_id for pedido in pedidos))
    repetido = lotes.existe(work, clave)
    lote_id = lotes.abrir(work, clave, "RAPIDO", clase, origen=tipo)
    signo = 1 if tipo == ENTRADA else -1
    hechos = [
        ledger.asentar(
            work,
            _asiento(
                work, clase, tipo, pedido, signo * cantidad_positiva(pedido.cantidad), lotes.clave_de_linea(clave, n)
            ).del_lote(lote_id),
        )
        for n, pedido in enumerate(pedidos)
    ]
    if repetido:
        lotes.mismas_lineas(work, clave, lote_id, hechos)
    return Result(hechos, cambio(clase, *(h.articulo_id for h in hechos)))


def cambio(clase: str, *articulos: int) -> Change:
    """What a movement of those articles changed."""
    return Change.of(clase, "movimiento", ids=articulos)


def _uno(work: Work, clase: str, tipo: str, pedido: Pedido, cantidad: Decimal) -> Result[MovimientoHecho]:
    clave = ledger.nueva_clave(pedido.clave)
    hecho = ledger.asentar(work, _asiento(work, clase, tipo, pedido, cantidad, clave))
    return Result(hecho, cambio(clase, hecho.articulo_id))


def _asiento(work: Work, clase: str, tipo: str, pedido: Pedido, cantidad: Decimal, clave: str) -> Asiento:
    lugar = pedido.ubicacion_id
    if lugar is None:
        # Where its goods are must still be so when they are taken.
        ledger.bloquear(work, clase, (pedido.articulo_id,))
        lugar = ledger.lugar_de(work, clave) or _lugar(work, clase, pedido, saca=cantidad < 0)
    return Asiento(
        clave,
        clase,
        pedido.articulo_id,
        tipo,
        cantidad,
        lugar,
        longitud_mm=pedido.longitud_mm,
        referencia=texto(pedido.referencia, "referencia", 120),
        motivo=texto(pedido.motivo, "motivo", 255),
    )


def _lugar(work: Work, clase: str, pedido: Pedido, *, saca: bool) -> int:
    """Where, when nobody says it: the article's usual place. Going out, the only place that has any comes first."""
    listas = sentencias(clase)
    articulo = {"p_articulo": pedido.articulo_id}
    if saca:
        con_stock = work.connection.scalars(
            listas.lugares_con_stock, {**articulo, "p_longitud": pedido.longitud_mm}
        ).all()
        if len(con_stock) == 1:
            return int(con_stock[0])
    return int(work.connection.scalar(listas.lugar_habitual, articulo) or ubicaciones.GENERAL)


def texto(escrito: str, campo: str, largo: int) -> str:
    """A movement's text as it is stored. Raises DatoInvalidoError when it is longer than `largo`; never cuts it."""
    limpio = limpiar(escrito)
    if len(limpio) > largo:
        raise DatoInvalidoError(
            tr("El texto de «{campo}» pasa de {largo} caracteres. No se registró nada.").format(
                campo=campo, largo=largo
            ),
            campos={campo: tr("demasiado largo")},
        )
    return limpio
