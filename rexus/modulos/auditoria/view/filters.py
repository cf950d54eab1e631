"""Who, where in the program, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from rexus.base.idioma import ESPANOL, en_uso
from rexus.base.text import tr
from rexus.modulos.auditoria.domain import Pedido, Periodo, dias, nombre_de_periodo
from rexus.ui.eventos import textos
from rexus.ui.theme import CONTROL_HEIGHT


class Filters(QObject):
    """The page's filters; `changed`: another choice. The two days show only where they are asked for."""

    changed = Signal()

    def __init__(self, page: QWidget, add: Callable[[QWidget], object], hoy: Callable[[], date]) -> None:
        super().__init__(page)
        self._hoy = hoy
        self.usuario = _combo("auditoria.filtro_usuario", tr("Filtrar por usuario"), tr("Todos los usuarios"))
        self.modulo = _combo("auditoria.filtro_modulo", tr("Filtrar por módulo"), tr("Todos los módulos"))
        self.periodo = QComboBox()
        self.periodo.setObjectName("auditoria.filtro_fecha")
        self.periodo.setAccessibleName(tr("Filtrar por fecha"))
        self.periodo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for periodo in Periodo:
            self.periodo.addItem(nombre_de_periodo(periodo), periodo.value)
        self.desde = _dia("auditoria.desde", tr("Desde el día"), hoy())
        self.hasta = _dia("auditoria.hasta", tr("Hasta el día, incluido"), hoy())
        self.all: tuple[QWidget, ...] = (self.usuario, self.modulo, self.periodo, self.desde, self.hasta)
        for widget in self.all:
            add(widget)
        for combo in (self.usuario, self.modulo):
            combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.periodo.currentIndexChanged.connect(self._on_periodo)
        for day in (self.desde, self.hasta):
            day.dateChanged.connect(lambda _date: self.changed.emit())

    def pedido(self, texto: str) -> Pedido:
        """What is asked for, with the search's text."""
        periodo = Periodo(self.periodo.currentData())
        desde, hasta = dias(periodo, self._hoy(), _date(self.desde), _date(self.hasta))
        return Pedido(texto.strip(), self.usuario.currentData(), self.modulo.currentData(), desde, hasta)

    def offer(self, usuarios: Sequence[str], modulos: Sequence[str]) -> None:
        """Who and what occurs in the trail; a choice stays."""
        _fill(self.usuario, [(usuario, usuario) for usuario in usuarios if usuario])
        _fill(self.modulo, sorted((textos.modulo(modulo), modulo) for modulo in modulos))

    def clear(self) -> None:
        """Everything again; tells it once."""
        before = [combo.currentIndex() for combo in (self.usuario, self.modulo, self.periodo)]
        with QSignalBlocker(self):
            for combo in (self.usuario, self.modulo, self.periodo):
                combo.setCurrentIndex(0)
        if any(before):
            self.changed.emit()

    def _on_periodo(self) -> None:
        asked = self.periodo.currentData() == Periodo.ENTRE
        for day in (self.desde, self.hasta):
            day.setVisible(asked)
        self.changed.emit()


def _combo(nombre: str, leido: str, todos: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(nombre)
    combo.setAccessibleName(leido)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.addItem(todos, "")
    return combo


def _dia(nombre: str, leido: str, hoy: date) -> QDateEdit:
    edit = QDateEdit(QDate(hoy.year, hoy.month, hoy.day))
    edit.setObjectName(nombre)
    edit.setAccessibleName(leido)
    edit.setToolTip(leido)
    # The names of days and months in the calendar, which are Qt's; British weeks begin on Monday, as ours do.
    edit.setLocale(QLocale("es_AR" if en_uso() == ESPANOL else "en_GB"))
    edit.setDisplayFormat("dd/MM/yyyy")
    edit.setCalendarPopup(True)
    edit.setFixedHeight(CONTROL_HEIGHT)
    # While a year is typed, every digit would be a question of its own.
    edit.setKeyboardTracking(False)
    edit.hide()
    return edit


def _date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())


def _fill(combo: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    chosen = combo.currentData()
    with QSignalBlocker(combo):
        while combo.count() > 1:
            combo.removeItem(1)
        for texto, valor in choices:
            combo.addItem(texto, valor)
        at = combo.findData(chosen)
        if at < 0:
            # It occurs no more, as after an archive: it stays chosen, and finds nothing.
            combo.addItem(str(chosen), chosen)
            at = combo.count() - 1
        combo.setCurrentIndex(at)
