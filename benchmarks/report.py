"""What reports cost: the page, the follow-up and the paper of a policy of 30 indicators, built and in each format."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import kommunepolitik.model as m
from benchmarks.made_up import lay, policy
from benchmarks.measuring import Row, side_by_side
from kommunepolitik import check, evaluate
from kommunepolitik.blocks import Chart, walk
from kommunepolitik.documents import read_all
from kommunepolitik.formats import charts, drawing, to_format
from kommunepolitik.i18n import language
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site import Site, gather

FORMATS = ("html", "md", "json", "docx", "pdf")


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the time of each step beside reading the policy and its figures, and of each format beside HTML."""
    with tempfile.TemporaryDirectory() as folder:
        nybro = m.Municipality(name="Nybro", fictitious=True)
        home = lay(Path(folder), [policy("politik", nybro, 3 if quick else 30, 2)])
        yield from _of_steps(home, 1 if quick else 5)
        yield from _of_formats(home, FORMATS[:2] if quick else FORMATS, 1 if quick else 3)


def _site(home: Path) -> Site:
    return gather(read_all([home]))


def _of_steps(home: Path, times: int) -> Iterator[Row]:
    site, words = _site(home), language("da")
    (mine,) = site.portfolio
    context = site.context(mine, words)
    followup = followup_page(context)

    def draw() -> None:
        drawing.drawn_svg.cache_clear()
        for block in walk(followup.sections):
            if isinstance(block, Chart):
                charts.svg(block, "da")

    runs = {
        "read the policy and its figures": lambda: _site(home),
        "evaluate": lambda: evaluate(mine, context.observations),
        "check": lambda: check(mine, context.observations),
        "build the page of the policy": lambda: policy_page(site.context(mine, words)),
        "build the follow-up": lambda: followup_page(site.context(mine, words)),
        "build the paper": lambda: paper(site.context(mine, words)),
        "draw the charts of the follow-up": draw,
    }
    base, *others = runs
    taken = side_by_side(runs, times)
    for name in others:
        yield Row("report", f"{name}, 30 indicators", "to " + base, taken[name], taken[base])


def _of_formats(home: Path, formats: tuple[str, ...], times: int) -> Iterator[Row]:
    """Yield the time of writing reports; their charts were drawn before."""
    site, words = _site(home), language("da")
    context = site.context(next(iter(site.portfolio)), words)
    reports = {"page": policy_page(context), "follow-up": followup_page(context), "paper": paper(context)}
    for name, report in reports.items():
        runs = {format: partial(to_format, report, format) for format in formats}
        taken = side_by_side(runs, times)
        for format in formats[1:]:
            yield Row("report", f"write the {name} as {format}", "as html", taken[format], taken["html"])
