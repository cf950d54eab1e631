"""Kits: named lists of articles that are given out together; how many there are follows from their parts.

A kit may hold kits, never itself, at any depth. Nothing about its availability is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, insert, select, true, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import fold, formatear_numero, limpiar, tr
from rexus.db.contenido import con_palabras
from rexus.db.lists import entre
from rexus.db.locking import turno
from rexus.db.types import CANTIDAD_MAXIMA
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import ledger, movimientos
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.despiece import Pieza, alcanzan, despiece, vuelta
from rexus.stock.errors import (
    ArticuloInexistenteError,
    CantidadInvalidaError,
    ClaveRepetidaError,
    StockInsuficienteError,
)
from rexus.stock.ledger import ANULACION, SALIDA, MovimientoHecho
from rexus.stock.movimientos import Pedido
from rexus.stock.orm import Existencia, Lote, Movimiento, Ubicacion
from rexus.stock.orm_articulos import Kit, KitParte

_KIT: Any = Kit.__table__
# What is short is named so far.
_NOMBRADOS = 5


class DatosKit(BaseModel):
    """What people write about a kit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codigo: Annotated[Texto, Field(min_length=1, max_length=60, title="Código")]
    nombre: Annotated[Texto, Field(max_length=255, title="Nombre")] = ""
    descripcion: Annotated[Texto, Field(max_length=4000, title="Descripción")] = ""


@dataclass(frozen=True)
class ParteDada:
    """A part as it is written: so many of an article or of another kit, by its id. `cantidad` as typed or exact."""

    cantidad: str | int | Decimal
    articulo_id: int | None = None
    subkit_id: int | None = None


@dataclass(frozen=True)
class ParteVista:
    """A part of a kit. `disponible` is how many of it there are free: pieces of an article, whole kits of a kit."""

    articulo_id: int | None
    subkit_id: int | None
    codigo: str
    nombre: str
    cantidad: Decimal
    disponible: Decimal

    @property
    def es_kit(self) -> bool:
        """Whether the part is a kit itself."""
        return self.subkit_id is not None


@dataclass(frozen=True)
class KitVisto:
    """A kit. `disponible` is how many whole ones can be given out now; `articulos` how many of each article one takes,
    at any depth, by the article's id."""

    id: int
    codigo: str
    nombre: str
    descripcion: str
    activo: bool
    version: int
    disponible: int
    partes: tuple[ParteVista, ...]
    articulos: Mapping[int, Decimal]


@dataclass(frozen=True)
class KitEntregado:
    """What left: so many kits of that code, as one batch."""

    codigo: str
    cantidad: int
    lote_id: int
    movimientos: tuple[MovimientoHecho, ...]

    @property
    def repetido(self) -> bool:
        """Whether it was recorded before and nothing was added."""
        return all(m.repetido for m in self.movimientos)


def buscar(work: Work, clase: str, texto: str, limite: int) -> list[KitVisto]:
    """The kits, at most `limite`, whose code, name and description have every word of `texto`; those in use first."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    consulta = (
        select(_KIT)
        .where(_KIT.c.clase == clase, *con_palabras(texto, _KIT.c.codigo, _KIT.c.nombre, _KIT.c.descripcion))
        .order_by(_KIT.c.activo.desc(), _KIT.c.codigo)
        .limit(limite)
    )
    vistos = _vistos(work, clase, work.connection.execute(consulta).all())
    return sorted(vistos, key=lambda k: (not k.activo, fold(k.codigo)))


def listar(work: Work, clase: str, *, con_inactivos: bool = False) -> list[KitVisto]:
    """Every kit of the class in reading order, with its parts and how many there are."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    consulta = select(_KIT).where(_KIT.c.clase == clase)
    if not con_inactivos:
        consulta = consulta.where(_KIT.c.activo == true())
    return sorted(_vistos(work, clase, work.connection.execute(consulta).all()), key=lambda k: fold(k.codigo))


def kit(work: Work, clase: str, kit_id: int) -> KitVisto:
    """One kit. Raises NoEncontradoError."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    filas = work.connection.execute(select(_KIT).where(_KIT.c.clase == clase, _KIT.c.id == kit_id)).all()
    if not filas:
        raise NoEncontradoError(tr("Ese kit ya no existe."))
    return _vistos(work, clase, filas)[0]


def id_por_codigo(work: Work, clase: str, codigo: str) -> int:
    """The id of the kit with that code; case and accents do not matter. Raises NoEncontradoError."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    hallado = _con_codigo(work, clase, limpiar(codigo))
    if hallado is None:
        raise NoEncontradoError(
            tr("No hay ningún kit «{codigo}».").format(codigo=codigo), tr("Ver los que hay en la lista de kits.")
        )
    return hallado


