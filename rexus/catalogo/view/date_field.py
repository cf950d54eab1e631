"""A field for a day: typed in any of the ways that people write one, or picked from a calendar."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QCalendarWidget, QLineEdit

from rexus.base.fechas import Cerca, hoy_aqui, leer_dia
from rexus.base.idioma import ESPANOL, en_uso
from rexus.base.text import formatear_fecha, tr
from rexus.catalogo.view.fields import TextField
from rexus.ui.icons import icon

_CALENDAR: Final = QSize(288, 232)


class DateField(TextField):
    """«15/12», «hoy», «+7» become the whole date when the field is left. `cerca`: of which year a day without one is.

    The calendar is `name.calendario`: by its button, or Alt+Down.
    """

    def __init__(self, name: str, title: str, *, cerca: Cerca = "cercano") -> None:
        super().__init__(name, title, hint=tr("día/mes/año"))
        self._cerca = cerca
        self.line.setToolTip(tr("día/mes/año, día/mes, hoy, mañana o +7"))
        self.line.editingFinished.connect(self._complete)
        self.pick = QAction(icon("calendario", "secondary"), tr("Elegir en el calendario (Alt+Flecha abajo)"), self)
        self.pick.setObjectName(f"{name}.elegir")
        self.pick.triggered.connect(self._open)
        self.line.addAction(self.pick, QLineEdit.ActionPosition.TrailingPosition)
        key = QShortcut(QKeySequence("Alt+Down"), self.line, context=Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._open)
        self._calendar: QCalendarWidget | None = None

    def text(self) -> str:
        """The whole date; what is none as it was typed."""
        read = self._read()
        return self.line.text() if read is None else formatear_fecha(read)

    def _read(self) -> date | None:
        try:
            return leer_dia(self.line.text(), hoy_aqui(), self._cerca)
        except ValueError:
            return None

    def _complete(self) -> None:
        self.line.setText(self.text())

    def _open(self) -> None:
        if self._calendar is None:
            self._calendar = self._make_calendar()
        shown = self._read() or hoy_aqui()
        self._calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self._calendar.adjustSize()
        corner = self.line.mapToGlobal(QPoint(0, self.line.height() + 2))
        room = self.line.screen().availableGeometry()
        size = self._calendar.size()
        below = corner.y() + size.height() <= room.bottom()
        top = corner.y() if below else corner.y() - size.height() - self.line.height() - 4
        self._calendar.move(max(room.left(), min(corner.x(), room.right() - size.width())), max(room.top(), top))
        self._calendar.show()
        self._calendar.setFocus()

    def _make_calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setObjectName(f"{self.control.objectName()}.calendario")
        calendar.setAccessibleName(tr("Calendario"))
        # The names of days and months are Qt's; British weeks begin on Monday, as ours do.
        calendar.setLocale(QLocale("es_AR" if en_uso() == ESPANOL else "en_GB"))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        # Six weeks show whole.
        calendar.setMinimumSize(_CALENDAR)
        calendar.clicked.connect(self._on_picked)
        calendar.activated.connect(self._on_picked)
        return calendar

    def _on_picked(self, day: QDate) -> None:
        assert self._calendar is not None
        self._calendar.hide()
        self.line.setText(formatear_fecha(date(day.year(), day.month(), day.day())))
        self._on_edit()
        self.line.setFocus()
