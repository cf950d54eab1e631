"""The operations of the catalogue of herrajes, for the screen and the CLI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.catalogo.model import ModeloCatalogo
from rexus.db.registry import Registry
from rexus.modulos.herrajes.catalogo import HERRAJES
from rexus.stock import categorias, imagenes, kits, kits_obra, kits_salida, nueva_clave
from rexus.stock.categorias import CategoriaVista
from rexus.stock.entregas import EntregaHecha
from rexus.stock.imagenes import ImagenLista
from rexus.stock.kits import KitVisto, ParteDada
from rexus.stock.kits_obra import KitReservado
from rexus.stock.kits_salida import KitEntregado


class HerrajesModel(ModeloCatalogo):
    """Herrajes, and where they can be. Opens nothing until an operation is called."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        super().__init__(registry, actor, HERRAJES)

    def opciones(self, columna: str) -> list[str]:
        """What a form offers for a field: of the category those of the list, used or not."""
        if columna != "categoria":
            return super().opciones(columna)
        self._registry.exigir(self._actor(), "herrajes.ver", HerrajesModel.opciones)
        return self._buscar(categorias.ETIQUETA, self.clase, list[str], lambda: self._leer(categorias.nombres))

    def categorias(self) -> list[CategoriaVista]:
        """The categories, with how many herrajes bear each."""
        return self._ver(categorias.listar)  # type: ignore[no-any-return]

    def agregar_categoria(self, nombre: str) -> Result[CategoriaVista]:
        """A new one."""
        return self._escribir(categorias.agregar, nombre)  # type: ignore[no-any-return]

    def renombrar_categoria(self, categoria_id: int, version: int, nombre: str) -> Result[CategoriaVista]:
        """Another name, for its herrajes too."""
        return self._escribir(categorias.renombrar, categoria_id, version, nombre)  # type: ignore[no-any-return]

    def quitar_categoria(self, categoria_id: int, version: int) -> Result[None]:
        """Take away one that no herraje bears."""
        return self._escribir(categorias.quitar, categoria_id, version)  # type: ignore[no-any-return]

    def kits(self, *, con_inactivos: bool = True) -> list[KitVisto]:
        """The kits, with their parts and how many there are."""
        return self._ver(kits.listar, con_inactivos=con_inactivos)  # type: ignore[no-any-return]

    def buscar_kits(self, texto: str, limite: int) -> list[KitVisto]:
        """Those that have every word of `texto`."""
        return self._leer(kits.buscar, texto, limite)  # type: ignore[no-any-return]

    def kit(self, kit_id: int) -> KitVisto:
        """One kit."""
        return self._ver(kits.kit, kit_id)  # type: ignore[no-any-return]

    def kit_por_codigo(self, codigo: str) -> int:
        """The id of the kit with that code."""
        return self._ver(kits.id_por_codigo, codigo)  # type: ignore[no-any-return]

    def crear_kit(
        self, valores: Mapping[str, Any], partes: Sequence[ParteDada], clave: str | None = None
    ) -> Result[KitVisto]:
        """A new kit."""
        intento = clave if clave is None else nueva_clave(clave)
        return self._escribir(kits.crear, valores, partes, clave=clave, intento=intento)  # type: ignore[no-any-return]

    def editar_kit(
        self, kit_id: int, version: int, valores: Mapping[str, Any], partes: Sequence[ParteDada]
    ) -> Result[KitVisto]:
        """Other data and parts."""
        return self._escribir(kits.editar, kit_id, version, valores, partes)  # type: ignore[no-any-return]

    def activar_kit(self, kit_id: int, version: int, *, activo: bool) -> Result[KitVisto]:
        """Take one out of use, or use it again."""
        return self._escribir(kits.activar, kit_id, version, activo=activo)  # type: ignore[no-any-return]

    def salida_de_kit(
        self, kit_id: int, cantidad: str | int | Decimal = 1, referencia: str = "", clave: str | None = None
    ) -> Result[KitEntregado]:
        """So many kits go out, as one batch."""
        return self._escribir(kits_salida.salida, kit_id, cantidad, referencia, clave)  # type: ignore[no-any-return]

    def reservar_kit(
        self, kit_id: int, obra_id: int, cantidad: str | int | Decimal = 1, clave: str | None = None
    ) -> Result[KitReservado]:
        """So many kits are set apart for an obra, which needs them from now on."""
        return self._escribir(kits_obra.reservar, kit_id, obra_id, cantidad, clave)  # type: ignore[no-any-return]

    def entregar_kit(
        self,
        kit_id: int,
        obra_id: int,
        cantidad: str | int | Decimal = 1,
        remito: str = "",
        clave: str | None = None,
    ) -> Result[EntregaHecha]:
        """So many kits go out to an obra, as one batch."""
        return self._escribir(  # type: ignore[no-any-return]
            kits_obra.entregar, kit_id, obra_id, cantidad, remito=remito, clave=clave
        )

    def poner_imagen(self, articulo_id: int, lista: ImagenLista) -> Result[None]:
        """Give an article a picture that `stock.imagenes.preparar` made ready."""
        return self._escribir(imagenes.poner, articulo_id, lista)  # type: ignore[no-any-return]

    def quitar_imagen(self, articulo_id: int) -> Result[bool]:
        """Take its picture away; False if it had none."""
        return self._escribir(imagenes.quitar, articulo_id)  # type: ignore[no-any-return]

    def imagen(self, articulo_id: int) -> bytes | None:
        """Its picture, as JPEG."""
        return self._leer(imagenes.imagen, articulo_id)  # type: ignore[no-any-return]

    def miniaturas(self, ids: Sequence[int]) -> dict[int, bytes]:
        """The thumbnails of those that have one, as JPEG."""
        return self._leer(imagenes.miniaturas, list(ids))  # type: ignore[no-any-return]
