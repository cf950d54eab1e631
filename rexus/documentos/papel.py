"""A paper: head, facts, one table, totals, notes and signatures, on as many sheets as it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, LEGAL, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table

from rexus.base.text import tr
from rexus.documentos.hojas import Hojas
from rexus.documentos.letra import NEGRITA, NORMAL, escribible, parrafo, registrar
from rexus.documentos.membrete import Membrete
from rexus.intercambio.reemplazo import archivo_nuevo

Asentar = Callable[[], None]

_TAMANOS: Final = {"A4": A4, "carta": LETTER, "legal": LEGAL}
_MARGEN: Final = 16 * mm
_PIE: Final = 20 * mm
_TINTA, _SUAVE, _LINEA, _FONDO = (HexColor(c) for c in ("#1B1F27", "#5A6372", "#B8BEC9", "#F0F2F5"))


def _estilo(tamano: float, *, negrita: bool = False, derecha: bool = False, suave: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"{tamano}{negrita}{derecha}{suave}",
        fontName=NEGRITA if negrita else NORMAL,
        fontSize=tamano,
        leading=tamano * 1.35,
        textColor=_SUAVE if suave else _TINTA,
        alignment=TA_RIGHT if derecha else 0,
        # A code or a word longer than its column goes on below.
        splitLongWords=True,
    )


_TITULO, _NUMERO = _estilo(15, negrita=True, derecha=True), _estilo(11, derecha=True)
_NOMBRE, _CHICO, _TEXTO = _estilo(13, negrita=True), _estilo(8, suave=True), _estilo(9)
_CELDA, _CIFRA = _estilo(8), _estilo(8, derecha=True)
_CABEZA, _CABEZA_CIFRA = _estilo(8, negrita=True), _estilo(8, negrita=True, derecha=True)
_ROTULO = _estilo(9, suave=True)
_TOTAL = _estilo(10, negrita=True, derecha=True)


@dataclass(frozen=True)
class Columna:
    """A column of the table. `ancho` in mm; 0 shares what the others leave. `cifra`: set to the right."""

    titulo: str
    ancho: float = 0
    cifra: bool = False


@dataclass(frozen=True)
class Papel:
    """What the paper says. `datos` are one or two blocks of (label, value), side by side; empty values are left out.

    `totales` stand below the table, `firmas` are names of lines to sign on. `fecha` is when what it tells happened.
    """

    titulo: str
    numero: str
    membrete: Membrete
    fecha: datetime
    datos: Sequence[Sequence[tuple[str, str]]]
    columnas: Sequence[Columna]
    filas: Sequence[Sequence[str]]
    totales: Sequence[tuple[str, str]] = ()
    notas: str = ""
    firmas: Sequence[str] = ()


def escribir(archivo: Path, papel: Papel, asentar: Asentar | None = None) -> None:
    """Write the PDF, whole or not at all. The same paper gives the same file, to the byte.

    `asentar` records that it was made, before the file has its name: what it raises leaves everything as it was.
    Raises DiscoLlenoError, SoloLecturaError, ArchivoError.
    """
    with archivo_nuevo(archivo, asentar) as salida:
        dibujar(salida, papel)


def dibujar(salida: IO[bytes], papel: Papel) -> None:
    """Draw the PDF into a stream."""
    registrar()
    ancho, alto = _TAMANOS[papel.membrete.hoja]
    util = ancho - 2 * _MARGEN
    documento = BaseDocTemplate(
        salida,
        pagesize=(ancho, alto),
        title=escribible(f"{papel.titulo} {papel.numero}".strip()),
        author=escribible(papel.membrete.nombre),
        subject=escribible(papel.titulo),
        creator="Rexus",
        # Otherwise each sheet names a font that it does not hold.
        initialFontName=NORMAL,
        # Neither the hour of drawing it nor a chance identity: the same paper is the same file.
        invariant=1,
    )
    marco = Frame(
        _MARGEN, _PIE, util, alto - _MARGEN - _PIE, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    documento.addPageTemplates([PageTemplate(frames=[marco])])
    partes: list[Flowable] = [_cabecera(papel, util), Spacer(0, 4 * mm), *_datos(papel, util), _tabla(papel, util)]
    partes += _totales(papel, util)
    if papel.notas.strip():
        partes += [Spacer(0, 4 * mm), Paragraph(parrafo(papel.notas.strip()), _TEXTO)]
    partes += _firmas(papel, util)
    rotulo = escribible(f"{papel.titulo} {papel.numero}".strip())
    pie = [escribible(t) for t in papel.membrete.pie.splitlines() if t.strip()]
    documento.build(partes, canvasmaker=lambda *a, **k: Hojas(*a, rotulo=rotulo, pie=pie, fecha=papel.fecha, **k))


def _rejilla(filas: list[Any], *, colWidths: list[float], style: list[Any], repeatRows: int = 0) -> Table:
    """A table that names no font but ours: reportlab's own would be named in the file and not be in it."""
    return Table(
        filas, colWidths=colWidths, repeatRows=repeatRows, style=[("FONTNAME", (0, 0), (-1, -1), NORMAL), *style]
    )


