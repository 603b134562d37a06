"""Documents that come from anyone: read or refused, never expanded, fetched or slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.documents import parse
from kommunepolitik.documents.write import to_yaml
from kommunepolitik.errors import InvalidDocument, InvalidObservations
from kommunepolitik.model import FocusArea, Policy
from kommunepolitik.stratml import from_stratml, to_stratml
from kommunepolitik.stratml.schema import CHILDREN, violations
from tests.stratml.made import GOAL, document, measured, tree

ENTITIES = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def code_of(content: bytes) -> str:
    """Return the code with which a document is refused."""
    with pytest.raises(InvalidDocument) as caught:
        from_stratml(content)
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE x>",
        f"<!DOCTYPE x [{ENTITIES}]>",
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost:9/x.dtd"> %p;]>',
        "<!-- remark --><?target?>\n<!DOCTYPE x>",
    ],
)
def test_a_document_type_is_refused_before_anything_is_read(declared: str) -> None:
    """Billions of laughs, files and addresses of others: none is expanded or fetched."""
    assert code_of(declared.encode() + document(GOAL.replace("Job", "&i;"))) == "xml_doctype"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "xml_malformed"),
        (document()[:-20], "xml_malformed"),
        (document() + b"<more/>", "xml_malformed"),
        (document(GOAL.replace("Job", "a\x00b")), "xml_malformed"),
        (document(GOAL.replace("Job", "&unknown;")), "xml_malformed"),
        (document(GOAL.replace("Job", "&#1;")), "xml_malformed"),
        (document(GOAL.replace("Job", "x")).replace(b">x<", b">\xe6<"), "xml_malformed"),
        (b'<?xml version="1.0" encoding="no-such"?>' + document(), "xml_encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + document(), "xml_encoding"),
        (b"<a>" * 100_000, "too_deep"),
        (document("<Goal>" + "<x>" * 30 + "</x>" * 30 + "</Goal>"), "too_deep"),
        (document(GOAL + "<x/>" * 50_000), "xml_too_many"),
        (b" " * 20_000_001, "too_large"),
    ],
)
def test_what_is_no_sound_document_is_refused(content: bytes, code: str) -> None:
    """Cut off, with a NUL, of a wrong encoding, too deep or too large."""
    assert code_of(content) == code


def test_other_encodings_are_read() -> None:
    """UTF-16 and Latin 1, as older programs write them."""
    text = document(GOAL.replace("Job", "Æbler")).decode()
    for encoding in ("utf-16", "iso-8859-1", "utf-8-sig"):
        declared = "utf-8" if encoding == "utf-8-sig" else encoding
        content = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)
        assert from_stratml(content).policy.focus_areas[0].title == "Æbler"


def test_comments_and_instructions_are_passed_over() -> None:
    """They may be anywhere, also within a text."""
    content = b"<?xml-stylesheet href='http://localhost:9/x.xsl'?>" + document(
        GOAL.replace("Job", "Jo<!-- - -->b<?x?>")
    )
    found = from_stratml(content)
    assert found.policy.focus_areas[0].title == "Job"
    assert found.warnings == ()


def test_inclusions_are_not_followed() -> None:
    """XInclude and xml:base are elements and attributes like any other: kept, with a warning."""
    include = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    include = include.replace("/>", ">x</i:include>")
    found = from_stratml(document(GOAL.replace("<Goal>", '<Goal xml:base="http://localhost:9/">') + include))
    assert [warning.code for warning in found.warnings] == ["stratml_attribute", "stratml_unknown"]
    assert "root:" not in repr(found.policy.annotations)


def test_no_odd_character_is_read() -> None:
    """What moves a cursor or turns the reading direction is dropped, in what is kept as well; Zalgo is refused."""
    odd, marks = "\u202e\x9b5n\ufdd0", "\u0301" * 40
    found = from_stratml(document(GOAL.replace("Job", f"Jo{odd}b").replace("<Goal>", f'<Goal x="a{odd}">')))
    assert found.policy.focus_areas[0].title == "Jo5nb"
    assert found.policy.focus_areas[0].annotations["stratml"]["kept"][0]["text"] == "a5n"
    assert code_of(document(GOAL.replace("Job", f"a{marks}"))) == "too_many_marks"


def test_a_huge_text_is_read() -> None:
    """A text of a million characters and an attribute as long take no time."""
    long = "x" * 1_000_000
    found = from_stratml(document(GOAL.replace("<Description/>", f"<Description>{long}</Description>")))
    assert len(found.policy.focus_areas[0].summary or "") == 1_000_000
    found = from_stratml(document(GOAL.replace("<Goal>", f'<Goal x="{long}">')))
    assert len(found.policy.focus_areas[0].annotations["stratml"]["kept"][0]["text"]) == 1_000_000


NAMES = sorted({child.name for children in CHILDREN.values() for child in children} | {"Budget"})
WORDS = (
    "",
    "",
    "job",
    "Job",
    "2024-01-01",
    "2024-12-31",
    "12.5",
    "7",
    "Baseline",
    "Status",
    "Group",
    "Suppressed",
    "Comparison",
    "At_Least",
    "Beneficiary",
    "ti",
    "a b",
)


@st.composite
def elements(draw: st.DrawFn, parent: str, depth: int = 0) -> str:
    """Return an element's content: mostly what may be in it, in any order and number."""
    allowed = [child.name for child in CHILDREN.get(parent, ())]
    if not allowed or depth > 6:
        return draw(st.sampled_from(WORDS))
    wanted = [child.name for child in CHILDREN[parent] if child.least]
    names = draw(st.lists(st.sampled_from([*allowed * 30, *NAMES]), max_size=7)) + draw(st.sampled_from([wanted, []]))
    return "".join(f"<{name}>{draw(elements(name, depth + 1))}</{name}>" for name in names)


