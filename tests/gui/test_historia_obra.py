"""A job's whole story through the real window, with real clicks, keys and files; everything adds up after each step.

REXUS_TEST_FILAS and REXUS_TEST_HERRAJES set the sizes of the catalogues; the full run is 100000 and 2000.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.ui.lineas import LineList
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from tests.gui.conftest import Driver
from tests.gui.historia import Historia
from tests.gui.inventario_dialogos.conftest import datos
from tests.gui.obras.conftest import ObrasDesk

__all__ = ["datos"]

FILAS = int(os.environ.get("REXUS_TEST_FILAS", "300"))
HERRAJES = int(os.environ.get("REXUS_TEST_HERRAJES", "100"))
CODIGO = "245536"


@pytest.fixture
def registro(account: str, home: Path) -> Iterator[Registry]:
    """The same home, beside the window."""
    registry = Registry(paths_under(home))
    yield registry
    registry.close()


def _fila(desk: ObrasDesk, tabla: str, primera: str, columnas: Sequence[str]) -> Callable[[], list[str]]:
    """Reads some columns of the row that begins with `primera`; nothing while there is none."""

    def leer() -> list[str]:
        model = desk.find(tabla, PagedTableView).model()
        assert isinstance(model, PagedTableModel)
        claves = [column.key for column in model.columns]
        for n in range(model.rowCount()):
            if str(model.index(n, 0).data()).strip() == primera:
                return [str(model.index(n, claves.index(c)).data()).strip() for c in columnas]
        return []

    return leer


def _llenar(desk: ObrasDesk, lineas: LineList, codigo: str, columna: int, texto: str) -> None:
    """Type into the cell of an article's line, and Enter."""
    fila = next(n for n in range(lineas.rowCount()) if lineas.text_at(n, 0) == codigo)
    lineas.setFocus()
    lineas.setCurrentCell(fila, columna)
    desk.key(Qt.Key.Key_F2, on=lineas)
    editores = [w for w in lineas.viewport().findChildren(QLineEdit) if w.isVisible()]
    # One of another cell may still be about to go.
    editor = next(w for w in editores if lineas.indexAt(w.geometry().center()).row() == fila)
    editor.selectAll()
    desk.write(texto, on=editor)
    desk.key(Qt.Key.Key_Return, on=editor)
    desk.wait(lambda: lineas.text_at(fila, columna) == texto)


def _miles(n: int) -> str:
    return f"{n:,}".replace(",", ".")


