"""Changes of many articles, sent with one statement for each set of fields instead of one for each article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, update


class Cambios:
    """New values by article, of one catalogue's table. An article is changed once between two sendings."""

    def __init__(self, tabla: Any) -> None:
        self._tabla = tabla
        self._por_campos: dict[tuple[str, ...], list[dict[str, Any]]] = {}

    def poner(self, articulo_id: int, valores: Mapping[str, Any]) -> None:
        """The article gets these values, as they are stored."""
        filas = self._por_campos.setdefault(tuple(sorted(valores)), [])
        filas.append({"de_id": articulo_id, **{f"v_{campo}": valor for campo, valor in valores.items()}})

    def enviar(self, conexion: Connection) -> None:
        """Send what was gathered since the last time."""
        for campos, filas in self._por_campos.items():
            cambio = update(self._tabla).where(self._tabla.c.id == bindparam("de_id"))
            conexion.execute(cambio.values({campo: bindparam(f"v_{campo}") for campo in campos}), filas)
        self._por_campos.clear()
