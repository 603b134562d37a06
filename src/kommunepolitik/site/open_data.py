"""Open data: reported figures and results of policies, as documented tables that anybody can use."""

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents import Document
from kommunepolitik.documents.files import check_no_policy, read_text
from kommunepolitik.documents.paths import holds, is_folder, is_there
from kommunepolitik.documents.tables import FIGURES
from kommunepolitik.documents.writing import write_files
from kommunepolitik.errors import FileError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.evaluation import Record, UsedFigure, evaluate
from kommunepolitik.i18n import Language, language
from kommunepolitik.model import Period, Policy
from kommunepolitik.report.disclosure import SUPPRESSED
from kommunepolitik.site.datapackage import DATAPACKAGE, GENERATOR, Dataset, Licence, OpenDataTerms
from kommunepolitik.site.open_tables import PolicyData, tables
from kommunepolitik.site.site import Site, gather

if TYPE_CHECKING:
    import pandas as pd

LICENCES: Final = {
    each.name.casefold(): each
    for each in (
        Licence(
            name="CC-BY-4.0",
            title="Creative Commons Attribution 4.0 International",
            path="https://creativecommons.org/licenses/by/4.0/",
        ),
        Licence(
            name="CC0-1.0",
            title="Creative Commons Zero 1.0 Universal",
            path="https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Licence(
            name="CC-BY-SA-4.0",
            title="Creative Commons Attribution-ShareAlike 4.0 International",
            path="https://creativecommons.org/licenses/by-sa/4.0/",
        ),
    )
}
_WEB: Final = re.compile(r"https?://[^\s]+\.[^\s]+")
_EMAIL: Final = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+")
_COPIED: Final = (
    *("value", "value_high", "qualifier", "numerator", "denominator", "quality", "judgement", "target", "published"),
    *("source", "publisher", "section", "note", "retrieved"),
)
"""The published fields of a figure; the reporter and the file are not published."""
_NOT_IN_A_RECORD: Final = ("number", "responsible", "codes", "result_level")
"""Fields that do not affect any judgement, and that a saved record therefore lacks."""


@attrs.frozen(kw_only=True)
class OpenData:
    """Open data that is ready to be written."""

    dataset: Dataset
    files: Mapping[str, bytes]
    """The content of each file, by name."""
    notices: Sequence[Problem] = ()
    """Notices of what was not read."""

    __repr__ = short_repr

    def write(self, folder: str | os.PathLike[str]) -> bool:
        """Write all files to a folder, or none; return whether any differs from what was there.

        Raises:
            FileError: the folder contains a policy, or files of these names from elsewhere; or it cannot be written.
                Existing files are then unchanged.

        >>> import tempfile
        >>> from kommunepolitik.documents import read_all
        >>> terms = open_data_terms("CC-BY-4.0", "data@nybro.example", "Nybro Kommune", [])
        >>> open_data(read_all(["docs/tutorial/nybro/integration_2024"]), terms).write(tempfile.mkdtemp())
        True
        """
        return _write(Path(folder), self.files)


def open_data_terms(licence: str, contact: str, publisher: str, policies: Sequence[Policy]) -> OpenDataTerms:
    """Return the terms of open data; the default publisher is the municipality.

    Raises:
        RenderingError: with all that is missing or wrong, and what to write.

    >>> terms = open_data_terms("CC-BY-4.0", "data@nybro.example", "Nybro Kommune", [])
    >>> terms.licence.path, terms.is_email
    ('https://creativecommons.org/licenses/by/4.0/', True)
    """
    problems: list[Problem] = []
    found = LICENCES.get(licence.strip().casefold()) or Licence(path=licence.strip())
    municipalities = list(dict.fromkeys(policy.municipality.full_name for policy in policies))
    publisher = publisher.strip() or (municipalities[0] if len(municipalities) == 1 else "")
    lines = {
        "licence": (licence, 'licence = "CC-BY-4.0"'),
        "contact": (contact, 'contact = "data@kommune.dk"'),
        "publisher": (publisher, 'publisher = "Slagelse Kommune"'),
    }
    for key, (given, line) in lines.items():
        if not given.strip():
            problems.append(Problem(code="open_data_lacks", data={"key": key, "line": line}))
    if found.path and not found.name and not _WEB.fullmatch(found.path):
        names = tuple(each.name for each in LICENCES.values())
        problems.append(Problem(code="not_a_licence", data={"value": licence}, choices=names))
    if contact.strip() and not _WEB.fullmatch(contact.strip()) and not _EMAIL.fullmatch(contact.strip()):
        problems.append(Problem(code="not_a_contact", data={"value": contact}))
    if problems:
        raise RenderingError(*problems)
    return OpenDataTerms(licence=found, publisher=publisher, contact=contact.strip())


