"""The sheet of a stocktake: what the books expect, what was counted, and what is wrong with what was typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rexus.base.text import fold, tr
from rexus.stock.cantidades import cantidad
from rexus.stock.conteos import Contado, LineaConteo
from rexus.stock.errors import CantidadInvalidaError


@dataclass
class Renglon:
    """One line. `texto` is what was typed; `contado` is its value, None while it is empty or cannot be read.

    `motivo` says why it cannot be read. `vieja` marks a line whose goods moved after the sheet was made; `antes` is
    what had been counted before it was brought up to date.
    """

    linea: LineaConteo
    texto: str = ""
    contado: Decimal | None = None
    motivo: str = ""
    vieja: bool = False
    antes: str = ""

    @property
    def diferencia(self) -> Decimal | None:
        """Counted minus expected, signed; None while nothing is counted."""
        return None if self.contado is None else self.contado - self.linea.esperado


@dataclass(frozen=True)
class Cuenta:
    """How a sheet stands: lines counted, empty, with a difference, not readable, and gone stale."""

    contados: int
    vacios: int
    diferencias: int
    ilegibles: int
    viejos: int


class Hoja:
    """The lines of a stocktake of `origen` («Rack C16»), in walking order."""

    def __init__(self, origen: str, lineas: Iterable[LineaConteo]) -> None:
        self.origen = origen
        self.renglones = [Renglon(linea) for linea in lineas]
        self._buscados = [_buscado(r.linea) for r in self.renglones]
        self._contados = self._diferencias = self._ilegibles = self._viejos = 0
        self._por_recontar = False

    def __len__(self) -> int:
        return len(self.renglones)

    @property
    def cuenta(self) -> Cuenta:
        """How the sheet stands now."""
        return Cuenta(
            self._contados,
            len(self.renglones) - self._contados - self._ilegibles,
            self._diferencias,
            self._ilegibles,
            self._viejos,
        )

    @property
    def con_notas(self) -> bool:
        """Whether something is to be said about some line."""
        return self._ilegibles > 0 or self._viejos > 0 or self._por_recontar

    @property
    def escrita(self) -> bool:
        """Whether anything was typed into it."""
        return self._contados + self._ilegibles > 0

    def contar(self, n: int, texto: str) -> None:
        """Put a count into line `n` as it was typed; empty takes it back."""
        renglon = self.renglones[n]
        self._sumar(renglon, -1)
        renglon.texto, renglon.contado, renglon.motivo = texto.strip(), None, ""
        if renglon.texto:
            try:
                renglon.contado = _contado(renglon.texto)
            except CantidadInvalidaError as error:
                renglon.motivo = error.campos["cantidad"]
        self._sumar(renglon, 1)

    def contados(self) -> list[Contado]:
        """What is to be posted: the lines with a count, whether or not they differ."""
        return [
            Contado(r.linea.articulo_id, r.linea.ubicacion_id, r.linea.longitud_mm, r.linea.esperado, r.contado)
            for r in self.renglones
            if r.contado is not None
        ]

    def buscar(self, texto: str, desde: int = -1) -> int | None:
        """The line that `texto` means, after line `desde` and round again: by its whole code, else by the beginning
        of its code, else by words of its code, description or place. None if there is none.
        """
        buscado = fold(texto)
        if not buscado or not self.renglones:
            return None
        total = len(self.renglones)
        orden = [(desde + 1 + n) % total for n in range(total)]
        exacto = next((n for n in orden if self._buscados[n][0] == buscado), None)
        if exacto is not None:
            return exacto
        comienzo = next((n for n in orden if self._buscados[n][0].startswith(buscado)), None)
        if comienzo is not None:
            return comienzo
        palabras = buscado.split()
        return next((n for n in orden if all(p in self._buscados[n][1] for p in palabras)), None)

    def donde(self, linea: LineaConteo) -> int | None:
        """Where a line of that article, place and length stands; None if there is none."""
        return next((n for n, r in enumerate(self.renglones) if _lugar(r.linea) == _lugar(linea)), None)

    def agregar(self, linea: LineaConteo) -> int:
        """Add a line that the books do not expect here; returns where it stands. One that is there already stays."""
        n = self.donde(linea)
        if n is not None:
            return n
        self.renglones.append(Renglon(linea))
        self._buscados.append(_buscado(linea))
        return len(self.renglones) - 1

    def envejecer(self, viejas: Sequence[tuple[str, str, Decimal, Decimal]]) -> list[int]:
        """Mark the lines that a posting refused as stale (code, place, expected, present); returns which.

        A place that was renamed meanwhile has another code now: then the article's code and what was expected tell.
        """
        lugares = {(codigo, lugar, antes) for codigo, lugar, antes, _ahora in viejas}
        codigos = {(codigo, antes) for codigo, _lugar, antes, _ahora in viejas}
        contados = [(n, r) for n, r in enumerate(self.renglones) if r.contado is not None]
        hallados = [n for n, r in contados if (r.linea.codigo, r.linea.ubicacion, r.linea.esperado) in lugares]
        hallados = hallados or [n for n, r in contados if (r.linea.codigo, r.linea.esperado) in codigos]
        for renglon in self.renglones:
            renglon.vieja = False
        for n in hallados:
            self.renglones[n].vieja = True
        self._viejos = len(hallados)
        return hallados

    def viejos(self) -> list[int]:
        """The lines whose goods moved after the sheet was made."""
        return [n for n, renglon in enumerate(self.renglones) if renglon.vieja]

    def actualizar(self, ahora: Iterable[LineaConteo]) -> list[int]:
        """Bring the stale lines up to date with the books as they are `ahora`; returns which.

        Their counts were made of other goods: they are set aside in `antes` and must be made again. All other lines
        keep what was typed. A stale line that the books no longer know expects nothing.
        """
        nuevas = {_lugar(linea): linea for linea in ahora}
        hechos = self.viejos()
        for n in hechos:
            renglon = self.renglones[n]
            vieja = renglon.linea
            texto = renglon.texto
            self.contar(n, "")
            renglon.linea = nuevas.get(_lugar(vieja)) or _sin_existencia(vieja)
            renglon.antes, renglon.vieja = texto, False
            self._por_recontar = True
        self._viejos = 0
        return hechos

    def _sumar(self, renglon: Renglon, paso: int) -> None:
        self._contados += paso if renglon.contado is not None else 0
        self._ilegibles += paso if renglon.motivo else 0
        self._diferencias += paso if renglon.diferencia else 0


def _contado(texto: str) -> Decimal:
    numero = cantidad(texto)
    if numero < 0:
        raise CantidadInvalidaError(texto, tr("no puede haber menos que cero"))
    return numero


def _lugar(linea: LineaConteo) -> tuple[int, int, int]:
    return linea.articulo_id, linea.ubicacion_id, linea.longitud_mm


def _buscado(linea: LineaConteo) -> tuple[str, str]:
    return fold(linea.codigo), fold(f"{linea.codigo} {linea.descripcion} {linea.ubicacion}")


def _sin_existencia(linea: LineaConteo) -> LineaConteo:
    return LineaConteo(
        linea.articulo_id,
        linea.codigo,
        linea.descripcion,
        linea.ubicacion_id,
        linea.ubicacion,
        linea.longitud_mm,
        Decimal(0),
    )
