"""The table of docs/permissions.md, cell by cell: operations by real accounts, verbs by the real command line."""

from __future__ import annotations

import importlib
import inspect
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rexus.auditoria import Auditoria, Filtro
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import PermisoError
from rexus.cli import main
from rexus.cli.programa import programa
from rexus.configuracion import Cambiado, Sincronizador
from rexus.db.conexion import Conexion
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.ejemplo import EjemploModel
from rexus.modulos.auditoria.domain import Pedido
from rexus.modulos.auditoria.model import AuditoriaModel
from rexus.modulos.compras.domain import Escrito
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.configuracion.model import ConfiguracionModel, Guardado
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.respaldos.domain import Linea
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.respaldos import Respaldos, retencion
from rexus.respaldos.destinos import Destino
from rexus.seguridad import Politica, cuentas
from rexus.seguridad.permisos import ACCIONES, EN_USO, ESPECIALES, modulos
from rexus.seguridad.roles import FichaRol
from rexus.settings import Settings
from rexus.stock import movimientos, obras
from rexus.stock import pedidos as pedidos_de_compra
from rexus.stock.kits import ParteDada
from rexus.stock.modelo_precios import ModeloPrecios
from rexus.stock.pedidos import LineaPedida

from .conftest import OTRA, Taller
from .tabla_permisos import (
    OPERACIONES,
    ROLES,
    filas,
    llamadas_de_afuera,
    operaciones,
    palabras_sin_uso,
    sin_fila,
    sin_permiso,
    verbos,
)

VERBOS = "Verbs of the command line"

# What an operation is called with: it must ask for the permission before it looks at any of these.
_ARGUMENTOS: dict[str, Any] = {
    "clase": "perfil", "politica": Politica(), "valores": {}, "cambios": {}, "base": {}, "ids": [], "pedidos": [],
    "pedido_ids": [], "partes": [], "clases": ("perfil",),
    "contados": [], "tipo": "ENTRADA", "estado": "activo", "columnas": ("codigo",), "activo": True,
    "cantidad": 1, "permitidos": [], "secretos": {}, "vistos": {},
    "filas": [], "lineas": [], "pedidas": {}, "claves": [], "codigos": [], "origen": "", "proveedor": "0",
    "numero": "0", "piezas": [], "contenido": b"", "escrito": Escrito("0", ()), "obras": None, "cantidades": {},
    "con_minimos": True, "remito": "", "aceptar_exceso": False, "motivo": "x",
    "sesion_id": "0", "nombre": "0", "usuario": "0", "codigo": "0",
    "pedido": movimientos.Pedido(0, 1, motivo="x"),
    "analisis": SimpleNamespace(errores=[], archivo="perfiles.csv", huella=""),
}  # fmt: skip


