"""Many pages: made side by side, each written whole, and none made anew that would be the same."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import dump, read_all
from kommunepolitik.errors import FileError, KommunepolitikError, MissingExtra, Problem, RenderingError
from kommunepolitik.formats import charts
from kommunepolitik.rendering import FORMATS, Build, Site, gather, jobs, render_index
from kommunepolitik.rendering.build import RECORD, fingerprint
from kommunepolitik.rendering.pages import alphabetical
from tests.cli.command import Answer
from tests.cli.command import run as command_line

CODES = [each.code for each in m.Municipality.all()]


def policy(number: int, earlier: int | None = None, **more: object) -> kp.Policy:
    """Return a made policy with two indicators; it may replace an earlier one, and carry on its goal."""
    continues = () if earlier is None else (m.Continuation(address=f"p{earlier}#maal", basis="source"),)
    indicators = [
        m.Indicator(
            id=id,
            title=f"Tal {id}",
            unit="%",
            baseline=m.Baseline(period=m.Period("2020"), value=40),
            targets=(m.LevelTarget(value=60, comparison="at_least", due=m.Period("2030")),),
        )
        for id in ("a", "b")
    ]
    fields: dict[str, object] = {
        "id": f"p{number}",
        "title": f"Politik {number}",
        "municipality": kp.Municipality.find(CODES[number % len(CODES)] or ""),
        "period": m.Period("2020..2023") if earlier is None else m.Period("2024.."),
        "supersedes": None if earlier is None else f"p{earlier}",
        "goals": (m.Goal(id="maal", statement=f"Mål {number}", measured_by=("a",), continues=continues),),
        "indicators": tuple(indicators),
    }
    return kp.Policy(**{**fields, **more})  # type: ignore[arg-type]


def figures(value: float = 50) -> str:
    """Return a table of figures."""
    return f"indicator;period;value\na;2021;44\na;2022;{value:g}\nb;2022;41\n"


def put(folder: Path, *policies: kp.Policy) -> Path:
    """Lay policies in a folder, each with its figures."""
    for each in policies:
        home = folder / each.id
        home.mkdir(parents=True, exist_ok=True)
        dump(each, home / "policy.yaml", overwrite=True)
        (home / "observations.csv").write_text(figures(), "utf-8")
    return folder


def build(folder: Path, output: Path, formats: Sequence[str] = ("html",), code: str = "da", **more: int) -> Build:
    """Make the pages of a folder of policies."""
    made = Build(gather(read_all([folder])), output, formats, code, **more)
    list(made.run())
    return made


def names(paths: Sequence[Path]) -> set[str]:
    """Return the names of files."""
    return {path.name for path in paths}


def held(folder: Path) -> dict[str, bytes]:
    """Return what the pages of a folder hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".json"}


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A folder of three policies: an edition, the one that replaced it, and another municipality's."""
    return put(tmp_path / "in", policy(1), policy(2, earlier=1, municipality=policy(1).municipality), policy(3))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of twelve policies, four of them a later edition."""
    folder = tmp_path_factory.mktemp("many")
    return put(folder, *(policy(n, earlier=n - 1 if n % 3 == 2 else None) for n in range(12)))


# Side by side


def test_side_by_side_gives_the_same_bytes(many: Path, tmp_path: Path) -> None:
    """In processes of their own the pages are those made one after the other, in every format."""
    one = build(many, tmp_path / "one", ["html", "md"])
    two = build(many, tmp_path / "two", ["html", "md"], workers=2)
    assert len(one) == len(one.written) == len(two.written) == 2 * (24 + 4 + 1)
    assert held(tmp_path / "one") == held(tmp_path / "two")
    assert (tmp_path / "one" / RECORD).read_bytes() == (tmp_path / "two" / RECORD).read_bytes()


def test_the_same_policies_give_the_same_pages_every_time(policies: Path, tmp_path: Path) -> None:
    """The order in which Python happens to keep sets has no part in a page."""
    for seed in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "kommunepolitik",
            "report",
            policies,
            "-o",
            tmp_path / seed,
            "--format",
            "html,md",
        ]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert held(tmp_path / "1") == held(tmp_path / "2")


def test_a_script_without_a_guard_gets_its_pages_too(many: Path, tmp_path: Path) -> None:
    """Other processes begin with the library, not with the script."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from kommunepolitik.documents import read_all\n"
        "from kommunepolitik.rendering import Build, gather\n"
        f"build = Build(gather(read_all([{str(many)!r}])), Path({str(tmp_path / 'out')!r}), ['md'], 'da', workers=2)\n"
        "print(len(list(build.run())))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("29\n", "")


