"""Keys that live in the database: which value holds, and the copy that answers without it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from rexus.base.errors import DatoInvalidoError
from rexus.base.paths import Paths
from rexus.settings import SCHEMA, Settings

from .conftest import MOMENT, Abrir, on_disk, pending


def test_the_database_wins_over_the_file_and_the_environment_over_both(casa: Paths, abrir: Abrir) -> None:
    casa.config.mkdir(parents=True)
    casa.settings_file.write_text('{"empresa": {"nombre": "Del archivo", "telefono": "1"}}')
    settings = abrir({"REXUS_EMPRESA_CUIT": "20-1"})
    settings.adoptar_base({"empresa.nombre": "De la base", "empresa.cuit": "30-2", "empresa.email": None})
    claves = ("empresa.nombre", "empresa.telefono", "empresa.cuit", "empresa.moneda")
    assert {c: (settings.get(c), settings.origen(c)) for c in claves} == {
        "empresa.nombre": ("De la base", "base"),
        "empresa.telefono": ("1", "usuario"),
        "empresa.cuit": ("20-1", "entorno"),
        "empresa.moneda": ("ARS", "fabrica"),
    }
    assert settings.guardado("empresa.cuit") == "30-2"
    assert settings.variable("empresa.cuit") == "REXUS_EMPRESA_CUIT"
    assert settings.variable("empresa.nombre") is None


def test_without_the_database_its_copy_answers(casa: Paths, abrir: Abrir) -> None:
    settings = abrir()
    settings.adoptar_base({"empresa.nombre": "Vidrios", "respaldo.antiguedad_dias": 3}, MOMENT)
    settings.close()
    assert on_disk(casa)["empresa"] == {"nombre": "Vidrios"}
    again = abrir()
    assert again.get("empresa.nombre") == "Vidrios"
    assert again.get("respaldo.antiguedad_dias") == 3
    assert again.origen("empresa.nombre") == "usuario"
    assert (again.base("empresa.nombre"), again.base_vista, again.base_al_dia) == ("Vidrios", MOMENT, False)


def test_what_the_database_no_longer_has_leaves_the_copy_and_nothing_else_does(casa: Paths, abrir: Abrir) -> None:
    casa.config.mkdir(parents=True)
    casa.settings_file.write_text('{"empresa": {"telefono": "mío"}, "tema": {"modo": "oscuro"}}')
    settings = abrir()
    settings.adoptar_base({"empresa.nombre": "Vidrios", "empresa.cuit": "30"})
    settings.close()
    settings.adoptar_base({"empresa.cuit": "30"})
    settings.close()
    assert settings.get("empresa.nombre") == ""
    disk = on_disk(casa)
    assert disk["empresa"] == {"telefono": "mío", "cuit": "30"}
    assert disk["tema"] == {"modo": "oscuro"}
    again = abrir()
    assert (again.get("empresa.nombre"), again.base("empresa.telefono")) == ("", None)


def test_what_does_not_fit_or_belong_is_left_out_and_told_once(abrir: Abrir) -> None:
    settings = abrir()
    for _ in range(2):
        settings.adoptar_base(
            {
                "usuarios.max_intentos": "muchos",
                "tema.modo": "oscuro",
                "db.clave": "secreta",
                "futuro.clave": 1,
                "empresa.nombre": "Vidrios",
            }
        )
    assert settings.get("usuarios.max_intentos") == SCHEMA["usuarios.max_intentos"].default
    assert settings.get("tema.modo") == "sistema"
    assert settings.get("empresa.nombre") == "Vidrios"
    assert [p.frase for p in settings.problemas if "max_intentos" in p.frase] == [p.frase for p in settings.problemas]
    assert len(settings.problemas) == 1
    assert settings.base("usuarios.max_intentos") == "muchos", "an edit must know what it replaces"


def test_a_copy_that_says_the_same_is_not_written_again(casa: Paths, abrir: Abrir) -> None:
    settings = abrir()
    for minutes in (0, 1, 9):
        settings.adoptar_base({"empresa.nombre": "Vidrios"}, MOMENT + timedelta(minutes=minutes))
        settings.close()
    first = casa.settings_file.stat().st_ino
    settings.adoptar_base({"empresa.nombre": "Vidrios"}, MOMENT + timedelta(minutes=11))
    settings.close()
    assert casa.settings_file.stat().st_ino != first
    assert abrir().base_vista == MOMENT + timedelta(minutes=11)


def test_a_newer_programs_file_is_not_mirrored_to_and_nobody_is_bothered(casa: Paths, abrir: Abrir) -> None:
    casa.config.mkdir(parents=True)
    content = b'{"version": 2, "empresa": {"nombre": "De otro"}}'
    casa.settings_file.write_bytes(content)
    failures: list[Exception] = []
    settings = abrir(al_fallar=failures.append)
    settings.adoptar_base({"empresa.nombre": "Vidrios"})
    settings.close()
    assert settings.get("empresa.nombre") == "Vidrios"
    assert (casa.settings_file.read_bytes(), failures) == (content, [])


def test_shared_keys_are_not_set_here_and_own_keys_not_proposed(abrir: Abrir) -> None:
    settings = abrir()
    with pytest.raises(ValueError, match="shared"):
        settings.set("empresa.nombre", "X")
    with pytest.raises(ValueError, match="shared"):
        settings.fijar({"tema.modo": "oscuro", "empresa.nombre": "X"})
    with pytest.raises(ValueError, match="database"):
        settings.proponer({"tema.modo": pending("oscuro")})
    with pytest.raises(DatoInvalidoError):
        settings.proponer({"empresa.moneda": pending("pesos")})
    assert settings.get("tema.modo") == "sistema"
    assert settings.pendientes() == {}


def test_observers_hear_the_database_and_where(abrir: Abrir) -> None:
    settings = abrir()
    heard: list[tuple[Any, str]] = []
    together: list[frozenset[str]] = []
    settings.observar("empresa.nombre", lambda valor: heard.append((valor, threading.current_thread().name)))
    settings.observar_todo(together.append)
    settings.adoptar_base({"empresa.nombre": "A", "empresa.cuit": "1"})
    settings.adoptar_base({"empresa.nombre": "A", "empresa.cuit": "1"})
    settings.despachar = lambda tell: heard.append(("despachado", "")) or tell()
    other = threading.Thread(
        target=lambda: settings.adoptar_base({"empresa.nombre": "B", "empresa.cuit": "1"}), name="x"
    )
    other.start()
    other.join()
    assert heard == [("A", "MainThread"), ("despachado", ""), ("B", "x")]
    assert together == [{"empresa.nombre", "empresa.cuit"}, {"empresa.nombre"}]


def test_several_keys_of_this_machine_go_to_the_disk_together_or_not_at_all(casa: Paths, abrir: Abrir) -> None:
    settings = abrir()
    settings.fijar({"db.servidor": "taller", "db.puerto": 5555})
    assert on_disk(casa)["db"] == {"servidor": "taller", "puerto": 5555}
    settings.fijar({"db.servidor": None})
    assert on_disk(casa)["db"] == {"puerto": 5555}
    assert (settings.get("db.servidor"), settings.origen("db.servidor")) == ("", "fabrica")
    with pytest.raises(DatoInvalidoError):
        settings.fijar({"db.servidor": "otro", "db.puerto": 70_000})
    assert settings.get("db.servidor") == ""
    settings.set("tema.modo", "oscuro")
    assert settings.espera_reinicio() == {"db.puerto"}
    settings.en_uso()
    assert settings.espera_reinicio() == frozenset()
    settings.fijar({"db.puerto": None})
    assert settings.espera_reinicio() == {"db.puerto"}


def test_a_setting_saved_now_is_not_undone_by_an_older_one_that_waited(casa: Paths, abrir: Abrir) -> None:
    settings = abrir()
    settings.set("tema.modo", "claro")
    settings.fijar({"tema.modo": "oscuro"})
    settings.close()
    assert on_disk(casa)["tema"] == {"modo": "oscuro"}
    assert settings.get("tema.modo") == "oscuro"


def test_what_another_process_changed_is_read_again(abrir: Abrir) -> None:
    one, other = abrir(), abrir()
    heard: list[str] = []
    one.observar("tema.modo", heard.append)
    one.set("tema.densidad", "compacta")
    other.fijar({"tema.modo": "oscuro"})
    one.releer()
    assert heard == ["oscuro"]
    assert one.get("tema.densidad") == "compacta", "what is not saved yet is not forgotten"


def test_keys_stand_apart_from_what_the_program_keeps_in_the_file(abrir: Abrir) -> None:
    assert not {"base", "pendientes", "version"} & {setting.categoria for setting in SCHEMA.values()}
    settings: Settings = abrir()
    with pytest.raises(KeyError):
        settings.get("base.claves")
