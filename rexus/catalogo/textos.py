"""What the page says about articles and movements: sentences built from what really happened. Pure."""

from __future__ import annotations

from decimal import Decimal

from rexus.base.text import contados, formatear_numero, tr
from rexus.stock.anulaciones import Anulado, frase_de_entero
from rexus.stock.consulta import Totales
from rexus.stock.ledger import AJUSTE, ANULACION, CONTEO, ENTRADA, SALIDA, TRANSFERENCIA, MovimientoHecho


def nombre_de_tipo(tipo: str) -> str:
    """A kind of movement as the workshop says it."""
    return {
        ENTRADA: tr("Entrada"),
        SALIDA: tr("Salida"),
        AJUSTE: tr("Ajuste"),
        TRANSFERENCIA: tr("Transferencia"),
        CONTEO: tr("Conteo"),
        ANULACION: tr("Anulación"),
    }.get(tipo, tipo.capitalize())


def con_signo(cantidad: Decimal) -> str:
    """«+3» or «−3»: movements always show their sign."""
    return f"+{formatear_numero(cantidad)}" if cantidad > 0 else formatear_numero(cantidad)


def accion(hecho: MovimientoHecho) -> str:
    """What was done, as «Deshacer …» completes it: «salida de 3 × 564002», «ajuste de −2 × 564002»."""
    numero = con_signo(hecho.cantidad) if hecho.tipo == AJUSTE else formatear_numero(abs(hecho.cantidad))
    return tr("{tipo} de {cantidad} × {codigo}").format(
        tipo=nombre_de_tipo(hecho.tipo).lower(), cantidad=numero, codigo=hecho.codigo
    )


def registrado(hecho: MovimientoHecho, *, longitud_mm: int = 0) -> str:
    """«Salida de 3 × 564002 registrada: quedan 9.» Told only after the database said that it is so."""
    frase = tr("{accion} registrado: {resto}.") if hecho.tipo == AJUSTE else tr("{accion} registrada: {resto}.")
    if hecho.repetido:
        frase = tr("{accion} ya estaba registrada: {resto}.")
        if hecho.tipo == AJUSTE:
            frase = tr("{accion} ya estaba registrado: {resto}.")
    return frase.format(accion=_mayuscula(accion(hecho)), resto=_quedan(hecho.stock_resultante, longitud_mm))


def transferido(hecho: MovimientoHecho, de: str, a: str) -> str:
    """«3 × 564002 pasaron de Rack A3 a Rack C16.»"""
    cantidad = abs(hecho.cantidad)
    frase = (
        tr("{cantidad} × {codigo} pasó de {de} a {a}.")
        if cantidad == 1
        else tr("{cantidad} × {codigo} pasaron de {de} a {a}.")
    )
    return frase.format(cantidad=formatear_numero(cantidad), codigo=hecho.codigo, de=de, a=a)


def anulado(hecho: Anulado, *, longitud_mm: int = 0) -> str:
    """«Movimiento de 564002 anulado: quedan 12.»; where all of its batch was undone, that."""
    ultimo = hecho.anulaciones[-1]
    return frase_de_entero(hecho) or tr("Movimiento de {codigo} anulado: {resto}.").format(
        codigo=ultimo.codigo, resto=_quedan(ultimo.stock_resultante, longitud_mm)
    )


def totales_tambien(cuantas: int) -> str:
    """What brings in the rows that look like totals; `cuantas` were left out, 0 where none was."""
    if not cuantas:
        return tr("Importar también las filas que parecen totales")
    return tr("Importar también las filas que parecen totales ({n})").format(n=formatear_numero(cuantas))


def pie(totales: Totales) -> str:
    """«12.480 artículos · 3.902 piezas · 14 bajo mínimo · 3 sin stock»."""
    partes = [
        contados(totales.articulos, tr("artículo"), tr("artículos")),
        contados(totales.piezas, tr("pieza"), tr("piezas")),
        tr("{n} bajo mínimo").format(n=formatear_numero(totales.bajo_minimo)),
        tr("{n} sin stock").format(n=formatear_numero(totales.sin_stock)),
    ]
    return " · ".join(partes)


def longitud(mm: int) -> str:
    """«5.800 mm»."""
    return f"{formatear_numero(mm)} mm"


def _quedan(cuantas: Decimal, longitud_mm: int) -> str:
    if cuantas == 0:
        resto = tr("no queda ninguna")
    elif cuantas == 1:
        resto = tr("queda 1")
    else:
        resto = tr("quedan {n}").format(n=formatear_numero(cuantas))
    return tr("{resto} de {longitud}").format(resto=resto, longitud=longitud(longitud_mm)) if longitud_mm else resto


def _mayuscula(frase: str) -> str:
    return frase[:1].upper() + frase[1:]


def prevision(hay: Decimal, cambio: Decimal, lugar: str) -> tuple[str, bool]:
    """What a movement that is being typed would leave in its place, and whether it can be."""
    queda = hay + cambio
    if queda < 0:
        frase = tr("En {lugar} hay {hay}: no alcanzan.")
    elif cambio < 0:
        frase = tr("En {lugar} hay {hay}: van a quedar {queda}.")
    elif cambio > 0:
        frase = tr("En {lugar} hay {hay}: van a ser {queda}.")
    else:
        frase = tr("En {lugar} hay {hay}.")
    return frase.format(lugar=lugar, hay=formatear_numero(hay), queda=formatear_numero(queda)), queda >= 0
