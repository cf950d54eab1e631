"""Processes of the tests that work at once on the same data, and begin as those of other seats would: with nothing."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import BaseContext


def contexto() -> BaseContext:
    """Of clean processes. Where that is possible one of them loads the program and forks the others, for speed.

    They are told all they need: the environment is what it was when the first of them began.
    """
    if not hasattr(os, "fork"):
        return multiprocessing.get_context("spawn")
    hecho = multiprocessing.get_context("forkserver")
    hecho.set_forkserver_preload(
        ["rexus.modulos.tablas", "rexus.modulos.inventario.model", "psycopg", "sqlalchemy.dialects.postgresql.psycopg"]
    )
    return hecho
