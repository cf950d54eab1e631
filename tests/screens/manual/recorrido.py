"""`python -m tests.screens.manual.recorrido HOME FOLDER TEMA [paginas]`: the walk itself, its clock standing still.

Takes a picture of every page, and of the dialogs that the manual tells of, into FOLDER.
"""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QScrollArea, QTabBar, QWidget

from rexus.base.paths import paths_under
from rexus.shell.application import Application
from tests.screens.manual import testigo
from tests.screens.manual.taller import CLAVE, USUARIO, llenar
from tests.screens.tour import VEIL, Tour

_PLANILLA = """Código;Descripción;Acabado;Proveedor;Longitud;Ubicación;Stock;Stock mínimo
6010.1;Marco 60;Blanco;Perfiles del Plata;5800;Rack A1;26;6
6090.1;Acoplamiento 90°;Blanco;Perfiles del Plata;6000;Rack B2;10;4
6090.2;Acoplamiento 90°;Roble dorado;Perfiles del Plata;6000;Rack B2;seis;4
6095.1;Refuerzo de hoja;Sin tratar;Perfiles del Plata;6000;Rack B1;14;6
"""

# Of the frames that desktops put around windows.
_BAR = 28
_EDGE = QColor(128, 128, 128)


class Recorrido(Tour):
    """The same hands as the other walk's; another workshop, and pictures by their names."""

    def __init__(self, home: Path, target: Path, theme: str, *, pages_only: bool = False) -> None:
        super().__init__(home, target, theme, "")
        self._pages_only = pages_only
        self._said: dict[str, list[str]] = {}

    def walk(self) -> None:
        """From the welcome page to the settings."""
        app = self.start()
        self.photo(app, "bienvenida")
        if self._pages_only:
            app.close()
        else:
            self._first_steps(app)
        llenar(paths_under(self.home))
        (self.home / "perfiles.csv").write_text(_PLANILLA, encoding="utf-8")
        app = self.start()
        self.until(lambda: app.services is not None)
        self.photo(app, "login")
        self.fill(app, {"login.usuario": USUARIO, "login.clave": CLAVE})
        self.press(app, "login.entrar")
        self.until(lambda: app.session is not None)
        modules = list(self._modules(app))
        for module in modules:
            self._go(app, module)
            if module == "auditoria":
                # What changed of one article: the sizes of backups are not the same every time.
                self.fill(app, {"auditoria.buscar": "6010.1"})
                self.settle()
            if module != "inicio":
                self._choose(app, module)
            self.photo(app, module)
            part = getattr(self, f"_en_{module}", None)
            if part is not None and not self._pages_only:
                part(app)
        if not self._pages_only:
            self._search(app)
            self._dialog_of(app, "principal.atajos", "atajos")
            self._dialog_of(app, "principal.menu.estado", "estado")
        testigo.write(self._target, testigo.letters(), self._said, ["bienvenida", "login", *modules])
        app.close()

    def _first_steps(self, app: Application) -> None:
        """What an empty workshop offers; that workshop goes."""
        self.fill(app, {"bienvenida.usuario": USUARIO, "bienvenida.clave": CLAVE, "bienvenida.repetir": CLAVE})
        self.press(app, "bienvenida.crear")
        self.until(lambda: app.session is not None)
        self._go(app, "inicio")
        self.photo(app, "inicio_vacio")
        app.close()
        for inside in self.home.iterdir():
            shutil.rmtree(inside)

    def _en_inventario(self, app: Application) -> None:
        search = app.window.findChild(QLineEdit, "inventario.buscar")
        assert search is not None
        search.setText("cana 17")
        self.settle()
        self.photo(app, "inventario_buscar")
        search.setText("6010.1")
        self.settle()
        self.choose_first_row(app)
        for verb in ("entrada", "salida", "ajuste", "transferir", "nuevo", "etiquetas"):
            self._dialog_of(app, f"inventario.{verb}", f"inventario_{verb}")
        self.trigger(app, "inventario.cortar")
        self.settle()
        area = app.window.findChild(QPlainTextEdit, "inventario.cortar.piezas")
        assert area is not None
        area.setPlainText("3 × 1200, 2 × 900")
        self.dialog(app, "inventario_cortar")
        self._dialog_of(app, "inventario.retazos", "inventario_retazos")
        search.setText("")
        self.settle()
        self._dialog_of(app, "inventario.rapido", "inventario_rapido")
        self._dialog_of(app, "inventario.imprimir", "imprimir")
        self._import_sheet(app)
        self._stocktake(app)

    def _import_sheet(self, app: Application) -> None:
        self.trigger(app, "inventario.importar")
        self.settle()
        dialog: Any = next(w for w in self.open_above() if w.objectName() == "importar")
        dialog.file_dropped.emit(self.home / "perfiles.csv")
        self.settle()
        self.photo(app, "importar_columnas", self.open_above())
        dialog.primary.click()
        self.settle()
        self.dialog(app, "importar_revisar")

    def _stocktake(self, app: Application) -> None:
        self.trigger(app, "inventario.conteo")
        self.settle()
        place = app.window.findChild(QComboBox, "conteo.lugar")
        assert place is not None
        place.setCurrentIndex(next(n for n in range(place.count()) if place.itemText(n).startswith("Rack A1")))
        self.press(app, "conteo.elegir.aceptar")
        self.settle()
        self.dialog(app, "conteo")

    def _en_herrajes(self, app: Application) -> None:
        self._tab(app, "herrajes.pestanas", 1)
        self.choose_first_row(app)
        self.photo(app, "herrajes_kits")
        self._dialog_of(app, "herrajes.kits.salida", "herrajes_kits_salida")
        self._tab(app, "herrajes.pestanas", 0)

    def _en_obras(self, app: Application) -> None:
        assert app.session is not None
        app.session.page.open_record("obras", "1")
        self.settle()
        self.choose_first_row(app)
        self.photo(app, "obras_materiales")
        self._dialog_of(app, "obras.materiales.entregar", "obras_entregar")
        self._tab(app, "obras.pestanas", 1)
        self.choose_first_row(app)
        self.photo(app, "obras_entregas")
        self._tab(app, "obras.pestanas", 0)
        self.trigger(app, "obras.volver")
        self.settle()

    def _en_compras(self, app: Application) -> None:
        self._dialog_of(app, "compras.faltantes.pedir", "compras_pedir")
        self._tab(app, "compras.pestanas", 1)
        table: Any = self.page_table(app)
        table.select_row(table.model().rowCount() - 1)
        self.settle()
        self.photo(app, "compras_pedidos")
        self._dialog_of(app, "compras.pedidos.recibir", "compras_recibir")
        self._tab(app, "compras.pestanas", 2)
        self.choose_first_row(app)
        self.photo(app, "compras_proveedores")
        self._tab(app, "compras.pestanas", 0)

    def _en_usuarios(self, app: Application) -> None:
        self._dialog_of(app, "usuarios.roles", "usuarios_roles")

    def _en_respaldos(self, app: Application) -> None:
        self._dialog_of(app, "respaldos.restaurar", "respaldos_restaurar")

    def _en_inicio(self, app: Application) -> None:
        area = app.window.findChild(QScrollArea, "inicio.lienzo")
        assert area is not None
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        self.photo(app, "inicio_graficos")

    def _search(self, app: Application) -> None:
        self._go(app, "inventario")
        self.trigger(app, "principal.buscar_todo")
        self.settle()
        field = app.window.findChild(QLineEdit, "buscar_todo.campo")
        assert field is not None
        QTest.keyClicks(field, "marco")
        self.settle()
        self.photo(app, "buscar_todo", self.open_above())
        QTest.keyClick(field, Qt.Key.Key_Escape)

    # ── Hands ──

    def _choose(self, app: Application, module: str) -> None:
        """A row of the page, and the focus on its table: wherever it was before, pictures of pages are alike."""
        table: Any = self.page_table(app)
        # A dialog that was closed may not have given it back.
        app.window.activateWindow()
        self.until(app.window.isActiveWindow)
        if table is None:
            focused = app.window.focusWidget()
            if focused is not None:
                focused.clearFocus()
            return
        table.setFocus()
        # Among what is missing one that obras wait for; above it is its supplier's line.
        table.select_row(5 if module == "compras" else 0)
        self.settle()

    def _tab(self, app: Application, name: str, number: int) -> None:
        tabs = app.window.findChild(QTabBar, name)
        assert tabs is not None, name
        tabs.setCurrentIndex(number)
        self.settle()

    def _dialog_of(self, app: Application, action: str, name: str) -> None:
        found = app.window.findChild(QAction, action)
        assert found is not None and found.isEnabled(), action
        found.trigger()
        self.dialog(app, name)

    def photo(self, app: Application, name: str, above: list[QWidget] | None = None) -> None:
        """A picture of the window with what is above it, small: in 256 colours, also those of the smallest sign."""
        self.settle()
        if any(widget.objectName() == "reporte" for widget in self.open_above()):
            raise RuntimeError(f"something failed before {name}")
        picture = app.window.grab()
        painter = QPainter(picture)
        for widget in above or []:
            if isinstance(widget, QDialog):
                painter.fillRect(app.window.rect(), VEIL)
                _draw_window(painter, widget, app.window.rect())
            else:
                painter.drawPixmap(app.window.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.grab())
        painter.end()
        self._said[name] = testigo.said([app.window, *(above or [])])
        file = self._target / f"{name}.png"
        picture.save(str(file))
        with Image.open(file) as whole:
            small = _small(whole.convert("RGB"))
        small.save(file, optimize=True)
        print(file.name, flush=True)


