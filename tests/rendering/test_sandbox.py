"""A theme's templates run in Jinja's sandbox, in a process with limits: what they may not do ends in a clear error."""

from pathlib import Path

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import RenderingError
from kommunepolitik.formats.theme import Theme
from kommunepolitik.rendering.pages import render_policy
from kommunepolitik.site import workers

REACHES = {
    "class": "{{ view.__class__ }}",
    "globals of a function": "{{ view.language.gettext.__globals__ }}",
    "globals of a method": "{{ view.label.__func__.__globals__['__builtins__'] }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "underscore by item": "{{ view['__class__'] }}",
    "underscore through map": "{{ [view]|map(attribute='__class__')|first }}",
    "underscore through sort": "{{ [view, view]|sort(attribute='__class__') }}",
    "underscore through format": "{{ '{0.__class__}'.format(view) }}",
    "underscore through format of markup": "{{ ('{0.__class__}'|safe).format(view) }}",
    "attr filter": "{{ view|attr('__class__') }}",
    "frame": "{% for a in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "macro": "{% macro f() %}{% endmacro %}{{ f.__call__.__globals__ }}",
    "private part of a macro": "{% macro f() %}{% endmacro %}{{ f._func }}",
    "context through self": "{{ self._TemplateReference__context }}",
    "context through super": "{{ self.title._context }}",
    "namespace": "{{ namespace.__init__ }}",
    "cycler": "{{ cycler.__init__.__globals__.os }}",
    "joiner": "{{ joiner.__init__.__globals__.os }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "change of a list": "{% set a = [1] %}{{ a.append(2) }}",
    "change of a mapping": "{{ view.figures.clear() }}",
    "import of a file": "{% include '/etc/passwd' %}",
    "import from above": "{% include '../../../../../etc/passwd' %}",
    "import by a built name": "{% include '..' ~ '/' ~ 'setup.py' %}",
}
"""What no template may have."""

BOMBS = {
    "long loop": "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}",
    "empty long loop": "{% for a in range(10000) %}{% for b in range(10000) if false %}{% endfor %}{% endfor %}",
    "huge range": "{{ range(1000000000)|list }}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "repeated squares": "{% set n = namespace(x=9) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}{{ n.x }}",
    "repeated text": "{{ 'a' * 1000000000 }}",
    "repeated list": "{{ ([1] * 1000000000)|length }}",
    "doubled text": "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "doubled by replace": "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x = n.x.replace('a', 'aa') %}{% endfor %}",
    "doubled by a block": "{% set x0 %}xx{% endset %}"
    + "".join(f"{{% set x{i + 1} %}}{{{{ x{i} }}}}{{{{ x{i} }}}}{{% endset %}}" for i in range(60)),
    "macro without end": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "macro that doubles": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(50) }}",
    "block in itself": "{% block title %}{{ self.title() }}{% endblock %}",
    "loop in itself": "{% for x in [[1]] recursive %}{{ loop([x, x]) }}{% endfor %}",
    "include of itself": "{% include 'html/policy.html.j2' %}",
    "extends itself": "{% extends 'html/policy.html.j2' %}",
    "width": "{{ '%1000000000d'|format(1) }}",
    "join filter": "{{ range(10000)|join('x' * 1000000) }}",
    "folded while compiling": "{% autoescape 'a'|center(1000000000) %}{% endautoescape %}",
    "deep brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "long chain": "{{ view" + ".a" * 50000 + " }}",
    "many loops in loops": "{% for a in [1] %}" * 50 + "{% endfor %}" * 50,
    "long number": "{{ " + "9" * 10000 + " }}",
}
"""What would take for ever, or all memory."""


@pytest.fixture(scope="module")
def policy() -> kp.Policy:
    """A small policy."""
    indicator = m.Indicator(id="i", title="Frekvens", unit="%")
    return kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"), indicators=(indicator,))


def page(policy: kp.Policy, folder: Path, template: str, name: str = "html/policy.html.j2") -> str:
    """Return the page of a policy from a template in place of ours."""
    file = folder / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(template, "utf-8")
    table = kp.read_observations(_figures(), policy)
    return render_policy(
        policy,
        "html" if name.startswith("html") else "md",
        "da",
        observations=table,
        evaluation=kp.evaluate(policy, table),
        theme=Theme.read(folder),
    )


def _figures() -> "object":
    import pandas as pd

    return pd.DataFrame({"indicator": ["i", "i"], "period": ["2021", "2022"], "value": [50, 52]})


def told(policy: kp.Policy, folder: Path, template: str) -> str:
    """Return what is said of a template that cannot be used."""
    with pytest.raises(RenderingError) as caught:
        page(policy, folder, template)
    (problem,) = caught.value.problems
    assert (problem.file or "").startswith(str(folder))
    return problem.message()