def _cabecera(papel: Papel, util: float) -> Flowable:
    suyo = papel.membrete
    izquierda = [Paragraph(parrafo(suyo.nombre), _NOMBRE)] if suyo.nombre else []
    izquierda += [Paragraph(parrafo(t), _CHICO) for t in suyo.renglones]
    derecha = [Paragraph(parrafo(papel.titulo), _TITULO), Paragraph(parrafo(papel.numero), _NUMERO)]
    return _rejilla(
        [[izquierda, derecha]],
        colWidths=[util * 0.58, util * 0.42],
        style=[*_SIN_MARGEN, ("LINEBELOW", (0, 0), (-1, -1), 1, _TINTA), ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * mm)],
    )


_SIN_MARGEN: Final[list[Any]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
]


def _datos(papel: Papel, util: float) -> list[Flowable]:
    bloques = [[(r, v) for r, v in bloque if v.strip()] for bloque in papel.datos]
    bloques = [b for b in bloques if b]
    if not bloques:
        return []
    ancho = util / len(bloques)
    celdas = [
        _rejilla(
            [[Paragraph(parrafo(r), _ROTULO), Paragraph(parrafo(v), _TEXTO)] for r, v in bloque],
            colWidths=[26 * mm, ancho - 28 * mm],
            style=[
                *_SIN_MARGEN,
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5 * mm),
            ],
        )
        for bloque in bloques
    ]
    return [_rejilla([celdas], colWidths=[ancho] * len(bloques), style=_SIN_MARGEN), Spacer(0, 4 * mm)]


def _tabla(papel: Papel, util: float) -> Flowable:
    fijos = sum(c.ancho for c in papel.columnas) * mm
    libres = sum(1 for c in papel.columnas if not c.ancho)
    anchos = [c.ancho * mm if c.ancho else (util - fijos) / libres for c in papel.columnas]
    cabeza = [Paragraph(parrafo(c.titulo), _CABEZA_CIFRA if c.cifra else _CABEZA) for c in papel.columnas]
    cuerpo = [
        [Paragraph(parrafo(t), _CIFRA if c.cifra else _CELDA) for t, c in zip(fila, papel.columnas, strict=True)]
        for fila in papel.filas
    ]
    return _rejilla(
        [cabeza, *cuerpo],
        colWidths=anchos,
        repeatRows=1,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), _FONDO),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINEA),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.5 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.5 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2 * mm),
        ],
    )


def _totales(papel: Papel, util: float) -> list[Flowable]:
    if not papel.totales:
        return []
    filas = [[Paragraph(parrafo(r), _CIFRA), Paragraph(parrafo(v), _TOTAL)] for r, v in papel.totales]
    return [
        Spacer(0, 2 * mm),
        _rejilla(filas, colWidths=[util - 50 * mm, 50 * mm], style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE")]),
    ]


def _firmas(papel: Papel, util: float) -> list[Flowable]:
    if not papel.firmas:
        return []
    ancho = util / len(papel.firmas)
    celdas = [
        _rejilla(
            [[Paragraph(parrafo(firma), _CHICO)], [Paragraph(parrafo(tr("Aclaración y fecha")), _CHICO)]],
            colWidths=[ancho - 12 * mm],
            style=[("LINEABOVE", (0, 0), (-1, 0), 0.6, _TINTA), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
        )
        for firma in papel.firmas
    ]
    # Nobody signs a sheet that holds nothing else by half.
    return [KeepTogether([Spacer(0, 22 * mm), _rejilla([celdas], colWidths=[ancho] * len(celdas), style=_SIN_MARGEN)])]
