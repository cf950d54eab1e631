"""Articles of any catalogue: create, edit, edit many, deactivate, delete what has no history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, literal_column, or_, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.base.text import contados, fold, formatear_numero, limpiar, tr
from rexus.db.lists import entre
from rexus.db.validacion import validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import categorias, codigo_escrito, imagenes, indice, kits, ledger, movimientos, ubicaciones
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import Clase, clase_de
from rexus.stock.errors import ArticuloInexistenteError, ClaveRepetidaError
from rexus.stock.historia import con_historia
from rexus.stock.lotes import clave_de_linea
from rexus.stock.orm import Movimiento
from rexus.stock.orm_compras import ArticuloProveedor

# What several articles can be given at once.
EN_CONJUNTO = ("ubicacion", "proveedor", "stock_minimo")
_CHUNK = 500


@dataclass(frozen=True)
class Articulo:
    """An article, whole. `valores` holds the edited fields by name; quantities are pieces."""

    id: int
    clase: str
    codigo: str
    version: int
    activo: bool
    stock_actual: Decimal
    stock_reservado: Decimal
    fecha_creacion: datetime
    fecha_actualizacion: datetime
    valores: Mapping[str, Any]

    @property
    def titular(self) -> str:
        """What it is, in one line: of a perfil its description, of a herraje its name."""
        return str(self.valores.get(clase_de(self.clase).titular) or "")

    @property
    def disponible(self) -> Decimal:
        """What may be promised or taken: stock minus reserved."""
        return self.stock_actual - self.stock_reservado


class EdicionSimultaneaError(ConflictoError):
    """Somebody saved the article while it was being edited. `cambios` maps a field to (what was shown, what is now).

    `actual` is the article as it is now, so that the form can be kept and saved over it knowingly. `quien` saved it,
    empty when nobody knows any more.
    """

    def __init__(self, actual: Articulo, cambios: Mapping[str, tuple[Any, Any]], quien: str) -> None:
        detalle = "; ".join(
            f"{campo}: «{_corto(antes)}» → «{_corto(ahora)}»" for campo, (antes, ahora) in cambios.items()
        )
        super().__init__(
            tr(
                "{quien} cambió {codigo} mientras se editaba ({detalle}). No se guardó nada; lo escrito sigue aquí."
            ).format(
                quien=quien or tr("Otra persona"), codigo=actual.codigo, detalle=detalle or tr("sin cambios visibles")
            ),
            tr("Revisar los cambios y guardar otra vez, o descartar lo escrito."),
            titulo=tr("Otra persona lo cambió"),
        )
        self.actual = actual
        self.cambios = dict(cambios)
        self.quien = quien


def articulo(work: Work, clase: str, articulo_id: int) -> Articulo:
    """One article. Raises ArticuloInexistenteError."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    tabla = c.orm.__table__  # type: ignore[attr-defined]
    encontrado = work.connection.execute(select(tabla).where(tabla.c.id == articulo_id)).one_or_none()
    if encontrado is None:
        raise ArticuloInexistenteError(articulo_id)
    return _como_dato(c, encontrado)


def id_por_codigo(work: Work, clase: str, codigo: str) -> int:
    """The id of the article with that code, or with that text in its QR; failing both, of the only one whose code
    differs in capitals alone. Raises ArticuloInexistenteError, CodigoDudosoError.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    limpio = limpiar(codigo)
    encontrado = work.connection.scalar(select(c.orm.id).where(c.orm.codigo == limpio))
    if encontrado is None and limpio and hasattr(c.orm, "qr"):
        # The literal inequality lets the engine use the partial index on codes that are not empty.
        con_qr = c.orm.qr != literal_column("''")
        encontrado = work.connection.scalar(
            select(c.orm.id).where(c.orm.qr == limpio, con_qr).order_by(c.orm.id).limit(1)
        )
    if encontrado is not None:
        return encontrado
    otros = codigo_escrito.parecidos(work, c, limpio)
    elegido = codigo_escrito.elegir(codigo, otros)
    if elegido is None:
        raise ArticuloInexistenteError(codigo)
    return otros[elegido]


def codigos_parecidos(work: Work, clase: str, codigo: str) -> list[str]:
    """The codes that differ from this one in capitals alone, in order. They are legal, and mostly a slip."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    limpio = limpiar(codigo)
    return sorted(otro for otro in codigo_escrito.parecidos(work, c, limpio) if otro != limpio)


