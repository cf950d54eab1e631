"""Changes that wait for the database: which value holds meanwhile, and that none is lost or applied silently."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rexus.base.errors import RexusError
from rexus.base.paths import Paths, paths_under
from rexus.settings import Settings

from .conftest import MOMENT, Abrir, on_disk, pending

CLAVE = "empresa.nombre"


def test_a_pending_change_holds_survives_and_is_told(casa: Paths, abrir: Abrir) -> None:
    settings = abrir()
    settings.adoptar_base({CLAVE: "Antes"})
    settings.proponer({CLAVE: pending("Después", "Antes")})
    assert (settings.get(CLAVE), settings.origen(CLAVE), settings.base(CLAVE)) == ("Después", "pendiente", "Antes")
    assert on_disk(casa)["pendientes"][CLAVE] == {
        "valor": "Después",
        "base": "Antes",
        "quien": "ana",
        "cuando": "2026-03-01T12:00:00.000000Z",
    }
    settings.close()
    again = abrir()
    assert again.get(CLAVE) == "Después"
    assert again.pendientes() == {CLAVE: pending("Después", "Antes")}
    assert again.en_conflicto() == frozenset()


def test_going_back_to_the_start_is_no_change(casa: Paths, abrir: Abrir) -> None:
    settings = abrir()
    settings.adoptar_base({CLAVE: "Antes"})
    settings.proponer({CLAVE: pending("Después", "Antes")})
    settings.proponer({CLAVE: pending("Antes", "Antes")})
    assert settings.pendientes() == {}
    assert "pendientes" not in on_disk(casa)
    assert settings.get(CLAVE) == "Antes"


def test_a_pending_return_to_the_factorys_value_holds_as_well(abrir: Abrir) -> None:
    settings = abrir()
    settings.adoptar_base({"usuarios.max_intentos": 9})
    settings.proponer({"usuarios.max_intentos": pending(None, 9)})
    settings.close()
    for each in (settings, abrir()):
        assert (each.get("usuarios.max_intentos"), each.origen("usuarios.max_intentos")) == (5, "pendiente")


def test_when_the_database_changed_too_its_value_holds_until_somebody_chooses(abrir: Abrir) -> None:
    settings = abrir()
    settings.adoptar_base({CLAVE: "Antes"})
    settings.proponer({CLAVE: pending("Mío", "Antes")})
    settings.adoptar_base({CLAVE: "Suyo"})
    assert (settings.get(CLAVE), settings.en_conflicto()) == ("Suyo", {CLAVE})
    assert settings.pendientes() == {CLAVE: pending("Mío", "Antes")}
    settings.close()
    assert abrir().en_conflicto() == {CLAVE}
    settings.adoptar_base({CLAVE: "Mío"})
    assert (settings.get(CLAVE), settings.en_conflicto()) == ("Mío", frozenset())


def test_only_the_change_that_was_seen_is_taken_away(abrir: Abrir) -> None:
    one, other = abrir(), abrir()
    one.proponer({CLAVE: pending("Uno")})
    other.proponer({CLAVE: pending("Otro")})
    one.retirar({CLAVE: pending("Uno")})
    assert one.pendientes() == {CLAVE: pending("Otro")} == abrir().pendientes()
    one.retirar({CLAVE: pending("Otro")})
    assert abrir().pendientes() == {}


@pytest.mark.parametrize(
    ("section", "understood"),
    [
        ([], {}),
        ({CLAVE: "texto"}, {}),
        ({CLAVE: {"base": "sin valor"}}, {}),
        ({CLAVE: {"valor": "X"}}, {CLAVE: "X"}),
        ({CLAVE: {"valor": "X", "quien": 3, "cuando": "ayer"}}, {CLAVE: "X"}),
        ({"clave.rara": {"valor": "X"}}, {"clave.rara": "X"}),
        ({"usuarios.max_intentos": {"valor": "muchos"}}, {"usuarios.max_intentos": "muchos"}),
    ],
)
def test_a_pending_section_written_by_hand_breaks_nothing(
    casa: Paths, abrir: Abrir, section: Any, understood: dict[str, Any]
) -> None:
    casa.config.mkdir(parents=True)
    casa.settings_file.write_text(json.dumps({"pendientes": section, "tema": {"modo": "oscuro"}}))
    settings = abrir()
    assert {clave: p.valor for clave, p in settings.pendientes().items()} == understood
    assert settings.get("tema.modo") == "oscuro"
    assert settings.get("usuarios.max_intentos") == 5
    settings.fijar({"tema.modo": "claro"})
    assert on_disk(casa)["pendientes"] == section, "what is not understood stays for whoever does"


def test_a_pending_change_that_cannot_be_kept_is_none(casa: Paths, abrir: Abrir) -> None:
    casa.config.mkdir(parents=True)
    casa.settings_file.write_text('{"version": 2}')
    settings = abrir()
    with pytest.raises(RexusError, match="más nueva"):
        settings.proponer({CLAVE: pending("X")})
    assert (settings.get(CLAVE), settings.pendientes()) == ("", {})


def test_threads_that_propose_at_once_lose_nothing(abrir: Abrir) -> None:
    settings = abrir()
    claves = ["empresa.nombre", "empresa.cuit", "empresa.telefono", "reportes.pie", "reportes.encabezado"]
    threads = [threading.Thread(target=lambda c=clave: settings.proponer({c: pending("x")})) for clave in claves]
    for thread in threads:
        thread.start()
    settings.set("tema.modo", "oscuro")
    for thread in threads:
        thread.join()
    settings.close()
    again = abrir()
    assert set(again.pendientes()) == set(claves)
    assert again.get("tema.modo") == "oscuro"


_KEYS = st.sampled_from(["empresa.nombre", "empresa.cuit", "reportes.pie"])
_VALUES = st.none() | st.sampled_from(["a", "b", "c"])


class Layers(RuleBasedStateMachine):
    """Settings against a plain model: database, copy in the file, pending changes; restarts in between."""

    @initialize()
    def start(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.paths: Paths = paths_under(self.folder.name)
        self.settings = Settings(self.paths, environment={})
        self.database: dict[str, str] = {}
        self.seen: dict[str, str] | None = None
        self.pending: dict[str, tuple[str | None, str | None]] = {}

    def teardown(self) -> None:
        if hasattr(self, "settings"):
            self.settings.close()
            self.folder.cleanup()

    @rule(clave=_KEYS, valor=_VALUES)
    def somebody_else_changes_the_database(self, clave: str, valor: str | None) -> None:
        if valor is None:
            self.database.pop(clave, None)
        else:
            self.database[clave] = valor

    @rule()
    def the_database_is_seen(self) -> None:
        self.seen = dict(self.database)
        self.settings.adoptar_base(self.database, MOMENT)

    @rule(clave=_KEYS, valor=_VALUES)
    def edited_offline(self, clave: str, valor: str | None) -> None:
        base = self.settings.base(clave)
        self.settings.proponer({clave: pending(valor, base)})
        self.pending.pop(clave, None)
        if valor != base:
            self.pending[clave] = (valor, base)

    @rule(clave=_KEYS)
    def discarded(self, clave: str) -> None:
        found = self.settings.pendientes().get(clave)
        if found is not None:
            self.settings.retirar({clave: found})
        self.pending.pop(clave, None)

    @rule()
    def restarted(self) -> None:
        self.settings.close()
        self.settings = Settings(self.paths, environment={})

    @rule()
    def read_again(self) -> None:
        self.settings.releer()

    @invariant()
    def the_value_that_holds_is_the_one_of_the_model(self) -> None:
        if not hasattr(self, "settings"):
            return
        held = self.seen or {}
        for clave in ("empresa.nombre", "empresa.cuit", "reportes.pie"):
            disputed = False
            if clave in self.pending:
                valor, base = self.pending[clave]
                disputed = self.seen is not None and held.get(clave) not in (base, valor)
            shown = self.pending[clave][0] if clave in self.pending and not disputed else held.get(clave)
            assert self.settings.get(clave) == (shown or "")
            assert (clave in self.settings.en_conflicto()) == disputed
        assert {c: (p.valor, p.base) for c, p in self.settings.pendientes().items()} == self.pending
        assert self.settings.problemas == []


TestLayers = Layers.TestCase
TestLayers.settings = profile(max_examples=40, stateful_step_count=25, deadline=None)
