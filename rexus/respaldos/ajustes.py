"""The settings of this machine, back as a set holds them: the file that a restore of the databases leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rexus.base.actor import Actor
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.db.conexion import conexion_de
from rexus.db.registry import Registry
from rexus.respaldos import abrir, sucesos
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import CONFIGURACION, Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.settings import Settings

log = get_logger(__name__)


@dataclass(frozen=True)
class Repuesta:
    """The settings were put back: `conexion` is what they work with, `anterior` the file that holds those of before
    (empty: there were none). `falla` says why they were not; empty: they were."""

    conexion: str = ""
    anterior: str = ""
    falla: str = ""

    @property
    def frase(self) -> str:
        """What the user reads."""
        if self.falla:
            return tr("La configuración de este equipo quedó como estaba: {falla}").format(falla=self.falla)
        frase = tr(
            "También volvió la configuración de este equipo, que trabaja con {conexion}; "
            "la conexión rige desde el próximo inicio."
        ).format(conexion=self.conexion)
        if self.anterior:
            frase += " " + tr("La de antes quedó en «{archivo}».").format(archivo=self.anterior)
        return frase


def tiene(conjunto: Conjunto) -> bool:
    """Whether a set holds settings."""
    return conjunto.archivo(CONFIGURACION) is not None


def leer(carpeta: Path, id_: str, frase: str | None) -> bytes | None:
    """The settings of a set; None without any. Raises RespaldoAlteradoError, FraseError, NoEncontradoError."""
    return abrir.configuracion(carpetas.uno(carpeta, id_), Llavero(frase))


def reponer(registry: Registry, actor: Actor, id_: str, contenido: bytes) -> Repuesta:
    """Put the settings of the set `id_` in place of this machine's. What stands in the way is told, not raised: the
    databases are restored already."""
    prestadas = registry.ajustes is None
    settings = registry.ajustes or Settings(registry.paths)
    try:
        anterior = settings.reponer(contenido)
    except RexusError as error:
        log.warning("the settings of %s were not put back: %s", id_, error)
        return Repuesta(falla=str(error))
    else:
        conexion = conexion_de(settings)
        lugar = (
            tr("el servidor {lugar}").format(lugar=conexion.lugar)
            if conexion.es_servidor
            else tr("los archivos de esta computadora")
        )
        sucesos.anotar(registry, actor, sucesos.REPONER, id_, {"conexion": lugar})
        return Repuesta(lugar, "" if anterior is None else anterior.name)
    finally:
        if prestadas:
            settings.close()
