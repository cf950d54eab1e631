"""Settings of one seat: who is signed in in the window needs the permission, the owner of the file needs none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rexus.base.actor import Actor
from rexus.base.errors import PermisoError
from rexus.base.sistema import cuenta_del_sistema
from rexus.cli import main
from rexus.configuracion import Sincronizador
from rexus.modulos.configuracion.model import ConfiguracionModel, Guardado
from rexus.settings import SCHEMA, Settings
from tests.unit.settings.llavero import FileKeyring, in_use

from .conftest import OTRA, Taller

CLAVE_DE_BASE = "db.clave"


@pytest.fixture(autouse=True)
def llavero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileKeyring]:
    with in_use(tmp_path, monkeypatch) as llavero:
        yield llavero


@pytest.fixture
def de_consulta(taller: Taller, settings: Settings) -> ConfiguracionModel:
    """What the window of an account without any permission on the configuration works with."""
    taller.nueva("quien", "consulta")
    actor = taller.actor("quien", OTRA)
    return ConfiguracionModel(taller.registry, settings, lambda: actor)


HECHO = Guardado(None, {"db.servidor": "otro"}, {"db.servidor": "este"})  # type: ignore[arg-type]
PROHIBIDO: dict[str, Callable[[ConfiguracionModel, Path], object]] = {
    "a password": lambda m, _: m.guardar({}, {}, {CLAVE_DE_BASE: "robada"}),
    "a password beside the theme": lambda m, _: m.guardar({"tema.modo": "oscuro"}, {}, {CLAVE_DE_BASE: "robada"}),
    "a key of the seat": lambda m, _: m.guardar({"db.servidor": "otro"}, {}, {}),
    "one beside the theme": lambda m, _: m.guardar({"tema.modo": "oscuro", "db.servidor": "otro"}, {}, {}),
    "a shared key": lambda m, _: m.guardar({"empresa.nombre": "Otra"}, {}, {}),
    "the connection": lambda m, _: m.guardar_conexion({"db.servidor": "otro"}, "robada"),
    "taking back": lambda m, _: m.deshacer(HECHO),
    "forgetting a password": lambda m, _: m.quitar_secreto(CLAVE_DE_BASE),
    "exporting": lambda m, carpeta: m.exportar(carpeta / "todo.json"),
    "looking at a file": lambda m, carpeta: m.planear(carpeta / "no está.json"),
    "looking for passwords": lambda m, _: m.secretos(),
    "the history": lambda m, _: m.historial(None),
}


@pytest.mark.parametrize("que", PROHIBIDO)
def test_without_the_permission_nothing_happens(
    de_consulta: ConfiguracionModel, taller: Taller, settings: Settings, llavero: FileKeyring, tmp_path: Path, que: str
) -> None:
    settings.guardar_secreto(CLAVE_DE_BASE, "la del taller")
    with pytest.raises(PermisoError):
        PROHIBIDO[que](de_consulta, tmp_path)
    assert list(llavero.entries().values()) == ["la del taller"]
    assert settings.guardado("db.servidor") == settings.de_fabrica("db.servidor")
    assert settings.get("tema.modo") == settings.de_fabrica("tema.modo")
    assert not (tmp_path / "todo.json").exists()
    assert len(taller.eventos("negado")) == 1


def test_how_the_seat_looks_is_anybodys(de_consulta: ConfiguracionModel, settings: Settings) -> None:
    hecho = de_consulta.guardar({"tema.modo": "oscuro", "tema.densidad": "compacta"}, {}, {}).value
    assert settings.get("tema.modo") == "oscuro"
    de_consulta.deshacer(hecho)
    assert settings.get("tema.modo") == settings.de_fabrica("tema.modo")


def test_what_is_anybodys_is_the_theme_the_language_and_what_the_program_keeps_of_its_windows() -> None:
    assert {clave for clave, setting in SCHEMA.items() if setting.de_cualquiera} == {
        "tema.modo", "tema.densidad", "sistema.idioma",
        "ventana.geometria", "ventana.navegacion_plegada", "ventana.detalle_visible", "ventana.detalle_ancho",
        "ventana.pagina", "ventana.ultimo_usuario", "ventana.version_vista",
        "inventario.columnas", "inventario.filtros_guardados",
        "herrajes.columnas", "herrajes.filtros_guardados", "herrajes.mapeos",
        "etiquetas.papel", "etiquetas.propio", "etiquetas.largo", "etiquetas.impresora", "etiquetas.calibraciones",
        "obras.columnas",
        "compras.columnas_faltantes", "compras.columnas_pedidos", "compras.columnas_proveedores",
        "ubicaciones.columnas", "importacion.mapeos",
        "usuarios.columnas", "auditoria.columnas", "respaldos.columnas",
    }  # fmt: skip


def test_before_anybody_signed_in_the_seat_can_be_repaired(settings: Settings, llavero: FileKeyring) -> None:
    ConfiguracionModel(None, settings, None).guardar_conexion({"db.servidor": "otro"}, "la nueva")
    assert settings.guardado("db.servidor") == "otro"
    assert list(llavero.entries().values()) == ["la nueva"]


def test_with_the_permission_the_connection_is_changed_with_their_name(taller: Taller, settings: Settings) -> None:
    actor: Actor = taller.actor()
    modelo = ConfiguracionModel(taller.registry, settings, lambda: actor)
    modelo.guardar_conexion({"db.servidor": "otro"}, "la nueva")
    assert settings.guardado("db.servidor") == "otro"
    (cambio,) = modelo.historial("db.servidor").cambios
    assert (cambio.usuario, cambio.despues) == ("ana", "otro")


def test_an_import_of_a_file_asks_for_what_its_keys_ask_for(taller: Taller, settings: Settings) -> None:
    taller.nueva("quien", "analista")
    actor = taller.actor("quien", OTRA)
    sincronizador = Sincronizador(taller.registry, settings, lambda: actor)
    sincronizador.cambiar({"tema.modo": "oscuro"})
    with pytest.raises(PermisoError):
        sincronizador.cambiar({"tema.modo": "claro", "db.servidor": "otro"})
    assert settings.get("tema.modo") == "oscuro"


@pytest.mark.solo("sqlite", porque="nobody signs in and no database is asked")
def test_whoever_owns_the_file_changes_it_at_the_command_line_whoever_they_name(
    taller: Taller, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is their file: a refusal would send them to an editor."""
    taller.nueva("quien", "consulta")
    monkeypatch.setenv("REXUS_USUARIO", "quien")
    assert main(["config", "poner", "db.pool_size", "7"]) == 0
    settings.releer()
    assert settings.guardado("db.pool_size") == 7
    cambio = ConfiguracionModel(None, settings, None).historial("db.pool_size").cambios[0]
    # Nobody has seen a password, and the history says so.
    assert cambio.usuario == f"quien (sin entrar), en la cuenta {cuenta_del_sistema()}"
