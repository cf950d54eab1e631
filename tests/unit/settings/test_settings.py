"""Which value holds, what is told about the others, and what reaches the disk."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.paths import Paths, paths_under
from rexus.configuracion import planear
from rexus.settings import SCHEMA, Settings
from rexus.settings.file import SettingsFile


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_under(tmp_path / "casa ñ")


def open_settings(paths: Paths, environment: dict[str, str] | None = None, **kw: Any) -> Settings:
    return Settings(paths, environment=environment or {}, **kw)


def write_user_file(paths: Paths, content: bytes) -> Path:
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_bytes(content)
    return paths.settings_file


def stored(paths: Paths) -> dict[str, Any]:
    return json.loads(paths.settings_file.read_bytes())


def test_later_layers_win(paths: Paths, tmp_path: Path) -> None:
    factory = tmp_path / "factory.json"
    factory.write_text('{"db": {"pool_size": 3, "max_overflow": 3, "pool_timeout": 3}}')
    write_user_file(paths, b'{"db": {"pool_size": 4, "max_overflow": 4}}')
    settings = open_settings(paths, {"DB_POOL_SIZE": "5"}, factory=factory)
    claves = ("db.pool_size", "db.max_overflow", "db.pool_timeout")
    seen = {clave: (settings.get(clave), settings.origen(clave)) for clave in claves}
    assert seen == {
        "db.pool_size": (5, "entorno"),
        "db.max_overflow": (4, "usuario"),
        "db.pool_timeout": (3.0, "fabrica"),
    }
    assert settings.problemas == []


def test_the_long_variable_wins_over_the_short_one(paths: Paths) -> None:
    assert open_settings(paths, {"DB_POOL_SIZE": "5", "REXUS_DB_POOL_SIZE": "6"}).get("db.pool_size") == 6


def test_without_any_file_the_defaults_hold(paths: Paths, tmp_path: Path) -> None:
    settings = open_settings(paths, factory=tmp_path / "missing.json")
    assert {clave: settings.get(clave) for clave in SCHEMA} == {s.clave: s.default for s in SCHEMA.values()}
    assert not paths.config.exists(), "reading creates nothing"


def test_wrong_types_fall_back_and_are_told(paths: Paths) -> None:
    write_user_file(paths, b'{"db": {"pool_size": "diez", "max_overflow": 7}, "tema": 4, "ajeno": {"x": 1}}')
    settings = open_settings(paths, {"REXUS_TEMA_MODO": "violeta"})
    assert settings.get("db.pool_size") == 10
    assert settings.get("db.max_overflow") == 7
    assert settings.get("tema.modo") == "sistema"
    told = " ".join(p.frase for p in settings.problemas)
    assert len(settings.problemas) == 2
    assert "db.pool_size" in told
    assert "REXUS_TEMA_MODO" in told


def test_unknown_keys_are_errors_of_the_program(paths: Paths) -> None:
    settings = open_settings(paths)
    for use in (settings.get, settings.origen, lambda c: settings.set(c, 1), lambda c: settings.observar(c, print)):
        with pytest.raises(KeyError):
            use("db.no_hay")


def test_what_is_got_and_set_is_nobody_elses(paths: Paths) -> None:
    settings = open_settings(paths)
    columns: dict[str, Any] = {"orden": ["codigo"]}
    settings.set("inventario.columnas", columns)
    columns["orden"].append("stock")
    settings.get("inventario.columnas")["orden"].clear()
    assert settings.get("inventario.columnas") == {"orden": ["codigo"]}
    settings.get("importacion.mapeos")["x"] = 1
    assert SCHEMA["importacion.mapeos"].default == {}
    settings.close()


def test_a_change_holds_at_once_and_is_saved_without_waiting(paths: Paths) -> None:
    settings = open_settings(paths)
    settings.set("tema.modo", "oscuro")
    assert (settings.get("tema.modo"), settings.origen("tema.modo")) == ("oscuro", "usuario")
    settings.close()
    assert stored(paths) == {"version": 1, "tema": {"modo": "oscuro"}}
    assert open_settings(paths).get("tema.modo") == "oscuro"
    assert settings.sin_guardar == frozenset()
    assert not [t for t in threading.enumerate() if t.name == "rexus-settings"]


def test_saving_keeps_what_it_does_not_know_and_the_file_before(paths: Paths) -> None:
    before = b'{"futuro": {"clave": [1, 2]}, "tema": {"modo": "claro", "otro": 1}}'
    file = write_user_file(paths, before)
    settings = open_settings(paths)
    settings.set("tema.modo", "oscuro")
    settings.close()
    assert stored(paths) == {"version": 1, "futuro": {"clave": [1, 2]}, "tema": {"modo": "oscuro", "otro": 1}}
    assert file.with_name(file.name + ".bak").read_bytes() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.with_name(file.name + ".bak").stat().st_mode) == 0o600
    assert {stat.S_IMODE(lock.stat().st_mode) for lock in file.parent.glob("*.lock")} == {0o600}
    assert not list(paths.config.glob(".*.tmp"))


def test_a_refused_value_changes_nothing(paths: Paths) -> None:
    settings = open_settings(paths)
    with pytest.raises(DatoInvalidoError):
        settings.set("db.pool_size", 0)
    settings.close()
    assert settings.get("db.pool_size") == 10
    assert not paths.settings_file.exists()


def test_the_environment_still_rules_after_a_set(paths: Paths) -> None:
    settings = open_settings(paths, {"REXUS_TEMA_MODO": "claro"})
    heard: list[str] = []
    settings.observar("tema.modo", heard.append)
    settings.set("tema.modo", "oscuro")
    settings.close()
    assert settings.get("tema.modo") == "claro"
    assert heard == []
    assert open_settings(paths).get("tema.modo") == "oscuro"


def test_observers_hear_changes_until_they_stop(paths: Paths) -> None:
    settings = open_settings(paths)
    heard: list[str] = []
    stop = settings.observar("tema.modo", heard.append)
    for mode in ("claro", "claro", "oscuro"):
        settings.set("tema.modo", mode)
    stop()
    stop()
    settings.set("tema.modo", "sistema")
    settings.close()
    assert heard == ["claro", "oscuro"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"\xff\xfe\x00", b"{" * 100_000, b'{"a": 1}x'])
def test_an_unreadable_file_is_set_aside_whole(paths: Paths, content: bytes) -> None:
    file = write_user_file(paths, content)
    settings = open_settings(paths)
    (aside,) = paths.config.glob(f"{file.name}.corrupt-*")
    assert aside.read_bytes() == content
    assert aside.name in settings.problemas[0].frase
    settings.set("tema.modo", "oscuro")
    settings.close()
    assert stored(paths) == {"version": 1, "tema": {"modo": "oscuro"}}
    assert aside.read_bytes() == content


def test_the_copy_before_answers_for_an_unreadable_file(paths: Paths) -> None:
    settings = open_settings(paths)
    settings.set("tema.modo", "oscuro")
    settings.guardar()
    settings.set("tema.modo", "claro")
    settings.close()
    write_user_file(paths, b"{")
    again = open_settings(paths)
    assert again.get("tema.modo") == "oscuro"
    assert len(again.problemas) == 1
    assert open_settings(paths).problemas == [], "told once, the file is whole again"


def test_a_file_with_a_byte_order_mark_is_read(paths: Paths) -> None:
    write_user_file(paths, b'\xef\xbb\xbf{"tema": {"modo": "oscuro"}}')
    assert open_settings(paths).get("tema.modo") == "oscuro"


def test_a_file_that_breaks_while_open_is_set_aside_at_the_save(paths: Paths) -> None:
    settings = open_settings(paths)
    write_user_file(paths, b"rota")
    settings.set("tema.modo", "oscuro")
    settings.close()
    assert [p.read_bytes() for p in paths.config.glob("*.corrupt-*")] == [b"rota"]
    assert stored(paths)["tema"] == {"modo": "oscuro"}
    assert settings.problemas


def test_a_newer_file_is_read_and_not_changed(paths: Paths) -> None:
    content = b'{"version": 2, "tema": {"modo": "oscuro"}}'
    file = write_user_file(paths, content)
    failures: list[RexusError] = []
    settings = open_settings(paths, al_fallar=failures.append)
    assert settings.get("tema.modo") == "oscuro"
    settings.set("tema.modo", "claro")
    settings.close()
    assert file.read_bytes() == content
    assert "más nueva" in failures[0].frase
    assert "más nueva" in settings.problemas[0].frase
    assert settings.sin_guardar == {"tema.modo"}


def test_a_folder_that_cannot_be_made_is_told_and_the_change_waits(paths: Paths) -> None:
    paths.config.parent.mkdir(parents=True)
    paths.config.write_text("a file where the folder should be")
    failures: list[RexusError] = []
    settings = open_settings(paths, al_fallar=failures.append)
    settings.set("tema.modo", "oscuro")
    settings.close()
    assert len(failures) == 1
    assert settings.sin_guardar == {"tema.modo"}
    paths.config.unlink()
    settings.guardar()
    assert stored(paths)["tema"] == {"modo": "oscuro"}


def test_what_is_set_holds_while_it_is_written_and_the_file_is_read_again(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = open_settings(paths)
    edit = SettingsFile.edit
    writing, go_on = threading.Event(), threading.Event()

    def slow_edit(*args: Any) -> Any:
        writing.set()
        assert go_on.wait(30)
        return edit(*args)

    monkeypatch.setattr(SettingsFile, "edit", slow_edit)
    settings.set("tema.modo", "oscuro")
    assert writing.wait(30)
    reader = threading.Thread(target=settings.releer)
    reader.start()
    # Long enough to read a small file, which is not to happen now.
    reader.join(0.2)
    go_on.set()
    reader.join()
    assert settings.get("tema.modo") == "oscuro"
    settings.close()


def test_two_windows_do_not_lose_each_others_changes(paths: Paths) -> None:
    one, other = open_settings(paths), open_settings(paths)
    one.set("tema.modo", "oscuro")
    other.set("tema.densidad", "compacta")
    one.close()
    other.close()
    assert stored(paths)["tema"] == {"modo": "oscuro", "densidad": "compacta"}


_SOME_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
_KEYS = st.sampled_from(sorted(SCHEMA))


@given(st.dictionaries(_KEYS, _SOME_JSON, max_size=6), st.dictionaries(st.text(max_size=5), _SOME_JSON, max_size=3))
def test_whatever_the_file_holds_every_key_answers_with_its_type(
    tmp_path_factory: pytest.TempPathFactory, chosen: dict[str, Any], rest: dict[str, Any]
) -> None:
    paths = paths_under(tmp_path_factory.mktemp("cualquiera"))
    document: dict[str, Any] = dict(rest)
    for clave, value in chosen.items():
        category, _, name = clave.partition(".")
        if not isinstance(document.get(category), dict):
            document[category] = {}
        document[category][name] = value
    write_user_file(paths, json.dumps(document).encode())
    settings = open_settings(paths)
    kinds = {"entero": int, "real": float, "texto": str, "logico": bool, "lista": list, "objeto": dict}
    for clave, setting in SCHEMA.items():
        assert type(settings.get(clave)) is kinds[setting.tipo]


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("postgresql+psycopg", "postgresql"),
        ("postgres", "postgresql"),
        (" PostgreSQL+psycopg ", "postgresql"),
        ("mssql+pyodbc", "sqlserver"),
        ("mssql", "sqlserver"),
    ],
)
def test_engines_may_be_spelt_as_other_programs_do(paths: Paths, spelling: str, expected: str) -> None:
    by_variable = open_settings(paths, {"REXUS_DB_MOTOR": spelling})
    write_user_file(paths, json.dumps({"db": {"motor": spelling}}).encode())
    by_file = open_settings(paths)
    plan = planear(open_settings(paths_under(paths.config / "otra")), {"db": {"motor": spelling}})
    assert [s.get("db.motor") for s in (by_variable, by_file)] == [expected, expected]
    assert plan.valores() == {"db.motor": expected}
    assert by_variable.problemas == by_file.problemas == []
    by_file.set("db.motor", "sqlite")
    by_file.set("db.motor", spelling)
    by_file.close()
    assert stored(paths)["db"]["motor"] == expected


def test_a_server_that_only_the_environment_names_has_no_effect_and_that_is_told(paths: Paths) -> None:
    (problem,) = open_settings(paths, {"DB_SERVER": "taller"}).problemas
    assert "DB_SERVER" in problem.frase and "REXUS_DB_MOTOR" in problem.que_hacer
    assert open_settings(paths, {"DB_SERVER": "taller", "REXUS_DB_MOTOR": "postgres"}).problemas == []
