"""A theme's templates run in Jinja's sandbox, in a process with limits: what they may not do ends in a clear error."""

from pathlib import Path

import docx
import pytest

from kommunepolitik.errors import RenderingError
from kommunepolitik.formats.theme import Theme
from kommunepolitik.site import workers
from kommunepolitik.testing.specimen import specimen

REACHES = {
    "class": "{{ block.__class__ }}",
    "globals of a function": "{{ _.__globals__ }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "underscore by item": "{{ block['__class__'] }}",
    "underscore through map": "{{ [block]|map(attribute='__class__')|first }}",
    "underscore through format": "{{ '{0.__class__}'.format(block) }}",
    "underscore through format of markup": "{{ ('{0.__class__}'|safe).format(block) }}",
    "attr filter": "{{ block|attr('__class__') }}",
    "macro": "{% macro f() %}{% endmacro %}{{ f.__call__.__globals__ }}",
    "cycler": "{{ cycler.__init__.__globals__.os }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "change of a list": "{% set a = [1] %}{{ a.append(2) }}",
    "import of a file": "{% include '/etc/passwd' %}",
    "import from above": "{% include '../../../../../etc/passwd' %}",
    "unknown name": "{{ bb }}",
    "unknown field": "{{ block.kinnd.x }}",
}
"""What no template may have."""

BOMBS = {
    "long loop": "{% for a in range(10000) %}{% for b in range(10000) %}{% for c in range(10000) if false %}{% endfor %}{% endfor %}{% endfor %}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "repeated text": "{{ 'a' * 10000000000 }}",
    "repeated list": "{{ ([1] * 10000000000)|length }}",
    "doubled text": "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "macro without end": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "include of itself": "{% include 'notice.html.j2' %}",
    "width": "{{ '%10000000000d'|format(1) }}",
}
"""What would take for ever, or all memory."""


def page(folder: Path, template: str) -> str:
    """Return a page whose notices are written by a template."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "notice.html.j2").write_text(template, "utf-8")
    return str(workers.write_limited(specimen(), "html", theme=Theme.read(folder)))


def word_template(folder: Path, text: str) -> Path:
    """Return a Word document with a paragraph of text and a place for the report."""
    document = docx.Document()
    document.add_paragraph(text)
    document.add_paragraph("{{ body }}")
    document.save(str(folder / "skabelon.docx"))
    return folder / "skabelon.docx"


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may take little, so that the tests do not last."""
    monkeypatch.setattr(workers, "SECONDS", 2)
    monkeypatch.setattr(workers, "MEMORY", 2**30)


@pytest.mark.parametrize("name", REACHES)
def test_attribute_tricks_are_refused(tmp_path: Path, name: str) -> None:
    """Classes, globals, files, changes, unknown names: each ends in an error at the template and line."""
    with pytest.raises(RenderingError) as caught:
        page(tmp_path, f"\n\n{REACHES[name]}")
    assert caught.value.problems[0].place == f"{tmp_path / 'templates' / 'notice.html.j2'}:3"


@pytest.mark.parametrize("name", BOMBS)
def test_no_template_hangs_or_takes_all_memory(tmp_path: Path, name: str) -> None:
    """Each ends in an error that names the template, or at least the theme; another page can be made after it."""
    with pytest.raises(RenderingError) as caught:
        page(tmp_path, f"\n\n{BOMBS[name]}")
    (problem,) = caught.value.problems
    assert (problem.file or "").startswith(str(tmp_path))
    assert problem.code in ("template_limits", "template_failed")
    assert "<p>sund</p>" in page(tmp_path, "<p>sund</p>")


def test_a_path_is_that_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after the program has gone to another one, with the process that fills templates still there."""
    for name in ("nord", "syd"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        word_template(tmp_path / name, "{{ title }}").replace(f"{name}.docx")
        assert workers.write_limited(specimen(), "docx", template=f"{name}.docx")


def test_a_word_template_has_the_same_limits(tmp_path: Path) -> None:
    """One that takes more time or memory than it may is reported by its file; one that does not is filled."""
    own = word_template(
        tmp_path, "{% for a in range(99999) %}{% for b in range(99999) %}{{ title }}{% endfor %}{% endfor %}"
    )
    with pytest.raises(RenderingError) as caught:
        workers.write_limited(specimen(), "docx", template=own)
    assert caught.value.problems[0].file == str(own)
    assert workers.write_limited(specimen(), "docx", template=word_template(tmp_path, "{{ title }}"))
