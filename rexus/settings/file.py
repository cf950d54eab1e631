"""The user's settings file: read forgivingly, changed key by key under a lock, never overwritten blindly."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rexus.arranque import lock
from rexus.base.atomic import sync_folder
from rexus.base.errors import ArchivoError, DiscoLlenoError, RexusError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.settings import atomic
from rexus.settings.schema import FORMAT_VERSION, VERSION_KEY

log = get_logger(__name__)

Document = dict[str, Any]

# As a value to write: take the key out of the file.
REMOVED: Final = object()


@dataclass(frozen=True)
class Problema:
    """Something about the settings that the user should know: what happened, and what to do (may be empty)."""

    frase: str
    que_hacer: str = ""


class NuevaError(ArchivoError):
    """The file was written by a newer program; this one reads it but does not change it."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            tr("«{archivo}» es de una versión más nueva de Rexus. No se cambió.").format(archivo=file),
            tr("Actualizar Rexus en esta computadora."),
        )


class _NotUnderstood(ValueError):
    """The content is not a JSON object."""


class SettingsFile:
    """One JSON file of settings, with the previous one kept as `.bak`. Safe between processes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.backup = file.with_name(file.name + ".bak")

    def peek(self) -> Document:
        """The content as it is, without setting anything aside. Raises OSError or ValueError."""
        return _load(self.file)

    def read(self) -> tuple[Document, list[Problema]]:
        """The content, empty if there is no file, and what was wrong with it.

        A file that cannot be parsed is set aside as `.corrupt-<time>`; the `.bak` answers in its place.
        """
        try:
            document = _load(self.file)
        except FileNotFoundError:
            return {}, []
        except OSError as error:
            return {}, [_unreadable(self.file, error)]
        except _NotUnderstood:
            log.warning("settings file %s cannot be parsed", self.file)
        else:
            return document, [_newer(self.file)] if is_newer(document) else []
        try:
            with self._lock():
                return self._recover()
        except OSError as error:
            return {}, [_unreadable(self.file, error)]

    def change(self, changes: Mapping[str, Any]) -> list[Problema]:
        """Write only these keys (`categoria.clave`) over what the file holds now; returns what was wrong with it.

        REMOVED takes a key out. Raises as `edit`.
        """
        return self.edit(lambda _: changes)

    def edit(self, decide: Callable[[Document], Mapping[str, Any]]) -> list[Problema]:
        """The same with changes that depend on what the file holds; `decide` is called under its lock.

        Raises NuevaError for a file of a newer program; SoloLecturaError, DiscoLlenoError or ArchivoError when it
        cannot be written. The file is then as it was.
        """
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock():
                document, problems = self._current()
                if is_newer(document):
                    raise NuevaError(self.file)
                changes = decide(document)
                if not changes:
                    return problems
                if self.file.exists():
                    atomic.write(self.backup, self.file.read_bytes())
                atomic.write(self.file, dump(_merged(document, changes)))
                return problems
        except OSError as error:
            raise _explained(error, self.file) from error

    def reponer(self, content: bytes) -> Path | None:
        """Put a whole file in place of this one; the `.bak` that then holds this one, None if there was none.

        Raises ArchivoError when `content` is no settings file, and as `edit`.
        """
        try:
            document = _parse(content)
        except _NotUnderstood as error:
            raise ArchivoError(tr("lo que se quería poner en su lugar no es una configuración de Rexus")) from error
        if is_newer(document):
            raise NuevaError(self.file)
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock():
                current, _ = self._current()
                if is_newer(current):
                    raise NuevaError(self.file)
                there = self.file.exists()
                if there:
                    atomic.write(self.backup, self.file.read_bytes())
                atomic.write(self.file, content)
                return self.backup if there else None
        except OSError as error:
            raise _explained(error, self.file) from error

    def _lock(self) -> Any:
        path = self.file.with_name(self.file.name + ".lock")
        return lock.held(path, lambda: log.info("waiting for another process to save %s", self.file))

    def _current(self) -> tuple[Document, list[Problema]]:
        try:
            return _load(self.file), []
        except FileNotFoundError:
            return {}, []
        except _NotUnderstood:
            return self._recover()

    def _recover(self) -> tuple[Document, list[Problema]]:
        """Under the lock: set the file aside unless another process already did; answer with the backup."""
        try:
            return _load(self.file), []
        except FileNotFoundError:
            return {}, []
        except _NotUnderstood:
            aside = self._set_aside()
        try:
            document = _load(self.backup)
        except (OSError, _NotUnderstood):
            document = {}
        frase = tr("El archivo de configuración no se podía leer y se apartó como «{archivo}».")
        frase = frase.format(archivo=aside.name)
        if document:
            atomic.write(self.file, dump(document))
            return document, [Problema(f"{frase} {tr('Se usa la copia anterior.')}")]
        return {}, [Problema(f"{frase} {tr('Se usan los valores de fábrica.')}", tr("Revisar las preferencias."))]

    def _set_aside(self) -> Path:
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
        aside = self.file.with_name(f"{self.file.name}.corrupt-{stamp}")
        self.file.rename(aside)
        sync_folder(self.file.parent)
        log.warning("settings file set aside as %s", aside)
        return aside


def is_newer(document: Document) -> bool:
    """Whether a newer program wrote it."""
    version = document.get(VERSION_KEY, FORMAT_VERSION)
    return isinstance(version, int) and version > FORMAT_VERSION


def flat(document: Document) -> dict[str, Any]:
    """`{"db": {"pool_size": 10}}` → `{"db.pool_size": 10}`; what is not in a category is left out."""
    return {
        f"{category}.{name}": value
        for category, values in document.items()
        if isinstance(values, dict)
        for name, value in values.items()
    }


def dump(document: Document) -> bytes:
    """The document as the files hold it."""
    try:
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    except UnicodeEncodeError:
        # Half a character, which a file can hold as an escape only.
        return (json.dumps(document, indent=2) + "\n").encode()


def _load(file: Path) -> Document:
    return _parse(file.read_bytes())


def _parse(content: bytes) -> Document:
    try:
        # With a BOM too: some editors write one.
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _NotUnderstood from error
    if not isinstance(document, dict):
        raise _NotUnderstood
    return document


def _merged(document: Document, changes: Mapping[str, Any]) -> Document:
    merged: Document = {VERSION_KEY: FORMAT_VERSION, **document}
    for key, value in changes.items():
        category, _, name = key.partition(".")
        found = merged.get(category)
        values = {**found} if isinstance(found, dict) else {}
        if value is REMOVED:
            values.pop(name, None)
        else:
            values[name] = value
        merged[category] = values
        if not values:
            del merged[category]
    return merged


def _newer(file: Path) -> Problema:
    error = NuevaError(file)
    return Problema(f"{error.frase} {tr('Los cambios en las preferencias no se guardan.')}", error.que_hacer)


def _unreadable(file: Path, error: OSError) -> Problema:
    log.warning("settings file %s: %s", file, error)
    return Problema(
        tr("No se puede leer «{archivo}». Se usan los valores de fábrica.").format(archivo=file),
        tr("Dar permiso de lectura y escritura a este usuario."),
    )


def _explained(error: OSError, file: Path) -> RexusError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiscoLlenoError(str(file.parent))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SoloLecturaError(str(file.parent))
    return ArchivoError(
        tr("No se pudo guardar «{archivo}» ({detalle}).").format(archivo=file, detalle=error.strerror),
        tr("Revisar el disco y la carpeta."),
    )
