"""Every reader of the library: where its corpus is, how its input is changed, how it reads, and what must not be lost."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, Final

import attrs

import kommunepolitik as kp
from kommunepolitik.collect import read_returns
from kommunepolitik.documents import read, read_all, read_tables, to_frames
from kommunepolitik.documents.imports import read_imports
from kommunepolitik.documents.side_files import AccountsFile
from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.evaluation import read_record
from kommunepolitik.formats.docx import read_template
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import language
from kommunepolitik.observations import read_observations
from kommunepolitik.observations.files import read_grids
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.importing import import_figures
from kommunepolitik.observations.json_stat import read_json_stat
from kommunepolitik.observations.mapping.evidence import Evidence
from kommunepolitik.observations.mapping.proposal import proposal_text, whole_text
from kommunepolitik.observations.mapping.suggest import propose
from kommunepolitik.site import Build, Settings, gather
from kommunepolitik.statbank.cells import read_figures
from kommunepolitik.statbank.files import Lock
from kommunepolitik.statbank.query import Locked, Query, resolve
from kommunepolitik.statbank.table_info import read_table_info
from tests.fuzz import plain
from tests.fuzz.mutators import mutated_bytes, mutated_text, tokens
from tests.fuzz.packages import mutated_package, packed, unpacked
from tests.fuzz.parquet_inputs import mutated_parquet

CORPUS: Final = Path(__file__).with_name("corpus")
CONTEXT: Final = CORPUS / "context"
Change = Callable[[bytes, bytes, Random], bytes]
Lost = Callable[[Path, Any], Iterator[str]]


@attrs.frozen(kw_only=True)
class Reader:
    """A reader of one kind of file."""

    name: str
    """The name of the folder of its corpus too."""
    read: Callable[[Path], Any]
    change: Change
    lost: Lost = lambda _path, _result: iter(())
    """What is in the input, and neither in the result nor in a notice."""
    beside: str = ""
    """The folder of files that are beside each input."""
    is_text: bool = True

    @property
    def seeds(self) -> list[Path]:
        """The files that inputs are made from."""
        return [path for path in sorted((CORPUS / self.name).iterdir()) if path.is_file()]

    @property
    def failed(self) -> list[Path]:
        """The inputs that failed once."""
        folder = CORPUS / self.name / "failed"
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def prepare(self, folder: Path) -> None:
        """Put the files into a folder that are beside each input."""
        if self.beside:
            shutil.copytree(CONTEXT / self.beside, folder, dirs_exist_ok=True)

    def numbers(self, first: int, end: int) -> range:
        """Return the numbers of its inputs from one up to, but without, another."""
        return range(max(first, -len(self.failed)), end)

    def made(self, seed: int, number: int) -> tuple[str, bytes]:
        """Return an input by its number: the name of its file, and its content.

        Those with a number below 0 are the ones that failed once.
        """
        if number < 0:
            kept = self.failed[-number - 1]
            return kept.name.partition("--")[2], kept.read_bytes()
        random, seeds = Random(f"{self.name} {seed} {number}"), self.seeds
        chosen, other = random.choice(seeds), random.choice(seeds)
        return chosen.name, self.change(chosen.read_bytes(), other.read_bytes(), random)


def _text(*parts: str) -> Change:
    return lambda content, other, random: mutated_text(content, other, parts, random)


def _bytes(content: bytes, _other: bytes, random: Random) -> bytes:
    return mutated_bytes(content, random)


_YAML, _JSON, _CSV, _XML, _TOML = map(tokens, ("yaml", "json", "csv", "xml", "toml"))


@cache
def _policy() -> kp.Policy:
    return kp.load(CONTEXT / "unge-side" / "policy.yaml")


@cache
def _known() -> list[str]:
    return [indicator.id for indicator in _policy().indicators]


@cache
def _query() -> Query:
    policy = kp.load(CONTEXT / "statbank" / "policy.yaml")
    table = read_table_info((CORPUS / "statbank-table" / "NYB201.json").read_bytes(), "NYB201")
    return resolve(policy.indicators[0], policy, table, Locked(texts={}, file=""), 1_000_000)[0]


def _figures(path: Path) -> Any:
    return read_observations(path, _policy())


def _lost_figures(
    reading: Callable[[Path, list[str]], Iterator[plain.Expected]], path: Path, result: Any
) -> Iterator[str]:
    return plain.lost_figures(reading(path, _known()), result)


def _lost_parts(reading: Callable[[Path], Any], path: Path, result: Any) -> Iterator[str]:
    return plain.lost_parts(reading(path), result)


def _read_cube(path: Path) -> Any:
    cube = read_json_stat(path.read_text("utf-8-sig", errors="replace"), str(path))
    _figures(path)
    return cube


def _read_tables(path: Path) -> Any:
    """Return the policies of the tables in a workbook, or in CSV files that are packed for the corpus."""
    if path.suffix == ".xlsx":
        return read_tables(path)
    folder = path.with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return read_tables(folder)


def _change_tables(content: bytes, _other: bytes, random: Random) -> bytes:
    """Return packed CSV files, of which one or two are changed."""
    parts = unpacked(content)
    for name in random.sample([*parts], random.choice((1, 1, 2))):
        parts[name] = mutated_text(parts[name], parts[random.choice([*parts])], _CSV, random)
    return packed(parts)


_DESCRIBED: Final = ("municipality_code", "municipality", "title", "target")
"""Columns that describe the rows of tables to people, and that are not read."""


def _lost_tables(path: Path, result: Any) -> Iterator[str]:
    """Yield the cells of CSV files that are not in the tables of the result."""
    if path.suffix != ".zip":
        return
    frames = to_frames(result)
    kept = {str(cell) for frame in frames.values() for column in frame for cell in frame[column]}
    kept |= {"", *(mark for word in ("true", "false") for mark in (word, word.title(), word.upper()))}
    for file in sorted(path.with_suffix("").glob("*.csv")):
        if file.stem in frames:
            text = file.read_text("utf-8-sig")
            first = text.lstrip().partition("\n")[0]
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
            head, *below = (row for row in rows if any(cell.strip() for cell in row))
            described = {at for at, name in enumerate(head) if file.stem != "policies" and name in _DESCRIBED}
            cells = (
                c for row in below for at, c in enumerate(row) if at not in described and not any(map(str.isdigit, c))
            )
            yield from plain.lost_texts_of_tables(cells, kept)


def _lost_answer(path: Path, result: Any) -> Iterator[str]:
    """Yield the areas and times whose share of sums, computed from the lines, is not the figure."""
    figures, query = result[0], _query()
    lines = [line.split(";") for line in path.read_text("utf-8-sig").replace('"', "").split()]
    heads = [head.casefold() for head in lines[0]]
    for (area, period), figure in figures.items():
        codes = {query.area: {c for c, a in query.areas.items() if a == area}}
        codes[query.time] = {c for c, p in query.times.items() if p == period}
        sums = {}
        for name, part in query.parts.items():
            wanted = {**codes, **{variable: {*chosen} for variable, chosen in part.items()}}
            rows = [row for row in lines[1:] if all(row[heads.index(v.casefold())] in c for v, c in wanted.items())]
            sums[name] = [row[heads.index("indhold")] for row in rows]
        if figure.value is not None:
            try:
                of, whole = (
                    sum(float(c.replace(",", ".")) for c in sums[n] if c not in (".", "-")) for n in ("of", "in")
                )
            except ValueError:  # blanks of a kind that a plain reading does not know
                continue
            if abs(figure.value - of / whole * 100) > 1e-9:
                yield f"{area} {period}"


def _lost_values(path: Path, result: Any) -> Iterator[str]:
    for written, variable in zip(plain.json_data(path)["variables"], result.variables, strict=True):
        if len(written["values"]) != len(variable.values):
            yield written["id"]


def _lost_account(path: Path, document: Any) -> Iterator[str]:
    found = AccountsFile(accounts=document.accounts, missing=document.missing_figures)
    data = plain.yaml_data(path)
    keys = [(each["element"], each["period"]) for each in data.get("accounts") or ()]
    if keys:  # those of one element and period are together
        data["accounts"] = [
            data["accounts"][at] for at in sorted(range(len(keys)), key=lambda at: keys.index(keys[at]))
        ]
    return plain.lost_parts(data, found)


def _read_stratml(path: Path) -> Any:
    """Return a document of Nybro, which is made up, or of another municipality."""
    own = {"municipality": "Nybro", "fictitious": True} if b"Nybro" in path.read_bytes() else {}
    return kp.stratml.from_stratml(path, **own)


def _import_figures(path: Path) -> Any:
    return import_figures([path], read_all([path.parent]))


def _proposed(path: Path) -> Any:
    """Return the imports that are proposed for a sheet, as they are read from the text of the proposal."""
    place, policies = Place(file=str(path), is_file=True), [document.policy for document in read_all([path.parent])]
    found = propose(path, read_grids(path, place), Evidence.of(policies, [("frivillige", "", "2024", 320.0)]))
    if found is None:
        raise InvalidObservations(place.locate(Problem(code="nothing_to_propose")))
    written = path.parent / "forslag.yaml"
    written.write_text(whole_text(proposal_text(found, path.name, language("da").gettext)), "utf-8")
    return read_imports(written)


def _no_longer_made(path: Path) -> Any:
    """Return the pages that the list of an earlier run has, and that are no longer made."""
    site = gather(read_all([CONTEXT / "unge"]))
    return Build(site, path.parent, ("html", "md")).no_longer


def _read_form(path: Path) -> Any:
    return read_returns([path], path.parent, dry_run=True)


def _lost_answers(path: Path, returns: Any) -> Iterator[str]:
    """Yield the numbers in cells for figures that are not among the figures that were read."""
    import openpyxl

    from tests.collect.made import cells

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > 5_000_000:
                return  # the other library takes long for it
        sheets = openpyxl.load_workbook(path, data_only=True).worksheets
        written = [
            c.value for sheet in sheets for (key, name), c in cells(sheet).items() if name == "value" and "#" in key
        ]
    except Exception:  # what the other library cannot read
        return
    values = [each.now.value for each in returns.figures]
    yield from (str(each) for each in written if type(each) in (int, float) and each not in values)


def _lost_imports(path: Path, document: Any) -> Iterator[str]:
    data = plain.yaml_data(path)
    finished = [at for at in range(len(document.imports)) if at not in document.unfinished]
    if len(document.imports) != len(data["imports"]):
        yield "imports"
    for at in finished:
        entry = {
            key: value for key, value in data["imports"][at].items() if key not in ("sheets", "context", "published")
        }
        yield from plain.lost_parts(entry, document.imports[at], f"imports[{at}]")


READERS: Final = {
    reader.name: reader
    for reader in (
        Reader(
            name="policy-yaml",
            read=kp.load,
            change=_text(*_YAML),
            lost=partial(_lost_parts, plain.yaml_data),
        ),
        Reader(
            name="policy-json",
            read=kp.load,
            change=_text(*_JSON),
            lost=partial(_lost_parts, plain.json_data),
        ),
        Reader(
            name="accounts",
            read=lambda path: read(path.parent),
            change=_text(*_YAML),
            lost=_lost_account,
            beside="unge-side",
        ),
        Reader(
            name="case",
            read=lambda path: read(path.parent),
            change=_text(*_YAML),
            lost=lambda path, document: plain.lost_parts(plain.yaml_data(path)["case"], document.case),
            beside="unge-side",
        ),
        Reader(
            name="organisation",
            read=lambda path: read(path.parent),
            change=_text(*_YAML),
            lost=partial(_lost_parts, plain.yaml_data),
            beside="unge-side",
        ),
        Reader(
            name="imports",
            read=read_imports,
            change=_text(*_YAML, '"?"', "{period}", "is: value", "header: x"),
            lost=_lost_imports,
        ),
        Reader(name="settings", read=lambda path: Settings.find([path.parent]), change=_text(*_TOML)),
        Reader(name="theme", read=lambda path: Theme.read(path.parent), change=_text(*_TOML), beside="nybro"),
        Reader(name="figures-csv", read=_figures, change=_text(*_CSV), lost=partial(_lost_figures, plain.csv_figures)),
        Reader(
            name="json-stat",
            read=_read_cube,
            change=_text(*_JSON),
            lost=lambda path, cube: plain.lost_cells(path, cube.values),
        ),
        Reader(name="stratml", read=_read_stratml, change=_text(*_XML), lost=plain.lost_texts),
        Reader(name="record", read=read_record, change=_text(*_JSON), lost=partial(_lost_parts, plain.json_data)),
        Reader(name="tables-csv", read=_read_tables, change=_change_tables, lost=_lost_tables),
        Reader(
            name="statbank-table",
            read=lambda path: read_table_info(path.read_bytes(), "NYB201"),
            change=_text(*_JSON),
            lost=_lost_values,
        ),
        Reader(
            name="statbank-answer",
            read=lambda path: read_figures(_query(), [(_query(), path.read_bytes())]),
            change=_text(*_CSV, "..", "-", "."),
            lost=_lost_answer,
        ),
        Reader(name="statbank-lock", read=Lock.read, change=_text(*_JSON)),
        *(
            Reader(
                name=f"figures-{suffix}",
                read=_figures,
                change=_bytes if suffix == "xls" else mutated_package,
                lost=partial(_lost_figures, plain.workbook_figures),
                is_text=False,
            )
            for suffix in ("xlsx", "ods", "xls")
        ),
        Reader(
            name="figures-parquet",
            read=_figures,
            change=mutated_parquet,
            lost=partial(_lost_figures, plain.parquet_figures),
            is_text=False,
        ),
        Reader(name="proposal", read=_proposed, change=_text(*_CSV), beside="kultur"),
        Reader(name="page-list", read=_no_longer_made, change=_text(*_JSON)),
        Reader(name="mapped", read=_import_figures, change=mutated_package, beside="kultur", is_text=False),
        Reader(name="form", read=_read_form, change=mutated_package, lost=_lost_answers, beside="unge", is_text=False),
        Reader(name="tables-xlsx", read=_read_tables, change=mutated_package, is_text=False),
        Reader(name="word-template", read=read_template, change=mutated_package, is_text=False),
    )
}
"""The readers by name."""
