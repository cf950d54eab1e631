"""What ends a widget in the wrong thread is kept to the right one."""

from __future__ import annotations

import gc
import threading
from typing import Any

import pytest

from rexus.ui import collector as module
from rexus.ui.collector import Collector, keep_loaded


class Knot:
    """Refers to itself, so that only the collector ends it; tells in which thread that was."""

    ended: list[int] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Knot.ended.append(threading.get_ident())


def test_workers_never_collect_and_the_window_does(qtbot: Any) -> None:
    gc.collect()
    Knot.ended = []

    def work() -> None:
        Knot()
        keep = [[] for _ in range(100_000)]
        assert len(keep) == 100_000

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert Knot.ended == []
    filler = [[] for _ in range(10_000)]
    qtbot.waitUntil(lambda: bool(Knot.ended))
    assert Knot.ended == [threading.get_ident()]
    assert len(filler) == 10_000


def test_what_nobody_holds_is_not_kept_with_what_is_loaded(collector: Collector) -> None:
    gc.unfreeze()
    Knot.ended = []
    Knot()
    keep_loaded()
    assert Knot.ended == [threading.get_ident()]
    assert gc.get_freeze_count()


def test_only_the_last_gives_python_its_own_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    # Besides those of these tests.
    monkeypatch.setattr(module, "_alive", 0)
    first, second = Collector(), Collector()
    try:
        for _ in range(2):
            second.close()
            assert not gc.isenabled()
        first.close()
        assert gc.isenabled()
    finally:
        gc.disable()
