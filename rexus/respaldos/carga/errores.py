"""Why images are not loaded into a database."""

from __future__ import annotations

from rexus.base.text import tr
from rexus.respaldos.errors import RespaldoError


class DestinoConDatosError(RespaldoError):
    """The database holds somebody's data, and it is not the one that is to be replaced."""

    def __init__(self, lugar: str, tabla: str) -> None:
        super().__init__(
            tr("La base ya tiene datos"),
            tr("En «{lugar}» la tabla «{tabla}» ya tiene datos. No se cambió nada.").format(lugar=lugar, tabla=tabla),
            tr("Indicar bases vacías o recién preparadas. Para volver atrás las que se usan: «rexus restaurar ID»."),
        )


class DestinoAjenoError(RespaldoError):
    """The database is another program's, or another of Rexus' own three."""

    def __init__(self, lugar: str, detalle: str) -> None:
        super().__init__(
            tr("Esa base no es la que hace falta"),
            tr("«{lugar}» {detalle}. No se cambió nada.").format(lugar=lugar, detalle=detalle),
            tr("Revisar los nombres de las tres bases, o crear otras vacías."),
        )


class NoEsDuenaError(RespaldoError):
    """The account may not change the tables."""

    def __init__(self, lugar: str) -> None:
        super().__init__(
            tr("Falta la cuenta dueña"),
            tr(
                "Solo la cuenta dueña de las tablas de «{lugar}» puede poner ahí un respaldo. No se cambió nada."
            ).format(lugar=lugar),
            tr("Usar la cuenta con la que se ejecutó «rexus preparar»."),
        )


class NoCabeError(RespaldoError):
    """The server refuses a row that the set holds."""

    def __init__(self, lugar: str, tabla: str, detalle: str) -> None:
        super().__init__(
            tr("Hay datos que el servidor no acepta"),
            tr("«{lugar}» no aceptó una fila de «{tabla}» ({detalle}). No se cambió nada.").format(
                lugar=lugar, tabla=tabla, detalle=detalle
            ),
            tr("Guardar el registro del programa y pedir ayuda: el respaldo está entero y sigue donde estaba."),
        )


class CargaMalaError(RespaldoError):
    """What was loaded is not what the image holds: it was undone."""

    def __init__(self, lugar: str, detalle: str) -> None:
        super().__init__(
            tr("No quedó como el respaldo"),
            tr("Lo que se puso en «{lugar}» no es lo que guarda el respaldo: {detalle}. Se deshizo todo.").format(
                lugar=lugar, detalle=detalle.rstrip(".")
            ),
            tr("Repetirlo; si vuelve a pasar, guardar el registro del programa y pedir ayuda."),
        )
