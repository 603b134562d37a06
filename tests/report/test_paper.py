"""The paper that a committee is handed: whole, within its pages, and honest about what is not there."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik import documents
from kommunepolitik.errors import RenderingError
from kommunepolitik.evaluation import Record, evaluate
from kommunepolitik.formats import to_format
from kommunepolitik.i18n import language
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper import paper
from tests.claims import some
from tests.programs import program

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
YEAR = kp.Period("2026")


@pytest.fixture(scope="module")
def nybro() -> Context:
    """Nybro's follow-up of 2026 as the committee gets it, with what was reported a year before."""
    read = documents.read(NYBRO / "integration_2024")
    figures = kp.read_observations([*read.observations, NYBRO / "national.csv"], read.policy)
    before = evaluate(read.policy, figures, at="2025", known="2026-02-28")
    return Context(
        policy=read.policy,
        language=language("da"),
        evaluation=evaluate(read.policy, figures, at="2026", known="2027-02-26"),
        observations=figures,
        accounts=read.accounts,
        case=read.case,
        earlier=Record.of(before, read.policy.id),
    )


@pytest.fixture(scope="module")
def made(nybro: Context) -> b.Report:
    """The paper of it."""
    return paper(nybro)


def of_policy(policy: kp.Policy, code: str = "da", **more: Any) -> Context:
    """Return the context of a policy without figures."""
    return Context(policy=policy, language=language(code), evaluation=evaluate(policy, []), **more)


def within(blocks: Any) -> Iterator[Any]:
    """Yield all blocks and inlines within some, row by row."""
    for block in blocks if isinstance(blocks, tuple) else (blocks,):
        yield block
        if attrs.has(type(block)):
            for field in attrs.fields(type(block)):
                yield from within(getattr(block, field.name) or ())
        elif isinstance(block, tuple):
            yield from within(block)


def of_kind(report: b.Report, kind: type[Any], section: str = "") -> list[Any]:
    """Return the parts of a kind, in a section or anywhere."""
    content = tuple(each for each in report.sections if section in ("", each.id))
    return [each for each in within(content) if isinstance(each, kind)]


def plain(line: b.Paragraph) -> str:
    """Return a line in words, with plain spaces."""
    return b.plain(line.inlines).replace("\N{NO-BREAK SPACE}", " ")


def cells(report: b.Report) -> list[list[str]]:
    """Return the rows of the overview in words; those of groups have one cell."""
    (table,) = [each for each in of_kind(report, b.Table) if each.role == "overview"]
    return [
        ["; ".join(plain(line) for line in cell if isinstance(line, b.Paragraph)) for cell in row.cells]
        for row in table.rows
    ]


def row(report: b.Report, name: str, target: str) -> list[str]:
    """Return the cells of a target after its name, without the line of figures."""
    (found,) = (each for each in cells(report) if each[0].startswith(name) and each[4:5] == [target])
    return [*found[1:7], found[8]]


# The overview


def test_every_current_target_is_named_in_one_row(nybro: Context, made: b.Report) -> None:
    """Also what cannot be assessed; a minimum and a maximum are one row."""
    rows = [each for each in cells(made) if len(each) > 1]
    assert len(rows) == len(nybro.results.counted) == 24
    titles = Counter(nybro.policy.indicator(each.indicator).title for each in nybro.results.counted)
    assert Counter(each[0].split("; ")[0] for each in rows) == titles


def test_rows_stand_under_their_track_else_under_their_area(made: b.Report) -> None:
    """The contact persons belong to no track."""
    assert [each[0] for each in cells(made) if len(each) == 1] == [
        "Spor 1: Job fra første dag",
        "Spor 2: Unge på vej",
        "Spor 3: Sprog fra start",
        "Spor 4: Med i fællesskabet",
        "Spor 5: Godt hjem, godt helbred",
        "Job og uddannelse (indsatsområde)",
    ]


