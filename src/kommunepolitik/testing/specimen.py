"""A report with every block and inline, for tests of writers."""

import kommunepolitik.blocks as b

HOSTILE = "<b>fed</b> &amp; {{ 7*7 }} {% raise %} | ]]> ${x} \\ \"citat\" 'a' <img src=http://kommune.invalid/x.png>"


def line_chart() -> b.LineChart:
    """Return a line chart with an inexact figure, a break, a reference, and a path with a mark."""
    first = tuple(
        b.Point(at=year + 0.5, value=value, words=f"{value} %", period=str(year))
        for year, value in ((2020, 50.0), (2021, 52.0))
    )
    inexact = b.Point(at=2022.5, value=54.0, low_end=54.0, high_end=57.0, words="54–57 %", period="2022")
    last = b.Point(at=2023.5, value=56.0, words="56 %", period="2023")
    land = tuple(b.Point(at=year + 0.5, value=60.0, words="60 %", period=str(year)) for year in (2020, 2023))
    return b.LineChart(
        unit="%",
        series=(
            b.ChartSeries(label="Nybro", segments=(first, (inexact, last))),
            b.ChartSeries(label="Hele landet", segments=(land,), role="reference"),
        ),
        targets=(
            b.TargetLine(
                label="Vejen til måltallet",
                line=((2020.5, 50.0), (2025.5, 60.0)),
                marks=((2025.5, 60.0),),
                words="60 %",
            ),
        ),
        breaks=(b.BreakLine(at=2022.0, label="ny opgørelse"),),
        spans=tuple(b.Span(year, year + 1, str(year)) for year in range(2020, 2026)),
    )


def flow_chart() -> b.FlowChart:
    """Return a flow chart of two areas that become two others."""
    streams = (
        b.Stream(old=0, new=0, count=3, basis="source"),
        b.Stream(old=1, new=0, count=1, basis="interpretation"),
        b.Stream(old=1, new=1, count=0, basis="goals"),
    )
    return b.FlowChart(
        old=("Job", "Fritid"), new=("Job og skole", "Fællesskab"), heads=("2013", "2023"), streams=streams
    )


def words(text: str) -> tuple[b.Block, ...]:
    """Return a paragraph as the content of a cell or an item."""
    return (b.Paragraph((b.Text(text),)),)


def download() -> b.Download:
    """Return a download with a row that a spreadsheet could interpret as a formula."""
    return b.Download(words="Hent tallene", file="tal.csv", rows=(("Pejlemærke", "Værdi"), ("=A1", "58")))


def table(title: str = "Tal", row: str = "followup_praktik") -> b.Table:
    """Return a table with a group row, a number, a status, a line of figures and a detail."""
    status = b.StatusMark("missed", "ikke nået", "✖")
    spark = b.Spark((52.0, 71.0, 58.0), 60.0, "52, 71, 58; måltal 60")
    cells = (
        words("I virksomhedspraktik"),
        (b.Paragraph((b.Number("58", 58.0),)),),
        (b.Paragraph((status,)), b.Paragraph((b.Text("værre", "aside"),))),
        (b.Paragraph((spark,)),),
    )
    columns = (b.Column("Pejlemærke", "head", 2), b.Column("Nu", "number"), b.Column("Status"), b.Column("Forløb"))
    rows = (
        b.Row((words("Job og uddannelse"),)),
        b.Row(cells, id=row, detail=words("Løftet er 60."), facets=(("status", "missed"),)),
    )
    return b.Table(title=title, columns=columns, rows=rows, download=download())


