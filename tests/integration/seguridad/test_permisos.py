"""The table of docs/permissions.md, cell by cell: operations by real accounts, verbs by the real command line."""

from __future__ import annotations

import importlib
import inspect
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rexus.auditoria import Auditoria
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import PermisoError
from rexus.cli import main
from rexus.cli.programa import programa
from rexus.configuracion import Sincronizador
from rexus.db.names import AUDITORIA, INVENTARIO, USERS
from rexus.modulos.configuracion.model import ConfiguracionModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.respaldos.domain import Linea
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.respaldos import Respaldos, retencion
from rexus.seguridad import Politica, cuentas
from rexus.settings import Settings
from rexus.stock import movimientos
from tests.servers.sitio import Sitio

from .conftest import OTRA, Taller
from .tabla_permisos import ROLES, filas, metodos, operaciones, verbos

OPERACIONES, VERBOS = "Operations", "Verbs of the command line"

# What an operation is called with: it must ask for the permission before it looks at any of these.
_ARGUMENTOS: dict[str, Any] = {
    "clase": "perfil", "politica": Politica(), "valores": {}, "cambios": {}, "base": {}, "ids": [], "pedidos": [],
    "contados": [], "tipo": "ENTRADA", "estado": "activo", "columnas": ("codigo",), "activo": True,
    "cantidad": 1,
    "sesion_id": "0", "nombre": "0", "usuario": "0", "codigo": "0",
    "pedido": movimientos.Pedido(0, 1, motivo="x"), "analisis": SimpleNamespace(errores=[]),
}  # fmt: skip


def _metodos(taller: Taller, settings: Settings, archivo: Path) -> dict[str, Callable[[Actor], object]]:
    def sincronizador(actor: Actor) -> Sincronizador:
        return Sincronizador(taller.registry, settings, lambda: actor)

    def inventario(actor: Actor) -> InventarioModel:
        return InventarioModel(taller.registry, lambda: actor)

    def configuracion(actor: Actor) -> ConfiguracionModel:
        return ConfiguracionModel(taller.registry, settings, lambda: actor)

    def auditoria(actor: Actor) -> Auditoria:
        return Auditoria(taller.registry, lambda: actor)

    def respaldos(actor: Actor) -> Respaldos:
        return Respaldos(taller.registry, lambda: actor)

    def pagina(actor: Actor) -> RespaldosModel:
        return RespaldosModel(taller.registry, lambda: actor, settings)

    linea = Linea("20260101_000000_completo", archivo.parent, None)
    return {
        "auditoria.modelo.Auditoria.archivar": lambda a: auditoria(a).archivar(24),
        "auditoria.modelo.Auditoria.verificar": lambda a: auditoria(a).verificar(),
        "configuracion.sincronizador.Sincronizador.cambiar": lambda a: sincronizador(a).cambiar({}),
        "configuracion.sincronizador.Sincronizador.descartar": lambda a: sincronizador(a).descartar("empresa.nombre"),
        "configuracion.sincronizador.Sincronizador.resolver": lambda a: sincronizador(a).resolver(
            "empresa.nombre", "mio", 0
        ),
        "modulos.configuracion.model.ConfiguracionModel.quitar_secreto": lambda a: configuracion(a).quitar_secreto(
            "db.clave"
        ),
        "modulos.inventario.model.InventarioModel.analizar": lambda a: inventario(a).analizar(archivo),
        "modulos.inventario.model.InventarioModel.sitios": lambda a: inventario(a).sitios(),
        "modulos.respaldos.model.RespaldosModel.comprobar": lambda a: pagina(a).comprobar(linea),
        "modulos.respaldos.model.RespaldosModel.copiar_a": lambda a: pagina(a).copiar_a(linea, archivo.parent),
        "modulos.respaldos.model.RespaldosModel.diferencia": lambda a: pagina(a).diferencia(linea),
        "modulos.respaldos.model.RespaldosModel.hacer": lambda a: pagina(a).hacer("incremental"),
        "modulos.respaldos.model.RespaldosModel.otras_sesiones": lambda a: pagina(a).otras_sesiones(),
        "modulos.respaldos.model.RespaldosModel.panorama": lambda a: pagina(a).panorama(),
        "modulos.respaldos.model.RespaldosModel.quitar": lambda a: pagina(a).quitar(linea),
        "modulos.respaldos.model.RespaldosModel.volver": lambda a: pagina(a).volver(linea),
        "respaldos.modelo.Respaldos.completo": lambda a: respaldos(a).completo(),
        "respaldos.modelo.Respaldos.incremental": lambda a: respaldos(a).incremental(),
        "respaldos.modelo.Respaldos.mirar": lambda a: respaldos(a).mirar(),
        "respaldos.modelo.Respaldos.podar": lambda a: respaldos(a).podar(retencion.Politica(), UTC),
        "respaldos.modelo.Respaldos.por_podar": lambda a: respaldos(a).por_podar(retencion.Politica(), UTC),
        "respaldos.modelo.Respaldos.restaurar": lambda a: respaldos(a).restaurar("0"),
        "respaldos.modelo.Respaldos.restaurar_en": lambda a: respaldos(a).restaurar_en("0", archivo.with_name("x")),
        "respaldos.modelo.Respaldos.verificar": lambda a: respaldos(a).verificar("0"),
        "stock.modelo.ModeloArticulos.valores": lambda a: inventario(a).valores("proveedor"),
    }


