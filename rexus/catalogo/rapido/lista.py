"""The lines of a quick movement: one for each article that was scanned, with how many. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.text import fold, formatear_numero
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.movimientos import Pedido


@dataclass
class Renglon:
    """One article, or its retazos of `longitud_mm` (0: its own length). `texto` is the quantity as it stands in the
    field; `cantidad` its value, None if it cannot be read.

    `stock` is what there was when it was scanned. `motivo` says why the quantity cannot be read; `error` is what the
    last posting said against this line.
    """

    articulo_id: int
    codigo: str
    descripcion: str
    stock: Decimal
    texto: str = "1"
    cantidad: Decimal | None = Decimal(1)
    motivo: str = ""
    error: str = ""
    longitud_mm: int = 0

    @property
    def clave(self) -> tuple[int, int]:
        """What makes it the same line: article and length."""
        return self.articulo_id, self.longitud_mm


class Lista:
    """What was scanned, the newest line last. A code is remembered together with what its label says."""

    def __init__(self) -> None:
        self.renglones: list[Renglon] = []
        self._por_etiqueta: dict[str, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.renglones)

    def __iter__(self) -> Iterator[Renglon]:
        return iter(self.renglones)

    @property
    def piezas(self) -> Decimal:
        """How many pieces, of the lines that can be read."""
        return sum((r.cantidad for r in self.renglones if r.cantidad is not None), Decimal(0))

    @property
    def ilegibles(self) -> int:
        """How many lines have a quantity that cannot be read."""
        return sum(1 for r in self.renglones if r.motivo)

    def conocido(self, etiqueta: str) -> int | None:
        """The line of what a label said before, so that a repeated scan needs no look-up."""
        clave = self._por_etiqueta.get(fold(etiqueta))
        return None if clave is None else self.donde(*clave)

    def agregar(
        self, etiqueta: str, articulo_id: int, codigo: str, descripcion: str, stock: Decimal, longitud_mm: int = 0
    ) -> int:
        """A new line of one piece for what the label says, or one more in its line; returns which line."""
        self._por_etiqueta[fold(etiqueta)] = (articulo_id, longitud_mm)
        if not longitud_mm:
            self._por_etiqueta[fold(codigo)] = (articulo_id, 0)
        n = self.donde(articulo_id, longitud_mm)
        if n is not None:
            self.sumar_uno(n)
            return n
        self.renglones.append(Renglon(articulo_id, codigo, descripcion, stock, longitud_mm=longitud_mm))
        return len(self.renglones) - 1

    def sumar_uno(self, n: int) -> None:
        """One more in line `n`. A quantity that cannot be read stays as it was typed."""
        renglon = self.renglones[n]
        if renglon.cantidad is not None:
            self.poner(n, formatear_numero(renglon.cantidad + 1).replace(".", ""))

    def poner(self, n: int, texto: str) -> None:
        """Another quantity for line `n`, as it was typed."""
        renglon = self.renglones[n]
        renglon.texto, renglon.cantidad, renglon.motivo, renglon.error = texto.strip(), None, "", ""
        try:
            renglon.cantidad = cantidad_positiva(renglon.texto)
        except CantidadInvalidaError as error:
            renglon.motivo = error.campos["cantidad"]

    def quitar(self, n: int) -> None:
        """Take a line away; scanning it again begins at one."""
        renglon = self.renglones.pop(n)
        self._por_etiqueta = {e: i for e, i in self._por_etiqueta.items() if i != renglon.clave}

    def vaciar(self) -> None:
        """Take every line away."""
        self.renglones.clear()
        self._por_etiqueta.clear()

    def pedidos(self, ubicacion_id: int | None = None, referencia: str = "") -> list[Pedido]:
        """What is to be posted. `ubicacion_id` None lets each article say where."""
        return [
            Pedido(r.articulo_id, r.cantidad, ubicacion_id, r.longitud_mm, referencia=referencia)
            for r in self.renglones
            if r.cantidad is not None
        ]

    def culpar(self, frase: str) -> int | None:
        """Mark the line that a refusal names by its code; returns which, None if it names none of them.

        Of two codes one of which contains the other, the longer one is meant where it stands.
        """
        for renglon in self.renglones:
            renglon.error = ""
        nombrados = [n for n, r in enumerate(self.renglones) if _nombra(frase, r.codigo)]
        if not nombrados:
            return None
        n = max(nombrados, key=lambda n: len(self.renglones[n].codigo))
        self.renglones[n].error = frase
        return n

    def absolver(self) -> None:
        """Nothing is known against any line."""
        for renglon in self.renglones:
            renglon.error = ""

    def donde(self, articulo_id: int, longitud_mm: int = 0) -> int | None:
        """The line of an article of that length; None if it has none."""
        return next((n for n, r in enumerate(self.renglones) if r.clave == (articulo_id, longitud_mm)), None)


def _nombra(frase: str, codigo: str) -> bool:
    """Whether the sentence has the code as a word of its own, not as a part of another code or number."""
    desde = frase.find(codigo)
    while desde >= 0:
        hasta = desde + len(codigo)
        antes, despues = frase[:desde][-1:], frase[hasta : hasta + 2]
        # A dot ends a sentence; a dot before a letter or digit goes on with a code.
        sigue = despues[:1].isalnum() or (despues[:1] in ".-/" and despues[1:2].isalnum())
        if not (antes.isalnum() or (antes in (".", "-", "/") and antes)) and not sigue:
            return True
        desde = frase.find(codigo, desde + 1)
    return False
