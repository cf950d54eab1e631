"""Nothing that fails is lost: what no one caught is logged whole and shown once; Qt's own complaints go to the log."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from rexus.base.errors import RexusError
from rexus.base.guardado import Quedo, suponer
from rexus.base.log import get_logger

log = get_logger(__name__)
qt_log = get_logger("rexus.qt")

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: 10,
    QtMsgType.QtInfoMsg: 20,
    QtMsgType.QtWarningMsg: 30,
    QtMsgType.QtCriticalMsg: 40,
    QtMsgType.QtFatalMsg: 50,
}


class Faults(QObject):
    """Listens while the application lives. The signals arrive on the GUI thread, whichever thread failed.

    `refused` carries a RexusError that nobody caught: a sentence for the user. `failed` carries anything else, an
    exception or a text: a bug, to be offered as a report.
    """

    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._excepthook = sys.excepthook
        self._threading_hook = threading.excepthook
        self._interrupted: Callable[[], None] | None = None
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._qt_handler = qInstallMessageHandler(self._on_qt_message)

    def on_interrupt(self, leave: Callable[[], None]) -> None:
        """What Ctrl+C does."""
        self._interrupted = leave

    def close(self) -> None:
        """Give the hooks back."""
        # Only our own: somebody who came later keeps theirs.
        if sys.excepthook == self._on_exception:
            sys.excepthook = self._excepthook
        if threading.excepthook == self._on_thread_exception:
            threading.excepthook = self._threading_hook
        qInstallMessageHandler(self._qt_handler)

    def report(self, error: BaseException, where: str) -> None:
        """Log an exception whole and tell the user."""
        if isinstance(error, RexusError):
            log.warning("%s: %s", where, error, exc_info=error)
            self.refused.emit(error)
            return
        log.error("%s", where, exc_info=error)
        self.failed.emit(error)

    def on_loop_error(self, _loop: object, context: dict[str, Any]) -> None:
        """The handler for what a coroutine left behind."""
        error = context.get("exception")
        where = str(context.get("message", "in the loop"))
        if error is None:
            log.error("%s: %s", where, {k: repr(v) for k, v in context.items() if k != "message"})
            self.failed.emit(where)
        else:
            self.report(error, where)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt) and self._interrupted is not None:
            self._interrupted()
            return
        self.report(error.with_traceback(trace), "uncaught")
        self._excepthook(kind, error, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else "?"
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            # A thread of its own tells nobody what it saved: the settings', say.
            suponer(args.exc_value, Quedo.DUDOSO)
            self.report(args.exc_value, f"uncaught in thread {name}")
        self._threading_hook(args)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        qt_log.log(_LEVELS.get(kind, 30), "%s (%s)", message, context.category)
        if self._qt_handler is not None:
            self._qt_handler(kind, context, message)
        elif kind != QtMsgType.QtDebugMsg:
            print(message, file=sys.stderr)
