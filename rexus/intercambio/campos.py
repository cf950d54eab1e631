"""What a catalogue accepts in a spreadsheet: its fields, their kinds and the names people give them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

TipoCampo = Literal["texto", "entero", "cantidad", "dinero", "logico"]

NUMERICOS: frozenset[str] = frozenset({"entero", "cantidad", "dinero"})
"""The kinds whose cells are numbers, and so whose text needs a decimal mark to be understood."""

DECIMALES: dict[str, int] = {"entero": 0, "cantidad": 3, "dinero": 2}
"""How many decimals each numeric kind keeps."""

LIMITES: dict[str, Decimal] = {
    "entero": Decimal(999_999_999),
    "cantidad": Decimal("999999999.999"),
    "dinero": Decimal("9999999999999999.99"),
}
"""The largest magnitude of each numeric kind, as the database holds them."""

LONGITUD_MAXIMA = 1_000_000
"""The longest length in whole millimetres, for a field's `maximo`."""


@dataclass(frozen=True)
class Campo:
    """One field that an import understands and an export writes.

    `nombre` is the column in the database, `etiqueta` what the user reads. `sinonimos` are further headings, written
    as people write them; case, accents, dots and the usual abbreviations need not be repeated.
    `largo` is in characters. `minimo` and `maximo` are inclusive and apply to the numeric kinds.
    `unico` marks the field that identifies a row: it may not repeat within one file.
    """

    nombre: str
    etiqueta: str
    tipo: TipoCampo = "texto"
    sinonimos: tuple[str, ...] = ()
    obligatorio: bool = False
    largo: int | None = None
    minimo: Decimal | int | None = None
    maximo: Decimal | int | None = None
    unico: bool = False

    @property
    def clave(self) -> bool:
        """Whether the field identifies its row. A field named `codigo` always does."""
        return self.unico or self.nombre == "codigo"

    @property
    def numerico(self) -> bool:
        """Whether the field's cells are numbers."""
        return self.tipo in NUMERICOS
