"""The trail as the page asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from rexus.auditoria import Auditoria, EventoIlegible, EventoVisto, Filtro, Verificacion
from rexus.base.actor import Actor
from rexus.base.errors import NoEncontradoError
from rexus.base.progress import Avance
from rexus.base.text import fuente, tr
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.work import to_json
from rexus.intercambio.escritor import TipoColumna, escribir
from rexus.modulos.auditoria import domain
from rexus.modulos.auditoria.domain import Pedido
from rexus.stock import articulos, clases

_COLUMNAS: Final[tuple[tuple[str, TipoColumna], ...]] = (
    (fuente("N.º"), "entero"),
    (fuente("Fecha"), "fecha_hora"),
    (fuente("Usuario"), "texto"),
    (fuente("Equipo"), "texto"),
    (fuente("Módulo"), "texto"),
    (fuente("Acción"), "texto"),
    (fuente("Tabla"), "texto"),
    (fuente("Registro"), "texto"),
    (fuente("Antes"), "texto"),
    (fuente("Después"), "texto"),
    (fuente("Asentado"), "fecha_hora"),
    (fuente("Base"), "texto"),
    (fuente("UUID"), "texto"),
)


class AuditoriaModel(Auditoria):
    """Safe in any thread; opens nothing until an operation is called."""

    def __init__(self, registry: Registry, actor: Callable[[], Actor], zona: tzinfo) -> None:
        super().__init__(registry, actor)
        self._zona = zona

    def filtro(self, pedido: Pedido) -> Filtro:
        """What the trail is asked. The text is the code of an article, or a record's own number or name."""
        tabla, registro = self._registro(pedido.texto)
        return Filtro(
            usuario=pedido.usuario or None,
            modulo=pedido.modulo or None,
            tabla=tabla,
            registro=registro or None,
            desde=domain.comienzo(pedido.desde, self._zona) if pedido.desde is not None else None,
            hasta=domain.fin(pedido.hasta, self._zona) if pedido.hasta is not None else None,
        )

    def ultimo(self) -> int:
        """The number of the newest event; 0 without any."""
        return next((evento.id for evento in self.ver(Filtro(), 1)), 0)

    def comprobar(self, avance: Avance | None = None) -> Verificacion:
        """Prove the whole trail, with what waited until now. Raises as `Auditoria.verificar`."""
        self.al_dia(avance=avance)
        return self.verificar(avance)

    def a_planilla(self, pedido: Pedido, archivo: Path, total: int, avance: Avance | None = None) -> int:
        """Write what the filters find, newest first, to .xlsx or .csv; how many events.

        It is itself recorded, once the file is whole; where that cannot be, there is no file. `total` is about how many
        there are, for the progress. Raises as `intercambio.escritor.escribir`, BaseError.
        """
        columnas = [(tr(titulo), tipo) for titulo, tipo in _COLUMNAS]

        def a_archivo(eventos: Iterator[EventoVisto | EventoIlegible], asentar: Callable[[int], None]) -> int:
            return escribir(archivo, columnas, _filas(eventos), avance, total=total, zona=self._zona, asentar=asentar)

        return self.exportar(self.filtro(pedido), archivo.name, a_archivo, avance)

    def _registro(self, texto: str) -> tuple[str | None, str]:
        tabla, registro = domain.partes_de_registro(texto)
        if not registro or tabla is not None:
            return tabla, registro
        for clase in clases.todas():
            if not self._actor().puede(f"{clase.permiso}.ver"):
                continue
            try:
                hallado = self._registry.leer(
                    INVENTARIO, self._actor(), articulos.id_por_codigo, clase.nombre, registro
                )
            except NoEncontradoError:
                continue
            return clase.tabla, str(hallado)
        return None, registro


def _filas(eventos: Iterator[EventoVisto | EventoIlegible]) -> Iterator[tuple[Any, ...]]:
    for e in eventos:
        if isinstance(e, EventoIlegible):
            yield (e.id, None, None, None, None, tr("ilegible"), None, None, None, None, None, None, None)
            continue
        yield (
            *(e.id, e.fecha, e.usuario, e.equipo, e.modulo, e.accion, e.tabla, e.registro),
            *(to_json(e.antes), to_json(e.despues), e.recibido, e.base, e.uuid),
        )
