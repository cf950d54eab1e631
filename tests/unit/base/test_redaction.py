"""What leaves the program holds no secret, whatever it is made of, and however long."""

from __future__ import annotations

import pytest

from rexus.base.redaction import without_secrets

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
        ("postgresql://ana:a@b/c@servidor/db", "postgresql://***@servidor/db"),
        ("redis://:abc@cache:6379/0", "redis://***@cache:6379/0"),
        ("clave: siete barras de aluminio", "clave: ***"),
        ("clave=uno password: 'dos tres' fin", "clave=*** password: *** fin"),
        ("Server=x;PWD=a b,c;Encrypt=yes", "Server=x;PWD=***;Encrypt=yes"),
        ("Server=x;PWD={a;b}}c};Encrypt=yes", "Server=x;PWD=***;Encrypt=yes"),
        ("?odbc_connect=Driver%3DX%3BPWD%3Dabc%3BUID%3Dsa", "?odbc_connect=Driver%3DX%3BPWD%3D***"),
        (r'{"clave": "a\"b", "n": 3}', '{"clave": ***, "n": 3}'),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("$argon2id$v=19$m=65536,t=3,p=4$abc$def fin", "*** fin"),
        ("código ABCDEF-234567-GHIJKL-MNOPQR o abcd-efgh-jkmn-pqrs", "código *** o ***"),
        ("b4f7a3c2-1234-4abc-9def-1234567890ab", "b4f7a3c2-1234-4abc-9def-1234567890ab"),
        ("[SQL: INSERT]\n[parameters: ('ana', 'abc')]\nfin", "[SQL: INSERT]\n[parameters: ***]\nfin"),
        ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----", "***"),
    ],
)
def test_secrets_are_replaced(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


@pytest.mark.parametrize(
    "part", ["a", "clave", "pwd", "clave ", 'clave="', "clave='clave=\"", "a://", "x:// ", "a:b", "eyJ", "clave={"]
)
def test_a_long_text_does_not_take_the_square_of_its_length(part: str) -> None:
    # It would take hours.
    text = "://" + part * (LARGO // len(part))
    assert without_secrets(f"{text}\nclave=abc").endswith("\nclave=***")
    assert without_secrets("clave" + " " * LARGO) == "clave" + " " * LARGO
