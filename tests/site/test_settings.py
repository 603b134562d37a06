"""Settings beside the policies: found near them, read whole, wrong keys reported."""

from pathlib import Path

import pytest

from kommunepolitik.errors import RenderingError
from kommunepolitik.site.settings import Settings


def written(folder: Path, text: str) -> Path:
    """Write settings into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kommunepolitik.toml").write_text(text, "utf-8")
    return folder


def test_paths_are_counted_from_the_file(tmp_path: Path) -> None:
    """The theme and the Word template of a municipality lie beside its policies."""
    (tmp_path / "tema").mkdir()
    folder = written(tmp_path / "politikker", 'theme = "../tema"\nlanguage = "en"\ntemplate = "skabelon.docx"\n')
    settings = Settings.find([folder])
    assert settings.theme is not None
    assert settings.theme.folder.resolve() == tmp_path / "tema"
    assert settings.template == folder / "skabelon.docx"
    assert settings.language == "en"
    assert settings.file == folder / "kommunepolitik.toml"


def test_they_are_looked_for_in_the_folder_of_a_policy_and_the_one_around_it(tmp_path: Path) -> None:
    """A file, its folder, a folder of folders; no further up."""
    written(tmp_path, 'language = "en"')
    policy = tmp_path / "a" / "policy.yaml"
    policy.parent.mkdir()
    policy.touch()
    for path in (tmp_path, tmp_path / "a", policy):
        assert Settings.find([path]).language == "en"
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    assert Settings.find([deep]) == Settings()
    assert Settings.find([]) == Settings()


def test_the_address_of_statistikbanken_is_none_of_the_pages_business(tmp_path: Path) -> None:
    """The same file has it for `figures refresh`."""
    folder = written(tmp_path, 'language = "en"\n[statbank]\nurl = "https://api.statbank.dk"\n')
    assert Settings.find([folder]).language == "en"


def test_the_nearest_counts(tmp_path: Path) -> None:
    """A policy's own folder before the one around it."""
    written(tmp_path, 'language = "en"')
    near = written(tmp_path / "a", 'language = "da"')
    assert Settings.find([near]).language == "da"


def test_policies_of_one_report_have_the_same_settings(tmp_path: Path) -> None:
    """Two files cannot both hold."""
    one, other = written(tmp_path / "x" / "a", ""), written(tmp_path / "y" / "b", "")
    assert Settings.find([one, one]).file == one / "kommunepolitik.toml"
    with pytest.raises(RenderingError) as caught:
        Settings.find([one, other])
    assert f"and so do those of {one / 'kommunepolitik.toml'}" in str(caught.value)


def test_three_lines_make_a_theme(tmp_path: Path) -> None:
    """Logo, what it shows and colours, without a folder for them."""
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    text = '[theme]\nlogo = "logo.svg"\nlogo_text = "En bro"\ncolours = {accent = "#7a1f3d"}\n'
    theme = Settings.find([written(tmp_path, text)]).theme
    assert theme is not None
    assert theme.logo.startswith("data:image/svg+xml;base64,")
    assert (theme.logo_text, "--accent: #7a1f3d" in theme.style) == ("En bro", True)


def test_what_is_wrong_in_a_theme_of_the_settings_is_reported_at_its_key(tmp_path: Path) -> None:
    """As in a theme's own folder."""
    with pytest.raises(RenderingError) as caught:
        Settings.find([written(tmp_path, '[theme]\nlogo = "ingen.svg"\ncolours = {accent = "rød"}\nfarve = 1\n')])
    text = [line.removeprefix(f"{tmp_path}/") for line in caught.value.lines()]
    assert text == [
        "kommunepolitik.toml:4: theme.farve: unknown key 'farve'; known: name, logo, logo_text, words, colours, dark",
        "kommunepolitik.toml: theme.colours.accent: 'rød' is not a colour; write it as #0b5360",
        "ingen.svg: there is no such file or folder",
    ]


def test_everything_wrong_is_reported_at_once(tmp_path: Path) -> None:
    """Keys, languages, and what is no text; each with its key."""
    folder = written(tmp_path, 'tema = "x"\nlanguage = "sv"\n\ntemplate = 3\ntheme = ""\n')
    with pytest.raises(RenderingError) as caught:
        Settings.find([folder])
    text = [line.removeprefix(f"{folder}/kommunepolitik.toml:") for line in caught.value.lines()]
    assert [line.split(";")[0] for line in text] == [
        "1: tema: unknown key 'tema'",
        "4: template: expected text, found the number 3",
        "2: language: 'sv' is not one of da, en",
        "5: theme: is empty",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("theme = \n", ": cannot be read: Invalid value (at line 1, column 9)"),
        ("x = " + "[" * 5000, ": cannot be read: "),
        ("x = " + "9" * 5000, ": cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_read_states_where(tmp_path: Path, text: str, message: str) -> None:
    """With the line and column of what is no TOML, else with the key."""
    with pytest.raises(RenderingError) as caught:
        Settings.find([written(tmp_path, text)])
    assert f"kommunepolitik.toml{message}" in str(caught.value)


def test_a_file_that_is_no_text_is_reported(tmp_path: Path) -> None:
    """Such as one that Excel wrote."""
    (tmp_path / "kommunepolitik.toml").write_bytes(b"theme = '\xe6'\n")
    with pytest.raises(RenderingError, match="UTF-8"):
        Settings.find([tmp_path])
