"""The business core: catalogue, ledger, existencias, places, stocktake, proof. No Qt.

What the other packages of this floor may use is named here.
"""

from __future__ import annotations

from rexus.stock.clases import Clase, clase_de
from rexus.stock.clases import todas as todas_las_clases
from rexus.stock.indice import texto as texto_de_busqueda
from rexus.stock.ledger import ANULACION, CONTEO, ENTRADA, Asiento, nueva_clave
from rexus.stock.ledger_masivo import asentar_muchos
from rexus.stock.lotes import abrir as abrir_lote
from rexus.stock.orm import Existencia, Lote, LoteFila, Movimiento, Ubicacion
from rexus.stock.ubicaciones import ETIQUETA as ETIQUETA_UBICACIONES
from rexus.stock.ubicaciones import turno_de_lugares
from rexus.stock.verificacion import Verificacion, verificar

__all__ = [
    "ANULACION",
    "CONTEO",
    "ENTRADA",
    "ETIQUETA_UBICACIONES",
    "Asiento",
    "Clase",
    "Existencia",
    "Lote",
    "LoteFila",
    "Movimiento",
    "Ubicacion",
    "Verificacion",
    "abrir_lote",
    "asentar_muchos",
    "clase_de",
    "nueva_clave",
    "texto_de_busqueda",
    "todas_las_clases",
    "turno_de_lugares",
    "verificar",
]
