"""A theme's templates read what they are given: nothing else is in reach, and none of them hangs or eats memory."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import RenderingError
from kommunepolitik.rendering.budget import Budget, Limits, OverLimit
from kommunepolitik.rendering.pages import render_policy
from kommunepolitik.rendering.theme import Theme

resource = pytest.importorskip("resource", reason="tells how much memory was taken")

REACHES = {
    "class": "{{ view.__class__ }}",
    "globals of a function": "{{ view.language.gettext.__globals__ }}",
    "globals of a method": "{{ view.label.__func__.__globals__['__builtins__'] }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "underscore by item": "{{ view['__class__'] }}",
    "private field": "{{ view._ }}",
    "underscore through map": "{{ [view]|map(attribute='__class__')|first }}",
    "underscore through sort": "{{ [view, view]|sort(attribute='__class__') }}",
    "underscore through groupby": "{{ [view]|groupby('__class__') }}",
    "underscore through format": "{{ '{0.__class__}'.format(view) }}",
    "underscore through format of markup": "{{ ('{0.__class__}'|safe).format(view) }}",
    "format passed on": "{{ ['{0.__class__}'.format]|map('string')|list }}",
    "attr filter": "{{ view|attr('__class__') }}",
    "attr filter through map": "{{ [view]|map('attr', '__class__')|list }}",
    "frame": "{% for a in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "macro": "{% macro f() %}{% endmacro %}{{ f.__call__.__globals__ }}",
    "private part of a macro": "{% macro f() %}{% endmacro %}{{ f._func }}",
    "context through self": "{{ self._TemplateReference__context }}",
    "context through super": "{{ self.title._context }}",
    "namespace": "{{ namespace.__init__ }}",
    "cycler": "{{ cycler.__init__.__globals__.os }}",
    "joiner": "{{ joiner.__init__.__globals__.os }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "dict": "{{ dict.mro() }}",
    "data frame": "{{ view.observations.to_csv('/tmp/kommunepolitik-was-here') }}",
    "data frame by item": "{{ view['observations'] }}",
    "data frame of an evaluation": "{{ followup.evaluation.frame }}",
    "data frame from a method": "{{ followup.evaluation.since(followup.evaluation) }}",
    "data frame through map": "{{ [view]|map(attribute='observations')|first }}",
    "classmethod": "{{ view.policy.municipality.find('330') }}",
    "locale": "{{ language.locale }}",
    "catalogue": "{{ language.gettext.__self__ }}",
    "change of a list": "{% set a = [1] %}{{ a.append(2) }}",
    "change of a mapping": "{{ view.figures.clear() }}",
    "what is out of reach, in a list": "{{ [view.observations] }}",
    "unknown method": "{{ view.policy.title.encode('utf8') }}",
    "path of the theme": "{{ language.theme.path }}",
    "reader of themes": "{{ language.theme.read('/etc') }}",
    "generator": "{{ view.policy.all_goals().gi_frame }}",
    "generator shown": "{{ [1]|map('string') }}",
    "class shown": "{{ dict }}",
    "fields of ours set": "{% set view.policy = 1 %}",
    "import of a file": "{% include '/etc/passwd' %}",
    "import from above": "{% include '../../../../../etc/passwd' %}",
    "import by a built name": "{% include '..' ~ '/' ~ 'setup.py' %}",
    "object shown": "{{ view }}",
    "method shown": "{{ view.label }}",
    "object joined": "{{ [view]|join }}",
    "object in a text": "{{ 'x' ~ view }}",
}
"""What no template may have."""

BOMBS = {
    "long loop": "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}",
    "empty long loop": "{% for a in range(10000) %}{% for b in range(10000) if false %}{% endfor %}{% endfor %}",
    "fixed text in a loop": "{% for a in range(10000) %}" + "x" * 10_000 + "{% endfor %}",
    "huge range": "{{ range(1000000000)|list }}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "repeated squares": "{% set n = namespace(x=9) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}{{ n.x }}",
    "repeated text": "{{ 'a' * 1000000000 }}",
    "repeated text, number first": "{{ 1000000000 * 'a' }}",
    "repeated list": "{{ ([1] * 1000000000)|length }}",
    "doubled text": "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "doubled by plus": "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "doubled by replace": "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x = n.x.replace('a', 'aa') %}{% endfor %}",
    "doubled by a filter": "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x = n.x|replace('a', 'aa') %}{% endfor %}",
    "doubled by a block": "{% set x0 %}xx{% endset %}"
    + "".join(f"{{% set x{i + 1} %}}{{{{ x{i} }}}}{{{{ x{i} }}}}{{% endset %}}" for i in range(60)),
    "doubled list": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "doubled mapping": "{% set n = namespace(x=1) %}{% for i in range(60) %}{% set n.x = {1: n.x, 2: n.x} %}{% endfor %}{{ n.x }}",
    "doubled arguments": "{% macro f(i) %}{% if i %}{{ f(i - 1, varargs, varargs) }}{% else %}{{ varargs }}{% endif %}{% endmacro %}{{ f(60, 1, 2) }}",
    "doubled and compared": "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}{% endfor %}{{ n.x == n.y }}",
    "macro without end": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "macro that doubles": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(50) }}",
    "block in itself": "{% block title %}{{ self.title() }}{% endblock %}",
    "loop in itself": "{% for x in [[1]] recursive %}{{ loop([x, x]) }}{% endfor %}",
    "include of itself": "{% include 'html/policy.html.j2' %}",
    "extends itself": "{% extends 'html/policy.html.j2' %}",
    "width": "{{ '%1000000000d'|format(1) }}",
    "width by the operator": "{{ '%1000000000d' % 1 }}",
    "width by a value": "{{ '%*d' % (1000000000, 1) }}",
    "width behind a name": "{{ '%(a(b)c)1000000000d' % {'a(b)c': 1} }}",
    "precision": "{{ '%.1000000000f' % 1.5 }}",
    "width in format": "{{ '{:1000000000}'.format(1) }}",
    "width by a value in format": "{{ '{:{w}}'.format(1, w=1000000000) }}",
    "width in gettext": "{{ _('%(a)1000000000d', a=1) }}",
    "many placeholders": "{{ ('%(a)s' * 40000) % {'a': 'x' * 1000000} }}",
    "many placeholders in format": "{{ ('{0}' * 40000).format('x' * 1000000) }}",
    "center": "{{ 'a'.center(1000000000) }}",
    "center filter": "{{ 'a'|center(1000000000) }}",
    "zfill": "{{ '1'.zfill(1000000000) }}",
    "expandtabs": "{{ '\t'.expandtabs(1000000000) }}",
    "indent": "{{ 'a\\nb'|indent(1000000000) }}",
    "indent by a text": "{{ ('a\\n' * 90000)|indent('x' * 90000) }}",
    "round": "{{ 5|round(-1000000000) }}",
    "batch": "{{ [1]|batch(1000000000, 'x')|list }}",
    "slice": "{{ [1]|slice(1000000000)|list }}",
    "join": "{{ ('x' * 1000000).join('a' * 100000) }}",
    "join filter": "{{ range(10000)|join('x' * 1000000) }}",
    "bytes": "{{ (1).to_bytes(1000000000, 'big') }}",
    "folded while compiling": "{% autoescape 'a'|center(1000000000) %}{% endautoescape %}",
    "decimals of our own": "{{ language.number(1.5, 1000000000) * 1000000000 }}",
    "paragraphs": "{{ ('a\\n\\n' * 60000)|paragraphs('x' * 190000) }}",
    "sum in a loop": "{% for a in range(10000) %}{{ range(10000)|sum }}{% endfor %}",
    "copies": "{% set a = 'x' * 1000000 %}" + "{% set b = a[1:] %}" * 60,
    "deep brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "long chain": "{{ view" + ".a" * 50000 + " }}",
    "lists in lists": "{{ " + "[" * 5000 + "]" * 5000 + " }}",
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
    """Return what is said of a hostile template, within seconds and without much memory."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RenderingError) as caught:
        page(policy, folder, template)
    assert time.monotonic() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # kilobytes
    (problem,) = caught.value.problems
    assert problem.file == str(folder / "templates" / "html" / "policy.html.j2")
    assert problem.line == (None if problem.code == "template_nested" else 3)
    return problem.message()