def _operacion(nombre: str) -> tuple[str, Callable[..., Any], list[Any], dict[str, Any]]:
    """The database, the function, and placeholders for what it must be given."""
    modulo, _, funcion = nombre.rpartition(".")
    operacion = getattr(importlib.import_module(f"rexus.{modulo}"), funcion)
    args: list[Any] = []
    kw: dict[str, Any] = {}
    for parametro in list(inspect.signature(operacion).parameters.values())[1:]:
        obligado = parametro.default is inspect.Parameter.empty
        if not obligado:
            continue
        valor = _ARGUMENTOS.get(parametro.name, 0)
        if parametro.kind is inspect.Parameter.KEYWORD_ONLY:
            kw[parametro.name] = valor
        else:
            args.append(valor)
    return _base(nombre), operacion, args, kw


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
    assert set(filas(OPERACIONES)) == operaciones() | metodos()


def test_every_verb_has_its_row() -> None:
    caminos = set(verbos(programa))
    de_la_tabla = {fila: [c for c in caminos if fila == c or fila.startswith(f"{c} ")] for fila in filas(VERBOS)}
    assert [fila for fila, suyos in de_la_tabla.items() if len(suyos) != 1] == []
    assert caminos == {suyos[0] for suyos in de_la_tabla.values()}
    assert set(_LINEAS) == set(de_la_tabla)


@pytest.fixture
def settings(sitio: Sitio) -> Iterator[Settings]:
    settings = Settings(sitio.paths)
    yield settings
    settings.close()


@pytest.mark.parametrize("rol", ROLES)
def test_every_operation_for_a_role(taller: Taller, settings: Settings, rol: str, tmp_path: Path) -> None:
    archivo = tmp_path / "perfiles.csv"
    archivo.write_text("Código,Descripción\nA1,Marco\n", encoding="utf-8")
    taller.nueva("quien", rol)
    actor = taller.actor("quien", OTRA)
    de_clase = _metodos(taller, settings, archivo)
    assert set(de_clase) == metodos()
    visto = {}
    for nombre in filas(OPERACIONES):
        if nombre in de_clase:
            visto[nombre] = _puede(lambda llamar=de_clase[nombre]: llamar(actor))  # type: ignore[misc]
        else:
            base, operacion, args, kw = _operacion(nombre)
            leer = taller.registry.escribir
            visto[nombre] = _puede(
                lambda leer=leer, base=base, op=operacion, args=args, kw=kw: leer(base, actor, op, *args, **kw)  # type: ignore[misc]
            )
    assert visto == {nombre: fila.roles[rol] for nombre, fila in filas(OPERACIONES).items()}
    # Every refusal was recorded, whoever refused.
    assert len(taller.eventos("negado")) == list(visto.values()).count(False)


