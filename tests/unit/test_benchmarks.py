"""The benchmarks are not run by the tests; at least they must know the program as it is."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from tests import benchmarks


@pytest.mark.parametrize("nombre", [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name != "__main__"])
def test_it_can_be_loaded(nombre: str) -> None:
    assert importlib.import_module(f"{benchmarks.__name__}.{nombre}")
