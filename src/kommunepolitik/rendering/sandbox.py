"""The sandbox that a theme's templates run in: they read what they are given, and nothing else.

Jinja's own sandbox refuses attributes with an underscore and changes of lists and mappings. Here what may be *read* is
listed instead: our own objects, numbers, texts, lists and mappings. A data frame, a path, a class, a module or a file
is none of those, so no template gets hold of one, wherever it may hang. What a template makes is counted (`Budget`).
"""

import datetime as dt
import re
import types
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from functools import cache
from numbers import Number
from string import Formatter
from typing import Any, Final, Literal

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import (
    ImmutableSandboxedEnvironment,
    SandboxedEscapeFormatter,
    SandboxedFormatter,
)
from jinja2.utils import Cycler, Joiner, Namespace, missing
from markupsafe import Markup

from kommunepolitik.rendering.budget import Budget, OverLimit, budget

_OURS: Final = __name__.partition(".")[0]


def names(*lines: str) -> frozenset[str]:
    """Read names with blanks between."""
    return frozenset(" ".join(lines).split())


_TEXT: Final = names(
    "capitalize casefold count endswith find format index isalnum isalpha isdecimal isdigit islower isnumeric isspace",
    "istitle isupper join lower lstrip partition removeprefix removesuffix replace rfind rindex rpartition rsplit",
    "rstrip split splitlines startswith strip swapcase title upper",
)
_MAPPING: Final = frozenset(("get", "items", "keys", "values"))
_SEQUENCE: Final = frozenset(("count", "index"))
_DATE: Final = frozenset(("year", "month", "day", "isoformat"))

Kind = Literal["value", "ours", "jinja", "method", "builtin", "function", "other"]


