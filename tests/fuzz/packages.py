"""Changes to files that are zip files (xlsx, ods, docx): the XML in them, their parts, and how they are packed."""

import io
import zipfile
from random import Random
from typing import Final

from tests.fuzz.mutators import mutated_bytes, mutated_text

_XML: Final = (
    *(
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&b;",
        "&#0;",
        "&#x1F;",
        "<![CDATA[",
        "]]>",
        "<?xml version='1.1'?>",
        "<!--",
        "-->",
    ),
    *(
        ' t="e"',
        ' t="s"',
        ' t="str"',
        ' t="inlineStr"',
        ' t="b"',
        ' t="d"',
        ' s="99"',
        ' r="XFD1048576"',
        ' r="A0"',
        ' r="ZZZZ9"',
    ),
    *(
        ' r=""',
        "<f>1+1</f>",
        "<v></v>",
        "<v>#N/A</v>",
        "<v>1E999</v>",
        "<v>NaN</v>",
        "<v>-1</v>",
        "<v>1e308</v>",
        ' hidden="1"',
    ),
    *(
        ' state="hidden"',
        ' state="veryHidden"',
        ' ref="A1:XFD9"',
        ' ref="B2:A1"',
        'numFmtId="14"',
        'numFmtId="9"',
        'numFmtId="10"',
    ),
    *(
        'formatCode="0.0%"',
        'formatCode="0,,&quot; mio.&quot;"',
        'formatCode="#,##0.00"',
        "99999999999",
        "-1",
        "1.5",
        "</c>",
        "<c>",
    ),
    *(
        'table:number-rows-repeated="1000000"',
        'table:number-columns-repeated="9"',
        'table:number-columns-repeated="16384"',
    ),
    *(
        'table:visibility="collapse"',
        'office:value-type="percentage"',
        'office:value-type="date"',
        'office:value="1e999"',
    ),
    *('office:value="nan"', 'table:number-rows-spanned="3"', '<text:s text:c="99999999"/>', '<text:s text:c="x"/>'),
    *(
        "{{ title }}",
        "{{p body }}",
        "{% for a in b %}",
        "{% endfor %}",
        "{{ x }}",
        "{{ ().__class__ }}",
        "{{ 9**9**9 }}",
    ),
    *(
        "{% raw %}",
        "{#",
        "{{r body }}",
        "{{ 'a' * 999999999 }}",
        "{% set a = range(99999999) %}",
        "{{ range(10**9)|list }}",
    ),
)


def mutated_package(content: bytes, other: bytes, random: Random) -> bytes:
    """Return a zip file with one of its parts changed, or missing, or too many; or with its bytes changed."""
    if random.random() < 0.1:
        return mutated_bytes(content, random)
    parts = _parts(content)
    for _ in range(random.choice((1, 1, 2))):
        name = random.choice(_weighed(parts))
        match random.choice(
            ("text", "text", "text", "text", "text", "text", "bytes", "away", "renamed", "other", "bomb")
        ):
            case "text":
                parts[name] = mutated_text(parts[name], parts[random.choice([*parts])], _XML, random)
            case "bytes":
                parts[name] = mutated_bytes(parts[name], random)
            case "away":
                del parts[name]
            case "renamed":
                parts[random.choice((name.upper(), f"/{name}", f"../{name}", "", "a" * 300, *parts))] = parts[name]
            case "other":
                more = _parts(other)
                taken = random.choice([*more])
                parts[name if random.random() < 0.5 else taken] = more[taken]
            case "bomb":
                parts[name] = _bomb(parts[name], random)
        if not parts:
            break
    return packed(parts, random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def _weighed(parts: dict[str, bytes]) -> list[str]:
    """Return the names of the parts, those with the contents more often than those with the styles."""
    often = ("sheet", "content.xml", "sharedStrings", "document.xml", "header", "footer")
    return [name for name in parts for _ in range(6 if any(word in name for word in often) else 1)]


def _bomb(part: bytes, random: Random) -> bytes:
    """Return a part with so many blanks or equal elements that it is large only when it is unpacked."""
    at = part.find(b">", len(part) // 2) + 1
    filling = random.choice((b" ", b"\n", b"<a/>", b"<row/>", b"<text:p>a</text:p>", b"9"))
    return part[:at] + filling * (random.choice((100_000, 3_000_000, 40_000_000)) // len(filling)) + part[at:]


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file; equal parts give equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, compress_type=method)
    return file.getvalue()
