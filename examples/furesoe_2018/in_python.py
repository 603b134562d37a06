"""The example policy of Furesø, built with the classes of `kommunepolitik.model` instead of a file.

It is the same policy as in `policy.yaml`, part by part, so the two can be read side by side:

    >>> import kommunepolitik as kp
    >>> policy == kp.load("examples/furesoe_2018")
    True

A file is the better home for a policy that people write and correct. Python is for a policy that a program
puts together, say from a municipality's own database; what repeats itself is then written once, as the five
areas show. Everything is checked when `Policy` is made: ids, references, periods, and that nothing is both
missing and given.
"""

from kommunepolitik.model import (
    Case,
    Citation,
    Consultation,
    Contributor,
    CoreValue,
    Decision,
    FocusArea,
    Framework,
    FrameworkItem,
    Missing,
    Municipality,
    Period,
    Policy,
    Purpose,
    Source,
    StatedCount,
    TargetGroup,
    Term,
    Terms,
    Vision,
)


def said_under(section: str) -> Citation:
    """Cite a heading of the one source that is at hand."""
    return Citation(source="sag-18-12386", section=section)


STATEMENT = said_under("Sagsfremstilling")
AREAS = said_under("Fem hovedområder i politikken")
VALUES = said_under("Værdigrundlag")
CITIZENS = said_under("Borgerinddragelse")
NEXT_STEPS = said_under("Det videre forløb")


def area(id: str, title: str) -> FocusArea:
    """Make a focus area; the goals of all five are set, in an annex that is not at hand."""
    return FocusArea(
        id=id,
        title=title,
        citation=AREAS,
        missing=(
            Missing(
                what="goals",
                why="not_in_sources",
                note="Målsætningerne er fastsat, men står i bilag 1, som ikke er til rådighed.",
                citation=AREAS,
            ),
            Missing(
                what="områdets indsatser",
                why="not_in_sources",
                note="Hvert område har flere indsatser; de står i bilag 1.",
                citation=AREAS,
            ),
        ),
    )


purpose = (
    Purpose(
        id="faelles-retning",
        title="Fælles retning for integration og medborgerskab",
        statement=(
            "Viser vej for kommunens arbejde med integration i årene fremover. Alle kommunens instanser skal "
            "arbejde sammen på tværs af deres ansvar. Vægten ligger på beskæftigelse og aktivt "
            "medborgerskab; mødet mellem kulturer og kompetencer skal blive stærkere, og der skal opstå synergi "
            "på skoler, daginstitutioner og arbejdspladser, i foreninger og til daglig."
        ),
        citation=STATEMENT,
    ),
    Purpose(
        id="forgangskommune",
        title="Udvikling, helhed og sammenhæng",
        statement=(
            "Indsatsen skal udvikles og målrettes, så kommunen bliver ved med at være foregangskommune på "
            "integration. Den enkelte borger skal mødes med en helhed, og politikken skal sørge for "
            "effektivitet og for, at instansernes indsatser hænger sammen og føles koordinerede for "
            "borgerne."
        ),
        citation=STATEMENT,
    ),
    Purpose(
        id="fra-omraader-til-vision",
        title="Områder, indsatser og målsætninger",
        statement=(
            "Hvert hovedområde rummer flere indsatser, som hver skal bidrage til at føre kommunens vision ud "
            "i livet, og har målsætninger, der angiver retningen."
        ),
        note="Kilden skifter mellem »hovedområde« og »fokusområde« om det samme.",
        citation=AREAS,
    ),
)

vision = Vision(
    id="vision",
    statement="Vi skaber løsninger sammen",
    note=(
        "Ordene er visionen for hele Furesø Kommune, ikke kun for integration. Om politikken også har en "
        "vision, der er dens egen, fremgår ikke af sagen."
    ),
    citation=AREAS,
)

values = (
    CoreValue(
        id="velkommen",
        title="At føle sig velkommen",
        statement=(
            "Integration gælder enhver, der flytter til kommunen, og drejer sig om følelsen af at være velkommen."
        ),
        note="Sagen har ét samlet værdigrundlag uden punkter. De fire værdier og deres navne er vores opdeling.",
        citation=VALUES,
    ),
    CoreValue(
        id="borgerens-ressourcer",
        title="Den enkelte borgers ressourcer",
        statement="Den enkeltes ressourcer står i centrum.",
        citation=VALUES,
    ),
    CoreValue(
        id="mangfoldighed",
        title="Mangfoldighed som styrke",
        statement="At borgerne er forskellige, regnes for en styrke.",
        citation=VALUES,
    ),
    CoreValue(
        id="ansvar-for-eget-liv",
        title="Ansvar for eget liv",
        statement=(
            "Bedre integration vil blandt andet sige at støtte den enkelte i at tage sit liv i egne hænder, "
            "forsørge sig selv og være aktiv medborger i kommunen."
        ),
        citation=VALUES,
    ),
)

