"""`resources/i18n/en.po` as texts and their English; written in one order, so that two runs give the same file."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.i18n.extract import ROOT, Found, texts

FOLDER: Final = ROOT / "resources" / "i18n"
PO: Final = FOLDER / "en.po"
MO: Final = FOLDER / "en.mo"

#: A text and, where there is one, its context.
Key = tuple[str | None, str]
_HEADER: Final = "Rexus in English. Written by `python -m tests.i18n`: only the lines of msgstr are edited by hand."
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


class _Timeless(Catalog):
    """Says of itself what a reader needs, and nothing that depends on the day or on who runs it."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("Language", "en"), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8")]


def read() -> dict[Key, str]:
    """What the catalogue says now; empty while there is none."""
    if not PO.exists():
        return {}
    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="en")
    return {(m.context, str(m.id)): str(m.string) for m in catalogue if m.id}


def build(known: Mapping[Key, str]) -> Catalog:
    """A catalogue of all that the program says, with the English that is known; what is not said any more goes."""
    catalogue = _Timeless(locale="en", header_comment=f"# {_HEADER}", charset="utf-8", fuzzy=False)
    where: dict[Key, list[Found]] = defaultdict(list)
    for found in texts():
        where[found.key].append(found)
    for (context, text), places in where.items():
        files = sorted({place.file for place in places})
        # Without lines: they move with every change, and the file with them.
        english = known.get((context, text), "")
        message = catalogue.add(text, english, context=context, locations=[(f, None) for f in files])  # type: ignore[list-item]
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """The file that people edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_by_file=False, include_lineno=False)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The file that the program reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def placeholders(text: str) -> list[str]:
    """What `.format` fills in, in any order."""
    return sorted(_PLACEHOLDER.findall(text))
