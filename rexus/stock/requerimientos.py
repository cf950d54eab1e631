"""What an obra needs, and how it stands: needed, set apart, given out, missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.text import tr
from rexus.db.lists import entre
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import cuentas_obra, libro_reservas, obras
from rexus.stock.cantidades import cantidad
from rexus.stock.clases import clase_de, todas
from rexus.stock.cuentas_obra import Tenencia
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.libro_reservas import CERO, Clave
from rexus.stock.orm_obras import Requerimiento
from rexus.stock.pedir import faltan, pendiente

MODULO = obras.MODULO

ENTREGADO: Final = "entregado"
RESERVADO: Final = "reservado"
DISPONIBLE: Final = "disponible"
FALTA: Final = "falta"
SIN_PEDIR: Final = "sin requerimiento"
SIN_ENTREGAR: Final = "sin entregar"


@dataclass(frozen=True)
class Material:
    """One article of an obra, in pieces.

    `faltan` is what is neither given out nor set apart for it, nothing once it is ended (not `abierta`); `disponible`
    what is free of the article for anybody; `de_otras` for which other obras it is set apart, the largest first;
    `cortadas`, of what was given out, the whole bars that were cut for it; `esperan` which other open obras lack some.
    """

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    necesarias: Decimal
    reservado: Decimal
    entregado: Decimal
    faltan: Decimal
    disponible: Decimal
    origen: str
    de_otras: tuple[Tenencia, ...] = ()
    cortadas: Decimal = CERO
    abierta: bool = True
    esperan: tuple[Tenencia, ...] = ()

    @property
    def disputado(self) -> bool:
        """Whether some are free, but not enough for this obra and the others that wait for them too."""
        otras = sum((t.cantidad for t in self.esperan), CERO)
        return bool(self.faltan and otras and CERO < self.disponible < self.faltan + otras)

    @property
    def devolvible(self) -> Decimal:
        """What the obra may give back: what was cut for it is in pieces."""
        return max(CERO, self.entregado - self.cortadas)

    @property
    def clave(self) -> Clave:
        """The article: its class and id."""
        return self.clase, self.articulo_id

    @property
    def estado(self) -> str:
        """One word: all given out, all set apart, free to be set apart, missing, or never asked for; of an obra that is
        ended, what it did not get is not missing."""
        if not self.necesarias:
            return SIN_PEDIR
        if self.entregado >= self.necesarias:
            return ENTREGADO
        if not self.abierta:
            return SIN_ENTREGAR
        if not self.faltan:
            return RESERVADO
        return DISPONIBLE if self.faltan <= self.disponible else FALTA


def rotulos() -> dict[str, str]:
    """What people call the states of a material."""
    return {
        ENTREGADO: tr("entregado"),
        RESERVADO: tr("reservado"),
        DISPONIBLE: tr("disponible"),
        FALTA: tr("falta"),
        SIN_PEDIR: tr("sin requerimiento"),
        SIN_ENTREGAR: tr("sin entregar"),
    }


def materiales(work: Work, obra_id: int) -> list[Material]:
    """The materials of an obra: what it needs in the order of writing it down, then what it got or holds besides."""
    exigir(work.actor, f"{MODULO}.ver")
    abierta = obras.ficha(work, obra_id).abierta
    pedidas = {
        (fila.clase, fila.articulo_id): (fila.necesarias, fila.origen)
        for fila in work.connection.execute(
            select(Requerimiento.clase, Requerimiento.articulo_id, Requerimiento.necesarias, Requerimiento.origen)
            .where(Requerimiento.obra_id == obra_id)
            .order_by(Requerimiento.id)
        )
    }
    dado = {c: n for c, n in cuentas_obra.entregado(work, obra_id).items() if n}
    cortadas = cuentas_obra.cortadas(work, obra_id)
    reservado = libro_reservas.de_obra(work, obra_id)
    claves = list(dict.fromkeys([*pedidas, *dado, *reservado]))
    articulos = _articulos(work, claves)
    tienen = cuentas_obra.quien_tiene(work, claves, menos=obra_id)
    esperan = cuentas_obra.quien_espera(work, claves, menos=obra_id) if abierta else {}
    hechos = []
    for clave in claves:
        necesarias, origen = pedidas.get(clave, (CERO, ""))
        codigo, descripcion, disponible = articulos.get(clave, (f"#{clave[1]}", "", CERO))
        resto = CERO
        if abierta:
            resto = faltan(pendiente(necesarias, dado.get(clave, CERO)), reservado.get(clave, CERO))
        hechos.append(
            Material(
                *clave, codigo, descripcion, necesarias, reservado.get(clave, CERO), dado.get(clave, CERO), resto,
                disponible, origen, tienen.get(clave, ()), cortadas.get(clave, CERO), abierta,
                esperan.get(clave, ()),
            )
        )  # fmt: skip
    return hechos


def poner(work: Work, obra_id: int, pedidas: Mapping[Clave, str | int | Decimal]) -> Result[int]:
    """How many pieces of those articles an obra needs, as a person says it; 0 takes the line away.

    Returns how many lines changed. Raises NoEncontradoError, ObraCerradaError, ArticuloInexistenteError,
    CantidadInvalidaError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    cantidades = {clave: cantidad(n) for clave, n in pedidas.items()}
    for numero in cantidades.values():
        if numero < 0:
            raise CantidadInvalidaError(numero, tr("no puede ser menor que cero"))
    (obra,) = obras.bloquear(work, (obra_id,))
    obras.exigir_abierta(obra)
    libro_reservas.articulos_bloqueados(work, cantidades)
    cambios = aplicar(work, obra_id, {clave: n for clave, n in cantidades.items() if n}, origen="")
    cambios += retirar(work, obra_id, [clave for clave, n in cantidades.items() if not n])
    return Result(cambios, Change.of("obra", "requerimiento", ids=(obra_id,)) if cambios else NOTHING)