def test_what_goes_between_processes_survives_it() -> None:
    """Errors of all kinds come through with their problems."""
    import pickle

    problems = [Problem(code="cannot_write", file=f"{n}.html", data={"detail": "x"}) for n in range(3)]
    for kind in (KommunepolitikError, FileError, MissingExtra, RenderingError):
        for count in range(4):
            error = pickle.loads(pickle.dumps(kind(*problems[:count])))
            assert (type(error), error.problems) == (kind, tuple(problems[:count]))


# Nothing twice


def test_what_is_there_already_is_left_alone(policies: Path, tmp_path: Path) -> None:
    """A second run writes nothing, not even a time."""
    first = build(policies, tmp_path / "out", ["html", "md"])
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    second = build(policies, tmp_path / "out", ["html", "md"])
    assert (len(first.written), first.unchanged) == (16, [])
    assert (second.written, len(second.unchanged)) == ([], 16)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == stamps


def test_what_is_made_from_the_same_is_not_even_made(
    policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run renders no page."""
    build(policies, tmp_path / "out")
    monkeypatch.setattr("kommunepolitik.rendering.jobs.make", None)
    assert len(build(policies, tmp_path / "out").unchanged) == 8


def test_a_new_figure_makes_the_pages_that_show_it(policies: Path, tmp_path: Path) -> None:
    """Of a policy, its report, and what compares its figures; the others and the way in stay."""
    build(policies, tmp_path / "out")
    (policies / "p1" / "observations.csv").write_text(figures(47), "utf-8")
    again = build(policies, tmp_path / "out")
    assert names(again.written) - {"p1--p2.html"} == {"p1.html", "p1--opfoelgning.html"}
    (policies / "p3" / "observations.csv").write_text(figures(47), "utf-8")
    assert names(build(policies, tmp_path / "out").written) == {"p3.html", "p3--opfoelgning.html"}


def test_a_new_word_in_an_edition_makes_the_pages_that_link_to_it(policies: Path, tmp_path: Path) -> None:
    """The later edition says what it carries on, in the words of the earlier."""
    build(policies, tmp_path / "out")
    put(policies, attrs.evolve(policy(1), title="Et nyt navn"))
    again = names(build(policies, tmp_path / "out").written)
    assert again >= {"p1.html", "p1--opfoelgning.html", "p2.html", "p1--p2.html", "index.html"}
    assert "p3.html" not in again


@pytest.mark.parametrize(
    "change",
    [
        lambda site: attrs.evolve(site, at=m.Period("2023")),
        lambda site: attrs.evolve(site, since=m.Period("2022")),
        lambda site: attrs.evolve(site, accounts={"p1": (m.Account(element="a", period="2022", text="Ny"),)}),
        lambda site: attrs.evolve(site, cases={"p1": m.Case(id="sag", title="En sag")}),
    ],
)
def test_pages_follow_all_that_is_told_beside_a_policy(policies: Path, tmp_path: Path, change: object) -> None:
    """The dates, the accounts and the case are as much part of a page as the policy is."""
    site = gather(read_all([policies]))
    list(Build(site, tmp_path / "out", ["html"], "da").run())
    before = held(tmp_path / "out")["p1--opfoelgning.html"]
    list(Build(change(site), tmp_path / "out", ["html"], "da").run())  # type: ignore[operator]
    assert held(tmp_path / "out")["p1--opfoelgning.html"] != before


def test_a_page_in_another_language_is_another_page(policies: Path, tmp_path: Path) -> None:
    """The language counts; asked for Danish again, Danish comes."""
    build(policies, tmp_path / "out")
    danish = held(tmp_path / "out")
    assert len(build(policies, tmp_path / "out", code="en").written) == 8
    assert len(build(policies, tmp_path / "out").written) == 8
    assert held(tmp_path / "out") == danish


def test_another_program_makes_all_pages_anew(policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version is asked; what it makes the same is still left alone."""
    build(policies, tmp_path / "out")
    calls, make = [], jobs.make
    monkeypatch.setattr("kommunepolitik.rendering.build.program", lambda: "another")
    monkeypatch.setattr(jobs, "make", lambda job: (calls.append(job.subject), make(job))[1])
    assert len(build(policies, tmp_path / "out").unchanged) == 8
    assert len(calls) == 5


def test_a_page_changed_by_hand_or_removed_comes_back(policies: Path, tmp_path: Path) -> None:
    """And only that."""
    build(policies, tmp_path / "out")
    good = held(tmp_path / "out")
    (tmp_path / "out" / "p1.html").write_text("<p>Rettet i hånden</p>", "utf-8")
    (tmp_path / "out" / "index.html").unlink()
    assert names(build(policies, tmp_path / "out").written) == {"p1.html", "index.html"}
    assert held(tmp_path / "out") == good


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[]",
        "{",
        '{"pages": 3}',
        '{"pages": {"p1.html": 3}}',
        "\udcff",
    ],
)
def test_a_broken_record_is_as_good_as_none(policies: Path, tmp_path: Path, record: str) -> None:
    """The pages are made anew, and the record with them; those that come out the same are left alone."""
    build(policies, tmp_path / "out")
    sound = (tmp_path / "out" / RECORD).read_bytes()
    (tmp_path / "out" / RECORD).write_bytes(record.encode("utf-8", "surrogateescape"))
    again = build(policies, tmp_path / "out")
    assert (again.written, again.no_longer) == ([], [])
    assert (tmp_path / "out" / RECORD).read_bytes() == sound


