"""The categories of a class of articles, as people manage them: a list that articles take their category from.

Names that read the same (case and accents aside) are one category. An article that is saved with another name adds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import contados, fold, limpiar, tr
from rexus.db.locking import turno
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import indice
from rexus.stock.clases import Clase, clase_de
from rexus.stock.orm_articulos import Categoria

LARGO: Final = 60
_LARGO_CLAVE: Final = 120
# The cache's label of what is remembered about categories; whatever changes one of them invalidates it.
ETIQUETA: Final = "categorias"


@dataclass(frozen=True)
class CategoriaVista:
    """A category, and how many articles bear it."""

    id: int
    nombre: str
    version: int
    articulos: int = 0


def listar(work: Work, clase: str) -> list[CategoriaVista]:
    """Every category of the class in reading order."""
    c = _clase(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    columna = getattr(c.orm, c.categoria)
    filas = work.connection.execute(
        select(Categoria.id, Categoria.nombre, Categoria.version, func.count(c.orm.id))
        .outerjoin(c.orm, columna == Categoria.nombre)
        .where(Categoria.clase == clase)
        .group_by(Categoria.id, Categoria.nombre, Categoria.version)
    ).all()
    return sorted((CategoriaVista(*fila) for fila in filas), key=lambda vista: fold(vista.nombre))


def nombres(work: Work, clase: str) -> list[str]:
    """The names of the categories in reading order, for choosing one."""
    exigir(work.actor, f"{_clase(clase).permiso}.ver")
    return sorted(_conocidas(work, clase).values(), key=fold)


def agregar(work: Work, clase: str, nombre: str) -> Result[CategoriaVista]:
    """A new category. Raises DatoInvalidoError, also when one reads the same."""
    c = _clase(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    nombre = _valido(nombre)
    turno(work.connection, "categorias")
    _libre(work, clase, nombre)
    (nueva,) = crear(work, c, [nombre])
    return Result(CategoriaVista(nueva, nombre, 1), Change.of("categoria", ids=(nueva,)))


def renombrar(work: Work, clase: str, categoria_id: int, version: int, nombre: str) -> Result[CategoriaVista]:
    """Another name, for its articles too. Raises DatoInvalidoError, ConflictoError, NoEncontradoError."""
    c = _clase(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    nombre = _valido(nombre)
    turno(work.connection, "categorias")
    actual = _una(work, clase, categoria_id, version)
    if nombre == actual.nombre:
        return Result(actual, NOTHING)
    _libre(work, clase, nombre, menos=categoria_id)
    work.connection.execute(
        update(Categoria)
        .where(Categoria.id == categoria_id)
        .values(nombre=nombre, clave=clave_de(nombre), version=version + 1)
    )
    columna = getattr(c.orm, c.categoria)
    cuantos = work.connection.execute(
        update(c.orm)
        .where(columna == actual.nombre)
        .values({c.categoria: nombre})
        .execution_options(synchronize_session=False)
    ).rowcount
    indice.reindexar(work, c, columna == nombre)
    work.anotar(
        c.permiso, "editar", "categorias", categoria_id,
        antes={"nombre": actual.nombre}, despues={"nombre": nombre, "articulos": cuantos},
    )  # fmt: skip
    work.invalidar(ETIQUETA)
    work.invalidar(c.etiqueta_valores)
    return Result(CategoriaVista(categoria_id, nombre, version + 1, cuantos), Change.of("categoria", clase))


def quitar(work: Work, clase: str, categoria_id: int, version: int) -> Result[None]:
    """Take away a category that no article bears. Raises ConflictoError when one does, NoEncontradoError."""
    c = _clase(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    turno(work.connection, "categorias")
    actual = _una(work, clase, categoria_id, version)
    if actual.articulos:
        raise ConflictoError(
            tr("«{nombre}» es la categoría de {articulos}. Sigue en la lista.").format(
                nombre=actual.nombre, articulos=contados(actual.articulos, tr("artículo"), tr("artículos"))
            ),
            tr("Darles otra categoría y quitarla después."),
        )
    work.connection.execute(delete(Categoria).where(Categoria.id == categoria_id))
    work.anotar(c.permiso, "eliminar", "categorias", categoria_id, antes={"nombre": actual.nombre})
    work.invalidar(ETIQUETA)
    return Result(None, Change.of("categoria"))


def asentar(work: Work, c: Clase, datos: Mapping[str, Any]) -> dict[str, Any]:
    """An article's fields with its category as the list writes it, which it is added to if it is not in it."""
    escrita = datos.get(c.categoria) if c.categoria else None
    if not escrita:
        return dict(datos)
    lista = Lista(work, c)
    nombre = lista.elegir(escrita)
    lista.crear_nuevas(work)
    return {**datos, c.categoria: nombre}


