"""The audit trail: who did what, in a chain that shows whatever was altered. No Qt."""

from __future__ import annotations

from rexus.auditoria.archivo import CadenaRotaError, Registrado, Tramo, firma_al_lado
from rexus.auditoria.cabezas import archivo as archivo_de_cabeza
from rexus.auditoria.cabezas import leer as leer_cabeza
from rexus.auditoria.cabezas import olvidar_archivo
from rexus.auditoria.cadena import LLAVE, TURNO, Eslabon
from rexus.auditoria.consulta import EventoIlegible, EventoVisto, Filtro, Opciones
from rexus.auditoria.cortes import asentar as asentar_corte
from rexus.auditoria.cortes import hasta_donde
from rexus.auditoria.espera import BandejaVista, sin_ver, ver_bandejas
from rexus.auditoria.modelo import Auditoria, carpeta_de_archivos
from rexus.auditoria.recorrido import Falla
from rexus.auditoria.reenviador import EstadoReenvio, Reenviador
from rexus.auditoria.reenvio import Pendientes, Reenviado, pendientes, reenviar
from rexus.auditoria.verificacion import CabezaVista, Verificacion, recorrer

__all__ = [
    "LLAVE",
    "TURNO",
    "Auditoria",
    "BandejaVista",
    "CabezaVista",
    "CadenaRotaError",
    "Eslabon",
    "EstadoReenvio",
    "EventoIlegible",
    "EventoVisto",
    "Falla",
    "Filtro",
    "Opciones",
    "Pendientes",
    "Reenviado",
    "Reenviador",
    "Registrado",
    "Tramo",
    "Verificacion",
    "archivo_de_cabeza",
    "asentar_corte",
    "carpeta_de_archivos",
    "firma_al_lado",
    "hasta_donde",
    "leer_cabeza",
    "olvidar_archivo",
    "pendientes",
    "recorrer",
    "reenviar",
    "sin_ver",
    "ver_bandejas",
]
