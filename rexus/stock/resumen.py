"""The «resumen de materiales» of an obra, brought in: what it would change, unknown articles, and then all of it.

The rows come from a file that somebody else has read. The same rows again change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import fold, limpiar, tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import articulos, cuentas_obra, obras, requerimientos, resumen_deshacer
from rexus.stock.clases import todas
from rexus.stock.libro_reservas import Clave

MODULO = obras.MODULO


@dataclass(frozen=True)
class FilaResumen:
    """A row: its number in the file, the article's code and what sort of article it is said to be (`tipo`), how many
    pieces are needed, and what else the file says of the article, by the name of the field."""

    fila: int
    codigo: str
    necesarias: Decimal
    tipo: str
    datos: Mapping[str, Any]


@dataclass(frozen=True)
class Requerida:
    """An article and how many pieces: before (0: it was not needed) and after."""

    codigo: str
    antes: Decimal
    despues: Decimal


@dataclass(frozen=True)
class Desconocida:
    """A row whose article is in no catalogue; `clase` is where it would be made."""

    fila: int
    codigo: str
    descripcion: str
    clase: str


@dataclass(frozen=True)
class PlanResumen:
    """What a file does to an obra's requirements, or would do.

    `ya_no_figuran` are those that a file of the same name asked for before and that this one does not name: they stay
    unless they are to be taken away. `creados` are the codes of the articles that were made. `lote` is the batch that
    undoes it; None where nothing changed.
    """

    obra_id: int
    obra: str
    nuevos: tuple[Requerida, ...]
    cambiados: tuple[Requerida, ...]
    sin_cambios: int
    desconocidos: tuple[Desconocida, ...]
    ya_no_figuran: tuple[Requerida, ...]
    creados: tuple[str, ...] = ()
    quitados: int = 0
    lote: int | None = None


class ArticulosDesconocidosError(RexusError):
    """The file names articles that are in no catalogue; nothing was imported. `plan` has them all."""

    def __init__(self, plan: PlanResumen) -> None:
        codigos = ", ".join(d.codigo for d in plan.desconocidos[:10])
        super().__init__(
            tr("Hay artículos desconocidos"),
            tr("No están en ningún catálogo: {codigos}. No se importó nada.").format(
                codigos=codigos + (" …" if len(plan.desconocidos) > 10 else "")
            ),
            tr("Pedir que se creen al importar, o corregir sus códigos."),
        )
        self.plan = plan


def simular_resumen(work: Work, obra_id: int, filas: Sequence[FilaResumen], origen: str) -> PlanResumen:
    """What `importar_resumen` would do. Changes nothing. Raises NoEncontradoError, DatoInvalidoError."""
    exigir(work.actor, f"{MODULO}.ver")
    obra = obras.ficha(work, obra_id)
    return _plan(work, obra, filas, limpiar(origen)[:255])[0]


def importar_resumen(
    work: Work, obra_id: int, filas: Sequence[FilaResumen], origen: str, *, crear: bool = False, quitar: bool = False
) -> Result[PlanResumen]:
    """Write down what the file says that the obra needs; all of it or nothing.

    `crear` makes the articles that are in no catalogue, which needs the right to change that catalogue; without it they
    are refused. `quitar` takes away what a file of the same name asked for before and this one does not. Raises
    ArticulosDesconocidosError, ObraCerradaError, NoEncontradoError, DatoInvalidoError, PermisoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    (obra,) = obras.bloquear(work, (obra_id,))
    obras.exigir_abierta(obra)
    origen = limpiar(origen)[:255]
    plan, pedidas, sobran = _plan(work, obra, filas, origen)
    antes = requerimientos.con_origen(work, obra_id)
    if plan.desconocidos and not crear:
        raise ArticulosDesconocidosError(plan)
    por_codigo = {fila.codigo: fila for fila in filas}
    hechos: list[tuple[str, int, int]] = []
    for nueva in plan.desconocidos:
        fila = por_codigo[nueva.codigo]
        articulo = _crear(work, nueva, fila)
        hechos.append((nueva.clase, articulo.id, articulo.version))
        pedidas[nueva.clase, articulo.id] = fila.necesarias
    cambios = requerimientos.aplicar(work, obra_id, pedidas, origen=origen)
    quitados = requerimientos.retirar(work, obra_id, sobran) if quitar else 0
    creados = tuple(d.codigo for d in plan.desconocidos)
    hecho = replace(
        plan,
        nuevos=(*plan.nuevos, *(Requerida(c, Decimal(0), por_codigo[c].necesarias) for c in creados)),
        desconocidos=(),
        creados=creados,
        quitados=quitados,
    )
    if not cambios and not quitados:
        return Result(hecho, NOTHING)
    lote = resumen_deshacer.guardar(work, obra_id, origen, antes, requerimientos.con_origen(work, obra_id), hechos)
    hecho = replace(hecho, lote=lote)
    clases = {d.clase for d in plan.desconocidos}
    return Result(hecho, Change.of("obra", "requerimiento", *clases, ids=() if clases else (obra_id,)))


