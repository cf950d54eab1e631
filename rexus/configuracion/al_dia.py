"""What the workshop decided, read before somebody signs in by it: this machine's copy may be older."""

from __future__ import annotations

from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.configuracion.sincronizador import Sincronizador
from rexus.db.registry import Registry
from rexus.settings import Settings

log = get_logger(__name__)


def poner_al_dia(registry: Registry, settings: Settings) -> None:
    """Take over the shared settings. Raises nothing: where they cannot be read, this machine's copy of them serves."""
    try:
        Sincronizador(registry, settings, lambda: SISTEMA).traer()
    except RexusError as error:
        log.info("the workshop's settings were not read before the sign-in: %s", error)
