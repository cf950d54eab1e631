"""Passwords: from the environment, else from the system's keyring; never from a file.

Entries are of one home: two homes of the same user do not share them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from rexus.base import guardado
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.settings.lectura import variable
from rexus.settings.schema import SCHEMA, Setting

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = get_logger(__name__)

SERVICIO: Final = "rexus"
OrigenSecreto = Literal["entorno", "llavero"]


class LlaveroError(RexusError):
    """The system's keyring cannot keep or give a password. Never carries the password."""

    def __init__(self, setting: Setting, frase: str) -> None:
        super().__init__(
            tr("Llavero del sistema no disponible"),
            frase,
            tr("Definir la variable {nombre} antes de abrir el programa, o instalar y abrir un llavero.").format(
                nombre=(setting.variables or setting.variables_de_entorno)[0]
            ),
        )


class Secretos:
    """The passwords of one home. Calls may wait for the keyring (which may ask the user to open it)."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home = home
        self._environment = environment

    def leer(self, setting: Setting) -> str:
        """The password; empty if there is none. Raises LlaveroError when there is a keyring that does not answer."""
        name = variable(setting, self._environment)
        return self._environment[name] if name is not None else self._del_llavero(setting)

    def origen(self, setting: Setting) -> OrigenSecreto | None:
        """Where it comes from; None if there is none. Raises LlaveroError."""
        if variable(setting, self._environment) is not None:
            return "entorno"
        return "llavero" if self._del_llavero(setting) else None

    def guardar(self, setting: Setting, texto: str) -> None:
        """Keep it in the keyring. Raises LlaveroError when it is not there afterwards."""
        with self._llavero(setting) as llavero:
            if llavero is None:
                raise LlaveroError(setting, tr("Esta computadora no tiene dónde guardar claves. No se guardó."))
            llavero.set_password(SERVICIO, self._cuenta(setting), texto)
            guardado.confirmado()
            kept = llavero.get_password(SERVICIO, self._cuenta(setting))
        if kept != texto:
            # Some back ends accept everything and keep nothing.
            raise LlaveroError(setting, tr("El llavero de esta computadora no la conservó. No se guardó."))

    def quitar(self, setting: Setting) -> None:
        """Forget it; no fault if there is none. Raises LlaveroError."""
        with self._llavero(setting) as llavero:
            if llavero is not None and llavero.get_password(SERVICIO, self._cuenta(setting)) is not None:
                llavero.delete_password(SERVICIO, self._cuenta(setting))
                guardado.confirmado()

    def _del_llavero(self, setting: Setting) -> str:
        with self._llavero(setting) as llavero:
            if llavero is None:
                # Nothing can have been kept: as good as empty. Many connections need no password.
                log.info("no keyring on this machine: %s can only come from the environment", setting.clave)
                return ""
            return llavero.get_password(SERVICIO, self._cuenta(setting)) or ""

    @contextmanager
    def _llavero(self, setting: Setting) -> Iterator[KeyringBackend | None]:
        """The system's keyring; None where there is none. What goes wrong in it is raised as LlaveroError."""
        try:
            # Deferred: looking for the keyring loads plug-ins and may start services.
            import keyring
            from keyring.backends.fail import Keyring as NoKeyring

            ring = keyring.get_keyring()
            yield None if isinstance(ring, NoKeyring) else ring
        except RexusError:
            raise
        except Exception as error:  # Back ends are foreign code and raise what they like.
            log.warning("keyring, %s: %s: %s", setting.clave, type(error).__name__, error)
            frase = tr("El llavero no respondió por «{clave}» ({detalle}).")
            raise LlaveroError(setting, frase.format(clave=setting.clave, detalle=error)) from error

    def _cuenta(self, setting: Setting) -> str:
        # Deferred: it loads a cryptographic library, and most starts ask for no password.
        import hashlib

        digest = hashlib.sha256(str(self._home.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        return f"{setting.clave}@{digest[:16]}"


def secreta(clave: str) -> Setting:
    """The declaration of a secret key. KeyError if unknown, ValueError if it is no secret."""
    setting = SCHEMA[clave]
    if not setting.secreta:
        raise ValueError(f"{clave} is not secret")
    return setting