def crear(
    work: Work,
    clase: str,
    valores: Mapping[str, Any],
    *,
    stock_inicial: str | int | Decimal = 0,
    clave: str | None = None,
) -> Result[Articulo]:
    """A new article; `stock_inicial` pieces enter by an ENTRADA. Raises DatoInvalidoError with every field's reason.

    `clave` (UUID) names the attempt: repeated after a lost answer it gives the article that is there.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    datos = _con_ubicacion(work, validar(c.datos, valores))
    anterior = work.registro_anterior() if clave else None
    if anterior is not None:
        return Result(_ya_creado(work, clase, int(anterior), datos["codigo"], str(clave)), NOTHING)
    _codigo_libre(work, c, datos["codigo"])
    datos = categorias.asentar(work, c, datos)
    ahora = work.now()
    nuevo = work.connection.execute(
        insert(c.orm).returning(c.orm.id),
        {
            **_guardable(datos),
            "busqueda": indice.texto(c, datos),
            "fecha_creacion": ahora,
            "fecha_actualizacion": ahora,
        },
    ).scalar_one()
    work.anotar(c.permiso, "crear", c.tabla, nuevo, despues=datos)
    work.invalidar(c.etiqueta_valores)
    if stock_inicial not in (0, "", "0"):
        pedido = movimientos.Pedido(
            nuevo,
            cantidad_positiva(stock_inicial),
            referencia=tr("Stock inicial"),
            clave=clave_de_linea(ledger.nueva_clave(clave), "stock"),
        )
        movimientos.registrar_entrada(work, clase, pedido)
    return Result(articulo(work, clase, nuevo), Change.of(clase, ids=(nuevo,)))


def editar(
    work: Work, clase: str, articulo_id: int, version: int, cambios: Mapping[str, Any], base: Mapping[str, Any]
) -> Result[Articulo]:
    """Save the changed fields. `version` and `base` are what the form was filled from.

    Raises EdicionSimultaneaError when somebody saved it meanwhile, DatoInvalidoError with every field's reason.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    actual = articulo(work, clase, articulo_id)
    if actual.version != version:
        distintos = {
            campo: (base[campo], ahora)
            for campo, ahora in actual.valores.items()
            if campo in base and base[campo] != ahora
        }
        raise EdicionSimultaneaError(actual, distintos, _quien_edito(work, c, articulo_id))
    datos = validar(c.datos, {**actual.valores, **cambios})
    if datos["ubicacion"] != actual.valores["ubicacion"]:
        # Its place may have become inactive since; only a new choice is looked at.
        datos = _con_ubicacion(work, datos)
    datos = categorias.asentar(work, c, datos)
    cambiados = {campo: valor for campo, valor in datos.items() if valor != actual.valores[campo]}
    if not cambiados:
        return Result(actual, NOTHING)
    if "codigo" in cambiados:
        _codigo_libre(work, c, datos["codigo"], menos=articulo_id)
    _guardar(work, c, articulo_id, {**cambiados, "busqueda": indice.texto(c, datos), "version": version + 1})
    antes = {campo: actual.valores[campo] for campo in cambiados}
    work.anotar(c.permiso, "editar", c.tabla, articulo_id, antes=antes, despues=cambiados)
    if not cambiados.keys().isdisjoint(c.filtros):
        work.invalidar(c.etiqueta_valores)
    return Result(articulo(work, clase, articulo_id), Change.of(clase, ids=(articulo_id,)))


