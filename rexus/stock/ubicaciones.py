"""Racks and places: create, rename, deactivate when empty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, insert, select, true, update

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import contados, fold, limpiar, tr
from rexus.db.contenido import con_palabras
from rexus.db.locking import con_bloqueo, turno
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import clases, indice
from rexus.stock.orm import Existencia, Ubicacion

MODULO = "inventario"
GENERAL = Ubicacion.GENERAL
# The cache's label of what is remembered about places; whatever changes one of them invalidates it.
ETIQUETA = "ubicaciones"
_COLUMNAS: tuple[Any, ...] = (
    Ubicacion.id,
    Ubicacion.codigo,
    Ubicacion.nombre,
    Ubicacion.tipo,
    Ubicacion.activo,
    Ubicacion.version,
)


@dataclass(frozen=True)
class Sitio:
    """A place, whatever it holds."""

    id: int
    codigo: str
    nombre: str
    tipo: str
    activo: bool
    version: int


@dataclass(frozen=True)
class Lugar(Sitio):
    """A place. `piezas` counts everything in it, own lengths and remnants; `articulos` how many kinds."""

    articulos: int = 0
    piezas: Decimal = Decimal(0)


def listar(work: Work, *, con_inactivas: bool = False) -> list[Lugar]:
    """Every place in reading order, with what it holds."""
    clases.exigir_alguna(work.actor, "ver", MODULO)
    consulta = _con_lo_que_tienen()
    if not con_inactivas:
        consulta = consulta.where(Ubicacion.activo == true())
    lugares = [Lugar(*tuple(fila)) for fila in work.connection.execute(consulta)]
    return sorted(lugares, key=lambda lugar: fold(lugar.codigo))


def buscar(work: Work, texto: str, limite: int, ubicacion_id: int | None = None) -> list[Lugar]:
    """The places, at most `limite`, whose code, name and kind have every word of `texto`, those in use first; or the
    one of that id."""
    clases.exigir_alguna(work.actor, "ver", MODULO)
    consulta = _con_lo_que_tienen().order_by(Ubicacion.activo.desc(), Ubicacion.codigo).limit(limite)
    if ubicacion_id is None:
        consulta = consulta.where(*con_palabras(texto, Ubicacion.codigo, Ubicacion.nombre, Ubicacion.tipo))
    else:
        consulta = consulta.where(Ubicacion.id == ubicacion_id)
    lugares = [Lugar(*tuple(fila)) for fila in work.connection.execute(consulta)]
    return sorted(lugares, key=lambda lugar: (not lugar.activo, fold(lugar.codigo)))


def _con_lo_que_tienen() -> Select[Any]:
    return (
        select(
            *_COLUMNAS,
            func.count(Existencia.articulo_id.distinct()),
            func.coalesce(func.sum(Existencia.cantidad), 0, type_=Existencia.cantidad.type),
        )
        .outerjoin(Existencia, (Existencia.ubicacion_id == Ubicacion.id) & (Existencia.cantidad > 0))
        .group_by(*_COLUMNAS)
    )


def sitios(work: Work) -> list[Sitio]:
    """The active places in reading order, for choosing one."""
    clases.exigir_alguna(work.actor, "ver", MODULO)
    filas = work.connection.execute(select(*_COLUMNAS).where(Ubicacion.activo == true())).all()
    return sorted((Sitio(*fila) for fila in filas), key=lambda sitio: fold(sitio.codigo))


def codigos(work: Work) -> list[str]:
    """The codes of the active places, for choosing one."""
    clases.exigir_alguna(work.actor, "ver", MODULO)
    return sorted(work.connection.scalars(select(Ubicacion.codigo).where(Ubicacion.activo == true())), key=fold)


def por_codigo(work: Work, codigo: str) -> int:
    """The id of the place with that code; case and accents do not matter. Raises NoEncontradoError."""
    clases.exigir_alguna(work.actor, "ver", MODULO)
    limpio = limpiar(codigo)
    exacta = work.connection.scalar(select(Ubicacion.id).where(Ubicacion.codigo == limpio))
    if exacta is not None:
        return exacta
    buscado = fold(limpio)
    for fila in work.connection.execute(select(Ubicacion.id, Ubicacion.codigo)).all():
        if fold(fila.codigo) == buscado:
            return int(fila.id)
    raise NoEncontradoError(
        tr("No existe la ubicación «{codigo}». No se registró nada.").format(codigo=codigo),
        tr("Crearla en Ubicaciones o elegir una que exista."),
    )


def crear(work: Work, codigo: str, nombre: str = "", tipo: str = "") -> Result[Lugar]:
    """A new place. Raises DatoInvalidoError, or ConflictoError when one with that code exists."""
    exigir(work.actor, f"{MODULO}.modificar")
    codigo, nombre, tipo = _validos(codigo, nombre, tipo)
    turno_de_lugares(work)
    _libre(work, codigo)
    datos = {"codigo": codigo, "nombre": nombre, "tipo": tipo}
    nuevo = work.connection.execute(insert(Ubicacion).returning(Ubicacion.id), datos).scalar_one()
    work.anotar(MODULO, "crear", "ubicaciones", nuevo, despues=datos)
    work.invalidar(ETIQUETA)
    return Result(Lugar(nuevo, codigo, nombre, tipo, True, 1), Change.of("ubicacion", ids=(nuevo,)))


def editar(work: Work, ubicacion_id: int, version: int, codigo: str, nombre: str = "", tipo: str = "") -> Result[Lugar]:
    """Rename a place. The articles that live there follow. Raises ConflictoError if somebody changed it meanwhile."""
    exigir(work.actor, f"{MODULO}.modificar")
    codigo, nombre, tipo = _validos(codigo, nombre, tipo)
    # In the order in which others take them, the turn before the row.
    turno_de_lugares(work)
    actual = _una(work, ubicacion_id)
    _misma_version(actual, version)
    if codigo != actual.codigo:
        _libre(work, codigo, menos=ubicacion_id)
    datos = {"codigo": codigo, "nombre": nombre, "tipo": tipo}
    work.connection.execute(update(Ubicacion).where(Ubicacion.id == ubicacion_id).values(**datos, version=version + 1))
    work.invalidar(ETIQUETA)
    kinds = ["ubicacion"]
    if codigo != actual.codigo:
        # The engine carried the new code to the articles (ON UPDATE CASCADE); the search text follows.
        for clase in clases.todas():
            indice.reindexar(work, clase, clase.orm.ubicacion == codigo)
            work.invalidar(clase.etiqueta_valores)
            kinds.append(clase.nombre)
    antes = {"codigo": actual.codigo, "nombre": actual.nombre, "tipo": actual.tipo}
    work.anotar(MODULO, "editar", "ubicaciones", ubicacion_id, antes=antes, despues=datos)
    lugar = Lugar(ubicacion_id, codigo, nombre, tipo, actual.activo, version + 1)
    return Result(lugar, Change.of(*kinds))


def activar(work: Work, ubicacion_id: int, version: int, *, activo: bool) -> Result[Lugar]:
    """Deactivate an empty place, or use one again. Raises ConflictoError when it holds goods or is the general one."""
    exigir(work.actor, f"{MODULO}.modificar")
    actual = _una(work, ubicacion_id)
    _misma_version(actual, version)
    if not activo:
        _vacia(work, actual)
    work.connection.execute(
        update(Ubicacion).where(Ubicacion.id == ubicacion_id).values(activo=activo, version=version + 1)
    )
    work.invalidar(ETIQUETA)
    accion = "activar" if activo else "desactivar"
    work.anotar(
        MODULO, accion, "ubicaciones", ubicacion_id, antes={"activo": actual.activo}, despues={"activo": activo}
    )
    lugar = Lugar(ubicacion_id, actual.codigo, actual.nombre, actual.tipo, activo, version + 1)
    return Result(lugar, Change.of("ubicacion", ids=(ubicacion_id,)))


def _una(work: Work, ubicacion_id: int) -> Lugar:
    """The place, as it stays until the transaction ends: nobody brings goods into it meanwhile."""
    fila = work.connection.execute(
        con_bloqueo(select(*_COLUMNAS).where(Ubicacion.id == ubicacion_id), Ubicacion)
    ).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("Esa ubicación ya no existe."))
    return Lugar(*fila)


def _vacia(work: Work, lugar: Lugar) -> None:
    if lugar.id == GENERAL:
        raise ConflictoError(
            tr("«{codigo}» recibe lo que no tiene lugar y no se puede desactivar.").format(codigo=lugar.codigo)
        )
    piezas, articulos = work.connection.execute(
        select(func.coalesce(func.sum(Existencia.cantidad), 0, type_=Existencia.cantidad.type), func.count()).where(
            Existencia.ubicacion_id == lugar.id, Existencia.cantidad > 0
        )
    ).one()
    if articulos:
        raise ConflictoError(
            tr("«{codigo}» tiene {piezas} de {articulos}. Sigue activa.").format(
                codigo=lugar.codigo,
                piezas=contados(piezas, tr("pieza"), tr("piezas")),
                articulos=contados(articulos, tr("artículo"), tr("artículos")),
            ),
            tr("Transferirlas a otro lugar y desactivarla después."),
        )


def _misma_version(lugar: Lugar, version: int) -> None:
    if lugar.version != version:
        raise ConflictoError(
            tr("Otra persona cambió «{codigo}» mientras tanto. No se guardó nada.").format(codigo=lugar.codigo),
            tr("Mirar los datos nuevos y repetir el cambio."),
        )


def turno_de_lugares(work: Work) -> None:
    """Until the transaction ends nobody else makes or renames places: two that read the same must not come to be."""
    turno(work.connection, "ubicaciones")


def _libre(work: Work, codigo: str, *, menos: int | None = None) -> None:
    buscado = fold(codigo)
    for fila in work.connection.execute(select(Ubicacion.id, Ubicacion.codigo)).all():
        if fila.id != menos and fold(fila.codigo) == buscado:
            motivo = tr("ya existe «{codigo}»").format(codigo=fila.codigo)
            raise DatoInvalidoError(
                tr("Ya existe la ubicación «{codigo}».").format(codigo=fila.codigo), campos={"codigo": motivo}
            )


def _validos(codigo: str, nombre: str, tipo: str) -> tuple[str, str, str]:
    limpios = tuple(" ".join(limpiar(t).split()) for t in (codigo, nombre, tipo))
    campos = {
        campo: tr("hasta {largo} caracteres").format(largo=largo)
        for campo, texto, largo in zip(("codigo", "nombre", "tipo"), limpios, (60, 120, 40), strict=True)
        if len(texto) > largo
    }
    if not limpios[0]:
        campos["codigo"] = tr("falta el código")
    if campos:
        raise DatoInvalidoError(tr("Los datos de la ubicación no están bien."), campos=campos)
    return limpios[0], limpios[1], limpios[2]