@pytest.mark.parametrize(
    ("name", "target", "text"),
    [
        (
            "Virksomhedspraktik",
            "30 hvert halvår",
            "52 på et år (2023)|36 (2. halvår 2025)|27 (2. halvår 2026)|30 hvert halvår|ikke nået|↓ værre|ja",
        ),
        (
            "Voksne i beskæftigelse",
            "57,0 % (2026)",
            "53,4 % (2023, rettet)|56,2 %|kommer marts 2027|57,0 % (2026)"
            "|kan ikke vurderes; venter på tal (2025: nået)|↑ bedre (siden 2024)|forældet",
        ),
        (
            "Trygge beboere",
            "76 % (2027)",
            "ca. 70 % (2023)|–|72–78 % (4. kvartal 2025)|76 % (2027)|kan ikke vurderes; usikkert tal|intet nyt tal|–",
        ),
        (
            "Ledige unge; 18-29-årige i kommunen; afstand til hele landet (procentpoint): 5,6 % mod 4,9 %",
            "højst 0,5 (2027)",
            "1,6 (4. kvartal 2023)|1,1 (3. kvartal 2025)|0,7 (3. kvartal 2026)|højst 0,5 (2027)|på rette vej|↓ bedre|ja",
        ),
        (
            "Ledige unge; Kvinder på 18-29 år; afstand til hele landet, Kvinder på 18-29 år",
            "højst 0,5 (2027)",
            "–|eget tal 6,2 % (4. kvartal 2025)|eget tal 5,7 % (4. kvartal 2026)|højst 0,5 (2027)"
            "|kan ikke vurderes; tallet at sammenligne med mangler|–|ja",
        ),
        (
            "Børn, der får fritidsvejledning",
            "100 hvert år",
            "–|35 (4. kvartal 2025)|38 (4. kvartal 2026)|100 hvert år|kan ikke vurderes; kun dele af perioden er målt"
            "|↑ bedre|forældet",
        ),
        (
            "Bestået dansk",
            "+2 % om året (2027)",
            "55 % (2023)|56 % (2024)|58 % (2025)|+2 % om året (2027)|kan ikke vurderes"
            "; kan læses på to måder; tal for 2026 er ikke kommet|intet nyt tal|–",
        ),
        (
            "Forældre med",
            "vurderes i ord",
            "–|Godt i gang|I mål|vurderes i ord|nået|↑ bedre|–",
        ),
        ("Nyankomne pr.", "15–25 hver måned", "21 (juli 2026)|–|26 (december 2026)|15–25 hver måned|ikke nået|–|ja"),
    ],
)
def test_a_row_states_its_starting_point_figure_and_target(made: b.Report, name: str, target: str, text: str) -> None:
    """With units once, periods where the head does not name them, and the reason where it cannot be assessed."""
    assert "|".join(row(made, name, target)) == text


def test_an_indicator_without_a_target_is_named_too() -> None:
    """With a target in the same policy that nothing measures yet, and one that is measured."""
    policy = kp.Policy(
        id="p",
        title="P",
        municipality="Odense",
        indicators=[
            m.Indicator(id="uden", title="Uden måltal"),
            m.Indicator(id="med", title="Med", targets=[m.LevelTarget(value=5, comparison="at_least", due="2024")]),
        ],
    )
    figures = [{"indicator": "med", "period": "2024", "value": 6}]
    context = of_policy(policy)
    context = attrs.evolve(context, evaluation=evaluate(policy, pd.DataFrame(figures), at="2024"))
    assert {each[0]: each[5] for each in cells(paper(context)) if len(each) > 1} == {
        "Uden måltal": "kan ikke vurderes; intet måltal",
        "Med": "nået",
    }


# Track by track


def test_only_accounts_of_the_period_are_printed(nybro: Context, made: b.Report) -> None:
    """Earlier ones are on the web page."""
    text = to_format(made, "text")
    assert isinstance(text, str)
    reported = " ".join(text.split())
    for account in some(nybro.accounts):
        is_gist = account.element == "bemaerkning-unge-kvinder"
        assert (" ".join(account.text.split())[:38] in reported) == (account.period == YEAR or is_gist)


