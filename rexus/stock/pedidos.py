"""Purchase orders: written by hand or from what is missing, sent, annulled. What arrives of them: `recepciones`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import limpiar, tr, tr_en_contexto
from rexus.db.contenido import con_palabras
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo, turno
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import estado_pedido, ledger, libro_reservas, obras, proveedores
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.errors import ClaveRepetidaError
from rexus.stock.estado_pedido import ANULADA, BORRADOR, EN_CAMINO, ENVIADA, PARCIAL, RECIBIDA
from rexus.stock.fichas import Dia
from rexus.stock.libro_reservas import Clave
from rexus.stock.orm_compras import PedidoCompra, PedidoLinea, PedidoObra, Proveedor
from rexus.stock.orm_obras import Obra
from rexus.stock.validacion import Importe

MODULO = "compras"


class DatosPedido(BaseModel):
    """What is written about an order besides its lines."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fecha_prometida: Annotated[Dia, Field(title="Fecha prometida")] = None
    observaciones: Annotated[Texto, Field(max_length=4000, title="Observaciones")] = ""


class _Precio(BaseModel):
    precio: Annotated[Importe, Field(title="Precio")] = Decimal(0)


def a_centavos(importe: Decimal) -> Decimal:
    """An amount to the hundredth."""
    return importe.quantize(Decimal("0.01"))


@dataclass(frozen=True)
class LineaPedida:
    """So many pieces of an article, at that price for one."""

    clase: str
    articulo_id: int
    cantidad: str | int | Decimal
    precio: str | int | Decimal = 0


@dataclass(frozen=True)
class LineaVista:
    """A line of an order as people see it, in pieces; `pendiente` is still to come, unless it was annulled."""

    id: int
    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    cantidad: Decimal
    precio: Decimal
    recibidas: Decimal
    rechazadas: Decimal
    pendiente: Decimal

    @property
    def total(self) -> Decimal:
        """What the line costs, to the hundredth."""
        return a_centavos(self.cantidad * self.precio)


@dataclass(frozen=True)
class FichaPedido:
    """An order, whole. `obras` are the codes of those that wait for it, in the order in which they are served; `motivo`
    is why it was annulled.
    """

    id: int
    numero: str
    proveedor_id: int
    proveedor: str
    estado: str
    fecha: datetime
    fecha_envio: datetime | None
    fecha_prometida: date | None
    observaciones: str
    motivo: str
    usuario: str
    version: int
    lineas: tuple[LineaVista, ...]
    obras: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """What it costs, all lines."""
        return sum((linea.total for linea in self.lineas), Decimal("0.00"))


@dataclass(frozen=True)
class ResumenPedido:
    """An order in a list; `dias_entrega` is how long that supplier takes, 0 for «not known»."""

    id: int
    numero: str
    proveedor: str
    estado: str
    fecha: datetime
    fecha_prometida: date | None
    fecha_envio: datetime | None
    dias_entrega: int
    lineas: int
    total: Decimal

    def esperado(self, zona: tzinfo) -> date | None:
        """The day when it should be here: as promised, or by the supplier's days; None for what is not on its way."""
        if self.estado not in EN_CAMINO:
            return None
        if self.fecha_prometida is not None or self.fecha_envio is None or not self.dias_entrega:
            return self.fecha_prometida
        return self.fecha_envio.astimezone(zona).date() + timedelta(days=self.dias_entrega)

    def atrasado(self, ahora: datetime, zona: tzinfo) -> bool:
        """Whether that day is over."""
        esperado = self.esperado(zona)
        return esperado is not None and esperado < ahora.astimezone(zona).date()


@dataclass(frozen=True)
class PedidoHallado:
    """An order that was looked for by words."""

    id: int
    numero: str
    proveedor: str
    estado: str


def rotulos() -> dict[str, str]:
    """What people call the states of an order."""
    return {
        BORRADOR: tr("borrador"),
        ENVIADA: tr("enviado"),
        PARCIAL: tr("recibido en parte"),
        RECIBIDA: tr("recibido"),
        ANULADA: tr_en_contexto("state of an order", "anulado"),
    }


