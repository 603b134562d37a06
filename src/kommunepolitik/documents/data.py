"""The model and problems as plain data, and back: documents are read in the same way as their files."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar, get_args

from kommunepolitik.documents.side_files import AccountsFile, CaseFile, OrganisationFile
from kommunepolitik.documents.structure import build, class_of, unstructure
from kommunepolitik.documents.tree import Plain
from kommunepolitik.documents.write import FORMAT_VERSION, VERSION_KEY, document_data
from kommunepolitik.errors import InvalidDocument, InvalidModel, Phrase, Problem
from kommunepolitik.model import Period, Policy, Portfolio, Target
from kommunepolitik.model.data import (
    fields_from_data,
    fields_to_data,
    path_from_data,
    register,
    register_fields,
    tagged,
    untagged,
)
from kommunepolitik.model.record import Record, within
from kommunepolitik.model.scalars import describe

R = TypeVar("R", bound=Record)

_PROBLEM_TAGS: Final[Mapping[str, type]] = {"phrase": Phrase, "period": Period}


def read_document(data: Any, cls: type[R], home: Policy | None = None) -> R:
    """Return what a whole document contains; if it is not a policy, its references lead to elements of `home`.

    Raises:
        InvalidDocument: with all that is wrong, the version of the format too.
    """
    if not isinstance(data, Mapping):
        raise InvalidDocument(Problem(code="expected_mapping", data={"found": describe(data)}))
    rest = {key: value for key, value in data.items() if key != VERSION_KEY}
    problems = _version_problems(data.get(VERSION_KEY))
    try:
        built = build(rest, cls, home)
    except InvalidDocument as error:
        raise InvalidDocument(*problems, *error.problems) from None
    if problems:
        raise InvalidDocument(*problems)
    return built


def _version_problems(version: Any) -> list[Problem]:
    if version is None:
        return [Problem(code="missing_version", data={"line": f"{VERSION_KEY}: {FORMAT_VERSION}"})]
    known = {"value": version, "known": FORMAT_VERSION}
    wrong = str(version) != str(FORMAT_VERSION)
    return [Problem(code="format_version", data=known, path=(VERSION_KEY,))] if wrong else []


def record_data(value: Record) -> Any:
    """Return an object of the model as plain data, without the version of a document."""
    return _with_texts(unstructure(value))


def _with_texts(data: Any) -> Any:
    """Return plain data in which texts are of no subclass of `str`, as other writers of YAML require."""
    if isinstance(data, dict):
        return {key: _with_texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_texts(value) for value in data]
    return str(data) if isinstance(data, Plain) else data


def _read_record(data: Any, cls: type[Record]) -> Record:
    kinds: list[type[Record]] = [target for target in get_args(Target) if issubclass(target, cls)]
    if not kinds or not isinstance(data, Mapping):
        return build(data, cls)
    kind, rest = class_of(data, kinds)
    return build(rest, kind)


def _portfolio_data(portfolio: Portfolio) -> dict[str, Any]:
    return document_data({"policies": [record_data(policy) for policy in portfolio]})


def _read_portfolio(data: Any, _cls: type[Portfolio]) -> Portfolio:
    if not isinstance(data, Mapping):
        raise InvalidDocument(Problem(code="expected_mapping", data={"found": describe(data)}))
    problems = _version_problems(data.get(VERSION_KEY))
    policies = data.get("policies")
    if not isinstance(policies, list | tuple):
        code = "missing_key" if policies is None else "expected_list"
        about = {"key": "policies", "found": describe(policies)}
        raise InvalidDocument(*problems, Problem(code=code, data=about, path=() if policies is None else ("policies",)))
    found = []
    for number, each in enumerate(policies):
        try:
            found.append(build(each, Policy))
        except InvalidDocument as error:
            below = InvalidModel(*within(number, InvalidModel(*error.problems)))
            problems += within("policies", below)
    if problems:
        raise InvalidDocument(*problems)
    return Portfolio(found)


def _problem_data(problem: Problem) -> dict[str, Any]:
    data = {"data": tagged(problem.data, _PROBLEM_TAGS)} if problem.data else {}
    return {name: data.get(name, value) for name, value in fields_to_data(problem).items()}


def _read_problem(data: Any, cls: type[Problem]) -> Problem:
    special = {"data": lambda value: untagged(value, _PROBLEM_TAGS), "path": path_from_data}
    return fields_from_data(data, cls, special)


register(Record, record_data, _read_record)
for _cls in (Policy, AccountsFile, CaseFile, OrganisationFile):
    register(_cls, lambda value: document_data(record_data(value)), read_document)
register(Portfolio, _portfolio_data, _read_portfolio)
register(Problem, _problem_data, _read_problem)
register_fields(Phrase)
