"""The command that begins a policy: `new`."""

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_lines
from kommunepolitik.documents.paths import is_there, real_path, subfolders
from kommunepolitik.errors import FileError, InvalidModel, Problem

if TYPE_CHECKING:
    from kommunepolitik.collect import NextEdition
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Municipality, Period


@options.command(
    click.argument("folder", type=options.PATH, metavar="DIR"),
    click.option("--municipality", metavar="NAME", help="Name or code of one of the 98 municipalities."),
    click.option("--fictitious", is_flag=True, help="The municipality is made up, for teaching and tests."),
    click.option("--from", "earlier", metavar="PATH", type=options.PATH, help="The edition before, to carry on."),
    click.option(
        "--period", metavar="PERIOD", type=options.read_period, help="The period of the policy, such as 2028..2031."
    ),
    click.option("--id", metavar="ID", help="Its id; made of the municipality and the title or folder, if not given."),
    click.option("--title", metavar="TITLE", help="Its title; a placeholder, or with --from the one before, if none."),
    options.observations_option,
)
def new(folder: Path, earlier: Path | None, observations: tuple[Path, ...], words: "Language", **given: Any) -> None:
    """Begin a policy in the folder DIR: a new one, or with --from the next edition of one.

    A new one is a commented skeleton in which `check` finds no error, with the files beside it: figures, accounts, the
    case, departments, settings, schemas for your editor, and a recipe with which GitHub checks it. What you have to
    write is in [brackets], and no figure is made up. On a terminal you are asked for what you do not give. The comments
    in the files are in Danish.

    The next edition is a proposal: indicators keep their ids; a baseline is the newest figure, without a citation yet;
    targets are to be decided. What bodies asked for and nobody answered, and what is promised, is carried on;
    decisions, cases and consultations are not. Each element carries on the one that it comes from, by a proposal that a
    person confirms.

    Nothing is ever written over: a README.md is kept, and any other file in the way is named, and nothing is written.

    \b
    Examples:
      kommunepolitik new policies/unge --municipality Slagelse --title "Ungepolitik 2026-2029" --period 2026..2029
      kommunepolitik new leg --municipality Nybro --fictitious
      kommunepolitik new policies/unge_2028 --from policies/unge_2024 --period 2028..2031
      kommunepolitik new ny --from examples/slagelse_2023 --period 2027..2030 --id slagelse-integration-2027
    """
    if earlier is None:
        if observations:
            raise click.UsageError("--observations goes with --from: its figures become baselines")
        _begin_policy(folder, words, **given)
        return
    if given.pop("municipality") is not None or given.pop("fictitious"):
        raise click.UsageError("--municipality and --fictitious begin a new policy; with --from it is the one before")
    if given["period"] is None:
        raise click.UsageError("--from needs --period, the period of the new edition")
    _write_next_edition(folder, earlier, observations, words, **given)


def _begin_policy(
    folder: Path,
    words: "Language",
    *,
    municipality: str | None,
    fictitious: bool,
    period: "Period | None",
    title: str | None,
    id: str | None,
) -> None:
    """Write the files with which a policy begins, after asking on a terminal for what is not given."""
    from kommunepolitik.documents.starting_folder import starting_files, starting_policy
    from kommunepolitik.documents.writing import write_new_files

    _ = words.gettext
    home = _municipality(municipality, fictitious=fictitious) if municipality is not None else None
    file = _free_file(folder)
    if sys.stdin.isatty() and sys.stdout.isatty():
        home = home or _ask(_("Municipality"), words, partial(_municipality, fictitious=fictitious))
        title = title or _ask(_("Title of the policy (Enter: later)"), words, str, default="")
        period = period or _ask(_("Period, such as 2026..2029 (Enter: later)"), words, _read_period, default="")
    if home is None:
        raise click.UsageError("Missing option '--municipality'; or '--from', for the next edition of a policy.")
    place = real_path(folder)
    policy = starting_policy(home, place.name, title or "", period, id or "")
    files = starting_files(policy, words.code)
    left_out = _LeftOut.at(place)
    write_new_files({folder / name: text.encode() for name, text in files.items() if name not in left_out.names})
    write_lines([file, *_first_steps(folder, left_out, words), *left_out.lines(words)])


