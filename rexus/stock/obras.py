"""Jobs: create, find, edit, bring from one state to the next, delete what has no history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import case, delete, insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import fold, limpiar, tr
from rexus.db.contenido import contiene
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo, turno
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import libro_reservas
from rexus.stock.estados_obra import ABIERTAS, CANCELADA, CERRADA, rotulos, siguientes
from rexus.stock.fichas import Dia, distintos, misma_version
from rexus.stock.orm import Movimiento
from rexus.stock.orm_compras import PedidoObra
from rexus.stock.orm_obras import (
    Corte,
    Obra,
    ObraAdjunto,
    ObraAdjuntoContenido,
    Requerimiento,
    Reserva,
    ReservaAsiento,
)

MODULO = "obras"


def _codigo(valor: object) -> object:
    return " ".join(limpiar(valor).split()) if isinstance(valor, str) else valor


class DatosObra(BaseModel):
    """What people write about an obra. `aberturas` counts its windows and doors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codigo: Annotated[str, BeforeValidator(_codigo), Field(min_length=1, max_length=60, title="Código")]
    nombre: Annotated[Texto, Field(max_length=160, title="Nombre")] = ""
    cliente: Annotated[Texto, Field(max_length=160, title="Cliente")] = ""
    direccion: Annotated[Texto, Field(max_length=255, title="Dirección")] = ""
    telefono: Annotated[Texto, Field(max_length=60, title="Teléfono")] = ""
    fecha_medicion: Annotated[Dia, Field(title="Fecha de medición")] = None
    fecha_entrega: Annotated[Dia, Field(title="Fecha de entrega")] = None
    aberturas: Annotated[int, Field(ge=0, le=100_000, title="Aberturas")] = 0
    observaciones: Annotated[Texto, Field(max_length=4000, title="Observaciones")] = ""


@dataclass(frozen=True)
class FichaObra:
    """An obra, whole."""

    id: int
    codigo: str
    nombre: str
    cliente: str
    direccion: str
    telefono: str
    estado: str
    fecha_medicion: date | None
    fecha_entrega: date | None
    aberturas: int
    observaciones: str
    version: int
    fecha_creacion: datetime
    fecha_actualizacion: datetime

    @property
    def valores(self) -> dict[str, Any]:
        """The fields that people edit."""
        todo = asdict(self)
        return {campo: todo[campo] for campo in DatosObra.model_fields}

    @property
    def abierta(self) -> bool:
        """Whether goods may be set apart for it and given out to it."""
        return self.estado in ABIERTAS


_COLUMNAS: tuple[Any, ...] = tuple(getattr(Obra, campo) for campo in FichaObra.__dataclass_fields__)
_BUSCADOS = ("codigo", "nombre", "cliente", "direccion", "telefono")


class ObraCerradaError(ConflictoError):
    """The obra is closed or cancelled: nothing is set apart for it or given out to it."""

    def __init__(self, codigo: str, estado: str) -> None:
        super().__init__(
            tr("La obra {codigo} está {estado}. No se registró nada.").format(codigo=codigo, estado=rotulos()[estado]),
            tr("Reabrirla cambiando su estado, o elegir otra obra."),
        )


def listar(work: Work, *, texto: str = "", estados: tuple[str, ...] = (), limite: int | None = None) -> list[FichaObra]:
    """The obras by code; `texto` is looked for in code, name, client, address and phone, `estados` () is any state.

    `limite`: no more than so many, those that go on first.
    """
    exigir(work.actor, f"{MODULO}.ver")
    consulta = select(*_COLUMNAS)
    if limite is not None:
        consulta = consulta.order_by(case((Obra.estado.in_(ABIERTAS), 0), else_=1)).limit(limite)
    consulta = consulta.order_by(Obra.codigo)
    if estados:
        consulta = consulta.where(Obra.estado.in_(estados))
    for palabra in fold(texto).split():
        consulta = consulta.where(contiene(Obra.busqueda, palabra))  # type: ignore[arg-type]
    return [FichaObra(*fila) for fila in work.connection.execute(consulta)]


