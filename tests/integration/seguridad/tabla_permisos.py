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
REXUS = ROOT / "rexus"
OPERACIONES, SIN_PERMISO = "Operations", "Without a permission"
_SI = {"sí": True, "no": False}
_FUNCION = ast.FunctionDef | ast.AsyncFunctionDef


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
def sin_permiso() -> dict[str, str]:
    """The rows of «Without a permission»: what it is, and why."""
    texto = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    resto = texto.partition(f"\n## {SIN_PERMISO}\n")[2].partition("\n## ")[0]
    halladas = re.findall(r"^\| `([\w.]+)` \| (.+) \|$", resto, re.MULTILINE)
    assert len(dict(halladas)) == len(halladas), "two rows for one"
    return dict(halladas)


def palabras_sin_uso() -> set[str]:
    """The words of the document's line on what nothing asks for yet."""
    texto = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    (linea,) = re.findall(r"^Nothing asks yet for (.+?)\.$", texto, re.MULTILINE)
    return set(re.findall(r"«([\w.]+)»", linea))


@cache
def operaciones(raiz: Path = REXUS) -> frozenset[str]:
    """What reads or changes data for somebody, whether it asks for a permission or not.

    `paquete.modulo.funcion` of every public function whose first parameter is `work` or `registry`;
    `paquete.modulo.Clase.metodo` of every public method of a module's model, of a class that is made with a registry,
    and of any other class if it takes the unit of work.
    """
    return frozenset(nombre for modulo, arbol in _modulos(raiz) for nombre in _de_modulo(modulo, arbol))


def llamadas_de_afuera() -> set[tuple[str, str]]:
    """What the document calls part of another operation, and a window, a verb or a model that calls it all the same."""
    partes = {nombre for nombre, porque in sin_permiso().items() if porque.startswith("part of ")}
    assert partes
    halladas = set()
    for piso in ("ui", "modulos", "shell", "cli"):
        for archivo in sorted((REXUS / piso).rglob("*.py")):
            texto = archivo.read_text(encoding="utf-8")
            for nombre in partes:
                modulo, _, funcion = nombre.rpartition(".")
                directa = rf"from rexus\.{re.escape(modulo)} import [^\n]*\b{funcion}\b"
                if re.search(rf"\b{modulo.rpartition('.')[2]}\.{funcion}\b|{directa}", texto):
                    halladas.add((nombre, archivo.relative_to(REXUS).as_posix()))
    return halladas


def sin_fila(raiz: Path = REXUS) -> set[str]:
    """Operations that stand in neither table."""
    return set(operaciones(raiz)) - set(filas(OPERACIONES)) - set(sin_permiso())


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


def _modulos(raiz: Path) -> Iterator[tuple[str, ast.Module]]:
    for archivo in sorted(raiz.rglob("*.py")):
        modulo = ".".join(archivo.relative_to(raiz).with_suffix("").parts)
        yield re.sub(r"\.__init__$", "", modulo), ast.parse(archivo.read_text(encoding="utf-8"))


def _de_modulo(modulo: str, arbol: ast.Module) -> Iterator[str]:
    for nodo in arbol.body:
        if isinstance(nodo, _FUNCION) and not nodo.name.startswith("_"):
            if _parametros(nodo)[:1] in (["work"], ["registry"]):
                yield f"{modulo}.{nodo.name}"
        elif isinstance(nodo, ast.ClassDef):
            yield from (f"{modulo}.{nodo.name}.{metodo}" for metodo in _de_clase(modulo, nodo))


def _de_clase(modulo: str, clase: ast.ClassDef) -> Iterator[str]:
    funciones = [n for n in clase.body if isinstance(n, _FUNCION)]
    init = next((f for f in funciones if f.name == "__init__"), None)
    es_modelo = bool(re.fullmatch(r"modulos\.\w+\.model", modulo)) and clase.name.endswith("Model")
    de_servicio = es_modelo or (init is not None and "registry" in _parametros(init))
    for funcion in funciones:
        adornos = {ast.unparse(adorno) for adorno in funcion.decorator_list}
        publica = not funcion.name.startswith("_") and adornos.isdisjoint({"property", "overload"})
        if publica and (de_servicio or _parametros(funcion)[1:2] == ["work"]):
            yield funcion.name


def _parametros(funcion: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Their names; coroutines that a screen starts are called `work` too, and are no unit of work."""
    args = (*funcion.args.posonlyargs, *funcion.args.args)
    return ["" if a.annotation is not None and "Coroutine" in ast.unparse(a.annotation) else a.arg for a in args]