def open_data(
    documents: Sequence[Document],
    terms: OpenDataTerms,
    shared: Sequence[Path] = (),
    *,
    at: Period | None = None,
    known: Period | None = None,
    records: Mapping[str, Record] | None = None,
    words: Language | None = None,
) -> OpenData:
    """Return the figures and results of policies as open data for the public: figures on few people are withheld.

    With `records`, by id of the policy, the figures are those that were reported, so that open data agrees with the
    report. Otherwise the policies are judged now, `at` a date by what was `known`. Nothing depends on the clock.

    Raises:
        RenderingError: a record is of an internal report, or a policy has none.
        InvalidObservations: the figures cannot be read.

    >>> from kommunepolitik.documents import read_all
    >>> terms = open_data_terms("CC-BY-4.0", "data@nybro.example", "Nybro Kommune", [])
    >>> list(open_data(read_all(["docs/tutorial/nybro"]), terms).files)[:4]
    ['observations.csv', 'results.csv', 'indicators.csv', 'targets.csv']
    """
    found, notices, known = _shown(documents, shared, at, known, records)
    dataset = Dataset(policies=found, tables=tables(found), terms=terms, day=_day(found, known or at))
    return OpenData(dataset=dataset, files=dataset.files(words or language("da")), notices=notices)


def public_figures(
    documents: Sequence[Document],
    shared: Sequence[Path] = (),
    *,
    at: Period | None = None,
    known: Period | None = None,
    records: Mapping[str, Record] | None = None,
) -> "tuple[dict[str, pd.DataFrame], Sequence[Problem]]":
    """Return the tables `observations` and `results` of open data as frames, and what was not read.

    As in `open_data`, they exclude what disclosure control withholds.

    Raises:
        RenderingError: a record is of an internal report, or a policy has none.
        InvalidObservations: the figures cannot be read.

    >>> from kommunepolitik.documents import read_all
    >>> from kommunepolitik.site import public_figures
    >>> figures, notices = public_figures(read_all(["docs/tutorial/nybro"]))
    >>> sorted(figures), len(figures["observations"]) > 0
    (['observations', 'results'], True)
    """
    found, notices, _ = _shown(documents, shared, at, known, records)
    return {table.name: table.frame() for table in tables(found) if table.name in FIGURES}, notices


def _shown(
    documents: Sequence[Document],
    shared: Sequence[Path],
    at: Period | None,
    known: Period | None,
    records: Mapping[str, Record] | None,
) -> tuple[list[PolicyData], Sequence[Problem], Period | None]:
    """Return policies as the public may see them, what was not read, and the day of knowledge they were judged by."""
    notices: Sequence[Problem] = ()
    if records is None:
        site = gather(documents, shared, at, known=known)
        found, notices = [_judged(site, policy) for policy in site.portfolio], site.observations.notices
    else:
        problems = [
            Problem(code="no_record_of_policy", data={"value": each.policy.id})
            for each in documents
            if each.policy.id not in records
        ]
        internal = [id for id, record in records.items() if record.audience == "internal"]
        problems += [Problem(code="internal_record_open", data={"value": id}) for id in internal]
        if problems:
            raise RenderingError(*problems)
        shown = _still_shown(documents, records)
        found = [_recorded(each.policy, shown[each.policy.id]) for each in documents]
        dates = [record.known or record.at for record in records.values()]
        known = max((date for date in dates if date is not None), default=None)
    return found, notices, known


