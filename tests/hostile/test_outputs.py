"""Every output of a policy of hostile texts, opened by the program that people open it with: the texts are text in it."""

import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import attrs
import icalendar
import pytest
from click.testing import CliRunner
from lxml import etree
from markdown_it import MarkdownIt

from kommunepolitik.cli.app import app
from kommunepolitik.documents import load, read_tables
from kommunepolitik.formats.pdf import write_pdf
from kommunepolitik.i18n import language
from kommunepolitik.report.paper import paper
from kommunepolitik.site import Build
from tests.claims import some
from tests.hostile.filled import Filling, altered, markers
from tests.hostile.made import hostile_folder, hostile_site
from tests.hostile.payloads import ADDRESS, PAYLOADS
from tests.programs import program, resaved
from tests.report.made import text_of

OLD, NEW = "nybro-integration-2020", "nybro-integration-2024"
CONTROL = "a,=1+1\n"
"""A file whose formula a spreadsheet program computes, where nothing is done about it."""
CSV_FILTER = "CSV:59/44,34,76,1,,0,false,true,false,false,false,-1,true"
"""LibreOffice's import of tables with either separator, which computes what looks like a formula."""


@pytest.fixture(scope="module")
def filling() -> Filling:
    """The texts, by marker."""
    return Filling(PAYLOADS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, filling: Filling) -> Path:
    """The folder of policies."""
    return hostile_folder(tmp_path_factory.mktemp("hostile"), filling)


@pytest.fixture(scope="module")
def written(home: Path) -> Path:
    """The folder of all outputs but web pages, whose browser has tests of its own."""
    out, new = home.parent / "out", home / "integration_2024"
    assert list(Build(hostile_site(home), out, ["md", "docx"]).run())
    commands: dict[str, tuple[object, ...]] = {
        "show.txt": ("show", new),
        "check.txt": ("check", new),
        "evaluate.txt": ("evaluate", new),
        "compare.txt": ("compare", home / "integration_2020", new),
        "calendar.txt": ("calendar", home, "--at", "2027-01-04"),
        "calendar.csv": ("calendar", home, "--at", "2027-01-04", "--format", "csv"),
        "calendar.ics": ("calendar", home, "--at", "2027-01-04", "--format", "ics"),
        "export.txt": ("export", home, "-o", out / "data"),
        "tables.txt": ("export", home, "--format", "xlsx", "-o", out / "tables.xlsx"),
        "json.txt": ("convert", new, out / "policy.json"),
        "stratml.txt": ("convert", new, out / "policy.xml"),
        "forms.txt": ("collect", "template", home, "--period", "2026", "-o", out / "forms"),
    }
    for name, command in commands.items():
        answer = CliRunner(env={"COLUMNS": "90"}).invoke(app, [*map(str, command)], catch_exceptions=False)
        assert answer.exit_code == 0, answer.stderr
        (out / name).write_bytes(answer.stdout_bytes + (answer.stderr_bytes if name.endswith("txt") else b""))
    return out


# What a terminal and other programs read


def test_no_text_moves_a_cursor_or_is_a_command(written: Path, filling: Filling) -> None:
    """In a terminal no text has a control character, and none is a command of the system that runs the check."""
    for file in some(written.glob("*.txt")):
        text = file.read_bytes().decode("utf-8")  # with every carriage return
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text), file.name
        assert not re.search(r"(?m)^\s*::|##\w*\[", text), file.name
    assert len(markers((written / "show.txt").read_text("utf-8"))) > 100


def test_a_calendar_has_no_other_properties_than_ours(written: Path, filling: Filling) -> None:
    """No text ends its line: no attachment, alarm or event more, and each is in the summary or description."""
    calendar = icalendar.Calendar.from_ical((written / "calendar.ics").read_bytes())
    found = {(part.name, name) for part in calendar.walk() for name in part}
    ours = ["SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CATEGORIES", "DESCRIPTION", "TRANSP"]
    assert {name for part, name in found if part == "VEVENT"} == {*ours}
    assert {part for part, _ in found} == {"VCALENDAR", "VEVENT"}
    words = " ".join(str(event[name]) for event in calendar.events for name in ("SUMMARY", "DESCRIPTION"))
    assert altered(words, filling) == {}
    lines = (written / "calendar.ics").read_bytes().split(b"\r\n")
    assert not [line for line in lines if len(line) > 75 or re.search(rb"[\x00-\x08\x0a-\x1f]", line)]


def test_stratml_has_the_texts_as_text(written: Path, filling: Filling) -> None:
    """An XML parser reads our elements alone, and each text as it is."""
    tree = etree.parse(written / "policy.xml", etree.XMLParser(resolve_entities=False, no_network=True))
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert {etree.QName(name).localname for name in names}.isdisjoint({"script", "img", "b", "a", "svg", "iframe"})
    assert not [each for each in tree.iter() if not isinstance(each.tag, str)]  # comments and instructions
    assert altered(" ".join(tree.getroot().itertext()), filling) == {}


def test_json_and_tables_give_the_policy_back(written: Path, home: Path) -> None:
    """Whatever the texts are, nothing of them is lost."""
    policy = load(home / "integration_2024")
    assert load(written / "policy.json") == policy
    assert read_tables(written / "tables.xlsx")[NEW] == policy


