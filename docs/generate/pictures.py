"""Pictures of the docs: charts and pages that the library makes of the made-up municipality of the tutorial."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pypdfium2

import kommunepolitik as kp
from kommunepolitik import blocks, formats
from kommunepolitik.cli.app import app
from kommunepolitik.formats import charts
from kommunepolitik.i18n import language
from kommunepolitik.report.lines import SHAPES, SHOWN_WORDS

NYBRO = Path(__file__).parents[1] / "tutorial" / "nybro"
PAGES = {1: "paper-summary", 2: "paper-overview", 3: "paper-track"}
"""The pages of a paper that are shown, from 1."""

STYLE = Path(formats.__file__).parent / "templates" / "html" / "style.css"
COLOURS = {"achieved": "good", "on_track": "accent", "off_track": "gap", "missed": "bad", "not_assessed": "soft-ink"}
"""The variable of the style with the colour of each word."""


def write_pictures(folder: Path) -> None:
    """Write all pictures into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "statuses.svg").write_text(statuses_svg(), "utf-8")
    for name, chart in _charts():
        (folder / f"{name}.svg").write_text(charts.svg(chart, "da"), "utf-8")
    for name, image in paper_pages():
        (folder / f"{name}.png").write_bytes(image)


def statuses_svg() -> str:
    """Return the five words of a status with their signs, in the colours of a page."""
    variables = dict(re.findall(r"--([\w-]+): (#\w+);", STYLE.read_text("utf-8").partition("@media")[0]))
    danish, parts = language("da").gettext, []
    for number, (code, variable) in enumerate(COLOURS.items()):
        dashes = ' stroke-dasharray="4 3"' if code == "not_assessed" else ""
        parts.append(
            f'<g fill="none" stroke="{variables[variable]}" transform="translate({1 + 156 * number} 1)">'
            f'<rect width="148" height="30" rx="6"{dashes}/>'
            f'<text x="74" y="20" text-anchor="middle" fill="{variables[variable]}" stroke="none">'
            f"{SHAPES[code]} {danish(SHOWN_WORDS[code])}</text></g>"
        )
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 774 32" font-family="sans-serif" font-size="14">'
    return "".join([head, *parts, "</svg>"])


def _charts() -> Iterator[tuple[str, blocks.Chart]]:
    """Yield a chart of an indicator with the path to its target, and one of what became of an earlier edition."""
    editions = kp.load_portfolio(NYBRO)
    policy = editions["nybro-integration-2024"]
    figures = kp.read_observations([NYBRO / "integration_2024" / "observations.csv", NYBRO / "national.csv"], policy)
    evaluation = kp.evaluate(policy, figures, at="2026")
    yield "target-paths", _chart(kp.build_report(evaluation, observations=figures), "Unge med en ungdomsuddannelse")
    comparison = kp.compare(editions["nybro-integration-2020"], policy)
    yield "lineage", _chart(kp.build_report(comparison))


def _chart(report: blocks.Report, title: str = "") -> blocks.Chart:
    """Return the first chart of a report whose title begins so."""
    charts = (each for each in blocks.walk(report.sections) if isinstance(each, blocks.Chart))
    return next(each for each in charts if each.title.startswith(title))


def paper_pages() -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the paper for 2026 that are shown, by name, as PNG."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["report", str(NYBRO / "integration_2024"), "--observations", str(NYBRO / "national.csv")]
        command += ["--output", folder, "--paper", "--format", "pdf", "--at", "2026", "--known", "2027-02-26"]
        command += ["--since", "2025", "--since-known", "2026-02-28"]
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            app(command, standalone_mode=False)
        document = pypdfium2.PdfDocument(Path(folder, "nybro-integration-2024--sag.pdf").read_bytes())
        for number, name in PAGES.items():
            image = Path(folder, f"{name}.png")
            document[number - 1].render(scale=1.5).to_pil().quantize(64).save(image, optimize=True)
            yield name, image.read_bytes()


if __name__ == "__main__":  # the picture of the README
    Path(sys.argv[1]).write_bytes(dict(paper_pages())["paper-overview"])
