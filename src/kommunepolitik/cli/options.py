"""Shared parts of commands: options, their values, the report of problems, and their input."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli.output import LostOutput, report_interruption, write_lines
from kommunepolitik.cli.shown_help import Command
from kommunepolitik.documents.paths import is_there
from kommunepolitik.errors import InvalidModel, KommunepolitikError, Problem, UnknownElement

if TYPE_CHECKING:
    from kommunepolitik.checks import RuleSet
    from kommunepolitik.disclosure import Audience
    from kommunepolitik.documents import Document
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period
    from kommunepolitik.observations import DecimalMark, Observations


Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def read_language(_context: click.Context, _parameter: click.Parameter, code: str | None) -> "Language | None":
    """Return a language by its code."""
    from kommunepolitik.i18n import language

    return None if code is None else language(code)


def command_language() -> "Language":
    """Return the language of the running command; Danish by default."""
    from kommunepolitik.i18n import language

    return click.get_current_context().params.get("words") or language("da")


class WrongValue(click.BadParameter):
    """A wrong value of an option, in the language of the command."""

    def __init__(self, *problems: "Problem") -> None:
        super().__init__("; ".join(problem.message() for problem in problems))
        self.problems = problems
        self.words = command_language()

    def format_message(self) -> str:
        """Return which option has the wrong value, and what is wrong with it."""
        found = "; ".join(problem.message(self.words.gettext) for problem in self.problems)
        hint = self.param_hint or (None if self.param is None else self.param.get_error_hint(self.ctx))
        name = hint if isinstance(hint, str) else "/".join(hint or ())
        return self.words.gettext("Invalid value for {option}: {found}").format(option=name, found=found)


def read_period(text: str) -> "Period":
    """Return a period that has an end; anything else is wrong usage."""
    from kommunepolitik.model import Period

    try:
        period = Period(text)
    except InvalidModel as error:
        raise WrongValue(*error.problems) from None
    if period.end is None:
        raise WrongValue(Problem(code="not_an_open_period", data={"value": text}))
    return period


def read_since(text: str) -> "Path | Period":
    """Return an existing path, or else a period."""
    try:
        return Path(text) if is_there(text) else read_period(text)
    except WrongValue as error:
        if error.problems[0].code == "danish_date":
            raise
    raise WrongValue(Problem(code="no_path_or_period", data={"value": text}))


def read_names(text: str) -> tuple[str, ...]:
    """Return names separated by commas."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def check_codes(rules: "RuleSet", **codes: Sequence[str]) -> None:
    """Stop at unknown codes of rules, or beginnings of codes; `options` are their lists by the name of the option."""
    for name, given in codes.items():
        try:
            rules.chosen(given)
        except UnknownElement as error:
            wrong = WrongValue(*error.problems)
            wrong.param_hint = f"'--{name}'"
            raise wrong from None


def read_figures(
    documents: "Sequence[Document]", shared: Sequence[Path], audience: "Audience | None" = "public"
) -> "Observations | None":
    """Return the figures of policies as they may be shown to an audience; None where there are no files.

    Without an audience they are as read, for commands that show no figure.

    Without files, no reader of figures is imported. What is not read is listed on standard error.
    """
    from kommunepolitik.documents import unread_files

    unread = unread_files(documents, shared)
    if not shared and not any(document.observations for document in documents):
        report_notices(unread)
        return None
    from kommunepolitik.disclosure import disclose
    from kommunepolitik.model import Portfolio
    from kommunepolitik.observations.normalise import normalise

    policies = Portfolio(document.policy for document in documents)
    own = {document.policy.id: document.observations for document in documents}
    figures = normalise({**own, "": [*shared]}, policies, given_decimal())
    report_notices([*figures.notices, *unread])
    return figures if audience is None else disclose(figures, policies, audience)


def given_decimal() -> "DecimalMark | None":
    """Return the decimal mark given to the running command."""
    mark: DecimalMark | None = click.get_current_context().meta.get(_DECIMAL)
    return mark


