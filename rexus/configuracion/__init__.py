"""The configuration that the workshop shares: in the database, followed by every seat, editable without it. No Qt."""

from __future__ import annotations

from rexus.configuracion import equipo
from rexus.configuracion.al_dia import poner_al_dia
from rexus.configuracion.aplicacion import no_aplicable
from rexus.configuracion.datos import Cambiado, Cambio, Conflicto, Fila, Historial, Sincronizacion
from rexus.configuracion.entrega import entregar
from rexus.configuracion.errors import ConfiguracionCambiadaError, DictadaError
from rexus.configuracion.exportacion import asentar, exportar
from rexus.configuracion.importacion import Plan, Previsto, leer_documento, planear
from rexus.configuracion.instalacion import instalacion
from rexus.configuracion.operaciones import ETIQUETA, MODIFICAR, VER, historial, leer, poner, quitar, vigentes
from rexus.configuracion.sincronizador import AUSENTE, Sincronizador

__all__ = [
    "AUSENTE",
    "ETIQUETA",
    "MODIFICAR",
    "VER",
    "Cambiado",
    "Cambio",
    "ConfiguracionCambiadaError",
    "Conflicto",
    "DictadaError",
    "Fila",
    "Historial",
    "Plan",
    "Previsto",
    "Sincronizacion",
    "Sincronizador",
    "asentar",
    "entregar",
    "equipo",
    "exportar",
    "historial",
    "instalacion",
    "leer",
    "leer_documento",
    "no_aplicable",
    "planear",
    "poner",
    "poner_al_dia",
    "quitar",
    "vigentes",
]
