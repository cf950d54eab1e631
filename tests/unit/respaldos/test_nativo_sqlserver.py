"""The statements for SQL Server: there is no server to run them on, so they are read."""

from __future__ import annotations

import pytest

from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.respaldos import nativo_sqlserver
from rexus.respaldos.carga.palabras import PalabrasSqlserver
from rexus.respaldos.errors import RespaldoFallidoError
from tests.tsql.lectura import problemas


def test_a_backup_is_asked_for_as_the_manual_says() -> None:
    """The parser knows neither statement; their form is the manual's."""
    assert nativo_sqlserver.sentencias("rexus]_users", "D:\\lo de ana's.bak") == [
        "BACKUP DATABASE [rexus]]_users] TO DISK = N'D:\\lo de ana''s.bak' WITH COPY_ONLY, CHECKSUM, FORMAT",
        "RESTORE VERIFYONLY FROM DISK = N'D:\\lo de ana''s.bak' WITH CHECKSUM",
    ]
    assert nativo_sqlserver.sentencias("a", "b", diferencial=True)[0] == (
        "BACKUP DATABASE [a] TO DISK = N'b' WITH DIFFERENTIAL, CHECKSUM, FORMAT"
    )


def test_what_a_load_says_besides_is_t_sql() -> None:
    palabras = PalabrasSqlserver()
    for sentencia in [
        *palabras.sentencias_de_cierre(["movimientos"]),
        *palabras.sentencias_de_apertura(["movimientos"]),
        palabras.sentencia_de_contador("movimientos", 7),
    ]:
        assert problemas(sentencia) == [], sentencia


def test_other_engines_are_refused(tmp_path: object) -> None:
    registry = Registry(paths_under(tmp_path))  # type: ignore[arg-type]
    with pytest.raises(RespaldoFallidoError, match="Solo SQL Server"):
        nativo_sqlserver.respaldar(registry, "/backup", "x")
    registry.close()
