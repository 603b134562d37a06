"""The page of a rule, made from its docstring: for the command `rules`, and for the docs."""

from kommunepolitik.checks.registry import Rule
from kommunepolitik.checks.wording import RULE_WORDING

_IGNORE = """\
**Ignore.** Name the rule under `ignored` in the policy, with a reason; without `element` for the whole policy:

```yaml
ignored:
  - {{code: {code}, element: et-id, reason: Hvorfor reglen ikke skal gælde her.}}
```

For one run: `kommunepolitik check PATH --ignore {code}`.
"""


def page(rule: Rule, language: str = "en") -> str:
    """Return the docs page of a rule, in Markdown; `language` chooses between the titles of a rule of another package.

    That page names the package.
    """
    group = RULE_WORDING[rule.group] + (f" ({rule.package})" if rule.group == "own" else "")
    head = f"# {rule.code}: {rule.name(language=language)}\n\n{group}, {RULE_WORDING[rule.severity]}."
    return "\n\n".join(filter(None, [head, rule.docs, _IGNORE.format(code=rule.code)]))
