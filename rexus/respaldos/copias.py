"""A copy of every good set in another folder: a USB disk, a share.

What is missing there is found by comparing the two folders, each time anew: no list of work to be done that could be
lost. Newest first, and the set that one stands on before it. Nothing here is needed to make a backup, and nothing that
goes wrong here stops one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final, Literal

from rexus.base import candado
from rexus.base.actor import SISTEMA
from rexus.base.errors import ArchivoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import estado, estado_copias, exportar, meses, sucesos
from rexus.respaldos.borrador import barrer
from rexus.respaldos.conjunto import PREFIJO, Conjunto, carpeta_de
from rexus.respaldos.errors import CopiaError, EspacioInsuficienteError, RespaldoAlteradoError
from rexus.respaldos.podar import podar
from rexus.respaldos.retencion import Politica, elegir, politica_de
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria

log = get_logger(__name__)

CARPETA: Final = "respaldo.carpeta"
_CANDADO: Final = ".haciendo"
# After a failure in the middle of writing. What is seen before anything is written is looked at each time.
_PRIMERA_PAUSA_S: Final = 60.0
_PAUSA_MAXIMA_S: Final = 3_600.0

_Paso = Literal["copiado", "nada", "ocupado"]


def otra_carpeta(settings: Settings, propia: Path) -> Path | None:
    """The other folder that the settings name; None without one, or when it is the program's own."""
    nombre = settings.get(CARPETA).strip()
    if not nombre:
        return None
    otra = Path(nombre).expanduser().absolute()
    return None if otra == propia.absolute() else otra


def alcanzable(otra: Path) -> bool:
    """Whether the folder is there now."""
    try:
        return otra.is_dir()
    except OSError as error:
        # A share whose server is gone, a disk that was pulled out.
        log.debug("%s: %s", otra, error)
        return False


def por_copiar(
    aqui: Sequence[Conjunto],
    alla: Sequence[Conjunto],
    politica: Politica,
    ahora: datetime,
    zona: tzinfo,
    malos: Collection[str] = (),
) -> list[Conjunto]:
    """The sets of `aqui` that are not in `alla` and would stay there, in the order in which they are to be copied.

    `malos` are those of `aqui` that were found altered. What the rules would take away there at once is not copied.
    """
    hay = {c.id for c in alla}
    buenos = sorted((c for c in aqui if not {c.id, c.base} & set(malos)), key=lambda c: (c.fecha, c.id), reverse=True)
    por_id = {c.id: c for c in buenos}
    quedan = elegir([*alla, *(c for c in buenos if c.id not in hay)], politica, ahora, zona).quedan
    faltan: dict[str, Conjunto] = {}
    for c in buenos:
        for id_ in (c.base, c.id):
            if c.id in quedan and c.id not in hay and id_ in por_id and id_ not in hay:
                faltan.setdefault(id_, por_id[id_])
    return list(faltan.values())


