"""The values that hold now, and saving what changes without making anybody wait."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rexus.base.errors import RexusError
from rexus.base.paths import Paths, factory_settings
from rexus.base.text import tr
from rexus.settings import espejo, lectura, pendientes, values
from rexus.settings.bitacora import Bitacora
from rexus.settings.capas import LAYERS, Capas, Origen, Valores, iguales
from rexus.settings.compartido import Compartido
from rexus.settings.espejo import Espejo
from rexus.settings.file import REMOVED, Document, Problema, SettingsFile, flat, is_newer
from rexus.settings.observadores import Observadores
from rexus.settings.pendientes import Decididas, Pendiente
from rexus.settings.saver import Saver
from rexus.settings.schema import SCHEMA
from rexus.settings.secretos import OrigenSecreto, Secretos, secreta

__all__ = ["LAYERS", "Origen", "Settings"]


# The environment of the example workshop: its data lie in its folder.
_DEL_EJEMPLO: Final = {"REXUS_DB_MOTOR": "sqlite"}


class Settings:
    """Typed access to every key of the schema: `settings.get("tema.modo")`, `settings.set("tema.modo", "oscuro")`.

    Reading the files never fails: what is wrong is left out, and told in `problemas`. Readers get what is in memory
    and never wait. `set` takes effect at once and is saved by a thread of its own; `al_fallar` is then called, in that
    thread, with what went wrong. Methods that say «on the disk» return when it is.

    Keys of scope «empresa» live in the database; whoever reads it hands its values in (`adoptar_base`). A change of
    one of them that cannot go there now is kept as pending (`proponer`) and holds here meanwhile, unless it turns out
    that the database was changed too.

    Observers run in the thread of the change; with `despachar`, those of changes made on another thread than the one
    that made this object are handed to it instead.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        environment: Mapping[str, str] | None = None,
        factory: Path | None = None,
        al_fallar: Callable[[RexusError], None] | None = None,
    ) -> None:
        self.problemas: list[Problema] = []
        self.al_fallar = al_fallar
        self._environment = os.environ if environment is None else environment
        if paths.es_ejemplo:
            # Whatever server the environment or a file names is the workshop's, and the example must never work on it.
            self._environment = _DEL_EJEMPLO
        self._file = SettingsFile(paths.settings_file)
        self._lector = lectura.Lector(lambda problema: self.problemas.append(problema))
        # `_disk` is held while the file is written or read and taken over; `_lock` for an instant, never while waiting.
        self._disk = threading.RLock()
        self._lock = threading.Lock()
        self._saver = Saver(self._file, self._lector.contar, self._failed, self._disk)
        self._secretos = Secretos(paths.config, self._environment)
        self._secretos_cambiados: set[str] = set()
        self._observadores = Observadores()
        self.bitacora = Bitacora(paths.config / "rexus_config.cambios.jsonl")
        # Held by whoever reads the database and hands its values in, so that none comes after a newer one.
        self.turno = threading.RLock()
        self._compartido = Compartido()
        # The copy of the database that the file holds, or soon will.
        self._escrito = Espejo()
        # Whether the file is a newer program's: this one does not write to it.
        self._ajeno = False
        self._capas = Capas(
            {
                "fabrica": self._lector.fabrica(factory or factory_settings()),
                "entorno": self._lector.entorno(self._environment),
            }
        )
        self.releer()
        self._al_empezar = self._capas
        self._server_without_engine()

    # ── Reading ──

    def get(self, clave: str) -> Any:
        """The value that holds now, of the key's type; a copy where it is a list or an object. KeyError if unknown.

        Of a secret key it is never the secret: see `secreto`.
        """
        SCHEMA[clave]
        return copy.deepcopy(self._capas.valor(clave))

    def origen(self, clave: str) -> Origen:
        """Which layer the value comes from."""
        SCHEMA[clave]
        return self._capas.origen(clave)

    def guardado(self, clave: str) -> Any:
        """The value without what the environment dictates."""
        SCHEMA[clave]
        return copy.deepcopy(self._capas.guardado(clave))

    def de_fabrica(self, clave: str) -> Any:
        """The value that holds when nobody chose one."""
        SCHEMA[clave]
        return copy.deepcopy(self._capas.de_fabrica(clave))

    def variable(self, clave: str) -> str | None:
        """The environment variable that dictates the value, which then cannot be edited; None if none does."""
        setting = SCHEMA[clave]
        dictated = setting.secreta or clave in self._capas["entorno"]
        return lectura.variable(setting, self._environment) if dictated else None

    def espera_reinicio(self) -> frozenset[str]:
        """The keys that were changed since the start and hold from the next one."""
        changed = self._capas.diferencias(self._al_empezar) | self._secretos_cambiados
        return frozenset(clave for clave in changed if SCHEMA[clave].reinicio)

    def en_uso(self) -> None:
        """Say that the program works with the values of now: what waited for a restart waits no longer."""
        with self._lock:
            self._al_empezar = self._capas
            self._secretos_cambiados.clear()

    def observar(self, clave: str, avisar: Callable[[Any], None]) -> Callable[[], None]:
        """Call `avisar(valor)` after each change of the key's value; returns how to stop."""
        SCHEMA[clave]
        return self._observadores.de_clave(clave, avisar)

    def observar_todo(self, avisar: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `avisar(claves)` after each change of any values, once for those that changed together."""
        return self._observadores.de_todas(avisar)

    @property
    def despachar(self) -> Callable[[Callable[[], None]], None] | None:
        """How to run observers on this object's own thread; None runs them where the change is made."""
        return self._observadores.despachar

    @despachar.setter
    def despachar(self, despachar: Callable[[Callable[[], None]], None] | None) -> None:
        self._observadores.despachar = despachar

    # ── Keys of this machine ──

    def set(self, clave: str, valor: Any) -> None:
        """Change a key of this machine; returns before it is on the disk.

        Raises DatoInvalidoError when the value does not fit, KeyError for an unknown key, ValueError for a secret one
        and for one that the workshop shares. A value that the environment dictates stays as it is until the variable
        is gone.
        """
        checked = self._own(clave, valor)
        with self._lock:
            usuario = self._capas["usuario"]
            if clave in usuario and iguales(usuario[clave], checked):
                return
            self._saver.later({clave: checked})
            changed = self._replace({"usuario": {**usuario, clave: checked}})
        self._tell(changed)

    def fijar(self, cambios: Mapping[str, Any]) -> None:
        """Change keys of this machine together, on the disk; None takes a value back to the factory's.

        Raises as `set`, or as `SettingsFile.edit` when it cannot be saved; nothing is changed then.
        """
        checked = {c: REMOVED if valor is None else self._own(c, valor) for c, valor in cambios.items()}
        with self._disk:
            self._saver.now(lambda _: checked)
            with self._lock:
                # What was `set` since then is newer.
                changed = self._replace({"usuario": _with(self._capas["usuario"], {**checked, **self._saver.waiting})})
        self._tell(changed)

    def guardar(self) -> None:
        """Write what is not saved yet, in this thread. Raises as `SettingsFile.edit`; the changes then wait."""
        self._saver.now()

    def close(self) -> None:
        """Save what is left and end the saving thread."""
        self._saver.close()

    @property
    def sin_guardar(self) -> frozenset[str]:
        """The keys whose change is not on the disk yet."""
        return frozenset(self._saver.waiting)

    # ── Keys that the workshop shares ──

    def base(self, clave: str) -> Any:
        """What the database held when it was last seen, as it held it; None if nothing."""
        return copy.deepcopy(self._compartido.visto.valores.get(clave))

    def version_base(self, clave: str) -> int | None:
        """The version of the key's row in the database when it was last seen; 0 without a row, None if not known."""
        return self._compartido.visto.version(clave)

    @property
    def base_vista(self) -> datetime | None:
        """When the database was last seen from this home (UTC)."""
        return self._compartido.visto.visto

    @property
    def instalacion(self) -> str:
        """Which database is worked with; empty while nobody said."""
        return self._compartido.instalacion

    def usar_base(self, instalacion: str) -> None:
        """Say which database is worked with. The copy of another one, and what waits for another one, do not hold."""
        with self._lock:
            if instalacion == self._compartido.instalacion:
                return
            self._compartido = replace(self._compartido, instalacion=instalacion)
            layers: dict[Origen, Valores] = {}
            if self._compartido.visto is not self._compartido.espejo:
                self._compartido = replace(self._compartido, al_dia=False)
                layers = {"usuario": self._without_copy(self._capas["usuario"]), "base": {}}
            changed = self._replace(layers)
        self._tell(changed)

    @property
    def base_al_dia(self) -> bool:
        """Whether this process has seen it; otherwise the values are a copy in the file."""
        return self._compartido.al_dia

    def adoptar_base(
        self,
        valores: Mapping[str, Any],
        visto: datetime | None = None,
        *,
        versiones: Mapping[str, int] | None = None,
        instalacion: str = "",
    ) -> None:
        """Take what the database holds now (all of it, by key) and copy it to the file soon. None is no value.

        `versiones` are those of its rows. What comes late from an `instalacion` that is not worked with is left out.
        Unknown keys, keys of this machine and secrets are left out; a value that does not fit is told and left out.
        """
        shared = {c: copy.deepcopy(v) for c, v in valores.items() if v is not None and espejo.compartida(c)}
        accepted = self._lector.aceptados(shared, tr("la base"))
        with self._lock:
            used = self._compartido.instalacion
            if instalacion and used and instalacion != used:
                return
            before = self._compartido.espejo
            held = None if versiones is None else {c: v for c, v in versiones.items() if espejo.compartida(c)}
            seen = Espejo(shared, visto or datetime.now(UTC), held, instalacion or used)
            own = {c: v for c, v in self._capas["usuario"].items() if c not in before.valores}
            self._compartido = replace(self._compartido, espejo=seen, al_dia=True)
            if self._escrito.cambia(seen) and not self._ajeno:
                self._escrito = seen
                self._saver.mirror_later(seen)
            changed = self._replace({"usuario": {**own, **accepted}, "base": accepted})
        self._tell(changed)

    def pendientes(self) -> dict[str, Pendiente]:
        """The changes that wait for the database, by key; also of keys that this program does not know."""
        return copy.deepcopy(dict(self._compartido.pendientes))

    def en_conflicto(self) -> frozenset[str]:
        """Pending keys that the database, as it was last seen, holds changed by somebody else."""
        return self._compartido.en_conflicto()

    def ajenas(self) -> frozenset[str]:
        """Pending keys that wait for another database than the one that is worked with."""
        return self._compartido.ajenas()

    def proponer(self, cambios: Mapping[str, Pendiente]) -> None:
        """Keep changes for the database, on the disk; they hold here meanwhile. See `pendientes.proponer`.

        Raises DatoInvalidoError, ValueError for a key that does not live in the database, or as `SettingsFile.edit`;
        nothing is changed then.
        """
        for clave, pendiente in cambios.items():
            if not espejo.compartida(clave):
                raise ValueError(f"{clave} does not live in the database")
            if pendiente.valor is not None:
                values.check(SCHEMA[clave], pendiente.valor)
        self._decide(lambda _: pendientes.proponer(cambios))

    def retirar(self, cambios: Mapping[str, Pendiente]) -> None:
        """Take pending changes away, on the disk, that are still the ones given. Raises as `SettingsFile.edit`."""
        self._decide(lambda there: pendientes.retirar(there, cambios))

    def releer(self) -> None:
        """Read the user's file again: another process may have changed it."""
        with self._disk:
            document, problems = self._file.read()
            for problem in problems:
                self._lector.contar(problem)
            with self._lock:
                changed = self._reload(document)
        self._tell(changed)

    def reponer(self, contenido: bytes) -> Path | None:
        """Take a whole user's file, such as a backup holds, on the disk; the file that holds the one of before.

        None: there was none. Raises as `SettingsFile.reponer`; nothing is changed then.
        """
        with self._disk:
            anterior = self._file.reponer(contenido)
            document, _ = self._file.read()
            with self._lock:
                # What the database holds is written again over the copy that came with it.
                self._escrito = espejo.read(document)
                changed = self._reload(document)
        self._tell(changed)
        return anterior

    # ── Secrets ──

    def secreto(self, clave: str) -> str:
        """A password: from the environment, else from the system's keyring; empty if there is none.

        May wait. Raises LlaveroError when the keyring does not answer.
        """
        return self._secretos.leer(secreta(clave))

    def origen_secreto(self, clave: str) -> OrigenSecreto | None:
        """Where the password comes from. As `secreto`."""
        return self._secretos.origen(secreta(clave))

    def guardar_secreto(self, clave: str, texto: str) -> None:
        """Keep a password in the keyring. DatoInvalidoError when it does not fit, LlaveroError when it was not kept."""
        setting = secreta(clave)
        self._secretos.guardar(setting, values.check(setting, texto))
        self._secretos_cambiados.add(clave)

    def quitar_secreto(self, clave: str) -> None:
        """Forget a password of the keyring. Raises LlaveroError."""
        self._secretos.quitar(secreta(clave))
        self._secretos_cambiados.add(clave)

    # ── Within ──

    def _server_without_engine(self) -> None:
        """Tell of an environment that names a server while the data stays on this machine: it has no effect."""
        name = self.variable("db.servidor")
        if name is not None and self.get("db.motor") == "sqlite":
            frase = tr("La variable {nombre} nombra un servidor, pero los datos se guardan en esta computadora.")
            que_hacer = tr("Elegir también el motor: {variable} puede ser «postgresql» o «sqlserver».")
            motor = SCHEMA["db.motor"].variables_de_entorno[0]
            self._lector.contar(Problema(frase.format(nombre=name), que_hacer.format(variable=motor)))

    def _own(self, clave: str, valor: Any) -> Any:
        setting = SCHEMA[clave]
        if setting.secreta:
            raise ValueError(f"{clave} is secret and never enters a file")
        if setting.alcance != "equipo":
            raise ValueError(f"{clave} is shared by the workshop: it is changed in the database")
        return copy.deepcopy(values.check(setting, valor))

    def _reload(self, document: Document) -> frozenset[str]:
        """Under the lock: what the file holds takes the place of what it held; what waits to be saved stays."""
        self._ajeno = is_newer(document)
        usuario = _with(self._lector.aceptados(flat(document), self._where), self._saver.waiting)
        copied = espejo.read(document)
        if self._compartido.al_dia:
            usuario = {**{c: v for c, v in usuario.items() if c not in copied.valores}, **self._capas["base"]}
        else:
            self._compartido = replace(self._compartido, espejo=copied)
            self._escrito = copied
            if self._compartido.visto is not copied:
                usuario = self._without_copy(usuario)
        self._take_pending(pendientes.read(document))
        return self._replace({"usuario": usuario})

    def _without_copy(self, usuario: Valores) -> dict[str, Any]:
        """What is the user's own in the file, without the database's copy."""
        return {c: v for c, v in usuario.items() if c not in self._compartido.espejo.valores}

    def _decide(self, change: Callable[[Mapping[str, Pendiente]], Decididas]) -> None:
        """Change the pending ones, on the disk and here."""
        found: list[tuple[dict[str, Pendiente], list[str]]] = []

        def decide(document: Document) -> dict[str, Any]:
            there, broken = pendientes.read(document)
            decided = change(there)
            kept = {c: p for c, p in {**there, **decided}.items() if p is not None}
            found.append((kept, broken))
            return {pendientes.name(c): REMOVED if p is None else pendientes.to_json(p) for c, p in decided.items()}

        with self._disk:
            self._saver.now(decide)
            with self._lock:
                self._take_pending(found[-1])
                changed = self._replace({})
        self._tell(changed)

    def _take_pending(self, found: tuple[dict[str, Pendiente], list[str]]) -> None:
        kept, broken = found
        self._compartido = replace(self._compartido, pendientes=kept)
        for name in broken:
            frase = tr("En {donde}: no se entiende «{nombre}». No se aplica.")
            self._lector.contar(Problema(frase.format(donde=self._where, nombre=name)))

    def _replace(self, layers: Mapping[Origen, Valores]) -> frozenset[str]:
        """Under the lock: the next snapshot of the layers; returns whose value is another now."""
        before = self._capas
        capas = before.con(layers)
        pending = self._lector.aceptados(self._compartido.vigentes(capas), self._where)
        self._capas = capas.con({"pendiente": pending})
        return self._capas.diferencias(before)

    def _tell(self, changed: frozenset[str]) -> None:
        if changed:
            self._observadores.avisar(changed, self.get)

    @property
    def _where(self) -> str:
        return f"«{self._file.file.name}»"

    def _failed(self, error: RexusError) -> None:
        if self.al_fallar is not None:
            self.al_fallar(error)


def _with(valores: Valores, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values with these changed; REMOVED takes one out."""
    return {clave: valor for clave, valor in {**valores, **changes}.items() if valor is not REMOVED}
