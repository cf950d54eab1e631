"""The address of somebody's SQL Server is understood however SQLAlchemy takes it."""

from __future__ import annotations

import pytest

from tests.servers.sqlserver import conexion


@pytest.mark.parametrize(
    ("url", "esperada"),
    [
        (
            "mssql+pyodbc://sa:p%40ss@db:1444/?driver=ODBC+Driver+18+for+SQL+Server&TrustServerCertificate=yes",
            ("db", 1444, "sa", "p@ss", "ODBC Driver 18 for SQL Server", "exigir"),
        ),
        (
            "mssql+pyodbc://sa:x@db/?driver=ODBC+Driver+18+for+SQL+Server",
            ("db", 0, "sa", "x", "ODBC Driver 18 for SQL Server", "verificar"),
        ),
        ("mssql+pyodbc://sa:x@db/master?driver=FreeTDS&TDS_Version=7.4", ("db", 0, "sa", "x", "FreeTDS", "no")),
        (
            "mssql+pyodbc://sa:x@db/?driver=/usr/lib/libtdsodbc.so&Encryption=require",
            ("db", 0, "sa", "x", "/usr/lib/libtdsodbc.so", "exigir"),
        ),
        ("mssql+mssqlpython://sa:x@db:1433/?Encrypt=no", ("db", 1433, "sa", "x", "mssqlpython", "no")),
        (
            "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BFreeTDS%7D%3BSERVER%3Ddb%3BPORT%3D1444%3BUID%3Dsa%3BPWD%3D%7Ba%3Bb%7D%7D%7D",
            ("db", 1444, "sa", "a;b}", "FreeTDS", "no"),
        ),
        (
            "mssql+pyodbc:///?odbc_connect=DRIVER%3DODBC+Driver+17+for+SQL+Server%3BSERVER%3Dtcp%3Adb%2C1444%3BUID%3Dsa%3BPWD%3Dx%3BEncrypt%3Dno",
            ("db", 1444, "sa", "x", "ODBC Driver 17 for SQL Server", "no"),
        ),
    ],
)
def test_read(url: str, esperada: tuple[object, ...]) -> None:
    c = conexion(url)
    assert (c.servidor, c.puerto, c.usuario, c.clave, c.driver, c.tls) == esperada
