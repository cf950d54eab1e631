"""What can be configured, and where each value comes from.

`schema` declares every key once; the file `config/rexus_config.json`, the settings screen, the command line and the
documentation derive from it. `Settings` answers with the value that holds now and saves what the user changes.
Standard library only, but for the keyring, which is loaded when a password is asked for.
"""

from __future__ import annotations

from rexus.settings.file import Problema
from rexus.settings.pendientes import Pendiente
from rexus.settings.schema import CATEGORIAS, SCHEMA, Categoria, Setting
from rexus.settings.secretos import LlaveroError
from rexus.settings.settings import Settings

__all__ = ["CATEGORIAS", "SCHEMA", "Categoria", "LlaveroError", "Pendiente", "Problema", "Setting", "Settings"]