class Copias:
    """For one home. `paso` is asked every minute, from one thread."""

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now_utc,
        monotono: Callable[[], float] = time.monotonic,
    ) -> None:
        self._registry = registry
        self._settings = settings
        self._clock = clock
        self._monotono = monotono
        # What the two folders held when nothing was missing.
        self._visto: object = None
        self._fallas = 0
        self._no_antes = 0.0
        self._escribiendo = False

    @property
    def _propia(self) -> Path:
        return self._registry.paths.backups

    def paso(self, avance: Avance) -> bool:
        """Copy one set that is missing there; whether it did: there may be more.

        What goes wrong is told by `estado_copias` and tried again. Raises CanceladoError.
        """
        otra = otra_carpeta(self._settings, self._propia)
        if otra is None:
            self._visto = None
            estado_copias.olvidar(self._propia)
            return False
        try:
            if not alcanzable(otra):
                # The moment it is back it is tried at once.
                self._visto, self._fallas, self._no_antes = None, 0, 0.0
                if self._nombres(self._propia):
                    raise _ausente(otra)
                return False
            if self._monotono() < self._no_antes or self._visto == self._firma(otra):
                return False
            self._escribiendo = False
            hecho = self._un_paso(otra, avance)
            if hecho == "nada":
                self._visto, self._fallas = self._firma(otra), 0
                estado_copias.bien(self._propia, otra)
            return hecho == "copiado"
        except RexusError as error:
            self._fallar(otra, error if alcanzable(otra) else _ausente(otra))
        except OSError as error:
            self._fallar(otra, _sin_permiso(otra, error) if alcanzable(otra) else _ausente(otra))
        return False

    def por_revisar(self) -> bool:
        """Whether it is time to read the copies again: a week after the last time."""
        otra = otra_carpeta(self._settings, self._propia)
        if otra is None or not alcanzable(otra) or not self._propia.is_dir():
            return False
        return estado_copias.toca_revisar(self._propia, otra, self._clock())

    def revisar(self, avance: Avance) -> list[str]:
        """Read every byte of the copies; the ids of those that are not as they were made, which are copied again next.

        Months that left the trail are read too. Raises CanceladoError, SoloLecturaError, ArchivoError. A folder that
        goes away meanwhile is no proof of anything.
        """
        otra = otra_carpeta(self._settings, self._propia)
        if otra is None:
            return []
        malos: list[str] = []
        for conjunto in carpetas.listar(otra):
            falla = exportar.como_esta(conjunto, avance)
            if not alcanzable(otra):
                return malos
            if not falla or not conjunto.ubicacion.is_dir():
                continue
            malos.append(conjunto.id)
            estado.anotar_verificado(otra, conjunto.id, self._clock(), falla)
            self._anotar_alterado(conjunto, falla, carpeta=str(otra))
        with exportar.en_palabras(otra):
            for nombre in meses.danados(otra, avance):
                log.warning("%s in %s is not as it was signed", nombre, otra)
                if nombre in meses.nombres(self._propia):
                    meses.llevar(nombre, self._propia, otra, avance)
        self._visto = None if malos else self._visto
        estado_copias.revisada(self._propia, otra, self._clock())
        return malos

    def _un_paso(self, otra: Path, avance: Avance) -> _Paso:
        with _a_solas(otra) as mia:
            if not mia:
                return "ocupado"
            barrer(otra)
            ahora, zona, politica = self._clock(), zona_horaria(self._settings), politica_de(self._settings)
            aqui, alla = carpetas.listar(self._propia), carpetas.listar(otra)
            malas = estado.malos(otra)
            sanas = [c for c in alla if not {c.id, c.base} & malas]
            faltan = por_copiar(aqui, sanas, politica, ahora, zona, estado.malos(self._propia))
            if faltan:
                self._escribiendo = True
                self._copiar(faltan[0], otra, avance)
                return "copiado"
            if self._copiar_un_mes(otra, avance):
                return "copiado"
            podar(self._registry, otra, politica, ahora, zona, avance=avance)
            _exigir_los_mismos(aqui, alla, otra)
            return "nada"

    def _copiar(self, conjunto: Conjunto, otra: Path, avance: Avance) -> None:
        try:
            exportar.copiar(conjunto, otra, avance)
        except (RespaldoAlteradoError, ArchivoError) as error:
            if not conjunto.ubicacion.is_dir():
                # Pruned meanwhile: nothing to copy any more.
                log.info("%s went while it was copied", conjunto.id)
                return
            falla = exportar.como_esta(conjunto, avance)
            if falla:
                # It is this one that is damaged, and no copy of it is worth anything.
                estado.anotar_verificado(self._propia, conjunto.id, self._clock(), falla)
                self._anotar_alterado(conjunto, falla)
                return
            if isinstance(error, RespaldoAlteradoError):
                raise _no_guarda(conjunto, otra) from error
            raise
        if estado.leer(otra).get(conjunto.id, estado.Suerte()).falla:
            estado.anotar_verificado(otra, conjunto.id, self._clock())
        sucesos.anotar(self._registry, SISTEMA, sucesos.COPIAR, conjunto.id, {"carpeta": str(otra)})
        log.info("%s copied to %s", conjunto.id, otra)

    def _anotar_alterado(self, conjunto: Conjunto, falla: str, **mas: str) -> None:
        sucesos.anotar_hallado(self._registry, SISTEMA, sucesos.VERIFICAR, conjunto.id, sucesos.ALTERADO, falla, **mas)

    def _copiar_un_mes(self, otra: Path, avance: Avance) -> bool:
        """Copy a month that left the trail and is not there; whether one was. Damaged ones the trail's proof tells."""
        for nombre in meses.faltan(self._propia, otra):
            self._escribiendo = True
            with exportar.en_palabras(otra):
                if not meses.llevar(nombre, self._propia, otra, avance):
                    continue
            sucesos.anotar(self._registry, SISTEMA, sucesos.COPIAR, None, {"archivo": nombre, "carpeta": str(otra)})
            log.info("%s copied to %s", nombre, otra)
            return True
        return False

    def _fallar(self, otra: Path, error: RexusError) -> None:
        if self._escribiendo and not isinstance(error, EspacioInsuficienteError):
            self._fallas += 1
            pausa = min(_PAUSA_MAXIMA_S, _PRIMERA_PAUSA_S * 2 ** min(self._fallas - 1, 16))
            self._no_antes = self._monotono() + pausa
        self._escribiendo = False
        if estado_copias.mal(self._propia, otra, error, self._clock()):
            log.warning("no copies to %s: %s", otra, error)
            despues = {"tipo": "copia", "carpeta": str(otra), "frase": str(error)}
            sucesos.anotar(self._registry, SISTEMA, sucesos.FALLAR, None, despues)

    def _firma(self, otra: Path) -> object:
        """Changes whenever a set comes or goes on either side, or the settings name another folder."""
        meses_de = [tuple(meses.nombres(carpeta)) for carpeta in (self._propia, otra)]
        return str(otra), self._nombres(self._propia), self._nombres(otra), *meses_de

    @staticmethod
    def _nombres(carpeta: Path) -> frozenset[str]:
        try:
            return frozenset(e.name for e in carpeta.iterdir() if e.name.startswith(PREFIJO))
        except FileNotFoundError:
            return frozenset()