@pytest.mark.parametrize("name", REACHES)
def test_attribute_tricks_are_refused(policy: kp.Policy, tmp_path: Path, name: str) -> None:
    """Classes, globals, frames, files, changes: each ends in an error at the template and line."""
    with pytest.raises(RenderingError) as caught:
        page(policy, tmp_path, f"\n\n{REACHES[name]}")
    assert caught.value.problems[0].place == f"{tmp_path / 'templates' / 'html' / 'policy.html.j2'}:3"


@pytest.mark.parametrize("name", BOMBS)
def test_no_template_hangs_or_eats_memory(
    policy: kp.Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each ends in an error that names the template, or at least the theme."""
    monkeypatch.setattr(workers, "LIMITS", workers.Limits(seconds=0.5, memory=2**30))
    assert told(policy, tmp_path, f"\n\n{BOMBS[name]}")


def test_an_endless_loop_is_reported_with_its_line(
    policy: kp.Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And another page can be made after it."""
    assert page(policy, tmp_path, "{{ view.policy.title }}") == "P"  # what is loaded on first use takes its time
    monkeypatch.setattr(workers, "LIMITS", workers.Limits(seconds=0.5))
    with pytest.raises(RenderingError, match=r"policy\.html\.j2:3: takes more time"):
        page(policy, tmp_path, f"\n\n{BOMBS['long loop']}")
    monkeypatch.undo()
    assert page(policy, tmp_path, "{{ view.policy.title }}") == "P"


def test_markdown_is_guarded_alike(policy: kp.Policy, tmp_path: Path) -> None:
    """The other format has the same sandbox."""
    with pytest.raises(RenderingError) as caught:
        page(policy, tmp_path, "\n{{ view.policy.__class__ }}", "markdown/policy.md.j2")
    assert caught.value.problems[0].place == f"{tmp_path / 'templates' / 'markdown' / 'policy.md.j2'}:2"


def test_a_misspelt_name_is_reported(policy: kp.Policy, tmp_path: Path) -> None:
    """Names of the page, fields of what it shows, filters and templates, in the words of Jinja."""
    assert told(policy, tmp_path, "\n\n{{ vieww }}") == "the template fails: 'vieww' is undefined"
    assert "has no attribute 'polcy'" in told(policy, tmp_path, "\n\n{{ view.polcy.id }}")
    assert "has no attribute 'valeu'" in told(policy, tmp_path, "\n\n{{ view.figures.i[0].valeu }}")
    assert "No filter named 'uper'" in told(policy, tmp_path, "\n\n{{ 'a'|uper }}")
    assert told(policy, tmp_path, "\n\n{% include 'html/macroes.html.j2' %}") == (
        "there is no template html/macroes.html.j2; did you mean 'html/macros.html.j2'?"
    )


def test_a_mistake_that_shows_in_ours_is_told_where_the_theme_made_it(policy: kp.Policy, tmp_path: Path) -> None:
    """Our macro is given something that it cannot show; the line is that of the call."""
    call = "{% import 'html/macros.html.j2' as m with context %}\n\n{{ m.refs(view, ['nowhere']) }}"
    assert "nowhere" in told(policy, tmp_path, call)


def test_what_pages_are_made_of_can_be_used(policy: kp.Policy, tmp_path: Path) -> None:
    """Loops, macros, filters, formats, sums, own variables: all that our own templates do, and then some."""
    harmless = """
    {% set n = namespace(count=0) %}
    {% for i in range(10) %}{% set n.count = n.count + i * 2 %}{% endfor %}
    {{ n.count }} {{ '%.1f'|format(1.25) }} {{ '{:>4}'.format(7) }} {{ 'ab' * 3 }} {{ 2 ** 10 }} {{ [3, 1]|sort|join('-') }}
    {{ view.figures.i|map(attribute='value')|join(', ') }} {{ view.policy.title|upper }} {{ "a,b".split(",")|last }}
    {{ {'a': 1}.get('a') }} {{ dict(b=2).b }} {{ missing is defined }} {{ missing|default('none') }} {{ [1, 2, 3][1:] }}
    {% for row in view.figures.i %}{{ loop.index }}/{{ loop.length }}{% if not loop.last %};{% endif %}{% endfor %}
    {% for group in [1, 2, 3, 4]|batch(2) %}{{ group|sum }} {% endfor %}{{ _("At a glance") }} {{ 1 ~ 2 }} {{ '<' ~ 'b' }}
    {% for x in [[1, [2, 3]]] recursive %}{% if x is iterable %}{{ loop(x) }}{% else %}{{ x }}{% endif %}{% endfor %}
    """
    words = " ".join(page(policy, tmp_path, harmless).split())
    assert words == (
        "90 1.2 7 ababab 1024 1-3 50 %, 52 % P b 1 2 False none [2, 3] 1/2;2/23 7 Kort fortalt 12 &lt;b 123"
    )
