"""What the mapped classes declare for one engine, when a rule is written differently for each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, MetaData, Table


def metadata_en(todo: MetaData, motor: str) -> MetaData:
    """A copy without what is declared for other engines only."""
    copia = MetaData(naming_convention=todo.naming_convention)
    for tabla in todo.tables.values():
        nueva = tabla.to_metadata(copia)
        ajenos = {c.name for c in tabla.constraints if not vale_en(c, motor)}
        propios = {c.name for c in tabla.constraints if vale_en(c, motor)}
        for constraint in list(nueva.constraints):
            if constraint.name in ajenos - propios:
                nueva.constraints.remove(constraint)
        for indice in list(nueva.indexes):
            if not all(vale_en(i, motor) for i in tabla.indexes if i.name == indice.name):
                nueva.indexes.remove(indice)
    return copia


def checks_en(tabla: Table, motor: str) -> list[CheckConstraint]:
    """The CHECKs of a table on one engine."""
    return [c for c in tabla.constraints if isinstance(c, CheckConstraint) and vale_en(c, motor)]


def vale_en(elemento: Any, motor: str) -> bool:
    """Whether a constraint or an index is declared for that engine."""
    condicion = elemento._ddl_if
    if condicion is None:
        return True
    motores = condicion.dialect
    return motor == motores if isinstance(motores, str) else motor in motores