class Unknown(jinja2.UndefinedError):
    """A template names something that is not there."""

    def __init__(self, name: object, owner: object, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner


class Forbidden(SecurityError):
    """A template reaches for something that it may not have."""

    def __init__(self, name: object, owner: object, message: str) -> None:  # noqa: ARG002
        super().__init__(message)
        self.name = name


class StrictName(jinja2.StrictUndefined):
    """A name that is not there, or may not be used; any use of it but `is defined` and `default` raises."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        error = Forbidden if exc is SecurityError else Unknown
        self._undefined_exception = lambda message: error(name, obj, message)  # type: ignore[assignment]


class OpaqueNamespace(Namespace):
    """A template's own variables; what they hold is not printed."""

    def __repr__(self) -> str:
        return "<Namespace>"


class Counted:
    """What a loop goes through; each round is a step."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._values = values

    def __iter__(self) -> Iterator[Any]:
        spent = budget()
        for value in self._values:
            spent.step()
            yield value

    def __len__(self) -> int:
        return len(self._values)  # type: ignore[arg-type] # Jinja asks, and takes a TypeError for no


def kind_of(value: object) -> Kind:
    """Return what a value is to a template."""
    return _kind_of(type(value))  # type: ignore[arg-type] # a class can be hashed


@cache  # there are few classes, and many values
def _kind_of(kind: type) -> Kind:
    home = kind.__module__.partition(".")[0]
    if home == _OURS and not issubclass(kind, type):
        return "value" if issubclass(kind, str) else "ours"
    if issubclass(kind, types.MethodType):
        return "method"
    if issubclass(kind, types.BuiltinMethodType):
        return "builtin"
    if issubclass(kind, types.FunctionType):
        return "function"
    if home == "jinja2" and not issubclass(kind, jinja2.Environment | jinja2.Template | Context):
        return "jinja"
    return "value" if _is_value(kind) else "other"


def _is_value(kind: type) -> bool:
    if issubclass(kind, _VALUES):
        return True
    if kind.__module__ in ("builtins", "itertools"):
        return issubclass(kind, Iterator | range)
    return issubclass(kind, Number)  # the numbers of the table of figures


_VALUES: Final = (
    *(types.NoneType, bool, int, float, str, list, tuple, set, frozenset, Mapping, dt.date),
    *(KeysView, ValuesView, ItemsView),
)


def may_have(value: Any) -> bool:
    """Tell whether a template may get hold of a value."""
    kind = kind_of(value)
    if kind in ("value", "ours", "jinja"):
        return True
    return kind != "other" and may_call(value)


def may_call(value: Any) -> bool:
    """Tell whether a template may call a value: methods of what it may have, our functions, and Jinja's."""
    if isinstance(value, Undefined):
        return True  # which raises what is unknown
    match kind_of(value):
        case "method":
            owner = kind_of(value.__self__)
            return owner in ("ours", "jinja") or (isinstance(value.__self__, str) and value.__name__ in _TEXT)
        case "builtin":
            return _is_readable(value.__self__, value.__name__)
        case "function":
            return value.__module__ is not None and value.__module__.partition(".")[0] in (_OURS, "jinja2")
        case "jinja":
            return isinstance(value, Macro | BlockReference | LoopContext | Joiner)
    return any(value is each for each in _CLASSES)


_PASSED_ON: Final = ("_loop_vars", "_block_vars")
"""What Jinja gives along with every call in a loop or a block."""

_CLASSES: Final = (dict, OpaqueNamespace, Cycler, Joiner)


def _is_readable(owner: Any, name: str) -> bool:
    """Tell whether an attribute may be looked up at all."""
    if isinstance(owner, str):
        return name in _TEXT
    if isinstance(owner, Mapping):
        return name in _MAPPING
    if isinstance(owner, tuple) and name in getattr(owner, "_fields", ()):
        return True
    if isinstance(owner, list | tuple):
        return name in _SEQUENCE
    if isinstance(owner, dt.date):
        return name in _DATE
    return kind_of(owner) in ("ours", "jinja")


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """The environment of a theme's templates, and of ours when they are shown with it."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, **options: Any) -> None:
        """Take Jinja's own options."""
        super().__init__(undefined=StrictName, **options)
        self.globals.update(range=_range, namespace=OpaqueNamespace)
        del self.globals["lipsum"]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute, if a template may look it up and have what it holds."""
        if isinstance(obj, Undefined):
            return super().getattr(obj, attribute)  # raises what is unknown
        if isinstance(obj, Mapping) and attribute not in _MAPPING and not attribute.startswith("_"):
            return self.getitem(obj, attribute)
        if attribute.startswith("_") or not _is_readable(obj, attribute):
            return self._refused(obj, attribute)
        return self._had(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an entry of a list, a mapping or an object of ours; or an attribute, if the argument is a name."""
        if isinstance(obj, Mapping | list | tuple | str) and not isinstance(argument, str):
            return self._had(obj, argument, super().getitem(obj, argument))
        if isinstance(obj, Mapping):
            found = obj.get(argument, missing)
            return self.undefined(obj=obj, name=argument) if found is missing else self._had(obj, argument, found)
        if isinstance(argument, str) and not isinstance(obj, Undefined):
            return self.getattr(obj, str(argument))
        if isinstance(obj, Undefined) or kind_of(obj) in ("ours", "jinja"):
            return self._had(obj, argument, super().getitem(obj, argument))
        return self._refused(obj, str(argument))

    def _refused(self, obj: Any, attribute: str) -> Any:
        """Return what raises when it is used: forbidden where there is such a thing, else unknown."""
        if attribute.startswith("_") or hasattr(type(obj), attribute):
            return self.unsafe_undefined(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def _had(self, obj: Any, name: Any, value: Any) -> Any:
        if not may_have(value):
            return self.unsafe_undefined(obj, str(name))
        return self.wrap_str_format(value) or value  # Jinja before 3.1.5 left that to the call

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call something."""
        return may_call(obj)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call something, as a step; what goes in and comes out is weighed."""
        spent = budget()
        spent.step(4)
        given = [value for name, value in kwargs.items() if name not in _PASSED_ON]
        spent.weigh(*args, *given)
        if not may_call(__obj):
            raise Forbidden(getattr(__obj, "__name__", type(__obj).__name__), None, "not callable")
        if isinstance(__obj, LoopContext) and args:
            args = (Counted(args[0]), *args[1:])
        elif isinstance(owner := getattr(__obj, "__self__", None), str):
            args = tuple(_bounded_text(spent, owner, __obj.__name__, args))
        elif getattr(__obj, "__module__", None) == "jinja2.ext":  # gettext, which fills in its placeholders
            for text in args:
                bounded_format(spent, str(text), *given)
        result = super().call(__context, __obj, *args, **kwargs)
        return made(spent, result)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Calculate, unless the result would be too large."""
        spent = budget()
        if operator == "*":
            _check_product(spent, left, right)
        elif operator == "**":
            _check_power(spent, left, right)
        elif operator == "%" and isinstance(left, str):
            bounded_format(spent, left, right)
        elif operator == "+":
            spent.weigh(*(each for each in (left, right) if not isinstance(each, str)))
        return made(spent, self.binop_table[operator](left, right))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return a `format` of texts that looks attributes up as templates do, and pads to a width that is bounded."""
        if not isinstance(value, types.MethodType | types.BuiltinMethodType):
            return None
        text = value.__self__
        if not isinstance(text, str) or value.__name__ not in ("format", "format_map"):
            return None
        formatter = _EscapeFormatter(self, escape=text.escape) if isinstance(text, Markup) else _Formatter(self)

        def fill(*args: Any, **kwargs: Any) -> str:
            bounded_format(budget(), text, *args, *kwargs.values())
            return type(text)(formatter.vformat(text, args, kwargs))

        return fill


def made(spent: Budget, result: Any) -> Any:
    """Count what came to be, and return it; what is made while a loop goes on is counted then."""
    if isinstance(result, str):
        spent.write(len(result))
    elif isinstance(result, int | float) or result is None:
        if isinstance(result, int) and result.bit_length() > spent.limits.bits:
            raise OverLimit("template_number")
    elif isinstance(result, Iterator):
        return iter(Counted(result))
    elif not may_have(result):
        raise Forbidden(type(result).__name__, None, "not to be had")
    elif not isinstance(result, Undefined):
        spent.write(spent.weigh(result))
    return result


def bounded_format(spent: Budget, template: str, *values: Any) -> None:
    """Refuse a format that would fill in more than a text may hold, or pad to more than two digits of columns.

    Raises:
        OverLimit: it would.
    """
    if _WIDE.search(template):
        raise OverLimit("template_width")
    places = template.count("%") + template.count("{")
    largest = 8 * spent.weigh(*values, shown=True) + 100
    if places and len(template) + places * largest > spent.limits.characters:
        raise OverLimit("template_characters", limit=spent.limits.characters)


# A width of three digits or from the values, or a name with a bracket in it, which would hide one.
_WIDE: Final = re.compile(r"%(?:\([^()]*\))?[#0 +-]*(?:\d*\.)?(?:\d{3}|\*)|%\([^()]*\(")


class _Bounded(Formatter):
    def format_field(self, value: Any, format_spec: str) -> Any:
        if re.search(r"[1-9]\d\d", format_spec):
            raise OverLimit("template_width")
        return super().format_field(value, format_spec)


class _Formatter(_Bounded, SandboxedFormatter):
    pass


class _EscapeFormatter(_Bounded, SandboxedEscapeFormatter):
    pass


def _range(*args: int) -> range:
    """Count, but not for ever."""
    numbers, limit = range(*args), budget().limits.range
    if len(numbers) > limit:
        raise OverLimit("template_range", limit=limit)
    return numbers


def _bounded_text(spent: Budget, owner: str, name: str, args: Sequence[Any]) -> Sequence[Any]:
    """Refuse a `join` or `replace` that would make too long a text; a join takes its parts as a list."""
    if name == "join" and args:
        parts = list(args[0])
        spent.write(spent.weigh(parts) + len(owner) * len(parts))
        return [parts]
    if name == "replace" and len(args) > 1:
        bounded_replace(spent, owner, *args)
    return args


def bounded_replace(spent: Budget, text: str, old: Any, new: Any, *_: Any) -> None:
    """Refuse a replacement that would make too long a text."""
    spent.write(text.count(str(old)) * len(str(new)))


def _check_product(spent: Budget, left: Any, right: Any) -> None:
    for many, times in ((left, right), (right, left)):
        if isinstance(times, int) and isinstance(many, str):
            spent.write(len(many) * max(times, 0))
            return
        if isinstance(times, int) and isinstance(many, list | tuple):
            if spent.weigh(many) * times > spent.limits.weight:
                raise OverLimit("template_too_large", limit=spent.limits.weight)
            return


def _check_power(spent: Budget, base: Any, exponent: Any) -> None:
    if isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * exponent > spent.limits.bits:
        raise OverLimit("template_number")
