"""How Sphinx makes the manual: static pages that need no network to be read.

What is below is Sphinx's configuration; `setup` adds the short addresses by which the program opens a part.
"""

from __future__ import annotations

import sys
from html import escape
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from rexus.base.paths import MANUAL_PARTS  # noqa: E402  (the folder is no package of the program)
from rexus.ui.palette import DARK, LIGHT  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Rexus"
html_title = "Manual de Rexus"
language = "es"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["README.md"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
# A heading can be linked to by what it says, down to this depth.
myst_heading_anchors = 3
suppress_warnings: list[str] = []

html_theme = "furo"
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_favicon = str(ROOT / "resources" / "icons" / "rexus_app.svg")
html_logo = html_favicon
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False


def _face(palette: dict[str, str]) -> dict[str, str]:
    """The program's colours, by the names that the theme gives them."""
    return {
        "color-brand-primary": palette["accent"],
        "color-brand-content": palette["accent"],
        "color-brand-visited": palette["accent"],
        "color-background-primary": palette["surface"],
        "color-background-secondary": palette["background"],
        "color-background-border": palette["line"],
        "color-foreground-primary": palette["text"],
        "color-foreground-secondary": palette["secondary"],
        "font-stack": "system-ui, 'Segoe UI', 'Noto Sans', sans-serif",
    }


html_theme_options = {
    "light_css_variables": _face(LIGHT),  # type: ignore[arg-type]
    "dark_css_variables": _face(DARK),  # type: ignore[arg-type]
    "navigation_with_keys": True,
}

_LEADING_PAGE = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>Manual de Rexus</title>
<meta http-equiv="refresh" content="0; url={address}"></head>
<body><p><a href="{address}">Ir a la página</a></p></body></html>
"""


def _write_leading_pages(app: Sphinx, error: Exception | None) -> None:
    """A page for each anchor, that leads to it: desktops open files, and drop what stands behind a «#»."""
    if error is not None:
        return
    folder = Path(app.outdir) / MANUAL_PARTS
    folder.mkdir(exist_ok=True)
    for name, (page, anchor) in app.env.domains["std"].anonlabels.items():
        if page in app.env.found_docs:
            address = f"../{page}.html" + (f"#{anchor}" if anchor else "")
            (folder / f"{name}.html").write_text(_LEADING_PAGE.format(address=escape(address)), encoding="utf-8")


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Bring the licences of what the pages hold of others, and leave out what only serves to develop the theme."""
    if error is not None:
        return
    for drawing in Path(app.outdir).rglob("*.map"):
        drawing.unlink()
    folder = Path(app.outdir) / "licencias"
    folder.mkdir(exist_ok=True)
    for name in ("sphinx", "furo"):
        for file in metadata.distribution(name).files or ():
            if ".dist-info" in str(file) and file.name.startswith("LICENSE"):
                (folder / f"{name}.txt").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx calls once it has read the above."""
    app.connect("build-finished", _write_leading_pages)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