@dataclass
class Llamadas:
    """How to call each row of the table, for whoever asks."""

    taller: Taller
    settings: Settings
    archivo: Path

    def __call__(self, nombre: str, actor: Actor) -> None:
        """Call it with placeholders, and take all that it gives."""
        modulo, _, funcion = nombre.rpartition(".")
        clase = modulo.rpartition(".")[2]
        if clase[:1].isupper():
            operacion = getattr(self._objeto(clase, actor), funcion)
            args, kw = _argumentos(operacion, self._propios(nombre))
            hecho = operacion(*args, **kw)
        else:
            operacion = getattr(importlib.import_module(f"rexus.{modulo}"), funcion)
            args, kw = _argumentos(operacion, self._propios(nombre))
            hecho = self.taller.registry.escribir(_base(nombre), actor, operacion, *args[1:], **kw)
        if isinstance(hecho, Iterator):
            list(hecho)

    def _objeto(self, clase: str, actor: Actor) -> object:
        registry, settings = self.taller.registry, self.settings
        hechos: dict[str, Callable[[], object]] = {
            "Auditoria": lambda: Auditoria(registry, lambda: actor),
            "AuditoriaModel": lambda: AuditoriaModel(registry, lambda: actor, UTC),
            "ComprasModel": lambda: ComprasModel(registry, lambda: actor, settings),
            "ConfiguracionModel": lambda: ConfiguracionModel(registry, settings, lambda: actor),
            "EjemploModel": lambda: EjemploModel(registry, lambda: actor),
            "HerrajesModel": lambda: HerrajesModel(registry, lambda: actor),
            # Of any catalogue.
            "ModeloCatalogo": lambda: InventarioModel(registry, lambda: actor),
            "ModeloPrecios": lambda: ModeloPrecios(registry, lambda: actor),
            "ModeloArticulos": lambda: InventarioModel(registry, lambda: actor),
            "ObrasModel": lambda: ObrasModel(registry, lambda: actor),
            "Respaldos": lambda: Respaldos(registry, lambda: actor),
            "RespaldosModel": lambda: RespaldosModel(registry, lambda: actor, settings),
            "Sincronizador": lambda: Sincronizador(registry, settings, lambda: actor),
            "UbicacionesModel": lambda: UbicacionesModel(registry, lambda: actor),
            "UsuariosModel": lambda: UsuariosModel(registry, lambda: actor, settings),
        }
        return hechos[clase]()

    def _propios(self, nombre: str) -> dict[str, Any]:
        """The arguments that mean something else there than elsewhere."""
        if nombre.startswith(("configuracion.sincronizador.", "modulos.configuracion.")):
            hecho = Guardado(Cambiado(), {"db.servidor": "uno"}, {"db.servidor": "otro"})
            cambios = {"empresa.nombre": "Otra"}
            return {"cambios": cambios, "clave": "empresa.nombre", "hecho": hecho, "archivo": self.archivo}
        if nombre.startswith(("stock.categorias.", "stock.kits.", "stock.kits_obra.", "stock.kits_salida.")):
            return {"clase": "herraje"}
        if nombre.startswith("modulos.usuarios."):
            # A role that may do nothing: whoever edits another needs what it may do.
            return {"rol": FichaRol("nadie", "", False, 1)}
        if nombre.startswith(("auditoria.", "modulos.auditoria.")):
            return {"archivo": self.archivo, "pedido": Pedido(), "filtro": Filtro()}
        if nombre.startswith("modulos.respaldos."):
            linea = Linea("20260101_000000_completo", self.archivo.parent, None)
            return {"linea": linea, "destino": self.archivo.parent}
        if nombre.startswith("respaldos."):
            politica = retencion.Politica()
            destino = Destino(Conexion(), self.archivo.parent)
            return {"politica": politica, "zona": UTC, "destino": destino, "archivo": self.archivo.with_name("x.tar")}
        return {"archivo": self.archivo}


