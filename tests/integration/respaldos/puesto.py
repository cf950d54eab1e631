"""A seat as a process of its own: the scheduler on a registry, until its standard input ends or it is killed.

    python -m tests.integration.respaldos.puesto SITIO hace|se_cuelga

On files it makes real sets. Of a server it makes none: what is looked at there is whose turn it is.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from rexus.base.actor import Actor
from rexus.base.progress import Avance
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.ejecutor import Ejecutor
from rexus.respaldos.programador import EstadoProgramador, Programador
from rexus.respaldos.turno import TurnoDeBase
from rexus.settings import Settings
from tests.servers.sitio import Sitio
from tests.unit.respaldos.estante import conjunto

#: Seconds after which a seat that stands still has lost its turn.
CADUCA: Final = 3.0


class Puesto(Ejecutor):
    """As the program's own, with less patience."""

    cuelga = False

    def __init__(self, sitio: Sitio, settings: Settings, **kw: Any) -> None:
        registry = sitio.registry()
        super().__init__(registry, settings, **kw)
        if registry.motor.es_servidor:
            self._turno = TurnoDeBase(registry, caduca=CADUCA)

    @property
    def se_puede(self) -> bool:
        return True

    def hay_datos(self) -> bool:
        return True

    def _copiar(self, tipo: str, avance: Avance, motivo: str, actor: Actor, al_paso: Callable[[str], None]) -> Conjunto:
        if self.cuelga:
            print("haciendo", flush=True)
            time.sleep(600)
        if not self._en_servidor:
            return super()._copiar(tipo, avance, motivo, actor, al_paso)
        return conjunto(self._clock())


def main() -> None:
    """Print «hecho ID» for each set, «de_otro EQUIPO» when the turn is seen to be another's."""
    sitio, modo = Sitio.leido(sys.argv[1]), sys.argv[2]
    Puesto.cuelga = modo == "se_cuelga"
    settings = Settings(sitio.paths)
    programador = Programador(lambda: Puesto(sitio, settings), settings, al_empezar=0.0, cada=0.2)
    dichos: set[str] = set()

    def decir(frase: str) -> None:
        if frase not in dichos:
            dichos.add(frase)
            print(frase, flush=True)

    def mirar(estado: EstadoProgramador) -> None:
        if estado.de_otro:
            decir(f"de_otro {estado.de_otro}")
        if estado.falla is not None:
            decir(f"falla {estado.falla}")
        if estado.ultimo is not None and estado.ultimo.conjunto is not None:
            decir(f"hecho {estado.ultimo.conjunto.id}")

    programador.observar(mirar)
    programador.start()
    decir(f"empezado {datetime.now(UTC):%H:%M}")
    sys.stdin.read()
    programador.close()
    settings.close()


if __name__ == "__main__":
    main()
