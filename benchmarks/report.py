"""The cost of reports: pages, paper and formats for 30 indicators, and 300 policies in parallel; ratios of one run.

Run with `make benchmark`.
"""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import seconds

import kommunepolitik.model as m
from kommunepolitik import Policy, check, evaluate
from kommunepolitik.blocks import Chart, Report, walk
from kommunepolitik.documents import dump, read_all
from kommunepolitik.formats import charts, drawing, to_format
from kommunepolitik.i18n import language
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site import Build, Site, gather
from kommunepolitik.site.workers import processors

YEARS = range(2010, 2025)


def policy(id: str, place: m.Municipality, indicators: int, groups: int, supersedes: str | None = None) -> Policy:
    """Return a policy; every third indicator is also measured for each group, and has a target for it."""
    parts = tuple(m.Group(id=f"gruppe-{n}", title=f"Gruppe {n}") for n in range(groups))
    measured = []
    for number in range(indicators):
        targets = [
            m.LevelTarget(value=60, comparison="at_least", due=m.Period("2024")),
            m.LevelTarget(value=70, comparison="at_least", due=m.Period("2030")),
        ]
        if number % 3 == 0:
            due = m.Period("2030")
            targets += [
                m.LevelTarget(id=f"til-{part.id}", value=70, comparison="at_least", due=due, group=part.id)
                for part in parts
            ]
        measured.append(
            m.Indicator(
                id=f"tal-{number}",
                title=f"Indikator {number}",
                unit="%",
                baseline=m.Baseline(period=m.Period("2010"), value=40),
                targets=tuple(targets),
            )
        )
    areas = tuple(
        m.FocusArea(
            id=f"omraade-{area}",
            title=f"Område {area}",
            goals=tuple(
                m.Goal(id=f"maal-{each.id}", statement=f"Mål for {each.title}", measured_by=(each.id,))
                for each in measured[area::6]
            ),
        )
        for area in range(6)
    )
    return Policy(
        id=id,
        title=f"Politik {id}",
        municipality=place,
        policy_area="integration",
        period=m.Period("2010..2023") if supersedes is None else m.Period("2024.."),
        stage="adopted",
        supersedes=supersedes,
        focus_areas=areas,
        indicators=tuple(measured),
        groups=parts,
    )


def lay(folder: Path, policies: list[Policy]) -> Path:
    """Write policies with a figure for each series and year to a folder."""
    dice = random.Random(2026)
    for each in policies:
        rows = ["indicator;group;period;value;source"]
        for indicator in each.indicators:
            for group in dict.fromkeys(target.group or "" for target in indicator.targets):
                values = ((year, 40 + (year - 2010) * dice.uniform(0, 2.5)) for year in YEARS)
                rows += [f"{indicator.id};{group};{year};{value:.1f};Register" for year, value in values]
        home = folder / each.id
        home.mkdir(parents=True)
        dump(each, home / "policy.yaml")
        (home / "observations.csv").write_text("\n".join([*rows, ""]), "utf-8")
    return folder


def table(title: str, rows: dict[str, float], base: str) -> None:
    """Print times and their ratios to one of them."""
    print(f"\n{title}")
    for name, value in rows.items():
        print(f"  {name:<52} {value * 1000:9.0f} ms {value / rows[base]:6.2f}")


def undrawn() -> None:
    """Clear the cache of drawn charts."""
    drawing.drawn_svg.cache_clear()


def drawn(report: Report) -> list[str]:
    """Draw the charts of a report."""
    return [charts.svg(each, "da") for each in walk(report.sections) if isinstance(each, Chart)]


def site_of(folder: Path) -> Site:
    """Read a folder of policies."""
    return gather(read_all([folder]))


def one_report(folder: Path, groups: int) -> None:
    """Measure a policy of 30 indicators: the input of its reports, each report, each format, and all together."""
    home = lay(folder, [policy("politik", m.Municipality(name="Nybro", fictitious=True), 30, groups)])
    site, words, out = site_of(home), language("da"), folder / "out"
    (mine,) = site.portfolio
    context = site.context(mine, words)
    page, followup, short = policy_page(context), followup_page(context), paper(context)

    def site_again(paper: bool = False, output: Path | None = None) -> None:
        folder_of_pages = output or Path(tempfile.mkdtemp(dir=folder.parent))
        list(Build(site_of(home), folder_of_pages, ["html"], "da", paper=paper).run())

    rows = {
        "load: policy and figures": seconds(lambda: site_of(home), 5),
        "evaluate": seconds(lambda: evaluate(mine, context.observations), 5),
        "rules": seconds(lambda: check(mine, context.observations), 5),
        "build the page of the policy": seconds(lambda: policy_page(site.context(mine, words)), 5),
        "build the follow-up": seconds(lambda: followup_page(site.context(mine, words)), 5),
        "build the paper": seconds(lambda: paper(site.context(mine, words)), 5),
        f"charts of the follow-up ({len(drawn(followup))})": seconds(lambda: drawn(followup), 5, before=undrawn),
    }
    for name, report in (("page of the policy", page), ("follow-up", followup), ("paper", short)):
        for format in ("html", "md", "docx", "pdf"):
            rows[f"write the {name}, {format}"] = seconds(lambda r=report, f=format: to_format(r, f), 2)  # type: ignore[misc]
    rows["page and follow-up: all of it"] = seconds(site_again, 5, before=undrawn)
    rows["page, follow-up and paper: all of it"] = seconds(lambda: site_again(paper=True), 5, before=undrawn)
    site_again(output=out)
    rows["page and follow-up, unchanged"] = seconds(lambda: site_again(output=out), 5)
    figures = len(site.observations)
    table(f"30 indicators, {groups} groups, 15 years: {figures} figures", rows, "page and follow-up: all of it")


def many_policies(folder: Path, count: int, indicators: int) -> None:
    """Measure many policies: sequentially, in parallel, and again."""
    places = m.Municipality.all()
    policies = []
    for number in range(count):
        place, edition = places[number % len(places)], number // len(places)
        before = f"k{place.code}-{edition - 1}" if edition else None
        policies.append(policy(f"k{place.code}-{edition}", place, indicators, 0, before))
    home = lay(folder / "in", policies)
    rows: dict[str, float] = {}

    def timed(name: str, run: Callable[[], object]) -> None:
        started = time.perf_counter()
        run()
        rows[name] = time.perf_counter() - started

    def make(name: str, output: str, workers: int) -> Build:
        build = Build(site, folder / output, ["html"], "da", workers=workers)
        timed(name, lambda: list(build.run()))
        return build

    timed("load", lambda: site_of(home))
    site = site_of(home)
    build = make("one after the other", "one", 1)
    make(f"side by side ({processors()} processes)", "two", processors())
    again = make("once more, nothing changed", "two", processors())
    assert not again.written
    first = next(iter(site.portfolio)).id
    changed = home / first / "observations.csv"
    changed.write_text(changed.read_text("utf-8").replace("2024;", "2024;1"), "utf-8")
    site = site_of(home)
    part = make("once more, the figures of one policy changed", "two", processors())
    counts = f"{len(build.paths)} pages, {len(part.written)} written at last"
    table(f"{count} policies of {indicators} indicators: {counts}", rows, "one after the other")


def main() -> None:
    """Measure and print."""
    if not charts.available():
        raise SystemExit("needs the extra charts")
    with tempfile.TemporaryDirectory() as folder:
        one_report(Path(folder) / "none", 0)
        one_report(Path(folder) / "two", 2)
        many_policies(Path(folder) / "many", 300, 5)


if __name__ == "__main__":
    main()
