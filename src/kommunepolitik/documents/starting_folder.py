"""The files with which a policy begins: a commented skeleton, the files beside it, schemas for editors, CI.

Nothing in them is a figure: what has to be written is a placeholder in brackets, which rule KP201 finds, or a gap.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Final

import attrs

from kommunepolitik.documents.files import (
    ACCOUNTS_FILE,
    CASE_FILE,
    ORGANISATION_FILE,
    POLICY_FILES,
    SETTINGS_FILE,
)
from kommunepolitik.documents.schema import FOLDER
from kommunepolitik.documents.write import scalar_text, to_yaml
from kommunepolitik.model import Missing, Municipality, Period, Policy
from kommunepolitik.model.text import slug_of

WORKFLOW: Final = ".github/workflows/check.yml"
"""What GitHub runs; it is read in the root of a repository alone."""
README: Final = "README.md"
"""The commands, for colleagues."""
SHARED_FILES: Final = (ORGANISATION_FILE, SETTINGS_FILE, WORKFLOW)
"""The files that the folder above may have for several policies; one beside a policy would take their place."""
TITLE_PLACEHOLDER: Final = "[Titel på politikken]"
"""What a policy is called until somebody writes its title."""

_TEMPLATES: Final = Path(__file__).with_name("starting_files")
_SCHEMAS: Final = tuple(f"{name}.schema.json" for name in ("policy", "accounts", "case", "organisation"))
_FIGURES: Final = "observations.csv"
_HEADER: Final = "\N{ZERO WIDTH NO-BREAK SPACE}indikator;gruppe;periode;værdi;kilde\n"
"""The first sign is the mark by which Excel knows UTF-8; without it, Excel would save the header with other letters."""


class _Template(Template):
    """A template with a sign of its own, since YAML, TOML and workflows use the others."""

    delimiter = "§"


def starting_policy(
    municipality: Municipality, folder: str, title: str = "", period: Period | None = None, id: str = ""
) -> Policy:
    """Return what is known of a policy that is begun in a folder of a name; what is not is a placeholder or a gap.

    Raises:
        InvalidModel: with every value that is not allowed.

    >>> policy = starting_policy(Municipality.find("Slagelse"), "unge_2026")
    >>> policy.id, policy.title, policy.missing[0].what
    ('slagelse-unge-2026', '[Titel på politikken]', 'period')
    """
    name = next((each for each in (title, folder) if _has_letters(each)), "politik")
    return Policy(
        id=id or _id_of(municipality, name),
        title=" ".join(title.split()) or TITLE_PLACEHOLDER,
        municipality=municipality,
        period=period,
        stage="draft",
        missing=() if period is not None else [Missing(what="period", why="not_set")],
    )


def _has_letters(text: str) -> bool:
    """Return whether an id can be made of a text: it has letters or digits."""
    return any(slug_of(sign) != slug_of("") for sign in text)


def _id_of(municipality: Municipality, name: str) -> str:
    """Return an id with the municipality before the name, if the name does not have it already."""
    home, own = slug_of(municipality.name), slug_of(name)
    return own if f"{own}-".startswith(f"{home}-") else slug_of(f"{home}-{own}")


def starting_files(policy: Policy, language: str = "da") -> Mapping[str, str]:
    """Return the texts of the files with which a policy begins, by their path in its folder; the policy comes last.

    The comments are in Danish, as are most policies; `language` is that of the reports.

    >>> policy = starting_policy(Municipality.find("330"), "unge")
    >>> list(starting_files(policy))[-1]
    'policy.yaml'
    """
    without_gap = attrs.evolve(policy, missing=())
    head = to_yaml(without_gap)
    if policy.missing:
        head += "# period: ÅR..ÅR\nmissing:\n  - {what: period, why: not_set}\n"
    values = {
        "head": head,
        "title": policy.title,
        "case_title": scalar_text(f"Opfølgning på {policy.title}"),
        "municipality": json.dumps(policy.municipality.full_name, ensure_ascii=False),
        "language": language,
        "version": version("kommunepolitik"),
    }
    names = (WORKFLOW, README, SETTINGS_FILE, ORGANISATION_FILE, ACCOUNTS_FILE, CASE_FILE, POLICY_FILES[0])
    schemas = {f"schemas/{name}": (FOLDER / name).read_text("utf-8") for name in _SCHEMAS}
    texts = {name: _template(Path(name).name).substitute(values) for name in names}
    return {**schemas, _FIGURES: _HEADER, **texts}


def _template(name: str) -> Template:
    return _Template((_TEMPLATES / name).read_text("utf-8"))
