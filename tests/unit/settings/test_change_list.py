"""The list of who changed this machine's keys: bounded, and never broken by a crash."""

from __future__ import annotations

import json
import stat
import sys
import threading
from pathlib import Path

from rexus.settings.bitacora import Bitacora


def test_lines_come_back_in_order(tmp_path: Path) -> None:
    lista = Bitacora(tmp_path / "sub" / "cambios.jsonl")
    assert lista.leer() == []
    lista.anotar([{"n": 1, "texto": "á\nb"}, {"n": 2}])
    lista.anotar([])
    lista.anotar([{"n": 3}])
    assert [linea["n"] for linea in lista.leer()] == [1, 2, 3]
    if sys.platform != "win32":
        assert stat.S_IMODE(lista.file.stat().st_mode) == 0o600


def test_a_line_cut_by_a_crash_costs_itself_only(tmp_path: Path) -> None:
    file = tmp_path / "cambios.jsonl"
    file.write_bytes(b'{"n": 1}\n\xff\xfe\n[1]\n{"n": 2}\n{"n": 3, "cortad')
    lista = Bitacora(file)
    lista.anotar([{"n": 4}])
    assert [linea["n"] for linea in lista.leer()] == [1, 2, 4]


def test_it_does_not_grow_for_ever(tmp_path: Path) -> None:
    lista = Bitacora(tmp_path / "cambios.jsonl")
    lista.file.write_text("".join(json.dumps({"n": n}) + "\n" for n in range(999)))
    lista.anotar([{"n": 999}])
    lista.anotar([{"n": 1000}])
    assert [linea["n"] for linea in lista.leer()] == list(range(500, 1001))


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    lista = Bitacora(tmp_path / "cambios.jsonl")

    def write(who: int) -> None:
        for n in range(40):
            lista.anotar([{"quien": who, "n": n}])

    threads = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = lista.leer()
    assert [[linea["n"] for linea in found if linea["quien"] == who] for who in range(3)] == [list(range(40))] * 3
