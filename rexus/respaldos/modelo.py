"""Backups as the window and the command line ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Final

from rexus.base.actor import Actor
from rexus.base.errors import DatoInvalidoError
from rexus.base.paths import Paths
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.conexion import Conexion
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import (
    ajustes,
    comprobado,
    copias,
    hacer,
    nativo_sqlserver,
    paquete,
    podar,
    portatil,
    puestos,
    restaurar,
    sucesos,
)
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import INCREMENTAL, Conjunto, Dudoso
from rexus.respaldos.destinos import Destino
from rexus.respaldos.ejecutor import a_solas
from rexus.respaldos.podar import Poda
from rexus.respaldos.portatil import Llevado
from rexus.respaldos.restaurar import Restaurado
from rexus.respaldos.retencion import Politica
from rexus.respaldos.verificar import Revision
from rexus.seguridad import RESTAURAR, politica_de
from rexus.settings import Settings

VER: Final = "respaldos.ver"
MODIFICAR: Final = "respaldos.modificar"


class Respaldos:
    """The sets in the program's own folder, for whoever `actor` names at each call. Opens nothing until it is asked.

    `frase` is the passphrase for new sets and for those that are encrypted; None: not encrypted. `desde` is another
    folder whose sets are looked at, proven and restored; new ones are made in the program's own all the same.
    """

    def __init__(
        self,
        registry: Registry,
        actor: Callable[[], Actor],
        frase: str | None = None,
        *,
        desde: Path | None = None,
    ) -> None:
        self._registry = registry
        self._desde = desde
        self._actor = actor
        self._frase = frase

    @property
    def carpeta(self) -> Path:
        """Where the sets lie."""
        return self._registry.paths.backups

    @property
    def origen(self) -> Path:
        """Where the sets lie that are looked at, proven and restored."""
        return self._desde or self.carpeta

    def mirar(self) -> list[Conjunto | Dudoso]:
        """Every set, newest first, and what only looks like one. Raises PermisoError, SoloLecturaError."""
        self._registry.exigir(self._actor(), VER, Respaldos.mirar)
        return carpetas.mirar(self.origen)

    def completo(self, motivo: str = "", avance: Avance | None = None, *, con_nativo: bool = True) -> Conjunto:
        """Make a full set (`hacer.completo`)."""
        self._registry.exigir(self._actor(), MODIFICAR, Respaldos.completo)
        avance = avance or Avance()
        with a_solas(self.carpeta, avance):
            return hacer.completo(
                self._registry,
                self.carpeta,
                motivo=motivo,
                frase=self._frase,
                avance=avance,
                actor=self._actor(),
                con_nativo=con_nativo,
            )

    def incremental(self, avance: Avance | None = None) -> Conjunto:
        """Make a set of what changed (`hacer.incremental`); it may be a full one."""
        self._registry.exigir(self._actor(), MODIFICAR, Respaldos.incremental)
        avance = avance or Avance()
        with a_solas(self.carpeta, avance):
            return hacer.incremental(
                self._registry, self.carpeta, frase=self._frase, avance=avance, actor=self._actor()
            )

    def por_podar(self, politica: Politica, zona: tzinfo) -> Poda:
        """Which sets would stay and which would go, and why. Raises PermisoError, SoloLecturaError."""
        self._registry.exigir(self._actor(), VER, Respaldos.por_podar)
        return podar.planear(self.carpeta, politica, now_utc(), zona)

    def podar(self, politica: Politica, zona: tzinfo, avance: Avance | None = None) -> Poda:
        """Take away the sets that need not stay (`podar.podar`)."""
        self._registry.exigir(self._actor(), MODIFICAR, Respaldos.podar)
        avance = avance or Avance()
        with a_solas(self.carpeta, avance):
            return podar.podar(
                self._registry, self.carpeta, politica, now_utc(), zona, avance=avance, actor=self._actor()
            )

    def verificar(self, nombre: str, avance: Avance | None = None) -> Revision:
        """Prove a set as it lies there, and remember how it came out (`comprobado.comprobar`)."""
        actor = self._actor()
        self._registry.exigir(actor, VER, Respaldos.verificar)
        return comprobado.comprobar(
            self._registry, actor, self.origen, nombre, frase=self._frase, avance=avance, recordar=self._es_propio()
        )

    def _es_propio(self) -> bool:
        """Whether `origen` is a folder that the program looks after: its own, or the other one of the settings."""
        if self._desde is None or self._desde.absolute() == self.carpeta.absolute():
            return True
        settings = self._registry.ajustes
        return settings is not None and self._desde.absolute() == copias.otra_carpeta(settings, self.carpeta)

    def restaurar_en(self, nombre: str, destino: Path, avance: Avance | None = None) -> Revision:
        """Lay the databases of a set down in a folder (`restaurar.en_carpeta`): they hold all that Rexus knows."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.restaurar_en)
        _exigir_ajena(self._registry.paths, destino)
        hecha = restaurar.en_carpeta(
            self.origen, nombre, destino, frase=self._frase, avance=avance, propia=self.carpeta
        )
        sucesos.anotar(
            self._registry, self._actor(), sucesos.EXTRAER, hecha.conjunto.id, {"destino": str(destino.absolute())}
        )
        return hecha

    def exportar(self, nombre: str, archivo: Path) -> Conjunto:
        """Write a full set into one file to be carried (`paquete.empaquetar`): it holds all that Rexus knows."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.exportar)
        conjunto = carpetas.uno(self.origen, nombre)
        paquete.empaquetar(conjunto, archivo)
        sucesos.anotar(
            self._registry, self._actor(), sucesos.EXTRAER, conjunto.id, {"destino": str(archivo.absolute())}
        )  # fmt: skip
        return conjunto

    def exigir_exportable(self, archivo: Path) -> None:
        """Raise unless `exportar` may write there: PermisoError, ArchivoError. Asked before a set is made for it."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.exigir_exportable)
        paquete.exigir_libre(archivo)

    def exigir_del_servidor(self) -> None:
        """Raise unless `en_el_servidor` can be asked for: PermisoError, RespaldoFallidoError."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.exigir_del_servidor)
        nativo_sqlserver.exigir_motor(self._registry)

    def en_el_servidor(self, nombre: str, carpeta: str) -> list[str]:
        """Have a SQL Server make its own backups beside a set, on its own disk (`nativo_sqlserver.respaldar`)."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.en_el_servidor)
        conjunto = carpetas.uno(self.carpeta, nombre)
        diferencial = conjunto.tipo == INCREMENTAL
        archivos = nativo_sqlserver.respaldar(self._registry, carpeta, conjunto.id, diferencial=diferencial)
        sucesos.anotar(self._registry, self._actor(), sucesos.EXTRAER, conjunto.id, {"destino": carpeta})
        return archivos

    def llevar(self, nombre: str, destino: Destino, avance: Avance | None = None) -> Llevado:
        """Load a set into empty databases of any engine (`portatil.llevar`)."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.llevar)
        hecho = portatil.llevar(
            self.origen, nombre, destino, self._registry.paths, frase=self._frase, avance=avance
        )  # fmt: skip
        sucesos.anotar(
            self._registry, self._actor(), sucesos.EXTRAER, hecho.conjunto.id, {"destino": hecho.lugar}
        )  # fmt: skip
        return hecho

    def otros_puestos(self, settings: Settings) -> str:
        """Who else is signed in now, and that they should leave before a restore; empty when nobody is."""
        self._registry.exigir(self._actor(), RESTAURAR, Respaldos.otros_puestos)
        return puestos.frase(puestos.otros(self._registry, self._actor(), politica_de(settings).inactividad))

    def restaurar(
        self,
        nombre: str,
        avance: Avance | None = None,
        duena: Conexion | None = None,
        *,
        con_configuracion: bool = False,
    ) -> Restaurado:
        """Put a set in place of the live databases (`restaurar.en_vivo`, `restaurar.en_servidor`).

        On a server `duena` connects as the owner of the tables. `con_configuracion`: and of this machine's settings.
        Meanwhile nobody makes or prunes sets here.
        """
        registry, actor, origen = self._registry, self._actor(), self.origen
        registry.exigir(actor, RESTAURAR, Respaldos.restaurar)
        avance = avance or Avance()
        # Before anything is touched: it is part of the set.
        contenido = ajustes.leer(origen, nombre, self._frase) if con_configuracion else None
        with a_solas(self.carpeta, avance):
            if duena is not None and registry.motor.es_servidor:
                hecho = restaurar.en_servidor(registry, actor, duena, origen, nombre, frase=self._frase, avance=avance)
            else:
                hecho = restaurar.en_vivo(registry, actor, origen, nombre, frase=self._frase, avance=avance)
        if contenido is None:
            return hecho
        return replace(hecho, configuracion=ajustes.reponer(registry, actor, hecho.conjunto.id, contenido))


def _exigir_ajena(paths: Paths, destino: Path) -> None:
    """Raise DatoInvalidoError for a folder of the program's own, which would take what is laid down there for its."""
    for propia in (paths.backups, paths.config, paths.logs):
        if destino.resolve().is_relative_to(propia.resolve()):
            raise DatoInvalidoError(
                tr("«{destino}» es de las carpetas del programa. No se tocó nada.").format(destino=destino),
                tr("Elegir una carpeta fuera de «{propia}».").format(propia=propia),
            )
