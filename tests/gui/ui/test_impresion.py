"""Papers laid out: what fits, what is turned, what takes several lines, what nobody prints."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from rexus.base.errors import CanceladoError, ConflictoError
from rexus.base.progress import Avance
from rexus.ui.impresion import salida
from rexus.ui.impresion.de_tabla import MAXIMAS, Pedido, hoja_de_tabla
from rexus.ui.impresion.errores import ImpresoraError
from rexus.ui.impresion.hoja import Columna, Dato, Hoja, Parrafo, Parte, Tabla
from rexus.ui.impresion.impresoras import imprimir
from rexus.ui.impresion.medidas import DPI, letra, partir
from rexus.ui.impresion.plano import Plano
from rexus.ui.paged_table.cells import Cells
from rexus.ui.paged_table.columns import Column, Mark

ROOT = Path(__file__).parents[3]
COLUMNAS = (Column("codigo", "Código", "codigo"), Column("nombre", "Nombre"), Column("stock", "Stock", "cantidad"))


def hoja(*partes: Parte) -> Hoja:
    return Hoja("Inventario", "Aberturas Núñez", "04/03/2026 09:00 · ana", ("Búsqueda: «marco»",), partes)


def paginas(plano: Plano, archivo: Path) -> list[str]:
    salida.escribir_pdf(archivo, salida.Paginas(plano.hoja, plano), DPI, avance=Avance())
    return [" ".join(p.extract_text().split()) for p in PdfReader(archivo).pages]


def pedido(filas: int, total: int | None = None) -> Pedido:
    def leer(avance: Avance) -> Iterator[tuple[int, list[Cells]]]:
        for n in range(filas):
            marca = (
                Mark("∅", "bad", "Sin stock")
                if n % 2
                else Mark("▼", "warning", f"Bajo el mínimo de {n}", "Bajo el mínimo")
            )
            yield total or filas, [Cells(n, (1,), (f"A{n}", f"Marco {n}", str(n)), (None, None, marca))]

    return Pedido("Inventario", "Aberturas Núñez", "hoy", ("Bajo mínimo",), COLUMNAS, (2, 0), leer)


def test_long_lists_repeat_their_headings_and_turn_the_paper_only_when_they_must(
    qapp: QApplication, tmp_path: Path
) -> None:
    angosta = Tabla((Columna("Código"), Columna("Stock", derecha=True)), [(f"A{n}", str(n)) for n in range(400)])
    plano = Plano(hoja(Parrafo("Perfiles", "seccion"), angosta))
    textos = paginas(plano, tmp_path / "angosta.pdf")
    assert not plano.apaisado
    assert len(textos) == plano.paginas > 3
    assert all("Código Stock" in t and f"Página {n} de {plano.paginas}" in t for n, t in enumerate(textos, 1))
    assert [p for t in textos for p in t.split() if p.startswith("A") and p[1:].isdigit()] == [
        f"A{n}" for n in range(400)
    ]
    assert sum("Búsqueda" in t for t in textos) == 1
    caja = PdfReader(tmp_path / "angosta.pdf").pages[0].mediabox
    assert caja.height > caja.width
    ancha = Tabla(
        tuple(Columna(f"Columna {n}", partible=n < 3) for n in range(14)), [("una descripción bastante larga",) * 14]
    )
    de_lado = Plano(hoja(ancha))
    assert de_lado.apaisado
    (texto,) = paginas(de_lado, tmp_path / "ancha.pdf")
    assert texto.count("larga") == 14
    caja = PdfReader(tmp_path / "ancha.pdf").pages[0].mediabox
    assert caja.width > caja.height


def test_a_text_is_cut_between_words_and_only_a_word_that_is_too_wide_within(qapp: QApplication) -> None:
    metrics = QFontMetricsF(letra(8.5))
    texto = "Marco 64 Euro-Design 60 foliado " + "x" * 60
    ancho = metrics.horizontalAdvance("Marco 64 Euro-Design")
    lineas = partir(texto, ancho, metrics)
    assert lineas[0] == "Marco 64 Euro-Design"
    assert "".join(lineas).replace(" ", "") == texto.replace(" ", "")
    assert all(metrics.horizontalAdvance(linea) <= ancho for linea in lineas)


def test_a_card_has_its_data_and_keeps_titles_with_what_follows(qapp: QApplication, tmp_path: Path) -> None:
    datos = [Dato(f"Dato {n}", "valor") for n in range(62)]
    plano = Plano(hoja(*datos, Parrafo("Existencias", "seccion"), Tabla((Columna("Lugar"),), [("Rack C16",)] * 80)))
    textos = paginas(plano, tmp_path / "ficha.pdf")
    (con_titulo,) = [t for t in textos if "Existencias" in t]
    assert "Rack C16" in con_titulo


def test_signs_stand_beside_figures_and_say_what_they_mean(qapp: QApplication) -> None:
    hecha = hoja_de_tabla(pedido(4), Avance())
    (tabla,) = hecha.partes
    assert isinstance(tabla, Tabla)
    assert tabla.filas == [("▼ 0", "A0"), ("∅ 1", "A1"), ("▼ 2", "A2"), ("∅ 3", "A3")]
    assert [(c.titulo, c.derecha) for c in tabla.columnas] == [("Stock", True), ("Código", False)]
    assert hecha.encima == ("Bajo mínimo · 4 filas", "▼ Bajo el mínimo   ∅ Sin stock")


def test_nobody_prints_a_whole_catalogue_and_reading_can_be_given_up(qapp: QApplication) -> None:
    with pytest.raises(ConflictoError, match=r"Son 50\.001 filas"):
        hoja_de_tabla(pedido(1, MAXIMAS + 1), Avance())
    avance = Avance()
    avance.cancelar()
    with pytest.raises(CanceladoError):
        hoja_de_tabla(pedido(3), avance)
    with pytest.raises(CanceladoError):
        Plano(hoja(Tabla((Columna("Código"),), [("A",)] * 3)), avance)


def test_a_printer_that_is_gone_is_told(qapp: QApplication) -> None:
    with pytest.raises(ImpresoraError, match="«Láser» no recibe nada"):
        imprimir("Láser", salida.Paginas(hoja(Parrafo("Hola"))), avance=Avance())


A_MEDIAS = """
import sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.ui.impresion.cola import hecho
from rexus.ui.impresion.hoja import Hoja, Parrafo
from rexus.ui.impresion.salida import Paginas

