"""The book of what is set apart: every change is an entry that is only ever added, and two running figures follow it.

`reservas.cantidad` is the sum of an obra's entries for an article, `stock_reservado` of the article the sum of its
`reservas`. Both are changed by many rows at once, and looked at again before the caller goes on. The caller has locked
the obras, then the articles (`articulos_bloqueados`), so that nothing of them
moves meanwhile; a batch names the entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from rexus.base.text import formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo
from rexus.db.types import Cantidad
from rexus.db.work import Work
from rexus.stock import ledger, lotes
from rexus.stock.clases import clase_de
from rexus.stock.errors import ArticuloInactivoError, ArticuloInexistenteError, StockInsuficienteError
from rexus.stock.orm_obras import Reserva, ReservaAsiento

RESERVAR: Final = "reservar"
LIBERAR: Final = "liberar"
USAR: Final = "usar"
QUITAR: Final = "quitar"
DESHACER: Final = "deshacer"

CERO = Decimal(0)
#: An article: its class and its id.
Clave = tuple[str, int]


@dataclass(frozen=True)
class Apunte:
    """A change of an obra's reservation of an article: `cantidad` is signed, in pieces."""

    obra_id: int
    clase: str
    articulo_id: int
    codigo: str
    cantidad: Decimal
    accion: str
    movimiento_id: int | None = None

    @property
    def clave(self) -> Clave:
        """Of which article."""
        return self.clase, self.articulo_id


@dataclass(frozen=True)
class EnStock:
    """An article as it stays until the transaction ends. `disponible` is what is not set apart for anybody."""

    clase: str
    id: int
    codigo: str
    activo: bool
    stock_actual: Decimal
    stock_reservado: Decimal

    @property
    def disponible(self) -> Decimal:
        """In pieces."""
        return self.stock_actual - self.stock_reservado


def articulos_bloqueados(work: Work, claves: Iterable[Clave]) -> dict[Clave, EnStock]:
    """Those articles, locked until the transaction ends: one statement for each class, in the order of names and ids.

    Raises ArticuloInexistenteError.
    """
    por_clase: dict[str, set[int]] = {}
    for clase, id_ in claves:
        por_clase.setdefault(clase, set()).add(id_)
    hallados: dict[Clave, EnStock] = {}
    for clase in sorted(por_clase):
        orm = clase_de(clase).orm
        filas = work.connection.execute(
            con_bloqueo(
                select(orm.id, orm.codigo, orm.activo, orm.stock_actual, orm.stock_reservado).where(
                    entre(orm.id, sorted(por_clase[clase]))
                ),
                orm,
            ).order_by(orm.id)
        )
        hallados.update({(clase, fila.id): EnStock(clase, *fila) for fila in filas})
        for id_ in por_clase[clase]:
            if (clase, id_) not in hallados:
                raise ArticuloInexistenteError(id_)
    return hallados


def exigir_activos(articulos: Iterable[EnStock]) -> None:
    """Raise ArticuloInactivoError for one that is deactivated."""
    for articulo in articulos:
        if not articulo.activo:
            raise ArticuloInactivoError(articulo.codigo)


def de_obra(work: Work, obra_id: int) -> dict[Clave, Decimal]:
    """What is set apart for an obra, by article."""
    filas = work.connection.execute(
        select(Reserva.clase, Reserva.articulo_id, Reserva.cantidad).where(
            Reserva.obra_id == obra_id, Reserva.cantidad > 0
        )
    )
    return {(fila.clase, fila.articulo_id): fila.cantidad for fila in filas}


def apuntar(work: Work, apuntes: Sequence[Apunte], lote_id: int) -> None:
    """Change the running figures and add the entries, in this order: all of it, or the caller's transaction is undone.

    Raises StockInsuficienteError when more would be set apart than there is.
    """
    mover(work, apuntes)
    asentar(work, apuntes, lote_id)


def mover(work: Work, apuntes: Sequence[Apunte]) -> None:
    """The running figures alone; the same entries follow by `asentar`, once their movements have ids."""
    if not apuntes:
        return
    _mover_articulos(work, apuntes)
    _mover_reservas(work, apuntes)


def asentar(work: Work, apuntes: Sequence[Apunte], lote_id: int) -> None:
    """The entries alone."""
    if not apuntes:
        return
    ahora = work.now()
    work.connection.execute(
        insert(ReservaAsiento.__table__),  # type: ignore[arg-type]
        [
            {
                "obra_id": a.obra_id,
                "clase": a.clase,
                "articulo_id": a.articulo_id,
                "cantidad": a.cantidad,
                "accion": a.accion,
                "lote_id": lote_id,
                "movimiento_id": a.movimiento_id,
                "fecha": ahora,
                "usuario": work.actor.usuario,
            }
            for a in apuntes
        ],
    )


def soltar_todo(work: Work, obra_id: int, codigo: str) -> list[Apunte]:
    """Free everything that is set apart for an obra, as a batch; what was freed. The caller has locked the obra."""
    reservado = de_obra(work, obra_id)
    if not reservado:
        return []
    articulos = articulos_bloqueados(work, reservado)
    apuntes = [
        Apunte(obra_id, *clave, articulos[clave].codigo, -cantidad, LIBERAR) for clave, cantidad in reservado.items()
    ]
    apuntar(work, apuntes, lotes.abrir(work, ledger.nueva_clave(), "RESERVA", "obra", origen=codigo))
    return apuntes


