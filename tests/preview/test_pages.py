"""What a preview makes of the files, and which of them it follows."""

import shutil
from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.i18n import language
from kommunepolitik.preview import PreviewOptions, PreviewState, make_pages
from kommunepolitik.preview.watching import watched_files
from kommunepolitik.site import Build, gather

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"


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
        assert wrong.pages is good.pages
        assert {problem.file for problem in wrong.problems} <= {str(file), str(nybro / "findes-ikke")}
        assert len(wrong.lines) >= 1
        file.write_bytes(before)
    assert make_pages(options, wrong) == good


def test_at_first_what_can_be_read_is_shown(nybro: Path) -> None:
    """A policy that cannot be read hides no other, as long as there are no pages before."""
    (nybro / "integration_2020" / "policy.yaml").write_text("kommunepolitik: 1\n", "utf-8")
    shown = make_pages(PreviewOptions(paths=[nybro]), PreviewState())
    assert (shown.first, bool(shown.problems)) == ("nybro-integration-2024.html", True)


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


def test_a_folder_that_is_linked_to_has_the_settings_beside_the_link(nybro: Path) -> None:
    """They are followed, and so are the files where the link leads."""
    (nybro.parent / "her").mkdir()
    link = nybro.parent / "her" / "integration"
    link.symlink_to(nybro / "integration_2024", target_is_directory=True)
    files = watched_files(PreviewOptions(paths=[link]))
    assert files.includes(nybro.parent / "her" / "kommunepolitik.toml")
    assert files.includes(nybro / "integration_2024" / "policy.yaml")
