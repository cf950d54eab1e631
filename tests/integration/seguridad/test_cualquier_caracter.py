"""A password is any text that is long enough: no kind of character is asked for, none is refused, and it lets in."""

from __future__ import annotations

import pytest

from .conftest import CLAVE, Taller

CLAVES = {
    "small letters": "zapallo tibio quieto",
    "capitals": "ZAPALLO TIBIO QUIETO",
    "figures": "829174650183",
    "signs": "'\"; DROP--%_\\<&>",
    "spaces at both ends": "  tres ventanas tibias  ",
    "tab and line break": "tres\tventanas\ntibias",
    "accents": "ñandú pingüino açaí",
    "another script": "窗户铝合金型材仓库管理系统",
    "from right to left": "חלון אלומיניום כחול",
    "pictures": "🪟🔨🐴🔋📎🪟🌵🛶🧉🪗🦤🧿",
    "zero bytes": "tres\0ventanas\0tibias",
}


@pytest.mark.parametrize("que", CLAVES)
def test_it_is_taken_and_lets_in_and_nothing_like_it_does(taller: Taller, que: str) -> None:
    clave = CLAVES[que]
    taller.nueva("luis", clave=clave)
    assert taller.entrar("luis", clave).actor.usuario == "luis"
    for otra in (clave[:-1], clave.swapcase() if clave.swapcase() != clave else f"{clave} ", CLAVE):
        with pytest.raises(Exception, match="incorrectos"):
            taller.entrar("luis", otra)
        taller.reloj.pasar(minutes=10)
