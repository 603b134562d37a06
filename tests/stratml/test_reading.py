"""Plans and reports of others, as policies and figures."""

from pathlib import Path

import pytest

from kommunepolitik.documents import parse
from kommunepolitik.documents.write import to_yaml
from kommunepolitik.errors import FileError, InvalidDocument, InvalidObservations
from kommunepolitik.model import Period
from kommunepolitik.stratml import StratmlImport, from_stratml, to_stratml
from kommunepolitik.stratml.schema import NAMESPACES, ROOTS
from tests.stratml.made import GOAL, NYBRO, document, measured


def codes(found: StratmlImport) -> list[str]:
    """Return the codes of the warnings."""
    return [warning.code for warning in found.warnings]


def refused(content: bytes) -> list[str]:
    """Return the codes with which a document is refused."""
    with pytest.raises(InvalidDocument) as caught:
        from_stratml(content)
    assert all(problem.line for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize("root", ROOTS)
def test_both_parts_are_read_in_every_namespace(namespace: str, root: str) -> None:
    """Part 1 and Part 2, in the namespaces of ISO, in older ones and in none."""
    found = from_stratml(document(namespace=namespace, root=root))
    assert [area.id for area in found.policy.focus_areas] == ["job"]
    assert codes(found) == []


def test_any_prefix_will_do() -> None:
    """A prefix is only a name."""
    xml = document().decode().replace(' xmlns="', ' xmlns:s="').replace("</", "</s:")
    for name in ("PerformancePlanOrReport", "Name", "StrategicPlanCore", "Organization", "Goal", "Identifier"):
        xml = xml.replace(f"<{name}", f"<s:{name}")
    found = from_stratml(xml.replace("<Description/>", "<s:Description/>").encode())
    assert found.policy.title == "Plan"


def test_the_order_does_not_matter_and_is_doubted() -> None:
    """A goal whose name comes last is read, with a warning that has the line."""
    found = from_stratml(document("\n<Goal><Description>Om job</Description><Name>Job</Name></Goal>"))
    assert found.policy.focus_areas[0].summary == "Om job"
    assert [(warning.code, warning.line) for warning in found.warnings] == [("stratml_order", 2)]


def test_duplicate_and_bad_identifiers_are_read() -> None:
    """The second of a kind gets another id; what is no XML name is kept as it was."""
    twice = GOAL + GOAL + GOAL.replace(">job<", ">1 {A}<")
    found = from_stratml(document(twice))
    assert codes(found) == ["stratml_duplicate_identifier", "stratml_bad_identifier"]
    assert [area.id for area in found.policy.focus_areas] == ["job", "job-2", "1-a"]
    assert found.policy.focus_areas[2].annotations["stratml"]["identifier"] == "1 {A}"


def test_the_identifiers_of_others_come_back() -> None:
    """One that is no id of ours is kept, and written again."""
    found = from_stratml(document(GOAL.replace(">job<", ">_0EAF.c5<")))
    assert found.policy.focus_areas[0].id == "0eaf-c5"
    assert b"<Identifier>_0EAF.c5</Identifier>" in to_stratml(found.policy).xml


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ("<StartDate/><EndDate>2024-12-31</EndDate>", "stratml_empty_date"),
        ("<StartDate>2025-01-01</StartDate><EndDate>2024-12-31</EndDate>", "stratml_reversed"),
        ("<StartDate>i fjor</StartDate>", "stratml_bad_date"),
        ("<StartDate>2024-02-30</StartDate>", "stratml_bad_date"),
        ("<StartDate>0001-01-01</StartDate>", "stratml_bad_date"),
        ("<StartDate>2024-01-01Z</StartDate>", "stratml_zone"),
    ],
)
def test_doubtful_dates_are_read_with_a_warning(dates: str, code: str) -> None:
    """Empty, reversed, impossible dates and such with a time zone do not stop the reading."""
    found = from_stratml(document(after=f"<AdministrativeInformation>{dates}</AdministrativeInformation>"))
    assert codes(found) == [code]


