"""The words for values, bounds and origins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.modulos.configuracion.domain import Estado, Seccion
from rexus.settings import SCHEMA, Setting
from rexus.ui.eventos import textos as eventos

_LARGO: Final = 80


def valor(setting: Setting, dato: Any) -> str:
    """A value as people read it, in one line."""
    match setting.tipo:
        case "logico" if isinstance(dato, bool):
            return tr("Sí") if dato else tr("No")
        case "entero" | "real" if isinstance(dato, int | float) and not isinstance(dato, bool):
            return formatear_numero(Decimal(str(dato)))
        case "lista" if isinstance(dato, list):
            return corto(", ".join(str(elemento) for elemento in dato)) or tr("vacía")
        case "objeto" if isinstance(dato, dict):
            return corto(eventos.valor(dato, UTC)) if dato else tr("vacío")
    if setting.opciones and dato in setting.opciones:
        return tr(setting.rotulo(dato))
    # A change that another program made may hold anything.
    return corto(" · ".join(str(dato).split("\n"))) or tr("vacío")


def valor_o_fabrica(clave: str, dato: Any) -> str:
    """The same for a value that may be None, «the factory's», of a key that may be unknown."""
    setting = SCHEMA.get(clave)
    if dato is None:
        de_fabrica = valor(setting, setting.default) if setting is not None else ""
        return tr("{valor} (de fábrica)").format(valor=de_fabrica) if de_fabrica else tr("el de fábrica")
    return valor(setting, dato) if setting is not None else corto(eventos.valor(dato, UTC))


def nombre(clave: str) -> str:
    """What the key is called on the page."""
    setting = SCHEMA.get(clave)
    return tr(setting.etiqueta) if setting is not None else clave


def limites(setting: Setting) -> str:
    """«1 a 100»; empty for what is no number."""
    if setting.tipo in ("entero", "real"):
        menor, mayor = _cota(setting.minimo), _cota(setting.maximo)
        if menor and mayor:
            return tr("{menor} a {mayor}").format(menor=menor, mayor=mayor)
        if menor:
            return tr("{menor} o más").format(menor=menor)
        return tr("{mayor} o menos").format(mayor=mayor) if mayor else ""
    return ""


def fabrica(setting: Setting, dato: Any) -> str:
    """«de fábrica: 10»."""
    return tr("de fábrica: {valor}").format(valor=valor(setting, dato))


def origen(estado: Estado) -> str:
    """One word for where the value comes from."""
    return {
        "fabrica": tr("de fábrica"),
        "usuario": tr("archivo"),
        "base": tr("base"),
        "pendiente": tr("pendiente"),
        "entorno": tr("entorno"),
    }[estado.origen]


def explicacion(estado: Estado) -> str:
    """The same in a sentence."""
    return {
        "fabrica": tr("Nadie lo cambió: es el valor con el que viene el programa."),
        "usuario": tr("Está en el archivo de configuración de esta computadora."),
        "base": tr("Está en la base de datos: vale en todos los puestos."),
        "pendiente": tr("Se cambió sin conexión: vale en este puesto y espera a la base."),
        "entorno": tr("Lo fija la variable de entorno {variable}.").format(variable=estado.variable),
    }[estado.origen]


def seccion(parte: Seccion) -> tuple[str, str]:
    """The heading of a section, and what it means."""
    if parte.alcance == "empresa":
        titulo, frase = tr("Para todo el taller"), tr("Se guarda en la base y vale en todos los puestos.")
    else:
        titulo, frase = tr("En esta computadora"), tr("Se guarda en el archivo de configuración de este puesto.")
    return titulo, f"{frase} {tr('Se aplica al reiniciar Rexus.')}" if parte.al_reiniciar else frase


def corto(texto: str) -> str:
    """No longer than a line."""
    return texto if len(texto) <= _LARGO else texto[: _LARGO - 1] + "…"


def lista(claves: Iterable[str], cuantas: int = 3) -> str:
    """«Motor, Puerto y 2 más», in the order of the page."""
    orden = {clave: n for n, clave in enumerate(SCHEMA)}
    nombres = [nombre(clave) for clave in sorted(claves, key=lambda clave: (orden.get(clave, len(orden)), clave))]
    if len(nombres) > cuantas:
        resto = len(nombres) - cuantas + 1
        return tr("{nombres} y {n} más").format(nombres=", ".join(nombres[: cuantas - 1]), n=resto)
    return ", ".join(nombres)


def momento(cuando: datetime | None, zona: tzinfo) -> str:
    """A moment in the workshop's zone; a dash if nobody knows."""
    # An entry without its time carries the beginning of the epoch.
    return formatear_fecha(cuando, zona) if cuando is not None and cuando.year > 1970 else "—"


def _cota(cota: float | None) -> str:
    return "" if cota is None else formatear_numero(Decimal(str(cota)))
