"""Failures of the driver, said as a RexusError when the user can do something about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from rexus.base.errors import BaseInalcanzableError
from rexus.db.intentos import ConexionCortadaError
from rexus.db.motores import Motor, Vigilancia
from rexus.db.turnos import SinConexionesError


@contextmanager
def translated(motor: Motor, base: str, vigilancia: Vigilancia | None = None) -> Iterator[None]:
    """Raise a BaseError (or CanceladoError) instead of the driver's error.

    Errors that tell of a bug (a wrong statement, a broken constraint) pass unchanged.
    """
    try:
        yield
    except DBAPIError as error:
        known = motor.explicar(error.orig, base, vigilancia)
        if known is None:
            raise
        if type(known) is BaseInalcanzableError:
            known = ConexionCortadaError(motor.lugar(base))
        raise known from error
    except PoolTimeoutError as error:
        raise SinConexionesError from error
