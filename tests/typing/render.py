"""The documented calls of `render`: text for HTML and Markdown, bytes for PDF and Word, either for a format not known here."""

from typing import assert_type

import kommunepolitik as kp
from kommunepolitik.rendering import render


def calls(p: kp.Policy, e: kp.Evaluation, format: str) -> None:
    """Call it in each way."""
    assert_type(render(p), str)
    assert_type(render(p, "md", language="en"), str)
    assert_type(render(e, "pdf"), bytes)
    assert_type(render(e, format="docx"), bytes)
    assert_type(render(e, format, internal=True), str | bytes)
    render(p, "md", languag="en")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    render("x")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue, reportArgumentType]
