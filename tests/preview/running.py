"""A preview as a program of its own, and its stream of changes, read line by line."""

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

WAIT = 600
"""Only how late a failure is noticed, in seconds."""

POLICY = """\
kommunepolitik: 1
id: unge
title: Ungepolitik
municipality: {name: Nybro, fictitious: true}
"""
"""A policy to preview."""


def save(file: Path, text: str) -> None:
    """Write a file whole, as editors do, so that nobody reads half of it."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(file)


class Running:
    """A preview that was started, with the address that it printed first."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self.process, self.line = process, process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.line)
        assert found is not None, self.line
        self.url, self.port = found[0], int(found[1])

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        with self._asked(path) as answer:
            return answer.status, answer.read().decode()

    def events(self, page: str) -> Generator[dict[str, str], None, None]:
        """Yield what the stream of a page says, as it comes."""
        with self._asked(f"/preview/events?page={page}") as answer:
            for line in answer:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    @contextmanager
    def _asked(self, path: str) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        with closing(connection):
            connection.request("GET", path)
            with connection.getresponse() as answer:
                yield answer

    def stop(self) -> int:
        """Interrupt it as Ctrl-C does, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(WAIT)


@contextmanager
def running(*arguments: object, cwd: Path) -> Iterator[Running]:
    """Start a preview in a folder, and end it."""
    command = [sys.executable, "-m", "kommunepolitik", "preview", *map(str, arguments), "--no-browser"]
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()