def _argumentos(operacion: Callable[..., Any], propios: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Placeholders for what it must be given, by place and by name."""
    args: list[Any] = []
    kw: dict[str, Any] = {}
    for parametro in inspect.signature(operacion).parameters.values():
        if parametro.default is not inspect.Parameter.empty or parametro.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        valor = propios.get(parametro.name, _ARGUMENTOS.get(parametro.name, 0))
        if parametro.kind is inspect.Parameter.KEYWORD_ONLY:
            kw[parametro.name] = valor
        else:
            args.append(valor)
    return args, kw


def _base(nombre: str) -> str:
    if nombre.startswith("seguridad.") or nombre == "auditoria.consulta.anotar_exportacion":
        return USERS
    return AUDITORIA if nombre.startswith("auditoria.") else INVENTARIO


def _puede(hacer: Callable[[], object]) -> bool:
    try:
        # Placeholders are refused or break, once the permission was there.
        with suppress(AssertionError):
            hacer()
    except PermisoError:
        return False
    except Exception:  # noqa: BLE001 - anything but the refusal means that it was let in
        return True
    return True


def test_every_operation_has_its_row() -> None:
    assert sin_fila() == set()
    con, sin = set(filas(OPERACIONES)), set(sin_permiso())
    assert con & sin == set()
    assert con | sin == operaciones(), "a row names an operation"
    assert all(sin_permiso().values())


def test_what_is_part_of_an_operation_is_called_by_operations_only() -> None:
    assert llamadas_de_afuera() == set()


def test_the_words_in_use_are_those_that_something_asks_for() -> None:
    """Each row's words are what its operation really asks for (below)."""
    todas = [*filas(OPERACIONES).values(), *filas(VERBOS).values()]
    pedidos = {palabra for fila in todas for palabra in fila.permisos.split(" + ")} - {"—"}
    assert pedidos == EN_USO
    conocidos = {f"{modulo}.{accion}" for modulo in modulos() for accion in ACCIONES} | set(ESPECIALES)
    assert conocidos >= EN_USO
    # The others are said to be so.
    assert palabras_sin_uso() == conocidos - EN_USO


def test_a_new_operation_that_asks_for_nothing_is_found(tmp_path: Path) -> None:
    """Whoever writes one decides what it asks for, or why it asks for nothing."""
    nuevo = tmp_path / "stock" / "regalos.py"
    nuevo.parent.mkdir()
    nuevo.write_text(
        "def regalar(work, articulo_id): ...\ndef _adentro(work): ...\ndef sumar(a, b): ...\n"
        "def reparar(registry): ...\n"
        "class Regalos:\n"
        "    def __init__(self, registry): ...\n    def dar(self): ...\n    def _dado(self): ...\n"
        "    @property\n    def nombre(self): ...\n"
        "class Cajon:\n    def poner(self, work): ...\n    def tapar(self): ...\n",
        encoding="utf-8",
    )
    modelo = tmp_path / "modulos" / "regalos" / "model.py"
    modelo.parent.mkdir(parents=True)
    modelo.write_text("class RegalosModel(Otro):\n    def envolver(self): ...\n", encoding="utf-8")
    assert sin_fila(tmp_path) == {
        "stock.regalos.regalar",
        "stock.regalos.reparar",
        "stock.regalos.Regalos.dar",
        "stock.regalos.Cajon.poner",
        "modulos.regalos.model.RegalosModel.envolver",
    }


def test_every_verb_has_its_row() -> None:
    caminos = set(verbos(programa))
    de_la_tabla = {fila: [c for c in caminos if fila == c or fila.startswith(f"{c} ")] for fila in filas(VERBOS)}
    assert [fila for fila, suyos in de_la_tabla.items() if len(suyos) != 1] == []
    assert caminos == {suyos[0] for suyos in de_la_tabla.values()}
    assert set(_LINEAS) == set(de_la_tabla)


@pytest.fixture
def llamadas(taller: Taller, settings: Settings, tmp_path: Path) -> Llamadas:
    archivo = tmp_path / "perfiles.csv"
    archivo.write_text("Código,Descripción\nA1,Marco\n", encoding="utf-8")
    return Llamadas(taller, settings, archivo)


@pytest.mark.parametrize("rol", ROLES)
def test_every_operation_for_a_role(taller: Taller, llamadas: Llamadas, rol: str) -> None:
    taller.nueva("quien", rol)
    actor = taller.actor("quien", OTRA)
    visto = {nombre: _puede(lambda nombre=nombre: llamadas(nombre, actor)) for nombre in filas(OPERACIONES)}  # type: ignore[misc]
    assert visto == {nombre: fila.roles[rol] for nombre, fila in filas(OPERACIONES).items()}
    # Every refusal was recorded, whoever refused.
    assert len(taller.eventos("negado")) == list(visto.values()).count(False)


def test_every_operation_asks_for_the_permissions_of_its_row(llamadas: Llamadas) -> None:
    """Before anything else: whoever has none of them is refused, whoever has these alone is let in."""
    vistos = {nombre: " + ".join(_pedidos(llamadas, nombre)) for nombre in filas(OPERACIONES)}
    assert vistos == {nombre: fila.permisos for nombre, fila in filas(OPERACIONES).items()}


def _pedidos(llamadas: Llamadas, nombre: str) -> list[str]:
    """What somebody without any permission is asked for, and when they have that, what else."""
    tiene: set[str] = set()
    pedidos: list[str] = []
    while True:
        try:
            llamadas(nombre, Actor("nadie", "consulta", frozenset(tiene)))
        except PermisoError as error:
            assert error.permiso not in tiene, nombre
            pedidos.append(error.permiso)
            # Whoever may change or approve in a module may look at it: roles see to that.
            tiene |= {error.permiso, f"{error.permiso.split('.')[0]}.ver"}
        except Exception:  # noqa: BLE001 - as above: it was let in
            break
        else:
            break
    # As people say them: the module's first.
    return sorted(pedidos, key=lambda permiso: (permiso.rpartition(".")[2] not in ACCIONES, permiso))


# ── The command line ──

_CSV = "Código,Descripción,Stock\n{codigo},Marco,3\n"
# The line of each row. {ajuste} is the number of an adjustment, {csv} and {json} are files.
_LINEAS: dict[str, str] = {
    "ejemplo crear": "ejemplo crear",
    "ejemplo quitar": "ejemplo quitar",
    "usuario crear-admin": "usuario crear-admin --usuario otra --clave-stdin",
    "usuario listar": "usuario listar",
    "usuario roles": "usuario roles",
    "usuario permisos": "usuario permisos",
    "usuario crear": "usuario crear nueva{rol} --rol consulta",
    "usuario editar": "usuario editar blanco --nombre {rol}",
    "usuario editar PROPIA": "usuario editar quien --nombre {rol}",
    "usuario desactivar": "usuario desactivar blanco",
    "usuario activar": "usuario activar blanco",
    "usuario desbloquear": "usuario desbloquear blanco",
    "usuario desbloquear --en-esta-maquina": "usuario desbloquear blanco --en-esta-maquina",
    "usuario clave --en-esta-maquina": "usuario clave ana --en-esta-maquina",
    "usuario clave": "usuario clave --clave-stdin",
    "usuario clave OTRA": "usuario clave blanco",
    "importar perfiles": "importar perfiles {csv}",
    "importar perfiles --stock contar": "importar perfiles {csv} --stock contar",
    "importar perfiles --simular": "importar perfiles {csv} --simular",
    "importar herrajes": "importar herrajes {csv}",
    "importar herrajes --stock contar": "importar herrajes {csv} --stock contar",
    "importar herrajes --simular": "importar herrajes {csv} --simular",
    "revertir": "revertir 1",
    "exportar perfiles": "exportar perfiles {rol}.csv",
    "exportar herrajes": "exportar herrajes {rol}-herrajes.csv",
    "buscar": "buscar x",
    "buscar --clase herraje": "buscar x --clase herraje",
    "mover entrada": "mover entrada A1 1",
    "mover salida": "mover salida A1 1",
    "mover ajuste": "mover ajuste A1 1 --motivo x",
    "mover entrada --clase herraje": "mover entrada H1 1 --clase herraje",
    "transferir": "transferir A1 1 --de General --a Otro",
    "anular": "anular 777",
    "anular AJUSTE": "anular {ajuste}",
    "kardex": "kardex A1",
    "importar proveedores": "importar proveedores {prov}",
    "importar proveedores --simular": "importar proveedores {prov} --simular",
    "obra crear": "obra crear OB-{rol}",
    "obra editar": "obra editar OB-1 --nombre {rol}",
    "obra listar": "obra listar",
    "obra ver": "obra ver OB-1",
    "obra importar-resumen": "obra importar-resumen OB-1 {resumen}",
    "obra importar-resumen --simular": "obra importar-resumen OB-1 {resumen} --simular",
    "obra requerir": "obra requerir OB-1 A1=3",
    "obra reservar": "obra reservar OB-1",
    "obra liberar": "obra liberar OB-1",
    "obra entregar": "obra entregar OB-1 A1=1",
    "obra entregar --de-otra": "obra entregar OB-1 A1=1 --de-otra OB-2",
    "obra devolver": "obra devolver OB-1 A1=1",
    "obra estado": "obra estado OB-1 pedido",
    "obra cerrar": "obra cerrar OB-2",
    "obra cancelar": "obra cancelar OB-2",
    "obra eliminar": "obra eliminar OB-2",
    "obra entregas": "obra entregas OB-1",
    "obra remito": "obra remito OB-1 777 --a x.pdf",
    "obra adjuntar": "obra adjuntar OB-1 {csv}",
    "obra adjuntos": "obra adjuntos OB-1",
    "obra bajar-adjunto": "obra bajar-adjunto 777 x.pdf",
    "pendientes": "pendientes",
    "faltantes": "faltantes",
    "pedido crear": "pedido crear A1=2 --proveedor Nuevo",
    "pedido listar": "pedido listar",
    "pedido ver": "pedido ver PC-000001",
    "pedido enviar": "pedido enviar PC-000001",
    "pedido recibir": "pedido recibir PC-000001",
    "pedido pdf": "pedido pdf PC-000001 --a {rol}.pdf",
    "pedido xlsx": "pedido xlsx PC-000001 --a {rol}.xlsx",
    "precio poner": "precio poner A1 REHAU --precio 3,50",
    "precio listar": "precio listar A1",
    "precio quitar": "precio quitar A1 REHAU",
    "pedido anular": "pedido anular PC-000001",
    "cortar": "cortar A1 --piezas 1x100",
    "cortar --obra": "cortar A1 --piezas 1x100 --obra OB-1",
    "retazos": "retazos",
    "deshacer": "deshacer 777",
    "kardex --clase herraje": "kardex H1 --clase herraje",
    "kit crear": "kit crear K{rol} --parte H1=1",
    "kit editar": "kit editar K0 --nombre {rol}",
    "kit listar": "kit listar",
    "kit ver": "kit ver K0",
    "kit reservar": "kit reservar K0 --obra OB-1",
    "kit salida": "kit salida K0",
    "kit salida --obra": "kit salida K0 --obra OB-1",
    "verificar": "verificar",
    "preparar": "preparar",
    "auditoria ver": "auditoria ver",
    "auditoria verificar": "auditoria verificar",
    "auditoria archivar": "auditoria archivar --simular",
    "respaldar": "respaldar",
    "respaldar --portatil": "respaldar --portatil",
    "respaldar --portatil --a": "respaldar --portatil --a {rol}.tar",
    "respaldos": "respaldos",
    "podar": "podar",
    "podar --simular": "podar --simular",
    "verificar-respaldo": "verificar-respaldo 0",
    "restaurar": "restaurar 0",
    "restaurar --a": "restaurar 0 --a aparte",
    "restaurar --portatil ID": "restaurar 0 --portatil --motor sqlite:///otro",
    "config listar": "config listar",
    "config ver": "config ver empresa.nombre",
    "config ver DE-LA-MAQUINA": "config ver tema.modo",
    "config poner": "config poner empresa.nombre {rol}",
    "config poner DE-LA-MAQUINA": "config poner tema.modo oscuro",
    "config quitar": "config quitar empresa.nombre",
    "config quitar DE-LA-MAQUINA": "config quitar tema.modo",
    "config exportar": "config exportar {rol}.json",
    "config importar": "config importar {json}",
    "config importar DE-LA-MAQUINA": "config importar {puesto}",
    "config importar --simular": "config importar {json} --simular",
    "config pendientes": "config pendientes",
    "config sincronizar": "config sincronizar",
    "diagnostico": "diagnostico",
}


@pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")
@pytest.mark.parametrize("rol", ROLES)
def test_every_verb_for_a_role(
    taller: Taller,
    rol: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "perfiles.csv").write_text(_CSV.format(codigo="B2"), encoding="utf-8")
    (tmp_path / "config.json").write_text('{"empresa": {"nombre": "Otra"}}', encoding="utf-8")
    (tmp_path / "puesto.json").write_text('{"db": {"pool_size": 7}}', encoding="utf-8")
    modelo = InventarioModel(taller.registry, lambda: SISTEMA)
    articulo = modelo.crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=50).value.id
    ajuste = modelo.registrar_ajuste(movimientos.Pedido(articulo, 1, motivo="x")).value.id
    herrajes = HerrajesModel(taller.registry, lambda: SISTEMA)
    bisagra = herrajes.crear({"codigo": "H1", "nombre": "Bisagra"}, stock_inicial=50).value.id
    herrajes.crear_kit({"codigo": "K0"}, [ParteDada(1, bisagra)])
    UbicacionesModel(taller.registry, lambda: SISTEMA).crear("Otro", "", "")
    (tmp_path / "proveedores.csv").write_text("Nombre\nREHAU\n", encoding="utf-8")
    (tmp_path / "resumen.csv").write_text("Código;Necesarias\nA1;2\n", encoding="utf-8")
    for codigo in ("OB-1", "OB-2"):
        taller.registry.escribir(INVENTARIO, SISTEMA, obras.crear, {"codigo": codigo})
    pedida = [LineaPedida("perfil", articulo, 1)]
    taller.registry.escribir(INVENTARIO, SISTEMA, pedidos_de_compra.crear, "REHAU", pedida)
    taller.registry.guardia = None
    taller.nueva("blanco", "consulta")
    taller.nueva("quien", rol)
    taller.registry.close()
    monkeypatch.setenv("REXUS_USUARIO", "quien")
    archivos = {"csv": "perfiles.csv", "json": "config.json", "puesto": "puesto.json", "prov": "proveedores.csv"}
    archivos["resumen"] = "resumen.csv"
    visto, estados = {}, {}
    clave = OTRA
    for numero, (nombre, linea) in enumerate(_LINEAS.items()):
        nueva = f"{OTRA} {numero}"
        monkeypatch.setenv("REXUS_CLAVE", clave)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{nueva}\n".encode())))
        palabras = linea.format(**archivos, rol=rol, ajuste=ajuste).split()
        estados[nombre] = main(palabras)
        salida, error = capsys.readouterr()
        assert "Usuario o clave incorrectos" not in error, (nombre, error)
        assert estados[nombre] in (0, 1), (nombre, salida, error)
        visto[nombre] = "Sin permiso" not in error
        if nombre == "usuario clave" and not estados[nombre]:
            clave = nueva
    assert visto == {nombre: fila.roles[rol] for nombre, fila in filas(VERBOS).items()}
    assert all(estados[nombre] == 1 for nombre, puede in visto.items() if not puede)


def test_the_roles_that_come_have_the_permissions_of_the_table(taller: Taller) -> None:
    assert {f.rol for f in taller.leer(SISTEMA, cuentas.listar)} == {"administrador"}
    for rol in ROLES[1:]:
        taller.nueva(f"de-{rol}", rol)
        actor = taller.actor(f"de-{rol}", OTRA)
        for titulo in (OPERACIONES, VERBOS):
            for fila in filas(titulo).values():
                pedidos = [] if fila.permisos == "—" else fila.permisos.split(" + ")
                assert fila.roles[rol] == all(actor.puede(p) for p in pedidos), (titulo, fila.nombre, rol)
