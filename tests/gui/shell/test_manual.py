"""F1: the built manual has a part for every page, its links lead somewhere, and the window opens the right one."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, Qt
from PySide6.QtWidgets import QLabel, QTabBar

from rexus.base import paths
from rexus.shell.registry import MODULES
from rexus.ui.manual import part_of
from tests.gui.conftest import Driver

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "docs" / "manual" / "img"
# Of each picture, and of all of them: they are in the repository and in every package.
LARGEST, ALL_OF_THEM = 100_000, 3_000_000


class Page(HTMLParser):
    """The addresses that a page names, and the places in it that can be led to."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self.sources: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        # «#» alone is a button.
        if tag == "a" and found.get("href") not in (None, "", "#"):
            self.addresses.append(found["href"] or "")
        source = found.get("href" if tag == "link" else "src")
        if tag in ("img", "script", "link") and source not in (None, "#"):
            self.sources.append(source or "")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual, made as the package makes it; a warning is a failure."""
    folder = tmp_path_factory.mktemp("manual") / "manual"
    made = subprocess.run(
        [sys.executable, "-m", "docs.manual", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def opened(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """What the window asks the desktop to show, instead of a browser."""
    files: list[Path] = []

    def open_url(url: QUrl) -> bool:
        files.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(paths, "manual", lambda: built)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    yield files


def leads_to(file: Path) -> tuple[Path, str]:
    """The page and the place in it that a part's file leads to."""
    found = re.search(r'url=([^"#]+)(?:#([^"]+))?"', file.read_text(encoding="utf-8"))
    assert found is not None, file
    return (file.parent / found[1]).resolve(), found[2] or ""


# ── The manual itself ──


def test_every_link_and_picture_is_there(built: Path) -> None:
    pages = {file: Page(file) for file in built.glob("*.html")}
    assert len(pages) > 15
    for file, page in pages.items():
        for address in page.sources:
            assert "//" not in address, f"{file.name} needs the network for {address}"
            assert (built / address.partition("?")[0].partition("#")[0]).is_file(), f"{file.name}: {address}"
        for address in page.addresses:
            if address.startswith(("http:", "https:", "mailto:")):
                continue
            name, _, anchor = address.partition("#")
            target = (built / name).resolve() if name else file
            assert target in pages, f"{file.name}: {address}"
            assert not anchor or anchor in pages[target].ids, f"{file.name}: {address}"


def test_every_part_leads_to_a_place(built: Path) -> None:
    parts = list((built / paths.MANUAL_PARTS).glob("*.html"))
    assert len(parts) > 40
    for part in parts:
        page, anchor = leads_to(part)
        assert page.is_file(), part.name
        assert not anchor or anchor in Page(page).ids, part.name


def test_the_theme_speaks_spanish(built: Path) -> None:
    text = (built / "index.html").read_text(encoding="utf-8")
    assert "Mostrar u ocultar el índice" in text
    for english in ("Toggle", "Back to top", "On this page", "Skip to content", "Made with", "Light mode", "Next<"):
        assert english not in text


def test_what_is_of_others_has_its_licence(built: Path) -> None:
    for name in ("sphinx", "furo"):
        assert "Copyright" in (built / "licencias" / f"{name}.txt").read_text(encoding="utf-8")


def test_the_search_knows_the_words(built: Path) -> None:
    index = (built / "searchindex.js").read_text(encoding="utf-8")
    for word in ("retaz", "remit", "kardex"):
        assert word in index


def test_the_pictures_are_small_and_none_is_left_over() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PICTURES.parent.glob("*.md"))
    shown = set(re.findall(r"\(img/([\w.]+)\)", text))
    tracked = {file.name: file.stat().st_size for file in PICTURES.glob("*.png")}
    assert tracked.keys() == shown
    assert max(tracked.values()) < LARGEST
    assert sum(tracked.values()) < ALL_OF_THEM


# ── F1 ──


def test_every_page_has_its_chapter(signed_in: Driver, opened: list[Path], built: Path) -> None:
    assert signed_in.application.session is not None
    for module in MODULES:
        signed_in.application.session.page.show_module(module.id)
        signed_in.find("principal.navegacion").setFocus()
        signed_in.press(Qt.Key.Key_F1)
        assert opened[-1] == built / paths.MANUAL_PARTS / f"{module.id}.html"
        page, anchor = leads_to(opened[-1])
        assert not anchor or anchor in Page(page).ids
    assert len(opened) == len(MODULES)
    # A tab has a part of its own.
    signed_in.application.session.page.show_module("compras")
    signed_in.find("compras.pestanas", QTabBar).setCurrentIndex(1)
    signed_in.find("compras.pedidos.buscar").setFocus()
    signed_in.press(Qt.Key.Key_F1)
    assert opened[-1].stem == "compras.pedidos"


def test_the_search_of_everything_has_its_part(signed_in: Driver, opened: list[Path]) -> None:
    signed_in.trigger("principal.buscar_todo")
    signed_in.wait(lambda: signed_in.has("buscar_todo.campo"))
    signed_in.press(Qt.Key.Key_F1, on=signed_in.find("buscar_todo.campo"))
    assert [file.stem for file in opened] == ["buscar_todo"]


def test_a_dialog_has_the_part_that_tells_of_it(signed_in: Driver, opened: list[Path]) -> None:
    for verb, dialog, part in (
        ("inventario.importar", "importar", "importar"),
        ("inventario.rapido", "rapido", "rapido"),
        ("inventario.nuevo", "inventario.ficha", "inventario.ficha"),
        ("principal.atajos", "atajos", "atajos"),
        ("principal.menu.estado", "estado", "estado"),
    ):
        signed_in.trigger(verb)
        signed_in.wait(lambda dialog=dialog: signed_in.has(dialog) and signed_in.find(dialog).isActiveWindow())
        signed_in.press(Qt.Key.Key_F1, on=signed_in.find(dialog))
        assert opened[-1].stem == part
        signed_in.press(Qt.Key.Key_Escape, on=signed_in.find(dialog))
        signed_in.wait(lambda dialog=dialog: not signed_in.has(dialog))


def test_the_pages_before_the_sign_in_have_theirs(start: Callable[[], Driver], opened: list[Path]) -> None:
    app = start()
    app.wait(lambda: app.has("bienvenida.usuario"))
    app.press(Qt.Key.Key_F1, on=app.find("bienvenida.usuario"))
    assert opened[-1].stem == "bienvenida"


@pytest.mark.parametrize("name", ["inventario.salida", "herrajes.kits", "obras.entregar", "obras.materiales",
                                  "compras.faltantes", "respaldos.restaurar", "usuarios.roles", "conteo", "etiquetas",
                                  "mi_cuenta", "conexion", "rescate", "login", "problema"])  # fmt: skip
def test_what_people_ask_about_has_a_part(opened: list[Path], name: str) -> None:
    place = QLabel()
    place.setObjectName(f"{name}.lo_que_sea")
    assert part_of(place).stem == name


def test_a_copy_without_a_manual_says_so(signed_in: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "manual", lambda: tmp_path / "nada")
    signed_in.trigger("principal.manual")
    assert signed_in.application.session is not None
    notice = signed_in.application.session.notices.current
    assert notice is not None and notice.texto.startswith("El manual no está en esta copia")
    signed_in.trigger("principal.acerca_de")
    signed_in.wait(lambda: signed_in.has("acerca_de") and signed_in.find("acerca_de").isActiveWindow())
    signed_in.press(Qt.Key.Key_F1, on=signed_in.find("acerca_de"))
    signed_in.wait(lambda: signed_in.has("acerca_de.error"))
