"""What can go wrong with a backup, in words.

RespaldoError
├─ RespaldoFallidoError        it could not be made; nothing was left behind
├─ EspacioInsuficienteError    there is no room for what was to be done
├─ RespaldoAlteradoError       it is not as it was made
│   └─ BaseAusenteError            an incremental one whose full one is gone
├─ RespaldoIlegibleError       the disk does not give it
├─ RespaldoNuevoError          a newer program made it
├─ FraseError                  the passphrase lacks or is another
├─ CopiaError                  the other folder, or a copy in it, is not as it should be
├─ DestinoOcupadoError         the folder to restore into is not empty
└─ RestauracionFallidaError    what was restored could not be put in place
"""

from __future__ import annotations

from rexus.base.errors import RexusError
from rexus.base.text import formatear_numero, tr

_MB = 1 << 20


class RespaldoError(RexusError):
    """Anything about backups. `detalle` says what is wrong with a set, to be told within another sentence."""

    detalle = ""


class RespaldoFallidoError(RespaldoError):
    """A backup could not be made. Nothing was left behind, and the databases are as they were."""

    def __init__(self, detalle: str, que_hacer: str = "") -> None:
        super().__init__(
            tr("No se hizo el respaldo"),
            tr("{detalle} No quedó nada a medias.").format(detalle=detalle),
            que_hacer or tr("Corregir eso y repetir el respaldo."),
        )


class EspacioInsuficienteError(RespaldoError):
    """There is no room for a set, or for proving, restoring or copying one. Sizes in bytes."""

    def __init__(self, donde: str, hace_falta: int, hay: int) -> None:
        detalle = tr("En «{donde}» hacen falta {hace_falta} MB libres y hay {hay} MB.").format(
            donde=donde, hace_falta=formatear_numero(-(-hace_falta // _MB)), hay=formatear_numero(hay // _MB)
        )
        super().__init__(
            tr("No hay lugar en el disco"),
            tr("{detalle} No se escribió nada ahí.").format(detalle=detalle),
            tr("Liberar espacio en ese disco."),
        )
        self.detalle = detalle


class BaseNoCuadraError(RespaldoFallidoError):
    """The files are whole, but what they hold contradicts itself: a copy of it would be no backup."""

    def __init__(self, detalle: str) -> None:
        super().__init__(
            f"{detalle.rstrip('.')}.", tr("Ver con «rexus verificar» qué difiere, y corregirlo antes de respaldar.")
        )


class RespaldoAlteradoError(RespaldoError):
    """A set that is not as it was made: nothing of it is used."""

    def __init__(self, id_: str, detalle: str) -> None:
        super().__init__(
            tr("Respaldo alterado"),
            tr("El respaldo «{id}» no está como se hizo: {detalle}. No se usó nada de él.").format(
                id=id_, detalle=detalle.rstrip(".")
            ),
            tr("Usar otro respaldo."),
        )
        self.id = id_
        self.detalle = detalle.rstrip(".")


class BaseAusenteError(RespaldoAlteradoError):
    """An incremental set whose full one is not there, or is not whole."""

    def __init__(self, id_: str, base: str, detalle: str) -> None:
        super().__init__(id_, tr("se apoya en «{base}», y {detalle}").format(base=base, detalle=detalle.rstrip(".")))
        self.base = base


class RespaldoIlegibleError(RespaldoError):
    """The disk does not let a set be read: nothing is known of it."""

    def __init__(self, id_: str, detalle: str) -> None:
        super().__init__(
            tr("No se puede leer el respaldo"),
            tr("El respaldo «{id}» no se puede leer ({detalle}). No se tocó nada.").format(id=id_, detalle=detalle),
            tr("Revisar el disco y los permisos de esa carpeta, o usar otro respaldo."),
        )
        self.detalle = tr("ese respaldo no se puede leer ({detalle})").format(detalle=detalle)


class RespaldoNuevoError(RespaldoError):
    """A newer program made the set."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            tr("Respaldo de una versión más nueva"),
            tr("El respaldo «{id}» lo hizo un programa más nuevo que este. No se tocó nada.").format(id=id_),
            tr("Actualizar Rexus en esta computadora."),
        )
        self.detalle = tr("ese respaldo lo hizo un programa más nuevo")


class FraseError(RespaldoError):
    """The set is encrypted, and the passphrase lacks or is another."""

    def __init__(self, id_: str, *, falta: bool) -> None:
        self.falta = falta
        frase = (
            tr("El respaldo «{id}» está cifrado y no se dio la frase.")
            if falta
            else tr("La frase no abre el respaldo «{id}».")
        )
        super().__init__(
            tr("Falta la frase") if falta else tr("Frase incorrecta"),
            frase.format(id=id_) + " " + tr("No se tocó nada."),
            tr("Dar la frase con la que se hizo: en Configuración ▸ Respaldo, o en la variable REXUS_RESPALDO_FRASE."),
        )


class CopiaError(RespaldoError):
    """Sets cannot be copied to the other folder now. Nothing is lost by it: what is missing there waits here."""

    def __init__(self, titulo: str, detalle: str, que_hacer: str) -> None:
        super().__init__(titulo, detalle, que_hacer)


class DestinoOcupadoError(RespaldoError):
    """The folder to restore into holds something already."""

    def __init__(self, destino: str) -> None:
        super().__init__(
            tr("La carpeta no está vacía"),
            tr("En «{destino}» ya hay archivos. No se tocó nada.").format(destino=destino),
            tr("Elegir una carpeta vacía o una que todavía no exista."),
        )


class RestauracionFallidaError(RespaldoError):
    """What was restored could not be put in place, or is not what the set holds."""

    def __init__(self, detalle: str, que_hacer: str) -> None:
        super().__init__(tr("No se restauró"), detalle, que_hacer)