def crear(
    work: Work, clase: str, valores: Mapping[str, Any], partes: Sequence[ParteDada], *, clave: str | None = None
) -> Result[KitVisto]:
    """A new kit. Raises DatoInvalidoError, CantidadInvalidaError, ArticuloInexistenteError, ConflictoError.

    `clave` (UUID) names the attempt: repeated after a lost answer it gives the kit that is there.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    datos = validar(DatosKit, valores)
    turno(work.connection, "kits")
    anterior = work.registro_anterior() if clave else None
    if anterior is not None:
        hecho = kit(work, clase, int(anterior))
        if hecho.codigo != datos["codigo"]:
            raise ClaveRepetidaError(str(clave))
        return Result(hecho, NOTHING)
    _codigo_libre(work, clase, datos["codigo"])
    piezas = _piezas(work, clase, partes)
    nuevo = work.connection.execute(insert(Kit).returning(Kit.id), {**datos, "clase": clase}).scalar_one()
    work.anotar(c.permiso, "crear", "kits", nuevo, despues={**datos, "partes": _contadas(work, clase, piezas)})
    _guardar_partes(work, clase, nuevo, piezas)
    return Result(kit(work, clase, nuevo), Change.of("kit", ids=(nuevo,)))


def editar(
    work: Work, clase: str, kit_id: int, version: int, valores: Mapping[str, Any], partes: Sequence[ParteDada]
) -> Result[KitVisto]:
    """Other data and parts for a kit. Raises as `crear`; ConflictoError when somebody saved it meanwhile, or when it
    would contain itself."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    datos = validar(DatosKit, valores)
    turno(work.connection, "kits")
    actual = _misma_version(kit(work, clase, kit_id), version)
    if fold(datos["codigo"]) != fold(actual.codigo):
        _codigo_libre(work, clase, datos["codigo"])
    piezas = _piezas(work, clase, partes)
    antes = {"codigo": actual.codigo, "nombre": actual.nombre, "descripcion": actual.descripcion}
    eran = {parte.codigo: parte.cantidad for parte in actual.partes}
    son = _contadas(work, clase, piezas)
    if antes == datos and eran == son:
        return Result(actual, NOTHING)
    work.connection.execute(update(Kit).where(Kit.id == kit_id).values(**datos, version=version + 1))
    work.anotar(c.permiso, "editar", "kits", kit_id, antes={**antes, "partes": eran}, despues={**datos, "partes": son})
    _guardar_partes(work, clase, kit_id, piezas)
    return Result(kit(work, clase, kit_id), Change.of("kit", ids=(kit_id,)))


