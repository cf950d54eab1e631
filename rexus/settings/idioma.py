"""In which language to speak before the settings are there: in a command, whose help is made while it is imported."""

from __future__ import annotations

import os

from rexus.base import idioma
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.settings import SCHEMA, values
from rexus.settings.file import SettingsFile, flat
from rexus.settings.lectura import variable

log = get_logger(__name__)

_CLAVE = "sistema.idioma"


def hablar(paths: Paths) -> None:
    """Speak the language of `REXUS_IDIOMA`, or of the settings in that home. Touches no file, and makes no folder.

    What is wrong with either is told where the settings are read, as of any other key; Spanish is spoken then.
    """
    setting = SCHEMA[_CLAVE]
    name = variable(setting, os.environ)
    try:
        if name is not None:
            chosen = values.parse(setting, os.environ[name])
        else:
            chosen = values.check(setting, flat(SettingsFile(paths.settings_file).peek()).get(_CLAVE, setting.default))
    except (OSError, ValueError, RexusError) as error:
        log.debug("no language in the settings: %s", error)
        chosen = setting.default
    idioma.hablar(chosen)