def test_dates_make_the_shortest_period() -> None:
    """A whole year is a year."""
    dates = "<StartDate>2024-01-01</StartDate><EndDate>2024-12-31</EndDate>"
    found = from_stratml(document(after=f"<AdministrativeInformation>{dates}</AdministrativeInformation>"))
    assert found.policy.period == Period("2024")


def test_unknown_elements_are_kept() -> None:
    """Nothing is dropped: an element that the standard does not have is in the annotations, with its line."""
    strange = '<Budget currency="DKK">5<Note>om året</Note></Budget>'
    found = from_stratml(document(GOAL.replace("</Goal>", f"{strange}</Goal>")))
    assert codes(found) == ["stratml_unknown"]
    kept = found.policy.focus_areas[0].annotations["stratml"]["kept"][0]
    assert (kept["element"], kept["text"], kept["attributes"]["currency"]) == ("Budget", "5", "DKK")
    assert kept["children"][0]["text"] == "om året"
    assert parse(to_yaml(found.policy)) == found.policy


def test_known_elements_without_a_home_come_back() -> None:
    """Other information of a goal and the acronym of an organisation are written again where they were."""
    organization = "<Organization><Name>Slagelse Kommune</Name><Acronym>SK</Acronym></Organization>"
    goal = GOAL.replace("</Goal>", "<OtherInformation>Mere</OtherInformation></Goal>")
    found = from_stratml(document(goal, organization=organization))
    assert codes(found) == ["stratml_kept", "stratml_kept"]
    again = to_stratml(found.policy)
    assert again.losses == ()
    assert b"<Acronym>SK</Acronym>" in again.xml
    assert b"<OtherInformation>Mere</OtherInformation>" in again.xml


@pytest.mark.parametrize("kind", ["Person", "person", " PERSON "])
def test_the_submitter_and_persons_are_left_out_unless_asked_for(kind: str) -> None:
    """Names, telephone numbers and e-mail addresses of persons are in no field and no annotation."""
    person = f'<Stakeholder StakeholderTypeType="{kind}"><Name>Kim Holm</Name></Stakeholder>'
    submitter = "<Submitter><GivenName>Bo</GivenName><EmailAddress>bo@nybro.invalid</EmailAddress></Submitter>"
    content = document(GOAL.replace("</Goal>", f"{person}</Goal>"), after=submitter)
    found = from_stratml(content)
    assert codes(found) == ["stratml_personal", "stratml_personal"]
    assert [warning.code for warning in found.left_out] == codes(found)
    written = to_yaml(found.policy)
    assert not any(word in written for word in ("Kim", "Bo", "bo@"))
    kept = to_yaml(from_stratml(content, personal=True).policy)
    assert all(word in kept for word in ("Kim Holm", "Bo", "bo@nybro.invalid"))


def test_the_submitter_of_part_1_is_left_out_too() -> None:
    """There it is part of the administrative information."""
    after = "<AdministrativeInformation><Submitter><Surname>Holm</Surname></Submitter></AdministrativeInformation>"
    found = from_stratml(document(root="StrategicPlan", after=after))
    assert codes(found) == ["stratml_personal"]
    assert "Holm" not in to_yaml(found.policy)


def test_the_organisation_is_the_municipality_if_it_is_one() -> None:
    """Any other has to be named; no plan is put on a municipality by guess."""
    assert from_stratml(document()).policy.municipality.name == "Slagelse"
    other = document(organization="<Organization><Name>Ministry of Silly Walks</Name></Organization>")
    assert refused(other) == ["stratml_municipality"]
    found = from_stratml(other, municipality=NYBRO)
    assert found.policy.municipality == NYBRO
    assert found.policy.annotations["stratml"]["organization_name"] == "Ministry of Silly Walks"


