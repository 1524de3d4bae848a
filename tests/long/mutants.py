"""Mutants of the domain: one comparison, constant or `and` changed, which some test must notice.

As a plugin of pytest (`-p tests.long.mutants`) it puts the mutant that `MUTANT` names, as
`module:number`, in the place of its module; no file is changed.
"""

import ast
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
MUTANT = "MUTANT"
_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_SAY_NOTHING = {"annotation", "returns", "decorator_list"}
"""Fields of syntax whose change no behaviour depends on; nor does one on a default of a field."""


class Change(NamedTuple):
    """One place where a module can be changed, what becomes of it, and how."""

    line: int
    what: str
    make: Callable[[], None]


class Mutant(NamedTuple):
    """The change of a number among those of a module, which is a path from the root."""

    path: str
    number: int
    line: int
    text: str
    what: str

    @property
    def name(self) -> str:
        """Name it as `MUTANT` does."""
        return f"{self.path.removesuffix('.py').replace('/', '.')}:{self.number}"


def mutants_of(path: Path) -> list[Mutant]:
    """Return all that a module can be changed into."""
    source = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(source), source.splitlines()
    name = str(path.relative_to(ROOT))
    return [
        Mutant(name, number, change.line, lines[change.line - 1].strip(), change.what)
        for number, change in enumerate(changes(tree))
    ]


def changes(tree: ast.AST) -> Iterator[Change]:
    """Yield the changes that a module allows, always in the same order."""
    for node in _walk(tree):
        match node:
            case ast.Compare():
                yield from _of_comparison(node)
            case ast.BoolOp():
                other = ast.Or if isinstance(node.op, ast.And) else ast.And
                yield _set(node, "op", other(), "and becomes or, or the reverse")
            case ast.UnaryOp(op=ast.Not()):
                twice = ast.copy_location(ast.UnaryOp(ast.Not(), node.operand), node)
                yield _set(node, "operand", twice, "not is left out")
            case ast.Constant(value=bool(value)):
                yield _set(node, "value", not value, f"{value} becomes {not value}")
            case ast.Constant(value=int(value)):
                yield _set(node, "value", value + 1, f"{value} becomes {value + 1}")
            case _:
                pass


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for index, operator in enumerate(node.ops):
        other = _OTHER[type(operator)]()
        what = f"{type(operator).__name__} becomes {type(other).__name__}"
        ops = [*node.ops[:index], other, *node.ops[index + 1 :]]
        yield _set(node, "ops", ops, what)


def _set(node: ast.expr, field: str, value: object, what: str) -> Change:
    return Change(node.lineno, what, lambda: setattr(node, field, value))


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return  # `zip` asserts by it what holds in any case
    yield node
    for field, value in ast.iter_fields(node):
        if field in _SAY_NOTHING or (field == "keywords" and isinstance(node, ast.ClassDef)):
            continue
        for inner in value if isinstance(value, list) else [value]:
            is_field = isinstance(node, ast.ClassDef) and isinstance(inner, ast.AnnAssign)
            if isinstance(inner, ast.AST) and not is_field:
                yield from _walk(inner)


def mutated(source: str, number: int, path: str) -> CodeType:
    """Compile a module with one change made."""
    tree = ast.parse(source)
    list(changes(tree))[number].make()
    return compile(ast.fix_missing_locations(tree), path, "exec")


class _Loader(SourceFileLoader):
    number = 0

    def get_code(self, _fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        return mutated(source, self.number, self.path)


class _Finder(MetaPathFinder):
    def __init__(self, name: str) -> None:
        self.module, _, number = name.partition(":")
        self.path = str(ROOT / f"{self.module.replace('.', '/')}.py")
        self.loader = _Loader(self.module, self.path)
        self.loader.number = int(number)

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        loader: Loader = self.loader
        return spec_from_file_location(fullname, self.path, loader=loader)


if os.environ.get(MUTANT):
    _name = os.environ[MUTANT]
    assert _name.partition(":")[0] not in sys.modules
    sys.meta_path.insert(0, _Finder(_name))
