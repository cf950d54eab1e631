"""Importing a configuration: what it would change is said first, and only what makes sense is taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import ArchivoError
from rexus.base.paths import paths_under
from rexus.configuracion import Plan, equipo, exportar, leer_documento, planear
from rexus.settings import SCHEMA, Settings

Abrir = Callable[..., Settings]

# As the older program wrote it: names without dots, texts for everything, sections of its own.
ANTIGUO: dict[str, Any] = {
    "db_server": "SRV01",
    "db_port": "1433",
    "db_name": "inventario",
    "db_user": "",
    "db_password": "no se trae",
    "db_pool_size": "20",
    "empresa_nombre": "Vidrios SA",
    "empresa_nit": "30-12345678-9",
    "empresa_web": "vidrios.example",
    "empresa_moneda": "COP",
    "empresa_ciudad": "Rosario",
    "sistema_timeout_sesion": "3600",
    "usuarios_session_timeout": "3600",
    "sistema_max_intentos_login": "4",
    "sistema_formato_fecha": "YYYY-MM-DD",
    "usuarios_password_min_length": "6",
    "reportes_pie_pagina": "Gracias",
    "tema_modo_oscuro": "true",
    "backup_auto_habilitado": "false",
    "backup_directorio": "./backups",
    "modules": {"inventario": "enabled"},
    "security": {"max_login_attempts": 4, "secret_key": "tampoco"},
    "database": {"host": "${DB_HOST:-localhost}", "pool_size": 20, "password": "tampoco"},
}


@pytest.fixture
def abrir(tmp_path: Path) -> Iterator[Abrir]:
    abiertos: list[Settings] = []

    def una(nombre: str = "casa", environment: dict[str, str] | None = None) -> Settings:
        abiertos.append(Settings(paths_under(tmp_path / nombre), environment=environment or {}))
        return abiertos[-1]

    yield una
    for settings in abiertos:
        settings.close()


def test_the_older_programs_file_is_understood(abrir: Abrir) -> None:
    plan = planear(abrir(), ANTIGUO)
    assert plan.valores() == {
        "db.servidor": "SRV01",
        "db.puerto": 1433,
        "db.pool_size": 20,
        "empresa.nombre": "Vidrios SA",
        "empresa.cuit": "30-12345678-9",
        "empresa.sitio_web": "vidrios.example",
        "empresa.moneda": "COP",
        "usuarios.sesion_inactiva_min": 60,
        "usuarios.max_intentos": 4,
        "reportes.pie": "Gracias",
        "tema.modo": "oscuro",
        "respaldo.automatico": False,
    }
    assert set(plan.no_caben) == {
        "sistema_formato_fecha",
        "usuarios_password_min_length",
        "backup_directorio",
        "database.host",
    }
    assert plan.vacias == ("db_user",)
    assert set(plan.no_entendidas) == {"db_name", "empresa_ciudad", "modules.inventario"}
    assert set(plan.secretas) == {"db_password", "security.secret_key", "database.password"}
    assert "tampoco" not in repr(plan) and "no se trae" not in repr(plan)


def test_what_is_exported_is_imported_and_then_nothing_changes(abrir: Abrir, tmp_path: Path) -> None:
    uno, otro = abrir("uno"), abrir("otro", {"REXUS_TEMA_MODO": "claro"})
    cambios = {"db.servidor": "taller", "tema.modo": "oscuro", "importacion.mapeos": {"a": {"b": "ñ"}}}
    equipo.guardar(uno, cambios, "ana")
    uno.adoptar_base({"empresa.direccion": "Calle 1\nLocal 2", "respaldo.automatico": False})
    uno.set("ventana.ultimo_usuario", "ana")
    archivo = tmp_path / "exportado.json"
    archivo.write_bytes(exportar(uno))
    documento = leer_documento(archivo)
    assert "ventana" not in documento and "clave" not in documento["db"]
    plan = planear(otro, documento)
    assert plan.valores() == {
        "db.servidor": "taller",
        "importacion.mapeos": {"a": {"b": "ñ"}},
        "empresa.direccion": "Calle 1\nLocal 2",
        "respaldo.automatico": False,
    }
    assert plan.fijadas == {"tema.modo": "REXUS_TEMA_MODO"}
    assert plan.no_caben == {} == plan.no_entendidas
    antes = {previsto.clave: previsto.antes for previsto in plan.cambios}
    assert antes["db.servidor"] == ""
    assert planear(uno, documento).cambios == ()


def test_a_settings_file_itself_can_be_imported(abrir: Abrir) -> None:
    uno = abrir("uno")
    uno.adoptar_base({"empresa.nombre": "X"})
    uno.fijar({"tema.modo": "oscuro"})
    uno.close()
    documento = leer_documento(uno._file.file)
    assert {"base", "version"} <= set(documento)
    plan = planear(abrir("otro"), documento)
    assert plan.valores() == {"empresa.nombre": "X", "tema.modo": "oscuro"}
    assert plan.no_entendidas == {}


@pytest.mark.parametrize(
    ("documento", "nombre", "donde"),
    [
        ({"usuarios.max_intentos": 7}, "usuarios.max_intentos", "cambios"),
        ({"usuarios": {"max_intentos": "7"}}, "usuarios.max_intentos", "no_caben"),
        ({"usuarios_max_intentos": "7"}, "usuarios.max_intentos", "cambios"),
        ({"usuarios": {"max_intentos": 5}}, "usuarios.max_intentos", "iguales"),
        ({"usuarios": {"max_intentos": None}}, "usuarios.max_intentos", "no_caben"),
        ({"usuarios": 4}, "usuarios", "no_entendidas"),
        ({"sistema": {"zona": "Marte/Olympus"}}, "sistema.zona", "no_caben"),
        ({"db_pool_size": 12.0}, "db.pool_size", "cambios"),
        ({"db_pool_size": "muchas"}, "db_pool_size", "no_caben"),
        ({"tema_modo_oscuro": "quizás"}, "tema_modo_oscuro", "no_caben"),
        ({"empresa_nombre": "a\0b"}, "empresa_nombre", "no_caben"),
        ({"db.clave": "x"}, "db.clave", "secretas"),
        ({"ventana": {"pagina": "x"}}, "ventana.pagina", "no_entendidas"),
        ({"importacion.mapeos": {"x": 1}}, "importacion.mapeos", "cambios"),
        ({"backup_directorio": "D:\\respaldos"}, "respaldo.carpeta", "cambios"),
    ],
)
def test_each_entry_lands_where_it_belongs(abrir: Abrir, documento: dict[str, Any], nombre: str, donde: str) -> None:
    plan = planear(abrir(), documento)
    assert _nombres(plan)[donde] == {nombre}
    assert sum(len(nombres) for nombres in _nombres(plan).values()) == 1


def test_a_file_that_contradicts_itself_decides_nothing(abrir: Abrir) -> None:
    plan = planear(abrir(), {"db_pool_size": "20", "database": {"pool_size": 30}, "db": {"pool_size": 20}})
    assert plan.cambios == ()
    assert set(plan.no_caben) == {"db_pool_size", "database.pool_size"}


@pytest.mark.parametrize(
    ("contenido", "motivo"),
    [
        (b"", "no es JSON"),
        (b"\xff\xfe{", "no es JSON"),
        (b"[1]", "no es un objeto"),
        (b"[" * 100_000, "no es JSON"),
        (b'{"a": 1, "a": 2}', "dos veces"),
        (b'{"a": "' + b"x" * 2_000_001 + b'"}', "demasiado grande"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, contenido: bytes, motivo: str) -> None:
    archivo = tmp_path / "a.json"
    archivo.write_bytes(contenido)
    with pytest.raises(ArchivoError, match=motivo):
        leer_documento(archivo)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for archivo in (tmp_path / "no hay.json", tmp_path):
        with pytest.raises(ArchivoError):
            leer_documento(archivo)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_NOMBRE = st.sampled_from([*SCHEMA, *ANTIGUO, *{s.categoria for s in SCHEMA.values()}]) | st.text(max_size=12)


@given(st.dictionaries(_NOMBRE, _JSON, max_size=8))
def test_whatever_a_file_says_the_plan_only_holds_what_can_be_saved(
    tmp_path_factory: pytest.TempPathFactory, documento: dict[str, Any]
) -> None:
    settings = Settings(paths_under(tmp_path_factory.mktemp("casa")), environment={})
    plan = planear(settings, documento)
    assert equipo.preparar(settings, plan.valores()) == plan.valores()
    json.dumps(plan.valores())
    assert not {clave for clave in plan.valores() if SCHEMA[clave].secreta}


def _nombres(plan: Plan) -> dict[str, set[str]]:
    return {
        "cambios": {previsto.clave for previsto in plan.cambios},
        "iguales": set(plan.iguales),
        "vacias": set(plan.vacias),
        "no_entendidas": set(plan.no_entendidas),
        "no_caben": set(plan.no_caben),
        "fijadas": set(plan.fijadas),
        "secretas": set(plan.secretas),
    }
