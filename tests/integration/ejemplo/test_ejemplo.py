"""The example workshop: whole, true, apart from the workshop's own data, and gone without a trace."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import CanceladoError, ConflictoError, CredencialesError, NoEncontradoError, PermisoError
from rexus.base.marca_de_ejemplo import Marca, clave_de, leer
from rexus.base.paths import Paths, paths_under
from rexus.base.progress import Avance
from rexus.cli import main
from rexus.db.conexion import conexion_de
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.ejemplo import EjemploModel, borrar
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.seguridad import Politica, cambiar_clave_propia, crear_primer_administrador, entrar, entrar_en_ejemplo
from rexus.settings import Settings
from rexus.shell.instance import Instance
from rexus.stock import actividad, kits, obras, pedidos, retazos
from rexus.stock.consulta import TODOS, Consulta, totales

CLAVE = "siete barras de aluminio"
AHORA = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.fixture
def ana(registry: Registry) -> Actor:
    """The workshop's administrator, signed in."""
    registry.paths.crear()
    registry.escribir(USERS, SISTEMA, crear_primer_administrador, "ana", CLAVE)
    return entrar(registry, "ana", CLAVE, Politica()).actor


def hacer(registry: Registry, actor: Actor, avance: Avance | None = None) -> Paths:
    return EjemploModel(registry, lambda: actor, clock=lambda: AHORA).crear(avance)


def cuentas(paths: Paths) -> tuple[object, ...]:
    """What there is in a workshop, and that it is true."""
    registry = Registry(paths)
    try:

        def leer(operacion: Callable[..., object], *args: object) -> object:
            return registry.leer(INVENTARIO, SISTEMA, operacion, *args)

        todo = Consulta(estado=TODOS)
        desde, hasta = AHORA - timedelta(days=31), AHORA + timedelta(seconds=1)
        movidos = registry.leer(INVENTARIO, SISTEMA, actividad.entre_momentos, ("perfil", "herraje"), desde, hasta)
        assert InventarioModel(registry, lambda: SISTEMA).verificar().ok
        assert len({m.fecha.date() for m in movidos}) > 20, "spread over the month"
        assert max(m.fecha for m in movidos) == AHORA
        return (
            leer(totales, "perfil", todo),
            leer(totales, "herraje", todo),
            sorted(o.estado for o in registry.leer(INVENTARIO, SISTEMA, obras.listar)),
            sorted(p.estado for p in registry.leer(INVENTARIO, SISTEMA, pedidos.listar)),
            [k.codigo for k in registry.leer(INVENTARIO, SISTEMA, kits.listar, "herraje")],
            len(registry.leer(INVENTARIO, SISTEMA, retazos.retazos, "perfil")),
            [(m.fecha, m.codigo, m.tipo, m.cantidad) for m in movidos],
        )
    finally:
        registry.close()


@pytest.mark.solo("sqlite", porque="the example lies in files whatever the workshop works with")
def test_it_is_whole_and_true_and_always_the_same(registry: Registry, ana: Actor) -> None:
    paths = hacer(registry, ana)
    assert paths.es_ejemplo and not registry.paths.es_ejemplo
    hay = cuentas(paths)
    assert (hay[0].articulos, hay[1].articulos) == (120, 60)  # type: ignore[attr-defined]
    assert hay[2] == ["colocada", "en_produccion", "medicion", "pedido"]
    assert hay[3] == ["enviada", "recibida_parcial"]
    assert hay[4] == ["KIT-PUERTA"] and hay[5] == 3
    # The start page has something to say of everything.
    ejemplo = Registry(paths)
    modelo = InicioModel(ejemplo, lambda: SISTEMA, Settings(paths), UTC, clock=lambda: AHORA)
    panorama, graficos = modelo.panorama(), modelo.graficos()
    assert panorama.obras and panorama.pedidos and all(b.hallado.cuantos for b in panorama.bajos or ())
    assert graficos.valores and all(v.hallado.grupos and v.hallado.sin_precio for v in graficos.valores)
    ejemplo.close()
    # Asked for again it stays; made anew it is the same.
    assert hacer(registry, ana) == paths
    EjemploModel(registry, lambda: ana).quitar()
    assert cuentas(hacer(registry, ana)) == hay


def test_it_is_apart_wherever_the_workshops_data_are(registry: Registry, ana: Actor, modelo: InventarioModel) -> None:
    modelo.crear({"codigo": "A1"}, 3)

    def propio() -> object:
        return registry.leer(INVENTARIO, SISTEMA, totales, "perfil", Consulta(estado=TODOS)), modelo.verificar()

    antes = propio()
    ejemplo = Registry(hacer(registry, ana))
    # Who made it comes in with the password that is told, and with no other; nothing of their own account is there.
    marca = leer(ejemplo.paths)
    assert marca is not None and marca.usuario == "ana" and leer(registry.paths) is None
    assert ejemplo.paths.marca_de_ejemplo.stat().st_mode & 0o777 == 0o600
    assert entrar(ejemplo, "ana", marca.clave, Politica()).actor.rol == "administrador"
    with pytest.raises(CredencialesError):
        entrar(ejemplo, "ana", CLAVE, Politica())
    # Once it was changed the one that was told is wrong: none is told any more, and what marks the home stays.
    dentro = entrar(ejemplo, "ana", marca.clave, Politica()).actor
    cambiar_clave_propia(ejemplo, dentro, marca.clave, "siete barras largas de roble", Politica())
    assert leer(ejemplo.paths) == Marca("ana", "") and clave_de(ejemplo.paths, "ana") == "" and ejemplo.paths.es_ejemplo
    assert entrar(ejemplo, "ana", "siete barras largas de roble", Politica()).actor.usuario == "ana"
    ejemplo.close()
    assert propio() == antes
    borrar(registry.paths)
    assert [f.name for f in registry.paths.data.parent.iterdir() if f.name.startswith("ejemplo")] == []
    borrar(registry.paths)
    assert propio() == antes


