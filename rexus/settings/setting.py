"""What is declared of a key: its type, default, bounds, words, and who shares it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Tipo = Literal["entero", "real", "texto", "logico", "lista", "objeto"]
Alcance = Literal["equipo", "empresa"]


@dataclass(frozen=True)
class Setting:
    """One key, `categoria.clave`.

    `minimo` and `maximo` bound numbers (both included) and the length of texts. `opciones` lists the only values
    allowed, `rotulos` the words for them, `alias` other spellings of some: (spelling in lower case, option). A text
    must match `patron` whole (a regular expression); `ejemplo` shows one that does. `multilinea` texts may have several
    lines. `alcance`: «equipo» is of this machine, «empresa» is shared by the workshop. A `secreta` value never enters a
    JSON file. `variables` are environment variables understood besides `REXUS_<CATEGORIA>_<CLAVE>`. A change of one
    with `reinicio` holds from the next start. The program keeps the `oculta` ones by itself; no screen shows them.
    """

    clave: str
    tipo: Tipo
    default: Any
    etiqueta: str
    ayuda: str = ""
    alcance: Alcance = "equipo"
    minimo: float | None = None
    maximo: float | None = None
    opciones: tuple[Any, ...] = ()
    secreta: bool = False
    variables: tuple[str, ...] = ()
    reinicio: bool = False
    rotulos: tuple[str, ...] = ()
    patron: str = ""
    ejemplo: str = ""
    multilinea: bool = False
    oculta: bool = False
    alias: tuple[tuple[str, str], ...] = ()

    @property
    def categoria(self) -> str:
        """The part before the dot."""
        return self.clave.partition(".")[0]

    @property
    def nombre(self) -> str:
        """The part after the dot."""
        return self.clave.partition(".")[2]

    @property
    def de_cualquiera(self) -> bool:
        """Whether whoever is signed in may change it: how this seat looks and speaks, what it keeps by itself."""
        own = self.oculta or self.categoria == "tema" or self.clave == "sistema.idioma"
        return own and self.alcance == "equipo" and not self.secreta

    @property
    def variables_de_entorno(self) -> tuple[str, ...]:
        """The environment variables that set it, the first that exists wins."""
        return (f"REXUS_{self.categoria}_{self.nombre}".upper(), *self.variables)

    def rotulo(self, valor: Any) -> str:
        """The words for one of the options; the value itself where there are none. A source text for `tr()`."""
        if self.rotulos and valor in self.opciones:
            return self.rotulos[self.opciones.index(valor)]
        return str(valor)
