"""What a preview makes of the files, and which of them it follows."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.i18n import language
from kommunepolitik.preview import PreviewOptions, PreviewState, make_pages
from kommunepolitik.preview.watching import WatchedFiles, find_watched, watched_files
from kommunepolitik.site import Build, gather

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
NOTHING = WatchedFiles(folders=frozenset(), files=frozenset())


@pytest.fixture
def nybro(tmp_path: Path) -> Path:
    """A copy of the tutorial's policies."""
    return Path(shutil.copytree(NYBRO, tmp_path / "nybro"))


def test_the_pages_are_those_that_report_writes(tmp_path: Path) -> None:
    """With the options that it has too."""
    options = PreviewOptions(
        paths=[NYBRO], observations=[NYBRO / "national.csv"], at=kp.Period("2026"), paper=True, words=language("en")
    )
    shown = make_pages(options, PreviewState())
    site = gather(kp.documents.read_all(NYBRO), [NYBRO / "national.csv"], kp.Period("2026"))
    written = list(Build(site, tmp_path, ("html",), "en", paper=True).run())
    assert shown.pages == {path.name: path.read_bytes() for path in written}
    assert (shown.first, shown.problems) == ("index.html", [])


def test_internal_pages_are_shown_only_where_asked_for() -> None:
    """As with report."""
    paths = [NYBRO / "integration_2024"]
    public, internal = (
        make_pages(PreviewOptions(paths=paths, internal=each), PreviewState()).pages for each in (False, True)
    )
    assert public.keys() == internal.keys()
    assert public != internal


def test_the_pages_stay_while_anything_is_wrong(nybro: Path) -> None:
    """In the policy, in its figures, in the settings or the theme; all problems of a kind at once."""
    options = PreviewOptions(paths=[nybro])
    good = make_pages(options, PreviewState())
    assert not good.problems
    for name, content in (
        ("integration_2024/policy.yaml", "kommunepolitik: 1\ntitel: P\nid: p\nmunicipality: Slagelse\nmaal: x\n"),
        ("integration_2024/observations.csv", "indikator;værdi\nfindes-ikke;1\n"),
        ("kommunepolitik.toml", 'theme = "findes-ikke"\nlanguage = "xx"\n'),
    ):
        file = nybro / name
        before = file.read_bytes() if file.exists() else b""
        file.write_text(content, "utf-8")
        wrong = make_pages(options, good)
        assert wrong.pages == good.pages
        assert wrong.old >= {"nybro-integration-2024.html"}
        assert {problem.file for problem in wrong.problems} <= {str(file), str(nybro / "findes-ikke")}
        assert len(wrong.lines) >= 1
        file.write_bytes(before)
    assert make_pages(options, wrong) == good


def test_at_first_what_can_be_read_is_shown(nybro: Path) -> None:
    """A policy that cannot be read hides no other, as long as there are no pages before."""
    (nybro / "integration_2020" / "policy.yaml").write_text("kommunepolitik: 1\n", "utf-8")
    shown = make_pages(PreviewOptions(paths=[nybro]), PreviewState())
    assert (shown.first, bool(shown.problems)) == ("nybro-integration-2024.html", True)


def test_a_policy_that_cannot_be_read_stays_and_the_others_follow(nybro: Path) -> None:
    """Its pages are as they were, also when it has long been so; the links to it too, and it is in the index."""
    options = PreviewOptions(paths=[nybro])
    good = make_pages(options, PreviewState())
    kept = kp.load(nybro / "integration_2024").title
    for title in ("En anden titel", "En tredje titel"):
        (nybro / "integration_2024" / "policy.yaml").write_text("kommunepolitik: 1\n", "utf-8")
        file = nybro / "integration_2020" / "policy.yaml"
        file.write_text(re.sub("^title: .*$", f"title: {title}", file.read_text("utf-8"), flags=re.M), "utf-8")
        before, good = good, make_pages(options, good)
        own = "nybro-integration-2020.html"
        assert good.problems
        assert title in good.pages[own].decode()
        assert title not in before.pages[own].decode()
        assert good.pages.keys() == before.pages.keys()
        assert f"<h1>{kept}</h1>" in good.pages["nybro-integration-2024.html"].decode()
        assert ("nybro-integration-2024.html" in good.old, own in good.old) == (True, False)
    shutil.rmtree(nybro / "integration_2024")
    assert [name for name in make_pages(options, good).pages if "2024" in name] == []


