"""Reading a configuration from a file: what it would change, said before anything is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rexus.base.errors import ArchivoError, DatoInvalidoError
from rexus.base.text import tr
from rexus.configuracion import antiguo
from rexus.configuracion.exportacion import viaja
from rexus.settings import SCHEMA, Setting, Settings, espejo, pendientes
from rexus.settings.capas import iguales
from rexus.settings.edicion import preparado
from rexus.settings.schema import VERSION_KEY

_BYTES_MAXIMOS: Final = 2_000_000
# What the program keeps in its own file besides values.
_PROPIAS: Final = (VERSION_KEY, espejo.SECCION, pendientes.SECCION)
_SECRETA: Final = re.compile(r"(?i)(.*[._])?(password|passwd|pwd|clave|contraseña|secret|secret_key|token)")


@dataclass(frozen=True)
class Previsto:
    """A value that the file would change."""

    clave: str
    antes: Any
    despues: Any


@dataclass
class Plan:
    """What importing a file would do. Names are the file's own; reasons are for people.

    `iguales` have that value already; `vacias` say nothing (the older program wrote empty texts); `fijadas` are
    dictated by the environment variable named; `secretas` are passwords, which no file brings in.
    """

    cambios: tuple[Previsto, ...] = ()
    iguales: tuple[str, ...] = ()
    vacias: tuple[str, ...] = ()
    no_entendidas: dict[str, str] = field(default_factory=dict)
    no_caben: dict[str, str] = field(default_factory=dict)
    fijadas: dict[str, str] = field(default_factory=dict)
    secretas: tuple[str, ...] = ()

    def valores(self) -> dict[str, Any]:
        """The changes, as `Sincronizador.cambiar` takes them."""
        return {previsto.clave: previsto.despues for previsto in self.cambios}


def leer_documento(archivo: Path) -> dict[str, Any]:
    """The JSON object of a file. Raises ArchivoError when there is none."""
    try:
        with archivo.open("rb") as entrada:
            contenido = entrada.read(_BYTES_MAXIMOS + 1)
    except OSError as error:
        frase = tr("No se pudo leer «{archivo}» ({detalle}).").format(archivo=archivo, detalle=error.strerror)
        raise ArchivoError(frase, tr("Elegir otro archivo.")) from error
    if len(contenido) > _BYTES_MAXIMOS:
        raise _no_sirve(archivo, tr("es demasiado grande"))
    try:
        documento = json.loads(contenido.decode("utf-8-sig"), object_pairs_hook=_sin_repetidas)
    except _RepetidaError as error:
        raise _no_sirve(archivo, tr("dice dos veces «{nombre}»").format(nombre=error)) from error
    except (ValueError, RecursionError) as error:
        raise _no_sirve(archivo, tr("no es JSON")) from error
    if not isinstance(documento, dict):
        raise _no_sirve(archivo, tr("no es un objeto JSON"))
    return documento


def planear(settings: Settings, documento: Mapping[str, Any]) -> Plan:
    """What the document would change here; changes nothing. Understands exported files, settings files, and those of
    the older program."""
    plan = Plan()
    hallados: dict[str, list[tuple[str, Any]]] = {}
    for nombre, valor in _entradas(documento):
        entendida = _entendida(nombre)
        if entendida is None:
            if _SECRETA.fullmatch(nombre):
                plan.secretas += (nombre,)
            else:
                plan.no_entendidas[nombre] = tr("este programa no tiene ese ajuste")
            continue
        setting, conversion = entendida
        if setting.secreta:
            plan.secretas += (nombre,)
        elif not viaja(setting):
            plan.no_entendidas[nombre] = tr("es de la ventana de cada computadora")
        elif conversion is not None and isinstance(valor, str) and not valor.strip():
            plan.vacias += (nombre,)
        else:
            try:
                leido = _leido(setting, conversion, valor)
            except DatoInvalidoError as error:
                plan.no_caben[nombre] = error.campos.get(setting.clave, error.frase)
            else:
                hallados.setdefault(setting.clave, []).append((nombre, leido))
    for clave, dichos in hallados.items():
        _decidir(plan, settings, clave, dichos)
    return plan


def _leido(setting: Setting, conversion: antiguo.Conversion | None, valor: Any) -> Any:
    if conversion is not None:
        if isinstance(valor, str) and "${" in valor:
            motivo = tr("nombra una variable en vez de un valor")
            raise DatoInvalidoError(motivo, campos={setting.clave: motivo})
        valor = conversion(setting, valor)
    return preparado(setting, valor)


def _decidir(plan: Plan, settings: Settings, clave: str, dichos: list[tuple[str, Any]]) -> None:
    """`dichos` are the names under which the file gives the key a value, and the values."""
    (primero, valor), *otros = dichos
    distintos = [nombre for nombre, otro in otros if not iguales(otro, valor)]
    if distintos:
        for nombre in (primero, *distintos):
            plan.no_caben[nombre] = tr("el archivo da valores distintos a «{clave}»").format(clave=clave)
        return
    antes = settings.guardado(clave)
    variable = settings.variable(clave)
    if iguales(antes, valor):
        plan.iguales += (clave,)
    elif variable is not None:
        plan.fijadas[clave] = variable
    else:
        plan.cambios += (Previsto(clave, antes, valor),)


def _entradas(documento: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names and values: `{"db": {"puerto": 1}}` gives «db.puerto»; a name with its value beside it stays as it is."""
    for nombre, valor in documento.items():
        if nombre in _PROPIAS:
            continue
        if isinstance(valor, dict) and nombre not in SCHEMA:
            yield from ((f"{nombre}.{interno}", dentro) for interno, dentro in valor.items())
        else:
            yield nombre, valor


def _entendida(nombre: str) -> tuple[Setting, antiguo.Conversion | None] | None:
    setting = SCHEMA.get(nombre)
    return (setting, None) if setting is not None else antiguo.traducido(nombre)


class _RepetidaError(ValueError):
    """A name stands twice in one object."""


def _sin_repetidas(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    objeto: dict[str, Any] = {}
    for nombre, valor in pares:
        if nombre in objeto:
            raise _RepetidaError(nombre)
        objeto[nombre] = valor
    return objeto


def _no_sirve(archivo: Path, motivo: str) -> ArchivoError:
    frase = tr("«{archivo}» {motivo}. No se cambió nada.").format(archivo=archivo.name, motivo=motivo)
    return ArchivoError(frase, tr("Elegir un archivo exportado por Rexus."))