def test_stakeholders_are_target_groups_and_who_answers() -> None:
    """A generic group of beneficiaries is whom it is for; a performer answers for it."""
    role = "<Role><Name>Target group</Name><RoleType>{}</RoleType></Role>"
    group = (
        f'<Stakeholder StakeholderTypeType="Generic_Group"><Name>Unge</Name>{role.format("Beneficiary")}</Stakeholder>'
    )
    unit = f"<Stakeholder><Name>Jobcentret</Name>{role.format('Performer')}</Stakeholder>"
    objective = f"<Objective><Name>Flere i job</Name>{group}{unit}</Objective>"
    organization = f"<Organization><Name>Slagelse Kommune</Name>{group}</Organization>"
    found = from_stratml(document(GOAL.replace("</Goal>", f"{objective}</Goal>"), organization=organization))
    goal = next(found.policy.area_goals())
    assert [group.title for group in found.policy.target_groups] == ["Unge"]
    assert (goal.target_groups, goal.responsible) == (("unge",), "Jobcentret")


def test_results_are_figures_targets_and_baseline() -> None:
    """Actual results are rows, one marked so is the baseline, target results are levels."""
    year = "<StartDate>{0}-01-01</StartDate><EndDate>{0}-12-31</EndDate><NumberOfUnits>{1}</NumberOfUnits>"
    status = (
        "<Descriptor><DescriptorName>Status</DescriptorName><DescriptorValue>Baseline</DescriptorValue></Descriptor>"
    )
    content = measured(
        f"<MeasurementInstance><TargetResult>{year.format(2027, 60)}</TargetResult>"
        f"<ActualResult>{year.format(2023, 52.5)}{status}</ActualResult>"
        f"<ActualResult>{year.format(2024, 54)}</ActualResult></MeasurementInstance>"
    )
    found = from_stratml(content)
    indicator = found.policy.indicators[0]
    assert indicator.baseline is not None
    assert (indicator.baseline.value, str(indicator.baseline.period)) == (52.5, "2023")
    assert [(target.key, target.asks_for) for target in indicator.targets] == [("level-2027", "increase")]
    assert indicator.targets[0].basis == "interpretation"
    assert found.observations is not None
    assert found.observations.frame[["period", "value"]].to_dict("records") == [{"period": "2024", "value": 54.0}]
    assert codes(found) == ["stratml_no_comparison"]


def test_results_in_words_are_judgements_of_a_qualitative_indicator() -> None:
    """Where there are no numbers, what was written is the judgement."""
    result = "<ActualResult><EndDate>2024-12-31</EndDate><Description>Godt i gang</Description></ActualResult>"
    found = from_stratml(measured(f"<MeasurementInstance>{result}</MeasurementInstance>"))
    assert found.policy.indicators[0].kind == "qualitative"
    assert found.observations is not None
    assert found.observations.frame["judgement"].tolist() == ["Godt i gang"]


def test_a_second_figure_of_one_period_is_kept() -> None:
    """Two results of one year do not stop the reading; the second is in an annotation."""
    result = "<ActualResult><EndDate>2024-12-31</EndDate><NumberOfUnits>{}</NumberOfUnits></ActualResult>"
    found = from_stratml(measured(f"<MeasurementInstance>{result.format(1)}{result.format(2)}</MeasurementInstance>"))
    assert found.observations is not None
    assert len(found.observations) == 1
    assert codes(found) == ["stratml_kept"]


@pytest.mark.parametrize("number", ["ti", "10 %", "1e3", "NaN", "INF", "1.000.000", "12,5", "1" * 400, "٣"])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    """What is no decimal is refused with its line."""
    result = f"<ActualResult><NumberOfUnits>{number}</NumberOfUnits></ActualResult>"
    assert refused(measured(f"<MeasurementInstance>{result}</MeasurementInstance>")) == ["stratml_not_a_number"]


def test_figures_that_cannot_be_are_refused_with_their_line() -> None:
    """Minus five young people is no number of people."""
    result = "\n\n<ActualResult><NumberOfUnits>-5</NumberOfUnits></ActualResult>"
    with pytest.raises(InvalidObservations) as caught:
        from_stratml(measured(f"<MeasurementInstance>{result}</MeasurementInstance>").replace(b">%<", b">antal<"))
    assert [problem.line for problem in caught.value.problems] == [3]


