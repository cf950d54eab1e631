"""The process that prints, as the window has it: what came out of the printer, and what is said of it."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.etiquetas.contenido import Etiqueta
from rexus.etiquetas.papel import PAPELES
from rexus.ui.etiquetas.trabajo import Impresion, Trabajo
from rexus.ui.impresion import impresoras, pedido, proceso, salida
from rexus.ui.impresion.errores import ColaError, ImpresoraCalladaError, ImpresoraError, ProgramaCambiadoError
from rexus.ui.impresion.hoja import Columna, Hoja, Parrafo, Tabla
from rexus.ui.impresion.medidas import DPI

ROOT = Path(__file__).parents[3]
HOJA = Hoja("Inventario", "Aberturas Núñez", "hoy · ana", (), (Parrafo("Rack"), Tabla((Columna("Código"),), [("A1",)])))

# What the real one does with a printer, without one. `donde` is what the test and it tell each other by.
OTRA = """
import json, os, sys, time
from pathlib import Path
from rexus.ui.impresion.pedido import COLA, PASO, RESPUESTA, decidido, decidir, tomar

como, donde, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[4])

def hasta(cumple):
    while not cumple():
        time.sleep(0.01)

def contestar(**answer):
    (folder / "listo").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "listo").replace(folder / RESPUESTA)
    sys.exit(0)

wanted = tomar(folder)
assert sys.argv[3] == "--cola" and wanted.impresora == "Láser" and wanted.imprimible.titulo == "Inventario"
(donde / "quien").write_text(f"{os.getpid()} {folder}", encoding="utf-8")
(folder / PASO).write_text("1 3", encoding="ascii")
if como == "muere":
    sys.exit("no se pudo")
if como == "a_medias":
    hasta(lambda: decidido(folder))
    sys.exit(1)
if como == "sorda":
    time.sleep(600)
assert decidir(folder, COLA)
if como == "muere_enviando":
    sys.exit("no se pudo")
if como in ("callada", "tarde"):
    (donde / "enviando").touch()
if como == "callada":
    time.sleep(600)
if como == "tarde":
    hasta((donde / "basta").exists)
contestar(hecho=como != "nada")
"""

# The real one, whose printer is a file: no machine of the tests has a printer.
LA_MISMA = """
import sys
from pathlib import Path
from PySide6.QtPrintSupport import QPrinter
from rexus.ui.impresion import cola

def printer(nombre):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(f"{sys.argv[1]}/{nombre}.pdf")
    return printer

