"""Suppliers brought in from a file: matched by name, without case and accents; all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db.validacion import validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import proveedores
from rexus.stock.fichas import distintos
from rexus.stock.proveedores import DatosProveedor, FichaProveedor, clave_de


@dataclass(frozen=True)
class ProveedoresImportados:
    """What a file did, or would do. `cambios`: by name, each field with (what is stored, what the file says)."""

    nuevos: tuple[str, ...]
    cambios: Mapping[str, Mapping[str, tuple[Any, Any]]]
    sin_cambios: int


def simular(work: Work, filas: Sequence[Mapping[str, Any]]) -> ProveedoresImportados:
    """What `importar` would do. `filas` hold the fields of suppliers by name; what is None says nothing."""
    exigir(work.actor, "compras.ver")
    return _plan(work, filas)[0]


def importar(work: Work, filas: Sequence[Mapping[str, Any]]) -> Result[ProveedoresImportados]:
    """Make the new suppliers and change the others. Raises DatoInvalidoError for a supplier that is there twice."""
    exigir(work.actor, "compras.modificar")
    proveedores.turno_de_proveedores(work)
    hecho, nuevos, cambiados = _plan(work, filas)
    for n, datos in enumerate(nuevos):
        work.avance.paso(n, len(nuevos))
        proveedores.agregar(work, datos)
    for actual, cambios in cambiados:
        proveedores.cambiar(work, actual, cambios)
    return Result(hecho, Change.of("proveedor") if nuevos or cambiados else NOTHING)


def _plan(
    work: Work, filas: Sequence[Mapping[str, Any]]
) -> tuple[ProveedoresImportados, list[dict[str, Any]], list[tuple[FichaProveedor, dict[str, Any]]]]:
    vistos: dict[str, str] = {}
    nuevos: list[dict[str, Any]] = []
    cambiados: list[tuple[FichaProveedor, dict[str, Any]]] = []
    hay = proveedores.por_claves(work, [clave_de(str(fila["nombre"])) for fila in filas])
    for fila in filas:
        dados = {campo: valor for campo, valor in fila.items() if valor is not None}
        clave = clave_de(str(dados["nombre"]))
        if clave in vistos:
            raise DatoInvalidoError(
                tr("«{uno}» y «{otro}» son el mismo proveedor. No se importó nada.").format(
                    uno=vistos[clave], otro=dados["nombre"]
                ),
                tr("Dejar uno solo en la planilla."),
            )
        vistos[clave] = str(dados["nombre"])
        actual = hay.get(clave)
        if actual is None:
            nuevos.append(validar(DatosProveedor, dados))
            continue
        # How the name is written stays as it is stored.
        datos = validar(DatosProveedor, {**actual.valores, **dados, "nombre": actual.nombre})
        if cambios := distintos(actual.valores, datos):
            cambiados.append((actual, cambios))
    return (
        ProveedoresImportados(
            tuple(datos["nombre"] for datos in nuevos),
            {
                actual.nombre: {campo: (actual.valores[campo], valor) for campo, valor in cambios.items()}
                for actual, cambios in cambiados
            },
            len(filas) - len(nuevos) - len(cambiados),
        ),
        nuevos,
        cambiados,
    )
