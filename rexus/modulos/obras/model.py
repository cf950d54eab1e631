"""The operations on jobs, each in its own unit of work: what the controllers hold in their hands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.db.instantanea import Entera
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.respaldos.automatico import respaldo_automatico
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.stock import (
    FilaResumen,
    adjuntos,
    anulaciones,
    coberturas,
    codigos,
    entregas,
    entregas_de_obra,
    esperan,
    obras,
    requerimientos,
    reservas,
    resumen,
    resumen_deshacer,
    ubicaciones,
)
from rexus.stock.adjuntos import Adjunto
from rexus.stock.coberturas import ObraVista
from rexus.stock.codigos import Nombrado
from rexus.stock.entregas import EntregaHecha
from rexus.stock.entregas_de_obra import EntregaVista
from rexus.stock.ledger import MovimientoHecho
from rexus.stock.libro_reservas import Clave
from rexus.stock.lineas import Linea
from rexus.stock.obras import FichaObra
from rexus.stock.requerimientos import Material
from rexus.stock.reservas import ReservaHecha
from rexus.stock.resumen import PlanResumen
from rexus.stock.resumen_deshacer import ResumenDeshecho
from rexus.stock.ubicaciones import Sitio

MODIFICAR: Final = f"{obras.MODULO}.modificar"


class ObrasModel:
    """Jobs. Opens nothing until an operation is called; safe in any thread. Raises what the operation raises."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        self._registry = registry
        self._actor = actor

    def _leer(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self._registry.leer(INVENTARIO, self._actor(), operacion, *args, **kw)

    def _ver(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Read what is only looked at: while the server is away, as it was seen last."""
        return self._leer(operacion, *args, **kw, recordar=Entera())

    def _escribir(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self._registry.escribir(INVENTARIO, self._actor(), operacion, *args, **kw)

    # ── Obras ──

    def listar(self, ids: Sequence[int] | None = None) -> list[ObraVista]:
        """The obras with how their materials stand; all of them without `ids`."""
        return self._ver(coberturas.listar, ids)  # type: ignore[no-any-return]

    def buscar(self, texto: str, limite: int | None = None) -> list[FichaObra]:
        """Those that have every word of `texto`, by code; with a `limite` those that go on first."""
        return self._leer(obras.listar, texto=texto, limite=limite)  # type: ignore[no-any-return]

    def obra(self, obra_id: int) -> FichaObra:
        """One, whole."""
        return self._ver(obras.ver, obra_id)  # type: ignore[no-any-return]

    def crear(self, valores: Mapping[str, Any]) -> Result[FichaObra]:
        """A new one."""
        return self._escribir(obras.crear, valores)  # type: ignore[no-any-return]

    def editar(self, obra_id: int, version: int, cambios: Mapping[str, Any]) -> Result[FichaObra]:
        """Save changed fields."""
        return self._escribir(obras.editar, obra_id, version, cambios)  # type: ignore[no-any-return]

    def cambiar_estado(self, obra_id: int, estado: str, version: int) -> Result[FichaObra]:
        """Bring it to another state."""
        return self._escribir(obras.cambiar_estado, obra_id, estado, version)  # type: ignore[no-any-return]

    @respaldo_automatico("eliminar una obra", MODIFICAR)
    def eliminar(self, obra_id: int) -> Result[None]:
        """Delete one without history."""
        return self._escribir(obras.eliminar, obra_id)  # type: ignore[no-any-return]

    # ── What it needs ──

    def materiales(self, obra_id: int) -> list[Material]:
        """What it needs, holds and got."""
        return self._ver(requerimientos.materiales, obra_id)  # type: ignore[no-any-return]

    def pedidos_para(self, obra_id: int) -> list[str]:
        """The numbers of the orders on their way that it waits for."""
        return self._ver(esperan.pedidos_para, obra_id)  # type: ignore[no-any-return]

    def articulo(self, codigo: str) -> Nombrado:
        """What article a code is."""
        return self._leer(codigos.nombrar, codigo)  # type: ignore[no-any-return]

    def poner(self, obra_id: int, pedidas: Mapping[Clave, Any]) -> Result[int]:
        """How many pieces of those articles it needs; 0 takes the line away."""
        return self._escribir(requerimientos.poner, obra_id, pedidas)  # type: ignore[no-any-return]

    def simular_resumen(self, obra_id: int, filas: Sequence[FilaResumen], origen: str) -> PlanResumen:
        """What bringing in the rows of a summary would do."""
        return self._leer(resumen.simular_resumen, obra_id, filas, origen)  # type: ignore[no-any-return]

    @respaldo_automatico("importar un resumen", MODIFICAR)
    def importar_resumen(
        self, obra_id: int, filas: Sequence[FilaResumen], origen: str, *, crear: bool, quitar: bool
    ) -> Result[PlanResumen]:
        """Bring them in; all of them or nothing."""
        return self._escribir(  # type: ignore[no-any-return]
            resumen.importar_resumen, obra_id, filas, origen, crear=crear, quitar=quitar
        )

    @respaldo_automatico("deshacer lo hecho en una obra", MODIFICAR)
    def deshacer_resumen(self, lote_id: int) -> Result[ResumenDeshecho]:
        """It needs what it needed before that import."""
        return self._escribir(resumen_deshacer.deshacer_resumen, lote_id)  # type: ignore[no-any-return]

    # ── Setting apart, giving out, taking back ──

    def reservar(self, obra_id: int, lineas: Sequence[Linea] | None, clave: str) -> Result[ReservaHecha]:
        """Set apart all that it lacks and is free, or exactly those lines."""
        return self._escribir(reservas.reservar, obra_id, lineas, clave)  # type: ignore[no-any-return]

    def liberar(self, obra_id: int, lineas: Sequence[Linea] | None, clave: str) -> Result[ReservaHecha]:
        """Free all that is set apart for it, or exactly those lines."""
        return self._escribir(reservas.liberar, obra_id, lineas, clave)  # type: ignore[no-any-return]

    def entregar(self, obra_id: int, lineas: Sequence[Linea] | None, **kw: Any) -> Result[EntregaHecha]:
        """Give goods out to it (`de_otras`, `remito`, `nota`, `clave`)."""
        return self._escribir(entregas.entregar, obra_id, lineas, **kw)  # type: ignore[no-any-return]

    def devolver(self, obra_id: int, lineas: Sequence[Linea] | None, **kw: Any) -> Result[EntregaHecha]:
        """Take goods back from it (`remito`, `nota`, `clave`)."""
        return self._escribir(entregas.devolver, obra_id, lineas, **kw)  # type: ignore[no-any-return]

    @respaldo_automatico("deshacer lo hecho en una obra", MODIFICAR)
    def deshacer(self, lote_id: int, motivo: str, clave: str) -> Result[list[MovimientoHecho]]:
        """Undo a reservation, a delivery, a return or a cut."""
        return self._escribir(anulaciones.anular_lote, lote_id, motivo, clave)  # type: ignore[no-any-return]

    def entregas(self, obra_id: int) -> list[EntregaVista]:
        """What went out to it and came back, newest first."""
        return self._ver(entregas_de_obra.listar, obra_id)  # type: ignore[no-any-return]

    def entrega(self, lote_id: int) -> EntregaVista:
        """One of them."""
        return self._ver(entregas_de_obra.ver, lote_id)  # type: ignore[no-any-return]

    def escribir_remito(self, lote_id: int, archivo: Path, settings: Settings) -> None:
        """Write the delivery note of one as a PDF, on the workshop's paper; the trail tells of it."""
        # Deferred: what draws is heavy.
        from rexus.documentos import remito
        from rexus.documentos.membrete import membrete
        from rexus.documentos.remito_de_obra import remito_de

        entrega = self.entrega(lote_id)
        papel = remito_de(entrega, self.obra(entrega.obra_id), zona_horaria(settings))
        asentar = partial(self._escribir, entregas_de_obra.anotar_remito, lote_id, archivo.name)
        remito.escribir(archivo, papel, membrete(settings), asentar)

    def sitios(self) -> list[Sitio]:
        """The places that are in use."""
        return self._ver(ubicaciones.sitios)  # type: ignore[no-any-return]

    # ── Its files ──

    def adjuntos(self, obra_id: int) -> list[Adjunto]:
        """Its files, without their bytes."""
        return self._ver(adjuntos.listar, obra_id)  # type: ignore[no-any-return]

    def adjuntar(self, obra_id: int, archivo: Path) -> Result[Adjunto]:
        """Keep a file of this machine with it."""
        self._registry.exigir(self._actor(), MODIFICAR, ObrasModel.adjuntar)
        return self._escribir(  # type: ignore[no-any-return]
            adjuntos.adjuntar, obra_id, archivo.name, adjuntos.contenido_de(archivo)
        )

    def adjunto(self, adjunto_id: int) -> tuple[Adjunto, bytes]:
        """A file with its bytes."""
        return self._leer(adjuntos.leer, adjunto_id)  # type: ignore[no-any-return]

    @respaldo_automatico("quitar un adjunto", MODIFICAR)
    def quitar_adjunto(self, adjunto_id: int) -> Result[None]:
        """Take a file away for good."""
        return self._escribir(adjuntos.quitar, adjunto_id)  # type: ignore[no-any-return]
