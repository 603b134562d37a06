"""Extensions: modules of other packages with own rules and formats, loaded only where they are named."""

import importlib
import inspect
import os
import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import attrs

from kommunepolitik.documents.files import settings_file
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import ExtensionError, InvalidDocument, Problem
from kommunepolitik.model.scalars import describe

SETTINGS: Final = ("theme", "language", "template", "open_data", "statbank", "extensions")
"""What the settings of a folder of policies may contain."""


class ExtensionPart(ABC):
    """The base of what an extension may have: a rule, a writer. Each is made from a function."""

    __slots__ = ()

    @property
    @abstractmethod
    def function(self) -> Callable[..., Any]:
        """The function it is made from."""

    @property
    def package(self) -> str:
        """The module that its function is in."""
        return str(written_function(self.function).__module__)

    @property
    def place(self) -> tuple[str | None, int | None]:
        """The file and line of its function; of a function that is not written in Python only the file, if known."""
        function = written_function(self.function)
        for each in (function, type(function).__call__):
            if code := getattr(each, "__code__", None):
                return code.co_filename, code.co_firstlineno
        return getattr(sys.modules.get(self.package), "__file__", None), None

    def located(self, problem: Problem) -> Problem:
        """Return a problem with the place of its function."""
        file, line = self.place
        return attrs.evolve(problem, file=file, line=line)


Extension = str | ModuleType | ExtensionPart
"""The name of a module, the module itself, or a rule or writer of one."""


def written_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that decorators and `functools.partial` were given, which has a place and a docstring.

    >>> written_function(partial(sorted, reverse=True)).__name__
    'sorted'
    """
    inner: Callable[..., Any] = inspect.unwrap(function)
    return written_function(inner.func) if isinstance(inner, partial) else inner


def parts_of(extensions: Extension | Iterable[Extension]) -> list[ExtensionPart]:
    """Return the rules and writers of extensions, in the order given; modules that are named are imported.

    Raises:
        ExtensionError: with what is wrong with each: no such module is installed, it cannot be imported, it has neither
            rule nor writer.
    """
    parts: list[ExtensionPart] = []
    problems: list[Problem] = []
    for each in several(extensions):
        try:
            parts += _parts(each)
        except ExtensionError as error:
            problems += error.problems
    if problems:
        raise ExtensionError(*problems)
    return parts


def several(extensions: Extension | Iterable[Extension]) -> tuple[Extension, ...]:
    """Return extensions as a list; a single one may be given alone."""
    return (extensions,) if isinstance(extensions, str | ModuleType | ExtensionPart) else tuple(extensions)


def _parts(extension: Any) -> list[ExtensionPart]:
    if isinstance(extension, ExtensionPart):
        return [extension]
    module = _imported(extension) if isinstance(extension, str) else extension
    if not isinstance(module, ModuleType):
        raise ExtensionError(Problem(code="extension_object", data={"found": describe(extension)}))
    found = [each for each in vars(module).values() if isinstance(each, ExtensionPart)]
    if not found:
        raise ExtensionError(Problem(code="extension_empty", data={"value": module.__name__}, file=module.__file__))
    return found


def _imported(name: str) -> ModuleType:
    if not all(part.isidentifier() for part in name.split(".")):
        raise ExtensionError(Problem(code="extension_name", data={"value": name}))
    try:
        with redirect_stdout(sys.stderr):  # what a module prints is not a result
            return importlib.import_module(name)
    except ExtensionError:
        raise
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise ExtensionError(Problem(code="extension_missing", data={"value": name})) from None
        raise ExtensionError(failure("extension_failed", error, value=name)) from error
    except (Exception, SystemExit) as error:
        raise ExtensionError(failure("extension_failed", error, value=name)) from error


def failure(code: str, error: BaseException, file: str | None = None, line: int | None = None, **data: Any) -> Problem:
    """Return the problem that code of an extension failed, at the line that failed.

    It is the last one in `file`, or else the last one outside this library, if there is any; else `line`.
    """
    detail = f"{type(error).__name__}: {error}".removesuffix(": ")
    if isinstance(error, SyntaxError):
        return Problem(code=code, data={**data, "detail": detail}, file=error.filename, line=error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_ours(frame.filename)]
    wanted = [frame for frame in frames if frame.filename == file] or ([] if file else frames)
    place, number = (wanted[-1].filename, wanted[-1].lineno) if wanted else (file, line)
    return Problem(code=code, data={**data, "detail": detail}, file=place, line=number)


_OURS: Final = str(Path(__file__).parents[1]) + os.sep


def _is_ours(file: str) -> bool:
    return file.startswith((_OURS, "<frozen "))


def load_beside(paths: Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """Return the modules that the settings beside policies name under `extensions`, after importing them.

    Raises:
        InvalidDocument: the settings cannot be read; or the policies have settings that name different ones.
        ExtensionError: as `parts_of`; what is wrong is placed in the settings.
    """
    files = list(dict.fromkeys(file for path in paths if (file := settings_file(path)) is not None))
    named: dict[tuple[str, ...], TomlFile] = {}
    problems: list[Problem] = []
    for path in files:
        settings = TomlFile.read(path)
        settings.check_keys(SETTINGS)
        first = named.setdefault(settings.texts("extensions"), settings)
        problems += settings.problems
        if first is settings and len(named) > 1:
            data = {"first": str(next(iter(named.values())).path)}
            problems.append(Problem(code="settings_two", data=data, file=str(path), path=("extensions",)))
    if problems:
        raise InvalidDocument(*problems)
    for names, settings in named.items():  # at most one
        for index, name in enumerate(names):
            try:
                parts_of(name)
            except ExtensionError as error:
                problems += [each if each.file else _named_in(settings, index, each) for each in error.problems]
    if problems:
        raise ExtensionError(*problems)
    return next(iter(named), ())


def _named_in(settings: TomlFile, index: int, problem: Problem) -> Problem:
    """Return a problem of an extension at the place where settings name it."""
    line = settings.line_of("extensions")
    return attrs.evolve(problem, file=str(settings.path), line=line, path=("extensions", index))
