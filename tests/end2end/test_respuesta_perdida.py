"""The connection breaks while the server is committing: it commits after the seat has looked and found nothing.

Whatever the operation, it happens once, and whoever asked for it is told what the server did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA
from rexus.base.changes import Result
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.conteos import Contado
from rexus.stock.movimientos import Pedido
from tests.servers.fabricas import Fabrica
from tests.servers.postgres import Postgres
from tests.servers.proxy import COMMIT, Mando
from tests.servers.sitio import Sitio

pytestmark = pytest.mark.solo("postgresql", porque="its commits can be made slow, and the line to it cut")

# Each audit entry makes its commit last so long: the seat asks again well before it is done.
_COMMIT_LENTO = """
CREATE FUNCTION demorar() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER demorar AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION demorar();
"""


class Taller:
    """A small workshop: 564002 in Rack A, of which there are ten, and 564081, of which there never was any."""

    def __init__(self, registry: Registry, carpeta: Path) -> None:
        self.registry = registry
        self.modelo = InventarioModel(registry, lambda: SISTEMA)
        self.lugares = UbicacionesModel(registry, lambda: SISTEMA)
        self.archivo = carpeta / "perfiles.csv"
        self.archivo.write_text("codigo;descripcion;stock\n564002;Marco;3\nN1;Nueva;5\n", encoding="utf-8")

    def poblar(self) -> None:
        self.a, self.b = (self.lugares.crear(f"Rack {n}").value.id for n in "AB")
        self.marco = self.modelo.crear({"codigo": "564002", "ubicacion": "Rack A"}, stock_inicial=10).value.id
        self.hoja = self.modelo.crear({"codigo": "564081", "ubicacion": "Rack A"}).value.id
        self.salida = self.modelo.registrar_salida(Pedido(self.marco, 1)).value.id
        with self.modelo.analizar(self.archivo) as analisis:
            self.lote = self.modelo.importar(analisis).value.lote

    def heredar(self, otro: Taller) -> None:
        """The same workshop seen from another seat."""
        for nombre in ("a", "b", "marco", "hoja", "salida", "lote"):
            setattr(self, nombre, getattr(otro, nombre))

    def foto(self) -> dict[str, Any]:
        """What the workshop looks like; no UUIDs, no moments."""
        with self.registry.read(INVENTARIO, SISTEMA) as work:
            entradas = select(InventarioOutbox.accion, InventarioOutbox.tabla).order_by(InventarioOutbox.id)
            anotado = [tuple(fila) for fila in work.connection.execute(entradas)]
        articulos = {}
        for fila in self.modelo.primera(_TODOS, ("codigo",)):
            articulo = self.modelo.articulo(fila.id)
            kardex = [(m.tipo, m.cantidad, m.stock_resultante) for m in self.modelo.kardex(fila.id, limite=None)]
            articulos[articulo.codigo] = (articulo.activo, articulo.valores, articulo.stock_actual, kardex)
        lugares = [(lugar.codigo, lugar.nombre, lugar.version) for lugar in self.lugares.listar(con_inactivas=True)]
        verificacion = self.modelo.verificar()
        assert verificacion.ok, verificacion.diferencias
        return {"anotado": anotado, "articulos": articulos, "lugares": lugares}


def _todos() -> Any:
    from rexus.stock.consulta import TODOS, Consulta

    return Consulta(estado=TODOS)


_TODOS = _todos()


def _editar(t: Taller) -> Result[Any]:
    visto = t.modelo.articulo(t.marco)
    return t.modelo.editar(t.marco, visto.version, {"descripcion": "Marco 64"}, visto.valores)


def _contar(t: Taller) -> Result[Any]:
    (linea,) = t.modelo.planilla(articulos_ids=[t.marco])
    return t.modelo.registrar_conteo([Contado(t.marco, linea.ubicacion_id, 0, linea.esperado, 4)])


def _importar(t: Taller) -> Result[Any]:
    with t.modelo.analizar(t.archivo) as analisis:
        return t.modelo.importar(analisis, "contar")


OPERACIONES: dict[str, Callable[[Taller], Result[Any]]] = {
    "entrada": lambda t: t.modelo.registrar_entrada(Pedido(t.marco, 2)),
    "salida": lambda t: t.modelo.registrar_salida(Pedido(t.marco, 2)),
    "la última salida": lambda t: t.modelo.registrar_salida(Pedido(t.marco, 9)),
    "ajuste": lambda t: t.modelo.registrar_ajuste(Pedido(t.marco, -1, motivo="rota")),
    "varios": lambda t: t.modelo.registrar_varios("ENTRADA", [Pedido(t.marco, 1), Pedido(t.hoja, 1)]),
    "transferir": lambda t: t.modelo.transferir(t.marco, 4, t.a, t.b),
    "anular": lambda t: t.modelo.anular(t.salida),
    "contar": _contar,
    "crear": lambda t: t.modelo.crear({"codigo": "A9"}, stock_inicial=2),
    "editar": _editar,
    "editar varios": lambda t: t.modelo.editar_varios([t.marco, t.hoja], {"proveedor": "REHAU"}),
    "desactivar": lambda t: t.modelo.activar(t.hoja, activo=False),
    "eliminar": lambda t: t.modelo.eliminar(t.hoja),
    "importar": _importar,
    "revertir": lambda t: t.modelo.revertir_importacion(t.lote),
    "lugar nuevo": lambda t: t.lugares.crear("Rack C"),
    "lugar renombrado": lambda t: t.lugares.editar(t.a, 1, "Rack Z"),
    "lugar desactivado": lambda t: t.lugares.activar(t.b, 1, activo=False),
}


@pytest.fixture
def dos_talleres(fabrica: Fabrica, sitio: Sitio, tmp_path: Path) -> Iterator[tuple[Taller, Taller]]:
    """The one that is looked at and one where nothing goes wrong; the same in all."""
    gemelo = fabrica.nuevo(paths_under(tmp_path / "gemelo"))
    registries = [sitio.registry(), gemelo.registry()]
    talleres = Taller(registries[0], tmp_path), Taller(registries[1], tmp_path)
    for taller in talleres:
        taller.poblar()
    yield talleres
    for registry in registries:
        registry.close()
    fabrica.retirar(gemelo)


@pytest.mark.parametrize("operacion", OPERACIONES)
def test_it_happens_once_and_is_acknowledged(
    dos_talleres: tuple[Taller, Taller],
    sitio: Sitio,
    postgres: Postgres,
    proxy: Mando,
    operacion: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    directo, gemelo = dos_talleres
    with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
        sesion.execute(_COMMIT_LENTO)
    registry = sitio.por(proxy.puerto).registry()
    request.addfinalizer(registry.close)
    taller = Taller(registry, tmp_path)
    taller.heredar(directo)
    antes = taller.foto()
    assert antes == gemelo.foto()
    proxy.cortar_tras(COMMIT)
    hecho = OPERACIONES[operacion](taller)
    assert proxy.cifras().cortes == 1
    esperado = OPERACIONES[operacion](gemelo)
    assert hecho.change == esperado.change
    assert directo.foto() == gemelo.foto() != antes
