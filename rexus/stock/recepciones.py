"""Goods that arrive for an order: taken in, set apart for the obras that waited; what was sent back is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert, select

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, RexusError
from rexus.base.text import formatear_numero, tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra, estado_pedido, libro_reservas, lotes, lugares_de, obras, pedidos
from rexus.stock.cantidades import cantidad_no_negativa
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.estado_pedido import EN_CAMINO, RECIBIDA, LineaDePedido
from rexus.stock.intentos_de_lote import Intento
from rexus.stock.ledger import ENTRADA, Asiento
from rexus.stock.ledger_masivo import asentar_muchos
from rexus.stock.libro_reservas import CERO, RESERVAR, Apunte, Clave, EnStock
from rexus.stock.movimientos import texto
from rexus.stock.orm_compras import PedidoCompra, Recepcion, RecepcionLinea
from rexus.stock.pedir import faltan, pendiente

MODULO = pedidos.MODULO


@dataclass(frozen=True)
class LineaRecibida:
    """What arrived of a line of an order: pieces taken in, pieces sent back and why, and where those go."""

    linea_id: int
    recibidas: str | int | Decimal
    rechazadas: str | int | Decimal = 0
    motivo: str = ""
    ubicacion_id: int | None = None


@dataclass(frozen=True)
class LineaTomada:
    """What became of a line, in pieces. `de_mas`: more than was still to come; `reservadas`: for whom."""

    linea_id: int
    clase: str
    articulo_id: int
    codigo: str
    recibidas: Decimal
    rechazadas: Decimal
    motivo: str
    de_mas: Decimal
    pendiente: Decimal
    reservadas: tuple[Tenencia, ...] = ()


@dataclass(frozen=True)
class RecepcionHecha:
    """A reception, as the batch `lote_id`; `estado` is the order's after it. `repetido`: it was done before."""

    lote_id: int
    recepcion_id: int
    pedido_id: int
    numero: str
    estado: str
    remito: str
    lineas: tuple[LineaTomada, ...]
    repetido: bool = False


def exceso(faltaban: Decimal, llegaron: Decimal) -> str:
    """«faltaba 1 y llegaron 4»."""
    falta = tr("faltaba {n}") if faltaban == 1 else tr("faltaban {n}")
    llega = tr("llegó {n}") if llegaron == 1 else tr("llegaron {n}")
    return tr("{una} y {otra}").format(
        una=falta.format(n=formatear_numero(faltaban)), otra=llega.format(n=formatear_numero(llegaron))
    )


class ExcesoError(RexusError):
    """More arrived than was ordered; nothing was recorded. `excesos` maps a code to (still to come, arrived)."""

    def __init__(self, numero: str, excesos: Mapping[str, tuple[Decimal, Decimal]]) -> None:
        detalle = "; ".join(
            tr("de {codigo} {exceso}").format(codigo=codigo, exceso=exceso(faltaban, llegaron))
            for codigo, (faltaban, llegaron) in list(excesos.items())[:5]
        )
        super().__init__(
            tr("Llegó más de lo pedido"),
            tr("Del pedido {numero}: {detalle}. No se registró nada.").format(numero=numero, detalle=detalle),
            tr("Corregir la cantidad, o aceptar el exceso si se queda."),
        )
        self.excesos = dict(excesos)