def _plan(
    work: Work, obra: obras.FichaObra, filas: Sequence[FilaResumen], origen: str
) -> tuple[PlanResumen, dict[Clave, Decimal], list[Clave]]:
    """The plan, what the known articles need, and what is not named any more."""
    pedidas_filas = [fila for fila in filas if fila.necesarias]
    conocidos = requerimientos.por_codigos(work, [fila.codigo for fila in pedidas_filas])
    hay = cuentas_obra.necesarias(work, obra.id)
    pedidas: dict[Clave, Decimal] = {}
    nuevos: list[Requerida] = []
    cambiados: list[Requerida] = []
    desconocidos: list[Desconocida] = []
    for fila in pedidas_filas:
        candidatos = conocidos.get(fila.codigo, [])
        if not candidatos:
            desconocidos.append(
                Desconocida(fila.fila, fila.codigo, str(fila.datos.get("descripcion") or ""), _clase_de(fila.tipo))
            )
            continue
        clave = candidatos[0] if len(candidatos) == 1 else _elegido(fila, candidatos)
        pedidas[clave] = fila.necesarias
        antes = hay.get(clave, Decimal(0))
        if antes != fila.necesarias:
            (cambiados if antes else nuevos).append(Requerida(fila.codigo, antes, fila.necesarias))
    antes_de_aqui = requerimientos.del_origen(work, obra.id, origen) if origen else {}
    sobran = [clave for clave in antes_de_aqui if clave not in pedidas]
    codigos = requerimientos.codigos(work, sobran)
    return (
        PlanResumen(
            obra.id,
            obra.codigo,
            tuple(nuevos),
            tuple(cambiados),
            len(pedidas) - len(nuevos) - len(cambiados),
            tuple(desconocidos),
            tuple(Requerida(codigos[clave], antes_de_aqui[clave], Decimal(0)) for clave in sobran),
        ),
        pedidas,
        sobran,
    )


def _clase_de(tipo: str) -> str:
    """The catalogue that a summary's «PERFILES», «HERRAJES» means; the first one for anything else."""
    nombres = [clase.nombre for clase in todas()]
    return next((nombre for nombre in nombres if fold(tipo).startswith(nombre)), nombres[0])


def _elegido(fila: FilaResumen, candidatos: Sequence[Clave]) -> Clave:
    """Which of several articles with that code, in different catalogues."""
    clase = _clase_de(fila.tipo)
    for clave in candidatos:
        if clave[0] == clase:
            return clave
    raise DatoInvalidoError(
        tr("Fila {fila}: «{codigo}» está en varios catálogos. No se importó nada.").format(
            fila=fila.fila, codigo=fila.codigo
        ),
        tr("Completar el tipo de artículo en la planilla."),
        campos={"tipo": tr("falta completarlo")},
    )


def _crear(work: Work, nueva: Desconocida, fila: FilaResumen) -> articulos.Articulo:
    datos = next(clase.datos for clase in todas() if clase.nombre == nueva.clase)
    valores = {campo: v for campo, v in fila.datos.items() if campo in datos.model_fields and v is not None}
    if "nombre" in datos.model_fields and "nombre" not in valores:
        valores["nombre"] = valores.get("descripcion") or fila.codigo
    return articulos.crear(work, nueva.clase, {**valores, "codigo": fila.codigo}).value
