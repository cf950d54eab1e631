"""Runs first in the packaged program (a runtime hook of PyInstaller, on Linux only).

A newer package may take the place of the files while a window is open. PyInstaller opens the program by its path at
each import, and would look in the new file where the module lay in the old one. So both archives stay open from the
start, and are read through what is open; the kernel keeps such a file until nobody has it any more.
"""

import os
import sys
import zipimport

import pyimod02_importers


def _held(path):
    return f"/proc/self/fd/{os.open(path, os.O_RDONLY | os.O_CLOEXEC)}"


def _reads_held(library, read):
    held = _held(library)

    def _get_data(archive, entry):
        return read(held if archive == library else archive, entry)

    return _get_data


if os.access("/proc/self/fd", os.R_OK):
    pyimod02_importers.pyz_archive._filename = _held(pyimod02_importers.pyz_archive._filename)
    # The part of the standard library that the interpreter needs before it finds the other archive.
    zipimport._get_data = _reads_held(f"{sys._MEIPASS}/base_library.zip", zipimport._get_data)