target_groups = (
    TargetGroup(
        id="alle-tilflyttere",
        title="Alle tilflyttere til kommunen",
        statement="Integration omfatter enhver, der flytter til Furesø Kommune.",
        note="Sagen har ikke noget afsnit om målgrupper; gruppen er læst ud af værdigrundlaget.",
        citation=VALUES,
    ),
)

focus_areas = (
    area("job-uddannelse-og-beskaeftigelse", "Flere borgere skal være i job, uddannelse og i beskæftigelse"),
    area("hele-familien", "En integrationsindsats, der har fokus på hele familien"),
    area("medborgerskab-og-naboskab", "Gensidigt medborgerskab og naboskab med danskere i Furesø Kommune"),
    area("foreningslivet", "Flere borgere skal deltage aktivt i foreningslivet"),
    area("inddragelse-af-foraeldre", "Aktiv inddragelse af forældre i dagtilbud og folkeskolen"),
)

cases = (
    Case(
        id="sag",
        title="Drøftelse: Integrationspolitik 2018-2021",
        number="18/12386",
        competence="Udvalg for beskæftigelse og erhverv",
        theme="Drøftelse af forslaget til Furesø Kommunes integrationspolitik for 2018-2021.",
        recommendation=("At udvalget drøfter forslaget til integrationspolitik (forvaltningens indstilling).",),
        statement=(
            "Kommunen er ved at lave en integrationspolitik for 2018-2021. Forslaget er sendt i høring og "
            "tages op i fagudvalgene på deres møder i august 2018. Sagen gengiver formålet, de fem "
            "hovedområder og værdigrundlaget."
        ),
        legal_basis="Ingen bemærkninger",
        economy="Ingen bemærkninger",
        next_steps=(
            "Forvaltningen venter, at Byrådet får politikken til behandling i oktober 2018. Derefter laver "
            "forvaltningen en handlingsplan, så målsætningerne bliver til virkelighed."
        ),
        annexes=("bilag-1",),
        note=(
            "Kompetencen ligger ifølge sagen hos Udvalg for beskæftigelse og erhverv; samme dag drøftede "
            "Udvalg for skole og ungdomsuddannelse den også. Sagen har ingen rubrik for handlemuligheder "
            "eller vurdering."
        ),
        citation=said_under("Beslutningstema"),
    ),
)

decisions = (
    Decision(
        id="beskaeftigelse-og-erhverv-2018-08-14",
        body="Udvalg for beskæftigelse og erhverv",
        date=Period("2018-08-14"),
        case="sag",
        outcome="Drøftet som indstillet.",
        citation=said_under("Beslutning i Udvalg for beskæftigelse og erhverv den 14-08-2018"),
    ),
    Decision(
        id="skole-og-ungdomsuddannelse-2018-08-14",
        body="Udvalg for skole og ungdomsuddannelse",
        date=Period("2018-08-14"),
        case="sag",
        outcome="Drøftet.",
        note="Om flere fagudvalg tog den op i august, fremgår ikke.",
        citation=said_under("Beslutning i Udvalg for skole og ungdomsuddannelse den 14-08-2018"),
    ),
    Decision(
        id="byraadet-2018-10",
        body="Byrådet",
        expected=Period("2018-10"),
        note="Forvaltningens forventning; om og hvordan politikken blev behandlet, ved vi ikke.",
        citation=NEXT_STEPS,
        missing=(Missing(what="outcome", why="not_in_sources", note="Sagen er fra før behandlingen."),),
    ),
)

consultations = (
    Consultation(
        id="hoering",
        title="Høring over forslaget",
        period=Period("2018-08-07..2018-08-28"),
        statement="Forslaget er i høring, mens fagudvalgene drøfter det.",
        citation=CITIZENS,
        missing=(
            Missing(what="participants", why="not_in_sources", note="Hvem der er hørt, står ikke i sagen."),
            Missing(what="outcome", why="not_in_sources", note="Høringen løb endnu, da udvalgene drøftede sagen."),
        ),
    ),
    Consultation(
        id="borgerdialogmoede",
        title="Borgerdialogmøde om integrationsindsatsen",
        participants=("Borgere",),
        period=Period("2018-04-25"),
        statement=(
            "Holdt af byrådet i tråd med Furesømodellen for borgerinddragelse. Deltagerne kunne bringe "
            "konkrete ideer og forslag til indsatsen, så grundlaget for beslutningen blev bedre."
        ),
        note="At deltagerne var borgere, er læst ud af mødets navn.",
        citation=CITIZENS,
        missing=(
            Missing(
                what="outcome",
                why="not_in_sources",
                note="Hvilke forslag der kom, og hvad de blev til, står ikke i sagen.",
            ),
        ),
    ),
    Consultation(
        id="integrationsraadet-om-udkast",
        title="Drøftelse af et tidligere udkast i Integrationsrådet",
        participants=("Integrationsrådet",),
        statement="Rådet drøftede et udkast, der lå før høringsudgaven.",
        outcome="Rådets forslag er enten skrevet ind i politikken eller sendt videre til forvaltningen.",
        citation=CITIZENS,
        missing=(Missing(what="period", why="not_in_sources", note="Datoen for drøftelsen er ikke nævnt."),),
    ),
)

