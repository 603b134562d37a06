"""What tests of workbooks share: a part of the zip file that one is, changed; and .ods workbooks in XML."""

import zipfile
from collections.abc import Callable
from pathlib import Path


def change(path: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    """Change a part of a workbook, as another program would have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def open_document(folder: Path, *sheets: str) -> Path:
    """Write an .ods workbook of sheets in XML, in which HEAD is the row of a heading."""
    names = ("table", "text", "office")
    declared = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    head = row_of("indikator", "periode", "værdi")
    body = "".join(sheet.replace("HEAD", head) for sheet in sheets)
    with zipfile.ZipFile(folder / "tal.ods", "w") as archive:
        archive.writestr("content.xml", f"<office:document {declared}>{body}</office:document>")
    return folder / "tal.ods"


def row_of(*cells: str) -> str:
    """Return a row of texts in XML."""
    inside = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{inside}</table:table-row>"
