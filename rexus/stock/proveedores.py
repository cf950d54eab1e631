"""Suppliers: who they are, and which record an article's supplier is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import insert, select, true, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError, NoEncontradoError
from rexus.base.text import fold, limpiar, tr
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo, turno
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.fichas import distintos, misma_version
from rexus.stock.orm_compras import Proveedor

MODULO = "compras"


def _nombre(valor: object) -> object:
    return " ".join(limpiar(valor).split()) if isinstance(valor, str) else valor


class DatosProveedor(BaseModel):
    """What people write about a supplier. `dias_entrega`: how many days a delivery takes, 0 for «not known»."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nombre: Annotated[str, BeforeValidator(_nombre), Field(min_length=1, max_length=120, title="Nombre")]
    contacto: Annotated[Texto, Field(max_length=120, title="Contacto")] = ""
    telefono: Annotated[Texto, Field(max_length=60, title="Teléfono")] = ""
    email: Annotated[Texto, Field(max_length=255, title="Correo")] = ""
    direccion: Annotated[Texto, Field(max_length=255, title="Dirección")] = ""
    dias_entrega: Annotated[int, Field(ge=0, le=3650, title="Días de entrega")] = 0
    observaciones: Annotated[Texto, Field(max_length=4000, title="Observaciones")] = ""


@dataclass(frozen=True)
class FichaProveedor:
    """A supplier, whole."""

    id: int
    nombre: str
    contacto: str
    telefono: str
    email: str
    direccion: str
    dias_entrega: int
    observaciones: str
    activo: bool
    version: int

    @property
    def valores(self) -> dict[str, Any]:
        """The fields that people edit."""
        todo = asdict(self)
        return {campo: todo[campo] for campo in DatosProveedor.model_fields}


_COLUMNAS: tuple[Any, ...] = tuple(getattr(Proveedor, campo) for campo in FichaProveedor.__dataclass_fields__)


def clave_de(nombre: str) -> str:
    """By what two names are the same supplier: «Técnica Perú» and «TECNICA PERU»."""
    return fold(nombre)[:255]


def listar(work: Work, *, con_inactivos: bool = False, texto: str = "") -> list[FichaProveedor]:
    """The suppliers in reading order; `texto` is looked for in name, contact and e-mail."""
    exigir(work.actor, f"{MODULO}.ver")
    consulta = select(*_COLUMNAS).order_by(Proveedor.clave)
    if not con_inactivos:
        consulta = consulta.where(Proveedor.activo == true())
    palabras = fold(texto).split()
    fichas = (FichaProveedor(*fila) for fila in work.connection.execute(consulta))
    return [f for f in fichas if all(p in fold(f"{f.nombre} {f.contacto} {f.email}") for p in palabras)]


def ver(work: Work, proveedor_id: int) -> FichaProveedor:
    """One supplier. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    return _uno(work, proveedor_id)


def por_nombre(work: Work, nombre: str) -> int:
    """The id of the supplier of that name, read without case and accents. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    hallado = work.connection.scalar(select(Proveedor.id).where(Proveedor.clave == clave_de(nombre)))
    if hallado is None:
        raise sin_ese_nombre(nombre)
    return hallado


def sin_ese_nombre(nombre: str) -> NoEncontradoError:
    """The refusal of a name that is no supplier's."""
    return NoEncontradoError(
        tr("No hay un proveedor «{nombre}».").format(nombre=nombre[:120]),
        tr("Revisar el nombre o crear el proveedor."),
    )


def crear(work: Work, valores: Mapping[str, Any]) -> Result[FichaProveedor]:
    """A new supplier. Raises DatoInvalidoError, also for a name that reads like another one's."""
    exigir(work.actor, f"{MODULO}.modificar")
    datos = validar(DatosProveedor, valores)
    turno_de_proveedores(work)
    _libre(work, datos["nombre"])
    nuevo = agregar(work, datos)
    return Result(_uno(work, nuevo), Change.of("proveedor", ids=(nuevo,)))


def editar(work: Work, proveedor_id: int, version: int, cambios: Mapping[str, Any]) -> Result[FichaProveedor]:
    """Save changed fields. Raises ConflictoError when somebody changed it since `version`, DatoInvalidoError."""
    exigir(work.actor, f"{MODULO}.modificar")
    turno_de_proveedores(work)
    actual = _uno(work, proveedor_id, bloquear=True)
    misma_version(actual.nombre, actual.version, version)
    datos = validar(DatosProveedor, {**actual.valores, **cambios})
    cambiados = distintos(actual.valores, datos)
    if not cambiados:
        return Result(actual, NOTHING)
    if "nombre" in cambiados:
        _libre(work, datos["nombre"], menos=proveedor_id)
    cambiar(work, actual, cambiados)
    return Result(_uno(work, proveedor_id), Change.of("proveedor", ids=(proveedor_id,)))


