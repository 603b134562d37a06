"""The formats that `convert` reads and writes, by suffix: one entry for each."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.cli import options
from kommunepolitik.documents.paths import is_folder, is_there
from kommunepolitik.errors import FileError, Problem

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Policy
    from kommunepolitik.observations import Observations


@attrs.frozen(kw_only=True)
class Request:
    """The options of the command, apart from the two files."""

    municipality: str | None = None
    fictitious: bool = False
    personal: bool = False
    observations: Sequence[Path] = ()
    words: "Language"


@attrs.frozen(kw_only=True)
class Content:
    """The content read from a file of any format."""

    policies: "Sequence[Policy]"
    read_figures: "Callable[[], Observations | None]"
    """The figures, read when the target format can contain them."""
    figures_are_separate: bool = False
    """Whether the figures are in separate files, which are unchanged."""
    others: Mapping[str, int] = attrs.field(factory=dict)
    """The numbers of records beside the policy that belong to no element: accounts, cases."""
    warnings: Sequence[Problem] = ()
    left_out: Sequence[Problem] = ()
    """The warnings on what is not in the content."""


@attrs.frozen(kw_only=True)
class Written:
    """The files to write, and the parts that have no place in them."""

    files: Mapping[Path, bytes]
    losses: Sequence[Problem] = ()


def _read_document(path: Path, request: Request) -> Content:
    from kommunepolitik.documents import read

    document = read(path)
    others = {"accounts": len(document.accounts), "missing_figures": len(document.missing_figures)}
    others |= {"case": int(document.case is not None), "departments": len(document.departments)}
    return Content(
        policies=[document.policy],
        read_figures=lambda: options.read_figures([document], request.observations),
        figures_are_separate=True,
        others={name: count for name, count in others.items() if count},
    )


def _read_folder(path: Path, request: Request) -> Content:
    is_tables = any(is_there(path / f"policies.{suffix}") for suffix in ("csv", "parquet"))
    return _read_tables(path, request) if is_tables else _read_document(path, request)


def _read_tables(path: Path, _: Request) -> Content:
    from kommunepolitik.documents.table_files import read_with_rest

    portfolio, rest = read_with_rest(path)
    left_out = [Problem(code="tables_left_out", data={"names": ", ".join(rest)}, file=str(path))] if rest else []
    return Content(policies=portfolio.policies, read_figures=lambda: None, warnings=left_out, left_out=left_out)


def _read_stratml(path: Path, request: Request) -> Content:
    from kommunepolitik.stratml import from_stratml

    found = from_stratml(
        path, municipality=request.municipality, fictitious=request.fictitious, personal=request.personal
    )
    return Content(
        policies=[found.policy],
        read_figures=lambda: found.observations,
        warnings=found.warnings,
        left_out=found.left_out,
    )


def _only(content: Content, path: Path) -> "Policy":
    """Return the one policy that a file can contain; raises `FileError` where there are several."""
    if len(content.policies) != 1:
        raise FileError(Problem(code="one_policy_a_file", data={"count": len(content.policies)}, file=str(path)))
    return content.policies[0]


def _write_folder(content: Content, path: Path, request: Request) -> Written:
    """Write each policy to a folder of its own."""
    from kommunepolitik.documents.files import POLICY_FILES, check_no_policy

    check_no_policy(path)
    files: dict[Path, bytes] = {}
    for policy in content.policies:
        single = attrs.evolve(content, policies=[policy])
        files |= _write_document(single, path / policy.id / POLICY_FILES[0], request).files
    return Written(files=files)


def _write_document(content: Content, path: Path, _: Request) -> Written:
    from kommunepolitik.documents.files import stratml_file
    from kommunepolitik.documents.limits import MAX_SIZE
    from kommunepolitik.documents.write import to_json, to_yaml

    policy = _only(content, path)
    text = to_json(policy) if path.suffix.lower() == ".json" else to_yaml(policy)
    files = {path: text.encode("utf-8")}
    if (size := len(files[path])) > MAX_SIZE:
        raise FileError(Problem(code="larger_than_read", data={"size": size, "limit": MAX_SIZE}, file=str(path)))
    if not content.figures_are_separate and (figures := content.read_figures()) is not None:
        from kommunepolitik.observations.write import csv_content

        beside = stratml_file(path)
        others = [other for suffix in _DOCUMENTS if (other := path.with_suffix(suffix)) != path and is_there(other)]
        if others and is_there(beside):
            raise FileError(Problem(code="figures_of_another", data={"name": others[0].name}, file=str(beside)))
        files[beside] = csv_content(figures)
    return Written(files=files)


def _write_stratml(content: Content, path: Path, request: Request) -> Written:
    from kommunepolitik.stratml import to_stratml
    from kommunepolitik.stratml.losses import grouped

    made = to_stratml(_only(content, path), content.read_figures(), words=request.words)
    beside = [Problem(code="no_home_beside", data={"what": what, "count": n}) for what, n in content.others.items()]
    return Written(files={path: made.xml}, losses=[*grouped(made.losses), *beside])


_DOCUMENTS: Final = (".yaml", ".yml", ".json")
STRATML: Final = (".xml", ".stratml")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
READERS: Final[Mapping[str, Callable[[Path, Request], Content]]] = {
    "": _read_folder,
    **dict.fromkeys(_DOCUMENTS, _read_document),
    **dict.fromkeys(STRATML, _read_stratml),
    **dict.fromkeys(_WORKBOOKS, _read_tables),
}
"""The functions that read files, by suffix; a folder has none."""
WRITERS: Final[Mapping[str, Callable[[Content, Path, Request], Written]]] = {
    "": _write_folder,
    **dict.fromkeys(_DOCUMENTS, _write_document),
    **dict.fromkeys(STRATML, _write_stratml),
}
"""The functions that write files, by suffix; a folder has none."""


def chosen(formats: Mapping[str, Any], path: Path) -> Any:
    """Return the format of a path by its suffix; raises `FileError` where there is none."""
    suffix = "" if is_folder(path) else path.suffix.lower()
    if suffix not in formats:
        data = {"suffix": path.suffix or path.name, "known": ", ".join(filter(None, formats))}
        raise FileError(Problem(code="no_such_conversion", data=data, file=str(path)))
    return formats[suffix]