def invertido(apunte: Apunte, movimiento_id: int | None = None) -> Apunte:
    """The entry that undoes another one."""
    return replace(apunte, cantidad=-apunte.cantidad, accion=DESHACER, movimiento_id=movimiento_id)


def en_palabras(apuntes: Sequence[Apunte]) -> dict[str, str]:
    """Code and quantity, as audit entries bear them; pieces, without sign."""
    sumas: dict[str, Decimal] = {}
    for a in apuntes:
        sumas[a.codigo] = sumas.get(a.codigo, CERO) + abs(a.cantidad)
    return {codigo: f"{cantidad:f}" for codigo, cantidad in sumas.items()}


def _mover_articulos(work: Work, apuntes: Sequence[Apunte]) -> None:
    """`stock_reservado` of the articles, never below zero nor above what there is: the guard is in the WHERE."""
    por_clase: dict[str, dict[int, Decimal]] = {}
    for a in apuntes:
        suyos = por_clase.setdefault(a.clase, {})
        suyos[a.articulo_id] = suyos.get(a.articulo_id, CERO) + a.cantidad
    codigos = {a.clave: a.codigo for a in apuntes}
    for clase, todos in sorted(por_clase.items()):
        cambios = {id_: cantidad for id_, cantidad in sorted(todos.items()) if cantidad}
        if not cambios:
            continue
        tabla: Any = clase_de(clase).orm.__table__  # type: ignore[attr-defined]
        antes = _reservado(work, tabla, cambios)
        n = bindparam("n", type_=Cantidad)
        nuevo = tabla.c.stock_reservado + n
        work.connection.execute(
            update(tabla)
            .where(tabla.c.id == bindparam("de_id"), nuevo >= 0, nuevo <= tabla.c.stock_actual)
            .values(stock_reservado=nuevo),
            [{"de_id": id_, "n": cantidad} for id_, cantidad in cambios.items()],
        )
        despues = _reservado(work, tabla, cambios)
        for id_, cantidad in cambios.items():
            if despues.get(id_) != antes.get(id_, CERO) + cantidad:
                raise _no_alcanza(work, tabla, id_, codigos[clase, id_])


def _reservado(work: Work, tabla: Any, ids: Iterable[int]) -> dict[int, Decimal]:
    filas = work.connection.execute(select(tabla.c.id, tabla.c.stock_reservado).where(entre(tabla.c.id, ids)))
    return {fila.id: fila.stock_reservado for fila in filas}


def _no_alcanza(work: Work, tabla: Any, id_: int, codigo: str) -> StockInsuficienteError:
    actual, reservado = work.connection.execute(
        select(tabla.c.stock_actual, tabla.c.stock_reservado).where(tabla.c.id == id_)
    ).one()
    return StockInsuficienteError.por_reserva(codigo, actual, reservado)


def _mover_reservas(work: Work, apuntes: Sequence[Apunte]) -> None:
    """`reservas.cantidad` of the obras."""
    netos: dict[tuple[int, str, int], Decimal] = {}
    for a in apuntes:
        llave = (a.obra_id, a.clase, a.articulo_id)
        netos[llave] = netos.get(llave, CERO) + a.cantidad
    antes = _de_obras(work, netos)
    tabla: Any = Reserva.__table__
    nuevas = [llave for llave in netos if llave not in antes and netos[llave]]
    cambiadas = [llave for llave in netos if llave in antes and netos[llave]]
    for llave in netos:
        if antes.get(llave, (0, CERO))[1] + netos[llave] < 0:
            # The caller takes away what it saw while nobody else could: this is a bug, not a refusal.
            raise AssertionError(f"reservation {llave} would fall to {antes.get(llave)} {netos[llave]}")
    if nuevas:
        work.connection.execute(
            insert(tabla),
            [
                {"obra_id": o, "clase": c, "articulo_id": i, "cantidad": netos[o, c, i], "estado": "activa"}
                for o, c, i in nuevas
            ],
        )
    if cambiadas:
        valores = [(antes[llave][0], antes[llave][1] + netos[llave]) for llave in cambiadas]
        work.connection.execute(
            update(tabla)
            .where(tabla.c.id == bindparam("de_id"))
            .values(cantidad=bindparam("nueva", type_=Cantidad), estado=bindparam("queda")),
            [
                {"de_id": id_, "nueva": cantidad, "queda": "activa" if cantidad else "cerrada"}
                for id_, cantidad in valores
            ],
        )


def _de_obras(work: Work, llaves: Iterable[tuple[int, str, int]]) -> dict[tuple[int, str, int], tuple[int, Decimal]]:
    """Id and quantity of the reservations that are there, also of those that came down to nothing."""
    llaves = set(llaves)
    filas = work.connection.execute(
        select(Reserva.id, Reserva.obra_id, Reserva.clase, Reserva.articulo_id, Reserva.cantidad).where(
            entre(Reserva.obra_id, sorted({o for o, _, _ in llaves})),
            entre(Reserva.articulo_id, sorted({i for _, _, i in llaves})),
        )
    )
    return {(f.obra_id, f.clase, f.articulo_id): (f.id, f.cantidad) for f in filas}


def frase_de(apunte: Apunte) -> str:
    """«3 de 564002»."""
    return tr("{n} de {codigo}").format(n=formatear_numero(abs(apunte.cantidad)), codigo=apunte.codigo)