def listar(work: Work, *, estados: Sequence[str] = ()) -> list[ResumenPedido]:
    """The orders, newest first; `estados` () is any state."""
    exigir(work.actor, f"{MODULO}.ver")
    consulta = (
        select(
            PedidoCompra.id,
            PedidoCompra.numero,
            Proveedor.nombre,
            PedidoCompra.estado,
            PedidoCompra.fecha,
            PedidoCompra.fecha_prometida,
            PedidoCompra.fecha_envio,
            Proveedor.dias_entrega,
        )
        .join(Proveedor, Proveedor.id == PedidoCompra.proveedor_id)
        .order_by(PedidoCompra.id.desc())
    )
    lineas = select(PedidoLinea.pedido_id, PedidoLinea.cantidad, PedidoLinea.precio)
    if estados:
        de_esos = PedidoCompra.estado.in_(list(estados))
        consulta = consulta.where(de_esos)
        lineas = lineas.join(PedidoCompra, PedidoCompra.id == PedidoLinea.pedido_id).where(de_esos)
    # Each line is rounded by itself, as its paper shows it: what an engine sums would be another figure.
    totales: dict[int, list[Decimal]] = {}
    for pedido_id, cantidad, precio in work.connection.execute(lineas):
        totales.setdefault(pedido_id, []).append(a_centavos(cantidad * precio))
    return [
        ResumenPedido(*fila, len(totales.get(fila.id, ())), sum(totales.get(fila.id, ()), Decimal("0.00")))
        for fila in work.connection.execute(consulta)
    ]


def buscar(work: Work, texto: str, limite: int) -> list[PedidoHallado]:
    """The newest orders, at most `limite`, whose number and supplier have every word of `texto`."""
    exigir(work.actor, f"{MODULO}.ver")
    consulta = (
        select(PedidoCompra.id, PedidoCompra.numero, Proveedor.nombre, PedidoCompra.estado)
        .join(Proveedor, Proveedor.id == PedidoCompra.proveedor_id)
        .where(*con_palabras(texto, PedidoCompra.numero, Proveedor.clave))
        .order_by(PedidoCompra.id.desc())
        .limit(limite)
    )
    return [PedidoHallado(*fila) for fila in work.connection.execute(consulta)]


def ver(work: Work, pedido_id: int) -> FichaPedido:
    """One order. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    return ficha(work, pedido_id)


def id_por_numero(work: Work, numero: str) -> int:
    """The id of the order «PC-000123», also written «123». Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    limpio = limpiar(numero).upper()
    if limpio.isascii() and limpio.isdigit():
        limpio = numero_de(int(limpio))
    hallado = work.connection.scalar(select(PedidoCompra.id).where(PedidoCompra.numero == limpio))
    if hallado is None:
        raise NoEncontradoError(tr("No hay ningún pedido «{numero}».").format(numero=numero[:40]))
    return hallado


def numero_de(n: int) -> str:
    """What people call the n-th order."""
    return f"PC-{n:06d}"


def crear(
    work: Work,
    proveedor: int | str,
    lineas: Sequence[LineaPedida],
    *,
    obras_que_esperan: Sequence[int] = (),
    enviar: bool = False,
    fecha_prometida: date | str | None = None,
    observaciones: str = "",
    clave: str | None = None,
) -> Result[FichaPedido]:
    """A new order, a draft unless `enviar`. `proveedor` is an id or a name; a name without record makes the record.

    What arrives is set apart for `obras_que_esperan`. Raises DatoInvalidoError, CantidadInvalidaError,
    NoEncontradoError, ArticuloInexistenteError, ArticuloInactivoError, ObraCerradaError; ClaveRepetidaError when
    `clave` names another order.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    clave = ledger.nueva_clave(clave)
    datos = validar(DatosPedido, {"fecha_prometida": fecha_prometida, "observaciones": observaciones})
    pedidas = lineas_validas(lineas)
    turno_de_pedidos(work)
    previo = work.connection.scalar(select(PedidoCompra.id).where(PedidoCompra.clave == clave))
    if previo is not None:
        previa = ficha(work, previo)
        if {(x.clase, x.articulo_id): (x.cantidad, x.precio) for x in previa.lineas} != pedidas:
            raise ClaveRepetidaError(clave)
        return Result(previa, NOTHING)
    if isinstance(proveedor, str):
        proveedor_id = proveedores.asegurar(work, proveedor)
    else:
        proveedor_id = proveedor
        if work.connection.scalar(select(Proveedor.id).where(Proveedor.id == proveedor)) is None:
            raise NoEncontradoError(tr("Ese proveedor no existe. No se guardó nada."))
    for obra in obras.bloquear(work, tuple(obras_que_esperan)):
        obras.exigir_abierta(obra)
    libro_reservas.exigir_activos(libro_reservas.articulos_bloqueados(work, pedidas).values())
    return Result(
        ficha(work, _guardar(work, clave, proveedor_id, pedidas, obras_que_esperan, datos, enviar=enviar)),
        Change.of("pedido", "proveedor"),
    )


def enviar(work: Work, pedido_id: int) -> Result[FichaPedido]:
    """The draft went to the supplier: from now on it is on order. Raises ConflictoError, NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.modificar")
    estado = bloquear(work, pedido_id)
    if estado != BORRADOR:
        raise no_se_puede(work, pedido_id, estado)
    pasar(work, pedido_id, estado, ENVIADA, fecha_envio=work.now())
    return Result(ficha(work, pedido_id), Change.of("pedido", ids=(pedido_id,)))


