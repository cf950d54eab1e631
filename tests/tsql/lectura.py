"""Reading a T-SQL statement as strictly as can be done without the server: by its grammar, and by what it lacks."""

from __future__ import annotations

import re
from functools import cache

from sqlfluff.core import FluffConfig, Linter

# A statement may bring no more (https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server).
PARAMETROS_MAXIMOS = 2_100

# Every function and every type with a length that the program uses; whatever else looks like one is looked at.
_CONOCIDAS = frozenset(
    [
        *("abs", "cast", "charindex", "coalesce", "count", "max", "min", "openjson", "row_number", "sum"),
        "translate",
        *("datetime2", "key", "numeric", "nvarchar", "varbinary", "varchar"),
    ]
)
_TEXTO = re.compile(r"N?'(?:[^']|'')*'")
_LLAMADA = re.compile(r"\b([A-Za-z_]\w*)\(")
_IMPOSIBLES = {
    "a truth value as a literal": re.compile(r"\b(?:true|false)\b", re.I),
    "IS compared with a number": re.compile(r"\bIS\s+(?:NOT\s+)?[01]\b", re.I),
    "LIMIT": re.compile(r"\bLIMIT\b", re.I),
    "RETURNING": re.compile(r"\bRETURNING\b", re.I),
    "||": re.compile(r"\|\|"),
    "::": re.compile(r"::"),
    "a condition compared as a value": re.compile(r"\)\s*(?:=|<>|!=)\s*\((?!\s*SELECT)", re.I),
    "a condition selected as a value": re.compile(r"SELECT\s+(?:\w+\.)?\w+\s*(?:=|<|>|<>)\s*", re.I),
    "IS DISTINCT FROM (2022 and newer)": re.compile(r"IS\s+(?:NOT\s+)?DISTINCT", re.I),
}


def problemas(sql: str, parametros: int = 0) -> list[str]:
    """What SQL Server 2017 would refuse in the statement or batch, as far as can be seen; parameters as `?`."""
    hallados = [f"{parametros} parameters"] if parametros > PARAMETROS_MAXIMOS else []
    sin_textos = _TEXTO.sub("N''", sql)
    hallados += [que for que, forma in _IMPOSIBLES.items() if forma.search(sin_textos)]
    hallados += [f"{f}()" for f in _LLAMADA.findall(sin_textos) if f.lower() not in _CONOCIDAS]
    # A table option that the parser has not heard of, read as one that it has.
    leible = sql.replace("?", "@p").replace("(LOCK_ESCALATION = DISABLE)", "(SYSTEM_VERSIONING = OFF)")
    leida = _lector().parse_string(leible)
    return hallados + [violacion.desc() for violacion in leida.violations]


@cache
def _lector() -> Linter:
    return Linter(config=FluffConfig(overrides={"dialect": "tsql"}))