def test_an_indicator_that_lags_is_named_once(made: b.Report) -> None:
    """What it is, how it went, what is asked for, what it was; the account after it; cause and action below."""
    reported = lines_in_words(made)
    at = next(n for n, line in enumerate(reported) if line.startswith("Virksomhedspraktik for nyankomne – "))
    assert reported[at : at + 2] == [
        "Virksomhedspraktik for nyankomne – ikke nået: 27 i 2. halvår 2026; måltallet er mindst 30 hvert halvår. "
        "I 2. halvår 2025 var det 36. Kun ni forløb begyndte i tredje kvartal.",
        "Hvorfor: Tre store arbejdspladser tog ingen i praktik hen over sommeren, og de mindre er for få til at opveje "
        "det. Hvad gør vi: 30 virksomheder inden for håndværk og handel besøges, og der bliver faste startdage hvert "
        "kvartal (Center for Job og Læring, senest 2. kvartal 2027).",
    ]


def test_why_a_figure_counts_as_unchanged_is_stated_once(made: b.Report) -> None:
    """Of all children, and of girls, in the same block."""
    (reported,) = (line for line in lines_in_words(made) if line.startswith("Børn i en forening – "))
    assert reported.count("Ændringer på højst 1 procentpoint tæller ikke.") == 1
    assert "Piger ikke på rette vej: 42,8 % i 2026" in reported


def lines_in_words(report: b.Report) -> list[str]:
    """Return all lines in words."""
    return [plain(each) for each in of_kind(report, b.Paragraph)]


def test_an_action_has_who_and_when(made: b.Report) -> None:
    """And activities that should have been done are named."""
    text = "\n".join(lines_in_words(made))
    assert "Aftalen får en reserve på to boliger (Center for Bolig og Sundhed, senest 2. kvartal 2027)." in text
    assert "Tandplejen besøger alle dagtilbud (Center for Bolig og Sundhed, senest 1. kvartal 2026)" in text
    assert "Center for Børn og Skole mener, at planen bør justeres." in text
    assert "Center for Kultur og Fritid har ikke afgjort, om planen bør justeres." in text


def test_no_track_has_two_charts(made: b.Report) -> None:
    """Each is within its track, which is never parted by the end of a page."""
    tracks = [each for each in of_kind(made, b.Section) if each.role == "track"]
    for track in some(tracks):
        assert sum(isinstance(each, b.Chart) for each in within(track.blocks)) <= 1
    assert {each.section for each in made.budgets if each.pages < 1} == {track.id for track in tracks}


# What is missing, and what is too long


def owed(report: b.Report) -> list[str]:
    """Return who has still to write what."""
    notices = [each for each in of_kind(report, b.Notice) if each.kind == "missing_text"]
    return [b.plain(line.inlines) for each in notices for line in within(each.blocks) if isinstance(line, b.Paragraph)]


def test_a_whole_paper_owes_nothing(made: b.Report) -> None:
    """Nybro's case and accounts are written, so that a reader sees what a paper is."""
    assert owed(made) == []


def test_what_is_not_written_has_a_place_and_an_owner(nybro: Context) -> None:
    """Each text of the case, each account, and why and what for each target off track."""
    missing = owed(paper(attrs.evolve(nybro, case=None, accounts=[])))
    assert missing[0] == "Beslutningstema: skrives af Direktionen."
    assert "Vurdering: skrives af Direktionen." in missing
    assert missing.count("Redegørelse: skrives af Center for Job og Læring.") == 3
    assert "Årsag og handling for Børn i en forening: skrives af Center for Kultur og Fritid." in missing
    assert len(missing) == len(set(missing)) + 2


def test_all_texts_that_are_too_long_are_named_at_once(nybro: Context) -> None:
    """With file, place, words and limit; a text of an earlier year does not matter."""
    long = [attrs.evolve(each, text="ord " * 81) for each in nybro.accounts]
    assert nybro.case is not None
    case = attrs.evolve(nybro.case, statement="ord " * 151)
    with pytest.raises(RenderingError) as caught:
        paper(attrs.evolve(nybro, accounts=long, case=case))
    problems = caught.value.problems
    assert {each.code for each in problems} == {"too_many_words"}
    assert len(problems) == 1 + sum(each.period == YEAR for each in nybro.accounts)
    assert problems[0].show(language("da").gettext) == (
        "case.yaml: case.statement: teksten om »Integrationspolitik 2024-2027 – Sammen i Nybro« har 151 ord; "
        "der er plads til 150: forkort den"
    )


