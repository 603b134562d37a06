"""A preview as a person has it: a program, a browser's requests, and files that are edited."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.preview.running import POLICY, WAIT, running, save


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process")
def test_the_page_follows_the_file_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    """A mistake is shown above the page as it was; when it is fixed the page is new; nothing is left behind."""
    file = tmp_path / "unge" / "policy.yaml"
    file.parent.mkdir()
    save(file, POLICY)
    with running("unge", cwd=tmp_path) as preview:
        page = "/unge.html"
        assert "<h1>Ungepolitik</h1>" in preview.get(page)[1]
        assert "preview-box" not in preview.get(page)[1]
        events = preview.events("unge.html")
        before = next(events)

        save(file, POLICY.replace("title:", "titel:"))
        wrong = next(events)
        assert (wrong["page"], wrong["problems"] != before["problems"]) == (before["page"], True)
        status, text = preview.get(page)
        assert (status, "<h1>Ungepolitik</h1>" in text) == (200, True)
        assert (
            f"<code>{Path('unge', 'policy.yaml')}:3:1: titel</code><br>ukendt nøgle »titel«; mente du »title«?" in text
        )

        save(file, POLICY.replace("Ungepolitik", "Politik for unge"))
        fixed = next(events)
        assert (fixed["page"] != before["page"], fixed["problems"]) == (True, before["problems"])
        assert "<h1>Politik for unge</h1>" in preview.get(page)[1]
        assert "preview-box" not in preview.get(page)[1]

        assert preview.stop() == 0
        assert list(events) == []
        assert preview.process.stderr is not None
        assert preview.process.stderr.read().splitlines() == [
            "Laver siderne …",
            f"{Path('unge', 'policy.yaml')}:3:1: titel: ukendt nøgle »titel«; mente du »title«?",
            "Alt er i orden igen.",
        ]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["policy.yaml", "unge"]


def test_what_comes_later_is_followed_too(tmp_path: Path) -> None:
    """A policy in a folder that was not there, settings above it, and figures given from elsewhere."""
    (tmp_path / "politikker").mkdir()
    figures = tmp_path / "tal" / "landet.csv"
    figures.parent.mkdir()
    save(figures, "indikator;periode;værdi\n")
    with running("politikker", "--observations", figures, cwd=tmp_path) as preview:
        status, text = preview.get("/")
        assert (status, "Der er ingen sider endnu" in text, "policy.yaml" in text) == (200, True, True)
        events = preview.events("unge.html")
        assert next(events)["page"] == ""
        (tmp_path / "politikker" / "unge").mkdir()
        save(tmp_path / "politikker" / "unge" / "policy.yaml", POLICY)
        made = next(each for each in events if each["page"])
        save(tmp_path / "kommunepolitik.toml", '[theme]\ncolours = {accent = "#7a1f3d"}\n')
        coloured = next(each for each in events if each["page"] != made["page"])
        save(figures, "indikator;periode;værdi\nunge;engang;1\n")
        assert next(each for each in events if each["problems"] != coloured["problems"])["page"] == coloured["page"]
        events.close()
        assert "tal/landet.csv:2" in preview.get("/unge.html")[1].replace("\\", "/")


def test_a_folder_that_goes_and_comes_again_is_followed(tmp_path: Path) -> None:
    """With the folder that it is in, as when somebody looks at another branch; the page stays meanwhile."""
    file = tmp_path / "alle" / "politikker" / "unge" / "policy.yaml"
    file.parent.mkdir(parents=True)
    save(file, POLICY)
    with running("alle/politikker", cwd=tmp_path) as preview:
        events = preview.events("unge.html")
        first = next(events)
        shutil.rmtree(tmp_path / "alle")
        gone = next(each for each in events if each["problems"] != first["problems"])
        assert gone["page"] == first["page"]
        file.parent.mkdir(parents=True)
        save(file, POLICY)
        assert next(each for each in events if each["problems"] == first["problems"])["page"] == first["page"]
        save(file, POLICY.replace("Ungepolitik", "Politik for unge"))
        assert next(events)["page"] != first["page"]
        events.close()


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_not_utf8_does_not_end_it(tmp_path: Path) -> None:
    """A folder of such a name is a problem above the page, and is gone with it."""
    save(tmp_path / "policy.yaml", POLICY)
    with running(".", cwd=tmp_path) as preview:
        events = preview.events("unge.html")
        first = next(events)
        odd = os.fsencode(tmp_path) + b"/opfoelgning/caf\xe9"
        os.makedirs(odd)  # noqa: PTH103 - a name in bytes
        assert next(events)["page"] == first["page"]
        assert "opfoelgning/caf\ufffd" in preview.get("/unge.html")[1]
        os.rmdir(odd)  # noqa: PTH106
        assert next(events) == first
        save(tmp_path / "policy.yaml", POLICY.replace("Ungepolitik", "Politik for unge"))
        assert next(events)["page"] != first["page"]
        events.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("twice", [False, True])
def test_ctrl_c_while_pages_are_made_ends_it(twice: bool, tmp_path: Path) -> None:
    """It says what it does; the second one waits for nothing, and no traceback is shown."""
    save(tmp_path / "policy.yaml", POLICY)
    save(tmp_path / "kommunepolitik.toml", 'extensions = ["langsom"]\n')
    save(tmp_path / "langsom.py", "open('ventetid').read()\nRULES = []\n")
    os.mkfifo(tmp_path / "ventetid")
    command = [sys.executable, "-m", "kommunepolitik", "preview", ".", "--no-browser"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline().decode() == "Laver siderne …\n"
            with (tmp_path / "ventetid").open("w"):  # waits until it is read, while the pages are made
                process.send_signal(signal.SIGINT)
                assert "Ctrl-C igen" in process.stderr.readline().decode()
                if twice:
                    process.send_signal(signal.SIGINT)
                    assert process.wait(WAIT) == 130
            assert process.wait(WAIT) == (130 if twice else 0)
            assert process.stderr.read() == b""
        finally:
            process.kill()


def test_a_port_in_use_and_a_path_that_is_not_there_are_errors(tmp_path: Path) -> None:
    """Each with what to do, and nothing is served."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("preview", tmp_path, "--port", other.getsockname()[1])
        assert done.returncode == 1
        assert f"porten {other.getsockname()[1]} bruges af et andet program; udelad --port" in done.stderr
    done = run("preview", tmp_path / "a", "--observations", tmp_path / "b.csv")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)
    assert run("preview", tmp_path, "--port", "70000").returncode == 2
    assert "kan ikke læses: File name" in run("preview", tmp_path / ("x" * 300)).stderr


def test_without_the_packages_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other commands need none of them."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = run("preview", tmp_path)
    assert (done.returncode, "pip install 'kommunepolitik[preview]'" in done.stderr) == (1, True)


def test_a_system_that_watches_no_more_folders_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the system says, and not with pages that no longer follow."""

    def refused(*_: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.main.RustNotify", refused)
    save(tmp_path / "policy.yaml", POLICY)
    with ThreadPoolExecutor(1) as thread:  # a browser of another test may have a loop of its own in this one
        done = thread.submit(run, "preview", tmp_path, "--no-browser").result()
    assert (done.returncode, "OS file watch limit reached" in done.stderr) == (1, True)


def test_the_help_says_who_can_open_internal_pages() -> None:
    """The same words as for a report, and that this computer may have more users."""
    preview, report = (" ".join(run(name, "--help").stdout.split()) for name in ("preview", "report"))
    words = "show working details (rules, notes, ids); "
    assert f"{words}whoever uses this computer meanwhile can open such pages." in preview
    assert f"{words}such pages must not be published." in report
