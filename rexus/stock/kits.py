"""Kits: named lists of articles that are given out together; how many there are follows from their parts.

A kit may hold kits, never itself, at any depth. Nothing about its availability is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import insert, select, true, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import fold, limpiar, tr
from rexus.db.contenido import con_palabras
from rexus.db.locking import turno
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import kits_partes
from rexus.stock.clases import clase_de
from rexus.stock.despiece import Pieza, alcanzan, despiece
from rexus.stock.errors import (
    ClaveRepetidaError,
)
from rexus.stock.orm_articulos import Kit, KitParte

_KIT: Any = Kit.__table__


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
    piezas = kits_partes.por_guardar(work, clase, partes)
    nuevo = work.connection.execute(insert(Kit).returning(Kit.id), {**datos, "clase": clase}).scalar_one()
    work.anotar(
        c.permiso, "crear", "kits", nuevo, despues={**datos, "partes": kits_partes.por_codigo(work, clase, piezas)}
    )
    kits_partes.guardar(work, clase, nuevo, piezas)
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
    piezas = kits_partes.por_guardar(work, clase, partes)
    antes = {"codigo": actual.codigo, "nombre": actual.nombre, "descripcion": actual.descripcion}
    eran = {parte.codigo: parte.cantidad for parte in actual.partes}
    son = kits_partes.por_codigo(work, clase, piezas)
    if antes == datos and eran == son:
        return Result(actual, NOTHING)
    work.connection.execute(update(Kit).where(Kit.id == kit_id).values(**datos, version=version + 1))
    work.anotar(c.permiso, "editar", "kits", kit_id, antes={**antes, "partes": eran}, despues={**datos, "partes": son})
    kits_partes.guardar(work, clase, kit_id, piezas)
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
    todas = kits_partes.de_todos(work, clase)
    kits = {f.id: (f.codigo, f.nombre) for f in work.connection.execute(kits_partes.nombrados(clase)).all()}
    articulos = despiece(todas, [fila.id for fila in filas])
    usados = {a for de_uno in articulos.values() for a in de_uno}
    hay = kits_partes.articulos_de(work, clase, sorted(usados))
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


# ── Refusing ──


def _con_codigo(work: Work, clase: str, codigo: str) -> int | None:
    return next(
        (f.id for f in work.connection.execute(kits_partes.nombrados(clase)) if fold(f.codigo) == fold(codigo)), None
    )


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
