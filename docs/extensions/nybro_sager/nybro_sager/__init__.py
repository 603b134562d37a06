"""The case numbers of Nybro's records system, kept in the annotations of its policies."""

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import kommunepolitik as kp
from kommunepolitik.checks import Found, Subject, found, rule
from kommunepolitik.documents import read
from kommunepolitik.errors import KommunepolitikError

KEY = "sag"
"""The key among an element's annotations."""


def read_cases(path: Path) -> dict[str, str]:
    """Return the number of the case of each element, from a list that the records system exports."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):  # the second as older Danish systems write it
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            break
    else:
        sys.exit(f"{path}: neither UTF-8 nor Windows-1252")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    cases = {}
    try:
        if missing := {"element", "sag"} - {*(rows.fieldnames or ())}:
            sys.exit(f"{path}: no column {', '.join(sorted(missing))}")
        for row in rows:
            element, case = ((row[key] or "").strip() for key in ("element", "sag"))
            if not (element and case):
                sys.exit(f"{path}:{rows.line_num}: a row needs an element and the number of its case")
            cases[element] = case
    except csv.Error as error:
        sys.exit(f"{path}:{rows.reader.line_num}: {error}")
    return cases


def with_cases(policy: kp.Policy, cases: Mapping[str, str]) -> kp.Policy:
    """Return a policy whose elements have the numbers of their cases; what other tools have written is kept."""
    for id, case in cases.items():
        annotations = {**policy.element(id).annotations, KEY: case}
        policy = policy.replace(id, annotations=annotations)
    return policy


def case_list(policy: kp.Policy) -> Iterator[tuple[str, str, str]]:
    """Yield number, title and centre of each case, for the secretary of the committee."""
    for element in policy.elements.values():
        if case := element.annotations.get(KEY):
            title = getattr(element, "title", None) or getattr(element, "statement", None) or element.id
            yield str(case), str(title), getattr(element, "responsible", None) or ""


@rule("NYB201", "info", {"da": "Indsatsområde uden sag", "en": "Focus area without case"})
def no_case(subject: Subject) -> Iterator[Found]:
    """Find focus areas that have no case in the records system.

    **Fix.** Open a case, export the list of cases, and run `nybro-sager POLICY LIST`.
    """
    for area in subject.policy.focus_areas:
        if KEY not in area.annotations:
            yield found(area, {"da": "»{title}« har ingen sag", "en": "'{title}' has no case"})


def main() -> None:
    """Write the numbers of a list of cases into a policy, if a list is given; then print the cases of the policy."""
    parser = argparse.ArgumentParser(prog="nybro-sager", description=main.__doc__)
    parser.add_argument("policy", type=Path)
    parser.add_argument("cases", type=Path, nargs="?", help="a CSV file with the columns element;sag")
    given = parser.parse_args()
    try:
        document = read(given.policy)
        policy = document.policy
        if given.cases:
            policy = with_cases(policy, read_cases(given.cases))
            kp.dump(policy, document.path, overwrite=True)
    except (KommunepolitikError, OSError) as error:
        sys.exit(str(error))
    for case in sorted(case_list(policy)):
        print(*case, sep=" · ")
