"""Whether a value fits its key, and how it is read from an environment variable."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import Any

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, tr
from rexus.settings.setting import Setting

_TRUE = frozenset({"1", "true", "si", "sí", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


def check(setting: Setting, value: Any) -> Any:
    """The value as the key's type. Raises DatoInvalidoError (`campos` holds the key) when it does not fit.

    Nothing is guessed: an integer is accepted where a real is wanted, every other change of type is refused.
    """
    value = _spelt(setting, _typed(setting, value))
    if setting.opciones and value not in setting.opciones:
        # Quoted: an option may be a comma.
        opciones = ", ".join(f"«{opcion}»" for opcion in setting.opciones)
        unica = len(setting.opciones) == 1
        motivo = tr("debe ser {opciones}") if unica else tr("debe ser una de estas opciones: {opciones}")
        raise _refuse(setting, motivo.format(opciones=opciones))
    _bounded(setting, value)
    if isinstance(value, str):
        _readable(setting, value)
    return value


def parse(setting: Setting, text: str) -> Any:
    """The value written in an environment variable. Raises DatoInvalidoError when it cannot be one of the key's."""
    return check(setting, _parsed(setting, text.strip()))


def _parsed(setting: Setting, text: str) -> Any:
    try:
        match setting.tipo:
            case "entero":
                return int(text)
            case "real":
                return float(text)
            case "lista" | "objeto":
                return json.loads(text)
    except (ValueError, RecursionError):
        return text
    if setting.tipo == "logico" and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    return text


def _typed(setting: Setting, value: Any) -> Any:
    match setting.tipo:
        case "entero":
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            raise _refuse(setting, tr("debe ser un número entero"))
        case "real":
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                return float(value)
            raise _refuse(setting, tr("debe ser un número"))
        case "texto":
            if isinstance(value, str):
                return value
            raise _refuse(setting, tr("debe ser un texto"))
        case "logico":
            if isinstance(value, bool):
                return value
            raise _refuse(setting, tr("debe ser verdadero o falso"))
        case "lista":
            if isinstance(value, list):
                return value
            raise _refuse(setting, tr("debe ser una lista"))
        case "objeto":
            if isinstance(value, dict):
                return value
            raise _refuse(setting, tr("debe ser un objeto"))


def _spelt(setting: Setting, value: Any) -> Any:
    """The option that another spelling stands for; what stands for none as it is."""
    return dict(setting.alias).get(value.strip().lower(), value) if setting.alias and isinstance(value, str) else value


def _bounded(setting: Setting, value: Any) -> None:
    is_text = isinstance(value, str)
    if not is_text and not isinstance(value, int | float):
        return
    size = len(value) if is_text else value
    if setting.minimo is not None and size < setting.minimo:
        texto = tr("debe tener {limite} caracteres o más") if is_text else tr("debe ser {limite} o más")
        raise _refuse(setting, texto.format(limite=_number(setting.minimo)))
    if setting.maximo is not None and size > setting.maximo:
        texto = tr("puede tener {limite} caracteres como máximo") if is_text else tr("debe ser {limite} o menos")
        raise _refuse(setting, texto.format(limite=_number(setting.maximo)))


def _readable(setting: Setting, value: str) -> None:
    if not (value.isascii() and value.isprintable()):
        allowed = "\n\t" if setting.multilinea else ""
        # Cs: halves of characters, from bytes that were no text. They cannot be written to a file.
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in value):
            raise _refuse(setting, tr("tiene caracteres que no son texto"))
    if setting.patron and not re.fullmatch(setting.patron, value):
        raise _refuse(setting, tr("debe tener la forma de «{ejemplo}»").format(ejemplo=setting.ejemplo))


def _number(limit: float) -> str:
    from decimal import Decimal

    return formatear_numero(Decimal(str(limit)))


def _refuse(setting: Setting, reason: str) -> DatoInvalidoError:
    sentence = tr("«{clave}» {motivo}.").format(clave=setting.clave, motivo=reason)
    return DatoInvalidoError(sentence, campos={setting.clave: reason})