class Lista:
    """The categories of a class by what they read like, with those that are still to be made."""

    def __init__(self, work: Work, c: Clase) -> None:
        self._clase = c
        self._conocidas = _conocidas(work, c.nombre) if c.categoria else {}
        self._faltan: list[str] = []

    def elegir(self, nombre: str) -> str:
        """The name as the list writes it; a new one is remembered, to be made."""
        limpio = " ".join(nombre.split())
        clave = clave_de(limpio)
        if clave not in self._conocidas:
            self._conocidas[clave] = limpio
            self._faltan.append(limpio)
        return self._conocidas[clave]

    def crear_nuevas(self, work: Work) -> None:
        """Make the categories met since the last call. Whoever makes one of them meanwhile makes this begin again."""
        faltan, self._faltan = self._faltan, []
        if faltan:
            crear(work, self._clase, faltan)


def clave_de(nombre: str) -> str:
    """What two names have in common that read the same."""
    return fold(nombre)[:_LARGO_CLAVE]


def crear(work: Work, c: Clase, nuevas: Iterable[str]) -> list[int]:
    """Add categories that are not in the list yet. Returns their ids."""
    ids = []
    for nombre in nuevas:
        datos = {"clase": c.nombre, "nombre": nombre, "clave": clave_de(nombre)}
        ids.append(work.connection.execute(insert(Categoria).returning(Categoria.id), datos).scalar_one())
        work.anotar(c.permiso, "crear", "categorias", ids[-1], despues={"nombre": nombre})
    work.invalidar(ETIQUETA)
    return ids


def _conocidas(work: Work, clase: str) -> dict[str, str]:
    filas = work.connection.execute(select(Categoria.clave, Categoria.nombre).where(Categoria.clase == clase))
    return {fila.clave: fila.nombre for fila in filas}


def _clase(clase: str) -> Clase:
    c = clase_de(clase)
    if not c.categoria:
        raise ValueError(f"{clase} has no categories")
    return c


def _una(work: Work, clase: str, categoria_id: int, version: int) -> CategoriaVista:
    vista = next((v for v in listar(work, clase) if v.id == categoria_id), None)
    if vista is None:
        raise NoEncontradoError(tr("Esa categoría ya no existe."))
    if vista.version != version:
        raise ConflictoError(
            tr("Otra persona cambió «{nombre}» mientras tanto. No se guardó nada.").format(nombre=vista.nombre),
            tr("Mirar la lista nueva y repetir el cambio."),
        )
    return vista


def _libre(work: Work, clase: str, nombre: str, *, menos: int | None = None) -> None:
    otra = work.connection.execute(
        select(Categoria.id, Categoria.nombre).where(Categoria.clase == clase, Categoria.clave == clave_de(nombre))
    ).one_or_none()
    if otra is not None and otra.id != menos:
        motivo = tr("ya existe «{nombre}»").format(nombre=otra.nombre)
        raise DatoInvalidoError(
            tr("Ya existe la categoría «{nombre}». No se guardó nada.").format(nombre=otra.nombre),
            campos={"nombre": motivo},
        )


def _valido(nombre: str) -> str:
    limpio = " ".join(limpiar(nombre).split())
    motivo = ""
    if not limpio:
        motivo = tr("falta completarlo")
    elif len(limpio) > LARGO:
        motivo = tr("hasta {largo} caracteres").format(largo=LARGO)
    if motivo:
        raise DatoInvalidoError(tr("El nombre no sirve. No se guardó nada."), campos={"nombre": motivo})
    return limpio
