"""Rules on the document: placeholders, counts, ignored rules, departments, and what earlier editions contain."""

import re
from collections.abc import Iterator
from typing import Any, Final

from kommunepolitik.checks.finding import Path, Severity, Word
from kommunepolitik.checks.registry import Found, Subject, found, is_own_code, nearest_code, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n.labels import LABELS
from kommunepolitik.model import Element, Missing, Policy, StatedCount, count
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.plan import department_of
from kommunepolitik.model.record import shapes_of
from kommunepolitik.model.references import Visit

_WORDS: Final = (
    "tekst|text|indsæt|insert|navn|dato|billede|foto|figur|graf|titel|overskrift|udfyld|kommune|beløb|tal|antal|årstal|"
    "pladsholder|placeholder|logo|baggrund"
)
PLACEHOLDER: Final = re.compile(
    rf"\[(?:(?i:{_WORDS})[^\[\]\n]{{0,40}}|[A-ZÆØÅ][A-ZÆØÅ \d_-]{{4,40}}|_+|x{{2,}})\](?!\()"
    r"|(?i:\blorem ipsum\b)|\bTODO\b|\bTBD\b|(?i:(?<!\w)x{3,}(?!\w))"
)
"""Text in place of the real text: lorem ipsum, TODO, xxx, and in brackets (as omissions and links are too) a word that
templates use, or capitals."""

_QUOTES: Final = {"»": "«", '"': '"', "“": "”", "„": "“", "'": "'", "”": "”"}


@rule("KP201", "warning", N_("Placeholder text"))
def placeholder(subject: Subject) -> Iterator[Found]:
    """Find placeholders in texts: `[tekst]`, `[BILLEDE]`, lorem ipsum, TODO, xxx.

    A placeholder that a note quotes, in quotation marks or where it states what is missing, is information only.

    **Why.** Drafts are passed on with their placeholders, and readers overlook some of them.

    **Fix.** Write the text. If it is not available, leave the field out and name it under `missing`.

    **Example.** Found, and below it how to name the gap:

    ```yaml
    vision: {id: vision, statement: "[tekst]"}
    # fix:
    missing:
      - {what: vision, why: not_in_sources, note: "I udkastet står kun »[tekst]«."}
    ```
    """
    for element, path, visit in _with_owner(subject):
        for place, text in _texts(visit):
            for match in PLACEHOLDER.finditer(text):
                quoted = isinstance(visit.value, Missing) or _is_quoted(text, match)
                wording, severity = ("placeholder_quoted", "info") if quoted else ("placeholder", None)
                data: dict[str, Any] = {"severity": severity, "field": place[0], "text": match[0]}
                yield found(element, wording, within=(*path, *place), **data)


@rule("KP202", "warning", N_("Counts that differ from what the document states"))
def count_differs(subject: Subject) -> Iterator[Found]:
    """Find counts that the document states (20 delmål) and that differ from the number of elements in the policy.

    A list that the policy calls incomplete is not compared. A number of goals may or may not count the sub-goals;
    either agrees.

    **Why.** Either something was lost in the transfer, or the document contradicts itself. Both are worth knowing.

    **Fix.** Add what is missing; or name the list under `missing` as incomplete; or correct the stated count. Where
    the document itself is wrong, ignore the rule with that reason.

    **Example.** Found where there are four areas:

    ```yaml
    stated_counts:
      - {what: focus_areas, low: 5}
    ```
    """
    for index, stated in enumerate(subject.policy.stated_counts):
        number = count(subject.policy, stated.what)
        if number is None or number.agrees(stated) or _agrees_without_sub_goals(subject.policy, stated):
            continue
        given = str(stated.low) if stated.high is None else f"{stated.low}-{stated.high}"
        what = Word(stated.what, LABELS["count"][stated.what])
        within = ("stated_counts", index)
        yield found(subject.policy, "count_differs", within=within, stated=given, what=what, found=str(number))


@rule("KP203", "warning", N_("Ignored rule that does not exist"))
def unknown_rule(subject: Subject) -> Iterator[Found]:
    """Find ignored codes that no rule has.

    **Why.** A misspelt code ignores nothing, and what was meant to be ignored comes back.

    **Fix.** Correct the code; `kommunepolitik rules` lists them. A rule of another package exists where the settings
    name the package under `extensions`.

    **Example.** Found: there is no KP999.

    ```yaml
    ignored:
      - {code: KP999, reason: Målene er hensigter.}
    ```
    """
    for index, ignored in enumerate(subject.policy.ignored):
        if ignored.code not in subject.codes:
            near, within = nearest_code(ignored.code, subject.codes), ("ignored", index, "code")
            unknown = "unknown_own_rule" if is_own_code(ignored.code) else "unknown_rule"
            wording = unknown if near is None else "unknown_rule_near"
            yield found(subject.policy, wording, within=within, value=ignored.code, nearest=near)