def editar_varios(work: Work, clase: str, ids: Sequence[int], cambios: Mapping[str, Any]) -> Result[int]:
    """Give several articles the same place, supplier or minimum; all of them or none. Returns how many changed."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    if not cambios or set(cambios) - set(EN_CONJUNTO):
        raise DatoInvalidoError(tr("Elegir qué cambiar: ubicación, proveedor o mínimo."))
    datos = _con_ubicacion(work, validar(c.datos, cambios, parcial=True))
    cuantos = 0
    ledger.bloquear(work, clase, ids)
    for desde in range(0, len(ids), _CHUNK):
        work.avance.paso(desde, len(ids))
        cuantos += _editar_parte(work, c, list(ids[desde : desde + _CHUNK]), datos)
    if cuantos:
        work.invalidar(c.etiqueta_valores)
    return Result(cuantos, Change.of(clase, ids=frozenset(ids) if len(ids) <= _CHUNK else frozenset()))


def activar(work: Work, clase: str, articulo_id: int, *, activo: bool) -> Result[Articulo]:
    """Deactivate or reactivate. Raises ConflictoError while goods of it are reserved."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    actual = articulo(work, clase, articulo_id)
    if actual.activo == activo:
        return Result(actual, NOTHING)
    if not activo and actual.stock_reservado:
        raise ConflictoError(
            tr("{codigo} tiene {reservadas} y sigue activo.").format(
                codigo=actual.codigo,
                reservadas=contados(actual.stock_reservado, tr("reservada"), tr("reservadas")),
            ),
            tr("Liberar la reserva y desactivarlo después."),
        )
    _guardar(work, c, articulo_id, {"activo": activo, "version": actual.version + 1})
    accion = "activar" if activo else "desactivar"
    work.anotar(c.permiso, accion, c.tabla, articulo_id, antes={"activo": actual.activo}, despues={"activo": activo})
    return Result(articulo(work, clase, articulo_id), Change.of(clase, ids=(articulo_id,)))


