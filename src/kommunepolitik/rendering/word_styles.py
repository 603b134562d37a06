"""The styles that a municipality's template lacks, taken from our own; those it has stay as they are."""

import copy
from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

if TYPE_CHECKING:
    from docx.document import Document

_VAL = qn("w:val")


def complete_styles(document: "Document", ours: "Document") -> None:
    """Give a document each of our styles that it has none of the same name for.

    Styles are known by name, since Word names its own alike in all languages (`heading 1`), while their ids differ.
    """
    own = document.styles.element
    known = {_name(style) for style in own.style_lst}
    lists: dict[str, str] = {}
    for style in ours.styles.element.style_lst:
        if _name(style) in known:
            continue
        taken = copy.deepcopy(style)
        _rebase(taken, own)
        for number in taken.iter(qn("w:numId")):
            old = number.get(_VAL)
            if old not in lists:
                lists[old] = _add_list(document, ours, old)
            number.set(_VAL, lists[old])
        own.append(taken)


def _name(style: Any) -> str:
    return str(style.name_val).lower()


def _rebase(style: Any, own: Any) -> None:
    """Let a style rest on the other document's default style of its kind, under an id that is free there."""
    kind = style.get(qn("w:type"))
    taken = {each.styleId for each in own.style_lst}
    while style.styleId in taken:
        style.styleId += "0"
    style.attrib.pop(qn("w:default"), None)
    defaults = [each for each in own.style_lst if each.get(qn("w:type")) == kind and each.get(qn("w:default")) == "1"]
    for tag in ("w:basedOn", "w:next"):
        for rest in style.findall(qn(tag)):
            if defaults:
                rest.set(_VAL, defaults[0].styleId)
            else:
                style.remove(rest)


def _add_list(document: "Document", ours: "Document", number: str) -> str:
    """Add one of our lists to a document, and return its number there."""
    theirs, source = _numbering(document), ours.part.numbering_part.element
    abstract_id = source.find(f"w:num[@w:numId='{number}']/w:abstractNumId", source.nsmap).get(_VAL)
    abstract = copy.deepcopy(source.find(f"w:abstractNum[@w:abstractNumId='{abstract_id}']", source.nsmap))
    abstract_ids = [int(each.get(qn("w:abstractNumId"))) for each in theirs.findall(qn("w:abstractNum"))]
    new = max(abstract_ids, default=0) + 1
    abstract.set(qn("w:abstractNumId"), str(new))
    for style in list(abstract.iter(qn("w:pStyle"))):  # the style points here; the way back is not needed
        style.getparent().remove(style)
    theirs.insert(len(abstract_ids) and theirs.index(theirs.findall(qn("w:abstractNum"))[-1]) + 1, abstract)
    return str(theirs.add_num(new).numId)


def _numbering(document: "Document") -> Any:
    """Return the lists of a document; one that has none gets an empty part for them."""
    part = document.part
    for link in part.rels.values():
        if link.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return part.numbering_part.element
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    empty = f'<w:numbering xmlns:w="{space}"/>'.encode()
    added = NumberingPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package)
    part.relate_to(added, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
