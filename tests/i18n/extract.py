"""Finds every text that the program shows through `tr()`: by reading its source, as what runs sees only some of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "rexus"

# What is declared with a text that is shown through tr() later: which arguments, by position and by name.
_DECLARATIONS: Final[dict[str, tuple[tuple[int, ...], tuple[str, ...]]]] = {
    "Campo": ((1,), ("etiqueta",)),
    "Catalogo": ((), ("titulo", "varios", "entera", "uno", "muchos")),
    "Categoria": ((1,), ("titulo",)),
    "Columna": ((1,), ("titulo",)),
    "Field": ((), ("title",)),
    "Module": ((1,), ("nombre",)),
    "Setting": ((3, 4), ("etiqueta", "ayuda", "rotulos", "ejemplo")),
    "_tras_respaldo": ((0,), ()),
    "entre_respaldos": ((0, 1), ()),
    "respaldo_automatico": ((0,), ()),
}
_DIRECT: Final = ("tr", "fuente")


@dataclass(frozen=True, order=True)
class Found:
    """A source text and where it stands. `contexto` is the one of `tr_en_contexto`."""

    file: str
    line: int
    text: str
    contexto: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells one entry of the catalogue from another."""
        return self.contexto, self.text


def source_files() -> list[Path]:
    """What is read, in order."""
    return sorted(PACKAGE.rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    """A file, read once."""
    return ast.parse(file.read_text("utf-8"))


@cache
def texts() -> list[Found]:
    """Every source text, by file and line."""
    found: set[Found] = set()
    for file in source_files():
        found.update(texts_of(tree(file), file.relative_to(ROOT).as_posix()))
    return sorted(found)


def texts_of(source: ast.Module, file: str) -> Iterator[Found]:
    """Those of one file."""
    for node in ast.walk(source):
        if not isinstance(node, ast.Call):
            continue
        if name_of(node) == "tr_en_contexto":
            contexto, text = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
            yield Found(file, node.lineno, str(text), str(contexto))
        else:
            yield from _found(_given(node), file)


def _given(call: ast.Call) -> list[ast.expr]:
    """What a call is given to be translated, now or later."""
    name = name_of(call)
    if name in _DIRECT:
        return call.args[:1]
    if name not in _DECLARATIONS:
        return []
    places, names = _DECLARATIONS[name]
    args = [call.args[n] for n in places if n < len(call.args)]
    return [*args, *(k.value for k in call.keywords if k.arg in names)]


def name_of(call: ast.Call) -> str:
    """The last part of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def unreadable(source: ast.Module) -> Iterator[int]:
    """The lines where a text is put together before it is translated: no catalogue can have it."""
    for node in ast.walk(source):
        if isinstance(node, ast.Call):
            for given in _given(node):
                yield from (part.lineno for part in ast.walk(given) if isinstance(part, ast.JoinedStr))


def early_calls(source: ast.Module) -> Iterator[int]:
    """The lines where `tr()` is called while a module is imported: what it says would stay in that language."""
    return _early(source.body)


def _early(nodes: Iterable[ast.AST]) -> Iterator[int]:
    for node in nodes:
        match node:
            case (
                ast.FunctionDef(args=args, decorator_list=decorators)
                | ast.AsyncFunctionDef(args=args, decorator_list=decorators)
            ):
                yield from _early([*decorators, *args.defaults, *(d for d in args.kw_defaults if d is not None)])
                continue
            case ast.Lambda(args=args):
                yield from _early([*args.defaults, *(d for d in args.kw_defaults if d is not None)])
                continue
            case ast.Call() if name_of(node) in ("tr", "tr_en_contexto"):
                yield node.lineno
        yield from _early(ast.iter_child_nodes(node))


def _found(nodes: Iterable[ast.AST], file: str) -> Iterator[Found]:
    for node in nodes:
        for leaf in _leaves(node):
            yield Found(file, leaf.lineno, leaf.value)  # type: ignore[arg-type]


def _leaves(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts in a constant, in a choice between two, in a tuple or list, and in the values of a dictionary."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield node
        case ast.IfExp(body=one, orelse=other):
            yield from _leaves(one)
            yield from _leaves(other)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _leaves(part)
