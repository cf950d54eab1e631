"""The values that hold now, and saving what changes without making anybody wait."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.log import get_logger
from rexus.base.paths import Paths, factory_settings
from rexus.base.text import tr
from rexus.settings import values
from rexus.settings.file import Document, Problema, SettingsFile, flat
from rexus.settings.schema import SCHEMA, Setting

log = get_logger(__name__)

# Later wins. The values shared through the database, when there are any, stand between «usuario» and «entorno».
Origen = Literal["fabrica", "usuario", "entorno"]
LAYERS: Final[tuple[Origen, ...]] = ("fabrica", "usuario", "entorno")

# Changes that come together (a column being dragged) are saved together.
_QUIET_SECONDS: Final = 0.3


class Settings:
    """Typed access to every key of the schema: `settings.get("tema.modo")`, `settings.set("tema.modo", "oscuro")`.

    Reading the files never fails: what is wrong is left out, and told in `problemas`. `set` takes effect at once and
    is saved by a thread of its own; `al_fallar` is then called, in that thread, with what went wrong.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        environment: Mapping[str, str] | None = None,
        factory: Path | None = None,
        al_fallar: Callable[[RexusError], None] | None = None,
    ) -> None:
        self._file = SettingsFile(paths.settings_file)
        self._environment = os.environ if environment is None else environment
        self._factory = factory or factory_settings()
        self.al_fallar = al_fallar
        self.problemas: list[Problema] = []
        self._layers: dict[Origen, dict[str, Any]] = {layer: {} for layer in LAYERS}
        self._pending: dict[str, Any] = {}
        self._observers: dict[str, list[Callable[[Any], None]]] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None
        self._load()

    # ── Reading ──

    def get(self, clave: str) -> Any:
        """The value that holds now, of the key's type; a copy where it is a list or an object. KeyError if unknown."""
        setting = SCHEMA[clave]
        return copy.deepcopy(self._layers[self.origen(clave)].get(clave, setting.default))

    def origen(self, clave: str) -> Origen:
        """Which layer the value comes from."""
        SCHEMA[clave]
        return next((layer for layer in reversed(LAYERS) if clave in self._layers[layer]), "fabrica")

    def observar(self, clave: str, avisar: Callable[[Any], None]) -> Callable[[], None]:
        """Call `avisar(valor)` after each `set` that changes the key, in that thread; returns how to stop."""
        SCHEMA[clave]
        observers = self._observers.setdefault(clave, [])
        observers.append(avisar)
        return lambda: observers.remove(avisar) if avisar in observers else None

    # ── Changing ──

    def set(self, clave: str, valor: Any) -> None:
        """Change a key for this user; returns before it is on the disk.

        Raises DatoInvalidoError when the value does not fit, KeyError for an unknown key, ValueError for a secret one.
        A value that the environment dictates stays as it is until the variable is gone.
        """
        setting = SCHEMA[clave]
        if setting.secreta:
            raise ValueError(f"{clave} is secret and never enters a file")
        checked = copy.deepcopy(values.check(setting, valor))
        before = self.get(clave)
        with self._lock:
            if self._layers["usuario"].get(clave, _ABSENT) == checked:
                return
            self._layers["usuario"][clave] = checked
            self._pending[clave] = checked
            self._start_saving()
        if before != self.get(clave):
            for observer in list(self._observers.get(clave, ())):
                observer(self.get(clave))

    def guardar(self) -> None:
        """Write what is not saved yet, in this thread. Raises as `SettingsFile.change`; the changes then wait."""
        with self._writing:
            with self._lock:
                changes, self._pending = self._pending, {}
            if not changes:
                return
            try:
                self.problemas += self._file.change(changes)
            except BaseException:
                with self._lock:
                    self._pending = {**changes, **self._pending}
                raise

    def close(self) -> None:
        """Save what is left and end the saving thread."""
        self._hurry.set()
        thread = self._thread
        if thread is not None:
            thread.join()
        self._hurry.clear()

    @property
    def sin_guardar(self) -> frozenset[str]:
        """The keys whose change is not on the disk yet."""
        with self._lock:
            return frozenset(self._pending)

    def _start_saving(self) -> None:
        if self._thread is None:
            # Not a daemon: the interpreter waits for it, so that the last change is not lost at exit.
            self._thread = threading.Thread(target=self._save_soon, name="rexus-settings")
            self._thread.start()

    def _save_soon(self) -> None:
        while True:
            self._hurry.wait(_QUIET_SECONDS)
            failure: RexusError | None = None
            try:
                self.guardar()
            except RexusError as error:
                log.warning("settings not saved: %s", error)
                failure = error
            with self._lock:
                if failure is not None or not self._pending:
                    self._thread = None
                    break
        if failure is not None and self.al_fallar is not None:
            self.al_fallar(failure)

    # ── Loading ──

    def _load(self) -> None:
        self._layers["fabrica"] = self._accepted(self._read_factory(), tr("los valores de fábrica"))
        document, problems = self._file.read()
        self.problemas += problems
        self._layers["usuario"] = self._accepted(flat(document), f"«{self._file.file.name}»")
        self._layers["entorno"] = self._from_environment()

    def _read_factory(self) -> Document:
        try:
            return flat(SettingsFile(self._factory).peek())
        except (OSError, ValueError) as error:
            # The schema holds the same values (a test sees to it): nothing is lost, but the installation is not whole.
            log.warning("factory settings %s: %s", self._factory, error)
            return {}

    def _accepted(self, found: Mapping[str, Any], where: str) -> dict[str, Any]:
        accepted: dict[str, Any] = {}
        for clave, value in found.items():
            setting = SCHEMA.get(clave)
            if setting is None or setting.secreta:
                continue
            self._accept(accepted, setting, value, where, values.check)
        return accepted

    def _from_environment(self) -> dict[str, Any]:
        accepted: dict[str, Any] = {}
        for setting in SCHEMA.values():
            name = next((n for n in setting.variables_de_entorno if self._environment.get(n, "") != ""), None)
            if name is not None:
                where = tr("la variable {nombre}").format(nombre=name)
                self._accept(accepted, setting, self._environment[name], where, values.parse)
        return accepted

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
            self.problemas.append(
                Problema(tr("En {donde}: {frase} Se usa otro valor.").format(donde=where, frase=error.frase))
            )


_ABSENT: Final = object()
