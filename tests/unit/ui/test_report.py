"""A bug report holds no secret, whatever it is made of, and however long."""

from __future__ import annotations

import pytest

from rexus.ui.report import without_secrets

LARGO = 1_000_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("clave=abc, x=1", "clave=***, x=1"),
        ('{"db_password_2": "con espacios", "n": 3}', '{"db_password_2": ***, "n": 3}'),
        ("MiToken : 'uno dos' fin", "MiToken : *** fin"),
        ("la clave no sirve", "la clave no sirve"),
        (f"clave{'x' * 60}=abc", f"clave{'x' * 60}=***"),
        ("postgresql://ana:abc@servidor/db", "postgresql://***@servidor/db"),
        ("sqlite:///data/users.db", "sqlite:///data/users.db"),
    ],
)
def test_secrets_are_replaced(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


@pytest.mark.parametrize("part", ["a", "clave", "pwd", "clave ", 'clave="', "clave='clave=\"", "a://", "x:// "])
def test_a_long_text_does_not_take_the_square_of_its_length(part: str) -> None:
    # It would take hours.
    text = "://" + part * (LARGO // len(part))
    assert without_secrets(f"{text}\nclave=abc").endswith("\nclave=***")
    assert without_secrets("clave" + " " * LARGO) == "clave" + " " * LARGO
