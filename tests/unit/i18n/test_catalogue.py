"""The English is complete: each text of the source has one, with the same places to fill in, in both files."""

from __future__ import annotations

import ast
import gettext

import pytest

from rexus.base import idioma
from rexus.base.text import fuente, tr, tr_en_contexto
from tests.i18n import catalogue
from tests.i18n.extract import PACKAGE, ROOT, early_calls, source_files, texts, texts_of, tree, unreadable
from tests.i18n.same import SAME

# A command is made with its help while it is imported, in the one language that its process speaks by then.
_ONE_LANGUAGE = PACKAGE / "cli"


def test_every_text_of_the_source_has_its_english() -> None:
    known = catalogue.read()
    missing = [f"{found.file}:{found.line} {found.text}" for found in texts() if not known.get(found.key)]
    assert not missing, f"write it in resources/i18n/en.po after `python -m tests.i18n`: {missing}"


def test_both_files_are_what_the_source_makes_of_them() -> None:
    built = catalogue.build(catalogue.read())
    assert catalogue.PO.read_bytes() == catalogue.po_bytes(built), "run python -m tests.i18n"
    assert catalogue.MO.read_bytes() == catalogue.mo_bytes(built), "run python -m tests.i18n"


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    wrong = {
        text: english
        for (_, text), english in catalogue.read().items()
        if english and catalogue.placeholders(text) != catalogue.placeholders(english)
    }
    assert not wrong


def test_spaces_at_the_ends_ellipses_and_lines_are_kept() -> None:
    def shape(text: str) -> tuple[bool, bool, bool, int, int]:
        edges = text[:1].isspace(), text[-1:].isspace()
        return *edges, text.endswith("…"), text.count("\n"), text.count("&") - text.count("&&") * 2

    wrong = {t: e for (_, t), e in catalogue.read().items() if e and shape(t) != shape(e)}
    assert not wrong


def test_what_reads_the_same_in_english_is_meant_to() -> None:
    same = {text for (_, text), english in catalogue.read().items() if text == english}
    assert same == SAME, (sorted(same - SAME), sorted(SAME - same))


def test_no_spanish_is_left_in_the_english() -> None:
    # Quotes, accents and marks that English does not have; names keep theirs.
    signs = "«»¿¡áéíóúñÁÉÍÓÚÑ"
    wrong = {t: e for (_, t), e in catalogue.read().items() if t not in SAME and any(sign in e for sign in signs)}
    assert not wrong


def test_nothing_is_translated_while_it_is_imported() -> None:
    files = [file for file in source_files() if _ONE_LANGUAGE not in file.parents]
    early = [f"{file.relative_to(ROOT)}:{n}" for file in files for n in early_calls(tree(file))]
    assert not early, f"it would stay in that language: {early}"


def test_no_text_is_put_together_before_it_is_translated() -> None:
    wrong = [f"{file.relative_to(ROOT)}:{n}" for file in source_files() for n in unreadable(tree(file))]
    assert not wrong, f"fill it in with .format() afterwards: {wrong}"
    assert list(unreadable(ast.parse("tr('a')\nSetting(f'db.{x}', 't', 0, 'b')\nfuente({'k': f'c {x}'})\n"))) == [3]


def test_a_call_is_found_wherever_it_stands() -> None:
    source = ast.parse(
        "A = fuente({'k': 'uno', 'l': 'dos'})\n"
        "def f(x=tr('tres')):\n    return tr('cua' 'tro') if x else tr_en_contexto('verb', 'cinco')\n"
        "B = Columna('clave', 'seis', ancho=3)\nC = tr('siete' if A else 'ocho')\n"
    )
    found = {(f.contexto, f.text) for f in texts_of(source, "x.py")}
    assert found == {
        (None, "uno"), (None, "dos"), (None, "tres"), (None, "cuatro"), ("verb", "cinco"), (None, "seis"),
        (None, "siete"), (None, "ocho"),
    }  # fmt: skip
    assert list(early_calls(source)) == [2, 5]


def test_the_language_can_be_changed_and_changed_back() -> None:
    with catalogue.MO.open("rb") as file:
        english = gettext.GNUTranslations(file).gettext("Guardar")
    assert english == "Save"
    try:
        idioma.hablar(idioma.INGLES)
        assert (tr("Guardar"), tr(""), idioma.en_uso()) == ("Save", "", "en")
        # What nobody translated yet is said as it is written.
        assert tr("nada de esto está traducido") == fuente("nada de esto está traducido")
        assert tr_en_contexto("ninguno", "tampoco esto") == "tampoco esto"
        with pytest.raises(KeyError):
            idioma.hablar("fr")
        assert tr("Guardar") == "Save"
    finally:
        idioma.hablar(idioma.ESPANOL)
    assert tr("Guardar") == "Guardar"