def test_pages_of_what_is_gone_are_named_and_never_removed(policies: Path, tmp_path: Path) -> None:
    """A policy that vanished leaves its pages; they are told as long as they lie there, in the formats asked for."""
    build(policies, tmp_path / "out", ["html", "md"])
    for file in (policies / "p3").iterdir():
        file.unlink()
    (policies / "p3").rmdir()
    for _ in range(2):
        again = build(policies, tmp_path / "out")
        assert names(again.no_longer) == {"p3.html", "p3--opfoelgning.html"}
        assert all(path.is_file() for path in again.no_longer)
    for path in again.no_longer:
        path.unlink()
    assert build(policies, tmp_path / "out").no_longer == []
    assert "p3.html" not in json.loads((tmp_path / "out" / RECORD).read_text("utf-8"))["pages"]


def test_different_things_have_different_fingerprints() -> None:
    """Equal values have equal fingerprints, in whatever objects they are held."""
    none = kp.read_observations(None)
    rows = [{"indicator": "i", "value": number} for number in range(3)]
    one, other = (kp.read_observations([*rows, {"indicator": "i", "value": last}]) for last in (3, 4))
    values = [None, "", "None", 1, 1.0, True, (), ("a", "b"), ("a", ("b",)), ("ab",), {"a": "b"}, policy(1), policy(2)]
    assert len({fingerprint(value) for value in values}) == len(values)
    assert fingerprint(none) == fingerprint(kp.read_observations([]))
    assert fingerprint("a", "b") != fingerprint("ab")
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(policy(1), policy(1)) == fingerprint(*[policy(1)] * 2)


# Nothing by halves


