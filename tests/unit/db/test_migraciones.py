"""The migrations as SQL Server gets them: every batch is T-SQL, and says what the classes say."""

from __future__ import annotations

import io
import re

import pytest
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy.schema import CreateIndex, CreateTable

from rexus.db import names, schema
from rexus.db.migrations import runner
from rexus.db.orm import AuditoriaBase, InventarioBase, UsersBase
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from tests.integration.db.declarado import vale_en
from tests.tsql.grabadora import dialecto
from tests.tsql.lectura import problemas

CLASES = {names.USERS: UsersBase, names.INVENTARIO: InventarioBase, names.AUDITORIA: AuditoriaBase}


def lotes_de(base: str) -> list[str]:
    """The batches that bring an empty database to the newest revision."""
    config, scripts = runner._scripts(base)
    salida = io.StringIO()

    def pasos(revision: object, _contexto: object) -> object:
        return scripts._upgrade_revs("head", revision)  # type: ignore[arg-type]

    with EnvironmentContext(config, scripts, fn=pasos, as_sql=True, starting_rev=None) as environment:
        environment.configure(dialect_name="mssql", output_buffer=salida)
        # Which server it is for, as a connection would tell.
        vars(environment.get_context().dialect).update(vars(dialecto()))
        environment.run_migrations()
    sin_comentarios = re.sub(r"^--.*$", "", salida.getvalue(), flags=re.MULTILINE)
    return [lote.strip() for lote in re.split(r"^GO$", sin_comentarios, flags=re.MULTILINE) if lote.strip()]


@pytest.fixture(scope="module", params=list(schema.HEADS))
def base(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_batch_is_tsql(base: str) -> None:
    lotes = lotes_de(base)
    assert len(lotes) > 2
    assert {lote: problemas(lote) for lote in lotes if problemas(lote)} == {}


def test_the_tables_are_those_of_the_classes(base: str) -> None:
    """Column by column and constraint by constraint, as text, whatever their order."""
    lotes = lotes_de(base)
    hechas = {_nombre(lote): _partes(lote) for lote in lotes if lote.startswith("CREATE TABLE")}
    hechas.pop("alembic_version")
    for cambio in filter(None, (re.match(r"ALTER TABLE (\w+) (ADD|DROP CONSTRAINT) (.*)", lote) for lote in lotes)):
        tabla, que, parte = cambio.groups()
        if que == "ADD":
            hechas[tabla].add(_sin_espacios(parte))
        else:
            (quitada,) = (p for p in hechas[tabla] if p.startswith(f"CONSTRAINT {_sin_espacios(parte)} "))
            hechas[tabla].remove(quitada)
    declaradas = {
        tabla.name: _partes(str(CreateTable(tabla).compile(dialect=dialecto())))
        for tabla in CLASES[base].metadata.tables.values()
    }
    assert hechas == declaradas


def test_the_indexes_are_those_of_the_classes(base: str) -> None:
    hechos = {
        _sin_espacios(lote) for lote in lotes_de(base) if re.match(r"CREATE (UNIQUE )?(NONCLUSTERED )?INDEX", lote)
    }
    declarados = {
        _sin_espacios(str(CreateIndex(indice).compile(dialect=dialecto(), compile_kwargs={"literal_binds": True})))
        for tabla in CLASES[base].metadata.tables.values()
        for indice in tabla.indexes
        if vale_en(indice, "mssql")
    }
    assert hechos == declarados


def test_the_first_place_gets_its_id_from_the_server() -> None:
    lotes = lotes_de(names.INVENTARIO)
    assert [lote for lote in lotes if "IDENTITY_INSERT" in lote] == []
    assert len([lote for lote in lotes if lote.startswith("INSERT INTO ubicaciones (codigo,")]) == 1


def test_the_ledger_is_closed_and_the_sorts_are_indexed() -> None:
    texto = "\n".join(lotes_de(names.INVENTARIO))
    for tabla in ("movimientos", "configuracion_cambios", "reserva_asientos"):
        assert re.search(rf"CREATE TRIGGER {tabla}_solo_agregar ON {tabla} AFTER UPDATE, DELETE", texto)
    for columna in ("descripcion", "acabado", "proveedor", "ubicacion"):
        assert f"ON inventario_perfiles (activo, orden_{columna})" in texto


def _nombre(lote: str) -> str:
    hallado = re.match(r"CREATE TABLE \[?(\w+)", lote)
    assert hallado
    return hallado.group(1)


def _partes(lote: str) -> set[str]:
    """The lines between the outer brackets."""
    cuerpo = lote[lote.index("(") + 1 : lote.rindex(")")]
    return {_sin_espacios(linea).rstrip(",") for linea in cuerpo.splitlines() if linea.strip()}


def _sin_espacios(texto: str) -> str:
    return " ".join(
        texto.replace(";", "").replace("[", "").replace("]", "").replace("!=", "<>").replace("N'", "'").split()
    )
