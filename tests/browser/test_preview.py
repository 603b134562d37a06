"""A preview in a real browser: what is wrong appears on the page that is open, which then follows the file."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import STRICTER, WCAG, violations
from tests.preview.running import POLICY, WAIT, running, save

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process")
def test_the_open_page_shows_what_is_wrong_and_follows_the_file(browser: "Browser", tmp_path: Path) -> None:
    """Without a reload while anything is wrong, so that the reader's place is kept; axe finds nothing, in dark either."""
    file = tmp_path / "policy.yaml"
    save(file, POLICY)
    with running(tmp_path, cwd=tmp_path) as preview:
        for scheme in ("light", "dark"):
            save(file, POLICY)
            tab = browser.new_context(color_scheme=scheme).new_page()
            tab.set_default_timeout(WAIT * 1000)
            tab.goto(preview.url)
            tab.wait_for_selector("h1:text-is('Ungepolitik')")
            tab.evaluate("window.wasOpen = true")
            save(file, POLICY.replace("title:", "titel:"))
            problem = tab.wait_for_selector("section.preview-box li")
            assert "policy.yaml:3:1" in problem.inner_text()
            assert "mente du »title«?" in problem.inner_text()
            assert tab.evaluate("window.wasOpen") is True
            assert violations(tab, type="tag", values=WCAG + STRICTER) == []
            save(file, POLICY.replace("Ungepolitik", "Politik for unge"))
            tab.wait_for_selector("h1:text-is('Politik for unge')")
            assert tab.locator("section.preview-box").count() == 0
            assert tab.evaluate("window.wasOpen ?? false") is False
            tab.context.close()
        assert preview.stop() == 0