class AMedias(Paginas):
    def pintar(self, *all):
        super().pintar(*all)
        if sys.argv[2] != "todo":
            raise {"falla": ValueError, "basta": CanceladoError}[sys.argv[2]]()

app = QGuiApplication([])
printer = QPrinter()
printer.setOutputFileName(sys.argv[1])
sys.exit(not hecho(printer, AMedias(Hoja("Hola", "", "", (), (Parrafo("Hola"),))), Avance(), lambda: None))
"""


@pytest.mark.parametrize(("como", "sale", "dicho"), [("todo", 0, ""), ("falla", 1, "ValueError"), ("basta", 1, "")])
def test_what_is_not_finished_never_reaches_the_printer(tmp_path: Path, como: str, sale: int, dicho: str) -> None:
    archivo = tmp_path / "trabajo.pdf"
    done = subprocess.run(
        [sys.executable, "-c", A_MEDIAS, archivo, como], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == sale, done.stderr
    assert (dicho in done.stderr) if dicho else (not done.stderr)
    # The end of the file is what Qt writes when it hands it over.
    assert archivo.read_bytes().rstrip().endswith(b"%%EOF") == (como == "todo")


def test_nobody_else_speaks_with_the_spooler() -> None:
    """Whoever asks it holds the interpreter's lock meanwhile, and with it every thread of the window."""
    assert [f.name for f in (ROOT / "rexus").rglob("*.py") if "QtPrintSupport" in f.read_text(encoding="utf-8")] == [
        "cola.py"
    ]
