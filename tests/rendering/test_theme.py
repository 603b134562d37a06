"""A municipality's theme: its templates, stylesheet, logo, colours and words stand before ours."""

import pickle
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import compare_editions
from kommunepolitik.documents import read_all
from kommunepolitik.errors import RenderingError
from kommunepolitik.formats.templates import environment
from kommunepolitik.formats.theme import BACKGROUNDS, CONTRAST, Theme, contrast, known_templates, own_colours
from kommunepolitik.formats.theme_words import TABLES
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.rendering import gather
from kommunepolitik.rendering.comparison_page import render_comparison
from kommunepolitik.rendering.pages import render_index, render_policy
from kommunepolitik.rendering.report import render_report, report_of

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "themes" / "eksempel"
DOCS = (ROOT / "docs" / "themes.md").read_text("utf-8")


@pytest.fixture(scope="module")
def theme() -> Theme:
    """The theme of the documentation."""
    return Theme.read(EXAMPLE)


@pytest.fixture(scope="module")
def policy() -> kp.Policy:
    """A small policy with a target that is reached."""
    target = m.LevelTarget(value=50, comparison="at_least", due=m.Period("2022"))
    return kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        focus_areas=(m.FocusArea(id="a", title="A"), m.FocusArea(id="b", title="B")),
        indicators=(m.Indicator(id="i", title="Frekvens", unit="%", targets=(target,)),),
    )


def figures(policy: kp.Policy) -> "object":
    """Figures that reach the target."""
    import pandas as pd

    table = pd.DataFrame({"indicator": ["i", "i"], "period": ["2021", "2022"], "value": [50, 52]})
    return kp.read_observations(table, policy)


def page(policy: kp.Policy, theme: Theme | None, code: str = "da", format: str = "html") -> BeautifulSoup:
    """The page of the policy with its figures."""
    table = figures(policy)
    text = render_policy(policy, format, code, observations=table, evaluation=kp.evaluate(policy, table), theme=theme)
    return BeautifulSoup(text, "html5lib")


