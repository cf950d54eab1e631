"""Who runs this process, by the operating system: what variables of the environment say is anybody's claim."""

from __future__ import annotations

import os
import sys


def cuenta_del_sistema() -> str:
    """The name of the account whose rights this process has; its number where it has no name, «?» where none is told.

    On POSIX that of the effective user; on Windows that of the thread.
    """
    if sys.platform == "win32":
        return _en_windows()
    # Deferred: POSIX only.
    import pwd

    yo = os.geteuid()
    try:
        return pwd.getpwuid(yo).pw_name
    except KeyError:
        # In a container the number may be all there is.
        return f"uid {yo}"


if sys.platform == "win32":

    def _en_windows() -> str:
        import ctypes
        from ctypes import wintypes

        # Names have up to 256 characters (UNLEN), and an end.
        largo = wintypes.DWORD(257)
        nombre = ctypes.create_unicode_buffer(largo.value)
        hallado = ctypes.WinDLL("advapi32").GetUserNameW(nombre, ctypes.byref(largo))
        return nombre.value if hallado else "?"
