"""The list that is filled in shares its room out: what a line is about can be read in a narrow dialog too."""

from __future__ import annotations

from typing import Any

from rexus.ui.lineas import LineColumn, LineList


def test_what_a_line_is_about_is_never_squeezed_out(qtbot: Any) -> None:
    columns = (
        LineColumn("Código", 100),
        LineColumn("Descripción"),
        LineColumn("Total", 120, figures=True),
        LineColumn("Nota", 200, 90),
    )
    lines = LineList(columns, "lista", "Lista")
    qtbot.addWidget(lines)
    lines.show()

    def widths(room: int) -> list[int]:
        lines.resize(room + lines.width() - lines.viewport().width(), 200)
        qtbot.waitUntil(lambda: lines.viewport().width() == room)
        return [lines.columnWidth(n) for n in range(4)]

    # What is left over is for the text.
    assert widths(700) == [100, 280, 120, 200]
    assert widths(556) == [100, 136, 120, 200]
    # The note gives way, down to where it says nothing any more; figures never do.
    assert widths(500) == [100, 136, 120, 144]
    assert widths(446) == [100, 136, 120, 90]
    # Then the list scrolls.
    assert widths(400) == [100, 136, 120, 90]
    assert lines.horizontalScrollBar().maximum() > 0


def test_codes_are_never_cut_off(qtbot: Any) -> None:
    columns = (LineColumn("Código", 60, whole=True), LineColumn("Descripción"), LineColumn("Pedir", 64, figures=True))
    lines = LineList(columns, "prueba.lineas", "Lo que se pide")
    qtbot.addWidget(lines)
    lines.resize(400, 200)
    lines.show()
    lines.add_line(["A1", "Corto", "1"])
    qtbot.waitUntil(lambda: lines.columnWidth(0) == 60)
    lines.add_line(["564002.915-FOLIADO-5800", "Largo", "1"])
    assert lines.columnWidth(0) > lines.fontMetrics().horizontalAdvance("564002.915-FOLIADO-5800")
    wide = lines.columnWidth(0)
    lines.resize(600, 200)
    qtbot.waitUntil(lambda: lines.columnWidth(1) == lines.viewport().width() - wide - 64)
    # What heads the others goes over several columns.
    lines.add_line(["Un proveedor con un nombre que no entra en la primera columna", "", ""], title=True)
    assert lines.columnWidth(0) == wide
