"""The business core: catalogue, ledger, existencias, places, stocktake, proof. No Qt.

What the other packages of this floor may use is named here.
"""

from __future__ import annotations

from rexus.stock.categorias import Lista as Categorias
from rexus.stock.clases import Clase, clase_de, exigir_alguna
from rexus.stock.clases import todas as todas_las_clases
from rexus.stock.entregas_de_obra import CORTE, DEVOLUCION, EntregaVista
from rexus.stock.historia import en_uso
from rexus.stock.hoja_pedido import HojaPedido, LineaHoja
from rexus.stock.indice import texto as texto_de_busqueda
from rexus.stock.ledger import ANULACION, CONTEO, ENTRADA, Asiento, nueva_clave
from rexus.stock.ledger_masivo import asentar_muchos
from rexus.stock.lotes import abrir as abrir_lote
from rexus.stock.obras import FichaObra
from rexus.stock.orm import Existencia, Lote, LoteFila, Movimiento, Ubicacion
from rexus.stock.resumen import FilaResumen
from rexus.stock.resumen_deshacer import CLASE as RESUMEN_DE_OBRA
from rexus.stock.resumen_deshacer import deshacer_resumen
from rexus.stock.ubicaciones import ETIQUETA as ETIQUETA_UBICACIONES
from rexus.stock.ubicaciones import turno_de_lugares
from rexus.stock.verificacion import Verificacion, verificar

__all__ = [
    "ANULACION",
    "CONTEO",
    "CORTE",
    "DEVOLUCION",
    "ENTRADA",
    "ETIQUETA_UBICACIONES",
    "RESUMEN_DE_OBRA",
    "Asiento",
    "Categorias",
    "Clase",
    "EntregaVista",
    "Existencia",
    "FichaObra",
    "FilaResumen",
    "HojaPedido",
    "LineaHoja",
    "Lote",
    "LoteFila",
    "Movimiento",
    "Ubicacion",
    "Verificacion",
    "abrir_lote",
    "asentar_muchos",
    "clase_de",
    "deshacer_resumen",
    "en_uso",
    "exigir_alguna",
    "nueva_clave",
    "texto_de_busqueda",
    "todas_las_clases",
    "turno_de_lugares",
    "verificar",
]
