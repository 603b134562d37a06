"""Reads returned forms, compares them with what is known, and writes each part to its file."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.collect.account_entries import AccountEntries, account_entries, accounts_path, year_folder
from kommunepolitik.collect.answers import (
    AccountAnswer,
    Answer,
    FigureAnswer,
    MissingAnswer,
    SignOff,
    answers_of,
    question_of,
    signed_off,
)
from kommunepolitik.collect.cells import period_words
from kommunepolitik.collect.drafts import emptied, without_replaced
from kommunepolitik.collect.form_reader import ReturnedForm, read_form
from kommunepolitik.collect.forms import Form, forms_of, unit_key
from kommunepolitik.collect.identity import RowKey
from kommunepolitik.collect.merging import Merged, collected_path, contents_beside, merge
from kommunepolitik.collect.opened import files_in
from kommunepolitik.collect.results import ReadForm, Returns
from kommunepolitik.collect.template import check_period, figures_of
from kommunepolitik.collect.words import NONE
from kommunepolitik.documents import Document, read_all
from kommunepolitik.documents.files import YEARS_FOLDER, PathOrPaths, listed
from kommunepolitik.documents.locking import known_content, unchanged
from kommunepolitik.documents.paths import entries, holds, is_folder, read_bytes, real_path, subfolders
from kommunepolitik.documents.writing import write_files
from kommunepolitik.errors import FileError, InvalidModel, InvalidObservations, Problem
from kommunepolitik.model import Period
from kommunepolitik.model.text import slug_of
from kommunepolitik.observations.write import csv_content

_RETURNS: Final = "returns"


@attrs.frozen(kw_only=True)
class _Read:
    """A form with its answers."""

    form: ReturnedForm
    signed: SignOff
    answers: Sequence[Answer]
    empty: Sequence[RowKey]
    notices: Sequence[Problem]
    is_replaced: bool
    """Whether it is a draft, and finished forms of its unit have all its rows."""


def read_returns(
    files: PathOrPaths,
    paths: PathOrPaths,
    *,
    period: Period | str | None = None,
    dry_run: bool = False,
    accept_revisions: bool = False,
    published: Period | str | None = None,
) -> Returns:
    """Read returned forms, or folders of them, into the folders of their policies; needs the extra `excel`.

    Figures go to `observations-collected.csv` beside the policy; accounts, and why there is no figure, to the year's
    `accounts.yaml`, which is added to; the workbooks themselves to the year's `returns`. The figures of a form not
    marked as finished are provisional, and its accounts are not written, until a finished form of the unit replaces it:
    what that leaves empty is withdrawn. A figure that differs from one that is known is added only if revisions are
    accepted, with the day on which it was published. With `dry_run` nothing is written.

    The forms must be for one period: the given one, else the newest of the forms and of the years begun.

    Raises:
        InvalidObservations: with all that is wrong with any of the forms; then nothing is written.
        InvalidDocument: with all that is wrong with the policies.
        FileError: a file does not exist, or cannot be written.
        MissingExtra: the packages that read workbooks are not installed.

    >>> import tempfile
    >>> from kommunepolitik.collect import templates
    >>> forms = templates("docs/tutorial/nybro", "2026", tempfile.mkdtemp()).forms
    >>> returned = read_returns([form.path for form in forms[:1]], "docs/tutorial/nybro", dry_run=True)
    >>> len(returned.figures), len(returned.missing_units) == len(forms)  # nobody has filled it in
    (0, True)
    """
    policies = listed(paths)  # which are gone through twice
    before = contents_beside(policies)
    documents = {document.policy.id: document for document in read_all(policies)}
    day = None if published is None else Period(published)
    forms, problems = _read_forms(listed(files))
    if not forms:
        raise InvalidObservations(*problems)
    asked = _period_asked(forms, documents.values(), period)
    added_to = [file for each in documents.values() for file in (collected_path(each), accounts_path(each, asked))]
    known = {file: before[file] if file in before else known_content(file) for file in added_to}
    wrong = {form: _mark_problems(form, asked, documents) for form in forms}
    problems += [problem for each in wrong.values() for problem in each]
    read = _read_all([form for form, found in wrong.items() if not found], documents, problems)
    answers = _together(read, problems)
    if problems:
        raise InvalidObservations(*sorted(problems, key=_place_order(forms)))
    gone = emptied((each.form, each.signed, each.answers) for each in read)
    merged, additions, wrong_beside = _beside(
        documents, answers, gone, asked, accept_revisions=accept_revisions, day=day
    )
    if wrong_beside:
        raise InvalidObservations(*wrong_beside)
    expected = forms_of(list(documents.values()), figures_of(list(documents.values()), [])[0], asked)
    returned = _returned_before(documents.values(), asked)
    contents = _contents(documents, asked, read, merged, additions)
    if not dry_run:
        with unchanged(known, [each.path.parent for each in documents.values()], contents):
            write_files(contents)
    return _results(asked, read, merged, additions, expected, returned, list(contents))


def _beside(
    documents: Mapping[str, Document],
    answers: Sequence[tuple[Answer, bool]],
    gone: Mapping[RowKey, str],
    asked: Period,
    *,
    accept_revisions: bool,
    day: Period | None,
) -> tuple[dict[str, Merged], dict[str, AccountEntries], list[Problem]]:
    """Return the answers compared with what is known of each policy, and what is wrong with them."""
    problems: list[Problem] = []
    merged: dict[str, Merged] = {}
    additions: dict[str, AccountEntries] = {}
    for id, document in documents.items():
        figures = [each for each, _ in answers if isinstance(each, FigureAnswer) and each.key.policy == id]
        figures.sort(key=_order(document))
        try:
            merged[id] = merge(document, figures, gone, accept_revisions=accept_revisions, published=day)
        except InvalidObservations as error:
            problems += error.problems
            continue
        accounts = [(a, draft) for a, draft in answers if isinstance(a, AccountAnswer) and a.key.policy == id]
        gaps = [(a, draft) for a, draft in answers if isinstance(a, MissingAnswer) and a.key.policy == id]
        additions[id] = account_entries(document, asked, accounts, gaps)
        problems += [*merged[id].problems, *additions[id].problems]
    return merged, additions, problems


# Returned forms


def _read_forms(files: Iterable[str | os.PathLike[str]]) -> tuple[list[ReturnedForm], list[Problem]]:
    """Read all forms; a file given twice, alone and in its folder, counts once."""
    forms, problems = list[ReturnedForm](), list[Problem]()
    found: dict[Path, Path] = {}
    for given in map(Path, files):
        inside = list(files_in(given))
        if not inside:
            problems.append(Problem(code="no_forms_in_folder", file=str(given)))
        for path in inside:
            found.setdefault(real_path(path), path)
    for path in found.values():
        try:
            form, wrong = read_form(path)
        except (FileError, InvalidObservations) as error:
            problems += error.problems
            continue
        problems += wrong
        forms += [] if form is None else [form]
    return forms, problems


def _period_asked(forms: Sequence[ReturnedForm], documents: Iterable[Document], period: Period | str | None) -> Period:
    """Return the period that forms are collected for: the newest of the forms, and of the years begun."""
    if period is not None:
        return check_period(period)
    found = [form.mark.period for form in forms]
    kinds = {each.kind for each in found}
    for document in documents:
        for folder in subfolders(document.path.parent / YEARS_FOLDER):
            try:
                year = Period(folder.name)
            except InvalidModel:
                continue
            found += [year] if year.kind in kinds else []
    return max(found)


def _mark_problems(form: ReturnedForm, asked: Period, documents: Mapping[str, Document]) -> list[Problem]:
    """Return the problems of a form for another period, such as last year, or of policies that are not given."""
    problems, file = list[Problem](), str(form.path)
    if form.mark.period != asked:
        periods = {"value": form.mark.period, "asked": asked}
        problems.append(Problem(code="form_other_period", data=periods, file=file))
    for id in dict.fromkeys([*form.mark.policies, *(row.key.policy for row in form.rows)]):
        if id not in documents:
            data = {"value": id, "policies": ", ".join(documents)}
            problems.append(Problem(code="form_other_policy", data=data, file=file))
    return problems


def _read_all(forms: Sequence[ReturnedForm], documents: Mapping[str, Document], problems: list[Problem]) -> list[_Read]:
    """Return the forms with their answers; drafts without the rows that a finished form of their unit has."""
    signed: dict[ReturnedForm, SignOff] = {}
    for form in forms:
        signed[form], wrong = signed_off(form)
        problems += wrong
    finished = [form for form, by in signed.items() if not by.is_draft]
    found = []
    for form, by in signed.items():
        if by.is_draft:
            draft = without_replaced(form, finished)
            read = _answered(draft.form, by, documents, problems)
            notices = (*draft.notices, *read.notices)
            found.append(attrs.evolve(read, notices=notices, is_replaced=draft.is_replaced))
        else:
            found.append(_answered(form, by, documents, problems))
    return found


def _answered(form: ReturnedForm, signed: SignOff, documents: Mapping[str, Document], problems: list[Problem]) -> _Read:
    policies = dict.fromkeys(row.key.policy for row in form.rows)
    parts = [answers_of(form, documents[id].policy, signed) for id in policies]
    problems += [problem for each in parts for problem in each.problems]
    return _Read(
        form=form,
        signed=signed,
        answers=tuple(answer for each in parts for answer in each.answers),
        empty=tuple(key for each in parts for key in each.empty),
        notices=(*form.notices, *(notice for each in parts for notice in each.notices)),
        is_replaced=False,
    )


def _place_order(forms: Sequence[ReturnedForm]) -> Callable[[Problem], tuple[int, ...]]:
    """Return the sort key of problems: file, sheet, row and column; those of a whole file come first."""
    files = {str(form.path): number for number, form in enumerate(forms)}
    sheets = {(str(form.path), name): number for form in forms for number, name in enumerate(form.sheets)}

    def order(problem: Problem) -> tuple[int, ...]:
        file, sheet = files.get(problem.file or "", -1), sheets.get((problem.file or "", problem.sheet or ""), -1)
        return (file, sheet, problem.line or 0, problem.column or 0)

    return order


def _together(read: Sequence[_Read], problems: list[Problem]) -> list[tuple[Answer, bool]]:
    """Return the answers of all forms, and whether each is a draft's; two that disagree are a problem of both."""
    found: dict[RowKey, tuple[Answer, bool]] = {}
    for each in read:
        for answer in each.answers:
            key, is_draft = question_of(answer.key), each.signed.is_draft
            first, was_draft = found.setdefault(key, (answer, is_draft))
            if first is answer:
                continue
            if _comparable(first) != _comparable(answer):
                data = {"first": first.where.place.origin}
                problems.append(answer.where.place.locate(Problem(code="form_disagrees", data=data)))
            elif was_draft and not is_draft:
                found[key] = (answer, is_draft)
    return list(found.values())


