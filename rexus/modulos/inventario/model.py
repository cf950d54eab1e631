"""The operations of the catalogue of perfiles, for the screen and the CLI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Final

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db.instantanea import Entera
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.intercambio.analisis import Analisis, analizar
from rexus.intercambio.importacion import INICIAL, Resumen, importar, simular
from rexus.intercambio.lector import abrir
from rexus.intercambio.numeros import Convencion
from rexus.intercambio.reversion import Reversion, revertir
from rexus.modulos.inventario import orm
from rexus.modulos.inventario.campos import CAMPOS
from rexus.modulos.inventario.domain import PERMISO
from rexus.respaldos.automatico import respaldo_automatico
from rexus.stock import ubicaciones, verificacion
from rexus.stock.modelo import ModeloArticulos
from rexus.stock.ubicaciones import Lugar, Sitio
from rexus.stock.verificacion import Verificacion

_MODIFICAR: Final = f"{PERMISO}.modificar"


class InventarioModel(ModeloArticulos):
    """Perfiles, and where they can be. Opens nothing until an operation is called."""

    # What changes many things at once, or takes something away, has a backup first.
    editar_varios = respaldo_automatico("editar varios artículos", _MODIFICAR)(ModeloArticulos.editar_varios)
    eliminar = respaldo_automatico("eliminar un artículo", _MODIFICAR)(ModeloArticulos.eliminar)
    registrar_conteo = respaldo_automatico("registrar un conteo", _MODIFICAR)(ModeloArticulos.registrar_conteo)
    anular_lote = respaldo_automatico("deshacer un lote", _MODIFICAR)(ModeloArticulos.anular_lote)

    def __init__(self, registry: Registry, actor: Callable[[], Actor]) -> None:
        super().__init__(registry, actor, orm.CLASE_PERFIL.nombre)

    @property
    def tabla(self) -> str:
        """Under which name the audit trail knows an article."""
        return orm.CLASE_PERFIL.tabla

    def analizar(
        self,
        archivo: Path,
        *,
        hoja: str | None = None,
        mapeo: Mapping[int, str] | None = None,
        decimal: Convencion | None = None,
        avance: Avance | None = None,
    ) -> Analisis:
        """Read a spreadsheet against the fields of a perfil. The caller closes the result. Raises ArchivoError."""
        self._registry.exigir(self._actor(), f"{PERMISO}.ver", InventarioModel.analizar)
        with abrir(archivo, hoja=hoja) as tabla:
            analisis = analizar(tabla, CAMPOS, mapeo, decimal, avance)
        analisis.huella = _sha256(archivo)
        return analisis

    def simular_importacion(self, analisis: Analisis, stock: str = INICIAL, avance: Avance | None = None) -> Resumen:
        """What the import would do, and every error."""
        return self._leer(simular, analisis, stock, avance=avance, largo=True)  # type: ignore[no-any-return]

    @respaldo_automatico("importar", _MODIFICAR)
    def importar(
        self, analisis: Analisis, stock: str = INICIAL, clave: str | None = None, avance: Avance | None = None
    ) -> Result[Resumen]:
        """Import the file as one batch, all or nothing."""
        return self._escribir(  # type: ignore[no-any-return]
            importar,
            analisis,
            stock,
            origen=analisis.archivo,
            huella=analisis.huella,
            clave=clave,
            avance=avance,
            largo=True,
        )

    @respaldo_automatico("revertir una importación", _MODIFICAR)
    def revertir_importacion(self, lote_id: int, avance: Avance | None = None) -> Result[Reversion]:
        """Take an import back, while nothing later depends on it."""
        return self._registry.escribir(INVENTARIO, self._actor(), revertir, lote_id, avance=avance, largo=True)

    def verificar(self, avance: Avance | None = None) -> Verificacion:
        """Prove that the stock is true."""
        return self._registry.leer(INVENTARIO, self._actor(), verificacion.verificar, avance=avance, largo=True)

    def ubicaciones(self, *, con_inactivas: bool = False) -> list[Lugar]:
        """Every place with what it holds."""
        return self._registry.leer(
            INVENTARIO, self._actor(), ubicaciones.listar, con_inactivas=con_inactivas, recordar=Entera()
        )

    def sitios(self) -> list[Sitio]:
        """The active places, for choosing one; remembered until one of them changes."""
        self._registry.exigir(self._actor(), f"{PERMISO}.ver", InventarioModel.sitios)
        return self._buscar(
            ubicaciones.ETIQUETA,
            "activas",
            list[Sitio],
            lambda: self._registry.leer(INVENTARIO, self._actor(), ubicaciones.sitios),
        )

    def ubicacion_por_codigo(self, codigo: str) -> int:
        """The id of the place with that code."""
        return self._registry.leer(INVENTARIO, self._actor(), ubicaciones.por_codigo, codigo)


def _sha256(archivo: Path) -> str:
    try:
        with archivo.open("rb") as abierto:
            return file_digest(abierto, "sha256").hexdigest()
    except OSError as error:
        raise ArchivoError(
            tr("No se puede leer «{nombre}».").format(nombre=archivo.name), tr("Revisar el disco y repetir.")
        ) from error
