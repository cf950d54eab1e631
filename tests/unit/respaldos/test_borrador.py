"""What somebody died with is swept; what somebody works in stays. Locks exclude threads as they exclude processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rexus.base import candado
from rexus.respaldos.borrador import barrer, borrador

_MUERE = """
import os, sys
from pathlib import Path
from rexus.respaldos.borrador import borrador
with borrador(Path(sys.argv[1]), "hacer") as lugar:
    (lugar / "a medias").write_text("x")
    os._exit(9)
"""


def test_a_draft_is_gone_at_the_end_and_kept_under_its_new_name(tmp_path: Path) -> None:
    with borrador(tmp_path, "hacer") as lugar:
        (lugar / "x").write_text("x")
        (lugar / "sub").mkdir()
        assert lugar.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []
    with borrador(tmp_path, "hacer") as lugar:
        (lugar / "x").write_text("x")
        lugar.rename(tmp_path / "hecho")
    assert [p.name for p in tmp_path.rglob("*")] == ["hecho", "x"]


def test_a_draft_of_the_dead_is_swept_and_one_of_the_living_is_not(tmp_path: Path) -> None:
    muerto = subprocess.run([sys.executable, "-c", _MUERE, str(tmp_path)], check=False)
    assert muerto.returncode == 9
    with borrador(tmp_path, "verificar") as vivo, borrador(tmp_path, "verificar") as otro:
        (vivo / "x").write_text("x")
        assert vivo != otro
        assert barrer(tmp_path) == [".rexus_hacer_1"]
        assert barrer(tmp_path) == []
        assert (vivo / "x").exists()
    assert list(tmp_path.iterdir()) == []


def test_whoever_comes_next_takes_the_place_of_the_dead(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _MUERE, str(tmp_path)], check=False)
    with borrador(tmp_path, "hacer") as lugar:
        assert list(lugar.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    archivo = tmp_path / "candado"
    primero = candado.tomar(archivo)
    assert primero is not None
    assert candado.tomar(archivo) is None
    assert candado.tomar(archivo, plazo=0.12) is None
    primero.soltar(quitar=True)
    assert not archivo.exists()
    segundo = candado.tomar(archivo)
    assert segundo is not None
    segundo.soltar()
    assert archivo.exists()
