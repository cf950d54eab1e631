"""The errors that Rexus shows on purpose.

    RexusError                  a title, a sentence, what to do
    ├─ DatoInvalidoError        something typed or read is not acceptable; `campos` says which and why
    ├─ NoEncontradoError        what was named does not exist
    ├─ ConflictoError           somebody else changed it meanwhile, or it is used elsewhere
    ├─ PermisoError             the actor may not do this
    ├─ CredencialesError        the sign-in was refused (never says why)
    ├─ BaseError                the database cannot serve now
    │   ├─ BaseOcupadaError     locked by another process for too long
    │   ├─ BaseDanadaError      the file is damaged
    │   ├─ DiscoLlenoError      no room left
    │   ├─ SoloLecturaError     the folder or file cannot be written
    │   ├─ BaseNuevaError       written by a newer program
    │   ├─ BaseInalcanzableError      the server does not answer
    │   ├─ AccesoRechazadoError       the server answers and refuses: account, rights, certificate, driver
    │   ├─ BaseSinPrepararError       the server has no such database, or an empty one
    │   │   └─ BaseSinActualizarError its tables are older than this program, and the account may not change them
    │   └─ ResultadoDesconocidoError  the answer to a commit was lost, and nobody can be asked yet
    ├─ ArchivoError             a file to read or write is not usable
    └─ CanceladoError           the user stopped it; nothing was left behind

Packages add their own below these. Anything that is not a RexusError is a bug: it is logged whole and offered
as a report.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Self

from rexus.base.text import tr
from rexus.base.version import VERSION


class RexusError(Exception):
    """A refusal or failure that the user can understand: what happened, what was kept, what to do.

    `titulo` is a few words, `frase` says what happened and what was kept, `que_hacer` the next step (may be empty).
    All three are already translated.
    """

    def __init__(self, titulo: str, frase: str, que_hacer: str = "") -> None:
        super().__init__(frase)
        self.titulo = titulo
        self.frase = frase
        self.que_hacer = que_hacer

    def __str__(self) -> str:
        return f"{self.titulo}: {self.explicacion}".strip()

    @property
    def explicacion(self) -> str:
        """What happened and what to do, in one line, for where the title is said already."""
        return f"{self.frase} {self.que_hacer}".strip()

    def con(self, frase: str) -> Self:
        """The same with one sentence more, said by whoever knows what was kept."""
        otro = copy.copy(self)
        otro.frase = f"{self.frase} {frase}"
        otro.args = (otro.frase,)
        return otro

    def __reduce__(self) -> tuple[object, ...]:
        # Subclasses take other arguments; rebuild from the state so that errors cross process borders.
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(cls: type[RexusError], args: tuple[object, ...], state: Mapping[str, object]) -> RexusError:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error


class DatoInvalidoError(RexusError):
    """Something typed or read is not acceptable. `campos` maps a field name to the reason, for the form."""

    def __init__(self, frase: str, que_hacer: str = "", *, campos: Mapping[str, str] | None = None) -> None:
        super().__init__(tr("Dato no válido"), frase, que_hacer)
        self.campos: dict[str, str] = dict(campos or {})


class NoEncontradoError(RexusError):
    """What was named does not exist."""

    def __init__(self, frase: str, que_hacer: str = "") -> None:
        super().__init__(tr("No existe"), frase, que_hacer)


class ConflictoError(RexusError):
    """Somebody else changed it meanwhile, or it is in use elsewhere."""

    def __init__(self, frase: str, que_hacer: str = "", *, titulo: str | None = None) -> None:
        super().__init__(titulo or tr("No se puede"), frase, que_hacer)


class PermisoError(RexusError):
    """The actor may not do this. `permiso` is the one that lacks."""

    def __init__(self, frase: str, que_hacer: str = "", *, permiso: str = "") -> None:
        super().__init__(tr("Sin permiso"), frase, que_hacer or tr("Pedir el permiso a un administrador."))
        self.permiso = permiso


class CredencialesError(RexusError):
    """The sign-in was refused. Says the same whatever was wrong."""

    def __init__(self) -> None:
        super().__init__(
            tr("No se pudo entrar"),
            tr("Usuario o clave incorrectos, o la cuenta está en espera."),
            tr("Revisar los dos. Tras varios intentos hay que esperar, o pedir a un administrador que la desbloquee."),
        )


class SesionTerminadaError(RexusError):
    """The actor's session does not hold any more. `motivo` is a word of `rexus.seguridad.sesiones`."""

    def __init__(self, motivo: str, frase: str) -> None:
        super().__init__(tr("La sesión terminó"), frase, tr("Entrar otra vez."))
        self.motivo = motivo


class ConfirmarClaveError(RexusError):
    """What is asked for needs the password once more: it was not given lately."""

    def __init__(self) -> None:
        super().__init__(
            tr("Falta confirmar la clave"),
            tr("Esto necesita la clave otra vez. No se hizo nada."),
            tr("Escribir la clave y repetirlo."),
        )


class BaseError(RexusError):
    """The database cannot serve now.

    `calla_lo_guardado`: the sentence does not say what was kept, since it is the same for those who only look, for
    those who write, and for what waits on this machine. What failed with it left nothing in the database.
    """

    calla_lo_guardado = False


@contextmanager
def todo_o_nada() -> Iterator[None]:
    """Around what writes to the database whole or not at all: when it cannot serve, say that nothing was saved."""
    try:
        yield
    except BaseError as error:
        if not error.calla_lo_guardado:
            raise
        raise error.con(tr("No se guardó nada.")) from error


