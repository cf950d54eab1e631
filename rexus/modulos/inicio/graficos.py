"""What the charts of the start page say: what the stock is worth, what moved in the last thirty days. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from rexus.base.text import contados, formatear_numero, tr
from rexus.stock.actividad import DiaMovido
from rexus.stock.valor import GrupoValor, ValorStock

DIAS: Final = 30
# So many groups have a bar of their own; the others of their catalogue share one.
_BARRAS: Final = 6
# How people write the money that they use every day; any other is called by its code.
_SIGNOS: Final = {"ARS": "$", "USD": "US$", "EUR": "€"}


@dataclass(frozen=True)
class ValorDe:
    """What the articles of one catalogue are worth. `modulo` is its page's id, `columna` what they are grouped by."""

    modulo: str
    columna: str
    hallado: ValorStock


@dataclass(frozen=True)
class Graficos:
    """What is drawn; None of what whoever looks may not see. `dias` are the last thirty, today last, `hoy` its date."""

    valores: tuple[ValorDe, ...] | None
    dias: tuple[DiaMovido, ...] | None
    hoy: date


@dataclass(frozen=True)
class Barra:
    """One bar: `parte` of the longest, from 0 to 1. Leads to a page, at a place that it knows."""

    texto: str
    cifra: str
    exacta: str
    parte: float
    modulo: str
    lugar: str


@dataclass(frozen=True)
class CartaValor:
    """What the stock is worth, and its bars."""

    cifra: str
    titulo: str
    detalle: str
    barras: tuple[Barra, ...]


@dataclass(frozen=True)
class Dia:
    """One day of the chart; `frase` tells it."""

    fecha: date
    rotulo: str
    entradas: int
    salidas: int
    frase: str


@dataclass(frozen=True)
class CartaMovimiento:
    """What moved, and its days, the oldest first. `leido` is all of it in words."""

    cifra: str
    titulo: str
    detalle: str
    dias: tuple[Dia, ...]
    leido: str


def cortes(ahora: datetime, zona: tzinfo, dias: int = DIAS) -> tuple[date, tuple[datetime, ...]]:
    """Today in the workshop's zone, and the midnights (UTC) between which the last `dias` days lie, today's last."""
    hoy = ahora.astimezone(zona).date()
    primero = hoy - timedelta(days=dias - 1)
    return hoy, tuple(medianoche(primero + timedelta(days=n), zona) for n in range(dias + 1))


def medianoche(dia: date, zona: tzinfo) -> datetime:
    """When that day begins in the zone, in UTC."""
    return datetime.combine(dia, time.min, zona).astimezone(UTC)


def carta_valor(valores: Sequence[ValorDe], moneda: str = "") -> CartaValor:
    """The stock's value in whole units of `moneda` (ISO 4217), by finish or category."""
    grupos = sorted(
        ((grupo, valor) for valor in valores for grupo in valor.hallado.grupos), key=lambda par: -par[0].valor
    )
    total = sum((grupo.valor for grupo, _ in grupos), Decimal(0))
    # One more than there is room for is shown rather than called «others».
    propios = grupos if len(grupos) <= _BARRAS + 1 else grupos[:_BARRAS]
    partes: list[tuple[str, ValorDe, tuple[GrupoValor, ...]]] = [
        (_nombre(valor, grupo.nombre), valor, (grupo,)) for grupo, valor in propios
    ]
    for valor in valores:
        resto = tuple(grupo for grupo, suyo in grupos[len(propios) :] if suyo is valor)
        if resto:
            partes.append((_otros(valor, len(resto)), valor, resto))
    mayor = max((_suma(resto) for _, _, resto in partes), default=Decimal(0)) or Decimal(1)
    barras = tuple(
        Barra(
            texto,
            _plata(_suma(juntos), moneda),
            _plata(_suma(juntos), moneda, 2),
            float(_suma(juntos) / mayor),
            valor.modulo,
            f"{valor.columna}=" + "\n".join(grupo.nombre for grupo in juntos),
        )
        for texto, valor, juntos in partes
    )
    sin_precio = sum(valor.hallado.sin_precio for valor in valores)
    return CartaValor(_plata(total, moneda), tr("valor del stock"), _que_no_cuenta(sin_precio), barras)


def carta_movimiento(dias: Sequence[DiaMovido], hoy: date) -> CartaMovimiento:
    """The movements of the last days, today's last."""
    entradas, salidas = sum(d.entradas for d in dias), sum(d.salidas for d in dias)
    contados_ = [_dia(hoy - timedelta(days=len(dias) - 1 - n), hoy, dia) for n, dia in enumerate(dias)]
    con_algo = [dia.frase for dia in contados_ if dia.entradas or dia.salidas]
    total = _entradas_y_salidas(entradas, salidas)
    return CartaMovimiento(
        formatear_numero(entradas + salidas),
        tr("movimiento en los últimos {n} días").format(n=len(dias))
        if entradas + salidas == 1
        else tr("movimientos en los últimos {n} días").format(n=len(dias)),
        total if con_algo else tr("Todavía no entró ni salió nada. Las importaciones y los conteos no cuentan."),
        tuple(contados_),
        ". ".join([total, *con_algo]),
    )


def _dia(fecha: date, hoy: date, dia: DiaMovido) -> Dia:
    nombre = tr("Hoy") if fecha == hoy else f"{fecha:%d/%m/%Y}"
    frase = f"{nombre}: {_entradas_y_salidas(dia.entradas, dia.salidas)}"
    return Dia(fecha, tr("hoy") if fecha == hoy else f"{fecha:%d/%m}", dia.entradas, dia.salidas, frase)


def _entradas_y_salidas(entradas: int, salidas: int) -> str:
    if not entradas and not salidas:
        return tr("sin movimientos")
    return tr("{entradas} y {salidas}").format(
        entradas=contados(entradas, tr("entrada"), tr("entradas")),
        salidas=contados(salidas, tr("salida"), tr("salidas")),
    )


def _suma(grupos: Sequence[GrupoValor]) -> Decimal:
    return sum((grupo.valor for grupo in grupos), Decimal(0))


def _catalogo(valor: ValorDe) -> str:
    return {"perfil": tr("Perfiles"), "herraje": tr("Herrajes")}[valor.hallado.clase]


def _otros(valor: ValorDe, cuantos: int) -> str:
    """«Perfiles · otros 14 acabados»."""
    varios = {"acabado": lambda: contados(cuantos, tr("otro acabado"), tr("otros acabados")),
              "categoria": lambda: contados(cuantos, tr("otra categoría"), tr("otras categorías"))}  # fmt: skip
    return f"{_catalogo(valor)} · {varios[valor.columna]()}"


def _nombre(valor: ValorDe, grupo: str) -> str:
    """«Perfiles · Mon/Mon»."""
    sin = {"acabado": tr("sin acabado"), "categoria": tr("sin categoría")}[valor.columna]
    return f"{_catalogo(valor)} · {grupo or sin}"


def _que_no_cuenta(sin_precio: int) -> str:
    """What has no price is not worth nothing: it is said."""
    if not sin_precio:
        return ""
    return tr("{articulos} con stock y sin precio, que no se cuentan").format(
        articulos=contados(sin_precio, tr("artículo"), tr("artículos"))
    )


def _plata(valor: Decimal, moneda: str, decimales: int = 0) -> str:
    return f"{_SIGNOS.get(moneda, moneda)} {formatear_numero(valor, decimales)}".strip()
