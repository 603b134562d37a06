"""The pages of a preview over HTTP, each with what is wrong at its top, and a stream of what has changed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import attrs
import jinja2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kommunepolitik.errors import MAX_PROBLEMS
from kommunepolitik.preview.pages import PreviewState

HOSTS: Final = ("127.0.0.1", "localhost")
"""The names by which this computer calls itself; a page of another name is a stranger's that leads here."""

_TEMPLATES: Final = Path(__file__).with_name("templates")
_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is kept by the browser, loaded from elsewhere, or shown within a page of others."""
_HEAD: Final = '<link rel="stylesheet" href="/preview/preview.css"><script src="/preview/preview.js" defer></script>'


@attrs.define(eq=False)
class Preview:
    """The state that is shown now; whoever waits is woken when it changes, and when the preview ends."""

    state: PreviewState = attrs.field(factory=PreviewState)
    is_over: bool = False
    changed: asyncio.Event = attrs.field(factory=asyncio.Event)

    def update(self, state: PreviewState) -> None:
        """Show another state."""
        self.state = state
        self._wake()

    def end(self) -> None:
        """End the streams, for which a server waits before it ends."""
        self.is_over = True
        self._wake()

    def _wake(self) -> None:
        woken, self.changed = self.changed, asyncio.Event()
        woken.set()


def application(preview: Preview) -> Starlette:
    """Return the application that serves a preview."""

    async def start(_: Request) -> Response:
        state = preview.state
        return RedirectResponse(f"/{state.first}", 303, _HEADERS) if state.first else _page(_empty(state), state, "")

    async def page(request: Request) -> Response:
        name, state = request.path_params["name"], preview.state
        if name not in state.pages:
            return _page(_empty(state), state, name, 404)
        return _page(state.pages[name].decode("utf-8"), state, name)

    async def problems(request: Request) -> Response:
        return HTMLResponse(_problems(preview.state, request.query_params.get("page", "")), headers=_HEADERS)

    async def events(request: Request) -> Response:
        stream = _events(preview, request.query_params.get("page", ""))
        return StreamingResponse(stream, headers=_HEADERS, media_type="text/event-stream")

    def file(name: str, kind: str) -> Route:
        content = (_TEMPLATES / name).read_bytes()

        async def answer(_: Request) -> Response:
            return Response(content, headers=_HEADERS, media_type=kind)

        return Route(f"/preview/{name}", answer)

    routes = [
        Route("/", start),
        Route("/preview/events", events),
        Route("/preview/problems", problems),
        file("preview.css", "text/css"),
        file("preview.js", "text/javascript"),
        Route("/{name}", page),
    ]
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)
    app = Starlette(routes=routes, middleware=[guard])
    app.router.redirect_slashes = False
    return app


async def _events(preview: Preview, name: str) -> AsyncIterator[str]:
    """Yield what identifies a page and the problems, as they are now and whenever one of them changes."""
    sent = None
    while not preview.is_over:
        changed = preview.changed  # taken first, so that no change is missed
        now = {"page": preview.state.mark(name), "problems": preview.state.mark_of_problems}
        if now != sent:
            yield f"data: {json.dumps(now)}\n\n"
            sent = now
        await changed.wait()


def _page(text: str, state: PreviewState, name: str, status: int = 200) -> HTMLResponse:
    """Return a page with what is wrong at its top, and the script that follows the changes."""
    place = _template("place").render(
        name=name, page=state.mark(name), problems=state.mark_of_problems, content=_problems(state, name)
    )
    text = text.replace("</head>", f"{_HEAD}</head>", 1)
    return HTMLResponse(re.sub(r"<body[^>]*>", lambda body: body[0] + place, text, count=1), status, _HEADERS)


def _problems(state: PreviewState, name: str) -> str:
    """Return what is wrong, as it is shown at the top of the page of a name; empty if nothing is."""
    words = state.words
    parts = [(problem.place, problem.message(words.gettext)) for problem in state.problems[:MAX_PROBLEMS]]
    count = len(state.problems)
    title = words.ngettext("%(num)s problem in the files", "%(num)s problems in the files", count) % {"num": count}
    more, is_old = count - len(parts), (name or state.first) in state.old
    text = _template("problems").render(
        parts=parts, title=title, more=more, is_old=is_old, state=state, _=words.gettext
    )
    return text.encode("utf-8", "replace").decode()  # a name of a file need not be UTF-8


def _empty(state: PreviewState) -> str:
    """Return what is shown in place of a page that there is not."""
    return _template("empty").render(state=state, _=state.words.gettext)


@cache
def _template(name: str) -> jinja2.Template:
    loader = jinja2.FileSystemLoader(_TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.get_template(f"{name}.html.j2")
