"""The schema is whole, and the factory file is what it says."""

from __future__ import annotations

import json

import pytest

from rexus.base.errors import DatoInvalidoError
from rexus.base.paths import factory_settings
from rexus.settings import CATEGORIAS, SCHEMA, Setting, values
from rexus.settings.generate import document


def test_the_factory_file_is_generated_from_the_schema() -> None:
    assert json.loads(factory_settings().read_text(encoding="utf-8")) == document(), (
        "run: python -m rexus.settings.generate"
    )


@pytest.mark.parametrize("setting", SCHEMA.values(), ids=lambda s: s.clave)
def test_every_default_fits_its_own_key(setting: Setting) -> None:
    assert values.check(setting, setting.default) == setting.default
    assert setting.clave == f"{setting.categoria}.{setting.nombre}"
    assert setting.etiqueta


def test_every_key_is_on_one_page_of_the_screen_or_is_the_programs_own() -> None:
    shown = [setting.clave for categoria in CATEGORIAS for setting in categoria.claves]
    assert len(shown) == len(set(shown))
    assert set(shown) == {setting.clave for setting in SCHEMA.values() if not setting.oculta}
    assert [categoria.id for categoria in CATEGORIAS] == [
        "sistema", "tema", "empresa", "usuarios", "reportes", "respaldo", "conexion", "integraciones",
    ]  # fmt: skip


@pytest.mark.parametrize("setting", SCHEMA.values(), ids=lambda s: s.clave)
def test_options_have_words_and_patterns_an_example(setting: Setting) -> None:
    assert len(setting.rotulos) in (0, len(setting.opciones))
    assert bool(setting.patron) <= bool(setting.ejemplo)
    if setting.ejemplo:
        values.check(setting, setting.ejemplo)
    if setting.oculta or setting.secreta:
        assert setting.alcance == "equipo", "what is shared is seen, and is no secret"


def test_the_defaults_are_argentine() -> None:
    wanted = {
        "empresa.moneda": "ARS",
        "sistema.formato_fecha": "DD/MM/YYYY",
        "sistema.zona": "America/Argentina/Buenos_Aires",
        "sistema.separador_decimal": ",",
        "reportes.papel": "A4",
    }
    assert {clave: SCHEMA[clave].default for clave in wanted} == wanted


def test_no_two_keys_listen_to_the_same_variable() -> None:
    names = [name for setting in SCHEMA.values() for name in setting.variables_de_entorno]
    assert len(names) == len(set(names))
    assert not {"REXUS_HOME", "REXUS_USUARIO", "REXUS_CLAVE"} & set(names)


@pytest.mark.parametrize(
    ("clave", "value"),
    [
        ("db.pool_size", True),
        ("db.pool_size", 10.0),
        ("db.pool_size", "10"),
        ("db.pool_size", 0),
        ("db.pool_size", 101),
        ("db.pool_size", None),
        ("db.pool_timeout", float("nan")),
        ("db.pool_timeout", float("inf")),
        ("db.pool_timeout", 0),
        ("tema.modo", "violeta"),
        ("tema.modo", 3),
        ("sistema.zona", ""),
        ("empresa.nombre", "x" * 121),
        ("empresa.nombre", "dos\nlíneas"),
        ("empresa.nombre", "nada\0"),
        ("empresa.nombre", "\udcff"),
        ("empresa.direccion", "calle\r"),
        ("empresa.email", "nadie"),
        ("empresa.moneda", "ars"),
        ("respaldo.hora_completo", "24:00"),
        ("respaldo.hora_completo", "2:00"),
        ("usuarios.largo_minimo", 7),
        ("ventana.detalle_visible", 1),
        ("inventario.columnas", []),
    ],
)
def test_what_does_not_fit_is_refused_and_named(clave: str, value: object) -> None:
    with pytest.raises(DatoInvalidoError) as refused:
        values.check(SCHEMA[clave], value)
    assert clave in refused.value.frase
    assert list(refused.value.campos) == [clave]


@pytest.mark.parametrize(
    ("clave", "text", "value"),
    [
        ("db.pool_size", " 7 ", 7),
        ("db.pool_timeout", "2.5", 2.5),
        ("db.pool_timeout", "2", 2.0),
        ("tema.modo", "oscuro", "oscuro"),
        ("ventana.detalle_visible", "Sí", True),
        ("ventana.detalle_visible", "0", False),
        ("importacion.mapeos", '{"a": {"b": 1}}', {"a": {"b": 1}}),
    ],
)
def test_a_variable_is_read_as_the_keys_type(clave: str, text: str, value: object) -> None:
    read = values.parse(SCHEMA[clave], text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("clave", "text"),
    [
        ("db.pool_size", "muchas"),
        ("db.pool_size", "1e400"),
        ("ventana.detalle_visible", "quizás"),
        ("inventario.columnas", "[" * 5000),
        ("inventario.columnas", "{"),
    ],
)
def test_a_variable_that_makes_no_sense_is_refused(clave: str, text: str) -> None:
    with pytest.raises(DatoInvalidoError):
        values.parse(SCHEMA[clave], text)