@rule("KP204", "warning", N_("Responsible that is not a department"))
def no_department(subject: Subject) -> Iterator[Found]:
    """Find responsible units that match none of the municipality's departments by title, other name or id.

    Only checked where departments are given: in the file `organisation.yaml` beside the policy or in the folder above.

    **Why.** After a reorganisation policies still name the old departments, and a misspelt name counts as a separate
    unit in all totals by who is responsible.

    **Fix.** Write the name as `organisation.yaml` has it; the nearest is suggested. Where documents use another name
    for the same department, add it there under `other_names`; where a body of another kind is responsible, add it as a
    department or ignore the rule for the element.

    **Example.** Found, with the suggestion "Center for Job og Læring":

    ```yaml
    departments:                                   # organisation.yaml
      - {id: job, title: Center for Job og Læring, other_names: [Jobcentret]}
    ```

    ```yaml
    indicators:                                    # policy.yaml
      - {id: i, title: I job, responsible: Center for Job og Laering}
    ```
    """
    if not subject.departments:
        return
    for element in (subject.policy, *subject.policy.elements.values()):
        named = getattr(element, "responsible", None)
        if named is not None and department_of(named, subject.departments) is None:
            near = nearest(named, [name for each in subject.departments for name in each.names])
            wording = "no_department" if near is None else "no_department_near"
            yield found(element, wording, within=("responsible",), value=named, nearest=near)


@rule("KP301", "error", N_("Continuation of an element that the earlier edition does not have"))
def no_such_earlier(subject: Subject) -> Iterator[Found]:
    """Find elements that carry on one which the earlier edition does not have.

    Only checked where the earlier edition is given: check both policies in one command.

    **Why.** A comparison of the editions would call the one new and the other dropped, contrary to the policy.

    **Fix.** Correct the address; the nearest id is suggested.

    **Example.** Found where `politik-2013` has no `delmaal-21`:

    ```yaml
    goals:
      - id: beskaeftigelse-1
        statement: Flere i arbejde.
        continues:
          - {address: politik-2013#delmaal-21, basis: source}
    ```
    """
    earlier = subject.earlier
    if earlier is None:
        return
    for element in (subject.policy, *subject.policy.elements.values()):
        for index, continuation in enumerate(element.continues):
            edition, id = continuation.address.policy, continuation.address.element or ""
            misspelt = edition not in (earlier.id, earlier.supersedes) and nearest(edition, [earlier.id]) is not None
            if (edition != earlier.id and not misspelt) or (not misspelt and id in ("", *earlier.elements)):
                continue
            near = id if id in earlier.elements else nearest(id, earlier.elements)
            wording = "no_such_earlier" if near is None else "no_such_earlier_near"
            data: dict[str, Any] = {"continued": str(continuation.address), "nearest": near and f"{earlier.id}#{near}"}
            yield found(element, wording, within=("continues", index, "address"), **data)


@rule("KP302", "warning", N_("Continuation that nobody has confirmed"))
def not_confirmed(subject: Subject) -> Iterator[Found]:
    """Find elements that carry on one of an earlier edition only by a proposal (`proposed: true`).

    Each policy has one finding, with the number of elements. It is information while the policy is a draft, and a
    warning from then on.

    **Why.** `kommunepolitik new` proposes that each element of the next edition carries on the one that it was copied
    from. A goal that is then rewritten may carry on another, several, or none; a comparison shows what is proposed as
    not confirmed.

    **Fix.** Where it is right, remove `proposed: true`, and write `basis: source` with a citation if the new edition
    states it. Where it is wrong, correct the address or remove the line.

    **Example.** Found as long as `proposed` is there:

    ```yaml
    goals:
      - id: flere-i-arbejde
        statement: Flere i arbejde.
        continues:
          - {address: politik-2024#flere-i-arbejde, basis: interpretation, proposed: true}
    ```
    """
    policy, set_aside = subject.policy, {each.element for each in subject.policy.ignored if each.code == "KP302"}
    proposed = [
        (element.id, (*subject.paths[element.id], "continues", index))
        for element in (policy, *policy.elements.values())
        for index, each in enumerate(element.continues)
        if each.proposed and element.id not in set_aside
    ]
    if proposed:
        ids = list(dict.fromkeys(id for id, _ in proposed))
        severity: Severity = "info" if policy.stage == "draft" else "warning"
        data: dict[str, Any] = {"count": len(ids), "elements": ", ".join(ids)}
        yield found(policy, "not_confirmed", severity=severity, within=proposed[0][1], **data)


def _agrees_without_sub_goals(policy: Policy, stated: StatedCount) -> bool:
    uppermost = sum(len(area.goals) for area in policy.focus_areas)
    return stated.what == "goals" and stated.low <= uppermost <= (stated.low if stated.high is None else stated.high)


def _with_owner(subject: Subject) -> Iterator[tuple[Element, Path, Visit]]:
    """Yield every record of the policy with the element it belongs to, and its path within the element."""
    owners: list[tuple[Element, Path]] = []
    for visit in subject.visits:
        while owners and visit.path[: len(owners[-1][1])] != owners[-1][1]:
            owners.pop()
        if isinstance(visit.value, Element):
            owners.append((visit.value, visit.path))
        element, path = owners[-1]
        yield element, visit.path[len(path) :], visit


def _texts(visit: Visit) -> Iterator[tuple[Path, str]]:
    """Yield the free texts of a record, each with its path within it."""
    for shape in shapes_of(visit.kind):
        if shape.scalar is not str or shape.mark is not None:
            continue
        value = visit.get(shape.name)
        if isinstance(value, str):
            yield (shape.name,), value
        elif shape.many:
            yield from (((shape.name, index), text) for index, text in enumerate(value))


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    return _QUOTES.get(text[: match.start()][-1:]) == text[match.end() :][:1]