def whole(folder: Path) -> bool:
    """Tell whether each page that lies in a folder is whole."""
    return all(path.read_text("utf-8").rstrip().endswith("</html>") for path in folder.glob("[!.]*.html"))


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sixteen policies: so many pages that they are made in several processes."""
    return put(tmp_path_factory.mktemp("more"), *(policy(n) for n in range(16)))


ALL = 2 * 16 + 1

STOPPING = """
import os, signal, sys

def stop(event, arguments, met=[]):
    if event == {event!r} and any(str(each).endswith(".html") for each in arguments):
        met.append(event)
        if len(met) == 4:
            {stop}

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal; a background job ignores it
    sys.addaudithook(stop)
    from kommunepolitik.cli import main
    sys.argv[1:] = ["report", {folder!r}, "-o", {output!r}, "--language", "en"]
    main()
"""
"""The command line in a process that is stopped at the fourth page, before the finished file takes its place."""


def stopped(folder: Path, output: Path, script: Path, event: str, stop: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line up to the fourth page; return when the last process that could write there is gone."""
    script.write_text(STOPPING.format(event=event, stop=stop, folder=str(folder), output=str(output)), "utf-8")
    command = [sys.executable, script]
    return subprocess.run(command, capture_output=True, text=True, check=False, start_new_session=True)