def eliminar(work: Work, clase: str, articulo_id: int) -> Result[None]:
    """Delete an article without history that is part of no kit. Raises ConflictoError for others (rule 7)."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    actual = articulo(work, clase, articulo_id)
    if tiene_historia(work, clase, articulo_id):
        raise ConflictoError(
            tr("{codigo} tiene movimientos y no se puede eliminar. Sigue como estaba.").format(codigo=actual.codigo),
            tr("Desactivarlo: deja de aparecer y conserva su historia."),
        )
    if work.connection.scalar(con_historia(clase, articulo_id)) is not None:
        raise ConflictoError(
            tr("{codigo} figura en obras o pedidos y no se puede eliminar. Sigue como estaba.").format(
                codigo=actual.codigo
            ),
            tr("Desactivarlo: deja de aparecer y conserva su historia."),
        )
    work.connection.execute(
        delete(ArticuloProveedor).where(ArticuloProveedor.clase == clase, ArticuloProveedor.articulo_id == articulo_id)
    )
    en_kits = kits.kits_con(work, clase, articulo_id)
    if en_kits:
        raise ConflictoError(
            tr("{codigo} es parte de {kits} y no se puede eliminar. Sigue como estaba.").format(
                codigo=actual.codigo, kits=", ".join(en_kits)
            ),
            tr("Sacarlo de esos kits, o desactivarlo."),
        )
    imagenes.olvidar(work, clase, articulo_id)
    work.connection.execute(delete(c.orm).where(c.orm.id == articulo_id))
    work.anotar(c.permiso, "eliminar", c.tabla, articulo_id, antes=dict(actual.valores))
    work.invalidar(c.etiqueta_valores)
    return Result(None, Change.of(clase))


def tiene_historia(work: Work, clase: str, articulo_id: int) -> bool:
    """Whether any movement names the article."""
    return (
        work.connection.scalar(
            select(Movimiento.id).where(Movimiento.clase == clase, Movimiento.articulo_id == articulo_id).limit(1)
        )
        is not None
    )


def _como_dato(c: Clase, a: Any) -> Articulo:
    valores = {campo: getattr(a, campo) for campo in c.datos.model_fields}
    valores["ubicacion"] = valores.get("ubicacion") or ""
    return Articulo(
        a.id, c.nombre, a.codigo, a.version, a.activo, a.stock_actual, a.stock_reservado,
        a.fecha_creacion, a.fecha_actualizacion, valores,
    )  # fmt: skip


def _guardar(work: Work, c: Clase, articulo_id: int, valores: Mapping[str, Any]) -> None:
    work.connection.execute(
        update(c.orm).where(c.orm.id == articulo_id).values(**_guardable(valores), fecha_actualizacion=work.now())
    )


def _editar_parte(work: Work, c: Clase, ids: list[int], datos: Mapping[str, Any]) -> int:
    orm = c.orm
    nombres = list(dict.fromkeys([*c.buscados, *datos]))
    distinto = or_(*(_difiere(getattr(orm, campo), valor) for campo, valor in _guardable(datos).items()))
    filas = work.connection.execute(
        select(orm.id, *(getattr(orm, n) for n in nombres)).where(entre(orm.id, ids), distinto)
    ).all()
    if not filas:
        return 0
    tabla = orm.__table__  # type: ignore[attr-defined]
    work.connection.execute(
        update(tabla)
        .where(tabla.c.id == bindparam("de_id"))
        .values(
            **_guardable(datos),
            busqueda=bindparam("texto"),
            version=tabla.c.version + 1,
            fecha_actualizacion=work.now(),
        ),
        [{"de_id": f.id, "texto": indice.texto(c, {**f._mapping, **datos})} for f in filas],
    )
    for f in filas:
        antes = {campo: f._mapping[campo] for campo in datos}
        work.anotar(c.permiso, "editar", c.tabla, f.id, antes=antes, despues=dict(datos))
    return len(filas)


def _difiere(columna: Any, valor: Any) -> ColumnElement[bool]:
    """That the column holds something else, NULL counting as a value."""
    if valor is None:
        return columna.is_not(None)  # type: ignore[no-any-return]
    return or_(columna.is_(None), columna != valor)


def _con_ubicacion(work: Work, datos: dict[str, Any]) -> dict[str, Any]:
    """The place as it is really written; empty becomes none."""
    if "ubicacion" not in datos:
        return datos
    codigo = datos["ubicacion"]
    if not codigo:
        return {**datos, "ubicacion": ""}
    try:
        ubicaciones.por_codigo(work, codigo)
    except NoEncontradoError as error:
        raise DatoInvalidoError(error.frase, error.que_hacer, campos={"ubicacion": tr("no existe")}) from error
    canonica = next((u for u in ubicaciones.codigos(work) if fold(u) == fold(codigo)), None)
    if canonica is None:
        raise DatoInvalidoError(
            tr("La ubicación «{codigo}» está inactiva.").format(codigo=codigo),
            campos={"ubicacion": tr("está inactiva")},
        )
    return {**datos, "ubicacion": canonica}


def _guardable(valores: Mapping[str, Any]) -> dict[str, Any]:
    """No place is stored as NULL, since the column points at a place."""
    return {campo: (valor or None) if campo == "ubicacion" else valor for campo, valor in valores.items()}


def _ya_creado(work: Work, clase: str, articulo_id: int, codigo: str, clave: str) -> Articulo:
    creado = articulo(work, clase, articulo_id)
    if creado.codigo != codigo:
        raise ClaveRepetidaError(clave)
    return creado


def _codigo_libre(work: Work, c: Clase, codigo: str, *, menos: int | None = None) -> None:
    duenio = work.connection.scalar(select(c.orm.id).where(c.orm.codigo == codigo))
    if duenio is not None and duenio != menos:
        motivo = tr("ya existe")
        raise DatoInvalidoError(
            tr("Ya existe un artículo con el código {codigo}. No se guardó nada.").format(codigo=codigo),
            tr("Usar otro código, o editar el que existe."),
            campos={"codigo": motivo},
        )


def _quien_edito(work: Work, c: Clase, articulo_id: int) -> str:
    """Who saved the article last, as far as the outbox still tells."""
    ob = work.outbox
    return (
        work.connection.scalar(
            select(ob.usuario)
            .where(ob.tabla == c.tabla, ob.registro == str(articulo_id), ob.accion == "editar")
            .order_by(ob.id.desc())
            .limit(1)
        )
        or ""
    )


def _corto(valor: object) -> str:
    texto = formatear_numero(valor) if isinstance(valor, Decimal) else str(valor)
    return texto if len(texto) <= 40 else texto[:39] + "…"