def test_a_remark_is_answered_once(made: b.Report) -> None:
    """One in the account of 2024, of which the gist is enough; one not at all."""
    text = lines_in_words(made)
    assert (
        "Byrådet ønsker ledigheden blandt unge kvinder fulgt for sig (20. marts 2024): besvaret i redegørelsen for "
        "2024: Ledigheden blandt kvinder på 18-29 år følges nu for sig."
    ) in text
    assert (
        "Byrådet ønsker tryghed målt, så tallet er til at stole på (20. marts 2024): ikke besvaret; svaret skulle være "
        "kommet i 1. kvartal 2026."
    ) in text


def test_the_head_states_the_committee_and_its_date(nybro: Context, made: b.Report) -> None:
    """From the decision that is expected; without one the committee, and that the date is still to be written."""

    def head(report: b.Report) -> str:
        assert report.facts is not None
        (fact,) = (blocks for name, blocks in report.facts.items if name == "Behandles i")
        return plain(fact[0])  # type: ignore[arg-type]

    assert head(made) == "Udvalget for Beskæftigelse og Fællesskab, marts 2027"
    known = [each for each in nybro.policy.decisions if each.expected is None]
    policy = attrs.evolve(nybro.policy, decisions=known)
    assert head(paper(attrs.evolve(nybro, policy=policy))) == (
        "Udvalget for Beskæftigelse og Fællesskab; mødedatoen mangler"
    )


# The second annex


def table_of(report: b.Report, title: str) -> list[list[str]]:
    """Return the rows of a table of the annex."""
    (table,) = (each for each in of_kind(report, b.Table, "section_annex") if each.title == title)
    return [[plain(line) for cell in row.cells for line in cell if isinstance(line, b.Paragraph)] for row in table.rows]


def test_every_target_is_in_the_overview_or_in_the_annex_and_never_in_both(nybro: Context, made: b.Report) -> None:
    """Also past ones, with how they ended, and what replaced one."""
    rows = table_of(made, "Senere, udløbne og afløste måltal")
    assert rows == [
        ["Voksne i beskæftigelse", "55,0 % (2024)", "udløbet i 2024: ikke nået (54,6 %)"],
        ["Voksne i beskæftigelse", "58,0 % (2027)", "senere måltal"],
        ["Treårige med et alderssvarende dansk", "54 % (2025)", "udløbet i 2025: ikke nået (44 %)"],
        [
            "Treårige med et alderssvarende dansk",
            "65 % (2027)",
            "erstattet af 55 % (Udvalget for Beskæftigelse og Fællesskab, 11. marts 2026)",
        ],
    ]
    shown = sum(len(each) > 1 for each in cells(made))
    followed = {each.id for each in nybro.words.indicators("follow_up")}
    every = nybro.results.evaluation.bands([each for each in nybro.results.results if each.indicator in followed])
    assert shown + len(rows) == len(every)


def test_each_reason_is_a_row_and_is_the_one_of_the_overview(made: b.Report) -> None:
    """A target that can be read in two ways is not a figure that is uncertain; both readings are stated."""
    rows = {each[0]: each[1:] for each in table_of(made, "Hvad der ikke kan vurderes, og hvad der skal til")}
    assert len(rows) == 8
    assert rows["Bestået dansk inden tre år (+2 % om året, 2027)"] == [
        "Kan læses på to måder: læst som procent: 2,69 % om året, nået; læst som procentpoint: 1,5 procentpoint om året, "
        "lidt bagud",
        "Afklar, om der menes procent eller procentpoint.",
    ]
    assert rows["Trygge beboere (76 %, 2027)"][1] == "Skaf et mere præcist tal."
    assert rows["Unge, der trives (80 %, 2027)"] == ["Intet udgangspunkt", "Mål eller find et udgangspunkt."]
    reasons = [each[5].split("; ")[1] for each in cells(made) if len(each) > 1 and each[5].startswith("kan ikke")]
    assert all(reported[0].casefold().startswith(each) for each, reported in zip(reasons, rows.values(), strict=True))
    assert "baseline" not in " ".join(lines_in_words(made)).casefold()


