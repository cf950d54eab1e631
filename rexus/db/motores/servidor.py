"""What the engines of servers have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from sqlalchemy import Engine

from rexus.db.conexion import Conexion, PoolSettings


class MotorDeServidor(ABC):
    """Three databases on one server, each known there by a name of its own."""

    es_servidor = True

    def __init__(self, conexion: Conexion) -> None:
        self._conexion = conexion

    def lugar(self, base: str) -> str:
        """Server, port and the database's name there."""
        return f"{self._conexion.lugar}/{self._conexion.bases[base]}"

    def engine(self, base: str, pool: PoolSettings, *, secreta: bool) -> Engine:
        """An engine for a logical database. Raises AccesoRechazadoError when this machine lacks its driver."""
        return self.engine_de(self._conexion.bases[base], pool, secreta=secreta)

    @abstractmethod
    def engine_de(self, nombre: str, pool: PoolSettings, *, secreta: bool = False, **opciones: Any) -> Engine:
        """An engine for a database by its name on the server. `opciones` are further arguments of `create_engine`."""

    def asegurar(self, base: str) -> None:  # noqa: B027 - doing nothing is what servers need
        """A server's databases are made by `rexus preparar`, knowingly, and by nothing else."""

    def interrumpida(self) -> bool:
        """Never: nothing is put in place of a server's databases behind its back."""
        return False
