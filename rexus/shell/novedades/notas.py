"""The notes of each version, as `resources/novedades.md` has them. Pure but for reading that file.

## 1.2.0
A sentence about all of it.
### A part of the program
- What somebody notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from rexus.base.paths import resource
from rexus.base.text import tr

_VERSION, _PARTE, _PUNTO = "## ", "### ", "- "


@dataclass(frozen=True)
class Notas:
    """What one version brought: the lines below its heading."""

    version: str
    lineas: tuple[str, ...]


def leer() -> tuple[Notas, ...]:
    """The notes of every version in the language in use, newest first. Raises OSError."""
    return separar(resource(tr("novedades.md")).read_text(encoding="utf-8"))


def version_instalada() -> str:
    """The version of the program's files as they are now; "" when they are gone, as in the middle of an upgrade."""
    try:
        notas = separar(resource("novedades.md").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return notas[0].version if notas else ""


def separar(texto: str) -> tuple[Notas, ...]:
    """The versions of a text of that form. What is above the first is left out."""
    hechas: list[tuple[str, list[str]]] = []
    for linea in texto.splitlines():
        if linea.startswith(_VERSION):
            hechas.append((linea.removeprefix(_VERSION).strip(), []))
        elif linea.strip() and hechas:
            hechas[-1][1].append(linea.strip())
    return tuple(Notas(version, tuple(lineas)) for version, lineas in hechas)


def en_html(notas: tuple[Notas, ...]) -> str:
    """As a text view shows them."""
    partes: list[str] = []
    for de_una in notas:
        partes.append(f"<h2>{escape(tr('Versión {version}').format(version=de_una.version))}</h2>")
        partes += [_linea(linea) for linea in de_una.lineas]
    # Points that follow each other are one list.
    return "".join(partes).replace("</ul><ul>", "")


def _linea(linea: str) -> str:
    if linea.startswith(_PARTE):
        return f"<h3>{escape(linea.removeprefix(_PARTE))}</h3>"
    if linea.startswith(_PUNTO):
        return f"<ul><li>{escape(linea.removeprefix(_PUNTO))}</li></ul>"
    return f"<p>{escape(linea)}</p>"


def es_posterior(version: str, a: str) -> bool:
    """Whether one version is newer than another. What is no version («», «prueba») is older than any."""
    return _numeros(version) > _numeros(a)


def _numeros(version: str) -> tuple[int, ...]:
    partes = version.split(".")
    return tuple(int(parte) for parte in partes) if all(parte.isdecimal() for parte in partes) else ()
