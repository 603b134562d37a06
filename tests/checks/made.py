"""Small policies and tables of figures, written as in a file, and what the rules find in them."""

import io
from textwrap import dedent
from typing import Any

import pandas as pd

import kommunepolitik as kp
from kommunepolitik.checks import Finding
from kommunepolitik.documents import parse
from kommunepolitik.observations import Observations

HEAD = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\n"


def policy(text: str = "") -> kp.Policy:
    """Return a policy from the part of a file that matters."""
    return parse(HEAD + dedent(text))


def figures(text: str) -> Observations:
    """Return a table of figures from the lines of a Danish file."""
    return kp.read_observations(pd.read_csv(io.StringIO(dedent(text).strip()), sep=";", dtype=str))


def findings(code: str, text: str, rows: str | None = None, at: str | None = None, **more: Any) -> list[Finding]:
    """Return what one rule finds."""
    return kp.check(policy(text), None if rows is None else figures(rows), at, select=[code], **more)


def found(code: str, text: str, rows: str | None = None, at: str | None = None, **more: Any) -> list[tuple[str, str]]:
    """Return what one rule finds, as element and severity."""
    return [(finding.element or "p", finding.severity) for finding in findings(code, text, rows, at, **more)]
