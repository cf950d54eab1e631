"""What is refused is said in the dialog from which it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shiboken6 import isValid

from rexus.base.errors import CanceladoError, RexusError
from rexus.ui.dialogs.dialog import Dialog


@contextmanager
def told_in(dialog: Dialog) -> Iterator[None]:
    """End the block at a RexusError, and say it in `dialog` while that is there.

    Whoever cancelled knows it: of that nothing is said. Anything else is a bug and goes on.
    """
    try:
        yield
    except CanceladoError:
        return
    except RexusError as error:
        if isValid(dialog):
            dialog.show_error(error)