def specimen(language: str = "da", words_of_policy: str = "Tekst") -> b.Report:
    """Return the report; `words_of_policy` is in every place that can have a policy's words."""
    own = "" if language == "da" else "da"
    inlines = (
        b.Text(words_of_policy, language=own),
        b.Text("stærk", "strong"),
        b.Text("ved siden af", "aside"),
        b.Text("mangler", "gap"),
        b.Text("mærke", "tag"),
        b.Number("ca. 10 %", 10.0),
        b.Link(words_of_policy, b.Place("section_two"), own),
        b.Link("en anden politik", b.Place("maal-1", "policy", ("nybro-2020",))),
        b.Link("nettet", "https://www.nybro.dk/a?b=1&c=2"),
        b.StatusMark("achieved", "nået", "✔"),
        b.Spark((1.0, 2.0), None, "1, 2"),
    )
    chart = b.Chart(
        id="chart_one",
        title=words_of_policy,
        title_language=own,
        description="Fra 50 % til 56 %.",
        data=line_chart(),
        table=table("Tallene i figuren", "figure_praktik"),
    )
    flow = b.Chart(
        id="chart_flow", title="Fra 2013 til 2023", description="Job går til Job og skole.", data=flow_chart()
    )
    inner = b.Section(
        id="i-1",
        title=(b.Text(words_of_policy, language=own),),
        role="card",
        listed=True,
        facets=(("status", "missed"),),
        blocks=(chart, b.Columns((words("venstre"), words("højre")))),
    )
    first = b.Section(
        id="section_one",
        title=(b.Text("Overblik"),),
        listed=True,
        blocks=(
            b.Paragraph(inlines, "lead"),
            b.Paragraph((b.Text(words_of_policy),), "foot"),
            b.Notice("gap", words("Baseline mangler.")),
            b.Notice("missing_text", words("Vurdering: skrives af forvaltningen.")),
            b.List((words("et"), (*words("to"), b.List((words("inde i to"),), role="plain"))), ordered=True),
            b.Fields((("Ansvarlig", words(words_of_policy)), ("Frist", words("2025")))),
            b.Quote(words(words_of_policy), who="Centerchef", where="for 2025"),
            b.Distribution(
                title="Måltal efter status",
                shares=(
                    b.StatusShare(b.StatusMark("achieved", "nået", "✔"), 3),
                    b.StatusShare(b.StatusMark("missed", "ikke nået", "✖"), 1, "heraf 1 udløbet"),
                ),
            ),
            table(),
        ),
    )
    second = b.Section(
        id="section_two", title=(b.Text("Spor for spor"),), listed=True, role="sheet", blocks=(inner, flow)
    )
    return b.Report(
        kind="followup",
        title=words_of_policy,
        title_language=own,
        language=language,
        kicker="Nybro Kommune",
        publisher="Nybro Kommune",
        lead=(b.Text("Opgjort ved udgangen af 2025."),),
        facts=b.Fields((("Periode", words("2024–2027")),)),
        notices=(b.Notice("made_up", words("Nybro Kommune findes ikke.")),),
        links=(b.Link("Alle politikker", b.Place(page="index")),),
        sections=(first, second),
        place=b.Place(page="followup", policies=("nybro-2024",)),
        filters=(b.Filter(key="status", title="Status", choices=(("achieved", "nået"), ("missed", "ikke nået"))),),
        budgets=(b.Budget(section="section_one", pages=1),),
    )


def spaced() -> b.Report:
    """Return a report with a line whose inlines end with spaces."""
    line = (b.Text("Det gælder "), b.Number("58 %", 58.0), b.Text(" af alle."))
    section = b.Section(id="section_spaced", title=(b.Text("Afsnit"),), blocks=(b.Paragraph(line),))
    return b.Report(kind="outline", title="Titel", language="da", sections=(section,))


def empty() -> b.Report:
    """Return a report with empty blocks."""
    none: tuple[b.Block, ...] = (
        b.Paragraph(()),
        b.Notice("basis", ()),
        b.List(()),
        b.List(((),), ordered=True),
        b.Fields(()),
        b.Fields((("Frist", ()),)),
        b.Quote(()),
        b.Distribution(title="Status", shares=()),
        b.Table(title="Tal", columns=(b.Column("Mål"), b.Column("Nu", "number")), rows=()),
        b.Table(title="Tal 2", columns=(b.Column("Mål"),), rows=(b.Row(((),), detail=()),)),
    )
    sections = (b.Section(id="section_none", title=(), blocks=()), b.Section(id="section_all", title=(), blocks=none))
    return b.Report(kind="outline", title="", language="da", sections=sections)