def ver(work: Work, obra_id: int) -> FichaObra:
    """One obra. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    return ficha(work, obra_id)


def id_por_codigo(work: Work, codigo: str) -> int:
    """The id of the obra with that code; case and accents do not matter. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    limpio = str(_codigo(codigo))
    exacta = work.connection.scalar(select(Obra.id).where(Obra.codigo == limpio))
    if exacta is not None:
        return exacta
    for fila in work.connection.execute(select(Obra.id, Obra.codigo)):
        if fold(fila.codigo) == fold(limpio):
            return int(fila.id)
    raise NoEncontradoError(
        tr("No hay ninguna obra «{codigo}».").format(codigo=codigo[:60]), tr("Revisar el código o crear la obra.")
    )


def crear(work: Work, valores: Mapping[str, Any]) -> Result[FichaObra]:
    """A new obra, in «medición». Raises DatoInvalidoError with every field's reason, also for a code in use."""
    exigir(work.actor, f"{MODULO}.modificar")
    datos = validar(DatosObra, valores)
    _libre(work, datos["codigo"])
    ahora = work.now()
    nueva = work.connection.execute(
        insert(Obra).returning(Obra.id),
        {
            **datos,
            "busqueda": _texto(datos),
            "version": 1,
            "fecha_creacion": ahora,
            "fecha_actualizacion": ahora,
        },
    ).scalar_one()
    work.anotar(MODULO, "crear", "obras", nueva, despues=datos)
    return Result(ficha(work, nueva), Change.of("obra", ids=(nueva,)))


def editar(work: Work, obra_id: int, version: int, cambios: Mapping[str, Any]) -> Result[FichaObra]:
    """Save changed fields. Raises ConflictoError when somebody changed it since `version`, DatoInvalidoError."""
    exigir(work.actor, f"{MODULO}.modificar")
    (actual,) = bloquear(work, (obra_id,))
    misma_version(actual.codigo, actual.version, version)
    datos = validar(DatosObra, {**actual.valores, **cambios})
    cambiados = distintos(actual.valores, datos)
    if not cambiados:
        return Result(actual, NOTHING)
    if "codigo" in cambiados:
        _libre(work, datos["codigo"], menos=obra_id)
    _guardar(work, actual, {**cambiados, "busqueda": _texto(datos)})
    antes = {campo: actual.valores[campo] for campo in cambiados}
    work.anotar(MODULO, "editar", "obras", obra_id, antes=antes, despues=cambiados)
    return Result(ficha(work, obra_id), Change.of("obra", ids=(obra_id,)))


def cambiar_estado(work: Work, obra_id: int, estado: str, version: int | None = None) -> Result[FichaObra]:
    """Bring an obra to another state; closing or cancelling it frees what is set apart for it.

    `version` None takes it as it is. Raises ConflictoError for a state that may not follow, or a change meanwhile.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    (actual,) = bloquear(work, (obra_id,))
    if version is not None:
        misma_version(actual.codigo, actual.version, version)
    if actual.estado == estado:
        return Result(actual, NOTHING)
    if estado not in siguientes(actual.estado):
        palabras = rotulos()
        raise ConflictoError(
            tr("La obra {codigo} está «{antes}» y no puede pasar a «{despues}». No se cambió nada.").format(
                codigo=actual.codigo, antes=palabras[actual.estado], despues=palabras.get(estado, estado)
            ),
            tr("Puede pasar a: {estados}.").format(estados=", ".join(palabras[e] for e in siguientes(actual.estado))),
        )
    liberadas: list[libro_reservas.Apunte] = []
    if estado in (CERRADA, CANCELADA):
        liberadas = libro_reservas.soltar_todo(work, obra_id, actual.codigo)
    _guardar(work, actual, {"estado": estado})
    work.anotar(
        MODULO,
        "estado",
        "obras",
        obra_id,
        antes={"estado": actual.estado},
        despues={"estado": estado, **({"liberadas": libro_reservas.en_palabras(liberadas)} if liberadas else {})},
    )
    clases = {apunte.clase for apunte in liberadas}
    return Result(ficha(work, obra_id), Change.of("obra", *(("reserva",) if clases else ()), *clases, ids=(obra_id,)))


def eliminar(work: Work, obra_id: int) -> Result[None]:
    """Delete an obra without history, its requirements and attachments with it.

    Raises ConflictoError while anything is set apart for it, and for good once anything was given out to it, ordered
    for it or set apart for it: it is cancelled instead.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    (actual,) = bloquear(work, (obra_id,))
    if _hay(work, Reserva.id, Reserva.obra_id == obra_id, Reserva.cantidad > 0):
        raise ConflictoError(
            tr("La obra {codigo} tiene material reservado y no se puede eliminar. Sigue como estaba.").format(
                codigo=actual.codigo
            ),
            tr("Liberar sus reservas, o cancelarla: las libera sola."),
        )
    con_historia = (
        _hay(work, Movimiento.id, Movimiento.obra_id == obra_id)
        or _hay(work, ReservaAsiento.id, ReservaAsiento.obra_id == obra_id)
        or _hay(work, PedidoObra.pedido_id, PedidoObra.obra_id == obra_id)
        or _hay(work, Corte.id, Corte.obra_id == obra_id)
    )
    if con_historia:
        raise ConflictoError(
            tr("La obra {codigo} tiene movimientos, reservas o pedidos y no se elimina. Sigue como estaba.").format(
                codigo=actual.codigo
            ),
            tr("Cerrarla o cancelarla: conserva su historia."),
        )
    suyos = select(ObraAdjunto.id).where(ObraAdjunto.obra_id == obra_id)
    work.connection.execute(delete(ObraAdjuntoContenido).where(ObraAdjuntoContenido.adjunto_id.in_(suyos)))
    for tabla in (ObraAdjunto, Requerimiento):
        work.connection.execute(delete(tabla).where(tabla.obra_id == obra_id))
    work.connection.execute(delete(Obra).where(Obra.id == obra_id))
    work.anotar(MODULO, "eliminar", "obras", obra_id, antes={**actual.valores, "estado": actual.estado})
    return Result(None, Change.of("obra"))


