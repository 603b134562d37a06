"""Make the built-in Word template of reports: `python tools/make_word_template.py`.

The file is generated and never edited by hand, so that every style in it can be reviewed as text. Its
placeholders are described in docs/howto/word-template.md.
"""

import sys
import zipfile
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "src/kommunepolitik/formats/templates/docx/report.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ACCENT, SOFT, GAP = "0B3F49", "444444", "5A3800"
WIDTH = 10318
INDENT = 340
"""The width of the text, and the indent of a list, in twentieths of a point."""


def paragraph(style: str, text: str) -> str:
    """Return a paragraph of one run."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


def run(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str) -> str:
    """Return a field that Word fills in."""
    return f'<w:fldSimple w:instr=" {code} ">{run("1")}</w:fldSimple>'


def style(id: str, name: str, *, based: str = "Normal", after: str = "Normal", look: str = "", text: str = "") -> str:
    """Return a style of paragraphs; `look` is for the paragraph and `text` for its letters."""
    based_on = f'<w:basedOn w:val="{based}"/>' if based else ""
    default = "" if based else ' w:default="1"'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{id}">'
        f'<w:name w:val="{name}"/>{based_on}<w:next w:val="{after}"/><w:qFormat/>'
        f"<w:pPr>{look}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def size(points: float, *, bold: bool = False, color: str = "") -> str:
    """Return the size, weight and colour of letters."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    shade = f'<w:color w:val="{color}"/>' if color else ""
    return f"{weight}{shade}" + f'<w:sz w:val="{2 * points:.0f}"/><w:szCs w:val="{2 * points:.0f}"/>'


def space(before: float, after: float, *, line: int = 0) -> str:
    """Return the space around a paragraph in points."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{20 * before:.0f}" w:after="{20 * after:.0f}"{lines}/>'


def edge(kind: str, width: int, color: str, gap: int = 8) -> str:
    """Return a line at the left of a paragraph."""
    return f'<w:pBdr><w:left w:val="{kind}" w:sz="{width}" w:space="{gap}" w:color="{color}"/></w:pBdr>'


def heading(level: int, points: float, before: float, after: float, color: str = "") -> str:
    """Return the style of a heading."""
    keep = "<w:keepNext/><w:keepLines/>"
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{ACCENT}"/></w:pBdr>' if level == 1 else ""
    look = f'{keep}{rule}{space(before, after)}<w:outlineLvl w:val="{level - 1}"/>'
    return style(f"Heading{level}", f"heading {level}", look=look, text=size(points, bold=True, color=color))


def number(kind: int) -> str:
    """Return the property that makes paragraphs items of a list, of one of the kinds of `numbering`."""
    return f'<w:numPr><w:numId w:val="{kind}"/></w:numPr>'


def lists() -> list[str]:
    """Return the styles of lists: with bullets, with numbers and plain, each for three depths."""
    made = []
    for depth in (1, 2, 3):
        last = str(depth) if depth > 1 else ""
        indent = f'<w:ind w:left="{INDENT * depth}"/>'
        for kind, first in (("Bullet", 0), ("Number", 3)):
            look = number(first + depth) + space(0, 1)
            made.append(style(f"List{kind}{last}", f"List {kind} {last}".strip(), after=f"List{kind}{last}", look=look))
        made.append(style(f"ListContinue{last}", f"List Continue {last}".strip(), look=space(0, 1) + indent))
    return made


def letters(id: str, name: str, look: str) -> str:
    """Return a character style."""
    return (
        f'<w:style w:type="character" w:styleId="{id}"><w:name w:val="{name}"/><w:qFormat/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )


def table_style() -> str:
    """Return the style of tables: a shaded head, bold first column, thin lines between the rows."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="999999"'
    borders = f"<w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
    cells = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 14), ("left", 40), ("bottom", 14), ("right", 40))
    )
    head = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
        f'<w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
        '<w:shd w:val="clear" w:color="auto" w:fill="F1F4F5"/></w:tcPr></w:tblStylePr>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:pPr>{space(0, 0)}</w:pPr><w:rPr>{size(8.5)}</w:rPr>'
        f"<w:tblPr>{borders}<w:tblCellMar>{cells}</w:tblCellMar></w:tblPr>{head}</w:style>"
    )


