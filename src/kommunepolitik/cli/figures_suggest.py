"""The command `figures suggest`: proposes a mapping for a file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_data, write_lines
from kommunepolitik.documents.paths import is_same, is_there, real_path

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.i18n import Language


@options.command(
    click.argument("file", type=options.PATH),
    options.figures_for_option,
    click.option("--append", is_flag=True, help="Add the entry to imports.yaml; existing entries are unchanged."),
)
def suggest(file: Path, path: Path, append: bool, words: "Language") -> None:
    """Propose a mapping for a file of another layout: an entry of imports.yaml.

    It is proposed from the words of its headings, the titles of the policy, the names of the municipalities and,
    strongest, from the figures in it that are known already. What is guessed ends with a question mark. Review it, and
    write confirmed: and the date; figures read refuses an entry without.

    \b
    Examples:
      kommunepolitik figures suggest center-kultur.xlsx --policy policies/kultur
      kommunepolitik figures suggest jobindsats.xlsx --policy policies --append
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.documents.locking import known_content, unchanged
    from kommunepolitik.documents.writing import write_bytes
    from kommunepolitik.errors import InvalidDocument, InvalidObservations, Problem
    from kommunepolitik.observations.files import read_grids
    from kommunepolitik.observations.grid import Place
    from kommunepolitik.observations.importing import fitting, imports_of
    from kommunepolitik.observations.mapping import proposal as written
    from kommunepolitik.observations.mapping.evidence import Evidence
    from kommunepolitik.observations.mapping.suggest import propose

    documents = read_all([path])
    place = Place(file=str(file), is_file=True)
    evidence = Evidence.of([document.policy for document in documents], _known(documents, file))
    proposal = propose(file, read_grids(file, place), evidence)
    if proposal is None:
        raise InvalidObservations(place.locate(Problem(code="nothing_to_propose")))
    with suppress(InvalidDocument):  # an entry that is not filled in yet
        for each in fitting(file, imports_of(documents)):
            options.report_notices([place.locate(Problem(code="import_fits", data={"import": each.wanted.id}))])
    options.report_notices(proposal.notices)
    target = _target(path, documents)
    known = known_content(target)
    taken = written.taken_ids(target) if is_there(target) else set()
    proposal = attrs.evolve(proposal, id=written.free_id(proposal.id, taken))
    entry = partial(written.proposal_text, proposal, file.name, words.gettext)
    if not append:
        write_data(written.whole_text(entry(2)))
        return
    content = written.whole_text(entry(2)).encode() if not is_there(target) else written.appended(target, entry)
    with unchanged({target: known}, [target.parent]):
        write_bytes(target, content, overwrite=True)
    text = words.gettext("{file}: the import '{id}' is added; review it, and write confirmed: and the date")
    write_lines([text.format(file=target, id=proposal.id)])


def _known(documents: "Sequence[Document]", file: Path) -> Iterator[tuple[str, str, str, float]]:
    """Yield the known figures of some policies, except those from a file: indicator, group, period and value."""
    from kommunepolitik.figures import Figures

    for document in documents:
        others = [each for each in document.observations if not is_same(each, file)]
        for each in Figures.of(others, document.policy).of_policy(document.policy.id):
            if each.period is not None and each.value is not None:
                yield each.indicator, each.group, str(each.period), each.value


def _target(path: Path, documents: "Sequence[Document]") -> Path:
    """Return the file of imports: the existing one beside the policy or above it, else a new one beside it."""
    from kommunepolitik.documents.files import IMPORTS_FILE

    folder = documents[0].path.parent if len(documents) == 1 else path
    places = (folder / IMPORTS_FILE, real_path(folder).parent / IMPORTS_FILE)
    return next((file for file in places if is_there(file)), places[0])
