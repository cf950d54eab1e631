"""The page of the trail in the real window, on a SQLite home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from rexus import seguridad
from rexus.auditoria import Auditoria, EventoVisto, Filtro
from rexus.base.actor import SISTEMA
from rexus.db.names import AUDITORIA, USERS
from rexus.db.work import Work
from rexus.modulos.inventario.model import InventarioModel
from rexus.seguridad import Politica, cuentas
from rexus.stock.movimientos import Pedido
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from tests.gui.conftest import CLAVE, USUARIO
from tests.gui.puestos import AbridorDe, VentanaEnSitio
from tests.servers.sitio import Sitio

CLAVE_DE_OTROS = "ocho vidrios laminados"
CODIGO = "564002"


class Puesto(VentanaEnSitio):
    """The window with the page of the trail."""

    # ── Another seat ──

    def salida(self, cuantas: str = "3") -> None:
        """Pieces leave, at another seat."""
        with self.otro() as registry:
            modelo = InventarioModel(registry, lambda: SISTEMA)
            modelo.registrar_salida(Pedido(articulo_id=modelo.id_por_codigo(CODIGO), cantidad=cuantas))

    def muchos_eventos(self, cuantos: int) -> None:
        """So many more, handed on."""

        def anotar(work: Work) -> None:
            for n in range(cuantos):
                work.anotar("inventario", "contar", "cosas", n)

        with self.otro() as registry:
            registry.escribir(USERS, SISTEMA, anotar)
            Auditoria(registry, lambda: SISTEMA).al_dia()

    def en_la_base(self) -> list[EventoVisto]:
        """The whole trail as it is, newest first."""
        with self.otro() as registry:
            return Auditoria(registry, lambda: SISTEMA).ver(Filtro(), 1_000)

    def a_mano(self, sql: str) -> None:
        """Change the trail without Rexus."""
        with self.otro() as registry, registry.write(AUDITORIA, SISTEMA) as work:
            nombres = work.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
            for nombre in nombres.all():
                work.connection.exec_driver_sql(f"DROP TRIGGER {nombre}")
            work.connection.exec_driver_sql(sql)

    # ── The page ──

    @property
    def lista(self) -> PagedTableView:
        """The events."""
        return self.find("auditoria.tabla", PagedTableView)

    @property
    def eventos(self) -> PagedTableModel:
        """What the table shows."""
        modelo = self.lista.model()
        assert isinstance(modelo, PagedTableModel)
        return modelo

    def filas(self, nombre: str = "auditoria.tabla") -> list[dict[str, str]]:
        """What a table of events shows, row by row, column by column."""
        modelo: Any = self.find(nombre, PagedTableView).model()
        claves = [column.key for column in modelo.columns]
        return [
            {clave: str(modelo.index(fila, n).data() or "") for n, clave in enumerate(claves)}
            for fila in range(modelo.rowCount())
        ]

    def se_ve(self, condicion: Callable[[list[dict[str, str]]], object]) -> None:
        """Wait until what the settled table shows is so."""
        self.wait(lambda: self.eventos.settled and self._leidas() and condicion(self.filas()))

    def _leidas(self) -> bool:
        return all(fila["fecha"] for fila in self.filas())

    def elegir_fila(self, fila: int) -> None:
        """Click a row; waits until the pane tells of that event."""
        lista = self.lista
        where = lista.visualRect(self.eventos.index(fila, 0)).center()
        self.qtbot.mouseClick(lista.viewport(), Qt.MouseButton.LeftButton, pos=where)
        numero = str(self.eventos.id_at(fila))
        self.wait(lambda: self.texto("auditoria.evento.numero") == numero)

    def optar(self, nombre: str, texto: str) -> None:
        """Choose an entry of a combo box by its keys."""
        combo = self.find(nombre, QComboBox)
        self.wait(lambda: combo.findText(texto) >= 0)
        combo.setFocus()
        self.press(Qt.Key.Key_Home, on=combo)
        for _ in range(combo.findText(texto)):
            self.press(Qt.Key.Key_Down, on=combo)
        assert combo.currentText() == texto

    def responder_archivo(self, file: Path) -> None:
        """Put a path into the file dialog and press Enter."""
        dialog = self.dialogo("archivo.escribir")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setFocus()
        # Typed, the list of suggestions would take the Enter.
        field.setText(str(file))
        self.wait(lambda: any(b.isDefault() and b.isEnabled() for b in dialog.findChildren(QPushButton)))
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.cerrado("archivo.escribir")

    def boton(self, nombre: str) -> QAbstractButton:
        """A button by its name."""
        return self.find(nombre, QAbstractButton)


Abridor = AbridorDe[Puesto]


@pytest.fixture
def abrir(home: Path, qtbot: QtBot) -> Iterator[Abridor]:
    """Opens windows."""
    abridor = AbridorDe(Puesto, home, qtbot)
    yield abridor
    abridor.close()


@pytest.fixture
def archivos(sitio_sqlite: Sitio) -> Sitio:
    """The SQLite files of the test's home: ana, luis the operator, and an article that was touched twice."""
    registry = sitio_sqlite.registry()
    with registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, USUARIO, CLAVE)
    datos = {"usuario": "luis", "rol": "operador"}
    registry.escribir(USERS, SISTEMA, cuentas.crear, datos, Politica(), clave=CLAVE_DE_OTROS)
    modelo = InventarioModel(registry, lambda: SISTEMA)
    articulo = modelo.crear({"codigo": CODIGO, "descripcion": "Marco 64"}, 12).value
    modelo.editar(articulo.id, articulo.version, {"descripcion": "=Marco 70"}, dict(articulo.valores))
    modelo.crear({"codigo": "700100", "descripcion": "Bisagra"}, 0)
    registry.close()
    return sitio_sqlite


@pytest.fixture
def puesto(archivos: Sitio, abrir: Abridor) -> Puesto:
    """The administrator looks at the trail; what she did to come in is the newest event."""
    puesto = abrir(archivos)
    puesto.ir("auditoria")
    puesto.se_ve(lambda filas: filas and filas[0]["accion"] == "Ingresar")
    return puesto