def _comparable(answer: Answer) -> tuple[object, ...]:
    """Return the content of an answer, the same for a draft as for a signed form."""
    content = tuple("final" if part == "provisional" else part for part in answer.content)
    return (type(answer), *content)


def _order(document: Document) -> Callable[[FigureAnswer], tuple[Any, ...]]:
    """Return the sort key of figures: the order of the policy, and time; so that rows may come in any order."""
    indicators = {each.id: number for number, each in enumerate(document.policy.indicators)}
    groups = {each.id: number for number, each in enumerate(document.policy.groups)}

    def order(answer: FigureAnswer) -> tuple[Any, ...]:
        key = answer.key
        return (indicators[key.element], groups.get(key.part, -1), key.period.sort_key)

    return order


# Files


def _contents(
    documents: Mapping[str, Document],
    period: Period,
    read: Sequence[_Read],
    merged: Mapping[str, Merged],
    additions: Mapping[str, AccountEntries],
) -> dict[Path, bytes]:
    """Return the files to be written, in an order where a stop at any point loses nothing: copies, texts, figures."""
    copies, texts, tables = dict[Path, bytes](), dict[Path, bytes](), dict[Path, bytes]()
    for id, document in documents.items():
        for each in read:
            is_finished = not each.signed.is_draft and id in each.form.mark.policies
            if is_finished or any(answer.key.policy == id for answer in each.answers):
                content = read_bytes(each.form.path)
                digest = hashlib.sha256(content).hexdigest()[:8]
                name = f"{_stem(each.form.mark.unit)}-{digest}{each.form.path.suffix.lower()}"
                path = year_folder(document, period) / _RETURNS / name
                if not holds(path, content):
                    copies[path] = content
        if additions[id].content:
            texts[additions[id].path] = additions[id].content
        if merged[id].is_changed:
            tables[collected_path(document)] = csv_content(merged[id].collected)
    return copies | texts | tables


