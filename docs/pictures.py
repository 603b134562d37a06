"""Pictures of the docs: charts and pages that the library makes of the made-up municipality of the tutorial."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

import kommunepolitik as kp
from kommunepolitik import blocks
from kommunepolitik.cli.app import app
from kommunepolitik.formats import charts

NYBRO = Path(__file__).parent / "tutorial" / "nybro"
PAGES = {1: "paper-summary", 2: "paper-overview", 3: "paper-track"}
"""The pages of a paper that are shown, from 1."""


def write(folder: Path) -> None:
    """Write all pictures into a folder."""
    folder.mkdir(exist_ok=True)
    for name, chart in _charts():
        (folder / f"{name}.svg").write_text(charts.svg(chart, "da"), "utf-8")
    for name, image in paper_pages():
        (folder / f"{name}.png").write_bytes(image)


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
        options = f"--output {folder} --paper --format pdf --at 2026 --known 2027-02-26 --since 2025 --since-known 2026-02-28"
        app(["report", str(NYBRO), "--observations", str(NYBRO / "national.csv"), *options.split()], standalone_mode=False)
        document = pypdfium2.PdfDocument(Path(folder, "nybro-integration-2024--sag.pdf").read_bytes())
        for number, name in PAGES.items():
            image = Path(folder, f"{name}.png")
            document[number - 1].render(scale=1.5).to_pil().quantize(64).save(image, optimize=True)
            yield name, image.read_bytes()
