"""The operations on purchases, each in its own unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.db.instantanea import Entera, solo_frescas
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.intercambio.proveedores import leer_proveedores
from rexus.modulos.compras.domain import Escrito
from rexus.respaldos.automatico import respaldo_automatico
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.stock import (
    anulaciones,
    borradores,
    esperan,
    faltantes,
    hoja_pedido,
    importar_proveedores,
    para_pedir,
    pedido_edicion,
    pedido_vuelta,
    pedidos,
    pedir_faltantes,
    proveedores,
    recepciones,
    recepciones_hechas,
    retazos,
    ubicaciones,
)
from rexus.stock.esperan import Espera, ObraAbierta
from rexus.stock.faltantes import Faltante
from rexus.stock.importar_proveedores import ProveedoresImportados
from rexus.stock.ledger import MovimientoHecho
from rexus.stock.libro_reservas import Clave
from rexus.stock.para_pedir import ParaPedir
from rexus.stock.pedidos import FichaPedido, PedidoHallado, ResumenPedido
from rexus.stock.pedir_faltantes import PedidosHechos
from rexus.stock.proveedores import FichaProveedor
from rexus.stock.recepciones import LineaRecibida, RecepcionHecha
from rexus.stock.recepciones_hechas import RecepcionVista
from rexus.stock.retazos import Retazo
from rexus.stock.ubicaciones import Sitio

MODIFICAR: Final = "compras.modificar"


class ComprasModel:
    """Purchases. Opens nothing until an operation is called; safe in any thread."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor], settings: Settings) -> None:
        self._registry = registry
        self._actor = actor
        self._settings = settings

    # ── What is missing ──

    def faltantes(self, obras: Sequence[int] | None, *, con_minimos: bool) -> list[Faltante]:
        """What is missing of the articles that the actor may look at."""
        hallados: list[Faltante] = self._ver(faltantes.faltantes, obras, con_minimos=con_minimos)
        return hallados

    def obras_abiertas(self) -> list[ObraAbierta]:
        """The obras that may need something."""
        return self._ver(esperan.obras_abiertas)  # type: ignore[no-any-return]

    def quien_espera(self, clase: str, articulo_id: int, obras: Sequence[int] | None = None) -> list[Espera]:
        """The obras that still have to get some of an article."""
        return self._ver(esperan.quien_espera, clase, articulo_id, obras)  # type: ignore[no-any-return]

    def retazos(self, clase: str, articulo_id: int) -> list[Retazo]:
        """Its remnants."""
        return self._ver(retazos.retazos, clase, 1, articulo_id)  # type: ignore[no-any-return]

    def pedir_faltantes(
        self, obras: Sequence[int] | None, *, con_minimos: bool, cantidades: Mapping[Clave, str], **kw: Any
    ) -> Result[PedidosHechos]:
        """Drafts of what was decided, one for each supplier."""
        return self._escribir(  # type: ignore[no-any-return]
            pedir_faltantes.pedir_faltantes, obras, con_minimos=con_minimos, cantidades=cantidades, **kw
        )

    # ── Orders ──

    def pedidos(self, estados: Sequence[str] = ()) -> list[ResumenPedido]:
        """The orders, newest first."""
        return self._ver(pedidos.listar, estados=tuple(estados))  # type: ignore[no-any-return]

    def buscar_pedidos(self, texto: str, limite: int) -> list[PedidoHallado]:
        """The newest orders whose number and supplier have every word of `texto`."""
        return self._registry.leer(INVENTARIO, self._actor(), pedidos.buscar, texto, limite)

    def pedido(self, pedido_id: int) -> FichaPedido:
        """One order, whole."""
        return self._ver(pedidos.ver, pedido_id)  # type: ignore[no-any-return]

    def recepciones(self, pedido_id: int) -> list[RecepcionVista]:
        """What arrived of it."""
        return self._ver(recepciones_hechas.de_pedido, pedido_id)  # type: ignore[no-any-return]

    def para_pedir(self, codigo: str, proveedor: str) -> ParaPedir:
        """The article with that code, with what that supplier asks for it."""
        return self._ver(para_pedir.para_pedir, codigo, proveedor)  # type: ignore[no-any-return]

    def crear_pedido(self, escrito: Escrito, clave: str) -> Result[FichaPedido]:
        """A new draft; a supplier without record gets one."""
        return self._escribir(  # type: ignore[no-any-return]
            pedidos.crear, escrito.proveedor, escrito.lineas, clave=clave, **self._del_escrito(escrito)
        )

    def editar_pedido(self, pedido_id: int, version: int, escrito: Escrito) -> Result[FichaPedido]:
        """Another text for a draft."""
        return self._escribir(  # type: ignore[no-any-return]
            pedido_edicion.editar, pedido_id, version, escrito.lineas, **self._del_escrito(escrito)
        )

    def enviar_pedido(self, pedido_id: int) -> Result[FichaPedido]:
        """It went to the supplier."""
        return self._escribir(pedidos.enviar, pedido_id)  # type: ignore[no-any-return]

    def devolver_a_borrador(self, pedido_id: int) -> Result[FichaPedido]:
        """It did not go to the supplier after all."""
        return self._escribir(pedido_vuelta.volver_a_borrador, pedido_id)  # type: ignore[no-any-return]

    def avisos_al_enviar(self, pedido_id: int) -> list[str]:
        """What whoever sends a draft should know: it asks for more than is missing, or another one for the same."""
        sobrantes = self._ver(borradores.de_mas, pedido_id)
        otros = self._ver(borradores.otros_con_lo_mismo, [pedido_id])
        return [a for a in (borradores.aviso_de_mas(sobrantes), borradores.aviso_de_otros(otros)) if a]

    def otros_borradores(self, pedido_ids: Sequence[int]) -> str:
        """That other drafts ask for the same as these, in a sentence; empty where none does."""
        return borradores.aviso_de_otros(self._ver(borradores.otros_con_lo_mismo, pedido_ids))

    def anular_pedido(self, pedido_id: int, motivo: str = "") -> Result[FichaPedido]:
        """What has not arrived will not come."""
        return self._escribir(pedidos.anular, pedido_id, motivo)  # type: ignore[no-any-return]

    def recibir_pedido(
        self, pedido_id: int, lineas: Sequence[LineaRecibida], *, remito: str, aceptar_exceso: bool, clave: str
    ) -> Result[RecepcionHecha]:
        """Take in what arrived."""
        return self._escribir(  # type: ignore[no-any-return]
            recepciones.recibir, pedido_id, lineas, remito=remito, aceptar_exceso=aceptar_exceso, clave=clave
        )

    @respaldo_automatico("deshacer una recepción", MODIFICAR)
    def deshacer_recepcion(self, lote_id: int, motivo: str, clave: str) -> Result[list[MovimientoHecho]]:
        """As if it had not arrived."""
        return self._escribir(anulaciones.anular_lote, lote_id, motivo, clave)  # type: ignore[no-any-return]

    def guardar_pedido(self, pedido_id: int, archivo: Path) -> None:
        """Write the order for its supplier, .xlsx or else PDF, and record that it was taken out."""
        # Deferred: what draws and what writes sheets is heavy.
        from rexus.documentos import pedido, pedido_xlsx
        from rexus.documentos.membrete import membrete

        escribir = pedido_xlsx.escribir if archivo.suffix.lower() == ".xlsx" else pedido.escribir
        with solo_frescas():
            hoja = self._registry.leer(INVENTARIO, self._actor(), hoja_pedido.hoja, pedido_id)
        asentar = partial(self._escribir, hoja_pedido.anotar_salida, pedido_id, archivo.name)
        escribir(archivo, hoja, membrete(self._settings), zona_horaria(self._settings), asentar)

    def sitios(self) -> list[Sitio]:
        """The places where goods can go."""
        return self._ver(ubicaciones.sitios)  # type: ignore[no-any-return]

    # ── Suppliers ──

    def proveedores(self, *, con_inactivos: bool = True) -> list[FichaProveedor]:
        """The suppliers."""
        return self._ver(proveedores.listar, con_inactivos=con_inactivos)  # type: ignore[no-any-return]

    def buscar_proveedores(self, texto: str) -> list[FichaProveedor]:
        """Those whose name, contact or e-mail has every word of `texto`, out of use too."""
        return self._registry.leer(INVENTARIO, self._actor(), proveedores.listar, con_inactivos=True, texto=texto)

    def crear_proveedor(self, valores: Mapping[str, Any]) -> Result[FichaProveedor]:
        """A new one."""
        return self._escribir(proveedores.crear, valores)  # type: ignore[no-any-return]

    def editar_proveedor(self, proveedor_id: int, version: int, cambios: Mapping[str, Any]) -> Result[FichaProveedor]:
        """Other data."""
        return self._escribir(proveedores.editar, proveedor_id, version, cambios)  # type: ignore[no-any-return]

    def activar_proveedor(self, proveedor_id: int, *, activo: bool) -> Result[FichaProveedor]:
        """Take one out of use, or use it again."""
        return self._escribir(proveedores.activar, proveedor_id, activo=activo)  # type: ignore[no-any-return]

    def leer_planilla(self, archivo: Path) -> tuple[list[dict[str, Any]], ProveedoresImportados]:
        """The suppliers of a file and what importing them would do. Raises as `leer_proveedores` and `simular`."""
        self._registry.exigir(self._actor(), "compras.ver", ComprasModel.leer_planilla)
        filas = [valores for _, valores in leer_proveedores(archivo).filas]
        return filas, self._registry.leer(INVENTARIO, self._actor(), importar_proveedores.simular, filas)

    @respaldo_automatico("importar proveedores", MODIFICAR)
    def importar_proveedores(self, filas: Sequence[Mapping[str, Any]]) -> Result[ProveedoresImportados]:
        """Make the new ones and change the others, all or nothing."""
        return self._escribir(importar_proveedores.importar, filas)  # type: ignore[no-any-return]

    # ── Inside ──

    def _del_escrito(self, escrito: Escrito) -> dict[str, Any]:
        return {
            "obras_que_esperan": escrito.obras,
            "fecha_prometida": escrito.fecha_prometida,
            "observaciones": escrito.observaciones,
        }

    def _ver(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Read what is only looked at: while the server is away, as it was seen last."""
        return self._registry.leer(INVENTARIO, self._actor(), operacion, *args, **kw, recordar=Entera())

    def _escribir(self, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self._registry.escribir(INVENTARIO, self._actor(), operacion, *args, **kw)
