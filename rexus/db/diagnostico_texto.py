"""A diagnosis in words: sections of name and value, for a terminal or for somebody who helps."""

from __future__ import annotations

from datetime import tzinfo

from rexus.base.text import formatear_fecha, formatear_numero, tr, tr_en_contexto
from rexus.db import schema
from rexus.db.cifras import CifrasPool
from rexus.db.conexion import PoolSettings
from rexus.db.diagnostico import BaseVista, Diagnostico
from rexus.db.salud import Estado
from rexus.settings import SCHEMA

Renglon = tuple[str, str]


def texto(d: Diagnostico, zona: tzinfo) -> str:
    """The whole, one line each."""
    lineas: list[str] = []
    for titulo, renglones in secciones(d, zona):
        lineas += [titulo, *(f"  {nombre}: {valor}" for nombre, valor in renglones), ""]
    return "\n".join(lineas[:-1])


def secciones(d: Diagnostico, zona: tzinfo) -> list[tuple[str, list[Renglon]]]:
    """Title of each section, and its lines."""
    return [
        (tr("Base de datos"), _base(d, zona)),
        (tr("Conexiones"), [*(_pool(pool) for pool in d.pools), (tr("Límites"), _limites(d.pool))]),
        (tr("Caché"), _cache(d)),
        (tr("Configuración"), _configuracion(d)),
        (tr("Programa"), _programa(d)),
    ]


def _base(d: Diagnostico, zona: tzinfo) -> list[Renglon]:
    renglones = [(tr("Motor"), tr(SCHEMA["db.motor"].rotulo(d.motor)))]
    if d.servidor:
        renglones += [(tr("Servidor"), d.servidor), (tr("Cuenta"), d.usuario)]
    estados = {
        Estado.ONLINE: tr("en línea"),
        Estado.OFFLINE: tr("sin conexión"),
        Estado.RECONNECTING: tr("reconectando"),
    }
    desde = formatear_fecha(d.salud.desde, zona)
    if d.salud.en_linea and d.impide:
        # The databases below say why, each its own.
        frase = tr("no se puede trabajar: ninguna base sirve")
        if any(not base.problema for base in d.bases if base.base in schema.HEADS):
            frase = tr("no se puede trabajar: una base no sirve")
    else:
        frase = tr("{estado} desde {cuando}").format(estado=estados[d.salud.estado], cuando=desde)
    renglones.append((tr("Estado"), frase))
    if d.salud.motivo is not None:
        renglones.append((tr("Motivo"), d.salud.motivo.frase))
    return renglones + [(base.base, _vista(base)) for base in d.bases]


def _vista(base: BaseVista) -> str:
    if base.problema:
        return f"{base.lugar} · {base.problema}"
    if base.version is None:
        return base.lugar
    return tr("{lugar} · esquema {version}").format(lugar=base.lugar, version=base.version)


def _pool(pool: CifrasPool) -> Renglon:
    frase = tr("{uso} en uso y {libres} libres de {tope} · {esperas} esperas ({segundos} s) · {malas} invalidadas")
    return pool.base, frase.format(
        uso=pool.en_uso,
        libres=pool.libres,
        tope=pool.tope,
        esperas=formatear_numero(pool.esperas),
        segundos=f"{pool.segundos_esperados:.1f}".replace(".", ","),
        malas=formatear_numero(pool.invalidadas),
    )


def _limites(pool: PoolSettings) -> str:
    if not pool.activo:
        return tr("cada operación abre y cierra la suya")
    return tr("{size} guardadas y {mas} más si hace falta; se renuevan cada {segundos} s").format(
        size=pool.size, mas=pool.max_overflow, segundos=formatear_numero(pool.recycle)
    )


def _cache(d: Diagnostico) -> list[Renglon]:
    aciertos, todas = d.cache.aciertos, d.cache.aciertos + d.cache.fallos
    ahorradas = tr("{aciertos} de {todas} consultas ahorradas").format(
        aciertos=formatear_numero(aciertos), todas=formatear_numero(todas)
    )
    renglones = [(tr("Sirve"), d.cache.quien), (tr("Aciertos"), ahorradas)]
    if d.cache.motivo:
        renglones.append((tr("Motivo"), d.cache.motivo))
    return renglones


def _configuracion(d: Diagnostico) -> list[Renglon]:
    registro = tr_en_contexto("log files", "Registro")
    renglones = [(tr("Archivo"), d.configuracion), (tr("Datos"), d.datos), (registro, d.registro)]
    if d.pendientes:
        renglones.append((tr("Cambios que esperan a la base"), formatear_numero(d.pendientes)))
    return renglones + [(tr("Problema"), problema) for problema in d.problemas]


def _programa(d: Diagnostico) -> list[Renglon]:
    return [
        *d.versiones.items(),
        (tr("Sistema"), d.sistema),
        (tr("Controladores de SQL Server"), ", ".join(d.controladores) or tr("ninguno")),
    ]