@attrs.frozen
class _LeftOut:
    """The files with which a policy begins that are not written, since they are there in another way."""

    shared: Sequence[str]
    """Those that the folder above has for all its policies."""
    own: Sequence[str]
    """Those that are in the folder, and may be about more than the policy."""
    settings: Path | None
    """The settings of a policy beside it: those of two do not go together."""

    @classmethod
    def at(cls, place: Path) -> "_LeftOut":
        """Return what is left out in a folder."""
        from kommunepolitik.documents.files import SETTINGS_FILE, holds_policy
        from kommunepolitik.documents.starting_folder import README, SHARED_FILES

        beside = [each for each in subfolders(place.parent) if each != place]
        shared = [name for name in SHARED_FILES if is_there(place.parent / name)]
        settings = (each / SETTINGS_FILE for each in beside if holds_policy(each) and is_there(each / SETTINGS_FILE))
        return cls(
            shared,
            [README] if is_there(place / README) else [],
            None if SETTINGS_FILE in shared or is_there(place / SETTINGS_FILE) else next(settings, None),
        )

    @property
    def names(self) -> Sequence[str]:
        """The paths of these files in the folder of the policy."""
        return [*self.shared, *self.own, *([] if self.settings is None else [self.settings.name])]

    def lines(self, words: "Language") -> Iterator[str]:
        """Yield what is not written, and why, a line for each reason."""
        _ = words.gettext
        if self.shared:
            names = ", ".join(self.shared)
            yield _("Not written, since the folder above has them for all its policies: {names}").format(names=names)
        if self.own:
            yield _("Not written, since it is there already: {names}").format(names=", ".join(self.own))
        if self.settings is not None:
            text = _("Settings are not written again: move {file} to the folder above, where it is for all policies")
            yield text.format(file=self.settings)


def _municipality(name: str, *, fictitious: bool) -> "Municipality":
    """Return a municipality by its name or code; raises `InvalidModel` for one that is none of the 98 nor made up."""
    from kommunepolitik.model import Municipality

    if fictitious:
        return Municipality(name=" ".join(name.split()), fictitious=True)
    try:
        return Municipality.find(name)
    except InvalidModel as error:
        near = error.problems[0].nearest
        raise InvalidModel(Problem(code="no_municipality_to_begin", data={"value": name}, nearest=near)) from None


def _read_period(text: str) -> "Period | None":
    return options.read_period(text) if text.strip() else None


def _ask(question: str, words: "Language", read: Callable[[str], Any], default: str | None = None) -> Any:
    """Ask for something on the terminal, again and again until the answer can be read."""

    def answer(text: str) -> Any:
        try:
            return read(text)
        except InvalidModel as error:
            raise click.UsageError("; ".join(error.lines(words.gettext))) from None

    return click.prompt(question, default=default, show_default=False, value_proc=answer)


def _first_steps(folder: Path, left_out: _LeftOut, words: "Language") -> Iterator[str]:
    """Yield what to do with a policy that was begun, a line each."""
    from kommunepolitik.documents.starting_folder import WORKFLOW

    _ = words.gettext
    check, preview = (f"kommunepolitik {each} {shlex.quote(str(folder))}" for each in ("check", "preview"))
    yield _("What to do now:")
    yield _("- policy.yaml: write what is in [brackets]; a # before a line is something that you can use")
    yield _("- what is wrong, and what is missing: {command}").format(command=check)
    yield _("- the pages in a browser, while you write: {command}").format(command=f"{preview} --paper")
    if WORKFLOW not in left_out.names:
        yield _("- .github: GitHub reads it in the root of a repository alone; move it there, if this folder is not it")


def _write_next_edition(
    folder: Path,
    earlier: Path,
    observations: tuple[Path, ...],
    words: "Language",
    *,
    period: "Period",
    id: str | None,
    title: str | None,
) -> None:
    """Write the next edition of a policy, as a proposal."""
    from kommunepolitik.collect import next_edition
    from kommunepolitik.documents import read
    from kommunepolitik.documents.writing import write_new_files

    file = _free_file(folder)
    document = read(earlier)
    figures = options.read_figures([document], observations)
    edition = next_edition(
        document.policy, period, figures, accounts=document.accounts, id=id, title=title, words=words
    )
    write_new_files({file: edition.to_yaml(words).encode()})
    write_lines([file, *_lines(edition, words)])


def _free_file(folder: Path) -> Path:
    """Return the path for the policy of a folder; raises `FileError` where the folder has one."""
    from kommunepolitik.documents.files import POLICY_FILES
    from kommunepolitik.documents.writing import is_unfinished

    for name in POLICY_FILES:
        if is_there(folder / name) and not is_unfinished(folder / name):
            raise FileError(Problem(code="exists_already", file=str(folder / name)))
    return folder / POLICY_FILES[0]


def _lines(edition: "NextEdition", words: "Language") -> Iterator[str]:
    """Yield what was written, what was left out, and what to do next."""
    from kommunepolitik.collect.edition import next_steps
    from kommunepolitik.i18n.summary import summary

    _ = words.gettext
    yield f"{edition.policy.id}: {summary(edition.policy, words)}"
    text = _("Carried on from {earlier}, as a proposal: {count} elements; {measured} baselines are newest figures.")
    counts = {"count": len(edition.carried), "measured": len(edition.measured)}
    yield text.format(earlier=edition.earlier.id, **counts)
    left_out = [f"{words.label('field', name)} ({count})" for name, count in edition.left_out.items()]
    if left_out:
        yield _("Left out: {names}.").format(names=", ".join(left_out))
    yield _("Next steps, also at the top of the file:")
    yield from (f"- {line}" for line in next_steps(edition, words))
