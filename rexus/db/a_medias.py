"""The row that says that a server's three databases are being replaced, and are not yet of one backup.

It is written with the first of them and taken away after the last: whoever finds it must not work there. It lies among
the keys (`rexus.db.llaves`), which every sign-in needs and the account of every day cannot change.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from rexus.base.text import tr
from rexus.db.llaves import Llave
from rexus.db.restauracion import RestauracionPendienteError

NOMBRE: Final = "restauracion"


def de(connection: Connection) -> str | None:
    """The id of the backup that is being put in place, or was when somebody was cut off. `connection` is to `users`."""
    return connection.scalar(select(Llave.valor).where(Llave.nombre == NOMBRE))


def exigir_ninguna(connection: Connection) -> None:
    """Raise RestauracionPendienteError while the three databases may be of different moments."""
    id_ = de(connection)
    if id_ is not None:
        raise pendiente(id_)


def pendiente(id_: str) -> RestauracionPendienteError:
    """What to say then."""
    return RestauracionPendienteError(
        tr(
            "Las tres bases del servidor se están cambiando por las del respaldo «{id}», y todavía no están todas."
        ).format(id=id_),
        tr(
            "Esperar un momento. Si quien lo hacía se cortó: terminarlo con «rexus restaurar {id} --terminar --usuario"
            " CUENTA», con la cuenta dueña de las tablas."
        ).format(id=id_),
    )
