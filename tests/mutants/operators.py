"""The small mistakes: each is one node of a module that is replaced by another."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import attrs

SOURCES = Path(__file__).parents[2] / "src" / "kommunepolitik"

# Boundaries move by one step, equality and membership turn round.
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_SAME_EITHER_WAY = {"min", "max", "maximum", "minimum", "isclose"}
# zip(strict=...) asserts lengths, and the options of attrs are no behaviour of the domain.
_NO_BEHAVIOUR = {"strict", "kw_only", "frozen", "slots", "order", "eq", "repr", "hash", "cache_hash", "init"}


@attrs.frozen(kw_only=True)
class Mutant:
    """One mistake: where it is, and the line with and without it."""

    module: str  # as evaluation/points.py
    number: int  # its place among the mutants of the module
    function: str  # qualified as in a traceback; "" where it runs when the module is imported
    lines: tuple[int, int]  # first and last line of what is replaced
    was: str
    becomes: str
    repeat: int = 1  # its place among the mutants of equal lines in one function

    @property
    def package(self) -> str:
        """The package of its module."""
        return self.module.split("/")[0]

    @property
    def span(self) -> range:
        """Its lines."""
        return range(self.lines[0], self.lines[1] + 1)

    @property
    def key(self) -> str:
        """What it is known by in survivors.toml, whatever its line number is."""
        again = f" | {self.repeat}" if self.repeat > 1 else ""
        return f"{self.function or 'module'} | {self.was} | {self.becomes}{again}"


@attrs.frozen
class _Change:
    parent: ast.AST
    field: str
    index: int | None
    new: ast.AST

    def swap(self) -> "_Change":
        """Put the new node in the place of the old, and return the change that undoes it."""
        old = getattr(self.parent, self.field)
        if self.index is None:
            setattr(self.parent, self.field, self.new)
            return _Change(self.parent, self.field, None, old)
        one = old[self.index]
        old[self.index] = self.new
        return _Change(self.parent, self.field, self.index, one)


class Module:
    """The mutants of one module."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = SOURCES / name
        self.text = self.path.read_text("utf-8")
        self.tree = ast.parse(self.text)
        self._lines = self.text.encode().split(b"\n")
        self._changes: list[_Change] = []
        self.mutants: list[Mutant] = []
        self._keys = Counter[str]()
        self._visit(self.tree, "", in_function=False)

    def compiled(self, mutant: Mutant | None = None) -> CodeType:
        """Return the module's code, with the mistake if one is given."""
        if mutant is None:
            return compile(self.tree, str(self.path), "exec")
        undo = self._changes[mutant.number].swap()
        try:
            return compile(self.tree, str(self.path), "exec")
        finally:
            undo.swap()

    def _visit(self, node: ast.AST, function: str, *, in_function: bool) -> None:
        for field, index, child in _children(node):
            if _is_type(field, child):
                continue
            name, inside = function, in_function
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                inside = in_function or field == "body"
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                name = f"{function}.{child.name}" if function else child.name
            elif isinstance(child, ast.Lambda):
                name = function or "lambda"
            for new in _replacements(child, node, field):
                change = _Change(node, field, index, ast.copy_location(new, child))
                self._add(change, child, name if inside else "")
            self._visit(child, name, in_function=inside)

    def _add(self, change: _Change, old: ast.AST, function: str) -> None:
        ast.fix_missing_locations(change.new)
        first, last = old.lineno, old.end_lineno or old.lineno  # type: ignore[attr-defined]
        line = self._lines[first - 1]
        new = ast.unparse(change.new).split("\n")[0]
        if isinstance(change.new, (ast.BinOp, ast.BoolOp)) and isinstance(change.parent, ast.expr):
            new = f"({new})"
        if '"' not in new:
            new = new.replace("'", '"')
        end = line[old.end_col_offset :] if first == last else b" ..."  # type: ignore[attr-defined]
        becomes = line[: old.col_offset] + new.encode() + end  # type: ignore[attr-defined]
        mutant = Mutant(
            module=self.name,
            number=len(self._changes),
            function=function,
            lines=(first, last),
            was=line.decode().strip(),
            becomes=becomes.decode().strip(),
        )
        self._keys[mutant.key] += 1
        self.mutants.append(attrs.evolve(mutant, repeat=self._keys[mutant.key]))
        self._changes.append(change)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            yield from ((field, i, each) for i, each in enumerate(value) if isinstance(each, ast.AST))
        elif isinstance(value, ast.AST):
            yield field, None, value


def _is_type(field: str, child: ast.AST) -> bool:
    """Return whether it is read by type checkers alone."""
    if field in ("annotation", "returns"):
        return True
    if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
        return True
    if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in ("cast", "TypeVar"):
        return True
    return isinstance(child, ast.keyword) and child.arg in _NO_BEHAVIOUR


def _replacements(node: ast.AST, parent: ast.AST, field: str) -> Iterator[ast.AST]:
    """Yield what may be in the place of a node by mistake."""
    match node:
        case ast.Compare(ops=[op, *more]) if type(op) in _COMPARISONS:
            yield ast.Compare(node.left, [_COMPARISONS[type(op)](), *more], node.comparators)
            if more and type(more[0]) in _COMPARISONS:
                yield ast.Compare(node.left, [op, _COMPARISONS[type(more[0])](), *more[1:]], node.comparators)
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC and not _of_types(node):
            yield ast.BinOp(node.left, _ARITHMETIC[type(op)](), node.right)
        case ast.AugAssign(op=op):
            yield ast.Pass()
            if type(op) in _ARITHMETIC:
                yield ast.AugAssign(node.target, _ARITHMETIC[type(op)](), node.value)
        case ast.BoolOp(op=op):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield copy.deepcopy(node.operand)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            yield ast.Return(ast.Constant(None))
        case ast.Call(args=[first, second, *more]) if not isinstance(first, ast.Starred):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            is_same = called in _SAME_EITHER_WAY or ast.dump(first) == ast.dump(second)
            if not isinstance(second, ast.Starred) and not is_same:
                yield ast.Call(node.func, [second, first, *more], node.keywords)
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Raise() | ast.Assert() | ast.Delete() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
    is_condition = field == "test" or (field == "ifs" and isinstance(parent, ast.comprehension))
    if is_condition and not isinstance(parent, ast.Assert) and not _is_turned(node):
        yield ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type]


def _is_turned(node: ast.AST) -> bool:
    """Return whether another mistake already turns the condition round."""
    if isinstance(node, ast.Compare):
        return isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn))
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _is_none(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_types(node: ast.BinOp) -> bool:
    """Return whether `|` makes a union of types."""
    names = [each.id for each in (node.left, node.right) if isinstance(each, ast.Name)]
    return isinstance(node.op, ast.BitOr) and (any(n[0].isupper() for n in names) or _is_none(node.right))
