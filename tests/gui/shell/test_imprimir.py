"""Printing: every table and every card of the window, with real clicks, and what the PDF then says."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QTabBar, QTableView, QToolButton, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.catalogo.controller import detail
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.shell.registry import MODULES
from rexus.stock import nueva_clave, pedidos, precios, proveedores
from rexus.stock.corte_cuentas import Pieza
from rexus.stock.kits import ParteDada
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido as Movimiento
from rexus.stock.pedidos import LineaPedida
from rexus.ui.impresion import controlador
from rexus.ui.list_page import ListPage
from tests.gui.conftest import Driver

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
CUANTOS = 90


@pytest.fixture
def taller_con_todo(account: str, home: Path) -> None:
    """Something in every list, and enough profiles for several pages."""
    registry = Registry(paths_under(home))
    inventario, herrajes = InventarioModel(registry, lambda: SISTEMA), HerrajesModel(registry, lambda: SISTEMA)
    obras = ObrasModel(registry, lambda: SISTEMA)
    for n in range(1, CUANTOS + 1):
        inventario.crear(
            {"codigo": f"P-{n:03}", "descripcion": f"Perfil número {n}", "stock_minimo": "3", "acabado": "Mon/Mon"},
            1 if n == 7 else 5,
        )
    herrajes.crear({"codigo": "BIS-1", "nombre": "Bisagra", "categoria": "bisagras"}, 4)
    herrajes.crear_kit({"codigo": "KIT-1", "nombre": "Ventana"}, [ParteDada(2, articulo_id=1)], nueva_clave())
    obra = obras.crear({"codigo": "OB-0007", "nombre": "Casa Núñez"}).value.id
    obras.poner(obra, {("perfil", 1): 4})
    obras.entregar(obra, [Linea("perfil", 1, "2")], clave=nueva_clave())
    archivo = home / "plano.pdf"
    archivo.write_bytes(b"%PDF-1.4 %%EOF")
    obras.adjuntar(obra, archivo)
    datos = {"nombre": "Técnica Perú", "contacto": "Ángela", "telefono": "4444-5555"}
    registry.escribir(INVENTARIO, SISTEMA, proveedores.crear, datos)
    registry.escribir(INVENTARIO, SISTEMA, pedidos.crear, "Técnica Perú", [LineaPedida("perfil", 2, 6)])
    registry.close()


def papel(app: Driver, archivo: Path, accion: Callable[[], object]) -> list[str]:
    """Ask for a paper, keep it as a PDF with real clicks; the text of its pages."""
    accion()
    app.wait(lambda: app.has("impresion"))
    app.qtbot.mouseClick(app.find("impresion.pdf", QPushButton), Qt.MouseButton.LeftButton)
    app.wait(lambda: [d for d in app.application.window.findChildren(QFileDialog, "archivo.papel") if d.isVisible()])
    elegir = app.find("archivo.papel", QFileDialog)
    campo = elegir.findChild(QLineEdit, "fileNameEdit")
    assert campo is not None
    # Typed, the list of suggestions would take the Enter; and it lists the folder first, in a thread of its own.
    campo.setText(str(archivo))
    app.wait(lambda: any(b.isDefault() and b.isEnabled() for b in elegir.findChildren(QPushButton)))
    app.press(Qt.Key.Key_Return, on=campo)
    app.wait(lambda: archivo.exists() and not app.has("impresion"))
    return [" ".join(pagina.extract_text().split()) for pagina in PdfReader(archivo).pages]


def partes(app: Driver) -> list[ListPage]:
    """The lists that the window has built."""
    built = app.application.session.page.built.values()  # type: ignore[union-attr]
    return [p for page in built for p in ([page] if isinstance(page, ListPage) else page.findChildren(ListPage))]


def test_a_list_as_it_is_shown_on_paper(
    taller_con_todo: None, start: Callable[[], Driver], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()
    app.enter(pagina="inventario")
    page: Any = app.find("inventario")
    app.wait(lambda: page.table.model().settled and page.table.model().rowCount() == CUANTOS)
    page.table.set_column_visible("proveedor", False)
    # As many as make one think twice, without as many rows.
    monkeypatch.setattr(controlador, "MUCHAS", CUANTOS - 1)
    app.press(Qt.Key.Key_P, CTRL, on=page.table)
    app.wait(lambda: app.has("impresion.muchas"))
    app.click("impresion.muchas.aceptar")
    app.wait(lambda: app.has("impresion"))
    # Turned over before it is kept.
    assert app.find("impresion.pagina", QLabel).text() == "Página 1 de 3"
    app.qtbot.mouseClick(app.find("impresion.siguiente", QPushButton), Qt.MouseButton.LeftButton)
    assert app.find("impresion.pagina", QLabel).text() == "Página 2 de 3"
    app.wait(lambda: "impresora" in app.find("impresion.aceptar").accessibleDescription())
    assert not app.find("impresion.aceptar").isEnabled()
    paginas = papel(app, tmp_path / "todo.pdf", lambda: None)
    assert len(paginas) == 3
    for n, texto in enumerate(paginas, 1):
        assert "Código" in texto and "Descripción" in texto and "Proveedor" not in texto
        assert f"Página {n} de 3" in texto and "ana" in texto
    todo = "\n".join(paginas)
    codigos = [linea for linea in todo.split() if linea.startswith("P-")]
    assert codigos == [f"P-{n:03}" for n in range(1, CUANTOS + 1)]
    assert "▼" in todo and f"{CUANTOS} filas" in paginas[0]
    # What is searched and filtered, and nothing else.
    app.find("inventario.filtros.bajo_minimo", QPushButton).click()
    app.wait(lambda: page.table.model().settled and page.table.model().rowCount() == 1)
    app.find("inventario.buscar", QLineEdit).setText("perfil")
    app.wait(lambda: page.table.model().settled and page.table.model().query.texto == "perfil")
    (texto,) = papel(app, tmp_path / "filtro.pdf", page.print_action.trigger)
    assert "P-007" in texto and "P-008" not in texto
    assert "Búsqueda: «perfil» · Bajo mínimo" in texto and "1 fila" in texto


def test_every_table_and_every_card_can_be_printed(
    taller_con_todo: None, start: Callable[[], Driver], tmp_path: Path
) -> None:
    app = start()
    app.enter(pagina="inventario")
    session = app.application.session
    assert session is not None
    # Room for the cards beside the tables.
    app.application.window.resize(1500, 900)
    for module in MODULES:
        session.page.show_module(module.id)
    session.page.open_record("obras", "1")
    app.wait(lambda: app.has("obras.pestanas"))
    lists = partes(app)
    assert len(lists) == 14
    for page in lists:
        session.page.show_module(page.objectName().split(".")[0])
        _reach(app, page)
        table: Any = page.table
        app.wait(lambda table=table: table.model().settled)
        name = page.objectName()
        button = app.find(f"{name}.imprimir.boton", QToolButton)
        assert button.isVisible() and button.accessibleName()
        assert app.find(f"{name}.imprimir", QAction).shortcut().toString() == "Ctrl+P"
        if not table.model().rowCount():
            continue
        texts = papel(app, tmp_path / f"{name}.pdf", page.print_action.trigger)
        first = table.model().cells(0).textos[table.shown_columns()[0]]
        assert first.split()[0] in " ".join(texts), name
        if not page.has_detail:
            continue
        # The first may be a heading.
        table.select_row(table.model().rowCount() - 1)
        app.wait(page.print_card_action.isEnabled)
        app.wait(lambda page=page: page.detail_shows)
        detail = page.detail_widget
        assert detail is not None
        # Once the card tells of the row, it has more to say than that none is chosen.
        app.wait(lambda detail=detail: len(_said(detail)) > 2 or _listed(detail))
        said = _said(detail)
        texts = papel(app, tmp_path / f"{name}.ficha.pdf", page.print_card_action.trigger)
        whole = " ".join(texts)
        assert [t for t in said if t.split()[0] not in whole] == [], name


def _said(detail: QWidget) -> list[str]:
    """The texts that a card shows."""
    return [w.text().strip() for w in detail.findChildren(QLabel) if w.isVisible() and w.text().strip()]


def _listed(detail: QWidget) -> bool:
    """Whether it has a list with something in it."""
    return any(v.isVisible() and v.model().rowCount() for v in detail.findChildren(QTableView))


def _reach(app: Driver, page: ListPage) -> None:
    """Bring the part of its page in sight."""
    if page.isVisible():
        return
    name = page.objectName()
    if name == "obras":
        app.trigger("obras.volver")
    else:
        if name.startswith("obras.") and not app.has("obras.pestanas"):
            app.application.session.page.open_record("obras", "1")  # type: ignore[union-attr]
            app.wait(lambda: app.has("obras.pestanas"))
        tabs = app.find(f"{name.split('.')[0]}.pestanas", QTabBar)
        for n in range(tabs.count()):
            tabs.setCurrentIndex(n)
            if page.isVisible():
                break
    app.wait(page.isVisible)


def test_lists_in_dialogs_can_be_printed_too(
    taller_con_todo: None, home: Path, start: Callable[[], Driver], tmp_path: Path
) -> None:
    registry = Registry(paths_under(home))
    inventario = InventarioModel(registry, lambda: SISTEMA)
    largo = inventario.crear({"codigo": "A-LARGO", "descripcion": "Barra", "longitud": "5800"}, 5).value.id
    inventario.cortar(largo, [Pieza(1_200, 1)], ancho_sierra_mm=4, retazo_minimo_mm=600)
    quien = registry.leer(INVENTARIO, SISTEMA, proveedores.listar)[0].id
    registry.escribir(INVENTARIO, SISTEMA, precios.poner, "perfil", largo, quien, {"precio": "18400"})
    registry.close()
    app = start()
    app.enter(pagina="inventario")
    page: Any = app.find("inventario")
    app.wait(lambda: page.table.model().settled and page.table.model().rowCount() == CUANTOS + 1)
    page.table.select_row(0)
    for accion, dialogo, dice in (
        ("inventario.retazos", "inventario.retazos", "4.596"),
        ("inventario.precios", "precios", "Técnica Perú"),
        ("inventario.historial", "historial", "Retazo mínimo"),
    ):
        app.wait(app.find(accion, QAction).isEnabled)
        app.trigger(accion)
        app.wait(lambda dialogo=dialogo: app.has(f"{dialogo}.imprimir"))
        boton = app.find(f"{dialogo}.imprimir", QPushButton)
        listas = [v for v in boton.window().findChildren(QTableView) if v.isVisible()]
        app.wait(lambda listas=listas: listas[0].model().rowCount())

        def ctrl_p(boton: QPushButton = boton) -> None:
            app.press(Qt.Key.Key_P, CTRL, on=boton)

        texto = " ".join(papel(app, tmp_path / f"{dialogo}.pdf", ctrl_p))
        assert dice in texto and boton.window().windowTitle() in texto
        boton.window().close()
        app.wait(lambda dialogo=dialogo: not app.has(f"{dialogo}.imprimir"))


def test_what_was_found_can_be_printed_where_something_was(
    account: str, home: Path, start: Callable[[], Driver], tmp_path: Path
) -> None:
    planilla = tmp_path / "lista.csv"
    planilla.write_text("Código;Descripción\nZ-1;Zócalo ancho\n", encoding="utf-8")
    registry = Registry(paths_under(home))
    InventarioModel(registry, lambda: SISTEMA).crear({"codigo": "A-1", "descripcion": "Marco"}, 12)
    registry.close()
    # Behind the program's back, as a fault or a foreign hand would.
    with closing(sqlite3.connect(paths_under(home).database("inventario"))) as base, base:
        base.execute("UPDATE inventario_perfiles SET stock_actual = 15000")
    app = start()
    app.enter(pagina="inventario")
    app.trigger("inventario.verificar")
    app.wait(lambda: app.has("verificar.imprimir") and app.find("verificar.imprimir", QPushButton).isVisible())
    boton = app.find("verificar.imprimir", QPushButton)
    texto = " ".join(papel(app, tmp_path / "verificar.pdf", boton.click))
    assert "Verificar el stock" in texto and "hay 1 diferencia" in texto and "A-1 stock actual 12 15 +3" in texto
    boton.window().close()
    app.wait(lambda: not app.has("verificar.imprimir"))
    app.trigger("inventario.importar")
    app.wait(lambda: app.has("importar"))
    importar: Any = app.find("importar")
    assert not app.find("importar.imprimir", QPushButton).isVisible()
    importar.file_dropped.emit(planilla)
    app.wait(lambda: app.find("importar.aceptar", QPushButton).text() == "Revisar" and not importar.working)
    app.click("importar.aceptar")
    app.wait(lambda: app.find("importar.imprimir", QPushButton).isVisible() and not importar.working)
    texto = " ".join(papel(app, tmp_path / "revision.pdf", app.find("importar.imprimir", QPushButton).click))
    assert "Importar perfiles" in texto and "1 artículo nuevo" in texto and "Zócalo ancho" in texto


def test_a_kardex_is_printed_whole(
    account: str, home: Path, start: Callable[[], Driver], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detail, "_PAGE", 10)
    monkeypatch.setattr(detail, "_PRINTED", 10)
    registry = Registry(paths_under(home))
    inventario = InventarioModel(registry, lambda: SISTEMA)
    articulo = inventario.crear({"codigo": "P-001", "descripcion": "Marco"}, 5).value.id
    for n in range(1, 35):
        inventario.registrar_entrada(Movimiento(articulo, 1, referencia=f"REF{n:02}"))
    registry.close()
    app = start()
    app.enter(pagina="inventario")
    app.application.window.resize(1500, 900)
    page: Any = app.find("inventario")
    app.wait(lambda: page.table.model().settled and page.table.model().rowCount() == 1)
    page.table.select_row(0)
    app.wait(lambda: page.detail_widget.kardex.kardex.lineas)
    assert len(page.detail_widget.kardex.kardex.lineas) < 34
    texto = " ".join(papel(app, tmp_path / "kardex.pdf", page.print_card_action.trigger))
    assert [w for w in texto.split() if w.startswith("REF")] == [f"REF{n:02}" for n in range(34, 0, -1)]
    assert "Stock inicial" in texto