@pytest.mark.solo("sqlite", porque="the example lies in files whatever the workshop works with")
def test_what_is_refused(registry: Registry, ana: Actor, tmp_path: Path) -> None:
    modelo = EjemploModel(registry, lambda: ana)
    with pytest.raises(NoEncontradoError):
        modelo.quitar()
    luis = Actor("luis", "operador", frozenset({"inventario.ver", "inventario.modificar"}))
    for hecho in (EjemploModel(registry, lambda: luis).crear, EjemploModel(registry, lambda: luis).quitar):
        with pytest.raises(PermisoError):
            hecho()
    # Given up half way, nothing stays.
    avance = Avance(lambda hecho, _total: avance.cancelar() if hecho > 40 else None)
    with pytest.raises(CanceladoError):
        hacer(registry, ana, avance)
    assert not [f for f in registry.paths.data.parent.iterdir() if f.name.startswith("ejemplo")]
    # Nobody comes into a workshop that is no example without a password.
    with pytest.raises(PermisoError):
        entrar_en_ejemplo(registry, "ana", Politica())
    # A folder of that name that is somebody's own stays, and what a killed program left goes.
    casa = registry.paths.ejemplo.data.parent
    casa.mkdir()
    (casa / "notas.txt").write_text("mías", encoding="utf-8")
    dejada = casa.with_name("ejemplo-haciendo-1234")
    dejada.mkdir()
    os.utime(dejada, (0, 0))
    with pytest.raises(ConflictoError):
        hacer(registry, ana)
    assert (casa / "notas.txt").exists() and not dejada.exists()
    casa.rename(tmp_path / "mias")
    paths = hacer(registry, ana)
    ejemplo = Registry(paths)
    actor = entrar_en_ejemplo(ejemplo, "ana", Politica()).actor
    assert actor.puede("configuracion.modificar")
    # No example in the example.
    with pytest.raises(ConflictoError):
        EjemploModel(ejemplo, lambda: actor).crear()
    ejemplo.close()
    # Nor is it taken from under whoever works in it. Whose process is dead, or is another's by now, holds nothing.
    ventana = Instance(paths)
    ventana.take()
    with pytest.raises(ConflictoError):
        modelo.quitar()
    ventana.release()
    paths.lock_file.write_text(f"{os.getppid()}\nsh\n", encoding="utf-8")
    modelo.quitar()
    assert not paths.data.parent.exists()


@pytest.mark.solo("sqlite", porque="the example lies in files whatever the workshop works with")
def test_the_example_never_works_on_the_workshops_server(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = registry.paths.ejemplo
    paths.crear()
    paths.marca_de_ejemplo.touch()
    monkeypatch.setenv("REXUS_DB_MOTOR", "postgresql")
    monkeypatch.setenv("REXUS_DB_SERVIDOR", "servidor.taller")
    propio, ejemplo = Settings(registry.paths), Settings(paths)
    assert conexion_de(propio).es_servidor
    assert not conexion_de(ejemplo).es_servidor
    ejemplo.fijar({"db.motor": "postgresql"})
    assert not conexion_de(Settings(paths)).es_servidor
    for settings in (propio, ejemplo):
        settings.close()


@pytest.mark.solo("sqlite", porque="the command is the same on every engine")
def test_by_commands(
    registry: Registry, ana: Actor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = registry.paths.data.parent
    for nombre, valor in {"REXUS_HOME": str(home), "REXUS_USUARIO": "ana", "REXUS_CLAVE": CLAVE}.items():
        monkeypatch.setenv(nombre, valor)
    assert main(["ejemplo", "crear", "--json"]) == 0
    dicho = json.loads(capsys.readouterr().out)
    carpeta = dicho["carpeta"]
    assert paths_under(carpeta).es_ejemplo
    monkeypatch.setenv("REXUS_HOME", carpeta)
    monkeypatch.setenv("REXUS_CLAVE", dicho["clave"])
    assert main(["verificar"]) == 0
    monkeypatch.setenv("REXUS_HOME", str(home))
    monkeypatch.setenv("REXUS_CLAVE", CLAVE)
    assert main(["ejemplo", "quitar"]) == 0
    assert "se quitó" in capsys.readouterr().out
    assert main(["ejemplo", "quitar"]) == 1
