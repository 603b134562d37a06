"""The command that shows pages while the files are edited: `preview`."""

import threading
import webbrowser
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_lines
from kommunepolitik.documents.paths import check_all_there
from kommunepolitik.errors import MissingExtra
from kommunepolitik.errors.system import missing_extra

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language
    from kommunepolitik.preview import PreviewState

_PACKAGES: Final = ("starlette", "uvicorn", "watchfiles")


@options.command(
    options.paths_argument,
    click.option(
        "--port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="The port; a free one, if not given."
    ),
    click.option("--no-browser", is_flag=True, help="Do not open a browser."),
    click.option("--paper", is_flag=True, help="Show the short paper for a committee too."),
    options.internal_option("whoever uses this computer meanwhile can open such pages"),
    options.observations_option,
    options.at_option,
    language=options.settings_language_option,
)
def preview(paths: tuple[Path, ...], port: int, no_browser: bool, words: "Language | None", **chosen: Any) -> None:
    """Show the pages of policies in a browser, and follow the files as they are edited.

    A page reloads itself when a file that it is made of is saved: the policy, the figures, what is beside them, the
    settings and the theme. What is wrong is shown at the top, with file, line and column; a policy that cannot be read
    is then as it was before. They are served to this computer alone, and nothing is written. Ctrl-C ends it.

    Needs: pip install 'kommunepolitik[preview]'

    \b
    Examples:
      kommunepolitik preview policies/unge
      kommunepolitik preview policies --at 2026 --paper --internal
      kommunepolitik preview docs/tutorial/nybro --observations docs/tutorial/nybro/national.csv
      kommunepolitik preview examples --port 8000 --no-browser --language en
    """
    for package in _PACKAGES:
        try:
            import_module(package)
        except ImportError as error:
            raise MissingExtra(missing_extra(package, "preview")) from error
    from kommunepolitik.preview import PreviewOptions
    from kommunepolitik.preview.server import listening, serve

    check_all_there([*paths, *chosen["observations"]])
    _ = options.command_language().gettext
    with listening(port) as on:
        url = f"http://{on.getsockname()[0]}:{on.getsockname()[1]}/"

        def started() -> None:
            write_lines([_("Shown at {url}; Ctrl-C ends it").format(url=url)])
            if not no_browser:
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

        def stopping() -> None:
            write_lines([_("Stops when what is being made is done; Ctrl-C again stops at once")], err=True)

        write_lines([_("Making the pages …")], err=True)
        what = PreviewOptions(paths=paths, words=words, decimal=options.given_decimal(), **chosen)
        serve(what, on, started=started, changed=_Terminal().report, stopping=stopping)


class _Terminal:
    """Writes what is wrong to standard error, when it is something else than before."""

    def __init__(self) -> None:
        self._last: list[str] = []

    def report(self, state: "PreviewState") -> None:
        """Write the problems and what was not read; when there are none any more, that."""
        gettext = state.words.gettext
        lines = [*state.lines, *(notice.show(gettext) for notice in state.notices)]
        if lines != self._last:
            write_lines(lines or [gettext("Nothing is wrong any more.")], err=True)
        self._last = lines