def _stem(unit: str) -> str:
    """Return the prefix of the names of the copies of a unit's forms."""
    return slug_of(unit or "uden-ansvarlig")


def _returned_before(documents: Iterable[Document], period: Period) -> frozenset[str]:
    """Return the prefixes of the copies that are already among the year's returns."""
    folders = [year_folder(document, period) / _RETURNS for document in documents]
    files = (file for folder in folders if is_folder(folder) for file in entries(folder))
    return frozenset(file.stem.rpartition("-")[0] for file in files if "-" in file.stem and file.suffix)


# Results


def _results(
    period: Period,
    read: Sequence[_Read],
    merged: Mapping[str, Merged],
    additions: Mapping[str, AccountEntries],
    expected: Sequence[Form],
    before: Collection[str],
    files: Sequence[Path],
) -> Returns:
    forms = {unit_key(form.unit): form for form in expected}
    returned = {unit_key(each.form.mark.unit) for each in read if each.answers or not each.signed.is_draft}
    withdrawn = [figure for each in merged.values() for figure in each.withdrawn]
    answered = {question_of(answer.key) for each in read for answer in each.answers}
    known = _known(expected) - {each.key for each in withdrawn}
    notices = [notice for each in read for notice in each.notices]
    notices += [notice for each in merged.values() for notice in each.notices]
    notices += _of_other_units(read, forms)
    return Returns(
        period=period,
        forms=tuple(_form(each, forms.get(unit_key(each.form.mark.unit)), answered | known) for each in read),
        figures=tuple(figure for each in merged.values() for figure in each.figures),
        withdrawn=tuple(withdrawn),
        accounts=tuple(account for each in additions.values() for account in each.accounts),
        gaps=tuple(gap for each in additions.values() for gap in each.gaps),
        missing_units=tuple(
            form.unit for key, form in forms.items() if key not in returned and _stem(form.unit) not in before
        ),
        files=tuple(files),
        notices=tuple(notices),
    )