@pytest.mark.largo
@pytest.mark.timeout(1200)
def test_a_job_from_its_summary_to_its_end(
    start: Callable[[], Driver], registro: Registry, datos: Path, tmp_path: Path
) -> None:
    driver = start()
    driver.enter(pagina="inicio")
    session = driver.application.session
    assert session is not None
    desk = ObrasDesk(driver.application.window, session._context, session.page, driver.qtbot)  # type: ignore[arg-type]
    driver.application.window.resize(1360, 820)
    modelo = InventarioModel(registro, lambda: SISTEMA)

    def en_orden() -> None:
        hecho = modelo.verificar()
        assert hecho.ok, hecho.diferencias

    # Both catalogues.
    for pagina, que, cuantos in (("inventario", "perfiles", FILAS), ("herrajes", "herrajes", HERRAJES)):
        archivo = tmp_path / f"{que}.csv"
        with archivo.open("wb") as salida:
            orden = [sys.executable, str(datos / "catalogo.py"), que, str(cuantos)]
            subprocess.run(orden, stdout=salida, check=True)
        driver.go(pagina)
        driver.wait(lambda pagina=pagina: driver.has(pagina))
        historia = Historia(driver, cuantos, pagina)
        n = _miles(cuantos)
        historia.importar(archivo, f"Importar {n} artículos", f"{n} artículos importados.")
        en_orden()

    # The obra and its summary; none of its articles is known.
    driver.go("obras")
    desk.trigger("obras.nueva")
    desk.dialog("obras.formulario")
    desk.type("obras.formulario.codigo", "OB-0001")
    desk.type("obras.formulario.nombre", "Casa Peñaloza")
    desk.key(Qt.Key.Key_Return)
    desk.gone("obras.formulario")
    desk.open("OB-0001")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", datos / "rehau_obra.csv")
    desk.dialog("obras.resumen.dialogo")
    assert desk.text("obras.resumen.total") == "10 artículos para crear."
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.wait(lambda: len(desk.rows("obras.materiales.tabla")) == 10)
    en_orden()

    # Nothing can be set apart: the start page says why the obra stands still, and leads to it.
    desk.trigger("obras.materiales.reservar")
    desk.told("Faltan 10 artículos")
    # It stays until it is read.
    desk.ctx.notices.close_notice()
    desk.wait(lambda: desk.material(CODIGO) == [CODIGO, "falta", "4", "–", "–", "4", "0"])
    driver.go("inicio")
    driver.wait(lambda: driver.has("inicio.obras.renglon1"))
    renglon = driver.find("inicio.obras.renglon1", QAbstractButton)
    driver.wait(lambda: renglon.text() == "OB-0001 · Casa Peñaloza" and "y 7 artículos más" in renglon.accessibleName())
    driver.qtbot.mouseClick(renglon, Qt.MouseButton.LeftButton)
    driver.wait(lambda: driver.has("obras.materiales.tabla"))

    # What is missing of it, ordered as the supplier sells it.
    driver.go("compras")
    driver.wait(lambda: driver.has("compras.faltantes.tabla"))
    driver.click("compras.faltantes.minimos")
    faltante = _fila(desk, "compras.faltantes.tabla", CODIGO, ("necesarias", "faltan", "ped_min", "pedir"))
    desk.wait(lambda: faltante() == ["4", "4", "6", "6"])
    desk.trigger("compras.faltantes.pedir")
    desk.dialog("compras.faltantes.pedido.dialogo")
    desk.click("compras.faltantes.pedido.dialogo.aceptar")
    desk.gone("compras.faltantes.pedido.dialogo")
    desk.told("1 pedido en borrador: PC-000001 (INDUSTRIAS REHAU).")
    desk.do("Ver")
    pedido = _fila(desk, "compras.pedidos.tabla", "PC-000001", ("estado",))
    desk.wait(lambda: pedido() == ["borrador"])
    desk.wait(lambda: desk.text("compras.pedidos.ficha.obras") == "OB-0001")
    en_orden()
    desk.trigger("compras.pedidos.enviar")
    desk.wait(lambda: pedido() == ["enviado"])
    en_orden()

    # Two of it come and one is sent back; then all the rest.
    desk.trigger("compras.pedidos.recibir")
    desk.dialog("compras.pedidos.recibir.dialogo")
    for columna, texto in ((3, "2"), (4, "1"), (5, "rota")):
        _llenar(desk, desk.find("compras.pedidos.recibir.lineas", LineList), CODIGO, columna, texto)
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.gone("compras.pedidos.recibir.dialogo")
    desk.wait(lambda: pedido() == ["recibido en parte"])
    en_orden()
    desk.trigger("compras.pedidos.recibir")
    desk.dialog("compras.pedidos.recibir.dialogo")
    desk.click("compras.pedidos.recibir.todo")
    desk.click("compras.pedidos.recibir.dialogo.aceptar")
    desk.gone("compras.pedidos.recibir.dialogo")
    desk.told("PC-000001 queda recibido.")
    en_orden()

    # It was set apart as it came. Given out, and the obra is closed.
    driver.go("obras")
    driver.wait(lambda: driver.has("obras.materiales.tabla"))
    desk.wait(lambda: desk.material(CODIGO) == [CODIGO, "reservado", "4", "4", "–", "–", "2"])
    desk.trigger("obras.materiales.entregar")
    desk.dialog("obras.entregar.dialogo")
    desk.click("obras.entregar.dialogo.aceptar")
    desk.gone("obras.entregar.dialogo")
    desk.wait(lambda: desk.material(CODIGO) == [CODIGO, "entregado", "4", "–", "4", "–", "2"])
    en_orden()

    # One of the two that were ordered besides is cut for it; what is left of it is kept.
    desk.ctx.abrir("inventario_perfiles", str(modelo.id_por_codigo(CODIGO)))
    driver.wait(lambda: driver.has("inventario") and desk.text("inventario.detalle.codigo") == CODIGO)
    desk.trigger("inventario.cortar")
    desk.dialog("inventario.cortar.dialogo")
    piezas = desk.find("inventario.cortar.piezas", QPlainTextEdit)
    piezas.setFocus()
    desk.write("3x1200, 2x800", on=piezas)
    desk.pick("inventario.cortar.obra", "OB-0001")
    desk.wait(lambda: "queda un retazo de 600 mm" in desk.text("inventario.cortar.prevision"))
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, on=piezas)
    desk.gone("inventario.cortar.dialogo")
    desk.told("Se cortó una barra de 5.800 mm de 245536 para OB-0001")
    en_orden()

    driver.go("obras")
    desk.wait(lambda: desk.material(CODIGO) == [CODIGO, "entregado", "4", "–", "5", "–", "1"])
    desk.trigger("obras.pasar_a.cerrada")
    desk.dialog("obras.terminar")
    desk.click("obras.terminar.aceptar")
    desk.told("OB-0001 pasó a «cerrada».")
    en_orden()
    driver.go("inicio")
    driver.wait(lambda: not driver.has("inicio.obras") or driver.find("inicio.obras.cifra", QLabel).text() == "0")