@pytest.mark.skipif(os.name == "nt", reason="has no signals")
def test_a_run_that_is_killed_leaves_whole_pages(more: Path, tmp_path: Path) -> None:
    """What it wrote is whole, its processes end with it, and the next run makes what is missing."""
    output = tmp_path / "out"
    done = stopped(more, output, tmp_path / "script.py", "os.rename", "os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -signal.SIGKILL
    assert len(list(output.glob("[!.]*.html"))) == 3
    assert whole(output)
    assert len(build(more, output, code="en").pages) == ALL
    assert len(list(output.glob("[!.]*.html"))) == ALL
    assert whole(output)


@pytest.mark.skipif(os.name == "nt", reason="has no signals")
def test_a_run_that_is_interrupted_reports_what_it_did(more: Path, tmp_path: Path) -> None:
    """Ctrl-C in a terminal reaches all processes; none shows a traceback, and what is done is not done again."""
    output = tmp_path / "out"
    done = stopped(more, output, tmp_path / "script.py", "os.rename", "os.killpg(0, signal.SIGINT)")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Aborted!" in done.stderr
    assert "Pages written: 3; unchanged: 0." in done.stderr
    assert len(list(output.glob("[!.]*.html"))) == 3
    again = build(more, output, code="en")
    assert (len(again.written), len(again.unchanged)) == (ALL - 3, 3)


def test_who_stops_asking_for_pages_gets_no_more(policies: Path, tmp_path: Path) -> None:
    """And what was written is known the next time."""
    pages = Build(gather(read_all([policies])), tmp_path / "out", ["html"], "da").run()
    next(pages)
    next(pages)
    pages.close()
    assert len(list((tmp_path / "out").glob("[!.]*.html"))) == 2
    assert len(build(policies, tmp_path / "out").unchanged) == 2


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The reports of some policies cannot be made."""
    wrong: set[str] = set()
    real = jobs.render_report

    def render(report: object, *args: object, **more: object) -> str:
        id = report.policy.id  # type: ignore[attr-defined]
        if id in wrong:
            raise RenderingError(Problem(code="cannot_render", data={"found": id}))
        return real(report, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "render_report", render)
    return wrong


def test_a_page_that_fails_takes_no_other_with_it(policies: Path, tmp_path: Path, failing: set[str]) -> None:
    """All others are written; what failed is told together; the way in does not lead to what is not there."""
    failing |= {"p1", "p3"}
    with pytest.raises(RenderingError) as told:
        build(policies, tmp_path / "out")
    assert [problem.file for problem in told.value.problems] == ["p1--opfoelgning.html", "p3--opfoelgning.html"]
    assert set(held(tmp_path / "out")) == {"p1.html", "p2.html", "p2--opfoelgning.html", "p3.html", "p1--p2.html"}
    failing.clear()
    assert names(build(policies, tmp_path / "out").written) == {
        "p1--opfoelgning.html",
        "p3--opfoelgning.html",
        "index.html",
    }


def test_a_fault_of_the_program_is_told_as_it_is(
    policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the pages it hit, and after all others are written."""
    real = jobs.render_policy

    def render(policy: kp.Policy, *args: object, **more: object) -> str:
        if policy.id != "p2":
            raise ZeroDivisionError
        return real(policy, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "render_policy", render)
    with pytest.raises(ExceptionGroup) as told:
        build(policies, tmp_path / "out")
    assert [type(error) for error in told.value.exceptions] == [ZeroDivisionError] * 2
    assert told.value.exceptions[0].__notes__ == ["while making p1.html, p1--opfoelgning.html, p1--record.json"]
    assert set(held(tmp_path / "out")) == {"p2.html", "p2--opfoelgning.html", "p1--p2.html"}


def test_places_that_cannot_be_written_are_told_together(policies: Path, tmp_path: Path) -> None:
    """A folder stands where a page should: the others are written."""
    for name in ("p1.html", "p2--opfoelgning.html"):
        (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(FileError) as told:
        build(policies, tmp_path / "out")
    assert [Path(problem.file or "").name for problem in told.value.problems] == ["p1.html", "p2--opfoelgning.html"]
    assert (tmp_path / "out" / "p3.html").is_file()


def test_what_a_format_needs_is_asked_for_before_any_page(
    policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the package nothing is made, not even the folder."""

    def missing() -> None:
        raise MissingExtra(Problem(code="missing_extra", data={"package": "weasyprint", "extra": "pdf"}))

    monkeypatch.setattr(jobs, "load_weasyprint", missing)
    with pytest.raises(MissingExtra):
        build(policies, tmp_path / "out", ["html", "pdf"])
    assert not (tmp_path / "out").exists()


def test_paper_is_for_reports_and_comparisons(policies: Path, tmp_path: Path) -> None:
    """A format says which kinds of page it makes; the command line knows them all."""
    from kommunepolitik.cli.report import FORMATS as OFFERED

    site = gather(read_all([policies]))
    pages = {page.name for page in jobs.pages_of(site, ["pdf"])}
    assert pages == {*(f"p{n}--opfoelgning.pdf" for n in (1, 2, 3)), "p1--p2.pdf"}
    pages = {page.name for page in jobs.pages_of(site, ["docx"])}
    assert pages == {f"p{n}--opfoelgning.docx" for n in (1, 2, 3)}
    assert set(OFFERED) == set(jobs.FORMATS)
    assert set(FORMATS) <= set(jobs.FORMATS)


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_paper_is_left_alone_too(tmp_path: Path, format: str) -> None:
    """Made from the same, it is not made again; made again, it is the same."""
    folder = put(tmp_path / "in", policy(1))
    (path,) = build(folder, tmp_path / "one", [format]).written
    assert build(folder, tmp_path / "one", [format]).written == []
    build(folder, tmp_path / "two", [format])
    assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_another_word_document_makes_other_reports(tmp_path: Path) -> None:
    """What it holds counts, not its name; one that cannot be read is told before any page is made."""
    folder, own = put(tmp_path / "in", policy(1)), tmp_path / "skabelon.docx"
    default = Path(jobs.__file__).parent / "templates" / "docx" / "report.docx"
    site = gather(read_all([folder]))
    list(Build(site, tmp_path / "out", ["docx"], "da").run())
    own.write_bytes(default.read_bytes())
    first = Build(site, tmp_path / "out", ["docx"], "da", template=own)
    list(first.run())
    assert len(first.unchanged) == 1  # the same document under another name gives the same report
    with pytest.raises(FileError, match="no such file"):
        list(Build(site, tmp_path / "none", ["html", "docx"], "da", template=tmp_path / "nowhere.docx").run())
    assert not (tmp_path / "none").exists()


def test_a_chart_is_drawn_once_for_all_pages(policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a policy and its report show the same picture; Markdown shows none, and none is drawn for it."""
    drawn = []
    charts._drawn.cache_clear()
    real = charts._converter().vegalite_to_svg

    class Counting:
        def vegalite_to_svg(self, specification: object, **more: object) -> object:
            drawn.append(specification)
            return real(specification, **more)

    monkeypatch.setattr(charts, "_converter", Counting)
    build(policies / "p1", tmp_path / "out", ["md"])
    assert drawn == []
    build(policies / "p1", tmp_path / "out", ["html"])
    assert len(drawn) == 1
    assert all("<svg" in (tmp_path / "out" / f"p1{end}.html").read_text("utf-8") for end in ("", "--opfoelgning"))


# What the command says


def run(*arguments: object) -> Answer:
    """Run the command."""
    return command_line("report", *arguments)


def test_the_command_counts_what_it_did(many: Path, tmp_path: Path) -> None:
    """A label, the counts, the pages that are left over, and no control character where nobody watches."""
    first = run(many, "-o", tmp_path / "out", "--language", "en")
    assert first.stdout.splitlines() == [str(tmp_path / "out" / "index.html")]
    assert first.stderr.splitlines() == [
        "Making pages",
        "Pages written: 29; unchanged: 0.",
        "Saved for the next report, which names it with --since: "
        + ", ".join(f"p{n}--record.json" for n in (0, 1, 10, 11, 2, 3, 4, 5, 6, 7))
        + " and 2 more",
    ]
    second = run(many / "p0", many / "p1", "-o", tmp_path / "out", "--language", "en")
    assert len(second.stdout.splitlines()) == 5
    assert re.match(r"Pages written: \d+; unchanged: \d+\.", second.stderr.splitlines()[0])
    assert re.fullmatch("No longer made, and left as they are: .* and 14 more", second.stderr.splitlines()[1])
    assert "\r" not in first.stderr + second.stderr
    assert "\x1b" not in first.stderr + second.stderr


# The way in

HOSTILE = '</script><script>alert("1")</script>" onmouseover="x \'{{ 7 * 7 }}\' <b>&amp;'


@pytest.fixture(scope="module")
def crowd() -> kp.Portfolio:
    """Three hundred policies of 98 municipalities and a made-up one, a third of them a later edition."""
    policies = [policy(n, earlier=n - 98 if 98 <= n < 196 else None, policy_area="integration") for n in range(299)]
    made_up = m.Municipality(name=HOSTILE, fictitious=True)
    return kp.Portfolio([*policies, policy(299, municipality=made_up, title=HOSTILE, policy_area=HOSTILE)])


@pytest.fixture(scope="module")
def way_in(crowd: kp.Portfolio) -> str:
    """The page that leads to them."""
    return render_index(crowd, "html", "da")


def test_the_way_in_to_many_policies_is_light(way_in: str) -> None:
    """Three hundred policies are less than 300 kB."""
    assert len(way_in.encode()) < 300_000


def test_many_policies_stand_under_their_municipalities(way_in: str, crowd: kp.Portfolio) -> None:
    """In the order of the Danish alphabet, with a list of letters that leads to the first of each."""
    soup = BeautifulSoup(way_in, "html5lib")
    heads = [head.get_text() for head in soup.select(".home > h2")]
    assert len(heads) == len(set(heads)) == 99
    assert heads[-3:] == ["Aabenraa Kommune", "Aalborg Kommune", "Aarhus Kommune"]
    assert heads.index("Vordingborg Kommune") < heads.index("Ærø Kommune") < heads.index("Aabenraa Kommune")
    letters = [letter.get_text() for letter in soup.select(".letters a")]
    assert letters[0] == "#"
    assert letters[1:] == sorted(letters[1:], key=alphabetical)
    assert letters[-2:] == ["Æ", "Å"]
    assert soup.select_one(f"{soup.select('.letters a')[-1]['href']} h2").get_text() == "Aabenraa Kommune"
    assert len(soup.select(".cards > li")) == len(crowd)
    assert {len(card.find_all(["h2", "h3"])) for card in soup.select(".cards > li")} == {1}


def test_each_card_leads_to_page_report_and_comparison(way_in: str, crowd: kp.Portfolio) -> None:
    """Nothing is lost among many."""
    soup = BeautifulSoup(way_in, "html5lib")
    links = {link["href"] for link in soup.select(".cards a")}
    assert links >= {f"{each.id}.html" for each in crowd} | {f"{each.id}--opfoelgning.html" for each in crowd}
    assert links >= {f"{old.id}--{new.id}.html" for old, new in crowd.neighbours()}


def test_a_hostile_name_stays_a_name(way_in: str) -> None:
    """In text and in attributes; one script, ours."""
    soup = BeautifulSoup(way_in, "html5lib")
    assert len(soup.find_all("script")) == 1
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    card = soup.select_one('a[href="p299.html"]')
    assert card.get_text() == HOSTILE
    assert "49" not in card.get_text()


def test_the_search_is_not_there_without_its_script(way_in: str) -> None:
    """It is hidden until the script shows it; nothing else on the page needs one."""
    soup = BeautifulSoup(way_in, "html5lib")
    assert soup.select_one("#search_box").has_attr("hidden")
    assert soup.select_one('label[for="search_for"]').get_text()
    assert soup.select_one("#search_told")["aria-live"] == "polite"


def test_few_policies_stand_in_one_list(crowd: kp.Portfolio) -> None:
    """Up to twenty, each card names its municipality."""
    few = kp.Portfolio(list(crowd)[:20])
    soup = BeautifulSoup(render_index(few, "html", "da"), "html5lib")
    assert not soup.select(".home, .letters")
    assert len(soup.select(".cards > li > .kicker")) == 20
    more = BeautifulSoup(render_index(kp.Portfolio(list(crowd)[:21]), "html", "da"), "html5lib")
    assert len(more.select(".home")) == 21


def test_the_way_in_in_markdown_leads_to_the_reports(crowd: kp.Portfolio) -> None:
    """As the page does."""
    assert "p7--opfoelgning.md" in render_index(crowd, "md", "da")


def test_a_site_of_one_policy_has_no_way_in() -> None:
    """One page and one report."""
    assert [page.kind for page in jobs.pages_of(Site(kp.Portfolio([policy(1)]), {}), ["html"])] == ["policy", "report"]


def test_internal_pages_and_those_for_the_public_never_share_a_folder(many: Path, tmp_path: Path) -> None:
    """They have the same names; who runs `--internal` once more must not publish it by mistake."""
    documents = read_all([many])
    public, internal = gather(documents), gather(documents, internal=True)
    list(Build(public, tmp_path / "ud", ["html"], "da").run())
    with pytest.raises(FileError, match="holds pages for the public"):
        list(Build(internal, tmp_path / "ud", ["html"], "da").run())
    list(Build(internal, tmp_path / "inde", ["html"], "da").run())
    with pytest.raises(FileError, match="holds internal pages"):
        list(Build(public, tmp_path / "inde", ["html"], "da").run())
    list(Build(internal, tmp_path / "inde", ["html"], "da").run())


def test_a_folder_keeps_its_readers_as_long_as_its_pages_lie_there(tmp_path: Path) -> None:
    """Pages of other policies do not make a folder with internal pages one for the public."""
    sites = [
        Site(kp.Portfolio([kp.Policy(id=id, title=id, municipality=m.Municipality(name="Nybro", fictitious=True))]), {})
        for id in "ab"
    ]
    list(Build(attrs.evolve(sites[0], internal=True), tmp_path, ["html"], "da").run())
    with pytest.raises(FileError, match="holds internal pages"):
        list(Build(sites[1], tmp_path, ["html"], "da").run())