def activar(work: Work, proveedor_id: int, *, activo: bool) -> Result[FichaProveedor]:
    """Deactivate a supplier, who is then offered no more, or reactivate. What was ordered stays."""
    exigir(work.actor, f"{MODULO}.modificar")
    actual = _uno(work, proveedor_id, bloquear=True)
    if actual.activo == activo:
        return Result(actual, NOTHING)
    work.connection.execute(
        update(Proveedor)
        .where(Proveedor.id == proveedor_id)
        .values(activo=activo, version=actual.version + 1, fecha_actualizacion=work.now())
    )
    accion = "activar" if activo else "desactivar"
    work.anotar(
        MODULO, accion, "proveedores", proveedor_id, antes={"activo": actual.activo}, despues={"activo": activo}
    )
    return Result(_uno(work, proveedor_id), Change.of("proveedor", ids=(proveedor_id,)))


def turno_de_proveedores(work: Work) -> None:
    """Until the transaction ends nobody else makes or renames suppliers: no two that read alike come to be."""
    turno(work.connection, "proveedores")


def por_claves(work: Work, claves: Iterable[str]) -> dict[str, FichaProveedor]:
    """The suppliers with those folded names."""
    filas = work.connection.execute(select(*_COLUMNAS, Proveedor.clave).where(entre(Proveedor.clave, set(claves))))
    return {fila.clave: FichaProveedor(*tuple(fila)[:-1]) for fila in filas}


def agregar(work: Work, datos: Mapping[str, Any]) -> int:
    """Store a supplier whose data were checked; its id."""
    ahora = work.now()
    nuevo: int = work.connection.execute(
        insert(Proveedor).returning(Proveedor.id),
        {
            **DatosProveedor.model_construct(nombre="").model_dump(),
            **datos,
            "clave": clave_de(datos["nombre"]),
            "activo": True,
            "version": 1,
            "fecha_creacion": ahora,
            "fecha_actualizacion": ahora,
        },
    ).scalar_one()
    work.anotar(MODULO, "crear", "proveedores", nuevo, despues=dict(datos))
    return nuevo


def cambiar(work: Work, actual: FichaProveedor, cambiados: Mapping[str, Any]) -> None:
    """Store changed fields of a supplier, which were checked."""
    valores = dict(cambiados)
    if "nombre" in valores:
        valores["clave"] = clave_de(valores["nombre"])
    work.connection.execute(
        update(Proveedor)
        .where(Proveedor.id == actual.id)
        .values(**valores, version=actual.version + 1, fecha_actualizacion=work.now())
    )
    antes = {campo: actual.valores[campo] for campo in cambiados}
    work.anotar(MODULO, "editar", "proveedores", actual.id, antes=antes, despues=dict(cambiados))


def asegurar(work: Work, nombre: str) -> int:
    """The id of the supplier of that name, made in this transaction when there is none yet."""
    datos = validar(DatosProveedor, {"nombre": nombre})
    turno_de_proveedores(work)
    hallado = work.connection.scalar(select(Proveedor.id).where(Proveedor.clave == clave_de(datos["nombre"])))
    return agregar(work, datos) if hallado is None else hallado


def _uno(work: Work, proveedor_id: int, *, bloquear: bool = False) -> FichaProveedor:
    consulta = select(*_COLUMNAS).where(Proveedor.id == proveedor_id)
    fila = work.connection.execute(con_bloqueo(consulta, Proveedor) if bloquear else consulta).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("Ese proveedor no existe. No se guardó nada."))
    return FichaProveedor(*fila)


def _libre(work: Work, nombre: str, *, menos: int | None = None) -> None:
    otro = work.connection.execute(
        select(Proveedor.id, Proveedor.nombre).where(Proveedor.clave == clave_de(nombre))
    ).one_or_none()
    if otro is not None and otro.id != menos:
        raise DatoInvalidoError(
            tr("Ya hay un proveedor «{nombre}». No se guardó nada.").format(nombre=otro.nombre),
            tr("Usar ese, o escribir otro nombre."),
            campos={"nombre": tr("ya existe")},
        )
