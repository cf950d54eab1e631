"""Backups as the page asks for them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rexus.base.actor import Actor
from rexus.base.errors import BaseError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.conexion import Conexion
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.modulos.respaldos.domain import Linea, Panorama
from rexus.respaldos import (
    MODIFICAR,
    VER,
    Conjunto,
    Dudoso,
    Respaldos,
    Restaurado,
    Revision,
    ajustes,
    comparar,
    comprobado,
    copias,
    eliminar,
    estado,
    estado_copias,
    exportar,
    frase,
    prueba,
    puestos,
    restaurar,
    retencion,
    sucesos,
)
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.comparar import Diferencia
from rexus.respaldos.ejecutor import Ejecutor, a_solas
from rexus.respaldos.estado import Suerte
from rexus.respaldos.puestos import Sesion
from rexus.seguridad import RESTAURAR, politica_de
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria

log = get_logger(__name__)

Paso = Callable[[str], None]
_QUIETO: Final[Paso] = lambda _paso: None  # noqa: E731 - a default, named


class RespaldosModel(Respaldos):
    """Safe in any thread; opens nothing until an operation is called. Everything reads disks: never on the screen's
    thread."""

    def __init__(
        self,
        registry: Registry,
        actor: Callable[[], Actor],
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        super().__init__(registry, actor)
        self._settings = settings
        self._clock = clock
        self._ejecutor = Ejecutor(registry, settings, clock=clock)

    # ── What there is ──

    def panorama(self) -> Panorama:
        """Every set, here and in the other folder, and how things stand. Raises PermisoError, SoloLecturaError."""
        self._registry.exigir(self._actor(), VER, RespaldosModel.panorama)
        otra, falta, alla = self._otra_carpeta()
        aqui = carpetas.mirar(self.carpeta)
        lineas = _lineas(self.carpeta, aqui, otra, alla)
        ahora, suertes = self._clock(), estado.leer(self.carpeta)
        dicho = estado_copias.leer(self.carpeta)
        de_esta = dicho if otra is not None and dicho.carpeta == str(otra) else estado_copias.EstadoCopias()
        probada = prueba.ultima(suertes)
        return Panorama(
            momento=ahora,
            lineas=tuple(lineas),
            carpeta=self.carpeta,
            libres=_libres(self.carpeta),
            otra="" if otra is None else str(otra),
            otra_falta=falta,
            otra_falla=f"{de_esta.falla} {de_esta.que_hacer}".strip(),
            otra_desde=de_esta.desde,
            esperan=0 if otra is None else self._esperan(aqui, otra, alla, ahora),
            prueba_fallida="" if probada is None else probada.falla_de_prueba,
            de_otros=self._de_otros(),
        )

    def otras_sesiones(self) -> list[Sesion]:
        """Who else is signed in now. Raises PermisoError, BaseError."""
        actor = self._actor()
        self._registry.exigir(actor, RESTAURAR, RespaldosModel.otras_sesiones)
        return puestos.otros(self._registry, actor, politica_de(self._settings).inactividad)

    # ── What is done ──

    def hacer(self, tipo: str, avance: Avance | None = None, al_paso: Paso = _QUIETO) -> Conjunto:
        """Make a set now, one at a time, and note it for the other seats. Raises as `hacer.completo`."""
        actor = self._actor()
        self._registry.exigir(actor, MODIFICAR, RespaldosModel.hacer)
        avance = avance or Avance()
        al_paso("espera")
        with self._ejecutor.a_solas(avance):
            al_paso("")
            return self._ejecutor.hacer(tipo, avance=avance, actor=actor, al_paso=al_paso)

    def comprobar(self, linea: Linea, dada: str | None = None, avance: Avance | None = None) -> Revision:
        """Prove a set, here or there, and remember how it came out. `dada` is its passphrase if it is another one.

        Raises as `verificar.verificar`.
        """
        actor = self._actor()
        self._registry.exigir(actor, VER, RespaldosModel.comprobar)
        return comprobado.comprobar(
            self._registry, actor, linea.carpeta, linea.id, frase=self._abre(dada), avance=avance, clock=self._clock
        )

    def diferencia(self, linea: Linea, dada: str | None = None, avance: Avance | None = None) -> Diferencia:
        """What restoring would take and bring (`comparar.comparar`)."""
        self._registry.exigir(self._actor(), RESTAURAR, RespaldosModel.diferencia)
        return comparar.comparar(self._registry, linea.carpeta, linea.id, frase=self._abre(dada), avance=avance)

    @property
    def servidor(self) -> Conexion | None:
        """The server on which the databases are; None for files of this machine."""
        conexion = self._registry.conexion
        return conexion if conexion.es_servidor else None

    def volver(
        self,
        linea: Linea,
        dada: str | None = None,
        duena: tuple[str, str] | None = None,
        con_configuracion: bool = False,
        avance: Avance | None = None,
        al_paso: Paso = _QUIETO,
    ) -> Restaurado:
        """Put a set in place of what is live (`restaurar.en_vivo`, `en_servidor`), while nobody makes another.

        `duena` is the account that owns the tables of a server, and its password, which nobody keeps.
        `con_configuracion`: and in place of this machine's settings; so it is too where there are none yet.
        """
        actor = self._actor()
        self._registry.exigir(actor, RESTAURAR, RespaldosModel.volver)
        avance = avance or Avance()
        al_paso("espera")
        registry, frase_ = self._registry, self._abre(dada)
        con_configuracion = con_configuracion or not registry.paths.settings_file.exists()
        with a_solas(self.carpeta, avance):
            al_paso("comprobando")
            # Before anything is touched: it is part of the set.
            contenido = ajustes.leer(linea.carpeta, linea.id, frase_) if con_configuracion else None
            como: dict[str, Any] = {"frase": frase_, "avance": avance, "clock": self._clock, "al_paso": al_paso}
            if duena is not None:
                usuario, clave = duena
                conexion = replace(registry.conexion, usuario=usuario, clave=clave, pedir_clave=None)
                hecho = restaurar.en_servidor(registry, actor, conexion, linea.carpeta, linea.id, **como)
            else:
                hecho = restaurar.en_vivo(registry, actor, linea.carpeta, linea.id, **como)
            if contenido is None:
                return hecho
            return replace(hecho, configuracion=ajustes.reponer(registry, actor, linea.id, contenido))

    def copiar_a(self, linea: Linea, destino: Path, avance: Avance | None = None) -> list[Path]:
        """Copy a set to another folder and read it again from there (`exportar.exportar`); the folders made.

        Whoever has it has everything that it holds: the right is that of restoring.
        """
        actor = self._actor()
        self._registry.exigir(actor, RESTAURAR, RespaldosModel.copiar_a)
        hechas = exportar.exportar(linea.carpeta, linea.id, destino, avance)
        sucesos.anotar(self._registry, actor, sucesos.EXTRAER, linea.id, {"destino": str(destino.absolute())})
        return hechas

    def quitar(self, linea: Linea) -> None:
        """Take a set away (`eliminar.eliminar`)."""
        actor = self._actor()
        self._registry.exigir(actor, MODIFICAR, RespaldosModel.quitar)
        malos = estado.malos(linea.carpeta)
        with a_solas(self.carpeta, Avance()):
            eliminar.eliminar(self._registry, actor, linea.carpeta, linea.id, malos)

    # ── Within ──

    def _abre(self, dada: str | None) -> str | None:
        return dada or frase.para_abrir(self._settings)

    def _otra_carpeta(self) -> tuple[Path | None, str, list[Conjunto | Dudoso]]:
        """The other folder, why it cannot be looked at, and what is in it."""
        otra = copias.otra_carpeta(self._settings, self.carpeta)
        if otra is None:
            return None, "", []
        if not copias.alcanzable(otra):
            return otra, tr("no se encuentra"), []
        try:
            return otra, "", carpetas.mirar(otra)
        except SoloLecturaError as error:
            return otra, error.frase, []

    def _esperan(
        self, aqui: Sequence[Conjunto | Dudoso], otra: Path, alla: Sequence[Conjunto | Dudoso], ahora: datetime
    ) -> int:
        """How many sets the scheduler has yet to copy to the other folder."""
        malas = estado.malos(otra)
        faltan = copias.por_copiar(
            [h for h in aqui if isinstance(h, Conjunto)],
            [h for h in alla if isinstance(h, Conjunto) and not {h.id, h.base} & malas],
            retencion.politica_de(self._settings),
            ahora,
            zona_horaria(self._settings),
            estado.malos(self.carpeta),
        )
        return len(faltan)

    def _de_otros(self) -> datetime | None:
        try:
            return self._ejecutor.ultimo_de_otros()
        except BaseError as error:
            # Away: what lies here is still to be seen.
            log.info("what other seats made is not known: %s", error)
            return None


def _lineas(
    aqui: Path, hay_aqui: Sequence[Conjunto | Dudoso], otra: Path | None, hay_alla: Sequence[Conjunto | Dudoso]
) -> list[Linea]:
    """One line for each id, newest first. What is whole somewhere is shown from there."""
    suertes = estado.leer(aqui)
    malos = [i for i, suerte in suertes.items() if suerte.falla]
    lineas = {h.id: _linea(aqui, h, hay_aqui, suertes, malos) for h in hay_aqui}
    if otra is not None:
        suertes_alla = estado.leer(otra)
        malos_alla = [i for i, suerte in suertes_alla.items() if suerte.falla]
        for h in hay_alla:
            de_alla = replace(_linea(otra, h, hay_alla, suertes_alla, malos_alla), aqui=False, alla=True)
            de_aqui = lineas.get(h.id)
            if de_aqui is None or (de_alla.sirve and not de_aqui.sirve):
                lineas[h.id] = de_alla
            elif de_alla.sirve:
                lineas[h.id] = replace(de_aqui, alla=True)
    return sorted(lineas.values(), key=lambda linea: linea.id, reverse=True)


def _linea(
    carpeta: Path,
    hallado: Conjunto | Dudoso,
    hermanos: Sequence[Conjunto | Dudoso],
    suertes: Mapping[str, Suerte],
    malos: Sequence[str],
) -> Linea:
    if isinstance(hallado, Dudoso):
        return Linea(hallado.id, carpeta, None, hallado.porque)
    suerte = suertes.get(hallado.id, Suerte())
    return Linea(
        hallado.id,
        carpeta,
        hallado,
        porque=estado.falla_de(hallado, suertes),
        verificado=max(hallado.verificado, suerte.verificado or hallado.verificado),
        probado=suerte.probado,
        falla_de_prueba=suerte.falla_de_prueba,
        no_se_elimina=eliminar.por_que_no(hermanos, hallado.id, malos),
    )


def _libres(carpeta: Path) -> int | None:
    try:
        return shutil.disk_usage(carpeta).free
    except OSError as error:
        log.info("free space of %s: %s", carpeta, error)
        return None
