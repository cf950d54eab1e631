"""Labels as they come out: a scanner reads every one of them, on every paper, at the dots of a label printer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.etiquetas import codigo
from rexus.etiquetas.calibracion import Calibracion, prueba
from rexus.etiquetas.contenido import Etiqueta, de_articulo, de_lugar, de_retazo
from rexus.etiquetas.papel import PAPELES, Papel
from rexus.etiquetas.plano import casilla, paginas, puestos
from rexus.ui.etiquetas.pintor import Dots, paint, paint_test
from rexus.ui.etiquetas.trabajo import Trabajo, print_on, write_pdf
from rexus.ui.impresion.errores import ImpresoraError

# What most label printers have.
DPI = 203


def labels(count: int) -> list[Etiqueta]:
    """Of the three kinds, with the longest of what they say."""
    kinds = [
        de_articulo(
            "564002.131", "", ("Marco 64 Euro-Design 60 con burlete gris de doble labio", "Mon/Mon", "Rack C16")
        ),
        de_articulo("H1", "https://proveedor.example/articulo/0123456789", ("Bisagra",)),
        de_lugar(17, "Rack C16 del galpón de atrás", "Cantilever de perfiles blancos", "rack"),
        de_retazo("perfil", 123_456, "564002.131", "Marco 64 Euro-Design 60", 2_100, "Rack A3"),
    ]
    return [kinds[n % len(kinds)] for n in range(count)]


def painted(paper: Papel, wanted: list[Etiqueta], first: int = 1, dpi: int = DPI) -> list[QImage]:
    """The pages as images."""
    pages: list[QImage] = []
    painter = QPainter()

    def new_page() -> None:
        if painter.isActive():
            painter.end()
        page = QImage(round(paper.ancho / 25.4 * dpi), round(paper.alto / 25.4 * dpi), QImage.Format.Format_Grayscale8)
        page.fill(255)
        pages.append(page)
        painter.begin(page)

    new_page()
    paint(painter, Dots.of(dpi, dpi), paper, wanted, first, new_page)
    painter.end()
    return pages


def seen(page: QImage) -> Image.Image:
    """For the reader."""
    gray = page.convertToFormat(QImage.Format.Format_Grayscale8)
    stride = gray.bytesPerLine()
    return Image.frombytes("L", (gray.width(), gray.height()), bytes(gray.constBits()), "raw", "L", stride)


def read(page: QImage) -> list[str]:
    """What a scanner reads on a page, sorted."""
    return sorted(found.text for found in zxingcpp.read_barcodes(seen(page)))


@pytest.mark.parametrize("paper", list(PAPELES.values()), ids=list(PAPELES))
def test_every_label_is_read_back(qapp: QApplication, paper: Papel) -> None:
    first = min(3, paper.por_hoja)
    wanted = labels(max(4, paper.por_hoja))
    pages = painted(paper, wanted, first)
    assert len(pages) == paginas(paper, len(wanted), first)
    assert sorted(text for page in pages for text in read(page)) == sorted(label.qr for label in wanted)
    assert codigo.leer(wanted[2].qr) is not None


def test_nothing_is_drawn_outside_its_label(qapp: QApplication) -> None:
    paper = PAPELES["a4_2x7"]
    wanted = labels(3)
    (page,) = painted(paper, wanted, 2)
    dots = Dots.of(DPI, DPI)
    for puesto in puestos(paper, 3, 2):
        painter = QPainter(page)
        painter.fillRect(dots.rect(puesto.caja), Qt.GlobalColor.white)
        painter.end()
    assert ImageOps.invert(seen(page)).getbbox() is None


def test_a_code_that_is_too_long_is_broken_and_never_cut(qapp: QApplication) -> None:
    """All of it stands there: more ink than of its beginning."""
    paper = PAPELES["rollo_50x25"]
    short, long = (Etiqueta("1", "W" * n) for n in (12, 40))
    ink = [bytes(painted(paper, [label])[0].constBits()).count(0) for label in (short, long)]
    assert ink[1] > ink[0]


def test_a_calibrated_printer_hits_the_place(qapp: QApplication) -> None:
    """What is sent is where a printer that shifts and stretches puts it right."""
    printer = Calibracion(1.5, -2.0, 1.02, 0.99)
    dots, plain = Dots.of(300, 300, printer), Dots.of(300, 300)
    for place in range(24):
        box = casilla(PAPELES["a4_3x8"], place)
        sent, wanted = dots.rect(box), plain.rect(box)
        out_x = printer.escala_x * sent.left() + printer.corrida_x * 300 / 25.4
        out_y = printer.escala_y * sent.top() + printer.corrida_y * 300 / 25.4
        assert abs(out_x - wanted.left()) <= 1 and abs(out_y - wanted.top()) <= 1


def test_the_test_page_has_its_frame_and_rulers_where_it_says(qapp: QApplication) -> None:
    paper = PAPELES["a4_3x8"]
    page = QImage(round(paper.ancho * 10), round(paper.alto * 10), QImage.Format.Format_Grayscale8)
    page.fill(255)
    painter = QPainter(page)
    paint_test(painter, Dots.of(254, 254), paper)
    painter.end()
    known = prueba(paper)
    left = round(known.marco * 10)

    def dark(x: int, y: int) -> bool:
        return any(page.pixelColor(x + dx, y + dy).lightness() < 128 for dx in (-1, 0, 1) for dy in (-1, 0, 1))

    assert dark(left, 2000) and dark(1500, left) and not dark(left - 4, 2000)
    # The tick at the end of each ruler, and none behind it.
    assert dark(left + round(known.regla_x * 10), left + 35) and not dark(
        left + round(known.regla_x * 10) + 5, left + 35
    )
    assert dark(left + 35, left + round(known.regla_y * 10)) and not dark(
        left + 35, left + round(known.regla_y * 10) + 5
    )


def test_a_pdf_has_the_pages_of_the_paper(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "etiquetas.pdf"
    for paper, count in ((PAPELES["rollo_62x29"], 4), (PAPELES["a4_3x8"], 25)):
        write_pdf(file, Trabajo(paper, tuple(labels(count))), "etiquetas", avance=Avance())
        whole = file.read_bytes()
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", whole)
        assert len(boxes) == paginas(paper, count) == len(re.findall(rb"/Type /Page\b", whole))
        for width, height in boxes:
            assert abs(float(width) / 72 * 25.4 - paper.ancho) < 0.3
            assert abs(float(height) / 72 * 25.4 - paper.alto) < 0.3
        # Vectors, no picture.
        assert b"/Subtype /Image" not in whole
    assert list(tmp_path.iterdir()) == [file]


def test_a_printer_that_is_gone_prints_nothing_and_says_so(qapp: QApplication) -> None:
    with pytest.raises(ImpresoraError, match="«Zebra» no recibe nada"):
        print_on("Zebra", Trabajo(PAPELES["rollo_62x29"], tuple(labels(1))), "etiquetas", avance=Avance())


def test_a_folder_that_takes_nothing_says_so(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(ArchivoError, match="No se puede escribir"):
        write_pdf(tmp_path / "no" / "x.pdf", Trabajo(PAPELES["a4_3x8"], tuple(labels(1))), "etiquetas", avance=Avance())
    assert list(tmp_path.iterdir()) == []