contributors = (
    Contributor(
        id="forvaltningen",
        title="Forvaltningen",
        role="Indstiller forslaget til drøftelse og skal lave handlingsplanen.",
        citation=NEXT_STEPS,
    ),
    Contributor(
        id="integrationsraadet",
        title="Integrationsrådet",
        role="Drøftede et tidligere udkast og kom med forslag.",
        citation=CITIZENS,
    ),
    Contributor(
        id="byraadet",
        title="Byrådet",
        role="Holdt borgerdialogmøde; målsætningerne i dets arbejdsprogram er grundlag for politikken.",
        citation=VALUES,
    ),
)

frameworks = (
    Framework(
        id="arbejdsprogram",
        title="Byrådets arbejdsprogram",
        issuer="Byrådet",
        statement="Politikken bygger overordnet på arbejdsprogrammets målsætninger.",
        items=(
            FrameworkItem(
                id="staerke-faellesskaber",
                title="Endnu flere med i Furesøs stærke fællesskaber",
                note="Ét af flere fokuspunkter i programmet, og det eneste, sagen nævner.",
                citation=VALUES,
            ),
        ),
        note="Hvilke hovedområder der svarer til hvilke målsætninger i programmet, står ikke i sagen.",
        citation=VALUES,
        missing=(
            Missing(
                what="programmets øvrige målsætninger",
                why="not_in_sources",
                note="Selve arbejdsprogrammet er ikke til rådighed.",
            ),
        ),
    ),
)

sources = (
    Source(
        id="sag-18-12386",
        title="Drøftelse: Integrationspolitik 2018-2021",
        kind="case",
        publisher="Furesø Kommune",
        date=Period("2018-08-14"),
        number="18/12386",
        note=(
            "Dagsordenspunkt med to udvalgs beslutninger; datoen er beslutningernes. Det handler om "
            "høringsudgaven af politikken."
        ),
    ),
    Source(
        id="bilag-1",
        title="Integrationspolitik 2018-2021 til behandling i fagudvalgene",
        kind="policy",
        publisher="Furesø Kommune",
        version="hearing",
        number="99657/18",
        note=(
            "Åbent bilag 1 til sagen, mærket (H) og med tallet 1814431; ingen af delene forklares. Titlen er "
            "delt over to linjer i dagsordenen og sat sammen her."
        ),
        citation=said_under("Bilag"),
        missing=(
            Missing(
                what="selve dokumentet",
                why="not_in_sources",
                note="Kun nævnt på bilagslisten; her står målsætninger og indsatser.",
                citation=said_under("Bilag"),
            ),
        ),
    ),
)

policy = Policy(
    id="furesoe-integration-2018",
    title="Integrationspolitik 2018-2021",
    municipality=Municipality.find("Furesø"),
    policy_area="integration",
    period=Period("2018..2021"),
    stage="hearing",
    terms=Terms(
        focus_area=Term(singular="hovedområde", plural="hovedområder"),
        goal=Term(singular="målsætning", plural="målsætninger"),
    ),
    purpose=purpose,
    vision=vision,
    values=values,
    target_groups=target_groups,
    focus_areas=focus_areas,
    cases=cases,
    decisions=decisions,
    consultations=consultations,
    contributors=contributors,
    frameworks=frameworks,
    stated_counts=(StatedCount(what="focus_areas", low=5, citation=AREAS),),
    sources=sources,
    note=(
        "Kendt fra en dagsordensag om høringsudgaven; den endelige politik er ikke til rådighed. Ordvalget "
        "er sagens: områderne kaldes hovedområder, det de skal føre til, målsætninger."
    ),
    citation=STATEMENT,
    missing=(
        Missing(
            what="supersedes",
            why="unclear",
            note="Sagen siger ikke, om der var en tidligere integrationspolitik.",
        ),
        Missing(
            what="values",
            why="unclear",
            note=(
                "Sagen har ét samlet værdigrundlag; hvor mange værdier politikken har, fremgår ikke. De fire er vores "
                "opdeling."
            ),
            citation=VALUES,
        ),
        Missing(
            what="target_groups",
            why="unclear",
            note="Om politikken deler alle tilflyttere op i målgrupper, fremgår ikke.",
            citation=VALUES,
        ),
        Missing(
            what="goals",
            why="unclear",
            note="Om der også er mål for hele politikken, kan ikke ses; målsætningerne står i bilag 1.",
        ),
        Missing(
            what="indicators",
            why="unclear",
            note="Sagen nævner ingen indikatorer; om der er nogen i bilag 1, kan ikke afgøres.",
        ),
        Missing(
            what="plan",
            why="promised",
            note=(
                "En handlingsplan laves af forvaltningen, når Byrådet har behandlet politikken (ventet oktober 2018)."
            ),
            citation=NEXT_STEPS,
        ),
        Missing(
            what="sjette punkt i listen over hovedområder",
            why="unclear",
            note="Efter de fem hovedområder står et sjette, tomt punkttegn; teksten siger fem.",
            citation=AREAS,
        ),
    ),
)