@contextmanager
def _a_solas(otra: Path) -> Iterator[bool]:
    """Whether this program alone works in there now. Makes no folder: one that is gone must not come back empty."""
    tomado = candado.tomar(otra / _CANDADO)
    try:
        yield tomado is not None
    finally:
        if tomado is not None:
            tomado.soltar(quitar=True)


def _exigir_los_mismos(aqui: Sequence[Conjunto], alla: Sequence[Conjunto], otra: Path) -> None:
    """Raises CopiaError when something else there has the name of one of ours."""
    de_alla = {c.id: c.archivos for c in alla}
    for c in aqui:
        if de_alla.get(c.id, c.archivos) != c.archivos:
            raise CopiaError(
                tr("Hay otro respaldo con ese nombre"),
                tr("En «{carpeta}» el respaldo «{id}» es de otro puesto: el de aquí no se copió.").format(
                    carpeta=carpeta_de(otra, c.id).parent, id=c.id
                ),
                tr("Usar una carpeta para cada puesto."),
            )


def _ausente(otra: Path) -> CopiaError:
    return CopiaError(
        tr("La otra carpeta no está"),
        tr("No se encuentra «{carpeta}». Los respaldos se siguen haciendo aquí y esperan.").format(carpeta=otra),
        tr("Conectar el disco o la carpeta de red: al volver se copian solos."),
    )


def _sin_permiso(otra: Path, error: OSError) -> CopiaError:
    return CopiaError(
        tr("No se puede escribir en la otra carpeta"),
        tr("No se pudo escribir en «{carpeta}» ({detalle}). Los respaldos esperan aquí.").format(
            carpeta=otra, detalle=error.strerror or error
        ),
        tr("Revisar que el disco no esté protegido y que se pueda escribir en esa carpeta, o elegir otra."),
    )


def _no_guarda(conjunto: Conjunto, otra: Path) -> CopiaError:
    return CopiaError(
        tr("La otra carpeta no guarda lo que se escribe"),
        tr("La copia de «{id}» en «{carpeta}» no se lee como se escribió. No quedó ahí.").format(
            id=conjunto.id, carpeta=otra
        ),
        tr("Revisar ese disco: puede estar fallando. Conviene elegir otro."),
    )
