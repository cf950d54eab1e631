"""What the page shows of the schema: sections, what a search finds, how a value is read and written. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import fold, tr
from rexus.settings import CATEGORIAS, Categoria, Pendiente, Setting
from rexus.settings.capas import iguales
from rexus.settings.setting import Alcance

_ENTERO: Final = re.compile(r"[+\-−]?\d{1,18}", re.ASCII)
_CON_MILES: Final = re.compile(r"[+\-−]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_REAL: Final = re.compile(r"[+\-−]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)


@dataclass(frozen=True)
class Seccion:
    """Keys of one category that the same people share: all seats of the workshop, or this one."""

    alcance: Alcance
    claves: tuple[Setting, ...]

    @property
    def al_reiniciar(self) -> bool:
        """Whether every one of them holds from the next start."""
        return all(setting.reinicio for setting in self.claves)


@dataclass(frozen=True)
class Estado:
    """What is known of a key at one moment.

    `valor` is what the editor begins with; `base` what the database held when last seen. `variable` is the environment
    variable that dictates the value. `motivo` says why it cannot be edited. `secreto` is where a password is kept, None
    while nobody looked. `otra_base` is the database that `pendiente` waits for when it is not this one.
    """

    valor: Any
    fabrica: Any
    origen: str = "fabrica"
    base: Any = None
    variable: str = ""
    motivo: str = ""
    espera_reinicio: bool = False
    en_conflicto: bool = False
    pendiente: Pendiente | None = None
    otra_base: str = ""
    secreto: str | None = None

    @property
    def editable(self) -> bool:
        """Whether it can be changed here and now."""
        return not self.variable and not self.motivo

    @property
    def de_fabrica(self) -> bool:
        """Whether nobody chose the value."""
        return self.origen == "fabrica"

    @property
    def distinto(self) -> bool:
        """Whether it is another value than the factory's; a password is, once there is one."""
        return not self.de_fabrica and (self.secreto is not None or not iguales(self.valor, self.fabrica))


def secciones(categoria: Categoria) -> list[Seccion]:
    """The keys of a category that are shown: what the workshop shares first, then what is of this machine."""
    partes = [Seccion(a, tuple(s for s in categoria.claves if s.alcance == a)) for a in ("empresa", "equipo")]
    return [parte for parte in partes if parte.claves]


def visibles(categorias: Iterable[Categoria] = CATEGORIAS) -> list[Setting]:
    """Every key that the page shows, in its order."""
    return [setting for categoria in categorias for seccion in secciones(categoria) for setting in seccion.claves]


def categoria_de(clave: str) -> Categoria:
    """The category whose page holds the key. KeyError if none does."""
    for categoria in CATEGORIAS:
        if clave.partition(".")[0] in categoria.prefijos:
            return categoria
    raise KeyError(clave)


class Buscador:
    """Finds keys by any part of any word of their label, help, name or options; accents and case do not count."""

    def __init__(self, claves: Iterable[Setting]) -> None:
        self._textos = {setting.clave: _buscable(setting) for setting in claves}

    def buscar(self, texto: str) -> frozenset[str]:
        """The keys in which every word stands somewhere."""
        palabras = fold(texto).split()
        return frozenset(c for c, donde in self._textos.items() if all(palabra in donde for palabra in palabras))


def _buscable(setting: Setting) -> str:
    partes = (
        tr(categoria_de(setting.clave).titulo),
        tr(setting.etiqueta),
        tr(setting.ayuda),
        setting.clave,
        *(tr(rotulo) for rotulo in setting.rotulos),
        *setting.variables_de_entorno,
    )
    return fold(" ".join(partes))


# ── Values as they are typed ──


def a_texto(setting: Setting, valor: Any) -> str:
    """A value as the editor holds it; `de_texto` reads it back the same."""
    match setting.tipo:
        case "entero":
            return str(valor)
        case "real":
            return f"{valor:g}".replace(".", ",") if float(f"{valor:g}") == valor else repr(valor).replace(".", ",")
        case "lista" if all(_es_linea(elemento) for elemento in valor):
            return "\n".join(valor)
        case "lista" | "objeto":
            return json.dumps(valor, ensure_ascii=False, indent=2)
    return str(valor)


def de_texto(setting: Setting, texto: str, *, lineas: bool = False) -> Any:
    """What was typed, as the key's type; not yet checked against its bounds.

    `lineas`: of a list, an element a line. Raises DatoInvalidoError (`campos` holds the key).
    """
    escrito = texto.strip()
    match setting.tipo:
        case "entero":
            return _entero(setting, escrito)
        case "real":
            return _real(setting, escrito)
        case "lista" if lineas:
            return [linea.strip() for linea in texto.splitlines() if linea.strip()]
        case "lista" | "objeto":
            return _json(setting, escrito)
    if setting.minimo is not None and not escrito:
        raise _mal(setting, tr("falta escribirlo"))
    return texto


def por_lineas(valor: Sequence[Any]) -> bool:
    """Whether a list can be edited an element a line."""
    return all(_es_linea(elemento) for elemento in valor)


def _es_linea(elemento: Any) -> bool:
    return isinstance(elemento, str) and elemento == elemento.strip() and len(elemento.splitlines()) == 1


def _entero(setting: Setting, escrito: str) -> int:
    if not escrito:
        raise _mal(setting, tr("falta escribirlo"))
    # «3.600» is how the program itself writes it.
    if _CON_MILES.fullmatch(escrito):
        escrito = escrito.replace(".", "")
    if not _ENTERO.fullmatch(escrito):
        raise _mal(setting, tr("debe ser un número entero"))
    return int(escrito.replace("−", "-"))


def _real(setting: Setting, escrito: str) -> float:
    if not escrito:
        raise _mal(setting, tr("falta escribirlo"))
    if _CON_MILES.fullmatch(escrito):
        raise _mal(setting, tr("puede ser mil o un decimal: escribirlo sin punto, o con coma"))
    if not _REAL.fullmatch(escrito):
        raise _mal(setting, tr("debe ser un número"))
    return float(escrito.replace("−", "-").replace(",", "."))


def _json(setting: Setting, escrito: str) -> Any:
    try:
        return json.loads(escrito)
    except (ValueError, RecursionError) as error:
        raise _mal(setting, tr("no es JSON")) from error


def _mal(setting: Setting, motivo: str) -> DatoInvalidoError:
    return DatoInvalidoError(
        tr("«{dato}» {motivo}.").format(dato=tr(setting.etiqueta), motivo=motivo), campos={setting.clave: motivo}
    )
