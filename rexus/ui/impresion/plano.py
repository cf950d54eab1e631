"""A paper laid out on A4: which lines stand on which page. Made in a worker thread; any page can then be painted.

Only where pages begin is kept, and the texts themselves: ten thousand rows take little room.
"""

from __future__ import annotations

from array import array
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from rexus.base.progress import Avance, SinAvance
from rexus.base.text import formatear_numero, tr
from rexus.ui.impresion.hoja import Dato, Hoja, Parrafo, Tabla
from rexus.ui.impresion.medidas import HUECO, caben, letra, mm, natural, partir, repartir

_A4: Final = (210.0, 297.0)
_MARGEN: Final = mm(14)
_PIE: Final = mm(9)
_AIRE: Final = mm(1.1)
_TITULO_DATO: Final = mm(38)
_CUERPOS: Final = (8.5, 7.5, 6.5)
_TINTA, _GRIS, _RAYA, _RAYA_FINA = QColor("#000000"), QColor("#4A4A4A"), QColor("#808080"), QColor("#D0D0D0")
_CADA: Final = 500


class Plano:
    """`paginas` of them; `apaisado`: the paper lies on its side. `pintar` one on a painter whose unit is 1/300 inch."""

    def __init__(self, hoja: Hoja, avance: Avance | None = None) -> None:
        """Raises CanceladoError."""
        self.hoja = hoja
        avance = avance or SinAvance()
        self._tablas = [parte for parte in hoja.partes if isinstance(parte, Tabla)]
        self.apaisado, puntos = self._elegir()
        ancho, alto = reversed(_A4) if self.apaisado else _A4
        self.ancho, self.alto = mm(ancho), mm(alto)
        self._lugar = self.ancho - 2 * _MARGEN
        self._letras: dict[str, QFont] = {
            "titulo": letra(15, bold=True), "seccion": letra(11, bold=True), "texto": letra(puntos),
            "nota": letra(7.5), "cabeza": letra(min(puntos, 8), bold=True),
        }  # fmt: skip
        self._metrics = {clase: QFontMetricsF(font) for clase, font in self._letras.items()}
        self._anchos = {
            n: repartir(p.columnas, natural(p, self._metrics["texto"], self._metrics["cabeza"]), self._lugar)
            for n, p in enumerate(hoja.partes)
            if isinstance(p, Tabla)
        }
        # Every line: of which part, and which row of it (-1: the headings).
        self._parte, self._fila = array("i"), array("i")
        self._comienzos = array("i", [0])
        self._componer(avance)

    @property
    def paginas(self) -> int:
        """How many pages there are."""
        return len(self._comienzos)

    # ── Laying out ──

    def _elegir(self) -> tuple[bool, float]:
        """Whether to turn the paper, and how large the letters are: upright and large where that fits."""
        for puntos in _CUERPOS:
            cuerpo, cabeza = QFontMetricsF(letra(puntos)), QFontMetricsF(letra(min(puntos, 8), bold=True))
            anchos = [natural(tabla, cuerpo, cabeza) for tabla in self._tablas]
            for apaisado in (False, True):
                lugar = mm(_A4[1] if apaisado else _A4[0]) - 2 * _MARGEN
                comodos = not apaisado
                if all(caben(t.columnas, a, lugar, comodos=comodos) for t, a in zip(self._tablas, anchos, strict=True)):
                    return apaisado, puntos
        return True, _CUERPOS[-1]

    def _componer(self, avance: Avance) -> None:
        fin = self.alto - _MARGEN - _PIE
        y = self._tras_el_titulo()
        for n, parte in enumerate(self.hoja.partes):
            filas = range(-1, len(parte.filas)) if isinstance(parte, Tabla) else range(1)
            for fila in filas:
                if fila % _CADA == 0:
                    avance.paso(fila, len(filas))
                alto = self._alto(n, fila)
                # A title never stands alone at the end of a page, nor do headings.
                junto = alto + (self._siguiente(n, fila) if self._titula(n, fila) else 0)
                if y + junto > fin and len(self._parte) > self._comienzos[-1]:
                    self._comienzos.append(len(self._parte))
                    y = self._arriba() + (self._alto(n, -1) if isinstance(parte, Tabla) and fila >= 0 else 0)
                self._parte.append(n)
                self._fila.append(fila)
                y += alto

    def _titula(self, n: int, fila: int) -> bool:
        parte = self.hoja.partes[n]
        return (isinstance(parte, Tabla) and fila < 0) or (isinstance(parte, Parrafo) and parte.clase == "seccion")

    def _siguiente(self, n: int, fila: int) -> float:
        parte = self.hoja.partes[n]
        if isinstance(parte, Tabla):
            return self._alto(n, 0) if parte.filas else 0.0
        if n + 1 >= len(self.hoja.partes):
            return 0.0
        despues = self.hoja.partes[n + 1]
        primera = self._alto(n + 1, 0) if isinstance(despues, Tabla) and despues.filas else 0.0
        return self._alto(n + 1, -1 if isinstance(despues, Tabla) else 0) + primera

    def _alto(self, n: int, fila: int) -> float:
        parte = self.hoja.partes[n]
        if isinstance(parte, Tabla):
            clase, textos = (
                ("texto", parte.filas[fila]) if fila >= 0 else ("cabeza", [c.titulo for c in parte.columnas])
            )
            lineas = max(
                (len(partir(t, a, self._metrics[clase])) for t, a in zip(textos, self._anchos[n], strict=True)),
                default=1,
            )
            return max(lineas * self._metrics[clase].height() + 2 * _AIRE, mm(parte.renglon) if fila >= 0 else 0)
        if isinstance(parte, Dato):
            lineas = len(self._lineas(parte.valor, "texto", self._lugar - _TITULO_DATO))
            return lineas * self._metrics["texto"].height() + 1.5 * _AIRE
        aire = 3 * _AIRE if parte.clase == "seccion" else _AIRE
        return len(self._lineas(parte.texto, parte.clase, self._lugar)) * self._metrics[parte.clase].height() + aire

    def _lineas(self, texto: str, clase: str, ancho: float) -> list[str]:
        return [linea for t in (texto.splitlines() or [""]) for linea in partir(t, ancho, self._metrics[clase])]

    def _tras_el_titulo(self) -> float:
        y = self._arriba() + self._metrics["titulo"].height() + _AIRE
        for texto in self.hoja.encima:
            y += len(partir(texto, self._lugar, self._metrics["nota"])) * self._metrics["nota"].height()
        return y + 2 * _AIRE

    def _arriba(self) -> float:
        """Where a page begins, below the line that every page has."""
        return _MARGEN + self._metrics["nota"].height() + 2 * _AIRE

    # ── Painting ──

    def pintar(self, painter: QPainter, numero: int) -> None:
        """The page `numero`, the first is 0."""
        fin = self._comienzos[numero + 1] if numero + 1 < self.paginas else len(self._parte)
        y = self._marco(painter, numero)
        for linea in range(self._comienzos[numero], fin):
            n, fila = self._parte[linea], self._fila[linea]
            if linea == self._comienzos[numero] and fila >= 0 and isinstance(self.hoja.partes[n], Tabla):
                y += self._pintar_linea(painter, y, n, -1)
            y += self._pintar_linea(painter, y, n, fila)

    def _marco(self, painter: QPainter, numero: int) -> float:
        """What stands around the content; where that begins."""
        nota = self._metrics["nota"].height()
        arriba = QRectF(_MARGEN, _MARGEN, self._lugar, nota)
        self._texto(painter, arriba, self.hoja.empresa, "nota", _GRIS)
        if numero:
            self._texto(painter, arriba, self.hoja.titulo, "nota", _GRIS, derecha=True)
        abajo = QRectF(_MARGEN, self.alto - _MARGEN - nota, self._lugar, nota)
        painter.setPen(_RAYA_FINA)
        painter.drawLine(QPointF(_MARGEN, abajo.top() - _AIRE), QPointF(_MARGEN + self._lugar, abajo.top() - _AIRE))
        self._texto(painter, abajo, self.hoja.hecha, "nota", _GRIS)
        cual = tr("Página {n} de {total}").format(n=formatear_numero(numero + 1), total=formatear_numero(self.paginas))
        self._texto(painter, abajo, cual, "nota", _GRIS, derecha=True)
        if numero:
            return self._arriba()
        y = self._arriba()
        alto = self._metrics["titulo"].height()
        self._texto(painter, QRectF(_MARGEN, y, self._lugar, alto), self.hoja.titulo, "titulo", _TINTA)
        y += alto + _AIRE
        for texto in self.hoja.encima:
            for linea in partir(texto, self._lugar, self._metrics["nota"]):
                self._texto(painter, QRectF(_MARGEN, y, self._lugar, nota), linea, "nota", _GRIS)
                y += nota
        return self._tras_el_titulo()

    def _pintar_linea(self, painter: QPainter, y: float, n: int, fila: int) -> float:
        """One line of the content; how high it is."""
        parte = self.hoja.partes[n]
        alto = self._alto(n, fila)
        if isinstance(parte, Tabla):
            self._pintar_fila(painter, y, alto, parte, self._anchos[n], fila)
        elif isinstance(parte, Dato):
            paso = self._metrics["texto"].height()
            self._texto(painter, QRectF(_MARGEN, y, _TITULO_DATO - HUECO, paso), parte.titulo, "texto", _GRIS)
            for k, linea in enumerate(self._lineas(parte.valor, "texto", self._lugar - _TITULO_DATO)):
                lugar = QRectF(_MARGEN + _TITULO_DATO, y + k * paso, self._lugar - _TITULO_DATO, paso)
                self._texto(painter, lugar, linea, "texto", _TINTA)
        else:
            paso = self._metrics[parte.clase].height()
            arriba = 2 * _AIRE if parte.clase == "seccion" else 0.0
            for k, linea in enumerate(self._lineas(parte.texto, parte.clase, self._lugar)):
                lugar = QRectF(_MARGEN, y + arriba + k * paso, self._lugar, paso)
                self._texto(painter, lugar, linea, parte.clase, _GRIS if parte.clase == "nota" else _TINTA)
        return alto

    def _pintar_fila(
        self, painter: QPainter, y: float, alto: float, tabla: Tabla, anchos: list[float], fila: int
    ) -> None:
        clase = "texto" if fila >= 0 else "cabeza"
        textos = tabla.filas[fila] if fila >= 0 else tuple(c.titulo for c in tabla.columnas)
        paso = self._metrics[clase].height()
        x = _MARGEN
        for columna, texto, ancho in zip(tabla.columnas, textos, anchos, strict=True):
            for k, linea in enumerate(partir(texto, ancho, self._metrics[clase])):
                lugar = QRectF(x, y + _AIRE + k * paso, ancho, paso)
                self._texto(painter, lugar, linea, clase, _TINTA, derecha=columna.derecha)
            x += ancho + HUECO
        painter.setPen(_RAYA if fila < 0 else _RAYA_FINA)
        painter.drawLine(QPointF(_MARGEN, y + alto), QPointF(_MARGEN + self._lugar, y + alto))

    def _texto(
        self, painter: QPainter, lugar: QRectF, texto: str, clase: str, tinta: QColor, *, derecha: bool = False
    ) -> None:
        lado = Qt.AlignmentFlag.AlignRight if derecha else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._letras[clase])
        painter.setPen(tinta)
        flags = lado | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        painter.drawText(lugar, flags, texto)