def _small(picture: Image.Image) -> Image.Image:
    """In 256 colours: those of grounds and texts exactly, the rest by those that come near to most of them."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or (), reverse=True)
    # Of the most frequent ones half the palette; the smallest sign keeps its colour by the other half.
    near = picture.quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette() or []
    colours = [colour for _n, colour in counted[:128]] + [tuple(near[n : n + 3]) for n in range(0, len(near), 3)]
    place = {c: min(range(len(colours)), key=lambda n, c=c: _apart(c, colours[n])) for _n, c in counted}
    small = Image.new("P", picture.size)
    small.putpalette([part for colour in colours for part in colour])
    dots = iter(picture.tobytes())
    small.putdata([place[colour] for colour in zip(dots, dots, dots, strict=True)])
    return small


def _apart(one: Any, other: Any) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _draw_window(painter: QPainter, dialog: QDialog, room: QRect) -> None:
    """A dialog as desktops show it: in the middle of the `room`, below a bar with its title."""
    bar = QRect(0, 0, dialog.width(), _BAR)
    bar.moveCenter(room.center() - QPoint(0, dialog.height() // 2))
    bar.moveTop(max(bar.top(), 0))
    body = QRect(bar.bottomLeft() + QPoint(0, 1), dialog.size())
    painter.fillRect(bar, dialog.palette().button())
    painter.setPen(dialog.palette().windowText().color())
    painter.setFont(dialog.font())
    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, dialog.windowTitle())
    painter.drawPixmap(body.topLeft(), dialog.grab())
    painter.setPen(_EDGE)
    painter.drawRect(bar.united(body).adjusted(0, 0, -1, -1))


def main() -> int:
    """Walk once."""
    home, target, theme = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    # Names and disks of machines are nobody's business, and all different.
    platform.node = lambda: "TALLER-PC"
    shutil.disk_usage = lambda _path: shutil._ntuple_diskusage(500 << 30, 200 << 30, 300 << 30)  # type: ignore[attr-defined]
    target.mkdir(parents=True, exist_ok=True)
    Recorrido(home, target, theme, pages_only="paginas" in sys.argv[4:]).walk()
    return 0


if __name__ == "__main__":
    sys.exit(main())
