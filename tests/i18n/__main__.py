"""Bring the English catalogue up to date with the source, and say what is missing in it.

`--de ARCHIVO.json` ({text: English}) adds translations first; those of texts that have one are replaced. A context
stands before its text with \\4 between them, as gettext writes it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.i18n import catalogue


def main() -> int:
    """Write both files; 1 while something has no English."""
    parser = argparse.ArgumentParser(prog="python -m tests.i18n", description=__doc__)
    parser.add_argument("--de", type=Path, action="append", default=[], metavar="ARCHIVO.json")
    known = catalogue.read()
    for file in parser.parse_args().de:
        known |= {_key(text): english for text, english in json.loads(file.read_text("utf-8")).items()}
    catalogue.FOLDER.mkdir(exist_ok=True)
    built = catalogue.build(known)
    catalogue.PO.write_bytes(catalogue.po_bytes(built))
    catalogue.MO.write_bytes(catalogue.mo_bytes(built))
    said = [message for message in built if message.id]
    missing = [message for message in said if not message.string]
    for message in missing:
        print(f"{', '.join(file for file, _ in message.locations)}: {message.id}")
    print(f"{len(said)} texts, {len(missing)} without English")
    return 1 if missing else 0


def _key(text: str) -> catalogue.Key:
    contexto, bar, word = text.partition("\4")
    return (contexto, word) if bar else (None, text)


if __name__ == "__main__":
    sys.exit(main())
