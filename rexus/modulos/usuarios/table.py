"""What the table of accounts shows and how it is sorted. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from rexus.base.text import fold, formatear_fecha, tr
from rexus.modulos.usuarios import domain
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.orm import BLOQUEADO, INACTIVO, SUSPENDIDO
from rexus.ui.paged_table import Column, Mark, Row

CLAVES: Final = ("usuario", "nombre", "rol", "estado", "acceso", "factor")
_ESTADO: Final = CLAVES.index("estado")
_NUNCA: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Pedido:
    """What is asked of the table; empty filters let everything through."""

    texto: str = ""
    rol: str = ""
    estado: str = ""
    orden: str = "usuario"
    descendente: bool = False


@dataclass(frozen=True)
class Fila:
    """An account as a row; `valores` are in the order of CLAVES."""

    id: int
    valores: tuple[Any, ...]


def columns(zona: tzinfo) -> tuple[Column, ...]:
    """The columns of the page; moments in the workshop's zone."""
    return (
        Column("usuario", tr("Usuario"), "codigo", 96),
        Column("nombre", tr("Nombre"), width=180),
        Column("rol", tr("Rol"), width=112),
        Column("estado", tr("Estado"), width=112, format=lambda aspecto: aspecto.palabra, mark=_mark),
        Column("acceso", tr("Último acceso"), "fecha", 132, format=lambda momento: formatear_fecha(momento, zona)),
        Column("factor", tr("2.º factor"), "logico", 84),
    )


def row(cuenta: Cuenta) -> Fila:
    """An account as the table shows it."""
    return Fila(
        cuenta.id,
        (
            cuenta.usuario,
            domain.nombre_completo(cuenta),
            cuenta.rol,
            domain.aspecto(cuenta),
            cuenta.ultimo_acceso,
            cuenta.con_factor,
        ),
    )


def ordered(cuentas: Iterable[Cuenta], pedido: Pedido) -> list[Cuenta]:
    """In the order that was asked for."""
    return sorted(cuentas, key=_ORDEN[pedido.orden], reverse=pedido.descendente)


def footer(cuentas: Iterable[Cuenta]) -> str:
    """«5 usuarios · 1 bloqueado · 2 sin actividad»: what needs a look after how many there are."""
    todas = list(cuentas)
    partes = [tr("1 usuario") if len(todas) == 1 else tr("{n} usuarios").format(n=len(todas))]
    for estado, uno, varios in (
        (BLOQUEADO, tr("1 bloqueado"), tr("{n} bloqueados")),
        (SUSPENDIDO, tr("1 suspendido"), tr("{n} suspendidos")),
        (INACTIVO, tr("1 inactivo"), tr("{n} inactivos")),
    ):
        n = sum(1 for cuenta in todas if cuenta.estado == estado and not cuenta.alterada)
        if n:
            partes.append(uno if n == 1 else varios.format(n=n))
    alterados = sum(1 for cuenta in todas if cuenta.alterada)
    if alterados:
        partes.append(tr("1 alterado") if alterados == 1 else tr("{n} alterados").format(n=alterados))
    return " · ".join(partes)


def _mark(fila: Row) -> Mark | None:
    aspecto: domain.Aspecto = fila.valores[_ESTADO]
    return Mark(aspecto.signo, aspecto.tinta)


_ORDEN: dict[str, Callable[[Cuenta], Any]] = {
    "usuario": lambda c: fold(c.usuario),
    "nombre": lambda c: (fold(domain.nombre_completo(c)), c.usuario),
    "rol": lambda c: (fold(c.rol), c.usuario),
    "estado": lambda c: (domain.aspecto(c).palabra, c.usuario),
    "acceso": lambda c: (c.ultimo_acceso or _NUNCA, c.usuario),
    "factor": lambda c: (c.con_factor, c.usuario),
}
