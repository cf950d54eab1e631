"""Making a server ready: three databases, their schema, the rights of the account that works every day."""

from __future__ import annotations

from rexus.db.preparacion.preparar import Paso, preparar

__all__ = ["Paso", "preparar"]
