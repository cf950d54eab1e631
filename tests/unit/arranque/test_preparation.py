"""The start from nothing, for real: real environments, real pip, no network."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path

import pytest

from rexus.arranque import messages, places, stamp
from tests.unit.arranque.checkout import Checkout, Started, copy_of, finish, make_checkout


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    """Nothing prepared."""
    return make_checkout(tmp_path)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checkout, Started]:
    """A checkout and its first start."""
    checkout = make_checkout(tmp_path_factory.mktemp("first"))
    return checkout, checkout.start("buscar", "dos palabras")


@pytest.fixture
def prepared(first_start: tuple[Checkout, Started], tmp_path: Path) -> Checkout:
    """An own copy of the checkout after its first start."""
    return copy_of(first_start[0], tmp_path)


def without_pip(checkout: Checkout) -> None:
    """Whatever would run pip fails from here on."""
    site = places.site_packages(checkout.venv)
    assert site is not None
    shutil.rmtree(site / "pip")


def test_first_start_prepares_and_continues_inside(first_start: tuple[Checkout, Started]) -> None:
    checkout, started = first_start
    assert started.code == 7
    assert started.answer == [["buscar", "dos palabras"], str(checkout.venv), "1.0"]
    assert messages.PREPARING in started.progress
    assert "[1/1] rexus_prueba-1.0" in started.progress
    assert messages.READY in started.progress


def test_second_start_goes_straight_in(prepared: Checkout) -> None:
    without_pip(prepared)
    started = prepared.start("x")
    assert (started.code, started.progress) == (7, "")
    assert started.answer == [["x"], str(prepared.venv), "1.0"]


def test_changed_lock_updates(prepared: Checkout) -> None:
    prepared.require("2.0")
    started = prepared.start("x")
    assert started.answer == [["x"], str(prepared.venv), "2.0"]
    assert messages.UPDATING in started.progress
    assert prepared.start("x").progress == ""


def test_environment_updates_from_within(prepared: Checkout) -> None:
    prepared.require("2.0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(places.interpreter(prepared.venv)))
        started = prepared.start("x")
    assert started.answer == [["x"], str(prepared.venv), "2.0"]


def test_failed_update_keeps_what_was_there(prepared: Checkout) -> None:
    former = prepared.lock.read_text(encoding="utf-8")
    prepared.lock.write_text(former.replace("==1.0", "==9.9"), encoding="utf-8")
    assert prepared.start("x").code == 1
    prepared.lock.write_text(former, encoding="utf-8")
    without_pip(prepared)
    assert prepared.start("x").answer == [["x"], str(prepared.venv), "1.0"]


def test_removed_package_is_brought_back(prepared: Checkout) -> None:
    site = places.site_packages(prepared.venv)
    assert site is not None
    for left in site.glob("rexus_prueba*"):
        shutil.rmtree(left)
    assert prepared.start("x").answer == [["x"], str(prepared.venv), "1.0"]


def test_python_gone_makes_it_anew(prepared: Checkout) -> None:
    interpreter = places.interpreter(prepared.venv)
    for python in interpreter.parent.glob("python*"):
        python.unlink()
    assert prepared.start("x").answer == [["x"], str(prepared.venv), "1.0"]


def test_failure_is_told_and_leaves_nothing(bare: Checkout) -> None:
    good = bare.lock.read_text(encoding="utf-8")
    bare.lock.write_text(good.replace("==1.0", "==9.9"), encoding="utf-8")
    failed = bare.start("x")
    assert (failed.code, failed.answer) == (1, None)
    assert "No se pudieron descargar los componentes de Rexus" in failed.progress
    assert "Revisar la conexión a Internet" in failed.progress
    assert "Traceback" not in failed.progress
    assert not (bare.venv / "pyvenv.cfg").exists()
    bare.lock.write_text(good, encoding="utf-8")
    again = bare.start("x")
    assert again.answer == [["x"], str(bare.venv), "1.0"]
    assert messages.REPAIRING not in again.progress


def test_tampered_download_is_refused(prepared: Checkout) -> None:
    prepared.require("2.0", digest="0" * 64)
    failed = prepared.start("x")
    assert (failed.code, failed.answer) == (1, None)
    assert "su huella no coincide" in failed.progress


@pytest.mark.parametrize("moment", ["Creando", "Descargando", "Instalando"])
def test_killed_while_preparing(bare: Checkout, moment: str) -> None:
    process = bare.popen("x")
    assert process.stderr is not None
    seen = next(line for line in process.stderr if line.startswith((moment, "Listo")))
    assert seen.startswith(moment)
    process.kill()
    process.communicate()
    again = bare.start("x")
    assert again.answer == [["x"], str(bare.venv), "1.0"]
    assert messages.REPAIRING in again.progress
    assert bare.start("x").progress == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")
def test_interrupted_with_the_keyboard(prepared: Checkout) -> None:
    prepared.require("2.0")
    # A shell that started this run in the background had it ignore the key, and children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = prepared.popen("x")
    signal.signal(signal.SIGINT, before)
    assert process.stderr is not None
    next(line for line in process.stderr if line.startswith("Descargando"))
    process.send_signal(signal.SIGINT)
    stopped = finish(process)
    assert stopped.code == 130
    assert messages.CANCELLED in stopped.progress
    assert prepared.start("x").answer == [["x"], str(prepared.venv), "2.0"]


def test_two_starts_at_once(bare: Checkout) -> None:
    both = [bare.popen(name) for name in ("uno", "dos")]
    first, second = (finish(process) for process in both)
    assert first.answer == [["uno"], str(bare.venv), "1.0"]
    assert second.answer == [["dos"], str(bare.venv), "1.0"]
    prepared_by = [started for started in (first, second) if messages.PREPARING in started.progress]
    assert len(prepared_by) == 1


def test_unwritable_checkout_uses_the_users_folder(bare: Checkout) -> None:
    # A file in its place: the tests may run as root, whom permission bits do not stop.
    bare.venv.write_text("", encoding="utf-8")
    started = bare.start("x")
    assert started.answer is not None
    assert Path(started.answer[1]).parent == bare.root.parent / "home" / "rexus"
    assert bare.start("x").progress == ""


def test_nowhere_to_write(bare: Checkout) -> None:
    bare.venv.write_text("", encoding="utf-8")
    (bare.root.parent / "home").write_text("", encoding="utf-8")
    failed = bare.start("x")
    assert failed.code == 1
    assert "No hay dónde preparar Rexus" in failed.progress


def test_environment_that_does_not_enter_itself_is_told(prepared: Checkout) -> None:
    failed = prepared.start("x", REXUS_ARRANQUE=str(prepared.venv))
    assert failed.code == 1
    assert f"El entorno de Python en «{prepared.venv}» no funciona." in failed.progress


def test_torn_stamp_counts_as_half_made(prepared: Checkout) -> None:
    state = stamp.folder(prepared.venv) / "state.json"
    state.write_bytes(state.read_bytes()[:40])
    assert stamp.is_half_made(prepared.venv)
    assert prepared.start("x").answer == [["x"], str(prepared.venv), "1.0"]
