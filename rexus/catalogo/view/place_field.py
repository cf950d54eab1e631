"""Choosing where: every entry is a place and a length, with how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal

from rexus.base.text import fold, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.view.fields import SuggestField
from rexus.stock.kardex import ExistenciaLugar
from rexus.stock.ubicaciones import Sitio


@dataclass(frozen=True)
class Choice:
    """A place, a length (0 is the article's own) and how many pieces are there now."""

    ubicacion_id: int
    ubicacion: str
    longitud_mm: int = 0
    hay: Decimal = Decimal(0)

    @property
    def donde(self) -> str:
        """«Rack C16», «Rack A3, retazo 2.100 mm»."""
        if not self.longitud_mm:
            return self.ubicacion
        return tr("{lugar}, retazo {mm}").format(lugar=self.ubicacion, mm=textos.longitud(self.longitud_mm))

    @property
    def label(self) -> str:
        """«Rack C16 · hay 8»."""
        if not self.hay:
            return self.donde
        return tr("{donde} · hay {n}").format(donde=self.donde, n=formatear_numero(self.hay))


def with_goods(existencias: Sequence[ExistenciaLugar]) -> list[Choice]:
    """Where something can be taken from, the most first, own lengths before remnants."""
    found = [Choice(e.ubicacion_id, e.ubicacion, e.longitud_mm, e.cantidad) for e in existencias]
    return sorted(found, key=lambda c: (c.longitud_mm, -c.hay, fold(c.ubicacion)))


def anywhere(lugares: Sequence[Sitio], existencias: Sequence[ExistenciaLugar]) -> list[Choice]:
    """Every place in use, those that hold the article first, each with what is there of its own length."""
    here = {e.ubicacion_id: e.cantidad for e in existencias if e.longitud_mm == 0}
    found = [Choice(lugar.id, lugar.codigo, 0, here.get(lugar.id, Decimal(0))) for lugar in lugares]
    return sorted(found, key=lambda c: (c.hay == 0, fold(c.ubicacion)))


class PlaceField(SuggestField):
    """One of some choices; typing any part of one finds it. `chosen` whenever it is another one."""

    chosen = Signal()

    def __init__(self, name: str, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(name, title)
        self._choices = list(choices)
        self.set_choices([choice.label for choice in choices])
        self.combo.editTextChanged.connect(lambda _text: self.chosen.emit())

    def choose(self, ubicacion_id: int | None) -> None:
        """Begin with that place, or with the first."""
        at = next((n for n, c in enumerate(self._choices) if c.ubicacion_id == ubicacion_id), 0)
        if self._choices:
            self.set_text(self._choices[at].label)
        self.chosen.emit()

    def choice(self) -> Choice | None:
        """What is chosen; None while the text is none of the choices."""
        text = fold(self.text())
        exact = [c for c in self._choices if fold(c.label) == text]
        return next(iter(exact or [c for c in self._choices if fold(c.donde) == text]), None)