cola._printer = printer
sys.exit(cola.main(Path(sys.argv[3])))
"""


@pytest.fixture
def impresora(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Another process stands in for the one that prints: `como` by the environment."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return monkeypatch


def imprimir(con: pytest.MonkeyPatch, donde: Path, como: str, avance: Avance | None = None) -> None:
    con.setattr(proceso, "_program", lambda: [sys.executable, "-c", OTRA, como, str(donde)])
    impresoras.imprimir("Láser", salida.Paginas(HOJA), avance=avance or Avance())


class Arrepentido(Avance):
    """Called off once `archivo` is there; tells by `basta` that it was heard."""

    def __init__(self, donde: Path, archivo: str) -> None:
        super().__init__()
        self._donde, self._archivo = donde, archivo

    def paso(self, hecho: int, total: int = 0) -> None:
        if (self._donde / self._archivo).exists():
            self.cancelar()
        try:
            super().paso(hecho, total)
        except CanceladoError:
            (self._donde / "basta").touch()
            raise


def nada_queda(donde: Path) -> None:
    """Neither the process nor its folder."""
    who, folder = (donde / "quien").read_text(encoding="utf-8").split(" ", 1)
    with pytest.raises(ProcessLookupError):
        os.kill(int(who), 0)
    assert not Path(folder).exists()


def test_what_was_printed_is_told_as_printed(impresora: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pasos: list[tuple[int, int]] = []
    imprimir(impresora, tmp_path, "bien", Avance(lambda hecho, total: pasos.append((hecho, total))))
    assert pasos
    nada_queda(tmp_path)
    # Called off when it was being sent already: it comes out, and nobody prints it twice.
    imprimir(impresora, tmp_path, "tarde", Arrepentido(tmp_path, "enviando"))
    assert (tmp_path / "basta").exists()
    nada_queda(tmp_path)
    with pytest.raises(ImpresoraError, match="no recibe nada"):
        imprimir(impresora, tmp_path, "nada")


def test_the_real_process_prints_what_the_window_laid_out(impresora: pytest.MonkeyPatch, tmp_path: Path) -> None:
    impresora.setattr(proceso, "_program", lambda: [sys.executable, "-c", LA_MISMA, str(tmp_path)])
    pedida = Avance()
    pedida.cancelar()
    with pytest.raises(CanceladoError):
        impresoras.imprimir("Tinta", salida.Paginas(HOJA), avance=pedida)
    impresoras.imprimir("Láser", salida.Paginas(HOJA), avance=Avance())
    # The end of the file is what Qt writes when it hands it over.
    assert [f.name for f in tmp_path.glob("*.pdf") if f.read_bytes().rstrip().endswith(b"%%EOF")] == ["Láser.pdf"]
    (pagina,) = PdfReader(tmp_path / "Láser.pdf").pages
    texto = pagina.extract_text().split()
    assert "Núñez" in texto and "A1" in texto


@pytest.mark.parametrize("como", ["a_medias", "sorda"])
def test_what_was_called_off_in_time_is_not_printed(impresora: pytest.MonkeyPatch, tmp_path: Path, como: str) -> None:
    if como == "sorda":
        # It gives up by itself, or is ended.
        impresora.setattr(proceso, "_DEJAR_S", 0.1)
    with pytest.raises(CanceladoError):
        imprimir(impresora, tmp_path, como, Arrepentido(tmp_path, "quien"))
    nada_queda(tmp_path)


def test_of_what_nobody_knows_nothing_is_claimed(
    impresora: pytest.MonkeyPatch, tmp_path: Path, errores_esperados: list[logging.LogRecord]
) -> None:
    for como, dice in (("muere", "No se imprimió nada"), ("muere_enviando", "Puede que algo salga")):
        with pytest.raises(ColaError, match=dice) as dicho:
            imprimir(impresora, tmp_path, como)
        assert "impresora «" not in str(dicho.value)
        nada_queda(tmp_path)
        assert "no se pudo" in errores_esperados[-1].getMessage()
    impresora.setattr(proceso, "_TERMINAR_S", 0.1)
    with pytest.raises(ImpresoraCalladaError, match="Puede que algo salga"):
        imprimir(impresora, tmp_path, "callada", Arrepentido(tmp_path, "enviando"))
    nada_queda(tmp_path)


def test_a_program_that_was_changed_under_the_window_is_not_the_printers_fault(
    impresora: pytest.MonkeyPatch, tmp_path: Path, errores_esperados: list[logging.LogRecord]
) -> None:
    # The real process, asked by a window of another version.
    with impresora.context() as otra:
        otra.setattr(pedido, "VERSION", "0.0.1")
        with pytest.raises(ProgramaCambiadoError, match=r"se actualizó.* No se imprimió nada"):
            impresoras.imprimir("Láser", salida.Paginas(HOJA), avance=Avance())
        assert "abrirlo de nuevo" in impresoras.impresoras(avance=Avance()).falla
    impresora.setattr(proceso, "_program", lambda: [str(tmp_path / "rexus")])
    with pytest.raises(ProgramaCambiadoError):
        impresoras.imprimir("Láser", salida.Paginas(HOJA), avance=Avance())
    assert not errores_esperados
    # Nowhere to lay the paper down.
    impresora.setattr(tempfile, "tempdir", str(tmp_path / "no_esta"))
    with pytest.raises(ColaError, match="No se imprimió nada"):
        impresoras.imprimir("Láser", salida.Paginas(HOJA), avance=Avance())
    assert "lugar en el disco" in impresoras.impresoras(avance=Avance()).falla
    assert len(errores_esperados) == 2


def test_what_killed_windows_left_is_swept(impresora: pytest.MonkeyPatch, tmp_path: Path) -> None:
    vieja, nueva = tmp_path / "rexus-cola-vieja", tmp_path / "rexus-cola-nueva"
    for folder in (vieja, nueva):
        folder.mkdir()
        (folder / "algo").touch()
    os.utime(vieja, (0, 0))
    imprimir(impresora, tmp_path, "bien")
    assert nueva.exists() and not vieja.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody is told that its parent ended")
def test_the_process_ends_with_its_window(tmp_path: Path) -> None:
    cola = "import time; from rexus.ui.impresion.cola import end_with_the_window as e; e(); print('a', flush=True); "
    cola += "time.sleep(600)"
    ventana = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    with subprocess.Popen([sys.executable, "-c", ventana, cola], cwd=ROOT, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None and window.stdout.readline() == b"a\n"
        window.kill()
        # Its end of the pipe is the last one: it comes when that process is gone too.
        assert window.stdout.read() == b""


def test_papers_and_labels_cross_to_another_process_as_they_are(qapp: QApplication, tmp_path: Path) -> None:
    etiquetas = (Etiqueta("P-001", "P-001", ("Marco 64",)),)
    for imprimible, dice in (
        (salida.Paginas(HOJA), "A1"),
        (Impresion(Trabajo(PAPELES["rollo_62x29"], etiquetas), "etiquetas"), "P-001"),
    ):
        textos = []
        for n, one in enumerate((imprimible, pickle.loads(pickle.dumps(imprimible)))):
            salida.escribir_pdf(tmp_path / f"{n}.pdf", one, DPI, avance=Avance())
            textos.append([pagina.extract_text() for pagina in PdfReader(tmp_path / f"{n}.pdf").pages])
        assert textos[0] == textos[1] and dice in "".join(textos[0])
        assert pickle.loads(pickle.dumps(imprimible)).titulo == imprimible.titulo