def test_no_more_pages_are_made_when_it_is_over(nybro: Path) -> None:
    """What is shown stays."""
    options = PreviewOptions(paths=[nybro])
    assert make_pages(options, PreviewState(), lambda: True) == PreviewState()
    good = make_pages(options, PreviewState())
    assert make_pages(options, good, lambda: True) is good


def test_the_language_is_that_of_the_settings_unless_given(nybro: Path) -> None:
    """Of the pages and of what is wrong."""
    (nybro / "kommunepolitik.toml").write_text('language = "en"\n', "utf-8")
    paths = [nybro / "integration_2020"]
    assert make_pages(PreviewOptions(paths=paths), PreviewState()).words.code == "en"
    assert make_pages(PreviewOptions(paths=paths, words=language("da")), PreviewState()).words.code == "da"
    nowhere = PreviewOptions(paths=[nybro / "ingen"], words=language("en"))
    assert "there is no such file" in make_pages(nowhere, PreviewState()).lines[0]


@pytest.mark.parametrize("given", [".", "integration_2024", "integration_2024/policy.yaml"])
def test_what_a_report_reads_is_followed(given: str, nybro: Path) -> None:
    """Whether the folder of policies, one of them or its file is given; also files that are not there yet."""
    (nybro / "kommunepolitik.toml").write_text('theme = "../tema"\n', "utf-8")
    policy = nybro / "integration_2024"
    (policy / "opfoelgning" / "2026").mkdir(parents=True)
    files = watched_files(PreviewOptions(paths=[nybro / given], observations=[nybro / "national.csv"]))
    read = ["policy.yaml", "observations.csv", "observations-2026.xlsx", "accounts.yaml", "opfoelgning/2026/case.yaml"]
    followed = [policy / name for name in read]
    followed += [nybro / name for name in ("kommunepolitik.toml", "organisation.yaml", "national.csv")]
    followed += [nybro.parent / "tema" / name for name in ("theme.toml", "templates/notice.html.j2")]
    assert [file for file in followed if not files.includes(file)] == []
    passed_over = ["integration_2024/.policy.yaml.swp", "integration_2024/~$tal.xlsx", "integration_2024/policy.yaml~"]
    assert [name for name in [*passed_over, "../andet.txt"] if files.includes((nybro / name).resolve())] == []
    assert set(files.places) >= {policy, nybro}
    assert nybro.parent / "tema" not in files.places
    assert nybro.parent in files.places  # where it would come


def test_a_folder_that_is_linked_to_has_the_settings_beside_the_link(nybro: Path) -> None:
    """They are followed, and so are the files where the link leads."""
    (nybro.parent / "her").mkdir()
    link = nybro.parent / "her" / "integration"
    link.symlink_to(nybro / "integration_2024", target_is_directory=True)
    files = watched_files(PreviewOptions(paths=[link]))
    assert files.includes(nybro.parent / "her" / "kommunepolitik.toml")
    assert files.includes(nybro / "integration_2024" / "policy.yaml")
    assert files.includes(nybro / "organisation.yaml")
    assert (files.includes(link), link.parent in files.places) == (True, True)  # it may come to lead elsewhere


def test_a_file_that_is_a_link_is_followed_where_it_leads(nybro: Path) -> None:
    """An editor saves it there."""
    elsewhere = nybro.parent / "faelles" / "politik.yaml"
    elsewhere.parent.mkdir()
    file = nybro / "integration_2024" / "policy.yaml"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    for given in (nybro, file.parent, file):
        files = watched_files(PreviewOptions(paths=[given]))
        followed = [elsewhere, file, file.with_name("observations.csv")]
        assert [files.includes(path) for path in followed] == [True] * 3
        assert {elsewhere.parent, file.parent} <= set(files.places)