def test_all_that_is_wrong_is_reported_at_once() -> None:
    """A plan without name, goal and municipality has three problems."""
    content = document("", name="<Name> </Name>", organization="")
    assert sorted(refused(content)) == ["stratml_municipality", "stratml_no_goal", "stratml_no_name"]


@pytest.mark.parametrize(
    "content",
    [
        b'<StrategicPlan xmlns="urn:example"><Name>P</Name></StrategicPlan>',
        b'<OrganizationalStrategyDocument xmlns="http://schemas.stratml.us/3.5"/>',
        b"<html/>",
    ],
)
def test_other_documents_are_refused(content: bytes) -> None:
    """Another root, a later part or another namespace is no plan that can be read."""
    assert refused(content) == ["stratml_wrong_root"]


def test_a_file_is_named_in_problems_and_warnings(tmp_path: Path) -> None:
    """Who reads several documents sees which one is meant."""
    file = tmp_path / "plan.xml"
    file.write_bytes(document("<Goal><Description>Om job</Description><Name>Job</Name></Goal>"))
    assert [warning.file for warning in from_stratml(file).warnings] == [str(file)]
    file.write_bytes(b"<html/>")
    with pytest.raises(InvalidDocument, match=r"plan\.xml:1"):
        from_stratml(file)
    with pytest.raises(FileError, match="there is no such file or folder"):
        from_stratml(tmp_path / "none.xml")


@pytest.mark.parametrize(
    ("name", "identifier", "title"),
    [
        ("Børn", "overarching", "Børn"),
        ("Unge", "unlinked", "Unge"),
        ("Further indica<b>tors</b>", "unlinked", "Further indica tors"),
        ("Further <b>and other </b>indicators", "unlinked", "Further indicators and other"),
    ],
)
def test_goals_of_others_that_are_called_as_ours_keep_their_name(name: str, identifier: str, title: str) -> None:
    """An identifier of our own writer alone makes no goal one of its gatherings, nor does a name with markup."""
    goal = GOAL.replace(">Job<", f">{name}<").replace(">job<", f">kommunepolitik.{identifier}<")
    found = from_stratml(document(goal))
    assert [area.title for area in found.policy.focus_areas] == [title]


@pytest.mark.parametrize(
    "inner",
    [
        GOAL.replace("</Goal>", '<Objective><PerformanceIndicator Url="u"/></Objective></Goal>'),
        GOAL + '<Goal Priority="u"/>',
        GOAL.replace("</Goal>", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="u"/></Goal>'),
        '<Value Weight="u"/>' + GOAL,
    ],
)
def test_attributes_of_elements_without_text_are_kept(inner: str) -> None:
    """An element with content only in an attribute is kept, with a warning, and is no indicator or goal."""
    found = from_stratml(document(inner))
    assert [code in ("stratml_kept", "stratml_unknown") for code in codes(found)] == [True]
    assert ": u\n" in to_yaml(found.policy)
    assert (len(found.policy.focus_areas), len(found.policy.indicators)) == (1, 0)


def test_what_a_form_leaves_behind_means_nothing() -> None:
    """An indicator of which only the kind was chosen, as a form does by itself, leaves no trace."""
    kind = (
        '<PerformanceIndicator PerformanceIndicatorType="Quantitative"><MeasurementDimension/></PerformanceIndicator>'
    )
    found = from_stratml(document(GOAL.replace("</Goal>", f"<Objective>{kind}</Objective></Goal>")))
    assert (found.policy.indicators, found.warnings) == ((), ())


def test_empty_dates_of_a_plan_are_reported() -> None:
    """Also where the plan's administrative information has nothing else."""
    after = "<AdministrativeInformation><StartDate/><EndDate></EndDate></AdministrativeInformation>"
    assert codes(from_stratml(document(after=after))) == ["stratml_empty_date"] * 2
