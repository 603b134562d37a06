"""Serving a preview to this computer, and following its files until somebody stops it."""

import asyncio
import errno
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import aclosing, suppress
from functools import partial
from pathlib import Path
from types import FrameType

import attrs
import uvicorn
from watchfiles import Change, awatch

from kommunepolitik.errors import FileError, Problem
from kommunepolitik.errors.system import detail_of
from kommunepolitik.preview.app import HOSTS, Preview, application
from kommunepolitik.preview.pages import PreviewOptions, PreviewState, make_pages
from kommunepolitik.preview.watching import WatchedFiles, find_watched

Listener = Callable[[PreviewState], None]
"""What is called with the state of a preview after each change."""


def listening(port: int = 0) -> socket.socket:
    """Return a socket of this computer alone that listens on a port; without one, on a free one.

    Raises:
        FileError: the port is taken, or may not be used.
    """
    found = socket.socket()
    try:
        if os.name == "posix":  # else the port of a preview that has just ended would count as taken
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOSTS[0], port))
        found.listen()
    except OSError as error:
        found.close()
        code = "port_taken" if error.errno == errno.EADDRINUSE else "port_refused"
        data = {"value": port, **detail_of(error)}
        raise FileError(Problem(code=code, data=data)) from error
    return found


def serve(
    options: PreviewOptions,
    on: socket.socket,
    *,
    started: Callable[[], None],
    changed: Listener,
    stopping: Callable[[], None],
) -> None:
    """Serve a preview until Ctrl-C.

    `started` is called when there is something to see, `changed` after each change, and `stopping` when what is being
    made has to be waited for after Ctrl-C; another one then ends the program.

    Raises:
        FileError: the system cannot watch the folders.
    """
    aside = _Aside()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(options, on, started, changed, aside))
    if aside.is_busy:
        try:
            stopping()
            aside.wait()
        except KeyboardInterrupt:
            os._exit(130)  # else Python would wait for every page that is being made


class _Aside:
    """Makes pages in a thread for which neither the loop nor the end of the program waits."""

    def __init__(self) -> None:
        self._thread = threading.Thread()

    async def call(self, function: Callable[[], PreviewState]) -> PreviewState:
        """Return the result of a function, or raise its error."""
        future: Future[PreviewState] = Future()
        future.set_running_or_notify_cancel()  # from now on it cannot be cancelled

        def run() -> None:
            try:
                future.set_result(function())
            except BaseException as error:  # such as SystemExit in a module of an extension
                future.set_exception(error)

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        return await asyncio.wrap_future(future)

    @property
    def is_busy(self) -> bool:
        """Whether a function has not returned yet."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Wait for the function."""
        self._thread.join()


class _Server(uvicorn.Server):
    """A server that ends the streams of a preview when it is to end itself."""

    def __init__(self, preview: Preview) -> None:
        config = uvicorn.Config(
            application(preview),
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
        )
        super().__init__(config)
        self._preview = preview

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, as somebody asked for with a signal."""
        self._preview.end()
        super().handle_exit(sig, frame)


async def _serve(
    options: PreviewOptions, on: socket.socket, started: Callable[[], None], changed: Listener, aside: _Aside
) -> None:
    preview, ready = Preview(), asyncio.Event()
    server = _Server(preview)

    def ended(_: asyncio.Task[None]) -> None:
        server.should_exit = True
        preview.end()
        ready.set()

    following = asyncio.create_task(_follow(preview, options, changed, ready, aside))
    following.add_done_callback(ended)
    try:
        await ready.wait()
        if not preview.is_over:
            started()
            await server.serve(sockets=[on])
    finally:
        preview.end()
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


async def _follow(
    preview: Preview, options: PreviewOptions, changed: Listener, ready: asyncio.Event, aside: _Aside
) -> None:
    """Make the pages, and again after each change of a file.

    The files are watched before they are read, so that a change in the meantime is not missed. Which folders there are
    is found out anew each time.
    """
    watched = WatchedFiles(folders=frozenset(), files=frozenset())
    while True:
        watched, problems = find_watched(options, watched)
        waiting = asyncio.create_task(_change(watched))
        try:
            await asyncio.sleep(0)  # lets the watching begin
            state = await aside.call(partial(make_pages, options, preview.state, lambda: preview.is_over))
            preview.update(attrs.evolve(state, problems=[*state.problems, *problems]))
            changed(preview.state)
            ready.set()
            await waiting
        finally:
            waiting.cancel()


async def _change(files: WatchedFiles) -> None:
    """Wait for a change of files; those that follow each other closely count as one."""

    def is_followed(_: Change, path: str) -> bool:
        return files.includes(Path(path))

    try:
        async with aclosing(
            awatch(*files.places, watch_filter=is_followed, recursive=False, ignore_permission_denied=True)
        ) as changes:
            await anext(changes)
    except ExceptionGroup as errors:  # what has changed has a name that is not UTF-8
        if errors.split(RuntimeError)[1] is not None:
            raise
    except FileNotFoundError:  # a folder went away meanwhile, which is a change
        return
    except (OSError, RuntimeError) as error:  # such as more folders than the system watches
        raise FileError(Problem(code="cannot_watch", data={"detail": str(error)})) from error