def _judged(site: Site, policy: Policy) -> PolicyData:
    """Return a policy judged now, as its report would be."""
    own = site.observations.of(policy.id)
    evaluation = evaluate(policy, own if len(own) else None, at=site.at, known=site.known)
    figures = [
        {name: getattr(row, name) for name in (*_COPIED, "indicator", "group", "period")}
        for row in evaluation.figures.of_policy(policy.id)
    ]
    return PolicyData(policy=policy, results=evaluation.results, figures=figures, sources=policy.sources)


def _still_shown(documents: Sequence[Document], records: Mapping[str, Record]) -> Mapping[str, Record]:
    """Return records without the figures that are withheld today, though they were not when they were reported."""
    if all(each.policy.disclosure is None for each in documents):
        return records
    site = gather(documents)
    return {id: record.without(_among(_withheld(site, id))) for id, record in records.items()}


def _withheld(site: Site, policy: str) -> Collection[tuple[str, str, str]]:
    """Return indicator, group and period of the figures of a policy that disclosure control withholds."""
    table = site.observations.of(policy).frame
    hidden = table.loc[table["suppressed"].isin(SUPPRESSED), ["indicator", "group", "period"]].fillna("")
    return set(hidden.itertuples(index=False, name=None))


def _among(keys: Collection[tuple[str, str, str]]) -> Callable[[UsedFigure], bool]:
    return lambda figure: (figure.indicator, figure.group, str(figure.period)) in keys


def _recorded(policy: Policy, record: Record) -> PolicyData:
    """Return a policy as it was reported; fields that do not affect any judgement are the present ones."""
    now = {each.id: each for each in policy.indicators}
    indicators = [
        attrs.evolve(each, **{name: getattr(now[each.id], name) for name in _NOT_IN_A_RECORD})
        if each.id in now
        else each
        for each in record.policy.indicators
    ]
    figures = [
        {name: getattr(each, name, None) for name in (*_COPIED, "indicator", "group", "period")}
        for each in record.figures
    ]
    judged = attrs.evolve(record.policy, indicators=indicators, policy_area=policy.policy_area)
    return PolicyData(policy=judged, results=record.results, figures=figures, sources=policy.sources)


def _day(policies: Sequence[PolicyData], given: Period | None) -> dt.date | None:
    """Return the reference day of data: the given one, else the newest publication day of a figure."""
    if given is not None:
        return given.end
    published = [Period(str(row["published"])).end for each in policies for row in each.figures if row["published"]]
    return max((day for day in published if day is not None), default=None)


# Writing


def _write(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Write files, all of them or none.

    The description comes first, since a later run, after this one was killed, knows a folder of its own by it.
    """
    _check(folder, files)
    contents = {folder / name: files[name] for name in sorted(files, key=lambda name: name != DATAPACKAGE)}
    if all(holds(path, content) for path, content in contents.items()):
        return False
    write_files(contents, durable=False)
    return True


def _check(folder: Path, files: Mapping[str, Any]) -> None:
    """Raise `FileError` where a file that open data did not write would be overwritten."""
    check_no_policy(folder)
    if is_there(folder) and not is_folder(folder):
        raise FileError(Problem(code="not_a_folder", file=str(folder)))
    there = [name for name in files if is_there(folder / name)]
    if there and not _is_ours(folder / DATAPACKAGE):
        problems = [Problem(code="not_our_file", file=str(folder / name)) for name in there]
        raise FileError(*problems)


def _is_ours(file: Path) -> bool:
    try:
        return json.loads(read_text(file))["generator"] == GENERATOR  # type: ignore[no-any-return]
    except (KommunepolitikError, ValueError, LookupError, RecursionError, TypeError):
        return False
