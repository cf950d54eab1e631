"""From a cell to the value of a field, or the reason why not.

Numbers leave here as whole units of their kind (thousandths, hundredths), which is what is kept in the temporary
file; `Analisis.lotes` makes Decimals of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from rexus.base.text import fold, formatear_fecha, formatear_numero, limpiar, tr
from rexus.intercambio import numeros
from rexus.intercambio.campos import DECIMALES, LIMITES, Campo
from rexus.intercambio.medida_xlsx import SIN_RESULTADO
from rexus.intercambio.neutral import restaurar
from rexus.intercambio.numeros import Convencion, NumeroInvalido
from rexus.intercambio.tabla import Celda

Crudo = str | int | bool | None
"""A value as it is kept while the analysis lasts. None is an empty cell: «not given»."""

_MEMORIA = 4_096
_CLAVE_MEMORABLE = 200
_SI = frozenset({"si", "s", "x", "1", "verdadero", "true", "yes", "y", "v", "activo"})
_NO = frozenset({"no", "n", "0", "falso", "false", "f", "inactivo"})
# What Excel and LibreOffice, in Spanish and English, show in the cell of a formula that failed.
_ERRORES_DE_FORMULA = frozenset(
    {"#N/A", "#N/D", "#REF!", "#¡REF!", "#DIV/0!", "#¡DIV/0!", "#VALUE!", "#¡VALOR!", "#NAME?", "#¿NOMBRE?"}
    | {"#NUM!", "#¡NUM!", "#NULL!", "#¡NULO!", "#SPILL!", "#¡DESBORDAMIENTO!", "#CALC!", "#GETTING_DATA"}
)


class Rechazo:
    """Why a cell has no value. `motivo` is translated."""

    __slots__ = ("motivo",)

    def __init__(self, motivo: str) -> None:
        self.motivo = motivo


class Conversor(dict[Celda, Crudo | Rechazo]):
    """`conversor[celda]` is the value of the cell for one field, remembered: columns repeat themselves.

    `rechazos` is set as soon as one cell was refused. Truth values must go through `convertir`, since as keys they
    equal 1 and 0.
    """

    def __init__(self, campo: Campo, convencion: Convencion | None, *, csv: bool) -> None:
        super().__init__()
        self.campo = campo
        self.rechazos = False
        self._leer = _lector(campo, convencion, csv)

    def __missing__(self, celda: Celda) -> Crudo | Rechazo:
        valor = self.convertir(celda)
        if isinstance(celda, str) and len(celda) > _CLAVE_MEMORABLE:
            return valor
        if len(self) >= _MEMORIA:
            self.clear()
        self[celda] = valor
        return valor

    def convertir(self, celda: Celda) -> Crudo | Rechazo:
        """The value, or a Rechazo."""
        valor: Crudo | Rechazo
        if celda is None or celda == "":
            return None
        try:
            valor = self._leer(celda)
        except NumeroInvalido as error:
            valor = Rechazo(error.motivo)
        if isinstance(valor, Rechazo):
            self.rechazos = True
        return valor


def _lector(campo: Campo, convencion: Convencion | None, csv: bool) -> Callable[[Celda], Crudo | Rechazo]:
    if campo.tipo == "texto":
        return lambda celda: _texto(celda, campo, csv)
    if campo.tipo == "logico":
        return _logico
    decimales = DECIMALES[campo.tipo]
    minimo = -LIMITES[campo.tipo] if campo.minimo is None else Decimal(campo.minimo)
    maximo = LIMITES[campo.tipo] if campo.maximo is None else min(LIMITES[campo.tipo], Decimal(campo.maximo))
    desde, hasta = int(minimo.scaleb(decimales)), int(maximo.scaleb(decimales))

    def numero(celda: Celda) -> Crudo | Rechazo:
        valor = _numero(celda, decimales, convencion)
        if valor is None or desde <= valor <= hasta:
            return valor
        if valor < desde:
            return Rechazo(tr("no puede ser menor que {n}").format(n=formatear_numero(minimo)))
        return Rechazo(tr("no puede ser mayor que {n}").format(n=formatear_numero(maximo)))

    return numero


def _numero(celda: Celda, decimales: int, convencion: Convencion | None) -> int | None:
    if isinstance(celda, str):
        if not (celda := celda.strip()):
            return None
        if error := _error_de_formula(celda):
            raise NumeroInvalido(error)
        return numeros.leer_texto(celda, decimales, convencion)
    if isinstance(celda, bool):
        raise NumeroInvalido(tr("es verdadero o falso, no un número"))
    if isinstance(celda, float):
        return numeros.leer_float(celda, decimales)
    if isinstance(celda, int):
        return celda * 10**decimales if abs(celda) < 10**18 else _demasiado_grande()
    raise NumeroInvalido(tr("es una fecha o una hora, no un número"))


def _demasiado_grande() -> int:
    raise NumeroInvalido(tr("es demasiado grande"))


def _logico(celda: Celda) -> Crudo | Rechazo:
    if isinstance(celda, bool):
        return celda
    if isinstance(celda, (int, float)) and celda in (0, 1):
        return bool(celda)
    palabra = fold(celda) if isinstance(celda, str) else ""
    if isinstance(celda, str) and not palabra:
        return None
    if palabra in _SI or palabra in _NO:
        return palabra in _SI
    return Rechazo(tr("tiene que ser sí o no"))


def _texto(celda: Celda, campo: Campo, csv: bool) -> Crudo | Rechazo:
    if isinstance(celda, str):
        crudo = restaurar(celda) if csv else celda
        if "\0" in crudo:
            return Rechazo(tr("contiene el carácter nulo (NUL): el dato está dañado"))
        texto = limpiar(crudo)
        if error := _error_de_formula(texto):
            return Rechazo(error)
        if campo.clave and (motivo := _clave_dudosa(texto)):
            return Rechazo(motivo)
    elif isinstance(celda, bool):
        texto = tr("sí") if celda else tr("no")
    elif isinstance(celda, (int, float)):
        if abs(celda) >= 1e15 or celda != celda:
            return Rechazo(
                tr("es un número de más de 15 cifras: la planilla perdió las últimas; escribirlo como texto")
            )
        texto = _numero_como_texto(celda)
    elif campo.clave and celda is not None:
        return Rechazo(tr("la planilla lo convirtió en fecha u hora; dar a la celda formato de texto y reescribirlo"))
    else:
        texto = _fecha_como_texto(celda)
    if campo.largo is not None and len(texto) > campo.largo:
        return Rechazo(tr("tiene {n} caracteres y el máximo es {maximo}").format(n=len(texto), maximo=campo.largo))
    return texto or None


def _clave_dudosa(texto: str) -> str | None:
    """Why a text cannot identify anything: it holds what nobody sees, so that two codes that look alike differ."""
    if texto.isascii() and texto.isprintable():
        return None
    for letra in texto:
        if letra in "\n\t" or unicodedata.category(letra) in ("Cf", "Zl", "Zp", "Co", "Cn"):
            return tr("contiene un carácter que no se ve (U+{n})").format(n=f"{ord(letra):04X}")
    return None


def _error_de_formula(texto: str) -> str | None:
    if texto == SIN_RESULTADO:
        return tr("la fórmula no tiene resultado guardado; abrir el archivo en una planilla y guardarlo de nuevo")
    if texto in _ERRORES_DE_FORMULA or (texto.startswith("Err:") and texto[4:].isdigit()):
        return tr("la fórmula de la celda da un error")
    return None


def _numero_como_texto(numero: float) -> str:
    """A number cell in a text column, as the digits that the spreadsheet keeps: 564002.0 → «564002»."""
    texto = f"{numero:.15g}"
    return f"{Decimal(texto):f}" if "e" in texto else texto


def _fecha_como_texto(celda: Celda) -> str:
    if isinstance(celda, datetime):
        return f"{celda:%d/%m/%Y %H:%M}"
    if isinstance(celda, date):
        return formatear_fecha(celda)
    return str(celda) if isinstance(celda, (time, timedelta)) else ""
