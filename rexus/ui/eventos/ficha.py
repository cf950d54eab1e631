"""One event whole: who, when, where, and the record before and after, side by side."""

from __future__ import annotations

import re
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rexus.auditoria import EventoVisto
from rexus.base.text import formatear_fecha, tr
from rexus.ui.action_button import ActionButton
from rexus.ui.eventos import textos
from rexus.ui.eventos.tabla import evento_de
from rexus.ui.eventos.textos import Linea
from rexus.ui.ficha import FichaPanel
from rexus.ui.paged_table.cells import Cells
from rexus.ui.raya import raya
from rexus.ui.texto import Texto
from rexus.ui.theme import set_class
from rexus.ui.vaciar import vaciar

# What has no spaces (a hash, a path) would be cut off: it may break after so many characters.
_SIN_ESPACIOS: Final = re.compile(r"\S{16}(?=\S)")
_DONDE_PARTIR: Final = "\u200b"


class FichaEvento(FichaPanel):
    """Shows an `EventoVisto`. Its parts are `nombre.titulo`, `nombre.quien`, `nombre.cuando`, …, `nombre.cambios`."""

    def __init__(self, nombre: str, zona: tzinfo) -> None:
        super().__init__(nombre, tr("Detalle del evento"))
        self.setMinimumWidth(280)
        self._zona = zona
        self.evento: EventoVisto | None = None
        self._titulo = Texto("seccion", f"{nombre}.titulo", tr("Acción"))
        self._donde = Texto("secundario", f"{nombre}.registro", tr("Registro"))
        self.cambios = Comparacion(f"{nombre}.cambios")
        self._verbos = QVBoxLayout()
        self._verbos.setContentsMargins(0, 0, 0, 0)
        self._arrange()
        self.show_nothing()

    def add_action(self, action: QAction) -> None:
        """A button for what can be done with the event, below what it was done to."""
        row = QHBoxLayout()
        row.addWidget(ActionButton(action))
        row.addStretch(1)
        self._verbos.addLayout(row)
        self._verbos.addSpacing(12)

    def show_nothing(self, frase: str = "") -> None:
        """No event is chosen."""
        self.evento = None
        self._decir_que_no_hay(frase or tr("Elegir un evento para ver qué cambió."))

    def show_cells(self, cells: Cells | None, *, chosen: bool) -> None:
        """Show the event of a table's row; while it is being read, what was shown stays. `chosen`: there is a row."""
        if not chosen:
            self.show_nothing()
        elif cells is not None and cells.real:
            evento = evento_de(cells)
            if evento is None:
                self.show_nothing(tr("Este evento no se puede leer: alguien lo cambió por fuera de Rexus."))
            else:
                self.show_evento(evento)

    def show_evento(self, evento: EventoVisto) -> None:
        """Show an event."""
        if evento == self.evento:
            return
        self.evento = evento
        self._titulo.decir(textos.accion(evento.accion))
        registro = tr("registro {registro}").format(registro=evento.registro) if evento.registro else ""
        partes = (textos.modulo(evento.modulo), textos.tabla(evento.tabla), registro)
        self._donde.decir(" · ".join(parte for parte in partes if parte), "secondary")
        for clave, texto in {
            "quien": evento.usuario or textos.NADA,
            "cuando": formatear_fecha(evento.fecha, self._zona),
            "equipo": evento.equipo or textos.NADA,
            "recibido": formatear_fecha(evento.recibido, self._zona),
            "numero": str(evento.id),
        }.items():
            self._datos[clave].decir(texto)
        self.cambios.mostrar(textos.lineas(evento, self._zona))
        self._mostrar_entero()

    def _arrange(self) -> None:
        column = self.column
        column.addWidget(self._titulo)
        column.addWidget(self._donde)
        column.addSpacing(8)
        column.addLayout(self._verbos)
        self._datos = self.add_datos(_titulos())
        column.addSpacing(12)
        column.addWidget(self.cambios)
        column.addStretch(1)


class Comparacion(QWidget):
    """The fields one below the other: what each was on the left, what it is on the right, and what became of it."""

    def __init__(self, nombre: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Antes y después"))
        self.lineas: tuple[Linea, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def mostrar(self, lineas: tuple[Linea, ...]) -> None:
        """Show these instead."""
        self.lineas = lineas
        vaciar(self._column)
        if not lineas:
            self._column.addWidget(Texto("secundario", texto=tr("Este evento no guarda ningún dato más.")))
            return
        self._column.addWidget(_pareja(_rotulo(tr("Antes")), _rotulo(tr("Después"))))
        self._column.addSpacing(8)
        for linea in lineas:
            self._column.addWidget(raya())
            self._column.addWidget(_bloque(linea))


def _bloque(linea: Linea) -> QWidget:
    bloque = QWidget()
    bloque.setAccessibleName(
        tr("{campo}: {que}. Antes {antes}, después {despues}.").format(
            campo=linea.campo, que=linea.palabra, antes=linea.antes, despues=linea.despues
        )
    )
    head = QHBoxLayout()
    head.setSpacing(8)
    campo = Texto("secundario", texto=linea.campo)
    que = Texto()
    que.setAlignment(Qt.AlignmentFlag.AlignRight)
    head.addWidget(campo, 1)
    head.addWidget(que, 1)
    column = QVBoxLayout(bloque)
    column.setContentsMargins(0, 8, 0, 8)
    column.setSpacing(4)
    column.addLayout(head)
    antes, despues = Texto(), Texto()
    column.addWidget(_pareja(antes, despues))
    # After they have a parent: a text without one stays hidden.
    que.decir(f"{linea.signo} {linea.palabra}", linea.tinta)
    antes.decir(_partible(linea.antes), "secondary" if linea.igual else "text")
    despues.decir(_partible(linea.despues), "secondary" if linea.igual else "text")
    return bloque


def _pareja(izquierda: QWidget, derecha: QWidget) -> QWidget:
    pareja = QWidget()
    row = QHBoxLayout(pareja)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(izquierda, 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(derecha, 1, Qt.AlignmentFlag.AlignTop)
    return pareja


def _rotulo(texto: str) -> QLabel:
    rotulo = QLabel(texto)
    set_class(rotulo, "seccion")
    return rotulo


def _partible(texto: str) -> str:
    return _SIN_ESPACIOS.sub(lambda hallado: hallado.group() + _DONDE_PARTIR, texto)


def _titulos() -> dict[str, str]:
    return {
        "quien": tr("Quién"),
        "cuando": tr("Cuándo"),
        "equipo": tr("Equipo"),
        "recibido": tr("Asentado"),
        "numero": tr("N.º de evento"),
    }
