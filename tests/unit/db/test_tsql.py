"""The reader of T-SQL finds what SQL Server would refuse."""

from __future__ import annotations

import pytest

from tests.tsql.lectura import problemas


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM t WHERE activo IS 1",
        "SELECT a FROM t WHERE a = true",
        "SELECT a FROM t LIMIT 5",
        "SELECT a FROM t OFFSET 5 ROWS",
        "UPDATE t SET a = 1 WHERE id = 2 RETURNING a",
        "SELECT a FROM t WHERE (a = 1) = (b IS NOT NULL)",
        "SELECT a < b AS menor FROM t",
        "SELECT id FROM t WHERE length(a) > 1",
        "SELECT id FROM t WHERE instr(a, ?) > 0",
        "SELECT id FROM t WHERE a IN ()",
        "SELECT id FROM t FOR UPDATE",
        "SELECT a || b FROM t",
        "SELECT a FROM t WHERE a IS DISTINCT FROM ?",
    ],
)
def test_what_it_would_refuse_is_found(sql: str) -> None:
    assert problemas(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT TOP 5 a FROM t WITH (UPDLOCK, ROWLOCK) WHERE id = ? ORDER BY a DESC",
        "UPDATE t SET a = a + ? OUTPUT inserted.a WHERE id = ? AND NOT EXISTS (SELECT * FROM u WHERE u.id = t.id)",
        "INSERT INTO t (a, b) OUTPUT inserted.id VALUES (?, ?)",
        "SELECT id FROM t WHERE id IN (SELECT CAST(value AS bigint) FROM OPENJSON(CAST(? AS nvarchar(max))))",
        "SELECT coalesce(sum(a), ?) AS suma, count(CASE WHEN (a < b) THEN ? END) AS n FROM t WHERE c = 'LIMIT true'",
    ],
)
def test_what_it_takes_is_left_alone(sql: str) -> None:
    assert problemas(sql, 2_100) == []


def test_too_many_parameters_are_found() -> None:
    assert problemas("SELECT a FROM t", 2_101)
