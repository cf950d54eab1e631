"""What the proof found that does not add up. Parts of `verificacion`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from rexus.base.text import formatear_numero, tr
from rexus.db.work import Work
from rexus.stock import clases


@dataclass(frozen=True)
class Diferencia:
    """Something that does not add up. `regla` names what was compared."""

    regla: str
    clase: str
    articulo_id: int
    codigo: str
    ubicacion: str
    longitud_mm: int
    esperado: Decimal
    encontrado: Decimal

    @property
    def frase(self) -> str:
        """The difference in words; one that is no matter of pieces has no figures."""
        if self.esperado == self.encontrado:
            return f"{self.codigo}: {self.regla}"
        return tr("{codigo}: {regla} — según los movimientos {esperado}, figura {encontrado}").format(
            codigo=self.codigo,
            regla=self.regla,
            esperado=formatear_numero(self.esperado),
            encontrado=formatear_numero(self.encontrado),
        )


def codigo_de(work: Work, clase: str, articulo_id: int) -> str:
    """The code of an article; its number, if it is not there any more."""
    try:
        orm = clases.clase_de(clase).orm
    except KeyError:
        return f"{clase} #{articulo_id}"
    return work.connection.scalar(select(orm.codigo).where(orm.id == articulo_id)) or f"#{articulo_id}"
