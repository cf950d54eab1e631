"""The cache that the program holds: asks its store, reads what is missing once, and counts."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pydantic_core import PydanticSerializationError

from rexus.base.log import get_logger
from rexus.db.cache import codec
from rexus.db.cache.almacen import Almacen, Lectura
from rexus.db.cache.cifras import CifrasCache, Contador
from rexus.db.cache.respaldada import FallbackCache
from rexus.db.cache.vuelos import Vuelos
from rexus.db.instantanea import solo_frescas

log = get_logger(__name__)

_ETIQUETA: Final = re.compile(r"[a-z][a-z0-9_.]*")
_ENTRE_RESUMENES: Final = 900.0

T = TypeVar("T")


class Cache:
    """Lookups that screens repeat. Safe in any thread; opens nothing until it is asked something.

    A label («etiqueta») names what changes together and is forgotten together: "ubicaciones", "perfil.valores".
    """

    def __init__(
        self,
        almacen: Almacen,
        *,
        reloj: Callable[[], float] = time.monotonic,
        ahora: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._almacen = almacen
        self._reloj = reloj
        self._desde = ahora()
        self._vuelos = Vuelos()
        self._contador = Contador()
        self._resumen_lock = threading.Lock()
        self._ultimo_resumen = reloj()

    def recordar(self, etiqueta: str, clave: str, tipo: Any, leer: Callable[[], T]) -> T:
        """What `leer` gives, from the cache while it is remembered there; None and empty lists are values too.

        `tipo` is the value's type, anything that pydantic can write as JSON and read back equal (`list[str]`, a frozen
        dataclass, …). The caller gets an object of its own each time. Check the permission *before* asking: a
        remembered value is given to whoever asks. What `leer` raises passes through and is not remembered.
        """
        _revisar(etiqueta)
        # A program of another version, where the type has another shape, must not read this value.
        lectura = self._almacen.leer(etiqueta, f"{codec.huella(tipo)}:{clave}")
        self._resumir_a_veces()
        if lectura.dato is not None:
            try:
                valor: T = codec.decodificar(tipo, lectura.dato)
            except codec.ValorDanadoError as error:
                log.warning("cache: a broken value under %s in %s: %s", etiqueta, lectura.quien, error)
            else:
                self._contador.contar(lectura.quien, acierto=True)
                return valor
        # A later version is another flight: nobody is given what was read before the label was forgotten.
        llave = (lectura.quien, lectura.etiqueta, lectura.clave, lectura.version)
        propio, ajeno = self._vuelos.uno(llave, lambda: self._leer_y_guardar(lectura, tipo, leer))
        if ajeno is None:
            return propio  # type: ignore[return-value]
        self._contador.contar(lectura.quien, acierto=True)
        return codec.decodificar(tipo, ajeno)  # type: ignore[no-any-return]

    def _leer_y_guardar(self, lectura: Lectura, tipo: Any, leer: Callable[[], T]) -> tuple[T, bytes | None]:
        self._contador.contar(lectura.quien, acierto=False)
        with solo_frescas():
            # What another seat will be given is read now, not seen earlier.
            valor = leer()
        try:
            dato = codec.codificar(tipo, valor)
        except PydanticSerializationError:
            # A mistake of this program's; the user, who only wants the value, has it.
            log.exception("cache: a value under %s is not of the type that was named", lectura.etiqueta)
            return valor, None
        self._almacen.guardar(lectura, dato)
        return valor, dato

    def olvidar(self, *etiquetas: str) -> None:
        """Forget these labels, for every seat where the cache is shared. To be called after the change is committed."""
        for etiqueta in etiquetas:
            _revisar(etiqueta)
        if etiquetas:
            self._almacen.olvidar(*etiquetas)

    def olvidar_todo(self) -> None:
        """Forget everything: after a restore, or when another database is chosen."""
        self._almacen.olvidar_todo()

    def cifras(self) -> CifrasCache:
        """Who serves and what was saved so far."""
        estado = self._almacen.estado if isinstance(self._almacen, FallbackCache) else None
        contado = self._contador.ver
        return CifrasCache(
            quien=estado.quien if estado else "memoria",
            desde=estado.desde if estado else self._desde,
            con_redis=estado is not None,
            aciertos_memoria=contado("memoria", acierto=True),
            fallos_memoria=contado("memoria", acierto=False),
            aciertos_redis=contado("redis", acierto=True),
            fallos_redis=contado("redis", acierto=False),
            caidas=estado.caidas if estado else 0,
            motivo=estado.motivo if estado else None,
        )

    def close(self) -> None:
        """Let go of Redis, and say in the log what was saved."""
        self._almacen.close()
        self._resumir()

    def _resumir_a_veces(self) -> None:
        with self._resumen_lock:
            momento = self._reloj()
            if momento - self._ultimo_resumen < _ENTRE_RESUMENES:
                return
            self._ultimo_resumen = momento
        self._resumir()

    def _resumir(self) -> None:
        cifras = self.cifras()
        if cifras.aciertos or cifras.fallos:
            log.info("cache: %s", cifras)


def _revisar(etiqueta: str) -> None:
    if not _ETIQUETA.fullmatch(etiqueta):
        raise ValueError(etiqueta)