def report_notices(notices: "Sequence[Problem]") -> None:
    """Write what was not read, or what is wrong, to standard error, one line each."""
    write_lines((notice.show(command_language().gettext) for notice in notices), err=True)


def choice_option(*names: str, of: Sequence[str], help: str, **more: Any) -> Decorator:
    """Return an option for one of several words, the first by default."""
    return click.option(*names, type=click.Choice(of), default=of[0], show_default=True, help=help, **more)


def period_option(name: str, metavar: str, help: str) -> Decorator:
    """Return an option for a period that has an end."""
    return click.option(name, metavar=metavar, type=read_period, help=help)


def internal_option(note: str) -> Decorator:
    """Return the option for pages that are not for the public, with what to take care of."""
    what = "Keep and mark figures that disclosure control withholds, and show working details (rules, notes, ids)"
    return click.option("--internal", is_flag=True, help=f"{what}; {note}.")


class _AnyPath(click.Path):
    """A path, as it is given: what is wrong with it is found, and reported in the language, where it is used."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        """Return the path; click would look at the file here, and stop in English."""
        return Path(value)


_DECIMAL = "kommunepolitik.decimal"
LANGUAGES = ("da", "en")
PATH = _AnyPath()

path_argument = click.argument("path", type=PATH)
paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATH)
language_option = choice_option(
    "--language",
    "words",
    of=LANGUAGES,
    help="Language of all words that are not from the policy.",
    callback=read_language,
    is_eager=True,  # so that what is wrong with another option can be written in it
)
settings_language_option = click.option(
    "--language",
    "words",
    type=click.Choice(LANGUAGES),
    callback=read_language,
    is_eager=True,
    help="Language of all words that are not from the policy; that of the settings, if not given.  [default: da]",
)
at_option = period_option("--at", "PERIOD", "The date of judgement, such as 2024-Q2; its end counts.")
known_option = period_option("--known", "DATE", "The day of knowledge: no figure published later counts.")
since_option = click.option(
    "--since",
    metavar="PATH",
    type=read_since,
    help="The saved record of the previous report, or its folder, to report what changed since. Where none was saved, "
    "the period of that report, with --since-known.",
)
since_known_option = period_option(
    "--since-known", "DATE", "The day of knowledge of the previous report, where no record of it was saved."
)
_files_option = click.option(
    "--observations",
    multiple=True,
    metavar="FILE",
    type=PATH,
    help="Figures in addition to those in the policy's folder; may be given more than once.",
)
_decimal_option = click.option(
    "--decimal",
    type=click.Choice([",", "."]),
    expose_value=False,
    callback=lambda context, _, mark: context.meta.__setitem__(_DECIMAL, mark),
    help="The decimal mark of tables in which every number can be read in two ways.",
)


figures_for_option = click.option(
    "--policy",
    "path",
    required=True,
    metavar="PATH",
    type=PATH,
    help="The policy, or a folder of policies, that the figures are for.",
)


def observations_option(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options for which figures are read in addition to those in the policy's folder, and how."""
    return _files_option(_decimal_option(function))


table_option = choice_option("--format", "form", of=("table", "json", "csv"), help="The output format.")


def command(*parameters: Decorator, language: Decorator = language_option) -> Callable[..., click.Command]:
    """Return a decorator that makes a command with some parameters and a language.

    The library's errors become lines on standard error, and exit code 1.
    """

    def make(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def run(**given: Any) -> None:
            try:
                function(**given)
            except KommunepolitikError as error:
                write_lines(error.lines(command_language().gettext), err=True)
                sys.exit(1)
            except LostOutput as lost:
                sys.exit(lost.report(command_language().gettext))
            except BrokenPipeError as error:  # not of the output; click would end in silence
                raise RuntimeError(*error.args) from error
            except (KeyboardInterrupt, click.Abort) as end:
                sys.exit(report_interruption(end, command_language().gettext))

        for parameter in (language, *reversed(parameters)):
            parameter(run)
        return click.command(cls=Command)(run)

    return make