def _known(forms: Iterable[Form]) -> set[RowKey]:
    return {row.key for form in forms for part in form.policies for row in part.rows if row.is_known}


def _form(each: _Read, expected: Form | None, answered: Collection[RowKey]) -> ReadForm:
    """Return the summary of a form; a row removed from it counts as unanswered, unless it is answered elsewhere."""
    asked = [row.key for part in (expected.policies if expected else ()) for row in part.rows]
    there = {row.key for row in each.form.rows}
    empty = [*each.empty, *(key for key in asked if key not in there)]
    return ReadForm(
        path=each.form.path,
        unit=each.form.mark.unit,
        policies=each.form.mark.policies,
        signed=each.signed,
        answered=len(each.answers),
        empty=() if each.is_replaced else tuple(key for key in empty if question_of(key) not in answered),
        is_replaced=each.is_replaced,
    )


def _of_other_units(read: Sequence[_Read], forms: Mapping[tuple[str, ...], Form]) -> list[Problem]:
    """Return a notice for each answered row that is now on another unit's form."""
    owners = {row.key: (form, part) for form in forms.values() for part in form.policies for row in part.rows}
    notices = []
    for each in read:
        for answer in each.answers:
            form, part = owners.get(answer.key, (None, None))
            if form is not None and part is not None and unit_key(form.unit) != unit_key(each.form.mark.unit):
                elements = (part.policy.elements.get(id) for id in (answer.key.element, answer.key.part))
                title = ", ".join(str(getattr(element, "title", "")) for element in elements if element is not None)
                data = {"value": f"{title} ({period_words(answer.key.period)})", "unit": form.unit or NONE}
                notices.append(answer.where.place.locate(Problem(code="form_row_of_other_unit", data=data)))
    return notices