def activar(work: Work, clase: str, kit_id: int, version: int, *, activo: bool) -> Result[KitVisto]:
    """Take a kit out of use, or use it again. What other kits hold of it stays in them."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    turno(work.connection, "kits")
    actual = _misma_version(kit(work, clase, kit_id), version)
    if actual.activo == activo:
        return Result(actual, NOTHING)
    work.connection.execute(update(Kit).where(Kit.id == kit_id).values(activo=activo, version=version + 1))
    accion = "activar" if activo else "desactivar"
    work.anotar(c.permiso, accion, "kits", kit_id, antes={"activo": actual.activo}, despues={"activo": activo})
    return Result(kit(work, clase, kit_id), Change.of("kit", ids=(kit_id,)))


def salida(
    work: Work,
    clase: str,
    kit_id: int,
    cantidad: str | int | Decimal = 1,
    referencia: str = "",
    clave: str | None = None,
) -> Result[KitEntregado]:
    """So many whole kits go out, as one batch: every article of every part, or nothing.

    Each article is taken from its usual place first, then from where there is most of it. Raises CantidadInvalidaError,
    and StockInsuficienteError that names what is short. `clave` names the attempt: repeating it adds nothing;
    ClaveRepetidaError when it is not the same.
    """
    exigir(work.actor, f"{clase_de(clase).permiso}.modificar")
    # Nobody changes the kit between looking at it and giving it out.
    turno(work.connection, "kits")
    visto = kit(work, clase, kit_id)
    cuantos = enteros(cantidad)
    if not visto.activo:
        raise ConflictoError(
            tr("El kit {codigo} está fuera de uso. No se registró nada.").format(codigo=visto.codigo),
            tr("Volver a usarlo, o dar salida a sus partes."),
        )
    necesita = {articulo_id: cada_uno * cuantos for articulo_id, cada_uno in visto.articulos.items()}
    clave = ledger.nueva_clave(clave)
    ledger.bloquear(work, clase, necesita)
    motivo = tr("Kit {codigo} × {n}").format(codigo=visto.codigo, n=formatear_numero(cuantos))
    pedidos = _ya_pedidos(work, clave, necesita)
    if not pedidos:
        _alcanza(work, clase, visto.codigo, cuantos, necesita)
        pedidos = _repartidos(work, clase, necesita, referencia, motivo)
    hecho = movimientos.registrar_varios(work, clase, SALIDA, pedidos, clave)
    lote_id = work.connection.scalars(select(Lote.id).where(Lote.clave == clave)).one()
    return Result(KitEntregado(visto.codigo, cuantos, lote_id, tuple(hecho.value)), hecho.change)


def kits_con(work: Work, clase: str, articulo_id: int) -> list[str]:
    """The codes of the kits that hold an article as a part."""
    return sorted(
        work.connection.scalars(
            select(Kit.codigo)
            .join(KitParte, KitParte.kit_id == Kit.id)
            .where(Kit.clase == clase, KitParte.articulo_id == articulo_id)
        ),
        key=fold,
    )


# ── Reading ──


def _vistos(work: Work, clase: str, filas: Sequence[Any]) -> list[KitVisto]:
    todas = _partes(work, clase)
    kits = {f.id: (f.codigo, f.nombre) for f in work.connection.execute(_kits(clase)).all()}
    articulos = despiece(todas, [fila.id for fila in filas])
    usados = {a for de_uno in articulos.values() for a in de_uno}
    hay = _articulos(work, clase, sorted(usados))
    libres = {a: libre for a, (_codigo, _nombre, libre) in hay.items()}
    return [
        KitVisto(
            fila.id, fila.codigo, fila.nombre, fila.descripcion, fila.activo, fila.version,
            alcanzan(articulos[fila.id], libres),
            tuple(_parte_vista(p, todas, kits, hay, libres) for p in todas.get(fila.id, ())),
            articulos[fila.id],
        )
        for fila in filas
    ]  # fmt: skip


def _parte_vista(
    pieza: Pieza,
    todas: Mapping[int, Sequence[Pieza]],
    kits: Mapping[int, tuple[str, str]],
    hay: Mapping[int, tuple[str, str, Decimal]],
    libres: Mapping[int, Decimal],
) -> ParteVista:
    if pieza.subkit_id is not None:
        codigo, nombre = kits[pieza.subkit_id]
        suyos = despiece(todas, [pieza.subkit_id])[pieza.subkit_id]
        libre = Decimal(alcanzan(suyos, libres))
    else:
        codigo, nombre, libre = hay[pieza.articulo_id or 0]
    return ParteVista(pieza.articulo_id, pieza.subkit_id, codigo, nombre, pieza.cantidad, libre)


def _kits(clase: str) -> Any:
    return select(Kit.id, Kit.codigo, Kit.nombre).where(Kit.clase == clase)


def _partes(work: Work, clase: str) -> dict[int, list[Pieza]]:
    """The parts of every kit of the class. There are hundreds of kits, not hundreds of thousands."""
    partes: dict[int, list[Pieza]] = {}
    for fila in work.connection.execute(
        select(KitParte.kit_id, KitParte.cantidad, KitParte.articulo_id, KitParte.subkit_id)
        .join(Kit, Kit.id == KitParte.kit_id)
        .where(Kit.clase == clase)
        .order_by(KitParte.id)
    ):
        partes.setdefault(fila.kit_id, []).append(Pieza(fila.cantidad, fila.articulo_id, fila.subkit_id))
    return partes


def _articulos(work: Work, clase: str, ids: Sequence[int]) -> dict[int, tuple[str, str, Decimal]]:
    """Code, what it is, and how many pieces are free, of each article."""
    c = clase_de(clase)
    orm = c.orm
    filas = work.connection.execute(
        select(orm.id, orm.codigo, getattr(orm, c.titular), orm.stock_actual, orm.stock_reservado).where(
            entre(orm.id, ids)
        )
    )
    return {id_: (codigo, nombre, hay - reservado) for id_, codigo, nombre, hay, reservado in filas}


def _con_codigo(work: Work, clase: str, codigo: str) -> int | None:
    return next((f.id for f in work.connection.execute(_kits(clase)) if fold(f.codigo) == fold(codigo)), None)


# ── Saving ──


def _piezas(work: Work, clase: str, partes: Sequence[ParteDada]) -> list[Pieza]:
    """The parts as they are stored: each once, with what it names there."""
    if not partes:
        raise DatoInvalidoError(
            tr("Un kit necesita al menos una parte. No se guardó nada."), campos={"partes": tr("falta alguna")}
        )
    articulos = _articulos(work, clase, [p.articulo_id for p in partes if p.articulo_id is not None])
    kits = {fila.id for fila in work.connection.execute(_kits(clase))}
    piezas: list[Pieza] = []
    for parte in partes:
        numero = cantidad_positiva(parte.cantidad)
        if parte.subkit_id is None:
            if parte.articulo_id not in articulos:
                raise ArticuloInexistenteError(parte.articulo_id)
        elif parte.subkit_id not in kits:
            raise NoEncontradoError(tr("Un kit de los que se eligieron ya no existe. No se guardó nada."))
        elif numero != int(numero):
            raise CantidadInvalidaError(parte.cantidad, tr("de un kit, un número entero"))
        piezas.append(Pieza(numero, parte.articulo_id, parte.subkit_id))
    veces = Counter((pieza.articulo_id, pieza.subkit_id) for pieza in piezas)
    repetidas = [pieza for pieza in piezas if veces[pieza.articulo_id, pieza.subkit_id] > 1]
    if repetidas:
        codigos = ", ".join(_contadas(work, clase, repetidas))
        raise DatoInvalidoError(
            tr("{codigos}: está más de una vez en el kit. No se guardó nada.").format(codigos=codigos),
            tr("Sumar sus cantidades en una sola línea."),
            campos={"partes": tr("hay partes repetidas")},
        )
    return piezas


def _guardar_partes(work: Work, clase: str, kit_id: int, piezas: Sequence[Pieza]) -> None:
    todas = {**_partes(work, clase), kit_id: list(piezas)}
    nombres = {fila.id: fila.codigo for fila in work.connection.execute(_kits(clase))}
    camino = vuelta(todas, kit_id)
    if camino:
        raise ConflictoError(
            tr("El kit {codigo} se contendría a sí mismo: {camino}. No se guardó nada.").format(
                codigo=nombres[kit_id], camino=" → ".join(nombres[paso] for paso in camino)
            ),
            tr("Sacar de la lista de partes el kit que lo contiene."),
        )
    if any(n > CANTIDAD_MAXIMA for de_uno in despiece(todas, todas).values() for n in de_uno.values()):
        # Of this kit or of one that holds it.
        raise DatoInvalidoError(
            tr("Un kit llevaría más piezas de un artículo de las que se pueden contar. No se guardó nada."),
            campos={"partes": tr("son demasiadas")},
        )
    work.connection.execute(delete(KitParte).where(KitParte.kit_id == kit_id))
    work.connection.execute(
        insert(KitParte),
        [
            {"kit_id": kit_id, "articulo_id": p.articulo_id, "subkit_id": p.subkit_id, "cantidad": p.cantidad}
            for p in piezas
        ],
    )


def _contadas(work: Work, clase: str, piezas: Sequence[Pieza]) -> dict[str, Decimal]:
    """The parts by code, for the audit trail and for people."""
    articulos = _articulos(work, clase, [p.articulo_id for p in piezas if p.articulo_id is not None])
    kits = {fila.id: fila.codigo for fila in work.connection.execute(_kits(clase))}
    return {
        kits[p.subkit_id] if p.subkit_id is not None else articulos[p.articulo_id or 0][0]: p.cantidad for p in piezas
    }


def _codigo_libre(work: Work, clase: str, codigo: str) -> None:
    if _con_codigo(work, clase, codigo) is not None:
        raise DatoInvalidoError(
            tr("Ya existe un kit con el código {codigo}. No se guardó nada.").format(codigo=codigo),
            tr("Usar otro código, o editar el que existe."),
            campos={"codigo": tr("ya existe")},
        )


def _misma_version(visto: KitVisto, version: int) -> KitVisto:
    if visto.version != version:
        raise ConflictoError(
            tr("Otra persona cambió el kit {codigo} mientras tanto. No se guardó nada.").format(codigo=visto.codigo),
            tr("Mirar los datos nuevos y repetir el cambio."),
        )
    return visto


# ── Giving out ──


def enteros(cantidad: str | int | Decimal) -> int:
    """How many kits, as typed. Raises CantidadInvalidaError for what is no whole number above zero."""
    numero = cantidad_positiva(cantidad)
    if numero != int(numero):
        raise CantidadInvalidaError(cantidad, tr("los kits salen enteros"))
    return int(numero)


def _ya_pedidos(work: Work, clave: str, necesita: Mapping[int, Decimal]) -> list[Pedido]:
    """What the batch with that UUID took, as it was asked for; nothing when there is none."""
    filas = work.connection.execute(
        select(Movimiento.articulo_id, Movimiento.cantidad, Movimiento.ubicacion_id)
        .join(Lote, Lote.id == Movimiento.lote_id)
        .where(Lote.clave == clave, Movimiento.tipo != ANULACION)
        .order_by(Movimiento.id)
    ).all()
    tomado: dict[int, Decimal] = {}
    for fila in filas:
        tomado[fila.articulo_id] = tomado.get(fila.articulo_id, Decimal(0)) - fila.cantidad
    if filas and tomado != dict(necesita):
        raise ClaveRepetidaError(clave)
    return [Pedido(fila.articulo_id, -fila.cantidad, fila.ubicacion_id) for fila in filas]


def _alcanza(work: Work, clase: str, codigo: str, cuantos: int, necesita: Mapping[int, Decimal]) -> None:
    """Say everything that is short at once."""
    faltan = [
        tr("{n} de {codigo}").format(n=formatear_numero(necesita[a] - max(libre, Decimal(0))), codigo=suyo)
        for a, (suyo, _nombre, libre) in sorted(_articulos(work, clase, sorted(necesita)).items())
        if libre < necesita[a]
    ]
    if faltan:
        nombrados = ", ".join(faltan[:_NOMBRADOS])
        if len(faltan) > _NOMBRADOS:
            nombrados = tr("{estos} y {n} más").format(estos=nombrados, n=len(faltan) - _NOMBRADOS)
        raise StockInsuficienteError(
            tr("Para {n} × {codigo} faltan {faltan}.").format(
                n=formatear_numero(cuantos), codigo=codigo, faltan=nombrados
            )
        )


def _repartidos(work: Work, clase: str, necesita: Mapping[int, Decimal], referencia: str, motivo: str) -> list[Pedido]:
    """From which places: the article's usual one first, then where there is most of it."""
    orm = clase_de(clase).orm
    filas = work.connection.execute(
        select(Existencia.articulo_id, Existencia.ubicacion_id, Existencia.cantidad, Ubicacion.codigo, orm.ubicacion)
        .join(Ubicacion, Ubicacion.id == Existencia.ubicacion_id)
        .join(orm, orm.id == Existencia.articulo_id)
        .where(
            Existencia.clase == clase,
            entre(Existencia.articulo_id, sorted(necesita)),
            Existencia.longitud_mm == 0,
            Existencia.cantidad > 0,
        )
    ).all()
    lugares: dict[int, list[Any]] = {}
    for fila in filas:
        lugares.setdefault(fila.articulo_id, []).append(fila)
    pedidos: list[Pedido] = []
    for articulo_id, falta in sorted(necesita.items()):
        for fila in sorted(lugares.get(articulo_id, []), key=_donde_primero):
            lugar_id, hay = fila.ubicacion_id, fila.cantidad
            toma = min(falta, hay)
            if toma > 0:
                pedidos.append(Pedido(articulo_id, toma, lugar_id, referencia=referencia, motivo=motivo))
            falta -= toma
        if falta > 0:
            raise ValueError(f"article {articulo_id} has less in its places than in stock")
    return pedidos


def _donde_primero(fila: Any) -> tuple[bool, Decimal, int]:
    return fila.codigo != fila.ubicacion, -fila.cantidad, fila.ubicacion_id
