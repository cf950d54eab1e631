"""How often each remembered lookup became stale: what tells the other seats to forget it (`rexus.db.cache`)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from rexus.db.orm import STRICT, InventarioBase, largo_maximo
from rexus.db.types import entero_grande, texto


class CacheVersion(InventarioBase):
    """`version` grows with every change that makes the lookups called `etiqueta` stale."""

    __tablename__ = "cache_versiones"

    etiqueta: Mapped[str] = mapped_column(texto(60), primary_key=True)
    version: Mapped[int] = mapped_column(entero_grande())

    __table_args__ = (*largo_maximo([("etiqueta", 60)]), STRICT)
