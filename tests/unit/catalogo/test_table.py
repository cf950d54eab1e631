"""What the table reads and the signs beside its figures."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rexus.catalogo.table import Signs, columns
from rexus.modulos.inventario.catalogo import PERFILES
from rexus.modulos.inventario.orm import Perfil
from rexus.stock.consulta import Fila

SIGNS = Signs(PERFILES.claves)
cantidades = st.decimals(0, 10_000, places=3)


def fila(**valores: object) -> Fila:
    base = dict.fromkeys(PERFILES.claves, "") | {
        "stock_actual": Decimal(5), "stock_reservado": Decimal(0), "disponible": Decimal(5), "stock_minimo": Decimal(0),
        "activo": True,
    }  # fmt: skip
    return Fila(1, tuple((base | valores)[clave] for clave in PERFILES.claves))


def test_every_column_is_one_of_the_database() -> None:
    known = {*Perfil.__table__.columns.keys(), "disponible"}
    assert set(PERFILES.claves) <= known
    assert [c.key for c in columns(PERFILES, UTC)] == list(PERFILES.claves)


def test_what_is_shown_first_fits_beside_the_detail() -> None:
    shown = [c for c in columns(PERFILES, UTC) if c.visible]
    assert [c.key for c in shown][:5] == ["codigo", "descripcion", "acabado", "stock_actual", "disponible"]


@given(stock=cantidades, minimo=cantidades)
def test_low_and_empty_never_look_alike(stock: Decimal, minimo: Decimal) -> None:
    mark = SIGNS.stock(fila(stock_actual=stock, stock_minimo=minimo))
    if stock == 0:
        assert mark is not None and (mark.sign, mark.role) == ("∅", "bad")
    elif stock < minimo:
        assert mark is not None and (mark.sign, mark.role) == ("▼", "warning")
    else:
        assert mark is None
    assert mark is None or mark.tooltip


def test_all_reserved() -> None:
    mark = SIGNS.available(fila(disponible=Decimal(0), stock_reservado=Decimal(5)))
    assert mark is not None and mark.tooltip == "Todo está reservado: 5"
    assert SIGNS.available(fila()) is None
    # Nothing in stock is told in the stock's own cell.
    assert SIGNS.available(fila(stock_actual=Decimal(0), disponible=Decimal(0))) is None


def test_inactive() -> None:
    mark = SIGNS.inactive(fila(activo=False))
    assert mark is not None and mark.sign == "⊘"
    assert SIGNS.inactive(fila()) is None
