"""The operations of a catalogue, for the screen and the CLI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from hashlib import file_digest
from pathlib import Path
from typing import Any, TypeVar

from rexus.base.actor import Actor
from rexus.base.changes import Result
from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.catalogo.catalogo import Catalogo
from rexus.db.instantanea import Entera
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.intercambio.analisis import Analisis, analizar
from rexus.intercambio.importacion import INICIAL, MOSTRADOS, Resumen, importar, simular
from rexus.intercambio.lector import abrir
from rexus.intercambio.numeros import Convencion
from rexus.intercambio.reversion import Reversion, revertir
from rexus.respaldos.automatico import respaldo_automatico
from rexus.stock import cortes, obras, retazos, ubicaciones, verificacion
from rexus.stock.corte_cuentas import Pieza
from rexus.stock.cortes import CorteHecho
from rexus.stock.estados_obra import ABIERTAS
from rexus.stock.modelo import ModeloArticulos
from rexus.stock.obras import FichaObra
from rexus.stock.retazos import Retazo
from rexus.stock.ubicaciones import Lugar, Sitio
from rexus.stock.verificacion import Verificacion

M = TypeVar("M", bound=Callable[..., Any])


def _tras_respaldo(operacion: str) -> Callable[[M], M]:
    """What changes many things at once, or takes something away, has a backup first, made for who may do it."""

    def decorar(metodo: M) -> M:
        @wraps(metodo)
        def con_respaldo(modelo: ModeloCatalogo, /, *args: Any, **kw: Any) -> Any:
            return respaldo_automatico(operacion, f"{modelo.catalogo.permiso}.modificar")(metodo)(modelo, *args, **kw)

        return con_respaldo  # type: ignore[return-value]

    return decorar


class ModeloCatalogo(ModeloArticulos):
    """The articles of a catalogue, and where they can be. Opens nothing until an operation is called."""

    editar_varios = _tras_respaldo("editar varios artículos")(ModeloArticulos.editar_varios)
    eliminar = _tras_respaldo("eliminar un artículo")(ModeloArticulos.eliminar)
    registrar_conteo = _tras_respaldo("registrar un conteo")(ModeloArticulos.registrar_conteo)
    anular_lote = _tras_respaldo("deshacer un lote")(ModeloArticulos.anular_lote)

    def __init__(self, registry: Registry, actor: Callable[[], Actor], catalogo: Catalogo) -> None:
        super().__init__(registry, actor, catalogo.clase.nombre)
        self.catalogo = catalogo

    @property
    def tabla(self) -> str:
        """Under which name the audit trail knows an article."""
        return self.catalogo.clase.tabla

    def analizar(
        self,
        archivo: Path,
        *,
        hoja: str | None = None,
        mapeo: Mapping[int, str] | None = None,
        decimal: Convencion | None = None,
        con_totales: bool = False,
        avance: Avance | None = None,
    ) -> Analisis:
        """Read a spreadsheet against the fields of the catalogue. The caller closes the result. Raises ArchivoError."""
        self._registry.exigir(self._actor(), f"{self.catalogo.permiso}.ver", ModeloCatalogo.analizar)
        with abrir(archivo, hoja=hoja) as tabla:
            analisis = analizar(tabla, self.catalogo.campos, mapeo, decimal, avance, con_totales=con_totales)
        analisis.huella = _sha256(archivo)
        return analisis

    def simular_importacion(
        self,
        analisis: Analisis,
        stock: str = INICIAL,
        avance: Avance | None = None,
        *,
        mostrados: int | None = MOSTRADOS,
    ) -> Resumen:
        """What the import would do, and every error. `mostrados`: how many articles are listed, None for all."""
        return self._leer(  # type: ignore[no-any-return]
            simular, analisis, stock, mostrados=mostrados, avance=avance, largo=True
        )

    @_tras_respaldo("importar")
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

    @_tras_respaldo("revertir una importación")
    def revertir_importacion(self, lote_id: int, avance: Avance | None = None) -> Result[Reversion]:
        """Take an import back, while nothing later depends on it."""
        return self._registry.escribir(INVENTARIO, self._actor(), revertir, lote_id, avance=avance, largo=True)

    def verificar(self, avance: Avance | None = None) -> Verificacion:
        """Prove that the stock is true."""
        return self._registry.leer(INVENTARIO, self._actor(), verificacion.verificar, avance=avance, largo=True)

    def cortar(self, articulo_id: int, piezas: Sequence[Pieza], **kw: Any) -> Result[CorteHecho]:
        """Cut one bar or retazo into pieces, as one batch."""
        return self._escribir(cortes.cortar, articulo_id, piezas, **kw)  # type: ignore[no-any-return]

    def retazos(self, minimo_mm: int = 1, articulo_id: int | None = None) -> list[Retazo]:
        """The remnants of at least that length, of one article or of all, the shortest first."""
        return self._ver(retazos.retazos, minimo_mm, articulo_id)  # type: ignore[no-any-return]

    def obras_abiertas(self) -> list[FichaObra]:
        """The obras that goods may be set apart for and given out to, by code."""
        return self._registry.leer(INVENTARIO, self._actor(), obras.listar, estados=ABIERTAS, recordar=Entera())

    def ubicaciones(self, *, con_inactivas: bool = False) -> list[Lugar]:
        """Every place with what it holds."""
        return self._registry.leer(
            INVENTARIO, self._actor(), ubicaciones.listar, con_inactivas=con_inactivas, recordar=Entera()
        )

    def sitios(self) -> list[Sitio]:
        """The active places, for choosing one; remembered until one of them changes."""
        self._registry.exigir(self._actor(), f"{self.catalogo.permiso}.ver", ModeloCatalogo.sitios)
        return self._buscar(
            ubicaciones.ETIQUETA,
            "activas",
            list[Sitio],
            lambda: self._registry.leer(INVENTARIO, self._actor(), ubicaciones.sitios),
        )

    def opciones(self, columna: str) -> list[str]:
        """What a form offers for a field: the values in use, of the place the active ones."""
        if columna == "ubicacion":
            return [sitio.codigo for sitio in self.sitios()]
        return self.valores(columna)

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
