"""The delivery note: what went out to an obra or came back from it, to be signed by who gave and who took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path

from rexus.base.text import contados, formatear_fecha, formatear_numero, tr
from rexus.documentos import papel
from rexus.documentos.membrete import Membrete
from rexus.documentos.papel import Asentar, Columna, Papel
from rexus.documentos.unidades import unidades


@dataclass(frozen=True)
class LineaRemito:
    """One article: how many of its unit («barra», «unidad»), the code of the place where they were, and its finish."""

    codigo: str
    descripcion: str
    cantidad: Decimal
    unidad: str = ""
    ubicacion: str = ""
    acabado: str = ""


@dataclass(frozen=True)
class Remito:
    """A delivery to an obra, or with `devolucion` a return from it. `fecha` is in UTC and shown in `zona`."""

    numero: str
    fecha: datetime
    zona: tzinfo
    obra: str
    nombre: str
    lineas: Sequence[LineaRemito]
    cliente: str = ""
    direccion: str = ""
    telefono: str = ""
    usuario: str = ""
    observaciones: str = ""
    devolucion: bool = False


def escribir(archivo: Path, remito: Remito, membrete: Membrete, asentar: Asentar | None = None) -> None:
    """Write the delivery note as a PDF, whole or not at all. `asentar` and errors as `papel.escribir`."""
    papel.escribir(archivo, en_papel(remito, membrete), asentar)


def en_papel(remito: Remito, membrete: Membrete) -> Papel:
    """What the note says."""
    obra = (
        (tr("Obra"), f"{remito.obra} · {remito.nombre}".strip(" ·")),
        (tr("Cliente"), remito.cliente),
        (tr("Dirección"), remito.direccion),
        (tr("Teléfono"), remito.telefono),
    )
    suyo = (
        (tr("Fecha"), formatear_fecha(remito.fecha, remito.zona)),
        (tr("Registró"), remito.usuario),
    )
    con_acabado = any(linea.acabado for linea in remito.lineas)
    con_lugar = any(linea.ubicacion for linea in remito.lineas)
    columnas = [Columna(tr("Código"), 34), Columna(tr("Descripción"))]
    if con_acabado:
        columnas.append(Columna(tr("Acabado"), 34))
    if con_lugar:
        columnas.append(Columna(tr("Lugar"), 30))
    columnas += [Columna(tr("Cantidad"), 22, cifra=True), Columna(tr("Unidad"), 20)]
    return Papel(
        tr("Remito de devolución") if remito.devolucion else tr("Remito"),
        remito.numero,
        membrete,
        remito.fecha,
        (obra, suyo),
        columnas,
        [_fila(linea, con_acabado=con_acabado, con_lugar=con_lugar) for linea in remito.lineas],
        notas="\n\n".join(
            t for t in (contados(len(remito.lineas), tr("línea"), tr("líneas")), remito.observaciones) if t
        ),
        firmas=(tr("Devolvió"), tr("Recibió en el taller"))
        if remito.devolucion
        else (tr("Entregó"), tr("Recibió conforme")),
    )


def _fila(linea: LineaRemito, *, con_acabado: bool, con_lugar: bool) -> list[str]:
    acabado = [linea.acabado] if con_acabado else []
    lugar = [linea.ubicacion] if con_lugar else []
    return [
        linea.codigo,
        linea.descripcion,
        *acabado,
        *lugar,
        formatear_numero(linea.cantidad),
        unidades(linea.cantidad, linea.unidad),
    ]
