"""A run of every command that writes: the files that are there before, and the arguments."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import yaml

from tests.cli.command import run
from tests.collect.made import POLICY, fill, forms, municipality
from tests.statbank.made import folder as fetched
from tests.statbank.made import table
from tests.statbank.server import serving

Prepare = Callable[[Path], Sequence[object]]
"""Makes the files in a folder, and returns the arguments."""

READING = ("calendar", "check", "evaluate", "explain", "portfolio", "preview", "rules", "show", "verify")
"""The commands that write no file where their user looks; `preview` writes pages into a folder of the system."""
SCENARIOS: dict[str, "Scenario"] = {}
OPEN = ("--licence", "CC-BY-4.0", "--contact", "a@nybro.example")
FORM = {
    "unge#trivsel||2026": {"value": 75.5},
    "unge#spor-1|account:text|2026": {"account": "Vi holdt åbent (opdigtet)."},
}


@attrs.frozen
class Scenario:
    """A run of a command."""

    name: str
    """The command, and after a comma what is special."""
    prepare: Prepare
    page_by_page: bool
    """Whether a file that cannot be written leaves the others: pages can be made again."""

    @property
    def command(self) -> str:
        """The command, with its group."""
        return self.name.partition(",")[0]


def scenario(name: str, *, page_by_page: bool = False) -> Callable[[Prepare], Prepare]:
    """Note a run of a command."""

    def note(prepare: Prepare) -> Prepare:
        SCENARIOS[name] = Scenario(name, prepare, page_by_page)
        return prepare

    return note


def done(*arguments: object) -> None:
    """Run a command that is to succeed."""
    answer = run(*arguments)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def two(folder: Path) -> Path:
    """Make two policies with figures beside each other."""
    home = municipality(folder).parent
    shutil.copytree(home / "unge", home / "idraet")
    data = POLICY | {"id": "idraet", "title": "Idrætspolitik"}
    (home / "idraet" / "policy.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return home


def one_more(home: Path) -> None:
    """Add a figure of the next year to a policy."""
    with (home / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("trivsel;2026;76\n")


@scenario("new")
def _(folder: Path) -> Sequence[object]:
    return "new", folder / "politikker" / "unge", "--municipality", "Slagelse", "--period", "2026..2029"


@scenario("new, the next edition")
def _(folder: Path) -> Sequence[object]:
    home = municipality(folder)
    return "new", home.with_name("unge-2028"), "--from", home, "--period", "2028..2031"


@scenario("convert, over a file")
def _(folder: Path) -> Sequence[object]:
    home = municipality(folder)
    (folder / "unge.json").write_text("{}", "utf-8")
    return "convert", home, folder / "unge.json", "--overwrite"


@scenario("convert, to StratML")
def _(folder: Path) -> Sequence[object]:
    return "convert", municipality(folder), folder / "ud" / "unge.xml"


@scenario("convert, from StratML")
def _(folder: Path) -> Sequence[object]:
    home = municipality(folder)
    done("convert", home, folder / "unge.xml", "--observations", home / "observations.csv")
    return "convert", folder / "unge.xml", folder / "plan" / "policy.yaml", "--municipality", "Nybro", "--fictitious"


@scenario("convert, from tables")
def _(folder: Path) -> Sequence[object]:
    done("export", *two(folder).iterdir(), "--format", "csv", "-o", folder / "tabeller")
    return "convert", folder / "tabeller", folder / "nye"


@scenario("export, new open data")
def _(folder: Path) -> Sequence[object]:
    return "export", municipality(folder), "-o", folder / "data", *OPEN


@scenario("export, open data into a folder with other files")
def _(folder: Path) -> Sequence[object]:
    (folder / "data").mkdir()
    (folder / "data" / "LAES-MIG.txt").write_text("vores egen", "utf-8")
    return "export", municipality(folder), "-o", folder / "data", *OPEN


@scenario("export, open data again")
def _(folder: Path) -> Sequence[object]:
    arguments = ("export", municipality(folder), "-o", folder / "data", *OPEN)
    done(*arguments)
    one_more(folder / "politikker" / "unge")
    return arguments


@scenario("export, a workbook")
def _(folder: Path) -> Sequence[object]:
    return "export", municipality(folder), "--format", "xlsx", "-o", folder / "ud" / "unge.xlsx"


@scenario("export, tables")
def _(folder: Path) -> Sequence[object]:
    return "export", municipality(folder), "--format", "csv", "-o", folder / "ud"


@scenario("export, tables again")
def _(folder: Path) -> Sequence[object]:
    arguments = ("export", municipality(folder), "--format", "parquet", "-o", folder / "ud", "--overwrite")
    done(*arguments)
    one_more(folder / "politikker" / "unge")
    return arguments


@scenario("report", page_by_page=True)
def _(folder: Path) -> Sequence[object]:
    return "report", two(folder), "-o", folder / "sider", "--format", "md,json", "--paper", "--at", "2025"


@scenario("report, again", page_by_page=True)
def _(folder: Path) -> Sequence[object]:
    home = two(folder)
    done("report", home, "-o", folder / "sider", "--format", "md", "--at", "2025")
    one_more(home / "unge")
    since = folder / "sider" / "unge--record.json"
    shutil.copy(since, folder / "sidste-aar.json")
    year = ("--at", "2026", "--since", folder / "sidste-aar.json")
    return "report", home, "-o", folder / "sider", "--format", "md", *year


@scenario("report, internal and in the folder of the year", page_by_page=True)
def _(folder: Path) -> Sequence[object]:
    home = municipality(folder)
    return "report", home, "-o", home / "opfoelgning" / "2025", "--format", "md", "--at", "2025", "--internal"


@scenario("compare, to a file")
def _(folder: Path) -> Sequence[object]:
    home = two(folder)
    (folder / "sammen.html").write_text("gammel", "utf-8")
    return "compare", home / "unge", home / "idraet", "-o", folder / "sammen.html"


@scenario("compare, into a folder")
def _(folder: Path) -> Sequence[object]:
    home = two(folder)
    return "compare", home / "unge", home / "idraet", "--format", "md", "-o", f"{folder}/ud/sammen/"


@scenario("schema")
def _(folder: Path) -> Sequence[object]:
    (folder / "policy.schema.json").write_text("{}", "utf-8")
    return "schema", "-o", folder / "policy.schema.json"


@scenario("collect template")
def _(folder: Path) -> Sequence[object]:
    return "collect", "template", municipality(folder), "--period", "2026", "-o", folder / "skemaer"


@scenario("collect read")
def _(folder: Path) -> Sequence[object]:
    home = municipality(folder)
    form = fill(forms(home)["Center for Skole"], FORM)
    year = home / "opfoelgning" / "2026"
    year.mkdir(parents=True)
    written = "kommunepolitik: 1\naccounts:\n  - {element: plan, period: 2026, text: Skrevet af os.}\n"
    (year / "accounts.yaml").write_text(written, "utf-8")
    return "collect", "read", form, "--policy", home


@scenario("figures read")
def _(folder: Path) -> Sequence[object]:
    home, file = two(folder), folder / "tal.csv"
    known = "politik;indikator;periode;værdi\nunge;frivillige;2025;40\nidraet;frivillige;2025;30\n"
    file.write_text(known, "utf-8")
    done("figures", "read", file, "--policy", home)
    file.write_text(f"{known}unge;trivsel;2026;75,5\nidraet;trivsel;2026;61,5\n", "utf-8")
    return "figures", "read", file, "--policy", home


@scenario("figures suggest")
def _(folder: Path) -> Sequence[object]:
    home = municipality(folder)
    rows = "Notat om unge;;;\nPejlemærke;2024;2025;2026\nUnge, der trives;72,5;74,0;75,5\nFrivillige;38;39;40\n"
    (folder / "center.csv").write_text(rows, "utf-8")
    (home / "imports.yaml").write_text("kommunepolitik: 1\nimports: []\n", "utf-8")
    (home / "imports.yaml").unlink()
    return "figures", "suggest", folder / "center.csv", "--policy", home, "--append"


_TIMES: dict[str, str] = {}


@scenario("figures refresh")
def _(folder: Path) -> Sequence[object]:
    home = fetched(folder / "politik")
    (home / "statbank.csv").unlink(missing_ok=True)
    return "figures", "refresh", home, "--url", _TIMES["url"]


@scenario("figures refresh, without a network")
def _(folder: Path) -> Sequence[object]:
    home = fetched(folder / "politik")
    done("figures", "refresh", home, "--url", _TIMES["url"])
    (home / "statbank.csv").unlink()
    (home / "statbank.answers" / "GAMMEL1.json").write_text("{}", "utf-8")
    return "figures", "refresh", home, "--offline"


@contextmanager
def with_statbank() -> Iterator[None]:
    """Let a made-up Statistikbank answer as long as the block lasts."""
    with serving(table()) as server:
        _TIMES["url"] = server.url
        yield
