"""Refusals of the stock. Each says how many there are, where, and that nothing was recorded."""

from __future__ import annotations

from decimal import Decimal

from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError, RexusError
from rexus.base.text import formatear_numero, tr
from rexus.stock import frases


class StockInsuficienteError(RexusError):
    """There are not as many pieces as asked for, in that place or free of reservations.

    `por_reservas`: there are enough, but others hold them.
    """

    por_reservas = False

    def __init__(self, frase: str) -> None:
        super().__init__(
            tr("Stock insuficiente"),
            f"{frase} {tr('No se registró nada.')}",
            tr("Revisar la cantidad o el lugar; si lo que hay en el estante es otra cosa, hacer un conteo."),
        )

    @classmethod
    def por_reserva(cls, codigo: str, actual: Decimal, reservado: Decimal) -> StockInsuficienteError:
        """There are enough, but not enough that are free."""
        error = cls(
            tr("De {codigo} hay {actual}: {reservadas} y {disponibles}.").format(
                codigo=codigo,
                actual=formatear_numero(actual),
                reservadas=frases.reservadas(reservado),
                disponibles=frases.disponibles(actual - reservado),
            )
        )
        error.por_reservas = True
        return error


class ArticuloInexistenteError(NoEncontradoError):
    """No article has that code or id."""

    def __init__(self, codigo: object) -> None:
        super().__init__(
            tr("No hay ningún artículo «{codigo}».").format(codigo=codigo),
            tr("Revisar el código o buscar el artículo por su descripción."),
        )


class ArticuloInactivoError(ConflictoError):
    """The article is deactivated and takes no new movements."""

    def __init__(self, codigo: str) -> None:
        super().__init__(
            tr("El artículo {codigo} está inactivo. No se registró nada.").format(codigo=codigo),
            tr("Reactivarlo para volver a moverlo."),
        )


class ClaveRepetidaError(ConflictoError):
    """The UUID already names another movement: other article, kind or quantity."""

    def __init__(self, clave: str) -> None:
        super().__init__(
            tr("La clave {clave} ya nombra otro movimiento, con otros datos. No se registró nada.").format(clave=clave),
            tr("Usar una clave nueva para cada movimiento."),
        )


class YaAnuladoError(ConflictoError):
    """The movement was annulled before, or is itself an annulment."""

    def __init__(self, movimiento_id: int, frase: str) -> None:
        super().__init__(frase, tr("Registrar un movimiento nuevo si hace falta corregir otra vez."))
        self.movimiento_id = movimiento_id


class CantidadInvalidaError(DatoInvalidoError):
    """A quantity that is not an exact decimal of up to three places within bounds, or has the wrong sign."""

    def __init__(self, valor: object, motivo: str) -> None:
        mostrado = formatear_numero(valor) if isinstance(valor, Decimal) and valor.is_finite() else str(valor)[:40]
        super().__init__(
            tr("La cantidad «{valor}» no sirve: {motivo}. No se registró nada.").format(valor=mostrado, motivo=motivo),
            tr("Escribir un número con hasta tres decimales, por ejemplo 12 o 2,5."),
            campos={"cantidad": motivo},
        )
