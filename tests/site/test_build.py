"""The pages of a site: made side by side, each written whole, and only where it differs from what is there."""

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

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import dump, read_all
from kommunepolitik.errors import FileError, KommunepolitikError, MissingExtra, Problem, RenderingError
from kommunepolitik.site import Beside, Build, Site, gather
from kommunepolitik.site.build import MANIFEST
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


def build(folder: Path, output: Path, formats: Sequence[str] = ("html",), code: str = "da", **more: object) -> Build:
    """Make the pages of a folder of policies."""
    made = Build(gather(read_all([folder])), output, formats, code, **more)  # type: ignore[arg-type]
    list(made.run())
    return made


def names(paths: Sequence[Path]) -> set[str]:
    """Return the names of files."""
    return {path.name for path in paths}


def contents(folder: Path) -> dict[str, bytes]:
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
    assert len(one.paths) == len(one.written) == len(two.written) == 2 * (24 + 4 + 1)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()


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
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_script_without_a_guard_gets_its_pages_too(many: Path, tmp_path: Path) -> None:
    """Other processes begin with the library, not with the script."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from kommunepolitik.documents import read_all\n"
        "from kommunepolitik.site import Build, gather\n"
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


def test_a_new_figure_makes_the_pages_that_show_it(policies: Path, tmp_path: Path) -> None:
    """Of a policy, its report, and what compares its figures; the others and the index page stay."""
    build(policies, tmp_path / "out")
    (policies / "p1" / "observations.csv").write_text(figures(47), "utf-8")
    again = build(policies, tmp_path / "out")
    assert names(again.written) - {"p1--p2.html"} == {"p1.html", "p1--opfoelgning.html"}
    (policies / "p3" / "observations.csv").write_text(figures(47), "utf-8")
    assert names(build(policies, tmp_path / "out").written) == {"p3.html", "p3--opfoelgning.html"}


def test_a_new_word_in_an_edition_makes_the_pages_that_link_to_it(policies: Path, tmp_path: Path) -> None:
    """The later edition states what it carries on, in the words of the earlier."""
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
        lambda site: attrs.evolve(
            site, beside={"p1": Beside(accounts=(m.Account(element="a", period="2022", text="Ny"),))}
        ),
    ],
)
def test_pages_follow_all_that_is_written_beside_a_policy(policies: Path, tmp_path: Path, change: object) -> None:
    """The dates and the accounts are as much part of a page as the policy is."""
    site = gather(read_all([policies]))
    list(Build(site, tmp_path / "out", ["html"], "da").run())
    before = contents(tmp_path / "out")["p1--opfoelgning.html"]
    list(Build(change(site), tmp_path / "out", ["html"], "da").run())  # type: ignore[operator]
    assert contents(tmp_path / "out")["p1--opfoelgning.html"] != before


def test_a_page_in_another_language_is_another_page(policies: Path, tmp_path: Path) -> None:
    """The language counts; asked for Danish again, Danish comes."""
    build(policies, tmp_path / "out")
    danish = contents(tmp_path / "out")
    assert len(build(policies, tmp_path / "out", code="en").written) == 8
    assert len(build(policies, tmp_path / "out").written) == 8
    assert contents(tmp_path / "out") == danish


def test_a_page_changed_by_hand_or_removed_comes_back(policies: Path, tmp_path: Path) -> None:
    """And only that."""
    build(policies, tmp_path / "out")
    good = contents(tmp_path / "out")
    (tmp_path / "out" / "p1.html").write_text("<p>Rettet i hånden</p>", "utf-8")
    (tmp_path / "out" / "index.html").unlink()
    assert names(build(policies, tmp_path / "out").written) == {"p1.html", "index.html"}
    assert contents(tmp_path / "out") == good


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
    sound = (tmp_path / "out" / MANIFEST).read_bytes()
    (tmp_path / "out" / MANIFEST).write_bytes(record.encode("utf-8", "surrogateescape"))
    again = build(policies, tmp_path / "out")
    assert (again.written, again.no_longer) == ([], [])
    assert (tmp_path / "out" / MANIFEST).read_bytes() == sound


def test_pages_of_what_is_gone_are_named_and_never_removed(policies: Path, tmp_path: Path) -> None:
    """A policy that vanished leaves its pages; they are reported as long as they lie there, in the formats asked for."""
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
    assert "p3.html" not in json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))["pages"]


# Nothing by halves


def is_complete(folder: Path) -> bool:
    """Return whether each page in a folder is complete."""
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
    sys.addaudithook(stop)
    from kommunepolitik.cli import main
    sys.argv[1:] = ["report", {folder!r}, "-o", {output!r}, "--language", "en", *{more!r}]
    main()
"""
"""The command line in a process that is stopped at the fourth page, before the finished file takes its place."""