def styles() -> str:
    """Return all styles."""
    right = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E3EAEC"/>'
    entries = [
        style("Normal", "Normal", based="", look="<w:widowControl/>" + space(0, 3, line=244)),
        style("Title", "Title", look=f"<w:keepNext/>{space(0, 4)}", text=size(17, bold=True, color=ACCENT)),
        style("Subtitle", "Subtitle", look=f"<w:keepNext/>{space(0, 2)}", text=size(10, bold=True, color=ACCENT)),
        heading(1, 13.5, 7, 3, ACCENT),
        heading(2, 11, 5, 1),
        *(heading(level, 9.5, 5, 1, SOFT if level > 3 else "") for level in range(3, 7)),
        *lists(),
        style("Caption", "caption", look=f"<w:keepNext/>{space(4, 2)}", text=size(9, bold=True)),
        style("TOCHeading", "TOC Heading", look=f"<w:keepNext/>{space(8, 2)}", text=size(11, bold=True)),
        style("TOC1", "toc 1", look=dots + space(0, 1)),
        style("TOC2", "toc 2", look=f'{dots}{space(0, 1)}<w:ind w:left="{INDENT}"/>'),
        style("Header", "header", look=right, text=size(8, color=SOFT)),
        style("Footer", "footer", look=right, text=size(8, color=SOFT)),
        style("Quote", "Quote", look=edge("single", 18, "999999") + space(0, 3)),
        style("ReportLead", "Report Lead", look=space(1, 4), text=size(10.5)),
        style("ReportNotice", "Report Notice", look=edge("single", 18, ACCENT) + space(1, 3)),
        style("ReportGap", "Report Gap", look=edge("dashed", 18, GAP) + space(1, 3), text=size(9, color=GAP)),
        style("ReportNote", "Report Note", look=space(0, 3), text=size(8.5, color=SOFT)),
        style("ReportField", "Report Field", look=space(1, 1)),
        style("ReportCell", "Report Cell", look=space(0, 0, line=240), text=size(8.5)),
        style("ReportBullet", "Report Bullet", look=f"{number(7)}{space(0, 0)}", text=size(8.5)),
        style("ReportDense", "Report Dense", look=space(0, 0, line=230), text=size(7)),
        style("ReportSpace", "Report Space", look=space(0, 0, line=240), text=size(4)),
        letters("Strong", "Strong", "<w:b/><w:bCs/>"),
        letters("Hyperlink", "Hyperlink", f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'),
        letters("ReportSoft", "Report Soft", f'<w:color w:val="{SOFT}"/>'),
        letters("ReportMissing", "Report Missing", f'<w:i/><w:iCs/><w:color w:val="{GAP}"/>'),
        letters("ReportTag", "Report Tag", shade),
        table_style(),
    ]
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    defaults = f'<w:rPrDefault><w:rPr>{fonts}{size(9)}<w:lang w:val="da-DK"/></w:rPr></w:rPrDefault>'
    return f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults>{defaults}</w:docDefaults>{"".join(entries)}</w:styles>'


def numbering() -> str:
    """Return bullets and numbers, each for three depths, and the bullets in tables."""
    kinds = [("bullet", "ListBullet", "\N{BULLET}"), ("bullet", "ListBullet2", "\N{EN DASH}")]
    kinds += [("bullet", "ListBullet3", "\N{BULLET}"), ("decimal", "ListNumber", "%1.")]
    kinds += [("lowerLetter", "ListNumber2", "%1."), ("lowerRoman", "ListNumber3", "%1.")]
    kinds += [("bullet", "ReportBullet", "\N{BULLET}")]
    abstract = ""
    for number, (kind, name, sign) in enumerate(kinds, start=1):
        indent = INDENT // 2 if name == "ReportBullet" else INDENT
        left = indent * ((number - 1) % 3 + 1)
        abstract += (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
            f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{name}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
        )
    used = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(kinds) + 1))
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{used}</w:numbering>'


def document() -> str:
    """Return the page, which contains only the report."""
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="first" r:id="rId6"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="907" w:right="794" w:bottom="794" w:left="794" '
        'w:header="454" w:footer="454" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    spaces = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
    return f"{HEAD}<w:document {spaces}><w:body>{paragraph('Normal', '{{ body }}')}{page}</w:body></w:document>"


def margin(kind: str, style: str, text: str, *inside: str) -> str:
    """Return the header or footer of a page: a line of text, with something at its right end."""
    line = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}<w:r><w:tab/></w:r>{"".join(inside)}</w:p>'
    return f'{HEAD}<w:{kind} xmlns:w="{W}" xmlns:r="{OFFICE}">{line}</w:{kind}>'


def parts() -> dict[str, str]:
    """Return every part of the file by its name."""
    kinds = {"document": "document.main", "styles": "styles", "numbering": "numbering", "settings": "settings"}
    kinds |= {"header1": "header", "footer1": "footer", "footer2": "footer"}  # the first page has no header
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    package = "http://schemas.openxmlformats.org/package/2006"
    linked = ("styles", "numbering", "settings", "header1", "footer1", "footer2")
    numbers = (run("{{ page }} "), field("PAGE"), run(" {{ of }} "), field("NUMPAGES"))
    footer = margin("ftr", "Footer", "{{ notice | truncate(110) }}", *numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{name.rstrip("12")}" Target="{name}.xml"/>'
        for n, name in enumerate(linked, start=1)
    )
    compatibility = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{package}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties"/>',
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{W}"><w:autoHyphenation/>{compatibility}</w:settings>',
        "word/header1.xml": margin(
            "hdr", "Header", "{{ municipality | truncate(50) }}", run("{{ title | truncate(70) }}")
        ),
        "word/footer1.xml": footer,
        "word/footer2.xml": footer,
    }


def make(path: Path) -> None:
    """Write the template; every run gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts().items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATE)
