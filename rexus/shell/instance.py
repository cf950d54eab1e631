"""One running window for each home: the lock file, and how a second start asks the first to come to the front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject

from rexus.base.errors import RexusError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.base.text import tr

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future

    from PySide6.QtNetwork import QLocalServer

log = get_logger(__name__)

_ANSWER: Final = b"al frente"
_PATIENCE_MS: Final = 3_000


class YaAbiertoError(RexusError):
    """Another window works on this home. `pid` is its process, 0 if unknown."""

    def __init__(self, pid: int) -> None:
        super().__init__(
            tr("Rexus ya está abierto"),
            tr("Otra ventana de Rexus trabaja con estos datos (proceso {pid}).").format(pid=pid or "?"),
            tr("Usar esa ventana, o cerrarla antes de abrir otra."),
        )
        self.pid = pid


class Instance(QObject):
    """Holds `data/rexus.lock` while the window lives. What a killed process left is taken over."""

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._lock = QLockFile(str(paths.lock_file))
        # However long the window stays open its lock is good; a dead holder is recognised by its process.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def take(self) -> None:
        """Become the one window, if it is not yet. Raises YaAbiertoError, or SoloLecturaError when the folder cannot be
        written.

        A disk that is full cannot hold a lock; then the window opens unguarded, for there is still much to look up.
        """
        if self._lock.isLocked() or self._lock.tryLock(0):
            return
        match self._lock.error():
            case QLockFile.LockError.LockFailedError:
                raise YaAbiertoError(_holder(self._lock))
            case QLockFile.LockError.PermissionError:
                raise SoloLecturaError(str(self._paths.data))
            case error:
                log.warning("no lock on %s: %s", self._paths.lock_file, error)

    def listen(self, come_to_front: Callable[[], None]) -> None:
        """Answer later starts. Anything that connects gets the window to the front, and nothing else."""
        from PySide6.QtNetwork import QLocalServer

        if not self._lock.isLocked():
            return
        name = server_name(self._paths)
        # The lock is ours, so a socket of that name is a dead process's.
        QLocalServer.removeServer(name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        def answer() -> None:
            while (connection := server.nextPendingConnection()) is not None:
                connection.disconnected.connect(connection.deleteLater)
                connection.write(_ANSWER)
                connection.flush()
                connection.disconnectFromServer()
                come_to_front()

        server.newConnection.connect(answer)
        if not server.listen(name):
            log.warning("later starts cannot reach this window: %s", server.errorString())
        self._server = server

    def release(self) -> None:
        """Let another window open."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()


def ask_to_front(paths: Paths) -> bool:
    """Ask the running window to come to the front; whether it answered."""
    # Deferred: only a second start needs it before the window.
    from PySide6.QtCore import QDeadlineTimer, QThread
    from PySide6.QtNetwork import QLocalSocket

    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not deadline.hasExpired():
        socket = QLocalSocket()
        socket.connectToServer(server_name(paths))
        if socket.waitForConnected(500):
            answered = socket.bytesAvailable() > 0 or socket.waitForReadyRead(deadline.remainingTime())
            return answered and socket.readAll().data() == _ANSWER
        # It may be just starting: its ear opens after its first paint.
        QThread.msleep(100)
    return False


async def call_to_front(paths: Paths, loop: AbstractEventLoop) -> bool:
    """The same from a window, which goes on meanwhile."""
    from PySide6.QtCore import QTimer
    from PySide6.QtNetwork import QLocalSocket

    answered: Future[bool] = loop.create_future()

    def end(yes: bool) -> None:
        if not answered.done():
            answered.set_result(yes)

    socket = QLocalSocket()
    socket.readyRead.connect(lambda: end(socket.readAll().data() == _ANSWER))
    socket.errorOccurred.connect(lambda _error: end(False))
    QTimer.singleShot(_PATIENCE_MS, socket, lambda: end(False))
    socket.connectToServer(server_name(paths))
    try:
        return await answered
    finally:
        socket.abort()
        socket.deleteLater()


def server_name(paths: Paths) -> str:
    """A name for the local socket: short, and one for each home."""
    # Deferred: nobody waits for it before the first paint.
    import hashlib

    home = str(paths.data.resolve()).encode()
    return f"rexus-{hashlib.sha256(home).hexdigest()[:24]}"


def _holder(lock: QLockFile) -> int:
    """The process that holds it; 0 when the file does not say."""
    info = lock.getLockInfo()
    return int(info[0]) if info else 0
