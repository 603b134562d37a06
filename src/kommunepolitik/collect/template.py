"""Writes forms: a workbook for each unit, never over another file."""

import os
from collections.abc import Sequence
from pathlib import Path

import attrs

from kommunepolitik.collect.forms import Form, forms_of, is_followed, unknown_units
from kommunepolitik.collect.words import unit_title
from kommunepolitik.collect.workbook import write_form
from kommunepolitik.disclosure import disclose
from kommunepolitik.display import short_repr
from kommunepolitik.documents import Document, read_all, unread_files
from kommunepolitik.documents.files import PathOrPaths
from kommunepolitik.documents.paths import holds, is_there
from kommunepolitik.documents.writing import write_new_files
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.figures import Figures
from kommunepolitik.i18n import Language
from kommunepolitik.i18n import language as language_of
from kommunepolitik.model import Period, Portfolio
from kommunepolitik.model.text import slug_of
from kommunepolitik.observations.normalise import normalise

_KINDS = ("year", "half_year", "tertial", "quarter", "month")


@attrs.frozen(kw_only=True)
class WrittenForm:
    """A form for a unit: its file, and the number of questions in it."""

    unit: str
    """Empty for what nobody is responsible for."""
    path: Path
    figures: int
    """The number of figures it requests."""
    accounts: int
    """The number of accounts it requests."""
    outcome: str
    """`written`; `unchanged`, where the same form existed; `left`, where another file of that name existed."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Templates:
    """The forms for a period, one for each unit, and notices from making them."""

    period: Period
    forms: Sequence[WrittenForm]
    notices: Sequence[Problem] = ()

    __repr__ = short_repr


def templates(
    paths: PathOrPaths,
    period: Period | str,
    output: str | os.PathLike[str],
    *,
    observations: Sequence[str | os.PathLike[str]] = (),
    known: Period | str | None = None,
    language: str = "da",
) -> Templates:
    """Write a fill-in workbook for each unit across all policies under some paths; needs the extra `excel`.

    A unit is a department that indicators and tracks name as responsible, or that of the goal, area or plan that they
    belong to; last comes the form of what nobody is responsible for. The period is a year, or a part of one. Figures
    beside the policies and in `observations` are shown as the last known ones, as far as they may be shown and were
    published by `known`. An existing file is never changed.

    Raises:
        InvalidDocument: with all that is wrong with the policies.
        InvalidObservations: with all that is wrong with the figures.
        InvalidModel: a form cannot be for the period.
        FileError: a form cannot be written.
        MissingExtra: openpyxl is not installed.

    >>> import tempfile
    >>> written = templates("docs/tutorial/nybro", "2026", tempfile.mkdtemp(), known="2026-12-31")
    >>> [form.path.name for form in written.forms][:2]
    ['2026-center-for-bolig-og-sundhed.xlsx', '2026-center-for-boern-og-skole.xlsx']
    """
    asked, words = check_period(period), language_of(language)
    documents = read_all(paths)
    shared = [Path(each) for each in observations]
    figures, notices = figures_of(documents, shared, None if known is None else Period(known))
    forms = forms_of(documents, figures, asked)
    for policy in (document.policy for document in documents if not is_followed(document.policy, asked)):
        data = {"value": policy.id, "period": policy.period or policy.in_force, "asked": asked}
        notices.append(Problem(code="policy_of_other_period", data=data))
    notices += unknown_units(documents, forms)
    written = _write(forms, Path(output), words)
    notices += [Problem(code="form_left", file=str(each.path)) for each in written if each.outcome == "left"]
    return Templates(period=asked, forms=tuple(written), notices=tuple(notices))


def check_period(period: Period | str) -> Period:
    """Return the period that a form is for; raises `InvalidModel` if it is not a year or part of one."""
    asked = Period(period)
    if asked.kind not in _KINDS:
        raise InvalidModel(Problem(code="form_period", data={"value": asked}))
    return asked


def figures_of(
    documents: Sequence[Document], shared: Sequence[Path], known: Period | None = None
) -> tuple[Figures, list[Problem]]:
    """Return the figures of policies as they may be shown, and notices of what was not read."""
    portfolio = Portfolio(document.policy for document in documents)
    own = {document.policy.id: document.observations for document in documents}
    table = normalise({**own, "": [*shared]}, portfolio)
    shown = disclose(table, portfolio, "public")
    return Figures.of(shown, portfolio, known), [*table.notices, *unread_files(documents, shared)]


def _write(forms: Sequence[Form], folder: Path, words: Language) -> list[WrittenForm]:
    """Write the forms that a folder does not have yet, all of them or none."""
    found: list[WrittenForm] = []
    names: set[str] = set()
    new: dict[Path, bytes] = {}
    for form in forms:
        content, path = write_form(form, words), folder / _name(form, names, words)
        outcome = "written"
        if is_there(path):
            outcome = "unchanged" if holds(path, content) else "left"
        else:
            new[path] = content
        asked = {
            "figures": sum(len(part.rows) for part in form.policies),
            "accounts": sum(len(part.tracks) for part in form.policies),
        }
        found.append(WrittenForm(unit=form.unit, path=path, outcome=outcome, **asked))
    write_new_files(new)
    return found


def _name(form: Form, taken: set[str], words: Language) -> str:
    """Return the name of a form's file: the period and the unit."""
    stem = f"{form.period}-{slug_of(unit_title(form.unit, words))}"
    number = next(number for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)
    taken.add(f"{stem}-{number}")
    return f"{stem}{'' if number == 1 else f'-{number}'}.xlsx"
