"""What the start page reads: each part for whoever may see it, one query each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from rexus.base.actor import Actor
from rexus.base.errors import BaseError, SoloLecturaError
from rexus.base.log import get_logger
from rexus.db.instantanea import Entera
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.modulos.inicio.domain import RENGLONES, Bajos, Panorama, Respaldo
from rexus.modulos.inicio.graficos import Graficos, ValorDe, cortes, medianoche
from rexus.respaldos import VER, Conjunto, Respaldos, estado
from rexus.respaldos.ejecutor import Ejecutor
from rexus.settings import Settings
from rexus.stock import actividad, consulta
from rexus.stock.actividad import Movido
from rexus.stock.clases import Clase, todas
from rexus.stock.consulta import TODOS, Consulta
from rexus.stock.disputas import disputados
from rexus.stock.obras_detenidas import obras_detenidas
from rexus.stock.pendientes import bajo_minimo, pedidos_atrasados
from rexus.stock.valor import valor_del_stock

log = get_logger(__name__)


class InicioModel:
    """Opens nothing until it is asked; reads disks: never on the screen's thread."""

    def __init__(
        self,
        registry: Registry,
        actor: Callable[[], Actor],
        settings: Settings,
        zona: tzinfo,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._registry = registry
        self._actor = actor
        self._settings = settings
        self._zona = zona
        self._clock = clock

    def panorama(self) -> Panorama:
        """Everything that the actor may see of what needs attention. Raises BaseError."""
        puede = self._actor().puede
        clases = self._clases()
        bajos = tuple(self._bajos(clase) for clase in clases)
        return Panorama(
            momento=self._clock(),
            bajos=bajos if clases else None,
            obras=tuple(self._leer(obras_detenidas)) if puede("obras.ver") else None,
            pedidos=tuple(self._leer(pedidos_atrasados, self._zona)) if puede("compras.ver") else None,
            respaldo=self._respaldo() if puede(VER) else None,
            disputas=tuple(self._leer(disputados)) if puede("obras.ver") else (),
            hay_articulos=any(b.hallado.cuantos for b in bajos) or not clases or self._hay(clases),
        )

    def graficos(self) -> Graficos:
        """What the charts show, for who may see it: what the stock is worth needs the right to see prices."""
        hoy, limites = cortes(self._clock(), self._zona)
        clases = self._clases()
        nombres = tuple(clase.nombre for clase in clases)
        con_precios = clases and self._actor().puede("compras.ver")
        return Graficos(
            valores=tuple(
                ValorDe(clase.permiso, clase.grupo, self._leer(valor_del_stock, clase.nombre)) for clase in clases
            )
            if con_precios
            else None,
            dias=tuple(self._leer(actividad.por_dia, nombres, limites)) if clases else None,
            hoy=hoy,
        )

    def movidos(self, dia: date) -> list[Movido]:
        """What came in and went out on that day of the workshop, of what the actor may see."""
        desde, hasta = (medianoche(d, self._zona) for d in (dia, dia + timedelta(days=1)))
        nombres = tuple(clase.nombre for clase in self._clases())
        movidos: list[Movido] = self._leer(actividad.entre_momentos, nombres, desde, hasta)
        return movidos

    def _clases(self) -> list[Clase]:
        return [clase for clase in todas() if self._actor().puede(f"{clase.permiso}.ver")]

    def _leer(self, operacion: Callable[..., Any], *args: Any) -> Any:
        return self._registry.leer(INVENTARIO, self._actor(), operacion, *args, recordar=Entera())

    def _bajos(self, clase: Clase) -> Bajos:
        return Bajos(clase.permiso, clase.tabla, self._leer(bajo_minimo, clase.nombre, RENGLONES))

    def _hay(self, clases: Sequence[Clase]) -> bool:
        cualquiera = Consulta(estado=TODOS)
        return any(self._leer(consulta.primera, clase.nombre, cualquiera, ("codigo",), 1) for clase in clases)

    def _respaldo(self) -> Respaldo:
        """The newest good set, here or of another seat of the server."""
        respaldos = Respaldos(self._registry, self._actor)
        try:
            malos = estado.malos(respaldos.carpeta)
            fechas = [
                hallado.fecha
                for hallado in respaldos.mirar()
                if isinstance(hallado, Conjunto) and not {hallado.id, hallado.base} & malos
            ]
        except SoloLecturaError as error:
            return Respaldo(None, error.frase)
        try:
            de_otros = Ejecutor(self._registry, self._settings, clock=self._clock).ultimo_de_otros()
        except BaseError as error:
            # Away: what lies here is still to be told.
            log.info("what other seats made is not known: %s", error)
            de_otros = None
        return Respaldo(max([*fechas, *([de_otros] if de_otros else [])], default=None))
