"""Reports made by hand, for pages that are tried in a browser."""

import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik.testing.specimen import words

ALL = 300
DANISH = {ord("Æ"): "Zx", ord("Ø"): "Zy", ord("Å"): "Zz", ord("É"): "E", ord("æ"): "zx", ord("ø"): "zy", ord("å"): "zz"}
AREAS = ("integration", "ældre", "klima")
HOSTILE = '</script><script>document.title = "brudt"</script><img src=x onerror="document.title = 1">'


def index(language: str = "da", municipalities: int = 100) -> b.Report:
    """Return an index page of three hundred policies of the 98 municipalities and two made-up ones, or of the first few."""
    names = [*(place.full_name for place in m.Municipality.all()), "Idé Nybro Kommune", f"{HOSTILE} Kommune"]
    names.sort(key=lambda name: name.replace("Aa", "Å").translate(DANISH))
    own = "" if language == "da" else "da"
    homes = tuple(
        b.Section(
            id=f"home_{place}",
            title=(b.Text(name, language=own),),
            role="home",
            blocks=tuple(_entry(number, own, hostile=name.startswith(HOSTILE)) for number in range(place, ALL, 100)),
        )
        for place, name in enumerate(names[:municipalities])
    )
    return b.Report(kind="index", title="Kommunale politikker", language=language, sections=homes)


def _entry(number: int, own: str, *, hostile: bool) -> b.Section:
    title = f"Politik for {AREAS[number // 100]}" if not (hostile and number >= 200) else HOSTILE
    stage = "vedtaget" if number % 2 else "i høring"
    status = b.StatusShare(b.StatusMark("achieved", "nået", "✔"), number % 5)
    return b.Section(
        id=f"entry_{number}",
        title=(b.Link(title, f"https://nybro.invalid/{number}", own),),
        role="entry",
        blocks=(
            b.Paragraph((b.Text(f"{AREAS[number // 100]} · 2020–2023 · {stage}"),), "aside"),
            b.Distribution(title="Måltal", shares=(status, b.StatusShare(b.StatusMark("missed", "ikke nået", "✖"), 1))),
            b.List((words("4 indikatorer"), words("2 måltal")), role="plain"),
        ),
    )


STATUSES = {
    "achieved": b.StatusMark("achieved", "nået", "✔"),
    "off_track": b.StatusMark("off_track", "ikke på rette vej", "◆"),
    "missed": b.StatusMark("missed", "ikke nået", "✖"),
}
ANSWERS = (b.StatusMark("done", "besvaret", "✔"), b.StatusMark("open", "ubesvaret", "◌"))
DEPARTMENTS = {"job": "Job og Læring", "born": "Børn og Unge"}


def filtered(language: str = "da") -> b.Report:
    """Return a report of four indicators in two tracks, with a table above that names them all, and two filters."""
    each = {
        "i-1": ("achieved", "job"),
        "i-2": ("missed", "job"),
        "i-3": ("missed", "born"),
        "i-4": ("achieved", "born"),
    }
    tracks = (("Beskæftigelse", ("i-1", "i-2")), ("Dagtilbud", ("i-3", "i-4")))
    facets = {id: (("status", status), ("responsible", who)) for id, (status, who) in each.items()}
    rows: list[b.Row] = []
    for track, ids in tracks:
        rows.append(b.Row((words(track),)))
        rows += [
            b.Row(
                (
                    (b.Paragraph((b.Link(id, b.Place(id)),)),),
                    (b.Paragraph((STATUSES[each[id][0]],)),),
                    words(DEPARTMENTS[each[id][1]]),
                ),
                id=f"row_{id}",
                facets=facets[id],
                detail=words(f"Sådan er {id} opgjort."),
            )
            for id in ids
        ]
    columns = (b.Column("Pejlemærke", "head"), b.Column("Status"), b.Column("Ansvarlig"))
    overview = b.Section(
        id="section_overview",
        title=(b.Text("Overblik"),),
        listed=True,
        blocks=(
            b.Paragraph((b.Text("Politikken følges i to spor."), *ANSWERS)),
            b.Table(title="Alle måltal", columns=columns, rows=tuple(rows), role="overview"),
        ),
    )
    cards = (
        b.Section(
            id=f"track_{place}",
            title=(b.Text(track),),
            role="area",
            listed=True,
            blocks=tuple(
                b.Section(
                    id=id,
                    title=(b.Text(id, language="" if language == "da" else "da"),),
                    role="card",
                    listed=True,
                    facets=facets[id],
                    blocks=words(f"Om {id}."),
                )
                for id in ids
            ),
        )
        for place, (track, ids) in enumerate(tracks)
    )
    section = b.Section(id="section_tracks", title=(b.Text("Spor for spor"),), listed=True, blocks=tuple(cards))
    method = b.Section(id="section_method", title=(b.Text("Metode"),), blocks=words("Der er ingen tolerance."))
    return b.Report(
        kind="followup",
        title="Opfølgning",
        language=language,
        sections=(overview, section, method),
        filters=(
            b.Filter(key="status", title="Status", choices=tuple((key, each.words) for key, each in STATUSES.items())),
            b.Filter(key="responsible", title="Ansvarlig", choices=tuple(DEPARTMENTS.items())),
        ),
    )