@pytest.mark.parametrize("name", REACHES)
def test_nothing_else_is_in_reach(policy: kp.Policy, tmp_path: Path, name: str) -> None:
    """Attributes, functions, frames, files: each way out ends in an error at the template and line."""
    message = told(policy, tmp_path, f"\n\n{REACHES[name]}")
    assert "/tmp/kommunepolitik-was-here" not in message
    assert not Path("/tmp/kommunepolitik-was-here").exists()


@pytest.mark.parametrize("name", BOMBS)
def test_no_template_hangs_or_eats_memory(policy: kp.Policy, tmp_path: Path, name: str) -> None:
    """Each ends within seconds in an error at the template and line."""
    assert told(policy, tmp_path, f"\n\n{BOMBS[name]}")


_QUICK = [BOMBS[name] for name in ("power", "repeated text", "doubled list", "macro without end", "width", "join")]
_QUICK += [REACHES[name] for name in ("class", "data frame", "underscore by item", "import of a file", "lipsum")]
_AROUND = [
    "{% for a in [1, 2] %}§{% endfor %}",
    "{% for a in range(3) if a %}§{% endfor %}",
    "{% if view %}§{% endif %}",
    "{% macro m() %}§{% endmacro %}{{ m() }}",
    "{% set x %}§{% endset %}{{ x }}",
    "{% filter upper %}§{% endfilter %}",
    "{% with y = 1 %}§{% endwith %}",
    "{% block title %}§{% endblock %}",
    "{% autoescape false %}§{% endautoescape %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}§{% endcall %}",
]


