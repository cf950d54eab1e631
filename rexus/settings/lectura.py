"""Reading values that somebody else wrote: what fits is accepted, what does not is told and left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rexus.base.errors import DatoInvalidoError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.settings import values
from rexus.settings.file import Problema, SettingsFile, flat
from rexus.settings.schema import SCHEMA, Setting

log = get_logger(__name__)


class Lector:
    """`contar` hears each problem once, however often the same value is read."""

    def __init__(self, contar: Callable[[Problema], None]) -> None:
        self._contar = contar
        self._told: set[str] = set()

    def fabrica(self, file: Path) -> dict[str, Any]:
        """The factory file. Without it the schema's own defaults hold (a test sees to it that they are the same)."""
        try:
            found = flat(SettingsFile(file).peek())
        except (OSError, ValueError) as error:
            log.warning("factory settings %s: %s", file, error)
            return {}
        return self.aceptados(found, tr("los valores de fábrica"))

    def aceptados(self, found: Mapping[str, Any], where: str) -> dict[str, Any]:
        """Those that are known, not secret, and fit. `where` names the place in messages."""
        accepted: dict[str, Any] = {}
        for clave, value in found.items():
            setting = SCHEMA.get(clave)
            if setting is not None and not setting.secreta:
                self._accept(accepted, setting, value, where, values.check)
        return accepted

    def entorno(self, environment: Mapping[str, str]) -> dict[str, Any]:
        """What environment variables dictate. Secrets are read when they are asked for."""
        accepted: dict[str, Any] = {}
        for setting in SCHEMA.values():
            name = variable(setting, environment)
            if name is not None and not setting.secreta:
                where = tr("la variable {nombre}").format(nombre=name)
                self._accept(accepted, setting, environment[name], where, values.parse)
        return accepted

    def contar(self, problema: Problema) -> None:
        """Tell it unless it was told before."""
        if problema.frase not in self._told:
            self._told.add(problema.frase)
            self._contar(problema)

    def _accept(
        self,
        accepted: dict[str, Any],
        setting: Setting,
        value: Any,
        where: str,
        read: Callable[[Setting, Any], Any],
    ) -> None:
        try:
            accepted[setting.clave] = read(setting, value)
        except DatoInvalidoError as error:
            log.warning("setting ignored: %s", error.frase)
            self.contar(Problema(tr("En {donde}: {frase} Se usa otro valor.").format(donde=where, frase=error.frase)))


def variable(setting: Setting, environment: Mapping[str, str]) -> str | None:
    """The name of the environment variable that sets the key; an empty one sets nothing."""
    return next((name for name in setting.variables_de_entorno if environment.get(name, "") != ""), None)
