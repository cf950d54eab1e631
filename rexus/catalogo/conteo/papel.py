"""The sheet of a stocktake on paper, as HTML for an A4 page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from rexus.base.text import contados, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.conteo.hoja import Hoja, Renglon

# Laying out takes over a millisecond a line, and the screen waits for it; nobody walks with more.
LINEAS_MAXIMAS = 1_000
# Characters of a description: a line of the sheet is one line of text, which no end of a page can cut in two.
_ANCHO = 46


@dataclass(frozen=True)
class Papel:
    """What stands above the lines: whose sheet it is, when it was made. `ciega` leaves out what is expected."""

    empresa: str
    hecha: str
    ciega: bool


def html(hoja: Hoja, papel: Papel) -> str:
    """The whole sheet; its headings repeat on every page."""
    con_lugar = len({r.linea.ubicacion_id for r in hoja.renglones}) > 1
    # What is written by hand gets a width of its own.
    titulos = [(tr("Lugar"), "left", "")] if con_lugar else []
    titulos += [(tr("Código"), "left", ""), (tr("Descripción"), "left", "")]
    if not papel.ciega:
        titulos.append((tr("Esperado"), "right", ""))
    titulos += [(tr("Contado"), "right", "12%"), (tr("Notas"), "left", "20%")]
    cabeza = "".join(
        f'<th class="texto" align="{lado}" width="{ancho}">{escape(titulo)}</th>' for titulo, lado, ancho in titulos
    )
    cuerpo = "".join(_fila(r, papel, con_lugar=con_lugar) for r in hoja.renglones)
    datos = " · ".join(t for t in (papel.empresa, papel.hecha, _cuantas(hoja)) if t)
    return (
        "<style>p { font-size: 10pt; } th, td { font-size: 9pt; } .texto { white-space: nowrap; }"
        # Collapsed borders would make it three times slower, and slower by the square of the lines.
        " th, td { border-bottom: 1px solid #808080; }</style>"
        f"<h2>{escape(tr('Conteo de {origen}').format(origen=hoja.origen))}</h2>"
        f"<p>{escape(datos)}</p>"
        '<table width="100%" border="0" cellspacing="0" cellpadding="5">'
        f"<thead><tr>{cabeza}</tr></thead><tbody>{cuerpo}</tbody></table>"
        f"<p>{escape(tr('Contó: ______________________    Fecha: ______________'))}</p>"
    )


def _fila(renglon: Renglon, papel: Papel, *, con_lugar: bool) -> str:
    linea = renglon.linea
    retazo = " · " + tr("retazo {mm}").format(mm=textos.longitud(linea.longitud_mm)) if linea.longitud_mm else ""
    descripcion = escape(_corta(linea.descripcion, _ANCHO - len(retazo)) + retazo)
    celdas = [f'<td class="texto">{escape(linea.ubicacion)}</td>'] if con_lugar else []
    celdas += [f'<td class="texto">{escape(linea.codigo)}</td>', f'<td class="texto">{descripcion}</td>']
    if not papel.ciega:
        celdas.append(f'<td align="right">{formatear_numero(linea.esperado)}</td>')
    contado = escape(renglon.texto) if renglon.contado is not None else ""
    celdas += [f'<td align="right">{contado}</td>', "<td></td>"]
    return f"<tr>{''.join(celdas)}</tr>"


def _corta(texto: str, largo: int) -> str:
    texto = " ".join(texto.split())
    return texto if len(texto) <= largo else texto[: largo - 1].rstrip() + "…"


def _cuantas(hoja: Hoja) -> str:
    return contados(len(hoja), tr("línea"), tr("líneas"))