@given(
    elements("StrategicPlanCore").map(lambda core: document(GOAL + core))
    | elements("PerformanceIndicator").map(measured)
)
def test_any_mixture_of_elements_is_read_or_refused(content: bytes) -> None:
    """Whatever stands where, a document is refused in words, or gives a policy that is written by the rules."""
    try:
        found = from_stratml(content)
    except (InvalidDocument, InvalidObservations) as error:
        assert error.problems
        return
    assert parse(to_yaml(found.policy)) == found.policy
    made = to_stratml(found.policy, found.observations)
    assert list(violations(tree(made.xml))) == []
    again = from_stratml(made.xml, municipality="Slagelse")
    assert (again.policy != found.policy) <= bool(made.losses)


def test_many_of_one_name_take_no_time() -> None:
    """Sixteen thousand goals of one name get ids of their own, in a second or so."""
    found = from_stratml(document("<Goal><Name>Job</Name></Goal>" * 16_000))
    assert found.policy.focus_areas[-1].id == "job-16000"


def test_identifiers_that_our_own_writer_uses_break_no_document() -> None:
    """A document that has them elsewhere is read, and written by the rules."""
    taken = "<Vision><Description>Alle med</Description><Identifier>kommunepolitik.unlinked</Identifier></Vision>"
    found = from_stratml(document(taken + GOAL + GOAL.replace(">job<", ">kommunepolitik.overarching<")))
    assert list(violations(tree(to_stratml(found.policy).xml))) == []


def test_signs_of_xml_come_back() -> None:
    """What means something in XML is text in a policy."""
    found = from_stratml(document(GOAL.replace("Job", "&lt;b&gt; &amp; ]]&gt; \u2028x")))
    assert from_stratml(to_stratml(found.policy).xml).policy == found.policy


def test_annotations_of_others_break_no_document() -> None:
    """What stands under `stratml` in a policy file, and is no element, is listed as lost."""
    kept = [{"element": "Goal"}, {"element": "1 x"}, 5, {"element": "OtherInformation", "text": "\r"}, {"text": "x"}]
    area = FocusArea(id="a", title="A", annotations={"stratml": {"kept": kept, "identifier": "p"}})
    made = to_stratml(Policy(id="p", title="P", municipality="Slagelse", focus_areas=[area]))
    assert {(loss.address.element, loss.field) for loss in made.losses} == {("a", "annotations")}