class BaseOcupadaError(BaseError):
    """The database was locked by another process for longer than the busy timeout."""

    def __init__(self) -> None:
        super().__init__(
            tr("Base ocupada"),
            tr("Otro proceso tiene tomada la base de datos desde hace más de 5 segundos. No se guardó nada."),
            tr("Esperar a que el otro programa termine y probar otra vez."),
        )


class BaseDanadaError(BaseError):
    """The database file is damaged or is not a database."""

    def __init__(self, archivo: str, detalle: str = "") -> None:
        frase = tr("El archivo de la base de datos «{archivo}» está dañado.").format(archivo=archivo)
        super().__init__(
            tr("Base dañada"),
            f"{frase} {detalle}".strip(),
            tr(
                "No seguir trabajando en ella: restaurar el último respaldo, en la página «Respaldos» o con «rexus "
                "restaurar ID». Si no se puede entrar, en la primera página de Rexus: basta una cuenta del respaldo."
            ),
        )


class DiscoLlenoError(BaseError):
    """No room is left on the disk. What was being written was not written."""

    def __init__(self, donde: str) -> None:
        super().__init__(
            tr("Disco lleno"),
            tr("No queda espacio en «{donde}». No se guardó nada de lo último que se pidió.").format(donde=donde),
            tr("Liberar espacio en ese disco y repetir la operación."),
        )


class SoloLecturaError(BaseError):
    """The folder or the file cannot be written."""

    def __init__(self, donde: str) -> None:
        super().__init__(
            tr("Carpeta sin permiso de escritura"),
            tr("No se puede escribir en «{donde}». No se guardó nada.").format(donde=donde),
            tr("Dar permiso de escritura a este usuario o elegir otra carpeta con REXUS_HOME."),
        )


class BaseNuevaError(BaseError):
    """The database was written by a newer program than this one: `programa`, "" when that is not known."""

    def __init__(self, base: str, version: str, programa: str = "") -> None:
        if programa == VERSION:
            # As of two states of a program that is being worked on: it would ask for itself.
            programa = ""
        esta = tr("Este es Rexus {esta}: la base «{base}» tiene la versión {version}, que no conoce. No se tocó nada.")
        actualizada = tr("Rexus {programa} actualizó estos datos.").format(programa=programa)
        frase = esta.format(esta=VERSION, base=base, version=version)
        super().__init__(
            tr("Base de una versión más nueva"),
            f"{actualizada} {frase}" if programa else frase,
            tr("Actualizar Rexus en esta computadora a la versión {programa} o posterior, y abrirlo otra vez.").format(
                programa=programa
            )
            if programa
            else tr("Actualizar Rexus en esta computadora, y abrirlo otra vez."),
        )
        self.programa = programa


class BaseInalcanzableError(BaseError):
    """The server does not answer. What was asked for was not done."""

    calla_lo_guardado = True

    def __init__(self, lugar: str, detalle: str = "") -> None:
        frase = tr("El servidor de la base ({lugar}) no responde.").format(lugar=lugar)
        super().__init__(
            tr("Sin conexión con la base"),
            f"{frase} {detalle}".strip(),
            tr("Revisar que el servidor esté encendido y la red funcione."),
        )


class AccesoRechazadoError(BaseError):
    """The server answers and refuses, or this machine lacks what a connection needs. `causa` is a word for it."""

    calla_lo_guardado = True

    def __init__(self, causa: str, frase: str, que_hacer: str) -> None:
        super().__init__(tr("El servidor no deja entrar"), frase, que_hacer)
        self.causa = causa


class BaseSinPrepararError(BaseError):
    """The server has no such database, or one without Rexus's tables."""

    def __init__(self, base: str) -> None:
        super().__init__(
            tr("Falta preparar el servidor"),
            tr("La base «{base}» no existe en el servidor o está vacía.").format(base=base),
            tr("Ejecutar «rexus preparar» una vez, con una cuenta que pueda crear bases."),
        )


class BaseSinActualizarError(BaseSinPrepararError):
    """The server's tables are older than this program, and the account of this seat may not change them."""

    def __init__(self, lugar: str, hay: str, hace_falta: str) -> None:
        BaseError.__init__(
            self,
            tr("Falta actualizar el servidor"),
            tr(
                "La base «{lugar}» tiene la versión {hay}, este programa necesita {hace_falta}, y la cuenta de esta "
                "computadora no puede cambiar tablas. No se tocó nada."
            ).format(lugar=lugar, hay=hay, hace_falta=hace_falta),
            tr("Ejecutar «rexus preparar» con la cuenta dueña de las tablas, desde una computadora ya actualizada."),
        )


class ResultadoDesconocidoError(BaseError):
    """The answer to a commit was lost. `intento` names the attempt: asking for it again adds nothing twice."""

    def __init__(self, lugar: str, intento: str) -> None:
        super().__init__(
            tr("No se sabe si se guardó"),
            tr("La conexión con {lugar} se cortó justo al guardar y todavía no se puede preguntar.").format(
                lugar=lugar
            ),
            tr("Cuando vuelva la conexión, repetir la operación: si ya estaba guardada, no se duplica."),
        )
        self.intento = intento


class ArchivoError(RexusError):
    """A file to read or write is not usable."""

    def __init__(self, frase: str, que_hacer: str = "") -> None:
        super().__init__(tr("Archivo no utilizable"), frase, que_hacer)


class CanceladoError(RexusError):
    """The user stopped it; nothing was left behind."""

    def __init__(self) -> None:
        super().__init__(tr("Cancelado"), tr("La operación se canceló y no dejó nada a medio hacer."))