def stopped(
    folder: Path, output: Path, script: Path, event: str, stop: str, *more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command line up to the fourth page; return when the last process that could write there is gone."""
    text = STOPPING.format(event=event, stop=stop, folder=str(folder), output=str(output), more=more)
    script.write_text(text, "utf-8")
    command = [sys.executable, script]
    return subprocess.run(command, capture_output=True, text=True, check=False, start_new_session=True)


@pytest.mark.skipif(os.name == "nt", reason="has no signals")
def test_a_run_that_is_killed_leaves_whole_pages(more: Path, tmp_path: Path) -> None:
    """What it wrote is whole, its processes end with it, and the next run makes what is missing."""
    output = tmp_path / "out"
    done = stopped(more, output, tmp_path / "script.py", "os.rename", "os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -signal.SIGKILL
    assert len(list(output.glob("[!.]*.html"))) == 3
    assert is_complete(output)
    assert len(build(more, output, code="en").paths) == ALL
    assert len(list(output.glob("[!.]*.html"))) == ALL
    assert is_complete(output)


@pytest.mark.skipif(os.name == "nt", reason="has no signals")
def test_a_killed_run_of_internal_pages_keeps_those_for_the_public_apart(more: Path, tmp_path: Path) -> None:
    """The folder is marked before its first page is written, so that no internal page is published by mistake."""
    output = tmp_path / "out"
    kill = "os.kill(os.getpid(), signal.SIGKILL)"
    done = stopped(more, output, tmp_path / "script.py", "os.rename", kill, "--internal")
    assert done.returncode == -signal.SIGKILL
    before = {path.name for path in output.glob("*.html")}
    assert before
    with pytest.raises(FileError, match="contains internal pages"):
        build(more, output, code="en")
    assert {path.name for path in output.glob("*.html")} == before


@pytest.mark.skipif(os.name == "nt", reason="has no signals")
def test_a_run_that_is_interrupted_reports_what_it_did(more: Path, tmp_path: Path) -> None:
    """Ctrl-C in a terminal reaches all processes; none shows a traceback, and the page that it was at is finished."""
    output = tmp_path / "out"
    done = stopped(more, output, tmp_path / "script.py", "os.rename", "os.killpg(0, signal.SIGINT)")
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert "Interrupted; each file is whole" in done.stderr
    assert "Pages written: 4; unchanged: 0." in done.stderr
    assert len(list(output.glob("[!.]*.html"))) == 4
    again = build(more, output, code="en")
    assert (len(again.written), len(again.unchanged)) == (ALL - 4, 4)


def test_who_stops_asking_for_pages_gets_no_more(policies: Path, tmp_path: Path) -> None:
    """And what was written is known the next time."""
    pages = Build(gather(read_all([policies])), tmp_path / "out", ["html"], "da").run()
    next(pages)
    next(pages)
    pages.close()
    assert len(list((tmp_path / "out").glob("[!.]*.html"))) == 2
    assert len(build(policies, tmp_path / "out").unchanged) == 2


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_paper_is_left_alone_too(tmp_path: Path, format: str) -> None:
    """Made from the same, it is not made again; made again, it is the same."""
    folder = put(tmp_path / "in", policy(1))
    (path,) = build(folder, tmp_path / "one", [format]).written
    assert build(folder, tmp_path / "one", [format]).written == []
    build(folder, tmp_path / "two", [format])
    assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


# Output of the command


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
        "Saved for the next report, to be given with --since: "
        + ", ".join(f"p{n}--record.json" for n in (0, 1, 10, 11, 2, 3, 4, 5, 6, 7))
        + " and 2 more",
    ]
    second = run(many / "p0", many / "p1", "-o", tmp_path / "out", "--language", "en")
    assert len(second.stdout.splitlines()) == 5
    assert re.match(r"Pages written: \d+; unchanged: \d+\.", second.stderr.splitlines()[0])
    assert re.fullmatch("No longer made, and left unchanged: .* and 14 more", second.stderr.splitlines()[1])
    assert "\r" not in first.stderr + second.stderr
    assert "\x1b" not in first.stderr + second.stderr


def test_internal_pages_and_those_for_the_public_never_share_a_folder(many: Path, tmp_path: Path) -> None:
    """They have the same names; who runs `--internal` once more must not publish it by mistake."""
    documents = read_all([many])
    public, internal = gather(documents), gather(documents, internal=True)
    list(Build(public, tmp_path / "ud", ["html"], "da").run())
    with pytest.raises(FileError, match="contains pages for the public"):
        list(Build(internal, tmp_path / "ud", ["html"], "da").run())
    list(Build(internal, tmp_path / "inde", ["html"], "da").run())
    with pytest.raises(FileError, match="contains internal pages"):
        list(Build(public, tmp_path / "inde", ["html"], "da").run())
    list(Build(internal, tmp_path / "inde", ["html"], "da").run())


def test_a_folder_keeps_its_readers_as_long_as_its_pages_lie_there(tmp_path: Path) -> None:
    """Pages of other policies do not make a folder with internal pages one for the public."""
    sites = [
        Site(kp.Portfolio([kp.Policy(id=id, title=id, municipality=m.Municipality(name="Nybro", fictitious=True))]), {})
        for id in "ab"
    ]
    list(Build(attrs.evolve(sites[0], internal=True), tmp_path, ["html"], "da").run())
    with pytest.raises(FileError, match="contains internal pages"):
        list(Build(sites[1], tmp_path, ["html"], "da").run())
