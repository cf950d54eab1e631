"""What was found out about a file, in words. Pure."""

from __future__ import annotations

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.importar.vista_previa import VistaPrevia
from rexus.intercambio.numeros import Convencion

_CODECS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "cp850": "DOS 850",
    "mac_roman": "Mac",
}


def frase(previa: VistaPrevia) -> str:
    """«CSV en Windows-1252 · separado por punto y coma · títulos en la fila 1»."""
    partes = []
    if previa.formato == "csv":
        codec = previa.codificacion or ""
        partes.append(tr("CSV en {codificacion}").format(codificacion=_CODECS.get(codec, codec.upper())))
        partes.append(tr("separado por {separador}").format(separador=_separador(previa.delimitador)))
    else:
        partes.append(tr("planilla .{formato}").format(formato=previa.formato))
        if len(previa.hojas) == 1 and previa.hoja:
            partes.append(tr("hoja «{hoja}»").format(hoja=previa.hoja))
    if previa.encabezado.fila:
        partes.append(tr("títulos en la fila {fila}").format(fila=formatear_numero(previa.encabezado.fila)))
    else:
        partes.append(tr("la hoja está vacía"))
    return " · ".join(partes)


def marca(convencion: Convencion | None) -> str:
    """What «Detectar» found in the first rows."""
    if convencion is None:
        return tr("Detectar el decimal")
    return {
        "coma": tr("Detectado: coma decimal (1.234,50)"),
        "punto": tr("Detectado: punto decimal (1,234.50)"),
    }[convencion]


def _separador(delimitador: str | None) -> str:
    return {
        ";": tr("punto y coma"),
        ",": tr("coma"),
        "\t": tr("tabulación"),
        "|": tr("barra vertical"),
    }.get(delimitador or "", f"«{delimitador}»")
