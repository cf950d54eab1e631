"""What the trail says of backups: made, failed, restored, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.respaldos.conjunto import Conjunto

log = get_logger(__name__)

MODULO: Final = "respaldos"
CREAR: Final = "crear"
FALLAR: Final = "fallar"
RESTAURAR: Final = "restaurar"
VERIFICAR: Final = "verificar"
ELIMINAR: Final = "eliminar"
#: Removed by the rules of what is kept.
PODAR: Final = "podar"
#: The settings of a machine put back with a set.
REPONER: Final = "reponer configuración"
#: Laid down in a folder, from where anybody may take it away.
EXTRAER: Final = "extraer"
#: Copied to the other folder by the program.
COPIAR: Final = "copiar"
#: Restored as a test.
PROBAR: Final = "probar"

#: How a set was found: codes, which whoever shows them puts into words. Older events hold a sentence instead.
ENTERO: Final = "entero"
ALTERADO: Final = "alterado"
#: It could not be seen.
FALLO: Final = "fallo"


def anotar(
    registry: Registry, actor: Actor, accion: str, id_: str | None, despues: Mapping[str, Any] | None = None
) -> None:
    """Add the event. What it tells is done already: one that cannot be added goes to the log, and nobody is stopped."""
    try:
        # The program itself writes it: the actor's session may be gone with what was restored.
        registry.escribir(USERS, SISTEMA, _anotar, actor.usuario, accion, id_, despues)
    except RexusError as error:
        log.warning("the trail does not know of «%s» %s: %s", accion, id_, error)


def anotar_hallado(
    registry: Registry, actor: Actor, accion: str, id_: str, resultado: str, porque: str = "", **mas: str
) -> None:
    """How a set was found: one of the codes above, and the sentence that says why."""
    anotar(registry, actor, accion, id_, {"resultado": resultado, **({"porque": porque} if porque else {}), **mas})


def anotar_falla(registry: Registry, actor: Actor, tipo: str, motivo: str, error: RexusError) -> None:
    """A backup was not made."""
    log.warning("no backup (%s): %s", tipo, error)
    anotar(registry, actor, FALLAR, None, {"tipo": tipo, "motivo": motivo, "frase": str(error)})


def de_conjunto(conjunto: Conjunto) -> dict[str, Any]:
    """What is worth telling of a set."""
    return {
        "tipo": conjunto.tipo,
        "motivo": conjunto.motivo,
        "bytes": conjunto.bytes,
        "base": conjunto.base,
        "cifrado": conjunto.cifrado,
        "movimientos": conjunto.movimientos,
        "ultimo_movimiento": conjunto.ultimo_movimiento,
    }


def _anotar(work: Work, usuario: str, accion: str, id_: str | None, despues: Mapping[str, Any] | None) -> None:
    work.anotar(MODULO, accion, "respaldos", id_, despues=despues, usuario=usuario)
