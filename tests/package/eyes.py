"""What a program shows, as assistive tools are told it: AT-SPI, spoken over its bus.

Widgets are found by their handles (`inventario.entrada.cantidad`), which Qt hands on as the accessible id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jeepney import DBusAddress, DBusErrorResponse, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.package.desk import PATIENCE_S, until

_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_COMPONENT: Final = "org.a11y.atspi.Component"
_TEXT: Final = "org.a11y.atspi.Text"
_REGISTRY: Final = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
# Bits of an accessible's state.
_ENABLED, _FOCUSED, _SENSITIVE, _SHOWING = 8, 12, 24, 25
_ON_SCREEN: Final = 0
_ANSWER_S: Final = 60.0


@dataclass(frozen=True)
class Widget:
    """One of them as it was when it was looked at. `x`, `y`, `width`, `height` in pixels of the screen."""

    bus: str
    path: str
    handle: str
    name: str
    state: int
    x: int
    y: int
    width: int
    height: int

    @property
    def showing(self) -> bool:
        """Whether it can be seen."""
        return bool(self.state >> _SHOWING & 1) and self.width > 0 and self.height > 0

    @property
    def enabled(self) -> bool:
        """Whether it can be used."""
        return bool(self.state >> _ENABLED & 1) and bool(self.state >> _SENSITIVE & 1)

    @property
    def focused(self) -> bool:
        """Whether keys go to it."""
        return bool(self.state >> _FOCUSED & 1)

    @property
    def centre(self) -> tuple[int, int]:
        """Where one clicks."""
        return self.x + self.width // 2, self.y + self.height // 2


class Eyes:
    """Looks at every program of one desk."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        with open_dbus_connection(variables["DBUS_SESSION_BUS_ADDRESS"]) as session:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            answer = session.send_and_get_reply(new_method_call(launcher, "GetAddress"), timeout=_ANSWER_S)
        self._connection: DBusConnection = open_dbus_connection(answer.body[0])
        # The way to a widget that was seen once: nearly always it is there again.
        self._known: dict[str, tuple[str, str]] = {}

    def close(self) -> None:
        """Look no more."""
        self._connection.close()

    def find(self, handle: str) -> Widget | None:
        """The widget that shows, of those with this handle; None while there is none."""
        known = self._known.get(handle)
        if known is not None:
            seen = self._look(*known)
            if seen is not None and seen.showing and _is(seen, handle):
                return seen
        for seen in self._all(*_REGISTRY):
            if seen.showing and _is(seen, handle):
                self._known[handle] = (seen.bus, seen.path)
                return seen
        return None

    def letters(self, widget: Widget) -> int:
        """How many stand in a field; 0 when it went meanwhile."""
        try:
            return int(self._property(widget.bus, widget.path, _TEXT, "CharacterCount"))
        except DBusErrorResponse:
            return 0

    def tree(self) -> str:
        """Everything that shows, for whoever looks why a test failed."""
        return "\n".join(f"{w.handle} «{w.name}» {w.state:b}" for w in self._all(*_REGISTRY) if w.showing)

    def wait(self, handle: str) -> Widget:
        """The widget once it shows and can be used. Raises NotSeenError."""

        def usable() -> Widget | None:
            seen = self.find(handle)
            return seen if seen is not None and seen.enabled else None

        return until(usable, handle)

    def gone(self, handle: str, patience: float = PATIENCE_S) -> None:
        """Until it shows no more. Raises NotSeenError after so many seconds."""
        until(lambda: self.find(handle) is None, f"the end of {handle}", patience)

    # ── The bus ──

    def _all(self, bus: str, path: str) -> Iterator[Widget]:
        for child_bus, child_path in self._children(bus, path):
            seen = self._look(child_bus, child_path)
            if seen is None:
                continue
            yield seen
            # What hides hides its children; the cells of tables are not worth the asking.
            if seen.showing or path == _REGISTRY[1] or not seen.handle:
                yield from self._all(child_bus, child_path)

    def _children(self, bus: str, path: str) -> list[tuple[str, str]]:
        try:
            if self._property(bus, path, _ACCESSIBLE, "ChildCount") > _TOO_MANY:
                return []
            return list(self._call(bus, path, _ACCESSIBLE, "GetChildren")[0])
        except DBusErrorResponse:
            # It went while it was looked at.
            return []

    def _look(self, bus: str, path: str) -> Widget | None:
        try:
            low, high = self._call(bus, path, _ACCESSIBLE, "GetState")[0]
            handle = str(self._property(bus, path, _ACCESSIBLE, "AccessibleId"))
            name = str(self._property(bus, path, _ACCESSIBLE, "Name"))
            box = self._call(bus, path, _COMPONENT, "GetExtents", "u", (_ON_SCREEN,))[0]
        except DBusErrorResponse:
            return None
        return Widget(bus, path, handle, name, low | high << 32, *box)

    def _property(self, bus: str, path: str, interface: str, name: str) -> Any:
        return self._reply(Properties(DBusAddress(path, bus, interface)).get(name))[0][1]

    def _call(
        self, bus: str, path: str, interface: str, method: str, signature: str | None = None, body: tuple[Any, ...] = ()
    ) -> Any:
        return self._reply(new_method_call(DBusAddress(path, bus, interface), method, signature, body))

    def _reply(self, message: Any) -> Any:
        reply = self._connection.send_and_get_reply(message, timeout=_ANSWER_S)
        if reply.header.message_type == MessageType.error:
            raise DBusErrorResponse(reply)
        return reply.body


# A table of many rows is one widget here.
_TOO_MANY: Final = 60


def _is(widget: Widget, handle: str) -> bool:
    """Qt joins the handles of everything around a widget with dots."""
    return widget.handle == handle or widget.handle.endswith(f".{handle}")