def recibir(
    work: Work,
    pedido_id: int,
    lineas: Sequence[LineaRecibida] | None = None,
    *,
    remito: str = "",
    aceptar_exceso: bool = False,
    clave: str | None = None,
) -> Result[RecepcionHecha]:
    """Take in what arrived: those lines, or all that is still to come.

    Posts ENTRADAs and sets apart for the obras that waited, those delivered first first, what each still lacks. Raises
    ExcesoError for more than is still to come unless `aceptar_exceso`, ConflictoError for an order that is not on its
    way, DatoInvalidoError, CantidadInvalidaError, ArticuloInactivoError, ClaveRepetidaError.
    """
    # Whoever registers what comes in, who need not be the one who orders.
    exigir(work.actor, f"{MODULO}.ver")
    exigir(work.actor, "inventario.modificar")
    remito = texto(remito, "remito", 60)
    estado = pedidos.bloquear(work, pedido_id)
    numero = work.connection.execute(select(PedidoCompra.numero).where(PedidoCompra.id == pedido_id)).scalar_one()
    pedido = (pedido_id, lineas, remito, aceptar_exceso)
    intento = Intento(work, RecepcionHecha, clave, "RECEPCION", numero, pedido)
    if intento.hecho is not None:
        return Result(intento.hecho, NOTHING)
    if estado not in EN_CAMINO and not (estado == RECIBIDA and aceptar_exceso):
        raise ConflictoError(
            tr("El pedido {numero} está «{estado}» y no se recibe. No se registró nada.").format(
                numero=numero, estado=pedidos.rotulos()[estado]
            ),
            tr("Enviarlo primero.") if estado == estado_pedido.BORRADOR else tr("Hacer otro pedido."),
        )
    pedidas = {linea.id: linea for linea in estado_pedido.lineas(work, pedido_id)}
    llegadas = _llegadas(pedidas, lineas)
    esperan = [o for o in _que_esperan(work, pedido_id) if o.abierta]
    articulos = libro_reservas.articulos_bloqueados(work, {_clave(pedidas[id_]) for id_ in llegadas})
    _revisar(numero, pedidas, llegadas, articulos, aceptar_exceso=aceptar_exceso)
    lote_id = intento.abrir("compra")
    _entrar(work, lote_id, intento.clave, numero, remito, pedidas, llegadas)
    recepcion_id = _guardar(work, intento.clave, pedido_id, remito, lote_id, llegadas)
    apuntes = _reservar(work, lote_id, esperan, _por_articulo(pedidas, llegadas), articulos)
    ahora = estado_pedido.actualizar(work, pedido_id)
    codigos_de_obra = {o.id: o.codigo for o in esperan}
    hecho = RecepcionHecha(
        lote_id, recepcion_id, pedido_id, numero, ahora, remito,
        tuple(_tomada(pedidas[id_], llegada, articulos, apuntes, codigos_de_obra) for id_, llegada in llegadas.items()),
    )  # fmt: skip
    _anotar(work, hecho, estado, apuntes)
    clases = {linea.clase for linea in hecho.lineas}
    return Result(
        intento.terminar(lote_id, hecho), Change.of("pedido", "movimiento", "reserva", "obra", "lote", *clases)
    )


@dataclass(frozen=True)
class _Llegada:
    recibidas: Decimal
    rechazadas: Decimal
    motivo: str
    ubicacion_id: int | None


def _clave(linea: LineaDePedido) -> Clave:
    return linea.clase, linea.articulo_id


def _llegadas(pedidas: Mapping[int, LineaDePedido], lineas: Sequence[LineaRecibida] | None) -> dict[int, _Llegada]:
    if lineas is None:
        todas = {id_: _Llegada(p.pendiente, CERO, "", None) for id_, p in pedidas.items() if p.pendiente}
        if not todas:
            raise DatoInvalidoError(tr("Del pedido no falta llegar nada. No se registró nada."))
        return todas
    llegadas: dict[int, _Llegada] = {}
    for linea in lineas:
        if linea.linea_id not in pedidas or linea.linea_id in llegadas:
            raise DatoInvalidoError(tr("Una línea no es de ese pedido o está dos veces. No se registró nada."))
        recibidas, rechazadas = cantidad_no_negativa(linea.recibidas), cantidad_no_negativa(linea.rechazadas)
        motivo = texto(linea.motivo, "motivo", 255)
        if rechazadas and not motivo:
            raise DatoInvalidoError(
                tr("Falta el motivo de lo rechazado. No se registró nada."),
                tr("Escribir por qué se rechaza."),
                campos={"motivo": tr("falta completarlo")},
            )
        if recibidas or rechazadas:
            llegadas[linea.linea_id] = _Llegada(recibidas, rechazadas, motivo, linea.ubicacion_id)
    if not llegadas:
        raise DatoInvalidoError(tr("La lista está vacía: no hay nada que registrar."))
    return llegadas


def _que_esperan(work: Work, pedido_id: int) -> list[obras.FichaObra]:
    """The obras that waited, locked, those delivered first first."""
    orden = [id_ for id_, _ in pedidos.obras_de(work, pedido_id)]
    fichas = {o.id: o for o in obras.bloquear(work, tuple(orden))}
    return [fichas[id_] for id_ in orden]


def _revisar(
    numero: str,
    pedidas: Mapping[int, LineaDePedido],
    llegadas: Mapping[int, _Llegada],
    articulos: Mapping[Clave, EnStock],
    *,
    aceptar_exceso: bool,
) -> None:
    entran = [articulos[_clave(pedidas[id_])] for id_, llegada in llegadas.items() if llegada.recibidas]
    libro_reservas.exigir_activos(entran)
    excesos = {
        articulos[_clave(pedidas[id_])].codigo: (pedidas[id_].pendiente, llegada.recibidas)
        for id_, llegada in llegadas.items()
        if llegada.recibidas > pedidas[id_].pendiente
    }
    if excesos and not aceptar_exceso:
        raise ExcesoError(numero, excesos)