@pytest.mark.parametrize("theme", ["loop", "\\u0000", "x" * 300])
def test_a_theme_that_cannot_be_there_is_a_problem(theme: str, nybro: Path) -> None:
    """A link that leads to itself, a sign that no name has, a name that is too long; the settings are followed."""
    (nybro / "loop").symlink_to("loop")
    (nybro / "kommunepolitik.toml").write_text(f'theme = "{theme}"\n', "utf-8")
    options = PreviewOptions(paths=[nybro])
    watched, problems = find_watched(options, NOTHING)
    assert (watched.includes(nybro / "kommunepolitik.toml"), problems) == (True, [])
    assert {problem.code for problem in make_pages(options, PreviewState()).problems} <= {"not_found", "cannot_read"}


@pytest.mark.parametrize("given", ["x" * 300, "loop", "loop/policy.yaml", "væk/endnu/policy.yaml"])
def test_a_path_that_cannot_be_there_is_a_problem(given: str, tmp_path: Path) -> None:
    """Its nearest folder is watched, since it may come there."""
    (tmp_path / "loop").symlink_to("loop")
    options = PreviewOptions(paths=[tmp_path / given])
    watched, problems = find_watched(options, NOTHING)
    assert (tmp_path in watched.places, problems) == (True, [])
    assert watched.includes(tmp_path / given.split("/", maxsplit=1)[0])
    assert [each.code for each in make_pages(options, PreviewState()).problems] in (["not_found"], ["cannot_read"])


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="names are text there")
def test_a_name_that_is_not_utf8_is_a_problem_and_the_others_are_followed(nybro: Path) -> None:
    """The system's notices cannot name it; what is shown of it is text."""
    os.mkdir(os.fsencode(nybro) + b"/caf\xe9")  # noqa: PTH102 - a name in bytes
    watched, problems = find_watched(PreviewOptions(paths=[nybro]), NOTHING)
    assert nybro / "integration_2024" in watched.places
    assert {(problem.code, Path(problem.file or "").name) for problem in problems} == {("cannot_watch", "caf\udce9")}


def test_when_nothing_can_be_found_out_what_was_followed_still_is(nybro: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder was removed, so that a path in it leads nowhere."""
    here = nybro.parent / "her"
    here.mkdir()
    monkeypatch.chdir(here)
    options = PreviewOptions(paths=[Path("unge")])
    before, _ = find_watched(options, NOTHING)
    here.rmdir()
    watched, problems = find_watched(options, before)
    assert (watched, [problem.code for problem in problems]) == (before, ["cannot_watch"])
    assert nybro.parent in watched.places
    assert problems[0].message(language("da").gettext).endswith(": der er ingen sådan fil eller mappe")


def test_a_folder_that_may_not_be_entered_is_a_problem_and_the_others_are_followed(nybro: Path) -> None:
    """It may hold a policy, so it is not passed over; the other policies are shown."""
    shut = nybro / "lukket"
    shut.mkdir(0)
    if os.access(shut, os.X_OK):
        pytest.skip("nothing is forbidden to this user")
    options = PreviewOptions(paths=[nybro])
    watched, problems = find_watched(options, NOTHING)
    assert (nybro / "integration_2024" in watched.places, problems) == (True, [])
    shown = make_pages(options, PreviewState())
    assert [(each.code, each.file) for each in shown.problems] == [("cannot_read", str(shut / "policy.yaml"))]
    assert "nybro-integration-2024.html" in shown.pages
    assert [each.code for each in make_pages(PreviewOptions(paths=[shut]), PreviewState()).problems] == ["cannot_read"]
    assert find_watched(PreviewOptions(paths=[shut / "unge"]), NOTHING)[1] == []