@settings(max_examples=25)
@given(attack=st.sampled_from(_QUICK), around=st.lists(st.sampled_from(_AROUND), max_size=4, unique=True))
def test_an_attack_fails_wherever_it_stands(
    policy: kp.Policy, tmp_path_factory: pytest.TempPathFactory, attack: str, around: list[str]
) -> None:
    """In loops, macros, blocks, filters and assignments alike."""
    template = attack
    for each in around:
        template = each.replace("§", template)
    told(policy, tmp_path_factory.mktemp("theme"), f"\n\n{template}")


def test_markdown_is_guarded_alike(policy: kp.Policy, tmp_path: Path) -> None:
    """The other format has the same sandbox."""
    with pytest.raises(RenderingError) as caught:
        page(policy, tmp_path, "\n{{ view.observations.to_csv('/tmp/x') }}", "markdown/policy.md.j2")
    assert caught.value.problems[0].place == f"{tmp_path / 'templates' / 'markdown' / 'policy.md.j2'}:2"


def test_a_misspelt_name_is_told_with_the_right_one(policy: kp.Policy, tmp_path: Path) -> None:
    """Names of the page, fields of what it shows, filters and templates."""
    wrong = {
        "{{ vieww }}": "there is no 'vieww' here; did you mean 'view'?",
        "{{ view.polcy.id }}": "there is no 'polcy' here; did you mean 'policy'?",
        "{{ view.policy.titel }}": "there is no 'titel' here; did you mean 'title'?",
        "{{ view.figures.i[0].valeu }}": "there is no 'valeu' here; did you mean 'value'?",
    }
    for template, message in wrong.items():
        assert told(policy, tmp_path, f"\n\n{template}") == message
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


def test_a_budget_stops_at_its_limits() -> None:
    """Steps, characters, weight and time."""
    spent = Budget(Limits(steps=3, characters=3, weight=3))
    spent.step(3)
    spent.write(3)
    assert spent.weigh([1, 2]) == 3
    for excess in (spent.step, lambda: spent.write(1), lambda: spent.weigh([1, 2, 3]), lambda: spent.weigh("x" * 32)):
        with pytest.raises(OverLimit):
            excess()
    late = Budget(Limits(seconds=0))
    for _ in range(31):  # the clock is looked at now and then
        late.step()
    with pytest.raises(OverLimit, match="template_seconds"):
        late.step()