def _entrar(
    work: Work,
    lote_id: int,
    clave: str,
    numero: str,
    remito: str,
    pedidas: Mapping[int, LineaDePedido],
    llegadas: Mapping[int, _Llegada],
) -> None:
    casa = lugares_de.habituales(work, [_clave(pedidas[id_]) for id_ in llegadas])
    por_clase: dict[str, list[Asiento]] = {}
    for id_, llegada in llegadas.items():
        if not llegada.recibidas:
            continue
        clase, articulo_id = _clave(pedidas[id_])
        lugar = llegada.ubicacion_id or casa[clase, articulo_id]
        por_clase.setdefault(clase, []).append(
            Asiento(
                lotes.clave_de_linea(clave, id_), clase, articulo_id, ENTRADA, llegada.recibidas, lugar,
                referencia=f"{numero} {remito}".strip(), lote_id=lote_id,
            )
        )  # fmt: skip
    for clase in sorted(por_clase):
        asentar_muchos(work, clase, por_clase[clase])


def _guardar(
    work: Work, clave: str, pedido_id: int, remito: str, lote_id: int, llegadas: Mapping[int, _Llegada]
) -> int:
    nueva: int = work.connection.execute(
        insert(Recepcion).returning(Recepcion.id),
        {
            "clave": clave,
            "pedido_id": pedido_id,
            "fecha": work.now(),
            "remito": remito,
            "usuario": work.actor.usuario,
            "lote_id": lote_id,
        },
    ).scalar_one()
    work.connection.execute(
        insert(RecepcionLinea.__table__),  # type: ignore[arg-type]
        [
            {
                "recepcion_id": nueva,
                "pedido_linea_id": id_,
                "recibidas": llegada.recibidas,
                "rechazadas": llegada.rechazadas,
                "motivo": llegada.motivo,
            }
            for id_, llegada in llegadas.items()
        ],
    )
    return nueva


def _por_articulo(pedidas: Mapping[int, LineaDePedido], llegadas: Mapping[int, _Llegada]) -> dict[Clave, Decimal]:
    return {_clave(pedidas[id_]): llegada.recibidas for id_, llegada in llegadas.items() if llegada.recibidas}


def _reservar(
    work: Work,
    lote_id: int,
    esperan: Sequence[obras.FichaObra],
    llegado: Mapping[Clave, Decimal],
    articulos: Mapping[Clave, EnStock],
) -> list[Apunte]:
    """Set apart what arrived, up to what each obra lacks."""
    queda = dict(llegado)
    apuntes: list[Apunte] = []
    for obra in esperan:
        dado = cuentas_obra.entregado(work, obra.id)
        tiene = libro_reservas.de_obra(work, obra.id)
        for clave, necesarias in cuentas_obra.necesarias(work, obra.id).items():
            falta = faltan(pendiente(necesarias, dado.get(clave, CERO)), tiene.get(clave, CERO))
            toma = min(falta, queda.get(clave, CERO))
            if toma:
                queda[clave] -= toma
                apuntes.append(Apunte(obra.id, *clave, articulos[clave].codigo, toma, RESERVAR))
    libro_reservas.apuntar(work, apuntes, lote_id)
    return apuntes


def _tomada(
    linea: LineaDePedido,
    llegada: _Llegada,
    articulos: Mapping[Clave, EnStock],
    apuntes: Sequence[Apunte],
    codigos: Mapping[int, str],
) -> LineaTomada:
    return LineaTomada(
        linea.id,
        linea.clase,
        linea.articulo_id,
        articulos[_clave(linea)].codigo,
        llegada.recibidas,
        llegada.rechazadas,
        llegada.motivo,
        max(CERO, llegada.recibidas - linea.pendiente),
        max(CERO, linea.pendiente - llegada.recibidas),
        tuple(Tenencia(a.obra_id, codigos[a.obra_id], a.cantidad) for a in apuntes if a.clave == _clave(linea)),
    )


def _anotar(work: Work, hecho: RecepcionHecha, antes: str, apuntes: Sequence[Apunte]) -> None:
    lineas = {
        linea.codigo: {
            "recibidas": linea.recibidas,
            "rechazadas": linea.rechazadas,
            "motivo": linea.motivo,
            "de_mas": linea.de_mas,
        }
        for linea in hecho.lineas
    }
    work.anotar(
        MODULO, "recibir", "pedidos_compra", hecho.pedido_id,
        antes={"estado": antes},
        despues={"estado": hecho.estado, "lote": hecho.lote_id, "remito": hecho.remito, "lineas": lineas},
    )  # fmt: skip
    for obra_id in sorted({a.obra_id for a in apuntes}):
        suyos = [a for a in apuntes if a.obra_id == obra_id]
        work.anotar(
            obras.MODULO, RESERVAR, "obras", obra_id,
            despues={"lote": hecho.lote_id, "pedido": hecho.numero, "piezas": libro_reservas.en_palabras(suyos)},
        )  # fmt: skip