def ficha(work: Work, obra_id: int) -> FichaObra:
    """One obra, for operations that have asked for their permission. Raises NoEncontradoError."""
    fila = work.connection.execute(select(*_COLUMNAS).where(Obra.id == obra_id)).one_or_none()
    if fila is None:
        raise _no_existe()
    return FichaObra(*fila)


def bloquear(work: Work, obras: tuple[int, ...]) -> list[FichaObra]:
    """Those obras, which nobody else changes until the transaction ends, in the order of their ids.

    Whoever also moves articles locks the obras first. Raises NoEncontradoError.
    """
    pedidas = sorted(set(obras))
    consulta = con_bloqueo(select(*_COLUMNAS).where(entre(Obra.id, pedidas)), Obra).order_by(Obra.id)
    halladas = [FichaObra(*fila) for fila in work.connection.execute(consulta)]
    if len(halladas) != len(pedidas):
        raise _no_existe()
    return halladas


def exigir_abierta(obra: FichaObra) -> None:
    """Raise ObraCerradaError for one that is closed or cancelled."""
    if not obra.abierta:
        raise ObraCerradaError(obra.codigo, obra.estado)


def _no_existe() -> NoEncontradoError:
    return NoEncontradoError(tr("Esa obra no existe. No se hizo nada."))


def _hay(work: Work, columna: Any, *condiciones: Any) -> bool:
    return work.connection.scalar(select(columna).where(*condiciones).limit(1)) is not None


def _guardar(work: Work, actual: FichaObra, valores: Mapping[str, Any]) -> None:
    work.connection.execute(
        update(Obra)
        .where(Obra.id == actual.id)
        .values(**valores, version=actual.version + 1, fecha_actualizacion=work.now())
    )


def _texto(datos: Mapping[str, Any]) -> str:
    return fold(" ".join(datos[campo] for campo in _BUSCADOS))


def _libre(work: Work, codigo: str, *, menos: int | None = None) -> None:
    """Raise DatoInvalidoError when another obra's code reads the same without case and accents."""
    # The index tells only exact codes apart: two seats that each write one of «OB-1» and «ob-1» take turns.
    turno(work.connection, "obras")
    plegado = fold(codigo)
    filas = work.connection.execute(select(Obra.id, Obra.codigo))
    otra = next((fila.codigo for fila in filas if fila.id != menos and fold(fila.codigo) == plegado), None)
    if otra is not None:
        raise DatoInvalidoError(
            tr("Ya hay una obra con el código {codigo}. No se guardó nada.").format(codigo=otra),
            tr("Usar otro código, o editar la que existe."),
            campos={"codigo": tr("ya existe")},
        )
