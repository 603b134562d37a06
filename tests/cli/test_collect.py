"""`collect template` and `collect read`: what they list, and their exit codes."""

from pathlib import Path

from tests.cli.command import run
from tests.collect.made import NYBRO, fill, forms, municipality
from tests.files import contents

UNIT = "Center for Skole"
TRIVSEL = "unge#trivsel||2026"


def test_the_forms_are_listed_with_what_they_ask_for(tmp_path: Path) -> None:
    """A line for each unit; a second run leaves them as they are, and another file in the way is named."""
    command = (
        "collect",
        "template",
        NYBRO,
        "--period",
        "2026",
        "-o",
        tmp_path,
        "--observations",
        NYBRO / "national.csv",
    )
    first = run(*command, columns=200)
    assert first.returncode == 0
    lines = first.stdout.splitlines()
    assert lines[2].split("  ")[0] == "Center for Job og Læring"
    assert "22 tal" in lines[2]
    assert "2 redegørelser" in lines[2]
    assert lines[-1].startswith("Uden ansvarlig")
    assert "»nybro-integration-2020« gælder 2020..2023" in first.stderr
    (tmp_path / "2026-uden-ansvarlig.xlsx").write_bytes(b"udfyldt")
    again = run(*command, columns=200)
    assert again.returncode == 0
    assert again.stdout.count("uændret") == 6
    assert "2026-uden-ansvarlig.xlsx: findes i forvejen med et andet indhold" in again.stderr


def test_reading_lists_what_is_new_and_what_is_missing(tmp_path: Path) -> None:
    """Figures, drafts, rows left empty, units without a return, and the files written."""
    home = municipality(tmp_path)
    answers = {TRIVSEL: {"value": 75.5}, "unge#spor-1|account:text|2026": {"account": "Klar."}}
    form = fill(forms(home)[UNIT], answers, signed=None)
    done = run("collect", "read", form, "--policy", home)
    assert done.returncode == 0
    assert done.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()[:-3] == [
        "Skemaer for 2026",
        "  Center for Skole: svar: 2, ikke udfyldt: 4; udkast (2026-center-for-skole.xlsx)",
        "Nye tal (1)",
        "  Unge, der trives: 75,5 % (2026, foreløbigt)",
        "Redegørelser, der venter, til skemaet er klarmeldt (1)",
        "  Klubliv",
        "Udkast, som ingen har klarmeldt (1)",
        "  Center for Skole",
        "Ikke udfyldt (4)",
        *(f"  Medlemmer i klubber ({quarter}. kvartal 2026)" for quarter in (1, 2, 3, 4)),
        "Ikke kommet tilbage (2)",
        "  Center for Fritid",
        "  Uden ansvarlig",
        "Skrevne filer (2)",
    ]


def test_a_revision_is_listed_with_both_figures_and_waits(tmp_path: Path) -> None:
    """It states what to give; the exit code is 0, as all else is read."""
    home = municipality(tmp_path, "indikator;periode;værdi\ntrivsel;2026;72\n")
    done = run("collect", "read", fill(forms(home)[UNIT], {TRIVSEL: {"value": 75.5}}), "--policy", home)
    words = "Unge, der trives: 72,0 % (2026) → 75,5 % (2026) – ikke skrevet; angiv --accept-revisions og --published"
    assert (done.returncode, words in done.stdout.replace("\N{NO-BREAK SPACE}", " ")) == (0, True)


def test_every_new_figure_is_listed_and_each_empty_row_once(tmp_path: Path) -> None:
    """However many; two halves of a form leave the same rows empty, and an empty draft is only missing."""
    names = [f"Klub {number}" for number in range(15)]
    indicators = [
        {"id": f"i{number}", "title": name, "unit": "antal", "responsible": UNIT} for number, name in enumerate(names)
    ]
    other = {"id": "andet", "title": "Andet", "unit": "antal", "responsible": "Center for Fritid"}
    home = municipality(tmp_path, "indikator;periode;værdi\n", indicators=[*indicators, other], plan=None)
    made = forms(home)
    first = {f"unge#i{number}||2026": {"value": number} for number in range(13)}
    one = fill(made[UNIT], first, name="a.xlsx")
    half = fill(made[UNIT], {"unge#i13||2026": {"value": 1}}, name="b.xlsx")
    empty = fill(made["Center for Fritid"], signed=None)
    lines = run("collect", "read", one, half, empty, "--policy", home, "--dry-run").stdout.splitlines()
    assert "Nye tal (14)" in lines
    assert [name for name in names[:14] if not any(line.startswith(f"  {name}: ") for line in lines)] == []
    assert lines[lines.index("Ikke udfyldt (1)") + 1] == "  Klub 14 (2026)"
    assert lines[lines.index("Ikke kommet tilbage (1)") + 1] == "  Center for Fritid"
    assert "Udkast" not in "".join(lines)


def test_what_is_withdrawn_or_left_is_listed_with_what_to_do(tmp_path: Path) -> None:
    """The draft's figure that the finished form lacks, and another account that is there."""
    home = municipality(tmp_path)
    account = "accounts: [{element: spor-1, period: 2026, text: Skrevet af en anden.}]"
    (home / "accounts.yaml").write_text(f"kommunepolitik: 1\n{account}\n", "utf-8")
    form = forms(home)[UNIT]
    draft = fill(form, {TRIVSEL: {"value": 75.5}}, signed=None, name="udkast.xlsx")
    assert run("collect", "read", draft, "--policy", home).returncode == 0
    final = fill(form, {"unge#spor-1|account:text|2026": {"account": "Klar."}})
    lines = (
        run("collect", "read", draft, final, "--policy", home).stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    )
    assert "  Center for Skole: udkast; det klarmeldte skema afløser det (udkast.xlsx)" in lines
    place = lines.index("Tal fra udkast, som det klarmeldte skema ikke har, og som er taget ud (1)")
    assert lines[place + 1] == "  Unge, der trives: 75,5 % (2026, foreløbigt)"
    assert "Skal skemaets ord gælde, så slet den gamle redegørelse i accounts.yaml, og læs igen." in lines


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    """It is no matter of formats."""
    done = run("collect", "read", tmp_path / "findesikke", "--policy", municipality(tmp_path))
    assert (done.returncode, "der er ingen sådan fil eller mappe" in done.stderr) == (1, True)


def test_a_mistake_is_an_error_in_danish_with_its_cell_and_nothing_is_written(tmp_path: Path) -> None:
    """Exit code 1, all problems on standard error."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": "mange"}})
    content = contents(home)
    done = run("collect", "read", form, "--policy", home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Ungepolitik!J6: »mange« er ikke et tal; skriv tallet alene" in done.stderr
    assert contents(home) == content


def test_without_a_period_the_usage_is_wrong(tmp_path: Path) -> None:
    """Exit code 2, as no file is at fault."""
    assert run("collect", "template", NYBRO, "-o", tmp_path).returncode == 2
