"""Images into the databases of a server: checked, loaded, proven, and only then committed."""

from __future__ import annotations

from rexus.respaldos.carga.cargar import PASOS, Cargado, a_medias_de, cargar, exigir_duena

__all__ = ["PASOS", "Cargado", "a_medias_de", "cargar", "exigir_duena"]