def test_no_operation_does_anything_for_an_account_that_has_no_permission(taller: Taller) -> None:
    nadie = Actor("nadie", "consulta", frozenset())
    for nombre in sorted(operaciones()):
        base, operacion, args, kw = _operacion(nombre)
        with pytest.raises(PermisoError):
            taller.registry.leer(base, nadie, operacion, *args, **kw)


# ── The command line ──

_CSV = "Código,Descripción,Stock\n{codigo},Marco,3\n"
# The line of each row. {ajuste} is the number of an adjustment, {csv} and {json} are files.
_LINEAS: dict[str, str] = {
    "usuario crear-admin": "usuario crear-admin --usuario otra --clave-stdin",
    "usuario listar": "usuario listar",
    "usuario roles": "usuario roles",
    "usuario permisos": "usuario permisos",
    "usuario crear": "usuario crear nueva{rol} --rol consulta",
    "usuario editar": "usuario editar blanco --nombre {rol}",
    "usuario desactivar": "usuario desactivar blanco",
    "usuario activar": "usuario activar blanco",
    "usuario desbloquear": "usuario desbloquear blanco",
    "usuario desbloquear --en-esta-maquina": "usuario desbloquear blanco --en-esta-maquina",
    "usuario clave": "usuario clave --clave-stdin",
    "usuario clave OTRA": "usuario clave blanco",
    "importar perfiles": "importar perfiles {csv}",
    "importar perfiles --stock contar": "importar perfiles {csv} --stock contar",
    "importar perfiles --simular": "importar perfiles {csv} --simular",
    "revertir": "revertir 1",
    "exportar perfiles": "exportar perfiles {rol}.csv",
    "buscar": "buscar x",
    "mover entrada": "mover entrada A1 1",
    "mover salida": "mover salida A1 1",
    "mover ajuste": "mover ajuste A1 1 --motivo x",
    "transferir": "transferir A1 1 --de General --a Otro",
    "anular": "anular 777",
    "anular AJUSTE": "anular {ajuste}",
    "kardex": "kardex A1",
    "verificar": "verificar",
    "preparar": "preparar",
    "auditoria ver": "auditoria ver",
    "auditoria verificar": "auditoria verificar",
    "auditoria archivar": "auditoria archivar --simular",
    "respaldar": "respaldar",
    "respaldos": "respaldos",
    "podar": "podar",
    "podar --simular": "podar --simular",
    "verificar-respaldo": "verificar-respaldo 0",
    "restaurar": "restaurar 0",
    "restaurar --a": "restaurar 0 --a aparte",
    "config listar": "config listar",
    "config ver": "config ver empresa.nombre",
    "config ver DE-LA-MAQUINA": "config ver tema.modo",
    "config poner": "config poner empresa.nombre {rol}",
    "config poner DE-LA-MAQUINA": "config poner tema.modo oscuro",
    "config quitar": "config quitar empresa.nombre",
    "config quitar DE-LA-MAQUINA": "config quitar tema.modo",
    "config exportar": "config exportar {rol}.json",
    "config importar": "config importar {json}",
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
    modelo = InventarioModel(taller.registry, lambda: SISTEMA)
    articulo = modelo.crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=50).value.id
    ajuste = modelo.registrar_ajuste(movimientos.Pedido(articulo, 1, motivo="x")).value.id
    UbicacionesModel(taller.registry, lambda: SISTEMA).crear("Otro", "", "")
    taller.registry.guardia = None
    taller.nueva("blanco", "consulta")
    taller.nueva("quien", rol)
    taller.registry.close()
    monkeypatch.setenv("REXUS_USUARIO", "quien")
    visto, estados = {}, {}
    clave = OTRA
    for numero, (nombre, linea) in enumerate(_LINEAS.items()):
        nueva = f"{OTRA} {numero}"
        monkeypatch.setenv("REXUS_CLAVE", clave)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{nueva}\n".encode())))
        palabras = linea.format(rol=rol, csv="perfiles.csv", json="config.json", ajuste=ajuste, codigo="A1").split()
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
