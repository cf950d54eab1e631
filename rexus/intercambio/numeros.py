"""Numbers as people write them in spreadsheets, read exactly or refused; never guessed.

A text such as `1.234,50` proves which mark is its decimal one; `1.234` does not: it may be a thousand or one and a
bit. Texts that prove it are read by their own proof. The others are read by the convention that the caller gives
(the evidence of the whole file, or the user's choice) and refused without one.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Literal

from rexus.base.text import tr

Convencion = Literal["coma", "punto"]
"""Which mark separates the decimals."""

_MARCA: dict[Convencion, str] = {"coma": ",", "punto": "."}
_DE_MARCA: dict[str, Convencion] = {",": "coma", ".": "punto"}
_OTRA = {",": ".", ".": ","}
_UNIDAD = (1, 10, 100, 1000)

# Longer texts cannot be a number that fits, whatever they hold.
_LARGO = 48
_MONEDA = re.compile(r"(?i)u\$s|us\$|ar\$|\$|€|\bars\b|\busd\b|\beur\b")
_SIGNOS = str.maketrans({"−": "-", "\u2010": "-", "\u2011": "-", "\uff0d": "-", "\uff0b": "+"})
_ESPACIOS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\u2002\u2003", " "))
_APOSTROFOS = str.maketrans({"’": "'", "\u02bc": "'", "`": "'"})
_NORMAL = {**_SIGNOS, **_ESPACIOS, **_APOSTROFOS}

_LLANO = re.compile(r"(-?)([0-9]+)(?:([.,])([0-9]+))?", re.ASCII)
_CUERPO = re.compile(r"[0-9., ']+", re.ASCII)
_GRUPOS_SUELTOS = re.compile(r"[0-9]{1,3}(?:([ '])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_EXPONENTE = re.compile(r"[+-]?[0-9.,]+e[+-]?[0-9]+", re.ASCII | re.IGNORECASE)


class NumeroInvalido(ValueError):
    """The text is not a number that can be kept. `motivo` says why, translated, for the user."""

    def __init__(self, motivo: str) -> None:
        super().__init__(motivo)
        self.motivo = motivo


class NumeroAmbiguo(NumeroInvalido):
    """The text is a number in both conventions, with different values."""


class _Partes:
    """A number taken apart: sign, whole digits, fraction digits, and the convention that the text itself proves."""

    __slots__ = ("convencion", "enteros", "fraccion", "negativo")

    def __init__(self, negativo: bool, enteros: str, fraccion: str, convencion: Convencion | None) -> None:
        self.negativo = negativo
        self.enteros = enteros
        self.fraccion = fraccion
        self.convencion = convencion


def convencion_probada(texto: str) -> Convencion | None:
    """The decimal mark that `texto` proves by its own form; None when it proves nothing or is no number."""
    llano = _LLANO.fullmatch(texto)
    if llano is not None and llano[3] and len(llano[4]) != 3:
        return _DE_MARCA[llano[3]]
    try:
        return _partes(texto, None).convencion
    except NumeroInvalido:
        return None


def leer_texto(texto: str, decimales: int, convencion: Convencion | None = None) -> int:
    """`texto` as a whole number of units of 10^-`decimales` (`«1,5»`, 3 → 1500).

    `convencion` settles the texts that do not prove their own decimal mark.
    Raises NumeroAmbiguo when nothing settles it, NumeroInvalido when it is no number or has more decimals.
    """
    # Most numbers are this plain: digits, and perhaps one mark and a fraction too short to be a group of three.
    llano = _LLANO.fullmatch(texto) if len(texto) <= _LARGO else None
    if llano is not None:
        signo, enteros, marca, cifras = llano.groups()
        if marca is None or (len(cifras) < 3 and len(cifras) <= decimales):
            valor = int(enteros + (cifras or "").ljust(decimales, "0"))
            return -valor if signo else valor
    partes = _partes(texto, convencion)
    fraccion = partes.fraccion
    if len(fraccion) > decimales:
        fraccion = fraccion.rstrip("0")
        if len(fraccion) > decimales:
            raise NumeroInvalido(_motivo_decimales(decimales))
    valor = int(partes.enteros + fraccion.ljust(decimales, "0") or "0")
    return -valor if partes.negativo else valor


def leer_decimal(texto: str, convencion: Convencion | None = None) -> Decimal:
    """`texto` as an exact Decimal with the decimals it was written with. Raises like `leer_texto`."""
    partes = _partes(texto, convencion)
    cifras = f"{partes.enteros or '0'}.{partes.fraccion}" if partes.fraccion else partes.enteros
    return Decimal(f"-{cifras}" if partes.negativo else cifras)


def leer_float(valor: float, decimales: int) -> int:
    """A spreadsheet's binary number as a whole number of units of 10^-`decimales`.

    Spreadsheets keep 15 significant digits; what lies beyond them, and sums that miss a round value by less than
    10^-9 (0.1 + 0.2), is noise of the binary form and no decimal. A further decimal that is really there is refused.
    Raises NumeroInvalido.
    """
    if not math.isfinite(valor):
        raise NumeroInvalido(tr("no es un número"))
    if abs(valor) >= 1e15:
        raise NumeroInvalido(tr("es demasiado grande"))
    if valor.is_integer():
        return int(valor) * _UNIDAD[decimales]
    escalado = Decimal(f"{valor:.15g}").scaleb(decimales)
    entero = escalado.to_integral_value()
    if abs(escalado - entero) >= Decimal(1).scaleb(decimales - 9):
        raise NumeroInvalido(_motivo_decimales(decimales))
    return int(entero)


def _motivo_decimales(decimales: int) -> str:
    if decimales == 0:
        return tr("tiene que ser un número entero")
    return tr("tiene más de {n} decimales").format(n=decimales)


def _partes(texto: str, convencion: Convencion | None) -> _Partes:
    cuerpo, negativo = _sin_signo(texto)
    if not _CUERPO.fullmatch(cuerpo):
        raise NumeroInvalido(_motivo_no_numero(cuerpo))
    ultima = max(cuerpo.rfind(","), cuerpo.rfind("."))
    if ultima < 0:
        return _Partes(negativo, _sin_grupos(cuerpo), "", None)
    marca = cuerpo[ultima]
    otra = _OTRA[marca]
    antes, despues = cuerpo[:ultima], cuerpo[ultima + 1 :]
    if marca in antes:
        # The same mark several times can only group thousands: `1.234.567`.
        if otra in antes or not _agrupado(cuerpo, marca):
            raise NumeroInvalido(tr("no es un número bien escrito"))
        return _Partes(negativo, cuerpo.replace(marca, ""), "", _DE_MARCA[otra])
    if not despues.isdigit():
        raise NumeroInvalido(tr("no es un número bien escrito"))
    probada = _DE_MARCA[marca]
    if otra in antes:
        if not _agrupado(antes, otra):
            raise NumeroInvalido(tr("no es un número bien escrito"))
        return _Partes(negativo, antes.replace(otra, ""), despues, probada)
    if len(despues) != 3 or not 1 <= len(antes) <= 3 or antes.startswith("0") or not antes.isdigit():
        return _Partes(negativo, _sin_grupos(antes) if antes else "", despues, probada)
    if convencion is None:
        raise NumeroAmbiguo(
            tr("es ambiguo: puede ser {miles} o {decimal}; indicar si la coma o el punto separa los decimales").format(
                miles=f"{antes}{despues}", decimal=f"{antes},{despues}"
            )
        )
    if marca == _MARCA[convencion]:
        return _Partes(negativo, antes, despues, None)
    return _Partes(negativo, antes + despues, "", None)


def _sin_signo(texto: str) -> tuple[str, bool]:
    """The digits and marks of `texto`, and whether it is negative. Currency signs and outer spaces go."""
    if len(texto) > _LARGO:
        texto = texto.strip()
        if len(texto) > _LARGO:
            raise NumeroInvalido(tr("no es un número") if not texto[:20].isdigit() else tr("es demasiado grande"))
    texto = _MONEDA.sub("", texto.translate(_NORMAL)).strip()
    negativo = False
    if texto.startswith(("-", "+")):
        negativo, texto = texto[0] == "-", texto[1:]
    elif texto.endswith("-"):
        negativo, texto = True, texto[:-1]
    return texto.strip(), negativo


def _sin_grupos(cuerpo: str) -> str:
    """Whole digits without the spaces or apostrophes that group thousands."""
    if cuerpo.isdigit():
        return cuerpo
    if not _GRUPOS_SUELTOS.fullmatch(cuerpo):
        raise NumeroInvalido(tr("no es un número bien escrito"))
    return cuerpo.replace(" ", "").replace("'", "")


def _agrupado(cuerpo: str, marca: str) -> bool:
    """Whether `marca` groups the digits by three, as thousands."""
    primero, *resto = cuerpo.split(marca)
    if not primero.isdigit() or len(primero) > 3 or primero.startswith("0"):
        return False
    return all(len(grupo) == 3 and grupo.isdigit() for grupo in resto)


def _motivo_no_numero(cuerpo: str) -> str:
    if _EXPONENTE.fullmatch(cuerpo):
        return tr("está en notación científica, que puede haber perdido cifras; escribir el número completo")
    if cuerpo.endswith("%"):
        return tr("es un porcentaje, no un número")
    return tr("no es un número")