def test_markdown_has_no_markup_from_a_text(written: Path, filling: Filling) -> None:
    """No tag, picture or code, and no link but to our pages and what is an address of the web."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for file in some(written.glob("*.md")):
        tokens = reader.parse(file.read_text("utf-8"))
        inner = [child for token in tokens for child in token.children or ()]
        kinds = {token.type for token in (*tokens, *inner)}
        assert kinds.isdisjoint({"html_inline", "html_block", "image", "code_inline", "code_block", "fence", "s_open"})
        links = {str(child.attrs["href"]) for child in inner if child.type == "link_open"}
        assert not [
            link for link in links if not re.match(rf"nybro-integration-[-0-9a-z]+\.md|index\.md|{ADDRESS}/", link)
        ]
        lines = [token.children or () for token in tokens if token.type == "inline"]
        shown = "".join("".join(child.content for child in line) for line in lines)
        # A text of several lines is on one in a cell, with semicolons between.
        wrong = {text: found for text, found in altered(shown, filling).items() if text not in found.replace(";", "")}
        assert {text for text in wrong if ";" not in text} == set(), file.name


# LibreOffice


@pytest.fixture(scope="module")
def opened(written: Path) -> Path:
    """The folder of all documents and tables as LibreOffice opens them, in one start each for the two kinds."""
    folder = written / "opened"
    (written / "control.csv").write_text(CONTROL, "utf-8")
    tables = [written / "tables.xlsx", *sorted((written / "forms").glob("*.xlsx"))[:1]]
    texts = [written / "control.csv", written / "calendar.csv", *(written / "data").glob("*.csv")]
    resaved(texts, "fods", folder, f"--infilter={CSV_FILTER}")
    resaved(tables, "fods", folder)
    resaved([*written.glob("*.docx")], "fodt", folder)
    return folder


def _content(file: Path) -> Any:
    return etree.parse(file, etree.XMLParser(huge_tree=True)).getroot()


def test_no_text_is_computed_linked_or_run_in_a_spreadsheet(opened: Path, filling: Filling) -> None:
    """Cells of texts: no formula, no link to a file, address or other program, and no script; the control has one."""
    computed = {}
    for file in some(opened.glob("*.fods")):
        root = _content(file)
        computed[file.stem] = [value for each in root.iter() for key, value in each.attrib.items() if "formula" in key]
        assert not root.findall(".//{*}a") + root.findall(".//{*}dde-link") + root.findall(".//{*}event-listener")
        assert not [each for each in root.iter() for key in each.attrib if key.endswith("}href")], file.name
    assert computed.pop("control") == ["of:=1+1"]
    assert not any(computed.values())
    shown = " ".join(_content(opened / "tables.fods").itertext())
    assert len(markers(shown)) > 1000  # what they are letter by letter is read back above


def test_a_word_document_has_no_fields_or_links_from_a_text(opened: Path, filling: Filling) -> None:
    """Its links lead to places in it; no field, section or frame takes anything from elsewhere."""
    for file in some(opened.glob("*.fodt")):
        root = _content(file)
        links = [value for each in root.iter() for key, value in each.attrib.items() if key.endswith("}href")]
        assert not [link for link in links if not link.startswith("#")], file.name
        fields = {etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)}
        assert fields.isdisjoint(
            {"dde-connection-decl", "section-source", "object", "plugin", "execute-macro", "script-event"}
        )
        words = "".join("".join(each.itertext()) for each in root.iter("{*}p", "{*}h"))
        assert len(markers(words)) > 50


def test_a_word_document_contains_each_text(written: Path, filling: Filling) -> None:
    """Letter by letter."""
    for file in some(written.glob("*.docx")):
        document = etree.fromstring(zipfile.ZipFile(file).read("word/document.xml"))
        pieces = (each.text or "" for each in document.iter("{*}t"))
        assert altered("".join(pieces).replace("\N{SOFT HYPHEN}", ""), filling) == {}, file.name


# Paper


@pytest.fixture(scope="module")
def pdf(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The paper for a committee as PDF, and the words of its report; how long it may be is another matter."""
    site = hostile_site(home)
    report = paper(site.context(site.portfolio[OLD], language("da")))
    file = tmp_path_factory.mktemp("paper") / "paper.pdf"
    file.write_bytes(write_pdf(attrs.evolve(report, budgets=())))
    return file, text_of(report, details=True)


def _output(name: str, *arguments: object) -> str:
    return subprocess.run([program(name), *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def test_a_pdf_contains_each_text_and_runs_nothing(pdf: tuple[Path, str], filling: Filling) -> None:
    """Each text of the report is in it; no JavaScript, no link to elsewhere, no file, no action."""
    file, words = pdf
    assert markers(words) <= markers(_output("pdftotext", "-raw", file, "-").replace("\n", ""))
    assert _output("pdfinfo", "-js", file) == ""
    assert "http" not in _output("pdfinfo", "-url", file)
    content = file.read_bytes()
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|OpenAction|GoToR|SubmitForm|URI|AA)\b", content)


def test_no_word_runs_off_the_paper(pdf: tuple[Path, str]) -> None:
    """Words without an end, long addresses and wide letters stay between the margins, in tables too."""
    pages = re.split("<page ", _output("pdftotext", "-bbox", pdf[0], "-"))[1:]
    for page in some(pages):
        width = float(re.findall('width="([0-9.]+)"', page)[0])
        ends = re.findall(
            '<word xMin="([-0-9.]+)" yMin="[-0-9.]+" xMax="([-0-9.]+)" yMax="[-0-9.]+">(.*?)</word>', page
        )
        assert not [word for left, right, word in some(ends) if float(left) < 20 or float(right) > width - 20]
