"""The words of an event: what it was done to, what changed, and a line that tells it. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from rexus.auditoria import EventoVisto
from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.seguridad import permisos
from rexus.ui.eventos.palabras import PALABRAS, codigo
from rexus.ui.palette import Role

_RESUMEN_MAXIMO: Final = 160
_VALOR_MAXIMO: Final = 40
_MOMENTO: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DECIMAL: Final = re.compile(r"-?\d+(\.\d+)?")
# How far lists and maps within each other are told in words.
_HONDO: Final = 4
_CANTIDADES: Final = frozenset({"cantidad", "ped_min", "emba", "importe"})
# Maps from the code of an article to how many of it, or to a map from obras to how many of theirs.
_POR_CODIGO: Final = frozenset({"piezas", "de_otras"})
NADA: Final = "—"


@dataclass(frozen=True)
class Linea:
    """A field of the record before and after. `signo` and `palabra` say what became of it; `igual`: nothing."""

    campo: str
    antes: str
    despues: str
    signo: str
    palabra: str
    tinta: Role
    igual: bool = False


def modulo(nombre: str) -> str:
    """What people call a module."""
    return {**permisos.modulos(), "seguridad": tr("Seguridad")}.get(nombre) or _legible(nombre)


def accion(nombre: str) -> str:
    """«editar» → «Editar»."""
    return _legible(nombre)


def tabla(nombre: str) -> str:
    """What people call a table."""
    conocidas = {
        "inventario_perfiles": tr("Artículos"),
        "herrajes": tr("Herrajes"),
        "categorias": tr("Categorías"),
        "kits": tr("Kits"),
        "lotes": tr("Lotes"),
        "configuracion_sistema": tr("Configuración"),
    }
    return conocidas.get(nombre) or _legible(nombre)


def campo(nombre: str) -> str:
    """What people call a field; names are stored without accents."""
    if not nombre:
        # What could not be read as fields.
        return tr("Contenido")
    conocidos = {
        "codigo": tr("Código"),
        "descripcion": tr("Descripción"),
        "categoria": tr("Categoría"),
        "imagen_url": tr("Dirección de la imagen"),
        "ubicacion": tr("Ubicación"),
        "longitud_mm": tr("Longitud (mm)"),
        "longitud": tr("Longitud (mm)"),
        "telefono": tr("Teléfono"),
        "stock_minimo": tr("Stock mínimo"),
        "ped_min": tr("Pedido mínimo"),
        "emba": tr("Embalaje"),
        "tipo_material": tr("Tipo de material"),
        "email": tr("E-mail"),
        "qr": tr("QR"),
        "sesion": tr("Sesión"),
        "modulo": tr("Módulo"),
    }
    return conocidos.get(nombre) or _legible(nombre)


def valor(dato: Any, zona: tzinfo, nombre: str = "") -> str:
    """A value as it is read; moments in `zona`. `nombre` is its field, which tells an amount from a code."""
    return _valor(dato, zona, nombre, 0)


def _valor(dato: Any, zona: tzinfo, nombre: str, hondo: int) -> str:
    if dato is None or dato == "":
        return NADA
    if isinstance(dato, bool):
        return tr("Sí") if dato else tr("No")
    if isinstance(dato, float):
        return repr(dato).replace(".", ",")
    if isinstance(dato, str):
        if _es_cantidad(nombre) and _DECIMAL.fullmatch(dato):
            return formatear_numero(Decimal(dato))
        return codigo(nombre, dato) or _momento(dato, zona) or dato
    if hondo >= _HONDO:
        # Rexus writes nothing like it.
        return json.dumps(dato, ensure_ascii=False)
    if isinstance(dato, dict):
        if nombre in _POR_CODIGO:
            # A code is no field, even if it is written like one: its value is the amount.
            partes = ((n, nombre if isinstance(d, dict) else "cantidad", d) for n, d in dato.items())
            return ", ".join(f"{n}: {_dentro(d, zona, suyo, hondo + 1)}" for n, suyo, d in partes) or NADA
        return ", ".join(f"{campo(n)}: {_dentro(d, zona, n, hondo + 1)}" for n, d in dato.items()) or NADA
    if isinstance(dato, list):
        entre = "; " if any(isinstance(parte, list | dict) for parte in dato) else ", "
        return entre.join(_valor(parte, zona, nombre, hondo + 1) for parte in dato) or NADA
    return str(dato)


def _dentro(dato: Any, zona: tzinfo, nombre: str, hondo: int) -> str:
    """What a field of a map holds: where that is more than one thing, it is seen where it ends."""
    texto = _valor(dato, zona, nombre, hondo)
    return f"({texto})" if isinstance(dato, list | dict) and len(dato) > 1 else texto


def lineas(evento: EventoVisto, zona: tzinfo) -> tuple[Linea, ...]:
    """Every field of the event, what changed first and what is the same last."""
    antes, despues = evento.antes or {}, evento.despues or {}
    todas = [_linea(nombre, antes, despues, zona) for nombre in _en_orden(antes, despues)]
    # A field that came or went without ever holding anything says nothing.
    return tuple(linea for linea in todas if linea.signo not in "+−" or linea.antes != linea.despues)


def resumen(evento: EventoVisto, zona: tzinfo) -> str:
    """«Stock: de 12 a 9; Movimiento: 5», cut to what fits a line."""
    antes, despues = evento.antes or {}, evento.despues or {}
    cambios = evento.cambios
    partes = [_cambio(nombre, *cambios[nombre], zona) for nombre in _en_orden(antes, despues) if nombre in cambios]
    texto = " ".join("; ".join(parte for parte in partes if parte).split())
    return texto if len(texto) <= _RESUMEN_MAXIMO else f"{texto[:_RESUMEN_MAXIMO]}…"


def _cambio(nombre: str, era: Any, es: Any, zona: tzinfo) -> str:
    """What became of a field; empty where it held nothing before and after."""
    titulo = campo(nombre)
    viejo, nuevo = _corto(valor(era, zona, nombre)), _corto(valor(es, zona, nombre))
    if viejo == nuevo == NADA:
        return ""
    if viejo == NADA:
        return f"{titulo}: {nuevo}"
    viejo = _citado(era, viejo)
    if nuevo == NADA:
        return tr("{campo}: se quitó {valor}").format(campo=titulo, valor=viejo)
    return tr("{campo}: de {antes} a {despues}").format(campo=titulo, antes=viejo, despues=_citado(es, nuevo))


def _citado(dato: Any, texto: str) -> str:
    """Words in quotes, so that it is seen where they end; what reads otherwise than it is stored needs none."""
    return tr("«{texto}»").format(texto=texto) if isinstance(dato, str) and texto == _corto(dato) else texto


def _linea(nombre: str, antes: dict[str, Any], despues: dict[str, Any], zona: tzinfo) -> Linea:
    era, es = valor(antes.get(nombre), zona, nombre), valor(despues.get(nombre), zona, nombre)
    titulo = campo(nombre)
    if nombre not in antes:
        return Linea(titulo, NADA, es, "+", tr("nuevo"), "good")
    if nombre not in despues:
        return Linea(titulo, era, NADA, "−", tr("quitado"), "bad")
    if antes[nombre] == despues[nombre]:
        return Linea(titulo, era, es, "=", tr("igual"), "secondary", igual=True)
    return Linea(titulo, era, es, "≠", tr("cambió"), "warning")


def _en_orden(antes: dict[str, Any], despues: dict[str, Any]) -> list[str]:
    """The fields: what changed, what came or went, what stayed; each part by name."""

    def lugar(nombre: str) -> tuple[int, str]:
        if nombre not in antes or nombre not in despues:
            return 1, nombre
        return (2 if antes[nombre] == despues[nombre] else 0), nombre

    return sorted({*antes, *despues}, key=lugar)


def _es_cantidad(nombre: str) -> bool:
    # «3.000» is three pieces here and three thousand to who reads it; of a code it is the code.
    return nombre.startswith("stock") or nombre in _CANTIDADES


def _momento(texto: str, zona: tzinfo) -> str:
    """A moment as it is read; empty for what is none, whoever wrote it."""
    if not _MOMENTO.fullmatch(texto):
        return ""
    try:
        return formatear_fecha(datetime.fromisoformat(texto), zona)
    except (ValueError, OverflowError):
        return ""


def _corto(texto: str) -> str:
    plano = " ".join(texto.split())
    return plano if len(plano) <= _VALOR_MAXIMO else f"{plano[:_VALOR_MAXIMO]}…"


def _legible(nombre: str) -> str:
    if nombre in PALABRAS:
        return tr(PALABRAS[nombre])
    texto = nombre.replace("_", " ").strip()
    return texto[:1].upper() + texto[1:]