# How it reads


def test_nothing_is_stated_twice(made: b.Report) -> None:
    """No sentence of six words or more, but the reasons of the overview, which the annex has too, and what rows are."""
    reasons = [row[1] for row in table_of(made, "Hvad der ikke kan vurderes, og hvad der skal til")]
    lines = [line for line in lines_in_words(made) if line not in reasons and "afstand til" not in line]
    sentences = [each.strip(" »«").casefold() for line in lines for each in re.split(r"[.:;!?]\s|[.]$", line)]
    counted = Counter(each for each in sentences if len(each.split()) >= 6)
    assert [each for each, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("code", ["da", "en"])
def test_readers_see_no_ids_and_no_rules(nybro: Context, code: str) -> None:
    """Nor, in Danish, a word of English."""
    report = paper(attrs.evolve(nybro, language=language(code)))
    text = " ".join([*lines_in_words(report), *(b.plain(each.title) for each in of_kind(report, b.Section))])
    ids = [id for id in nybro.policy.elements if "-" in id]
    assert [id for id in some(ids) if id in text and id not in "spor-1"] == []
    assert re.findall(r"\bKP\d+|\b(?:not_|no_)\w+", text) == []
    if code == "da":
        english = {"the", "and", "of", "account", "target", "reached", "by", "is", "was", "yes", "no"}
        assert english & set(re.findall(r"[a-zæøå]+", text.casefold())) == set()


# On paper


def pages(report: b.Report) -> list[str]:
    """Return the text of each page of the PDF; a paper over its budget is not made."""
    pytest.importorskip("weasyprint")
    pdf = to_format(report, "pdf")
    assert isinstance(pdf, bytes)
    command = [program("pdftotext"), "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("code", ["da", "en"])
def test_nybro_s_paper_is_within_its_pages(nybro: Context, code: str) -> None:
    """The case one page, the overview one, tracks half a page each, the annex three at most."""
    made = paper(attrs.evolve(nybro, language=language(code)))
    assert {each.section: each.pages for each in made.budgets if each.pages >= 1} == {
        "section_case": 1,
        "section_overview": 1,
        "section_annex": 3,
    }
    assert 4 <= len(pages(made)) <= 8
    assert "missing_text" not in {each.kind for each in of_kind(made, b.Notice)}


@pytest.mark.parametrize("name", ["slagelse_2023", "furesoe_2018"])
def test_where_nothing_is_measured_there_is_one_page(examples: Path, name: str) -> None:
    """What was decided and asked for, what is known, what is to be decided; no counts, zeros or charts."""
    report = paper(of_policy(documents.read(examples / name).policy))
    assert len(pages(report)) == 1
    assert of_kind(report, b.Chart) + of_kind(report, b.Distribution) == []
    titles = [b.plain(each.title) for each in of_kind(report, b.Section)]
    assert titles[0] == "Endnu ingen målinger"
    assert "Opfølgningen har ingen dato og kan derfor ikke sige, hvad der er overskredet." in lines_in_words(report)
    assert {"Behandlet indtil nu", "Hvad der skal besluttes", "Næste skridt"} <= set(titles)
    assert not re.search(r"\b0\b", " ".join(lines_in_words(report)))


def test_slagelse_s_page_states_what_is_known_of_each_track(examples: Path) -> None:
    """Eight tracks; the two targets that the sources state; a remark of two bodies once."""
    report = paper(of_policy(documents.read(examples / "slagelse_2023").policy))
    (table,) = of_kind(report, b.Table)
    assert len(table.rows) == 8
    text = lines_in_words(report)
    assert "Unge, der får vejledning om fritidsjob (100 hvert år)" in text
    assert "Karakterforskel i 9. klasse (udgangspunkt 2023, tal mangler)" in text
    asked = text.index("Erhvervs-, Beskæftigelses- og Uddannelsesudvalget og Byrådet; svar ventes i 1. kvartal 2024:")
    assert text[asked + 1].startswith("at administrationen arbejder videre med at gøre planens mål tydeligere")
    assert "–: fremgår ikke af kilderne." in text, "seven have nobody who is responsible"
    assert any(line.startswith("Oplysninger, der mangler (måltal): skaf »Bilag 1:") for line in text)
    assert "Byrådet, 27. november 2023 – planen: Godkendt." in text


def test_a_superseded_policy_decides_nothing(examples: Path) -> None:
    """It states that it is superseded."""
    report = paper(of_policy(documents.read(examples / "slagelse_2013").policy))
    titles = [b.plain(each.title) for each in of_kind(report, b.Section)]
    assert not {"Hvad der skal besluttes", "Næste skridt"} & set(titles)
    assert "Politikken er afløst." in [
        plain(line) for each in report.notices for line in each.blocks if isinstance(line, b.Paragraph)
    ]


def test_a_policy_without_indicators_has_its_tracks_goals_and_accounts() -> None:
    """The account of a track is under its title, and there is no table without rows."""
    goal = m.Goal(id="alle", statement="Kulturen er for alle.", missing=[m.Missing(what="measured_by", why="not_set")])
    plan = m.Plan(id="plan", title="Plan", tracks=[m.Track(id="spor", number="1", title="Gratis entré")])
    nybro = m.Municipality(name="Nybro", fictitious=True)
    policy = kp.Policy(id="kultur", title="Kultur", municipality=nybro, goals=[goal], plan=plan)
    account = m.Account(element="spor", period=YEAR, text="Museet har haft gratis entré.")
    context = attrs.evolve(of_policy(policy, accounts=[account]), evaluation=evaluate(policy, [], at="2026"))
    report = paper(context)
    titles = [b.plain(each.title) for each in of_kind(report, b.Section)]
    assert "Redegørelse for 2026: Gratis entré (implementeringsspor 1)" in titles
    assert "Kulturen er for alle." in lines_in_words(report)
    assert "Museet har haft gratis entré." in lines_in_words(report)
    assert [table for table in of_kind(report, b.Table) if not table.rows] == []


def test_sixty_indicators_are_seen_on_two_pages() -> None:
    """In eight areas, with figures, targets and accounts."""
    areas = [
        m.FocusArea(
            id=f"omraade-{n}",
            title=f"Område {n}",
            measured_by=[f"maal-{n}-{k}" for k in range(8 if n < 5 else 7)],
        )
        for n in range(1, 9)
    ]
    ids = [id for area in areas for id in area.indicator_ids]
    indicators = [
        m.Indicator(
            id=id,
            title=f"Borgere i indsats {id[5:].replace('-', '.')}",
            unit="%",
            direction="increase",
            population="Voksne borgere i kommunen",
            baseline=m.Baseline(period="2023", value=40),
            targets=[m.LevelTarget(value=60, comparison="at_least", due="2027")],
        )
        for id in ids
    ]
    policy = kp.Policy(id="p", title="P", municipality="Odense", focus_areas=areas, indicators=indicators)
    rows = [
        {"indicator": id, "period": str(y), "value": 40 + n % 7 * (y - 2023)}
        for n, id in enumerate(ids)
        for y in (2023, 2024, 2025)
    ]
    context = attrs.evolve(of_policy(policy), evaluation=evaluate(policy, pd.DataFrame(rows), at="2025"))
    report = paper(context)
    (matrix,) = (each for each in report.budgets if each.section == "section_overview")
    assert (len(ids), matrix.pages) == (60, 2)
    only = attrs.evolve(report, sections=tuple(each for each in report.sections if each.id == "section_overview"))
    assert len(pages(only)) <= 1 + 2, "the title, then the overview"
