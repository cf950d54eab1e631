"""Running on the GUI thread what was decided in another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class EnPantalla(QObject):
    """`correr(fn)`, from any thread: `fn()` runs on this object's thread at its next turn, in the order asked."""

    _pedido = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pedido.connect(self._correr, Qt.ConnectionType.QueuedConnection)

    def correr(self, hacer: Callable[[], object]) -> None:
        """Ask for it; returns at once."""
        self._pedido.emit(hacer)

    @Slot(object)
    def _correr(self, hacer: Callable[[], object]) -> None:
        hacer()
