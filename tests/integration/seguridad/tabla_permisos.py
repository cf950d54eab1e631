"""What docs/permissions.md says, and which operations, verbs and actions the program has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from rexus.settings import SCHEMA

ROOT = Path(__file__).parents[3]
ROLES = ("administrador", "supervisor", "analista", "operador", "consulta")
# Where operations live.
PAQUETES = ("seguridad", "configuracion", "stock", "intercambio", "modulos", "auditoria", "respaldos")
_SI = {"sí": True, "no": False}


@dataclass(frozen=True)
class Fila:
    """A row: the permissions that are asked for, and which roles may."""

    nombre: str
    permisos: str
    roles: dict[str, bool]


@cache
def filas(titulo: str) -> dict[str, Fila]:
    """The rows of the table below a heading of the document."""
    texto = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    _, _, resto = texto.partition(f"\n## {titulo}\n")
    assert resto, f"no heading «{titulo}»"
    halladas: dict[str, Fila] = {}
    for linea in resto.partition("\n## ")[0].splitlines():
        celdas = [celda.strip() for celda in linea.strip().strip("|").split("|")]
        if not linea.startswith("| `"):
            continue
        nombre = celdas[0].strip("`")
        assert nombre not in halladas, f"two rows for {nombre}"
        assert len(celdas) == 2 + len(ROLES), linea
        halladas[nombre] = Fila(nombre, celdas[1], {r: _SI[c] for r, c in zip(ROLES, celdas[2:], strict=True)})
    return halladas


@cache
def operaciones() -> frozenset[str]:
    """`paquete.modulo.funcion` of every public operation (first parameter `work`) that demands a permission."""
    return frozenset(
        f"{modulo}.{nombre}"
        for modulo, arbol in _modulos()
        for nombre, funcion in _que_exigen({n.name: n for n in arbol.body if isinstance(n, ast.FunctionDef)}).items()
        if not nombre.startswith("_") and funcion.args.args and funcion.args.args[0].arg == "work"
    )


@cache
def metodos() -> frozenset[str]:
    """`paquete.modulo.Clase.metodo` of every public method that demands a permission by itself."""
    return frozenset(
        f"{modulo}.{clase.name}.{nombre}"
        for modulo, arbol in _modulos()
        for clase in arbol.body
        if isinstance(clase, ast.ClassDef)
        for nombre in _que_exigen({n.name: n for n in clase.body if isinstance(n, ast.FunctionDef)})
        if not nombre.startswith("_")
    )


def verbos(comando: click.Command, camino: tuple[str, ...] = ()) -> Iterator[str]:
    """Every verb of the command line, with its groups."""
    if not isinstance(comando, click.Group):
        yield " ".join(camino)
        return
    for nombre, hijo in comando.commands.items():
        yield from verbos(hijo, (*camino, nombre))


def sin_clave(accion: str) -> str:
    """The handle of an action; those that every setting has, as one."""
    for clave in SCHEMA:
        if accion.startswith(f"configuracion.{clave}."):
            return f"configuracion.*.{accion.removeprefix(f'configuracion.{clave}.')}"
    return accion


def _modulos() -> Iterator[tuple[str, ast.Module]]:
    for paquete in PAQUETES:
        for archivo in sorted((ROOT / "rexus" / paquete).rglob("*.py")):
            modulo = ".".join(archivo.relative_to(ROOT / "rexus").with_suffix("").parts)
            yield re.sub(r"\.__init__$", "", modulo), ast.parse(archivo.read_text(encoding="utf-8"))


def _que_exigen(funciones: dict[str, ast.FunctionDef]) -> dict[str, ast.FunctionDef]:
    """Those that call `exigir`, by themselves or through another of the same place."""
    llamadas = {nombre: set(_llamadas(funcion)) for nombre, funcion in funciones.items()}
    exigen = {nombre for nombre, llama in llamadas.items() if "exigir" in llama}
    while mas := {nombre for nombre, llama in llamadas.items() if llama & exigen} - exigen:
        exigen |= mas
    return {nombre: funcion for nombre, funcion in funciones.items() if nombre in exigen}


def _llamadas(funcion: ast.FunctionDef) -> Iterator[str]:
    for nodo in ast.walk(funcion):
        if isinstance(nodo, ast.Call):
            match nodo.func:
                case ast.Name(id=nombre):
                    yield nombre
                case ast.Attribute(value=ast.Name(id="self"), attr=nombre):
                    yield nombre
                # `registry.exigir`, whatever holds the registry; not the one of encodings.
                case ast.Attribute(value=ast.Attribute(attr="_registry") | ast.Name(id="registry"), attr="exigir"):
                    yield "exigir"