def written(folder: Path, **files: str | bytes) -> Path:
    """Write files of a theme; `__` in a name is a folder, `_` before its ending a point."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def problems(folder: Path) -> list[str]:
    """What is said of a theme, with places from its folder."""
    with pytest.raises(RenderingError) as caught:
        Theme.read(folder)
    return [line.removeprefix(f"{folder}/") for line in caught.value.lines()]


# What a theme does


def test_its_style_stands_after_ours(policy: kp.Policy, theme: Theme) -> None:
    """Colours for light, dark and print, then `style.css`; colours that a reader forces are left alone."""
    style = page(policy, theme).style.string
    own, theirs = style.index("color-scheme"), style.index("#7a1f3d")
    assert own < theirs < style.index("border-bottom-style: dotted")
    assert (
        "@media screen and (forced-colors: none) and (prefers-color-scheme: dark) { :root { --accent: #f0a6bf;" in style
    )
    assert "@media print { :root { --accent: #7a1f3d; } }" in style
    assert "#7a1f3d" not in page(policy, None).style.string


def test_its_logo_is_a_picture_with_words_in_the_header(policy: kp.Policy, theme: Theme) -> None:
    """Nothing is loaded from elsewhere; an SVG is shown as a picture, so that nothing in it runs."""
    (logo,) = page(policy, theme).header.find_all("img")
    assert logo["src"].startswith("data:image/svg+xml;base64,")
    assert logo["alt"] == "Nybro Kommune: en bro over en å"
    assert not page(policy, None).find_all("img")


def test_its_words_stand_before_ours_on_every_page(policy: kp.Policy, theme: Theme) -> None:
    """In what templates say, in what views say, in one and in several; in the languages that it has."""
    text = page(policy, theme).get_text(" ")
    assert "Overblik" in text
    assert "indfriet" in text
    assert "pejlemærker" in text
    assert "Kort fortalt" not in text
    assert "At a glance" in page(policy, theme, "en").get_text(" ")
    assert "Kort fortalt" in page(policy, None).get_text(" ")
    assert language("da", theme).ngettext("focus area", "focus areas", 1) == "pejlemærke"
    assert "## Overblik" in page(policy, theme, format="md").get_text()


def test_it_stands_in_for_one_block(policy: kp.Policy, theme: Theme) -> None:
    """The footer of every page, with ours after it."""
    footer = page(policy, theme).footer.get_text(" ", strip=True)
    assert footer.startswith("Nybro Kommune, Analyse og Udvikling. Lavet med kommunepolitik.")


def test_every_kind_of_page_takes_it(examples: Path, theme: Theme) -> None:
    """Policy, report, comparison and the way in, in each language and format."""
    site = gather(read_all([examples]))
    policy = site.portfolio["slagelse-integration-2023"]
    (comparison,) = compare_editions(site.portfolio, site.observations)
    for code in LANGUAGES:
        report = report_of(site.evaluation(policy), code, site.figures(policy), theme=theme)
        pages = [
            render_policy(policy, "html", code, theme=theme),
            render_report(report, "html"),
            render_comparison(comparison, "html", code, theme=theme),
            render_index(site.portfolio, "html", code, theme=theme),
        ]
        assert all("Nybro Kommune, Analyse og Udvikling." in text and "<img" in text for text in pages)
        assert render_report(report, "md").count("Overblik") == (code == "da")


def test_a_theme_that_says_nothing_changes_nothing(examples: Path, tmp_path: Path) -> None:
    """Law: our own templates say the same in the sandbox, to the letter."""
    empty = Theme.read(tmp_path)
    site = gather(read_all([examples]))
    for policy in site.portfolio:
        for format in ("html", "md"):
            plain, guarded = (
                render_policy(
                    policy,
                    format,
                    "da",
                    observations=site.figures(policy),
                    evaluation=site.evaluation(policy),
                    findings=site.findings(policy),
                    portfolio=site.portfolio,
                    theme=each,
                )
                for each in (None, empty)
            )
            assert plain == guarded


def test_a_template_of_its_own_can_be_included(policy: kp.Policy, tmp_path: Path) -> None:
    """A name that is not ours is good when another template asks for it."""
    written(
        tmp_path,
        **{
            "templates/html/policy.html.j2": "{% extends 'kommunepolitik/html/policy.html.j2' %}"
            "{% block main %}{% include 'html/kort.html.j2' %}{% endblock %}",
            "templates/html/kort.html.j2": "<p id='kort'>{{ policy.title }}</p>",
        },
    )
    assert page(policy, Theme.read(tmp_path)).find(id="kort").get_text() == "P"


def test_words_are_words_and_no_markup(policy: kp.Policy, tmp_path: Path) -> None:
    """A label with < or & is shown as it is written, in what templates say and in what views say."""
    written(tmp_path, **{"labels.toml": '[da]\n"At a glance" = "<b>A & B</b>"\n"Status" = "<i>S</i>"\n'})
    soup = page(policy, Theme.read(tmp_path))
    assert "<b>A & B</b>" in soup.get_text()
    assert "<i>S</i>" in soup.get_text()


def test_a_theme_can_be_sent_to_another_process(theme: Theme) -> None:
    """It is data; what was read is the same there, and its digest tells when pages would look otherwise."""
    there = pickle.loads(pickle.dumps(theme))
    assert there == theme
    assert hash(there) == hash(theme)
    assert environment("html", "da", there) is environment("html", "da", theme)
    assert Theme.read(EXAMPLE).digest == theme.digest


def test_no_file_is_opened_while_a_page_is_made(policy: kp.Policy, tmp_path: Path) -> None:
    """A theme was read once; what becomes of its folder changes no page."""
    file = written(tmp_path, **{"templates/html/policy.html.j2": "{{ policy.title }}{{ view.policy.title }}"})
    theme = Theme.read(file)
    (tmp_path / "templates" / "html" / "policy.html.j2").write_text("{{ nothing }}", "utf-8")
    with pytest.raises(RenderingError, match="'policy' is undefined"):
        page(policy, theme)


# What is wrong with a theme is told at once


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    """Unknown files, keys, words, placeholders, colours, syntax, blocks and templates, each with its file and key or line."""
    written(
        tmp_path,
        **{
            "styl.css": "",
            ".DS_Store": "",
            "README.md": "",
            "labels.toml": '[da]\n"At a glanse" = "x"\n"Page:" = "{x}"\n[da.status]\nachievd = "x"\n[dk]\n',
            "theme.toml": 'nam = "x"\n\n[colours]\naccent = "red"\nink = "#bbbbbb"\n',
            "style.css": "a {}\nb { background: url(https://x.dk/a.png) }\n@import 'x';\n",
            "logo.png": b"GIF89a",
            "templates/html/policy.html.j2": "{% extends 'kommunepolitik/html/policy.html.j2' %}\n{% block haeder %}{% endblock %}",
            "templates/html/report.html.j2": "\n{% if %}",
            "templates/html/macros.html.j2": "\n\n{{ 'a'|uper }}",
            "templates/html/polici.html.j2": "",
            "templates/html/notes.txt": "",
            "templates/text/policy.text.j2": "",
            "templates/markdown/index.md.j2": "{% include 'markdown/foot.md.j2' %}",
        },
    )
    said = problems(tmp_path)
    for expected in (
        "styl.css: is no part of a theme; remove it, or give it the name it should have; did you mean 'style.css'?",
        "labels.toml: da.At a glanse: no page says 'At a glanse'",
        "labels.toml: da.Page:: {x} is not filled in here",
        "labels.toml: dk: unknown key 'dk'",
        "theme.toml: nam: unknown key 'nam'; did you mean 'name'?",
        "theme.toml: colours.accent: 'red' is not a colour",
        "theme.toml: colours.ink: the contrast of ink against paper is 1.91; text needs 4.5",
        "style.css:2: 'url(' loads something from elsewhere",
        "style.css:3: '@import' loads something from elsewhere",
        "theme.toml: say in theme.toml what the logo shows",
        "templates/html/policy.html.j2:2: there is no block 'haeder' to stand in for; did you mean 'header'?",
        "templates/html/report.html.j2:2: the template cannot be read",
        "templates/html/macros.html.j2:3: the template cannot be read: No filter named 'uper'",
        "templates/html/polici.html.j2: no page uses the template html/polici.html.j2",
        "templates/html/notes.txt: is no part of a theme",
        "templates/text/policy.text.j2: is no part of a theme",
        "templates/markdown/index.md.j2:1: there is no template markdown/foot.md.j2",
    ):
        assert [line for line in said if line.startswith(expected)], (expected, said)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("[da", "labels.toml: cannot be read: Expected ']' at the end of a table declaration (at end of document)"),
        ("da = 1", "labels.toml: da: expected keys with values, found the number 1"),
        ("[da]\nGoals = 3", "labels.toml: da.Goals: expected a text, or two in a list, for one and for several; found the number 3"),
        ("[da]\nGoals = ''", "labels.toml: da.Goals: expected a text, or two in a list, for one and for several; found the text ''"),
        ("[da]\nGoals = ['a', 'b']", "labels.toml: da.Goals: expected text, found a list"),
        ("[da.term]\ngoal = ['a']", "labels.toml: da.term.goal: expected a text, or two in a list, for one and for several; found a list"),
        ("[da.status]\nachievd = 'x'", "labels.toml: da.status.achievd: unknown key 'achievd'; did you mean 'achieved'?"),
    ],
)  # fmt: skip
def test_wrong_words_are_reported_with_their_key(tmp_path: Path, labels: str, said: str) -> None:
    """Tables, forms and keys."""
    assert problems(written(tmp_path, **{"labels.toml": labels})) == [said]


@pytest.mark.parametrize(
    "words", ["{value.__class__}", "{value:>999999999}", "{value!r}", "{", "{other}", "100 %", "%(value)s"]
)
def test_placeholders_of_words_are_those_of_ours(tmp_path: Path, words: str) -> None:
    """Words are filled in by our code: nothing may be looked up in what fills them, nor padded without end."""
    (said,) = problems(written(tmp_path, **{"labels.toml": f"[da]\n'at least {{value}}' = '{words}'\n"}))
    assert said.startswith("labels.toml: da.at least {value}: ")
    assert "keep the placeholders as they are; known: {value}" in said


def test_there_is_one_logo(tmp_path: Path, theme: Theme) -> None:
    """Two are one too many; one that is too large would be in every page."""
    written(tmp_path, **{"logo.png": b"PNG", "logo.svg": "<svg/>", "theme.toml": 'logo_text = "x"'})
    assert problems(tmp_path) == ["logo.png: there is a logo already (logo.svg); keep one"]
    (tmp_path / "logo.svg").unlink()
    assert Theme.read(tmp_path).branding.logo.startswith("data:image/png;base64,")
    (tmp_path / "logo.png").write_bytes(bytes(600_000))
    assert problems(tmp_path) == ["logo.png: the file is 600000 bytes; at most 524288 are read"]


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    """A theme that is not there, or is a file."""
    assert problems(tmp_path / "nowhere")[0].endswith("nowhere: there is no such file or folder")
    (tmp_path / "fil").touch()
    assert problems(tmp_path / "fil")[0].endswith("fil: a theme is a folder")


def test_a_template_that_asks_above_its_folder_finds_nothing(tmp_path: Path) -> None:
    """`..` and absolute names are no templates."""
    written(
        tmp_path, **{"templates/html/policy.html.j2": "{% include '../../theme.toml' %}{% include '/etc/passwd' %}"}
    )
    assert [line.split(";")[0] for line in problems(tmp_path)] == [
        "templates/html/policy.html.j2:1: there is no template ../../theme.toml",
        "templates/html/policy.html.j2:1: there is no template /etc/passwd",
    ]


# Our own house


def test_our_own_colours_can_be_read() -> None:
    """Each colour of words against each ground, light and dark, has the contrast that is asked of a theme."""
    for scheme, colours in own_colours().items():
        for word, grounds in BACKGROUNDS.items():
            for ground in grounds:
                assert contrast(colours[word], colours[ground]) >= CONTRAST, (scheme, word, ground)


def test_the_documented_blocks_are_those_of_the_page() -> None:
    """`docs/themes.md` names every block of the base template, and no other."""
    base = (ROOT / "src/kommunepolitik/rendering/templates/html/base.html.j2").read_text("utf-8")
    table = DOCS.partition("## Blocks")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == re.findall(r"{%-? block (\w+) %}", base)


def test_the_documented_words_and_colours_are_those_there_are() -> None:
    """The tables of fixed words, and the colours."""
    for name in (*TABLES, *own_colours()["colours"]):
        assert f"`{name}`" in DOCS, name


def test_the_templates_that_can_be_replaced_are_there() -> None:
    """The pages, their sections and the macros, of both formats; not the terminal's."""
    assert {"html/policy.html.j2", "markdown/report.md.j2", "html/report/glance.html.j2"} <= set(known_templates())
    assert not any(name.startswith("text/") or name.endswith(".css") for name in known_templates())


@pytest.mark.parametrize(
    "style",
    [
        "@import 'http://x.dk/y.css';",
        "a { background: src('http://x.dk/a.png') }",
        "a { background: image('http://x.dk/a.png') }",
        "a { background: image-set('http://x.dk/a.png' 1x) }",
        "@media print { a { cursor: URL( 'http://x.dk/a.cur' ) } }",
        "@font-face { src: url(//x.dk/f.woff2) }",
    ],
)
def test_a_stylesheet_loads_nothing(tmp_path: Path, style: str) -> None:
    """In capitals, nested rules, and by each function that loads."""
    assert any("loads something from elsewhere" in line for line in problems(written(tmp_path, **{"style.css": style})))


@pytest.mark.parametrize(
    "style",
    [
        "a { background: url(  'data:image/png;base64,AAAA' ) }",
        "a { mask: url(#m) } /* @import 'x'; url(http://x.dk) */",
    ],
)
def test_a_stylesheet_may_hold_what_it_shows(tmp_path: Path, style: str) -> None:
    """What is in the sheet itself, or in a comment, loads nothing."""
    assert Theme.read(written(tmp_path, **{"style.css": style})).branding.style
