"""From what is missing to what came in, by hand: ordered, sent, received in two parts, too much, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton

from rexus.modulos.compras.controller import pedidos as controller
from rexus.stock import pedidos
from rexus.stock.pedidos import LineaPedida
from rexus.ui.lineas import LineList
from tests.gui.compras.conftest import FALTANTES, PEDIDOS, Purchases

_TAKEN, _REJECTED, _REASON, _PLACE = 3, 4, 5, 6
_COUNT = 5


def test_what_is_missing_is_ordered_sent_and_received(desk: Purchases) -> None:
    missing = desk.tab(FALTANTES)
    columns = ("articulo", "descripcion", "necesarias", "faltan", "ped_min", "emba", "pedir", "total")
    desk.shows(
        missing,
        columns,
        ("1 artículo", "INDUSTRIAS REHAU", "", "", "", "", "", "63,00"),
        ("245536", "Refuerzo", "5", "5", "6", "", "6", "63,00"),
        ("1 artículo", "Veka", "", "", "", "", "", "80,00"),
        ("564002", "Marco 64", "5", "2", "", "4", "4", "80,00"),
        ("1 artículo", "(sin proveedor)", "", "", "", "", "", ""),
        ("HER1", "Bisagra", "2", "2", "", "", "2", ""),
    )
    # A supplier's name has the room of the empty cells beside it.
    name, article = missing.model().index(0, 1), missing.model().index(1, 1)
    assert missing.visualRect(name).right() == missing.visualRect(missing.model().index(0, 13)).right()
    assert missing.visualRect(name).width() > missing.visualRect(article).width() == missing.columnWidth(1)
    # What is missing is the sum of what stands before it, and the text has the room that the figures leave.
    summands = ("pendiente", "stock_minimo", "reservado", "disponible", "en_pedido", "faltan")
    assert ("5", "0", "0", "3", "0", "2") in desk.rows(missing, *summands)
    header = missing.horizontalHeader()
    assert header.length() == missing.viewport().width()
    assert missing.columnWidth(1) > 128
    desk.window.resize(900, 760)
    desk.wait(lambda: missing.columnWidth(1) == 128 and header.length() > missing.viewport().width())
    desk.window.resize(1280, 760)
    desk.wait(lambda: header.length() == missing.viewport().width())
    assert desk.text("compras.faltantes.pie") == "3 artículos · 2 proveedores · 1 sin proveedor · total 143,00"
    desk.click_row(missing, "245536")
    waiting = desk.find("compras.faltantes.ficha.esperan")
    desk.wait(lambda: waiting.rows_model.rows and waiting.isVisible())  # type: ignore[attr-defined]
    assert [row[0] for row in waiting.rows_model.rows] == ["OB-2", "OB-1"]  # type: ignore[attr-defined]
    assert desk.text("compras.faltantes.ficha.cuenta") == "5 que esperan las obras = faltan 5"

    # Quantities are changed before; what the supplier may object to is said.
    desk.trigger("compras.faltantes.pedir")
    desk.dialog("compras.faltantes.pedido.dialogo")
    lines = desk.find("compras.faltantes.pedido.lineas", LineList)
    rows = [lines.text_at(n, 0) for n in range(lines.rowCount())]
    assert rows == ["INDUSTRIAS REHAU", "245536", "Veka", "564002", "Sin proveedor: no se pide", "HER1"]
    desk.fill(lines, 1, _COUNT, "5")
    assert lines.text_at(1, 8) == "menos que el pedido mínimo, 6"
    desk.fill(lines, 3, _COUNT, "mucho")
    desk.click("compras.faltantes.pedido.dialogo.aceptar")
    desk.wait(lambda: "564002: la cantidad" in desk.text("compras.faltantes.pedido.dialogo.error.texto"))
    desk.fill(lines, 3, _COUNT, "0")
    desk.fill(lines, 1, _COUNT, "6")
    assert desk.text("compras.faltantes.pedido.resumen") == "1 pedido; total 63,00"
    desk.click("compras.faltantes.pedido.dialogo.aceptar")
    desk.gone("compras.faltantes.pedido.dialogo")
    desk.notice("1 pedido en borrador: PC-000001 (INDUSTRIAS REHAU).")
    # A draft is not on order yet, and nobody is asked to order the same again.
    drafted = ("245536", "5", "6", "0")
    desk.wait(lambda: drafted in desk.rows(missing, "articulo", "faltan", "en_borrador", "pedir"))
    desk.click_row(missing, "245536")
    desk.wait(lambda: desk.text("compras.faltantes.ficha.pedir") == "Ya se pide en borradores: 6")
    desk.trigger("compras.faltantes.pedir")
    desk.dialog("compras.faltantes.pedido.dialogo")
    lines = desk.find("compras.faltantes.pedido.lineas", LineList)
    assert (lines.text_at(1, _COUNT), lines.text_at(1, 8)) == ("0", "en borrador 6: no se pide")
    desk.click("compras.faltantes.pedido.dialogo.cancelar")
    desk.gone("compras.faltantes.pedido.dialogo")

    assert desk.ctx.notices.current is not None
    desk.ctx.notices.current.acciones[0][1]()
    orders = desk.find("compras.pedidos.tabla")
    desk.wait(orders.isVisible)
    orders = desk.tab(PEDIDOS)
    desk.shows(orders, ("numero", "estado", "total"), ("PC-000001", "borrador", "63,00"))
    desk.wait(lambda: desk.text("compras.pedidos.ficha.obras") == "OB-2, OB-1")
    desk.trigger("compras.pedidos.enviar")
    desk.notice("PC-000001 enviado a INDUSTRIAS REHAU: cuenta como pedido.")
    # It was not, after all; and then it was.
    desk.click("principal.aviso.accion2")
    desk.notice("PC-000001 es de nuevo un borrador.")
    desk.shows(orders, ("numero", "estado"), ("PC-000001", "borrador"))
    desk.trigger("compras.pedidos.enviar")
    desk.notice("PC-000001 enviado a INDUSTRIAS REHAU: cuenta como pedido.")
    desk.shows(orders, ("numero", "estado"), ("PC-000001", "enviado"))
    desk.shows(
        desk.tab(FALTANTES), ("descripcion", "faltan"), ("Veka", ""), ("Marco 64", "2"), ("(sin proveedor)", ""),
        ("Bisagra", "2"),
    )  # fmt: skip

    # The first part, with a piece that goes back.
    desk.tab(PEDIDOS)
    desk.trigger("compras.pedidos.recibir")
    desk.dialog("compras.pedidos.recibir.dialogo")
    lines = desk.find("compras.pedidos.recibir.lineas", LineList)
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.wait(lambda: "Falta escribir qué llegó" in desk.text("compras.pedidos.recibir.dialogo.error.texto"))
    desk.fill(lines, 0, _TAKEN, "2")
    desk.fill(lines, 0, _REJECTED, "1")
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.wait(lambda: "Falta el motivo" in desk.text("compras.pedidos.recibir.dialogo.error.texto"))
    desk.fill(lines, 0, _REASON, "golpeada")
    desk.fill(lines, 0, _PLACE, "no hay")
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.wait(lambda: "no hay un lugar «no hay»" in desk.text("compras.pedidos.recibir.dialogo.error.texto"))
    desk.fill(lines, 0, _PLACE, "General")
    desk.type("compras.pedidos.recibir.remito", "R-77")
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.gone("compras.pedidos.recibir.dialogo")
    desk.notice(
        "Entraron 2 × 245536; reservado: 1 para OB-2, 1 para OB-1; rechazado: 1 × 245536; "
        "PC-000001 queda recibido en parte."
    )
    desk.wait(lambda: "R-77" in desk.text("compras.pedidos.ficha.llegadas"))
    assert "rechazado 1 × 245536: golpeada" in desk.text("compras.pedidos.ficha.llegadas")

    # The rest, and three more than were ordered: asked, refused once, then taken.
    desk.trigger("compras.pedidos.recibir")
    desk.dialog("compras.pedidos.recibir.dialogo")
    lines = desk.find("compras.pedidos.recibir.lineas", LineList)
    desk.qtbot.mouseClick(desk.find("compras.pedidos.recibir.todo", QPushButton), Qt.MouseButton.LeftButton)
    assert lines.text_at(0, _TAKEN) == "4"
    desk.fill(lines, 0, _TAKEN, "7")
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.dialog("compras.pedidos.exceso")
    assert desk.find("compras.pedidos.exceso.cancelar", QPushButton).isDefault()
    desk.click("compras.pedidos.exceso.cancelar")
    desk.wait(lambda: "faltaban 4 y llegaron 7" in desk.text("compras.pedidos.recibir.dialogo.error.texto"))
    assert desk.perfiles.articulo(desk.perfiles.id_por_codigo("245536")).stock_actual == 2
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.dialog("compras.pedidos.exceso")
    desk.click("compras.pedidos.exceso.aceptar")
    desk.gone("compras.pedidos.recibir.dialogo")
    desk.notice("Entraron 7 × 245536; reservado: 3 para OB-1; de más: 3 × 245536; PC-000001 queda recibido.")
    # It is no open order any more.
    desk.shows(orders, ("numero",))
    desk.click("compras.pedidos.terminados")
    desk.shows(orders, ("numero", "estado"), ("PC-000001", "recibido"))
    # Taken back from the notice.
    assert desk.ctx.notices.current is not None
    desk.ctx.notices.current.acciones[0][1]()
    desk.notice("Se deshizo la recepción de PC-000001: el pedido espera de nuevo.")
    desk.shows(orders, ("numero", "estado"), ("PC-000001", "recibido en parte"))
    desk.click_row(orders, "PC-000001")
    desk.wait(lambda: "(deshecha)" in desk.text("compras.pedidos.ficha.llegadas"))
    # And the first one by its verb.
    desk.wait(lambda: desk.find("compras.pedidos.deshacer_recepcion", object).isEnabled())  # type: ignore[attr-defined]
    desk.trigger("compras.pedidos.deshacer_recepcion")
    desk.dialog("compras.pedidos.deshacer")
    desk.click("compras.pedidos.deshacer.aceptar")
    desk.shows(orders, ("numero", "estado"), ("PC-000001", "enviado"))
    assert desk.perfiles.articulo(desk.perfiles.id_por_codigo("245536")).stock_actual == 0
    assert desk.perfiles.verificar().ok


def test_only_some_obras_and_suppliers(desk: Purchases, workshop: dict[str, tuple[str, int]]) -> None:
    missing = desk.tab(FALTANTES)
    desk.perfiles.editar_varios([workshop["564002"][1]], {"stock_minimo": "9"})
    desk.trigger("compras.faltantes.actualizar")
    desk.wait(lambda: ("564002", "11") in desk.rows(missing, "articulo", "faltan"))
    # Without the reorder levels.
    desk.click("compras.faltantes.minimos")
    desk.wait(lambda: ("564002", "2") in desk.rows(missing, "articulo", "faltan"))
    desk.click("compras.faltantes.minimos")
    # One obra: what it lacks, not what the shelves do, unless that is asked for.
    desk.click("compras.faltantes.obras")
    popup = desk.find("compras.faltantes.filtro.valores")
    desk.wait(lambda: popup.isVisible() and popup.model().rowCount() == 2)  # type: ignore[attr-defined]
    desk.type("compras.faltantes.filtro.buscar", "nunez")
    desk.key(Qt.Key.Key_Return)
    popup.window().close()
    desk.shows(
        missing, ("articulo", "faltan"), ("1 artículo", ""), ("245536", "4"), ("1 artículo", ""), ("564002", "2")
    )
    assert desk.find("compras.faltantes.obras", QPushButton).text().startswith("Obra: OB-1 · Casa Núñez")
    desk.click("compras.faltantes.proveedores")
    desk.wait(lambda: popup.isVisible() and popup.model().rowCount() == 2)  # type: ignore[attr-defined]
    desk.type("compras.faltantes.filtro.buscar", "veka")
    desk.key(Qt.Key.Key_Return)
    popup.window().close()
    desk.shows(missing, ("descripcion", "faltan"), ("Veka", ""), ("Marco 64", "2"))
    # Sorted otherwise, there are no groups.
    missing.sort_requested.emit("total", True)
    desk.type("compras.faltantes.buscar", "no hay tal cosa")
    desk.shows(missing, ("articulo",))
    missing.findChild(QPushButton).click()
    desk.wait(lambda: ("HER1",) in desk.rows(missing, "articulo"))


def test_an_order_written_by_hand_changed_saved_and_annulled(
    desk: Purchases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = desk.tab(PEDIDOS)
    desk.shows(orders, ("numero",))
    desk.trigger("compras.pedidos.nuevo")
    desk.dialog("compras.pedidos.dialogo")
    desk.click("compras.pedidos.dialogo.aceptar")
    desk.wait(lambda: desk.text("compras.pedidos.dialogo.proveedor.error") == "Falta elegirlo")
    supplier = desk.find("compras.pedidos.dialogo.proveedor")
    supplier.setEditText("Técnica Perú")  # type: ignore[attr-defined]
    field = desk.type("compras.pedidos.dialogo.articulo", "NADA")
    desk.key(Qt.Key.Key_Return, on=field)
    desk.wait(lambda: "no es el código" in desk.text("compras.pedidos.dialogo.articulo.error"))
    lines = desk.find("compras.pedidos.dialogo.lineas", LineList)
    for code in ("245536", "HER1"):
        field = desk.type("compras.pedidos.dialogo.articulo", code)
        desk.key(Qt.Key.Key_Return, on=field)
        desk.wait(lambda code=code: code in [lines.text_at(n, 0) for n in range(lines.rowCount())])
    assert [lines.text_at(n, 2) for n in range(2)] == ["6", "1"]
    desk.fill(lines, 1, 3, "1.234,50")
    desk.type("compras.pedidos.dialogo.obras", "ob-1, OB-9")
    desk.click("compras.pedidos.dialogo.aceptar")
    desk.wait(lambda: "«OB-9»" in desk.text("compras.pedidos.dialogo.obras.error"))
    desk.type("compras.pedidos.dialogo.obras", "ob-1")
    desk.click("compras.pedidos.dialogo.aceptar")
    desk.gone("compras.pedidos.dialogo")
    desk.notice("Borrador PC-000001 creado.")
    desk.shows(orders, ("numero", "proveedor", "total"), ("PC-000001", "Técnica Perú", "1.297,50"))

    desk.wait(lambda: desk.text("compras.pedidos.ficha.numero") == "PC-000001")
    desk.trigger("compras.pedidos.editar")
    desk.dialog("compras.pedidos.dialogo")
    lines = desk.find("compras.pedidos.dialogo.lineas", LineList)
    lines.setCurrentCell(1, 2)
    desk.key(Qt.Key.Key_Delete, on=lines)
    desk.type("compras.pedidos.dialogo.fecha_prometida", "31/01/2020")
    desk.click("compras.pedidos.dialogo.aceptar")
    desk.gone("compras.pedidos.dialogo")
    desk.shows(orders, ("numero", "total"), ("PC-000001", "63,00"))
    desk.trigger("compras.pedidos.enviar")
    # What should have been here years ago is said to be late, in words.
    desk.wait(lambda: "enviado · atrasado" in desk.rows(orders, "estado")[0][0])
    desk.click("compras.pedidos.atrasados")
    desk.click_row(orders, "PC-000001")

    for ending in ("pdf", "xlsx"):
        file = tmp_path / f"pedido.{ending}"

        async def choose(*_args: object, file: Path = file) -> Path:
            return file

        monkeypatch.setattr(controller.archivos, "choose_paper", choose)
        desk.trigger(f"compras.pedidos.{ending}")
        desk.notice(f"PC-000001 guardado en «pedido.{ending}».")
    assert "Técnica Perú" in PdfReader(tmp_path / "pedido.pdf").pages[0].extract_text()

    desk.trigger("compras.pedidos.anular")
    desk.dialog("compras.pedidos.anulacion.dialogo")
    desk.type("compras.pedidos.anulacion.motivo", "sin stock")
    desk.click("compras.pedidos.anulacion.dialogo.aceptar")
    desk.gone("compras.pedidos.anulacion.dialogo")
    desk.notice("PC-000001 anulado.")
    assert [p.estado for p in desk.read(pedidos.listar)] == ["anulada"]

    # A draft for more than is missing is asked about before it counts, and waits when the answer is no.
    perfil = desk.perfiles.id_por_codigo("245536")
    for cuantas in (6, 8):
        desk.do(pedidos.crear, "Técnica Perú", [LineaPedida("perfil", perfil, cuantas)], enviar=False)
    # Whoever orders what is missing is told that drafts ask for it already.
    desk.tab(FALTANTES)
    desk.trigger("compras.faltantes.pedir")
    desk.dialog("compras.faltantes.pedido.dialogo")
    lines = desk.find("compras.faltantes.pedido.lineas", LineList)
    at = [lines.text_at(n, 0) for n in range(lines.rowCount())].index("245536")
    assert (lines.text_at(at, _COUNT), lines.text_at(at, 8)) == ("0", "en borrador 14: no se pide")
    desk.fill(lines, at, _COUNT, "6")
    desk.click("compras.faltantes.pedido.dialogo.aceptar")
    desk.gone("compras.faltantes.pedido.dialogo")
    desk.wait(lambda: "mismos artículos: PC-000002, PC-000003." in getattr(desk.ctx.notices.current, "texto", ""))
    desk.click("principal.aviso.accion2")
    desk.notice("Anulado: PC-000004, PC-000005.")
    orders = desk.tab(PEDIDOS)
    desk.click("compras.pedidos.atrasados")
    desk.wait(lambda: ("PC-000003",) in desk.rows(orders, "numero"))
    desk.click("compras.pedidos.terminados")
    desk.wait(lambda: ("PC-000001",) in desk.rows(orders, "numero"))
    desk.click_row(orders, "PC-000001")
    desk.wait(lambda: desk.text("compras.pedidos.ficha.motivo") == "sin stock")
    desk.click_row(orders, "PC-000003")
    desk.wait(lambda: desk.text("compras.pedidos.ficha.numero") == "PC-000003")
    for boton, estado in (("cancelar", "borrador"), ("aceptar", "enviado")):
        desk.trigger("compras.pedidos.enviar")
        dialogo = desk.dialog("compras.pedidos.enviar_igual")
        dicho = " ".join(label.text() for label in dialogo.findChildren(QLabel))
        assert "245536: se piden 8 y hacen falta 6" in dicho and "PC-000002" in dicho
        desk.click(f"compras.pedidos.enviar_igual.{boton}")
        desk.gone("compras.pedidos.enviar_igual")
        desk.wait(lambda estado=estado: (("PC-000003", estado)) in desk.rows(orders, "numero", "estado"))


def test_what_nobody_sells_is_not_called_nothing(desk: Purchases, workshop: dict[str, tuple[str, int]]) -> None:
    order = desk.find("compras.faltantes.pedir", QAction)
    desk.type("compras.faltantes.buscar", "HER1")
    desk.shows(desk.tab(0), ("articulo",), ("1 artículo",), ("HER1",))
    desk.wait(lambda: desk.text("compras.faltantes.pie") == "1 artículo · 0 proveedores · 1 sin proveedor · total —")
    assert not order.isEnabled() and order.toolTip().startswith("Ninguno tiene proveedor")
    desk.type("compras.faltantes.buscar", "no hay")
    desk.wait(lambda: order.toolTip() == "No falta nada que pedir")