def anular(work: Work, pedido_id: int, motivo: str = "") -> Result[FichaPedido]:
    """What has not arrived will not come: it is on order no more. What arrived stays.

    Raises ConflictoError for an order that came whole or was annulled before, NoEncontradoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    estado = bloquear(work, pedido_id)
    if estado not in (BORRADOR, *EN_CAMINO):
        raise no_se_puede(work, pedido_id, estado)
    pasar(work, pedido_id, estado, ANULADA, motivo=limpiar(motivo)[:255])
    return Result(ficha(work, pedido_id), Change.of("pedido", ids=(pedido_id,)))


def bloquear(work: Work, pedido_id: int) -> str:
    """The state of an order, which nobody else changes until the transaction ends. Raises NoEncontradoError.

    Before obras and articles are locked.
    """
    estado: str | None = work.connection.scalar(
        con_bloqueo(select(PedidoCompra.estado).where(PedidoCompra.id == pedido_id), PedidoCompra)
    )
    if estado is None:
        raise NoEncontradoError(tr("Ese pedido no existe. No se hizo nada."))
    return estado


def turno_de_pedidos(work: Work) -> None:
    """Until the transaction ends nobody else makes orders: their numbers follow each other."""
    turno(work.connection, "pedidos")


def obras_de(work: Work, pedido_id: int) -> list[tuple[int, str]]:
    """Id and code of the obras that wait for an order: those that are delivered first come first."""
    filas = work.connection.execute(
        select(Obra.id, Obra.codigo, Obra.fecha_entrega)
        .join(PedidoObra, PedidoObra.obra_id == Obra.id)
        .where(PedidoObra.pedido_id == pedido_id)
    ).all()
    filas_ordenadas = sorted(filas, key=lambda fila: (fila.fecha_entrega or date.max, fila.id))
    return [(fila.id, fila.codigo) for fila in filas_ordenadas]


def lineas_validas(lineas: Sequence[LineaPedida]) -> dict[Clave, tuple[Decimal, Decimal]]:
    """By article, pieces and price of one. Raises CantidadInvalidaError, DatoInvalidoError without any."""
    pedidas: dict[Clave, tuple[Decimal, Decimal]] = {}
    for linea in lineas:
        clave = (linea.clase, linea.articulo_id)
        precio = validar(_Precio, {"precio": linea.precio})["precio"]
        cantidad = cantidad_positiva(linea.cantidad) + pedidas.get(clave, (Decimal(0), precio))[0]
        pedidas[clave] = (cantidad, precio)
    if not pedidas:
        raise DatoInvalidoError(tr("El pedido está vacío: no hay nada que pedir."))
    return pedidas


def _guardar(
    work: Work,
    clave: str,
    proveedor_id: int,
    pedidas: dict[Clave, tuple[Decimal, Decimal]],
    esperan: Sequence[int],
    datos: dict[str, Any],
    *,
    enviar: bool,
) -> int:
    ahora = work.now()
    ultimo = work.connection.scalar(select(func.max(PedidoCompra.id))) or 0
    estado = ENVIADA if enviar else BORRADOR
    numero = _numero_libre(work, ultimo + 1)
    nuevo: int = work.connection.execute(
        insert(PedidoCompra).returning(PedidoCompra.id),
        {
            **datos,
            "numero": numero,
            "clave": clave,
            "proveedor_id": proveedor_id,
            "estado": estado,
            "fecha": ahora,
            "fecha_envio": ahora if enviar else None,
            "usuario": work.actor.usuario,
        },
    ).scalar_one()
    escribir_lineas(work, nuevo, pedidas, esperan)
    work.anotar(
        MODULO, "crear", "pedidos_compra", nuevo,
        despues={
            **datos, "numero": numero, "proveedor_id": proveedor_id, "estado": estado, "obras": sorted(set(esperan)),
            "lineas": [[clase, id_, cantidad, precio] for (clase, id_), (cantidad, precio) in pedidas.items()],
        },
    )  # fmt: skip
    return nuevo


def escribir_lineas(
    work: Work, pedido_id: int, pedidas: dict[Clave, tuple[Decimal, Decimal]], esperan: Sequence[int]
) -> None:
    """Store the lines of an order that has none, and the obras that wait for it."""
    work.connection.execute(
        insert(PedidoLinea.__table__),  # type: ignore[arg-type]
        [
            {"pedido_id": pedido_id, "clase": clase, "articulo_id": id_, "cantidad": cantidad, "precio": precio}
            for (clase, id_), (cantidad, precio) in pedidas.items()
        ],
    )
    if esperan:
        work.connection.execute(
            insert(PedidoObra.__table__),  # type: ignore[arg-type]
            [{"pedido_id": pedido_id, "obra_id": obra_id} for obra_id in sorted(set(esperan))],
        )


def _numero_libre(work: Work, n: int) -> str:
    while work.connection.scalar(select(PedidoCompra.id).where(PedidoCompra.numero == numero_de(n))) is not None:
        n += 1
    return numero_de(n)


def pasar(work: Work, pedido_id: int, antes: str, despues: str, **valores: Any) -> None:
    """Bring an order from one state to another and write it down. The caller has locked the order."""
    motivo = valores.get("motivo")
    work.connection.execute(
        update(PedidoCompra)
        .where(PedidoCompra.id == pedido_id)
        .values(estado=despues, version=PedidoCompra.version + 1, **valores)
    )
    work.anotar(
        MODULO, "estado", "pedidos_compra", pedido_id,
        antes={"estado": antes}, despues={"estado": despues, **({"motivo": motivo} if motivo else {})},
    )  # fmt: skip


def no_se_puede(work: Work, pedido_id: int, estado: str) -> ConflictoError:
    """The refusal of what an order in that state does not allow."""
    numero = work.connection.scalar(select(PedidoCompra.numero).where(PedidoCompra.id == pedido_id))
    return ConflictoError(
        tr("El pedido {numero} está «{estado}». No se cambió nada.").format(numero=numero, estado=rotulos()[estado])
    )


def ficha(work: Work, pedido_id: int) -> FichaPedido:
    """One order, whole. Raises NoEncontradoError."""
    fila = work.connection.execute(
        select(
            PedidoCompra.id,
            PedidoCompra.numero,
            PedidoCompra.proveedor_id,
            Proveedor.nombre.label("proveedor"),
            PedidoCompra.estado,
            PedidoCompra.fecha,
            PedidoCompra.fecha_envio,
            PedidoCompra.fecha_prometida,
            PedidoCompra.observaciones,
            PedidoCompra.motivo,
            PedidoCompra.usuario,
            PedidoCompra.version,
        )
        .join(Proveedor, Proveedor.id == PedidoCompra.proveedor_id)
        .where(PedidoCompra.id == pedido_id)
    ).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("Ese pedido no existe. No se hizo nada."))
    crudas = estado_pedido.lineas(work, pedido_id)
    nombres: dict[Clave, tuple[str, str]] = {}
    for clase in sorted({linea.clase for linea in crudas}):
        c = clase_de(clase)
        ids = [linea.articulo_id for linea in crudas if linea.clase == clase]
        consulta = select(c.orm.id, c.orm.codigo, getattr(c.orm, c.titular)).where(entre(c.orm.id, ids))
        for id_, codigo, titular in work.connection.execute(consulta):
            nombres[clase, id_] = (codigo, titular)
    lineas = tuple(
        LineaVista(
            x.id, x.clase, x.articulo_id, *nombres.get((x.clase, x.articulo_id), (f"#{x.articulo_id}", "")), x.cantidad,
            x.precio, x.recibidas, x.rechazadas, Decimal(0) if fila.estado == ANULADA else x.pendiente,
        )
        for x in crudas
    )  # fmt: skip
    esperan = tuple(codigo for _, codigo in obras_de(work, pedido_id))
    return FichaPedido(**fila._mapping, lineas=lineas, obras=esperan)