def quitar(work: Work, obra_id: int, claves: Sequence[Clave]) -> Result[int]:
    """The obra does not need those articles; what it holds or got of them stays. Returns how many it needed."""
    exigir(work.actor, f"{MODULO}.modificar")
    obras.bloquear(work, (obra_id,))
    quitados = retirar(work, obra_id, claves)
    return Result(quitados, Change.of("obra", "requerimiento", ids=(obra_id,)) if quitados else NOTHING)


def aplicar(work: Work, obra_id: int, pedidas: Mapping[Clave, Decimal], *, origen: str) -> int:
    """Write down what an obra needs of those articles; how many lines that changed. The caller has locked the obra."""
    hay = {
        (fila.clase, fila.articulo_id): fila
        for fila in work.connection.execute(
            select(
                Requerimiento.id,
                Requerimiento.clase,
                Requerimiento.articulo_id,
                Requerimiento.necesarias,
                Requerimiento.version,
            ).where(Requerimiento.obra_id == obra_id, entre(Requerimiento.articulo_id, [id_ for _, id_ in pedidas]))
        )
    }
    nuevos = {clave: n for clave, n in pedidas.items() if clave not in hay}
    otros = {clave: n for clave, n in pedidas.items() if clave in hay and hay[clave].necesarias != n}
    tabla: Any = Requerimiento.__table__
    if nuevos:
        work.connection.execute(
            insert(tabla),
            [
                {"obra_id": obra_id, "clase": c, "articulo_id": i, "necesarias": n, "origen": origen, "version": 1}
                for (c, i), n in nuevos.items()
            ],
        )
    if otros:
        work.connection.execute(
            update(tabla)
            .where(tabla.c.id == bindparam("de_id"))
            .values(
                necesarias=bindparam("nueva", type_=Cantidad), origen=bindparam("de_donde"), version=tabla.c.version + 1
            ),
            [{"de_id": hay[clave].id, "nueva": n, "de_donde": origen} for clave, n in otros.items()],
        )
    if nuevos or otros:
        nombres = codigos(work, [*nuevos, *otros])
        work.anotar(
            MODULO, "requerir", "obras", obra_id,
            antes={nombres[clave]: hay[clave].necesarias for clave in otros},
            despues={nombres[clave]: n for clave, n in {**nuevos, **otros}.items()},
        )  # fmt: skip
    return len(nuevos) + len(otros)


