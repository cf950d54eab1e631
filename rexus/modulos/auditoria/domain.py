"""What is asked of the trail, as people ask: days of the workshop, and a record by what is known of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from rexus.base.text import contados, tr


class Periodo(StrEnum):
    """Which days are looked at."""

    TODO = "todo"
    HOY = "hoy"
    SEMANA = "semana"
    MES = "mes"
    ENTRE = "entre"


@dataclass(frozen=True)
class Pedido:
    """Empty filters let everything through; `desde` and `hasta` are days of the workshop, both included."""

    texto: str = ""
    usuario: str = ""
    modulo: str = ""
    desde: date | None = None
    hasta: date | None = None

    @property
    def filtra(self) -> bool:
        """Whether anything is asked for."""
        return self != Pedido()


def nombre_de_periodo(periodo: Periodo) -> str:
    """What the filter calls it."""
    return {
        Periodo.TODO: tr("Cualquier fecha"),
        Periodo.HOY: tr("Hoy"),
        Periodo.SEMANA: tr("Últimos 7 días"),
        Periodo.MES: tr("Últimos 30 días"),
        Periodo.ENTRE: tr("Entre dos días"),
    }[periodo]


def dias(periodo: Periodo, hoy: date, desde: date, hasta: date) -> tuple[date | None, date | None]:
    """First and last day of a period; `desde` and `hasta` are those of «entre», in either order."""
    if periodo is Periodo.TODO:
        return None, None
    if periodo is Periodo.ENTRE:
        return min(desde, hasta), max(desde, hasta)
    cuantos = {Periodo.HOY: 1, Periodo.SEMANA: 7, Periodo.MES: 30}[periodo]
    return hoy - timedelta(days=cuantos - 1), None


def comienzo(dia: date, zona: tzinfo) -> datetime:
    """The first instant (UTC) of a day of the workshop."""
    return datetime.combine(dia, time(), zona).astimezone(UTC)


def fin(dia: date, zona: tzinfo) -> datetime:
    """The first instant (UTC) after a day of the workshop."""
    return comienzo(dia + timedelta(days=1), zona)


def partes_de_registro(texto: str) -> tuple[str | None, str]:
    """«ubicaciones:7» → («ubicaciones», «7»); without a table None."""
    tabla, _, registro = texto.strip().rpartition(":")
    return tabla.strip() or None, registro.strip()


def pie(total: int, esperan: int) -> str:
    """«1.204 eventos · 3 por asentar»."""
    partes = [contados(total, tr("evento"), tr("eventos"))]
    if esperan:
        partes.append(tr("{n} por asentar").format(n=contados(esperan, tr("evento"), tr("eventos"))))
    return " · ".join(partes)
