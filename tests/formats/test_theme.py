"""A municipality's theme: its words become part of the language, its looks and templates are used by writers."""

import pickle
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kommunepolitik.errors import RenderingError
from kommunepolitik.formats.html import write_html
from kommunepolitik.formats.theme import BACKGROUNDS, CONTRAST, Theme, contrast, own_colours
from kommunepolitik.i18n import language
from kommunepolitik.testing.specimen import specimen

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "themes" / "eksempel"
DOCS = (ROOT / "docs" / "howto" / "themes.md").read_text("utf-8")


@pytest.fixture(scope="module")
def theme() -> Theme:
    """The theme of the documentation."""
    return Theme.read(EXAMPLE)


def page(theme: Theme | None) -> BeautifulSoup:
    """A page that holds every block."""
    return BeautifulSoup(write_html(specimen(), theme=theme), "html5lib")


def written(folder: Path, **files: str | bytes) -> Path:
    """Write the files of a theme."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def problems(folder: Path) -> list[str]:
    """Return what is reported of a theme, with places from its folder."""
    with pytest.raises(RenderingError) as caught:
        Theme.read(folder)
    return [line.removeprefix(f"{folder}/") for line in caught.value.lines()]


# What a theme does


def test_its_style_follows_ours(theme: Theme) -> None:
    """Colours for light screens and print, for dark ones, then `style.css`."""
    style = "".join(str(each.string) for each in page(theme).find_all("style"))
    assert style.index("color-scheme") < style.index("#7a1f3d") < style.index("border-bottom-style: dotted")
    assert "@media (prefers-color-scheme: light), print { :root { --accent: #7a1f3d;" in style
    assert "@media (prefers-color-scheme: dark) { :root { --accent: #f0a6bf;" in style
    assert "#7a1f3d" not in str(page(None))


def test_its_logo_is_a_picture_with_words_in_the_header(theme: Theme) -> None:
    """Nothing is loaded from elsewhere; an SVG is shown as a picture, so that nothing in it runs."""
    (logo,) = page(theme).header.find_all("img")
    assert logo["src"].startswith("data:image/svg+xml;base64,")
    assert logo["alt"] == "Nybro Kommune: en bro over en å"
    assert not page(None).find_all("img")


def test_its_words_become_part_of_the_language(theme: Theme) -> None:
    """In one and in several; in the languages that it has."""
    assert language("da", theme).gettext("achieved") == "indfriet"
    assert language("da", theme).ngettext("%(num)s figure", "%(num)s figures", 2) == "%(num)s målinger"
    assert language("en", theme).gettext("achieved") == language("en").gettext("achieved")


def test_its_template_of_a_block_takes_the_place_of_ours(theme: Theme) -> None:
    """And can include ours."""
    notice = page(theme).find(string=re.compile("Nybro Kommune findes ikke")).find_parent(class_="made_up")
    assert notice.find_previous(string="Øvelse")
    assert not page(None).find(string="Øvelse")


def test_an_empty_theme_changes_nothing(tmp_path: Path) -> None:
    """Law: the same page, to the letter."""
    assert write_html(specimen(), theme=Theme.read(tmp_path)) == write_html(specimen())


def test_a_template_for_a_role_goes_before_that_of_the_block(tmp_path: Path) -> None:
    """`section-card.html.j2` is for cards alone."""
    files = {"templates/section-card.html.j2": "<div id='kort'></div>"}
    soup = page(Theme.read(written(tmp_path, **files)))
    assert soup.find(id="kort")
    assert soup.find("section", id="section_one")


def test_a_theme_can_be_sent_to_another_process(theme: Theme) -> None:
    """It is data; what was read is the same there."""
    there = pickle.loads(pickle.dumps(theme))
    assert there == theme
    assert hash(there) == hash(theme)
    assert there.templates == theme.templates


# What is wrong with a theme is reported at once


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    """Keys, words, placeholders, colours, pictures, styles and templates, each with its file and key or line."""
    written(
        tmp_path,
        **{
            "theme.toml": 'nam = "x"\nlogo = "logo.gif"\n[colours]\naccent = "red"\nink = "#bbbbbb"\n'
            '[words.da]\n"achievd" = "x"\n"%(num)s figure" = "{x}"\n[words.dk]\n',
            "style.css": "a {}\nb { background: url(https://x.dk/a.png) }\n@import 'x';\n</style>",
            "templates/table.html.j2": "\n{% if %}",
            "templates/notice.html.j2": "\n\n{{ 'a'|uper }}",
            "templates/tabel.html.j2": "",
            "templates/html/policy.html.j2": "",
        },
    )
    text = problems(tmp_path)
    for expected in (
        "theme.toml:1: nam: unknown key 'nam'; did you mean 'name'?",
        "theme.toml:2: logo: 'logo.gif' is not one of *.svg, *.png, *.jpg",
        "theme.toml:4: colours.accent: 'red' is not a colour",
        "theme.toml:5: colours.ink: the contrast of ink against paper is 1.91; text needs 4.5",
        "theme.toml: words.da.achievd: no page contains 'achievd'",
        "theme.toml: words.da.%(num)s figure: {x} is not filled in here",
        "theme.toml: words.dk: unknown key 'dk'",
        "style.css:2: 'url(' loads something from elsewhere",
        "style.css:3: '@import' loads something from elsewhere",
        "style.css:4: '</style' loads something from elsewhere",
        "templates/table.html.j2:2: the template cannot be read",
        "templates/notice.html.j2:3: the template cannot be read: No filter named 'uper'",
        "templates/tabel.html.j2: there is no template tabel.html.j2; did you mean 'table.html.j2'?",
        "templates/html/policy.html.j2: there is no template html/policy.html.j2",
    ):
        assert [line for line in text if line.startswith(expected)], (expected, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[words", "theme.toml: cannot be read: Expected ']' at the end of a table declaration (at end of document)"),
        ("words = 1", "theme.toml:1: words: expected keys with values, found the number 1"),
        ("words.da.achieved = 3", "theme.toml: words.da.achieved: expected a text, or two in a list, for one and for several; found the number 3"),
        ("words.da.achieved = ''", "theme.toml: words.da.achieved: expected a text, or two in a list, for one and for several; found the text ''"),
        ("words.da.achieved = ['a', 'b']", "theme.toml: words.da.achieved: expected text, found a list"),
    ],
)  # fmt: skip
def test_wrong_words_are_reported_with_their_key(tmp_path: Path, text: str, message: str) -> None:
    """Tables, forms and keys."""
    assert message in problems(written(tmp_path, **{"theme.toml": text}))


@pytest.mark.parametrize(
    "words", ["{value.__class__}", "{value:>999999999}", "{value!r}", "{", "{other}", "100 %", "%(value)s"]
)
def test_placeholders_of_words_are_those_of_ours(tmp_path: Path, words: str) -> None:
    """Words are filled in by our code: nothing may be looked up in what fills them, nor padded without end."""
    (text,) = problems(written(tmp_path, **{"theme.toml": f"[words.da]\n'at least {{value}}' = '{words}'\n"}))
    assert text.startswith("theme.toml: words.da.at least {value}: ")
    assert "keep the placeholders as they are; known: {value}" in text


def test_a_logo_states_what_it_shows_and_is_small(tmp_path: Path) -> None:
    """It is in every page, also for those who do not see it."""
    written(tmp_path, **{"logo.png": b"PNG", "theme.toml": 'logo = "logo.png"'})
    assert problems(tmp_path) == ["theme.toml: logo_text: describe the logo for those who cannot see it"]
    written(tmp_path, **{"theme.toml": 'logo = "logo.png"\nlogo_text = "x"'})
    assert Theme.read(tmp_path).logo.startswith("data:image/png;base64,")
    (tmp_path / "logo.png").write_bytes(bytes(600_000))
    assert problems(tmp_path) == ["logo.png: the file is 600000 bytes; at most 524288 are read"]


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    """A theme that is not there, or is a file."""
    assert problems(tmp_path / "nowhere")[0].endswith("nowhere: there is no such file or folder")
    (tmp_path / "fil").touch()
    assert problems(tmp_path / "fil")[0].endswith("fil: a theme is a folder")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    assert problems(tmp_path / "logo.png")[0].endswith("logo.png: a theme is a folder")


def test_a_template_that_is_too_deep_to_read_is_reported(tmp_path: Path) -> None:
    """Jinja's reader ends at a depth, and does not state where."""
    template = "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"
    (text,) = problems(written(tmp_path, **{"templates/table.html.j2": template}))
    assert text.startswith("templates/table.html.j2: too deeply nested")


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
    assert Theme.read(written(tmp_path, **{"style.css": style})).style


# Our own


def test_our_own_colours_can_be_read() -> None:
    """Each colour of words against each background, light and dark, has the contrast that is asked of a theme."""
    for scheme, colours in own_colours().items():
        for word, grounds in BACKGROUNDS.items():
            for ground in grounds:
                assert contrast(colours[word], colours[ground]) >= CONTRAST, (scheme, word, ground)


def test_the_documentation_names_all_colours() -> None:
    """In the table of keys."""
    assert [name for name in own_colours()["colours"] if f"`{name}`" not in DOCS] == []
