"""What the page and its dialogs work with, signed in or not."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from rexus.ui.guard import spawn

if TYPE_CHECKING:
    from rexus.db.registry import Registry
    from rexus.settings import Settings
    from rexus.ui.jobs import Jobs
    from rexus.ui.notices import NoticeBar
    from rexus.ui.shortcuts import Shortcuts
    from rexus.ui.undo import UndoStack


@dataclass(frozen=True)
class Entorno:
    """`registry`, `shortcuts` and `undo` are missing while nobody is signed in. `reconectar` takes what
    waits for a restart into use, after asking about what is not saved; without it that waits for the next start."""

    settings: Settings
    jobs: Jobs
    notices: NoticeBar
    zona: tzinfo
    respaldos: Path
    registry: Registry | None = None
    shortcuts: Shortcuts | None = None
    undo: UndoStack | None = None
    reconectar: Callable[[], object] | None = None

    def spawn(self, owner: QObject, work: Coroutine[Any, Any, Any]) -> None:
        """Start what a click asked for: a refusal becomes a notice, and a page that is gone meanwhile is no fault."""
        spawn(self, owner, work)