def retirar(work: Work, obra_id: int, claves: Sequence[Clave]) -> int:
    """Take those lines away; how many there were. The caller has locked the obra."""
    suyos = set(claves)
    hay = {clave: n for clave, n in cuentas_obra.necesarias(work, obra_id).items() if clave in suyos}
    if not hay:
        return 0
    nombres = codigos(work, list(hay))
    for clase in {clase for clase, _ in hay}:
        work.connection.execute(
            delete(Requerimiento).where(
                Requerimiento.obra_id == obra_id,
                Requerimiento.clase == clase,
                entre(Requerimiento.articulo_id, [id_ for c, id_ in hay if c == clase]),
            )
        )
    antes = {nombres[clave]: n for clave, n in hay.items()}
    work.anotar(MODULO, "quitar requerimientos", "obras", obra_id, antes=antes)
    return len(hay)


def restar(work: Work, obra_id: int, menos: Mapping[Clave, Decimal]) -> int:
    """The obra needs so many fewer, as far as it still needs any; how many lines that changed. The caller has locked
    the obra."""
    hay = cuentas_obra.necesarias(work, obra_id)
    quedan = {clave: max(CERO, hay[clave] - n) for clave, n in menos.items() if clave in hay}
    cambios = aplicar(work, obra_id, {clave: n for clave, n in quedan.items() if n}, origen="")
    return cambios + retirar(work, obra_id, [clave for clave, n in quedan.items() if not n])


def con_origen(work: Work, obra_id: int) -> dict[Clave, tuple[Decimal, str]]:
    """How many pieces of each article an obra needs, and which file said so. Part of operations."""
    filas = work.connection.execute(
        select(Requerimiento.clase, Requerimiento.articulo_id, Requerimiento.necesarias, Requerimiento.origen).where(
            Requerimiento.obra_id == obra_id
        )
    )
    return {(f.clase, f.articulo_id): (f.necesarias, f.origen) for f in filas}


def del_origen(work: Work, obra_id: int, origen: str) -> dict[Clave, Decimal]:
    """What an obra needs because a file of that name said so."""
    filas = work.connection.execute(
        select(Requerimiento.clase, Requerimiento.articulo_id, Requerimiento.necesarias).where(
            Requerimiento.obra_id == obra_id, Requerimiento.origen == origen
        )
    )
    return {(fila.clase, fila.articulo_id): fila.necesarias for fila in filas}


def por_codigos(work: Work, codigos: Sequence[str]) -> dict[str, list[Clave]]:
    """The articles of any class with those codes."""
    hallados: dict[str, list[Clave]] = {}
    for clase in todas():
        orm = clase.orm
        filas = work.connection.execute(select(orm.id, orm.codigo).where(entre(orm.codigo, list(codigos))))
        for fila in filas:
            hallados.setdefault(fila.codigo, []).append((clase.nombre, fila.id))
    return hallados


def codigos(work: Work, claves: Sequence[Clave]) -> dict[Clave, str]:
    """The codes of those articles; the number of one that is not there any more."""
    hallados = _articulos(work, claves)
    return {clave: hallados[clave][0] if clave in hallados else f"#{clave[1]}" for clave in claves}


def _articulos(work: Work, claves: Sequence[Clave]) -> dict[Clave, tuple[str, str, Decimal]]:
    """Code, what it is and how many are free, by article."""
    hallados: dict[Clave, tuple[str, str, Decimal]] = {}
    for clase in sorted({clase for clase, _ in claves}):
        c = clase_de(clase)
        orm = c.orm
        ids = [id_ for de, id_ in claves if de == clase]
        titular = getattr(orm, c.titular).label("titular")
        filas = work.connection.execute(
            select(orm.id, orm.codigo, titular, orm.stock_actual, orm.stock_reservado).where(entre(orm.id, ids))
        )
        for f in filas:
            hallados[clase, f.id] = (f.codigo, f.titular, f.stock_actual - f.stock_reservado)
    return hallados
